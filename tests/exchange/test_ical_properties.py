"""Calendars that nobody thought of: series told by two readers alike, and bytes that come from anywhere.

The second reader is the library recurring-ical-events. It is too slow and too trusting for calendars from anywhere,
but of series that are sound both must give the same instances.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # has no types
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from techday.errors import Refused
from techday.exchange.ical_events import read_calendar
from tests.conftest import examples

BERLIN = ZoneInfo("Europe/Berlin")
FAR = timedelta(hours=4)
FIRST, LAST = date(2026, 10, 20), date(2027, 6, 30)
RULES = st.one_of(
    st.just("FREQ=DAILY"),
    st.sampled_from(("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO")),
    st.sampled_from(
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=-1,31", "FREQ=MONTHLY;BYDAY=2TU")
    ),
    st.sampled_from(("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "FREQ=YEARLY;BYMONTH=1,3,10;BYDAY=1MO,-1SU")),
    st.sampled_from(("FREQ=YEARLY", "FREQ=YEARLY;BYYEARDAY=1,100,-1", "FREQ=DAILY;BYMONTH=3,10;BYHOUR=2,9")),
)
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 3, 1)).map(lambda at: at.replace(minute=0, second=0))  # noqa: DTZ001  # clocks on the wall


def stamp(at: datetime) -> str:
    return f"TZID=Europe/Berlin:{at:%Y%m%dT%H%M%S}"


@st.composite
def series(draw: st.DrawFn) -> str:
    """Tell a calendar of one series in Berlin: some instances are taken out, moved alone, or with all that follow."""
    rule = draw(RULES) + f";INTERVAL={draw(st.integers(1, 4))}"
    start = next(iter(rrulestr(rule, dtstart=draw(STARTS).replace(microsecond=0))))
    rule += draw(st.sampled_from(("", ";COUNT=7", ";COUNT=60", ";UNTIL=20270110T120000Z")))
    starts = list(islice(rrulestr(rule.replace("Z", ""), dtstart=start), 60)) or [start]
    hours = draw(st.sampled_from((0, 1, 9, 30)))
    picked = draw(st.lists(st.sampled_from(starts), max_size=4, unique=True))
    body = f"UID:1\nSUMMARY:one\nDTSTART;{stamp(start)}\nDTEND;{stamp(start + timedelta(hours=hours))}\nRRULE:{rule}\n"
    body += "".join(f"EXDATE;{stamp(at)}\n" for at in picked[:1])
    body += "".join(f"RDATE;{stamp(at + timedelta(hours=5))}\n" for at in picked[:1])
    events = [body]
    for number, at in enumerate(picked[1:]):
        moved = at + timedelta(hours=draw(st.integers(-100, 100)))
        future = ";RANGE=THISANDFUTURE" if number and draw(st.booleans()) else ""
        events.append(
            f"UID:1\nSUMMARY:{number}\nRECURRENCE-ID{future};{stamp(at)}\nDTSTART;{stamp(moved)}\n"
            f"DTEND;{stamp(moved + timedelta(hours=2))}\n"
        )
    inner = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//\n{inner}END:VCALENDAR\n".replace("\n", "\r\n")


def is_plain(*times: datetime) -> bool:
    """Tell whether no clock changes around some times: the other reader gives hours that are skipped as written."""
    around = [[(at.astimezone(UTC) + by).astimezone(BERLIN).utcoffset() for by in (-FAR, FAR)] for at in times]
    return all(before == after for before, after in around)


@examples(25)
@given(series())
def test_two_readers_tell_the_same_of_a_series(calendar: str) -> None:
    other = recurring_ical_events.of(Calendar.from_ical(calendar)).between(
        datetime(2026, 10, 20, tzinfo=BERLIN), datetime(2027, 7, 1, tzinfo=BERLIN)
    )
    expected = {
        (str(event["SUMMARY"]), event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC))
        for event in other
        if is_plain(event["DTSTART"].dt, event["DTEND"].dt)
    }
    found = read_calendar(calendar.encode(), BERLIN, FIRST, LAST)
    assert not found.skipped
    told = {(event.title, event.starts_at, event.ends_at) for event in found.events}
    assert {one for one in told if is_plain(*one[1:])} == expected
    assert len({event.instance for event in found.events}) == len(found.events)


@examples(15)
@given(series(), st.integers(0, 300))
def test_an_instance_is_known_by_the_same_start_whichever_days_are_asked_for(calendar: str, days: int) -> None:
    def read(first: date) -> dict[tuple[datetime, str], str]:
        events = read_calendar(calendar.encode(), BERLIN, first, LAST).events
        return {(event.starts_at, event.title): event.instance for event in events}

    later = FIRST + timedelta(days=days)
    everything = read(FIRST)
    midnight = datetime(later.year, later.month, later.day, tzinfo=BERLIN)
    assert {key: one for key, one in read(later).items() if key[0] >= midnight} == {
        key: one for key, one in everything.items() if key[0] >= midnight
    }


PIECES = st.sampled_from(
    (
        *"BEGIN:VCALENDAR|BEGIN:VEVENT|END:VEVENT|END:VCALENDAR|BEGIN:VTIMEZONE|END:VTIMEZONE|BEGIN:STANDARD".split(
            "|"
        ),
        *"END:STANDARD|TZID:X|TZOFFSETFROM:+0100|TZOFFSETTO:-2359|UID:1|UID:2|SUMMARY:x\\|RRULE:FREQ=YEARLY".split("|"),
        *"DTSTART;TZID=X:20261124T080000|DTSTART:20261124|DTSTART:00010101T000000|DTEND:99991231T235959Z".split("|"),
        *"RECURRENCE-ID:20261124|RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z|EXDATE:00010101".split("|"),
        *"RRULE:FREQ=DAILY;COUNT=3|RDATE;VALUE=PERIOD:20261124T080000/PT1H|DURATION:P1W|DURATION:PT|EXRULE:x".split(
            "|"
        ),
        *"X-MICROSOFT-CDO-ALLDAYEVENT:TRUE|SEQUENCE:9|STATUS:CANCELLED|METHOD:CANCEL|CATEGORIES:\\,,".split("|"),
    )
)


def lines(pieces: list[str | bytes]) -> bytes:
    return b"\n".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


@examples(40)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=12), st.lists(PIECES, max_size=12))
def test_any_bytes_are_read_or_refused_in_one_line(odd: list[str | bytes], inner: list[str]) -> None:
    event = [piece for piece in inner if not piece.startswith(("BEGIN", "END"))]
    whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR"]
    for data in (lines([*odd]), lines(["BEGIN:VCALENDAR", *odd]), lines([*whole])):
        try:
            found = read_calendar(data, BERLIN, FIRST, LAST)
        except Refused as refused:
            assert "\n" not in refused.message
        else:
            assert all("\n" not in line for line in found.skipped)
            assert all(event.starts_at <= event.ends_at for event in found.events)
