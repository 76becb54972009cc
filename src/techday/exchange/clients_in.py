"""A list of clients, of people or of both, into the store.

A client is found by its code where the row gives one, else by its name; a person by name among those of the client, a
site too. Who is not there yet is added.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from techday.calendars.acts import find as find_calendar
from techday.clients.acts import level_as_made, refuse_taken, taken_codes
from techday.clients.finding import find_client
from techday.clients.rules import code_for
from techday.clients.store import (
    ClientName,
    ClientRow,
    client_by_id,
    client_names,
    clients,
    insert_client,
    update_client,
)
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import fold, quoted
from techday.errors import NotFound
from techday.exchange.client_columns import DATE_FIELDS, client_columns, is_header
from techday.exchange.client_rows import MAIN_SITE, ClientRowReader, Told
from techday.exchange.columns import Columns
from techday.exchange.csv_file import CsvRow
from techday.exchange.import_report import some
from techday.exchange.party_models import ClientValues, PersonValues, SiteValues
from techday.exchange.record_columns import refuse_other_list
from techday.exchange.record_file import RecordFile, Wanted, open_records
from techday.exchange.record_import import CHANGED, NEW, SAME, Kept, RecordReport, bring_records, settled
from techday.exchange.ticket_rows import Rejected
from techday.exchange.vanished import plural
from techday.exchange.watch_columns import is_own as is_list_of_watches
from techday.levels.acts import level_named, next_step_for
from techday.people import acts as people
from techday.people.acts import NewPerson
from techday.people.store import people_of, person_named
from techday.sites import acts as sites
from techday.sites.acts import NewSite
from techday.sites.store import SiteRow, sites_of

PAUSE = ("paused_at", "paused_until", "pause_reason")


def import_clients(context: Context, path: Path, wanted: Wanted) -> RecordReport:
    """Bring in a list of clients, people or both as one operation, or tell what it would do.

    Raises TechdayError (BadUsage, NotFound, Refused) with the next step; nothing is written then.
    """

    def columns(header: Sequence[str]) -> Columns:
        if is_list_of_watches(header) and not wanted.chosen:
            refuse_other_list(path, "watches", "techday watch import")
        return client_columns(header, wanted.chosen, bool(wanted.client))

    source = open_records(path, is_header, columns, DATE_FIELDS, wanted, context.zone)
    now = to_text(context.now)
    return bring_records(context, "client import", source, lambda db: ClientsIn(db, source, wanted, now), wanted)


class ClientsIn:
    """Takes the rows of one list into a store, inside an operation."""

    def __init__(self, db: sqlite3.Connection, source: RecordFile, wanted: Wanted, now: str) -> None:
        self.db = db
        self.reader = ClientRowReader(source.file.header, source.columns, source.dates)
        self.overwrite = wanted.overwrite
        self.now = now
        self.kept = Kept()
        self.added: Counter[str] = Counter(clients=0, sites=0, people=0)
        self.made: list[str] = []
        self.rows = {client.id: client for client in clients(db)}
        self.by_code = {client.code: client.id for client in self.rows.values()}
        self.by_name = {fold(client.name): client.id for client in self.rows.values()}
        self.taken = taken_codes(client_names(db))
        self.given = find_client(db, wanted.client) if wanted.client else None
        self.calendars: dict[str, int | None] = {}
        self.levels: dict[str, str] = {}
        # What came in as a level, by its key: its name, and the codes of the clients that have it.
        self.with_level: dict[str, tuple[str, list[str]]] = {}
        # The sites of the clients that the rows are about, and who has a main person.
        self.sites: dict[int, dict[str, SiteRow]] = {}
        self.main_people: dict[int, str] = {}

    def take(self, row: CsvRow) -> str:
        """Take a row in and give whether anything is new, changed, or all the same; raises Rejected."""
        told = self.reader.read(row)
        self.refuse_empty(told)
        client_id, outcomes = self.client(told.client, row.line)
        if told.site is not None:
            outcomes.append(self.site(client_id, told.site, row.line))
        if told.person is not None:
            site = told.site.name if told.site is not None else ""
            outcomes.append(self.person(client_id, told.person, site, row.line))
        return next((kind for kind in (NEW, CHANGED) if kind in outcomes), SAME)

    def refuse_empty(self, told: Told) -> None:
        """Raise Rejected for a row that names no client, or nobody at a client."""
        has_name = bool(fold(told.client.name))
        if not has_name and self.given is None:
            raise Rejected("no client is named (--client C names one for such rows)")
        if told.only_nameless:
            raise Rejected("the person's name is missing")
        if not has_name and told.site is None and told.person is None:
            raise Rejected("neither a client nor a person is named")

    def client(self, told: ClientValues, line: int) -> tuple[int, list[str]]:
        """Give the client that a row means, added where there is none, and what became of it."""
        found = self.meant(told)
        if found is None:
            return self.add_client(told, line), [NEW]
        client = self.rows[found]
        if client.placeholder:
            raise Rejected(f"{client.name} is no client: tickets without one belong there")
        said = self.fields(told, line)
        pause = {name: said.pop(name) for name in PAUSE}
        if fold(told.name) in (fold(client.code), fold(client.name)):
            # A list may name a client by its code; and case alone is no other name.
            del said["name"]
        changes = settled(client._asdict(), said, self.kept, client.code, line, overwrite=self.overwrite)
        changes |= self.pause(client, pause, line)
        if not changes:
            return client.id, [SAME]
        self.change_client(client, changes)
        return client.id, [CHANGED]

    def pause(self, client: ClientRow, said: dict[str, Any], line: int) -> dict[str, Any]:
        """Give what changes of a pause, which is one thing with its end and its reason.

        A client that is not paused was perhaps resumed since the file was written: so it stays, unless the file is to
        win.
        """
        now = client._asdict()
        if not said["paused_at"] or all(now[name] == told for name, told in said.items()):
            return {}
        if self.overwrite:
            return said
        self.kept.add("pause", client.code, client.paused_at or "none", said["paused_at"], line)
        return {}

    def meant(self, told: ClientValues) -> int | None:
        """Give the client of that code, else of that name, else the one of --client; None for a new one."""
        name = fold(told.name)
        if not name:
            return self.given
        by_name = self.by_name.get(name)
        if by_name is None and not told.code:
            # People write a client's code where its name belongs.
            by_name = self.by_code.get(told.name.upper())
        by_code = self.by_code.get(told.code) if told.code else None
        if by_code is not None and by_name is not None and by_code != by_name:
            raise Rejected(
                f"the code {told.code} is that of {self.rows[by_code].name}, the name that of {self.rows[by_name].code}"
            )
        return by_name if by_code is None else by_code

    def add_client(self, told: ClientValues, line: int) -> int:
        """Add a client and give its row number."""
        code = told.code or code_for(told.name, self.taken)
        self.refuse_taken(told.name, code)
        said = {name: value for name, value in self.fields(told, line).items() if value not in ("", None)}
        named = {"code": code, "name": told.name, "name_key": fold(told.name), "created_at": self.now}
        added = insert_client(self.db, {**said, **named})
        self.remember(added)
        self.note_level(self.rows[added])
        self.added["clients"] += 1
        self.made.append(f"{told.name} ({code})")
        return added

    def change_client(self, client: ClientRow, changes: dict[str, Any]) -> None:
        """Set some fields of a client."""
        self.refuse_taken(changes.get("name", ""), changes.get("code", ""), client.id)
        if "name" in changes:
            changes["name_key"] = fold(changes["name"])
            del self.by_name[fold(client.name)]
        if "code" in changes:
            del self.by_code[client.code]
        update_client(self.db, client.id, changes)
        self.remember(client.id)
        if "level" in changes:
            self.note_level(self.rows[client.id])

    def refuse_taken(self, name: str, code: str, own: int | None = None) -> None:
        """Raise Refused where another client than `own` goes by this name or code; "" for what stays as it is."""
        found: set[int | None] = set()
        for word in filter(None, (name, code)):
            found |= {self.by_name.get(fold(word)), self.by_code.get(fold(word).upper())}
        refuse_taken([named(self.rows[other]) for other in found - {own} if other is not None], name, code)

    def remember(self, client_id: int) -> None:
        """Know a client by what the store has of it now."""
        client = self.rows[client_id] = client_by_id(self.db, client_id)
        self.taken |= taken_codes([named(client)])
        self.by_code[client.code] = self.by_name[fold(client.name)] = client_id

    def fields(self, told: ClientValues, line: int) -> dict[str, Any]:
        """Give what a row says of a client, by the columns of the store."""
        said: dict[str, Any] = dict(told.__dict__)
        said["billable"] = None if told.billable is None else int(told.billable)
        said["calendar_id"] = self.calendar(said.pop("calendar"), line)
        said["level"] = self.level(told.level)
        return said

    def calendar(self, name: str, line: int) -> int | None:
        """Give the calendar of that name; None where there is none, which is counted."""
        if not name:
            return None
        if name not in self.calendars:
            try:
                self.calendars[name] = find_calendar(self.db, name).id
            except NotFound:
                self.calendars[name] = None
        if self.calendars[name] is None:
            self.reader.not_read("calendar", name, line)
        return self.calendars[name]

    def level(self, name: str) -> str:
        """Give a service level as it was made, or as it is called where it is still to be made."""
        if name and name not in self.levels:
            self.levels[name] = level_as_made(self.db, name)
        return self.levels.get(name, "")

    def note_level(self, client: ClientRow) -> None:
        """Remember whose level came in."""
        if client.level:
            self.with_level.setdefault(fold(client.level), (client.level, []))[1].append(client.code)

    def site(self, client_id: int, told: SiteValues, line: int) -> str:
        """Take in what a row says of a place."""
        known = self.sites_at(client_id)
        site = known.get(fold(told.name))
        if site is None:
            known[fold(told.name)] = sites.add(self.db, client_id, NewSite(**told.__dict__))
            self.added["sites"] += 1
            return NEW
        said = {name: value for name, value in told.__dict__.items() if name != "name"}
        of = f"{self.rows[client_id].code}, {site.name}"
        changes = settled(site._asdict(), said, self.kept, of, line, overwrite=self.overwrite)
        if not changes or not sites.edit(self.db, site, changes):
            return SAME
        known[fold(told.name)] = site._replace(**changes)
        return CHANGED

    def sites_at(self, client_id: int) -> dict[str, SiteRow]:
        """Give the sites of a client by the key of their names."""
        if client_id not in self.sites:
            self.sites[client_id] = {fold(site.name): site for site in sites_of(self.db, client_id)}
        return self.sites[client_id]

    def person(self, client_id: int, told: PersonValues, site: str, line: int) -> str:
        """Take in what a row says of somebody."""
        person = person_named(self.db, client_id, fold(told.name))
        said: dict[str, Any] = {**told.__dict__, "site": site, "channel": told.channel or ""}
        if person is None:
            said["main"] = told.main and self.may_be_main(client_id, told.name, line)
            people.add(self.db, client_id, NewPerson(**said))
            self.added["people"] += 1
            return NEW
        del said["name"], said["main"]
        if site and person.site and fold(site) == fold(person.site):
            del said["site"]
        of = f"{person.name} ({person.client})"
        changes = settled(person._asdict(), said, self.kept, of, line, overwrite=self.overwrite)
        if told.main and not person.main and self.may_be_main(client_id, person.name, line):
            changes["main"] = True
        return CHANGED if changes and people.edit(self.db, person, changes) else SAME

    def may_be_main(self, client_id: int, name: str, line: int) -> bool:
        """Tell whether a person becomes the main one of a client: where nobody is, or where the file is to win."""
        if client_id not in self.main_people:
            first = people_of(self.db, client_id, 1)
            self.main_people[client_id] = first[0].name if first and first[0].main else ""
        before = self.main_people[client_id]
        if before and not self.overwrite:
            self.kept.add("main", self.rows[client_id].code, before, name, line)
            return False
        self.main_people[client_id] = name
        return True

    def notes(self) -> list[str]:
        """Say who is new, and what had to be assumed."""
        notes = []
        if self.made:
            notes.append(f"New clients: {some(self.made)}")
        for kind, one in (("people", "person"), ("sites", "site")):
            if count := self.added[kind]:
                notes.append(f"{count} {one if count == 1 else kind} new")
        for level, codes in self.with_level.values():
            if level_named(self.db, level) is None:
                have = "has" if len(codes) == 1 else "have"
                next_step = next_step_for(self.db, level)
                notes.append(f"There is no level {level} yet: {some(codes)} {have} the default targets ({next_step})")
        if self.reader.unnamed_details:
            count = self.reader.unnamed_details
            rows = "1 row has" if count == 1 else f"{count} rows have"
            notes.append(f"{rows} a mail address, a phone or a role of nobody: not taken")
        if self.reader.unnamed_sites:
            count = self.reader.unnamed_sites
            addresses = "1 address" if count == 1 else f"{count} addresses"
            notes.append(f"{addresses} without the name of a site: called {quoted(MAIN_SITE)}")
        if self.reader.made_codes:
            count = self.reader.made_codes
            notes.append(f"{count} {plural('code', count)} could not be used: made from the name")
        return notes


def named(client: ClientRow) -> ClientName:
    """Give what a client is called."""
    return ClientName(client.id, client.code, client.name)
