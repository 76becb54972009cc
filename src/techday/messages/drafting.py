"""`ticket draft`: a message about a ticket, written from its template, for the technician to send."""

from collections.abc import Sequence
from typing import Annotated

import typer

from techday.arguments import Ticket
from techday.context import Context
from techday.core.text import nearest, quoted
from techday.errors import BadUsage
from techday.messages.acts import compose, kind_for
from techday.messages.delivery import deliver
from techday.messages.next_word import next_word_at
from techday.messages.template_files import KINDS, complete_kind
from techday.tickets.acts import find
from techday.tickets.options import Copy, Eml
from techday.tickets.telling import QUESTIONS
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)


KindAndWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[KIND] [TEXT]",
        help=f"One of {', '.join(KINDS)}; and your own words",
        autocompletion=complete_kind,
        show_default=False,
    ),
]
Out = Annotated[str | None, typer.Option("--out", metavar="FILE|-", help="Write it there; - is stdout")]


@app.command("draft", help="Write a message to the client from its template, to send")
def draft(
    ctx: typer.Context,
    reference: Ticket,
    words: KindAndWords = None,
    copy: Copy = False,
    eml: Eml = False,
    out: Out = None,
) -> None:
    """Write a message to the client from its template, to send"""
    context: Context = ctx.obj
    ticket = find(context.db, reference)
    named, text = kind_and_text(words or [])
    kind = named or kind_for(context, ticket)
    text = text or asked_text(context, kind)
    message = compose(context, ticket, kind, text, next_word_at(context, ticket, kind))
    delivered = deliver(context, message, f"draft-{ticket.reference}-{kind}", copy, eml, out)
    if context.out.json:
        document = {"ref": ticket.reference, "kind": kind, "subject": message.subject, "body": message.body}
        file = str(delivered.file) if delivered.file else None
        context.out.document("techday.draft/1", {**document, "file": file, "copied": delivered.copied})


def kind_and_text(words: Sequence[str]) -> tuple[str, str]:
    """Tell the kind of message from the text after it: the first word where it is a kind, else there is none.

    Raises BadUsage for a single word that is nearly a kind: nobody sends a client one misspelt word.
    """
    first, *others = words or [""]
    kind = first.strip().lower()
    if kind in KINDS:
        return kind, " ".join(others)
    close = nearest(kind, KINDS, 1) if kind and not others and " " not in kind else []
    if close:
        raise BadUsage(f"No kind of message {quoted(first)}", hint=f"Did you mean {close[0]}?")
    return "", " ".join(words)


def asked_text(context: Context, kind: str) -> str:
    """Ask for the words without which a message of that kind says nothing, where somebody is there to answer."""
    return ask(context, QUESTIONS[kind]) if kind in QUESTIONS and can_ask(context) else ""
