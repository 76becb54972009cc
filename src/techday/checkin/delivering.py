"""Where a check-in goes: to the screen, into a file, as a mail to the service manager, onto the clipboard."""

from pathlib import Path
from typing import TYPE_CHECKING

from techday.checkin.views import Status
from techday.checkin.words import title_of
from techday.core.text import quoted
from techday.errors import BadUsage
from techday.messages.delivery import STDOUT, place_for, receiver_of, write_new

if TYPE_CHECKING:
    from techday.context import Context

MANAGER_HINT = 'techday config set technician.manager "Pat Doe <pat@example.org>"'


def refuse_unclear(context: "Context", form: str, out: str | None, *, both: bool) -> None:
    """Raise BadUsage where two forms are asked for at once, or two things on stdout."""
    if both:
        raise BadUsage("--md and --eml exclude each other", hint="Give one of them")
    if context.out.json and out == STDOUT:
        what = {"txt": "the text", "md": "Markdown", "eml": "a mail"}[form]
        raise BadUsage(f"--json and {what} on stdout exclude each other", hint="Leave out --json, or --out -")


def deliver_check_in(context: "Context", view: Status, form: str, *, copy: bool, out: str | None) -> Path | None:
    """Give a check-in away as `txt`, `md` or `eml`: on stdout, or as the file `out`; and on the clipboard.

    A mail goes to techday's own folder unless told otherwise. Gives the file, None where none was written; nothing is
    printed under --json. Raises BadUsage and Refused where it cannot be written or copied.
    """
    file = None
    if (form == "eml" or out is not None) and out != STDOUT:
        raw = written(context, view, form).encode()
        file = write_new(place_for(context, f"check-in-{view.date}.{form}", out), raw)
        if not context.out.json:
            context.out.line(str(file))
    elif not context.out.json:
        tell(context, view, form, raw=out == STDOUT)
    if copy:
        from techday.ui import clipboard  # only where it was asked for

        context.out.stdout.flush()
        clipboard.copy(context, view.text)
        context.out.status("  copied")
    return file


def tell(context: "Context", view: Status, form: str, *, raw: bool) -> None:
    """Print a check-in; on a terminal long lines of the text are broken between words, unless it is to be `raw`."""
    if form == "txt" and not raw:
        for line in view.text.split("\n"):
            context.out.line(line)
    else:
        context.out.text(written(context, view, form).replace("\r\n", "\n"))


def written(context: "Context", view: Status, form: str) -> str:
    """Give the text of a check-in in one of the forms; a manager without a mail address is told on stderr."""
    if form == "txt":
        return view.text + "\n"
    from techday.checkin.page import as_markdown, check_in_mail  # only the forms that are asked for

    if form == "md":
        return as_markdown(view.text)
    manager = context.settings.technician.manager
    if manager and receiver_of(manager) is None:
        context.out.warn(f"{quoted(manager)} is no mail address, so the mail has no receiver", MANAGER_HINT)
    return check_in_mail(title_of(view.date, view.technician), view.text, manager).decode("ascii")
