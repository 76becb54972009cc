"""The commands of service levels: what clients are promised."""

from typing import Annotated

import typer

from techday.arguments import complete_calendar, complete_level
from techday.calendars import acts as calendars
from techday.calendars.rules import hours_of
from techday.context import Context
from techday.core.text import quoted
from techday.core.worktime import Hours
from techday.database.operation import Operation, operation
from techday.errors import BadUsage
from techday.levels import acts
from techday.levels.rules import length_words
from techday.levels.store import LevelRow, level_by_id
from techday.levels.views import LevelView, TargetView, view_of
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

NONE = "none"
SET_HINT = "techday level set NAME 1 --response 15m --update 1h --resolution 4h --around-the-clock"

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The level", autocompletion=complete_level, show_default=False)
]
Calendar = Annotated[
    str | None,
    typer.Option(
        "--calendar",
        metavar="C",
        help="The calendar of its clients (none: the hours of your settings)",
        autocompletion=complete_calendar,
    ),
]


@app.callback(invoke_without_command=True)
def level(ctx: typer.Context) -> None:
    """List and change what clients are promised"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List service levels")
def list_levels(ctx: typer.Context) -> None:
    """List service levels"""
    show_list(ctx.obj)


def show_list(context: Context) -> None:
    """Show every service level."""
    from techday.levels import screen, views  # a write needs no screen

    found = views.views(context.db, default_hours(context))
    if context.out.json:
        context.out.document("techday.levels/1", {"levels": found})
        return
    context.out.show(screen.list_page(found, context.out.size()[0]))


@app.command("show", help="Show what one level promises, and to whom")
def show(ctx: typer.Context, name: Name) -> None:
    """Show what one level promises, and to whom"""
    from techday.levels import screen  # a write needs no screen

    context: Context = ctx.obj
    view = view_of(context.db, acts.find(context.db, name), default_hours(context))
    if context.out.json:
        context.out.document("techday.level/1", {"level": view})
        return
    context.out.show(screen.level_page(view, context.out.size()[0]))


@app.command("add", help="Make a service level")
def add(
    ctx: typer.Context,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="What contracts call it", show_default=False)
    ] = None,
    calendar: Calendar = None,
) -> None:
    """Make a service level"""
    context: Context = ctx.obj
    text = words_or_ask(context, name, "Name")
    with operation(context, "level add") as write:
        added = acts.add(write.db, text, calendar_id(write, calendar or NONE))
        write.summary = f"Made the level {added.name}; it promises what holds without one"
        view = view_of(write.db, added, default_hours(context))
    context.out.done(write, level=view)
    if not context.out.json:
        context.out.status(f"  Next: techday level set {quoted(added.name)} 1 --response 15m --resolution 4h")


@app.command("set", help="Promise something of one priority")
def set_target(
    ctx: typer.Context,
    name: Name,
    priority: Annotated[int, typer.Argument(metavar="1-4", help="The priority", show_default=False)],
    response: Annotated[
        str | None, typer.Option("--response", metavar="LENGTH", help="First word within: 15m, 2d, none")
    ] = None,
    update: Annotated[
        str | None, typer.Option("--update", metavar="LENGTH", help="A word at least every: 1h, 1d, none")
    ] = None,
    resolution: Annotated[
        str | None, typer.Option("--resolution", metavar="LENGTH", help="Resolved within: 4h, 5d, none")
    ] = None,
    around_the_clock: Annotated[
        bool | None,
        typer.Option("--around-the-clock/--working-hours", help="Run by day and night, or in working hours"),
    ] = None,
) -> None:
    """Promise something of one priority"""
    context: Context = ctx.obj
    named = {"response": response, "update_every": update, "resolution": resolution}
    lengths = {field: text for field, text in named.items() if text is not None}
    if not lengths and around_the_clock is None:
        raise BadUsage("Nothing to promise was named", hint=SET_HINT)
    with operation(context, "level set") as write:
        found = acts.find(write.db, name)
        acts.set_target(write.db, found, priority, lengths, around_the_clock)
        view = view_of(write.db, found, default_hours(context))
        write.summary = promise_words(view, view.targets[priority - 1])
    context.out.done(write, f"{found.name} says so already", level=view)


@app.command("edit", help="Change the name or the calendar of a level")
def edit(
    ctx: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", help="What contracts call it now")] = None,
    calendar: Calendar = None,
) -> None:
    """Change the name or the calendar of a level"""
    context: Context = ctx.obj
    if new_name is None and calendar is None:
        raise BadUsage("Nothing to change was named", hint="techday level edit NAME --name NEW --calendar C")
    with operation(context, "level edit") as write:
        found = acts.find(write.db, name)
        changes: dict[str, object] = {} if new_name is None else {"name": new_name}
        if calendar is not None:
            changes["calendar_id"] = calendar_id(write, calendar)
        changed = acts.edit(write.db, found, changes)
        edited = level_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of the level {edited.name}"
        view = view_of(write.db, edited, default_hours(context))
    context.out.done(write, f"{edited.name} says so already", level=view)


@app.command("remove", help="Remove a level that no client has any more")
def remove(ctx: typer.Context, name: Name) -> None:
    """Remove a level that no client has any more"""
    context: Context = ctx.obj
    with operation(context, "level remove") as write:
        found: LevelRow = acts.find(write.db, name)
        view = view_of(write.db, found, default_hours(context))
        acts.remove(write.db, found)
        write.summary = f"Removed the level {found.name}"
    context.out.done(write, level=view)


def calendar_id(write: Operation, text: str) -> int | None:
    """Give the calendar that a text names, None for `none`; raises NotFound."""
    return None if text.strip().casefold() == NONE else calendars.find(write.db, text).id


def default_hours(context: Context) -> Hours:
    """Give the weekly hours that hold for a level without a calendar."""
    return hours_of(context.settings.hours)


def promise_words(level: LevelView, target: TargetView) -> str:
    """Say in a sentence what a level promises of a priority."""
    words = [
        f"first word in {words_of(target.response, target.response_from)}",
        f"update every {words_of(target.update, target.update_from)}",
        f"resolved in {length_words(target.resolution)}" if target.resolution else "no time of resolution",
        *(["around the clock"] if target.around_the_clock else []),
    ]
    return f"{level.name}, P{target.priority}: {', '.join(words)}"


def words_of(length: str, promise: str) -> str:
    """Give a promised length, and whether it is only the default one."""
    return length_words(length) + (" (default)" if promise == "default" else "")
