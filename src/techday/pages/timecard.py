"""The time card of a day, a week or any period: entries with what is billed of them, gaps, and what review finds.

This computes the views; `cards.screen` draws them, and their JSON is the views written out. What is on a submitted
card reads as it was submitted, whatever became of its ticket, its client or the rules since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.cards import checks
from techday.cards import store as card_store
from techday.cards.acts import states_of
from techday.cards.billing import Worked, billed_seconds, paid_seconds, unpaid_seconds
from techday.cards.frozen import way_out
from techday.cards.gaps import gaps_of, planned_in
from techday.cards.store import CardRow, LineRow
from techday.cards.views import (
    BreakView,
    CardState,
    CardView,
    DayView,
    EntryView,
    Finding,
    GapView,
    PlanView,
    RuleView,
    Utilisation,
)
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.core.shifts import ShiftDay, shift_day, shift_on
from techday.core.weeks import Week, card_name, open_part, week_of
from techday.core.work_types import rule_text, type_named
from techday.errors import NotFound
from techday.pages.planned import NOTHING, Planned, planned_by_day
from techday.pages.timecard_alerts import forgotten_end
from techday.pages.working_days import WorkingDays
from techday.timecard.break_store import breaks_between
from techday.timecard.notes import default_note, said_during
from techday.timecard.store import EntryRow
from techday.ui.dates import clear_day, short_day

if TYPE_CHECKING:
    from techday.context import Context

# Time that runs beside other work may begin on the day before.
AROUND = timedelta(days=1)


class DayCard(NamedTuple):
    """A day of the time card: its entries, its sums and gaps, and what review finds in it."""

    day: DayView
    entries: list[EntryView]
    findings: list[Finding]


class Surroundings:
    """What all days of a period are read by: working days, types of work, and the one clock.

    It remembers the shift day of the entry before: entries come in order, so most share it.
    """

    def __init__(self, context: "Context") -> None:
        self.context = context
        self.now = context.now
        self.days = WorkingDays(context)
        self.pattern = self.days.pattern
        self.types = context.settings.work_types
        self._shift: ShiftDay | None = None

    def shift_of(self, at: datetime) -> ShiftDay:
        """Give the shift day that holds an instant."""
        if self._shift is None or not self._shift.since <= at < self._shift.until:
            self._shift = shift_day(self.pattern, at)
        return self._shift

    def planned(self, day: date, planned: Planned) -> int:
        """Give the seconds of the shift planned on a day: without lunch and time off, none on a day off."""
        shift = self.days.on(day)
        return planned_in(shift, self.days.lunch(shift), planned.off)

    @property
    def names(self) -> checks.Names:
        """How what review finds names times and days: in the technician's zone, as short as they stay clear."""
        return checks.Names(self.span, short_day)

    def span(self, start: datetime, end: datetime | None) -> str:
        """Show a span with its day, unless that is today; "now" is the end of one that runs."""
        zone, today = self.pattern.zone, self.now.astimezone(self.pattern.zone).date()
        first, last = start.astimezone(zone), (end or self.now).astimezone(zone)
        day = "" if first.date() == today else f"{clear_day(first.date(), today)} "
        until = "now" if end is None else f"{last:%H:%M}"
        if end is not None and last.date() != first.date():
            until = f"{clear_day(last.date(), today)} {until}"
        return f"{day}{first:%H:%M}-{until}"


class Recorded(NamedTuple):
    """The entries of a period, in order; the lines of those that were submitted, by entry; and the period's cards."""

    entries: list[EntryRow]
    lines: dict[int, LineRow]
    cards: list[CardRow]


def card_view(context: "Context", week: Week) -> CardView:
    """Give the time card of a week; of one part of it where `week` names one. Raises NotFound for a part never made.

    Sums are of the entries shown; gaps are what nothing at all covers; warnings are of the days of the whole week.
    """
    around = Surroundings(context)
    recorded = recorded_between(around, week.first_day, week.last_day)
    cards = [card for card in recorded.cards if card.week == week.name]
    part = open_part(states_of(cards))
    if week.part and week.part not in {part, *(card.part for card in cards)}:
        raise NotFound(f"There is no {card_name(week.name, week.part)}", hint=f"techday timecard week {week.name}")
    everything = entry_views(around, recorded)
    of_week = [entry for entry in everything if week.first_day <= entry.date <= week.last_day]
    name = card_name(week.name, week.part or 1)
    shown = [entry for entry in of_week if entry.card == name] if week.part else of_week
    breaks = breaks_of(around, week.first_day, week.last_day)
    planned = planned_by_day(context, around.days, week.first_day, week.last_day)
    # What began on the day before may fill the morning; and a day of the week has more than what one card has of it.
    of_days = [day_view(around, day, of_week, everything, breaks, planned) for day in week.days]
    days = [day_view(around, day, shown, everything, breaks, planned) for day in week.days] if week.part else of_days
    own = next((card for card in cards if card.name == name), None)
    # Whatever is found, only the card that takes new time can help it.
    is_settled = week.part not in (0, part) or (part > 1 and all(entry.frozen for entry in shown))
    warnings = [] if is_settled else checks.warnings(shown, of_days, around.now, around.names, whole_week=part == 1)
    if week.part in (0, part):
        warnings += unpaid_findings(around, recorded, of_week)
    worked, billed = sums(shown)
    return CardView(
        week=name,
        first_day=week.first_day,
        last_day=week.last_day,
        state=own.state if own else "open",
        technician=(own.technician if own and own.is_frozen else context.settings.technician.name) or None,
        entries=shown,
        days=days,
        worked_seconds=worked,
        billed_seconds=billed,
        errors=[] if is_settled else errors_in(around, everything, week.first_day, week.last_day),
        warnings=warnings,
        utilisation=utilisation_of(around, shown, sum(day.planned_seconds for day in days)),
        rules=rules_of(around, shown, own),
        cards=card_states(cards, week, [entry for entry in of_week if not entry.frozen]),
        digest=(own.digest or None) if own else None,
        accepted=read_list(own.accepted) if own and own.is_frozen else [],
        scheduled_seconds=sum(day.scheduled_seconds for day in days),
        time_off_seconds=sum(day.time_off_seconds for day in days),
    )


def day_card(context: "Context", day: date) -> DayCard:
    """Give one day of the time card."""
    around = Surroundings(context)
    recorded = recorded_between(around, day, day)
    everything = entry_views(around, recorded)
    entries = [entry for entry in everything if entry.date == day]
    planned = planned_by_day(context, around.days, day, day)
    view = day_view(around, day, entries, everything, breaks_of(around, day, day), planned)
    week = week_of(day)
    whole = open_part(states_of([card for card in recorded.cards if card.week == week.name])) == 1
    findings = [
        *errors_in(around, everything, day, day),
        *checks.warnings(entries, [view], around.now, around.names, whole_week=whole),
    ]
    return DayCard(view, entries, findings)


def errors_in(around: Surroundings, everything: Sequence[EntryView], first: date, last: date) -> list[Finding]:
    """Give the errors of some days; `everything` has the days around them, too, since time may overlap from there."""
    found = checks.errors(everything, around.now, around.names)
    return [one for one in found if first <= one.date <= last]


def unpaid_findings(around: Surroundings, recorded: Recorded, of_week: Sequence[EntryView]) -> list[Finding]:
    """Give a warning for each submitted line of a week that lost the pay of what ran beside it."""
    if not any(entry.concurrent for entry in recorded.entries) and not any(
        line.paid_seconds < line.seconds for line in recorded.lines.values()
    ):
        return []
    worked = [worked_of(around, entry, recorded.lines.get(entry.id)) for entry in recorded.entries]
    ways_out = {card.name: way_out(card) for card in recorded.cards if card.is_frozen}
    return checks.unpaid(of_week, unpaid_seconds(worked), ways_out, around.names)


def entries_of_period(context: "Context", first: date, last: date) -> list[EntryView]:
    """Give the entries of the shift days from `first` to `last`, both included, in order."""
    around = Surroundings(context)
    entries = entry_views(around, recorded_between(around, first, last))
    return [entry for entry in entries if first <= entry.date <= last]


def plan_of(context: "Context", first: date, last: date) -> PlanView:
    """Give what was planned for the shift days from `first` to `last`: by the shifts, by the schedule, and time off."""
    around = Surroundings(context)
    planned = planned_by_day(context, around.days, first, last)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return PlanView(
        planned_seconds=sum(around.planned(day, planned.get(day, NOTHING)) for day in days),
        scheduled_seconds=sum(one.scheduled_seconds for one in planned.values()),
        time_off_seconds=sum(one.time_off_seconds for one in planned.values()),
    )


def planned_seconds(context: "Context", first: date, last: date) -> int:
    """Give the seconds of the shifts from `first` to `last`, without lunch, public holidays and time off."""
    return plan_of(context, first, last).planned_seconds


def recorded_between(around: Surroundings, first: date, last: date) -> Recorded:
    """Give what is recorded for the days from `first` to `last`: on their cards, on no card, and just around them.

    What is submitted stays on its card, wherever its instants would fall by today's zone and shifts.
    """
    db = around.context.db
    since, until = shift_on(around.pattern, first).since, shift_on(around.pattern, last).until
    cards = card_store.cards_between(db, week_of(first - AROUND).name, week_of(last + AROUND).name)
    frozen = [card.id for card in cards if card.is_frozen]
    on_cards = card_store.entries_on(db, frozen) if frozen else []
    lines = {line.entry_id: line for line in card_store.lines_of(db, frozen)} if frozen else {}
    loose = card_store.open_entries(db, to_text(since - AROUND), to_text(until + AROUND))
    entries = sorted([*on_cards, *loose], key=lambda entry: (entry.started_at, entry.id))
    return Recorded(entries, lines, cards)


def entry_views(around: Surroundings, recorded: Recorded) -> list[EntryView]:
    """Give entries as people read them, with what is paid and billed."""
    parts: dict[str, int] = {}
    for card in recorded.cards:
        parts.setdefault(card.week, open_part(states_of([one for one in recorded.cards if one.week == card.week])))
    worked = [worked_of(around, entry, recorded.lines.get(entry.id)) for entry in recorded.entries]
    paid, billed = paid_seconds(worked), billed_seconds(worked)
    unsaid = [entry for entry in recorded.entries if not entry.note and entry.id not in recorded.lines]
    said = said_during(around.context.db, unsaid, to_text(around.now)) if unsaid else {}
    names = {card.id: card.name for card in recorded.cards}
    return [
        frozen_view(line, names[line.card_id])
        if (line := recorded.lines.get(entry.id)) is not None
        else open_view(around, entry, one, paid[one.id], billed[one.id], said.get(entry.id, ""), parts)
        for entry, one in zip(recorded.entries, worked, strict=True)
    ]


def worked_of(around: Surroundings, entry: EntryRow, line: LineRow | None) -> Worked:
    """Give an entry as paying and billing see it; one that runs counts up to now, or to where it would be cut."""
    started = from_text(entry.started_at)
    work_type = type_named(around.types, entry.work_type)
    about = (entry.ticket_id, entry.client_id if entry.ticket_id is None else None)
    if line is not None:
        span, day = Span(from_text(line.started_at), from_text(line.ended_at)), date.fromisoformat(line.day)
        was = (bool(line.billable), bool(line.concurrent), line.paid_seconds, line.billed_seconds)
        return Worked(entry.id, span, day, about, work_type, *was)
    ended = from_text(entry.ended_at) if entry.ended_at else max(started, cut_or_now(around, entry))
    billable = is_billable(entry, work_type.billable)
    day = around.shift_of(started).day
    return Worked(entry.id, Span(started, ended), day, about, work_type, billable, bool(entry.concurrent))


def is_billable(entry: EntryRow, by_type: bool) -> bool:
    """Tell whether an entry is billable: as was said of it, else by its type and its client."""
    return bool(entry.billable) if entry.billable is not None else by_type and bool(entry.client_billable)


def cut_or_now(around: Surroundings, entry: EntryRow) -> datetime:
    """Give up to when the running entry counts: now, or where the next write will cut it, if it was forgotten."""
    return forgotten_end(around.context, entry, around.now) or around.now


def open_view(
    around: Surroundings,
    entry: EntryRow,
    worked: Worked,
    paid: int,
    billed: int,
    said: str,
    parts: dict[str, int],
) -> EntryView:
    """Give an entry that is on no submitted card."""
    week = week_of(worked.date).name
    note = entry.note or default_note(said, entry.title)
    return EntryView(
        id=entry.id,
        started_at=worked.span.start,
        ended_at=from_text(entry.ended_at) if entry.ended_at else None,
        seconds=worked.seconds,
        paid_seconds=paid,
        billed_seconds=billed,
        ticket=entry.ticket,
        title=entry.title,
        client=entry.client,
        work_type=entry.work_type,
        billable=worked.billable,
        utilised=worked.work_type.utilised,
        note=note,
        own_note=bool(entry.note),
        internal_note=entry.internal_note,
        late=lateness(around, entry, worked),
        guessed=bool(entry.guessed) or forgotten_end(around.context, entry, around.now) is not None,
        concurrent=bool(entry.concurrent),
        card=card_name(week, parts.get(week, 1)),
        frozen=False,
        date=worked.date,
    )


def lateness(around: Surroundings, entry: EntryRow, worked: Worked) -> int | None:
    """Give how many seconds after its end an entry was written down, where its shift day was over by then."""
    if not entry.recorded_at or entry.ended_at is None:
        return None
    return checks.late_seconds(from_text(entry.recorded_at), worked.span.end, around.shift_of(worked.span.start).until)


def frozen_view(line: LineRow, card: str) -> EntryView:
    """Give an entry as it was submitted."""
    return EntryView(
        id=line.entry_id,
        started_at=from_text(line.started_at),
        ended_at=from_text(line.ended_at),
        seconds=line.seconds,
        paid_seconds=line.paid_seconds,
        billed_seconds=line.billed_seconds,
        ticket=line.ticket,
        title=line.title,
        client=line.client,
        work_type=line.work_type,
        billable=bool(line.billable),
        utilised=bool(line.utilised),
        note=line.note,
        own_note=line.note not in ("", line.title),
        internal_note=line.internal_note,
        late=line.late_seconds,
        guessed=False,
        concurrent=bool(line.concurrent),
        card=card,
        frozen=True,
        date=date.fromisoformat(line.day),
    )


def breaks_of(around: Surroundings, first: date, last: date) -> list[BreakView]:
    """Give the breaks of some days and of the day before, in order."""
    since, until = shift_on(around.pattern, first).since - AROUND, shift_on(around.pattern, last).until
    rows = breaks_between(around.context.db, to_text(since), to_text(until))
    return [BreakView(from_text(row.started_at), from_text(row.ended_at) if row.ended_at else None) for row in rows]


def break_until(around: Surroundings, pause: BreakView) -> datetime:
    """Give up to when a break counts: one that goes on up to now, and not beyond the shift in which it began."""
    return pause.ended_at or min(around.now, max(shift_day(around.pattern, pause.started_at).ends_at, pause.started_at))


def day_view(
    around: Surroundings,
    day: date,
    entries: Sequence[EntryView],
    told: Iterable[EntryView],
    breaks: Sequence[BreakView],
    plan: Mapping[date, Planned],
) -> DayView:
    """Give a day: the sums of its `entries`, and the gaps that nothing `told` covers, and no time off."""
    shift, beside = around.days.on(day), plan.get(day, NOTHING)
    lunch = around.days.lunch(shift)
    own = [entry for entry in entries if entry.date == day]
    spans = [
        *(Span(entry.started_at, entry.until) for entry in told),
        *(Span(pause.started_at, break_until(around, pause)) for pause in breaks),
        *([lunch] if lunch else []),
        *beside.off,
    ]
    gaps = gaps_of(shift, spans, around.now, around.context.settings.timecard.gap)
    planned = planned_in(shift, lunch, beside.off)
    return DayView(
        date=day,
        shift_start=shift.starts_at,
        shift_end=shift.ends_at,
        working=shift.working,
        planned_seconds=planned,
        worked_seconds=sum(entry.paid_seconds for entry in own),
        billed_seconds=sum(entry.billed_seconds for entry in own),
        gaps=[GapView(gap.start, gap.end, int((gap.end - gap.start).total_seconds())) for gap in gaps],
        breaks=[pause for pause in breaks if shift.since <= pause.started_at < shift.until],
        utilisation=utilisation_of(around, own, planned),
        scheduled_seconds=beside.scheduled_seconds,
        time_off_seconds=beside.time_off_seconds,
    )


def utilisation_of(around: Surroundings, entries: Iterable[EntryView], planned: int) -> Utilisation:
    """Give how much of the time worked in some entries was billable and utilised."""
    worked = billable = utilised = 0
    for entry in entries:
        worked += entry.paid_seconds
        billable += entry.paid_seconds if entry.billable else 0
        utilised += entry.paid_seconds if entry.utilised else 0
    return Utilisation(
        worked_seconds=worked,
        billable_seconds=billable,
        utilised_seconds=utilised,
        planned_seconds=planned,
        billable_percent=100 * billable // worked if worked else None,
        utilised_percent=100 * utilised // worked if worked else None,
        target_percent=around.context.settings.timecard.target,
    )


def rules_of(around: Surroundings, entries: Sequence[EntryView], card: CardRow | None) -> list[RuleView]:
    """Give the rules by which a card is billed: as they were submitted, else those of the types on it."""
    if card is not None and card.is_frozen:
        return [RuleView(*pair) for pair in read_list(card.rules)]
    names = dict.fromkeys(entry.work_type for entry in entries)
    return [RuleView(name, rule_text(type_named(around.types, name))) for name in sorted(names)]


def read_list(text: str) -> list[Any]:
    """Read a list that was written down with a card."""
    import json  # only for what was submitted

    found: list[Any] = json.loads(text or "[]")
    return found


def card_states(cards: Sequence[CardRow], week: Week, open_ones: Sequence[EntryView]) -> list[CardState]:
    """Give the states of a week's cards; the one that takes new time has the sums of what is on it so far.

    That one is listed where it holds something, where it was submitted before, and where there is no other. Another
    one that was opened again holds nothing: it is listed where it was rejected, for why.
    """
    part = open_part(states_of(cards))
    listed = [card for card in cards if card.is_frozen or card.part == part or card.state == "rejected"]
    found = [card_state(card, open_ones if card.part == part else ()) for card in listed]
    if part > len(cards) and (open_ones or not cards):
        worked, billed = sums(open_ones)
        found.append(CardState(card_name(week.name, part), "open", None, worked, billed, None, None, None))
    return found


def card_state(card: CardRow, open_ones: Sequence[EntryView]) -> CardState:
    """Give the state of a card that was submitted once; while it is open again, with the sums of what is on it now."""
    worked, billed = (card.worked_seconds, card.billed_seconds) if card.is_frozen else sums(open_ones)
    return CardState(
        card=card.name,
        state=card.state,
        submitted_at=from_text(card.submitted_at) if card.submitted_at and card.is_frozen else None,
        worked_seconds=worked,
        billed_seconds=billed,
        decided_by=card.decided_by or None,
        reason=card.reason or None,
        digest=card.digest or None,
    )


def sums(entries: Iterable[EntryView]) -> tuple[int, int]:
    """Give the paid and the billed seconds of some entries."""
    listed = list(entries)
    return sum(entry.paid_seconds for entry in listed), sum(entry.billed_seconds for entry in listed)
