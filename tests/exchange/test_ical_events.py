"""Calendars of Outlook, Exchange, Google and Apple, each feature in the shortest calendar that shows it.

What must come out was worked out by hand, on the calendar of 2026 and 2027: 24 November 2026 is a Tuesday, clocks in
Europe go back on 25 October 2026 and forward on 28 March 2027.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from techday.errors import Refused
from techday.exchange.ical_events import CalendarRead, Event, read_calendar
from techday.exchange.ical_parts import Attendee

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 10, 20), date(2027, 12, 28)


def read(*events: str, head: str = "", first: date = FIRST, last: date = LAST) -> CalendarRead:
    """Read a calendar of events, each given as the lines between BEGIN and END."""
    bodies = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{bodies}END:VCALENDAR\n"
    return read_calendar(text.replace("\n", "\r\n").encode(), BERLIN, first, last)


def told(found: CalendarRead) -> list[str]:
    """Give the events in short, by the clock of Berlin: `24 Nov 09:00-10:00 (instance)`; nothing was skipped."""
    assert not found.skipped
    return [in_short(event) for event in found.events]


def in_short(event: Event) -> str:
    start, end = event.starts_at.astimezone(BERLIN), event.ends_at.astimezone(BERLIN)
    times = f"{start:%d %b %H:%M}-{end:%H:%M}"
    if event.first_day and event.last_day:
        assert (start.hour, end.hour, end.date()) == (0, 0, event.last_day + timedelta(days=1))
        times = f"{event.first_day:%d %b} to {event.last_day:%d %b}"
    instance = f" ({event.instance})" if event.instance else ""
    return times + instance + (f" {event.status}" if event.status != "confirmed" else "")


def test_an_event_is_read_with_all_that_it_says() -> None:
    found = read(
        """
UID:1@example.com
DTSTART;TZID=Europe/Berlin:20261124T090000
DTEND;TZID=Europe/Berlin:20261124T103000
SUMMARY;LANGUAGE=en:Switch\\, second floor
LOCATION:ACME GmbH\\; Hafenstr. 1
DESCRIPTION:Bring the ladder.\\nAsk for Kim\\, please.
CATEGORIES:On-site,Network\\, wired
STATUS:TENTATIVE
X-MICROSOFT-CDO-BUSYSTATUS:OOF
ORGANIZER;CN="Reed, Kim":mailto:Kim@acme.example
ATTENDEE;CN=Sam;PARTSTAT=ACCEPTED:MAILTO:sam@example.com
ATTENDEE;CUTYPE=ROOM;CN=Room 2:mailto:room2@acme.example
ATTENDEE;CN=Kim;PARTSTAT=TENTATIVE:mailto:kim@acme.example
X-GOOGLE-CONFERENCE:https://meet.example/abc
URL:https://acme.example/
BEGIN:VALARM
SUMMARY:Not this one
END:VALARM
""",
        head="METHOD:PUBLISH\nX-WR-CALNAME:Sam's calendar\n",
    )
    assert found == CalendarRead(
        events=[
            Event(
                uid="1@example.com",
                instance="",
                title="Switch, second floor",
                starts_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
                ends_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
                first_day=None,
                last_day=None,
                place="ACME GmbH; Hafenstr. 1",
                note="Bring the ladder.\nAsk for Kim, please.",
                categories=("On-site", "Network, wired"),
                busy="OOF",
                status="tentative",
                people=(
                    Attendee("Sam", "sam@example.com", "ACCEPTED", is_organizer=False),
                    Attendee("Kim", "kim@acme.example", "TENTATIVE", is_organizer=True),
                ),
                url="https://meet.example/abc",
            )
        ],
        skipped=[],
        method="PUBLISH",
        name="Sam's calendar",
        uids=frozenset({"1@example.com"}),
    )


CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


# As some servers call New York, in summer too; and as Exchange writes its name, without quotes.
EASTERN = (
    CUSTOM.replace("+0200", "-0400").replace("+0100", "-0500").replace("=-1SU;BYMONTH=10", "=1SU;BYMONTH=11")
).replace("=-1SU;BYMONTH=3", "=2SU;BYMONTH=3")
EST = EASTERN.replace("Customized Time Zone", "EST")
LONG_NAME = EASTERN.replace("Customized Time Zone", "(UTC-05:00) Eastern Time (US\\, Canada)")


@pytest.mark.parametrize(
    ("start", "head", "berlin"),
    [
        pytest.param("DTSTART:20261124T080000Z", "", "24 Nov 09:00", id="UTC"),
        pytest.param("DTSTART;TZID=Europe/Berlin:20260724T090000", "", "24 Jul 09:00", id="summer"),
        pytest.param("DTSTART;TZID=America/New_York:20261124T090000", "", "24 Nov 15:00", id="another zone"),
        # Clocks go back a week later in New York than in Berlin: five hours apart, not six.
        pytest.param("DTSTART;TZID=America/New_York:20261027T090000", "", "27 Oct 14:00", id="between the changes"),
        pytest.param('DTSTART;TZID="Europe/Berlin":20261124T090000', "", "24 Nov 09:00", id="quoted"),
        pytest.param("DTSTART;TZID=W. Europe Standard Time:20261124T090000", "", "24 Nov 09:00", id="Windows"),
        pytest.param("DTSTART;TZID=Eastern Standard Time:20261027T090000", "", "27 Oct 14:00", id="Windows, New York"),
        pytest.param("DTSTART;TZID=tzone://Microsoft/Utc:20261124T080000", "", "24 Nov 09:00", id="UTC of Exchange"),
        pytest.param("DTSTART;TZID=UTC:20261124T080000", "", "24 Nov 09:00", id="UTC by name"),
        pytest.param(
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261124T090000", "", "24 Nov 09:00", id="path"
        ),
        pytest.param("DTSTART;TZID=Customized Time Zone:20261124T090000", CUSTOM, "24 Nov 09:00", id="defined, winter"),
        pytest.param("DTSTART;TZID=Customized Time Zone:20260724T090000", CUSTOM, "24 Jul 09:00", id="defined, summer"),
        pytest.param("DTSTART;TZID=Customized Time Zone:20270328T030000", CUSTOM, "28 Mar 03:00", id="defined, change"),
        pytest.param("DTSTART;TZID=EST:20260724T090000", "", "24 Jul 16:00", id="without summer"),
        pytest.param("DTSTART;TZID=EST:20260724T090000", EST, "24 Jul 15:00", id="defined, under a known name"),
        pytest.param(
            "DTSTART;TZID=(UTC-05:00) Eastern Time (US, Canada):20260724T090000",
            LONG_NAME,
            "24 Jul 15:00",
            id="a colon without quotes",
        ),
        pytest.param("DTSTART;TZID=europe/berlin:20261124T090000", "", "24 Nov 09:00", id="small letters"),
        pytest.param("DTSTART;TZID=w. europe standard time:20261124T090000", "", "24 Nov 09:00", id="small, Windows"),
        pytest.param("DTSTART;TZID=Z:20261124T080000", "", "24 Nov 09:00", id="Z"),
        pytest.param("DTSTART:20261124T090000", "", "24 Nov 09:00", id="floating"),
        pytest.param(
            "DTSTART:20261124T090000", "X-WR-TIMEZONE:America/New_York\n", "24 Nov 15:00", id="zone of the calendar"
        ),
        # The clock skips 2:30, so it is read as if it had not changed yet; it shows 2:30 twice, the first is meant.
        pytest.param("DTSTART;TZID=Europe/Berlin:20270328T023000", "", "28 Mar 03:30", id="skipped hour"),
        pytest.param("DTSTART;TZID=Europe/Berlin:20261025T023000", "", "25 Oct 02:30", id="hour shown twice"),
    ],
)
def test_a_time_is_that_of_its_zone(start: str, head: str, berlin: str) -> None:
    found = read(f"UID:1\n{start}", head=head, first=date(2026, 7, 1))
    assert told(found) == [f"{berlin}-{berlin[-5:]}"]


def test_the_hour_that_is_shown_twice_is_the_first_one() -> None:
    [event] = read("UID:1\nDTSTART;TZID=Europe/Berlin:20261025T023000").events
    assert event.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20261124T080000Z\nDTEND:20261124T093000Z", "24 Nov 09:00-10:30"),
        ("DTSTART:20261124T080000Z\nDURATION:PT1H30M", "24 Nov 09:00-10:30"),
        ("DTSTART:20261124T080000Z", "24 Nov 09:00-09:00"),
        ("DTSTART:20261124T080000Z\nDTEND:20261124T080000Z", "24 Nov 09:00-09:00"),
        (
            "DTSTART;TZID=Europe/Berlin:20261124T090000\nDTEND;TZID=America/New_York:20261124T053000",
            "24 Nov 09:00-11:30",
        ),
        # The night of the change is an hour longer: eight hours of it end at five, a day of it at the same time.
        ("DTSTART;TZID=Europe/Berlin:20261024T220000\nDURATION:PT8H", "24 Oct 22:00-05:00"),
        ("DTSTART;TZID=Europe/Berlin:20261024T220000\nDURATION:P1D", "24 Oct 22:00-22:00"),
        # In the hour that the clock skips.
        ("DTSTART;TZID=Europe/Berlin:20270328T023000\nDTEND;TZID=Europe/Berlin:20270328T030000", "28 Mar 03:30-04:00"),
        ("DTSTART;VALUE=DATE:20261124", "24 Nov to 24 Nov"),
        ("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125", "24 Nov to 24 Nov"),
        ("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261124", "24 Nov to 24 Nov"),
        ("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261128", "24 Nov to 27 Nov"),
        ("DTSTART;VALUE=DATE:20261124\nDURATION:P3D", "24 Nov to 26 Nov"),
        ("DTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261026", "24 Oct to 25 Oct"),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261124T000000\nDTEND;TZID=W. Europe Standard Time:20261126T000000\n"
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "24 Nov to 25 Nov",
        ),
        (
            "DTSTART:20261123T230000Z\nDTEND:20261124T230000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "24 Nov to 24 Nov",
        ),
        (
            "DTSTART:20261123T220000Z\nDTEND:20261124T220000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "24 Nov to 24 Nov",
        ),
        ("DTSTART:20261124T050000Z\nDURATION:P2D\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "24 Nov to 25 Nov"),
    ],
)
def test_an_event_lasts_as_long_as_it_says(lines: str, expected: str) -> None:
    assert told(read(f"UID:1\n{lines}")) == [expected]


def weekly(*lines: str, start: str = "20261201T090000") -> str:
    """Give a series of an hour each, in Berlin; 1 December 2026 is a Tuesday."""
    return "\n".join(["UID:w", f"DTSTART;TZID=Europe/Berlin:{start}", "DURATION:PT1H", "SUMMARY:Weekly", *lines])


FOUR = "RRULE:FREQ=WEEKLY;COUNT=4"


def days(found: CalendarRead) -> list[str]:
    """Give the starts of instances in short: `01 Dec 09:00`."""
    return [line[:12] for line in told(found)]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20261201", "FREQ=WEEKLY;COUNT=3", "01 Dec, 08 Dec, 15 Dec"),
        ("20261201", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261229T080000Z", "01 Dec, 15 Dec, 29 Dec"),
        # The day of UNTIL counts, though nine o'clock is after its midnight.
        ("20261201", "FREQ=WEEKLY;UNTIL=20261215", "01 Dec, 08 Dec, 15 Dec"),
        ("20261201", "FREQ=WEEKLY;UNTIL=20261215T090000", "01 Dec, 08 Dec, 15 Dec"),
        ("20261201", "FREQ=WEEKLY;UNTIL=20261215T075959Z", "01 Dec, 08 Dec"),
        ("20261201", "FREQ=DAILY;INTERVAL=3;COUNT=3", "01 Dec, 04 Dec, 07 Dec"),
        ("20261201", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", "01 Dec, 03 Dec, 08 Dec, 10 Dec"),
        ("20261201", "FREQ=MONTHLY;BYDAY=1TU;COUNT=3", "01 Dec, 05 Jan, 02 Feb"),
        ("20261231", "FREQ=MONTHLY;COUNT=3", "31 Dec, 31 Jan, 31 Mar"),
        ("20261130", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "30 Nov, 31 Dec, 29 Jan"),
        ("20261201", "freq=weekly;count=2;", "01 Dec, 08 Dec"),
        ("20201201", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261106", "27 Oct"),
        ("20160131", "FREQ=MONTHLY;INTERVAL=6", "31 Jan, 31 Jul"),
        ("20161124", "FREQ=YEARLY;INTERVAL=5", "24 Nov"),
        # A birthday of Apple, whose year is not known.
        ("16041124", "FREQ=YEARLY", "24 Nov, 24 Nov"),
        ("20240229", "FREQ=YEARLY", ""),
        # All of the series was deleted.
        ("20261201", "FREQ=WEEKLY;UNTIL=20261124T080000Z", ""),
        ("20201020", "FREQ=WEEKLY;COUNT=314", "20 Oct"),
    ],
)
def test_what_repeats_is_there_on_its_days(start: str, rule: str, expected: str) -> None:
    found = days(read(weekly(f"RRULE:{rule}", start=f"{start}T090000")))
    assert found == ([f"{day} 09:00" for day in expected.split(", ")] if expected else [])


def test_a_meeting_at_nine_is_at_nine_after_the_clocks_change() -> None:
    found = read(weekly("RRULE:FREQ=WEEKLY;COUNT=3", start="20270321T090000"))
    assert days(found) == ["21 Mar 09:00", "28 Mar 09:00", "04 Apr 09:00"]
    assert [event.starts_at.hour for event in found.events] == [8, 7, 7]


def test_maintenance_ends_at_six_also_in_the_nights_that_are_longer_and_shorter() -> None:
    night = (
        "UID:1\nDTSTART;TZID=Europe/Berlin:{0}T220000\nDTEND;TZID=Europe/Berlin:{1}T060000\nRRULE:FREQ=WEEKLY;COUNT=2"
    )
    autumn = told(read(night.format("20261017", "20261018"), first=date(2026, 10, 1)))
    spring = told(read(night.format("20270320", "20270321")))
    assert [line[:18] for line in autumn] == ["17 Oct 22:00-06:00", "24 Oct 22:00-06:00"]
    assert [line[:18] for line in spring] == ["20 Mar 22:00-06:00", "27 Mar 22:00-06:00"]


def test_a_series_of_whole_days_has_days_for_instances() -> None:
    series = "UID:1\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;UNTIL=20261215\nEXDATE;VALUE=DATE:20261208"
    assert told(read(series)) == ["01 Dec to 01 Dec (2026-12-01)", "15 Dec to 15 Dec (2026-12-15)"]


@pytest.mark.parametrize(
    "until",
    ["20261215", "20261214T230000Z", "20261215T000000Z", "20261215T225959Z", "20261215T235959Z", "20261215T050000Z"],
)
def test_until_of_whole_days_means_the_day_however_it_is_written(until: str) -> None:
    series = f"UID:1\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;UNTIL={until}"
    assert [event.instance for event in read(series).events] == ["2026-12-01", "2026-12-08", "2026-12-15"]


@pytest.mark.parametrize(
    "lines",
    [
        ["EXDATE;TZID=Europe/Berlin:20261208T090000,20261222T090000"],
        ["EXDATE;TZID=Europe/Berlin:20261208T090000", "EXDATE:20261222T080000Z"],
        ["EXDATE;VALUE=DATE:20261208,20261222"],
        ["EXDATE:20261208T090000,20261222T090000"],
        ["EXDATE;TZID=America/New_York:20261208T030000,20261222T030000"],
        ["EXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "EXDATE:20261208T080000Z", "RDATE:20261201T080000Z"],
    ],
)
def test_what_is_taken_out_of_a_series_is_not_there(lines: list[str]) -> None:
    expected = [] if "EXRULE" in lines[0] else ["01 Dec 09:00", "15 Dec 09:00"]
    found = days(read(weekly(FOUR, *lines)))
    assert found == (expected or ["22 Dec 09:00"])


def test_further_dates_are_added_with_their_own_length_where_they_are_periods() -> None:
    series = weekly(
        "RDATE;TZID=Europe/Berlin:20261203T140000",
        "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20261204T090000/PT3H,20261205T090000/20261205T110000",
    )
    assert told(read(series)) == [
        "01 Dec 09:00-10:00 (2026-12-01T08:00:00Z)",
        "03 Dec 14:00-15:00 (2026-12-03T13:00:00Z)",
        "04 Dec 09:00-12:00 (2026-12-04T08:00:00Z)",
        "05 Dec 09:00-11:00 (2026-12-05T08:00:00Z)",
    ]


def instead(original: str, *lines: str) -> str:
    """Give what stands for one instance of the weekly series."""
    return "\n".join(["UID:w", f"RECURRENCE-ID{original}", "SUMMARY:Weekly", *lines])


def test_a_moved_instance_is_known_by_its_original_start() -> None:
    moved = instead(
        ";TZID=Europe/Berlin:20261208T090000", "DTSTART;TZID=Europe/Berlin:20261209T140000", "DURATION:PT2H"
    )
    assert told(read(moved, weekly(FOUR))) == [
        "01 Dec 09:00-10:00 (2026-12-01T08:00:00Z)",
        "09 Dec 14:00-16:00 (2026-12-08T08:00:00Z)",
        "15 Dec 09:00-10:00 (2026-12-15T08:00:00Z)",
        "22 Dec 09:00-10:00 (2026-12-22T08:00:00Z)",
    ]


@pytest.mark.parametrize("original", [":20261208T080000Z", ";VALUE=DATE:20261208", ":20261208T090000"])
def test_an_original_start_may_be_written_in_another_way(original: str) -> None:
    found = read(weekly(FOUR), instead(original, "DTSTART:20261210T080000Z"))
    assert [event.instance[:10] for event in found.events] == ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"]
    assert days(found)[1] == "10 Dec 09:00"


def test_an_instance_can_move_into_the_span_and_out_of_it() -> None:
    out = instead(":20261208T080000Z", "DTSTART:20280110T080000Z")
    into = instead(":20280104T080000Z", "DTSTART:20261224T080000Z")
    found = read(weekly("RRULE:FREQ=WEEKLY"), out, into, first=date(2026, 12, 1), last=date(2026, 12, 31))
    assert told(found) == [
        "01 Dec 09:00-10:00 (2026-12-01T08:00:00Z)",
        "15 Dec 09:00-10:00 (2026-12-15T08:00:00Z)",
        "22 Dec 09:00-10:00 (2026-12-22T08:00:00Z)",
        "24 Dec 09:00-09:00 (2028-01-04T08:00:00Z)",
        "29 Dec 09:00-10:00 (2026-12-29T08:00:00Z)",
    ]


def test_a_cancelled_instance_says_so_even_where_it_says_nothing_else() -> None:
    cancelled = "UID:w\nRECURRENCE-ID:20261208T080000Z\nSTATUS:CANCELLED"
    found = read(weekly("RRULE:FREQ=WEEKLY;COUNT=2"), cancelled)
    assert told(found) == [
        "01 Dec 09:00-10:00 (2026-12-01T08:00:00Z)",
        "08 Dec 09:00-10:00 (2026-12-08T08:00:00Z) cancelled",
    ]
    assert [event.title for event in found.events] == ["Weekly", "Weekly"]


def test_a_cancelled_series_cancels_each_instance() -> None:
    found = read(weekly("RRULE:FREQ=WEEKLY;COUNT=2", "STATUS:CANCELLED"))
    assert [event.status for event in found.events] == ["cancelled", "cancelled"]


def test_a_calendar_that_cancels_cancels_what_is_in_it() -> None:
    found = read(weekly(), head="METHOD:CANCEL\n")
    assert (found.method, [event.status for event in found.events]) == ("CANCEL", ["cancelled"])


def test_a_change_of_this_and_future_moves_all_that_follow() -> None:
    later = instead(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261215T090000",
        "DTSTART;TZID=Europe/Berlin:20261216T110000",
        "DURATION:PT30M",
        "LOCATION:Room 2",
    )
    single = instead(";TZID=Europe/Berlin:20261222T090000", "DTSTART;TZID=Europe/Berlin:20261223T080000")
    found = read(weekly("RRULE:FREQ=WEEKLY;COUNT=5"), later, single)
    assert told(found) == [
        "01 Dec 09:00-10:00 (2026-12-01T08:00:00Z)",
        "08 Dec 09:00-10:00 (2026-12-08T08:00:00Z)",
        "16 Dec 11:00-11:30 (2026-12-15T08:00:00Z)",
        "23 Dec 08:00-08:00 (2026-12-22T08:00:00Z)",
        "30 Dec 11:00-11:30 (2026-12-29T08:00:00Z)",
    ]
    assert [event.place for event in found.events] == ["", "", "Room 2", "", "Room 2"]


def test_this_and_future_can_be_cancelled() -> None:
    end = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261208T080000Z\nSTATUS:CANCELLED"
    found = read(weekly("RRULE:FREQ=WEEKLY;COUNT=3"), end)
    assert [event.status for event in found.events] == ["confirmed", "cancelled", "cancelled"]


def test_the_newer_of_two_holds() -> None:
    def say(place: str, sequence: int, stamp: str) -> str:
        return weekly(f"LOCATION:{place}", f"SEQUENCE:{sequence}", f"DTSTAMP:202611{stamp}T000000Z")

    found = read(say("late", 2, "01"), say("newest", 2, "02"), say("old", 1, "03"))
    assert [event.place for event in found.events] == ["newest"]


def test_days_of_one_uid_that_are_written_out_are_events_of_their_own() -> None:
    one, other = (f"UID:d\nDTSTART:202611{day}T080000Z\nSEQUENCE:1" for day in (24, 25))
    found = read(one, other, "UID:d\nDTSTART:20261126T080000Z\nSEQUENCE:0", f"{one}\nDTSTAMP:20261101T000000Z")
    assert told(found) == ["24 Nov 09:00-09:00 (2026-11-24T08:00:00Z)", "25 Nov 09:00-09:00 (2026-11-25T08:00:00Z)"]


def test_an_evening_that_becomes_a_whole_day_is_still_that_instance() -> None:
    """Seven in the evening in New York is midnight as it is written in UTC."""
    evening = "UID:w\nDTSTART;TZID=America/New_York:20261124T190000\nRRULE:FREQ=WEEKLY;COUNT=2"
    found = read(evening, instead(":20261125T000000Z", "DTSTART;VALUE=DATE:20261124"))
    assert told(found) == [
        "24 Nov to 24 Nov (2026-11-25T00:00:00Z)",
        "02 Dec 01:00-01:00 (2026-12-02T00:00:00Z)",
    ]


@pytest.mark.parametrize(
    ("title", "busy", "status"),
    [
        ("Canceled: Patching", "FREE", "cancelled"),
        ("Canceled: Patching", "BUSY", "confirmed"),
        ("Patching", "FREE", "confirmed"),
    ],
)
def test_free_time_whose_title_says_cancelled_is_cancelled(title: str, busy: str, status: str) -> None:
    event = f"UID:1\nDTSTART:20261124T080000Z\nSUMMARY:{title}\nX-MICROSOFT-CDO-BUSYSTATUS:{busy}"
    assert [one.status for one in read(event).events] == [status]


def test_an_instance_whose_series_is_not_in_the_file_is_an_event_of_its_own() -> None:
    found = read(instead(":20261208T080000Z", "DTSTART:20261209T080000Z"))
    assert told(found) == ["09 Dec 09:00-09:00 (2026-12-08T08:00:00Z)"]


def test_an_event_without_a_uid_is_known_by_its_start_and_title() -> None:
    one, other = "DTSTART:20261124T080000Z\nSUMMARY:One", "DTSTART:20261124T080000Z\nSUMMARY:Other"
    first, again = read(one, other), read(f"DESCRIPTION:more\n{one}")
    assert len(first.uids) == 2
    assert again.uids < first.uids


def test_events_of_the_edges_are_those_that_touch_the_days() -> None:
    """Midnights of Berlin are at 23:00 UTC: what ends there has ended, what begins there has not begun."""
    times = {
        "ended": ("20261122T100000Z", "20261122T230000Z"),
        "reaches in": ("20261122T100000Z", "20261122T230001Z"),
        "a moment": ("20261122T230000Z", "20261122T230000Z"),
        "reaches out": ("20261123T225900Z", "20261124T100000Z"),
        "next day": ("20261123T230000Z", "20261124T100000Z"),
    }
    events = [f"UID:{name}\nDTSTART:{start}\nDTEND:{end}" for name, (start, end) in times.items()]
    found = read(*events, first=date(2026, 11, 23), last=date(2026, 11, 23))
    assert {event.uid for event in found.events} == {"reaches in", "a moment", "reaches out"}
    assert found.uids == set(times)


def test_calendars_in_one_file_have_zones_and_names_of_their_own() -> None:
    one = "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:{0}\r\nX-WR-CALNAME:{0}\r\nBEGIN:VEVENT\r\nUID:{0}\r\n"
    one += "DTSTART:20261124T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    data = "".join(one.format(zone) for zone in ("Europe/Berlin", "America/New_York")).encode()
    found = read_calendar(data, BERLIN, FIRST, LAST)
    assert (found.name, days(found)) == ("Europe/Berlin", ["24 Nov 09:00", "24 Nov 15:00"])


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("RRULE:FREQ=SECONDLY", "repeats by the second"),
        ("RRULE:FREQ=MINUTELY;COUNT=3", "repeats by the minute"),
        ("RRULE:FREQ=HOURLY", "repeats by the hour"),
        ("RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", "repeats more than 24 times a day"),
        ("RRULE:FREQ=DAILY;BYMINUTE=0,30;BYHOUR=1,2,3,4,5,6,7", "repeats more than 5,000 times"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "its rule never falls on a day"),
        ("RRULE:FREQ=YEARLY;BYWEEKNO=54", "its rule never falls on a day"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", '"INTERVAL=0" is not understood in its rule'),
        ("RRULE:FREQ=DAILY;COUNT=0", '"COUNT=0" is not understood in its rule'),
        ("RRULE:FREQ=DAILY;COUNT=99999999999999", '"COUNT=99999999999999" is not understood in its rule'),
        ("RRULE:FREQ=DAILY;FREQ=DAILY", '"FREQ=DAILY" is not understood in its rule'),
        ("RRULE:FREQ=DAILY;BYEASTER=1", '"BYEASTER=1" is not understood in its rule'),
        ("RRULE:FREQ=DAILY;BYSETPOS=400", '"FREQ=DAILY;BYSETPOS=400" is no rule'),
        ("RRULE:FREQ=DAILY;UNTIL=soon", '"SOON" is no time'),
        ("RRULE:", '"" is no rule'),
        ("RRULE:" + "FREQ=DAILY;" * 300, "its rule is longer than 3,000 characters"),
        ("RRULE:FREQ=WEEKLY\n" * 5, "has more than 4 rules"),
        ("RDATE:" + "20261124T080000Z," * 2000 + "20261124T080000Z", "lists more than 2,000 times in RDATE"),
        (
            "EXDATE:" + "20261124T080000Z," * 2000 + "20261124T080000Z\nRDATE:20261124T080000Z",
            "lists more than 2,000 times in EXDATE",
        ),
        ("RDATE:20261124T080000Z/20261123T080000Z", "ends before it begins"),
        ("DTEND:20261123T080000Z", "ends before it begins"),
        ("DURATION:-PT1H", "ends before it begins"),
        ("DURATION:tomorrow", '"tomorrow" is no duration'),
        ("DURATION:P400D", "lasts longer than a year"),
        ("DURATION:PT99999999999H", '"PT99999999999H" is no duration'),
        ("DTEND:20281124T080000Z", "lasts longer than a year"),
        ("DTEND;VALUE=DATE:20261125", "begins or ends with a day, but not both"),
        ("DTEND;TZID=Mars/Olympus:20261125T080000", 'its time zone "Mars/Olympus" is not known'),
        ("RECURRENCE-ID:never", '"never" is no time'),
    ],
)
def test_a_broken_event_is_named_and_costs_only_itself(lines: str, reason: str) -> None:
    broken = f"UID:b@example.com\nSUMMARY:Backup window\nDTSTART:20261124T080000Z\n{lines}"
    found = read(broken, "UID:sound\nDTSTART:20261124T080000Z")
    assert found.skipped == [f"Backup window (uid b@example.com): {reason}"]
    assert [event.uid for event in found.events] == ["sound"]
    assert (set(found.uids), set(found.broken)) == ({"sound"}, {"b@example.com"})


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("SUMMARY:No start", "has no start"),
        ("DTSTART:20261324T080000Z", '"20261324T080000Z" is no time'),
        ("DTSTART;TZID=Nowhere:20261124T080000", 'its time zone "Nowhere" is not known'),
        ("DTSTART:00010101T000000\nRRULE:FREQ=DAILY;COUNT=9", "counts its occurrences from 1 on"),
    ],
)
def test_an_event_that_has_no_time_is_skipped(lines: str, reason: str) -> None:
    [skipped] = read(f"UID:b\n{lines}").skipped
    assert skipped.endswith(f"(uid b): {reason}")


@pytest.mark.parametrize("start", ["00010101T000000", "00010101", "99991231T235959Z", "99991231", "45010101T000000"])
@pytest.mark.parametrize("rule", ["", "\nRRULE:FREQ=DAILY;COUNT=2", "\nRRULE:FREQ=YEARLY"])
def test_a_start_in_a_year_out_of_reach_harms_nothing(start: str, rule: str) -> None:
    found = read(f"UID:b\nDTSTART:{start}{rule}", "UID:sound\nDTSTART:20261124T080000Z")
    assert "sound" in {event.uid for event in found.events}


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "TZOFFSETTO:+99:99",
        "DTSTART:x",
        "RDATE:" + "20261124T000000," * 2001 + "20261124T000000",
    ],
)
def test_a_zone_that_is_not_sound_is_not_known(rule: str) -> None:
    times = f"DTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{rule}\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\n{times}END:STANDARD\nEND:VTIMEZONE\n"
    found = read("UID:b\nDTSTART;TZID=Odd:20261124T080000", head=zone)
    assert found.skipped == ['An event without a title (uid b): its time zone "Odd" is not known']


def test_a_zone_can_list_its_changes() -> None:
    zone = """BEGIN:VTIMEZONE
TZID:Listed
BEGIN:STANDARD
DTSTART:20200101T000000
RDATE:20261124T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260601T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
    events = [f"UID:{day}\nDTSTART;TZID=Listed:202611{day}T120000" for day in (23, 24)]
    assert [event.starts_at.hour for event in read(*events, head=zone).events] == [10, 11]


def test_foreign_text_is_cleaned() -> None:
    [event] = read(
        "UID:\x1b[31mu\nDTSTART:20261124T080000Z\nSUMMARY:\x1b[2JPay\u202e now\nURL:javascript:alert(1)"
    ).events
    assert (event.uid, event.title, event.url) == ("u", "Pay now", "")


def test_five_thousand_events_are_read() -> None:
    old = [f"UID:old{number}\nDTSTART:20160101T080000Z\nSUMMARY:Long ago" for number in range(2500)]
    new = [f"UID:{number}\nDTSTART:20261124T080000Z\nSUMMARY:Soon" for number in range(2500)]
    found = read(*old, *new)
    assert (len(found.events), len(found.uids), found.skipped) == (2500, 5000, [])


def test_what_takes_too_long_is_refused_as_a_whole() -> None:
    ticks = iter(range(0, 1000, 3))
    data = b"BEGIN:VCALENDAR\n" + b"".join(
        b"BEGIN:VEVENT\nUID:%d\nDTSTART:20261124T080000Z\nEND:VEVENT\n" % number for number in range(5)
    )
    with pytest.raises(Refused, match="longer than 8 seconds"):
        read_calendar(data + b"END:VCALENDAR\n", BERLIN, FIRST, LAST, clock=lambda: next(ticks))


@pytest.mark.parametrize(("size", "cut"), [(2, None), (3, date(2027, 5, 25)), (8, date(2027, 2, 5))])
def test_of_more_than_a_schedule_can_hold_what_repeats_is_read_less_far_ahead(
    monkeypatch: pytest.MonkeyPatch, size: int, cut: date | None
) -> None:
    monkeypatch.setattr("techday.exchange.ical_events.MOST_EVENTS", 900)
    daily = [f"UID:{number}\nDTSTART:20261020T080000Z\nRRULE:FREQ=DAILY" for number in range(size)]
    found = read(*daily, "UID:once\nDTSTART:20271227T080000Z")
    assert "once" in {event.uid for event in found.events}
    assert (found.cut and found.cut.astimezone(BERLIN).date()) == cut


def test_more_instances_than_a_schedule_can_hold_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("techday.exchange.ical_events.MOST_EVENTS", 900)
    with pytest.raises(Refused, match="More than 900 events"):
        read(*(f"UID:{number}\nDTSTART:20261020T080000Z\nRRULE:FREQ=DAILY" for number in range(9)))
