"""The schedule: its screens. The verbs are kept in modules of their own, so that only the one called is loaded."""

from typing import Annotated

import typer

from techday.arguments import MOST_LINES
from techday.context import Context
from techday.schedule.options import Client, Item, Kind, Project, State

app = typer.Typer(add_completion=False)

KEEPING, SUBSCRIBING = "techday.schedule.keeping", "techday.schedule.subscribing"
VERBS = (
    ("add", KEEPING, "Plan something: schedule add Server move --start TIME"),
    ("move", KEEPING, "Change when something is, or what else it says"),
    ("cancel", KEEPING, "Take something off the schedule"),
    ("agree", "techday.schedule.agreeing", "Record who agreed to work out of town"),
    ("import", "techday.schedule.importing", "Bring in a calendar: schedule import FILE.ics"),
    ("subscribe", SUBSCRIBING, "Read a calendar from an address, again and again"),
    ("unsubscribe", SUBSCRIBING, "Stop reading a calendar"),
    ("refresh", SUBSCRIBING, "Read the subscribed calendars again"),
    ("export", "techday.schedule.exporting", "Write the schedule as a calendar file"),
)


@app.callback(invoke_without_command=True)
def schedule(ctx: typer.Context) -> None:
    """List and change what is planned"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List what is planned for two weeks, or other days")
def list_items(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option("--from", metavar="D", help="From this day on, else today")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="D", help="Up to this day")] = None,
    days: Annotated[int | None, typer.Option("--days", metavar="N", help="So many days", min=1, max=100_000)] = None,
    client: Client = None,
    project: Project = None,
    kind: Kind = None,
    state: State = None,
    everything: Annotated[bool, typer.Option("--all", help="What was cancelled or declined too")] = False,
    most: Annotated[
        int | None, typer.Option("--most", metavar="N", help="How many at the most", min=1, max=MOST_LINES)
    ] = None,
) -> None:
    """List what is planned for two weeks, or other days"""
    show_list(
        ctx.obj,
        since=since,
        until=until,
        days=days,
        client=client,
        project=project,
        kind=kind,
        state=state,
        everything=everything,
        most=most,
    )


def show_list(context: Context, **wishes: str | int | None) -> None:
    """Show what is planned, narrowed down by the fields of `listing.Wish`."""
    from techday.schedule import listing  # a write needs no screen

    found = listing.listing(context, listing.Wish(**wishes))  # type: ignore[arg-type]  # fields by name, from above
    if context.out.json:
        from techday.pages.clashes import conflict_documents  # only for scripts: the screen of the week shows them

        conflicts = conflict_documents(context, found.items)
        context.out.document("techday.schedule/1", listing.list_document(found, context.now, conflicts))
        return
    from techday.schedule import screen  # as above

    context.out.show(screen.list_page(found, context.zone, context.now, context.out.size()[0]))


@app.command("show", help="Show all that is known of one item")
def show(ctx: typer.Context, which: Item) -> None:
    """Show all that is known of one item"""
    from techday.pages.clashes import conflict_documents  # as above
    from techday.schedule import listing, screen  # as above
    from techday.schedule.finding import item_named

    context: Context = ctx.obj
    page = listing.item_page(context.db, item_named(context.db, which))
    page = page._replace(conflicts=conflict_documents(context, [page.item, *page.following]))
    if context.out.json:
        context.out.document("techday.schedule-item/1", listing.item_page_document(page, context.now))
        return
    context.out.show(screen.item_page(page, context.zone, context.now, context.out.size()[0]))
