"""The way to a client, and the arrival: what to know before the door opens."""

from typing import TYPE_CHECKING

import typer

from techday.arguments import At, ClientName
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.instants import from_text
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets.acts import Times
from techday.timecard.options import Adjust
from techday.timecard.timing import changes, limits_of, tell_of_clock
from techday.ui.dates import show_instant
from techday.visits import acts, store
from techday.visits.options import MaybeClient, Site, place_named, place_of, view_of

if TYPE_CHECKING:
    from sqlite3 import Connection

app = typer.Typer(add_completion=False)


@app.command("go", help="Set out for a client: the way is timed as travel")
def go(ctx: typer.Context, client: ClientName, site: Site = None, at: At = None, adjust: Adjust = False) -> None:
    """Set out for a client: the way is timed as travel"""
    context: Context = ctx.obj
    times, limits = Times(context.instant(at), context.now), limits_of(context)
    with operation(context, "visit go") as write:
        place = place_named(write.db, find_client(write.db, client), site)
        begun = acts.set_out(write.db, place, times, limits, adjust=adjust)
        write.summary = f"On the way to {begun.visit.client} {place.name}{changes(begun.room, context)}"
    note = f"On the way to {begun.visit.client} already, {since(context, begun.visit.began)}"
    context.out.done(write, note, visit=view_of(context, begun.visit))
    tell_of_clock(context, begun.room)
    if not context.out.json:
        from techday.pages.next_job_screen import look_of  # scripts read no screen
        from techday.pages.on_site import how_to_get_there
        from techday.pages.visit_screen import where_lines

        where = how_to_get_there(context, begun.visit)
        context.out.show(where_lines(where, look_of(context)))


@app.command("start", help="Arrive, and see what to know on site")
def start(
    ctx: typer.Context, client: MaybeClient = None, site: Site = None, at: At = None, adjust: Adjust = False
) -> None:
    """Arrive, and see what to know on site"""
    context: Context = ctx.obj
    times, limits = Times(context.instant(at), context.now), limits_of(context)
    with operation(context, "visit start") as write:
        place = place_meant(write.db, client, site)
        begun = acts.arrive(write.db, place, times, limits, adjust=adjust)
        write.summary = f"On site at {begun.visit.client} {place.name}{changes(begun.room, context)}"
    note = f"On site at {begun.visit.client} already, {since(context, begun.visit.since)}"
    if context.out.json:
        from techday.pages.on_site import on_site, on_site_document  # a write needs no screen

        page = on_site_document(on_site(context, begun.visit), context.shift_day.day)
        context.out.done(write, note, visit=view_of(context, begun.visit), page=page)
        tell_of_clock(context, begun.room)
        return
    context.out.done(write, note)
    tell_of_clock(context, begun.room)
    show_page(context, begun.visit)


def place_meant(db: "Connection", client: str | None, site: str | None) -> acts.Place:
    """Give where the technician arrived: the client that was named, else where they were on the way to.

    Raises BadUsage where neither is known.
    """
    visit = store.open_visit(db)
    if client is None:
        if visit is None:
            raise BadUsage("The client is missing: nobody is on the way to any", hint="techday visit start C")
        return place_of(db, visit, site)
    client_id = find_client(db, client)
    return (
        place_of(db, visit, site)
        if visit is not None and visit.client_id == client_id
        else place_named(db, client_id, site)
    )


def show_page(context: Context, visit: store.VisitRow) -> None:
    """Show what to know on site."""
    from techday.pages.next_job_screen import look_of  # a write needs no screen
    from techday.pages.on_site import on_site
    from techday.pages.visit_screen import on_site_page

    context.out.show(on_site_page(on_site(context, visit), look_of(context)))


def since(context: Context, at: str) -> str:
    """Say since when: "since 09:30"."""
    return f"since {show_instant(from_text(at), context.zone, context.now)}"
