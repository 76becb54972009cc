"""`checkin edit` and `checkin note`: the technician's own words in the status."""

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from techday.arguments import Words
from techday.checkin import acts
from techday.checkin.options import Day, change_document, day_meant
from techday.checkin.store import CheckInRow, check_in_on
from techday.context import Context
from techday.core.text import as_argument
from techday.database.operation import operation
from techday.errors import BadUsage, Refused
from techday.ui.dates import short_day, show_instant
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

STDIN = "-"
TEXT_HINT = "techday checkin edit --text TEXT, or --text - to read it from stdin"


class Wanted(NamedTuple):
    """The text that a check-in is to have, None where the editor left it as it was; and the file that it came from."""

    text: str | None
    file: Path | None = None


@app.command("edit", help="Edit the text of the status")
def edit(
    ctx: typer.Context,
    text: Annotated[str | None, typer.Option("--text", metavar="T|-", help="The text; - reads it from stdin")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Go back to the text as it is assembled")] = False,
    day: Day = None,
) -> None:
    """Edit the text of the status"""
    context: Context = ctx.obj
    if reset and text is not None:
        raise BadUsage("--text and --reset exclude each other", hint="Give one of them")
    meant = day_meant(context, day)
    wanted = Wanted(None) if reset else text_wanted(context, meant, text)
    with named_where_it_fails(context, wanted.file), operation(context, "checkin edit") as write:
        if reset:
            before = acts.reset(write.db, meant, context.now)
            write.summary = f"The check-in of {short_day(meant)} is assembled anew{no_longer_given(context, before)}"
        elif wanted.text is not None:
            acts.edit(write.db, meant, wanted.text, context.now)
            write.summary = f"Edited the check-in of {short_day(meant)}"
    if wanted.file is not None:
        with contextlib.suppress(OSError):
            wanted.file.unlink()
    note = "It is assembled anew already" if reset else "The text is as it was"
    context.out.done(write, note, check_in=change_document(check_in_on(context.db, meant.isoformat())))


def no_longer_given(context: Context, before: CheckInRow | None) -> str:
    """Say that a check-in which was given counts as given no more."""
    if before is None or before.given_at is None:
        return ""
    return f"; no longer given to {before.given_to} {show_instant(before.given_at, context.zone, context.now)}"


def text_wanted(context: Context, day: date, text: str | None) -> Wanted:
    """Give the text that the check-in of a day is to have: as given, from stdin, or from the editor.

    Raises Refused where the check-in was given, BadUsage without an editor.
    """
    if text is not None:
        return Wanted(context.stdin.read(acts.LONGEST_TEXT + 1) if text == STDIN else text)
    from techday.pages.checkin import status  # a text that was given needs none

    view = status(context, day)
    if view.given_at is not None:
        acts.refuse_given(view.given_to or "")
    return from_editor(context, view.text, f"check-in-{day}-edited.txt")


def from_editor(context: Context, text: str, name: str) -> Wanted:
    """Give a text as the technician's editor leaves it, and the file in which it was edited, theirs alone.

    Raises BadUsage without a terminal or an editor, Refused where the editor fails.
    """
    from techday.messages.delivery import place_for, write_new  # only for an editor
    from techday.ui.editor import can_edit, open_in_editor

    if not can_edit(context):
        raise BadUsage("There is no editor here to open: set VISUAL or EDITOR, on a terminal", hint=TEXT_HINT)
    before = f"{text}\n".encode()
    path = write_new(place_for(context, name, None), before, TEXT_HINT)
    with named_where_it_fails(context, path, before):
        open_in_editor(context, path, hint=TEXT_HINT)
        try:
            changed = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise Refused(f"The edited text cannot be read: {error.strerror}", hint=TEXT_HINT) from error
    return Wanted(None if changed.strip() == text.strip() else changed, path)


@contextlib.contextmanager
def named_where_it_fails(context: Context, file: Path | None, before: bytes = b"") -> Iterator[None]:
    """Say where an edited text is kept, should its words not come into the store; one as it was `before` is not."""
    try:
        yield
    except BaseException:
        if file is not None and file.exists():
            if file.read_bytes() == before:
                file.unlink()
            else:
                again = f"techday checkin edit --text - < {as_argument(str(file))}"
                context.out.warn(f"Your text is kept in {file}", again)
        raise


@app.command("note", help="Add a line to what needs attention")
def note(ctx: typer.Context, words: Words = None, day: Day = None) -> None:
    """Add a line to what needs attention"""
    context: Context = ctx.obj
    text = words_or_ask(context, words, "What needs attention")
    meant = day_meant(context, day)
    with operation(context, "checkin note") as write:
        row = acts.note(write.db, meant, text, context.now)
        write.summary = f"Noted for the check-in of {short_day(meant)}: {row.issues.rpartition(chr(10))[2]}"
    context.out.done(write, "It is noted already", check_in=change_document(row))
    if write.changed and row.given_at is not None:
        context.out.warn(f"The check-in was given to {row.given_to} without it", "techday checkin done --again")
