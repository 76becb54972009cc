"""Handovers: the draft of the next one, and the verbs, kept in modules of their own."""

from collections.abc import Sequence
from typing import Annotated

import typer

from techday.context import Context

app = typer.Typer(add_completion=False)

VERBS = (
    ("set", "techday.handover.setting", "Say what becomes of a ticket: keep, watch or give"),
    ("send", "techday.handover.sending", "Send what is to be watched or given to a colleague"),
    ("take", "techday.takeover.taking", "Take over tickets that a colleague handed over in words"),
    ("receive", "techday.takeover.receiving", "Take in a packet without accepting it yet"),
    ("accept", "techday.takeover.receiving", "Accept a handover by name, with its read-back"),
    ("return", "techday.takeover.receiving", "Give a handover back, and say why"),
    ("receipt", "techday.takeover.receiving", "Read in what the receiver answered"),
    ("show", "techday.handover.looking", "Show one handover, or a packet"),
    ("list", "techday.handover.looking", "List handovers, newest first"),
)


@app.callback(invoke_without_command=True)
def handover(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Each ticket with all that is known of it")] = False,
) -> None:
    """Hand over what the next person must look after"""
    if ctx.invoked_subcommand is None:
        show_draft(ctx.obj, everything)


def meant(_: Context, words: Sequence[str]) -> str:
    """Give the command of words that are no verb: to whom, the number of a handover, or a packet; "" for any other."""
    from techday.core.names import number_in  # only where no verb was found
    from techday.core.text import as_argument

    typed = [as_argument(word) for word in words]
    if any(word.partition("=")[0] == "--to" for word in words):
        return f"techday handover send {' '.join(typed)}"
    if number_in(words[0]) is not None:
        return f"techday handover show {number_in(words[0])}"
    return f"techday handover accept {typed[0]}" if words[0].lower().endswith((".json", ".eml")) else ""


def show_draft(context: Context, everything: bool) -> None:
    """Show the draft of the next handover."""
    from techday.pages.handover_draft import draft, draft_document  # a write needs no screen

    view = draft(context)
    if context.out.json:
        context.out.document("techday.handover-draft/1", draft_document(context, view))
        return
    from techday.handover.screen import draft_page  # scripts need none

    context.out.show(draft_page(view, context.zone, *context.out.size(), everything))
