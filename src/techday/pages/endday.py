"""The end of a shift in five steps, how far each is, and what else is still owed when the technician leaves.

This computes the view; `techday.endday` walks through it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from techday.cards.walk import Step, steps_of
from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.core.weeks import week_of
from techday.handover.draft_views import DraftItem
from techday.handover.evidence import under_way
from techday.handover.watched_evidence import Watched, watched
from techday.meetings.evidence import TO_END
from techday.pages.handover_draft import draft, travelling
from techday.pages.routine import routine_of
from techday.pages.shared_alerts import shared_alerts
from techday.pages.tickets import Wish, listing
from techday.pages.timecard import card_view
from techday.pages.timecard_alerts import Alert, due_alerts, due_week, outbox_alerts
from techday.pages.today import moment_of
from techday.pages.watched import due_words
from techday.routine.rules import ItemState
from techday.tickets.evidence import verified
from techday.tickets.store import TicketRow, count_open
from techday.timecard.store import EntryRow, running_entry
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from techday.context import Context

TIME_CARD, VERIFIED, HANDOVER, CHECK_IN, MEETING = "timecard", "verified", "handover", "check-in", "end-meeting"
TITLES = {
    TIME_CARD: "Time card",
    VERIFIED: "Unverified tickets",
    HANDOVER: "Handover",
    CHECK_IN: "Check-in",
    MEETING: "End meeting",
}
# What a step of the time card is about: one of them, and several.
FOUND = {
    "guess": ("guess", "guesses"),
    "long": ("left running", "left running"),
    "gap": ("gap", "gaps"),
    "unassigned": ("not assigned", "not assigned"),
    "note": ("without a note", "without a note"),
    "overlap": ("overlap", "overlaps"),
    "future": ("still to come", "still to come"),
}
# The walk says how far the meeting is, the board that it drags on.
TOLD_ELSEWHERE = ("meeting",)
SEND = "techday handover send --to NAME"
FIX = "techday timecard fix"


class StepState(NamedTuple):
    """A step of the walk: state open, done or na; what is `owed` with the command that settles it, else None.

    `evidence` says what was done already, or why nothing is asked for.
    """

    key: str
    title: str
    state: str
    owed: str | None
    command: str | None
    evidence: str | None


class EndOfDay(NamedTuple):
    """The end of a shift day: the five steps, and what else is owed."""

    date: date
    steps: Sequence[StepState]
    also: Sequence[Alert]


def end_of_day(context: "Context") -> EndOfDay:
    """Give what is still owed of the shift day that `now` belongs to."""
    running = running_entry(context.db)
    moment = moment_of(context, None, running)
    routine = routine_at(context, moment)
    steps = [step_of(context, moment, routine, key) for key in TITLES]
    return EndOfDay(moment.shift.day, steps, also_owed(context, moment, running, steps[-1]))


def one_step(context: "Context", key: str) -> StepState:
    """Give a step alone, as it stands now."""
    moment = moment_of(context, None, running_entry(context.db))
    return step_of(context, moment, routine_at(context, moment), key)


def routine_at(context: "Context", moment: Moment) -> dict[str, ItemState]:
    """Give the routine of a moment by its keys."""
    return {one.key: one for one in routine_of(context.db, moment)}


def step_of(context: "Context", moment: Moment, routine: Mapping[str, ItemState], key: str) -> StepState:
    """Give a step; what the technician said does not apply owes nothing."""
    item = routine.get(key)
    if item is not None and item.state == "na":
        return StepState(key, TITLES[key], "na", None, None, item.evidence or "does not apply")
    if key in (CHECK_IN, MEETING):
        return told_step(key, item)
    if key == TIME_CARD:
        return card_step(context, moment.shift.day)
    if key == VERIFIED:
        return verified_step(context, moment)
    evidence = item.evidence if item is not None and item.state == "done" else None
    return counted_step(key, travelling_words(travelling(draft(context))), SEND, evidence or "nothing to hand over")


def told_step(key: str, item: ItemState | None) -> StepState:
    """Give a step that is told in the routine, too; on a day without a shift it is not asked for."""
    if item is None:
        return StepState(key, TITLES[key], "na", None, None, "not asked for without a shift")
    if item.state == "done":
        return StepState(key, TITLES[key], "done", None, None, item.evidence or "done")
    nothing = "not given" if key == CHECK_IN else "not held"
    return StepState(key, TITLES[key], "open", item.evidence or nothing, item.command, None)


def counted_step(key: str, owed: str, command: str, evidence: str) -> StepState:
    """Give a step that owes what `owed` says; "" is nothing, and `evidence` says so."""
    if owed:
        return StepState(key, TITLES[key], "open", owed, command, None)
    return StepState(key, TITLES[key], "done", None, None, evidence)


# What each step is about


def card_step(context: "Context", day: date) -> StepState:
    """Give the step of the time card; of a shift that is over, without any time, no key tells what it was."""
    view = card_view(context, week_of(day))
    words = found_words(steps_of(view, context.zone, day))
    if not words:
        untold = sum(gap.seconds for one in view.days if one.date == day for gap in one.gaps)
        empty = [one for one in view.warnings if (one.kind, one.date) == ("short", day)] if untold else []
        if empty:
            return counted_step(TIME_CARD, f"{show_duration(untold)} not told", empty[0].command, "")
    return counted_step(TIME_CARD, words, f"{FIX} --day {day}", "nothing to settle")


def verified_step(context: "Context", moment: Moment) -> StepState:
    """Give the step of verification; what was opened today is not asked about, so there may be nothing to verify."""
    tickets = unverified(context)
    if not tickets and verified(context.db, moment) is None:
        return StepState(VERIFIED, TITLES[VERIFIED], "na", None, None, "nothing of yours is open from before today")
    words = f"{len(tickets)} not verified" if tickets else ""
    return counted_step(VERIFIED, words, "techday ticket verify", "every ticket from before today is verified")


def has_keys(step: StepState) -> bool:
    """Tell whether what is owed of the time card is settled by answers; a day without any time is told as a whole."""
    return step.command is not None and step.command.startswith(FIX)


def found_words(steps: Iterable[Step]) -> str:
    """Count what is to settle, by its kinds: `2 gaps, 1 guess`."""
    counts = Counter(step.kind for step in steps)
    return ", ".join(f"{count} {FOUND[kind][count != 1]}" for kind, count in counts.items())


def unverified(context: "Context") -> list[TicketRow]:
    """Give the tickets that are still to be verified in this shift day, in queue order."""
    wish = Wish(unverified=True, most=count_open(context.db))
    return [one.ticket for one in listing(context, wish).listed]


def travelling_words(items: Sequence[DraftItem]) -> str:
    """Count what would travel: `2 to give, 1 to watch`."""
    given = sum(one.plan == "give" for one in items)
    parts = ((given, "to give"), (len(items) - given, "to watch"))
    return ", ".join(f"{count} {words}" for count, words in parts if count)


# What else is owed


def also_owed(context: "Context", moment: Moment, running: EntryRow | None, meeting: StepState) -> list[Alert]:
    """Give what no step settles: handovers not answered, visits, calls home, the week's card, the outbox, the timer."""
    shared = shared_alerts(context, moment, under_way(context.db), running)
    due = due_week(context, moment.shift.day)
    return [
        *(one for one in shared if one.kind not in TOLD_ELSEWHERE),
        *due_alerts(context, due, moment.until or moment.now),
        *outbox_alerts(context),
        *(watched_alert(context, moment, one) for one in watched(context.db, moment) if one.due_at is not None),
        *timer_owed(context, moment, running, meeting),
    ]


def watched_alert(context: "Context", moment: Moment, one: Watched) -> Alert:
    """Say what is due on a ticket that is watched for a colleague; the board says it of the first, once it is late."""
    due = due_words(one, context.zone, moment.now)
    text = f"watched for {one.name}: {one.reference} {one.title}{due}"
    return Alert("watched", text, f"techday handover show {one.handover_id}")


def timer_owed(context: "Context", moment: Moment, running: EntryRow | None, meeting: StepState) -> list[Alert]:
    """Say on what the timer runs; that of the end meeting stops with it."""
    if running is None or meeting.command == TO_END:
        return []
    since = show_instant(running.started_at, context.zone, moment.now)
    return [Alert("timer", f"the timer runs on {running.ticket or running.work_type} since {since}", "techday stop")]
