"""Taking over: a packet is received, accepted by name with its read-back, or given back; and its receipt is read in."""

from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.names import number_in
from techday.core.text import as_argument
from techday.errors import BadUsage
from techday.handover.completing import complete_acceptable, complete_returnable
from techday.handover.options import Out, ReadBack, folder_named, handover_named
from techday.takeover import answering
from techday.takeover.answering import Wish, incoming_in, user_of
from techday.takeover.judging import judge
from techday.takeover.reading_back import asked_read_back
from techday.ui.prompt import text_or_ask

app = typer.Typer(add_completion=False)

PACKET = "The packet, or the handover's number here"
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who says so (default: you; of what you sent, who accepts)")
]


@app.command("receive", help="Take in a packet without accepting it yet")
def receive(
    ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help="The packet: handover-4.json")]
) -> None:
    """Take in a packet without accepting it yet"""
    context: Context = ctx.obj
    answering.take_in(context, incoming_in(context, file, None))


@app.command("accept", help="Accept a handover by name, with its read-back")
def accept(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="FILE|ID", help=PACKET, show_default=False, autocompletion=complete_acceptable)
    ],
    read_back: ReadBack = None,
    by: By = None,
    out: Out = None,
    at: At = None,
) -> None:
    """Accept a handover by name, with its read-back"""
    context: Context = ctx.obj
    wish = Wish(which, read_back, by, folder_named(out), context.instant(at))
    row = handover_named(context.db, which) if number_in(which) is not None else None
    if row is not None and (row.direction == "out" or row.spoken):
        answering.accept_by_word(context, row, wish)
        return
    found, user = incoming_in(context, which, row), user_of(context)
    known = judge(context.db, found, user, context.now)
    is_accepted = known is not None and known.state == "accepted"
    words = "" if is_accepted else asked_read_back(context, found, which, read_back)
    if is_accepted or words:
        answering.accept_packet(context, found, user, wish._replace(words=words))
    else:
        answering.take_in(context, found)


@app.command("return", help="Give a handover back, and say why")
def return_(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="FILE|ID", help=PACKET, show_default=False, autocompletion=complete_returnable)
    ],
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")] = None,
    by: By = None,
    out: Out = None,
    at: At = None,
) -> None:
    """Give a handover back, and say why"""
    context: Context = ctx.obj
    row = handover_named(context.db, which) if number_in(which) is not None else None
    words = reason
    if row is None or row.state != "returned":
        hint = f'techday handover return {as_argument(which)} --reason "…"'
        words = text_or_ask(context, reason, "The reason", hint)
    wish = Wish(which, words, by, folder_named(out), context.instant(at))
    if row is not None and (row.direction == "out" or row.spoken or row.state != "received"):
        answering.return_known(context, row, wish)
    else:
        answering.return_packet(context, incoming_in(context, which, row), wish)


@app.command("receipt", help="Read in what the receiver answered")
def receipt(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The receipt, handover-4-receipt.json")],
) -> None:
    """Read in what the receiver answered"""
    context: Context = ctx.obj
    if number_in(file) is not None:
        hint = f'techday handover accept {file} --read-back "…" where the receiver only said so'
        raise BadUsage("A receipt is a file", hint=hint)
    answering.read_in(context, file)
