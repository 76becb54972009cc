"""Questions: only on a terminal, and only for what is missing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from techday.core.text import clean_line
from techday.errors import BadUsage

if TYPE_CHECKING:
    from techday.context import Context


def can_ask(context: "Context") -> bool:
    """Tell whether somebody is there to answer: both ends are a terminal, and nobody asked for JSON."""
    return context.stdin.isatty() and context.out.stderr.isatty() and not context.out.json


def ask(context: "Context", question: str, default: str = "") -> str:
    """Ask for one line and give it without blanks around it; an empty answer is `default`.

    Raises EOFError where the input ends.
    """
    shown = f"{question} [{default}]: " if default else f"{question}: "
    context.out.stderr.write(shown)
    context.out.stderr.flush()
    answer = context.stdin.readline()
    if not answer:
        raise EOFError
    return answer.strip() or default


def words_or_ask(context: "Context", words: Sequence[str] | None, question: str) -> str:
    """Give the words of an argument as one text, asked for where they are missing.

    Raises BadUsage where they are missing and nobody is there to ask.
    """
    if words:
        return " ".join(words)
    if can_ask(context):
        return ask(context, question)
    raise BadUsage(f"{question} is missing", hint="Type it at the end of the command")


def text_or_ask(context: "Context", text: str | None, question: str, hint: str) -> str:
    """Give the text of an option, asked for where it is missing or blank.

    Raises BadUsage, with `hint` as the next step, where nobody is there to ask and where the answer is blank too.
    """
    given = text or ""
    if not clean_line(given) and can_ask(context):
        given = ask(context, question)
    if not clean_line(given):
        raise BadUsage(f"{question} is missing", hint=hint)
    return given


def confirm(context: "Context", question: str, yes: bool) -> bool:
    """Ask a question with yes or no; `yes` (from --yes) answers it, and where nobody can answer it is no."""
    if yes:
        return True
    return can_ask(context) and ask(context, f"{question} (y/n)", "n").lower() in ("y", "yes")
