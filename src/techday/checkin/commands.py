"""The check-in: the status of the day for the service manager, as text, Markdown or a mail."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from techday.checkin.options import Day, day_meant
from techday.context import Context

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from techday.checkin.views import Status

app = typer.Typer(add_completion=False)

VERBS = (
    ("done", "techday.checkin.giving", "Record that the status was given, and to whom"),
    ("edit", "techday.checkin.writing", "Edit the text of the status"),
    ("note", "techday.checkin.writing", "Add a line to what needs attention"),
)

# What is typed for one of the options below.
SHORT_FORMS = {
    "list": "techday checkin --date yesterday",
    "show": "techday checkin",
    "copy": "techday checkin --copy",
    "send": "techday checkin --eml",
}

AsMarkdown = Annotated[bool, typer.Option("--md", help="As Markdown")]
AsMail = Annotated[bool, typer.Option("--eml", help="Write it as a mail to your service manager, ready to send")]
Copy = Annotated[bool, typer.Option("--copy", help="Put the text on the clipboard")]
Out = Annotated[str | None, typer.Option("--out", metavar="FILE|-", help="Write it there; - is stdout")]


@app.callback(invoke_without_command=True)
def checkin(
    ctx: typer.Context,
    day: Day = None,
    markdown: AsMarkdown = False,
    mail: AsMail = False,
    copy: Copy = False,
    out: Out = None,
) -> None:
    """Give the status of the day to the service manager"""
    if ctx.invoked_subcommand is None:
        show(ctx.obj, day, "eml" if mail else "md" if markdown else "txt", copy=copy, out=out, both=markdown and mail)


def meant(context: Context, words: Sequence[str]) -> str:
    """Give the command of words that are no verb: a day, a list of them, a mail; "" for any other."""
    from techday.core.text import as_argument  # only where no verb was found
    from techday.errors import BadUsage

    if words[0] in SHORT_FORMS:
        return SHORT_FORMS[words[0]]
    try:
        day_meant(context, words[0])
    except BadUsage:
        return ""
    return f"techday checkin --date {as_argument(words[0])}"


def show(context: Context, day: str | None, form: str, *, copy: bool, out: str | None, both: bool) -> None:
    """Show the check-in of a day, or write it into a file; and say how it stands."""
    from techday.checkin.delivering import deliver_check_in, refuse_unclear  # a write needs none of it
    from techday.pages.checkin import status

    refuse_unclear(context, form, out, both=both)
    view = status(context, day_meant(context, day))
    file = deliver_check_in(context, view, form, copy=copy, out=out)
    if context.out.json:
        path: Path | str | None = str(file) if file else None
        context.out.document("techday.checkin/1", {**view._asdict(), "file": path, "copied": copy})
        return
    say_how_it_stands(context, view)


def say_how_it_stands(context: Context, view: "Status") -> None:
    """Say beside the text whether it was edited or given, how old it is then, and what comes next."""
    past = view.date != context.shift_day.day
    if view.given_at is not None:
        is_older = bool(view.changed_since) and not past
        more = f"; {changes(view)} since" if is_older else ""
        context.out.status(f"  given to {view.given_to} {said(context, view.given_at)}{more}")
        if is_older:
            context.out.status("  techday checkin done --again gives it anew")
        return
    if view.changed_at is not None:
        reset = "techday checkin edit --reset" + (f" --date {view.date}" if past else "")
        edited = f"edited {said(context, view.changed_at)}"
        if view.changed_since:
            context.out.warn(f"The text was {edited}: it is older than {changes(view)}", reset)
        else:
            context.out.status(f"  {edited}")
            context.out.status(f"  {reset} assembles it anew")
    context.out.status(f"  {done_command(context, view)}")


def changes(view: "Status") -> str:
    """Count the writes that a text does not know of."""
    return f"{view.changed_since} {'change' if view.changed_since == 1 else 'changes'}"


def said(context: Context, at: "datetime") -> str:
    """Give an instant as people read it."""
    from techday.ui.dates import show_instant  # a write needs none of it

    return show_instant(at, context.zone, context.now)


def done_command(context: Context, view: "Status") -> str:
    """Give the command that records that a check-in was given; of an earlier day at the end of its shift."""
    from techday.core.shifts import shift_on  # a write needs none of it
    from techday.core.text import as_argument
    from techday.timeoff.mail import manager_name

    name = manager_name(context.settings.technician.manager)
    command = f"techday checkin done --with {as_argument(name) if name else 'NAME'}"
    if view.date == context.shift_day.day:
        return command
    end = shift_on(context.shift_pattern, view.date).ends_at.astimezone(context.zone)
    return f'{command} --at "{end.date()} {end:%H:%M}"'
