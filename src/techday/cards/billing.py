"""What is paid and what is billed of time worked. Pure: all is given, and every sum is exact, in whole seconds.

Paid is what somebody worked: time that ran side by side counts once. Billed is what the client sees, by the rule of the
type of work: each entry for itself, or all that a ticket has of a type on a day, shared out so that the lines add up to
the total.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from techday.core.intervals import Span, length, union
from techday.core.work_types import PER_TICKET_DAY, WorkType, billed


class Worked(NamedTuple):
    """An entry as paying and billing see it: UTC span, its day, what it is about, and whether it is billable.

    `about` is the rows of its ticket, or else of its client: one that is renamed or linked is still the same. `paid`
    and `billed` are what a submitted card says; None where that is still to be computed.
    """

    id: int
    span: Span[datetime]
    date: date
    about: tuple[int | None, int | None]
    work_type: WorkType
    billable: bool
    concurrent: bool
    paid: int | None = None
    billed: int | None = None

    @property
    def seconds(self) -> int:
        """Its length, never negative."""
        return length(self.span)


def paid_seconds(entries: Iterable[Worked]) -> dict[int, int]:
    """Give the paid seconds of each entry by its number; together they are the time in which anything was worked.

    What was submitted stands. Of entries at the same time the ones in sequence come first, then the concurrent ones:
    these are paid only where nothing else is.
    """
    paid: dict[int, int] = {}
    for group in at_the_same_time(sorted(entries, key=by_start)):
        spans: list[Span[datetime]] = []
        so_far = 0
        for one in sorted(group, key=lambda one: (one.paid is None, one.concurrent, by_start(one))):
            spans.append(one.span)
            # Never more than is worked in all, though a submitted line may have left some of its own time to others.
            left = sum(map(length, union(spans))) - so_far
            paid[one.id] = one.paid if one.paid is not None else max(0, min(one.seconds, left))
            so_far += paid[one.id]
    return paid


def unpaid_seconds(entries: Iterable[Worked]) -> dict[int, int]:
    """Give the submitted entries that were paid less than they would be now, with the seconds that nobody is paid.

    Time that ran beside one was paid there; since that is gone, or was changed, these seconds are lost.
    """
    found: dict[int, int] = {}
    listed = list(entries)
    paid = paid_seconds(listed)
    for group in at_the_same_time(sorted(listed, key=by_start)):
        missing = sum(map(length, union([one.span for one in group]))) - sum(paid[one.id] for one in group)
        for one in group:
            lost = min(missing, one.seconds - paid[one.id]) if one.paid is not None else 0
            if lost > 0:
                found[one.id] = lost
                missing -= lost
    return found


def at_the_same_time(entries: Sequence[Worked]) -> Iterator[list[Worked]]:
    """Give entries, which are in order, in groups whose times hang together."""
    group: list[Worked] = []
    reached: datetime | None = None
    for one in entries:
        if reached is not None and one.span.start >= reached:
            yield group
            group, reached = [], None
        group.append(one)
        reached = one.span.end if reached is None else max(reached, one.span.end)
    if group:
        yield group


def by_start(entry: Worked) -> tuple[datetime, int]:
    """Give what entries are ordered by: when they start, then their number."""
    return entry.span.start, entry.id


def billed_seconds(entries: Sequence[Worked]) -> dict[int, int]:
    """Give the billed seconds of each entry by its number: 0 where it is not billable, else by the rule of its type.

    Where a rule is per ticket and day, the entries share what all of them are billed at: each, in order, takes what it
    adds. What was billed on a submitted card stands, and the others share the rest.
    """
    found: dict[int, int] = {}
    shared: dict[tuple[date, tuple[int | None, int | None], str], list[Worked]] = {}
    for one in entries:
        if one.billable and one.work_type.per == PER_TICKET_DAY:
            shared.setdefault((one.date, one.about, one.work_type.name), []).append(one)
        elif one.billed is not None:
            found[one.id] = one.billed
        else:
            found[one.id] = billed(one.work_type, one.seconds) if one.billable else 0
    for group in shared.values():
        found.update(shared_out(group))
    return found


def shared_out(group: Sequence[Worked]) -> dict[int, int]:
    """Share out what the entries of one ticket, type and day are billed at; they add up to it."""
    frozen = {one.id: one.billed for one in group if one.billed is not None}
    seconds = sum(one.seconds for one in group if one.id in frozen)
    so_far = sum(frozen.values())
    found = dict(frozen)
    for one in sorted((one for one in group if one.id not in frozen), key=by_start):
        seconds += one.seconds
        # A rule that was changed since the others were submitted takes nothing back.
        total = max(so_far, billed(one.work_type, seconds))
        found[one.id] = total - so_far
        so_far = total
    return found
