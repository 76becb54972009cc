"""Which client is meant by what was typed."""

import sqlite3

from techday.clients.store import client_names
from techday.core.names import Named, find_named


def find_client(db: sqlite3.Connection, text: str) -> int:
    """Give the row number of the client that `text` names by code or name; raises NotFound with the nearest."""
    candidates = [Named(client.id, (client.code, client.name)) for client in client_names(db)]
    return find_named(text, candidates, "client", 'techday client add "NAME"')
