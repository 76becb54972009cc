"""`timecard export`: a week as a file, this one where none is named; and the files that go with a submission."""

from pathlib import Path
from typing import Annotated

import typer

from techday.cards.mail import card_mail, card_name_of_file
from techday.cards.views import CardView
from techday.context import Context
from techday.core.text import quoted
from techday.core.weeks import read_week, week_of
from techday.errors import BadUsage
from techday.messages.delivery import STDOUT, place_for, receiver_of, write_new
from techday.timecard.commands import WeekName

app = typer.Typer(add_completion=False)

FORMATS = ("csv", "json", "md", "html")
FORMAT_OF_ENDING = {".markdown": "md", ".htm": "html", **{f".{name}": name for name in FORMATS}}


def complete_format(incomplete: str) -> list[str]:
    """Give the formats that begin so."""
    return [name for name in FORMATS if name.startswith(incomplete.lower())]


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"One of {', '.join(FORMATS)} (default: as --out ends, else csv)",
        autocompletion=complete_format,
    ),
]


@app.command("export", help="Write a week as CSV, JSON, Markdown or a page to print")
def export(
    ctx: typer.Context,
    which: WeekName = None,
    format_name: Format = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE|-", help="Write it there, or into that folder; - is stdout")
    ] = None,
) -> None:
    """Write a week as CSV, JSON, Markdown or a page to print"""
    from techday.pages.timecard import card_view  # loads what computes a card

    context: Context = ctx.obj
    form = chosen_format(format_name, out)
    if context.out.json and out == STDOUT and form != "json":
        raise BadUsage(f"--json and {form} on stdout exclude each other", hint="Leave out --json, or --format json")
    today = context.shift_day.day
    view = card_view(context, read_week(which, context.frame, today) if which else week_of(today))
    text = written(context, view, form)
    if not view.entries:
        context.out.warn(f"No time is recorded on {view.week}", "techday timecard week WEEK")
    if out == STDOUT:
        from techday.tickets.csv_list import as_utf8  # only where a file goes to a stream

        as_utf8(context.out.stdout)
        context.out.text(text)
        return
    # The mark tells a spreadsheet that it is UTF-8.
    raw = text.encode("utf-8-sig" if form == "csv" else "utf-8")
    path = write_new(place_for(context, card_name_of_file(view, form), out), raw)
    if context.out.json:
        context.out.document("techday.timecard-export/1", {"path": str(path), "format": form, "week": view.week})
    else:
        context.out.line(str(path))


def chosen_format(name: str | None, out: str | None) -> str:
    """Give the format: the one named, else the one as which the file's name ends, else csv; raises BadUsage."""
    if name is None:
        return FORMAT_OF_ENDING.get(Path(out or "").suffix.lower(), "csv")
    if name.lower() not in FORMATS:
        raise BadUsage(f"{quoted(name)} is no format of a time card", hint=f"--format {'|'.join(FORMATS)}")
    return name.lower()


def written(context: Context, view: CardView, form: str) -> str:
    """Give a time card in one of the formats; JSON is the document `techday.timecard/1`."""
    if form == "json":
        from techday.ui.out import as_json, written_out  # loaded already

        return as_json({"schema": "techday.timecard/1", **written_out(view)})
    if form == "csv":
        from techday.cards.csv_lines import as_csv  # only the one that is asked for

        return as_csv(view, context.zone)
    from techday.cards import page as card_page  # as above

    return (card_page.as_markdown if form == "md" else card_page.as_html)(view, context.zone)


def write_submission(context: Context, view: CardView) -> list[Path]:
    """Write the page of a submitted card and the mail that takes it to its approver; give the paths of both.

    They are in techday's own folder, numbered where such a file is there. An approver that is no address is told on
    stderr and left to the mail program. Raises Refused and BadUsage where they cannot be written: the submission
    itself must be recorded before.
    """
    approver = context.settings.timecard.approver
    if approver and receiver_of(approver) is None:
        hint = "techday config set timecard.approver pat@example.org"
        context.out.warn(f"{quoted(approver)} is no mail address that every mail program takes", hint)
    page = written(context, view, "html").encode()
    files = {"html": page, "eml": card_mail(view, page, approver)}
    return [write_new(place_for(context, card_name_of_file(view, form), None), raw) for form, raw in files.items()]
