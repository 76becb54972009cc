"""How a watch stands, and how it stood at its last due times. Pure: the due times and the rows are given.

Each due time is answered by a check, still open, or missed; a missed one stays missed, whatever was seen later. What is
due by the day is answered by a look on its shift day, which the check has kept: moving the shift leaves it answered.
What is due by the hour is answered by a look before the next due time.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from techday.core.instants import NEVER
from techday.core.text import fold
from techday.watches.frequency import FOREVER, ONCE, DueTimes, Slot, hours_of
from techday.watches.store import Look, Pulse

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

    `missed_at` and `missed_day` are those of the newest that was missed; only the last fourteen due times count.
    """

    state: str
    due_at: str | None = None
    missed: int = 0
    missed_at: str | None = None
    missed_day: str | None = None


class Mark(NamedTuple):
    """One due time of a strip: `ok`, `fail` or `na` as it was answered, `missed`, or `due` while it is open."""

    due_at: str
    state: str


def standing(watch: Pulse, times: DueTimes) -> Standing:
    """Give how a watch stands at the instant of `times`.

    A watch that is due is due first, however it stood; whether it fails as well its `health` tells.
    """
    if watch.paused_at is not None and is_paused(watch, times.day):
        return Standing("paused")
    if watch.every == ONCE:
        is_due = watch.starts_at <= times.now and watch.last_due_at != watch.starts_at
        return Standing("due", watch.starts_at) if is_due else Standing(resting_state(watch, 0))
    newest = times.newest(watch.every, watch.rule_days)
    if newest is None or is_before(watch, newest):  # nearly all: of thousands it must be quick
        return Standing(resting_state(watch, 0))
    due_at, missed = None, list[Slot]()
    for slot in islice(times.latest(watch.every, watch.rule_days), MOST_SLOTS):
        if is_before(watch, slot) or len(missed) + (due_at is not None) == STRIP:
            break
        if slot.until > times.now:
            due_at = slot.due_at
        elif not fell_in_pause(watch, slot):
            missed.append(slot)
    state = "due" if due_at else resting_state(watch, len(missed))
    if not missed:
        return Standing(state, due_at)
    return Standing(state, due_at, len(missed), missed[0].due_at, missed[0].day)


def is_before(watch: Pulse, slot: Slot) -> bool:
    """Tell whether a due time came before the last look at a watch, which answers it, or before the watch itself."""
    if slot.until <= watch.starts_at:
        return True
    if watch.last_at is None or watch.last_day is None:
        return False
    return slot.due_at <= watch.last_at if hours_of(watch.every) else slot.day <= watch.last_day


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


def is_over(watch: Pulse) -> bool:
    """Tell whether a watch was looked at once, and that was all that was wanted."""
    return watch.every == ONCE and watch.last_due_at == watch.starts_at and not fails(watch)


def is_paused(watch: Pulse, today: str) -> bool:
    """Tell whether a watch is paused on a local day; a pause with an end ends by itself on that day."""
    return watch.paused_at is not None and today < (watch.paused_until or NEVER)


def fell_in_pause(watch: Pulse, slot: Slot) -> bool:
    """Tell whether a due time fell in the last pause of a watch: what was not answered then was not missed."""
    return watch.paused_at is not None and slot.until > watch.paused_at and slot.day < (watch.paused_until or NEVER)


def slots_to_draw(watch: Pulse, times: DueTimes) -> list[Slot]:
    """Give the due times that a strip may show, the newest first: fourteen, and those that fell in a pause between."""
    if watch.every == ONCE:
        return [Slot(watch.starts_at[:10], watch.starts_at, FOREVER)] if watch.starts_at <= times.now else []
    found: list[Slot] = []
    counted = 0
    for slot in islice(times.latest(watch.every, watch.rule_days), MOST_SLOTS):
        if slot.until <= watch.starts_at or counted == STRIP:
            break
        found.append(slot)
        counted += not fell_in_pause(watch, slot)
    return found


def open_slot(watch: Pulse, times: DueTimes) -> Slot | None:
    """Give the due time that a look at the instant of `times` answers, None where none is open.

    What is wanted once is answered whenever it is looked at, also ahead of its time.
    """
    if watch.every == ONCE:
        return Slot(watch.starts_at[:10], watch.starts_at, FOREVER)
    slot = times.newest(watch.every, watch.rule_days)
    return slot if slot and slot.until > max(times.now, watch.starts_at) else None


def is_answer(watch: Pulse, slot: Slot, look: Look) -> bool:
    """Tell whether a look answers a due time of its watch."""
    if watch.every == ONCE:
        return look.due_at == slot.due_at
    if hours_of(watch.every):
        return slot.due_at <= look.at < slot.until
    return look.day == slot.day


def strip(watch: Pulse, slots: Sequence[Slot], looks: Sequence[Look], now: str) -> list[Mark]:
    """Give the last due times of a watch with how each was answered, the oldest first, at most fourteen.

    `slots` are the newest first, as `slots_to_draw` gives them; `looks` are those at this watch, the oldest first. Of
    several looks at one due time the latest stands.
    """
    marks: list[Mark] = []
    # What is due by the day is nearly all, and its looks are known by their days.
    of_day = {look.day: look.state for look in looks} if watch.every != ONCE and not hours_of(watch.every) else None
    for slot in slots:
        if of_day is not None:
            answer = of_day.get(slot.day)
        else:
            answer = next((look.state for look in reversed(looks) if is_answer(watch, slot, look)), None)
        if answer is not None:
            marks.append(Mark(slot.due_at, answer))
        elif not fell_in_pause(watch, slot):
            marks.append(Mark(slot.due_at, "due" if slot.until > now else "missed"))
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


def check_command(client: str, name: str, kind: str = "") -> str:
    """Give the command that says that a watch is ok, or that decides an approval."""
    decided = " --by NAME" if kind == APPROVAL else ""
    return f"techday watch check {in_quotes(label(client, name))} ok --seen TEXT{decided}"
