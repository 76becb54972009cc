"""Decisions about documents: no clock and no store, all is given."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
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
# So many lines around what differs are shown.
AROUND = 3


class Region(NamedTuple):
    """Lines that differ between two texts: from `old` to `old_end` in one, from `new` to `new_end` in the other."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def cost(self) -> int:
        """How many pairs of lines are compared at the worst."""
        return (self.old_end - self.old) * (self.new_end - self.new)


def compared(before: str, after: str, names: tuple[str, str]) -> list[str] | None:
    """Give the differences of two texts as a unified diff, None where too much differs to be compared line by line."""
    from difflib import unified_diff  # only where texts are compared

    old, new = before.split("\n") if before else [], after.split("\n") if after else []
    regions = list(differing(old, new))
    if sum(region.cost for region in regions) > MOST_COMPARED**2:
        return None
    told: list[str] = []
    for region in regions:
        # All but some lines around what differs is left out; the numbers of lines are put right below.
        first, other = max(0, region.old - AROUND), max(0, region.new - AROUND)
        diff = unified_diff(
            old[first : region.old_end + AROUND], new[other : region.new_end + AROUND], *names, lineterm=""
        )
        hunks = [shifted(line, first, other) if line.startswith("@@") else line for line in diff]
        told += hunks[2:] if told else hunks
    return told


def differing(old: Sequence[str], new: Sequence[str]) -> Iterator[Region]:
    """Give where two texts differ, in their order; between two of these are more equal lines than are shown around."""
    found: Region | None = None
    at = other = 0
    # The end is a line that is the same in both.
    for here, there in [*anchors(old, new), (len(old), len(new))]:
        region = trimmed(old, new, Region(at, here, other, there))
        at, other = here + 1, there + 1
        if region.old == region.old_end and region.new == region.new_end:
            continue
        if found is None:
            found = region
        elif region.old - found.old_end > 2 * AROUND:
            yield found
            found = region
        else:
            found = found._replace(old_end=region.old_end, new_end=region.new_end)
    if found is not None:
        yield found


def trimmed(old: Sequence[str], new: Sequence[str], region: Region) -> Region:
    """Take the equal lines off both ends of what may differ."""
    first, last, other, end = region
    while first < last and other < end and old[first] == new[other]:
        first, other = first + 1, other + 1
    while first < last and other < end and old[last - 1] == new[end - 1]:
        last, end = last - 1, end - 1
    return Region(first, last, other, end)


def anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Give pairs of places whose lines are surely the same ones, in order: where more is found, of two kinds.

    Lines that stand once in each text, as many as come in the same order in both; or the same line at the same place,
    counted from where the texts begin to differ.
    """
    head, last, other, end = trimmed(old, new, Region(0, len(old), 0, len(new)))
    straight = [(at, at) for at in range(head, last) if old[at] == new[at]] if last - head == end - other else []
    counts, others = Counter(old[head:last]), Counter(new[other:end])
    places = {new[place]: place for place in range(other, end) if others[new[place]] == 1}
    single = [(at, places[old[at]]) for at in range(head, last) if counts[old[at]] == 1 and old[at] in places]
    return max(straight, in_both_orders(single), key=len)


def in_both_orders(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the most of some pairs, ordered by their first numbers, whose second numbers rise too."""
    lowest: list[int] = []  # the smallest number that a row of so many pairs can end with
    ends: list[int] = []  # which pair that is
    before: list[int] = []  # which pair comes before a pair
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(lowest, place)
        before.append(ends[at - 1] if at else -1)
        lowest[at : at + 1], ends[at : at + 1] = [place], [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def shifted(head: str, old: int, new: int) -> str:
    """Move the line numbers in the head of a hunk (`@@ -3,4 +3,5 @@`) down by so many lines of each text."""
    return re.sub("([-+])(\\d+)", lambda found: f"{found[1]}{int(found[2]) + (old if found[1] == '-' else new)}", head)
