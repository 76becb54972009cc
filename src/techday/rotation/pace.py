"""How many contacts a day keep everybody below sixty days of silence: found by playing the rotation ahead.

No clock and no store: the silences and the working days are given. Days are numbered, today being 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from techday.rotation.rules import RED_AT, Standing, urgency

# How far ahead it is looked whether somebody would be silent for too long.
AHEAD_DAYS = 75


class Pace(NamedTuple):
    """How many clients must be spoken to each working day, so that nobody passes 60 days; and how many were today."""

    needed: int
    done: int


def working_ahead(working: Iterable[bool]) -> list[int]:
    """Give the working days among those to come as their numbers, today being 0."""
    return [number for number, works in enumerate(working) if works]


def pace(found: Sequence[Standing], working: Sequence[bool]) -> Pace:
    """Give how many contacts a day are needed from now on, and how many there were today.

    `working` tells of today and each day after it whether there is a shift. Everybody who is in the rotation counts,
    tried and skipped ones too.
    """
    active = [one for one in found if one.state not in ("paused", "starts")]
    done = sum(one.state == "done" for one in active)
    return Pace(needed([(one.silence, one.client.cadence_days) for one in active], working_ahead(working), done), done)


def needed(clients: Iterable[tuple[int, int]], days: Sequence[int], done: int = 0) -> int:
    """Give the least number of contacts on each of the working `days`, so that nobody passes 60 days of silence.

    `clients` are silences and cadences. The days are numbered, today being 0; of today's contacts `done` were made
    already. Who is past 60 days before the first of the days, or could not be reached in time on any, is left out of
    account until they are spoken to. 0 where there is nobody.
    """
    queues = queues_of(clients)
    count = sum(map(len, queues.values()))
    if not count or not days:
        return min(count, 1)
    few, step = at_least(queues, days, done), 1
    if few >= count or holds(queues, days, few, done):  # nearly always the lower bound itself will do
        return min(few, count)
    # Between a number that is too few and one that is enough, halving finds the least; all of them are enough.
    enough = few + step
    while enough < count and not holds(queues, days, enough, done):
        few, step = enough, 2 * step
        enough += step
    enough = min(enough, count)
    while enough - few > 1:
        middle = (few + enough) // 2
        if holds(queues, days, middle, done):
            enough = middle
        else:
            few = middle
    return enough


def queues_of(clients: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Put clients into one queue for each cadence: the days since which they are silent, the oldest first.

    Within a cadence who is silent for longer always comes first, so only the heads of the queues compete.
    """
    queues: dict[int, list[int]] = {}
    for silence, cadence in clients:
        queues.setdefault(cadence, []).append(-silence)
    for queue in queues.values():
        queue.sort()
    return queues


def at_least(queues: Mapping[int, Sequence[int]], days: Sequence[int], done: int) -> int:
    """Give a number of contacts a day below which it cannot work, since too many must be made by some day.

    Who is past 60 days already goes before all others, and so takes up their time.
    """
    deadlines = sorted(since + RED_AT for queue in queues.values() for since in queue)
    least, passed, made = 1, 0, done if days[0] == 0 else 0
    for due, deadline in enumerate(deadlines, start=1):
        if deadline < days[0]:
            continue
        while passed < len(days) and days[passed] <= deadline:
            passed += 1
        if passed == len(days):
            break
        least = max(least, enough_for(due, passed, made))
    return least


def enough_for(due: int, days: int, made: int) -> int:
    """Give the least number of contacts a day that makes `due` more of them on so many days, the first being today.

    Of today's `made` are behind us; more than the number asks for today are no gain for the days to come.
    """
    without_today = -(-due // (days - 1)) if days > 1 else due + made
    return without_today if without_today <= made else max(made, -(-(due + made) // days))


def holds(queues: Mapping[int, Sequence[int]], days: Sequence[int], contacts: int, done: int = 0) -> bool:
    """Tell whether so many contacts on each working day keep everybody from passing 60 days, as far as it could be."""
    waiting = {cadence: list(queue) for cadence, queue in queues.items()}
    heads = dict.fromkeys(waiting, 0)
    for position, day in enumerate(days):
        speak(waiting, heads, day, max(0, contacts - done) if day == 0 else contacts)
        following = days[position + 1] if position + 1 < len(days) else AHEAD_DAYS
        for cadence, queue in waiting.items():
            head = heads[cadence]
            if queue[head] + RED_AT < following and is_missed(queue, head, day, following):
                return False
    return True


def speak(waiting: Mapping[int, list[int]], heads: dict[int, int], day: int, contacts: int) -> None:
    """Let a day's contacts be made: those who are spoken to go to the ends of their queues."""
    # Of equally urgent ones who is silent for longer comes first: the one with the longer cadence.
    competing = [
        (-urgency(day - since, cadence), -cadence)
        for cadence, queue in waiting.items()
        if (since := queue[heads[cadence]]) < day
    ]
    heapify(competing)
    for _ in range(contacts):
        if not competing:
            break
        cadence = -competing[0][1]
        queue = waiting[cadence]
        queue.append(day)
        heads[cadence] += 1
        since = queue[heads[cadence]]
        if since < day:
            heapreplace(competing, (-urgency(day - since, cadence), -cadence))
        else:  # all of this queue were spoken to today
            heappop(competing)


def is_missed(queue: Sequence[int], head: int, day: int, following: int) -> bool:
    """Tell whether somebody who is still in a queue after a working day passes 60 days before the following one.

    Whoever had passed them before that day, or was spoken to on it, is no miss.
    """
    while head < len(queue) and queue[head] < day - RED_AT:
        head += 1
    return head < len(queue) and queue[head] < day and queue[head] + RED_AT < following
