"""A time card on its way to whoever approves it: a mail that is ready to send, and the short text of the card."""

from techday.cards.page import as_text, html_page, in_short, title_of
from techday.cards.views import CardView
from techday.core.durations import show_duration
from techday.core.text import clean_line
from techday.messages.delivery import header_line, receiver_of, unsent_mail

LONGEST_NAME = 200


def card_name_of_file(view: CardView, ending: str) -> str:
    """Give the name of a card's file: `timecard-2026-W47.csv`, that of a supplement `timecard-2026-W47-part2.csv`.

    A second file of one card is numbered, so a plain number would leave in doubt which it is.
    """
    return f"timecard-{view.week.replace('/', '-part')}.{ending}"


def card_text(view: CardView) -> str:
    """Give a card in short, as text to paste: its sums by day and by client, what review found, and the digest."""
    return as_text(title_of(view), in_short(view))


def subject_of(view: CardView) -> str:
    """Give the subject of a card's mail: `Time card 2026-W47, Sam Reed, 38h15`."""
    who = clean_line(view.technician or "", LONGEST_NAME)
    return ", ".join([title_of(view), *([who] if who else []), show_duration(view.worked_seconds)])


def card_mail(view: CardView, page: bytes, approver: str) -> bytes:
    """Give the mail that takes a card to its approver (RFC 5322, all ASCII, lines ended by CRLF), still to be sent.

    The card in short as text and as HTML, and `page` attached byte for byte. From is the mail program's to fill in; so
    is To where `approver` (an address, perhaps with a name before it) is empty or no address.
    """
    mail = unsent_mail()
    mail.set_content(card_text(view), charset="utf-8")
    mail.add_alternative(html_page(title_of(view), in_short(view)), subtype="html", charset="utf-8")
    mail.add_attachment(
        page, maintype="text", subtype="html", filename=card_name_of_file(view, "html"), params={"charset": "utf-8"}
    )
    receiver = receiver_of(approver)
    to = header_line("To", *receiver) if receiver else b""
    return header_line("Subject", subject_of(view)) + to + mail.as_bytes()
