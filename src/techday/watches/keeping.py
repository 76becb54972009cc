"""The commands that keep watches: added, changed, paused and deleted."""

from typing import Annotated

import typer

from techday.arguments import Client
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.pages.watches import page, plan_of
from techday.ui.prompt import ask, can_ask, words_or_ask
from techday.watches import acts
from techday.watches.acts import LINK_LENGTH, SEEN_LENGTH, NewWatch
from techday.watches.frequency import every_words
from techday.watches.options import Every, From, Kind, Link, Name, first_instant, watch_named
from techday.watches.rules import KINDS, label
from techday.watches.store import WatchRow, watch_by_id

app = typer.Typer(add_completion=False)

Note = Annotated[str | None, typer.Option("--note", metavar="T", help="What to look at, and what is right")]


@app.command("add", help="Add a watch: watch add Nightly backup --client C --kind backup")
def add(
    ctx: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="What it is called")] = None,
    client: Client = None,
    kind: Kind = None,
    every: Every = None,
    start: From = None,
    link: Link = None,
    note: Note = None,
) -> None:
    """Add a watch: watch add Nightly backup --client C --kind backup"""
    context: Context = ctx.obj
    words = words_or_ask(context, name, "Name")
    whose = wanted(context, client, "Client", "--client C")
    which = acts.kind_named(wanted(context, kind, f"Kind ({', '.join(KINDS)})", "--kind backup"))
    starts_at = first_instant(context, start)
    plan = plan_of(context)
    with operation(context, "watch add") as write:
        new = NewWatch(words, find_client(write.db, whose), which, every, starts_at, link or "", note or "")
        added = acts.add(write.db, new, plan)
        write.summary = f"Added watch {label(added.client, added.name)} ({added.kind}, {every_words(added.every)})"
    context.out.done(write, watch=document(context, added))


@app.command("edit", help="Change what is known of a watch")
def edit(
    ctx: typer.Context,
    name: Name,
    client: Client = None,
    new_name: Annotated[str | None, typer.Option("--name", help="What it is called now")] = None,
    kind: Kind = None,
    every: Every = None,
    start: From = None,
    link: Link = None,
    note: Note = None,
) -> None:
    """Change what is known of a watch"""
    context: Context = ctx.obj
    texts = {"link": (link, LINK_LENGTH), "note": (note, SEEN_LENGTH)}
    changes: dict[str, object] = {
        key: clean_line(text, most) for key, (text, most) in texts.items() if text is not None
    }
    told = {"name": new_name, "kind": kind, "every": every, "starts_at": first_instant(context, start)}
    changes |= {key: value for key, value in told.items() if value is not None}
    if not changes:
        raise BadUsage("Nothing to change was named", hint="techday watch edit --help lists what can be changed")
    plan = plan_of(context)
    with operation(context, "watch edit") as write:
        found = watch_named(write.db, name, client)
        changed = acts.edit(write.db, found, changes, plan)
        edited = watch_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of {label(edited.client, edited.name)}"
    context.out.done(write, f"{label(edited.client, edited.name)} says so already", watch=document(context, edited))


@app.command("pause", help="Let a watch have no due times for a while, and say why")
def pause(
    ctx: typer.Context,
    name: Name,
    client: Client = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="D", help="The day on which it goes on; else until resumed")
    ] = None,
) -> None:
    """Let a watch have no due times for a while, and say why"""
    from techday.core.when import read_date  # only where a day may be typed

    context: Context = ctx.obj
    day = None if until is None else read_date(until, context.frame, "future")
    why = reason or (ask(context, "Why") if can_ask(context) else "")
    plan = plan_of(context)
    with operation(context, "watch pause") as write:
        found = watch_named(write.db, name, client)
        acts.pause(write.db, found, why, day, plan)
        called, ends = label(found.client, found.name), f" until {day}" if day else ""
        write.summary = f"Paused {called}{ends}: {clean_line(why, SEEN_LENGTH)}"
    context.out.done(
        write, f"{called} is paused so already", watch=document(context, watch_by_id(context.db, found.id))
    )


@app.command("resume", help="Go on with a watch that is paused")
def resume(ctx: typer.Context, name: Name, client: Client = None) -> None:
    """Go on with a watch that is paused"""
    context: Context = ctx.obj
    plan = plan_of(context)
    with operation(context, "watch resume") as write:
        found = watch_named(write.db, name, client)
        acts.resume(write.db, found, plan)
        write.summary = f"Resumed {label(found.client, found.name)}"
    note = f"{label(found.client, found.name)} is not paused"
    context.out.done(write, note, watch=document(context, watch_by_id(context.db, found.id)))


@app.command("delete", help="Delete a watch that was never looked at")
def delete(
    ctx: typer.Context,
    name: Name,
    client: Client = None,
    with_checks: Annotated[bool, typer.Option("--with-checks", help="With all looks at it, if there were any")] = False,
) -> None:
    """Delete a watch that was never looked at"""
    context: Context = ctx.obj
    with operation(context, "watch delete") as write:
        found = watch_named(write.db, name, client)
        count = acts.delete(write.db, found, with_checks)
        looks = f" with {count} {'check' if count == 1 else 'checks'}" if count else ""
        write.summary = f"Deleted watch {label(found.client, found.name)}{looks}"
    context.out.done(write, deleted=found.id, checks=count)


def wanted(context: Context, text: str | None, question: str, hint: str) -> str:
    """Give what an option says, asked for on a terminal where it is missing; raises BadUsage where nobody answers."""
    words = text or (ask(context, question) if can_ask(context) else "")
    if not words:
        raise BadUsage(f"{question.partition(' ')[0]} of the watch is missing", hint=hint)
    return words


def document(context: Context, row: WatchRow) -> object:
    """Give a watch as scripts read it; None where nobody reads it."""
    if not context.out.json:
        return None
    return page(context, row).watch
