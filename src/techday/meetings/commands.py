"""Meetings: what runs or comes next, and the verbs."""

import typer

app = typer.Typer(add_completion=False)

VERBS = (
    ("start", "techday.meetings.running", "Start a meeting, timed on the time card"),
    ("end", "techday.meetings.running", "End the meeting"),
    ("note", "techday.meetings.noting", "Note a word, a decision or an action"),
    ("agenda", "techday.meetings.looking", "Show what a meeting is to talk about"),
    ("list", "techday.meetings.looking", "List meetings, newest first"),
    ("close", "techday.meetings.noting", "Settle decisions and topics"),
)


@app.callback(invoke_without_command=True)
def meeting(ctx: typer.Context) -> None:
    """Hold a meeting, with its agenda and what was decided"""
    if ctx.invoked_subcommand is None:
        from techday.meetings.looking import show_agenda  # a write needs no screen

        show_agenda(ctx.obj)
