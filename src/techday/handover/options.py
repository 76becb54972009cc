"""What the commands of handovers share: their options, and which handover or colleague is meant."""

import sqlite3
import stat
import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from techday.arguments import complete_ticket
from techday.context import Context, given_path
from techday.core.names import number_in
from techday.core.text import quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.handover.colleagues import Colleague, colleague
from techday.handover.rules import GIVE, WATCH
from techday.handover.store import HandoverRow, handover_by_id

LIST = "techday handover list"
# With these a ticket travels.
TRAVELS = (WATCH, GIVE)

Tickets = Annotated[
    list[str] | None, typer.Argument(metavar="[N]...", help="The tickets", autocompletion=complete_ticket)
]
Out = Annotated[str | None, typer.Option("--out", metavar="DIR", help="The folder for the files")]
ReadBack = Annotated[
    str | None, typer.Option("--read-back", metavar="T", help="What the receiver said back, in their own words")
]
New = Annotated[bool, typer.Option("--new", help="NAME is a colleague that techday does not know yet")]


def handover_named(db: sqlite3.Connection, text: str) -> HandoverRow:
    """Give the handover of a number, `4` or `#4`; raises NotFound."""
    number = number_in(text)
    row = handover_by_id(db, number) if number is not None else None
    if row is None:
        raise NotFound(f"No handover {quoted(text)}", hint=LIST)
    return row


def plan_named(text: str | None) -> str | None:
    """Give the plan that a word means, watch or give, by its beginning too; raises BadUsage."""
    if text is None:
        return None
    word = text.strip().lower()
    found = [plan for plan in TRAVELS if word and plan.startswith(word)]
    if not found:
        raise BadUsage(f"{quoted(text)} is not watch or give", hint="techday handover send N --as give --to NAME")
    return found[0]


def complete_plan(incomplete: str) -> list[str]:
    """Give the plans with which a ticket travels that begin so."""
    return [plan for plan in TRAVELS if plan.startswith(incomplete.lower())]


def folder_named(out: str | None) -> Path | None:
    """Give the folder for the files, None for techday's own; raises BadUsage where --out can be none.

    So it is known before anything is written, since what is sent stands.
    """
    if out is None:
        return None
    hint = "Name another folder with --out"
    if out.strip() in ("", "-") or any(unicodedata.category(one)[0] == "C" for one in out):
        raise BadUsage("--out is a folder: a handover is several files", hint=hint)
    folder = given_path(out)
    try:
        can_be = stat.S_ISDIR(folder.stat().st_mode)
    except FileNotFoundError:
        # It will be made, unless a link on the way leads nowhere.
        can_be = not any(one.is_symlink() and not one.exists() for one in (folder, *folder.parents))
    except OSError as error:
        raise BadUsage(f"--out can be no folder: {error.strerror}", hint=hint) from None
    if not can_be:
        raise BadUsage("--out is a folder: a handover is several files", hint=hint)
    return folder


def colleague_named(context: Context, name: str, new: bool, command: str) -> Colleague:
    """Give the colleague that a name means, as `colleague`; one that nobody knows is said aloud."""
    who = context.settings.technician
    found = colleague(context.db, name, (who.name, *who.aliases), new, command)
    if found.id is None:
        context.out.status(f"{found.name} is new here")
    return found


def own_name(context: Context) -> str:
    """Give the user's own name; raises Refused where the settings do not tell it."""
    name = context.settings.technician.name
    if not name:
        raise Refused(
            "A handover goes by name, and yours is not set", hint='techday config set technician.name "Your Name"'
        )
    return name
