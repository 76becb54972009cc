"""The events of a calendar into the schedule, inside an operation: only what differs is written.

Beside each item stands what its calendar said last (`imported`, a JSON object). A field changes only where the
calendar says something else than then, so what was moved or tied here stands until the calendar changes it too; and
the same calendar again changes nothing.

A subscription tells of all there is: what it no longer holds, and has not begun, is cancelled. A file tells only of
what is in it. What a subscription brought, no file and no other subscription changes.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from techday.core.instants import to_text
from techday.exchange.ical_events import CalendarRead, Event
from techday.exchange.ical_parts import CANCELLED
from techday.exchange.schedule_items import Items, said_last
from techday.exchange.schedule_meaning import CONFIRMED, Meaning, as_kept
from techday.exchange.schedule_values import ACCEPTED, DECLINED, TIMES, WORDED, Told
from techday.exchange.ticket_rows import Rejected
from techday.outbox import acts as outbox
from techday.schedule import acts, store
from techday.schedule.acts import Origin
from techday.schedule.rules import AHEAD, ANSWERS, BACK, Values, changes_of, facts_differ, facts_of, values_of
from techday.schedule.store import ItemRow
from techday.settings import Technician

GONE = "gone"
ANSWER_IN_CALENDAR = {ACCEPTED: "acknowledged", DECLINED: "declined"}


class Source(NamedTuple):
    """Where events come from: a subscription (`feed_id`) or a file, and whether it tells of everything there is.

    `client_id` is the client of events that name none, `kind` the kind of all of them; "" guesses it.
    """

    feed_id: int | None = None
    complete: bool = False
    client_id: int | None = None
    kind: str = ""


class Around(NamedTuple):
    """Who the user is, in which zone, and the moment."""

    technician: Technician
    zone: tzinfo
    now: datetime


class Brought(NamedTuple):
    """What became of the events: counts of items, those answered before that are open again, and what was skipped.

    `left` counts items of a subscription that were left to it; `notes` tell what else is to be known.
    """

    new: int
    changed: int
    same: int
    cancelled: int
    reopened: list[ItemRow]
    skipped: list[str]
    left: int = 0
    notes: tuple[str, ...] = ()


def window(today: date) -> tuple[date, date]:
    """Give the first and the last local day of which events are taken in."""
    return today - BACK, today + AHEAD


def bring_events(
    db: sqlite3.Connection, read: CalendarRead, source: Source, around: Around, told: Mapping[str, Told] | None = None
) -> Brought:
    """Take the events of a calendar into the store, within an operation, and tell what became of them.

    `read` holds the events of `window` of the user's today; `told` is what a list says beside, by UID.
    """
    taking = ScheduleIn(db, read, source, around, told)
    for event in taking.events.values():
        taking.take(event)
    taking.see_to_missing()
    notes = [*taking.meaning.unknown_clients(), *cut_words(read.cut, around.zone)]
    counts = taking.counts
    return Brought(
        counts["new"],
        counts["changed"],
        counts["same"],
        counts["cancelled"],
        taking.reopened,
        [*read.skipped, *taking.skipped],
        counts["left"],
        tuple(notes),
    )


def cut_words(cut: datetime | None, zone: tzinfo) -> list[str]:
    """Say up to which day what repeats was taken in, where that is less than of all else."""
    if cut is None:
        return []
    last = cut.astimezone(zone).date() - timedelta(days=1)
    return [f"So much repeats that it was taken in only until {last:%Y-%m-%d}; what happens once was taken in whole"]


class ScheduleIn:
    """Takes the events of one calendar into a store."""

    def __init__(
        self,
        db: sqlite3.Connection,
        read: CalendarRead,
        source: Source,
        around: Around,
        told: Mapping[str, Told] | None = None,
    ) -> None:
        self.db = db
        self.read = read
        self.source = source
        self.around = around
        self.now = to_text(around.now)
        days = window(around.now.astimezone(around.zone).date())
        items = Items(db, read, source.feed_id, days, around.zone, self.now)
        self.events, self.rows, self.missing = items.events, items.rows, items.missing
        self.obsolete = items.older_versions()
        given = {"client_id": source.client_id, "kind": source.kind or None}
        self.meaning = Meaning(db, list(self.events.values()), told or {}, given, around.technician)
        self.counts: Counter[str] = Counter()
        self.reopened: list[ItemRow] = []
        self.skipped: list[str] = []
        self.rejected: set[str] = set()

    def take(self, event: Event) -> None:
        """Take one event in; one that does not fit through the door is skipped by name."""
        row = self.rows.get((event.uid, event.instance))
        last = said_last(row)
        if event.uid in self.obsolete:
            self.leave_out(event.uid, event.title, event.sequence)
        elif row is not None and self.is_of_another(row, last, event):
            self.counts["left"] += 1
        elif event.status == CANCELLED:
            if row is not None:
                self.cancel(row, last, CANCELLED)
        else:
            try:
                values, told = self.meaning.said(event, row, last)
            except Rejected as reason:
                self.skipped.append(f"{event.title}: {reason}")
                self.rejected.add(event.uid)
                return
            if row is None:
                self.add(event, values, told)
            else:
                self.settle(row, last, values, told, event.instance)

    def is_of_another(self, row: ItemRow, last: Mapping[str, Any], event: Event) -> bool:
        """Tell whether an item is another subscription's: not what that no longer holds, and this one does."""
        if row.feed_id in (None, self.source.feed_id):
            return False
        free = (GONE, CANCELLED) if self.source.feed_id is not None else (GONE,)
        return row.state != "cancelled" or event.status == CANCELLED or last.get("status") not in free

    def add(self, event: Event, values: Values, told: dict[str, Any]) -> None:
        """Add an item; one that the user answered in the calendar is answered."""
        origin = Origin(event.uid, event.instance, self.source.feed_id, imported=as_json(told))
        number = acts.add(self.db, self.meaning.fitting(values), origin, self.around.now)
        self.counts["new"] += 1
        self.answer(number, "proposed", "", told["partstat"])

    def settle(
        self, row: ItemRow, last: Mapping[str, Any], values: Values, told: dict[str, Any], instance: str
    ) -> None:
        """Take in what a calendar says of an item that is there, and by which name."""
        state = row.state
        revived = state == "cancelled" and last.get("status", CONFIRMED) != CONFIRMED
        if revived:
            acts.revive(self.db, row)
            state = "proposed"
        before = values_of(row)
        after = self.meaning.fitting(merged(before, values, told, last or as_kept(before)))
        reopens = state in ANSWERS and facts_differ(before, after) and after.ends_at > self.now
        if reopens:
            acts.change(self.db, row, after, self.around.zone, self.around.now)
            state = "proposed"
        elif after != before:
            # What is over needs nobody's answer any more, and what is cancelled stays so.
            store.update_item(self.db, row.id, changes_between(before, after))
            acts.renew_answer(self.db, row.id, self.around.zone, self.around.now)
        answered = self.answer(row.id, state, last.get("partstat", ""), told["partstat"])
        answered = answered or (revived and self.give_back(row.id, last.get("answer")))
        opens = reopens or (revived and row.answered and after.ends_at > self.now)
        if opens and not answered and (found := store.item_by_id(self.db, row.id)):
            self.reopened.append(found)
        differs = after != before or answered or revived
        self.counts["changed" if differs else "same"] += 1
        self.keep(row, told, row.imported or self.source.feed_id is not None or differs, instance)

    def keep(self, row: ItemRow, told: Mapping[str, Any], wanted: Any, instance: str) -> None:
        """Keep what the calendar said of an item, by which name, and of which subscription it is; where that is new."""
        now = {"imported": as_json(told), "feed_id": self.source.feed_id, "instance": instance}
        changes: dict[str, object] = {field: value for field, value in now.items() if getattr(row, field) != value}
        if wanted and changes:
            store.update_item(self.db, row.id, changes)

    def answer(self, number: int, state: str, last: str, partstat: str) -> bool:
        """Take over the answer that the user gave in the calendar, where it is new; give whether there was one.

        The calendar knows of it, so nothing is owed to the PSA.
        """
        answer = ANSWER_IN_CALENDAR.get(partstat, "")
        if not answer or partstat == last or state in (answer, "cancelled"):
            return False
        outbox.drop_answer(self.db, number)
        row = store.item_by_id(self.db, number)
        if row is not None:
            reason = "declined in the calendar" if answer == "declined" else ""
            acts.answer(self.db, row, answer, reason, self.around.now)
        return row is not None

    def give_back(self, number: int, answer: Sequence[str] | None) -> bool:
        """Give the answer back to an item that was gone for a while, where it is what it was; tell whether it was.

        `answer` is the state, the reason, and the words that the PSA was still owed.
        """
        row = store.item_by_id(self.db, number)
        if row is None or not answer or any(one.field not in ("state", "back") for one in changes_of(row)):
            return False
        state, reason, words = answer
        facts = json.dumps(facts_of(row), ensure_ascii=False)
        store.update_item(self.db, row.id, {"state": state, "reason": reason, "answered": facts})
        if words:
            kind = "acknowledgement" if state == "acknowledged" else "decline"
            outbox.owe_answer(self.db, kind, row.id, row.ticket_id, words, self.around.now)
        return True

    def cancel(self, row: ItemRow, last: dict[str, Any], status: str) -> None:
        """Cancel an item that its calendar cancels, or no longer holds."""
        if row.state != "cancelled":
            reason = "cancelled in the calendar" if status == CANCELLED else "no longer in the calendar"
            last = last or as_kept(values_of(row))
            if status == GONE and row.state in ANSWERS:
                last = {**last, "answer": [row.state, row.reason, outbox.owed_answer(self.db, row.id)]}
            acts.cancel(self.db, row, reason, self.around.now)
            self.counts["cancelled"] += 1
        elif status == CANCELLED:
            self.counts["same"] += 1
        self.keep(row, {**last, "status": status}, last, row.instance)

    def leave_out(self, uid: str, title: str, sequence: int) -> None:
        """Leave out what an invitation says that is older than what is known by now, and say so once."""
        if uid not in self.rejected:
            known = self.obsolete[uid]
            self.skipped.append(f"{title}: older than what is here (SEQUENCE {sequence}, not {known})")
        self.rejected.add(uid)

    def see_to_missing(self) -> None:
        """Cancel what the calendar no longer holds, of what has not begun; what it holds broken is left as it was."""
        for row in self.missing:
            if row.uid in self.obsolete:
                self.leave_out(row.uid, row.title, self.read.withdrawn.get(row.uid, 0))
            if row.starts_at > self.now and row.uid not in self.rejected:
                self.cancel(row, said_last(row), CANCELLED if row.uid in self.read.withdrawn else GONE)


def merged(before: Values, said: Values, told: Mapping[str, Any], last: Mapping[str, Any]) -> Values:
    """Give what an item says after its calendar spoke: as before, but for what that says otherwise than the last time.

    `told` and `last` are what it says now and said last, as they are kept. Whole days are compared as days: their
    instants are those of the zone that the technician was in.
    """
    times = TIMES[2:] if told["all_day"] and last.get("all_day") else TIMES
    moved = TIMES if any(told[field] != last.get(field) for field in times) else ()
    fields = [*moved, *(field for field in WORDED if told[field] != last.get(field))]
    return before._replace(**{field: getattr(said, field) for field in fields})


def changes_between(before: Values, after: Values) -> dict[str, object]:
    """Give the fields that differ, as they are after."""
    return {field: value for field, value in after._asdict().items() if getattr(before, field) != value}


def as_json(told: Mapping[str, Any]) -> str:
    """Give what a calendar said as text that is the same for the same."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
