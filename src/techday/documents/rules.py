"""Decisions about documents: no clock and no store, all is given."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from techday.core.text import clean_block, nearest, quoted
from techday.documents.store import Content
from techday.errors import BadUsage

KINDS = ("protocol", "system", "integration", "network", "vendor", "billing", "procedure", "credentials")
USUAL_KIND = "procedure"
LONGEST_INTERVAL = 3650
DAYS_IN = {"d": 1, "day": 1, "w": 7, "week": 7, "y": 365, "year": 365}
# Characters that say nothing by themselves: controls, marks of direction, halves of characters.
NO_TEXT = ("Cc", "Cf", "Cs")
LINE_PARTS = "\t\n\r"
# Two blanks at the end of a line are a line break in Markdown.
HARD_BREAK = "  "


class Cleaned(NamedTuple):
    """A text that is safe to keep, how many characters were taken out of it, and the line of the first of these."""

    text: str
    removed: int
    line: int


def cleaned(text: str) -> Cleaned:
    """Make a text safe: escape sequences, control and invisible characters go, as in `clean_block`.

    Line ends become `\\n`, tabs four blanks; blank lines around it go. What Markdown means by blanks stays. Cleaning
    twice equals cleaning once.
    """
    removed = first = 0
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = text.removeprefix("\ufeff")  # the mark by which Windows tells UTF-8
        unsafe = [one for one in set(text) if one not in LINE_PARTS and clean_block(f"a{one}b") != f"a{one}b"]
        unsafe = [one for one in unsafe if unicodedata.category(one) in NO_TEXT]
        if unsafe:
            removed = sum(map(text.count, unsafe))
            first = 1 + len(re.findall("\r\n|[\n\r]", text[: min(map(text.find, unsafe))]))
    lines = [cleaned_line(line) for line in text.splitlines()]
    return Cleaned("\n".join(lines).strip("\n"), removed, first)


def cleaned_line(line: str) -> str:
    """Make one line of a text safe, and keep the blanks at its end that break the line in Markdown."""
    safe = clean_block(line, len(line) * 4 + 4)
    return safe + HARD_BREAK if safe and line.endswith(HARD_BREAK) else safe


def known_kind(text: str) -> str:
    """Give the kind that `text` names, whatever its case, by a beginning too; raises BadUsage with the nearest."""
    key = text.strip().lower()
    found = [kind for kind in KINDS if kind == key] or [kind for kind in KINDS if key and kind.startswith(key)]
    if len(found) == 1:
        return found[0]
    close = found or nearest(key, KINDS) or list(KINDS)
    raise BadUsage(f"No kind of document {quoted(text)}", hint=f"One of {', '.join(close)}")


def read_interval(text: str) -> int | None:
    """Read how often a document is looked at: `90d`, `12w`, `1 year`, a bare number of days; None for `none`.

    Raises BadUsage for anything else, months among them: they have no fixed length.
    """
    key = text.strip().lower()
    if key in ("none", "never"):
        return None
    digits = key[: len(key) - len(key.lstrip("0123456789"))]
    unit = key[len(digits) :].strip() or "d"
    days_in = DAYS_IN.get(unit) or DAYS_IN.get(unit.removesuffix("s"), 0)
    days = int(digits) * days_in if digits.isascii() and 0 < len(digits) < 6 else 0
    if not 1 <= days <= LONGEST_INTERVAL:
        raise BadUsage(f"{quoted(text)} is no interval of reviews", hint="Write it as 90d, 12w or 1y, or none")
    return days


def next_review(looked_on: date, interval: int | None) -> str | None:
    """Give the local day of the next review after a look, as text; None without an interval."""
    return None if interval is None else (looked_on + timedelta(days=interval)).isoformat()


def is_due(review_on: str | None, day: str) -> bool:
    """Tell whether a review is due on a local day: on its own day, and on each after it until it is done."""
    return review_on is not None and review_on <= day


# --- secrets ---

LABELS = "pass(?:word|wort|wd|phrase|code)|kennwort|pwd|pw|pin|secret|token|(?:api|access|private)[ _-]?key|psk|pass"
AFTER_LABEL = (
    f"\\b(?P<name>{LABELS})[\"'*_`]*[ \t]*(?:[:=]|\\bis\\b|\\bist\\b)[\"'*_` \t]*"
    "(?P<value>[^\\s\"'`*|]{4,})(?P<rest>[^\n]*)"
)
# What a secret looks like by itself: keys of well-known services, private keys, links with a password in them.
LOOKS = (
    ("-----BEGIN [A-Z ]*PRIVATE KEY", "private key"),
    (
        "\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20}|\\bxox[abprs]-[A-Za-z0-9-]{10}|\\bsk-[A-Za-z0-9_-]{20}",
        "key",
    ),
    ("otpauth://", "one-time passwords"),
    ("://[^/\\s:@]+:[^/\\s@]+@", "link with a password"),
)
# Words with which a sentence says where something is kept.
POINTERS = frozenset(
    "in at see kept stored saved with from under behind unknown none vault safe keepass keepassxc bitwarden 1password"
    " lastpass keeper passbolt dashlane hudu itglue tresor siehe beim".split()
)


class Secret(NamedTuple):
    """What seems to be a secret: the line on which it stands, the first being 1, and what it looks like."""

    line: int
    what: str


def secret_in(text: str) -> Secret | None:
    """Find what looks like a secret itself in a text that should say where secrets are kept; None where nothing does.

    It is a guess, good for a warning: `Password: hunter2` is one, `Password: in KeePass` and prose are none.
    """
    found = [(match.start(), what) for look, what in LOOKS if (match := re.search(look, text))]
    for match in re.finditer(AFTER_LABEL, text, re.IGNORECASE):
        if tells_secret(match["value"], match["rest"]):
            found.append((match.start(), match["name"].lower()))
            break
    if not found:
        return None
    place, what = min(found)
    return Secret(text.count("\n", 0, place) + 1, what)


def tells_secret(word: str, rest: str) -> bool:
    """Tell whether the word after "password:" is the password, and not the beginning of where it is kept."""
    bare = word.strip(".,;:()[]<>").lower()
    if bare in POINTERS or len(bare) < 4 or "://" in word:
        return False
    return not (bare.isalpha() and rest.strip(".,;:()* ")[:1].isalpha())


# --- history ---


class Change(NamedTuple):
    """A change of a document by an operation: what it changed, and how many lines of text came and went.

    The oldest change is number 1.
    """

    number: int
    operation: int
    at: str
    verb: str
    summary: str
    undone_by: int | None
    changed: Sequence[str]
    lines_added: int
    lines_removed: int


FIELD_WORDS = (("title", "title"), ("kind", "kind"), ("client_id", "client"), ("review_days", "interval"))


def what_changed(before: Content | None, after: Content | None) -> list[str]:
    """Name what differs between two states of a document; None is a document that is not there."""
    if before is None or after is None:
        return ["written" if before is None else "deleted"]
    changed = ["text"] if before.body != after.body else []
    changed += [word for field, word in FIELD_WORDS if getattr(before, field) != getattr(after, field)]
    if before.reviewed_at != after.reviewed_at:
        changed.append("reviewed")
    elif before.review_on != after.review_on:
        changed.append("review date")
    return changed


def lines_moved(before: Content | None, after: Content | None) -> tuple[int, int]:
    """Count the lines of the text that came and those that went."""
    old, new = (Counter(state.body.split("\n") if state and state.body else ()) for state in (before, after))
    return (new - old).total(), (old - new).total()


# Comparing takes the square of this many lines at the worst.
MOST_COMPARED = 3_000


def compared(before: str, after: str, names: tuple[str, str]) -> list[str] | None:
    """Give the differences of two texts as a unified diff, None where too much differs to be compared line by line."""
    from difflib import unified_diff  # only where texts are compared

    old, new = before.split("\n") if before else [], after.split("\n") if after else []
    same = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    last = min(len(old), len(new)) - same
    back = next((at for at in range(last) if old[-1 - at] != new[-1 - at]), last)
    if max(len(old), len(new)) - same - back > MOST_COMPARED:
        return None
    # All but some lines around what differs is left out; the numbers of lines are put right below.
    first = max(0, same - 3)
    ends = [len(lines) - max(0, back - 3) for lines in (old, new)]
    diff = unified_diff(old[first : ends[0]], new[first : ends[1]], *names, lineterm="")
    return [shifted(line, first) if line.startswith("@@") else line for line in diff]


def shifted(head: str, lines: int) -> str:
    """Move the line numbers in the head of a hunk (`@@ -3,4 +3,5 @@`) down by some lines."""
    return re.sub("([-+])(\\d+)", lambda found: f"{found[1]}{int(found[2]) + lines}", head) if lines else head
