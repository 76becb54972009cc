"""From names in a file to clients and technicians of the store, made where they are new.

A client is found by its code or its name, whatever the case; and a client that was renamed here by the name under
which the source still knows it. Whoever owns a ticket is a technician: the user, or a colleague.
"""

import sqlite3

from techday.clients.rules import code_for
from techday.clients.store import client_names, insert_client
from techday.core.text import fold
from techday.database.fetch import value
from techday.exchange.import_store import names_by_client
from techday.tickets.store import insert_technician, technicians

PLACEHOLDER_NAME = "Unknown client"
PLACEHOLDER_CODE = "UNKNOWN"


class Clients:
    """The clients of the store by what a source calls them; `made` are the new ones, by code and name."""

    def __init__(self, db: sqlite3.Connection, source: str, now: str) -> None:
        self.db = db
        self.source = source
        self.now = now
        self.made: list[tuple[str, str]] = []
        self.placeholder = value(db, "SELECT id FROM client WHERE placeholder = 1 ORDER BY id LIMIT 1")
        self.placeholder_used = False
        self.by_name: dict[str, int] = {}
        self.codes: set[str] = set()
        self.told_before: dict[str, int] | None = None
        for client in client_names(db):
            self.codes.add(client.code)
            self.by_name.setdefault(fold(client.code), client.id)
        for client in client_names(db):
            self.by_name[fold(client.name)] = client.id

    def id_of(self, name: str) -> int | None:
        """Give the client of that name, made where it is new; None for no name."""
        found = self.by_name.get(name)
        if found is not None:
            return found
        folded = fold(name)
        if not folded:
            return None
        found = self.by_name.get(folded)
        if found is None:
            found = self.known_before(name)
        if found is None:
            found = self.make(name, folded)
        # As written too, so that the next row with the name need not fold it.
        self.by_name[folded] = self.by_name[name] = found
        return found

    def known_before(self, name: str) -> int | None:
        """Give the client that this name of the source meant before, if it was renamed here since."""
        if self.told_before is None:
            self.told_before = names_by_client(self.db, self.source)
        return self.told_before.get(name)

    def make(self, name: str, folded: str, *, code: str = "", placeholder: bool = False) -> int:
        """Add a client and give its row number."""
        code = code_for(code or name, self.codes)
        self.codes.add(code)
        fields: dict[str, object] = {
            "code": code,
            "name": name,
            "name_key": folded,
            "placeholder": int(placeholder),
            "created_at": self.now,
        }
        if not placeholder:
            self.made.append((code, name))
        return insert_client(self.db, fields)

    def unknown(self) -> int:
        """Give the placeholder, the client of tickets whose file names none; made when it is first needed."""
        self.placeholder_used = True
        if self.placeholder is None:
            name = PLACEHOLDER_NAME
            while fold(name) in self.by_name:
                name += " (import)"
            self.placeholder = self.make(name, fold(name), code=PLACEHOLDER_CODE, placeholder=True)
            self.by_name[fold(name)] = self.placeholder
        return int(self.placeholder)


class Technicians:
    """Everybody who owns tickets, by name; `made` are the new ones."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.made: list[str] = []
        self.by_name = {technician.name_key: technician.id for technician in technicians(db)}

    def id_of(self, name: str) -> int | None:
        """Give the technician of that name, added where there is none; None for no name."""
        found = self.by_name.get(name)
        if found is None and (folded := fold(name)):
            found = self.by_name.get(folded)
            if found is None:
                found = self.by_name[folded] = insert_technician(self.db, name, folded)
                self.made.append(name)
            self.by_name[name] = found
        return found
