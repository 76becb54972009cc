"""`handover set`: what becomes of tickets at the next handover, and what the next person must know of them."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import complete_ticket
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import as_argument, clean_line, quoted, some_of
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound
from techday.handover import draft_acts
from techday.handover.rules import GIVE, PLANS, SEVERITIES, TEXT_LENGTH, missing, summary_of
from techday.handover.store import drafts
from techday.handover.words_store import told_of
from techday.pages.ticket_clocks import own
from techday.tickets import acts
from techday.tickets.store import TicketRow

app = typer.Typer(add_completion=False)

EXAMPLE = 'techday handover set 213 give --summary "…" --next "…"'
LABELS = {"next_step": "next step", "by_at": "by when", "if_then": "if-then", "told": "who was told"}
# Of more tickets than these it is counted what they lack.
MOST_WARNED = 3
OPTIONS = {"summary": "--summary", "next step": "--next"}


def complete_word(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the plans that begin so, once a ticket is named or a letter typed, and the open tickets."""
    begun = bool(incomplete or ctx.params.get("words"))
    plans = [(plan, "what becomes of it") for plan in PLANS if begun and plan.startswith(incomplete.lower())]
    return [*plans, *complete_ticket(ctx, incomplete)]


def complete_severity(incomplete: str) -> list[str]:
    """Give the severities that begin so."""
    return [one for one in SEVERITIES if one.startswith(incomplete)]


@app.command("set", help="Say what becomes of a ticket: keep, watch or give")
def set_plan(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="N… [PLAN]", help="The tickets, then keep, watch or give", autocompletion=complete_word),
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option(
            "--severity", metavar="S", help=f"One of {', '.join(SEVERITIES)}", autocompletion=complete_severity
        ),
    ] = None,
    summary: Annotated[str | None, typer.Option("--summary", metavar="T", help="How it stands")] = None,
    tried: Annotated[str | None, typer.Option("--tried", metavar="T", help="What was tried")] = None,
    next_step: Annotated[str | None, typer.Option("--next", metavar="T", help="The next step")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="TIME", help="By when: 18:20, tomorrow 9:00")] = None,
    if_then: Annotated[str | None, typer.Option("--if-then", metavar="T", help="What to do if something does")] = None,
    told: Annotated[str | None, typer.Option("--told", metavar="T", help="Who knows of it")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Take back all that was set: the proposal stands")] = False,
) -> None:
    """Say what becomes of a ticket: keep, watch or give"""
    context: Context = ctx.obj
    references, plan = read_words(words or ())
    texts = {"summary": summary, "tried": tried, "next_step": next_step, "if_then": if_then, "told": told}
    changes: dict[str, object] = {} if plan is None else {"plan": plan}
    if severity is not None:
        changes["severity"] = severity_named(severity)
    changes |= {name: clean_line(text, TEXT_LENGTH) for name, text in texts.items() if text is not None}
    if by is not None:
        changes["by_at"] = to_text(context.instant(by, "future")) if by.strip() else None
    if reset:
        reset_drafts(context, references, bool(changes))
        return
    if not changes and len(references) > 1 and not is_ticket(context, references[-1]):
        raise no_plan(references)
    if not changes:
        again = " ".join(as_argument(one) for one in references)
        raise BadUsage("What becomes of it is missing", hint=f"techday handover set {again} give")
    mine = own(context.db, context)
    with operation(context, "handover set") as write:
        hands = draft_acts.hands_at(write.db, mine, context.now)
        tickets = tickets_named(write.db, references)
        changed: dict[str, None] = {}
        for ticket in tickets:
            draft_acts.refuse_elsewhere(write.db, ticket, hands, plan)
            changed |= dict.fromkeys(draft_acts.say(write.db, ticket, changes, context.now))
        write.summary = f"Planned the handover of {named(tickets)}: {', '.join(label(one, plan) for one in changed)}"
        said = [draft_acts.said_of(write.db, ticket) for ticket in tickets]
    context.out.done(write, f"{named(tickets)} {'is' if len(tickets) == 1 else 'are'} planned so already", drafts=said)
    if plan == GIVE:
        warn_of_missing(context, tickets)


def reset_drafts(context: Context, references: Sequence[str], is_more: bool) -> None:
    """Take back all that was set for tickets; raises BadUsage where something is set as well (`is_more`)."""
    if is_more:
        raise BadUsage("--reset takes back all that was set: it goes alone", hint="techday handover set N --reset")
    with operation(context, "handover set") as write:
        tickets = tickets_named(write.db, references)
        for ticket in tickets:
            draft_acts.say(write.db, ticket, draft_acts.NOTHING_SAID, context.now)
        write.summary = f"Took back what was set for {named(tickets)}"
        said = [draft_acts.said_of(write.db, ticket) for ticket in tickets]
    context.out.done(write, f"Nothing was set for {named(tickets)}", drafts=said)


def tickets_named(db: Connection, references: Sequence[str]) -> list[TicketRow]:
    """Give the tickets that were named, each once; raises NotFound, for a last word that may be a plan BadUsage."""
    found = {}
    for place, text in enumerate(references):
        try:
            ticket = acts.find_itself(db, text)
        except NotFound:
            if 0 < place == len(references) - 1 and text.strip().isalpha():
                raise no_plan(references) from None
            raise
        found[ticket.id] = ticket
    return list(found.values())


def is_ticket(context: Context, text: str) -> bool:
    """Tell whether a word names a ticket."""
    try:
        acts.find_itself(context.db, text)
    except NotFound:
        return False
    return True


def no_plan(words: Sequence[str]) -> BadUsage:
    """Give the error of a last word that is neither a ticket nor a plan."""
    tickets = " ".join(as_argument(one) for one in words[:-1])
    return BadUsage(
        f"{quoted(words[-1])} is none of {', '.join(PLANS)}, and no ticket", hint=f"techday handover set {tickets} give"
    )


def begun_with(words: Sequence[str], text: str) -> str | None:
    """Give the one of some words that a text is or begins; None where it is none of them."""
    typed = text.strip().lower()
    found = [one for one in words if typed and one.startswith(typed)]
    return found[0] if len(found) == 1 else None


def read_words(words: Sequence[str]) -> tuple[list[str], str | None]:
    """Give the tickets that were named, and the plan, which is the last word where it is one; None without.

    Behind a ticket its beginning is enough. Raises BadUsage where no ticket is named, or a plan stands elsewhere.
    """
    last = words[-1].strip().lower() if words else ""
    if len(words) > 1:
        last = begun_with(PLANS, last) or last
    references = list(words[:-1] if last in PLANS else words)
    plans = [one for one in references if one.strip().lower() in PLANS]
    if plans:
        raise BadUsage(f"{quoted(plans[0])} is no ticket", hint=f"The plan comes last, and once: {EXAMPLE}")
    if not references:
        raise BadUsage("Which ticket is missing", hint=EXAMPLE)
    return references, last if last in PLANS else None


def severity_named(text: str) -> str | None:
    """Read a severity, by its beginning too; "" is none. Raises BadUsage for any other word."""
    word = begun_with(SEVERITIES, text) or text.strip()
    if word and word not in SEVERITIES:
        raise BadUsage(f"No severity {quoted(text)}", hint=f"--severity {', '.join(SEVERITIES)}")
    return word or None


def label(field: str, plan: str | None) -> str:
    """Give a field as people say it; the plan as what it is now."""
    return plan or "" if field == "plan" else LABELS.get(field, field)


def named(tickets: Sequence[TicketRow]) -> str:
    """Name tickets: one with its title, several by their references, and of very many how many more."""
    if len(tickets) == 1:
        return f"{tickets[0].reference} {tickets[0].title}"
    return some_of([ticket.reference for ticket in tickets])


def warn_of_missing(context: Context, tickets: Sequence[TicketRow]) -> None:
    """Say what tickets that are to be given still lack, though nothing is refused for it; of many how many."""
    told = told_of(context.db, [ticket.id for ticket in tickets])
    rows = {row.ticket_id: row for row in drafts(context.db)}
    lacking: dict[str, list[str]] = {}
    for ticket in tickets:
        row = rows.get(ticket.id)
        summary = (row and row.summary) or summary_of(told.get(ticket.id, ()))
        lacks = missing(summary, (row and row.next_step) or ticket.next_action)
        if lacks:
            lacking[ticket.reference] = lacks
    if len(lacking) > MOST_WARNED:
        words = f"{len(lacking)} lack a summary or a next step: {some_of([*lacking])}"
        context.out.warn(words, "techday handover send --to NAME asks for them")
        return
    for reference, lacks in lacking.items():
        options = " ".join(f'{OPTIONS[name]} "…"' for name in lacks)
        hint = f"techday handover set {as_argument(reference)} {options}"
        context.out.warn(f"{reference} has no {' and no '.join(lacks)}", hint)
