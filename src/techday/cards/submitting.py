"""The commands that freeze a week's time card and open it again: submit, recall, approve, reject, reopen."""

from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated

import typer

from techday.cards import acts as cards
from techday.cards import submission
from techday.cards.frozen import way_out
from techday.cards.store import CardRow, cards_of_week
from techday.cards.views import CardState
from techday.context import Context
from techday.core.durations import show_duration
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.core.weeks import Week, card_name, parse_week, read_week
from techday.database.operation import Operation, operation
from techday.errors import Refused, TechdayError
from techday.outbox.acts import drop_card, owe_card, take_back_card
from techday.pages.timecard import card_view
from techday.pages.timecard_alerts import due_week
from techday.tickets.options import Copy
from techday.timecard.commands import WeekName
from techday.ui.prompt import ask, can_ask, confirm

if TYPE_CHECKING:
    from techday.cards.views import CardView, Finding

app = typer.Typer(add_completion=False)

# What tells one warning of a card from another: its kind, its day, and its entry or else its words.
Warned = tuple[str, date, int | str]

Card = Annotated[str, typer.Argument(metavar="WEEK", help="The card: 2026-W47, 2026-W47/2", show_default=False)]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided it")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")]


@app.command("submit", help="Submit the oldest open week, or the one named")
def submit(
    ctx: typer.Context,
    which: WeekName = None,
    accept: Annotated[bool, typer.Option("--accept-warnings", help="Submit it with the warnings of review")] = False,
    copy: Copy = False,
) -> None:
    """Submit the oldest open week, or the one named"""
    context: Context = ctx.obj
    week = wanted_week(context, which)
    if week is None:
        nothing_to_submit(context)
        return
    asked, week = week.part, submission.meant(context.db, week)
    view = card_view(context, week)
    if asked not in (0, week.part):
        context.out.status(f"{card_name(week.name, asked)} is open again: its time is on {view.week}")
    note = submission.nothing_new(context, week, view)
    accepted = set() if note else accepted_warnings(context, view, accept)
    card = None
    with operation(context, "timecard submit") as write:
        if not note:
            submission.end_running(context, write.db, week)
            card = freeze(context, write, week, card_view(context, week), accepted)
    files, due = written(context, card, copy), due_week(context, context.shift_day.day)
    left = due.week.name if due is not None and due.week.name != week.name else None
    context.out.done(
        write,
        note,
        card=card_now(context, card) if card else None,
        files=[str(path) for path in files],
        next_due=left,
    )
    if context.out.json:
        return
    for path in files:
        context.out.line(str(path))
    if left:
        context.out.status(f"{left} is open too  (techday timecard submit {left})")


def wanted_week(context: Context, which: str | None) -> Week | None:
    """Give the week to submit: the one named, else the oldest open one that has time; None where nothing is open."""
    if which:
        return read_week(which, context.frame, context.shift_day.day)
    return cards.week_to_submit(context)


def nothing_to_submit(context: Context) -> None:
    """Say that no week is open that has time."""
    if context.out.json:
        context.out.document("techday.change/1", {"operation": None, "summary": "Nothing to submit", "card": None})
        return
    context.out.line("Nothing to submit: no time is recorded that is not submitted")


def accepted_warnings(context: Context, view: "CardView", accept: bool) -> set[Warned]:
    """Give the warnings that are accepted, by option or at a terminal; raises Refused for errors, and where not."""
    submission.refuse_errors(view)
    texts = [one.text for one in view.warnings]
    accepted = {warned(one) for one in view.warnings}
    if not texts or accept:
        return accepted
    if can_ask(context):
        for text in texts:
            context.out.status(f"  {text}")
        if confirm(context, f"Submit {view.week} with {counted(len(texts))}?", yes=False):
            return accepted
    hint = f"techday timecard submit {view.week} --accept-warnings; techday timecard review {view.week} lists them"
    raise Refused(f"{view.week} has {counted(len(texts))}: {submission.in_short(texts)}", hint=hint)


def warned(finding: "Finding") -> Warned:
    """Give what tells a warning from others, however long its entry ran meanwhile."""
    return finding.kind, finding.date, finding.entry or finding.text


def counted(number: int) -> str:
    """Say how many warnings there are."""
    return "1 warning" if number == 1 else f"{number} warnings"


def freeze(context: Context, write: Operation, week: Week, view: "CardView", accepted: set[Warned]) -> CardRow | None:
    """Freeze what has ended on a card; None where nothing has.

    Raises Refused for errors, and for warnings that came up since others were accepted.
    """
    if not submission.has_time(view):
        return None
    submission.refuse_errors(view)
    ended = {entry.id for entry in view.entries if entry.ended_at is not None}
    warnings = [one for one in view.warnings if one.entry is None or one.entry in ended]
    new = [one.text for one in warnings if warned(one) not in accepted]
    if new:
        hint = f"techday timecard submit {view.week} --accept-warnings"
        raise Refused(f"{view.week} has a new warning: {new[0]}", hint=hint)
    # Read years later, "09:00" alone would say no day.
    told = [f"{one.date}: {one.text}" for one in warnings]
    card = cards.submit(write.db, week, view, cards.Submission(context.now, context.settings.technician.name, told))
    hours = show_duration(card.worked_seconds)
    owe_card(write.db, card.id, f"Time card {card.name}: {hours} worked, submitted", context.now)
    write.summary = f"Submitted {card.name}: {hours} worked, {show_duration(card.billed_seconds)} billed"
    write.instead = f"techday timecard recall {card.name}"
    return card


def written(context: Context, card: CardRow | None, copy: bool) -> list[Path]:
    """Write the page and the mail of a card that was just submitted; what goes wrong is told, the card stands."""
    if card is None:
        return []
    from techday.cards.exporting import write_submission
    from techday.cards.mail import card_text
    from techday.messages.delivery import copy_recorded  # only after a submission

    view = card_view(context, week_of_card(card))
    if copy:
        copy_recorded(context, card_text(view))
    try:
        return write_submission(context, view)
    except TechdayError as error:
        context.out.warn(f"It is submitted, but: {error.message}", error.hint)
        return []


@app.command("recall", help="Take back a card that is submitted and not decided")
def recall(ctx: typer.Context, which: Card) -> None:
    """Take back a card that is submitted and not decided"""
    context: Context = ctx.obj
    with operation(context, "timecard recall") as write:
        card = named(context, write.db, which)
        if card.state == "approved":
            raise Refused(f"{card.name} is approved already", hint=way_out(card))
        if card.state == "submitted":
            count = cards.release(write.db, card, "open", {})
            take_back_card(write.db, card.id)
            write.summary = f"Recalled {card.name}: {open_again(write.db, card, count)}"
    tell(context, write, card, f"{card.name} is open")


@app.command("approve", help="Record that a card was approved")
def approve(ctx: typer.Context, which: Card, by: By = None) -> None:
    """Record that a card was approved"""
    context: Context = ctx.obj
    with operation(context, "timecard approve") as write:
        card = named(context, write.db, which)
        if card.state != "approved":
            refuse_unless_submitted(card)
            cards.refuse_tampered(write.db, card)
            name = clean_line(by or context.settings.technician.manager, 200)
            cards.decide(write.db, card, "approved", name, "", context.now)
            write.summary = f"{card.name} was approved{' by ' + name if name else ''}"
            write.instead = f'techday timecard reopen {card.name} --by NAME --reason "…"'
    tell(context, write, card, f"{card.name} is approved already")


@app.command("reject", help="Record that a card was rejected, and why")
def reject(ctx: typer.Context, which: Card, by: By = None, reason: Reason = None) -> None:
    """Record that a card was rejected, and why"""
    context: Context = ctx.obj
    why = given(context, reason, "Why", f"techday timecard reject {which} --reason")
    with operation(context, "timecard reject") as write:
        card = named(context, write.db, which)
        if card.state != "rejected":
            refuse_unless_submitted(card)
            name = clean_line(by or context.settings.technician.manager, 200)
            facts: dict[str, object] = {"decided_at": to_text(context.now), "decided_by": name, "reason": why}
            count = cards.release(write.db, card, "rejected", facts)
            drop_card(write.db, card.id)
            by_whom = f" by {name}" if name else ""
            write.summary = f"{card.name} was rejected{by_whom}: {why}; {open_again(write.db, card, count)}"
    tell(context, write, card, f"{card.name} is rejected already")


@app.command("reopen", help="Open an approved card again, by whom and why")
def reopen(ctx: typer.Context, which: Card, by: By = None, reason: Reason = None) -> None:
    """Open an approved card again, by whom and why"""
    context: Context = ctx.obj
    name = given(context, by, "Who allowed it", f"techday timecard reopen {which} --by")
    why = given(context, reason, "Why", f"techday timecard reopen {which} --by NAME --reason")
    with operation(context, "timecard reopen") as write:
        card = named(context, write.db, which)
        if card.state == "submitted":
            raise Refused(f"{card.name} is not approved yet", hint=way_out(card))
        if card.state == "approved":
            facts: dict[str, object] = {"decided_at": to_text(context.now), "decided_by": name, "reason": why}
            count = cards.release(write.db, card, "open", facts)
            take_back_card(write.db, card.id)
            write.summary = f"Reopened {card.name} for {name}: {why}; {open_again(write.db, card, count)}"
    tell(context, write, card, f"{card.name} is open")


def named(context: Context, db: Connection, which: str) -> CardRow:
    """Give the card of that name; raises BadUsage and NotFound."""
    return cards.card_named(db, read_week(which, context.frame, context.shift_day.day))


def refuse_unless_submitted(card: CardRow) -> None:
    """Raise Refused where a card is not there to be decided."""
    if card.state == "approved":
        raise Refused(f"{card.name} is approved already", hint=way_out(card))
    if card.state != "submitted":
        raise Refused(f"{card.name} is {card.state}, not submitted", hint=f"techday timecard submit {card.name}")


def given(context: Context, text: str | None, question: str, command: str) -> str:
    """Give the words of an option, asked for where they are missing; raises BadUsage where nobody can be asked."""
    from techday.errors import BadUsage  # only where a word is missing

    words = clean_line(text or "", 500)
    if not words and can_ask(context):
        words = clean_line(ask(context, question), 500)
    if not words:
        raise BadUsage(f"{question} is missing", hint=f'{command} "…"')
    return words


def open_again(db: Connection, card: CardRow, count: int) -> str:
    """Say how many lines of a card are open again, and on which card of its week they are now."""
    name = cards.open_card_name(db, week_of_card(card)._replace(part=0))
    onto = "" if name == card.name else f", on {name} now"
    return f"{'1 line is' if count == 1 else f'{count} lines are'} open again{onto}"


def tell(context: Context, write: Operation, card: CardRow, note: str) -> None:
    """Tell what became of a card, with the other cards of its week where the command changed nothing."""
    after = next(one for one in cards_of_week(context.db, card.week) if one.id == card.id)
    others = [f"{one.name} is {one.state}" for one in cards_of_week(context.db, card.week) if one.id != card.id]
    note = "; ".join([note, *others])
    context.out.done(write, note, card=card_now(context, after))


def card_now(context: Context, card: CardRow) -> CardState:
    """Give the state of a card, with the sums of what is on it now: nothing where another one takes the open time."""
    found = next((one for one in card_view(context, week_of_card(card)).cards if one.card == card.name), None)
    return found or CardState(card.name, card.state, None, 0, 0, card.decided_by or None, card.reason or None, None)


def week_of_card(card: CardRow) -> Week:
    """Give the week and the part that a card is."""
    week = parse_week(f"{card.week}/{card.part}")
    assert week is not None  # noqa: S101  # the name of a card
    return week
