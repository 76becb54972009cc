"""`client pause` and `client resume`: clients that want to hear from nobody for a while."""

from datetime import date
from typing import Annotated

import typer

from techday.arguments import ClientName
from techday.clients import acts
from techday.clients.rules import is_paused
from techday.clients.store import client_by_id
from techday.clients.views import client_document
from techday.context import Context
from techday.database.operation import operation
from techday.ui.prompt import text_or_ask

app = typer.Typer(add_completion=False)


@app.command("pause", help="Leave a client out of the rotation for a while")
def pause(
    ctx: typer.Context,
    name: ClientName,
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="D", help="The day on which it is over (without one: until resume)")
    ] = None,
) -> None:
    """Leave a client out of the rotation for a while"""
    context: Context = ctx.obj
    today = context.shift_day.day
    end = read_end(context, until)
    code = acts.find(context.db, name).code
    why = text_or_ask(context, reason, "The reason", f'techday client pause {code} --reason "…"')
    with operation(context, "client pause") as write:
        found = acts.find(write.db, name)
        acts.pause(write.db, found, why, end, today, context.now)
        paused = client_by_id(write.db, found.id)
        write.summary = f"Paused {paused.code}{f' until {end.isoformat()}' if end else ''}: {paused.pause_reason}"
    context.out.done(write, f"{paused.code} is paused so already", client=client_document(paused, today))


@app.command("resume", help="Take a paused client back into the rotation")
def resume(ctx: typer.Context, name: ClientName) -> None:
    """Take a paused client back into the rotation"""
    context: Context = ctx.obj
    today = context.shift_day.day
    with operation(context, "client resume") as write:
        found = acts.find(write.db, name)
        if is_paused(found, today):
            acts.resume(write.db, found)
        resumed = client_by_id(write.db, found.id)
        write.summary = f"Resumed {resumed.code}"
    context.out.done(write, f"{resumed.code} is not paused", client=client_document(resumed, today))


def read_end(context: Context, text: str | None) -> date | None:
    """Give the local day on which a pause ends; raises BadUsage for what is no date."""
    if text is None:
        return None
    from techday.core.when import read_date  # only where a day was typed

    return read_date(text, context.frame, "future")
