"""Who is contacted next, and how many contacts a day keep everybody below sixty days of silence.

No clock and no store: days and instants are given. Silence is counted in days, from the shift day of the last contact;
a client who was never spoken to is silent since it came in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, tzinfo
from heapq import heapify, heappop, heapreplace
from typing import NamedTuple

from techday.core.instants import from_text
from techday.rotation.store import Candidate, TodayRow

# Silent for so many days goes before everything; beyond the other, it has lasted too long.
FIRST_AT, RED_AT = 45, 60
# How far ahead it is looked whether somebody would be silent for too long.
AHEAD_DAYS = 75
# Silence over cadence is compared as an integer with so many binary places: exact for cadences below 65,536 days.
FINE = 32


class Standing(NamedTuple):
    """How a client stands in the rotation on a day.

    `silence` is in days. `state` is `due` (it can be offered), `done` or `skipped` today, `tried` (not to be offered
    before `again_at`, UTC text), `paused`, or `starts` (it comes in later). `tries` are those of today that make it
    wait for the others.
    """

    client: Candidate
    silence: int
    state: str
    tries: int = 0
    note: str = ""

    @property
    def never(self) -> bool:
        """Whether nobody has spoken to the client yet."""
        return self.client.last_day is None


class Day(NamedTuple):
    """The shift day for which the rotation is asked (a local date), the instant (UTC text), and what was done in it."""

    day: date
    now: str
    zone: tzinfo
    contacts: Sequence[TodayRow] = ()


def silent_since(client: Candidate, zone: tzinfo) -> date:
    """Give the day since which a client is silent: of its last contact, else on which it came in."""
    given = client.last_day or client.starts_on
    return date.fromisoformat(given) if given else from_text(client.created_at).astimezone(zone).date()


def silence_of(client: Candidate, day: date, zone: tzinfo) -> int:
    """Give for how many days a client is silent, on a day; what lies ahead is no silence."""
    return max(0, (day - silent_since(client, zone)).days)


def is_paused(client: Candidate, day: date) -> bool:
    """Tell whether a client is paused on a day; a pause with an end is over on that day."""
    return client.paused_at is not None and (client.paused_until is None or client.paused_until > day.isoformat())


def starts_later(client: Candidate, day: date) -> bool:
    """Tell whether a client is still to come in on a day."""
    return client.starts_on is not None and client.starts_on > day.isoformat()


def standings(clients: Iterable[Candidate], today: Day) -> list[Standing]:
    """Give how every client stands, in the order in which they are offered; those who cannot be offered come after."""
    by_client: dict[int, list[TodayRow]] = {}
    for one in today.contacts:
        by_client.setdefault(one.client_id, []).append(one)
    found = [standing(client, by_client.get(client.id, ()), today) for client in clients]
    return sorted(found, key=lambda one: (one.state != "due", one.tries, *place(one)))


def standing(client: Candidate, contacts: Sequence[TodayRow], today: Day) -> Standing:
    """Give how a client stands; `contacts` is what was done about it in the shift day."""
    silence = silence_of(client, today.day, today.zone)
    latest = {one.kind: one.note for one in contacts}
    if is_paused(client, today.day):
        return Standing(client, silence, "paused", note=client.pause_reason)
    if starts_later(client, today.day):
        return Standing(client, silence, "starts")
    if "done" in latest:
        return Standing(client, silence, "done")
    if "skipped" in latest:
        return Standing(client, silence, "skipped", note=latest["skipped"])
    tried_last = client.tried_at is not None and client.tried_at > (client.last_at or "")
    if tried_last and client.again_at is not None:
        return Standing(client, silence, "tried" if client.again_at > today.now else "due")
    return Standing(client, silence, "due", tries=sum(one.kind == "tried" for one in contacts))


def place(one: Standing) -> tuple[int, str, str, int]:
    """Give the place of a client in the rotation, as what sorts before the others.

    Silent for 45 days or more comes first, the longest before the others; then by silence over cadence; of equal ones
    the oldest contact, then the name.
    """
    client = one.client
    oldest = client.last_at or client.starts_on or client.created_at
    return -urgency(one.silence, client.cadence_days), oldest, client.name_key, client.id


def urgency(silence: int, cadence: int) -> int:
    """Give how urgent a silence is; from 45 days on it is more so than any shorter one."""
    return silence << 2 * FINE if silence >= FIRST_AT else (silence << FINE) // max(1, cadence)


def offered(found: Sequence[Standing]) -> Standing | None:
    """Give the client to be in touch with now, of standings in their order; None where there is nobody."""
    return found[0] if found and found[0].state == "due" else None


def why(one: Standing) -> str:
    """Say why it is this client: "silent 47 days: past 45, goes first", "31 of 30 days"."""
    days, cadence = one.silence, one.client.cadence_days
    never = "never spoken to, " if one.never else ""
    if days >= FIRST_AT:
        mark = f"past {RED_AT}" if days > RED_AT else f"{RED_AT} reached" if days == RED_AT else f"past {FIRST_AT}"
        mark = f"{FIRST_AT} reached" if days == FIRST_AT else mark
        text = f"{never}silent {days} days: {mark}, goes first"
    else:
        text = f"{never}{days} of {cadence} days"
    if one.tries:
        text += f"; tried {'once' if one.tries == 1 else f'{one.tries} times'} today, and nobody is left untried"
    return text


def words_of_today(one: Standing) -> str:
    """Say in a word why a client is not offered."""
    client = one.client
    words = {
        "done": "spoken to today",
        "skipped": "skipped today",
        "tried": "tried",
        "paused": "paused" + (f" until {client.paused_until}" if client.paused_until else ""),
        "starts": f"starts {client.starts_on}",
    }
    return words.get(one.state, "tried today" if one.tries else "") + (f": {one.note}" if one.note else "")


# --- how many contacts a day are needed ---


class Pace(NamedTuple):
    """How many clients must be spoken to each working day, so that nobody passes 60 days; and how many were today."""

    needed: int
    done: int


def working_ahead(working: Iterable[bool]) -> list[int]:
    """Give the working days among those to come as their numbers, today being 0."""
    return [number for number, works in enumerate(working) if works]


def pace(found: Sequence[Standing], working: Sequence[bool]) -> Pace:
    """Give how many contacts a day are needed from now on, and how many there were today.

    `working` tells of today and each day after it whether there is a shift. Everybody who is in the rotation counts,
    tried and skipped ones too.
    """
    active = [one for one in found if one.state not in ("paused", "starts")]
    done = sum(one.state == "done" for one in active)
    return Pace(needed([(one.silence, one.client.cadence_days) for one in active], working_ahead(working), done), done)


def needed(clients: Iterable[tuple[int, int]], days: Sequence[int], done: int = 0) -> int:
    """Give the least number of contacts on each of the working `days`, so that nobody passes 60 days of silence.

    `clients` are silences and cadences. The days are numbered, today being 0; of today's contacts `done` were made
    already. Who is past 60 days before the first of the days, or could not be reached in time on any, is left out of
    account until they are spoken to. 0 where there is nobody.
    """
    queues = queues_of(clients)
    count = sum(map(len, queues.values()))
    if not count or not days:
        return min(count, 1)
    few, step = at_least(queues, days, done), 1
    if few >= count or holds(queues, days, few, done):  # nearly always the lower bound itself will do
        return min(few, count)
    # Between a number that is too few and one that is enough, halving finds the least; all of them are enough.
    enough = few + step
    while enough < count and not holds(queues, days, enough, done):
        few, step = enough, 2 * step
        enough += step
    enough = min(enough, count)
    while enough - few > 1:
        middle = (few + enough) // 2
        if holds(queues, days, middle, done):
            enough = middle
        else:
            few = middle
    return enough


def queues_of(clients: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Put clients into one queue for each cadence: the days since which they are silent, the oldest first.

    Within a cadence who is silent for longer always comes first, so only the heads of the queues compete.
    """
    queues: dict[int, list[int]] = {}
    for silence, cadence in clients:
        queues.setdefault(cadence, []).append(-silence)
    for queue in queues.values():
        queue.sort()
    return queues


def at_least(queues: Mapping[int, Sequence[int]], days: Sequence[int], done: int) -> int:
    """Give a number of contacts a day below which it cannot work, since too many must be made by some day.

    Who is past 60 days already goes before all others, and so takes up their time.
    """
    deadlines = sorted(since + RED_AT for queue in queues.values() for since in queue)
    least, passed, made = 1, 0, done if days[0] == 0 else 0
    for due, deadline in enumerate(deadlines, start=1):
        if deadline < days[0]:
            continue
        while passed < len(days) and days[passed] <= deadline:
            passed += 1
        if passed == len(days):
            break
        least = max(least, -(-(due + made) // passed))
    return least


def holds(queues: Mapping[int, Sequence[int]], days: Sequence[int], contacts: int, done: int = 0) -> bool:
    """Tell whether so many contacts on each working day keep everybody from passing 60 days, as far as it could be."""
    waiting = {cadence: list(queue) for cadence, queue in queues.items()}
    heads = dict.fromkeys(waiting, 0)
    for position, day in enumerate(days):
        speak(waiting, heads, day, contacts - done if day == 0 else contacts)
        following = days[position + 1] if position + 1 < len(days) else AHEAD_DAYS
        for cadence, queue in waiting.items():
            head = heads[cadence]
            if queue[head] + RED_AT < following and is_missed(queue, head, day, following):
                return False
    return True


def speak(waiting: Mapping[int, list[int]], heads: dict[int, int], day: int, contacts: int) -> None:
    """Let a day's contacts be made: those who are spoken to go to the ends of their queues."""
    # Of equally urgent ones who is silent for longer comes first: the one with the longer cadence.
    competing = [
        (-urgency(day - since, cadence), -cadence)
        for cadence, queue in waiting.items()
        if (since := queue[heads[cadence]]) < day
    ]
    heapify(competing)
    for _ in range(contacts):
        if not competing:
            break
        cadence = -competing[0][1]
        queue = waiting[cadence]
        queue.append(day)
        heads[cadence] += 1
        since = queue[heads[cadence]]
        if since < day:
            heapreplace(competing, (-urgency(day - since, cadence), -cadence))
        else:  # all of this queue were spoken to today
            heappop(competing)


def is_missed(queue: Sequence[int], head: int, day: int, following: int) -> bool:
    """Tell whether somebody who is still in a queue after a working day passes 60 days before the following one.

    Whoever had passed them before that day, or was spoken to on it, is no miss.
    """
    while head < len(queue) and queue[head] < day - RED_AT:
        head += 1
    return head < len(queue) and queue[head] < day and queue[head] + RED_AT < following


# --- what to say ---


class Talk(NamedTuple):
    """What is known that a client should hear, or be asked: each a list of short sentences, the first to say first.

    The rest says what is known of the client at all, for the questions that always make sense.
    """

    bad_news: Sequence[str] = ()
    promises: Sequence[str] = ()
    awaited: Sequence[str] = ()
    fixed: Sequence[str] = ()
    failing: Sequence[str] = ()
    reviews: Sequence[str] = ()
    never: bool = False
    people: int = 0
    phone: bool = True
    open_tickets: int = 0
    last_note: str = ""
    day: int = 0


THINGS = 3
STANDING_QUESTIONS = (
    "Ask what changes soon: people who come or go, moves, new machines",
    "Ask what annoys them at work that nobody has reported",
    "Ask which of their systems they could least do without for a day",
    "Ask who else there should hear from us now and then",
)


def things_to_say(talk: Talk) -> list[str]:
    """Give exactly three things to say: what is known first, bad news before all, then questions that make sense.

    Of each kind the first comes before the second of any, but all bad news and all promises that are due come before
    the rest. The standing questions begin with another one each day.
    """
    known = [*talk.bad_news, *talk.promises]
    kinds = (talk.awaited, talk.fixed, talk.failing, talk.reviews)
    known += [kind[0] for kind in kinds if kind]
    known += [one for kind in kinds for one in kind[1:]]
    return list(dict.fromkeys([*known, *questions(talk)]))[:THINGS]


def questions(talk: Talk) -> list[str]:
    """Give the questions that make sense, those first that what is known of a client asks for."""
    asked = []
    if talk.never:
        asked.append("Introduce yourself, and say how to reach you")
    if not talk.people:
        asked.append("Ask who is the one to ring there, and when it suits them best")
    elif not talk.phone:
        asked.append("Ask for a number at which they can be reached")
    if talk.open_tickets > 1:
        asked.append(f"Ask which of the {talk.open_tickets} open tickets matters most to them")
    if talk.last_note:
        asked.append(f"Come back to what was last talked of: {talk.last_note}")
    turn = talk.day % len(STANDING_QUESTIONS)
    return [*asked, *STANDING_QUESTIONS[turn:], *STANDING_QUESTIONS[:turn]]
