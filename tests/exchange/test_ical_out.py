"""What a calendar file says: one event for each item, one for a series, and nothing that a title could add to it."""

import io
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # has no types
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types
from dateutil.tz import tzical  # type: ignore[import-untyped]  # has no types
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from inline_snapshot import snapshot

from techday import __version__
from techday.core.instants import from_text, to_text
from techday.exchange.ical_out import Surroundings, calendar_file
from techday.exchange.ical_zone import zone_component
from techday.schedule.store import ItemRow
from techday.settings import Technician
from tests.conftest import examples

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
ROBIN = Technician(name="Robin Vale", email="robin@example.org")
USUAL: dict[str, Any] = {
    **dict.fromkeys(ItemRow._fields),
    **dict.fromkeys("instance place technician note reason answered imported".split(), ""),
    "id": 1,
    "uid": "move@techday",
    "title": "Move the servers",
    "kind": "on-site",
    "starts_at": "2026-11-24T08:00:00Z",
    "ends_at": "2026-11-24T10:00:00Z",
    "all_day": 0,
    "state": "proposed",
    "created_at": "2026-11-20T07:00:00Z",
}
CHRISTMAS = {
    "all_day": 1,
    "first_day": "2026-12-24",
    "last_day": "2026-12-26",
    "starts_at": "2026-12-23T23:00:00Z",
    "ends_at": "2026-12-26T23:00:00Z",
}


def item(**fields: Any) -> ItemRow:
    """Give an item that says something else than the usual."""
    return ItemRow(**{**USUAL, **fields})


def written(
    *rows: ItemRow, rules: dict[int, str] | None = None, zone: tzinfo = BERLIN, me: Technician = ROBIN
) -> bytes:
    """Give items as a calendar file."""
    return calendar_file(rows, Surroundings(me, zone, NOW, rules or {}))


def events_of(raw: bytes) -> list[Any]:
    """Give the events of a calendar file, as a reader finds them."""
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def event_of(**fields: Any) -> Any:
    """Give the event of an item that says something else than the usual."""
    (event,) = events_of(written(item(**fields)))
    return event


def test_an_item_is_an_event_in_utc_with_its_answer() -> None:
    row = item(place="2 Harbour Street", client_name="Alder Foods", note="Ring twice.\nThen wait.")
    text = written(row).decode()
    assert "\r\n" in text
    assert "\n" not in text.replace("\r\n", "")
    assert text.replace("\r\n", "\n").replace(f" {__version__}//", "//") == snapshot("""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//techday//techday//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Schedule of Robin Vale
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Move the servers
DTSTART:20261124T080000Z
DTEND:20261124T100000Z
DTSTAMP:20261123T081400Z
UID:move@techday
ATTENDEE;CN="Robin Vale";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:mailto
 :robin@example.org
CATEGORIES:on-site,Alder Foods
CREATED:20261120T070000Z
DESCRIPTION:Ring twice.\\nThen wait.
LOCATION:2 Harbour Street
ORGANIZER;CN="Robin Vale":mailto:robin@example.org
STATUS:TENTATIVE
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
END:VEVENT
END:VCALENDAR
""")


@pytest.mark.parametrize(
    ("state", "partstat", "status", "transparency", "busy"),
    [
        ("proposed", "NEEDS-ACTION", "TENTATIVE", "OPAQUE", "TENTATIVE"),
        ("acknowledged", "ACCEPTED", "CONFIRMED", "OPAQUE", "BUSY"),
        ("declined", "DECLINED", "CONFIRMED", "TRANSPARENT", "FREE"),
        ("cancelled", "NEEDS-ACTION", "CANCELLED", "TRANSPARENT", "FREE"),
    ],
)
def test_the_answer_tells_how_the_time_is_shown(
    state: str, partstat: str, status: str, transparency: str, busy: str
) -> None:
    event = event_of(state=state, reason="Double booked")
    assert event["attendee"].params["PARTSTAT"] == partstat
    told = event["status"], event["transp"], event["x-microsoft-cdo-busystatus"], event["comment"]
    assert told == (status, transparency, busy, "Double booked")


def test_time_off_is_out_of_office_and_ends_before_the_day_after_it() -> None:
    event = event_of(**CHRISTMAS, kind="time-off", state="acknowledged")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 24), date(2026, 12, 27))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["x-microsoft-cdo-busystatus"] == "OOF"


def test_what_takes_no_time_has_no_end() -> None:
    event = event_of(ends_at=USUAL["starts_at"])
    assert "DTEND" not in event
    assert event.end == event.start == from_text(USUAL["starts_at"])


def test_the_name_of_the_site_stands_in_for_a_place() -> None:
    assert event_of(site="Main office")["location"] == "Main office"
    assert event_of(site="Main office", place="Cellar")["location"] == "Cellar"
    assert "LOCATION" not in event_of()
    assert "LOCATION" not in event_of(site="Main office", imported="{}")


def test_the_calendar_is_called_by_its_owner() -> None:
    assert b"X-WR-CALNAME:Schedule of Vale\\, Robin\\; IT\r\n" in written(me=Technician(name="Vale, Robin; IT"))


@pytest.mark.parametrize(
    ("client", "categories"),
    [
        (("Alder Foods", "ALD"), ["on-site", "Alder Foods"]),
        # A name that reads as a kind of item goes by its code, and not at all where that does too.
        (("Harbour Travel", "HAR"), ["on-site", "HAR"]),
        (("Harbour Travel", "TRAVEL"), ["on-site"]),
        ((None, None), ["on-site"]),
    ],
)
def test_the_client_is_a_category(client: tuple[str | None, str | None], categories: list[str]) -> None:
    name, code = client
    assert event_of(client_name=name, client=code)["categories"].cats == categories


HOSTILE = {
    "injected lines": "Lunch\r\nATTENDEE:mailto:boss@example.org\r\nEND:VEVENT",
    "a lone line feed": "Lunch\nRRULE:FREQ=SECONDLY",
    "all that is escaped": r'a,b;c:d\n\\N "e" ^n ^^',
    "very long": "W" * 10_000,
    "emoji where lines fold": "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{FIRE}" * 60,
    "text that runs backwards": "invoice\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe",
    "controls": "a\x00b\x1b[31mred\x07",
    "nothing": "",
    "blanks at the end": "x" * 74 + "   ",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_foreign_words_stay_words(words: str) -> None:
    """Wherever they stand, they begin no line of their own, and each line keeps to 75 octets (section 3.1)."""
    row = item(title=words, place=words, note=words, client_name=words, reason=words, technician=words)
    raw = written(
        row._replace(imported="{}", feed=words, uid=words, instance="2026-11-24T08:00:00Z"),
        me=Technician(name=words, email="robin@example.org"),
    )
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert not any(control in raw.replace(b"\r\n", b"") for control in (b"\r", b"\n", b"\x00", b"\x1b"))
    (event,) = events_of(raw)
    allowed = "ATTENDEE CATEGORIES COMMENT CREATED DESCRIPTION DTEND DTSTAMP DTSTART LOCATION ORGANIZER STATUS SUMMARY"
    more = "TRANSP UID X-MICROSOFT-CDO-BUSYSTATUS X-TECHDAY-RECURRENCE-ID X-TECHDAY-UID"
    assert set(event) <= {*allowed.split(), *more.split()}
    assert event["attendee"] is not None
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in event["summary"]


@pytest.mark.parametrize("words", ["Cables, switches; and: more", r"C:\new\table", "Straße \N{FIRE}", "50% \\; done"])
def test_words_are_read_back_as_they_were(words: str) -> None:
    event = event_of(title=words, note=f"{words}\n\n{words}")
    assert (event["summary"], event["description"]) == (words, f"{words}\n\n{words}")


@pytest.mark.parametrize(
    ("me", "name", "address"),
    [
        (Technician(name='Robin "Rob^" Vale', email="r@example.org"), "Robin 'Rob' Vale", "mailto:r@example.org"),
        (Technician(name="", email="Robin Vale <r@example.org>"), "Robin Vale", "mailto:r@example.org"),
        (Technician(name="Vale; Robin: IT, Berlin"), "Vale; Robin: IT, Berlin", "mailto:vale--robin--it--berlin@"),
        (Technician(email="r@x\r\nATTENDEE:boss@example.org"), "Technician", "mailto:technician@techday.invalid"),
        (Technician(), "Technician", "mailto:technician@techday.invalid"),
    ],
)
def test_the_user_is_the_attendee_with_an_address_or_without(me: Technician, name: str, address: str) -> None:
    (event,) = events_of(written(item(), me=me))
    assert event["attendee"].params["CN"] == name
    assert event["attendee"].startswith(address)
    # What the user planned, the user organises; an event with attendees needs somebody who does.
    assert event["organizer"] == event["attendee"]


def test_an_imported_item_is_organised_by_its_calendar_and_keeps_its_identity() -> None:
    event = event_of(uid="040000008200E00074C5B7101A82E008@exchange", imported="{}", feed="Dispatch")
    assert event["uid"] == "040000008200E00074C5B7101A82E008@exchange"
    assert event["organizer"].params["CN"] == "Dispatch"
    assert event["attendee"].params["CN"] == "Robin Vale"


def test_a_colleague_s_item_is_the_colleague_s_alone_and_takes_no_time_of_the_user() -> None:
    event = event_of(technician="Sam Reed, Ana Silva", state="acknowledged")
    assert [who.params["CN"] for who in event["attendee"]] == ["Sam Reed", "Ana Silva"]
    assert "Robin Vale" not in event.to_ical().decode()
    assert (event["transp"], event["x-microsoft-cdo-busystatus"]) == ("TRANSPARENT", "FREE")


def test_each_instance_of_an_imported_series_is_an_event_of_its_own() -> None:
    """Its rule is not kept, and Outlook has no place for a changed instance of a series that it does not know."""
    rows = [
        item(uid="standup", instance=at, starts_at=at, ends_at=at, imported="{}")
        for at in ("2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z")
    ]
    events = events_of(written(*rows))
    assert len({event["uid"] for event in events}) == 2
    assert not any("RECURRENCE-ID" in event for event in events)
    assert {(event["x-techday-uid"], event["x-techday-recurrence-id"]) for event in events} == {
        ("standup", "20261124T080000Z"),
        ("standup", "20261125T080000Z"),
    }
    assert [event["uid"] for event in events] == [event["uid"] for event in events_of(written(*rows))]


def test_a_calendar_without_items_still_holds_something() -> None:
    raw = written()
    calendar = Calendar.from_ical(raw)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
    assert (calendar["version"], calendar["x-wr-timezone"]) == ("2.0", "Europe/Berlin")


# --- what repeats ---


def weekly(count: int, state: str = "proposed") -> list[ItemRow]:
    """Give the items of a series on Mondays at 9:00 in Berlin, from 15 March 2027 on: two weeks before summer time."""
    starts = [datetime(2027, 3, 15, 9, tzinfo=BERLIN) + timedelta(weeks=week) for week in range(count)]
    return [
        item(
            id=number,
            uid="weekly@techday",
            series_id=1,
            title="Patch round",
            state=state,
            instance=to_text(at),
            starts_at=to_text(at),
            ends_at=to_text(at + timedelta(hours=1)),
        )
        for number, at in enumerate(starts, start=1)
    ]


MONDAYS = {1: "FREQ=WEEKLY;BYDAY=MO"}


def times(event: Any) -> tuple[str, ...]:
    """Give the lines of an event that say when it is."""
    lines = event.to_ical().decode().replace("\r\n ", "").split("\r\n")
    names = ("DTSTART", "DTEND", "RRULE", "EXDATE", "RECURRENCE-ID")
    return tuple(line for line in lines if line.startswith(names))


def test_a_series_is_one_event_in_the_technician_s_zone() -> None:
    (event,) = events_of(written(*weekly(5), rules=MONDAYS))
    assert times(event) == (
        "DTSTART;TZID=Europe/Berlin:20270315T090000",
        "DTEND;TZID=Europe/Berlin:20270315T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20270412T070000Z;BYDAY=MO",
    )


def test_what_differs_in_a_series_stands_beside_it() -> None:
    rows = weekly(6)
    rows[1] = rows[1]._replace(state="acknowledged")
    rows[3] = rows[3]._replace(starts_at="2027-04-06T12:00:00Z", ends_at="2027-04-06T13:00:00Z")
    del rows[4]
    series, answered, moved = events_of(written(*rows, rules=MONDAYS))
    assert times(series)[2:] == (
        "RRULE:FREQ=WEEKLY;UNTIL=20270419T070000Z;BYDAY=MO",
        "EXDATE;TZID=Europe/Berlin:20270412T090000",
    )
    assert series["uid"] == answered["uid"] == moved["uid"] == "weekly@techday"
    assert answered["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert times(answered)[2] == "RECURRENCE-ID;TZID=Europe/Berlin:20270322T090000"
    assert times(moved) == (
        "DTSTART;TZID=Europe/Berlin:20270406T140000",
        "DTEND;TZID=Europe/Berlin:20270406T150000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20270405T090000",
    )


def test_the_night_in_which_the_clocks_change_stands_beside_its_series() -> None:
    """From 1:00 to 4:00 is two hours then, and calendars differ in what they make of that."""
    starts = [datetime(2027, 3, day, 1, tzinfo=BERLIN) for day in (14, 21, 28)]
    rows = [
        item(
            uid="night@techday",
            series_id=1,
            instance=to_text(at),
            starts_at=to_text(at),
            ends_at=to_text(at.replace(hour=4)),
        )
        for at in starts
    ]
    _, changed = events_of(written(*rows, rules={1: "FREQ=WEEKLY"}))
    assert changed.end - changed.start == timedelta(hours=3)
    assert changed["recurrence-id"].dt == starts[2]


def test_a_series_of_whole_days_is_one_event_of_days() -> None:
    rows = [
        item(uid="days", series_id=1, instance=day, all_day=1, first_day=day, last_day=day)
        for day in ("2026-12-01", "2026-12-08", "2026-12-22")
    ]
    (event,) = events_of(written(*rows, rules={1: "FREQ=WEEKLY;COUNT=9"}))
    assert times(event) == (
        "DTSTART;VALUE=DATE:20261201",
        "DTEND;VALUE=DATE:20261202",
        "RRULE:FREQ=WEEKLY;UNTIL=20261222",
        "EXDATE;VALUE=DATE:20261215",
    )


@pytest.mark.parametrize(
    ("rows", "rule", "zone"),
    [
        (weekly(3), "FREQ=WEEKLY;BYDAY=MO", ZoneInfo("Africa/Casablanca")),
        (weekly(3), "FREQ=WEEKLY;BYDAY=TU", BERLIN),
        (weekly(3, "cancelled"), "FREQ=WEEKLY;BYDAY=MO", BERLIN),
    ],
    ids=["a zone without rules", "a first day beside the rule", "nothing is left"],
)
def test_a_series_that_its_rule_does_not_give_is_written_one_by_one(
    rows: list[ItemRow], rule: str, zone: tzinfo
) -> None:
    events = events_of(written(*rows, rules={1: rule}, zone=zone))
    assert [to_text(event.start) for event in events] == [row.starts_at for row in rows]
    assert not any("RRULE" in event for event in events)


class Plan(NamedTuple):
    """A series as somebody made it."""

    rule: str
    first: date
    zone: str
    hour: int
    minutes: int


PLANS = st.builds(
    Plan,
    st.sampled_from(
        [
            *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR"),
            *("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;COUNT=9", "FREQ=YEARLY"),
            *("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=2", "FREQ=WEEKLY;UNTIL=20270601;WKST=SU;INTERVAL=2;BYDAY=SU,MO"),
        ]
    ),
    st.dates(date(2026, 9, 1), date(2027, 5, 1)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Africa/Casablanca"]),
    st.integers(4, 23),
    st.sampled_from([0, 30, 60, 600]),
)
CHANGES = ("kept", "kept", "kept", "gone", "acknowledged", "declined", "moved", "renamed")


@examples(15)
@given(PLANS, st.integers(0, 3), st.lists(st.sampled_from(CHANGES), min_size=2, max_size=14))
def test_whatever_became_of_a_series_a_reader_finds_its_items(plan: Plan, begun: int, changes: list[str]) -> None:
    zone = ZoneInfo(plan.zone)
    days = rrulestr(plan.rule, dtstart=datetime.combine(plan.first, datetime.min.time()))
    rows = []
    for number, day in enumerate(islice(days, begun, begun + len(changes))):
        at = day.replace(hour=plan.hour, tzinfo=zone)
        row = item(uid="series@techday", series_id=1, instance=to_text(at))
        moved = timedelta(hours=1) if changes[number] == "moved" else timedelta(0)
        start, end = (to_text(at.astimezone(UTC) + moved + more) for more in (timedelta(0), plan.minutes * MINUTE))
        row = row._replace(starts_at=start, ends_at=end)
        if changes[number] in ("acknowledged", "declined"):
            row = row._replace(state=changes[number])
        if changes[number] == "renamed":
            row = row._replace(title="Something else")
        rows += [] if changes[number] == "gone" else [row]
    found = recurring_ical_events.of(Calendar.from_ical(written(*rows, rules={1: plan.rule}, zone=zone)))
    seen = [
        (to_text(event.start), to_text(event.end), str(event["summary"]), event["attendee"].params["PARTSTAT"])
        for event in found.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
    ]
    answers = {"proposed": "NEEDS-ACTION", "acknowledged": "ACCEPTED", "declined": "DECLINED"}
    assert sorted(seen) == sorted((row.starts_at, row.ends_at, row.title, answers[row.state]) for row in rows)


MINUTE = timedelta(minutes=1)


# --- zones ---


@pytest.mark.parametrize(
    "name",
    ["Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Auckland"],
)
def test_a_zone_is_written_so_that_others_read_its_clocks(name: str) -> None:
    component = zone_component(ZoneInfo(name), 2026)
    assert component is not None
    text = component.to_ical().decode()
    assert "RDATE" not in text
    read = tzical(io.StringIO(text)).get(name)
    wall = datetime(2026, 1, 1, 12)  # noqa: DTZ001  # the clock on the wall, in two readings of one zone
    while wall.year < 2029:
        assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=ZoneInfo(name)).utcoffset(), wall
        wall += timedelta(days=1)


def test_a_zone_whose_clocks_follow_no_rule_is_not_written() -> None:
    assert zone_component(ZoneInfo("Africa/Casablanca"), 2026) is None
    assert "VTIMEZONE" not in written(item(), zone=ZoneInfo("Africa/Casablanca")).decode()
