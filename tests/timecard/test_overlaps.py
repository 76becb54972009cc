"""No second is told twice: new time is refused, or what is recorded gives way, and nothing else of it is lost."""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import from_text, to_text
from techday.errors import Refused
from techday.timecard.overlaps import gave_way_words, in_the_way, refuse_overlap
from techday.timecard.rules import carve
from techday.timecard.store import EntryRow
from tests.conftest import Techday, examples
from tests.database.stores import dump

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def at(minutes: int) -> str:
    """Give an instant so many minutes after nine, as stored."""
    return to_text(NINE + timedelta(minutes=minutes))


def entry(start: int, end: int | None, number: int = 1, concurrent: int = 0) -> EntryRow:
    """Give an entry on L3 from minute to minute after nine; one without an end runs."""
    return EntryRow(
        id=number,
        started_at=at(start),
        ended_at=None if end is None else at(end),
        ticket_id=3,
        ticket="L3",
        title="Mail is down",
        client_id=None,
        client=None,
        client_billable=1,
        work_type="remote",
        note="",
        internal_note="",
        billable=None,
        recorded_at="",
        guessed=0,
        concurrent=concurrent,
        card_id=None,
        frozen=0,
        expected_end=None,
        meeting_id=None,
    )


def spell(start: str, end: str | None) -> str:
    """Write a span as clocks of UTC."""
    return f"{start[11:16]}-{end[11:16] if end else 'running'}"


@pytest.mark.parametrize(
    ("what", "recorded", "start", "end", "is_met"),
    [
        ("its tail", (0, 60), 50, 70, True),
        ("its head", (0, 60), -10, 10, True),
        ("within it", (0, 60), 20, 30, True),
        ("around it", (0, 60), -10, 70, True),
        ("right before it", (0, 60), -10, 0, False),
        ("right after it", (0, 60), 60, 70, False),
        ("within what runs", (0, None), 20, 30, True),
        ("before what runs", (0, None), -10, 0, False),
        ("running on, before it", (0, 60), -10, None, True),
        ("running on, after it", (0, 60), 60, None, False),
        ("over an entry without a second", (30, 30), 0, 60, False),
    ],
)
def test_what_is_in_the_way(
    what: str, recorded: tuple[int, int | None], start: int, end: int | None, is_met: bool
) -> None:
    found = in_the_way([entry(*recorded)], at(start), None if end is None else at(end))
    assert bool(found) == is_met, what


def test_nothing_is_in_its_own_way_and_what_ran_beside_is_in_nobody_s() -> None:
    recorded = [entry(0, 60, number=1), entry(0, 60, number=2, concurrent=1)]
    assert in_the_way(recorded, at(0), at(60), itself=1) == []


def test_a_refusal_names_the_first_entry_and_both_ways_on() -> None:
    with pytest.raises(Refused, match=r"That overlaps L3 09:00-10:00 \(entry 1\) and 1 more") as refusal:
        refuse_overlap([entry(0, 60), entry(60, 90, number=2)], spell)
    assert "--adjust" in refusal.value.hint
    assert "--concurrent" in refusal.value.hint


@pytest.mark.parametrize(
    ("recorded", "start", "end", "words"),
    [
        ((0, 180), 60, 90, "L3 09:00-12:00 became 09:00-10:00 and 10:30-12:00"),
        ((0, 180), 150, 200, "L3 09:00-12:00 became 09:00-11:30"),
        ((0, 180), -30, 30, "L3 09:00-12:00 became 09:30-12:00"),
        ((0, 180), 0, 180, "L3 09:00-12:00 is gone"),
        ((0, None), 60, 90, "L3 09:00-running became 09:00-10:00 and 10:30-running"),
    ],
)
def test_what_gave_way_is_said(recorded: tuple[int, int | None], start: int, end: int, words: str) -> None:
    assert gave_way_words(carve([entry(*recorded)], at(start), at(end)), spell) == words


# A night around the border of two weeks, at whose end somebody tells of it; the timer runs for its last ten minutes.
EVENING = datetime(2026, 11, 29, 20, tzinfo=UTC)
MINUTES = 16 * 60
NOON = EVENING + timedelta(minutes=MINUTES)
STEP = 10

moments = st.integers(0, MINUTES // STEP)
spans = st.tuples(moments, moments).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: (min(pair), max(pair)))
picks = st.integers(0, 9)


class Word(NamedTuple):
    """One thing that is told: its kind, a span in steps after the evening, and which of the entries is meant."""

    kind: str
    span: tuple[int, int]
    pick: int


words = st.builds(Word, st.sampled_from(["log", "log", "log", "concurrent", "edit", "split", "delete"]), spans, picks)


class Recorded(NamedTuple):
    """An entry as the store has it, in minutes after the evening; what runs ends with the night."""

    id: int
    start: int
    end: int
    concurrent: int

    @property
    def minutes(self) -> set[int]:
        """The minutes that it holds."""
        return set(range(self.start, self.end))


class Night:
    """A technician's techday in which a night is told."""

    def __init__(self, home: Path) -> None:
        self.techday = Techday(home)
        self.techday.did("add Mail is down")
        self.techday.did("start meeting", now=to_text(NOON - timedelta(minutes=10)))

    def entries(self) -> list[Recorded]:
        """Give what is recorded, in order."""
        with self.techday.raw() as db:
            sql = "SELECT id, started_at, ended_at, concurrent FROM time_entry ORDER BY started_at, id"
            return [
                Recorded(number, minute(start), minute(end or to_text(NOON)), concurrent)
                for number, start, end, concurrent in db.execute(sql)
            ]

    def worked(self) -> set[int]:
        """Give the minutes of all entries that are not concurrent."""
        return {one for entry in self.entries() if not entry.concurrent for one in entry.minutes}

    def tell(self, word: Word) -> set[int]:
        """Do one thing, which may be refused, and give the minutes that must be worked after it."""
        start, end = word.span
        told = set(range(start * STEP, end * STEP))
        worked, entries = self.worked(), self.entries()
        if word.kind == "log":
            assert self.did(f"timecard log {clock(start)} to {clock(end)} --adjust --ticket 1")
            return worked | told
        if word.kind == "concurrent":
            assert self.did(f"timecard log {clock(start)} to {clock(end)} --concurrent")
            return worked
        if not entries:
            return worked
        one = entries[word.pick % len(entries)]
        others = {now for entry in entries if entry != one and not entry.concurrent for now in entry.minutes}
        if word.kind == "delete":
            assert self.did(f"timecard delete {one.id}")
            return others
        if word.kind == "split":
            is_inside = one.start < start * STEP < one.end
            assert self.did(f"timecard split {one.id} {clock(start)}") == is_inside
            return worked
        assert self.did(f"timecard edit {one.id} --start {clock(start)} --end {clock(end)} --adjust")
        return others if one.concurrent else others | told

    def did(self, command: str) -> bool:
        """Run a command at noon and tell whether it was done; it may be refused, but it never breaks."""
        result = self.techday(command, now=to_text(NOON))
        assert result.exit in (0, 1), result
        return result.exit == 0


def minute(text: str) -> int:
    """Give the minute after the evening of an instant, which is whole."""
    seconds = (from_text(text) - EVENING).total_seconds()
    assert seconds % 60 == 0
    return int(seconds // 60)


def clock(step: int) -> str:
    """Give an instant as it may be typed, so many steps after the evening."""
    return to_text(EVENING + timedelta(minutes=step * STEP))


@examples(5)
@given(st.lists(words, min_size=1, max_size=6))
def test_whatever_is_told_no_minute_is_lost_or_worked_twice(commands: list[Word]) -> None:
    with tempfile.TemporaryDirectory() as home:
        night = Night(Path(home))
        for command in commands:
            before = dump(night.techday.store)
            expected = night.tell(command)
            assert night.worked() == expected

            in_turn = [entry for entry in night.entries() if not entry.concurrent]
            # What was told up to now leaves a timer that has only just gone on.
            assert all(one.start < one.end or one.start == MINUTES for one in in_turn)
            assert all(one.end <= other.start for one, other in pairwise(in_turn))

            after = dump(night.techday.store)
            if after != before:
                assert night.did("undo")
                assert dump(night.techday.store) == before
                assert night.did("redo")
                assert dump(night.techday.store) == after
