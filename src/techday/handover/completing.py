"""Completion at the shell of what handovers go by: colleagues by their names, handovers by their numbers."""

import os
import sqlite3
import sys
from collections.abc import Callable

import typer

from techday.context import Context
from techday.core.text import clean_line, fold
from techday.errors import TechdayError
from techday.handover.sent_store import Offered, offered
from techday.pages.completion import MOST, Whole
from techday.tickets.store import technicians


def complete_colleague(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the colleagues any word of whose names begins so."""
    context = context_of(ctx)
    try:
        own = {fold(one) for one in (context.settings.technician.name, *context.settings.technician.aliases)}
        rows = [one for one in technicians(context.db) if one.name_key not in own]
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = fold(incomplete)
    names = [one.name for one in rows if any(key.startswith(typed) for key in (one.name_key, *one.name_key.split()))]
    return [(Whole(clean_line(name, 60)), "a colleague") for name in names[:MOST]]


def complete_handover(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the handovers whose number begins so, the newest first."""
    return numbers(ctx, incomplete, lambda _: True)


def complete_acceptable(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the handovers that nobody has answered whose number begins so."""
    return numbers(ctx, incomplete, lambda one: one.is_open)


def complete_returnable(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the handovers that can be given back whose number begins so."""
    return numbers(ctx, incomplete, lambda one: one.is_open or (bool(one.spoken) and one.state == "accepted"))


def numbers(ctx: typer.Context, incomplete: str, wanted: Callable[[Offered], bool]) -> list[tuple[str, str]]:
    """Give the wanted handovers whose number begins so, each with whom it is and how it stands."""
    try:
        rows = offered(context_of(ctx).db)
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = incomplete.removeprefix("#")
    found = [one for one in rows if wanted(one) and str(one.id).startswith(typed)]
    return [
        (Whole(one.id), clean_line(f"{'to' if one.direction == 'out' else 'from'} {one.name}, {one.state}", 60))
        for one in found[:MOST]
    ]


def context_of(ctx: typer.Context) -> Context:
    """Give a context of the store and the settings that the command line names."""
    context, chosen = Context(os.environ, sys.stdin, sys.stdout, sys.stderr), ctx.find_root().params
    context.chosen_store, context.chosen_config = chosen.get("store"), chosen.get("config")
    return context
