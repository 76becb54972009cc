"""The commands of tickets: words to values, and each body a sentence: load, act, show."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from techday.arguments import Client, Most, Ticket
from techday.context import Context, given_path
from techday.tickets import acts
from techday.tickets.list_options import SCREEN, Columns, Form, Priorities, Sort, Tiers, WaitingFor

app = typer.Typer(add_completion=False)

LISTED = 200  # as Wish has it

# The verbs that write, each with the module that is loaded when it is called, and its help.
VERBS = (
    ("next", "techday.tickets.choosing", "Name the one ticket to take now, and why"),
    ("add", "techday.tickets.adding", "Add a ticket"),
    ("start", "techday.tickets.moving", "Start the timer on a ticket, and take it up"),
    ("heard", "techday.tickets.telling", "Record what the client said"),
    ("reply", "techday.tickets.telling", "Record a public word to the client"),
    ("note", "techday.tickets.telling", "Write an internal note on a ticket"),
    ("draft", "techday.messages.drafting", "Write a message to the client from its template, to send"),
    ("wait", "techday.tickets.moving", "Wait for the customer, a vendor, parts or a date"),
    ("promise", "techday.tickets.telling", "Record what the client was promised, and by when"),
    ("kept", "techday.tickets.telling", "Record that a promise was kept, or that it was not"),
    ("verify", "techday.tickets.verifying", "Confirm tickets for today: how they stand, what is next"),
    ("escalate", "techday.tickets.moving", "Hand a ticket up to a tier or a person"),
    ("resolve", "techday.tickets.moving", "Resolve a ticket, with what fixed it"),
    ("close", "techday.tickets.moving", "Close a ticket"),
    ("reopen", "techday.tickets.moving", "Bring a resolved, closed, merged or vanished ticket back"),
    ("merge", "techday.tickets.joining", "Merge a ticket into another one of the same matter"),
    ("relate", "techday.tickets.joining", "Say that two tickets have to do with each other"),
    ("link", "techday.tickets.joining", "Join a local ticket to its number in the help desk"),
    ("assign", "techday.tickets.joining", "Give a ticket to somebody: me, a colleague, nobody"),
    ("edit", "techday.tickets.joining", "Change what a ticket says"),
)


@app.callback(invoke_without_command=True)
def tickets(ctx: typer.Context) -> None:
    """List, show and work on tickets"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List tickets in queue order")
def list_tickets(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="The closed ones too, newest first")] = False,
    mine: Annotated[bool, typer.Option("--mine", help="Only my own")] = False,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Only theirs, or nobody's")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="S", help="Only in this state")] = None,
    waiting_for: WaitingFor = None,
    client: Client = None,
    no_client: Annotated[bool, typer.Option("--no-client", help="Only those without a client")] = False,
    priority: Priorities = None,
    tier: Tiers = None,
    requester: Annotated[str | None, typer.Option("--requester", metavar="T", help="Who asked: a part will do")] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="T", help="Which matter: a part will do")
    ] = None,
    asset: Annotated[str | None, typer.Option("--asset", metavar="T", help="Which thing: a part will do")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Opened on this day or later")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Opened before this day")] = None,
    problem: Annotated[str | None, typer.Option("--problem", metavar="ID", help="Of a problem, open or not")] = None,
    escalated: Annotated[bool, typer.Option("--escalated", help="Only those handed up, not picked up yet")] = False,
    cause_owed: Annotated[bool, typer.Option("--cause-owed", help="Only those whose cause is owed")] = False,
    unverified: Annotated[bool, typer.Option("--unverified", help="Only those not verified today")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those overdue before they came here")] = False,
    owed: Annotated[bool, typer.Option("--owed", help="Only those whose client must hear something today")] = False,
    sort: Sort = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round")] = False,
    most: Most = LISTED,
    columns: Columns = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, raw values, to standard output")] = False,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="The CSV to this file")] = None,
) -> None:
    """List tickets in queue order"""
    form = Form(columns, csv, out)
    show_list(
        ctx.obj,
        form,
        everything=everything,
        mine=mine,
        owner=owner,
        state=state,
        waiting_for=waiting_for,
        client=client,
        no_client=no_client,
        priority=priority,
        tier=tier,
        requester=requester,
        category=category,
        asset=asset,
        since=since,
        until=until,
        problem=problem,
        escalated=escalated,
        cause_owed=cause_owed,
        unverified=unverified,
        overdue=overdue,
        owed=owed,
        sort=sort,
        reverse=reverse,
        most=most,
    )


def show_list(context: Context, form: Form = SCREEN, **wishes: Any) -> None:
    """Show a list of tickets, narrowed down by the fields of `pages.tickets.Wish`, in a form of its own."""
    from techday.pages import tickets as pages  # a write needs no screen
    from techday.tickets import screen

    form.check(context)
    names = screen.read_columns(form.columns) if form.columns is not None else ()
    wish = pages.Wish(**wishes)
    found = pages.listing(context, wish)
    if context.out.json:
        context.out.document("techday.tickets/1", pages.list_document(found))
        return
    rows = [screen.describe(one, context.zone, context.now, found.targets) for one in found.listed]
    if form.is_csv:
        write_csv(context, form, rows, names)
        for text, command in pages.left_out(found, wish, form.options()):
            context.out.status(f"{text}: {command}")
        return
    width, _ = context.out.size()
    lines = screen.table(rows, names, width) if rows else screen.nothing(pages.wider(wish))
    for text, command in pages.left_out(found, wish, form.options()):
        lines += screen.more_lines(text, command, width)
    context.out.show(lines)


def write_csv(context: Context, form: Form, rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write a list as CSV: to standard output, or to a file whose path is then told."""
    from techday.tickets import csv_list  # only where CSV is asked for
    from techday.ui.files import save_private

    text = csv_list.as_csv(rows, names)
    if form.out in (None, "-"):
        csv_list.as_utf8(context.out.stdout)
        context.out.text(text)
        return
    path = given_path(str(form.out))
    # Its mark tells a spreadsheet that it is UTF-8.
    save_private(path, text.encode("utf-8-sig"))
    context.out.status(f"{len(rows)} {'ticket' if len(rows) == 1 else 'tickets'} in {path}")


@app.command("show", help="Show one ticket: its clocks, and all that happened")
def show(
    ctx: typer.Context,
    reference: Ticket,
    full: Annotated[bool, typer.Option("--full", help="Time and history from the beginning")] = False,
) -> None:
    """Show one ticket"""
    from techday.pages import ticket_page as pages  # a write needs no screen
    from techday.pages.mending import with_search_index

    context: Context = ctx.obj
    page = with_search_index(context, lambda: pages.page(context, acts.find_itself(context.db, reference)))
    if context.out.json:
        context.out.document("techday.ticket/1", pages.page_document(page))
        return
    from techday.pages.ticket_screen import Drawing  # scripts need no screen

    context.out.show(Drawing(page, context.zone, context.now, context.out.size()[0], full=full).lines())
