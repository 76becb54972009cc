"""One cell at a time: foreign text made safe, blanks told from values, ticket numbers as the source writes them."""

import html
import re
from functools import lru_cache

from techday.core.text import clean_block, clean_line
from techday.exchange.models import LONGEST_BODY, LONGEST_NAME, LONGEST_NUMBER, LONGEST_TITLE
from techday.exchange.vocabulary import is_nothing

# Names, states and categories repeat; what was cleaned once need not be cleaned again.
MOST_REMEMBERED = 20_000

# Excel writes a long number in short (1.04921E+12); the ticket it meant cannot be told any more.
SHORTENED_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE | re.ASCII)

MARKUP = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}>")
LINE_TAGS = frozenset("p br div tr li ul ol table h1 h2 h3 h4 h5 h6 blockquote pre hr".split())


@lru_cache(maxsize=MOST_REMEMBERED)
def name_in(cell: str) -> str:
    """Give a name, a word or a category on one safe line; "" where the cell says nothing."""
    text = cell.strip()
    return "" if is_nothing(text) else clean_line(text, LONGEST_NAME)


def title_in(cell: str) -> str:
    """Give a title on one safe line; "" where the cell says nothing."""
    text = cell.strip()
    return "" if is_nothing(text) else clean_line(text, LONGEST_TITLE)


def body_in(cell: str) -> str:
    """Give a description as safe text of several lines, without markup; "" where the cell says nothing."""
    text = cell.strip()
    if is_nothing(text):
        return ""
    if "<" not in text and text.isascii() and text.isprintable() and len(text) <= LONGEST_BODY:
        return text
    # A character reference such as &#27; must not smuggle in what cleaning takes out, so cleaning comes last.
    return clean_block(without_markup(text) if "<" in text and ">" in text else text, LONGEST_BODY)


def without_markup(text: str) -> str:
    """Give the words of a piece of HTML; text that merely holds angle brackets (`<none>`, `a < b`) stays as it is."""
    tags = {match[1].lower().lstrip("/") for match in MARKUP.finditer(text)}
    if not tags & (LINE_TAGS | {"span", "b", "i", "strong", "em", "a", "font", "html", "body"}):
        return text
    return html.unescape(MARKUP.sub(line_break, text))


def line_break(tag: re.Match[str]) -> str:
    """Give what stands in the place of a tag: a line break for one that begins a line, else nothing."""
    return "\n" if tag[1].lower().lstrip("/") in LINE_TAGS else ""


def number_in(cell: str) -> str:
    """Give a ticket's number as its source writes it, without what spreadsheets and people put around it.

    `#1049213`, `="1049213"` and `1049213.0` all are 1049213. "" where there is none.
    """
    text = cell.strip()
    if not text.isalnum():
        if text.startswith('="') and text.endswith('"'):
            text = text[2:-1].strip()
        text = text.lstrip("#'").strip()
        if text.endswith(".0") and text[:-2].isdigit():
            text = text[:-2]
        text = clean_line(text, LONGEST_NUMBER)
    return "" if is_nothing(text) else text[:LONGEST_NUMBER]


def is_shortened(number: str) -> bool:
    """Tell a number that a spreadsheet has shortened, so that nobody knows which ticket it was."""
    return "+" in number and SHORTENED_NUMBER.fullmatch(number) is not None
