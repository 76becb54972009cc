"""What is looked at before a week is submitted: what keeps it back, and by which rules it is billed."""

from collections.abc import Sequence

import pytest
from inline_snapshot import snapshot

from techday.cards import screen
from techday.ui.grid import Line, plain_text
from tests.cards.views import card, entry, finding
from tests.conftest import Techday

FRIDAY = "2026-11-27T16:40:00Z"


def text(lines: Sequence[Line]) -> str:
    """Give a screen as it reads without colour."""
    return "\n" + "\n".join(plain_text(one) for one in lines) + "\n"


ENTRIES = [entry(412, "08:00", "08:40")]
GUESS = finding("guess", "L1 08:00-08:40 is a guess", "techday timecard edit 412 --confirm", 412)
GAP = finding("gap", "nothing told 08:40-09:10 (30m)", "techday timecard fix")


def test_a_clean_week_says_so_with_the_command_that_submits_it() -> None:
    assert text(screen.review_page(card(ENTRIES), "2026-W48", [], 90)) == snapshot("""\

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
Nothing keeps 2026-W48 from being submitted:              techday timecard submit 2026-W48
""")


def test_errors_come_first_and_keep_the_week_back() -> None:
    view = card(ENTRIES, errors=[GUESS], warnings=[GAP])
    assert text(screen.review_page(view, "2026-W48", [], 80)) == snapshot("""\

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
ERRORS 1
! L1 08:00-08:40 is a guess                  techday timecard edit 412 --confirm
WARNINGS 1
! nothing told 08:40-09:10 (30m)                            techday timecard fix
The errors keep 2026-W48 from being submitted
""")


def test_warnings_alone_are_accepted() -> None:
    view = card(ENTRIES, warnings=[GAP])
    shown = text(screen.review_page(view, "2026-W48", [], 100))
    assert shown.endswith("techday timecard submit 2026-W48 --accept-warnings\n")


def test_a_frozen_card_says_how_it_is_opened_again() -> None:
    view = card([entry(412, "08:00", "08:40", frozen=True)], state="submitted")
    ways = [("2026-W48", "submitted", "techday timecard recall 2026-W48")]
    assert text(screen.review_page(view, "", ways, 80)) == snapshot("""\

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  submitted  Kim Lee
2026-W48 is submitted: its lines are frozen     techday timecard recall 2026-W48
""")
    assert text(screen.review_page(view, "2026-W48/2", ways, 80)) == text(screen.review_page(view, "", ways, 80))


def test_new_time_in_a_submitted_week_is_ready_as_its_supplement() -> None:
    late = entry(413, "17:10", "18:00", card="2026-W48/2")
    ways = [("2026-W48", "submitted", "techday timecard recall 2026-W48")]
    shown = text(screen.review_page(card([*ENTRIES, late]), "2026-W48/2", ways, 90))
    assert "techday timecard recall 2026-W48\n" in shown
    assert shown.endswith("techday timecard submit 2026-W48/2\n")


def test_a_week_without_any_time_has_nothing_to_submit() -> None:
    shown = text(screen.review_page(card(), "2026-W48", [], 80))
    assert "Nothing in 2026-W48 yet" in shown
    assert "submit" not in shown


@pytest.mark.parametrize("options", ["", " 2026-W48", " this"])
def test_review_shows_each_finding_with_its_command(techday: Techday, options: str) -> None:
    techday.did("client add Acme", "add Mail is down --client acme", "start 1 --at 8:00")
    techday.did("stop", now="2026-11-23T16:00:00Z")
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET guessed = 1")
    shown = techday(f"timecard review{options}", now=FRIDAY)
    assert shown.exit == 0
    assert "ERRORS 1" in shown.stdout
    assert "techday timecard edit 1 --confirm" in shown.stdout
    assert "Tue 24 Nov has no time at all" in shown.stdout
    document = techday(f"timecard review{options} --json", now=FRIDAY).json
    assert document["schema"] == "techday.timecard/1"
    assert [one["kind"] for one in document["errors"]] == ["guess"]


def test_review_of_an_empty_store_is_no_error(techday: Techday) -> None:
    assert techday("timecard review").exit == 0


def test_types_show_what_each_counts_as_and_how_it_is_billed(techday: Techday) -> None:
    techday.configure(
        '[worktype.default]\nminimum = "15m"\nstep = "15m"\n[worktype.travel]\nbillable = false\n'
        '[worktype.on-call]\nstep = "30m"\nper = "ticket-day"\n'
    )
    assert techday.tell("timecard types") == snapshot("""\

$ techday timecard types
 type      billable  utilised  rule
 remote    yes       yes       at least 15m, up to the next 15m, per entry
 on-site   yes       yes       at least 15m, up to the next 15m, per entry
 travel    no        yes       not billable
 internal  no        no        not billable
 meeting   no        no        not billable
 training  no        yes       not billable
 on-call   yes       yes       at least 15m, up to the next 30m, per ticket and
                               day
Change a type:                       techday config set worktype.travel.step 15m
Make a new one:                    techday config set worktype.NAME.billable yes
For every type:                  techday config set worktype.default.minimum 15m
""")


def test_types_as_json(techday: Techday) -> None:
    techday.configure('[worktype.remote]\nminimum = "15m"\n')
    document = techday("timecard types --json").json
    assert document["schema"] == "techday.work-types/1"
    assert document["types"][0] == snapshot(
        {
            "name": "remote",
            "billable": True,
            "utilised": True,
            "deduct": 0,
            "minimum": 900,
            "step": 0,
            "maximum": 0,
            "per": "entry",
            "rule": "at least 15m, per entry",
        }
    )


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_rules_are_told_whole_at_any_width(techday: Techday, width: int) -> None:
    techday.configure('[worktype.default]\nminimum = "15m"\nstep = "15m"\nmaximum = "8h"\ndeduct = "5m"\n')
    shown = techday("timecard types", COLUMNS=str(width)).stdout
    assert max(map(len, shown.splitlines())) <= width
    words = " ".join(shown.split())
    assert "less 5m, at least 15m, up to the next 15m, at most 8h, per entry" in words
    assert "techday config set worktype.travel.step 15m" in words
