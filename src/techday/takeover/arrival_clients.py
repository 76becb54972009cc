"""The clients of tickets that come in: found by code or name, and added where they are not here."""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from techday.clients.acts import NewClient, checked_code, taken_codes
from techday.clients.acts import add as add_client
from techday.clients.store import ClientName, client_names
from techday.core.text import fold, quoted
from techday.errors import TechdayError
from techday.handover.packet import PacketClient

# What imports call the client of tickets that name none: it is no client that could arrive.
UNKNOWN_CLIENT = ("UNKNOWN", "unknown client")


class ArrivingClients:
    """The clients of one packet; what must be said of them goes to `warnings`."""

    def __init__(self, db: sqlite3.Connection, sender: str, now: datetime, warnings: list[str]) -> None:
        self.db = db
        self.sender = sender
        self.now = now
        self.warnings = warnings
        self.names = client_names(db)

    def id_of(self, client: PacketClient | None) -> int | None:
        """Give the client of a ticket, added where it is not here; None where there is none."""
        if client is None or is_none(client):
            return None
        found = self.known(client)
        if found is None:
            return self.add(client)
        if fold(found.name) != fold(client.name):
            said = f"{found.code} is {found.name} here, and {client.name} at {self.sender}'s"
            self.warnings.extend([said] if said not in self.warnings else [])
        return found.id

    def known(self, client: PacketClient) -> ClientName | None:
        """Give the client that is here by that code, else by that name; None where neither is."""
        code, name = fold(client.code), fold(client.name)
        found = next((one for one in self.names if code and fold(one.code) == code), None)
        return found or next((one for one in self.names if fold(one.name) == name), None)

    def add(self, client: PacketClient) -> int | None:
        """Add a client under its own code where that can be one; None, and said aloud, where it can be no client."""
        code = code_or_none(client.code, self.names)
        try:
            added = add_client(self.db, NewClient(client.name, code=code, phone=client.phone), self.now)
        except TechdayError as error:
            self.warnings.append(f"the client {quoted(client.name)} was left out: {error.message}")
            return None
        self.names.append(ClientName(added.id, added.code, added.name))
        return added.id


def is_none(client: PacketClient) -> bool:
    """Tell whether a client is only what imports call the one that nobody named."""
    return (client.code, fold(client.name)) == UNKNOWN_CLIENT


def code_or_none(code: str, known: Collection[ClientName]) -> str:
    """Give a code in capitals; "" where it is none, or taken."""
    try:
        checked = checked_code(code)
    except TechdayError:
        return ""
    return "" if checked in taken_codes(known) else checked
