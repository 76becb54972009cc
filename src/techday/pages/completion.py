"""Completion at the shell: tickets with their titles, clients with their names. It never fails and never writes."""

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Any

from techday.clients.store import client_names
from techday.context import Context
from techday.core.text import clean_line, fold
from techday.errors import TechdayError
from techday.tickets.store import open_references

MOST = 50


def store_for(parameters: dict[str, Any]) -> sqlite3.Connection:
    """Open the store that the command line names, for reading."""
    context = Context(os.environ, sys.stdin, sys.stdout, sys.stderr)
    context.chosen_store = parameters.get("store")
    context.chosen_config = parameters.get("config")
    return context.db


class Whole(str):
    """A value that takes the place of what was typed, though it may not begin with it: 1049213 for 213, ACME for ac.

    Typer keeps only values that say they start with what was typed.
    """

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        """Say yes: it was chosen already."""
        return True


def tickets(parameters: dict[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Give the open tickets whose reference begins or ends with what was typed, in queue order, with titles."""
    try:
        rows = open_references(store_for(parameters))
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = incomplete.casefold()
    matching: list[tuple[str, str]] = [
        (Whole(row.reference), clean_line(row.title, 60))
        for row in rows
        if row.reference.casefold().startswith(typed) or row.reference.casefold().endswith(typed)
    ]
    return matching[:MOST]


def clients(parameters: dict[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Give the clients whose code or name begins with what was typed, by code, with names."""
    try:
        rows = client_names(store_for(parameters))
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = fold(incomplete)
    matching: list[tuple[str, str]] = [
        (Whole(row.code), clean_line(row.name, 60))
        for row in rows
        if row.code.casefold().startswith(typed) or fold(row.name).startswith(typed)
    ]
    return matching[:MOST]


def levels(parameters: dict[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Give the service levels whose name begins so."""
    from techday.levels.store import levels as known  # only where a level is completed

    return by_name(parameters, incomplete, known, "a service level")


def calendars(parameters: dict[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Give the calendars whose name begins so."""
    from techday.calendars.store import calendars as known  # only where a calendar is completed

    return by_name(parameters, incomplete, known, "a calendar")


def by_name(
    parameters: dict[str, Any], incomplete: str, rows: Callable[[sqlite3.Connection], Sequence[Any]], what: str
) -> list[tuple[str, str]]:
    """Give the rows with a name that begins so, whatever its case, with what they are."""
    try:
        found = rows(store_for(parameters))
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = fold(incomplete)
    names = [clean_line(row.name, 60) for row in found if fold(row.name).startswith(typed)]
    return [(Whole(name), what) for name in names[:MOST]]


def work_types(incomplete: str, parameters: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Give the work types that begin with what was typed, those of the settings too."""
    context = Context(os.environ, sys.stdin, sys.stdout, sys.stderr)
    context.chosen_config = (parameters or {}).get("config")
    try:
        types = context.settings.work_types
    except TechdayError:
        return []
    typed = incomplete.lower()
    return [(one.name, "work without a ticket") for one in types if one.name.lower().startswith(typed)]
