"""What the commands of visits share: their options, which place is meant, and what they answer."""

import sqlite3
from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import complete_client
from techday.clients.store import client_by_id
from techday.context import Context
from techday.sites.acts import find as find_site
from techday.sites.store import site_by_id, sites_of
from techday.visits.acts import Place
from techday.visits.completing import complete_site
from techday.visits.outcome_store import outcomes_of
from techday.visits.store import VisitRow

if TYPE_CHECKING:
    from techday.visits.views import VisitView

MaybeClient = Annotated[
    str | None,
    typer.Argument(
        metavar="[C]",
        help="The client, by code or name; without one that of the visit under way",
        autocompletion=complete_client,
        show_default=False,
    ),
]
Site = Annotated[
    str | None, typer.Option("--site", metavar="S", help="Which of the client's sites", autocompletion=complete_site)
]
News = Annotated[str | None, typer.Option("--news", metavar="TEXT", help="What changed meanwhile")]


def place_named(db: sqlite3.Connection, client_id: int, site: str | None) -> Place:
    """Give where a visit goes; without a site that is named it is the only one. Raises NotFound for an unknown one."""
    client = client_by_id(db, client_id)
    if site is not None:
        found = find_site(db, client_id, site)
        return Place(client_id, found.id, f"{client.name}, {found.name}")
    known = sites_of(db, client_id, 2)
    return Place(client_id, known[0].id if len(known) == 1 else None, client.name)


def place_of(db: sqlite3.Connection, visit: VisitRow, site: str | None) -> Place:
    """Give where the visit under way is, or at which other site of its client."""
    if site is not None:
        return place_named(db, visit.client_id, site)
    name = f"{visit.client_name}, {site_by_id(db, visit.site_id).name}" if visit.site_id else visit.client_name
    return Place(visit.client_id, visit.site_id, name)


def view_of(context: Context, visit: VisitRow) -> "VisitView | None":
    """Give a visit as scripts read it after a write; None where nobody asked for JSON."""
    if not context.out.json:
        return None
    from techday.visits.views import visit_view  # only under --json

    return visit_view(visit, outcomes_of(context.db, [visit.id]), context.now)
