"""`checkin done`: that the service manager was given the status, as it reads then."""

import sqlite3
from typing import Annotated

import typer

from techday.arguments import At
from techday.checkin.options import change_document
from techday.checkin.recording import clock_of, give
from techday.checkin.store import CheckInRow
from techday.context import Context
from techday.core.shifts import shift_day
from techday.errors import TechdayError

app = typer.Typer(add_completion=False)

HINT = "techday checkin done --with NAME"


def complete_name(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the manager of the settings, then the colleagues, whose name begins so."""
    from techday.core.text import clean_line, fold  # only at completion
    from techday.pages.completion import MOST, Whole
    from techday.tickets.store import technicians
    from techday.timecard.options import shell_context
    from techday.timeoff.mail import manager_name

    context = shell_context(ctx)
    try:
        who = context.settings.technician
        own = {fold(name) for name in (who.name, *who.aliases)}
        manager = manager_name(who.manager)
        known = {row.name: "a colleague" for row in technicians(context.db) if row.name_key not in own}
    except (TechdayError, sqlite3.Error, OSError):
        return []
    known = {**({manager: "your manager"} if manager else {}), **known}
    typed = fold(incomplete)
    matching: list[tuple[str, str]] = [
        (Whole(clean_line(name, 60)), known[name]) for name in known if fold(name).startswith(typed)
    ]
    return matching[:MOST]


@app.command("done", help="Record that the status was given, and to whom")
def done(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Option("--with", metavar="NAME", help="To whom (default: your manager)", autocompletion=complete_name),
    ] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Put the text on the clipboard")] = False,
    again: Annotated[bool, typer.Option("--again", help="It was given anew, as it reads now")] = False,
    at: At = None,
) -> None:
    """Record that the status was given, and to whom"""
    from techday.pages.checkin import status

    context: Context = ctx.obj
    when = context.instant(at)
    view = status(context, shift_day(context.shift_pattern, when).day)
    # Where nothing is to be recorded, nobody needs to be named.
    to = receiver_named(context, name) if view.given_at is None or again else ""
    write, row = give(context, view, to, when, again=again)
    context.out.done(write, already(context, row), check_in=change_document(row))
    if copy:
        from techday.messages.delivery import copy_recorded  # only where it was asked for

        copy_recorded(context, row.text)


def receiver_named(context: Context, name: str | None) -> str:
    """Give to whom the status was given: who is named, else the manager of the settings, else asked for.

    Raises BadUsage where nobody is named, and nobody is there to ask.
    """
    from techday.timeoff.mail import manager_name  # as a mail names them
    from techday.ui.prompt import text_or_ask

    return text_or_ask(context, name or manager_name(context.settings.technician.manager), "Whom it was given to", HINT)


def already(context: Context, row: CheckInRow) -> str:
    """Say to whom and when a check-in was given."""
    return f"Given already to {row.given_to} at {clock_of(context, row)}; --again records it anew"
