"""Filling a template: text with placeholders and the values for them give a message.

A template is a first line `Subject: …`, a blank line, and the body. `$name` stands for a value, `$$` for a dollar. What
is not known leaves no hole: a line whose placeholders are all empty is left out, unless it greets (it ends in a comma);
elsewhere an empty value takes the blank before it along, so that `Hello $requester,` reads `Hello,`.
"""

from collections.abc import Iterable, Mapping
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from techday.core.text import clean_block, clean_line

if TYPE_CHECKING:
    from re import Match

SUBJECT = "subject:"
DEFAULT_SUBJECT = "$title [$reference]"
SUBJECT_LENGTH = 200
# So that what comes after a long title, such as the reference that a help desk looks for, is not cut off.
TITLE_IN_SUBJECT = 120


class Note(NamedTuple):
    """Something about a message that its writer should know before sending it, and the next step."""

    text: str
    hint: str


class Message(NamedTuple):
    """A message ready to send: a subject of one line, a body of several; `notes` are for its writer alone."""

    subject: str
    body: str
    kind: str
    notes: tuple[Note, ...] = ()


class Unknown(NamedTuple):
    """A placeholder that techday does not know, with the line of the template on which it stands."""

    line: int
    name: str


class Filled(NamedTuple):
    """What a template gives: the message, and the placeholders left in it because nobody knows them."""

    message: Message
    unknown: tuple[Unknown, ...]


def fill(template: str, values: Mapping[str, str], kind: str) -> Filled:
    """Give the message of `kind` that a template's text makes with `values`, the values by the placeholders' names.

    Values are put in as they are: a dollar in one of them is a dollar. A template without a subject line, or one
    whose subject comes out empty, gets the title with the reference. The body is empty where the template says nothing.
    """
    filling = Filling(values)
    heading = Filling({**values, "title": clean_line(values.get("title", ""), TITLE_IN_SUBJECT)})
    lines = template.replace("\r\n", "\n").split("\n")
    subject = ""
    if lines[0].lstrip().casefold().startswith(SUBJECT):
        subject = clean_line(heading.line(lines[0].partition(":")[2], 1) or "", SUBJECT_LENGTH)
        lines[0] = ""
    if not subject:
        subject = clean_line(heading.line(DEFAULT_SUBJECT, 1) or "", SUBJECT_LENGTH)
    kept = [filled for number, line in enumerate(lines, 1) if (filled := filling.line(line, number)) is not None]
    message = Message(subject, clean_block("\n".join(without_gaps(kept))).strip(), kind)
    return Filled(message, (*heading.unknown, *filling.unknown))


class Filling:
    """The values for one template, and the placeholders met on the way that have none."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.unknown: list[Unknown] = []

    def line(self, line: str, number: int) -> str | None:
        """Fill one line of the template; None where it is left out, since all that it would say is not known."""
        if "$" not in line:
            return line
        found = [match for match in Template.pattern.finditer(line) if name_in(match)]
        if found and not any(self.value(match) for match in found) and not line.rstrip().endswith(","):
            return None
        pieces: list[str] = []
        end = 0
        for match in Template.pattern.finditer(line):
            before, value = line[end : match.start()], self.value(match)
            pieces += [before if value else before.removesuffix(" "), value]
            end = match.end()
            name = name_in(match)
            if name and name.lower() not in self.values:
                self.unknown.append(Unknown(number, name))
        return "".join([*pieces, line[end:]]).rstrip()

    def value(self, match: "Match[str]") -> str:
        """Give what stands for a placeholder: its value, `$` for `$$`, and whatever nobody knows as it is written."""
        if match["escaped"] is not None:
            return "$"
        return self.values.get(name_in(match).lower(), match[0])


def name_in(match: "Match[str]") -> str:
    """Give the name of a placeholder, `$name` or `${name}`; empty for a dollar that names nothing."""
    return match["named"] or match["braced"] or ""


def without_gaps(lines: Iterable[str]) -> list[str]:
    """Give the lines with one blank line wherever several are left between paragraphs."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    return kept


class Said(NamedTuple):
    """What was said on a ticket, as far as the choice of a message depends on it."""

    state: str
    answered: bool
    from_elsewhere: bool


def fitting_kind(said: Said) -> str:
    """Give the kind of message that a ticket wants: the first answer, word that it is fixed, else an update.

    A ticket that came in past `new` from another system was answered there.
    """
    if said.state in ("resolved", "closed"):
        return "fixed"
    return "update" if said.answered or said.from_elsewhere else "first"


# What a kind of message must say, each as the placeholders of which one is enough, and what is missing without them.
MUST_SAY = {
    "bad-news": ((("text",), "what has happened"), (("next",), "what happens next")),
    "mistake": ((("text",), "what went wrong"), (("next",), "what happens next")),
    "fixed": ((("text", "fix"), "what was done"),),
    "escalation": ((("reason", "text"), "why"), (("tried",), "what was tried")),
}
NEXT_STEP = {
    "text": "techday ticket draft {reference} {kind} TEXT",
    "next": "techday ticket edit {reference} --next TEXT",
    "reason": "techday ticket escalate {reference} --to L2|L3|NAME --reason TEXT --tried TEXT",
    "tried": "techday ticket escalate {reference} --to L2|L3|NAME --reason TEXT --tried TEXT",
}


def missing(kind: str, values: Mapping[str, str]) -> list[Note]:
    """Give what a message of `kind` ought to say and cannot, since nobody has told it yet."""
    return [
        Note(f"The message does not say {what}", NEXT_STEP[names[0]].format(reference=values["reference"], kind=kind))
        for names, what in MUST_SAY.get(kind, ())
        if not any(values[name] for name in names)
    ]
