"""How often a watch is looked at, and the due times that this gives. Pure.

A frequency is kept in one of five forms: `daily` (each day with a shift), `4h` (at the start of each shift, then every
four hours of elapsed time while it runs), `3d`, `weekly`, a rule of days as calendars write them (RFC 5545, RRULE), and
"" for once. Beside it stands a list of local days, `rule_days`: the first is the day from which `3d`, `weekly` and a
rule count, the others are the days of the rule, worked out some way ahead.

A due time stands from its instant until it is too late to answer it: what is due by the day until its shift day ends,
what is due by the hour until the next due time, what is due once for ever. A due day without a shift moves to the next
one with a shift, where several are one. Instants are UTC text here, as in the store: their order as text is that in
time.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from techday.core.instants import NEVER, from_text, to_text
from techday.core.shifts import ShiftDay
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage

ONCE, DAILY, WEEKLY, RULE = "", "daily", "weekly", "FREQ="
NAMES = {"once": ONCE, "day": DAILY, DAILY: DAILY, "week": WEEKLY, WEEKLY: WEEKLY, "hour": "1h", "hourly": "1h"}
UNITS = {"h": 1, "hour": 1, "hours": 1, "d": 24, "day": 24, "days": 24, "w": 168, "week": 168, "weeks": 168}
FORMS = "daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO"
LONGEST_STEP = 3660  # days
# An instant that none comes after: that of a due time which stands for ever.
FOREVER = f"{NEVER}T23:59:59Z"
DAY = timedelta(days=1)
# Nobody is off for longer; a pattern without any working day must not be searched for ever.
LONGEST_REST = 400


class Plan(NamedTuple):
    """The technician's shifts as they are planned, by local date and by instant, at the instant `now` (UTC).

    `pattern` is their pattern as the settings have it now, in the words in which it is kept.
    """

    now: datetime
    zone: tzinfo
    on: Callable[[date], ShiftDay]
    at: Callable[[datetime], ShiftDay]
    pattern: str = ""


class Slot(NamedTuple):
    """A due time: its shift day, its instant, and the instant from which it can no longer be answered."""

    day: str
    due_at: str
    until: str


def read_every(text: str) -> str:
    """Give a frequency as it is kept, from what was typed: `every 4 hours` is `4h`, `24h` is `daily`, `once` is "".

    A rule is given in capitals, checked as `recurrence.checked_rule` does. Raises BadUsage for anything else.
    """
    words = fold(text).removeprefix("rrule:")
    if "freq=" in words:
        from techday.core.recurrence import checked_rule  # only where a rule was typed

        return checked_rule(clean_line(text, 1000), "--every 4h, or --every 1h")
    words = words.removeprefix("every ")
    if words in NAMES:
        return NAMES[words]
    digits = words[: len(words) - len(words.lstrip("0123456789"))]
    unit = words[len(digits) :].strip()
    if not digits.isascii() or not 0 < len(digits) < 6 or unit not in UNITS or not int(digits):
        raise BadUsage(f"{quoted(text)} is not a frequency", hint=FORMS)
    days, hours = divmod(int(digits) * UNITS[unit], 24)
    if (days and hours) or days > LONGEST_STEP:
        raise BadUsage(
            f"{quoted(text)} is not a frequency that can be kept", hint=f"1h to 23h, 1d to {LONGEST_STEP}d, or a rule"
        )
    return f"{hours}h" if hours else {1: DAILY, 7: WEEKLY}.get(days, f"{days}d")


def hours_of(every: str) -> int:
    """Give the hours between the due times of a frequency, 0 where it goes by days, by a rule or once."""
    return int(every[:-1]) if every[-1:] == "h" else 0


def every_words(every: str) -> str:
    """Say a frequency: `daily`, `every 4h`, `every 3d`, `once`, or the rule itself."""
    return f"every {every}" if every[:1].isdigit() else every or "once"


class DueTimes:
    """The due times of watches as they stand at one instant; those of each distinct frequency are worked out once.

    `planned` gives the shift day of a local date, `today` is the one that holds the instant `now` (UTC).
    """

    def __init__(self, planned: Callable[[date], ShiftDay], today: ShiftDay, now: datetime) -> None:
        self.planned = planned
        self.today = today.day
        self.day = today.day.isoformat()
        self.now = to_text(now)
        self._shifts: dict[date, ShiftDay] = {today.day: today}
        self._latest: dict[tuple[str, str], tuple[list[Slot], Iterator[Slot]]] = {}
        self._newest: dict[tuple[str, str], Slot | None] = {}

    def latest(self, every: str, rule_days: str) -> Iterator[Slot]:
        """Give the due times that have come by now, the newest first, none for `once`: whose instant is its own.

        They go back for as long as shifts were worked: who asks stops where the watch began.
        """
        known, further = self._latest.setdefault((every, rule_days), ([], self._backwards(every, rule_days)))
        position = 0
        while True:
            if position == len(known):
                slot = next(further, None)
                if slot is None:
                    return
                known.append(slot)
            yield known[position]
            position += 1

    def newest(self, every: str, rule_days: str) -> Slot | None:
        """Give the latest due time that has come by now, None where none has, and for `once`."""
        key = (every, rule_days)
        if key not in self._newest:
            self._newest[key] = next(self.latest(every, rule_days), None)
        return self._newest[key]

    def day_of(self, at: str) -> str:
        """Give the shift day that holds an instant (UTC text), as text."""
        near = from_text(at)
        for step in range(-2, 2):  # zones lie up to 14 hours from UTC, and a shift day reaches into the next date
            shift = self._shift(near.date() + step * DAY)
            if shift.since <= near < shift.until:
                return shift.day.isoformat()
        return (near.date() + 2 * DAY).isoformat()

    def start_of_day(self, day: str) -> str:
        """Give the instant (UTC text) at which the shift day of a local date begins."""
        return to_text(self._shift(date.fromisoformat(day)).since)

    def upcoming(self, every: str, rule_days: str) -> str | None:
        """Give the first due time after now (UTC text); None where there is none, and for `once`."""
        hours = hours_of(every)
        if hours:
            ahead = [to_text(at) for at in by_hours(self._shift(self.today), hours)]
            first = next((at for at in ahead if at > self.now), None)
            return first or self._start_of(self._worked_from(self.today + DAY))
        day = self._first_day_after(self._last_worked(), every, rule_days)
        return None if day is None else self._start_of(self._worked_from(day))

    def _backwards(self, every: str, rule_days: str) -> Iterator[Slot]:
        hours = hours_of(every)
        if hours:
            return self._hourly(hours)
        return iter(()) if every == ONCE else self._daily(self._days_before(every, rule_days))

    def _hourly(self, hours: int) -> Iterator[Slot]:
        following = self._worked_from(self.today + DAY)
        until = self._start_of(following) or FOREVER
        day, rest = self.today, 0
        while rest < LONGEST_REST and day > date.min + 2 * DAY:
            shift = self._shift(day)
            rest = 0 if shift.working else rest + 1
            for due_at in map(to_text, reversed(by_hours(shift, hours))):
                if due_at <= self.now:
                    yield Slot(day.isoformat(), due_at, until)
                until = due_at
            day -= DAY

    def _daily(self, days: Iterable[date]) -> Iterator[Slot]:
        """Give the due times of due days, the newest first; a shift has one however many days fall on it."""
        given: date | None = None
        for day in days:
            shift = self._worked_from(day)
            if shift is None:
                return
            if shift.day <= self.today and shift.day != given:
                given = shift.day
                yield Slot(shift.day.isoformat(), to_text(shift.starts_at), to_text(shift.until))

    def _days_before(self, every: str, rule_days: str) -> Iterator[date]:
        """Give the due days up to today, with a shift or without, the newest first."""
        if every == DAILY:
            step, first = 1, date.min + 2 * DAY
        elif every.startswith(RULE):
            listed = self._rule_days(every, rule_days)
            known = bisect_right(listed, self.day)
            yield from map(date.fromisoformat, reversed(listed[:known]))
            return
        else:
            step, first = days_of(every), first_day(rule_days)
        day = self.today - (self.today - first) % (step * DAY)
        while day >= first:
            yield day
            day -= step * DAY

    def _first_day_after(self, day: date, every: str, rule_days: str) -> date | None:
        """Give the first due day after a local day."""
        if every == ONCE:
            return None
        if every == DAILY:
            return day + DAY
        if every.startswith(RULE):
            listed = self._rule_days(every, rule_days)
            position = bisect_right(listed, day.isoformat())
            return None if listed[position : position + 1] in ([], [NEVER]) else date.fromisoformat(listed[position])
        first, step = first_day(rule_days), days_of(every)
        return first if first > day else first + ((day - first) // (step * DAY) + 1) * step * DAY

    def _rule_days(self, every: str, rule_days: str) -> list[str]:
        """Give the days of a rule, worked out further where they have run out."""
        listed: list[str] = json.loads(rule_days)
        if ran_out(rule_days, self.today):
            from techday.core.recurrence import days_of_rule  # only where the days of a rule have run out

            listed = days_of_rule(every, date.fromisoformat(listed[0]), self.today)
        return listed[1:]

    def _last_worked(self) -> date:
        """Give today, or the last day before it that had a shift."""
        for step in range(LONGEST_REST):
            if self._shift(self.today - step * DAY).working:
                return self.today - step * DAY
        return self.today

    def _worked_from(self, day: date) -> ShiftDay | None:
        """Give the first day with a shift, from `day` on; None where none is near."""
        for step in range(LONGEST_REST):
            shift = self._shift(day + step * DAY)
            if shift.working:
                return shift
        return None

    def _shift(self, day: date) -> ShiftDay:
        found = self._shifts.get(day)
        if found is None:
            found = self._shifts[day] = self.planned(day)
        return found

    @staticmethod
    def _start_of(shift: ShiftDay | None) -> str | None:
        return None if shift is None else to_text(shift.starts_at)


def due_times(plan: Plan, at: datetime | None = None) -> DueTimes:
    """Give the due times as they stand at an instant, by default that of the plan."""
    now = plan.now if at is None else at
    return DueTimes(plan.on, plan.at(now), now)


def by_hours(shift: ShiftDay, hours: int) -> list[datetime]:
    """Give the due times of one shift: its start, then every so many hours of elapsed time before its end."""
    if not shift.working:
        return []
    step = timedelta(hours=hours)
    count = -((shift.starts_at - shift.ends_at) // step)
    return [shift.starts_at + number * step for number in range(max(count, 1))]


def days_of(every: str) -> int:
    """Give the days between the due days of `3d` or `weekly`."""
    return 7 if every == WEEKLY else int(every[:-1])


def first_day(rule_days: str) -> date:
    """Give the local day from which a frequency counts."""
    return date.fromisoformat(json.loads(rule_days)[0])


def ran_out(rule_days: str, day: date) -> bool:
    """Tell whether the days of a rule that were worked out end on or before a local day."""
    return bool(json.loads(rule_days)[-1] <= day.isoformat())


def counted_days(every: str, first: date, today: date) -> str:
    """Give the `rule_days` of a frequency that counts from the local day `first`, worked out beyond `today`.

    Raises BadUsage for a rule that never falls on a day.
    """
    if every in (ONCE, DAILY) or hours_of(every):
        return "[]"
    if not every.startswith(RULE):
        return json.dumps([first.isoformat()])
    from techday.core.recurrence import days_of_rule  # only where a rule was typed

    return json.dumps(days_of_rule(every, first, today))
