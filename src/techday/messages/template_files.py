"""The templates of messages: text files of techday's own, and the technician's in their place.

`templates/KIND.txt` beside the settings stands before the built-in one. Whatever is wrong with such a file is told with
its place and the command that brings the built-in one back: nobody loses a message to a broken file.
"""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from techday.core.text import nearest, quoted
from techday.errors import BadUsage, NotFound

KINDS = {
    "first": "The first answer to a new ticket",
    "update": "Where it stands, also when there is nothing new",
    "bad-news": "Bad news, told in the first sentence",
    "mistake": "A mistake of our own, and what is done about it",
    "fixed": "What was done, and what to do if it does not hold",
    "escalation": "To whoever takes the ticket over",
}
PLACEHOLDERS = {
    "requester": "the first name of whoever reported it",
    "client": "the client",
    "reference": "the number of the ticket",
    "title": "what it is about",
    "technician": "your name",
    "opened": "the day on which it was opened",
    "text": "what you typed",
    "next": "the next step",
    "next_word": 'when they hear again: "by 16:00 today"',
    "fix": "what fixed it",
    "cause": "the cause",
    "promises": "what was promised and is still open",
    "tried": "what was tried before it was escalated",
    "reason": "why it was escalated",
    "to": "to whom it was escalated",
}
BUILT_IN = Path(__file__).parent / "templates"
LARGEST = 64_000


class TemplateFile(NamedTuple):
    """The file from which messages of a kind are made; `own` where it is the technician's."""

    kind: str
    path: Path
    own: bool


def known_kind(text: str) -> str:
    """Give the kind that `text` names, whatever its case; raises NotFound with the nearest."""
    kind = text.strip().lower()
    if kind in KINDS:
        return kind
    close = nearest(kind, KINDS)
    hint = f"Did you mean {', '.join(close)}?" if close else f"One of {', '.join(KINDS)}"
    raise NotFound(f"No kind of message {quoted(text)}", hint=hint)


def complete_kind(incomplete: str) -> list[tuple[str, str]]:
    """Give the kinds of message that begin so, with what each is for."""
    return [(kind, text) for kind, text in KINDS.items() if kind.startswith(incomplete.casefold())]


def own_file(config: Path, kind: str) -> Path:
    """Give where the technician's own template of a kind is kept, beside the settings at `config`."""
    return config.parent / "templates" / f"{kind}.txt"


def built_in(kind: str) -> Path:
    """Give the template of a kind that comes with techday."""
    return BUILT_IN / f"{kind}.txt"


def template_file(config: Path, kind: str) -> TemplateFile:
    """Give the file in use for a kind: the technician's own where there is anything of that name."""
    own = own_file(config, kind)
    # lexists: a link that leads nowhere is a mistake to be told, not a template to be passed over.
    return TemplateFile(kind, own, True) if os.path.lexists(own) else TemplateFile(kind, built_in(kind), False)


def read_template(file: TemplateFile) -> str:
    """Give the text of a template; raises BadUsage, with file and line, where it cannot be one."""
    raw = bytes_of(file)
    if len(raw) > LARGEST:
        raise broken(file, f"is too long for a message: {LARGEST // 1000} kB at the most")
    if b"\0" in raw:
        raise broken(file, "not a text file", line_at(raw, raw.index(b"\0")))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise broken(file, "not UTF-8 text", line_at(raw, error.start)) from error
    if not text.strip():
        raise broken(file, "is empty")
    return text


def bytes_of(file: TemplateFile) -> bytes:
    """Give the bytes of a template, one more than is allowed at the most; raises BadUsage where they cannot be read."""
    try:
        # A pipe or a device would be read for ever.
        if not stat.S_ISREG(file.path.stat().st_mode):
            raise broken(file, "is not a file")
        with file.path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise broken(file, f"cannot be read: {error.strerror}") from error


def line_at(raw: bytes, offset: int) -> int:
    """Give the line on which a byte stands, the first being 1."""
    return raw.count(b"\n", 0, offset) + 1


def broken(file: TemplateFile, what: str, line: int = 0) -> BadUsage:
    """Word the trouble with a template, and how to come back to the built-in one."""
    where = f"{file.path}, line {line}: {what}" if line else f"{file.path} {what}"
    return BadUsage(where, hint=f"techday template edit {file.kind}, or techday template reset {file.kind}")
