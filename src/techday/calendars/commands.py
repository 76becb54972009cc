"""The commands of calendars: working hours with a name, and the days on which nobody works."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

import typer

from techday.arguments import complete_calendar
from techday.calendars import acts
from techday.calendars.acts import NewCalendar
from techday.calendars.rules import MOST_DAYS, hours_of, show_hours
from techday.calendars.store import calendar_by_id
from techday.calendars.views import view_of
from techday.context import Context
from techday.core.text import clean_line, quoted
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

NONE = "none"
RANGE = ".."

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The calendar", autocompletion=complete_calendar, show_default=False)
]
Days = Annotated[
    list[str], typer.Argument(metavar="DAY…", help="Days: 2026-12-24, or 2026-12-24..2026-12-31", show_default=False)
]
Hours = Annotated[
    str | None, typer.Option("--hours", metavar="HOURS", help='When it is open: "mon-fri 8:00-17:00, sat 9:00-12:00"')
]
Zone = Annotated[
    str | None, typer.Option("--zone", metavar="ZONE", help="Its time zone: Europe/Berlin (none: your own)")
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="CC", help="Whose public holidays close it: DE (none: nobody's)")
]
Region = Annotated[str | None, typer.Option("--region", metavar="R", help="The region of that country: BE")]


@app.callback(invoke_without_command=True)
def calendar(ctx: typer.Context) -> None:
    """List and change working hours and closing days"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List calendars")
def list_calendars(ctx: typer.Context) -> None:
    """List calendars"""
    show_list(ctx.obj)


def show_list(context: Context) -> None:
    """Show every calendar, and the hours that hold without one."""
    from techday.calendars import screen, store  # a write needs no screen

    views = [view_of(row) for row in store.calendars(context.db)]
    if context.out.json:
        context.out.document("techday.calendars/1", {"calendars": views})
        return
    default = show_hours(hours_of(context.settings.hours))
    context.out.show(screen.list_page(views, default, context.out.size()[0]))


@app.command("show", help="Show one calendar: its hours, and the days on which it is closed")
def show(ctx: typer.Context, name: Name) -> None:
    """Show one calendar: its hours, and the days on which it is closed"""
    from techday.calendars import screen, views  # a write needs no screen

    context: Context = ctx.obj
    page = views.page(context.db, acts.find(context.db, name), context.shift_day.day)
    if context.out.json:
        context.out.document("techday.calendar/1", page)
        return
    context.out.show(screen.calendar_page(page, str(context.zone), context.out.size()[0]))


@app.command("add", help="Make a calendar")
def add(
    ctx: typer.Context,
    name: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="What it is called", show_default=False)
    ] = None,
    hours: Hours = None,
    zone: Zone = None,
    country: Country = None,
    region: Region = None,
) -> None:
    """Make a calendar"""
    context: Context = ctx.obj
    place = read_place(country, region)
    new = NewCalendar(
        name=words_or_ask(context, name, "Name"),
        hours=show_hours(hours_of(context.settings.hours)) if hours is None else hours,
        zone=read_zone(zone or NONE),
        **place,
    )
    holidays = fetched(context, place)
    with operation(context, "calendar add") as write:
        added = acts.add(write.db, new)
        keep(write.db, place, holidays)
        write.summary = f"Made the calendar {added.name}: {added.hours}"
    context.out.done(write, calendar=view_of(added))


@app.command("edit", help="Change a calendar")
def edit(
    ctx: typer.Context,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", help="What it is called now")] = None,
    hours: Hours = None,
    zone: Zone = None,
    country: Country = None,
    region: Region = None,
) -> None:
    """Change a calendar"""
    context: Context = ctx.obj
    texts = {"name": new_name, "hours": hours, "zone": None if zone is None else read_zone(zone)}
    now = acts.find(context.db, name)
    place = read_place(country, region, now.country, now.region)
    changes = {key: text for key, text in texts.items() if text is not None} | place
    if not changes:
        raise BadUsage("Nothing to change was named", hint="techday calendar edit --help lists what can be changed")
    holidays = fetched(context, place)
    with operation(context, "calendar edit") as write:
        found = acts.find(write.db, name)
        changed = acts.edit(write.db, found, changes)
        keep(write.db, place, holidays)
        edited = calendar_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of the calendar {edited.name}"
    note = f"{edited.name} says so already" + (", and its holidays are fetched anew" if holidays else "")
    context.out.done(write, note, calendar=view_of(edited))


@app.command("close", help="Close a calendar on some days")
def close(
    ctx: typer.Context,
    name: Name,
    days: Days,
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why, such as Company outing")] = None,
) -> None:
    """Close a calendar on some days"""
    context: Context = ctx.obj
    wanted = read_days(context, days)
    with operation(context, "calendar close") as write:
        found = acts.find(write.db, name)
        closed = acts.close(write.db, found, wanted, reason or "")
        why = clean_line(reason or "", acts.REASON_LENGTH)
        write.summary = f"{found.name} is closed {told(closed)}" + (f": {why}" if why else "")
    context.out.done(write, f"{found.name} is closed then already", calendar=view_of(found), closed=closed)


@app.command("open", help="Open a calendar again on days that it was closed on")
def open_again(ctx: typer.Context, name: Name, days: Days) -> None:
    """Open a calendar again on days that it was closed on"""
    context: Context = ctx.obj
    wanted = read_days(context, days)
    with operation(context, "calendar open") as write:
        found = acts.find(write.db, name)
        opened = acts.reopen(write.db, found, wanted)
        write.summary = f"{found.name} is open again {told(opened)}"
    context.out.done(write, f"{found.name} has no closing day then", calendar=view_of(found), opened=opened)
    for holiday in filter(None, (acts.public_holiday(context.db, found, day) for day in opened)):
        context.out.warn(f"{holiday.day} stays closed: it is a public holiday ({holiday.name})")


@app.command("remove", help="Remove a calendar that nobody has any more")
def remove(ctx: typer.Context, name: Name) -> None:
    """Remove a calendar that nobody has any more"""
    context: Context = ctx.obj
    with operation(context, "calendar remove") as write:
        found = acts.find(write.db, name)
        acts.remove(write.db, found)
        write.summary = f"Removed the calendar {found.name}"
    context.out.done(write, calendar=view_of(found))


def read_zone(text: str) -> str:
    """Give the time zone of an option, "" for none; raises BadUsage for an unknown one."""
    from techday.setting_values import read_zone as read  # with the settings, which a command reads anyway

    return read_option("--zone", text, read, "--zone Europe/Berlin")


def read_place(country: str | None, region: str | None, country_now: str = "", region_now: str = "") -> dict[str, str]:
    """Give country and region as they shall be, nothing where neither was named.

    Another country brings no region with it. Raises BadUsage for a region without a country.
    """
    from techday.setting_values import read_country, read_region  # as above

    if country is None and region is None:
        return {}
    found = country_now if country is None else read_option("--country", country, read_country, "--country DE")
    if region is not None:
        part = read_option("--region", region, read_region, "--region BE")
    else:
        part = region_now if found == country_now else ""
    if part and not found:
        raise BadUsage(f"A region needs its country: {quoted(part)}", hint=f"--country CC --region {part}")
    return {"country": found, "region": part}


def read_option(option: str, text: str, read: Callable[[str], str], example: str) -> str:
    """Read the text of an option, "" for `none`; raises BadUsage, naming the option."""
    if text.strip().casefold() == NONE:
        return ""
    try:
        return read(text)
    except ValueError as error:
        raise BadUsage(f"{option} {error}", hint=example) from None


def fetched(context: Context, place: dict[str, str]) -> list[tuple[str, str]]:
    """Give the public holidays of a place that was named, as day and name; raises BadUsage where none are known."""
    if not place.get("country"):
        return []
    return acts.known_holidays(place["country"], place["region"], context.now.year)


def keep(db: sqlite3.Connection, place: dict[str, str], holidays: list[tuple[str, str]]) -> None:
    """Keep what was fetched; it is a cache, and no part of what `undo` takes back."""
    if holidays:
        acts.keep_holidays(db, place["country"], place["region"], holidays)


def read_days(context: Context, words: list[str]) -> list[date]:
    """Give the local dates that words name, in order: days, and ranges such as 2026-12-24..2026-12-31.

    Raises BadUsage for what is no day, for a range that ends before it begins, and for more than a year of days.
    """
    from techday.core.when import read_date  # only where days are typed

    days: set[date] = set()
    for word in words:
        begin, dots, end = word.partition(RANGE)
        first = read_date(begin, context.frame, "future")
        last = read_date(end, context.frame, "future") if dots else first
        if not 0 <= (last - first).days < MOST_DAYS:
            raise BadUsage(
                f"{quoted(word)} is not a span of 1 to {MOST_DAYS} days", hint="The first day, two dots, the last day"
            )
        days |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    if len(days) > MOST_DAYS:
        raise BadUsage(f"{len(days)} days are more than a year", hint="Close the calendar year by year")
    return sorted(days)


def told(days: list[date]) -> str:
    """Give days for a summary: the one, or the first, the last and how many."""
    if len(days) < 2:
        return "".join(f"on {day.isoformat()}" for day in days)
    return f"on {len(days)} days from {days[0].isoformat()} to {days[-1].isoformat()}"
