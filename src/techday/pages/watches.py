"""The watches of all clients, or of one, as people and scripts see them: how each stands now, and its last due times.

What is due comes from the shifts as planned, holidays left out; each distinct frequency is worked out once, and only of
the watches that are drawn more is read than how they stand.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import from_text
from techday.pages.working_days import WorkingDays
from techday.watches import store
from techday.watches.frequency import ONCE, DueTimes, Plan, due_times
from techday.watches.pulse_store import Look, Pulse, alike, in_order
from techday.watches.rules import (
    Mark,
    Standing,
    fails,
    is_answered_once,
    is_over,
    looks_from,
    slots_to_draw,
    standing,
    strip,
    wants_a_look,
)
from techday.watches.shifts import pattern_words, shifts_known
from techday.watches.store import CheckRow, WatchRow
from techday.watches.views import LastCheck, WatchPage, WatchView

if TYPE_CHECKING:
    from techday.context import Context

SHOWN_CHECKS = 14
FIRST = ("due", "failing", "missed")


class Wish(NamedTuple):
    """Which watches a list should hold; `client_id` None is every client, `states` empty is any state.

    The states are `due`, `failing` and `missed`, of which a watch may have several at once.
    """

    client_id: int | None = None
    kind: str | None = None
    states: Collection[str] = ()
    everything: bool = False
    urgent_first: bool = False


class Listing(NamedTuple):
    """The watches to draw, and how many there are of the kind that was wished for."""

    watches: list[WatchView]
    total: int


def plan_of(context: "Context") -> Plan:
    """Give the technician's shifts, public holidays left out, at the context's instant."""
    days, who = WorkingDays(context), context.settings.technician
    on = shifts_known(context.db, days.on, days.at(context.now).day, context.zone)
    pattern = pattern_words(days.pattern, who.country, who.region)
    return Plan(context.now, context.zone, on, days.at, pattern)


def listing(context: "Context", wish: Wish, most: int | None = None) -> Listing:
    """Give the watches that were wished for, at most so many, with their strips.

    What was wanted once and is done stands in the list only where `everything` is wished for.
    """
    times = due_times(plan_of(context))
    numbers = by_state(context, wish, times) if wish.states or wish.urgent_first else by_name(context, wish, times)
    return Listing(views(context, numbers[:most], times), len(numbers))


def by_name(context: "Context", wish: Wish, times: DueTimes) -> list[int]:
    """Give the watches that were wished for in any state, by client and name; only what is wanted once is looked at."""
    kinds = () if wish.kind is None else (wish.kind,)
    once = () if wish.everything else alike(context.db, wish.client_id, kinds, ONCE, times.now)
    over = {number for pulse, ids in once if is_over(pulse) for number in ids}
    return [number for number in in_order(context.db, wish.client_id, kinds) if number not in over]


def by_state(context: "Context", wish: Wish, times: DueTimes) -> list[int]:
    """Give the watches that were wished for by how they stand, what is most urgent first where that is wished for."""
    kinds = () if wish.kind is None else (wish.kind,)
    found: dict[int, tuple[int, bool, str]] = {}
    for pulse, ids in alike(context.db, wish.client_id, kinds, now=times.now):
        how = standing(pulse, times)
        if (wish.everything or wish.states or not is_over(pulse)) and matches(pulse, how, wish.states):
            found |= dict.fromkeys(ids, urgency(pulse, how))
    order = [number for number in in_order(context.db, wish.client_id, kinds) if number in found]
    return sorted(order, key=found.__getitem__) if wish.urgent_first else order


def matches(watch: Pulse, how: Standing, states: Collection[str]) -> bool:
    """Tell whether a watch is in one of some states; that it is due does not hide that it fails."""
    if not states or how.state in states:
        return True
    if how.state == "paused":
        return False
    return ("failing" in states and fails(watch)) or ("missed" in states and how.missed > 0)


def urgency(watch: Pulse, how: Standing) -> tuple[int, bool, str]:
    """Give where a watch stands in the order: due ones first, of these the failing, then what is due longest."""
    place = FIRST.index(how.state) if how.state in FIRST else len(FIRST) + (how.state in ("decided", "paused"))
    return place, not fails(watch), how.due_at or how.missed_at or ""


def views(context: "Context", numbers: Sequence[int], times: DueTimes) -> list[WatchView]:
    """Give some watches, by their row numbers, with all that is shown of them: three statements for however many."""
    rows = [(row, row.pulse) for row in store.watches(context.db, numbers)]
    days = store.failing_days(context.db, [row.id for row, pulse in rows if fails(pulse)])
    slots = {row.id: slots_to_draw(pulse, times) for row, pulse in rows}
    looks: dict[int, list[Look]] = {}
    for look in store.looks_since(context.db, [(row.id, looks_from(pulse, slots[row.id])) for row, pulse in rows]):
        looks.setdefault(look.watch_id, []).append(look)
    return [
        view_of(
            row,
            standing(pulse, times),
            days.get(row.id, 0),
            strip(pulse, slots[row.id], looks.get(row.id, []), times),
        )
        for row, pulse in rows
    ]


def view_of(row: WatchRow, how: Standing, days: int, marks: list[Mark]) -> WatchView:
    """Give a watch as scripts read it; its ticket is named while it fails, and while that is open."""
    last = None
    if row.last_at is not None:
        last = LastCheck(row.last_at, row.last_state or "", row.last_seen or "", row.last_by or None)
    return WatchView(
        id=row.id,
        name=row.name,
        client=row.client,
        kind=row.kind,
        every=row.every or "once",
        state=how.state,
        due_at=how.due_at,
        missed=how.missed,
        failing_days=days if fails(row.pulse) else 0,
        last=last,
        strip=marks,
        ticket=row.ticket if row.ticket_open or fails(row.pulse) else None,
        link=row.link or None,
        paused_until=row.paused_until if how.state == "paused" else None,
        missed_at=how.missed_at,
        paused=how.state == "paused",
        note=row.note or None,
    )


def page(context: "Context", row: WatchRow, most: int = SHOWN_CHECKS) -> WatchPage:
    """Give one watch with all its facts and its latest looks."""
    plan = plan_of(context)
    times = due_times(plan)
    pulse = row.pulse
    how = standing(pulse, times)
    [view] = views(context, [row.id], times)
    return WatchPage(
        watch=view,
        client_name=row.client_name,
        starts_at=row.starts_at,
        next_due_at=None if how.state == "paused" else next_due(pulse, plan, times),
        pause_reason=row.pause_reason if how.state == "paused" else None,
        checks=store.last_checks(context.db, row.id, most),
    )


def next_due(watch: Pulse, plan: Plan, times: DueTimes) -> str | None:
    """Give the first due time still to come, None where there is none."""
    if is_answered_once(watch):
        return None
    if watch.starts_at <= times.now:
        return times.upcoming(watch.every, watch.rule_days)
    if not watch.every:
        return watch.starts_at
    # One that begins later begins with the due time that stands then, else with the first after that.
    start = from_text(watch.starts_at)
    then = due_times(plan, start)
    slot = then.newest(watch.every, watch.rule_days)
    return slot.due_at if slot and slot.until > then.now else then.upcoming(watch.every, watch.rule_days)


def page_document(shown: WatchPage) -> dict[str, Any]:
    """Give the page of a watch as scripts read it."""
    return {**shown._asdict(), "checks": [check_document(one) for one in shown.checks]}


def check_document(check: CheckRow) -> dict[str, Any]:
    """Give a look as scripts read it."""
    return {**check._asdict(), "decided_by": check.decided_by or None}


def due_now(context: "Context", kinds: Collection[str], client_id: int | None) -> int | None:
    """Give how many watches of some kinds, of one client or of all, want a look; None where nobody's are watched."""
    if all(is_over(pulse) for pulse, _ in alike(context.db, None, kinds)):
        return None
    times = due_times(plan_of(context))
    own = alike(context.db, client_id, kinds, now=times.now)
    return sum(len(ids) for pulse, ids in own if wants_a_look(standing(pulse, times)))


def walk(context: "Context", kinds: Collection[str] = (), client_id: int | None = None) -> None:
    """Go through what is due of some kinds, of one client or of all, one key for each answer; see `watches.walk`."""
    from techday.watches.walk import walk_through  # asks at a terminal: only where somebody answers

    walk_through(context, kinds, client_id)
