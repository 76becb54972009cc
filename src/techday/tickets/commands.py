"""The commands of tickets: words to values, and each body a sentence: load, act, show."""

from typing import Annotated, Any

import typer

from techday.arguments import At, Client, Most, Ticket, Words
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.instants import to_text
from techday.database.operation import operation
from techday.errors import BadUsage, TechdayError
from techday.tickets import acts, store
from techday.tickets.acts import NewTicket, Times
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

LISTED = 200  # as Wish has it
REPLY_KINDS = ("first", "update", "bad-news", "mistake", "fixed")
PRIORITIES = {"1": 1, "2": 2, "3": 3, "4": 4}
TIERS = {"1": 1, "2": 2, "3": 3}


def one_of(text: str, allowed: dict[str, int], option: str) -> int:
    """Read a number such as 2, P2 or L2; raises BadUsage for any other."""
    try:
        return allowed[text.strip().lstrip("pPlL")]
    except KeyError:
        raise BadUsage(f"{option} is {', '.join(allowed)}, not {text[:20]}", hint=f"{option} {min(allowed)}") from None


Priority = Annotated[str | None, typer.Option("--priority", metavar="1-4", help="1 is the highest")]
Tier = Annotated[str | None, typer.Option("--tier", metavar="1-3", help="Which tier it needs")]


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
    state: Annotated[str | None, typer.Option("--state", metavar="S", help="Only in this state")] = None,
    client: Client = None,
    unverified: Annotated[bool, typer.Option("--unverified", help="Only those not verified today")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those overdue before they came here")] = False,
    owed: Annotated[bool, typer.Option("--owed", help="Only those whose client waits for an update")] = False,
    most: Most = LISTED,
) -> None:
    """List tickets in queue order"""
    narrowed = {"unverified": unverified, "overdue": overdue, "owed": owed}
    show_list(ctx.obj, everything=everything, mine=mine, state=state, client=client, most=most, **narrowed)


def show_list(context: Context, **wishes: Any) -> None:
    """Show a list of tickets, narrowed down by the fields of `pages.tickets.Wish`."""
    from techday.pages import tickets as pages  # a write needs no screen
    from techday.tickets import screen

    wish = pages.Wish(**wishes)
    found = pages.listing(context, wish)
    if context.out.json:
        context.out.document("techday.tickets/1", pages.list_document(found))
        return
    more = pages.more_command(wish, found.total)
    context.out.show(
        screen.list_page(found.listed, found.total, context.zone, context.now, context.out.size()[0], more)
    )


@app.command("show", help="Show one ticket: its clocks, and all that happened")
def show(ctx: typer.Context, reference: Ticket) -> None:
    """Show one ticket"""
    from techday.pages import tickets as pages  # a write needs no screen
    from techday.tickets import screen

    context: Context = ctx.obj
    page = pages.page(context, acts.find(context.db, reference))
    if context.out.json:
        context.out.document("techday.ticket/1", pages.page_document(page))
        return
    context.out.show(screen.ticket_page(page, context.zone, context.now, context.out.size()[0]))


@app.command("next", help="Name the one ticket to take now, and why")
def next_one(
    ctx: typer.Context,
    start: Annotated[bool, typer.Option("--start", help="Start the timer on it")] = False,
) -> None:
    """Name the one ticket to take now, and why"""
    from techday.pages import tickets as pages  # a write needs no screen

    context: Context = ctx.obj
    choice = pages.next_choice(context)
    if choice is None:
        show_no_choice(context)
    elif start:
        from techday.timecard.commands import start_timer  # the timer is another room

        start_timer(context, choice.ticket.reference, None)
    elif context.out.json:
        context.out.document("techday.ticket/1", pages.choice_document(choice))
    else:
        context.out.line(f"{choice.ticket.reference}  P{choice.ticket.priority}  {choice.ticket.title}")
        context.out.line(f"  {choice.why}")
        context.out.status(f"  techday start {choice.ticket.reference}")


def show_no_choice(context: Context) -> None:
    """Say that there is nothing to take."""
    if context.out.json:
        context.out.document("techday.ticket/1", {"ticket": None, "why": None})
    else:
        context.out.line("No ticket waits for you.")


@app.command("add", help="Add a ticket")
def add(
    ctx: typer.Context,
    title: Annotated[list[str] | None, typer.Argument(metavar="TITLE", help="What it is about")] = None,
    client: Client = None,
    priority: Priority = None,
    tier: Tier = None,
    body: Annotated[str, typer.Option("--body", metavar="TEXT", help="The description")] = "",
    ref: Annotated[str, typer.Option("--ref", metavar="EXT", help="Its number in the help desk")] = "",
    requester: Annotated[str, typer.Option("--requester", metavar="NAME", help="Who asked")] = "",
    category: Annotated[str, typer.Option("--category", metavar="TEXT", help="What kind of matter")] = "",
    at: At = None,
    call: Annotated[bool, typer.Option("--call", help="They are on the phone: that is the first response")] = False,
    start: Annotated[bool, typer.Option("--start", help="Start the timer on it")] = False,
) -> None:
    """Add a ticket"""
    context: Context = ctx.obj
    new = NewTicket(
        title=words_or_ask(context, title, "Title"),
        priority=one_of(priority or "3", PRIORITIES, "--priority"),
        tier=one_of(tier or "1", TIERS, "--tier"),
        body=body,
        external=ref,
        requester=requester,
        category=category,
    )
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket add") as write:
        client_id, doubt = client_or_doubt(write.db, client)
        new = new._replace(client_id=client_id, owner_id=acts.user_id(write.db, context.settings.technician.name))
        ticket = acts.add(write.db, new, times)
        if call:
            acts.reply(write.db, ticket, "on the phone", "first", times)
        if start:
            begin(context, write.db, ticket, times)
        write.summary = f"Added {ticket.reference} {ticket.title}" + (", timer started" if start else "")
        twins = acts.twins(write.db, ticket, context.now)
    context.out.done(write, ticket=ticket_document(context, ticket.id))
    if doubt is not None:
        context.out.warn(
            f"{doubt.message}, so the client is open", f"techday ticket edit {ticket.reference} --client C"
        )
    for twin in twins:
        context.out.warn(
            f"{twin.reference} may be the same ({twin.state}): {twin.title}", f"ticket show {twin.reference}"
        )


def client_or_doubt(db: Any, text: str | None) -> tuple[int | None, TechdayError | None]:
    """Find the client that was named; a miss is told, and never keeps a ticket from being taken in mid-call."""
    if not text:
        return None, None
    try:
        return find_client(db, text), None
    except TechdayError as error:
        return None, error


def begin(context: Context, db: Any, ticket: store.TicketRow, times: Times) -> None:
    """Start the timer on a ticket and take it up."""
    from techday.timecard.acts import start  # only where the timer is asked for

    start(db, times.at, ticket.id, "remote")
    acts.take_up(db, store.ticket_by_id(db, ticket.id), context.settings.technician.name, times)


def ticket_document(context: Context, ticket_id: int) -> Any:
    """Give a ticket as scripts read it after a write; None where nobody asked for JSON, since it costs a screen."""
    if not context.out.json:
        return None
    from techday.pages import tickets as pages  # only under --json

    return pages.one(context, ticket_id)


@app.command("note", help="Write an internal note on a ticket")
def note(ctx: typer.Context, reference: Ticket, text: Words = None, at: At = None) -> None:
    """Write an internal note on a ticket"""
    context: Context = ctx.obj
    words = words_or_ask(context, text, "Note")
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket note") as write:
        ticket = acts.find(write.db, reference)
        acts.note(write.db, ticket, words, times)
        write.summary = f"Noted on {ticket.reference}"
    context.out.done(write, ticket=ticket_document(context, ticket.id))


@app.command("reply", help="Record a public word to the client")
def reply(
    ctx: typer.Context,
    reference: Ticket,
    text: Words = None,
    kind: Annotated[str, typer.Option("--kind", help=f"What kind: {', '.join(REPLY_KINDS)}", show_default=False)] = "",
    at: At = None,
) -> None:
    """Record a public word to the client"""
    context: Context = ctx.obj
    if kind and kind not in REPLY_KINDS:
        raise BadUsage(f"--kind is one of {', '.join(REPLY_KINDS)}", hint="Leave it out where none fits")
    words = words_or_ask(context, text, "Reply")
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket reply") as write:
        ticket = acts.find(write.db, reference)
        acts.reply(write.db, ticket, words, kind, times)
        write.summary = f"Replied on {ticket.reference}"
    context.out.done(write, ticket=ticket_document(context, ticket.id))


@app.command("edit", help="Change what a ticket says")
def edit(
    ctx: typer.Context,
    reference: Ticket,
    title: Annotated[str | None, typer.Option("--title", help="What it is about")] = None,
    client: Client = None,
    priority: Priority = None,
    tier: Tier = None,
    next_action: Annotated[str | None, typer.Option("--next", metavar="TEXT", help="The next step")] = None,
    requester: Annotated[str | None, typer.Option("--requester", metavar="NAME", help="Who asked")] = None,
    category: Annotated[str | None, typer.Option("--category", help="What kind of matter")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="TIME", help="When it is due; none takes it away")] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="TEXT", help="The description")] = None,
    at: At = None,
) -> None:
    """Change what a ticket says"""
    from techday.core.text import clean_block, clean_line  # cleaning the words of one command

    context: Context = ctx.obj
    lines = {"title": title, "next_action": next_action, "requester": requester, "category": category}
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
            changes["client_id"] = find_client(write.db, client)
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
        owner_id, owner = owner_named(context, write.db, who, new)
        acts.assign(write.db, ticket, owner_id, owner, times)
        write.summary = f"{ticket.reference} is {owner}'s" if owner_id else f"{ticket.reference} is nobody's"
    context.out.done(write, f"{write.summary} already", ticket=ticket_document(context, ticket.id))


def owner_named(context: Context, db: Any, who: str, new: bool) -> tuple[int | None, str]:
    """Find who is meant: me, nobody, or a colleague; with `new` one that is not known yet."""
    if who.lower() in ("nobody", "none"):
        return None, ""
    if who.lower() == "me":
        name = context.settings.technician.name
        if not name:
            raise BadUsage("techday does not know your name yet", hint='techday config set technician.name "NAME"')
        return acts.user_id(db, name), name
    return acts.add_technician(db, who) if new else acts.find_technician(db, who)


@app.command("close", help="Close a ticket")
def close(ctx: typer.Context, reference: Ticket, at: At = None) -> None:
    """Close a ticket"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket close") as write:
        ticket = acts.find(write.db, reference)
        acts.close(write.db, ticket, times)
        write.summary = f"Closed {ticket.reference} {ticket.title}"
    context.out.done(write, f"{ticket.reference} is closed already", ticket=ticket_document(context, ticket.id))


@app.command("reopen", help="Bring a closed or vanished ticket back")
def reopen(ctx: typer.Context, reference: Ticket, at: At = None) -> None:
    """Bring a closed or vanished ticket back"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket reopen") as write:
        ticket = acts.find(write.db, reference)
        acts.reopen(write.db, ticket, times)
        write.summary = f"Reopened {ticket.reference} {ticket.title}"
    context.out.done(write, f"{ticket.reference} is open already", ticket=ticket_document(context, ticket.id))
