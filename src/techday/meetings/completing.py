"""What the shell completes of meetings: their numbers, and those of what is to be settled. It never fails."""

import sqlite3
from collections.abc import Iterable

import typer

from techday.errors import TechdayError


def complete_meeting(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the latest meetings whose number begins so, with their kind and day."""
    from techday.meetings.rules import KINDS  # only at completion
    from techday.meetings.store import latest_meetings
    from techday.pages.completion import MOST, store_for

    try:
        rows = latest_meetings(store_for(ctx.find_root().params), MOST)
    except (TechdayError, sqlite3.Error, OSError):
        return []
    return beginning(((row.id, f"{row.title or KINDS[row.kind]}, {row.day}") for row in rows), incomplete)


def complete_topic(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the topics that wait for Monday whose number begins so, with their words."""
    from techday.meetings.rules import TOPIC  # only at completion

    return open_ones(ctx, incomplete, (TOPIC,))


def complete_settled_by_hand(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the open decisions and topics whose number begins so, with their words."""
    from techday.meetings.rules import SETTLED_BY_HAND  # only at completion

    return open_ones(ctx, incomplete, SETTLED_BY_HAND)


def open_ones(ctx: typer.Context, incomplete: str, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Give what is open of some kinds and whose number begins so, with its words."""
    from techday.meetings.store import open_notes  # only at completion
    from techday.pages.completion import store_for

    try:
        db = store_for(ctx.find_root().params)
        rows = [row for kind in kinds for row in open_notes(db, kind)]
    except (TechdayError, sqlite3.Error, OSError):
        return []
    return beginning(((row.id, f"{row.kind}: {row.text}") for row in rows), incomplete)


def beginning(numbered: Iterable[tuple[int, str]], incomplete: str) -> list[tuple[str, str]]:
    """Give those whose number begins as was typed, with a short text beside it."""
    from techday.core.text import clean_line  # only at completion
    from techday.pages.completion import MOST

    found = [(str(number), clean_line(text, 60)) for number, text in numbered if str(number).startswith(incomplete)]
    return found[:MOST]
