"""A list of watches into the store: each found by its name among those of its client, or added.

A watch begins when it is added: what was due before nobody could have looked at here. From when it counts is asked of
new ones only.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from techday.clients.finding import find_client
from techday.clients.store import client_names
from techday.context import Context
from techday.core.instants import from_text
from techday.core.text import fold, quoted
from techday.exchange.client_columns import is_own as is_list_of_clients
from techday.exchange.columns import Columns
from techday.exchange.csv_file import CsvRow
from techday.exchange.party_models import WatchValues
from techday.exchange.record_columns import refuse_other_list
from techday.exchange.record_file import RecordFile, Wanted, open_records
from techday.exchange.record_import import CHANGED, NEW, SAME, Kept, RecordReport, bring_records, settled
from techday.exchange.ticket_rows import Rejected
from techday.exchange.watch_columns import DATE_FIELDS, is_header, watch_columns
from techday.exchange.watch_rows import WatchRowReader
from techday.pages.watches import plan_of
from techday.watches import acts, store
from techday.watches.finding import refuse_taken
from techday.watches.frequency import DAILY, ONCE, Plan, due_times, every_words
from techday.watches.rules import APPROVAL, end_of_pause
from techday.watches.shifts import keep_shifts
from techday.watches.store import WatchRow

MIDNIGHT = time(0)
PAUSE = ("paused_at", "paused_until", "pause_reason")


def import_watches(context: Context, path: Path, wanted: Wanted) -> RecordReport:
    """Bring in a list of watches as one operation, or tell what it would do.

    Raises TechdayError (BadUsage, NotFound, Refused) with the next step; nothing is written then.
    """

    def columns(header: Sequence[str]) -> Columns:
        if is_list_of_clients(header) and not wanted.chosen:
            refuse_other_list(path, "clients", "techday client import")
        return watch_columns(header, wanted.chosen, bool(wanted.client))

    source = open_records(path, is_header, columns, DATE_FIELDS, wanted, context.zone)
    plan = plan_of(context)
    return bring_records(context, "watch import", source, lambda db: WatchesIn(db, source, wanted, plan), wanted)


class WatchesIn:
    """Takes the rows of one list into a store, inside an operation."""

    def __init__(self, db: sqlite3.Connection, source: RecordFile, wanted: Wanted, plan: Plan) -> None:
        self.db = db
        self.reader = WatchRowReader(source.file.header, source.columns, source.dates)
        self.overwrite = wanted.overwrite
        self.plan = plan
        self.kept = Kept()
        self.added: Counter[str] = Counter(watches=0)
        self.given = find_client(db, wanted.client) if wanted.client else None
        known = client_names(db)
        # A name stands above the same text as another client's code.
        self.clients = {fold(client.code): client for client in known} | {fold(client.name): client for client in known}
        if self.reader.own:
            self.clients |= {fold(client.code): client for client in known}
        self.codes = {client.id: client.code for client in known}
        self.known = {(watch.client_id, fold(watch.name)): watch.id for watch in store.watch_names(db)}
        self.counted: dict[tuple[str, datetime | None], dict[str, object]] = {}

    def take(self, row: CsvRow) -> str:
        """Take a row in and give whether its watch is new, changed, or the same; raises Rejected and TechdayError."""
        told = self.reader.read(row)
        client_id = self.client(told.client)
        found = self.known.get((client_id, fold(told.name)))
        if found is None:
            self.add(client_id, told)
            return NEW
        return self.settle(store.watch_by_id(self.db, found), told, row.line)

    def client(self, text: str) -> int:
        """Give the client of a code or name, that of --client for none; raises Rejected for an unknown one."""
        if not fold(text):
            if self.given is None:
                raise Rejected("no client is named (--client C names one for such rows)")
            return self.given
        client = self.clients.get(fold(text))
        if client is None:
            raise Rejected(f"there is no client {quoted(text)} (techday client add {quoted(text)}, then import again)")
        return client.id

    def add(self, client_id: int, told: WatchValues) -> None:
        """Add a watch as `watch add` does, but for what is worked out once for the whole list."""
        every = told.every if told.every is not None else ONCE if told.kind == APPROVAL else DAILY
        name = acts.checked_name(told.name)
        refuse_taken(self.db, client_id, name)
        starts_at = None if told.starts_at is None else self.first(from_text(told.starts_at))
        fields: dict[str, object] = {
            "client_id": client_id,
            "name": name,
            "name_key": fold(name),
            "kind": told.kind,
            "link": told.link,
            "note": told.note,
            **self.counting(every, starts_at),
            **{name: getattr(told, name) for name in PAUSE},
        }
        if not self.added["watches"]:
            keep_shifts(self.db, self.plan)
        self.known[client_id, fold(name)] = store.insert_watch(self.db, fields)
        self.added["watches"] += 1

    def first(self, at: datetime) -> datetime:
        """Give the instant from which a watch counts: of a day alone, the start of its shift."""
        local = at.astimezone(self.plan.zone)
        return self.plan.on(local.date()).starts_at if local.time() == MIDNIGHT else at

    def counting(self, every: str, starts_at: datetime | None) -> dict[str, object]:
        """Give the fields of a frequency; each is worked out once. Raises BadUsage for a rule that never falls."""
        if (every, starts_at) not in self.counted:
            self.counted[every, starts_at] = acts.counting(every, starts_at, self.plan)
        return self.counted[every, starts_at]

    def settle(self, watch: WatchRow, told: WatchValues, line: int) -> str:
        """Take in what a row says of a watch that is there."""
        # Spelled out, since "" is once here and not that nothing is known.
        now = {**watch._asdict(), "every": every_words(watch.every)}
        said: dict[str, Any] = {"link": told.link, "note": told.note}
        if told.kind_told:
            said["kind"] = told.kind
        if told.every is not None:
            said["every"] = every_words(str(self.counting(told.every, None)["every"]))
        changes = settled(now, said, self.kept, f"{watch.name} ({watch.client})", line, overwrite=self.overwrite)
        if "every" in changes:
            changes["every"] = told.every or "once"
        changed = bool(changes and acts.edit(self.db, watch, changes, self.plan))
        pause: dict[str, object] = {name: getattr(told, name) for name in PAUSE}
        if told.paused_at and any(now[name] != value for name, value in pause.items()):
            # As with clients: one that is not paused was perhaps resumed since the file was written.
            if self.overwrite:
                self.keep_pause_before(watch, told.paused_at)
                store.update_watch(self.db, watch.id, pause)
                changed = True
            else:
                of = f"{watch.name} ({watch.client})"
                self.kept.add("pause", of, watch.paused_at or "none", told.paused_at, line)
        return CHANGED if changed else SAME

    def keep_pause_before(self, watch: WatchRow, begins: str) -> None:
        """Keep the pause in whose place another one comes: what fell in it was not missed."""
        acts.keep_pause(self.db, watch, min(begins, end_of_pause(watch.pulse, due_times(self.plan))))

    def notes(self) -> list[str]:
        """Say how many are new."""
        count = self.added["watches"]
        return [f"{count} {'watch' if count == 1 else 'watches'} new"] if count else []
