"""Meetings: what runs or comes next, and the verbs."""

from collections.abc import Sequence

import typer

from techday.context import Context

app = typer.Typer(add_completion=False)

VERBS = (
    ("start", "techday.meetings.running", "Start a meeting, timed on the time card"),
    ("end", "techday.meetings.running", "End the meeting"),
    ("note", "techday.meetings.noting", "Note a word, a decision or an action"),
    ("agenda", "techday.meetings.looking", "Show what a meeting is to talk about"),
    ("show", "techday.meetings.looking", "Show what a meeting said"),
    ("list", "techday.meetings.looking", "List meetings, newest first"),
    ("close", "techday.meetings.noting", "Settle decisions and topics"),
)


@app.callback(invoke_without_command=True)
def meeting(ctx: typer.Context) -> None:
    """Hold a meeting, with its agenda and what was decided"""
    if ctx.invoked_subcommand is None:
        from techday.meetings.looking import show_agenda  # a write needs no screen

        show_agenda(ctx.obj)


def meant(_: Context, words: Sequence[str]) -> str:
    """Give the command of words that are no verb: a kind of meeting, or the number of one; "" for any other."""
    from techday.core.names import number_in  # only where no verb was found
    from techday.meetings.rules import KINDS

    word = words[0].lower()
    if word in KINDS:
        return f"techday meeting agenda {word}"
    return f"techday meeting show {number_in(word)}" if number_in(word) is not None else ""
