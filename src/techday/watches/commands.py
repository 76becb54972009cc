"""Watches: their screens. The verbs are kept in modules of their own, so that only the one called is loaded."""

from typing import Annotated

import typer

from techday.arguments import Client
from techday.context import Context
from techday.watches.options import Kind, Name

app = typer.Typer(add_completion=False)

KEEPING, CHECKING, EXCHANGING = "techday.watches.keeping", "techday.watches.checking", "techday.watches.exchanging"
VERBS = (
    ("check", CHECKING, "Tell how a watch was found; without a name walk through what is due"),
    ("add", KEEPING, "Add a watch: watch add Nightly backup --client C --kind backup"),
    ("edit", KEEPING, "Change what is known of a watch"),
    ("pause", KEEPING, "Let a watch have no due times for a while, and say why"),
    ("resume", KEEPING, "Go on with a watch that is paused"),
    ("delete", KEEPING, "Delete a watch that was never looked at"),
    ("import", EXCHANGING, "Import watches from a CSV file"),
    ("export", EXCHANGING, "Write watches as CSV"),
)

All = Annotated[bool, typer.Option("--all", help="Every one, however many, those that are done too")]


@app.callback(invoke_without_command=True)
def watch(ctx: typer.Context, everything: All = False) -> None:
    """List and check what is watched for clients"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj, everything=everything, urgent_first=True)


@app.command("list", help="List watches with their last fourteen due times")
def list_watches(
    ctx: typer.Context,
    client: Client = None,
    kind: Kind = None,
    due: Annotated[bool, typer.Option("--due", help="Those that are due now")] = False,
    failing: Annotated[bool, typer.Option("--failing", help="Those that failed when they were last looked at")] = False,
    missed: Annotated[bool, typer.Option("--missed", help="Those that were missed and not looked at since")] = False,
    everything: All = False,
) -> None:
    """List watches with their last fourteen due times"""
    chosen = {"due": due, "failing": failing, "missed": missed}
    states = [state for state, wanted in chosen.items() if wanted]
    show_list(ctx.obj, client, kind, states, everything)


def show_list(
    context: Context,
    client: str | None = None,
    kind: str | None = None,
    states: list[str] | None = None,
    everything: bool = False,
    urgent_first: bool = False,
) -> None:
    """Show watches, as many as the screen holds; for scripts all of them."""
    from techday.clients.finding import find_client  # a write needs no screen
    from techday.pages.watches import Wish, listing
    from techday.watches import screen
    from techday.watches.acts import kind_named

    wish = Wish(
        client_id=None if client is None else find_client(context.db, client),
        kind=None if kind is None else kind_named(kind),
        states=states or (),
        everything=everything or context.out.json,
        urgent_first=urgent_first,
    )
    width, height = context.out.size()
    unbounded = everything or context.out.json
    found = listing(context, wish, None if unbounded else max(height - screen.OTHER_LINES, screen.FEWEST))
    if context.out.json:
        context.out.document("techday.watches/1", found)
        return
    narrowed = bool(client or kind or states)
    draw = screen.urgent_page if urgent_first else screen.strip_page
    context.out.show(draw(found.watches, found.total, narrowed, context.zone, context.now, width))


@app.command("show", help="Show one watch: how it stands, and its last checks")
def show(
    ctx: typer.Context,
    name: Name,
    client: Client = None,
) -> None:
    """Show one watch: how it stands, and its last checks"""
    from techday.pages.watches import page, page_document  # a write needs no screen
    from techday.watches import screen
    from techday.watches.options import watch_named

    context: Context = ctx.obj
    shown = page(context, watch_named(context.db, name, client))
    if context.out.json:
        context.out.document("techday.watch/1", page_document(shown))
        return
    context.out.show(screen.watch_page(shown, context.zone, context.now, context.out.size()[0]))
