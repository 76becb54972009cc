"""The end of a shift: five questions on a terminal, and in any case what is still owed, each with its command."""

from typing import TYPE_CHECKING

import typer

from techday.context import Context
from techday.ui.prompt import can_ask

if TYPE_CHECKING:
    from techday.pages.endday import EndOfDay
    from techday.ui.grid import Line

app = typer.Typer(add_completion=False)


@app.command("endday", help="End the shift as one walk")
def endday(ctx: typer.Context) -> None:
    """End the shift as one walk"""
    from techday.endday.walk import walk_through
    from techday.pages.endday import end_of_day

    context: Context = ctx.obj
    if can_ask(context):
        # Who has enough of questions (Ctrl-D) wants to know what is left all the same.
        try:
            walk_through(context)
        except EOFError:
            context.out.status("")
    with context.afresh() as here:
        view = end_of_day(here)
    if context.out.json:
        context.out.document("techday.endday/1", view)
    else:
        context.out.show(owed_lines(view, context.out.size()[0]))


def owed_lines(view: "EndOfDay", width: int) -> "list[Line]":
    """Draw what is still owed: the steps, then what else, each with the command that settles it."""
    from techday.pages.timecard_alerts import Alert  # only on the way to a screen
    from techday.pages.today_screen import alert_line
    from techday.ui.grid import Span, line

    owed = [Alert(one.key, f"{one.title}: {one.owed}", one.command or "") for one in view.steps if one.owed]
    found = [*owed, *view.also]
    if not found:
        return [line(Span("Nothing owed. Good night.", "ok"))]
    return [line(Span("Still owed", "title")), *(drawn for one in found for drawn in alert_line(one, width))]
