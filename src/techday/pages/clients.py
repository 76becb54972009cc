"""The page of one client: what is known of it, and its open tickets in queue order."""

from typing import TYPE_CHECKING, Any, NamedTuple

from techday.clients.screen import ClientTerms
from techday.clients.store import ClientRow
from techday.levels.acts import level_named
from techday.pages.tickets import Listing, Wish, list_document, listing

if TYPE_CHECKING:
    from techday.context import Context

SHOWN = 15


class ClientPage(NamedTuple):
    """A client, its open tickets, and where its terms come from."""

    client: ClientRow
    tickets: Listing
    terms: ClientTerms


def page(context: "Context", client: ClientRow) -> ClientPage:
    """Give all that the page of a client shows."""
    tickets = listing(context, Wish(client=client.code, most=SHOWN))
    level = level_named(context.db, client.level) if client.level else None
    return ClientPage(client, tickets, ClientTerms(level is not None, (level and level.calendar) or ""))


def client_document(client: ClientRow) -> dict[str, Any]:
    """Give a client as scripts read it."""
    return {
        "code": client.code,
        "name": client.name,
        "cadence_days": client.cadence_days,
        "level": client.level or None,
        "area": client.area or None,
        "phone": client.phone or None,
        "billable": bool(client.billable),
        "placeholder": bool(client.placeholder),
        "created_at": client.created_at,
        "open_tickets": client.open_tickets,
        "calendar": client.calendar,
        "zone": client.zone or None,
    }


def page_document(shown: ClientPage) -> dict[str, Any]:
    """Give the page of a client as scripts read it."""
    return {"client": client_document(shown.client), **list_document(shown.tickets)}
