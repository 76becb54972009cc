"""What an item of the schedule is at a moment, and what of it changed since it was answered. Pure.

proposed -> acknowledged | declined -> done: an answer holds for what the item said when it was given. A change of its
start, end, place, client or technician opens it again, and the answer before is kept, so that the change can be told.
"""

from typing import NamedTuple

from techday.schedule.store import ItemRow

KINDS = ("on-site", "remote", "meeting", "training", "maintenance", "travel", "time-off")
KIND_WORDS = {"time-off": "time off"}
# What was agreed to with an answer; whether the title or a note is worded otherwise changes nobody's day.
FACTS = ("start", "end", "place", "client", "technician")
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

    Start and end are UTC text, or local dates of whole days; "" where there was, or is, none.
    """

    field: str
    was: str
    now: str


def values_of(row: ItemRow) -> Values:
    """Give what an item says now."""
    return Values(**{field: getattr(row, field) for field in Values._fields})


def facts_of(row: ItemRow) -> dict[str, str]:
    """Give the facts that an answer holds for, as text."""
    return {
        "start": row.first_day or row.starts_at,
        "end": row.last_day or row.ends_at,
        "place": row.place or row.site or "",
        "client": row.client_name or "",
        "technician": row.technician,
    }


def facts_differ(before: Values, after: Values) -> bool:
    """Tell whether a change of an item is one that opens it again."""
    facts = ("starts_at", "ends_at", "all_day", "first_day", "last_day", "place", "client_id", "site_id", "technician")
    return any(getattr(before, field) != getattr(after, field) for field in facts)


def changes_of(row: ItemRow) -> list[Change]:
    """Give what of an open item is not as it was when it was answered; nothing where it never was, or is answered."""
    if row.state != "proposed" or not row.answered:
        return []
    import json  # only for what changed since

    answered: dict[str, str] = json.loads(row.answered)
    now = facts_of(row)
    return [
        Change(field, answered.get(field, ""), now[field]) for field in FACTS if answered.get(field, "") != now[field]
    ]


def state_at(row: ItemRow, now: str) -> str:
    """Give the state of an item at an instant (UTC text): what was acknowledged and has ended is done."""
    return "done" if row.state == "acknowledged" and row.ends_at <= now else row.state


def was_reopened(row: ItemRow) -> bool:
    """Tell whether an item was answered before, and is open again since something changed."""
    return row.state == "proposed" and bool(row.answered)
