"""The time card of a day, a week or any period: entries with what is billed of them, gaps, and what review finds.

This computes the views; `timecard.screen` draws them, and their JSON is the views written out. What is on a submitted
card reads as it was submitted, whatever became of its ticket, its client or the rules since.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.calendars.store import holidays
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.core.shifts import ShiftDay, lunch_of, shift_day, shift_on
from techday.core.weeks import Week, card_name, week_of
from techday.core.work_types import rule_text, type_named
from techday.errors import NotFound
from techday.timecard import card_store, checks
from techday.timecard.billing import Worked, billed_seconds, paid_seconds
from techday.timecard.card_store import BreakRow, CardRow, LineRow
from techday.timecard.card_views import (
    BreakView,
    CardState,
    CardView,
    DayView,
    EntryView,
    Finding,
    GapView,
    RuleView,
    Utilisation,
)
from techday.timecard.cards import open_part
from techday.timecard.gaps import gaps_of, planned_in
from techday.timecard.notes import default_note, said_during
from techday.timecard.store import EntryRow
from techday.ui.dates import short_day, show_instant

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
    """What all days of a period are read by: shifts, public holidays, types of work, and the one clock."""

    def __init__(self, context: "Context") -> None:
        self.context = context
        self.now = context.now
        self.pattern = context.shift_pattern
        self.types = context.settings.work_types
        who = context.settings.technician
        self.free_days = frozenset(holidays(context.db, who.country, who.region)) if who.country else frozenset()
        self._shift: ShiftDay | None = None

    def shift(self, day: date) -> ShiftDay:
        """Give the shift day of a date; on a public holiday no shift is planned."""
        found = shift_on(self.pattern, day)
        return found._replace(working=False) if day.isoformat() in self.free_days else found

    def shift_of(self, at: datetime) -> ShiftDay:
        """Give the shift day that holds an instant; entries come in order, so most share the one before."""
        if self._shift is None or not self._shift.since <= at < self._shift.until:
            self._shift = shift_day(self.pattern, at)
        return self._shift

    def lunch(self, shift: ShiftDay) -> Span[datetime] | None:
        """Give the lunch window of a shift, or None."""
        return lunch_of(self.pattern, shift, self.context.settings.shift.lunch)

    def planned(self, shift: ShiftDay) -> int:
        """Give the seconds planned in a shift: without lunch, none on a day off."""
        return planned_in(shift, self.lunch(shift))

    @property
    def names(self) -> checks.Names:
        """How what review finds names times and days: in the technician's zone, as short as they stay clear."""
        return checks.Names(self.instant, self.span, short_day)

    def instant(self, at: datetime) -> str:
        """Show an instant."""
        return show_instant(at, self.pattern.zone, self.now)

    def span(self, start: datetime, end: datetime | None) -> str:
        """Show a span; its end without the day where that is the day of its start."""
        if end is None:
            return f"{self.instant(start)}-now"
        same_day = start.astimezone(self.pattern.zone).date() == end.astimezone(self.pattern.zone).date()
        shown = self.instant(end)
        return f"{self.instant(start)}-{shown.rpartition(' ')[2] if same_day else shown}"


class Recorded(NamedTuple):
    """The entries of a period, in order; the lines of those that were submitted, by entry; and the period's cards."""

    entries: list[EntryRow]
    lines: dict[int, LineRow]
    cards: list[CardRow]


def card_view(context: "Context", week: Week) -> CardView:
    """Give the time card of a week; of one part of it where `week` names one. Raises NotFound for a part never made."""
    around = Surroundings(context)
    recorded = recorded_between(around, week.first_day, week.last_day)
    cards = [card for card in recorded.cards if card.week == week.name]
    part = open_part(cards)
    if week.part > part:
        raise NotFound(f"There is no {card_name(week.name, week.part)}", hint=f"techday timecard week {week.name}")
    of_week = [entry for entry in entry_views(around, recorded) if week.first_day <= entry.date <= week.last_day]
    name = card_name(week.name, week.part or 1)
    shown = [entry for entry in of_week if entry.card == name] if week.part else of_week
    breaks = breaks_of(around, week.first_day, week.last_day)
    days = [day_view(around, day, shown, of_week, breaks) for day in week.days]
    own = next((card for card in cards if card.name == name), None)
    is_settled = part > 1 and all(entry.frozen for entry in shown)
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
        errors=[] if is_settled else checks.errors(of_week, around.now, around.names),
        warnings=[] if is_settled else checks.warnings(shown, days, around.now, around.names, whole_week=part == 1),
        utilisation=utilisation_of(around, shown, sum(day.planned_seconds for day in days)),
        rules=rules_of(around, shown, own),
        cards=card_states(cards, week, [entry for entry in of_week if not entry.frozen]),
        digest=(own.digest or None) if own else None,
        accepted=read_list(own.accepted) if own and own.is_frozen else [],
    )


def day_card(context: "Context", day: date) -> DayCard:
    """Give one day of the time card."""
    around = Surroundings(context)
    recorded = recorded_between(around, day, day)
    entries = [entry for entry in entry_views(around, recorded) if entry.date == day]
    view = day_view(around, day, entries, entries, breaks_of(around, day, day))
    week = week_of(day)
    whole = open_part([card for card in recorded.cards if card.week == week.name]) == 1
    findings = [
        *checks.errors(entries, around.now, around.names),
        *checks.warnings(entries, [view], around.now, around.names, whole_week=whole),
    ]
    return DayCard(view, entries, findings)


def entries_of_period(context: "Context", first: date, last: date) -> list[EntryView]:
    """Give the entries of the shift days from `first` to `last`, both included, in order."""
    around = Surroundings(context)
    entries = entry_views(around, recorded_between(around, first, last))
    return [entry for entry in entries if first <= entry.date <= last]


def planned_seconds(context: "Context", first: date, last: date) -> int:
    """Give the seconds of the shifts that begin from `first` to `last`, without lunch and public holidays."""
    around = Surroundings(context)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(around.planned(around.shift(day)) for day in days)


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
        parts.setdefault(card.week, open_part([one for one in recorded.cards if one.week == card.week]))
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
    if line is not None:
        own_type = work_type._replace(per="entry") if not line.billable else work_type
        span, day = Span(from_text(line.started_at), from_text(line.ended_at)), date.fromisoformat(line.day)
        about = line.ticket or line.client or ""
        return Worked(
            entry.id, span, day, about, own_type, bool(line.billable), bool(line.concurrent), line.billed_seconds
        )
    ended = from_text(entry.ended_at) if entry.ended_at else max(started, cut_or_now(around, entry))
    return Worked(
        entry.id,
        Span(started, ended),
        around.shift_of(started).day,
        entry.ticket or entry.client or "",
        work_type,
        is_billable(entry, work_type.billable),
        bool(entry.concurrent),
    )


def is_billable(entry: EntryRow, by_type: bool) -> bool:
    """Tell whether an entry is billable: as was said of it, else by its type and its client."""
    return bool(entry.billable) if entry.billable is not None else by_type and bool(entry.client_billable)


def cut_or_now(around: Surroundings, entry: EntryRow) -> datetime:
    """Give up to when the running entry counts: now, or where the next write will cut it, if it was forgotten."""
    return forgotten_end(around, entry) or around.now


def forgotten_end(around: Surroundings, entry: EntryRow) -> datetime | None:
    """Give where a running entry will be cut, since it was forgotten; None where it was not."""
    if entry.ended_at is not None or entry.expected_end is None or entry.expected_end > to_text(around.now):
        return None
    from techday.timecard.forgotten import would_be_cut  # only where a timer may have been forgotten

    return would_be_cut(around.context.db, entry, around.now, around.pattern)


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
        guessed=bool(entry.guessed) or forgotten_end(around, entry) is not None,
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
        own_note=True,
        internal_note=line.internal_note,
        late=line.late_seconds,
        guessed=False,
        concurrent=bool(line.concurrent),
        card=card,
        frozen=True,
        date=date.fromisoformat(line.day),
    )


def breaks_of(around: Surroundings, first: date, last: date) -> list[BreakRow]:
    """Give the breaks of some days, in order."""
    since, until = shift_on(around.pattern, first).since, shift_on(around.pattern, last).until
    return card_store.breaks_between(around.context.db, to_text(since), to_text(until))


def day_view(
    around: Surroundings,
    day: date,
    entries: Sequence[EntryView],
    told: Iterable[EntryView],
    breaks: Sequence[BreakRow],
) -> DayView:
    """Give a day: the sums of its `entries`, and the gaps that nothing `told` covers."""
    shift = around.shift(day)
    settings = around.context.settings
    lunch = around.lunch(shift)
    own = [entry for entry in entries if entry.date == day]
    of_day = [one for one in breaks if to_text(shift.since) <= one.started_at < to_text(shift.until)]
    spans = [
        *(Span(entry.started_at, entry.ended_at or around.now) for entry in told),
        *(Span(from_text(one.started_at), from_text(one.ended_at) if one.ended_at else around.now) for one in of_day),
        *([lunch] if lunch else []),
    ]
    gaps = gaps_of(shift, spans, around.now, settings.timecard.gap)
    planned = planned_in(shift, lunch)
    return DayView(
        date=day,
        shift_start=shift.starts_at,
        shift_end=shift.ends_at,
        working=shift.working,
        planned_seconds=planned,
        worked_seconds=sum(entry.paid_seconds for entry in own),
        billed_seconds=sum(entry.billed_seconds for entry in own),
        gaps=[GapView(gap.start, gap.end, int((gap.end - gap.start).total_seconds())) for gap in gaps],
        breaks=[
            BreakView(from_text(one.started_at), from_text(one.ended_at) if one.ended_at else None) for one in of_day
        ],
        utilisation=utilisation_of(around, own, planned),
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

    That one is listed where it holds something, where it was submitted before, and where there is no other.
    """
    part = open_part(cards)
    found = [card_state(card, open_ones) for card in cards if card.is_frozen or card.part == part]
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
