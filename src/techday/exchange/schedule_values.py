"""What an event says, validated: the door through which the events of calendars and lists come into the schedule.

Text arrives cleaned and cut; days and instants are as the store writes them. Who of the people in it is the user, and
who a colleague, is told here too.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import StringConstraints, ValidationError
from sqlmodel import Field, SQLModel

from techday.core.instants import to_text
from techday.core.text import fold
from techday.exchange.ical_events import Event
from techday.exchange.ical_parts import Attendee
from techday.exchange.models import DAY, INSTANT, LONGEST_BODY, LONGEST_TITLE, Day, Instant, reason_of
from techday.exchange.ticket_rows import Rejected
from techday.schedule.guessing import Guess, Words
from techday.schedule.rules import Values
from techday.settings import Technician

LONGEST_UID = 1_000
UNTITLED = "(no title)"
ACCEPTED, DECLINED = "ACCEPTED", "DECLINED"
# The fields of an item that change together, and those that a calendar words one by one; it knows of no projects.
TIMES = ("starts_at", "ends_at", "all_day", "first_day", "last_day")
WORDED = tuple(field for field in Values._fields if field not in (*TIMES, "project_id"))


Instance = Annotated[str, StringConstraints(pattern=f"^$|{INSTANT}|{DAY}")]


class EventValues(SQLModel):
    """An event as the schedule takes it: instants as UTC text, the first and last day of whole days, else None."""

    uid: str = Field(min_length=1, max_length=LONGEST_UID)
    instance: Instance = ""
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    starts_at: Instant
    ends_at: Instant
    first_day: Day | None = None
    last_day: Day | None = None
    place: str = Field(default="", max_length=LONGEST_TITLE)
    note: str = Field(default="", max_length=LONGEST_BODY)


class Told(NamedTuple):
    """What a list says of an event beside what a calendar could: names of client, technician and ticket, or ""."""

    client: str = ""
    technician: str = ""
    ticket: str = ""


def checked(event: Event) -> EventValues:
    """Give an event as the schedule takes it; raises Rejected with the reason."""
    try:
        found = EventValues(
            uid=event.uid,
            instance=event.instance,
            title=event.title or UNTITLED,
            starts_at=to_text(event.starts_at),
            ends_at=to_text(event.ends_at),
            first_day=event.first_day.isoformat() if event.first_day else None,
            last_day=event.last_day.isoformat() if event.last_day else None,
            place=event.place,
            note=event.note,
        )
    except ValidationError as error:
        raise Rejected(reason_of(error)) from None
    if found.ends_at < found.starts_at or (found.first_day or "") > (found.last_day or ""):
        raise Rejected("it ends before it begins")
    return found


class People:
    """Tells whom the people of an event are: the user, colleagues, or others."""

    def __init__(self, user: Technician, colleagues: Mapping[str, str]) -> None:
        self.mail = user.email.strip().casefold()
        self.names = {fold(name) for name in (user.name, *user.aliases) if fold(name)}
        self.colleagues = colleagues

    def is_user(self, person: Attendee) -> bool:
        """Tell the user, by mail address or name."""
        if self.mail and person.mail.casefold() == self.mail:
            return True
        return not self.names.isdisjoint(names_of(person.name))

    def colleague(self, name: str) -> str:
        """Give the name of a colleague as it is known, "" for anybody else and for the user."""
        names = names_of(name)
        if not self.names.isdisjoint(names):
            return ""
        return next((self.colleagues[key] for key in names if key in self.colleagues), "")

    def answer(self, event: Event) -> str:
        """Give the user's own answer in the calendar (PARTSTAT), "" where it has none."""
        return next((person.partstat.upper() for person in event.people if self.is_user(person)), "")

    def technician(self, event: Event) -> str:
        """Give the colleagues whose event it is, "" where the user takes part or nobody is known."""
        if any(map(self.is_user, event.people)):
            return ""
        invited = [person for person in event.people if not person.is_organizer]
        return ", ".join(dict.fromkeys(name for one in invited if (name := self.colleague(one.name))))

    def assigned(self, text: str) -> str:
        """Give the technicians that a list names, by semicolons; "" where the user is among them, or nobody is named.

        Until techday knows who the user is, anybody who is no known colleague could be.
        """
        names = [name.strip() for name in text.split(";") if name.strip()]
        if any(not self.names.isdisjoint(names_of(name)) for name in names):
            return ""
        return ", ".join(self.colleague(name) or (name if self.names else "") for name in names)

    def others(self, event: Event) -> bool:
        """Tell whether people are invited beside those who do the work."""
        invited = [one for one in event.people if not one.is_organizer and not self.is_user(one)]
        assigned = self.technician(event)
        return len(invited) > (assigned.count(", ") + 1 if assigned else 0)


def names_of(name: str) -> set[str]:
    """Give the keys of a name, also of one that is written family name first: `Lee, Kim`."""
    family, comma, given = name.partition(",")
    return {key for one in (name, f"{given} {family}" if comma else "") if (key := fold(one))}


def words_in(event: Event, people: People) -> Words:
    """Give the words by which the kind, the client and so on of an event are told."""
    others = people.others(event)
    return Words(event.title, event.place, event.note, event.categories, event.busy, event.url, others)


def digest_of(event: Event, told: Told) -> str:
    """Give a short digest of all that a guess goes by, so that a guess is made anew only for new words."""
    people = [(person.name, person.mail, person.is_organizer) for person in event.people]
    said = (event.title, event.place, event.note, event.categories, event.busy, event.url, people, *told)
    return short_digest(repr(said))


def short_digest(text: str) -> str:
    """Give a short text that stands for a longer one, to be compared with that of another time."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def said_by(values: EventValues, guess: Guess, technician: str) -> Values:
    """Give what an item says by its event and by what was made out of that."""
    return Values(
        title=values.title,
        kind=guess.kind,
        starts_at=values.starts_at,
        ends_at=values.ends_at,
        all_day=int(values.first_day is not None),
        first_day=values.first_day,
        last_day=values.last_day,
        place=values.place,
        client_id=guess.client_id,
        site_id=guess.site_id,
        ticket_id=guess.ticket_id,
        technician=technician,
        note=values.note,
    )
