"""The wall around a submitted time card, at the level of rows: whoever writes, the store itself refuses.

Commands refuse before, in words; these triggers are for what comes past them: undo, import, a mistake, another program.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from techday.database.connection import FROZEN_MESSAGE
from techday.errors import Refused
from tests.conftest import Techday
from tests.database.stores import dump
from tests.database.test_journal import Desk

OPEN, SUBMITTED, APPROVED = 1, 2, 3
FROZEN = (SUBMITTED, APPROVED)
FREE_ENTRY = 9

CARDS = (
    "INSERT INTO time_card (id, week, part, state, first_day, last_day) VALUES"
    " (1, '2026-W48', 1, 'open', '2026-11-23', '2026-11-29'),"
    " (2, '2026-W47', 1, 'open', '2026-11-16', '2026-11-22'),"
    " (3, '2026-W46', 1, 'open', '2026-11-09', '2026-11-15')"
)
# An entry of each card has the card's number; the ninth is on none.
ENTRIES = (
    "INSERT INTO time_entry (id, started_at, ended_at, work_type, card_id) VALUES"
    " (1, '2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', 'remote', 1),"
    " (2, '2026-11-16T08:00:00Z', '2026-11-16T09:00:00Z', 'remote', 2),"
    " (3, '2026-11-09T08:00:00Z', '2026-11-09T09:00:00Z', 'remote', 3),"
    " (9, '2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z', 'remote', NULL)"
)
LINES = (
    "INSERT INTO card_line (id, card_id, entry_id, day, started_at, ended_at, seconds, paid_seconds, billed_seconds,"
    " work_type) SELECT id, card_id, id, substr(started_at, 1, 10), started_at, ended_at, 3600, 3600, 3600, work_type"
    " FROM time_entry WHERE card_id IS NOT NULL"
)
SUBMIT = "UPDATE time_card SET state = 'submitted', submitted_at = '2026-11-20T16:40:00Z', digest = 'd' WHERE id = "
APPROVE = "UPDATE time_card SET state = 'approved', decided_at = '2026-11-21T09:00:00Z', decided_by = 'Kim' WHERE id = "

RELEASE = {
    "open": "UPDATE time_card SET state = 'open', digest = '', reason = 'x' WHERE id = C",
    "rejected": "UPDATE time_card SET state = 'rejected', digest = '', reason = 'x' WHERE id = C",
}

# What somebody could try on card C, which has entry C and line C.
ATTEMPTS = {
    "change an entry": "UPDATE time_entry SET ended_at = '2026-11-30T12:00:00Z' WHERE id = C",
    "change the note of an entry": "UPDATE time_entry SET note = 'x' WHERE id = C",
    "move an entry to a ticket": "UPDATE time_entry SET ticket_id = NULL WHERE id = C",
    "take an entry off": "UPDATE time_entry SET card_id = NULL WHERE id = C",
    "move an entry to an open card": "UPDATE time_entry SET card_id = 1 WHERE id = C",
    "delete an entry": "DELETE FROM time_entry WHERE id = C",
    "put a free entry on": "UPDATE time_entry SET card_id = C WHERE id = 9",
    "write a new entry on": (
        "INSERT INTO time_entry (started_at, ended_at, work_type, card_id)"
        " VALUES ('2026-11-16T10:00:00Z', '2026-11-16T11:00:00Z', 'remote', C)"
    ),
    "change a line": "UPDATE card_line SET billed_seconds = 7200 WHERE id = C",
    "move a line to an open card": "UPDATE card_line SET card_id = 1 WHERE id = C",
    "delete a line": "DELETE FROM card_line WHERE id = C",
    "add a line": (
        "INSERT INTO card_line (card_id, entry_id, day, started_at, ended_at, seconds, paid_seconds, billed_seconds,"
        " work_type) VALUES (C, 9, '2026-11-16', '', '', 1, 1, 1, 'remote')"
    ),
    "change the digest": "UPDATE time_card SET digest = 'other' WHERE id = C",
    "change the week": "UPDATE time_card SET week = '2026-W01' WHERE id = C",
    "change the part": "UPDATE time_card SET part = 2 WHERE id = C",
    "change when it was submitted": "UPDATE time_card SET submitted_at = '2026-11-27T16:40:00Z' WHERE id = C",
    "delete the card": "DELETE FROM time_card WHERE id = C",
    "delete everything": "DELETE FROM time_entry",
    "shift all of the time": "UPDATE time_entry SET started_at = '2026-01-01T08:00:00Z'",
}


def on(card: int, attempt: str) -> str:
    """Give an attempt as it is made on a card."""
    return attempt.replace("= C", f"= {card}").replace("(C,", f"({card},").replace(", C)", f", {card})")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk with an open card, a submitted one and an approved one."""
    desk = Desk(tmp_path / "techday.db")
    with contextlib.closing(desk.db):
        desk.write("Worked", CARDS, ENTRIES)
        desk.write("Submitted two", LINES, f"{SUBMIT} 2", f"{SUBMIT} 3")
        desk.write("Approved one", f"{APPROVE} 3")
        yield desk


def contents(desk: Desk) -> list[list[tuple[object, ...]]]:
    """Give all that is on cards."""
    tables = ("time_card", "time_entry", "card_line")
    return [desk.db.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]  # noqa: S608  # as named here


@pytest.mark.parametrize("card", FROZEN, ids=["submitted", "approved"])
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_nothing_of_a_frozen_card_can_be_changed(desk: Desk, card: int, attempt: str) -> None:
    before = contents(desk)

    with pytest.raises(sqlite3.IntegrityError, match=FROZEN_MESSAGE):
        desk.write("Tampered", on(card, attempt))
    assert contents(desk) == before


# A line points to its entry, and both to the card: how these go is told below.
TO_ONE_ROW = [
    name for name in ATTEMPTS if not name.startswith(("delete an entry", "delete the", "delete every", "shift"))
]


@pytest.mark.parametrize("name", TO_ONE_ROW)
def test_the_same_can_be_done_to_a_card_that_is_open(desk: Desk, name: str) -> None:
    """Else the wall would stand in everybody's way."""
    desk.write("Worked on", on(OPEN, ATTEMPTS[name]))


def test_a_card_that_was_never_submitted_can_go_with_all_that_is_on_it(desk: Desk) -> None:
    line, entry, card = (on(OPEN, ATTEMPTS[name]) for name in ("delete a line", "delete an entry", "delete the card"))
    desk.write("Gone", line, entry, card)

    assert desk.db.execute("SELECT count(*) FROM time_card").fetchone() == (2,)


def test_entries_that_are_on_no_card_change_as_ever(desk: Desk) -> None:
    desk.write("Edited", "UPDATE time_entry SET note = 'x' WHERE id = 9")
    desk.write("Deleted", "DELETE FROM time_entry WHERE id = 9")
    desk.write("Logged", "INSERT INTO time_entry (started_at, work_type) VALUES ('2026-11-18T08:00:00Z', 'remote')")


@pytest.mark.parametrize("state", RELEASE)
@pytest.mark.parametrize("card", FROZEN, ids=["submitted", "approved"])
def test_a_card_is_taken_back_state_first_then_its_lines_then_its_entries(desk: Desk, card: int, state: str) -> None:
    desk.write(
        "Took it back",
        on(card, RELEASE[state]),
        on(card, "DELETE FROM card_line WHERE card_id = C"),
        on(card, "UPDATE time_entry SET card_id = NULL WHERE card_id = C"),
    )

    desk.write("Edited", on(card, ATTEMPTS["change the note of an entry"]))
    assert desk.db.execute("SELECT count(*) FROM card_line WHERE card_id = ?", (card,)).fetchone() == (0,)


@pytest.mark.parametrize("card", FROZEN, ids=["submitted", "approved"])
def test_in_any_other_order_it_is_refused_whole(desk: Desk, card: int) -> None:
    before = contents(desk)

    with pytest.raises(sqlite3.IntegrityError, match=FROZEN_MESSAGE):
        desk.write(
            "Took it back",
            on(card, "DELETE FROM card_line WHERE card_id = C"),
            on(card, "UPDATE time_card SET state = 'open' WHERE id = C"),
        )
    assert contents(desk) == before


def test_approving_touches_no_line_and_may_be_written_over_a_submitted_card(desk: Desk) -> None:
    desk.write("Approved", f"{APPROVE} 2")

    assert desk.db.execute("SELECT state, decided_by, digest FROM time_card WHERE id = 2").fetchone() == (
        "approved",
        "Kim",
        "d",
    )


def test_an_undo_of_work_that_was_submitted_since_is_refused_and_names_who_froze_it(desk: Desk) -> None:
    worked = desk.write(
        "Logged 1h",
        "INSERT INTO time_entry (id, started_at, ended_at, work_type)"
        " VALUES (20, '2026-11-02T08:00:00Z', '2026-11-02T09:00:00Z', 'remote')",
    )
    submitted = desk.write(
        "Submitted 2026-W45",
        "INSERT INTO time_card (id, week, part, state, first_day, last_day)"
        " VALUES (4, '2026-W45', 1, 'open', '2026-11-02', '2026-11-08')",
        "UPDATE time_entry SET card_id = 4 WHERE id = 20",
        f"{SUBMIT} 4",
    )
    before = contents(desk)

    with pytest.raises(Refused, match=r"Logged 1h\): changed since by \d+ \(Submitted 2026-W45\)") as refused:
        desk.undo(worked)
    assert refused.value.hint == f"techday undo {submitted} first"
    assert contents(desk) == before


def test_an_undo_that_the_journal_would_allow_still_meets_the_wall(desk: Desk) -> None:
    """The card was frozen past the journal, so no later operation is known to have touched the entry."""
    edited = desk.write("Edited", "UPDATE time_entry SET note = 'x' WHERE id = 1")
    desk.db.execute("DROP TRIGGER time_card_updated")
    desk.db.execute(f"{SUBMIT} 1")
    before = contents(desk)

    with pytest.raises(Refused, match="Cannot take back"):
        desk.undo(edited)
    assert contents(desk) == before


@pytest.mark.parametrize("undone", ["undo", "undo 2", "undo 3"], ids=["the submission", "a log", "an edit"])
def test_undo_names_the_verb_that_takes_a_submitted_card_back(techday: Techday, undone: str) -> None:
    techday.did(
        "client add Acme",
        "timecard log 8:00-9:00 --date 2026-11-16 --client acme --note restarted",
        "timecard edit 1 --note reinstalled",
        "timecard submit 2026-W47 --accept-warnings",
    )
    before = dump(techday.store)
    refused = techday(undone)

    assert (refused.exit, refused.stdout) == (1, "")
    assert "techday timecard recall 2026-W47" in refused.stderr
    assert dump(techday.store) == before

    techday.did("timecard recall 2026-W47", "timecard edit 1 --note restored", "undo")
