"""What repeats, moved: an item and all later ones of its series.

The series ends before that item, and a new one begins with it. Its rule is the old one with all days as much later.
"""

import sqlite3
from datetime import date, datetime, timedelta, tzinfo

from techday.core.instants import from_text
from techday.core.recurrence import WEEKDAYS, days_of_rule, until_of
from techday.core.text import as_argument, quoted
from techday.errors import Refused
from techday.schedule import acts, series, series_store, store
from techday.schedule.rules import Values, values_of
from techday.schedule.series import TIMES, WORDS, Pattern, by_instance, put_on
from techday.schedule.store import ItemRow

# No rule counts its days beyond this one.
LAST_DAY = date(2199, 12, 31)


def move_following(db: sqlite3.Connection, row: ItemRow, values: Values, zone: tzinfo, now: datetime) -> list[ItemRow]:
    """Have an item and all later ones of its series say what `values` says, and give those that changed, as they were.

    The new series ends where the old one did. The items stay the same ones, in their order, so each says what changed
    of it. What was moved, lengthened or cancelled alone, and what is over, keeps its time; where `values` is at the
    same time as before, all do. Raises Refused where the rule cannot be moved so, or the item would come before the one
    ahead of it.
    """
    assert row.series_id is not None  # noqa: S101  # the caller looked
    kept, was = series.given(db, row.series_id), values_of(row)
    old = series.kept_pattern(kept)
    # All that its rule put from here on, also what a calendar brought back.
    rows = sorted((one for one in store.items_of_uid(db, kept.uid) if one.instance >= row.instance), key=by_instance)
    meant = {one.id for one in series.following(db, row, now)}
    moves = any(getattr(was, field) != getattr(values, field) for field in TIMES)
    if moves:
        refuse_to_overtake(db, row, values)
    pattern = moved_pattern(old, row, values, zone)
    days, known_to = series.days_for(pattern.rule, pattern.first_day, len(rows))
    series.end_before(db, row, zone)
    new = series.insert(db, pattern, known_to, now)
    if kept.ends_before is not None:
        ends = date.fromisoformat(kept.ends_before) + (pattern.first_day - put_on(row, zone))
        series_store.update_series(db, new.id, {"ends_before": ends.isoformat()})
    changed = {field: getattr(values, field) for field in WORDS if getattr(was, field) != getattr(values, field)}
    touched: list[ItemRow] = []
    for number, item in enumerate(rows):
        if item.id not in meant:
            continue
        if number >= len(days):
            if item.state != "cancelled":
                acts.cancel(db, item, "the series was moved", now)
                touched.append(item)
            continue
        times = series.times_on(pattern, days[number], zone)
        series_store.put_into(db, item.id, new.id, new.uid, series.instance_of(times))
        said = values_of(item)._replace(**changed, **(times if moves and is_as_put(item, old, zone) else {}))
        if item.state != "cancelled" and acts.change(db, item, values if item.id == row.id else said, zone, now):
            touched.append(item)
    for day in days[len(rows) :] if kept.ends_before is None else ():
        series.add_item(db, new, pattern, values, day, zone, now)
    return touched


def moved_pattern(old: Pattern, row: ItemRow, values: Values, zone: tzinfo) -> Pattern:
    """Give the pattern of a series from an item on, where that is at the time of `values`; raises as `shifted`."""
    was, first = values_of(row), put_on(row, zone)
    begun, is_now = series.pattern_of(old.rule, was, zone), series.pattern_of(old.rule, values, zone)
    if begun == is_now:
        return old._replace(rule=shifted(old, timedelta()), first_day=first)
    # Where only the clock changes, what was moved alone to another day leaves the others on theirs.
    step = timedelta() if begun.first_day == is_now.first_day else is_now.first_day - first
    seconds = old.seconds if series.length_of(was) == series.length_of(values) else is_now.seconds
    rule = shifted(old, step, anew(row, values, zone))
    return is_now._replace(rule=rule, first_day=first + step, seconds=seconds)


def is_as_put(row: ItemRow, pattern: Pattern, zone: tzinfo) -> bool:
    """Tell whether an item is when the rule of its series had it: nobody moved or lengthened it alone."""
    put = values_of(row)._replace(**series.times_on(pattern, put_on(row, zone), zone))
    in_place = row.instance == (row.first_day or row.starts_at)
    return in_place and series.length_of(put) == series.length_of(values_of(row))


def anew(row: ItemRow, values: Values, zone: tzinfo) -> str:
    """Give the commands that end a series and plan it anew from other days on."""
    start = values.first_day or f"{from_text(values.starts_at).astimezone(zone):%Y-%m-%d %H:%M}"
    title, days = as_argument(row.title), " --all-day" if values.first_day else ""
    add = f"techday schedule add {title} --start {as_argument(start)}{days} --repeat RRULE"
    return f"techday schedule cancel {row.id} --following, then {add}"


def refuse_to_overtake(db: sqlite3.Connection, row: ItemRow, values: Values) -> None:
    """Raise Refused where an item would come before the one ahead of it in its series."""
    items = [one for one in store.items_of_series(db, row.series_id or 0) if one.instance < row.instance]
    ahead = max((one for one in items if one.state != "cancelled"), key=by_instance, default=None)
    if ahead is not None and (values.first_day or values.starts_at) <= ahead.instance:
        raise Refused(
            f"{quoted(row.title)} would come before {ahead.id}, the one ahead of it",
            hint=f"techday schedule move {ahead.id} --start TIME --following moves that one too",
        )


def shifted(pattern: Pattern, step: timedelta, way_out: str = "Leave out --following") -> str:
    """Give a rule whose days are all `step` later, as it counts from a day that is one of its own.

    Raises Refused, with `way_out` as the next step, where it names its days in a way that cannot be shifted: the first
    Monday of the month, or several days of the week, which would come on a Saturday.
    """
    parts = dict(part.split("=", 1) for part in pattern.rule.split(";"))
    if "COUNT" in parts:
        # The rest of so many days is told by the last of them.
        last = days_of_rule(pattern.rule, pattern.first_day, LAST_DAY)[-2]
        del parts["COUNT"]
        parts["UNTIL"] = last.replace("-", "")
    until = until_of(parts["UNTIL"]) if "UNTIL" in parts else None
    if until is not None:
        parts["UNTIL"] = f"{until + step:%Y%m%d}"
    named = [key for key in parts if key.startswith("BY")]
    if step and named:
        day = parts.get("BYDAY", "")
        if parts["FREQ"] != "WEEKLY" or named != ["BYDAY"] or day not in WEEKDAYS:
            raise Refused(f"The days of {quoted(pattern.rule, 80)} cannot be moved all at once", hint=way_out)
        parts["BYDAY"] = WEEKDAYS[(WEEKDAYS.index(day) + step.days) % 7]
    return ";".join(f"{key}={value}" for key, value in parts.items())
