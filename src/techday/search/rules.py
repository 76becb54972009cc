"""What was typed, read as words to look for and filters. No clock and no store.

Words, "phrases in quotes" and beginnings (`print*`) must all be there; `client:`, `state:` and `since:` narrow the
search. Each term reaches FTS5 as a string in quotes of its own, so whatever was typed is only ever looked for: no sign
and no word of it is read as FTS5's query language.
"""

import re
from typing import NamedTuple

from techday.core.text import clean_line, quoted
from techday.errors import BadUsage
from techday.tickets.rules import ACTIVE

CLOSED = ("resolved", "closed", "gone")
STATES = {
    "open": ACTIVE,
    "closed": CLOSED,
    "new": ("new",),
    "working": ("working",),
    "waiting": ("waiting",),
    "resolved": ("resolved",),
    "gone": ("gone",),
    "merged": ("merged",),
}

# A pasted error message finds its ticket by its beginning; more words would only take longer.
LONGEST = 500

# A filter or nothing, then a phrase (whose second quote may be missing) with a sign of its prefix, or a word.
PART = re.compile(r'(?:(client|state|since):)?(?:"([^"]*)(?:"([*…])?|$)|([^\s"]+))', re.IGNORECASE)
CURLY_QUOTES = str.maketrans("“”„‟", '""""')


class Term(NamedTuple):
    """A word or a phrase to look for; a `beginning` stands for every word that begins so."""

    text: str
    beginning: bool = False

    @property
    def has_words(self) -> bool:
        """Whether there is anything in it that can be found."""
        return any(character.isalnum() for character in self.text)


class Typed(NamedTuple):
    """What was typed: the whole text, its terms, and the filters as they were typed, "" where there is none."""

    text: str
    terms: tuple[Term, ...]
    client: str = ""
    state: str = ""
    since: str = ""


def read(text: str) -> Typed:
    """Read what was typed after `search`; raises BadUsage where a filter is given twice.

    The text is cleaned as the store cleans what it keeps, so that what was pasted from elsewhere is found here. A word
    that ends in `…` is a beginning as well: so texts end that were cut.
    """
    terms: list[Term] = []
    filters: dict[str, str] = {}
    text = clean_line(text, LONGEST)
    for name, phrase, sign, word in PART.findall(text.translate(CURLY_QUOTES)):
        name, said = name.lower(), phrase or word
        if name and any(character.isalnum() for character in said):
            if name in filters:
                raise BadUsage(f"{name}: is given twice", hint=f'Look for one at a time, or for the word: "{name}:"')
            filters[name] = said
            continue
        if name:
            said = f"{name}:{said}"
        kept = said.rstrip("*…")
        if kept:
            terms.append(Term(kept, bool(sign) or kept != said))
    return Typed(text, tuple(dict.fromkeys(terms)), **filters)


def states(typed: str) -> tuple[str, ...]:
    """Give the states of tickets that a `state:` filter means, none for no filter; raises BadUsage for another word."""
    if not typed:
        return ()
    known = STATES.get(typed.lower())
    if known is None:
        hint = f"One of {', '.join(STATES)}; the words themselves go in quotes"
        raise BadUsage(f"No state {quoted(typed)}", hint=hint)
    return known


def match(terms: tuple[Term, ...], columns: tuple[str, ...] = ()) -> str:
    """Give the FTS5 query that finds the rows with all of the terms, in any of the `columns`, else in any column.

    A string beside another means AND (FTS5, "Full-text Query Syntax"), and one without a letter or digit is no
    condition beside others.
    """
    every = " ".join(f'"{term.text}"{"*" if term.beginning else ""}' for term in terms)
    return f"{{{' '.join(columns)}}} : ({every})" if columns else every
