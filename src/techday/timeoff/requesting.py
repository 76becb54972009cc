"""`timeoff request`: whole days or hours of one, written down, owed to the PSA, and as a mail to the manager."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from techday.context import Context
from techday.core.durations import parse_duration, show_duration
from techday.core.instants import to_text
from techday.core.text import quoted
from techday.core.when import read_date, read_range
from techday.database.operation import operation
from techday.errors import BadUsage, Refused, TechdayError
from techday.pages.time_off import looked_at, named_in, planned_then, today_of
from techday.pages.working_days import WorkingDays
from techday.tickets.options import Copy
from techday.timeoff import acts
from techday.timeoff.acts import Asked
from techday.timeoff.options import complete_kind, kind_named
from techday.timeoff.rules import KINDS, MOST_DAYS, last_hours
from techday.timeoff.views import Conflict, Found
from techday.timeoff.words import about, how_long
from techday.ui.dates import clear_day, show_day, show_instant
from techday.ui.prompt import text_or_ask

app = typer.Typer(add_completion=False)

EXAMPLE = 'techday timeoff request vacation --from "24 dec" --to "31 dec"'
# Who is ill says so today or in the weeks after; all other time off is asked for before.
ILL_AGO = timedelta(days=31)
DAY = timedelta(days=1)
MOST_NAMED = 3
WRITE_HINT = "--copy puts the words on the clipboard"
DASHES = "-\N{EN DASH}\N{EM DASH}"


@app.command("request", help="Ask for time off: timeoff request vacation --from D --to D")
def request(
    ctx: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help=f"One of {', '.join(KINDS)}", autocompletion=complete_kind)
    ] = "vacation",
    first: Annotated[
        str | None, typer.Option("--from", "--date", metavar="D", help='The first day, or the only one: "24 dec", mon')
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help="The last day, itself too")] = None,
    hours: Annotated[
        str | None,
        typer.Option("--hours", metavar="HOURS", help="Only 13:00-17:00 of that day, or 4h: the last of the shift"),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="T", help="What the manager should know")] = "",
    copy: Copy = False,
) -> None:
    """Ask for time off: timeoff request vacation --from D --to D"""
    context: Context = ctx.obj
    asked = asked_for(context, kind_named(kind), text_or_ask(context, first, "The first day", EXAMPLE), last, hours)
    with operation(context, "timeoff request") as write:
        row = acts.request(write.db, asked._replace(note=note), context.now, named_in(context), WorkingDays(context))
        [found] = looked_at(context, [row])
        length = how_long(found.view.days, found.view.working_seconds)
        past = ", in the past" if row.ends_at <= to_text(context.now) else ""
        write.summary = f"Asked for {about(row, context.zone, today_of(context))}{past}: {length} (#{row.id})"
    conflicts = planned_then(context, row)
    files = handed_over(context, found, copy)
    context.out.done(write, request=found.view, conflicts=conflicts, files=[str(path) for path in files])
    if not context.out.json:
        for path in files:
            context.out.line(str(path))
    warn_of(context, found, conflicts)


# When it is


def asked_for(context: Context, kind: str, first: str, last: str | None, hours: str | None) -> Asked:
    """Read what is asked for; raises BadUsage for what is no day, no hours, or ends before it begins."""
    begins = day_meant(context, kind, first)
    if hours is not None:
        if last is not None and day_after(context, last, begins) != begins:
            raise BadUsage("Hours are of one day", hint=f"Leave out --to, or --hours: {EXAMPLE}")
        start, end = hours_meant(context, begins, hours)
        return Asked(kind, to_text(start), to_text(end), None, None)
    ends = begins if last is None else day_after(context, last, begins)
    if (ends - begins).days >= MOST_DAYS:
        raise BadUsage(
            f"{begins} to {ends} is more than a year", hint="Give the last day with its year: --to 2026-12-31"
        )
    midnights = [to_text(datetime.combine(day, time(), context.zone).astimezone(UTC)) for day in (begins, ends + DAY)]
    return Asked(kind, midnights[0], midnights[1], f"{begins}", f"{ends}")


def day_meant(context: Context, kind: str, text: str) -> date:
    """Read the first day: of one who is ill the latest such day, where that is not long ago; else the next one."""
    if kind == "sick":
        day = read_date(text, context.frame, "past")
        if today_of(context) - day <= ILL_AGO:
            return day
    return read_date(text, context.frame, "future")


def day_after(context: Context, text: str, first: date) -> date:
    """Read the last day: a weekday, or a date without its year, is the first such day from the first one on.

    Raises BadUsage where it is before that.
    """

    def read_from(day: date) -> date:
        noon = datetime.combine(day, time(12), context.zone).astimezone(UTC)
        return read_date(text, context.frame._replace(now=noon, shift_start=time(8), shift_end=time(17)), "future")

    day = read_from(first)
    # Only what is counted from today moves with it day by day: tomorrow, in 3d.
    if read_from(first + DAY) - day == DAY:
        day = read_date(text, context.frame, "future")
    if day < first:
        raise BadUsage(f"{day} is before {first}", hint="Give the earlier day with --from, the later one with --to")
    return day


def hours_meant(context: Context, day: date, text: str) -> tuple[datetime, datetime]:
    """Read the hours of a day: from when to when, or how much of the end of its shift.

    Raises BadUsage for what is neither, and Refused where the day has no shift, or less of it.
    """
    if " to " in text or any(dash in text for dash in DASHES):
        return read_range(f"{day} {text}", context.frame, "future")
    seconds = parse_duration(text)
    days = WorkingDays(context)
    shift = days.regular(day)
    if not shift.working:
        raise Refused(f"No shift is planned on {show_day(day)}", hint="Say from when to when: --hours 13:00-17:00")
    found = last_hours(shift, days.lunch(shift), seconds)
    if found is None:
        raise Refused(
            f"The shift of {show_day(day)} is shorter than {show_duration(seconds)}",
            hint="Leave out --hours for the whole day, or say from when to when: --hours 13:00-17:00",
        )
    return found


# What becomes of it


def handed_over(context: Context, found: Found, copy: bool) -> list[Path]:
    """Write the mail of a request that was just recorded, and copy its words; what goes wrong is told, it stands."""
    from techday.messages.delivery import copy_recorded, place_for, receiver_of, write_new  # only after a request
    from techday.timeoff.mail import body_of, off_mail

    who = context.settings.technician
    if "@" in who.manager and receiver_of(who.manager) is None:
        hint = 'techday config set technician.manager "Pat Doe <pat@example.org>"'
        context.out.warn(f"{quoted(who.manager)} is no mail address that every mail program takes", hint)
    if copy:
        copy_recorded(context, body_of(found, who.name, who.manager, context.zone))
    try:
        raw = off_mail(found, who.name, who.manager, context.zone)
        return [write_new(place_for(context, f"time-off-{found.row.id}.eml", None), raw, WRITE_HINT)]
    except TechdayError as error:
        context.out.warn(f"It is recorded, but: {error.message}", error.hint)
        return []


def begins(context: Context, conflict: Conflict) -> str:
    """Say when an item begins: of one of whole days only the day."""
    local = conflict.start.astimezone(context.zone)
    if local.time() == time() and conflict.end - conflict.start >= DAY:
        return clear_day(local.date(), today_of(context))
    return show_instant(conflict.start, context.zone, context.now)


def warn_of(context: Context, found: Found, conflicts: list[Conflict]) -> None:
    """Say that no shift is taken, which other time off stands beside it, and what is planned for that time."""
    for other in acts.overlapping(context.db, found.row, WorkingDays(context)):
        words = about(other, context.zone, today_of(context))
        context.out.warn(f"It overlaps #{other.id}, {words}, which stands", f"techday timeoff show {other.id}")
    if not found.view.working_seconds:
        context.out.warn("No shift is planned in that time", "techday undo")
    if not conflicts:
        return
    named = [f"#{one.id} {begins(context, one)} {one.title}" for one in conflicts[:MOST_NAMED]]
    more = f" and {len(conflicts) - MOST_NAMED} more" if len(conflicts) > MOST_NAMED else ""
    what = "1 item is" if len(conflicts) == 1 else f"{len(conflicts)} items are"
    hint = f'techday week decline {conflicts[0].id} --reason "time off"'
    context.out.warn(f"{what} planned then: {', '.join(named)}{more}", hint)
