"""Half-open spans of time, and what is left of them.

A span holds its start and not its end: two entries of a time card that meet at 10:00 do not overlap, and their
lengths add up. A span is told in epoch seconds or in aware datetimes, never in both within one call. A span that
ends at or before its start holds no time, and every function here leaves it out.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

Instant = TypeVar("Instant", int, datetime)


class Span(NamedTuple, Generic[Instant]):
    """The time from `start` up to, and not including, `end`."""

    start: Instant
    end: Instant


def length(span: Span[datetime]) -> int:
    """Seconds that a span of datetimes holds, 0 where it ends before it starts."""
    return max(0, int((span.end - span.start).total_seconds()))


def overlap(one: Span[Instant], other: Span[Instant]) -> Span[Instant] | None:
    """The time that both spans hold, or None where they only meet or lie apart."""
    start = max(one.start, other.start)
    end = min(one.end, other.end)
    return Span(start, end) if start < end else None


def union(spans: Iterable[Span[Instant]]) -> list[Span[Instant]]:
    """The same time as few spans, sorted and apart from each other; spans that meet become one."""
    merged: list[Span[Instant]] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def total(spans: Iterable[Span[int]]) -> int:
    """Seconds that the spans (epoch seconds) cover; time held by several of them counts once."""
    return sum(span.end - span.start for span in union(spans))


def trim(span: Span[Instant], taken: Iterable[Span[Instant]]) -> list[Span[Instant]]:
    """The pieces of `span` that remain when the `taken` spans are cut out of it, in order.

    One taken span can cut off the head or the tail, split the span in two, or leave nothing of it.
    """
    pieces: list[Span[Instant]] = []
    start = span.start
    for cut in union(taken):
        if cut.start >= span.end:
            break
        if start < cut.start:
            pieces.append(Span(start, cut.start))
        start = max(start, cut.end)
    if start < span.end:
        pieces.append(Span(start, span.end))
    return pieces


def gaps(spans: Iterable[Span[Instant]], within: Span[Instant]) -> list[Span[Instant]]:
    """The parts of `within`, in order, that none of the spans cover."""
    return trim(within, spans)


def split(span: Span[Instant], at: Instant) -> tuple[Span[Instant], Span[Instant]]:
    """The two parts of the span before and from `at` on.

    Raises ValueError unless `at` lies inside: a part without any time is no part.
    """
    if not span.start < at < span.end:
        raise ValueError(f"{at} is not inside {span.start} to {span.end}")
    return Span(span.start, at), Span(at, span.end)
