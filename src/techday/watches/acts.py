"""What is done to a watch itself: it is added, changed, paused, deleted. Each act works inside a given store."""

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_line, fold, nearest, quoted
from techday.errors import BadUsage, Refused
from techday.watches import store
from techday.watches.finding import refuse_taken
from techday.watches.frequency import DAILY, ONCE, RULE, Plan, counted_days, due_times, read_every
from techday.watches.rules import ANSWERS, APPROVAL, KINDS, end_of_pause, is_paused, label
from techday.watches.shifts import keep_shifts
from techday.watches.store import WatchRow

NAME_LENGTH = 200
LINK_LENGTH = 1000
SEEN_LENGTH = 500


class NewWatch(NamedTuple):
    """What is said of a watch when it is added; `every` is as it was typed, None is once for an approval, else daily.

    `starts_at` is the instant from which it counts, None for now.
    """

    name: str
    client_id: int
    kind: str
    every: str | None = None
    starts_at: datetime | None = None
    link: str = ""
    note: str = ""


class Answer(NamedTuple):
    """What was found at a look: `ok`, `fail` or `na`, in what was seen, and by whom an approval was decided."""

    state: str
    seen: str = ""
    by: str = ""


def kind_named(text: str) -> str:
    """Give the kind that its name or a unique beginning means; raises BadUsage."""
    key = fold(text)
    found = [kind for kind in KINDS if key and kind.startswith(key)]
    if len(found) != 1:
        close = nearest(text, KINDS)
        hint = f"Did you mean {', '.join(close)}?" if close else f"One of {', '.join(KINDS)}"
        raise BadUsage(f"No kind of watch {quoted(text)}", hint=hint)
    return found[0]


def add(db: sqlite3.Connection, new: NewWatch, plan: Plan) -> WatchRow:
    """Add a watch and give it.

    Due times before it was added do not exist, though what is kept every few days may count from before. Raises
    BadUsage without a name, for an unknown kind and for a frequency that cannot be; Refused where the watch could not
    be told from another one.
    """
    name = checked_name(new.name)
    refuse_taken(db, new.client_id, name)
    kind = kind_named(new.kind)
    every = read_every(new.every if new.every is not None else "once" if kind == APPROVAL else DAILY)
    fields: dict[str, object] = {
        "client_id": new.client_id,
        "name": name,
        "name_key": fold(name),
        "kind": kind,
        "link": clean_line(new.link, LINK_LENGTH),
        "note": clean_line(new.note, SEEN_LENGTH),
        **counting(every, new.starts_at, plan),
    }
    keep_shifts(db, plan)
    return store.watch_by_id(db, store.insert_watch(db, fields))


def counting(every: str, starts_at: datetime | None, plan: Plan) -> dict[str, object]:
    """Give the fields of a frequency that counts from an instant, None being now; raises BadUsage as `read_every`."""
    first = plan.now if starts_at is None else starts_at
    if every.startswith(RULE):
        from techday.core.recurrence import in_days  # only for a rule

        every = in_days(every, plan.zone)
    return {
        "every": every,
        "starts_at": to_text(first if every == ONCE else max(first, plan.now)),
        "rule_days": counted_days(every, plan.at(first).day, plan.at(plan.now).day),
    }


def edit(db: sqlite3.Connection, watch: WatchRow, changes: dict[str, object], plan: Plan) -> list[str]:
    """Set some fields of a watch and give the names of those that really changed; raises as `add`.

    `every` among them is as it was typed, `starts_at` an instant. With another of these its due times begin anew: the
    old ones cannot be told from the new frequency.
    """
    wanted = dict(changes)
    starts_at = wanted.pop("starts_at", None)
    every = read_every(str(wanted.pop("every"))) if "every" in wanted else watch.every
    if "name" in wanted:
        wanted["name"] = checked_name(str(wanted["name"]))
    if "kind" in wanted:
        wanted["kind"] = kind_named(str(wanted["kind"]))
        refuse_other_meaning(db, watch, str(wanted["kind"]))
    changed = {field: text for field, text in wanted.items() if getattr(watch, field) != text}
    if "name" in changed:
        changed["name_key"] = fold(str(changed["name"]))
        refuse_taken(db, watch.client_id, str(changed["name"]), watch.id)
    if every != watch.every or isinstance(starts_at, datetime):
        anew = counting(every, starts_at if isinstance(starts_at, datetime) else None, plan)
        changed |= {field: text for field, text in anew.items() if getattr(watch, field) != text}
        if every != watch.every:
            changed.pop("rule_days", None)
            changed |= {"starts_at": anew["starts_at"], "rule_days": anew["rule_days"]}
    store.update_watch(db, watch.id, changed)
    names = {"every": "frequency", "starts_at": "" if "every" in changed else "start"}
    told = [names.get(field, field) for field in changed if field not in ("name_key", "rule_days")]
    return [name for name in told if name] or (["start"] if changed else [])


def refuse_other_meaning(db: sqlite3.Connection, watch: WatchRow, kind: str) -> None:
    """Raise Refused where what was said of a watch would mean another thing: a declined approval is no failure."""
    if (watch.kind == APPROVAL) != (kind == APPROVAL) and store.count_checks(db, watch.id):
        raise Refused(
            f"{label(watch.client, watch.name)} was looked at as {watch.kind}: as {kind} that would mean another thing",
            hint=f"techday watch add NAME --client {watch.client} --kind {kind}",
        )


def delete(db: sqlite3.Connection, watch: WatchRow, with_checks: bool) -> int:
    """Delete a watch with all looks at it, and give how many they were; its tickets stay.

    Raises Refused where it was ever looked at, unless `with_checks`: somebody may ask whether it was.
    """
    count = store.count_checks(db, watch.id)
    if count and not with_checks:
        times = "once" if count == 1 else f"{count} times"
        raise Refused(
            f"{label(watch.client, watch.name)} was looked at {times}, which would be lost",
            hint="techday watch pause NAME --reason T keeps them, techday watch delete NAME --with-checks does not",
        )
    store.delete_watch(db, watch.id)
    return count


def pause(db: sqlite3.Connection, watch: WatchRow, reason: str, until: date | None, plan: Plan) -> bool:
    """Let a watch have no due times, up to a local day on which it goes on; give whether that is a change.

    Raises BadUsage without a reason, and for a day that is not ahead.
    """
    words = clean_line(reason, SEEN_LENGTH)
    if not words:
        raise BadUsage("Why it is paused is missing", hint='--reason "server is being replaced"')
    times = due_times(plan)
    if until is not None and until <= times.today:
        raise BadUsage(f"A pause until {until} is over already", hint="--until names the day on which it goes on")
    begun = watch.paused_at
    if not is_paused(watch.pulse, times):
        begun = times.now
        if watch.paused_at is not None:
            keep_pause(db, watch, end_of_pause(watch.pulse, times))
    ends = None if until is None else until.isoformat()
    changes: dict[str, object] = {"paused_at": begun, "paused_until": ends, "pause_reason": words}
    changed = {field: text for field, text in changes.items() if getattr(watch, field) != text}
    store.update_watch(db, watch.id, changed)
    return bool(changed)


def resume(db: sqlite3.Connection, watch: WatchRow, plan: Plan) -> bool:
    """End the pause of a watch now; give whether that is a change.

    When it was paused stays known: what fell in that time was not missed.
    """
    times = due_times(plan)
    if not is_paused(watch.pulse, times):
        return False
    keep_pause(db, watch, times.now)
    store.update_watch(db, watch.id, {"paused_at": None, "paused_until": None, "pause_reason": ""})
    return True


def keep_pause(db: sqlite3.Connection, watch: WatchRow, until: str) -> None:
    """Keep the pause that stands in a watch among those that are over; it ended at the instant `until` (UTC text)."""
    if watch.paused_at is not None and watch.paused_at < until:
        store.insert_pause(db, watch.id, watch.paused_at, until, watch.pause_reason)


def checked_name(text: str) -> str:
    """Clean a watch's name; raises BadUsage where nothing is left, or where it would be taken for an answer."""
    name = clean_line(text, NAME_LENGTH)
    if not fold(name):
        raise BadUsage("A watch needs a name", hint='techday watch add "Nightly backup" --client C --kind backup')
    if fold(name) in ANSWERS:
        raise BadUsage(f"{quoted(name)} is an answer, not a name", hint='Call it "Nightly backup"')
    return name
