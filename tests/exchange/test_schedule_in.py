"""What becomes of the events of a calendar, as a file and as a subscription: rules of identity and of change."""

import io
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.context import Context
from techday.database.operation import operation
from techday.exchange.ical_events import CalendarRead, Event, read_calendar
from techday.exchange.schedule_in import Around, Brought, Source, bring_events, window
from techday.outbox.acts import owe_answer
from techday.schedule import acts, store
from techday.schedule.acts import Origin
from techday.schedule.rules import Change, Values, changes_of, facts_of
from techday.schedule.store import ItemRow
from tests.conftest import Techday, examples, made_once
from tests.database.stores import dump

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own
KIM = '[technician]\nname = "Kim Lee"\nemail = "kim@msp.example"\n'
ME = "ATTENDEE;CN=Kim Lee;PARTSTAT={}:mailto:Kim@MSP.example"
TUESDAY = "DTSTART:20261124T090000Z\nDTEND:20261124T110000Z"
LATER = "DTSTART:20261124T130000Z\nDTEND:20261124T150000Z"
PAST = "DTSTART:20261120T090000Z\nDTEND:20261120T110000Z"
WEEKLY = "DTSTART:20261124T090000Z\nDTEND:20261124T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3"


def event(uid: str, *lines: str, title: str = "Switch swap") -> str:
    """Write an event."""
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"))


def calendar(*events: str, method: str = "PUBLISH") -> bytes:
    """Write a calendar."""
    text = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *events, "END:VCALENDAR"))
    return text.replace("\n", "\r\n").encode()


class Came(NamedTuple):
    """What became of a calendar, and the number of the operation, None where there was nothing to write."""

    brought: Brought
    operation: int | None

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """New, changed, same and cancelled items."""
        return self.brought[:4]


class Planner:
    """A technician whose calendars come in as files, and as subscriptions by name."""

    def __init__(self, techday: Techday) -> None:
        self.techday = techday
        self.feeds: dict[str, int] = {}

    def file(self, *events: str, method: str = "PUBLISH", now: str = "") -> Came:
        """Bring a file in."""
        return self.bring(calendar(*events, method=method), Source(), now)

    def feed(self, *events: str, name: str = "dispatch", now: str = "") -> Came:
        """Bring in all that a subscribed calendar holds now."""
        if name not in self.feeds:
            with self.techday.raw() as db:
                made = db.execute(
                    "INSERT INTO schedule_feed (name, name_key, url, created_at) VALUES (?, ?, '', '')", (name, name)
                )
                self.feeds[name] = made.lastrowid or 0
        return self.bring(calendar(*events), Source(self.feeds[name], complete=True), now)

    def bring(self, data: bytes, source: Source, now: str = "") -> Came:
        """Bring a calendar in."""
        context = self.context(now)
        read = read_calendar(data, context.zone, *window(context.now.date()))
        around = Around(context.settings.technician, context.zone, context.now)
        with operation(context, "schedule import") as write:
            brought = bring_events(write.db, read, source, around)
        context.close()
        return Came(brought, write.number if write.changed else None)

    def context(self, now: str = "") -> Context:
        """Give what a command would act in."""
        environ = self.techday.environ | ({"TECHDAY_NOW": now} if now else {})
        return Context(environ, io.StringIO(), io.StringIO(), io.StringIO())

    def items(self) -> list[ItemRow]:
        """Give all items, in their order."""
        context = self.context()
        try:
            return store.items_between(context.db, "", "9999")
        finally:
            context.close()

    def item(self) -> ItemRow:
        """Give the only item."""
        (found,) = self.items()
        return found

    def answer(self, state: str = "acknowledged") -> None:
        """Answer every item that is open."""
        context = self.context()
        with operation(context, "week ack") as write:
            for row in store.items_between(write.db, "", "9999"):
                if row.state != "proposed":
                    continue
                acts.answer(write.db, row, state, "", context.now)
        context.close()

    def change(self, **fields: object) -> None:
        """Change the only item here."""
        context = self.context()
        with operation(context, "schedule move") as write:
            store.update_item(write.db, self.item().id, fields)
        context.close()

    def states(self) -> list[str]:
        """Give the states of all items."""
        return [row.state for row in self.items()]


@made_once
def office(techday: Techday) -> Techday:
    """Kim Lee, with two clients, a ticket, and a colleague."""
    techday.configure(KIM)
    techday.did(
        "client add Acme --code ACME", "client add Bolt --code BOLT", "client site add acme Depot",
        "add Switch --client acme --ref 1049213 --at 7:00", "ticket assign 1049213 'Sam Reed' --new",
    )  # fmt: skip  # one line for each
    return techday


@pytest.fixture
def plan(office: Techday) -> Planner:
    """Give the planner of the office."""
    return Planner(office)


def test_an_event_becomes_an_item_with_all_that_its_words_tell(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, "LOCATION:Depot", "DESCRIPTION:Bring cables\\nand tea", title="ACME #1049213"))
    row = plan.item()
    assert (row.uid, row.instance, row.starts_at, row.ends_at) == (
        *("a@x", ""), "2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z",
    )  # fmt: skip
    assert (row.title, row.place, row.note) == ("ACME #1049213", "Depot", "Bring cables\nand tea")
    assert (row.kind, row.client, row.site, row.ticket) == ("on-site", "ACME", "Depot", "1049213")
    assert (row.state, row.technician, row.feed) == ("proposed", "", None)


def test_whole_days_are_the_technicians_midnights(plan: Planner) -> None:
    plan.techday.configure(f'{KIM}zone = "Europe/Berlin"\n')
    plan.file(event("v@x", "DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261202", title="Vacation"))
    row = plan.item()
    assert (row.all_day, row.first_day, row.last_day) == (1, "2026-11-30", "2026-12-01")
    assert (row.starts_at, row.ends_at, row.kind) == ("2026-11-29T23:00:00Z", "2026-12-01T23:00:00Z", "time-off")
    # Who travels with the clock has the same days off.
    plan.techday.configure(f'{KIM}zone = "America/New_York"\n')
    assert plan.file(
        event("v@x", "DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261202", title="Vacation")
    ).counts == (0, 0, 1, 0)


def test_the_same_again_is_no_operation_at_all(plan: Planner) -> None:
    events = (event("a@x", TUESDAY, ME.format("ACCEPTED")), event("s@x", WEEKLY))
    for bring in (plan.file, plan.feed):
        assert bring(*events).operation is not None
        before = dump(plan.techday.store)
        again = bring(*events)
        assert again.operation is None
        assert again.counts == (0, 0, 4, 0)
        assert dump(plan.techday.store) == before


# --- what the calendar changes, and what was changed here ---


def test_what_the_calendar_moves_is_open_again_and_says_what_changed(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY))
    plan.answer()
    came = plan.file(event("a@x", LATER, "LOCATION:Leeds"))
    assert came.counts == (0, 1, 0, 0)
    (row,) = came.brought.reopened
    assert row.state == "proposed"
    assert [(one.field, one.was, one.now) for one in changes_of(row)] == [
        ("start", "2026-11-24T09:00:00Z", "2026-11-24T13:00:00Z"),
        ("end", "2026-11-24T11:00:00Z", "2026-11-24T15:00:00Z"),
        ("place", "", "Leeds"),
    ]


def test_another_wording_changes_the_item_but_no_answer(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, title="ACME switch"))
    plan.answer()
    came = plan.file(event("a@x", TUESDAY, "DESCRIPTION:Bring tea", title="Switch at ACME"))
    assert (came.counts, came.brought.reopened) == ((0, 1, 0, 0), [])
    assert (plan.item().state, plan.item().title, plan.item().note) == ("acknowledged", "Switch at ACME", "Bring tea")


def test_a_moved_instance_opens_only_that_instance(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY))
    plan.answer()
    moved = event("s@x", "RECURRENCE-ID:20261201T090000Z", "DTSTART:20261202T140000Z", "DTEND:20261202T150000Z")
    came = plan.file(event("s@x", WEEKLY), moved)
    assert came.counts == (0, 1, 2, 0)
    assert [(row.instance, row.starts_at, row.state) for row in plan.items()] == [
        ("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z", "acknowledged"),
        ("2026-12-01T09:00:00Z", "2026-12-02T14:00:00Z", "proposed"),
        ("2026-12-08T09:00:00Z", "2026-12-08T09:00:00Z", "acknowledged"),
    ]


DAYS = "DTSTART;VALUE=DATE:20261124\nRRULE:FREQ=DAILY;COUNT=2"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            WEEKLY,
            WEEKLY.replace("T10", "T12").replace("T09", "T11"),
            ["24T11 at 24T11", "01T11 at 01T11", "08T11 at 08T11"],
            id="to another hour",
        ),
        pytest.param(
            WEEKLY,
            WEEKLY.replace("1124", "1125").replace("COUNT=3", "COUNT=4"),
            ["25T09 at 25T09", "02T09 at 02T09", "09T09 at 09T09"],
            id="to another day",
        ),
        pytest.param(TUESDAY, f"{TUESDAY}\nRRULE:FREQ=WEEKLY;COUNT=2", ["24T09 at 24T09"], id="repeats"),
        pytest.param(WEEKLY, LATER, [" at 24T13"], id="repeats no more"),
        pytest.param(
            DAYS, DAYS.replace(";VALUE=DATE:20261124", ":20261124T090000Z"), ["24T09 at 24T09", "25T09 at 25T09"]
        ),
    ],
)
def test_a_series_that_goes_by_other_names_is_still_the_same(
    plan: Planner, before: str, after: str, expected: list[str]
) -> None:
    plan.file(event("s@x", before))
    plan.answer()
    numbers = [row.id for row in plan.items()]
    came = plan.file(event("s@x", after))
    kept = {row.id: row for row in plan.items()}
    found = [kept[number] for number in numbers[: len(expected)]]
    assert [f"{row.instance[8:13]} at {row.starts_at[8:13]}" for row in found] == expected
    # What moved is open again and says from where to where; what did not move holds.
    assert [row.state for row in found] == ["acknowledged" if after.startswith(before) else "proposed"] * len(found)
    assert all([one.field for one in changes_of(row)] == ["start", "end"] for row in came.brought.reopened)
    assert plan.file(event("s@x", after)).operation is None


def test_past_instances_of_a_series_that_moved_are_not_there_twice(plan: Planner) -> None:
    weekly = WEEKLY.replace("1124", "1117")
    plan.file(event("s@x", weekly))
    assert plan.file(event("s@x", weekly.replace("T09", "T08"))).counts == (0, 3, 0, 0)


def test_what_is_moved_beyond_the_days_that_are_read_is_moved(plan: Planner) -> None:
    plan.feed(event("a@x", TUESDAY))
    plan.answer()
    away = event("a@x", "DTSTART:20280301T090000Z\nDTEND:20280301T110000Z")
    (row,) = plan.feed(away).brought.reopened
    assert next((one.field, one.was, one.now) for one in changes_of(row)) == (
        "start", "2026-11-24T09:00:00Z", "2028-03-01T09:00:00Z",
    )  # fmt: skip
    assert plan.feed(away).operation is None
    assert plan.feed(event("a@x", TUESDAY)).counts == (0, 1, 0, 0)
    assert plan.item().starts_at == "2026-11-24T09:00:00Z"


def test_a_lone_instance_that_names_its_day_is_the_one_of_that_day(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY))
    one = event("s@x", "RECURRENCE-ID;VALUE=DATE:20261201", "DTSTART:20261201T120000Z", "DTEND:20261201T130000Z")
    assert plan.file(one, method="REQUEST").counts == (0, 1, 0, 0)
    assert [row.starts_at for row in plan.items()][1] == "2026-12-01T12:00:00Z"


@pytest.mark.parametrize("start", ["", TUESDAY])
def test_a_cancellation_of_a_series_that_is_older_than_what_is_here_is_left_out(plan: Planner, start: str) -> None:
    plan.file(event("s@x", WEEKLY, "SEQUENCE:5"), method="REQUEST")
    assert plan.file(event("s@x", start, "SEQUENCE:2"), method="CANCEL").operation is None
    assert {row.state for row in plan.items()} == {"proposed"}
    plan.file(event("s@x", start, "SEQUENCE:5"), method="CANCEL")
    assert {row.state for row in plan.items()} == {"cancelled"}


def test_an_invitation_that_is_older_than_what_is_here_is_left_out(plan: Planner) -> None:
    plan.file(event("a@x", LATER, "SEQUENCE:3"), method="REQUEST")
    came = plan.file(event("a@x", TUESDAY, "SEQUENCE:1"), method="REQUEST")
    assert (came.operation, came.brought.skipped) == (
        None,
        ["Switch swap: older than what is here (SEQUENCE 1, not 3)"],
    )
    # A whole calendar is as it is: exports of Outlook have 0 for all.
    assert plan.file(event("a@x", TUESDAY)).counts == (0, 1, 0, 0)


def test_what_was_moved_here_stands_until_the_calendar_moves_it(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY))
    plan.change(starts_at="2026-11-24T10:00:00Z", ends_at="2026-11-24T12:00:00Z", client_id=2)
    assert plan.file(event("a@x", TUESDAY)).operation is None
    plan.file(event("a@x", TUESDAY, title="Swap of the switch"))
    assert (plan.item().starts_at, plan.item().client) == ("2026-11-24T10:00:00Z", "BOLT")
    plan.file(event("a@x", LATER, title="Swap of the switch"))
    assert (plan.item().starts_at, plan.item().client) == ("2026-11-24T13:00:00Z", "BOLT")


def test_what_is_over_is_brought_up_to_date_without_asking_anybody(plan: Planner) -> None:
    plan.file(event("a@x", PAST))
    plan.answer()
    came = plan.file(event("a@x", PAST, "LOCATION:Leeds"))
    assert (came.counts, came.brought.reopened) == ((0, 1, 0, 0), [])
    assert (plan.item().state, plan.item().place) == ("acknowledged", "Leeds")
    # Put off to next week, it is to be answered.
    assert [row.id for row in plan.file(event("a@x", LATER, "LOCATION:Leeds")).brought.reopened] == [plan.item().id]


def test_another_client_is_told_by_new_words_and_kept_where_they_tell_none(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, title="ACME switch"))
    plan.file(event("a@x", TUESDAY, title="BOLT switch"))
    assert plan.item().client == "BOLT"
    # A client that goes by another name now is still the client.
    plan.techday.did("client edit bolt --code HEX --name Hexagon")
    assert plan.file(event("a@x", TUESDAY, title="BOLT switch")).operation is None
    assert plan.item().client == "HEX"


def test_a_client_that_is_made_known_later_is_found_while_the_item_is_open(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, title="NOVA switch"), event("b@x", LATER, title="OMEN switch"))
    context = plan.context()
    with operation(context, "week ack") as write:
        acts.answer(write.db, store.items_of_uid(write.db, "b@x")[0], "acknowledged", "", context.now)
    context.close()
    plan.techday.did("client add NOVA", "client add OMEN")
    plan.file(event("a@x", TUESDAY, title="NOVA switch"), event("b@x", LATER, title="OMEN switch"))
    assert [(row.client, row.state) for row in plan.items()] == [("NOVA", "proposed"), (None, "acknowledged")]


def test_a_site_goes_with_its_client(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, title="ACME switch"))
    plan.change(client_id=2)
    plan.file(event("a@x", TUESDAY, "LOCATION:Depot", title="ACME switch"))
    assert (plan.item().client, plan.item().site, plan.item().place) == ("BOLT", None, "Depot")


def test_a_ticket_is_known_however_its_reference_is_written(plan: Planner) -> None:
    plan.techday.did("add Mail --client bolt --ref INC0012345")
    plan.file(event("a@x", TUESDAY, title="See inc0012345"))
    assert (plan.item().ticket, plan.item().client) == ("INC0012345", "BOLT")


# --- cancelled, gone, back again ---


@pytest.mark.parametrize(
    "again", [event("a@x", TUESDAY, "STATUS:CANCELLED"), event("a@x", TUESDAY, "SEQUENCE:1\nSTATUS:CANCELLED")]
)
def test_a_file_cancels_what_it_calls_cancelled_and_brings_it_back(plan: Planner, again: str) -> None:
    plan.file(event("a@x", TUESDAY))
    plan.answer()
    assert plan.file(again).counts == (0, 0, 0, 1)
    assert (plan.item().state, plan.item().reason) == ("cancelled", "cancelled in the calendar")
    assert plan.file(again).operation is None
    came = plan.file(event("a@x", TUESDAY))
    assert came.counts == (0, 1, 0, 0)
    assert [row.state for row in came.brought.reopened] == ["proposed"]
    assert changes_of(came.brought.reopened[0]) == [Change("state", "cancelled", "planned")]


def test_what_was_cancelled_before_anybody_knew_it_is_not_added(plan: Planner) -> None:
    assert plan.file(event("a@x", TUESDAY, "STATUS:CANCELLED")).operation is None


def test_an_invitation_that_is_taken_back_cancels_the_whole_series(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY), event("a@x", TUESDAY))
    # Exchange takes a series back without its rule.
    assert plan.file(event("s@x", TUESDAY, "STATUS:CANCELLED"), method="CANCEL").counts == (0, 0, 0, 3)
    assert plan.states() == ["cancelled", "proposed", "cancelled", "cancelled"]


def test_an_invitation_is_taken_back_without_a_time(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY), event("a@x", TUESDAY))
    assert plan.file(event("s@x", "SEQUENCE:1"), method="CANCEL").counts == (0, 0, 0, 3)
    assert {row.reason for row in plan.items() if row.uid == "s@x"} == {"cancelled in the calendar"}


@pytest.mark.parametrize("state", ["acknowledged", "declined"])
def test_what_was_gone_for_a_while_comes_back_with_its_answer(plan: Planner, state: str) -> None:
    plan.feed(event("a@x", TUESDAY), event("b@x", PAST))
    plan.answer(state)
    for uid, now in (("a@x", state), ("b@x", "cancelled"), ("a@x", state)):
        plan.feed(event(uid, TUESDAY if uid == "a@x" else PAST))
        assert next(row.state for row in plan.items() if row.uid == "a@x") == now
    plan.feed(event("b@x", PAST))
    (row,) = plan.feed(event("a@x", LATER)).brought.reopened
    assert row.state == "proposed"


def test_news_of_one_instance_says_nothing_of_the_others(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY))
    one = event("s@x", "RECURRENCE-ID:20261201T090000Z", "DTSTART:20261201T120000Z", "DTEND:20261201T130000Z")
    assert plan.file(one, method="REQUEST").counts == (0, 1, 0, 0)
    off = event("s@x", "RECURRENCE-ID:20261208T090000Z", "DTSTART:20261208T090000Z", "STATUS:CANCELLED")
    assert plan.file(off, method="CANCEL").counts == (0, 0, 0, 1)
    assert plan.states() == ["proposed", "proposed", "cancelled"]


def test_an_instance_that_is_left_out_is_cancelled(plan: Planner) -> None:
    plan.file(event("s@x", WEEKLY))
    assert plan.file(event("s@x", WEEKLY, "EXDATE:20261201T090000Z")).counts == (0, 0, 2, 1)
    assert [(row.state, row.reason) for row in plan.items()][1] == ("cancelled", "no longer in the calendar")


def test_a_file_says_nothing_of_what_is_not_in_it_but_a_subscription_does(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY))
    assert plan.file(event("b@x", LATER)).counts == (1, 0, 0, 0)
    plan.feed(event("a@x", TUESDAY), event("b@x", LATER))
    assert plan.feed(event("b@x", LATER)).counts == (0, 0, 1, 1)
    assert plan.states() == ["cancelled", "proposed"]
    assert plan.feed(event("a@x", TUESDAY), event("b@x", LATER)).counts == (0, 1, 1, 0)
    assert plan.states() == ["proposed", "proposed"]


def test_what_was_cancelled_and_then_goes_is_no_news(plan: Planner) -> None:
    plan.feed(event("a@x", TUESDAY), event("b@x", LATER))
    plan.feed(event("a@x", TUESDAY, "STATUS:CANCELLED"), event("b@x", LATER))
    assert plan.feed(event("b@x", LATER)).operation is None


def test_what_has_begun_is_not_cancelled_by_silence(plan: Planner) -> None:
    plan.feed(event("a@x", PAST), event("b@x", "DTSTART:20261123T080000Z\nDTEND:20261123T100000Z"))
    assert plan.feed(event("c@x", TUESDAY)).counts == (1, 0, 0, 0)


def test_what_is_broken_now_keeps_its_last_good_copy(plan: Planner) -> None:
    plan.feed(event("a@x", TUESDAY), event("s@x", WEEKLY))
    came = plan.feed(event("a@x", TUESDAY, "RRULE:FREQ=SECONDLY"), event("s@x", WEEKLY))
    assert came.counts == (0, 0, 3, 0)
    assert len(came.brought.skipped) == 1
    assert plan.states() == ["proposed"] * 4


def test_what_was_cancelled_here_stays_so_until_the_calendar_cancels_it_too(plan: Planner) -> None:
    plan.feed(event("a@x", TUESDAY))
    plan.change(state="cancelled", reason="not needed")
    assert plan.feed(event("a@x", TUESDAY)).operation is None
    plan.feed(event("a@x", LATER))
    assert (plan.item().state, plan.item().starts_at) == ("cancelled", "2026-11-24T13:00:00Z")
    plan.feed(event("b@x", PAST))
    assert plan.feed(event("b@x", PAST)).operation is None
    plan.feed(event("a@x", LATER))
    assert [row.state for row in plan.items() if row.uid == "a@x"] == ["proposed"]


def test_what_is_further_ahead_than_is_read_is_left_alone(plan: Planner) -> None:
    far = event("a@x", "DTSTART:20271228T090000Z", "DTEND:20271228T100000Z")
    plan.feed(far)
    assert plan.feed(far, now="2026-11-20T08:00:00Z").operation is None


# --- whose it is ---


def test_a_subscription_takes_over_from_a_file_and_never_from_another_one(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY))
    assert plan.feed(event("a@x", TUESDAY)).counts == (0, 0, 1, 0)
    assert plan.item().feed == "dispatch"
    for other in (plan.feed(event("a@x", LATER), name="team"), plan.file(event("a@x", LATER, "STATUS:CANCELLED"))):
        assert (other.counts, other.brought.left, other.operation) == ((0, 0, 0, 0), 1, None)
    assert plan.item().starts_at == "2026-11-24T09:00:00Z"
    # What one of them does not hold any more is free.
    plan.feed(event("b@x", PAST))
    assert plan.feed(event("a@x", LATER), name="team").counts == (0, 1, 0, 0)
    assert plan.feed(event("a@x", TUESDAY)).brought.left == 1
    # And what the other ones no longer hold is not theirs to cancel.
    plan.feed(event("s@x", WEEKLY))
    plan.feed(name="team")
    assert plan.file(event("s@x", WEEKLY, "EXDATE:20261201T090000Z")).operation is None
    assert [row.state for row in plan.items() if row.uid == "s@x"] == ["proposed"] * 3


def planned(plan: Planner, **fields: Any) -> None:
    """Plan something here that calendars know as a@x."""
    context = plan.context()
    said = {"starts_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T11:00:00Z", **fields}
    with operation(context, "schedule add") as write:
        acts.add(write.db, Values("Switch swap", "maintenance", **said), Origin("a@x"), context.now)
    context.close()


def test_what_was_planned_here_and_comes_back_as_it_went_out_is_the_same(plan: Planner) -> None:
    planned(plan, client_id=2, technician="Sam Reed", note="Bring tea")
    assert plan.file(event("a@x", TUESDAY, "DESCRIPTION:Bring tea")).operation is None
    planned_at = plan.feed(event("a@x", TUESDAY, "DESCRIPTION:Bring tea"))
    assert planned_at.counts == (0, 0, 1, 0)
    plan.feed(event("a@x", LATER, "DESCRIPTION:Bring tea", title="Swap"))
    row = plan.item()
    assert (row.feed, row.starts_at, row.title) == ("dispatch", "2026-11-24T13:00:00Z", "Swap")
    assert (row.client, row.kind) == ("BOLT", "maintenance")


def test_a_site_that_went_out_as_the_place_comes_back_as_the_site(plan: Planner) -> None:
    planned(plan, client_id=1, site_id=1)
    plan.answer()
    assert plan.file(event("a@x", TUESDAY, "LOCATION:Depot")).operation is None


def test_whole_days_planned_here_stay_days_in_another_zone(plan: Planner) -> None:
    days = {"all_day": 1, "first_day": "2026-11-30", "last_day": "2026-11-30"}
    planned(plan, starts_at="2026-11-30T00:00:00Z", ends_at="2026-12-01T00:00:00Z", **days)
    plan.techday.configure(f'{KIM}zone = "Europe/Berlin"\n')
    assert plan.file(event("a@x", "DTSTART;VALUE=DATE:20261130")).operation is None


def test_what_no_calendar_brought_none_cancels_by_silence(plan: Planner) -> None:
    planned(plan)
    plan.feed(event("a@x", WEEKLY))
    assert plan.states() == ["proposed"] * 4


@pytest.mark.parametrize(
    ("people", "technician"),
    [
        ((), ""),
        (("ATTENDEE;CN=Sam Reed:mailto:sam@msp.example",), "Sam Reed"),
        (('ATTENDEE;CN="Reed, Sam":mailto:sam@msp.example',), "Sam Reed"),
        (("ATTENDEE;CN=Jo Doe:mailto:jo@acme.example",), ""),
        (("ATTENDEE;CN=Sam Reed:mailto:sam@msp.example", ME.format("NEEDS-ACTION")), ""),
        (("ATTENDEE;CN=Sam Reed:mailto:sam@msp.example", "ORGANIZER;CN=Kim Lee:mailto:kim@msp.example"), ""),
        (("ORGANIZER;CN=Sam Reed:mailto:sam@msp.example",), ""),
    ],
)
def test_the_technician_is_a_known_colleague_who_is_invited_without_the_user(
    plan: Planner, people: Sequence[str], technician: str
) -> None:
    plan.file(event("a@x", TUESDAY, *people))
    assert plan.item().technician == technician


# --- answers in the calendar ---


def test_an_answer_in_the_calendar_is_taken_over_and_owed_to_nobody(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, ME.format("ACCEPTED")), event("b@x", LATER, ME.format("DECLINED")))
    assert [(row.state, row.reason) for row in plan.items()] == [
        ("acknowledged", ""),
        ("declined", "declined in the calendar"),
    ]
    with plan.techday.raw() as db:
        assert db.execute("SELECT count(*) FROM outbox_item").fetchone() == (0,)


def test_an_answer_in_the_calendar_counts_once_and_not_for_what_changed_since(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, ME.format("NEEDS-ACTION")))
    assert plan.states() == ["proposed"]
    assert plan.file(event("a@x", TUESDAY, ME.format("ACCEPTED"))).counts == (0, 1, 0, 0)
    assert plan.states() == ["acknowledged"]
    # Moved, and still accepted as far as the calendar knows: that was the time before.
    plan.file(event("a@x", LATER, ME.format("ACCEPTED")))
    assert plan.states() == ["proposed"]
    # Declined here, and the calendar says what it said.
    plan.answer("declined")
    assert plan.file(event("a@x", LATER, ME.format("ACCEPTED"))).operation is None
    # Moved and declined there at once: that is an answer to what it is now.
    came = plan.file(event("a@x", TUESDAY, ME.format("TENTATIVE")))
    assert len(came.brought.reopened) == 1
    came = plan.file(event("a@x", LATER, ME.format("DECLINED")))
    assert (came.brought.reopened, plan.states()) == ([], ["declined"])


def test_an_answer_given_here_first_stays_as_it_was_given(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, ME.format("NEEDS-ACTION")))
    plan.answer()
    came = plan.file(event("a@x", TUESDAY, ME.format("ACCEPTED")), now="2026-11-23T15:00:00Z")
    assert came.counts == (0, 0, 1, 0)
    assert plan.item().answered_at == "2026-11-23T08:14:00Z"


def test_another_answer_in_the_calendar_is_owed_in_place_of_nothing(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, ME.format("NEEDS-ACTION")))
    plan.answer("declined")
    context = plan.context()
    with operation(context, "week decline") as write:
        owe_answer(write.db, "decline", plan.item().id, None, "Declined: Switch swap", context.now)
    context.close()
    plan.file(event("a@x", TUESDAY, ME.format("ACCEPTED")))
    assert plan.states() == ["acknowledged"]
    with plan.techday.raw() as db:
        assert db.execute("SELECT count(*) FROM outbox_item WHERE state = 'owed'").fetchone() == (0,)


def test_somebody_elses_answer_is_nobodys_here(plan: Planner) -> None:
    plan.file(event("a@x", TUESDAY, "ATTENDEE;CN=Sam Reed;PARTSTAT=ACCEPTED:mailto:sam@msp.example"))
    assert plan.states() == ["proposed"]


# --- the door ---


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"ends_at": datetime(2026, 11, 24, 8, tzinfo=UTC)}, "it ends before it begins"),
        ({"uid": ""}, "uid: string should have at least 1 character"),
        ({"starts_at": datetime(1066, 10, 14, 9, tzinfo=UTC)}, "starts_at: string should match pattern"),
        ({"title": "x" * 501}, "title: string should have at most 500 characters"),
    ],
)
def test_what_does_not_fit_through_the_door_is_skipped_by_name(
    plan: Planner, wrong: dict[str, Any], reason: str
) -> None:
    times = [datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in (9, 11)]
    fields = {"uid": "a@x", "instance": "", "title": "Switch swap", "starts_at": times[0], "ends_at": times[1]}
    rest = {"first_day": None, "last_day": None, "place": "", "note": "", "busy": "", "status": "confirmed", "url": ""}
    broken = Event(**{**fields, **rest, "categories": (), "people": (), **wrong})
    context = plan.context()
    with operation(context, "schedule import") as write:
        read = CalendarRead([broken], [], "", "", frozenset(("a@x",)))
        around = Around(context.settings.technician, context.zone, context.now)
        brought = bring_events(write.db, read, Source(), around)
    context.close()
    assert brought[:4] == (0, 0, 0, 0)
    assert reason in brought.skipped[0]


# --- whatever comes, in whatever order ---

hours = st.integers(8, 12)
places = st.sampled_from(["", "Leeds", "Depot"])
titles = st.sampled_from(["ACME switch", "BOLT printer", "Standup", "See #1049213"])
single = st.tuples(st.just("one"), hours, places, titles)
series = st.tuples(
    st.just("many"), hours, places, titles, st.dictionaries(st.integers(0, 3), st.sampled_from(["off", "moved", "out"]))
)
versions = st.dictionaries(st.sampled_from("abc"), single | series, max_size=3)


def written(version: dict[str, Any]) -> list[str]:
    """Write the events of a version: single ones, and weekly ones of four with instances cancelled, moved, left out."""
    found = []
    for uid, (kind, hour, place, title, *more) in version.items():
        lines = [f"LOCATION:{place}"] if place else []
        times = [f"DTSTART:20261124T{hour:02d}0000Z", f"DTEND:20261124T{hour + 1:02d}0000Z"]
        if kind == "one":
            found.append(event(uid, *times, *lines, title=title))
            continue
        days = [f"{day}T{hour:02d}" for day in ("20261124", "20261201", "20261208", "20261215")]
        out = [f"EXDATE:{days[number]}0000Z" for number, what in more[0].items() if what == "out"]
        found.append(event(uid, *times, "RRULE:FREQ=WEEKLY;COUNT=4", *out, *lines, title=title))
        for number, what in more[0].items():
            if what in ("off", "moved"):
                at = f"RECURRENCE-ID:{days[number]}0000Z"
                said = "STATUS:CANCELLED" if what == "off" else "COMMENT:moved"
                start = f"DTSTART:{days[number]}3000Z\nDTEND:{days[number]}4500Z"
                found.append(event(uid, at, start, said, *lines, title=title))
    return found


def stands(plan: Planner) -> dict[tuple[str, str], dict[str, object]]:
    """Give what stands on the schedule: all that its items say, without those that are cancelled."""
    return {
        (row.uid, row.instance): {**facts_of(row), "title": row.title, "kind": row.kind, "ticket": row.ticket}
        for row in plan.items()
        if row.state != "cancelled"
    }


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Give the office once more, for stories that Hypothesis tells."""
    techday = Techday(tmp_path_factory.mktemp("furnished"))
    techday.configure(KIM)
    techday.did("client add Acme --code ACME", "client add Bolt --code BOLT", "client site add acme Depot")
    techday.did("add Switch --client acme --ref 1049213")
    return techday


@examples(8)
@given(told=st.lists(versions, min_size=1, max_size=4), answered=st.sets(st.integers(0, 3)))
def test_only_the_last_word_of_a_calendar_counts(
    furnished: Techday, told: list[dict[str, Any]], answered: set[int]
) -> None:
    """Version after version of a subscription leaves what its last version alone would, whatever was answered."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as one, tempfile.TemporaryDirectory(dir=MEMORY) as other:
        plan, alone = (Planner(furnished.copied_to(Path(folder))) for folder in (one, other))
        for number, version in enumerate(told):
            plan.feed(*written(version))
            assert plan.feed(*written(version)).operation is None
            if number in answered:
                plan.answer()
        alone.feed(*written(told[-1]))
        assert stands(plan) == stands(alone)


@examples(6)
@given(told=st.lists(versions, min_size=1, max_size=3))
def test_each_import_is_taken_back_as_a_whole(furnished: Techday, told: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        plan = Planner(furnished.copied_to(Path(folder)))
        dumps = []
        for version in told:
            before = dump(plan.techday.store)
            if plan.file(*written(version)).operation is not None:
                dumps.append(before)
        for before in reversed(dumps):
            plan.techday.did("undo")
            assert dump(plan.techday.store) == before


@examples(8)
@given(told=st.lists(versions, min_size=1, max_size=3))
def test_files_speak_of_what_is_in_them_alone(furnished: Techday, told: list[dict[str, Any]]) -> None:
    """After some files stands of each event what the last file said that had it."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as one, tempfile.TemporaryDirectory(dir=MEMORY) as other:
        plan, alone = (Planner(furnished.copied_to(Path(folder))) for folder in (one, other))
        last: dict[str, Any] = {}
        for version in told:
            plan.file(*written(version))
            last |= version
        alone.feed(*written(last))
        assert stands(plan) == stands(alone)
