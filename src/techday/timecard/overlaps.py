"""What stands in the way of time that is told, and what becomes of it. Pure: entries and spans are given.

No second is told twice: where time is recorded already, new time is refused, or wins and the other gives way. What is
flagged concurrent stands outside of that: it ran beside other work, overlaps nothing, and is paid only where nothing
else is.
"""

from collections.abc import Callable, Sequence

from techday.errors import Refused
from techday.timecard.rules import RUNS_ON, Cut
from techday.timecard.store import EntryRow, about

# How a span is written for people, in their zone: "09:00-10:30", "09:00-running" without an end.
Spell = Callable[[str, str | None], str]

WAYS_ON = "--adjust takes the time out of what is recorded, --concurrent records it beside that"


def in_the_way(entries: Sequence[EntryRow], start: str, end: str | None, itself: int | None = None) -> list[EntryRow]:
    """Give the entries that hold any of the time in `[start, end)`, which is UTC text; without an end it runs on.

    Concurrent entries are in nobody's way, nor is one without a second, nor the entry `itself` that is changed.
    """
    return [
        entry
        for entry in entries
        if entry.id != itself
        and not entry.concurrent
        and max(entry.started_at, start) < min(entry.ended_at or RUNS_ON, end or RUNS_ON)
    ]


def refuse_overlap(entries: Sequence[EntryRow], spell: Spell) -> None:
    """Raise Refused, naming the first of them, where any entries are in the way."""
    if entries:
        first, others = entries[0], len(entries) - 1
        more = f" and {others} more" if others else ""
        raise Refused(f"That overlaps {named(first, spell)} (entry {first.id}){more}", hint=WAYS_ON)


def gave_way_words(cuts: Sequence[Cut], spell: Spell) -> str:
    """Say what gave way: "L3 09:00-12:00 became 09:00-10:00 and 10:30-12:00"; "" where nothing did."""
    return "; ".join(
        f"{named(cut.entry, spell)} "
        + (f"became {' and '.join(spell(*part) for part in cut.parts)}" if cut.parts else "is gone")
        for cut in cuts
    )


def named(entry: EntryRow, spell: Spell) -> str:
    """Name an entry in the middle of a sentence: "L3 09:00-12:00"."""
    return f"{about(entry)} {spell(entry.started_at, entry.ended_at)}"
