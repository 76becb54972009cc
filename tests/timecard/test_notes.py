"""The client's note of an entry: by default what the client was told meanwhile."""

import contextlib
import sqlite3
from collections.abc import Callable

import pytest

from techday.database.connection import connect
from techday.timecard.notes import MEETINGS, SAID, default_note, said_during
from techday.timecard.store import EntryRow, entries_between
from tests.conftest import Techday

EIGHT, NINE, TEN, ELEVEN = (f"2026-11-23T{hour:02d}:00:00Z" for hour in (8, 9, 10, 11))
Said = Callable[[], list[str]]


@pytest.fixture
def said(techday: Techday) -> Said:
    """Give what was said during each entry of the day, in the order of the entries; "" where nothing was."""

    def notes() -> list[str]:
        with contextlib.closing(connect(techday.store)) as db:
            entries = today(db)
            found = said_during(db, entries, ELEVEN)
        return [found.get(entry.id, "") for entry in entries]

    return notes


def today(db: sqlite3.Connection) -> list[EntryRow]:
    """Give the entries of the day on which these stories happen."""
    return entries_between(db, "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z")


def test_the_words_of_an_entry_stand_in_the_order_in_which_they_were_said(techday: Techday, said: Said) -> None:
    techday.did("add Mail is down", "add VPN is slow", now=EIGHT)
    techday.did("start 1", now=NINE)
    techday.did("reply 1 Looking at the mail server", now="2026-11-23T09:10:00Z")
    techday.did("reply 1 Restarted it", now="2026-11-23T09:20:00Z")
    techday.did("start 2", now=TEN)
    techday.did("reply 1 Still fine", now="2026-11-23T10:10:00Z")

    assert said() == ["Looking at the mail server; Restarted it", ""]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-11-23T08:59:59Z", False),
        (NINE, True),
        (TEN, True),
        ("2026-11-23T10:00:01Z", False),
    ],
)
def test_a_word_at_the_very_start_or_end_belongs_to_the_entry(
    techday: Techday, said: Said, at: str, counts: bool
) -> None:
    techday.did("add Mail is down", now=EIGHT)
    techday.did("start 1", now=NINE)
    techday.did("stop", now=TEN)
    techday.did(f"reply 1 Restarted --at {at}", now=ELEVEN)

    assert said() == ["Restarted" if counts else ""]


def test_an_entry_that_runs_has_the_words_up_to_now(techday: Techday, said: Said) -> None:
    techday.did("add Mail is down", now=EIGHT)
    techday.did("start 1", now=NINE)
    techday.did("reply 1 Restarted", now=TEN)
    techday.did("reply 1 All is well", now="2026-11-23T12:00:00Z")

    assert said() == ["Restarted"]


def test_words_on_what_was_merged_are_words_on_the_ticket(techday: Techday, said: Said) -> None:
    techday.did("add Mail is down", "add Outlook asks for a password", now=EIGHT)
    techday.did("start 1", now=NINE)
    techday.did("reply 2 We know of it", now="2026-11-23T09:10:00Z")
    techday.did("reply 1 Restarted", now="2026-11-23T09:20:00Z")
    techday.did("start 2", now=TEN)
    techday.did("reply 1 It is back", now="2026-11-23T10:30:00Z")
    techday.did("ticket merge 2 1", now=ELEVEN)

    assert said() == ["We know of it; Restarted", "It is back"]


def test_what_is_not_for_the_client_is_left_out(techday: Techday, said: Said) -> None:
    techday.did("add Mail is down", now=EIGHT)
    techday.did("start 1", now=NINE)
    techday.did("ticket note 1 Their admin broke it", "ticket heard 1 It is down again", now="2026-11-23T09:10:00Z")
    techday.did("start meeting", now=TEN)
    imported = (1, "2026-11-23T09:30:00Z", "reply", 1, 1, "Said in the help desk")
    kept_inside = (1, "2026-11-23T09:30:00Z", "reply", 0, 0, "Not sent")
    silent = (1, "2026-11-23T09:30:00Z", "reply", 1, 0, "")
    invisible = (1, "2026-11-23T09:30:00Z", "reply", 1, 0, "\u200b\u2060")
    with techday.raw() as db:
        for event in (imported, kept_inside, silent, invisible):
            db.execute(
                "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public, imported, detail, text)"
                " VALUES (?1, ?2, ?2, ?3, ?4, ?5, '', ?6)",
                event,
            )

    assert said() == ["", ""]


@pytest.mark.parametrize(
    ("started", "words"),
    [
        ("meeting start monday", "Monday meeting"),
        ("meeting start start", "Start of shift meeting"),
        ("meeting start end", "End of shift meeting"),
        ("meeting start other", ""),
        ("meeting start other --title 'Vendor call'", "Vendor call"),
        ("meeting start monday --title 'Vendor call'", "Monday meeting: Vendor call"),
        ("start meeting", ""),
    ],
)
def test_the_time_of_a_meeting_says_which_one_it_was(techday: Techday, said: Said, started: str, words: str) -> None:
    techday.did(started, now=NINE)

    assert said() == [words]


def test_what_goes_on_with_a_meeting_is_that_meeting_and_what_was_moved_to_a_ticket_is_not(
    techday: Techday, said: Said
) -> None:
    techday.did("add Mail is down", now=EIGHT)
    techday.did("meeting start monday", now=NINE)
    techday.did("start 1", now="2026-11-23T09:10:00Z")
    techday.did("back", now="2026-11-23T09:15:00Z")
    techday.did("stop", now=TEN)
    assert said() == ["Monday meeting", "", "Monday meeting"]

    techday.did("timecard move 3 1", now=TEN)
    assert said() == ["Monday meeting", "", ""]


def test_the_card_its_papers_and_scripts_have_the_words_of_a_meeting_unless_a_note_was_typed(
    techday: Techday,
) -> None:
    techday.did("meeting start monday", now=NINE)
    techday.did("stop", now="2026-11-23T09:19:00Z")

    assert "19m  meeting          Monday meeting  nb" in techday("timecard day", now=TEN).stdout
    (entry,) = techday("timecard --json", now=TEN).json["entries"]
    assert (entry["note"], entry["own_note"]) == ("Monday meeting", False)
    for form in ("html", "csv", "md"):
        assert "Monday meeting" in techday(f"timecard export --format {form} --out -", now=TEN).stdout

    techday.did("timecard edit 1 --note 'Plans for the week'", now=TEN)
    assert "Plans for the week" in techday("timecard day", now=TEN).stdout
    assert "Monday meeting" not in techday("timecard day", now=TEN).stdout


def test_long_and_hostile_words_become_one_short_safe_line(techday: Techday, said: Said) -> None:
    techday.did("add Mail is down", now=EIGHT)
    techday.did("start 1", "reply 1 hello", now=NINE)
    with techday.raw() as db:
        db.execute("UPDATE ticket_event SET text = ? WHERE kind = 'reply'", ("\x1b[31mone\r\ntwo\u202e " + "x" * 900,))

    (note,) = said()
    assert note.startswith("one two xxx")
    assert note.endswith("x…")
    assert len(note) == 500
    assert note.isprintable()


def test_nothing_is_asked_of_the_store_where_no_entry_has_a_ticket(techday: Techday) -> None:
    techday.did("start meeting", now=NINE)
    with contextlib.closing(connect(techday.store)) as db:
        entries = today(db)
        asked: list[str] = []
        db.set_trace_callback(asked.append)

        assert said_during(db, entries, TEN) == {}
        assert asked == []


def test_the_words_of_many_entries_take_one_query_that_reads_only_their_own_events(techday: Techday) -> None:
    techday.did("add Mail is down")
    with contextlib.closing(connect(techday.store)) as db:
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {SAID}", {"entries": "[]"})]

    assert [step for step in steps if " ticket" in step] == [
        "SEARCH ticket_event USING INDEX ticket_event_clocks (ticket_id=? AND at>? AND at<?)",
        "SEARCH ticket USING COVERING INDEX ticket_merged_into (merged_into=?)",
    ]


def test_the_names_of_meetings_are_found_by_their_numbers(techday: Techday) -> None:
    techday.did("add Mail is down")
    with contextlib.closing(connect(techday.store)) as db:
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {MEETINGS}", {"entries": "[]"})]

    assert [step for step in steps if " meeting" in step] == ["SEARCH meeting USING INTEGER PRIMARY KEY (rowid=?)"]


@pytest.mark.parametrize(
    ("words", "title", "note"),
    [
        ("Restarted", "Mail is down", "Restarted"),
        ("", "Mail is down", "Mail is down"),
        ("", None, ""),
        ("", "", ""),
    ],
)
def test_the_note_is_what_was_said_else_the_title(words: str, title: str | None, note: str) -> None:
    assert default_note(words, title) == note
