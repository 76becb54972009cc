"""A request for time off on its way to the service manager: its words, and a mail that is ready to send."""

from datetime import tzinfo

from techday.core.text import clean_line
from techday.messages.delivery import header_line, receiver_of, unsent_mail
from techday.timeoff.views import Found
from techday.timeoff.words import KIND_WORDS, about, how_long, when

LONGEST_NAME = 200


def manager_name(manager: str) -> str:
    """Give how a manager is called, `Pat Doe` of `Pat Doe <pat@example.org>`: an address alone is a name, too."""
    receiver = receiver_of(manager)
    return clean_line((receiver[0] or receiver[1]) if receiver else manager, LONGEST_NAME)


def subject_of(found: Found, technician: str, zone: tzinfo) -> str:
    """Give the subject of a request's mail: `Time off: vacation Thu 24 Dec 2026, Kim Lee`."""
    who = clean_line(technician, LONGEST_NAME)
    return f"Time off: {about(found.row, zone)}" + (f", {who}" if who else "")


def body_of(found: Found, technician: str, manager: str, zone: tzinfo) -> str:
    """Give the words of a request, with its days and the working time that they take."""
    row, view = found
    name, who = manager_name(manager), clean_line(technician, LONGEST_NAME)
    lines = [
        f"Hello {name}," if name and "@" not in name else "Hello,",
        "",
        "I ask for time off:",
        "",
        f"Kind: {KIND_WORDS[row.kind]}",
        f"When: {when(row, zone)}" + ("" if row.first_day else f" ({zone})"),
        f"Working time: {how_long(view.days, view.working_seconds)}",
        *([f"Note: {clean_line(row.note)}"] if row.note else []),
        "",
        "Please tell me how it is decided, and put it on the schedule.",
        *(["", who] if who else []),
    ]
    return "\n".join(lines)


def off_mail(found: Found, technician: str, manager: str, zone: tzinfo) -> bytes:
    """Give the mail of a request (RFC 5322, all ASCII, lines ended by CRLF), still to be sent.

    From is the mail program's to fill in; so is To where `manager` (an address, perhaps with a name before it) holds
    no address.
    """
    mail = unsent_mail()
    mail.set_content(body_of(found, technician, manager, zone) + "\n", charset="utf-8")
    receiver = receiver_of(manager)
    to = header_line("To", *receiver) if receiver else b""
    return header_line("Subject", subject_of(found, technician, zone)) + to + mail.as_bytes()
