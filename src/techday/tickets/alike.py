"""How alike tickets are: the likely twins of one, and the trouble that comes again.

Titles are compared as sets of words (`core.text`). Twins share most of their words and are one matter told twice, so
they are named with a reason in words and with the command that joins them. Recurring tickets share half of their words
within a month: each is a matter of its own, and all may have one cause. One word in common says too little ("Printer"),
unless both tickets name the same asset.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol, TypeVar

from techday.core.instants import from_text
from techday.core.text import clean_line, fold, likeness, quoted, words
from techday.tickets.rules import ACTIVE
from techday.tickets.store import is_local_reference

TWIN = 0.6
RECURRENT = 0.5
LEAST_IN_COMMON = 2
MOST_TWINS = 3
MOST_WORDS = 4
OFTEN = 3
RECURRENCE_SPAN = timedelta(days=30)


class Known(Protocol):
    """What is compared of a ticket, and what it is named by; `opened_at` is UTC text, `asset` "" where none is told."""

    @property
    def id(self) -> int:
        """Its row number."""

    @property
    def reference(self) -> str:
        """The reference that people know it by."""

    @property
    def title(self) -> str:
        """What it is about."""

    @property
    def state(self) -> str:
        """Its state."""

    @property
    def opened_at(self) -> str:
        """When it was opened."""

    @property
    def asset(self) -> str:
        """The machine that it is about."""


class Placed(Known, Protocol):
    """A ticket with its client, None while that is unknown."""

    @property
    def client_id(self) -> int | None:
        """Its client's row number."""


One = TypeVar("One", bound=Placed)


class Twin(NamedTuple):
    """A ticket that may be the same matter as another: why, in words, and the command that is the next step."""

    reference: str
    state: str
    title: str
    reason: str
    command: str


def likely_twins(ticket: Placed, others: Iterable[Known]) -> list[Twin]:
    """Give the tickets, among `others` of the same client, that may be the same matter: likest first, three at most.

    They share most of their words, two at least or one and the asset; two different assets are two matters. A ticket
    without a client has no twins: whoever calls first says nothing about who calls next.
    """
    if ticket.client_id is None:
        return []
    own = words(ticket.title)
    rated = []
    for other in others:
        theirs = words(other.title)
        if other.id != ticket.id and may_be_same(ticket, own, other, theirs):
            rated.append((-likeness(own, theirs), apart(ticket, other), other.id, other))
    # The number settles what is as like and as near, so that the order in which they were read does not matter.
    closest = [entry[-1] for entry in sorted(rated, key=lambda entry: entry[:-1])[:MOST_TWINS]]
    return [
        Twin(other.reference, other.state, other.title, reason(ticket, other), next_step(ticket, other))
        for other in closest
    ]


def may_be_same(ticket: Known, own: frozenset[str], other: Known, theirs: frozenset[str]) -> bool:
    """Tell whether two tickets of one client, with the words of their titles, may be the same matter."""
    if likeness(own, theirs) < TWIN:
        return False
    same = same_asset(ticket, other)
    if not same and ticket.asset and other.asset:
        return False
    return same or len(own & theirs) >= LEAST_IN_COMMON


def same_asset(one: Known, other: Known) -> bool:
    """Tell whether two tickets name the same machine."""
    return bool(one.asset) and fold(one.asset) == fold(other.asset)


def apart(one: Known, other: Known) -> int:
    """Give the seconds between the openings of two tickets."""
    return abs(int((from_text(one.opened_at) - from_text(other.opened_at)).total_seconds()))


def reason(ticket: Known, other: Known) -> str:
    """Say why two tickets of one client may be the same: asset, words in the order of the title, time apart."""
    from techday.core.durations import MINUTE, show_age  # only where there is a twin

    common = words(ticket.title) & words(other.title)
    folded = ticket.title.casefold()
    shared = sorted(common, key=lambda word: (folded.find(word), word))
    more = " …" if len(shared) > MOST_WORDS else ""
    parts = ["same client"]
    if same_asset(ticket, other):
        parts.append(f"same asset {clean_line(ticket.asset, 40)}")
    parts.append(f"{quoted(' '.join(shared[:MOST_WORDS]) + more, 60)} in common")
    seconds = apart(ticket, other)
    parts.append("at the same time" if seconds < MINUTE else f"{show_age(seconds)} apart")
    return ", ".join(parts)


def next_step(ticket: Known, other: Known) -> str:
    """Give the command that joins two tickets, the newer into the older, and the local into the help desk's.

    Into a ticket that is no longer open nothing is merged unseen: it is looked at first, since its fix may do again.
    """
    if other.state not in ACTIVE:
        return f"techday ticket show {typed(other.reference)}"
    older, newer = sorted((ticket, other), key=lambda one: (one.opened_at, one.id))
    if is_local_reference(older.reference) and not is_local_reference(newer.reference):
        older, newer = newer, older
    return f"techday ticket merge {typed(newer.reference)} {typed(older.reference)}"


def typed(reference: str) -> str:
    """Give a reference as a shell takes it: in quotes where another system put anything special into it."""
    if all(letter.isalnum() or letter in "._-#/:" for letter in reference):
        return reference
    from shlex import quote  # hardly any reference needs it

    return quote(clean_line(reference, 100))


# --- trouble that comes again ---


def recurring(ticket: One, others: Iterable[One], since: str) -> list[One]:
    """Give the other tickets of the same trouble opened since (UTC text), oldest first; [] where it comes seldom.

    The same trouble is the same client or the same asset, and half of the words; three tickets, this one included,
    are often. `others` hold no merged ones: those are told with their target.
    """
    if ticket.opened_at < since:
        return []
    own = words(ticket.title)
    found = [
        other
        for other in others
        if other.id != ticket.id and other.opened_at >= since and same_trouble(ticket, own, other, words(other.title))
    ]
    return in_time(found) if len(found) + 1 >= OFTEN else []


def same_trouble(one: Placed, own: frozenset[str], other: Placed, theirs: frozenset[str]) -> bool:
    """Tell whether two tickets, with the words of their titles, may have one cause."""
    if likeness(own, theirs) < RECURRENT:
        return False
    if same_asset(one, other):
        return True
    same_client = one.client_id is not None and one.client_id == other.client_id
    return same_client and len(own & theirs) >= LEAST_IN_COMMON


def groups(tickets: Iterable[One]) -> list[list[One]]:
    """Give the groups of three tickets and more of the same trouble: the largest first, each oldest first.

    A ticket belongs to a group when it is like any one of it. So the groups are the same in whatever order the
    tickets are read, and a ticket for which `recurring` finds others is always in one, with all of them.
    """
    known = in_time(tickets)
    titles = [words(ticket.title) for ticket in known]
    group_of = [[index] for index in range(len(known))]
    for place in places(known):
        for position, index in enumerate(place):
            for other in place[:position]:
                own, theirs = group_of[index], group_of[other]
                if own is not theirs and same_trouble(known[index], titles[index], known[other], titles[other]):
                    own += theirs
                    for member in theirs:
                        group_of[member] = own
    often = {id(group): group for group in group_of if len(group) >= OFTEN}
    found = [[known[index] for index in sorted(group)] for group in often.values()]
    return sorted(found, key=lambda group: (-len(group), group[0].opened_at, group[0].id))


def places(tickets: Sequence[Placed]) -> Iterable[list[int]]:
    """Give the positions of the tickets that share a client, and of those that share an asset."""
    found: dict[tuple[str, object], list[int]] = {}
    for index, ticket in enumerate(tickets):
        if ticket.client_id is not None:
            found.setdefault(("client", ticket.client_id), []).append(index)
        if ticket.asset:
            found.setdefault(("asset", fold(ticket.asset)), []).append(index)
    return found.values()


def in_time(tickets: Iterable[One]) -> list[One]:
    """Give tickets in the order in which they were opened."""
    return sorted(tickets, key=lambda ticket: (ticket.opened_at, ticket.id))
