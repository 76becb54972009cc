"""What the commands of watches share: the names that they take, with their completion."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from techday.watches.rules import KINDS

if TYPE_CHECKING:
    import sqlite3

    from techday.context import Context
    from techday.watches.store import WatchRow


def complete_watch(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the watches whose name begins so."""
    from techday.pages.completion import by_name  # only at completion
    from techday.watches.store import watch_names

    return by_name(ctx.find_root().params, incomplete, watch_names, "a watch")


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of watches that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete.casefold())]


Name = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME", help="The watch, by a part of its name: nightly, acme nightly", autocompletion=complete_watch
    ),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="K", help=f"Its kind: {', '.join(KINDS)}", autocompletion=complete_kind)
]
Every = Annotated[
    str | None,
    typer.Option(
        "--every", metavar="F", help="How often: daily, 4h, 3d, weekly, once, or an RRULE: FREQ=MONTHLY;BYDAY=1MO"
    ),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="TIME", help="From when it counts: tomorrow, mon, 2026-12-01")
]
Link = Annotated[str | None, typer.Option("--link", metavar="URL", help="Where it is looked at")]


def watch_named(db: "sqlite3.Connection", words: Collection[str], client: str | None) -> "WatchRow":
    """Give the watch that a part of its name means, of the client where one is named; raises NotFound."""
    from techday.clients.finding import find_client  # only where a client was named
    from techday.watches.finding import find

    return find(db, " ".join(words), None if client is None else find_client(db, client))


def first_instant(context: "Context", text: str | None) -> datetime | None:
    """Read from when a watch counts; None where nothing was said.  Raises BadUsage for what is no time."""
    return None if text is None else context.instant(text, "future")
