"""The commands of clients."""

from datetime import date
from typing import Annotated

import typer

from techday.arguments import ClientName, complete_calendar, complete_level
from techday.clients import acts
from techday.clients.acts import NewClient
from techday.clients.store import ClientRow, client_by_id, clients
from techday.clients.views import client_document
from techday.context import Context
from techday.core.day_counts import read_day_count
from techday.core.text import clean_line, quoted
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.levels.acts import level_named, next_step_for
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

# Nouns inside this one, and verbs that are kept in a module of their own.
NOUNS = (
    ("site", "techday.sites.commands", "List and change the sites of a client"),
    ("person", "techday.people.commands", "List and change the people of a client"),
    ("doc", "techday.documents.commands", "List, read and write what is to be known"),
)
VERBS = (
    ("pause", "techday.clients.pausing", "Leave a client out of the rotation for a while"),
    ("resume", "techday.clients.pausing", "Take a paused client back into the rotation"),
    ("import", "techday.clients.exchanging", "Import clients and their people from a CSV file"),
    ("export", "techday.clients.exchanging", "Write clients and their people as CSV"),
)
LONGEST_CADENCE = 3650
NONE = "none"

Code = Annotated[str | None, typer.Option("--code", help="Its short name, such as ACME")]
Every = Annotated[
    str | None, typer.Option("--every", metavar="DAYS", help="How often it wants to hear from us: 30, 30d, 2w")
]
Level = Annotated[
    str | None,
    typer.Option("--level", metavar="NAME", help="Its service level (none: none)", autocompletion=complete_level),
]
Calendar = Annotated[
    str | None,
    typer.Option(
        "--calendar",
        metavar="NAME",
        help="Its own calendar (none: that of its level)",
        autocompletion=complete_calendar,
    ),
]
Zone = Annotated[
    str | None, typer.Option("--zone", metavar="ZONE", help="Its time zone: Europe/Berlin (none: the calendar's)")
]
Area = Annotated[str | None, typer.Option("--area", help="Where it is, for visits on the way")]
Phone = Annotated[str | None, typer.Option("--phone", help="Its telephone number")]
Billable = Annotated[
    str | None, typer.Option("--billable", metavar="yes|no", help="Whether its time is billed (no: contract)")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="The day from which it is kept in touch with (none: when it was added)"
    ),
]


@app.callback(invoke_without_command=True)
def client(ctx: typer.Context) -> None:
    """List, show and change clients"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List clients")
def list_clients(ctx: typer.Context) -> None:
    """List clients"""
    show_list(ctx.obj)


def show_list(context: Context) -> None:
    """Show every client."""
    from techday.clients.screen import list_page  # a write needs no screen

    found, today = clients(context.db), context.shift_day.day
    if context.out.json:
        context.out.document("techday.clients/1", {"clients": [client_document(one, today) for one in found]})
    else:
        context.out.show(list_page(found, today, context.out.size()[0]))


@app.command("show", help="Show one client: who, where, what is open, promised and known")
def show(
    ctx: typer.Context,
    name: ClientName,
    full: Annotated[bool, typer.Option("--full", help="All of it, however high the screen is")] = False,
) -> None:
    """Show one client: who, where, what is open, promised and known"""
    from techday.pages.client_page import page, page_document  # a write needs no page

    context: Context = ctx.obj
    shown = page(context, acts.find(context.db, name), full=full)
    if context.out.json:
        context.out.document("techday.client/1", page_document(context, shown))
        return
    from techday.pages.client_screen import client_lines  # only on the way to a screen

    context.out.show(client_lines(shown, context.zone, context.now, *context.out.size(), full=full))


@app.command("add", help="Add a client")
def add(
    ctx: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="What it is called")] = None,
    code: Code = None,
    every: Every = None,
    level: Level = None,
    calendar: Calendar = None,
    zone: Zone = None,
    area: Area = None,
    phone: Phone = None,
    billable: Billable = None,
    since: Since = None,
) -> None:
    """Add a client"""
    context: Context = ctx.obj
    new = NewClient(
        name=words_or_ask(context, name, "Name"),
        code=code or "",
        cadence_days=30 if every is None else read_cadence(every),
        level=named(level),
        area=area or "",
        phone=phone or "",
        billable=True if billable is None else yes_or_no(billable),
        calendar=named(calendar),
        zone=read_zone(named(zone)),
        starts_on=read_start(context, named(since)),
    )
    with operation(context, "client add") as write:
        added = acts.add(write.db, new, context.now)
        write.summary = f"Added client {added.code} {added.name}{start_words(added)}"
    context.out.done(write, client=document(context, added))
    warn_of_level(context, added)


@app.command("edit", help="Change what is known of a client")
def edit(
    ctx: typer.Context,
    name: ClientName,
    new_name: Annotated[str | None, typer.Option("--name", help="What it is called now")] = None,
    code: Code = None,
    every: Every = None,
    level: Level = None,
    calendar: Calendar = None,
    zone: Zone = None,
    area: Area = None,
    phone: Phone = None,
    billable: Billable = None,
    since: Since = None,
) -> None:
    """Change what is known of a client"""
    context: Context = ctx.obj
    texts = {"name": new_name, "code": code, "area": area, "phone": phone}
    changes: dict[str, object] = {key: text for key, text in texts.items() if text is not None}
    terms = {"level": level, "calendar": calendar, "zone": zone and read_zone(named(zone))}
    changes |= {key: named(text) for key, text in terms.items() if text is not None}
    if every is not None:
        changes["cadence_days"] = read_cadence(every)
    if billable is not None:
        changes["billable"] = int(yes_or_no(billable))
    if since is not None:
        start = read_start(context, named(since))
        changes["starts_on"] = None if start is None else start.isoformat()
    if not changes:
        raise BadUsage("Nothing to change was named", hint="techday client edit --help lists what can be changed")
    with operation(context, "client edit") as write:
        found = acts.find(write.db, name)
        changed = acts.edit(write.db, found, changes)
        edited = client_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of {edited.code}{start_words(edited) if since else ''}"
    context.out.done(write, f"{edited.code} says so already", client=document(context, edited))
    if level is not None:
        warn_of_level(context, edited)


def document(context: Context, row: ClientRow) -> dict[str, object]:
    """Give a client as scripts read it."""
    return client_document(row, context.shift_day.day)


def start_words(row: ClientRow) -> str:
    """Say from when a client is kept in touch with, where that was told."""
    return f", from {row.starts_on} on" if row.starts_on else ""


def read_start(context: Context, text: str) -> date | None:
    """Give the local day of --since, None for none: of a day without a year the nearest one, past or to come.

    Raises BadUsage for what is no date.
    """
    if not text:
        return None
    from techday.core.when import read_date  # only where a day was typed

    today = context.shift_day.day
    readings = (read_date(text, context.frame, "past"), read_date(text, context.frame, "future"))
    return min(readings, key=lambda day: abs(day - today))


def warn_of_level(context: Context, row: ClientRow) -> None:
    """Say that a level is only kept as a name so far."""
    if row.level and level_named(context.db, row.level) is None:
        hint = next_step_for(context.db, row.level)
        context.out.warn(f"there is no level {row.level} yet: {row.code} has the default targets", hint)


def named(text: str | None) -> str:
    """Give the text of an option, "" for `none`."""
    return "" if text is None or text.strip().casefold() == NONE else clean_line(text, 200)


def read_zone(text: str) -> str:
    """Give the time zone of that name, as it is written; raises BadUsage for an unknown one."""
    from techday.setting_values import read_zone as read  # only where a zone is typed

    try:
        return read(text)
    except ValueError as error:
        raise BadUsage(f"--zone {error}", hint="--zone Europe/Berlin, or --zone none") from None


def read_cadence(text: str) -> int:
    """Give the number of days that --every means; raises BadUsage for what is none, or none that a rotation can use."""
    days = read_day_count(text)
    if not 1 <= days <= LONGEST_CADENCE:
        raise BadUsage(
            f"--every is a number of days from 1 to {LONGEST_CADENCE}, not {quoted(text, 20)}",
            hint="--every 30, --every 2w",
        )
    return days


def yes_or_no(text: str) -> bool:
    """Read yes or no; raises BadUsage for anything else."""
    answer = text.strip().lower()
    if answer not in ("yes", "no", "y", "n"):
        raise BadUsage(f"--billable is yes or no, not {text[:20]}", hint="--billable no")
    return answer.startswith("y")
