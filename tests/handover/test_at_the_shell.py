"""What the shell completes of handovers, and what they say where little is typed or somebody breaks off."""

from pathlib import Path

import pytest
import typer

from techday.handover import completing
from techday.handover.setting import complete_word
from tests.conftest import Techday, made_once
from tests.two_stores import EVENING, ITEM, LATER, NIGHT, PACKET, Two, put


class Typed:
    """What completion asks of the command line so far."""

    def __init__(self, **params: object) -> None:
        self.params = params

    def find_root(self) -> "Typed":
        """Give the root, which names no store."""
        return Typed()


def typed(**params: object) -> typer.Context:
    """Give a command line with some parameters."""
    return Typed(**params)  # type: ignore[return-value]  # all that completion asks of it


@made_once
def told(techday: Techday) -> Techday:
    """Alex has three tickets; one is watched by Kim, one was sent to Sam Reed."""
    techday.configure('technician.name = "Alex"\n')
    techday.did(*(f"ticket add {title}" for title in ("Mail", "Printer", "Router")))
    techday.did("handover send L1 --as watch --to Kim --new --spoken --yes", now=EVENING)
    techday.did("handover send L2 --as give --to 'Sam Reed' --new --yes", now=EVENING)
    return techday


@pytest.fixture
def shell(told: Techday, monkeypatch: pytest.MonkeyPatch) -> Techday:
    """Give Alex's store as the environment names it."""
    for name, value in told.environ.items():
        monkeypatch.setenv(name, value)
    return told


def test_colleagues_are_offered_by_any_of_their_names_and_never_oneself(shell: Techday) -> None:
    assert shell.store.exists()
    assert completing.complete_colleague(typed(), "") == [("Kim", "a colleague"), ("Sam Reed", "a colleague")]
    assert completing.complete_colleague(typed(), "re") == [("Sam Reed", "a colleague")]


def test_handovers_are_offered_by_their_numbers(shell: Techday, tmp_path: Path) -> None:
    shell.did(f"handover receive {put(tmp_path, PACKET._replace(sender='Kim', receiver='Alex'))}", now=LATER)
    numbers = [("3", "from Kim, received"), ("2", "to Sam Reed, sent"), ("1", "to Kim, accepted")]
    assert completing.complete_handover(typed(), "") == numbers
    assert completing.complete_handover(typed(), "#2") == numbers[1:2]
    assert completing.complete_handover(typed(), "handover-") == []
    assert completing.complete_acceptable(typed(), "") == numbers[:2]
    assert completing.complete_returnable(typed(), "") == numbers


def test_a_store_that_is_not_there_completes_nothing(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TECHDAY_STORE", str(techday.home / "none" / "x.db"))
    assert completing.complete_colleague(typed(), "") == completing.complete_handover(typed(), "") == []


def test_plans_are_offered_behind_a_ticket_at_once(shell: Techday) -> None:
    assert shell.store.exists()
    assert [word for word, _ in complete_word(typed(), "")] == ["L1", "L2", "L3"]
    assert [word for word, _ in complete_word(typed(words=["L1"]), "")] == ["keep", "watch", "give", "L1", "L2", "L3"]


# With little typed


def test_show_without_a_number_is_of_the_one_under_way_else_of_the_newest(told: Techday) -> None:
    assert told("handover show --json", now=LATER).json["handover"]["id"] == 2
    told.did("handover send L3 --as watch --to Kim --spoken --yes", "handover return 2 --reason no", now=LATER)
    assert told("handover show --json", now=LATER).json["handover"]["id"] == 3


def test_show_without_any_handover_says_so(techday: Techday) -> None:
    shown = techday("handover show")
    assert (shown.exit, shown.stderr) == (3, "techday: Nothing was handed over yet\n  techday handover\n")


def test_the_list_of_those_that_nobody_has_answered(told: Techday) -> None:
    assert [one["id"] for one in told("handover list --open --json", now=LATER).json["handovers"]] == [2]
    told.did("handover return 2 --reason no", now=LATER)
    assert told("handover list --open", now=LATER).stdout == "Every handover is answered.\n"


def test_one_ticket_is_handed_over_in_one_line_with_its_words(told: Techday) -> None:
    refused = told("handover send L1 L3 --as watch --to Kim --next x", now=LATER)
    assert (refused.exit, "--summary and --next are of one ticket" in refused.stderr) == (2, True)
    told.did("handover send L3 --as give --to Kim --spoken --summary 'no light' --next 'swap it'", now=LATER)
    [line] = told("handover show 3 --json").json["lines"]
    assert (line["summary"], line["next_step"]) == ("no light", "swap it")


@pytest.mark.parametrize("how", ["--spoken --yes", "--yes"])
def test_what_somebody_watches_already_is_not_sent_to_them_again(how: str, told: Techday) -> None:
    again = told(f"handover send L1 --as watch --to Kim {how}", now=LATER)
    assert (again.exit, again.stdout) == (0, "L1 is watched by Kim already (handover 1)\n")
    assert told(f"handover send L1 --as watch --to Kim {how} --json", now=LATER).json["operation"] is None
    both = told(f"handover send L1 L3 --as watch --to Kim {how}", now=LATER)
    assert "L1 is watched by Kim already (handover 1)" in both.stderr
    assert [one["reference"] for one in told("handover show 3 --json").json["lines"]] == ["L3"]


def test_what_is_said_anew_or_of_somebody_else_is_sent(told: Techday) -> None:
    told.did("handover send L1 --as watch --to Kim --spoken --next 'look at noon'", now=LATER)
    told.did("handover send L1 --as watch --to 'Sam Reed' --spoken", now=LATER)
    told.did("handover set L1 watch", "handover send L1 --to Kim --spoken", now=LATER)
    assert len(told("handover list --json").json["handovers"]) == 5


@pytest.mark.parametrize("answers", ["", "Kim\n", "Kim\nall is well\n"])
def test_who_breaks_off_at_any_question_is_told_that_nothing_was_sent(answers: str, told: Techday) -> None:
    stopped = told("handover send L3 --as give", typed=answers, now=LATER)
    assert (stopped.exit, "\nNothing was sent" in stopped.stderr) == (130, True)
    assert len(told("handover list --json").json["handovers"]) == 2


def test_words_are_kept_where_the_read_back_is_broken_off(told: Techday) -> None:
    stopped = told("handover send L3 --as give --spoken --to Kim", typed="no light\nswap it\n", now=LATER)
    assert (stopped.exit, "Nothing was sent. Kept what was typed of L3: techday handover" in stopped.stderr) == (
        130,
        True,
    )
    [item] = [one for one in told("handover --json", now=LATER).json["items"] if one["ticket"]["ref"] == "L3"]
    assert (item["summary"], item["next_step"]) == ("no light", "swap it")


# The list


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_list_cuts_nothing_that_is_needed(width: int, two: Two, tmp_path: Path) -> None:
    two.alex.did("ticket add Old", now="2026-11-20T09:00:00Z")
    two.alex.did("handover send L2 --as give --to 'Sam Reed' --new --spoken --yes", now="2026-11-20T17:05:00Z")
    two.alex.did("handover return 1 --reason 'ill'", now="2026-11-20T17:15:00Z")
    items = tuple(ITEM._replace(uid=f"{one:032x}", reference=f"INC{one}") for one in range(12))
    watched = (one._replace(uid="f" + one.uid[1:], reference=f"W{one.reference}", plan="watch") for one in items)
    items = (*items, *watched)
    packet = PACKET._replace(items=items, sender="Sam Reed", receiver="Alex", sent_at="2026-11-20T16:00:00Z")
    two.alex.did(f"handover receive {put(tmp_path, packet)}", now=NIGHT)
    two.alex.did("handover send INC7 --as give --to Sam --spoken --yes", now=NIGHT)
    shown = two.alex("handover list", now=NIGHT, COLUMNS=str(width)).stdout
    assert all(len(line) <= width for line in shown.splitlines() if "techday" not in line)
    for words in ("not accepted", "12 given, 12 to watch", "returned: ill", "accepted 20:00, in words", "Fri 16:00"):
        assert words in shown, words
    assert "…" not in shown.replace('"…"', "")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("handover --to Sam", "techday handover send --to Sam"),
        ("handover L1 L2 --as give --to 'Sam Reed'", 'techday handover send L1 L2 --as give --to "Sam Reed"'),
        ("handover --to=Sam", "techday handover send --to=Sam"),
        ("handover 3", "techday handover show 3"),
        ("handover '#3'", "techday handover show 3"),
        ("handover 'my files/handover-3.json'", 'techday handover accept "my files/handover-3.json"'),
        ("handover Handover.EML", "techday handover accept Handover.EML"),
        ("handover tonight", "techday handover --help"),
    ],
)
def test_a_short_form_names_the_command_that_is_meant(techday: Techday, typed: str, hint: str) -> None:
    told = techday(f"{typed} --json")
    assert (told.exit, told.error["hint"]) == (2, hint)
