"""The command that records who agreed to work out of town."""

import sqlite3
from datetime import datetime
from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.schedule import agreements, series
from techday.schedule.finding import item_named
from techday.schedule.options import Following, Item
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
    following: Following = False,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Whoever is named does not agree any more")] = False,
) -> None:
    """Record who agreed to work out of town"""
    context: Context = ctx.obj
    moment = context.instant(at)
    row = item_named(context.db, which)
    agreements.require_travel(row)
    names = {side: name for side, name in (("manager", manager), ("client", client)) if name is not None}
    if withdrawn and not names:
        hint = f"techday schedule agree {row.id} --manager NAME --withdrawn"
        raise BadUsage("Who does not agree any more was not said", hint=hint)
    names = names or asked_for(context, row)
    with operation(context, "schedule agree") as write:
        row = item_named(write.db, which)
        known = {one.side: one.name for one in agreements.standing(write.db, row)} if withdrawn else {}
        changed = [
            one
            for one in [row, *(agreements.later(write.db, row, to_text(context.now)) if following else ())]
            if settle(write.db, one, names, withdrawn, moment, context.now)
        ]
        told = " and ".join(f"{known.get(side) or clean_line(name, 200)} ({side})" for side, name in names.items())
        verb = "Withdrew the agreement of" if withdrawn else "Recorded the agreement of"
        later = len(changed) - (row in changed)
        more = f", and {later} later ones" if later else ""
        write.summary = f"{verb} {told} to {called(row)}, {when_words(row, context.zone, context.now)}{more}"
        standing = agreements.standing(write.db, row)
        if changed:
            series.extend(write.db, context.shift_day.day, context.zone, context.now)
    documents = [agreements.document_of(one) for one in standing]
    context.out.done(write, f"{called(row)} stands so already", item=row.id, items=len(changed), agreements=documents)
    told = agreements.missing_words(row, standing)
    if told:
        context.out.status(f"  {told}")


def settle(
    db: sqlite3.Connection, row: ItemRow, names: dict[str, str], withdrawn: bool, at: datetime, now: datetime
) -> bool:
    """Record who agrees, or does not any more, to an item; give whether that is a change."""
    changes = [
        agreements.withdraw(db, row, side, name) if withdrawn else agreements.record(db, row, side, name, at, now)
        for side, name in names.items()
    ]
    return any(changes)


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
