"""The page of one client: what is known of it, and its open tickets in queue order."""

from typing import TYPE_CHECKING, Any, NamedTuple

from techday.clients.store import ClientRow
from techday.pages.tickets import Listing, Wish, list_document, listing

if TYPE_CHECKING:
    from techday.context import Context

SHOWN = 15


class ClientPage(NamedTuple):
    """A client and its open tickets."""

    client: ClientRow
    tickets: Listing


def page(context: "Context", client: ClientRow) -> ClientPage:
    """Give all that the page of a client shows."""
    return ClientPage(client, listing(context, Wish(client=client.code, most=SHOWN)))


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
    }


def page_document(shown: ClientPage) -> dict[str, Any]:
    """Give the page of a client as scripts read it."""
    return {"client": client_document(shown.client), **list_document(shown.tickets)}
