"""What a ticket that comes in goes by: which one of this store it is, and what a new one is called."""

import sqlite3

from techday.core.text import fold
from techday.handover import store
from techday.handover.packet import PacketItem
from techday.takeover import arrival_store
from techday.tickets.store import id_by_reference, is_local_reference


def known_ticket(db: sqlite3.Connection, item: PacketItem) -> int | None:
    """Give the ticket of this store that an item is: by its name on every machine, else by its number; else None."""
    found = store.ticket_of_uid(db, item.uid)
    return ticket_by_number(db, item) if found is None and item.external else found


def ticket_by_number(db: sqlite3.Connection, item: PacketItem) -> int | None:
    """Give the ticket that the number of the system of record means here, None where it is not here."""
    numbers = numbers_of(item)
    found = arrival_store.imported_ticket(db, item.source, numbers) if item.source else None
    return arrival_store.external_ticket(db, numbers, item.source) if found is None else found


def numbers_of(item: PacketItem) -> list[str]:
    """Give the numbers that the system of record may know a ticket by: as it goes by, and without its source."""
    bare = item.reference.removeprefix(f"{item.source}-") if item.source else item.reference
    return [item.reference] if bare in ("", item.reference) else [item.reference, bare]


def new_reference(db: sqlite3.Connection, number: str, source: str | None) -> tuple[str, str]:
    """Give what a new ticket of another system is called, and why it is not by its number alone, "" where it is.

    That is its number, with its source before it where the number is taken, or where no command could name it.
    """
    if can_be_typed(number) and not is_taken(db, number):
        return number, ""
    prefix = source if source and can_be_typed(source) else "other"
    reference, again = f"{prefix}-{number}", 1
    while is_taken(db, reference):
        again += 1
        reference = f"{prefix}-{number}-{again}"
    return reference, "that number is taken by another ticket" if can_be_typed(number) else "no command takes that"


def can_be_typed(reference: str) -> bool:
    """Tell whether commands take a reference as one: `.` is the running ticket, and `--help` an option."""
    return fold(reference) not in ("", ".") and not reference.startswith("-")


def is_taken(db: sqlite3.Connection, reference: str) -> bool:
    """Tell whether a ticket has this reference, or a local one may have it some day."""
    return is_local_reference(reference) or id_by_reference(db, reference) is not None
