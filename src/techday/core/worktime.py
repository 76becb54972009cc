"""Working time: how much of it lies between two instants, and when so much of it will have passed.

A calendar is a week of opening hours on the wall clock of one zone, and the dates on which it stays closed. `WorkTime`
answers questions about one calendar. It lays the opening hours out as windows in epoch seconds, sorted and apart from
each other, each with the working time before it; an answer is then two binary searches. The windows are laid out
lazily, around the instants asked about.

Local times become instants as PEP 495 reads them: a time that the clocks skip in spring moves forward by what was
skipped; of a time that comes twice in autumn the first is meant. So a night shift over the change in spring is an hour
shorter, in autumn an hour longer, and what touches or overlaps is counted once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from techday.errors import Refused

Hours = tuple[tuple[tuple[int, int], ...], ...]

# Working time further ahead than a hundred years does not come.
FURTHEST_DAYS = 36_525

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_ONE_DAY = timedelta(days=1)
# Days since 1970-01-01 on which a window may begin. Some days of the first and the last year that a datetime can
# hold are left off, so that neither a zone nor a night window leads out of range.
_FIRST_DAY = date.min.toordinal() - _EPOCH.toordinal() + 7
_LAST_DAY = date.max.toordinal() - _EPOCH.toordinal() - 7
# What is laid out beyond the instants asked about, at the least.
_MARGIN = 28 * _DAY


class NeverOpen(Refused, ValueError):
    """The working time asked for does not come: the calendar has no hours, or too few within a hundred years."""


class Calendar(NamedTuple):
    """When work is done: weekly opening hours in a zone, and the dates on which there are none.

    `hours` has one entry for each weekday, Monday first: the windows (opens, closes) that begin on it, in minutes of
    the local day. A window that closes after 1440 runs into the next day, to 2880 at the most. A weekday without
    windows is closed. `closed` takes away the windows that begin on these dates, and no others: the night shift that
    began on the eve of a holiday is worked to its end.
    """

    zone: tzinfo
    hours: Hours
    closed: frozenset[date] = frozenset()


def weekly(days: Iterable[int], opens: time, closes: time) -> Hours:
    """The hours of a calendar that opens and closes at the same local times on each of the weekdays (Monday 0).

    Whole minutes count. Closing at or before the opening time means the next day, so 22:00 to 06:00 is a night and
    00:00 to 00:00 is a whole day. Raises ValueError for a weekday that is none.
    """
    begin = opens.hour * 60 + opens.minute
    end = closes.hour * 60 + closes.minute
    if end <= begin:
        end += 1440
    chosen = frozenset(days)
    if not chosen <= frozenset(range(7)):
        raise ValueError("Weekdays are 0 (Monday) to 6 (Sunday)")
    return tuple(((begin, end),) if day in chosen else () for day in range(7))


_WHOLE_WEEK: Hours = (((0, 1440),),) * 7

# Around the clock, every day.
ALWAYS = Calendar(UTC, _WHOLE_WEEK)


class WorkTime:
    """Answers questions about the working time of one calendar; build it once, ask it often.

    All instants are aware datetimes in any zone; those found are in UTC. Parts of a second are dropped: an instant
    counts as the whole second that it lies in. A naive datetime raises TypeError. Answers cost a few microseconds once
    the days between the earliest and the latest instant are laid out, which takes one or two for each day.
    """

    __slots__ = ("_before", "_closed", "_ends", "_from", "_hours", "_origin", "_starts", "_until")

    def __init__(self, calendar: Calendar) -> None:
        """Raises ValueError for hours that are not seven weekdays of windows as `Calendar` describes them."""
        if len(calendar.hours) != 7:
            raise ValueError("The hours of a calendar are those of seven weekdays")
        for opens, closes in (window for windows in calendar.hours for window in windows):
            if not (0 <= opens < 1440 and opens < closes <= 2880):
                raise ValueError(f"No window of a day: minute {opens} to {closes}")
        self._hours = tuple(tuple((opens * 60, closes * 60) for opens, closes in day) for day in calendar.hours)
        self._closed = frozenset(day.toordinal() - _EPOCH.toordinal() for day in calendar.closed)
        # Adding to an aware datetime moves its wall clock, so local times are counted from here in any zone.
        self._origin = datetime(1970, 1, 1, tzinfo=calendar.zone)

        # Window i is open from starts[i] until ends[i], and before[i] seconds of working time lie ahead of it;
        # the last of `before` is the sum of all. True for the instants `from` to `until`, both included.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before = [0]
        self._from = self._until = 0
        if not any(calendar.hours):
            self._from, self._until = _FIRST_DAY * _DAY, _LAST_DAY * _DAY
        elif calendar.hours == _WHOLE_WEEK and not calendar.closed:
            # Around the clock is one window; there is nothing to lay out day by day.
            self._from, self._until = _FIRST_DAY * _DAY, _LAST_DAY * _DAY
            self._starts, self._ends, self._before = [self._from], [self._until], [0, self._until - self._from]

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds of working time in [start, end); negative when `end` is before `start`."""
        first = (start - _EPOCH) // _SECOND
        last = (end - _EPOCH) // _SECOND
        if first <= last:
            self._cover(first, last)
        else:
            self._cover(last, first)
        return self._elapsed(last) - self._elapsed(first)

    def add(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant by which so many seconds of working time have passed since `start`.

        What begins outside the opening hours starts to count at the next opening. Time that runs out exactly at
        closing time is due at that closing time, not at the next opening. No seconds give `start` itself.

        Raises NeverOpen where the time never comes, and ValueError for less than no seconds.
        """
        if seconds <= 0:
            if seconds < 0:
                raise ValueError("Working time is added, never taken away")
            return start
        begin = (start - _EPOCH) // _SECOND
        furthest = min(begin + FURTHEST_DAYS * _DAY, _LAST_DAY * _DAY)
        if begin + seconds > furthest:  # Not even around the clock.
            raise self._never_open(begin)
        self._cover(begin, begin)
        while True:
            goal = self._elapsed(begin) + seconds
            window = bisect_left(self._before, goal) - 1
            if window < len(self._starts):
                due = self._starts[window] + goal - self._before[window]
                if due <= min(self._until, furthest):
                    return _EPOCH + timedelta(seconds=due)
            if self._until >= furthest:
                raise self._never_open(begin)
            self._cover(begin, min(self._until + _MARGIN, furthest))

    def is_open(self, at: datetime) -> bool:
        """Whether work is done at that instant; the closing instant itself is closed."""
        instant = (at - _EPOCH) // _SECOND
        self._cover(instant, instant)
        window = bisect_right(self._starts, instant) - 1
        return window >= 0 and instant < self._ends[window]

    def next_opening(self, at: datetime) -> datetime:
        """The first instant, not before `at`, at which the calendar is open: `at` itself during opening hours.

        Raises NeverOpen where there is none.
        """
        instant = (at - _EPOCH) // _SECOND
        for days in (7, 400, FURTHEST_DAYS):
            horizon = min(instant + days * _DAY, _LAST_DAY * _DAY)
            self._cover(instant, horizon)
            window = bisect_right(self._ends, instant)
            if window < len(self._starts) and self._starts[window] <= horizon:
                opening = self._starts[window]
                return _EPOCH + timedelta(seconds=opening) if opening > instant else at
        raise self._never_open(instant)

    def _never_open(self, since: int) -> NeverOpen:
        day = (_EPOCH + timedelta(seconds=since)).date()
        return NeverOpen(
            f"The calendar does not have that much working time after {day}", "Give the calendar more opening hours"
        )

    def _elapsed(self, instant: int) -> int:
        """Working seconds from the first window laid out to the instant, which must be covered."""
        window = bisect_right(self._starts, instant) - 1
        if window < 0:
            return 0
        return self._before[window] + min(instant, self._ends[window]) - self._starts[window]

    def _cover(self, first: int, last: int) -> None:
        """Lay the windows out anew where the instants `first` to `last` are not all covered yet.

        Half of what was covered comes on top, so that many questions, each reaching a little further than the one
        before, lay out only a few times.
        """
        known = self._from < self._until
        if known and self._from <= first and last <= self._until:
            return
        margin = max(_MARGIN, (self._until - self._from) // 2)
        begin = self._from if known and self._from <= first else first - margin
        end = self._until if known and last <= self._until else last + margin
        self._lay_out(max(begin, _FIRST_DAY * _DAY), min(end, _LAST_DAY * _DAY))

    def _lay_out(self, begin: int, end: int) -> None:
        """Lay out every window that holds any of the instants `begin` to `end`."""
        # An offset is less than a day, and a night window may run to the end of the next day: the windows of a local
        # day lie within the UTC day before it, that day, and the two after it.
        first_day = max(begin // _DAY - 2, _FIRST_DAY)
        last_day = min(end // _DAY + 1, _LAST_DAY)
        windows: list[tuple[int, int]] = []
        midnight = self._origin + timedelta(days=first_day)
        today, tomorrow = midnight.utcoffset(), (midnight + _ONE_DAY).utcoffset()
        midnight += 2 * _ONE_DAY
        for day in range(first_day, last_day + 1):
            day_after = midnight.utcoffset()
            hours = self._hours[(day + 3) % 7]  # Day 0, 1970-01-01, was a Thursday.
            if hours and day not in self._closed:
                local = day * _DAY
                # One look-up a day, not one a week: Brazil had a summer time of six days in October 2000.
                if today == tomorrow == day_after:
                    utc = local - _seconds(today)
                    windows += [(utc + opens, utc + closes) for opens, closes in hours]
                else:
                    for opens, closes in hours:
                        windows.append((self._instant(local + opens), self._instant(local + closes)))
            today, tomorrow = tomorrow, day_after
            midnight += _ONE_DAY

        starts: list[int] = []
        ends: list[int] = []
        # A day's windows may come in any order, and a zone that skips a whole day lays it over the next one.
        windows.sort()
        latest = windows[0][0] - 1 if windows else 0
        for opens, closes in windows:
            if opens > latest:
                if opens < closes:  # A window within the skipped hour of spring may hold nothing.
                    starts.append(opens)
                    ends.append(closes)
                    latest = closes
            elif closes > latest:
                ends[-1] = latest = closes
        self._starts, self._ends = starts, ends
        self._before = [0, *accumulate(map(sub, ends, starts))]
        self._from, self._until = begin, end

    def _instant(self, local: int) -> int:
        """Epoch seconds of a wall-clock time in the zone, given as seconds since 1970-01-01 00:00 of that clock."""
        return local - _seconds((self._origin + timedelta(seconds=local)).utcoffset())


def _seconds(offset: timedelta | None) -> int:
    """Whole seconds of an offset from UTC; a zone that knows none counts as UTC."""
    return offset.days * _DAY + offset.seconds if offset else 0
