"""The orders in which a list of tickets can stand: what comes first is named by a word, what has none comes last."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from techday.core.text import fold, quoted
from techday.errors import BadUsage
from techday.tickets.clocks import most_pressing
from techday.tickets.standing import Listed

STATES = ("new", "working", "waiting", "gone", "resolved", "closed", "merged")


class Sorted(NamedTuple):
    """A ticket to be put in order, and when something last happened on it ("" where that was not asked)."""

    one: Listed
    updated: str


# Each gives what is compared; ties are told by the queue's own order.
ORDERS: Mapping[str, Callable[[Sorted], Any]] = {
    "queue": lambda _: (),
    "opened": lambda row: row.one.ticket.opened_at,
    "client": lambda row: last_where_empty(fold(row.one.ticket.client_code or "")),
    "owner": lambda row: last_where_empty(fold(row.one.ticket.owner or "")),
    "state": lambda row: STATES.index(row.one.ticket.state),
    "due": lambda row: last_where_empty(due(row.one)),
    "updated": lambda row: last_where_empty(row.updated),
    "title": lambda row: fold(row.one.ticket.title),
    "ref": lambda row: natural(row.one.ticket.reference),
}


def read_order(text: str | None) -> str | None:
    """Read the name of an order; raises BadUsage for one that there is not."""
    if text is None:
        return None
    name = text.strip().lower()
    if name not in ORDERS:
        raise BadUsage(f"No order {quoted(text)}", hint=f"--sort is one of {', '.join(ORDERS)}")
    return name


def sort_key(order: str, row: Sorted) -> Any:
    """Give what a ticket is ordered by."""
    ticket = row.one.ticket
    return ORDERS[order](row), ticket.priority, ticket.opened_at, ticket.id


def due(one: Listed) -> str:
    """Give when the most pressing clock of a ticket is due, as text in the order of time; "" where none runs."""
    pressing = most_pressing(one.clocks) if one.clocks else None
    return "" if pressing is None or pressing[1].due_at is None else pressing[1].due_at.isoformat()


def last_where_empty(text: str) -> tuple[bool, str]:
    """Put what is not there behind all that is."""
    return not text, text


def natural(reference: str) -> list[tuple[int, str]]:
    """Give a reference as people order it, its numbers by their size: L9 before L10."""
    pieces = re.split("([0-9]+)", reference.casefold())
    # Every second piece is a number; without zeros in front, the longer one is the larger.
    pieces[1::2] = [number.lstrip("0") for number in pieces[1::2]]
    return [(len(piece) * (place % 2), piece) for place, piece in enumerate(pieces)]
