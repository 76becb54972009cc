"""What `fix` walks through: of all that review finds, what one answer can settle, in order of time. Pure.

A step is a finding with its span, so that a gap can be filled exactly; with it go the keys that answer it. A short
day, a late entry or a long day is looked at in review: no key makes such a thing right.
"""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.cards.gaps import gap_command
from techday.cards.views import CardView, EntryView, Finding, GapView
from techday.core.intervals import Span

# Of findings that begin together, the order in which they are asked about: of whom time is comes before its note.
KINDS = ("guess", "long", "gap", "unassigned", "note", "overlap", "future")
LEAVE = {"s": "skip", "q": "quit"}


class Step(NamedTuple):
    """Something to settle: its kind, in words, the command that settles it, and the time it is about (UTC).

    `entry` is None for a gap, `ended_at` is None for what runs; `date` is the shift day it belongs to.
    """

    kind: str
    text: str
    command: str
    entry: int | None
    started_at: datetime
    ended_at: datetime | None
    date: date

    def is_same(self, other: "Step") -> bool:
        """Tell whether another step asks the same about the same time, whatever its words."""
        return (self.kind, self.entry, self.started_at, self.ended_at) == (
            other.kind,
            other.entry,
            other.started_at,
            other.ended_at,
        )


def steps_of(view: CardView, zone: tzinfo, day: date | None = None) -> list[Step]:
    """Give the steps of a week's card, of one `day` alone where it is given, in order of time.

    What is frozen gives none. `zone` is that in which commands read times.
    """
    entries = {entry.id: entry for entry in view.entries if not entry.frozen}
    findings = [*view.errors, *view.warnings]
    found = [
        entry_step(finding, entries[finding.entry])
        for finding in findings
        if finding.kind in KINDS and finding.entry is not None and finding.entry in entries
    ]
    for one in view.days:
        told = [finding for finding in findings if finding.kind == "gap" and finding.date == one.date]
        if told:  # review tells of each gap of a day, or of none
            found += [gap_step(finding, gap, zone) for finding, gap in zip(told, one.gaps, strict=True)]
    chosen = [step for step in found if day is None or step.date == day]
    return sorted(chosen, key=lambda step: (step.started_at, KINDS.index(step.kind), step.entry or 0))


def entry_step(finding: Finding, entry: EntryView) -> Step:
    """Give the step for a finding about an entry."""
    span = (entry.started_at, entry.ended_at)
    return Step(finding.kind, finding.text, finding.command, entry.id, *span, finding.date)


def gap_step(finding: Finding, gap: GapView, zone: tzinfo) -> Step:
    """Give the step for a gap; its command fills it to the second."""
    command = gap_command(Span(gap.started_at, gap.ended_at), finding.date, zone)
    return Step(finding.kind, finding.text, command, None, gap.started_at, gap.ended_at, finding.date)


def tickets_beside(entries: Sequence[EntryView], step: Step) -> list[EntryView]:
    """Give the entries on tickets just before and just after a step on its day, of one ticket only the first."""
    on_tickets = [entry for entry in entries if entry.ticket and entry.date == step.date and entry.id != step.entry]
    before = [entry for entry in on_tickets if entry.started_at < step.started_at][-1:]
    after = [entry for entry in on_tickets if entry.started_at >= step.started_at][:1]
    return before + [entry for entry in after if entry.ticket not in {one.ticket for one in before}]


def keys_of(step: Step, tickets: Sequence[str], now: datetime) -> dict[str, str]:
    """Give the keys that answer a step, each with its word; `tickets` are those offered by number.

    None for a missing note, which is typed.
    """
    offered = {str(number): ticket for number, ticket in enumerate(tickets, start=1)}
    match step.kind:
        case "guess":
            # A guess without any time can only be told or deleted.
            confirm = {} if step.ended_at == step.started_at else {"c": "confirm"}
            return {**confirm, "t": "time", "d": "delete", **LEAVE}
        case "long":
            return {"t": "time", "d": "delete", **LEAVE}
        case "gap":
            return {**offered, "t": "ticket", "b": "break", "m": "meeting", "i": "internal", **LEAVE}
        case "unassigned":
            return {**offered, "t": "ticket", "c": "client", "n": "not billable", **LEAVE}
        case "overlap":
            return {"a": "adjust", **LEAVE}
        case "future":
            return {**({"n": "now"} if step.started_at < now else {"d": "delete"}), **LEAVE}
        case _:
            return {}
