"""Lists of tickets with their clocks: which ones, in which order, and how many there are."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import to_text
from techday.core.text import quoted
from techday.pages.ticket_clocks import is_unverified, own, with_clocks
from techday.pages.ticket_filters import Question, question, speaks_of
from techday.tickets import list_store, store
from techday.tickets.hearing import hear_by, must_hear
from techday.tickets.list_store import Chosen
from techday.tickets.rules import concerns
from techday.tickets.sorting import Sorted, read_order, sort_key
from techday.tickets.standing import Listed, view_of, was_overdue

if TYPE_CHECKING:
    from techday.context import Context

# How many of the newest tickets a list of history looks at, for each that it may show.
NARROWED, SORTED = 50, 10


class Wish(NamedTuple):
    """Which tickets a list should hold, and in which order; words are as they were typed, None where nothing was said.

    `unverified`, `overdue` (when first seen) and `owed` (a word to the client) narrow the open ones to what `today`
    counts. `since` and `until` are the days between which they were opened. The names are those of the options.
    """

    everything: bool = False
    mine: bool = False
    state: str | None = None
    client: str | None = None
    most: int = 200
    unverified: bool = False
    overdue: bool = False
    owed: bool = False
    priority: str | None = None
    tier: str | None = None
    owner: str | None = None
    category: str | None = None
    requester: str | None = None
    since: str | None = None
    until: str | None = None
    waiting_for: str | None = None
    escalated: bool = False
    problem: str | None = None
    asset: str | None = None
    cause_owed: bool = False
    no_client: bool = False
    sort: str | None = None
    reverse: bool = False


class Listing(NamedTuple):
    """The tickets of a list, and how many there are in all.

    `targets` has the references of the tickets that some of them were merged into. `beyond` tells that there are more
    than `total`, uncounted; `looked` is how many of the newest tickets were looked at, 0 where that was all of them.
    """

    listed: Sequence[Listed]
    total: int
    targets: Mapping[int, str] = {}
    beyond: bool = False
    looked: int = 0


def listing(context: "Context", wish: Wish) -> Listing:
    """Give the tickets that `wish` asks for: open ones in queue order, others newest first, or as it says.

    Raises BadUsage for a word that means nothing, or `mine` while the settings name nobody; NotFound for an unknown
    client or colleague.
    """
    db = context.db
    mine = own(db, context)
    asked = question(context, wish, mine)
    order = read_order(wish.sort)
    by_clocks = wish.unverified or wish.overdue or wish.owed
    among = choose(db, wish, asked)
    ids = [one.id for one in among.tickets if speaks_of(one, asked.texts)]
    if not by_clocks and order is None:
        total = len(ids)
        ids = ids[::-1][: wish.most] if wish.reverse else ids[: wish.most]
        listed = with_clocks(db, list_store.rows_of(db, ids), context)
    else:
        rows = list_store.rows_of(db, ids)
        if by_clocks:  # clocks are for so many: of those that are the user's to see to
            rows = [row for row in rows if concerns(row.owner_id, mine)]
        listed = with_clocks(db, rows, context)
        if by_clocks:
            listed = counted_by_today(context, wish, mine, listed)
        if order is not None:
            listed = in_order(db, order, listed)
        total = len(listed)
        listed = listed[::-1][: wish.most] if wish.reverse else listed[: wish.most]
    merged = [one.ticket.merged_into for one in listed if one.ticket.merged_into is not None]
    targets = list_store.references_of(db, merged) if merged else {}
    return Listing(listed, total, targets, among.beyond, among.looked)


class Among(NamedTuple):
    """The tickets among which a list chooses; `beyond` and `looked` as a Listing has them."""

    tickets: Sequence[Chosen]
    beyond: bool
    looked: int


def choose(db: sqlite3.Connection, wish: Wish, asked: Question) -> Among:
    """Give the tickets among which a list chooses.

    History is bounded, so that it costs nothing: a list that is narrowed or sorted looks at some of the newest. One
    that shows them as they come ends one ticket after what it shows.
    """
    since, until, looked = asked.since, asked.until, 0
    turned = bool(wish.sort or wish.reverse)
    if asked.base not in ("all", "client"):
        return Among(list_store.chosen(db, asked.base, asked.narrowed, since, until, -1), False, 0)
    client_id = asked.narrowed.get("client") if asked.base == "client" else None
    if asked.narrowed.keys() - ({"client"} if client_id is not None else set()) or asked.texts or turned:
        look = wish.most * (SORTED if turned else NARROWED)
        horizon = list_store.horizon(db, until, look, client_id)
        if horizon > since:
            since, looked = horizon, look
    limit = -1 if turned or asked.texts else wish.most + 1
    found = list_store.chosen(db, asked.base, asked.narrowed, since, until, limit)
    beyond = len(found) == limit
    return Among(found, beyond, 0 if beyond else looked)


def counted_by_today(
    context: "Context", wish: Wish, mine: frozenset[int] | None, listed: Sequence[Listed]
) -> list[Listed]:
    """Give those of the user's open tickets that a line of `today` counts; what is owed a word by when it is due."""
    shift = context.shift_day
    since, now = to_text(shift.since), to_text(context.now)
    touched = store.touched_since(context.db, since) if wish.unverified else set()
    kept = [
        one
        for one in listed
        if concerns(one.ticket.owner_id, mine)
        and (not wish.overdue or was_overdue(one))
        and (not wish.unverified or is_unverified(one.ticket, touched, since, now))
    ]
    if not wish.owed:
        return kept
    by = hear_by(shift, context.now)
    due = [(at, one) for one in kept if (at := must_hear(one, by)) is not None]
    return [one for _, one in sorted(due, key=lambda pair: pair[0])]


def in_order(db: sqlite3.Connection, order: str, listed: Sequence[Listed]) -> list[Listed]:
    """Put tickets in the order of that name."""
    updated = list_store.last_events(db, [one.ticket.id for one in listed]) if order == "updated" else {}
    rows = sorted((Sorted(one, updated.get(one.ticket.id, "")) for one in listed), key=lambda row: sort_key(order, row))
    return [row.one for row in rows]


def wider(wish: Wish) -> str:
    """Give the command of a list with more in it than one that was narrowed down and found nothing, else ""."""
    narrowed = wish._replace(most=0, sort=None, reverse=False) != Wish(most=0)
    return f"techday ticket list{'' if wish.everything else ' --all'}" if narrowed else ""


def left_out(found: Listing, wish: Wish, form: Sequence[str]) -> list[tuple[str, str]]:
    """Say what a list leaves out, with the command that shows more; `form` are the options of how it is shown."""
    left = found.total - len(found.listed)
    texts = [f"{left} more"] if left and not found.beyond else []
    if found.looked:
        texts.append(f"only the newest {found.looked} tickets were looked at")
    if not texts and not found.beyond:
        return []
    counted = not found.looked and not found.beyond
    return [("; ".join(texts) or "more", more_command(wish, found.total if counted else 2 * wish.most, form))]


def more_command(wish: Wish, most: int, form: Sequence[str]) -> str:
    """Give the command that shows more of a list: the same options, and `most` tickets."""
    words = ["techday ticket list"]
    for name, told in zip(wish._fields, wish, strict=True):
        option = "--all" if name == "everything" else f"--{name.replace('_', '-')}"
        if name != "most" and told:
            words.append(option if told is True else f"{option} {typed(str(told))}")
    return " ".join([*words, *form, f"--most {most}"])


def typed(word: str) -> str:
    """Give a word as a shell takes it: in quotes where it has blanks."""
    return word if all(letter.isalnum() or letter in "-_./,:@" for letter in word) else quoted(word, 200)


def list_document(shown: Listing) -> dict[str, Any]:
    """Give a list as scripts read it."""
    return {"tickets": [view_of(one.ticket, one.clocks) for one in shown.listed], "total": shown.total}
