"""Which items the events of a calendar are, also where it calls them by another name than before.

An instance is known by the start that its rule gives it (RFC 5545, section 3.8.4.4). Where the organizer moves all of a
series, turns what happens once into a series or a series into what happens once, or where times without a zone are
read in another zone, the same appointments go by other names. They stay the items that they were: with their numbers,
with what is tied to them, and with an answer of which it can be told what changed since.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from typing import Any

from techday.core.instants import from_text, midnight, to_text
from techday.exchange.ical_events import CalendarRead, Event
from techday.exchange.ical_parts import CANCELLED, CONFIRMED
from techday.schedule import store
from techday.schedule.store import ItemRow

# As many characters as a local date has.
DATE = 10


class Items:
    """The events of a calendar, with the items that they are.

    `events` and `rows` go by UID and instance, as the calendar names them; what has no row is new. `missing` are those
    items that some calendar brought, and this one no longer holds among what it says of the days that were read, the
    first and the last of which are `days`. `feed_id` is that of a subscription, which tells of everything there is.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        read: CalendarRead,
        feed_id: int | None,
        days: tuple[date, date],
        zone: tzinfo,
        now: str,
    ) -> None:
        self.db = db
        self.read = read
        self.feed_id = feed_id
        self.zone = zone
        self.now = now
        self.events = {(event.uid, event.instance): event for event in read.events}
        self.rows = {(row.uid, row.instance): row for row in store.items_by_identity(db, list(self.events))}
        self.find_instances()
        self.missing = self.unseen(days)
        self.find_moved()

    def find_instances(self) -> None:
        """Find the items of lone instances that go by another form of name than the instances do."""
        lone = [one for key, one in self.events.items() if one.uid in self.read.partial and key not in self.rows]
        items = by_uid(store.items_of_uids(self.db, {event.uid for event in lone}, "", "9999"))
        for event in lone:
            row = same_instance(event, items[event.uid], self.zone)
            if row is not None and (row.uid, row.instance) not in self.events:
                del self.events[event.uid, event.instance]
                self.events[row.uid, row.instance] = event._replace(instance=row.instance)
                self.rows[row.uid, row.instance] = row

    def unseen(self, days: tuple[date, date]) -> list[ItemRow]:
        """Give what was brought by a calendar, and is not among what it says now; without what it holds broken."""
        begin, end = (to_text(midnight(day, self.zone)) for day in (days[0], days[1] + timedelta(days=1)))
        cut = to_text(self.read.cut) if self.read.cut else end
        rows = store.items_of_uids(self.db, self.read.uids - self.read.partial, begin, end)
        if self.feed_id is not None:
            rows += store.items_of_feed(self.db, self.feed_id, self.now)
        return [
            row
            for row in {row.id: row for row in rows}.values()
            if (row.uid, row.instance) not in self.events
            and row.uid not in self.read.broken
            and row.feed_id in (None, self.feed_id)
            and row.starts_at < (cut if row.instance else end)
            and said_last(row).get("status") == CONFIRMED
        ]

    def find_moved(self) -> None:
        """Find the items of events that were moved beyond the days that were read, or go by another name now."""
        beyond = {(event.uid, event.instance): event for event in self.read.beyond}
        for row in self.missing:
            if (row.uid, row.instance) in beyond:
                self.events[row.uid, row.instance] = beyond[row.uid, row.instance]
                self.rows[row.uid, row.instance] = row
        # One's own series knows its items by name.
        items = by_uid(row for row in self.missing if row.series_id is None and (row.uid, row.instance) not in beyond)
        unknown: defaultdict[str, list[Event]] = defaultdict(list)
        for key, event in self.events.items():
            if event.uid in items and key not in self.rows and event.status != CANCELLED:
                unknown[event.uid].append(event)
        kept = {uid for uid, _ in self.rows}
        for uid, events in unknown.items():
            for row, event in followed(items[uid], events, self.now, self.zone, uid not in kept):
                self.rows[uid, event.instance] = row
        found = {row.id for row in self.rows.values()}
        self.missing = [row for row in self.missing if row.id not in found]

    def older_versions(self) -> dict[str, int]:
        """Give the UIDs of which an invitation says less than is known by now, each with the SEQUENCE that is known.

        Invitations lie about in mails for weeks, and the older of two is obsolete (RFC 5546, section 2.1.5). Exports
        of calendars are read as they are: some programs write 0 into all of them.
        """
        if self.read.method not in ("REQUEST", "CANCEL") or self.feed_id is not None:
            return {}
        said: defaultdict[str, int] = defaultdict(int, self.read.withdrawn)
        for event in self.events.values():
            said[event.uid] = max(said[event.uid], event.sequence)
        known: defaultdict[str, int] = defaultdict(int)
        for row in store.items_of_uids(self.db, list(said), "", "9999"):
            known[row.uid] = max(known[row.uid], said_last(row).get("sequence", 0))
        return {uid: number for uid, number in known.items() if said[uid] < number}


def by_uid(rows: Iterable[ItemRow]) -> defaultdict[str, list[ItemRow]]:
    """Give items by their UIDs."""
    found: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        found[row.uid].append(row)
    return found


def said_last(row: ItemRow | None) -> dict[str, Any]:
    """Give what the calendar of an item said of it last, as it is kept; empty where none brought it."""
    found: dict[str, Any] = json.loads(row.imported) if row is not None and row.imported else {}
    return found


def followed(
    rows: Iterable[ItemRow], events: Iterable[Event], now: str, zone: tzinfo, all_new: bool
) -> list[tuple[ItemRow, Event]]:
    """Give which of the events of a UID is which of its items, where neither is known by its name.

    First those of one local day in `zone` are the same; then, of those ahead of `now` (UTC text), one after the other:
    where there are as many of them, or where the calendar calls none of them what it was called (`all_new`).
    """
    of_day: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for row in sorted(rows, key=name_of_item):
        of_day[day_in(name_of_item(row), zone)].append(row)
    found: list[tuple[ItemRow, Event]] = []
    others: list[Event] = []
    for event in sorted(events, key=name_of):
        same_day = of_day[day_in(name_of(event), zone)]
        if same_day:
            found.append((same_day.pop(0), event))
        else:
            others.append(event)
    ahead = [row for left in of_day.values() for row in left if row.starts_at > now]
    coming = [event for event in others if to_text(event.starts_at) > now]
    return found + (list(zip(ahead, coming, strict=False)) if all_new or len(ahead) == len(coming) else [])


def same_instance(event: Event, rows: Iterable[ItemRow], zone: tzinfo) -> ItemRow | None:
    """Give the one item that an instance is, which goes by its day where the item goes by its time, or the reverse."""
    other = [row for row in rows if len(row.instance) != len(event.instance)]
    day = day_in(name_of(event), zone)
    found = [row for row in other if day_in(name_of_item(row), zone) == day]
    return found[0] if len(found) == 1 else None


def name_of(event: Event) -> str:
    """Give the start that an event is known by, or its own; UTC text, or a local day."""
    return event.instance or (event.first_day.isoformat() if event.first_day else to_text(event.starts_at))


def name_of_item(row: ItemRow) -> str:
    """Give the start that an item is known by, or its own; UTC text, or a local day."""
    return row.instance or row.first_day or row.starts_at


def day_in(name: str, zone: tzinfo) -> str:
    """Give the local day of UTC text, or of a local day."""
    return name if len(name) == DATE else from_text(name).astimezone(zone).date().isoformat()
