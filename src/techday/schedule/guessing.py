"""What a calendar does not say of an event, told by its words: its kind, client, site and ticket. Pure.

Only what stands there plainly is taken: the code or the whole name of a client, the reference of a known ticket. Where
two clients or tickets fit, none is taken: an empty field is seen and filled, a wrong one misleads.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from techday.core.text import fold

# A code or name so short is also a word or a part of one, so it must be written as it is kept: `IT`, not `it`.
SHORT = 4
# Shorter references are also years and counts; these need a # in front.
LONG_REFERENCE = 5
MOST_OF_TEXT = 4_000

# In this order: who is on vacation is not training, and a call about a patch is no maintenance but for its word.
KINDS_BY_WORDS = {
    "time-off": (
        *("vacation", "pto", "ooo", "time off", "day off", "out of office", "annual leave", "on leave", "sick"),
        *("sick leave", "urlaub", "krank"),
    ),
    "travel": (
        *("travel", "travelling", "traveling", "flight", "flights", "drive to", "driving to", "drive home", "train to"),
        *("business trip", "flug", "dienstreise", "anreise", "abreise"),
    ),
    "training": ("training", "course", "webinar", "seminar", "workshop", "exam", "schulung"),
    "maintenance": (
        *("maintenance", "patch", "patches", "patching", "change window", "update window", "wartung"),
        "wartungsfenster",
    ),
    "on-site": ("onsite", "on site", "site visit", "vor ort"),
    "remote": ("remote",),
    "meeting": ("meeting", "meetings", "call", "standup", "stand up", "huddle", "jour fixe", "besprechung"),
}
# What holds such a word and means something else.
OTHERWISE = ("patch panel", "patch panels", "patch cable", "patch cables", "on call")
MEETING_PLACES = frozenset("teams zoom webex skype gotomeeting".split())
CONFERENCES = (
    *("teams.microsoft.com", "teams.live.com", "zoom.us/", "meet.google.com", "webex.com", "gotomeeting.com"),
    *("meet.jit.si", "whereby.com", "lync.com", "facetime.apple.com"),
)
STREETS = frozenset(
    "street st road rd avenue ave lane ln drive dr boulevard blvd way square court close parade highway terrace"
    " straße strasse str weg platz allee gasse ring rue via calle".split()
)
ROOMS = frozenset("room rooms raum boardroom floor level saal".split())
STREET_ENDS = ("straße", "strasse", "str", "weg", "platz", "allee", "gasse")
# What stands between references.
BREAKS = "\\s()\\[\\]{}<>,;:\"'|/="
# Words with a digit in them, looked for at their beginnings alone, so that a long text is gone through once.
PERHAPS_REFERENCES = re.compile(f"(?<![^{BREAKS}])[^{BREAKS}\\d]*+\\d[^{BREAKS}]*+")


class Words(NamedTuple):
    """What an event says: `busy` is OOF where it shows as out of office.

    `link` is the address that it gives, and `others` tells that other people take part in it.
    """

    title: str
    place: str = ""
    note: str = ""
    categories: tuple[str, ...] = ()
    busy: str = ""
    link: str = ""
    others: bool = False


class KnownClient(NamedTuple):
    """A client by its names."""

    id: int
    code: str
    name: str


class KnownSite(NamedTuple):
    """A site of a client, by name and address."""

    id: int
    client_id: int
    name: str
    address: str


class KnownTicket(NamedTuple):
    """A ticket by its reference, with its client, if it has one."""

    id: int
    reference: str
    client_id: int | None


class Guess(NamedTuple):
    """What was made out; None for what was not."""

    kind: str
    client_id: int | None = None
    site_id: int | None = None
    ticket_id: int | None = None


class Known:
    """What the store knows by name, made ready to be looked for in many texts."""

    def __init__(
        self, clients: Iterable[KnownClient], sites: Iterable[KnownSite], tickets: Iterable[KnownTicket]
    ) -> None:
        # A name stands above the same text as another client's code.
        known = list(clients)
        names = [*((one.code, one.id) for one in known), *((one.name, one.id) for one in known)]
        self.clients = Phrases(names)
        self.named = {key: number for name, number in names for key in keys_of(name)}
        by_client: defaultdict[int, list[KnownSite]] = defaultdict(list)
        for site in sites:
            by_client[site.client_id].append(site)
        self.sites = {client: Phrases(names_of(found)) for client, found in by_client.items()}
        self.client_of_site = {site.id: client for client, found in by_client.items() for site in found}
        # What repeats says the same every time.
        self.guesses: dict[Words, Guess] = {}
        self.tickets: Mapping[str, KnownTicket] = {ticket.reference.casefold(): ticket for ticket in tickets}

    def guess(self, words: Words) -> Guess:
        """Give what the words of an event tell."""
        if words not in self.guesses:
            self.guesses[words] = self.made_out(words)
        return self.guesses[words]

    def made_out(self, words: Words) -> Guess:
        """Make out of the words of an event whose it is, where, and of which kind."""
        ticket = self.ticket_in(words)
        client = ticket.client_id if ticket is not None and ticket.client_id is not None else self.client_in(words)
        site = self.site_in(client, words)
        at_client = site is not None or (client is not None and client in self.clients.found_in(words.place))
        return Guess(kind_of(words, at_client), client, site, None if ticket is None else ticket.id)

    def client_in(self, words: Words) -> int | None:
        """Give the client that a category names, else title, place or note; None where there are several in one."""
        keys = [key for one in words.categories if not kind_in(one) for key in (one, fold(one))]
        named = {self.named[key] for key in keys if key in self.named}
        if len(named) == 1:
            return named.pop()
        for text in (words.title, words.place, words.note[:MOST_OF_TEXT]):
            found = self.clients.found_in(text)
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def site_in(self, client: int | None, words: Words) -> int | None:
        """Give the site of the client that the place names, else the title; None where it names several."""
        phrases = None if client is None else self.sites.get(client)
        for text in (words.place, words.title) if phrases is not None else ():
            found = phrases.found_in(text) if phrases is not None else set()
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def ticket_in(self, words: Words) -> KnownTicket | None:
        """Give the ticket whose reference stands in the title, else in the note; None where there are several."""
        for text in (words.title, words.note[:MOST_OF_TEXT]) if self.tickets else ():
            found = {ticket.id: ticket for name in references_in(text) if (ticket := self.tickets.get(name.casefold()))}
            if found:
                return found.popitem()[1] if len(found) == 1 else None
        return None


class Phrases:
    """Names to be found in texts as whole words; each stands for a number."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self.by_first: defaultdict[str, list[tuple[list[str], list[str], int]]] = defaultdict(list)
        for name, number in names:
            exact = words_of(name)
            if exact:
                folded = [word.casefold() for word in exact]
                self.by_first[folded[0]].append((folded, exact if is_short(exact) else [], number))

    def found_in(self, text: str) -> set[int]:
        """Give what is named in a text; a name within a longer one that is there too does not count."""
        if not self.by_first or not text:
            return set()
        exact = words_of(text)
        folded = [word.casefold() for word in exact]
        found: list[tuple[int, int, int]] = []
        for start, word in enumerate(folded):
            for name, written, number in self.by_first.get(word, ()):
                end = start + len(name)
                if folded[start:end] == name and written in ([], exact[start:end]):
                    found.append((start, end, number))
        return {
            number
            for start, end, number in found
            if not any(left <= start and end <= right and right - left > end - start for left, right, _ in found)
        }


def names_of(sites: Iterable[KnownSite]) -> Iterator[tuple[str, int]]:
    """Give the names by which sites are found; an address only where it is more than a town."""
    for site in sites:
        yield site.name, site.id
        if len(words_of(site.address)) > 2:
            yield site.address, site.id


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are written: runs of letters and digits."""
    return re.findall("[^\\W_]+", text)


def keys_of(name: str) -> tuple[str, ...]:
    """Give the keys of a name as a whole: a short one is only as it is written."""
    return (name,) if is_short(words_of(name)) else (name, fold(name))


def is_short(words: Sequence[str]) -> bool:
    """Tell a name that could be another word or a part of one."""
    return sum(map(len, words)) <= SHORT


def references_in(text: str) -> list[str]:
    """Give the words of a text that could be the reference of a ticket, without the # in front.

    >>> references_in("Visit [#42] for INC0012345, 10:00 at 2026")
    ['42', 'INC0012345']
    """
    found = []
    for word in PERHAPS_REFERENCES.findall(text[:MOST_OF_TEXT]):
        _, mark, name = word.rpartition("#")
        name = name.strip(".!?-_*")
        if name and (mark or len(name) >= LONG_REFERENCE):
            found.append(name)
    return found


def kind_of(words: Words, at_client: bool = False) -> str:
    """Give the kind of an event; `at_client` tells that its place is one of the client's.

    What categories and title say in so many words goes first; then whether it shows as out of office, where it is, and
    who takes part. Nothing of that: remote.
    """
    for text in (", ".join(words.categories), words.title):
        if kind := kind_in(text):
            return kind
    if words.busy == "OOF":
        return "time-off"
    if at_client or is_address(words.place):
        return "on-site"
    return "meeting" if is_conference(words) or words.others else "remote"


def kind_in(text: str) -> str:
    """Give the kind that the words of a text name, "" where they name none."""
    plain = f" {' '.join(words_of(text)).casefold()} "
    for phrase in OTHERWISE:
        plain = plain.replace(f" {phrase} ", " ")
    return next((kind for kind, names in KINDS_BY_WORDS.items() if any(f" {name} " in plain for name in names)), "")


def is_address(place: str) -> bool:
    """Tell the address of a house from a room: a street with a number, or a postal code behind or before a comma."""
    found = [word.casefold() for word in words_of(place)]
    if "://" in place or not any(word[:1].isdigit() for word in found):
        return False
    if any(word in STREETS or word.endswith(STREET_ENDS) for word in found):
        return True
    coded = any(word.isdigit() and 4 <= len(word) <= 5 for word in found)
    return coded and "," in place and ROOMS.isdisjoint(found)


def is_conference(words: Words) -> bool:
    """Tell whether an event is met by a link, or its place is called a meeting."""
    place = {word.casefold() for word in words_of(words.place)}
    text = f"{words.place} {words.link} {words.note}".casefold()
    return "meeting" in place or not place.isdisjoint(MEETING_PLACES) or any(name in text for name in CONFERENCES)
