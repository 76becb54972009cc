"""How a watch stands, and how it stood at its last due times. Pure: the due times and the rows are given.

Each due time is answered by a check, still open, or missed; a missed one stays missed, whatever was seen later. What is
due by the day is answered by a look on its shift day, which the check has kept: moving the shift leaves it answered.
What is due by the hour is answered by a look before the next due time.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from techday.core.instants import NEVER, from_text, to_text
from techday.core.text import fold
from techday.watches.frequency import FOREVER, ONCE, DueTimes, Slot, hours_of
from techday.watches.pulse_store import Look, Pulse

KINDS = ("backup", "sensor", "fix", "approval", "update")
ANSWERS = ("ok", "fail", "na")
APPROVAL = "approval"
# These are looked at one by one: a fix is verified, and an approval decided.
ONE_BY_ONE = ("fix", APPROVAL)
STATES = ("due", "failing", "missed", "ok", "waits", "decided", "paused")
STRIP = 14
# A watch that nobody looks at, or that is paused for years, is not followed back for ever.
MOST_SLOTS = 400


class Standing(NamedTuple):
    """How a watch stands: its state, the due time that is open, and how many were missed since the last look.

    `missed_at` is the newest that was missed; only the last fourteen due times count.
    """

    state: str
    due_at: str | None = None
    missed: int = 0
    missed_at: str | None = None


class Mark(NamedTuple):
    """One due time of a strip: `ok`, `fail` or `na` as it was answered, `missed`, or `due` while it is open."""

    due_at: str
    state: str


def standing(watch: Pulse, times: DueTimes) -> Standing:
    """Give how a watch stands at the instant of `times`.

    A watch that is due is due first, however it stood; whether it fails as well its `health` tells.
    """
    if watch.paused_at is not None and is_paused(watch, times):
        return Standing("paused")
    if watch.every == ONCE:
        is_due = watch.starts_at <= times.now and not is_answered_once(watch)
        return Standing("due", watch.starts_at) if is_due else Standing(resting_state(watch, 0))
    newest = times.newest(watch.every, watch.rule_days)
    if newest is None or is_before(watch, newest):  # nearly all: of thousands it must be quick
        return Standing(resting_state(watch, 0))
    pauses = pauses_of(watch, times)
    due_at, missed = None, list[str]()
    for slot in islice(times.latest(watch.every, watch.rule_days), MOST_SLOTS):
        if is_before(watch, slot) or len(missed) + (due_at is not None) == STRIP:
            break
        if slot.until > times.now:
            due_at = slot.due_at
        elif not fell_in_pause(slot, pauses):
            missed.append(slot.due_at)
    state = "due" if due_at else resting_state(watch, len(missed))
    return Standing(state, due_at, len(missed), missed[0] if missed else None)


def wants_a_look(how: Standing) -> bool:
    """Tell whether a watch is to be looked at now: it is due, or was missed, which only a look clears."""
    return how.state in ("due", "missed")


def is_before(watch: Pulse, slot: Slot) -> bool:
    """Tell whether a due time came before the last look at a watch, which answers it, or before the watch itself."""
    if came_before(watch, slot):
        return True
    if watch.last_at is None or watch.last_day is None:
        return False
    return slot.due_at <= watch.last_at if hours_of(watch.every) else slot.day <= watch.last_day


def came_before(watch: Pulse, slot: Slot) -> bool:
    """Tell whether a due time was over when a watch was added: by the hour, also one before a night without a shift."""
    hours = hours_of(watch.every)
    if not hours or slot.due_at >= watch.starts_at:
        return slot.until <= watch.starts_at
    over = to_text(from_text(slot.due_at) + timedelta(hours=hours))
    return min(over, slot.until) <= watch.starts_at


def resting_state(watch: Pulse, missed: int) -> str:
    """Give how a watch stands that is not due: what it was when it was last looked at, unless it was missed since."""
    if watch.kind == APPROVAL:
        return "missed" if missed else "decided" if watch.last_at is not None else "waits"
    if watch.health == "fail":
        return "failing"
    return "missed" if missed else "ok" if watch.health == "ok" else "waits"


def fails(watch: Pulse) -> bool:
    """Tell whether a watch failed when it was last looked at; a declined approval is no failure."""
    return watch.health == "fail" and watch.kind != APPROVAL


def is_answered_once(watch: Pulse) -> bool:
    """Tell whether a watch was wanted once, and was looked at for that, ahead of its time or later."""
    return watch.every == ONCE and watch.last_due_at == watch.starts_at


def is_over(watch: Pulse) -> bool:
    """Tell whether a watch was looked at once, and that was all that was wanted."""
    return is_answered_once(watch) and not fails(watch)


def is_paused(watch: Pulse, times: DueTimes) -> bool:
    """Tell whether a watch is paused; a pause with an end ends by itself where the shift day of that date begins."""
    return watch.paused_at is not None and watch.paused_at <= times.now and times.day < (watch.paused_until or NEVER)


def end_of_pause(watch: Pulse, times: DueTimes) -> str:
    """Give the instant (UTC text) at which the pause that stands in a watch ends by itself."""
    return FOREVER if watch.paused_until is None else times.start_of_day(watch.paused_until)


def pauses_of(watch: Pulse, times: DueTimes) -> list[tuple[str, str]]:
    """Give all pauses of a watch, each from one instant to another (UTC text)."""
    pauses = [] if watch.pauses == "[]" else [(begun, ended) for begun, ended in json.loads(watch.pauses)]
    return pauses if watch.paused_at is None else [*pauses, (watch.paused_at, end_of_pause(watch, times))]


def fell_in_pause(slot: Slot, pauses: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a due time came in a pause, or could not be answered to its end because of one: it is not missed."""
    return any(begun <= slot.due_at < ended or begun < slot.until <= ended for begun, ended in pauses)


def once(watch: Pulse, times: DueTimes) -> Slot:
    """Give the due time of a watch that is wanted once; it stands for ever."""
    return Slot(times.day_of(watch.starts_at), watch.starts_at, FOREVER)


def slots_to_draw(watch: Pulse, times: DueTimes) -> list[Slot]:
    """Give the due times that a strip may show, the newest first: fourteen, and those that fell in a pause between."""
    if watch.every == ONCE:
        return [once(watch, times)] if watch.starts_at <= times.now or is_answered_once(watch) else []
    pauses = pauses_of(watch, times)
    found: list[Slot] = []
    counted = 0
    for slot in islice(times.latest(watch.every, watch.rule_days), MOST_SLOTS):
        if came_before(watch, slot) or counted == STRIP:
            break
        found.append(slot)
        counted += not fell_in_pause(slot, pauses)
    return found


def open_slot(watch: Pulse, times: DueTimes) -> Slot | None:
    """Give the due time that a look at the instant of `times` answers, None where none is open.

    What is wanted once is answered whenever it is looked at, also ahead of its time.
    """
    if watch.every == ONCE:
        return once(watch, times)
    slot = times.newest(watch.every, watch.rule_days)
    return slot if slot and slot.until > times.now and not came_before(watch, slot) else None


def is_answer(watch: Pulse, slot: Slot, look: Look) -> bool:
    """Tell whether a look answers a due time of its watch."""
    if watch.every == ONCE:
        return look.due_at == slot.due_at
    if hours_of(watch.every):
        return slot.due_at <= look.at < slot.until
    return look.day == slot.day


def strip(watch: Pulse, slots: Sequence[Slot], looks: Sequence[Look], times: DueTimes) -> list[Mark]:
    """Give the last due times of a watch with how each was answered, the oldest first, at most fourteen.

    `slots` are the newest first, as `slots_to_draw` gives them; `looks` are those at this watch, the oldest first. Of
    several looks at one due time the latest stands.
    """
    marks: list[Mark] = []
    pauses, paused = pauses_of(watch, times), is_paused(watch, times)
    # What is due by the day is nearly all, and its looks are known by their days.
    of_day = {look.day: look.state for look in looks} if watch.every != ONCE and not hours_of(watch.every) else None
    for slot in slots:
        if of_day is not None:
            answer = of_day.get(slot.day)
        else:
            answer = next((look.state for look in reversed(looks) if is_answer(watch, slot, look)), None)
        if answer is not None:
            marks.append(Mark(slot.due_at, answer))
        elif slot.until > times.now:
            marks += [] if paused else [Mark(slot.due_at, "due")]
        elif not fell_in_pause(slot, pauses):
            marks.append(Mark(slot.due_at, "missed"))
    return marks[:STRIP][::-1]


def looks_from(watch: Pulse, slots: Sequence[Slot]) -> str:
    """Give the instant (text) from which the looks matter to a strip; `slots` are the newest first."""
    if watch.every == ONCE or not slots:
        return ""
    # A look of a shift day may lie before that day as the shift is planned now: the shift may have been moved.
    from datetime import date, timedelta  # only where a strip is drawn

    oldest = min(slots[-1].day, slots[-1].due_at[:10])
    return (date.fromisoformat(oldest) - timedelta(days=2)).isoformat()


def label(client: str, name: str) -> str:
    """Give what a watch is called beside those of other clients: `ACME Nightly backup`."""
    named = fold(name) == fold(client) or fold(name).startswith(f"{fold(client)} ")
    return name if named else f"{client} {name}"


def in_quotes(text: str) -> str:
    """Give a name as it is typed on a command line: `"ACME Nightly backup"`."""
    if not any(character in text for character in '"$`\\!'):
        return f'"{text}"'
    from shlex import quote  # hardly any name needs it

    return quote(text)


def check_command(client: str, name: str, kind: str = "", state: str = "ok") -> str:
    """Give the command that says that a watch is ok, or that decides an approval."""
    told = f"{state} --by NAME --seen REASON" if kind == APPROVAL else f"{state} --seen TEXT"
    return f"techday watch check {in_quotes(label(client, name))} {told}"
