"""The screens of meetings: what one is to talk about, and those that were held."""

from datetime import datetime
from typing import Annotated

import typer

from techday.arguments import Most
from techday.context import Context
from techday.meetings import store
from techday.meetings.completing import complete_meeting
from techday.meetings.kinds import Kind
from techday.meetings.views import MeetingPage, meeting_view, note_view

app = typer.Typer(add_completion=False)


@app.command("agenda", help="Show what a meeting is to talk about")
def agenda(
    ctx: typer.Context,
    kind: Kind = None,
    everything: Annotated[bool, typer.Option("--all", help="Every point, however many there are")] = False,
    copy: Annotated[bool, typer.Option("--copy", help="Put it on the clipboard")] = False,
) -> None:
    """Show what a meeting is to talk about"""
    show_agenda(ctx.obj, kind, everything=everything, copy=copy)


def show_agenda(context: Context, kind: str | None = None, *, everything: bool = False, copy: bool = False) -> None:
    """Show an agenda: that of a kind, else of the meeting that runs, else of the next one."""
    from techday.meetings.acts import kind_named, running_meeting  # a list needs none of these
    from techday.meetings.kinds import kind_meant, next_monday
    from techday.meetings.rules import MONDAY
    from techday.pages.agenda import agenda_page
    from techday.pages.agenda_screen import agenda_text, draw_agenda

    running = running_meeting(context.db)
    asked = kind_named(kind) if kind else None
    meant = asked or (running.kind if running else kind_meant(context, context.now))
    held = running if running and running.kind == meant else None
    today = context.shift_day.day
    day = next_monday(context, today) if meant == MONDAY and held is None else today
    page = agenda_page(context, meant, day, held)
    if copy:
        from techday.ui import clipboard  # only where it was asked for

        # Before anything is shown: a clipboard that refuses leaves no half an answer behind.
        clipboard.copy(context, agenda_text(page))
        context.out.status("Copied")
    if context.out.json:
        context.out.document("techday.agenda/1", page)
    else:
        context.out.show(draw_agenda(page, context.zone, context.out.size()[0], everything))


@app.command("show", help="Show what a meeting said")
def show(
    ctx: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="Which; without it the one that runs, else the latest",
            show_default=False,
            autocompletion=complete_meeting,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it, however many lines that takes")] = False,
) -> None:
    """Show what a meeting said"""
    from techday.meetings.acts import find_meeting  # a list needs none of these
    from techday.meetings.page import draw_meeting

    context: Context = ctx.obj
    row = find_meeting(context.db, which)
    page = MeetingPage(
        meeting=meeting_view(row, known_until(context)) if row else None,
        notes=[note_view(one) for one in store.notes_of(context.db, row.id)] if row else [],
        settled=[note_view(one) for one in store.notes_settled_in(context.db, row.id)] if row else [],
    )
    if context.out.json:
        context.out.document("techday.meeting/1", page)
    else:
        context.out.show(draw_meeting(page, context.zone, context.now, context.out.size(), everything))


def known_until(context: Context) -> datetime:
    """Give until when a meeting that runs surely goes on: now, but of a forgotten timer when it should have ended."""
    from techday.pages.timecard_alerts import forgotten_end  # an agenda knows it by its moment
    from techday.timecard.store import running_entry

    running = running_entry(context.db)
    return (forgotten_end(context, running, context.now) if running else None) or context.now


@app.command("list", help="List meetings, newest first")
def list_meetings(ctx: typer.Context, most: Most = 20) -> None:
    """List meetings, newest first"""
    from techday.meetings.screen import list_page  # scripts need no screen

    context: Context = ctx.obj
    rows = store.latest_meetings(context.db, most + 1)
    until = known_until(context)
    views, left = [meeting_view(row, until) for row in rows[:most]], len(rows) > most
    if context.out.json:
        context.out.document("techday.meetings/1", {"meetings": views, "more": left})
        return
    more = f"techday meeting list --most {2 * most}" if left else ""
    context.out.show(list_page(views, context.zone, context.shift_day.day, context.out.size()[0], more))
