"""The screens of meetings: what one is to talk about, and those that were held."""

from typing import Annotated

import typer

from techday.arguments import Most
from techday.context import Context
from techday.meetings import store
from techday.meetings.kinds import Kind
from techday.meetings.views import meeting_view

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
    from techday.meetings.kinds import kind_meant
    from techday.pages.agenda import agenda_page
    from techday.pages.agenda_screen import agenda_text, draw_agenda

    running = running_meeting(context.db)
    asked = kind_named(kind) if kind else None
    meant = asked or (running.kind if running else kind_meant(context, context.now))
    page = agenda_page(context, meant, running if running and running.kind == meant else None)
    if copy:
        from techday.ui import clipboard  # only where it was asked for

        # Before anything is shown: a clipboard that refuses leaves no half an answer behind.
        clipboard.copy(context, agenda_text(page))
        context.out.status("Copied")
    if context.out.json:
        context.out.document("techday.agenda/1", page)
    else:
        context.out.show(draw_agenda(page, context.zone, context.out.size()[0], everything))


@app.command("list", help="List meetings, newest first")
def list_meetings(ctx: typer.Context, most: Most = 20) -> None:
    """List meetings, newest first"""
    from techday.meetings.screen import list_page  # scripts need no screen
    from techday.pages.timecard_alerts import forgotten_end
    from techday.timecard.store import running_entry

    context: Context = ctx.obj
    running = running_entry(context.db)
    until = (forgotten_end(context, running, context.now) if running else None) or context.now
    views = [meeting_view(row, until) for row in store.latest_meetings(context.db, most)]
    if context.out.json:
        context.out.document("techday.meetings/1", {"meetings": views})
    else:
        context.out.show(list_page(views, context.zone, context.shift_day.day, context.out.size()[0]))
