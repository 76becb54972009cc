"""Who is contacted next: how silence is counted, and the order in which clients are offered.

No clock and no store: days and instants are given. Silence is counted in days, from the shift day of the last contact;
a client who was never spoken to is silent since it came in.
"""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from techday.core.instants import from_text
from techday.core.pauses import is_paused
from techday.rotation.store import Candidate, TodayRow

# Silent for so many days goes before everything; beyond the other, it has lasted too long.
FIRST_AT, RED_AT = 45, 60
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


def style_of(silence: int, cadence: int) -> str:
    """Give the style of a silence: red from 60 days on, a warning from 45 days on or where it is past its cadence."""
    if silence >= RED_AT:
        return "overdue"
    return "warning" if silence >= FIRST_AT or silence > cadence else "ok"


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
    if is_paused(client.paused_at, client.paused_until, today.day.isoformat()):
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
