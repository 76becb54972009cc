"""What `handover send` shows and asks before anything is written: who breaks off sends nothing, and loses no word."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from techday.context import Context
from techday.core.text import clean_line, some_of
from techday.database.operation import operation
from techday.handover.colleagues import Colleague
from techday.handover.draft_acts import say
from techday.handover.draft_views import DraftItem
from techday.handover.packet import LONGEST_WORDS
from techday.handover.rules import GIVE, count_words
from techday.ui.grid import fit
from techday.ui.prompt import ask, can_ask

STOP = "."


@contextmanager
def sending_nothing(context: Context, before: Sequence[DraftItem], told: Sequence[DraftItem]) -> Iterator[None]:
    """Say that nothing was sent where somebody breaks off at a question, and keep in the draft what was typed.

    `before` is what is to be sent as it was drafted, `told` the same as it was typed so far.
    """
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        kept = keep_typed(context, before, told)
        context.out.status("")  # on a line of its own, below the question that was left
        context.out.status(f"Nothing was sent{f'. {kept}: techday handover' if kept else ''}")
        raise


def show_leaving(context: Context, receiver: Colleague, items: Sequence[DraftItem]) -> None:
    """Show to whom what goes, a line for each ticket: on a terminal, before anything is asked or written."""
    if not can_ask(context):
        return
    given = sum(one.plan == GIVE for one in items)
    context.out.status(f"To {receiver.name}: {count_words(given, len(items) - given)}")
    width = context.out.size()[0]
    for one in items:
        about = f"P{one.ticket.priority} {one.ticket.client_code or 'client?'}"
        context.out.status(fit(clean_line(f"{one.plan:<5} {one.ticket.reference} {about} {one.ticket.title}"), width))


def complete(context: Context, told: list[DraftItem]) -> None:
    """Ask for the summaries and next steps that are missing; Enter leaves one out, a dot all the others."""
    missing = [place for place, one in enumerate(told) if not (one.summary and one.next_step)]
    if missing:
        context.out.status(f"{len(missing)} to complete: Enter leaves it out, {STOP} ends the questions")
    for place in missing:
        head = f"{told[place].ticket.reference} {told[place].ticket.title}"
        context.out.status(fit(clean_line(head), context.out.size()[0]))
        for field, question in (("summary", "  Summary"), ("next_step", "  Next step")):
            if getattr(told[place], field):
                continue
            answered: dict[str, Any] = {field: clean_line(ask(context, question), LONGEST_WORDS)}
            if answered[field] == STOP:
                return
            told[place] = told[place]._replace(**answered)


def keep_typed(context: Context, before: Sequence[DraftItem], told: Sequence[DraftItem]) -> str:
    """Keep in the draft what was typed of a handover that is not sent, and say so; "" where nothing was."""
    typed = [(one, then) for one, then in zip(told, before, strict=True) if one != then]
    if not typed:
        return ""
    with operation(context, "handover set") as write:
        for one, then in typed:
            fields = {name: getattr(one, name) for name in ("summary", "next_step")}
            changes = {name: text for name, text in fields.items() if text != getattr(then, name)}
            say(write.db, one.ticket, changes, context.now)
        write.summary = f"Kept what was typed of {some_of([one.ticket.reference for one, _ in typed])}"
    return write.summary
