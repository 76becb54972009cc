"""A check-in on its way to the service manager: its text as Markdown, and as a mail that is ready to send.

The same text goes out in every form, edited or not; in Markdown it is escaped, so that it shows as it was written.
"""

from techday.cards.page import markdown
from techday.checkin.words import ITEM
from techday.core.text import clean_line
from techday.messages.delivery import header_line, receiver_of, unsent_mail

# At the beginning of a line these would make a heading, a list or a rule of it (CommonMark 0.31).
MARKS_AT_START = frozenset("#+-=")


def as_markdown(text: str) -> str:
    """Give the text of a check-in, edited or not, as Markdown that shows it."""
    title, *rest = [line for line in text.splitlines() if clean_line(line)] or [""]
    parts = [f"# {markdown(title)}"]
    for line, before in zip(rest, [title, *rest], strict=False):
        gap = "\n" if is_item(line) and is_item(before) and before is not title else "\n\n"
        parts.append(gap + (ITEM + plain(line[len(ITEM) :]) if is_item(line) else plain(line)))
    return "".join(parts) + "\n"


def is_item(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return line.startswith(ITEM)


def plain(text: str) -> str:
    """Give foreign text as Markdown that begins neither a heading, a list nor a rule."""
    line = clean_line(text)
    if line[:1] in MARKS_AT_START and line:
        return f"\\{markdown(line)}"
    number = line[: len(line) - len(line.lstrip("0123456789"))]
    if number and line[len(number) : len(number) + 1] in (".", ")"):
        return f"{number}\\{markdown(line[len(number) :])}"
    return markdown(line)


def check_in_mail(subject: str, text: str, manager: str) -> bytes:
    """Give a check-in as a mail (RFC 5322, all ASCII, lines ended by CRLF), still to be sent.

    From is the mail program's to fill in; so is To where `manager` (an address, perhaps with a name before it) holds
    no address.
    """
    mail = unsent_mail()
    mail.set_content(text + "\n", charset="utf-8")
    receiver = receiver_of(manager)
    to = header_line("To", *receiver) if receiver else b""
    return header_line("Subject", subject) + to + mail.as_bytes()
