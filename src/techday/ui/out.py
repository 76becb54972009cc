"""The only printing. stdout is what was asked for; stderr is status, warnings, hints and errors.

Plain lines go straight to the stream. A screen on a terminal gets its styles as escape sequences; on Windows through
Rich, which knows what each console can show. `document` is the JSON of a view: the view written out.
"""

import contextlib
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from techday.core.instants import to_text
from techday.core.text import clean_line

if TYPE_CHECKING:
    from techday.database.operation import Operation
    from techday.errors import TechdayError
    from techday.ui.grid import Line

WIDTH, HEIGHT = 80, 40
NARROWEST, WIDEST, LOWEST = 20, 500, 10


class Out:
    """Where a command's words go: `json` for scripts, `plain` for screen readers and pipes that want no boxes."""

    def __init__(self, stdout: IO[str], stderr: IO[str], environ: Mapping[str, str]) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ
        self.json = False
        self.plain = False

    def size(self) -> tuple[int, int]:
        """Give width and height in cells: of the terminal, else 80 by 40; COLUMNS and LINES decide where set."""
        width, height = WIDTH, HEIGHT
        if self.stdout.isatty():
            with contextlib.suppress(OSError, ValueError):  # a terminal that does not know its size
                width, height = os.get_terminal_size(self.stdout.fileno())
        width, height = self.number("COLUMNS") or width or WIDTH, self.number("LINES") or height or HEIGHT
        return max(NARROWEST, min(width, WIDEST)), max(LOWEST, height)

    def number(self, name: str) -> int:
        """Give a number of the environment, 0 where it is none."""
        text = self.environ.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def line(self, text: str) -> None:
        """Print one line of what was asked for."""
        self.stdout.write(self.folded(indented(text, 100_000), self.stdout) + "\n")

    def text(self, text: str) -> None:
        """Print a text that is already safe and whole, such as a composed document."""
        self.stdout.write(text if text.endswith("\n") else text + "\n")

    def show(self, lines: Iterable["Line"]) -> None:
        """Print a screen."""
        if self.coloured():
            self.show_styled(lines)
            return
        from techday.ui.grid import plain_text  # only screens need the grid

        self.stdout.write("".join(plain_text(cells) + "\n" for cells in lines))

    def coloured(self) -> bool:
        """Tell whether a screen may be styled: on a terminal, or where FORCE_COLOR asks for it; never when plain."""
        if self.plain:
            return False
        if self.environ.get("FORCE_COLOR"):
            return True
        return self.stdout.isatty() and self.environ.get("TERM", "") not in ("dumb", "unknown")

    def show_styled(self, lines: Iterable["Line"]) -> None:
        """Print a screen with its styles; NO_COLOR takes the colours and leaves the weight."""
        if os.name == "nt":
            from techday.ui.windows import show_through_rich  # Rich knows which of its consoles take what

            show_through_rich(lines, self.stdout, self.size()[0], self.environ)
        else:
            from techday.ui.ansi import styled  # only on the way to a styled screen

            self.stdout.write(styled(lines, colour=not self.environ.get("NO_COLOR")))

    def status(self, text: str) -> None:
        """Tell what went on, beside what was asked for."""
        self.stderr.write(self.folded(indented(text, 4_000), self.stderr) + "\n")

    def folded(self, text: str, stream: IO[str]) -> str:
        """Break a long line between words where `stream` is a terminal; a pipe gets it whole."""
        width = self.size()[0]
        # No character takes more than two cells.
        if not stream.isatty() or len(text) * (1 if text.isascii() else 2) <= width:
            return text
        hang = " " * (len(text) - len(text.lstrip(" ")) + 2)
        if not text.isascii():
            from techday.ui.wrapping import broken_by_cells  # only for text that is not ASCII

            return f"\n{hang}".join(broken_by_cells(text, max(width - len(hang), 2)))
        from textwrap import fill  # only for what is too long

        return fill(text, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)

    def warn(self, text: str, hint: str = "") -> None:
        """Tell what needs attention, and the next step."""
        self.status(f"warning: {text}" + (f"  ({hint})" if hint else ""))

    def fail(self, error: "TechdayError") -> None:
        """Tell an error: one line and its next step, or one JSON object."""
        if self.json:
            problem = {
                "kind": error.kind,
                "message": clean_line(error.message, 4_000),
                "hint": clean_line(error.hint, 4_000) or None,
                "exit_code": error.exit_code,
            }
            self.stderr.write(as_json({"error": problem}))
            return
        self.status(f"techday: {error.message}")
        if error.hint:
            self.status(f"  {error.hint}")

    def document(self, schema: str, view: Any) -> None:
        """Print a view as a versioned JSON document."""
        self.stdout.write(as_json({"schema": schema, **written_out(view)}))

    def done(self, write: "Operation", note: str = "", **changes: Any) -> None:
        """Tell what a write did: its summary, or what changed as JSON; `note` where nothing had to change."""
        summary = write.summary if write.changed else note or "Nothing to change"
        if self.json:
            number = write.number if write.changed else None
            self.document("techday.change/1", {"operation": number, "summary": summary, **changes})
        else:
            self.line(summary)


def indented(text: str, limit: int) -> str:
    """Clean a line that techday words, but keep the indent that it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + clean_line(text, limit)


def as_json(document: dict[str, Any]) -> str:
    """Write a document as JSON text.

    It is ASCII: what could steer a terminal is escaped like all the rest, and no console code page can spoil it.
    """
    import json  # spared where no JSON is asked for

    return json.dumps(document, indent=2) + "\n"


def written_out(value: Any) -> Any:
    """Turn a view into what JSON knows: NamedTuples by field name, instants as UTC text, spans as whole seconds."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: written_out(field) for name, field in zip(value._fields, value, strict=True)}
    if isinstance(value, Mapping):
        return {str(name): written_out(field) for name, field in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [written_out(item) for item in value]
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value
