"""What the shell completes of visits: their numbers, sites, whom to call, and what is next. It never fails."""

import sqlite3
from collections.abc import Iterable
from typing import Any

import typer

from techday.errors import TechdayError


def complete_visit(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the visits whose number begins so, the latest first, with their client and day."""
    from techday.core.text import clean_line  # only at completion
    from techday.pages.completion import MOST, store_for
    from techday.visits.store import ended_visits, open_visit

    try:
        db = store_for(ctx.find_root().params)
        running = open_visit(db)
        rows = [*([running] if running else []), *ended_visits(db, MOST)]
    except (TechdayError, sqlite3.Error, OSError):
        return []
    # The day is that of UTC: a completion is quick, and reads no settings.
    told = [(str(row.id), clean_line(f"{row.client}, {row.began[:10]}", 60)) for row in rows]
    return [one for one in told if one[0].startswith(incomplete)][:MOST]


def complete_site(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the sites whose name begins so: of the client that was named, else of the visit under way."""
    from techday.clients.finding import find_client  # only at completion
    from techday.pages.completion import store_for
    from techday.sites.store import sites_of
    from techday.visits.store import open_visit

    try:
        db = store_for(ctx.find_root().params)
        # Before the option that is being completed the words are not put to their arguments yet.
        named = ctx.params.get("client") or next(iter(ctx.args), None)
        running = open_visit(db)
        client_id = find_client(db, str(named)) if named else running.client_id if running else None
        rows = sites_of(db, client_id) if client_id is not None else []
    except (TechdayError, sqlite3.Error, OSError):
        return []
    return beginning(((row.name, row.address or "a site") for row in rows), incomplete)


def complete_name(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the manager of the settings, the colleagues, and whoever was called before, whose name begins so."""
    from techday.core.text import fold  # only at completion
    from techday.tickets.store import technicians
    from techday.timecard.options import shell_context
    from techday.timeoff.mail import manager_name
    from techday.visits.store import names_called

    context = shell_context(ctx)
    try:
        who = context.settings.technician
        own = {fold(name) for name in (who.name, *who.aliases)}
        colleagues = [row.name for row in technicians(context.db) if row.name_key not in own]
        called, manager = names_called(context.db), manager_name(who.manager)
    except (TechdayError, sqlite3.Error, OSError):
        return []
    known = {**dict.fromkeys(called, "called before"), **dict.fromkeys(colleagues, "a colleague")}
    return beginning([*([(manager, "your manager")] if manager else []), *known.items()], incomplete)


def complete_next(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the open tickets and the clients that begin so."""
    from techday.pages.completion import MOST, clients, tickets  # only at completion

    chosen: dict[str, Any] = ctx.find_root().params
    return [*tickets(chosen, incomplete), *clients(chosen, incomplete)][: 2 * MOST]


def beginning(named: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Give those whose name begins as was typed, whatever its case, with a short text beside it."""
    from techday.core.text import clean_line, fold  # only at completion
    from techday.pages.completion import MOST, Whole

    typed = fold(incomplete)
    found: list[tuple[str, str]] = [
        (Whole(clean_line(name, 60)), clean_line(text, 60)) for name, text in named if fold(name).startswith(typed)
    ]
    return found[:MOST]
