"""What `today` needs to know of the clients: whether there is anybody to be in touch with."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.database.fetch import value


def contact(db: sqlite3.Connection, _moment: Moment) -> Evidence | None:
    """Ask for a contact where there is a client to contact; only the technician knows of it so far."""
    return by_hand(db, "contact")


def backups(db: sqlite3.Connection, _moment: Moment) -> Evidence | None:
    """Ask for the look at the backups where there is a client who has some; only the technician sees it so far."""
    return by_hand(db, "backups")


def by_hand(db: sqlite3.Connection, key: str) -> Evidence | None:
    """Give an open item that is told by hand; no subject where there is no client but the placeholder."""
    if value(db, "SELECT 1 FROM client WHERE placeholder = 0 LIMIT 1") is None:
        return None
    return Evidence("open", "", f"techday today check {key} ok --seen TEXT")
