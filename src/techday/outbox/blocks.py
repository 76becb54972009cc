"""What is owed to the PSA as blocks of text, ready to be pasted: one for each ticket, in the technician's own form.

The form is three templates: the head of a ticket, a time entry, and words. They are filled as those of messages are: a
line of which nothing is known is left out. What the PSA was told before, and is no longer so, is said above the item.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.cards.views import EntryView
from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.core.text import clean_block, clean_line
from techday.messages.rules import Filling, Unknown, without_gaps
from techday.outbox.store import ItemRow
from techday.settings import Outbox

HEAD = "$reference $client: $title"
TIME = "$date $start-$end  $hours h ($duration), billed $billed h, $type, $billable\n$note\nInternal: $internal"
WORDS = "$date $time  $kind: $text"
ABOUT_TICKET = ("reference", "client", "title")
PLACEHOLDERS = {
    "head": ABOUT_TICKET,
    "time": (
        *("date", "start", "end", "hours", "duration", "billed", "type", "billable", "note", "internal"),
        *ABOUT_TICKET,
    ),
    "words": ("date", "time", "kind", "text", *ABOUT_TICKET),
}
KINDS = {
    "reply": "Reply to the client",
    "note": "Note",
    "fix": "Fix",
    "time": "Time",
    "acknowledgement": "Acknowledged",
    "decline": "Declined",
    "request": "Request",
    "submission": "Submission",
}
# How a request begins that is taken back.
WITHDRAWN = "Withdrawn: "
LONGEST_WAS = 200
LONGEST_TITLE = 200


class Item(NamedTuple):
    """Something owed, as scripts read it; `seconds` to `internal_note` are those of a time entry, None for all else.

    `at` is when it happened, `note` the client's note as the time card has it. `was` says what the PSA was told, where
    that is no longer so.
    """

    id: int
    kind: str
    state: str
    at: datetime
    seconds: int | None
    started_at: datetime | None
    ended_at: datetime | None
    work_type: str | None
    billable: bool | None
    billed_seconds: int | None
    note: str | None
    internal_note: str | None
    text: str | None
    was: str | None
    told_at: datetime | None


class Block(NamedTuple):
    """What is owed of a ticket, None for what belongs to none: its head, and each item with its part of the text."""

    ticket: str | None
    client: str | None
    title: str | None
    head: str
    items: Sequence[Item]
    parts: Sequence[str]

    @property
    def text(self) -> str:
        """The block as it is pasted."""
        return "\n".join([*([self.head] if self.head else []), *self.parts])


class Told(NamedTuple):
    """What the PSA was told before of a time entry: UTC text, and the words as they were written then."""

    started_at: str
    ended_at: str
    ticket_id: int | None
    work_type: str
    note: str
    billable: int | None
    internal_note: str


class Writer:
    """Writes blocks in the form that the settings have, in the technician's zone.

    `unknown` collects the placeholders that nobody knows, with the template in which they stand ("time").
    """

    def __init__(self, form: Outbox, zone: tzinfo) -> None:
        self.form = form
        self.zone = zone
        self.unknown: dict[tuple[str, Unknown], None] = {}

    def blocks(self, rows: Iterable[ItemRow], entries: Mapping[int, EntryView]) -> list[Block]:
        """Give the blocks of items, the ticket with the oldest first; what has no ticket comes last.

        `entries` has the time entries of the items by number, as the time card has them.
        """
        by_ticket: dict[int | None, list[ItemRow]] = {}
        for row in sorted(rows, key=lambda row: (row.ticket_id is None, row.at, row.id)):
            by_ticket.setdefault(row.ticket_id, []).append(row)
        return [self.block(group, entries) for group in by_ticket.values()]

    def block(self, rows: Sequence[ItemRow], entries: Mapping[int, EntryView]) -> Block:
        """Give the block of the items of one ticket."""
        first = rows[0]
        about = {
            "reference": clean_line(first.ticket or ""),
            "client": clean_line(first.client_name or ""),
            "title": clean_line(first.title or "", LONGEST_TITLE),
        }
        items = [item_of(row, entries.get(row.entry_id or 0), self.zone) for row in rows]
        parts = [self.part(item, about) for item in items]
        head = self.filled("head", self.form.head, HEAD, about) if first.ticket else ""
        return Block(first.ticket, first.client, first.title, head, items, parts)

    def part(self, item: Item, about: Mapping[str, str]) -> str:
        """Give the text of one item."""
        if item.state == "removed":
            return f"take back: {item.was}"
        if item.kind == "time":
            text = self.filled("time", self.form.time, TIME, {**self.time_values(item), **about})
        else:
            text = self.filled("words", self.form.words, WORDS, {**self.words_values(item), **about})
        return f"changed since it was told: was {item.was}\n{text}" if item.state == "changed" else text

    def time_values(self, item: Item) -> dict[str, str]:
        """Give the values of a time entry by placeholder."""
        assert item.started_at is not None and item.ended_at is not None  # noqa: S101  # owed once it has ended
        seconds = item.seconds or 0
        return {
            "date": day_of(item.started_at, self.zone),
            **dict(zip(("start", "end"), clocks(item.started_at, item.ended_at, self.zone), strict=True)),
            "hours": decimal_hours(seconds),
            "duration": show_duration(seconds),
            "billed": decimal_hours(item.billed_seconds or 0),
            "type": clean_line(item.work_type or ""),
            "billable": "billable" if item.billable else "not billable",
            "note": clean_block(item.note or "").strip(),
            "internal": clean_block(item.internal_note or "").strip(),
        }

    def words_values(self, item: Item) -> dict[str, str]:
        """Give the values of words by placeholder."""
        kind, text = KINDS[item.kind], clean_block(item.text or "").strip()
        if item.kind == "request" and text.startswith(WITHDRAWN):
            kind, _, text = text.partition(": ")  # no request, but that one is taken back
        return {"date": day_of(item.at, self.zone), "time": clock_of(item.at, self.zone), "kind": kind, "text": text}

    def filled(self, name: str, template: str, built_in: str, values: Mapping[str, str]) -> str:
        """Fill a template; where it is empty, or says nothing with these values, the built-in one speaks."""
        for text in (template, built_in):
            filling = Filling(values)
            lines = [filling.line(line, number) for number, line in enumerate(text.split("\n"), 1)]
            self.unknown.update(dict.fromkeys((name, one) for one in filling.unknown))
            block = clean_block("\n".join(without_gaps(line for line in lines if line is not None)))
            if block.strip():
                break
        return block


def item_of(row: ItemRow, entry: EntryView | None, zone: tzinfo) -> Item:
    """Give an item as scripts read it; `entry` is its time entry as the time card has it, None where there is none."""
    seconds = None
    if row.started_at and row.ended_at:
        seconds = int((from_text(row.ended_at) - from_text(row.started_at)).total_seconds())
    return Item(
        id=row.id,
        kind=row.kind,
        state=row.state,
        at=from_text(row.at),
        seconds=seconds,
        started_at=from_text(row.started_at) if row.started_at else None,
        ended_at=from_text(row.ended_at) if row.ended_at else None,
        work_type=row.work_type,
        billable=entry.billable if entry else None,
        billed_seconds=entry.billed_seconds if entry else None,
        note=(entry.note if entry else row.note) or None,
        internal_note=row.internal_note or None,
        text=row.text or None,
        was=was(row, zone) if row.state in ("changed", "removed") else None,
        told_at=from_text(row.told_at) if row.told_at else None,
    )


def was(row: ItemRow, zone: tzinfo) -> str:
    """Say what the PSA was told of an item: of time that changed only what is different now."""
    if row.kind != "time":
        return clean_line(row.told, LONGEST_WAS) or "told without words"
    told = told_of(row.told)
    start, end = from_text(told.started_at), from_text(told.ended_at)
    day, (begun, ended) = day_of(start, zone), clocks(start, end, zone)
    if row.started_at is None:
        length = show_duration(int((end - start).total_seconds()))
        note = f": {clean_line(told.note, LONGEST_WAS)}" if told.note else ""
        return f"{day} {begun}-{ended}, {length}, {clean_line(told.work_type)}{note}"
    moved = (told.started_at, told.ended_at) != (row.started_at, row.ended_at)
    same_day = day == day_of(from_text(row.started_at), zone)
    differences = [
        *([f"{begun}-{ended}" if same_day else f"{day} {begun}-{ended}"] if moved else []),
        *([clean_line(told.work_type)] if told.work_type != row.work_type else []),
        *([BILLABLE[told.billable]] if told.billable != row.billable else []),
        *([noted("note", told.note)] if told.note != row.note else []),
        *([noted("internal note", told.internal_note)] if told.internal_note != row.internal_note else []),
    ]
    return ", ".join(differences) or "otherwise"


BILLABLE = {None: "billable by its type", 0: "not billable", 1: "billable"}


def told_of(text: str) -> Told:
    """Read what the PSA was told of a time entry, as the store keeps it (JSON)."""
    import json  # only for what changed since

    return Told(*json.loads(text))


def noted(what: str, text: str) -> str:
    """Say a note as it was told, or that there was none."""
    return f'{what} "{clean_line(text, LONGEST_WAS)}"' if text else f"no {what}"


def clocks(start: datetime, end: datetime, zone: tzinfo) -> tuple[str, str]:
    """Give start and end of an entry as local times; an end on another day says which."""
    ended = clock_of(end, zone)
    return clock_of(start, zone), ended if day_of(start, zone) == day_of(end, zone) else f"{day_of(end, zone)} {ended}"


def day_of(at: datetime, zone: tzinfo) -> str:
    """Give the local date of an instant: `2026-11-23`."""
    return at.astimezone(zone).date().isoformat()


def clock_of(at: datetime, zone: tzinfo) -> str:
    """Give the local time of an instant: `09:05`."""
    return at.astimezone(zone).strftime("%H:%M")


def decimal_hours(seconds: int) -> str:
    """Give seconds as decimal hours with two places, the nearest, half up: 5400 is `1.50`.  In integers."""
    hundredths = (seconds + 18) // 36
    return f"{hundredths // 100}.{hundredths % 100:02}"


def seconds_of(items: Iterable[Item]) -> int:
    """Give the seconds of the time entries among some items."""
    return sum(item.seconds or 0 for item in items)
