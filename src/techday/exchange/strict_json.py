"""JSON from outside, read strictly: one object, and nothing in it that two readers could take for two things.

Python's own reader lets pass NaN, keys that come twice (the last one wins, elsewhere the first), halves of characters
(`\\ud800`) and numbers that no other program holds, and nesting that is deep enough ends it. Here size and depth are
bounded before anything is read, and all of these are refused with the place. What travels holds whole numbers only,
so a fraction is refused too (RFC 8259, sections 4, 6 and 8; I-JSON, RFC 7493, section 2).
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from techday.core.text import quoted
from techday.errors import Refused

AGAIN = "Ask for the file again, and save it as it was sent"
# Beyond it, programs that hold numbers as doubles no longer tell neighbours apart (RFC 7493, section 2.2).
LARGEST = 2**53 - 1
MOST_DIGITS = len(str(LARGEST))
# A whole string, one that never ends too: what looks like a bracket in it is none. Possessive, so it never goes back.
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


class BadData(Refused):
    """A file from outside cannot be what it should be; the message says what is wrong, and where."""


def read(raw: bytes, most_bytes: int, most_depth: int) -> dict[str, Any]:
    """Read one JSON object of at most `most_bytes` bytes, nested at most `most_depth` deep (the object itself is 1).

    Raises BadData for what is larger, deeper, not UTF-8 or not JSON, and for NaN, fractions, numbers beyond 2^53 - 1,
    keys that come twice, halves of characters, and whatever stands behind the object.
    """
    if len(raw) > most_bytes:
        raise BadData(f"more than {shown_size(most_bytes)}", AGAIN)
    text = text_of(raw)
    refuse_deep(text, most_depth)
    try:
        found = json.loads(
            text,
            object_pairs_hook=without_twice,
            parse_float=no_fraction,
            parse_int=whole_number,
            parse_constant=no_constant,
        )
    except json.JSONDecodeError as error:
        raise BadData(f"not JSON at line {error.lineno}, character {error.colno}: {error.msg}", AGAIN) from None
    if not isinstance(found, dict):
        raise BadData("not a JSON object", AGAIN)
    for words in texts_in(found):
        refuse_halves(words)
    return found


def text_of(raw: bytes) -> str:
    """Give the text that some bytes are; raises BadData unless they are UTF-8, without a mark before it."""
    if raw.startswith(codecs.BOM_UTF8):
        raise BadData("a byte order mark before the text", AGAIN)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadData(f"not UTF-8 at line {line}", AGAIN) from None


def refuse_deep(text: str, most: int) -> None:
    """Raise BadData where brackets are nested deeper than `most`: the reader would run out of room."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        bracket = found[0]
        if bracket in ("[", "{"):
            depth += 1
            if depth > most:
                line = text.count("\n", 0, found.start()) + 1
                raise BadData(f"nested more than {most} deep at line {line}", AGAIN)
        elif bracket in ("]", "}"):
            depth -= 1


def without_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give an object of its pairs; raises BadData where a key comes twice."""
    found: dict[str, Any] = {}
    for key, one in pairs:
        if key in found:
            raise BadData(f"the key {quoted(key)} twice in one object", AGAIN)
        found[key] = one
    return found


def no_fraction(text: str) -> float:
    """Refuse a number with a fraction or an exponent."""
    raise BadData(f"{text[:20]}, which is no whole number", AGAIN)


def no_constant(text: str) -> float:
    """Refuse NaN and Infinity, which JSON does not know."""
    raise BadData(f"{text}, which JSON does not know", AGAIN)


def whole_number(text: str) -> int:
    """Give a whole number; raises BadData for one that not every program holds."""
    if len(text.lstrip("-")) > MOST_DIGITS or abs(int(text)) > LARGEST:
        raise BadData(f"the number {text[:20]}…, which is too large", AGAIN)
    return int(text)


def texts_in(value: Any) -> Iterator[str]:
    """Give every text in a value that was read, the keys too; the depth is bounded."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def refuse_halves(words: str) -> None:
    """Raise BadData for a text with half of a character in it, which no file and no store can hold."""
    if words.isascii():
        return
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        raise BadData(f"half of a character in {quoted(words)}", AGAIN) from None


def shown_size(size: int) -> str:
    """Give a number of bytes as people say it."""
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size} bytes"
