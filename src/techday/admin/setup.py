"""Setup: the few things that techday should know of the technician, asked once, or given as options."""

from collections.abc import Callable
from typing import Annotated

import typer

from techday.admin.config import change as change_settings
from techday.admin.config import document, public_holidays
from techday.context import Context
from techday.errors import BadUsage, TechdayError
from techday.settings import KEYS, Settings, draft, key_named, value_of
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

Changes = dict[str, str]

HINT = "techday setup --name NAME --alias NAME --shift 08:00-17:00 --days mon-fri --zone ZONE --country DE --region BE"
ASKED = ("technician.name", "technician.aliases", "shift.start", "shift.end", "shift.days", "technician.zone")
PLACE = ("technician.country", "technician.region")


@app.command("setup", help="Tell techday who you are and when you work")
def setup(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", help="Your name, as ticket exports write it")] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another spelling of it (may be repeated)")
    ] = None,
    shift: Annotated[str | None, typer.Option("--shift", metavar="FROM-TO", help="Your shift: 08:00-17:00")] = None,
    days: Annotated[str | None, typer.Option("--days", help="The days on which it starts: mon-fri")] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Your time zone: Europe/Berlin")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Whose public holidays count: DE")] = None,
    region: Annotated[str | None, typer.Option("--region", help="The region of that country: BE")] = None,
) -> None:
    """Tell techday who you are and when you work"""
    context: Context = ctx.obj
    given = {
        "technician.name": name,
        "technician.aliases": ",".join(alias) if alias else None,
        "shift.days": days,
        "technician.zone": zone,
        "technician.country": country,
        "technician.region": region,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    if shift is not None:
        changes.update(read_shift(shift))
    if country is not None and region is None and country.strip().upper() != context.settings.technician.country:
        changes = {**changes, **read_country(country)}
    if not changes:
        changes = asked(context)
    tell(context, change_settings(context, changes) if changes else context.settings)


def read_shift(text: str) -> Changes:
    """Read a shift such as 08:00-17:00 or 8-17; raises BadUsage."""
    start, dash, end = text.replace("\N{EN DASH}", "-").partition("-")
    if not dash:
        raise BadUsage("A shift is written as 08:00-17:00", hint="techday setup --shift 08:00-17:00")
    clocks = [clock.strip() if ":" in clock else f"{clock.strip()}:00" for clock in (start, end)]
    return {"shift.start": clocks[0], "shift.end": clocks[1]}


def asked(context: Context) -> Changes:
    """Ask for everything, one line each; give only what was changed.

    Raises BadUsage where nobody is there to ask, EOFError where the person leaves: then nothing was written.
    """
    if not can_ask(context):
        raise BadUsage("setup has nothing to set, and nobody can be asked", hint=HINT)
    context.out.status("Enter keeps what is shown; Ctrl-D leaves without changing anything.")
    now = context.settings
    changes: Changes = {}
    for question, shown, read in questions(context, now):
        changes.update(ask_until_right(context, question, shown, read, changes))
    country = changes.get("technician.country", now.technician.country).strip().upper()
    if country and has_regions(country):
        shown = changes.get("technician.region", now.technician.region)
        changes.update(ask_until_right(context, f"Region of {country}", shown, of("technician.region"), changes))
    return changes


def has_regions(country: str) -> bool:
    """Tell whether the regions of a country have holidays of their own."""
    from techday.calendars.acts import regions_of  # a third of a second: only where a country is named

    return bool(regions_of(country))


def questions(context: Context, now: Settings) -> list[tuple[str, str, Callable[[str], Changes]]]:
    """Give the questions in order: the words, what is shown for Enter to keep, and how an answer reads."""
    shift = f"{now.shift.start:%H:%M}-{now.shift.end:%H:%M}"
    zone = now.technician.zone or str(context.zone)
    return [
        ("Your name, as ticket exports write it", now.technician.name, of("technician.name")),
        ("Other spellings of it, with commas", ", ".join(now.technician.aliases), of("technician.aliases")),
        ("Your shift", shift, read_shift),
        ("The days on which it starts", key_named("shift.days").show(now.shift.days), of("shift.days")),
        ("Your time zone", zone, of("technician.zone")),
        ("Country for public holidays, such as DE", now.technician.country, read_country),
    ]


def of(key: str) -> Callable[[str], Changes]:
    """Give the reader of an answer that is the value of one key."""
    return lambda answer: {key: answer}


def read_country(answer: str) -> Changes:
    """Take another country; the region of the former one goes with it."""
    return {"technician.country": answer, "technician.region": ""}


def ask_until_right(
    context: Context, question: str, shown: str, read: Callable[[str], Changes], before: Changes
) -> Changes:
    """Ask one question until its answer can be set after the changes `before`; nothing changes where Enter keeps."""
    while True:
        answer = ask(context, question, shown)
        if answer == shown:
            return {}
        try:
            changes = read(answer)
            check(context, {**before, **changes})
        except TechdayError as error:
            context.out.status(f"  {error.message}" + (f" ({error.hint})" if "techday" not in error.hint else ""))
        else:
            return changes


def check(context: Context, changes: Changes) -> None:
    """Raise BadUsage where these changes could not be made; nothing is written."""
    public_holidays(context, draft(context.config, changes).settings, changes)


def tell(context: Context, settings: Settings) -> None:
    """Show what is set now, and the next step."""
    if context.out.json:
        context.out.document("techday.config/1", document(context, settings, KEYS))
        return
    for name in (*ASKED, *PLACE):
        key = key_named(name)
        shown = key.show(value_of(settings, key))
        if shown:
            context.out.line(f"{name} = {shown}")
    context.out.status("Next: techday today")
