"""What the screens of the schedule show: which items of which days, and all that is known of one item.

`screen` draws it, and its JSON is the same written out.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import NEVER, from_text, to_text
from techday.core.text import as_argument
from techday.errors import BadUsage
from techday.schedule import agreements, store
from techday.schedule.options import kind_named, state_named
from techday.schedule.page import ItemPage, ListPage
from techday.schedule.reading import last_day, midnight
from techday.schedule.rules import state_at, was_reopened
from techday.schedule.series_store import SeriesRow, series_by_id
from techday.schedule.store import ItemRow
from techday.schedule.views import item_document

if TYPE_CHECKING:
    from techday.context import Context

# How many days are listed, how many items on a screen, and how many more of what repeats.
DAYS, LISTED, MOST_FOLLOWING = 14, 50, 5
# A list that is narrowed down shows all that is to come.
FURTHEST = date(2199, 12, 31)


class Wish(NamedTuple):
    """What is to be listed, as it was typed; None where nothing was said."""

    since: str | None = None
    until: str | None = None
    days: int | None = None
    client: str | None = None
    project: str | None = None
    kind: str | None = None
    state: str | None = None
    everything: bool = False
    most: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether only some items of these days are meant."""
        return any(one is not None for one in (self.client, self.project, self.kind, self.state))

    @property
    def command(self) -> str:
        """The command that lists the same, however many there are."""
        names = ("from", "until", "days", "client", "project", "kind", "state")
        said = [f" --{name} {as_argument(str(one))}" for name, one in zip(names, self, strict=False) if one is not None]
        return f"techday schedule list{''.join(said)}{' --all' if self.everything else ''}"


def listing(context: "Context", wish: Wish) -> ListPage:
    """Give the items that are wished for; raises BadUsage and NotFound for what cannot be read."""
    first, last = days_of(context, wish)
    start, end = midnight(first, context.zone), midnight(last + timedelta(days=1), context.zone)
    meant = chosen(context, wish)
    found = [row for row in store.items_between(context.db, to_text(start), to_text(end)) if meant.takes(row)]
    shown = [row for row in found if meant.shows(row, to_text(context.now))]
    unbounded = len(shown) if context.out.json else LISTED
    items = shown[: wish.most or unbounded]
    hidden = 0 if wish.state is not None else len(found) - len(shown)
    missing = missing_of(context, items)
    return ListPage(items, len(shown), hidden, first, last, wish.narrowed, wish.command, missing)


def missing_of(context: "Context", items: Sequence[ItemRow]) -> dict[int, Sequence[str]]:
    """Give the sides that have still to agree to travel, by the number of the item, where any of these is travel."""
    if all(row.kind != agreements.TRAVEL for row in items):
        return {}
    return {row.id: sides for row, sides in agreements.not_agreed(context.db, to_text(context.now))}


def days_of(context: "Context", wish: Wish) -> tuple[date, date]:
    """Give the first and the last local day that are listed: two weeks from today, unless other days are wished for."""
    if wish.until is not None and wish.days is not None:
        raise BadUsage("--until and --days exclude each other", hint="techday schedule list --days 30")
    today = context.shift_day.day
    over = wish.state is not None and state_named(wish.state) == "done"
    first = today - timedelta(days=DAYS) if over else today
    if wish.since is not None:
        from techday.core.when import read_near_date  # only where a day was typed

        first = read_near_date(wish.since, context.frame)
    if wish.until is not None:
        last = last_day(context, wish.until, first)
        if last < first:
            raise BadUsage(f"{last} comes before {first}", hint=f"techday schedule list --from {last} --until {first}")
        return first, last
    if wish.days is None and wish.narrowed:
        return first, FURTHEST
    return first, min(first + timedelta(days=(wish.days or DAYS) - 1), FURTHEST)


class Chosen(NamedTuple):
    """Which items are meant, by what they are tied to and how they stand; None for any."""

    client_id: int | None
    project_id: int | None
    kind: str | None
    state: str | None
    everything: bool

    def takes(self, row: ItemRow) -> bool:
        """Tell whether an item is of the client, the project and the kind."""
        wanted = ((self.client_id, row.client_id), (self.project_id, row.project_id), (self.kind, row.kind))
        return all(one is None or one == other for one, other in wanted)

    def shows(self, row: ItemRow, now: str) -> bool:
        """Tell whether an item stands as is wished for at an instant (UTC text); what is off only where it is asked."""
        state = state_at(row, now)
        match self.state:
            case None:
                return self.everything or state not in ("cancelled", "declined")
            case "changed":
                return was_reopened(row)
            case "open":
                return state == "proposed"
            case _:
                return state == self.state


def chosen(context: "Context", wish: Wish) -> Chosen:
    """Give which items are meant; raises BadUsage for unknown kinds and states, NotFound for clients and projects."""
    client_id = project_id = None
    if wish.client is not None:
        from techday.clients.finding import find_client  # only where a client was named

        client_id = find_client(context.db, wish.client)
    if wish.project is not None:
        from techday.projects.finding import project_named  # only where a project was named

        project_id = project_named(context.db, wish.project).id
    kind = None if wish.kind is None else kind_named(wish.kind)
    state = None if wish.state is None else state_named(wish.state)
    return Chosen(client_id, project_id, kind, state, wish.everything)


def list_document(page: ListPage, now: datetime, conflicts: Mapping[int, Sequence[Any]]) -> dict[str, Any]:
    """Give a list as scripts read it; `conflicts` are those of its items by their numbers."""
    return {
        "first_day": page.first_day,
        "last_day": page.last_day,
        "items": [item_document(row, now, conflicts.get(row.id, ())) for row in page.items],
        "total": page.total,
    }


def item_page(db: sqlite3.Connection, row: ItemRow) -> ItemPage:
    """Give all that is known of an item, but for its conflicts."""
    series = None if row.series_id is None else series_by_id(db, row.series_id)
    others = store.items_of_uid(db, row.uid) if row.series_id is None else store.items_of_series(db, row.series_id)
    later = [one for one in others if one.starts_at > row.starts_at and one.state != "cancelled"]
    return ItemPage(row, series, agreements.standing(db, row), later[:MOST_FOLLOWING], len(later), {})


def item_page_document(page: ItemPage, now: datetime) -> dict[str, Any]:
    """Give all that is known of an item as scripts read it."""
    return {
        "item": item_document(page.item, now, page.conflicts.get(page.item.id, ())),
        "created_at": from_text(page.item.created_at),
        "cancelled_at": from_text(page.item.cancelled_at) if page.item.cancelled_at else None,
        "series": None if page.series is None else series_document(page.series),
        "agreements": [agreements.document_of(one) for one in page.agreements],
        "following": [item_document(row, now, page.conflicts.get(row.id, ())) for row in page.following],
        "following_total": page.following_total,
    }


def series_document(series: SeriesRow) -> dict[str, Any]:
    """Give a series as scripts read it; `known_to` is None where its rule has come to its end."""
    return {
        "rule": series.rule,
        "first_day": series.first_day,
        "known_to": None if series.known_to == NEVER else series.known_to,
        "ends_before": series.ends_before,
    }
