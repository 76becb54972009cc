"""What can be done with a watch: kept, looked at, paused. Each act works inside a given store and prints nothing."""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from techday.clients.store import client_by_id
from techday.core.instants import from_text, to_text
from techday.core.names import Named, find_named
from techday.core.text import clean_line, fold, nearest, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.tickets import acts as tickets
from techday.tickets.acts import NewTicket, Times
from techday.tickets.store import ticket_by_id
from techday.watches import store
from techday.watches.frequency import DAILY, ONCE, RULE, DueTimes, Plan, counted_days, ran_out, read_every
from techday.watches.rules import (
    ANSWERS,
    APPROVAL,
    KINDS,
    ONE_BY_ONE,
    fails,
    fell_in_pause,
    is_paused,
    label,
    open_slot,
    slots_to_draw,
    standing,
    strip,
)
from techday.watches.store import WatchName, WatchRow

NAME_LENGTH = 200
LINK_LENGTH = 1000
SEEN_LENGTH = 500
SUGGESTED = 5
PRIORITIES = {"backup": 2}
OTHER_PRIORITY = 3


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


class Checked(NamedTuple):
    """What a look at a watch came to: the due time it answers, and on how many days it failed since it was last ok.

    `ticket` is the reference of the open ticket of its failure, None without one; `opened` tells whether it is new.
    """

    watch: WatchRow
    answer: Answer
    due_at: str | None
    failing_days: int
    ticket: str | None
    opened: bool


class AllChecked(NamedTuple):
    """What many looks at once came to: those that were due and are answered, those left due, and those of which each
    is looked at by itself: fixes and approvals.
    """

    checked: Sequence[Checked]
    left: Sequence[WatchRow]
    one_by_one: Sequence[WatchRow]


# Finding


def find(db: sqlite3.Connection, text: str, client_id: int | None = None) -> WatchRow:
    """Give the watch that a part of its name means, `Nightly` or `ACME nightly`; raises NotFound with the nearest.

    The whole name stands above a part of it, and a beginning above what is somewhere in it.
    """
    names = [one for one in store.watch_names(db) if client_id in (None, one.client_id)]
    key = fold(text)
    found: list[WatchName] = []
    for matches in (is_whole, begins, is_within) if key else ():
        found = [one for one in names if matches(key, one)]
        if found:
            break
    if len(found) == 1:
        return store.watch_by_id(db, found[0].id)
    if found:
        named = ", ".join(label(one.client, one.name) for one in found[:SUGGESTED])
        more = " …" if len(found) > SUGGESTED else ""
        whose = len({one.client for one in found}) > 1
        hint = f"--client {found[0].client} says whose" if whose else "Type more of the name"
        raise NotFound(f"{quoted(text)} could be several watches: {named}{more}", hint=hint)
    close = nearest(text, [name for one in names for name in (one.name, label(one.client, one.name))])
    hint = f"Did you mean {', '.join(close)}?" if close else "techday watch list"
    raise NotFound(f"No watch {quoted(text)}", hint=hint)


def is_whole(key: str, watch: WatchName) -> bool:
    """Tell whether a folded text is the whole name of a watch, with its client's code or without."""
    name = fold(watch.name)
    return key in (name, f"{fold(watch.client)} {name}")


def begins(key: str, watch: WatchName) -> bool:
    """Tell whether the name of a watch begins so, with its client's code or without."""
    name = fold(watch.name)
    return name.startswith(key) or f"{fold(watch.client)} {name}".startswith(key)


def is_within(key: str, watch: WatchName) -> bool:
    """Tell whether each word of a folded text is within the name of a watch, or is its client's code."""
    whole = f"{fold(watch.client)} {fold(watch.name)}"
    return all(word in whole for word in key.split())


# Keeping


def kind_named(text: str) -> str:
    """Give the kind that its name or a unique beginning means; raises NotFound."""
    return find_named(text, [Named(kind, (kind,)) for kind in KINDS], "kind of watch", f"One of {', '.join(KINDS)}")


def add(db: sqlite3.Connection, new: NewWatch, plan: Plan) -> WatchRow:
    """Add a watch and give it.

    Due times before it was added do not exist, though what is kept every few days may count from before. Raises
    BadUsage without a name, and for a frequency that cannot be; NotFound for an unknown kind; Refused where the client
    has a watch of that name.
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
    return store.watch_by_id(db, store.insert_watch(db, fields))


def counting(every: str, starts_at: datetime | None, plan: Plan) -> dict[str, object]:
    """Give the fields of a frequency that counts from an instant, None being now; raises BadUsage as `read_every`."""
    first = plan.now if starts_at is None else starts_at
    if every.startswith(RULE):
        from techday.watches.recurrence import in_days  # only for a rule

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
    today = plan.at(plan.now).day
    if until is not None and until <= today:
        raise BadUsage(f"A pause until {until} is over already", hint="--until names the day on which it goes on")
    settle_pause(db, watch, plan)
    ends = None if until is None else until.isoformat()
    begun = watch.paused_at if is_paused(watch.pulse, today.isoformat()) else to_text(plan.now)
    changes: dict[str, object] = {"paused_at": begun, "paused_until": ends, "pause_reason": words}
    changed = {field: text for field, text in changes.items() if getattr(watch, field) != text}
    store.update_watch(db, watch.id, changed)
    return bool(changed)


def resume(db: sqlite3.Connection, watch: WatchRow, plan: Plan) -> bool:
    """End the pause of a watch today; give whether that is a change.

    When it was paused stays known: what fell in that time was not missed.
    """
    today = plan.at(plan.now).day.isoformat()
    if not is_paused(watch.pulse, today):
        return False
    store.update_watch(db, watch.id, {"paused_until": today})
    return True


def settle_pause(db: sqlite3.Connection, watch: WatchRow, plan: Plan) -> None:
    """Write down what a pause that is over left unanswered as `na`: the next pause takes its place in the watch."""
    pulse, now = watch.pulse, to_text(plan.now)
    if watch.paused_at is None or is_paused(pulse, plan.at(plan.now).day.isoformat()):
        return
    times = DueTimes(plan.on, plan.at(plan.now), plan.now)
    slots = slots_to_draw(pulse, times)
    looks = store.looks_since(db, [(watch.id, "")])
    # Of a watch without a pause the same would be missed.
    missed = {
        mark.due_at for mark in strip(pulse._replace(paused_at=None), slots, looks, now) if mark.state == "missed"
    }
    for slot in slots:
        if slot.due_at in missed and fell_in_pause(pulse, slot):
            fields = {"watch_id": watch.id, "at": slot.due_at, "day": slot.day, "due_at": slot.due_at}
            words = clean_line(f"paused: {watch.pause_reason}", SEEN_LENGTH)
            store.insert_check(db, {**fields, "recorded_at": now, "state": "na", "seen": words})


def checked_name(text: str) -> str:
    """Clean a watch's name; raises BadUsage where nothing is left, or where it would be taken for an answer."""
    name = clean_line(text, NAME_LENGTH)
    if not fold(name):
        raise BadUsage("A watch needs a name", hint='techday watch add "Nightly backup" --client C --kind backup')
    if fold(name) in ANSWERS:
        raise BadUsage(f"{quoted(name)} is an answer, not a name", hint='Call it "Nightly backup"')
    return name


def refuse_taken(db: sqlite3.Connection, client_id: int, name: str, besides: int | None = None) -> None:
    """Raise Refused where another watch of the client has this name."""
    for other in store.watch_names(db):
        if other.client_id == client_id and fold(other.name) == fold(name) and other.id != besides:
            code = client_by_id(db, client_id).code
            raise Refused(f"{code} has a watch {other.name} already", hint="techday watch show NAME; or another name")


# Looking


def check(db: sqlite3.Connection, watch: WatchRow, answer: Answer, times: Times, plan: Plan, user: str) -> Checked:
    """Record a look at a watch. `user` is the user's name, "" while the settings name nobody.

    A failure opens a ticket of the user's or is noted on the one that is open; that it is ok again is noted too. What
    was told late, after it was ok again, opens none. Raises BadUsage without what was seen at `ok` and `fail`, and
    without who decided an approval.
    """
    seen, by = clean_line(answer.seen, SEEN_LENGTH), clean_line(answer.by, NAME_LENGTH)
    answer = Answer(answer.state, seen, by)
    refuse_incomplete(watch, answer)
    shift = plan.at(times.at)
    slot = open_slot(watch.pulse, DueTimes(plan.on, shift, times.at))
    due_at = slot.due_at if slot else None
    at = to_text(times.at)
    fields: dict[str, object] = {
        "watch_id": watch.id,
        "at": at,
        "day": shift.day.isoformat(),
        "due_at": due_at,
        "recorded_at": to_text(times.recorded),
        "state": answer.state,
        "seen": seen,
        "decided_by": by,
    }
    failed_before = fails(watch.pulse)
    store.insert_check(db, fields)
    keep_rule_ahead(db, watch, plan)
    if answer.state == "fail" and watch.kind != APPROVAL and not store.is_ok_later(db, watch.id, at):
        days = store.failing_days(db, [watch.id]).get(watch.id, 0)
        reference, opened = tell_failure(db, watch, answer, days, times, user)
        return Checked(watch, answer, due_at, days, reference, opened)
    still_open = watch.ticket if watch.ticket_open else None
    days = 0
    if failed_before:
        days = store.failing_days(db, [watch.id]).get(watch.id, 0)
        if answer.state == "ok" and not days and watch.ticket_id is not None and still_open:
            words = f"{label(watch.client, watch.name)} is ok again: {seen}"
            tickets.note(db, ticket_by_id(db, watch.ticket_id), words, not_before(db, watch.ticket_id, times))
    return Checked(watch, answer, due_at, days, still_open, opened=False)


def refuse_incomplete(watch: WatchRow, answer: Answer) -> None:
    """Raise BadUsage for an unknown answer, and for one without what was seen or by whom it was decided."""
    name = label(watch.client, watch.name)
    if answer.state not in ANSWERS:
        raise BadUsage(f"{quoted(answer.state)} is not ok, fail or na", hint="techday watch check NAME ok --seen TEXT")
    if answer.state == "na":
        return
    if watch.kind == APPROVAL and not answer.by:
        raise BadUsage(f"Who decided {name} is missing", hint='--by "Jo Park" --seen REASON')
    if not answer.seen:
        what = "Why it was decided so" if watch.kind == APPROVAL else "What was seen"
        raise BadUsage(f"{what} is missing: {name} {answer.state}", hint="--seen TEXT")


def tell_failure(
    db: sqlite3.Connection, watch: WatchRow, answer: Answer, days: int, times: Times, user: str
) -> tuple[str, bool]:
    """Note a failure on the open ticket of the watch, else open one; give its reference and whether it is new."""
    if watch.ticket_id is not None and watch.ticket_open:
        ticket = ticket_by_id(db, watch.ticket_id)
        note = f"{watch.name} fails, day {days}: {answer.seen}"
        tickets.note(db, ticket, note, not_before(db, ticket.id, times))
        return ticket.reference, False
    earlier = f"It failed before: {watch.ticket}" if watch.ticket else ""
    since = f"It fails on day {days}" if days > 1 else ""
    new = NewTicket(
        title=f"{watch.name} failed: {answer.seen}",
        client_id=watch.client_id,
        priority=PRIORITIES.get(watch.kind, OTHER_PRIORITY),
        body="\n".join(line for line in (f"Seen: {answer.seen}", since, watch.link, watch.note, earlier) if line),
        owner_id=tickets.user_id(db, user),
    )
    ticket = tickets.add(db, new, times)
    store.update_watch(db, watch.id, {"ticket_id": ticket.id})
    return ticket.reference, True


def not_before(db: sqlite3.Connection, ticket_id: int, times: Times) -> Times:
    """Give the times of something on a ticket, not before it was opened: what is told late may be older than it."""
    return times._replace(at=max(times.at, from_text(ticket_by_id(db, ticket_id).opened_at)))


def keep_rule_ahead(db: sqlite3.Connection, watch: WatchRow, plan: Plan) -> None:
    """Work out the days of a rule anew where they have run out, so that no screen has to."""
    if not watch.every.startswith(RULE) or not ran_out(watch.rule_days, plan.at(plan.now).day):
        return
    from techday.watches.frequency import first_day

    days = counted_days(watch.every, first_day(watch.rule_days), plan.at(plan.now).day)
    store.update_watch(db, watch.id, {"rule_days": days})


def due_watches(
    db: sqlite3.Connection, times: DueTimes, kinds: Collection[str] = (), client_id: int | None = None
) -> list[int]:
    """Give the watches that are due by their row numbers, by client and name: of some kinds or all, of one client."""
    found = store.alike(db, client_id, kinds)
    due = {number for pulse, ids in found if standing(pulse, times).state == "due" for number in ids}
    return [number for number in store.in_order(db) if number in due] if due else []


def check_due(
    db: sqlite3.Connection,
    answer: Answer,
    times: Times,
    plan: Plan,
    user: str,
    *,
    kinds: Collection[str] = (),
    client_id: int | None = None,
    but: Collection[int] = (),
) -> AllChecked:
    """Record one answer for all watches that are due, of some kinds or of a client; `but` holds row numbers left due.

    What must be looked at one by one is left, and given. Raises as `check`.
    """
    at = DueTimes(plan.on, plan.at(times.at), times.at)
    rows = store.watches(db, due_watches(db, at, kinds, client_id))
    left = [row for row in rows if row.id in but]
    single = [row for row in rows if row.kind in ONE_BY_ONE and row.id not in but]
    told = [row for row in rows if row.kind not in ONE_BY_ONE and row.id not in but]
    return AllChecked([check(db, row, answer, times, plan, user) for row in told], left, single)


# Words


def words_of(checked: Checked) -> str:
    """Say in the past tense what a look came to."""
    watch, (state, seen, by) = checked.watch, checked.answer
    name = label(watch.client, watch.name)
    if watch.kind == APPROVAL and state != "na":
        return f"{'Approved' if state == 'ok' else 'Declined'} {name}, by {by}: {seen}"
    if state == "fail":
        ticket = "" if checked.ticket is None else f" ({'opened ' if checked.opened else ''}{checked.ticket})"
        day = f", day {checked.failing_days}" if checked.failing_days > 1 else ""
        return f"{name} failed{day}: {seen}{ticket}"
    return f"Checked {name}: {'does not apply' if state == 'na' else state}" + (f" ({seen})" if seen else "")


def words_of_all(done: AllChecked) -> str:
    """Say in the past tense what many looks at once came to."""
    if len(done.checked) == 1:
        return words_of(done.checked[0])
    answer = done.checked[0].answer
    said = {"ok": "ok", "fail": "failed", "na": "do not apply"}[answer.state]
    tickets_opened = sum(one.opened for one in done.checked)
    opened = f", {tickets_opened} {'ticket' if tickets_opened == 1 else 'tickets'} opened" if tickets_opened else ""
    return f"Checked {len(done.checked)} watches: {said}" + (f" ({answer.seen})" if answer.seen else "") + opened


def names_of(watches: Sequence[WatchRow]) -> str:
    """Name a few watches."""
    named = ", ".join(label(one.client, one.name) for one in watches[:SUGGESTED])
    return named + (f" and {len(watches) - SUGGESTED} more" if len(watches) > SUGGESTED else "")
