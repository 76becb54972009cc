"""Calendar files before they are understood: what is a whole calendar, and what is refused in one line."""

import pytest

from techday.errors import Refused
from techday.exchange.ical_text import MOST_BYTES, Line, called, line_of, take_apart, text_of

EVENT = "BEGIN:VEVENT\nUID:1\nSUMMARY:Grüße\nEND:VEVENT\n"
CALENDAR = f"BEGIN:VCALENDAR\n{EVENT}END:VCALENDAR\n"


def values(data: bytes) -> dict[str, str]:
    """Give the lines of the only event of a calendar."""
    [[event]] = take_apart(data).events.values()
    return {line.name: line.value for line in event.lines()}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CALENDAR.encode(), id="UTF-8"),
        pytest.param(CALENDAR.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(CALENDAR.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + CALENDAR.encode("utf-16-be"), id="UTF-16, big-endian"),
        pytest.param(CALENDAR.encode("cp1252"), id="cp1252"),
        pytest.param(CALENDAR.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(CALENDAR.replace("\n", "\r").encode(), id="CR"),
        pytest.param(CALENDAR.replace("\n", "\r\r\n").encode(), id="CR twice"),
        pytest.param(f"\n\n{CALENDAR}\n\n".encode(), id="blank lines around it"),
        pytest.param(CALENDAR.replace("SUMMARY:G", "SUMMARY:\n G").encode(), id="folded"),
        pytest.param(CALENDAR.replace("rüß", "r\n\tü\n ß").encode(), id="folded twice"),
        pytest.param(CALENDAR.encode().replace(b"\xc3\xbc", b"\xc3\n \xbc"), id="folded within a character"),
        pytest.param(CALENDAR.replace("BEGIN", "begin").replace("SUMMARY", "Summary").encode(), id="small letters"),
        pytest.param(CALENDAR.encode()[:-1], id="without the last line end"),
    ],
)
def test_a_calendar_is_read_however_it_is_written(data: bytes) -> None:
    assert values(data) == {"UID": "1", "SUMMARY": "Grüße"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The calendar is empty"),
        (b" \r\n\n", "The calendar is empty"),
        (b"\xef\xbb\xbf", "The calendar is empty"),
        (b"<!DOCTYPE html><html>", "This is a web page, not a calendar"),
        (b'<?xml version="1.0"?><html>', "This is a web page, not a calendar"),
        (
            b"BEGIN:VCALENDAR\nMETHOD:Counter\nEND:VCALENDAR\n",
            "This is an answer to an invitation (METHOD:COUNTER), not what the calendar says",
        ),
        (b"\n<html>BEGIN:VCALENDAR", "This is a web page, not a calendar"),
        (b"Subject,Start Date\n", "This is no calendar: it does not begin with BEGIN:VCALENDAR"),
        (b"PK\x03\x04\0\0", "This is no calendar: it does not begin with BEGIN:VCALENDAR"),
        (EVENT.encode(), "This is no calendar: it does not begin with BEGIN:VCALENDAR"),
        (CALENDAR.replace("Gr", "\0").encode(), "The calendar is damaged: there are NUL bytes in it"),
        (b"BEGIN:VCALENDAR", "The calendar is cut off: END:VCALENDAR is missing"),
        (CALENDAR.encode()[:-15], "The calendar is cut off: END:VCALENDAR is missing"),
        (CALENDAR.encode()[:40], "The calendar is cut off: END:VEVENT is missing"),
        (CALENDAR.encode() + b"BEGIN:VCALENDAR\n", "The calendar is cut off: END:VCALENDAR is missing"),
        (
            CALENDAR.replace("END:VEVENT\n", "").encode(),
            "The calendar is damaged: END:VCALENDAR stands before END:VEVENT",
        ),
        (
            CALENDAR.replace("END:VEVENT", "BEGIN:VEVENT").encode(),
            "The calendar is damaged: BEGIN:VEVENT stands before END:VEVENT",
        ),
        (CALENDAR.encode() + b"END:VEVENT", "The calendar is damaged: END:VEVENT stands where nothing began"),
        (CALENDAR.encode() + EVENT.encode(), "The calendar is damaged: BEGIN:VEVENT stands outside of a calendar"),
        (
            CALENDAR.encode() + b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000,
            "The calendar is damaged: its components nest more than 8 deep",
        ),
        (
            b"BEGIN:VCALENDAR\nEND:" + b"\x1b[2J\xff" * 3,
            "The calendar is damaged: END:��� stands before END:VCALENDAR",
        ),
        (b"BEGIN:VCALENDAR\n" + b"\n" * 1_500_001, "The calendar has more than 1,500,000 lines"),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"RDATE:1\n" * 500_001,
            "The events of the calendar have more than 500,000 lines",
        ),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001,
            "The calendar has more than 20,000 events",
        ),
    ],
)
def test_what_is_no_whole_calendar_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        take_apart(data)
    assert refused.value.message == message
    assert refused.value.hint


def test_a_calendar_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Refused, match="The calendar is larger than 25 MiB"):
        take_apart(bytes(MOST_BYTES * 2))


def test_a_line_without_an_end_is_cut() -> None:
    data = CALENDAR.replace("Grüße", "a" * 1_000_000 + "\n " + "b" * 1_000_000)
    assert set(values(data.encode())["SUMMARY"]) == {"a"}
    assert len(values(data.encode())["SUMMARY"]) < 250_000


def test_what_no_schedule_needs_is_left_out() -> None:
    more = "ATTACH;ENCODING=BASE64:AAAA\nX-ALT-DESC:<p>\nBEGIN:VALARM\nSUMMARY:Alarm\nEND:VALARM\nSUMMARY:Grüße\n"
    task = "BEGIN:VTODO\nUID:2\nEND:VTODO\n"
    data = CALENDAR.replace("SUMMARY:Grüße\n", more).replace("END:VCALENDAR", f"{task}END:VCALENDAR")
    assert values(data.encode()) == {"UID": "1", "SUMMARY": "Grüße"}


def test_events_are_grouped_by_uid_and_zones_stand_by_their_name() -> None:
    zone = 'BEGIN:VTIMEZONE\nTZID:"Odd"\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n'
    found = take_apart(f"BEGIN:VCALENDAR\nMETHOD:PUBLISH\n{zone}{EVENT}{EVENT}END:VCALENDAR\n".encode())
    [calendar] = found.calendars
    assert calendar.said == {"METHOD": "PUBLISH"}
    assert [line.name for line in calendar.zones["Odd"]] == ["TZID", "BEGIN", "TZOFFSETTO", "END"]
    assert {uid: len(texts) for uid, texts in found.events.items()} == {"1": 2}


@pytest.mark.parametrize(
    ("raw", "name", "params", "value"),
    [
        ("SUMMARY:a:b", "SUMMARY", {}, "a:b"),
        ("summary;Language=en:x", "SUMMARY", {"LANGUAGE": "en"}, "x"),
        ('ATTENDEE;CN="Reed; Kim: IT":mailto:k@x', "ATTENDEE", {"CN": "Reed; Kim: IT"}, "mailto:k@x"),
        ("ATTENDEE;CN=Kim ^'K^' Reed:mailto:k@x", "ATTENDEE", {"CN": 'Kim "K" Reed'}, "mailto:k@x"),
        ('ATTENDEE;CN="Kim:mailto:k@x', "ATTENDEE", {"CN": "Kim"}, "mailto:k@x"),
        (
            'ATTENDEE;CN=Kim "K" Reed;PARTSTAT=ACCEPTED:x',
            "ATTENDEE",
            {"CN": 'Kim "K" Reed', "PARTSTAT": "ACCEPTED"},
            "x",
        ),
        (
            "DTSTART;TZID=tzone://Microsoft/Utc:20261124T080000",
            "DTSTART",
            {"TZID": "tzone://Microsoft/Utc"},
            "20261124T080000",
        ),
        ('DTSTART;TZID="tzone://Microsoft/Utc":2026', "DTSTART", {"TZID": "tzone://Microsoft/Utc"}, "2026"),
        ("no colon at all", "NO COLON AT ALL", {}, ""),
        (":", "", {}, ""),
    ],
)
def test_a_line_is_read_in_its_parts(raw: str, name: str, params: dict[str, str], value: str) -> None:
    line = line_of(raw.encode())
    assert (line.name, line.params(), line.value) == (name, params, value)


def test_a_line_of_any_bytes_is_a_line() -> None:
    assert line_of(b"SUMMARY:\xff\xed\xa0\x80\x81") == Line("SUMMARY", "", "ÿí\xa0€\ufffd")


def test_text_is_read_as_it_is_meant() -> None:
    assert text_of(r"one\, two\; three\n\Nfour\\n\:") == "one, two; three\n\nfour\\n:"


def test_an_event_is_called_by_title_and_uid_in_one_line() -> None:
    assert called("Backup\n\x1b[31mwindow", "4711@example.com") == "Backup window (uid 4711@example.com)"
    assert called("", "u" * 80) == f"An event without a title (uid {'u' * 59}…)"


def test_a_uid_without_an_end_is_known_by_its_digest() -> None:
    data = CALENDAR.replace("UID:1", "UID:" + "u" * 5000).encode()
    [uid] = take_apart(data).events
    assert uid.endswith("@no-uid")
    assert len(uid) < 50
