"""Decisions about clients: no clock and no store, all is given."""

import unicodedata
from collections.abc import Container
from datetime import date

from techday.clients.store import ClientRow
from techday.core import pauses
from techday.core.text import clean_line

MOST_CODE_CHARACTERS = 8
SHORTEST_CODE = 3
# What options call no client at all.
NO_CODE = "NONE"

# What a company is, not what it is called.
LEGAL_FORMS = frozenset(
    "inc ltd llc llp plc gmbh ag kg ohg ug se sa sas sarl srl spa bv nv oy ab as aps corp corporation company co"
    " limited incorporated and und the".split()
)


def code_for(name: str, taken: Container[str]) -> str:
    """Give a short code for a new client: at most eight capital letters and digits, none of `taken`.

    The first word of the name that says who it is (`ACME` for "The Acme Company Ltd"); a very short one takes the
    next word along. Where the code is taken, or means no client, a number counts up. A name without letters and digits
    is `CLIENT`.

    >>> code_for("Müller & Söhne GmbH", ())
    'MULLER'
    """
    words = [word for word in plain_words(name) if word.casefold() not in LEGAL_FORMS]
    if not any(map(str.isalpha, words)):
        words = plain_words(name)
    stem = ""
    for word in words:
        stem += word
        if len(stem) >= SHORTEST_CODE:
            break
    stem = stem[:MOST_CODE_CHARACTERS] or "CLIENT"
    if stem not in taken and stem != NO_CODE:
        return stem
    free = 2
    while numbered(stem, free) in taken:
        free *= 2
    # Numbers are given in turn, so the first free one lies between: halving finds it, however many there are.
    last_taken = free // 2
    while free - last_taken > 1:
        middle = (free + last_taken) // 2
        if numbered(stem, middle) in taken:
            last_taken = middle
        else:
            free = middle
    return numbered(stem, free)


def numbered(stem: str, number: int) -> str:
    """Give a code with a number at its end, within the length of a code."""
    return stem[: MOST_CODE_CHARACTERS - len(str(number))] + str(number)


def plain_words(name: str) -> list[str]:
    """Give the words of a name in ASCII capitals and digits: accents are dropped, other scripts left out."""
    text = unicodedata.normalize("NFKD", clean_line(name, 200).replace("ß", "ss").replace("&", " ")).upper()
    letters = "".join(c if c.isascii() and c.isalnum() else "" if unicodedata.combining(c) else " " for c in text)
    return letters.split()


def is_paused(client: ClientRow, day: date) -> bool:
    """Tell whether a client is paused on a local day: a pause ends by itself on the day that was named for it."""
    return pauses.is_paused(client.paused_at, client.paused_until, day.isoformat())


def starts_later(client: ClientRow, day: date) -> bool:
    """Tell whether a client is still to come in on a local day."""
    return client.starts_on is not None and client.starts_on > day.isoformat()


def billing_word(client: ClientRow) -> str:
    """Say how the time of a client is paid: billed, or with what its contract costs anyway."""
    return "billable" if client.billable else "contract"
