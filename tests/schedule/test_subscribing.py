"""Calendars that are subscribed to, read from a real server: news, none, and whatever else a server does."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.context import Context
from techday.core.evidence import Moment
from techday.core.shifts import ShiftPattern, shift_day
from techday.database.connection import empty_in_memory
from techday.pages.refreshing import refresh_behind
from techday.schedule.feed_evidence import Stale, stale
from techday.schedule.feed_screen import feeds_page
from techday.schedule.feed_views import FeedView
from techday.ui.grid import plain_text
from tests.conftest import MONDAY, Result, Techday
from tests.database.stores import count, dump
from tests.exchange.calendar_server import Server, Visit, serving

TEN, ELEVEN, NOON = (f"2026-11-23T{hour}:00:00Z" for hour in (10, 11, 12))
TUESDAY = "2026-11-24T08:14:00Z"


@pytest.fixture(scope="module")
def web() -> Iterator[Server]:
    """Run one server for all tests, which no proxy stands before."""
    with pytest.MonkeyPatch.context() as surroundings, serving() as running:
        surroundings.setenv("no_proxy", "*")
        yield running


@pytest.fixture
def server(web: Server) -> Server:
    """Give the server as if nobody had asked it for anything."""
    web.answers.clear()
    web.visits.clear()
    return web


def event(uid: str, title: str, start: str, more: str = "") -> str:
    """Write an event of an hour, `start` as 20261124T0900 in UTC."""
    hour = int(start[-4:-2]) + 1
    end = f"{start[:-4]}{hour:02}{start[-2:]}"
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}00Z", f"DTEND:{end}00Z"]
    return "\r\n".join([*lines, *more.split(), "END:VEVENT"])


def calendar(*events: str, name: str = "Dispatch") -> bytes:
    """Write a calendar."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", f"X-WR-CALNAME:{name}"]
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""]).encode()


SWITCH = event("switch", "Replace switch", "20261124T0900")
ROUTER = event("router", "Replace router", "20261125T0900")
WEEKLY = event("weekly", "Standup", "20261123T1600", "RRULE:FREQ=WEEKLY")
TWO = calendar(SWITCH, ROUTER)


def serve_two(server: Server) -> None:
    """Have the calendar hold a switch on Tuesday and a router on Wednesday."""
    server.gives(200, TWO, etag='"one"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")


@pytest.fixture(scope="module")
def made(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Subscribe to it, once for all tests."""
    techday = Techday(tmp_path_factory.mktemp("subscribed"))
    serve_two(web)
    result = techday("schedule", "subscribe", web.url)
    assert result == (0, "Subscribed to Dispatch: 2 new\n", "Reading 127.0.0.1\n")
    return techday


@pytest.fixture
def subscribed(made: Techday, server: Server, tmp_path: Path) -> Techday:
    """Give a techday that is subscribed to a calendar with a switch on Tuesday and a router on Wednesday."""
    serve_two(server)
    return made.copied_to(tmp_path)


def items(techday: Techday) -> list[tuple[str, str, str]]:
    """Give the title, start and state of every item."""
    with techday.raw() as db:
        return db.execute("SELECT title, starts_at, state FROM schedule_item ORDER BY starts_at, id").fetchall()


def feed(techday: Techday, now: str = MONDAY) -> Any:
    """Give the one calendar that is subscribed to, as scripts read it."""
    (only,) = techday("schedule subscribe --json", now=now).json["feeds"]
    return only


def asked(server: Server) -> list[str | None]:
    """Give the ETag that each request named, None where it asked for all."""
    return [headers.get("if-none-match") for _, headers in server.visits]


def shows_no_secret(result: Result) -> bool:
    return "5up3r5ecret" not in result.stdout + result.stderr


# --- subscribing ---


def test_a_calendar_is_subscribed_to_by_its_address(subscribed: Techday) -> None:
    assert items(subscribed) == [
        ("Replace switch", "2026-11-24T09:00:00Z", "proposed"),
        ("Replace router", "2026-11-25T09:00:00Z", "proposed"),
    ]
    assert subscribed.tell("schedule subscribe", "log") == snapshot("""\

$ techday schedule subscribe
calendar    from        items  read
Dispatch    127.0.0.1       2  0m ago
$ techday log
1  08:14  schedule subscribe  Subscribed to Dispatch: 2 new
""")
    assert feed(subscribed) == snapshot(
        {
            "name": "Dispatch",
            "host": "127.0.0.1",
            "items": 2,
            "subscribed_at": "2026-11-23T08:14:00Z",
            "tried_at": "2026-11-23T08:14:00Z",
            "read_at": "2026-11-23T08:14:00Z",
            "age_seconds": 0,
            "failing_since": None,
            "failure": None,
            "skipped": [],
        }
    )


def test_the_same_address_again_is_done_already(subscribed: Techday, server: Server) -> None:
    before = dump(subscribed.store)
    again = subscribed("schedule", "subscribe", server.url)

    assert again == (0, "Subscribed to it already, as Dispatch\n", "")
    assert dump(subscribed.store) == before
    assert server.visits == []


def test_a_calendar_is_renamed_by_subscribing_again_under_another_name(subscribed: Techday, server: Server) -> None:
    renamed = subscribed("schedule", "subscribe", server.url, "--name", "Field work")
    assert renamed.stdout == "Renamed the calendar Dispatch to Field work\n"
    assert feed(subscribed)["name"] == "Field work"

    subscribed.did("undo")
    assert feed(subscribed)["name"] == "Dispatch"


def test_a_second_calendar_of_a_name_needs_another_one(subscribed: Techday, server: Server) -> None:
    server.answers["/other"] = lambda visit: visit.say(200, calendar(SWITCH, event("x", "Other", "20261126T0900")))
    before = dump(subscribed.store)
    assert [
        subscribed("schedule", "subscribe", server.at("/other"), *name).stderr for name in ([], ["--name", "dispatch"])
    ] == snapshot(
        [
            """\
Reading 127.0.0.1
techday: There is a calendar Dispatch already
  Give it another --name; or if this is its new address, first techday schedule unsubscribe Dispatch --keep, and what was answered stays
""",  # noqa: E501  # as it is printed
            """\
techday: There is a calendar dispatch already
  Give it another --name; or if this is its new address, first techday schedule unsubscribe dispatch --keep, and what was answered stays
""",  # noqa: E501  # as it is printed
        ]
    )
    assert dump(subscribed.store) == before
    assert len(server.visits) == 1  # a name that was given is looked at before anything is asked for

    other = subscribed("schedule", "subscribe", server.at("/other"), "--name", "Other")
    assert other.stdout == "Subscribed to Other: 1 new, 1 left to another calendar\n"


def test_a_calendar_without_a_name_has_that_of_its_host(techday: Techday, server: Server) -> None:
    server.gives(200, TWO.replace(b"X-WR-CALNAME:Dispatch\r\n", b""))
    assert techday("schedule", "subscribe", server.url).stdout == "Subscribed to 127.0.0.1: 2 new\n"


def test_subscribing_is_undone_and_redone_as_one(subscribed: Techday, server: Server) -> None:
    after = dump(subscribed.store)
    subscribed.did("undo")
    assert items(subscribed) == []
    assert subscribed("schedule subscribe --json").json["feeds"] == []

    subscribed.did("redo")
    assert dump(subscribed.store) == after
    subscribed.did("schedule refresh")
    assert asked(server) == [None]  # nobody knows any more what stands here


def test_what_cannot_be_read_is_not_subscribed_to_unless_anyway(techday: Techday, server: Server) -> None:
    techday.did("client add Acme")
    before = dump(techday.store)
    server.gives(404)
    refused = techday("schedule", "subscribe", server.url)
    assert (refused.exit, refused.stdout) == (1, "")
    assert refused.stderr == snapshot("""\
Reading 127.0.0.1
techday: 127.0.0.1 has no calendar at that address (404); nothing was subscribed to
  Copy the address again from the calendar's settings; or --anyway, to have it tried every hour
""")
    server.gives(503)
    assert techday("schedule", "subscribe", server.url).stderr.splitlines()[2] == (
        "  Try again later, with the same command; or --anyway, to have it tried every hour"
    )
    server.gives(200, TWO[:90])
    assert techday("schedule", "subscribe", server.url).stderr.splitlines()[2] == refused.stderr.splitlines()[2]
    server.gives(404)
    assert dump(techday.store) == before

    anyway = techday("schedule", "subscribe", server.url, "--name", "Dispatch", "--anyway")
    assert (anyway.exit, anyway.stdout) == snapshot(
        (0, "Subscribed to Dispatch, which cannot be read yet: 127.0.0.1 has no calendar at that address (404)\n")
    )
    assert techday.tell("schedule subscribe") == snapshot("""\

$ techday schedule subscribe
calendar    from        items  read
Dispatch    127.0.0.1       0  never
  fails since 08:14: 127.0.0.1 has no calendar at that address (404)
""")

    server.gives(200, TWO)
    assert techday("schedule refresh").stdout == "Dispatch: 2 new\n"
    assert feed(techday)["failure"] is None


def test_what_was_typed_wrong_is_told(techday: Techday) -> None:
    assert techday.tell(
        "schedule subscribe",
        "schedule subscribe --name Dispatch",
        "schedule subscribe holiday.ics",
        "schedule subscribe https://cal.example:99999/5up3r5ecret",
        "schedule refresh",
        "schedule refresh Dispatch",
        "schedule unsubscribe Dispatch",
    ) == snapshot("""\

$ techday schedule subscribe
No calendar is subscribed to.
  techday schedule subscribe URL
$ techday schedule subscribe --name Dispatch
2| techday: The address of the calendar is missing
2|   techday schedule subscribe URL
exit 2
$ techday schedule subscribe holiday.ics
2| techday: An address begins with https://, http:// or webcal://
2|   techday schedule subscribe https://HOST/PATH.ics, or of a file: techday schedule import FILE.ics
exit 2
$ techday schedule subscribe https://cal.example:99999/5up3r5ecret
2| techday: The host or the port of the address cannot be read
2|   techday schedule subscribe https://HOST/PATH.ics, or of a file: techday schedule import FILE.ics
exit 2
$ techday schedule refresh
No calendar is subscribed to.
2|   techday schedule subscribe URL
$ techday schedule refresh Dispatch
2| techday: No subscribed calendar "Dispatch"
2|   techday schedule subscribe
exit 3
$ techday schedule unsubscribe Dispatch
2| techday: No subscribed calendar "Dispatch"
2|   techday schedule subscribe
exit 3
""")


# --- refreshing ---


def test_a_calendar_without_news_is_not_read_again(subscribed: Techday, server: Server) -> None:
    server.gives(304)
    again = subscribed("schedule refresh", now=TEN)

    assert again == (0, "Dispatch: nothing new\n", "Reading Dispatch (127.0.0.1)\n")
    assert asked(server) == ['"one"']
    assert server.visits[0][1]["if-modified-since"] == "Mon, 23 Nov 2026 08:00:00 GMT"
    assert count(subscribed.store, "operation") == 1
    assert feed(subscribed, now=ELEVEN)["age_seconds"] == 3600


def test_the_same_bytes_are_no_news_either(subscribed: Techday, server: Server) -> None:
    server.gives(200, TWO, etag='"two"')
    assert subscribed("schedule refresh", now=TEN).stdout == "Dispatch: nothing new\n"
    server.gives(304)
    subscribed.did("schedule refresh")

    assert asked(server) == ['"one"', '"two"']
    assert count(subscribed.store, "operation") == 1


def test_other_bytes_that_say_the_same_leave_no_trace(subscribed: Techday, server: Server) -> None:
    before = dump(subscribed.store)
    server.gives(200, calendar(ROUTER, SWITCH))
    assert subscribed("schedule refresh", now=TEN).stdout == "Dispatch: nothing new\n"
    assert dump(subscribed.store) == before
    assert count(subscribed.store, "operation") == 1


def test_news_is_one_operation_and_opens_only_what_moved(subscribed: Techday, server: Server) -> None:
    subscribed.did("week ack 1 2")
    moved = SWITCH.replace("T0900", "T1300").replace("T1000", "T1400")
    server.gives(200, calendar(moved, ROUTER, event("ups", "New UPS", "20261126T0900")))

    assert subscribed.tell("schedule refresh", now=TEN) == snapshot("""\

$ techday schedule refresh
Dispatch: 1 new, 1 changed
  open again: 1 Replace switch: start Tue 24 Nov 09:00 -> Tue 24 Nov 13:00; end Tue 24 Nov 10:00 -> Tue 24 Nov 14:00
2| Reading Dispatch (127.0.0.1)
""")
    assert items(subscribed) == [
        ("Replace switch", "2026-11-24T13:00:00Z", "proposed"),
        ("Replace router", "2026-11-25T09:00:00Z", "acknowledged"),
        ("New UPS", "2026-11-26T09:00:00Z", "proposed"),
    ]
    subscribed.did("undo")
    assert items(subscribed)[0] == ("Replace switch", "2026-11-24T09:00:00Z", "acknowledged")


def test_what_vanished_is_cancelled(subscribed: Techday, server: Server) -> None:
    server.gives(200, calendar(SWITCH))
    assert subscribed("schedule refresh", now=TEN).stdout == "Dispatch: 1 cancelled\n"
    assert items(subscribed)[1][2] == "cancelled"


def test_scripts_read_what_each_look_gave(subscribed: Techday, server: Server) -> None:
    broken = event("bomb", "Bomb", "20261126T0900", "RRULE:FREQ=SECONDLY")
    server.gives(200, calendar(SWITCH, ROUTER, WEEKLY, broken))
    (changed,) = subscribed("schedule refresh --json", now=TEN).json["feeds"]

    assert {**changed, "new": changed["new"] > 50, "skipped": len(changed["skipped"])} == snapshot(
        {
            "name": "Dispatch",
            "host": "127.0.0.1",
            "state": "changed",
            "operation": 2,
            "new": True,
            "changed": 0,
            "cancelled": 0,
            "left": 0,
            "reopened": [],
            "skipped": 1,
            "failure": None,
        }
    )
    assert feed(subscribed)["skipped"] == changed["skipped"]
    assert "Bomb" in changed["skipped"][0]

    server.gives(500)
    failed = subscribed("schedule refresh --json", now=ELEVEN)
    assert failed.exit == 1
    assert failed.json["feeds"][0] | {"name": ""} == snapshot(
        {
            "name": "",
            "host": "127.0.0.1",
            "state": "failed",
            "operation": None,
            "new": 0,
            "changed": 0,
            "cancelled": 0,
            "left": 0,
            "reopened": [],
            "skipped": [],
            "failure": "127.0.0.1 cannot give the calendar now (500)",
        }
    )


def test_what_was_left_out_is_said(subscribed: Techday, server: Server) -> None:
    broken = [event(f"bomb{number}", f"Bomb {number}", "20261126T0900", "RRULE:FREQ=SECONDLY") for number in range(9)]
    server.gives(200, calendar(SWITCH, ROUTER, *broken))
    told = subscribed("schedule refresh", now=TEN)
    assert told.stdout == "Dispatch: nothing new\n"
    warnings = told.stderr.splitlines()[1:]
    assert [line[:25] for line in warnings[:5]] == [f"warning: left out: Bomb {number}" for number in range(5)]
    assert warnings[5] == "warning: 4 more were left out (techday schedule subscribe --json)"
    assert subscribed("schedule subscribe").stdout.count("left out") == 4


def cut_off(visit: Visit) -> None:
    visit.say(200, TWO[:90], content_length=str(len(TWO)))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(404, b"", id="not found"),
        pytest.param(500, b"<html>", id="server error"),
        pytest.param(200, b"<!DOCTYPE html><html>Please log in</html>", id="login page"),
        pytest.param(200, b"", id="nothing"),
        pytest.param(200, TWO[:90], id="truncated"),
        pytest.param(200, calendar(), id="empty calendar"),
    ],
)
def test_the_last_good_copy_stays_whatever_the_server_sends(
    subscribed: Techday, server: Server, status: int, body: bytes
) -> None:
    before = dump(subscribed.store)
    server.gives(status, body, etag='"bad"')
    failed = subscribed("schedule refresh", now=ELEVEN)

    assert (failed.exit, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Reading Dispatch (127.0.0.1)\nwarning: Dispatch was not read: ")
    assert "; what is here is 2h old" in failed.stderr
    assert failed.stderr.count("\n") == 2
    assert shows_no_secret(failed)
    assert dump(subscribed.store) == before

    told = feed(subscribed, now=NOON)
    assert (told["age_seconds"], told["failing_since"]) == (13_560, ELEVEN)
    assert told["failure"]
    server.gives(304)
    assert subscribed("schedule refresh", now=NOON).stdout == "Dispatch: nothing new\n"
    assert asked(server)[-1] == '"one"'  # what went wrong in between is no good copy
    assert feed(subscribed, now=NOON)["failure"] is None


def test_a_calendar_that_is_cut_off_cancels_nothing(subscribed: Techday, server: Server) -> None:
    server.does(cut_off)
    assert subscribed("schedule refresh").exit == 1
    assert [state for _, _, state in items(subscribed)] == ["proposed", "proposed"]


def test_one_calendar_that_fails_keeps_no_other_from_being_read(subscribed: Techday, server: Server) -> None:
    server.answers["/other"] = lambda visit: visit.say(200, calendar(event("x", "Other", "20261126T0900"), name="Zoo"))
    subscribed.did(f"schedule subscribe {server.at('/other')}")
    server.gives(404)
    server.answers["/other"] = lambda visit: visit.say(200, calendar(event("x", "Other", "20261126T1000"), name="Zoo"))

    assert subscribed.tell("schedule refresh", "schedule refresh zoo", now=TEN) == snapshot("""\

$ techday schedule refresh
Zoo: 1 changed
2| Reading Dispatch (127.0.0.1)
2| warning: Dispatch was not read: 127.0.0.1 has no calendar at that address (404); what is here is 1h old (Copy the address again from the calendar's settings)
2| Reading Zoo (127.0.0.1)
exit 1
$ techday schedule refresh zoo
Zoo: nothing new
2| Reading Zoo (127.0.0.1)
""")  # noqa: E501  # as it is printed


def test_after_an_undo_a_calendar_is_read_as_if_for_the_first_time(subscribed: Techday, server: Server) -> None:
    server.gives(200, calendar(SWITCH, ROUTER, event("ups", "New UPS", "20261126T0900")), etag='"two"')
    subscribed.did("schedule refresh", now=TEN)
    after = dump(subscribed.store)
    subscribed.did("undo", now=TEN)
    assert len(items(subscribed)) == 2

    assert subscribed("schedule refresh", now=ELEVEN).stdout == "Dispatch: 1 new\n"
    assert asked(server) == ['"one"', None]
    assert [row[1:4] for row in dump(subscribed.store)["schedule_item"]] == [row[1:4] for row in after["schedule_item"]]


@pytest.mark.parametrize(
    "change", ["client add 'Replace' --code REPLACE", "config set technician.email kim@example.com"]
)
def test_what_its_words_can_mean_changed_so_a_calendar_is_read_anew(
    subscribed: Techday, server: Server, change: str
) -> None:
    subscribed.did(change, "schedule refresh", "schedule refresh")
    assert asked(server)[-2:] == [None, '"one"']
    assert {one["client"] for one in subscribed("schedule list --json").json["items"]} == (
        {"REPLACE"} if change.startswith("client") else {None}
    )


def test_a_copy_that_was_fetched_before_a_newer_one_came_in_is_dropped(subscribed: Techday, server: Server) -> None:
    newer = calendar(SWITCH.replace("T090000Z", "T130000Z").replace("T100000Z", "T140000Z"), ROUTER)

    def overtaken(visit: Visit) -> None:
        server.gives(200, newer)
        subscribed.did("schedule refresh")
        visit.say(200, calendar(ROUTER))

    server.does(overtaken)
    subscribed.did("schedule refresh")
    assert items(subscribed)[0] == ("Replace switch", "2026-11-24T13:00:00Z", "proposed")


def test_what_repeats_goes_on_being_worked_out_though_the_calendar_never_changes(
    techday: Techday, server: Server
) -> None:
    server.gives(200, calendar(WEEKLY), etag='"one"')
    techday.did(f"schedule subscribe {server.url}")
    first = items(techday)
    techday.did("schedule refresh", now="2027-01-25T08:00:00Z")
    assert items(techday) == first

    techday.did("schedule refresh", now="2027-02-15T08:00:00Z")
    assert asked(server) == [None, '"one"', None]
    assert len(items(techday)) == len(first) + 12


# --- unsubscribing ---


def test_unsubscribing_cancels_what_has_not_begun_and_it_can_come_back(subscribed: Techday, server: Server) -> None:
    subscribed.did("week ack 1 2")
    before = dump(subscribed.store)
    gone = subscribed("schedule unsubscribe dispatch", now="2026-11-24T09:30:00Z")
    assert gone.stdout == "Unsubscribed from Dispatch: 1 item ahead cancelled\n"
    assert [state for _, _, state in items(subscribed)] == ["acknowledged", "cancelled"]

    subscribed.did("undo")
    assert dump(subscribed.store) == before

    subscribed.did("redo")
    again = subscribed("schedule", "subscribe", server.url, now=TUESDAY)
    assert again.stdout.splitlines()[0] == "Subscribed to Dispatch: 1 changed"
    assert [state for _, _, state in items(subscribed)] == ["acknowledged", "proposed"]


def test_a_calendar_whose_address_changed_keeps_what_was_answered(subscribed: Techday, server: Server) -> None:
    subscribed.did("week ack 1 2")
    kept = subscribed("schedule unsubscribe Dispatch --keep")
    assert kept.stdout == "Unsubscribed from Dispatch: what is ahead stays\n"
    server.answers["/new"] = lambda visit: visit.say(200, TWO)

    subscribed.did(f"schedule subscribe {server.at('/new')}")
    assert [state for _, _, state in items(subscribed)] == ["acknowledged", "acknowledged"]
    assert feed(subscribed)["items"] == 2


def test_what_two_calendars_hold_stays_while_one_of_them_is_read(subscribed: Techday, server: Server) -> None:
    server.answers["/other"] = lambda visit: visit.say(200, calendar(SWITCH, name="Mine"), etag='"x"')
    subscribed.did(f"schedule subscribe {server.at('/other')}", "schedule unsubscribe Dispatch")

    assert subscribed("schedule refresh", now=TEN).stdout == "Mine: 1 changed\n"
    assert [state for _, _, state in items(subscribed)] == ["proposed", "cancelled"]


@pytest.mark.parametrize("name", ["Mine", "Zoo"])
def test_what_moves_from_one_calendar_to_another_moves_with_its_answer(
    subscribed: Techday, server: Server, name: str
) -> None:
    """Whichever of them is read first: what is not there any more was not answered for nothing."""
    server.answers["/other"] = lambda visit: visit.say(200, calendar(SWITCH, name=name), etag='"x"')
    subscribed.did(f"schedule subscribe {server.at('/other')}", "week ack 1")
    server.gives(200, calendar(ROUTER))
    for hour in (TEN, ELEVEN):
        subscribed("schedule refresh", now=hour)
    assert [state for _, _, state in items(subscribed)] == ["acknowledged", "proposed"]
    with subscribed.raw() as db:
        assert db.execute(
            "SELECT feed.name FROM schedule_item JOIN schedule_feed AS feed ON feed.id = feed_id ORDER BY 1"
        ).fetchall() == [("Dispatch",), (name,)]
        assert db.execute("SELECT kind, state FROM outbox_item").fetchall() == [("acknowledgement", "owed")]
    serve_two(server)
    assert subscribed("schedule refresh", now=NOON).exit == 0
    assert [state for _, _, state in items(subscribed)] == ["acknowledged", "proposed"]


# --- in the background ---


def environ(techday: Techday, now: str) -> dict[str, str]:
    """Give the surroundings of a process of its own, in which calendars are refreshed."""
    return {**os.environ, **techday.environ, "TECHDAY_NOW": now, "no_proxy": "*", "TECHDAY_NO_REFRESH": ""}


def test_what_is_read_in_the_background_says_nothing_and_undo_passes_it(subscribed: Techday, server: Server) -> None:
    server.gives(200, calendar(SWITCH, ROUTER, event("ups", "New UPS", "20261126T0900")))
    subscribed.did("client add Acme")

    assert subscribed("schedule refresh --behind", now=TEN) == (0, "", "")
    assert len(items(subscribed)) == 3
    assert subscribed("undo", now=TEN).stdout == "Undid: Added client ACME Acme\n"
    assert len(items(subscribed)) == 3


def test_in_the_background_a_calendar_is_read_at_most_once_an_hour(subscribed: Techday, server: Server) -> None:
    server.gives(404)
    for now in ("2026-11-23T09:13:59Z", TEN, "2026-11-23T10:59:59Z", ELEVEN):
        assert subscribed("schedule refresh --behind", now=now) == (0, "", "")
    assert len(server.visits) == 2
    assert feed(subscribed)["failing_since"] == TEN


def test_a_clock_that_was_wrong_stops_no_refresh(subscribed: Techday, server: Server) -> None:
    subscribed.did("schedule refresh", now="2031-01-01T08:00:00Z")
    subscribed.did("schedule refresh --behind", now=TEN)
    assert len(server.visits) == 2


def test_of_two_at_once_one_goes_to_the_network(subscribed: Techday, server: Server) -> None:
    command = [sys.executable, "-m", "techday", "schedule", "refresh", "--behind"]
    running = [
        subprocess.Popen(command, env=environ(subscribed, TEN), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    assert [one.communicate()[0] for one in running] == [b""] * 2
    assert [one.returncode for one in running] == [0] * 2
    assert len(server.visits) == 1


def test_a_forgotten_timer_waits_for_a_command_that_somebody_reads(subscribed: Techday, server: Server) -> None:
    subscribed.did("timecard start meeting")
    server.gives(200, calendar(SWITCH))
    subscribed.did("schedule refresh --behind", now="2026-11-24T22:00:00Z")
    with subscribed.raw() as db:
        assert db.execute("SELECT ended_at FROM time_entry").fetchall() == [(None,)]
    assert "Dispatch" in subscribed("log").stdout


def test_what_repeats_of_ones_own_is_worked_out_further(techday: Techday) -> None:
    techday.did("schedule add Patching --start '2026-11-24 9:00' --repeat weekly")
    before = count(techday.store, "schedule_item")
    with closing(context(techday, "2027-09-27T08:00:00Z")) as later:
        process = refresh_behind(later)
        assert process is not None
        assert process.wait() == 0
    assert count(techday.store, "schedule_item") > before + 40
    with techday.raw() as db:
        assert db.execute("SELECT by_itself FROM operation ORDER BY id").fetchall() == [(0,), (1,)]
    with closing(context(techday, "2027-09-27T08:00:00Z")) as later:
        assert refresh_behind(later) is None


def context(techday: Techday, now: str, **more: str) -> Context:
    """Give the surroundings of a command in this process, in which calendars are refreshed."""
    return Context({**environ(techday, now), **more}, sys.stdin, sys.stdout, sys.stderr)


def test_what_is_due_is_read_by_a_process_of_its_own(subscribed: Techday, server: Server) -> None:
    server.gives(200, calendar(SWITCH))
    with closing(context(subscribed, TEN)) as now:
        process = refresh_behind(now)
    assert process is not None
    assert process.wait() == 0
    assert [state for _, _, state in items(subscribed)] == ["proposed", "cancelled"]


@pytest.mark.parametrize(
    ("now", "more"), [("2026-11-23T09:00:00Z", {}), (TEN, {"TECHDAY_NO_REFRESH": "1"})], ids=["not due", "switched off"]
)
def test_no_process_is_started(subscribed: Techday, now: str, more: dict[str, str]) -> None:
    with closing(context(subscribed, now, **more)) as surroundings:
        assert refresh_behind(surroundings) is None


def test_a_machine_that_starts_no_process_is_left_alone(subscribed: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(subscribed.home / "gone"))
    with closing(context(subscribed, TEN)) as surroundings:
        assert refresh_behind(surroundings) is None


def test_nothing_is_started_before_there_is_a_store(techday: Techday) -> None:
    with closing(context(techday, TEN)) as surroundings:
        assert refresh_behind(surroundings) is None


# What stands in the folder where a technician happens to be is not run.
BOARD = """
import os, sys
from techday.context import Context
from techday.pages.refreshing import refresh_behind
print("the board")
refresh_behind(Context(os.environ, sys.stdin, sys.stdout, sys.stderr))
os._exit(0)
"""


def hang(visit: Visit) -> None:
    visit.server.over.wait()


def test_nobody_waits_for_a_server_that_hangs(subscribed: Techday, server: Server) -> None:
    server.does(hang)
    folder = subscribed.home / "Downloads"
    folder.mkdir()
    folder.joinpath("techday.py").write_text("raise SystemExit('not this one')", encoding="utf-8")
    board = [sys.executable, "-P", "-c", BOARD]
    ran = subprocess.run(
        board, env=environ(subscribed, TEN), cwd=folder, capture_output=True, text=True, timeout=10, check=True
    )
    assert (ran.stdout, ran.stderr) == ("the board\n", "")
    while not server.visits:  # it is asked for, though nobody waits
        assert not server.over.wait(0.01)


# --- how old it is ---

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def ages(*checks: tuple[str, str | None, str]) -> list[Stale]:
    """Give which of some calendars are old at noon, each told by its name, when it was read, and what failed since."""
    with closing(empty_in_memory()) as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'test', 'write')")
        for number, (name, good_at, failure) in enumerate(checks, 1):
            insert_feed(db, number, name)
            told = (number, good_at, failure)
            db.execute("INSERT INTO feed_check (feed_id, good_at, failure) VALUES (?, ?, ?)", told)
        insert_feed(db, 99, "never looked at")
        moment = Moment(NOW, shift_day(ShiftPattern(UTC), NOW), None)
        return [one for one in stale(db, moment) if one.name != "never looked at" or not checks]


def insert_feed(db: sqlite3.Connection, number: int, name: str) -> None:
    sql = "INSERT INTO schedule_feed (id, name, name_key, url, created_at) VALUES (?, ?, ?, '', '')"
    db.execute(sql, (number, name, name))


def test_a_calendar_is_old_after_two_hours_and_says_why() -> None:
    assert ages() == [Stale("never looked at", None, "")]
    assert ages(("fresh", "2026-11-23T10:00:00Z", "gone")) == []
    assert ages(("tomorrow's", "2026-11-24T10:00:00Z", "")) == []
    assert ages(("b", "2026-11-23T09:59:59Z", ""), ("a", "2026-11-23T07:00:00Z", "gone"), ("c", None, "404")) == [
        Stale("c", None, "404"),
        Stale("a", 5 * 3600, "gone"),
        Stale("b", 2 * 3600 + 1, ""),
    ]


HOSTILE = FeedView(
    name="Dispatch \x1b[31m\u202e of the whole north-western region, field services and projects",
    host="calendar.a-very-long-name-of-a-host.example.com",
    items=1234,
    subscribed_at=NOW,
    tried_at=NOW,
    read_at=NOW - timedelta(days=9),
    age_seconds=9 * 86400,
    failing_since=NOW - timedelta(days=8),
    failure="calendar.example.com could not prove who it is: certificate has expired, since nobody renewed it",
    skipped=[f"Backup \x1b[31mwindow {number}: repeats every second" for number in range(5)],
)
FINE = HOSTILE._replace(name="Kim", host="ics.example", items=0, age_seconds=60, failure=None, skipped=[])


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_list_holds_whatever_a_calendar_calls_itself(width: int) -> None:
    lines = [plain_text(one) for one in feeds_page([HOSTILE, FINE], UTC, NOW, width)]
    assert max(map(len, lines)) <= width
    assert "\x1b" not in "".join(lines)
    assert lines[1].endswith("1234  9d ago")
    assert lines[-1].endswith("0  1m ago")


def test_below_a_calendar_stands_what_is_wrong_with_it() -> None:
    assert "\n" + "\n".join(plain_text(one) for one in feeds_page([HOSTILE, FINE], UTC, NOW, 80)) == snapshot("""\

calendar                         from                              items  read
Dispatch of the whole north-we…  calendar.a-very-long-name-of-a-…   1234  9d ago
  fails since 15 Nov 12:00: calendar.example.com could not prove who it is:
  certificate has expired, since nobody renewed it
  left out: Backup window 0: repeats every second
  left out: Backup window 1: repeats every second
  left out: Backup window 2: repeats every second
  2 more left out: techday schedule subscribe --json
Kim                              ics.example                           0  1m ago\
""")
