"""What the commands of time off share: which request is meant, and which kind."""

import sqlite3
from typing import Annotated

import typer

from techday.core.names import number_in
from techday.core.text import nearest, quoted
from techday.errors import BadUsage, NotFound
from techday.timeoff.rules import KINDS
from techday.timeoff.store import OffRow, off_by_id

OffId = Annotated[str, typer.Argument(metavar="ID", help="The request: 3, #3", show_default=False)]


def off_named(db: sqlite3.Connection, text: str) -> OffRow:
    """Give the request of a number, `3` or `#3`; raises NotFound."""
    number = number_in(text)
    row = off_by_id(db, number) if number is not None else None
    if row is None:
        raise NotFound(f"No time off {quoted(text)}", hint="techday timeoff list --all shows the numbers")
    return row


def kind_named(text: str) -> str:
    """Give the kind of time off that a word means, by its beginning too; raises BadUsage."""
    word = text.strip().lower()
    found = [kind for kind in KINDS if word and kind.startswith(word)]
    if len(found) == 1:
        return found[0]
    close = nearest(word, KINDS)
    hint = f"Did you mean {close[0]}?" if close else f"One of {', '.join(KINDS)}"
    raise BadUsage(f"{quoted(text)} is no kind of time off", hint=hint)


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of time off that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete.lower())]
