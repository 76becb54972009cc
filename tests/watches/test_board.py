"""What the board says of watches, and what its commands answer."""

import contextlib
import sqlite3
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.evidence import Evidence
from techday.core.text import fold
from techday.errors import Refused
from techday.watches import store
from techday.watches.finding import find, refuse_taken
from techday.watches.rules import label
from tests.conftest import Techday, examples, made_once
from tests.watches.conftest import KIM
from tests.watches.test_checking import told

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (f"2026-11-{day}T09:00:00Z" for day in (23, 24, 25, 26, 27))


@made_once
def acme(techday: Techday) -> Techday:
    """A client of whom nothing is watched yet."""
    techday.configure(KIM)
    techday.did("client add Acme")
    return techday


def test_what_was_missed_keeps_its_item_open_and_its_alert_until_it_is_looked_at(acme: Techday) -> None:
    acme.did("watch add Server room --client acme --kind sensor --every weekly")
    clears = 'techday watch check "ACME Server room" ok --seen TEXT'
    for later in (TUESDAY, FRIDAY, "2026-11-28T09:00:00Z"):
        heard = told(acme, later)
        assert heard["others"] == Evidence("open", "1 missed", clears), later
        assert heard["alerts"] == [("missed", heard["alerts"][0][1], clears)]
    acme.did("watch check server ok --seen cool", now=FRIDAY)
    assert told(acme, FRIDAY) == {"backups": None, "others": Evidence("done", "1 ok", ""), "alerts": []}
    strip = acme("watch show server --json", now=FRIDAY).json["watch"]["strip"]
    assert [mark["state"] for mark in strip] == ["missed"]


def test_the_command_of_the_item_clears_what_is_due_and_what_was_missed(acme: Techday) -> None:
    acme.did(
        "watch add Server room --client acme --kind sensor --every weekly",
        "watch add UPS --client acme --kind sensor",
        "watch add Nightly --client acme --kind backup",
    )
    others = told(acme, TUESDAY)["others"]
    assert others == Evidence("open", "1 of 2 due, 1 missed", "techday today check watches ok --seen TEXT")
    acme.did("today check watches ok --seen green", now=TUESDAY)
    heard = told(acme, TUESDAY)
    assert heard["others"] == Evidence("done", "2 ok", "")
    assert heard["backups"].state == "open"  # it answers for its own kinds only


def test_a_watch_of_which_nothing_is_due_yet_is_not_counted(acme: Techday) -> None:
    acme.did(
        "watch add Laptop --client acme --kind approval --from 2026-12-01", "watch add UPS --client acme --kind fix"
    )
    assert told(acme)["others"].text == "1 of 1 due"
    acme.did("watch check ups na")
    assert told(acme)["others"] == Evidence("na", "nothing due", "techday watch list")
    acme.did("watch check laptop ok --by Jo --seen cheap")
    assert told(acme)["others"] == Evidence("na", "nothing due", "techday watch list")


def test_the_board_of_a_past_day_knows_nothing_of_what_was_seen_later(acme: Techday) -> None:
    acme.did("watch add Nightly --client acme --kind backup", now=MONDAY)
    acme.did("watch check nightly fail --seen full", now=TUESDAY)
    acme.did("watch check nightly ok --seen green", now=WEDNESDAY)

    def alerts(day: str) -> list[str]:
        shown = acme(f"today --date {day} --json", now=WEDNESDAY).json
        return [one["text"] for one in shown["alerts"] if "Nightly" in one["text"]]

    def backups(day: str) -> tuple[Any, Any]:
        found = acme(f"today --date {day} --json", now=WEDNESDAY).json["routine"]
        return next((one["state"], one["evidence"]) for one in found if one["key"] == "backups")

    assert [backups(f"2026-11-{day}") for day in (23, 24, 25)] == snapshot(
        [("open", "1 of 1 due"), ("failed", "1 of 1 fail"), ("done", "1 ok")]
    )
    assert [alerts(f"2026-11-{day}") for day in (23, 24, 25)] == snapshot([[], ["ACME Nightly fails, day 1 (L1)"], []])


# Another shift from tomorrow on does not make yesterday missed.


@pytest.mark.parametrize(
    "shift",
    ['days = "daily"', 'start = "05:00"', 'end = "22:00"', 'start = "10:00"\nend = "20:00"\ndays = "daily"'],
)
@pytest.mark.parametrize("every", ["daily", "4h", "weekly", "FREQ=DAILY"])
def test_with_other_shifts_nothing_becomes_missed(acme: Techday, shift: str, every: str) -> None:
    """Looked at on Friday to the last due time; then the settings change over the weekend."""
    acme.did(f"watch add Job --client acme --kind backup --every {every}", now="2026-11-19T08:05:00Z")
    for at in ("19T08:10", "19T12:10", "19T16:10", "20T08:10", "20T12:10", "20T16:10"):
        acme.did("watch check job ok --seen green", now=f"2026-11-{at}:00Z")
    acme.configure(f"{KIM}[shift]\n{shift}\n")
    monday = "2026-11-23T08:05:00Z"
    assert "missed" not in [one[0] for one in told(acme, monday)["alerts"]]
    acme.did("watch check job ok --seen green", now=monday)
    for later in (monday, "2026-11-23T18:00:00Z"):
        strip = acme("watch show job --json", now=later).json["watch"]["strip"]
        assert not [mark for mark in strip if mark["state"] == "missed" and mark["due_at"] < "2026-11-23"], strip


def test_with_other_shifts_what_was_missed_stays_missed(acme: Techday) -> None:
    acme.did("watch add Job --client acme --kind backup", now="2026-11-16T09:00:00Z")
    acme.did("watch check job ok --seen green", now="2026-11-16T09:00:00Z")
    acme.did("watch check job ok --seen green", now="2026-11-19T09:00:00Z")
    acme.configure(f'{KIM}[shift]\ndays = "sat,sun,mon"\n')
    acme.did("watch check job ok --seen green", now=MONDAY)
    strip = acme("watch show job --json", now=MONDAY).json["watch"]["strip"]
    assert [(mark["due_at"][8:10], mark["state"]) for mark in strip] == [
        ("16", "ok"), ("17", "missed"), ("18", "missed"), ("19", "ok"), ("23", "ok"),
    ]  # fmt: skip


# What the routine's own command answers.


def test_the_only_one_due_is_named_by_that_a_fix_is_recorded_and_an_approval_refused(acme: Techday) -> None:
    acme.did("watch add Spooler --client acme --kind fix")
    assert acme.tell("today check watches fail --seen 'it hangs'", "undo") == snapshot("""\

$ techday today check watches fail --seen 'it hangs'
ACME Spooler failed: it hangs (opened L1)
$ techday undo
Undid: ACME Spooler failed: it hangs (opened L1)
""")
    acme.did("today check watches ok --seen 'it prints'", "watch add Laptop --client acme --kind approval")
    assert acme.tell("today check watches ok --seen cheap", "today check watches fail --seen dear") == snapshot("""\

$ techday today check watches ok --seen cheap
2| techday: Who decided ACME Laptop is missing
2|   techday watch check "ACME Laptop" ok --by NAME --seen REASON
exit 1
$ techday today check watches fail --seen dear
2| techday: Who decided ACME Laptop is missing
2|   techday watch check "ACME Laptop" fail --by NAME --seen REASON
exit 1
""")


def test_the_hints_of_a_routine_item_are_its_own_commands(kept: Techday) -> None:
    assert kept.tell("today check backups ok", "today check watches fail", "watch check --due ok") == snapshot("""\

$ techday today check backups ok
2| techday: What was seen is missing
2|   techday today check backups ok --seen TEXT
exit 2
$ techday today check watches fail
2| techday: What was seen is missing
2|   techday today check watches fail --seen TEXT
exit 2
$ techday watch check --due ok
2| techday: What was seen is missing
2|   techday watch check --due ok --seen TEXT
exit 2
""")


def test_the_walk_says_how_it_is_taken_up_again(kept: Techday) -> None:
    assert kept("watch check --kind backup --client acme", typed="q").stdout == snapshot(
        "Checked 0 of 2; techday watch check --kind backup --client ACME\n"
    )
    assert kept("today check watches", typed="q").stdout == snapshot("Checked 0 of 2; techday today check watches\n")
    assert kept("watch check --kind backup --client acme").stderr == snapshot("""\
techday: 2 watches are due
  techday watch check --due ok --seen TEXT --kind backup --client ACME, or techday watch check NAME ok --seen TEXT
""")


def test_scripts_hear_in_a_document_that_nothing_is_due(acme: Techday) -> None:
    found = acme("watch check --json").json
    assert (found["summary"], found["operation"], found["checked"]) == ("Nothing is due", None, [])


def test_what_fails_is_told_as_it_looked_when_it_failed(acme: Techday) -> None:
    acme.did("watch add Nightly --client acme --kind backup", "watch check nightly fail --seen 'disk full'")
    acme.did("watch check nightly na --seen 'office closed'", now=TUESDAY)
    [one] = acme("client show acme --json", now=TUESDAY).json["watches"]
    assert one["seen"] == "disk full"


def test_since_when_a_watch_fails_is_told_of_two_looks_at_one_instant_too(acme: Techday) -> None:
    from techday.watches.store import failing_since

    acme.did(
        "watch add UPS --client acme --kind sensor", "watch check ups ok --seen on", "watch check ups fail --seen off"
    )
    acme.did("watch check ups fail --seen off", now=TUESDAY)
    with acme.raw() as db:
        assert failing_since(db, 1) == "2026-11-23T08:14:00Z"
    acme.did("watch check ups ok --seen on", now=TUESDAY)
    with acme.raw() as db:
        assert failing_since(db, 1) is None


def test_the_cause_is_named_only_where_resolving_needs_it(acme: Techday) -> None:
    acme.did("watch add UPS --client acme --kind sensor", "watch check ups fail --seen off")
    assert acme("watch check ups ok --seen on").stderr == snapshot(
        'warning: L1 is still open (techday ticket resolve L1 --fix "…")\n'
    )


# Names


def test_a_name_that_could_not_be_told_from_another_is_refused(acme: Techday) -> None:
    acme.did("client add Bolt", "watch add Nightly --client acme --kind backup")
    acme.did("watch add 'ACME weekly' --client bolt --kind backup")
    assert acme.tell(
        "watch add 'ACME Nightly' --client acme --kind backup",
        "watch add 'acme nightly' --client bolt --kind backup",
        "watch add weekly --client acme --kind backup",
        "watch edit weekly --name 'ACME nightly'",
        "watch edit nightly --name Nightly",
        "watch add 'ACME monthly' --client acme --kind backup",
        "watch add monthly --client acme --kind backup",
    ) == snapshot("""\

$ techday watch add 'ACME Nightly' --client acme --kind backup
2| techday: ACME Nightly of ACME could not be told from Nightly of ACME
2|   techday watch show NAME; or another name
exit 1
$ techday watch add 'acme nightly' --client bolt --kind backup
2| techday: acme nightly of BOLT could not be told from Nightly of ACME
2|   techday watch show NAME; or another name
exit 1
$ techday watch add weekly --client acme --kind backup
2| techday: weekly of ACME could not be told from ACME weekly of BOLT
2|   techday watch show NAME; or another name
exit 1
$ techday watch edit weekly --name 'ACME nightly'
2| techday: ACME nightly of BOLT could not be told from Nightly of ACME
2|   techday watch show NAME; or another name
exit 1
$ techday watch edit nightly --name Nightly
ACME Nightly says so already
$ techday watch add 'ACME monthly' --client acme --kind backup
Added watch ACME monthly (backup, daily)
$ techday watch add monthly --client acme --kind backup
2| techday: monthly of ACME could not be told from ACME monthly of ACME
2|   techday watch show NAME; or another name
exit 1
""")


typed_names = st.lists(st.sampled_from(["AC", "ME", "ACME", "log", "AC-log"]), min_size=1, max_size=3).map(" ".join)


@examples(25)
@given(st.lists(st.tuples(st.sampled_from([1, 2, 3]), typed_names), max_size=8))
def test_every_watch_is_found_by_the_name_in_the_commands_that_are_offered(told: list[tuple[int, str]]) -> None:
    """Watches of three clients, whose names may begin with any client's code; those that are refused are left out."""
    schema = files("techday.database").joinpath("schema.sql").read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema)
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'x', 'write')")
        for number, code in enumerate(("AC", "ME", "ACME"), start=1):
            db.execute(
                "INSERT INTO client (id, code, name, name_key, created_at) VALUES (?, ?, ?, ?, '2026-11-23T08:00:00Z')",
                (number, code, code, code.lower()),
            )
        for client_id, name in told:
            with contextlib.suppress(Refused):
                refuse_taken(db, client_id, name)
                fields = {"client_id": client_id, "name": name, "name_key": fold(name), "kind": "backup"}
                store.insert_watch(db, {**fields, "starts_at": "2026-11-23T08:00:00Z"})
        for one in store.watch_names(db):
            assert find(db, label(one.client, one.name)).id == one.id
            assert find(db, one.name, one.client_id).id == one.id


@pytest.mark.parametrize(
    ("words", "number"),
    [("Nightly --client acme", 1), ("ACME Nightly", 1), ("Nightly full --client acme", 2), ("BOLT Nightly", 3)],
)
def test_the_whole_name_stands_above_a_part_of_another(acme: Techday, words: str, number: int) -> None:
    acme.did("client add Bolt", "watch add Nightly --client acme --kind backup")
    acme.did("watch add Nightly full --client acme --kind backup", "watch add Nightly --client bolt --kind backup")
    assert acme(f"watch show {words} --json").json["watch"]["id"] == number


def test_a_decision_does_not_become_a_failure_by_another_kind(acme: Techday) -> None:
    acme.did("watch add Laptop --client acme --kind approval", "watch add UPS --client acme --kind sensor")
    acme.did("watch edit laptop --kind fix", "watch edit laptop --kind approval")  # nobody has looked yet
    acme.did("watch check laptop fail --by Jo --seen dear", "watch check ups ok --seen on")
    assert acme.tell(
        "watch edit laptop --kind backup", "watch edit ups --kind approval", "watch edit ups --kind backup"
    ) == snapshot("""\

$ techday watch edit laptop --kind backup
2| techday: ACME Laptop was looked at as approval: as backup that would mean another thing
2|   techday watch add NAME --client ACME --kind backup
exit 1
$ techday watch edit ups --kind approval
2| techday: ACME UPS was looked at as sensor: as approval that would mean another thing
2|   techday watch add NAME --client ACME --kind approval
exit 1
$ techday watch edit ups --kind backup
Changed kind of ACME UPS
""")


# Words and widths


def test_what_does_not_apply_is_answered_and_what_was_approved_ahead_has_no_next(acme: Techday) -> None:
    acme.did("watch add UPS --client acme --kind sensor", "watch check ups na")
    acme.did("watch add Laptop --client acme --kind approval --from 2026-12-01")
    assert acme("watch show laptop --json").json["next_due_at"] == "2026-12-01T08:00:00Z"
    acme.did("watch check laptop ok --by Jo --seen cheap")
    assert acme("watch show laptop --json").json["next_due_at"] is None
    assert acme.tell("watch show ups", "watch show laptop") == snapshot("""\

$ techday watch show ups
ACME  UPS
  sensor of Acme
  state    answered: does not apply
  every    daily
  next     Tue 08:00
  since    08:14

  ·············-

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  - na    08:14         nothing said
$ techday watch show laptop
ACME  Laptop
  approval of Acme
  state    approved
  every    once
  since    1 Dec 08:00

  ·············✓

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  ✓ ok    08:14         cheap, by Jo
""")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_page_of_a_watch_fits_however_long_its_words_are(techday: Techday, width: int) -> None:
    name, link = "Conglomerate of everything " * 7, "https://backup.example/" + "path/" * 60
    techday.did(f"client add {name} --code CONGLOMERATE")
    techday.did(
        f"watch add {'Backup of the file server ' * 7} --client conglomerate --kind backup --link {link}"
        f" --note '{'look here ' * 40}' --every FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, range(1, 29)))}"
    )
    techday.did(f"watch pause backup --reason '{'it is moved ' * 30}'")
    techday.did(f"watch check backup ok --seen '{'x' * 300}'")
    shown = techday("watch show backup", COLUMNS=str(width)).stdout
    assert max(map(len, shown.splitlines())) <= width
    assert "Conglomerate of everything" in shown
