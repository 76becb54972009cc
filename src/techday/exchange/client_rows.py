"""From a row of a list to the client, the site and the person that it tells of, each validated."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from techday.clients.acts import checked_code
from techday.core.text import fold
from techday.errors import TechdayError
from techday.exchange.client_columns import PERSON_NAMED, PRIMARY, is_own
from techday.exchange.columns import Columns, key
from techday.exchange.csv_file import CsvRow
from techday.exchange.date_reader import DateReader
from techday.exchange.models import LONGEST_NAME, reason_of
from techday.exchange.party_models import (
    LONGEST_ADDRESS,
    LONGEST_CADENCE,
    LONGEST_NOTE,
    LONGEST_PHONE,
    LONGEST_ROLE,
    LONGEST_WORD,
    Channel,
    ClientValues,
    PersonValues,
    SiteValues,
)
from techday.exchange.record_cells import CellReader
from techday.exchange.ticket_rows import Rejected
from techday.people.acts import checked_email
from techday.setting_values import read_zone

MAIN_SITE = "Main"

CADENCES = {"weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 90, "yearly": 365, "annually": 365}
CHANNEL_WORDS: tuple[tuple[Channel, str], ...] = (
    ("phone", "phone call calls telephone mobile"),
    ("email", "email mail emails"),
    ("visit", "visit visits onsite inperson"),
    ("chat", "chat teams slack message sms"),
)
CHANNELS = {word: channel for channel, words in CHANNEL_WORDS for word in words.split()}

LIMITS = {
    "client": LONGEST_NAME,
    "code": LONGEST_NAME,
    "person": LONGEST_NAME,
    "first": LONGEST_NAME // 2,
    "last": LONGEST_NAME // 2 - 1,
    "email": LONGEST_NAME,
    "mobile": LONGEST_PHONE,
    "role": LONGEST_ROLE,
    "channel": LONGEST_WORD,
    "main": LONGEST_WORD,
    "person_phone": LONGEST_PHONE,
    "note": LONGEST_NOTE,
    "phone": LONGEST_PHONE,
    "site": LONGEST_NAME,
    **dict.fromkeys(("address", "address2", "postcode", "city", "state", "country"), LONGEST_ADDRESS),
    "area": LONGEST_NAME,
    "site_area": LONGEST_NAME,
    "site_phone": LONGEST_PHONE,
    "site_note": LONGEST_NOTE,
    "level": LONGEST_WORD,
    "calendar": LONGEST_NAME,
    "zone": LONGEST_WORD,
    "every": LONGEST_WORD,
    "billable": LONGEST_WORD,
    "starts": LONGEST_WORD,
    "paused": LONGEST_WORD,
    "paused_until": LONGEST_WORD,
    "pause_reason": LONGEST_NOTE,
}
# What a row says of somebody beside the name, and what only tells whose row it is.
DETAILS = ("email", "mobile", "role", "person_phone")
NAMING = ("client", "code", "person", "first", "last", "channel", "main", "note")
ADDRESS = ("address", "address2", "postcode", "city", "state", "country")


class Told(NamedTuple):
    """What one row tells: of a client, and perhaps of a site and a person there.

    `only_nameless` tells a row that has nothing but the mail address, phone or role of somebody without a name.
    """

    client: ClientValues
    site: SiteValues | None
    person: PersonValues | None
    only_nameless: bool


class ClientRowReader(CellReader):
    """Reads the rows of a list of clients, people or both; `dates` are the readers of its columns of dates."""

    def __init__(self, header: Sequence[str], columns: Columns, dates: Mapping[str, DateReader]) -> None:
        super().__init__(columns.position, len(header), LIMITS, dates, own=is_own(header))
        position = columns.position
        # A number from the source's database says nobody anything; a code that is called so may be one.
        self.numbers_are_codes = "code" in position and "code" in key(header[position["code"]])
        self.all_are_main = "person" in position and key(header[position["person"]]) in PRIMARY
        self.made_codes = 0
        self.unnamed_sites = 0
        self.unnamed_details = 0
        # A list of companies may have mail addresses too: of people only where their names have a place.
        self.names_people = not position.keys().isdisjoint(PERSON_NAMED)
        self.zones: dict[str, str | None] = {}

    def read(self, row: CsvRow) -> Told:
        """Give what the row tells, validated; raises Rejected with the reason."""
        texts = self.texts(row)
        said = texts.get
        name = person_name(texts)
        nameless = not name and self.names_people and any(said(field) for field in DETAILS)
        tells_more = any(text for field, text in texts.items() if field not in (*DETAILS, *NAMING))
        self.unnamed_details += nameless and tells_more
        try:
            return Told(
                client=self.client(texts, row.line),
                site=self.site(texts),
                person=None
                if not name
                else PersonValues(
                    name=name,
                    role=said("role", ""),
                    phone=phones(said("person_phone", ""), said("mobile", "")),
                    email=self.email(said("email", ""), row.line),
                    channel=self.channel(said("channel", ""), row.line),
                    main=bool(self.all_are_main or self.yes_or_no("main", said("main", ""), row.line)),
                    note=said("note", ""),
                ),
                only_nameless=nameless and not tells_more,
            )
        except ValidationError as error:
            raise Rejected(reason_of(error)) from None

    def client(self, texts: Mapping[str, str], line: int) -> ClientValues:
        """Give what a row says of its client."""
        said = texts.get
        paused_at = self.instant("paused", texts, line)
        return ClientValues(
            name=said("client", "") or said("code", ""),
            code=self.code(said("code", "")),
            phone=said("phone", ""),
            area=said("area", "") or said("city", ""),
            level=said("level", ""),
            calendar=said("calendar", ""),
            zone=self.zone(said("zone", ""), line),
            cadence_days=self.cadence(said("every", ""), line),
            billable=self.yes_or_no("billable", said("billable", ""), line),
            starts_on=self.day("starts", texts, line),
            paused_at=paused_at,
            paused_until=self.day("paused_until", texts, line) if paused_at else None,
            pause_reason=said("pause_reason", "") if paused_at else "",
        )

    def site(self, texts: Mapping[str, str]) -> SiteValues | None:
        """Give what a row says of a place; one with an address and no name is the main one. None where it says none."""
        said = texts.get
        parts = dict.fromkeys(part for field in ADDRESS if (part := said(field, "")))
        # A town alone tells where the client is, and no place to go to.
        address = ", ".join(parts) if said("address") or said("address2") or said("postcode") else ""
        name = said("site", "")
        if not name and not address:
            return None
        self.unnamed_sites += not name
        return SiteValues(
            name=name or MAIN_SITE,
            address=address[:LONGEST_ADDRESS],
            area=said("site_area", "") or (said("city", "") if address else ""),
            phone=said("site_phone", ""),
            note=said("site_note", ""),
        )

    def code(self, text: str) -> str:
        """Give a client's code as the store has it; "" for a number of the source's own, and for what can be none."""
        if not text or (text.isdigit() and not self.numbers_are_codes):
            return ""
        try:
            return checked_code(text)
        except TechdayError:
            self.made_codes += 1
            return ""

    def cadence(self, text: str, line: int) -> int | None:
        """Read how often a client wants to hear from us: a number of days, or a word for one."""
        if not text:
            return None
        word = text.casefold()
        number = word.removesuffix("days").removesuffix("day").removesuffix("d").strip()
        days = CADENCES.get(word) or (int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0)
        if not 1 <= days <= LONGEST_CADENCE:
            self.not_read("every", text, line)
            return None
        return days

    def zone(self, text: str, line: int) -> str:
        """Give the time zone of that name, "" where there is none."""
        if not text:
            return ""
        if text not in self.zones:
            try:
                self.zones[text] = read_zone(text)
            except ValueError:
                self.zones[text] = None
        if self.zones[text] is None:
            self.not_read("zone", text, line)
        return self.zones[text] or ""

    def email(self, text: str, line: int) -> str:
        """Give a mail address, "" for what cannot be one."""
        try:
            return checked_email(text) if text else ""
        except TechdayError:
            self.not_read("email", text, line)
            return ""

    def channel(self, text: str, line: int) -> Channel | None:
        """Give the preferred channel that a word means, None for none."""
        found = CHANNELS.get(key(text)) if text else None
        if text and found is None:
            self.not_read("channel", text, line)
        return found


def person_name(texts: Mapping[str, str]) -> str:
    """Give the person's name: in one column, or in two. Nothing but marks is no name."""
    name = texts.get("person", "") or f"{texts.get('first', '')} {texts.get('last', '')}".strip()
    return name if fold(name) else ""


def phones(direct: str, mobile: str) -> str:
    """Give both numbers of a person in one field, each once; where they do not fit, the direct one."""
    both = ", ".join(dict.fromkeys(number for number in (direct, mobile) if number))
    return both if len(both) <= LONGEST_PHONE else direct or mobile
