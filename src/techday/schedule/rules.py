"""What an item of the schedule is at a moment, and what of it changed since it was answered. Pure.

proposed -> acknowledged | declined -> done: an answer holds for what the item said when it was given. A change of its
start, end, place, client or technician opens it again, and the answer before is kept, so that the change can be told.
"""

from datetime import date, timedelta, tzinfo
from typing import Any, NamedTuple

from techday.core.instants import midnight, to_text
from techday.core.text import fold
from techday.schedule.store import ItemRow

KINDS = ("on-site", "remote", "meeting", "training", "maintenance", "travel", "time-off")
KIND_WORDS = {"time-off": "time off"}
# How many days back and ahead items are worked out: the past of a time card, and a year of what repeats.
BACK, AHEAD = timedelta(days=35), timedelta(days=400)
# What was agreed to with an answer; whether the title or a note is worded otherwise changes nobody's day.
FACTS = ("start", "end", "place", "site", "client", "technician")
# A site or a client that is only called otherwise is the same one.
KNOWN_BY = {"site": "site_id", "client": "client_id"}
# What `--repeat` knows by a word.
NAMED_RULES = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "monthly": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
}
ANSWERS = ("acknowledged", "declined")


class Values(NamedTuple):
    """What an item says. `all_day` is 0 or 1; `first_day` and `last_day` are local dates of whole days, else None."""

    title: str
    kind: str
    starts_at: str
    ends_at: str
    all_day: int = 0
    first_day: str | None = None
    last_day: str | None = None
    place: str = ""
    client_id: int | None = None
    site_id: int | None = None
    ticket_id: int | None = None
    project_id: int | None = None
    technician: str = ""
    note: str = ""


class Change(NamedTuple):
    """One fact of an item that is no longer as it was answered: `start`, from what to what.

    Start and end are UTC text, or local dates of whole days; "" where there was, or is, none. What is as it was
    answered, and open all the same, says why: `state` from cancelled to planned, or `back`, which has no words.
    """

    field: str
    was: str
    now: str


def values_of(row: ItemRow) -> Values:
    """Give what an item says now."""
    return Values(**{field: getattr(row, field) for field in Values._fields})


def in_zone(row: ItemRow, zone: tzinfo) -> ItemRow:
    """Give an item with its whole days from midnight to midnight of a zone.

    The store keeps the midnights of the zone that its technician was in when it was written.
    """
    if row.first_day is None or row.last_day is None:
        return row
    first, last = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    after = midnight(last + timedelta(days=1), zone)
    return row._replace(starts_at=to_text(midnight(first, zone)), ends_at=to_text(after))


def facts_of(row: ItemRow) -> dict[str, Any]:
    """Give the facts that an answer holds for, as text, and the numbers of the site and the client."""
    return {
        "start": row.first_day or row.starts_at,
        "end": row.last_day or row.ends_at,
        "place": row.place,
        "site": row.site or "",
        "client": row.client_name or "",
        "technician": row.technician,
        "site_id": row.site_id,
        "client_id": row.client_id,
    }


def facts_differ(before: Values, after: Values) -> bool:
    """Tell whether a change of an item is one that opens it again: not how its place is written."""
    return held_by(before) != held_by(after)


def held_by(values: Values) -> tuple[object, ...]:
    """Give what an answer holds for, as it is compared."""
    times = (values.first_day or values.starts_at, values.last_day or values.ends_at)
    return *times, fold(values.place), values.site_id, values.client_id, values.technician


def changes_of(row: ItemRow) -> list[Change]:
    """Give what of an open item is not as it was when it was answered; nothing where it never was, or is answered."""
    if row.state != "proposed" or not row.answered:
        return []
    import json  # only for what changed since

    answered: dict[str, Any] = json.loads(row.answered)
    now = facts_of(row)
    changes = [Change(field, answered[field], now[field]) for field in FACTS if fact_differs(field, answered, now)]
    if answered.get("cancelled"):
        changes.insert(0, Change("state", "cancelled", "planned"))
    return changes or [Change("back", "", "")]


def fact_differs(field: str, was: dict[str, Any], now: dict[str, Any]) -> bool:
    """Tell whether a fact is another one, and not only written otherwise."""
    by = KNOWN_BY.get(field)
    return bool(was[by] != now[by]) if by else fold(was[field]) != fold(now[field])


def state_at(row: ItemRow, now: str) -> str:
    """Give the state of an item at an instant (UTC text): what was acknowledged and has ended is done."""
    return "done" if row.state == "acknowledged" and row.ends_at <= now else row.state


def was_reopened(row: ItemRow) -> bool:
    """Tell whether an item was answered before, and is open again since something changed."""
    return row.state == "proposed" and bool(row.answered)
