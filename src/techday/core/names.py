"""Finding what goes by a name: exactly, else by a unique beginning, whatever the case.

The name that is shown, such as a client's code, goes before any other name that is the same.
Clients, colleagues and so on are typed as people say them: "acme", "acm", "sam". A miss names the nearest ones.
"""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from techday.core.text import clean_line, fold, nearest, quoted
from techday.errors import NotFound

Thing = TypeVar("Thing")

# SQLite's integers end, and nobody has as many of anything.
MOST_DIGITS = 15


def number_in(text: str) -> int | None:
    """Give the number that was typed as it is shown, `12` or `#12`; None where it is none."""
    digits = clean_line(text, 100).removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None


class Named(Generic[Thing]):
    """Something with the names that it goes by, the shown one first."""

    def __init__(self, thing: Thing, names: Iterable[str]) -> None:
        self.thing = thing
        self.names = [name for name in names if name]
        self.keys = [fold(name) for name in self.names]


def find_named(text: str, candidates: Sequence[Named[Thing]], kind: str, hint: str) -> Thing:
    """Give the one thing that `text` names; `kind` ("client") and `hint` (the next step) word the error.

    Raises NotFound where nothing or more than one thing is meant.
    """
    key = fold(text)
    exact = [one for one in candidates if key in one.keys]
    shown = [one for one in exact if one.keys[0] == key]
    found = shown or exact or [one for one in candidates if key and any(name.startswith(key) for name in one.keys)]
    if len(found) == 1:
        return found[0].thing
    if found:
        names = ", ".join(candidate.names[0] for candidate in found[:5])
        raise NotFound(f"{quoted(text)} could be several {kind}s: {names}", hint="Type more of the name")
    close = nearest(text, [name for candidate in candidates for name in candidate.names])
    raise NotFound(
        f"No {kind} {quoted(text)}", hint=f"Did you mean {', '.join(close)}? Else: {hint}" if close else hint
    )
