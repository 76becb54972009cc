"""The command that records who agreed to work out of town."""

from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.schedule import agreements, series
from techday.schedule.finding import item_named
from techday.schedule.options import Item
from techday.schedule.store import ItemRow
from techday.schedule.words import called, when_words
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)


@app.command("agree", help="Record who agreed to work out of town")
def agree(
    ctx: typer.Context,
    which: Item,
    manager: Annotated[
        str | None, typer.Option("--manager", metavar="NAME", help="Who agreed as your service manager")
    ] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="NAME", help="Who agreed at the client")] = None,
    at: At = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Whoever is named does not agree any more")] = False,
) -> None:
    """Record who agreed to work out of town"""
    context: Context = ctx.obj
    moment = context.instant(at)
    row = item_named(context.db, which)
    agreements.require_travel(row)
    names = {side: name for side, name in (("manager", manager), ("client", client)) if name is not None}
    names = names or asked_for(context, row)
    with operation(context, "schedule agree") as write:
        row = item_named(write.db, which)
        changes = [
            agreements.withdraw(write.db, row, side)
            if withdrawn
            else agreements.record(write.db, row, side, name, moment, context.now)
            for side, name in names.items()
        ]
        told = " and ".join(f"{clean_line(name, 200)} ({side})" for side, name in names.items())
        verb = "Withdrew the agreement of" if withdrawn else "Recorded the agreement of"
        write.summary = f"{verb} {told} to {called(row)}, {when_words(row, context.zone, context.now)}"
        standing = agreements.standing(write.db, row)
        if any(changes):
            series.extend(write.db, context.now.astimezone(context.zone).date(), context.zone, context.now)
    documents = [agreements.document_of(one) for one in standing]
    context.out.done(write, f"{called(row)} stands so already", item=row.id, agreements=documents)
    told = agreements.missing_words(row, standing)
    if told:
        context.out.status(f"  {told}")


def asked_for(context: Context, row: ItemRow) -> dict[str, str]:
    """Ask who agreed, side by side; raises BadUsage where nobody answers."""
    names: dict[str, str] = {}
    if can_ask(context):
        for one in agreements.standing(context.db, row):
            if one.missing:
                usual = context.settings.technician.manager if one.side == "manager" else ""
                hint = f" ({usual}?)" if usual else ""
                answer = ask(context, f"Who agreed for {agreements.SIDE_WORDS[one.side]}{hint}, Enter for nobody")
                names |= {one.side: answer} if answer else {}
    if not names:
        raise BadUsage("Who agreed was not said", hint=f"techday schedule agree {row.id} --manager NAME --client NAME")
    return names
