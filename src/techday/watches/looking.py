"""What a look at a watch does: it is recorded, and a failure opens a ticket or joins its own.

Each act works inside a given store; the words that tell what came of it are here as well.
"""

import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line, quoted
from techday.errors import BadUsage, Refused
from techday.tickets import acts as tickets
from techday.tickets.acts import NewTicket, Times
from techday.tickets.store import ticket_by_id
from techday.watches import store
from techday.watches.acts import NAME_LENGTH, SEEN_LENGTH, Answer
from techday.watches.frequency import RULE, DueTimes, Plan, counted_days, due_times, first_day, ran_out
from techday.watches.pulse_store import alike, in_order
from techday.watches.rules import (
    ANSWERS,
    APPROVAL,
    ONE_BY_ONE,
    check_command,
    fails,
    label,
    open_slot,
    standing,
    wants_a_look,
)
from techday.watches.shifts import keep_shifts
from techday.watches.store import WatchRow

PRIORITIES = {"backup": 2}
OTHER_PRIORITY = 3
NAMED = 5


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
    slot = open_slot(watch.pulse, due_times(plan, times.at))
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
    keep_shifts(db, plan)
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
    days = counted_days(watch.every, first_day(watch.rule_days), plan.at(plan.now).day)
    store.update_watch(db, watch.id, {"rule_days": days})


def to_look_at(
    db: sqlite3.Connection, times: DueTimes, kinds: Collection[str] = (), client_id: int | None = None
) -> list[int]:
    """Give the watches that want a look by their row numbers, by client and name: of some kinds or all, of one client.

    That is what is due, and what was missed since the last look.
    """
    found = alike(db, client_id, kinds, now=times.now)
    wanted = {number for pulse, ids in found if wants_a_look(standing(pulse, times)) for number in ids}
    return [number for number in in_order(db, client_id, kinds) if number in wanted] if wanted else []


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
    alone: bool = False,
) -> AllChecked:
    """Record one answer for all watches that want a look, of some kinds or of a client; `but` holds those left due.

    What must be looked at one by one is left, and given; but with `alone` the only one is named by that. Raises as
    `check`, and Refused for the only one where it is to be approved.
    """
    rows = store.watches(db, to_look_at(db, due_times(plan, times.at), kinds, client_id))
    left = [row for row in rows if row.id in but]
    single = [row for row in rows if row.kind in ONE_BY_ONE and row.id not in but]
    if alone and len(rows) == len(single) == 1:
        refuse_undecided(single[0], answer)
        single = []
    told = [row for row in rows if row.id not in but and row not in single]
    return AllChecked([check(db, row, answer, times, plan, user) for row in told], left, single)


def refuse_undecided(watch: WatchRow, answer: Answer) -> None:
    """Raise Refused for an approval of which it is not said who decided it."""
    if watch.kind == APPROVAL and answer.state != "na" and not answer.by:
        raise Refused(
            f"Who decided {label(watch.client, watch.name)} is missing",
            hint=check_command(watch.client, watch.name, watch.kind, answer.state),
        )


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
    named = ", ".join(label(one.client, one.name) for one in watches[:NAMED])
    return named + (f" and {len(watches) - NAMED} more" if len(watches) > NAMED else "")
