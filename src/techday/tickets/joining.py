"""The commands that say what a ticket is, whose, and what it belongs to."""

from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At, Client, Ticket, complete_ticket
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import as_argument
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets import acts, merging
from techday.tickets.acts import Times
from techday.tickets.options import PRIORITIES, TIERS, NextStep, Priority, Tier, one_of, ticket_document
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow

app = typer.Typer(add_completion=False)


@app.command("edit", help="Change what a ticket says")
def edit(
    ctx: typer.Context,
    reference: Ticket,
    title: Annotated[str | None, typer.Option("--title", help="What it is about")] = None,
    client: Client = None,
    priority: Priority = None,
    tier: Tier = None,
    next_action: NextStep = None,
    requester: Annotated[str | None, typer.Option("--requester", metavar="NAME", help="Who asked")] = None,
    category: Annotated[str | None, typer.Option("--category", help="What kind of matter")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="TIME", help="When it is due; none takes it away")] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="TEXT", help="The description")] = None,
    asset: Annotated[str | None, typer.Option("--asset", metavar="TEXT", help="The device or system")] = None,
    at: At = None,
) -> None:
    """Change what a ticket says"""
    from techday.core.text import clean_block, clean_line  # cleaning the words of one command

    context: Context = ctx.obj
    lines = {
        "title": title, "next_action": next_action, "requester": requester, "category": category, "asset": asset
    }  # fmt: skip
    changes: dict[str, object] = {name: clean_line(text, 500) for name, text in lines.items() if text is not None}
    if body is not None:
        changes["body"] = clean_block(body)
    if priority is not None:
        changes["priority"] = one_of(priority, PRIORITIES, "--priority")
    if tier is not None:
        changes["tier"] = one_of(tier, TIERS, "--tier")
    if due is not None:
        changes["due_at"] = None if due == "none" else to_text(context.instant(due, "future"))
    if not changes and client is None:
        raise BadUsage("Nothing to change was named", hint="techday ticket edit --help lists what can be changed")
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket edit") as write:
        ticket = acts.find(write.db, reference)
        if client is not None:
            none = client.strip().lower() == "none"
            changes["client_id"] = None if none else find_client(write.db, client)
        changed = acts.edit(write.db, ticket, changes, times)
        write.summary = f"Changed {', '.join(changed)} of {ticket.reference}"
    context.out.done(write, f"{ticket.reference} says so already", ticket=ticket_document(context, ticket.id))


@app.command("assign", help="Give a ticket to somebody: me, a colleague, nobody")
def assign(
    ctx: typer.Context,
    reference: Ticket,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="Who: me, nobody, or a colleague")],
    new: Annotated[bool, typer.Option("--new", help="A colleague that techday does not know yet")] = False,
    at: At = None,
) -> None:
    """Give a ticket to somebody"""
    context: Context = ctx.obj
    who = " ".join(name)
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket assign") as write:
        ticket = acts.find(write.db, reference)
        owner_id, owner = owner_named(context, write.db, ticket, who, new)
        acts.assign(write.db, ticket, owner_id, owner, times)
        write.summary = f"{ticket.reference} is {owner}'s" if owner_id else f"{ticket.reference} is nobody's"
    context.out.done(write, f"{write.summary} already", ticket=ticket_document(context, ticket.id))


def owner_named(context: Context, db: Connection, ticket: TicketRow, who: str, new: bool) -> tuple[int | None, str]:
    """Find who is meant: me, nobody, or a colleague; with `new` one that is not known yet."""
    if who.lower() in ("nobody", "none"):
        return None, ""
    if who.lower() == "me":
        name = context.settings.technician.name
        if not name:
            raise BadUsage("techday does not know your name yet", hint='techday config set technician.name "NAME"')
        return acts.user_id(db, name), name
    if new:
        return acts.add_technician(db, who)
    makes = f"techday ticket assign {as_argument(ticket.reference)} {as_argument(who)} --new makes one"
    return acts.find_technician(db, who, otherwise=makes)


@app.command("merge", help="Merge a ticket into another one of the same matter")
def merge(
    ctx: typer.Context,
    reference: Ticket,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The ticket that stays", autocompletion=complete_ticket)],
    at: At = None,
) -> None:
    """Merge a ticket into another one of the same matter"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket merge") as write:
        ticket, target = acts.find_itself(write.db, reference), acts.find_itself(write.db, into)
        merging.merge(write.db, ticket, target, times)
        write.summary = f"Merged {ticket.reference} {ticket.title} into {target.reference} {target.title}"
    note = f"{ticket.reference} is merged into {target.reference} already"
    context.out.done(write, note, ticket=ticket_document(context, target.id), merged=ticket.reference)
    if write.changed:
        warn_of_handover(context, ticket, f"{target.reference} does not go with it")
    if write.changed and target.state not in ACTIVE and ticket.state in ACTIVE:
        context.out.warn(f"{target.reference} is {target.state}", f"techday ticket reopen {target.reference}")
    if write.changed and ticket.external_id is not None and target.external_id is None:
        context.out.warn(
            f"{target.reference} is not in the help desk: the PSA learns of {ticket.reference} alone",
            f"techday ticket reopen {ticket.reference} parts them",
        )


@app.command("relate", help="Say that two tickets have to do with each other")
def relate(
    ctx: typer.Context,
    reference: Ticket,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other one", autocompletion=complete_ticket)],
    remove: Annotated[bool, typer.Option("--remove", help="They have nothing to do with each other after all")] = False,
    at: At = None,
) -> None:
    """Say that two tickets have to do with each other"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket relate") as write:
        ticket, far = acts.find(write.db, reference), acts.find(write.db, other)
        (merging.unrelate if remove else merging.relate)(write.db, ticket, far, times)
        verb = "is no longer related to" if remove else "is related to"
        write.summary = f"{ticket.reference} {verb} {far.reference} {far.title}"
    context.out.done(write, f"{ticket.reference} {verb} {far.reference}, as before", related=far.reference)


@app.command("link", help="Join a local ticket to its number in the help desk")
def link(
    ctx: typer.Context,
    reference: Ticket,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Its number in the help desk")],
    at: At = None,
) -> None:
    """Join a local ticket to its number in the help desk"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket link") as write:
        ticket = acts.find_itself(write.db, reference)
        joined, changed = merging.link(write.db, ticket, number, times)
        is_merged = changed and joined.id != ticket.id
        write.summary = f"{ticket.reference} is {joined.reference}" + (", which was here: merged" if is_merged else "")
    context.out.done(write, f"{ticket.reference} is that already", ticket=ticket_document(context, joined.id))
    if write.changed:
        warn_of_handover(context, ticket, f"it goes without the number {joined.reference}")


def warn_of_handover(context: Context, ticket: TicketRow, words: str) -> None:
    """Say where a ticket is under way to a colleague, who takes it over as it was sent; `words` is what they lack."""
    from techday.handover.store import tickets_under_way  # only where tickets are joined

    sent = tickets_under_way(context.db).get(ticket.id)
    if sent is not None:
        hint = f'techday handover return {sent.id} --reason "…", and send it anew'
        context.out.warn(f"{ticket.reference} was sent to {sent.name}, who has not answered: {words}", hint)
