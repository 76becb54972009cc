"""The commands of problems."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At, Client, Words, complete_ticket
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import clean_block, clean_line
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound
from techday.problems import acts
from techday.problems.store import ProblemRow, all_problems, open_problems
from techday.tickets import acts as ticket_acts
from techday.tickets.acts import Times
from techday.tickets.store import TicketRow
from techday.ui.prompt import ask, can_ask, words_or_ask

app = typer.Typer(add_completion=False)

Number = Annotated[str, typer.Argument(metavar="ID", help="The problem, by its number", show_default=False)]
Tickets = Annotated[
    list[str],
    typer.Argument(metavar="N…", help="Its tickets", autocompletion=complete_ticket, show_default=False),
]


@app.callback(invoke_without_command=True)
def problem(ctx: typer.Context) -> None:
    """Join recurring tickets to their common cause"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj, everything=False)


@app.command("list", help="List the open problems, and trouble that comes again without one")
def list_problems(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="The closed ones too, and all recurring trouble")] = False,
) -> None:
    """List the open problems, and trouble that comes again without one"""
    show_list(ctx.obj, everything)


def show_list(context: Context, everything: bool) -> None:
    """Show the problems, and the recurring trouble without one."""
    from techday.problems import screen  # a write needs no screen

    found = all_problems(context.db) if everything else open_problems(context.db)
    again = acts.recurrences(context.db, context.now)
    if context.out.json:
        recurring = [recurrence_document(one) for one in again]
        context.out.document(
            "techday.problems/1", {"problems": [document(one) for one in found], "recurring": recurring}
        )
        return
    context.out.show(screen.list_page(found, again, context.now, context.out.size()[0], everything))


@app.command("show", help="Show one problem: its cause, its fix, its tickets")
def show(ctx: typer.Context, number: Number) -> None:
    """Show one problem: its cause, its fix, its tickets"""
    from techday.pages.ticket_clocks import with_clocks  # a write needs no screen
    from techday.problems import screen
    from techday.tickets.screen import list_page
    from techday.tickets.standing import view_of
    from techday.ui.grid import Span, line

    context: Context = ctx.obj
    found = acts.find(context.db, number)
    listed = with_clocks(context.db, acts.tickets_of(context.db, found), context)
    if context.out.json:
        tickets = [view_of(one.ticket, one.clocks) for one in listed]
        context.out.document("techday.problem/1", {"problem": document(found), "tickets": tickets})
        return
    width, _ = context.out.size()
    lines = screen.problem_facts(found, context.zone, context.now, width)
    lines += [line(), line(Span("TICKETS", "section"))]
    if listed:
        lines += list_page(listed, len(listed), context.zone, context.now, width, "")
    else:
        lines.append(line(f"None yet: techday problem link {found.id} N…"))
    context.out.show(lines)


@app.command("open", help="Open a problem of tickets that have one cause: problem open L1 L3")
def open_problem(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N…]", help="Its tickets", autocompletion=complete_ticket, show_default=False),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What it is about; else as the first ticket")
    ] = None,
    client: Client = None,
    at: At = None,
) -> None:
    """Open a problem of tickets that have one cause: problem open L1 L3"""
    context: Context = ctx.obj
    if not references and title is None and can_ask(context):
        title = ask(context, "Title")
    times = Times(context.instant(at), context.now)
    with operation(context, "problem open") as write:
        tickets = found_or_title(write.db, references or ())
        client_id = None if client is None else find_client(write.db, client)
        opened = acts.open_problem(write.db, title or "", client_id, tickets, times)
        joined = f", with {named(tickets)}" if tickets else ""
        write.summary = f"Opened problem {opened.id} {opened.title}{joined}"
    context.out.done(write, problem=document(opened))


@app.command("link", help="Join tickets to a problem")
def link(ctx: typer.Context, number: Number, references: Tickets) -> None:
    """Join tickets to a problem"""
    context: Context = ctx.obj
    with operation(context, "problem link") as write:
        found = acts.find(write.db, number)
        tickets = found_tickets(write.db, references)
        joined = acts.link(write.db, found, tickets, context.now)
        write.summary = f"Linked {named(joined)} to problem {found.id} {found.title}"
        after = acts.given(write.db, found.id)
    context.out.done(write, f"Linked to problem {found.id} already: {named(tickets)}", problem=document(after))
    if joined and found.state == "closed":
        context.out.warn(f"problem {found.id} is closed", f"techday problem reopen {found.id}")


@app.command("unlink", help="Take tickets out of their problem")
def unlink(ctx: typer.Context, references: Tickets) -> None:
    """Take tickets out of their problem"""
    context: Context = ctx.obj
    with operation(context, "problem unlink") as write:
        tickets = found_tickets(write.db, references)
        parted = acts.unlink(write.db, tickets, context.now)
        write.summary = f"Took {', '.join(f'{ticket.reference} out of problem {number}' for ticket, number in parted)}"
        after = [acts.given(write.db, number) for number in sorted({number for _, number in parted})]
    context.out.done(write, f"In no problem: {named(tickets)}", problems=[document(one) for one in after])


@app.command("cause", help="Write down what causes it all")
def cause(ctx: typer.Context, number: Number, text: Words = None, at: At = None) -> None:
    """Write down what causes it all"""
    context: Context = ctx.obj
    words = words_or_ask(context, text, "Cause")
    times = Times(context.instant(at), context.now)
    with operation(context, "problem cause") as write:
        found = acts.find(write.db, number)
        acts.tell_cause(write.db, found, words, times)
        write.summary = f"Wrote down the cause of problem {found.id} {found.title}"
        after = acts.given(write.db, found.id)
    context.out.done(write, f"Problem {found.id} says so already", problem=document(after))


@app.command("close", help="Close a problem, with what fixed it")
def close(
    ctx: typer.Context,
    number: Number,
    fix: Annotated[str | None, typer.Option("--fix", metavar="TEXT", help="What fixed it for good")] = None,
    cause: Annotated[str | None, typer.Option("--cause", metavar="TEXT", help="The cause, if not told yet")] = None,
    at: At = None,
) -> None:
    """Close a problem, with what fixed it"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    # Asked before the write begins: nobody else should wait for an answer.
    before = acts.find(context.db, number)
    if before.state == "open":
        cause = asked(context, cause, before.cause, "Cause")
        fix = asked(context, fix, before.fix, "Fix")
    owing: list[TicketRow] = []
    with operation(context, "problem close") as write:
        found = acts.find(write.db, number)
        if found.state == "open":
            owing = acts.close(write.db, found, cause or "", fix or "", times)
        settled = f"; its cause now stands on {named(owing)} too" if owing else ""
        write.summary = f"Closed problem {found.id} {found.title}{settled}"
        after = acts.given(write.db, found.id)
    already = f"Problem {found.id} is closed already"
    if fix or cause:
        already += f"; techday problem edit {found.id} --fix TEXT, or problem cause, changes what it says"
    context.out.done(write, already, problem=document(after), causes_settled=[one.reference for one in owing])


def asked(context: Context, told: str | None, known: str, question: str) -> str | None:
    """Give what was told; where nothing was and nothing is known, ask on a terminal."""
    return ask(context, question) if told is None and not known and can_ask(context) else told


@app.command("reopen", help="Open a closed problem again")
def reopen(ctx: typer.Context, number: Number) -> None:
    """Open a closed problem again"""
    context: Context = ctx.obj
    with operation(context, "problem reopen") as write:
        found = acts.find(write.db, number)
        acts.reopen(write.db, found)
        write.summary = f"Reopened problem {found.id} {found.title}"
        after = acts.given(write.db, found.id)
    context.out.done(write, f"Problem {found.id} is open already", problem=document(after))


@app.command("edit", help="Change what a problem says")
def edit(
    ctx: typer.Context,
    number: Number,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is about")] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="C", help="Its client; none: its tickets'")] = None,
    fix: Annotated[str | None, typer.Option("--fix", metavar="TEXT", help="What fixes it")] = None,
) -> None:
    """Change what a problem says"""
    context: Context = ctx.obj
    changes: dict[str, object] = {}
    if title is not None:
        changes["title"] = clean_line(title, acts.TITLE_LENGTH)
    if fix is not None:
        changes["fix"] = clean_block(fix).strip()
    if not changes and client is None:
        raise BadUsage("Nothing to change was named", hint="techday problem edit --help lists what can be changed")
    with operation(context, "problem edit") as write:
        found = acts.find(write.db, number)
        if client is not None:
            changes["client_id"] = None if client.lower() == "none" else find_client(write.db, client)
        changed = acts.edit(write.db, found, changes)
        write.summary = f"Changed {', '.join(changed)} of problem {found.id}"
        after = acts.given(write.db, found.id)
    context.out.done(write, f"Problem {found.id} says so already", problem=document(after))


def found_tickets(db: Connection, references: Sequence[str]) -> list[TicketRow]:
    """Find tickets by what was typed, each once."""
    found = [ticket_acts.find(db, reference) for reference in references]
    return list({ticket.id: ticket for ticket in found}.values())


def found_or_title(db: Connection, references: Sequence[str]) -> list[TicketRow]:
    """Find tickets as `found_tickets`; a miss says where a title belongs, since that may be what was typed."""
    try:
        return found_tickets(db, references)
    except NotFound as miss:
        raise NotFound(miss.message, hint=f'{miss.hint}; a title goes into --title "…"') from None


def named(tickets: Sequence[TicketRow]) -> str:
    """Name some tickets."""
    return ", ".join(ticket.reference for ticket in tickets)


def document(row: ProblemRow) -> dict[str, object]:
    """Give a problem as scripts read it."""
    return {
        "id": row.id,
        "title": row.title,
        "client": row.client_code,
        "state": row.state,
        "opened_at": row.opened_at,
        "cause": row.cause or None,
        "cause_at": row.cause_at,
        "fix": row.fix or None,
        "closed_at": row.closed_at,
        "tickets": row.tickets,
        "open_tickets": row.open_tickets,
    }


def recurrence_document(one: acts.Recurrence) -> dict[str, object]:
    """Give recurring trouble as scripts read it."""
    text, command = acts.pointer(one)
    return {
        "title": one.tickets[-1].title,
        "client": one.tickets[-1].client_code,
        "tickets": [ticket.reference for ticket in one.tickets],
        "problem": one.problem.id if one.problem else None,
        "text": text,
        "command": command,
    }
