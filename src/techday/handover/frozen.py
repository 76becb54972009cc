"""Handovers as they were sent: their packets, held against their digests and against the lines beside them."""

import sqlite3

from techday.handover.packet import DIGEST, digest_of, written
from techday.handover.store import KeptPacket, lines_of, packets

# What a line holds of an item of its packet, under the same names.
OF_AN_ITEM = "plan reference title severity summary tried next_step by_at if_then told".split()


def tampered(db: sqlite3.Connection) -> list[str]:
    """Say of each handover that is not as it was sent what is wrong with it; [] where all are."""
    return [f"handover {kept.id}: {words}" for kept in packets(db) if (words := wrong_with(db, kept))]


def wrong_with(db: sqlite3.Connection, kept: KeptPacket) -> str:
    """Say what is wrong with a handover: its packet, or its lines; "" where nothing is."""
    import json  # only where the store is looked over

    try:
        document = json.loads(kept.packet)
        whole = digest_of(document) == kept.digest == document[DIGEST] and written(document) == kept.packet
        items = [[item["uid"], *(item[name] for name in OF_AN_ITEM)] for item in document["items"]]
    except (ValueError, TypeError, KeyError):
        return "its packet cannot be read"
    if not whole:
        return "its packet is not the one that was sent"
    if kept.direction == "in":
        return ""  # foreign words are cleaned where they are kept in lines
    lines = [[line.ticket_uid, *(getattr(line, name) for name in OF_AN_ITEM)] for line in lines_of(db, kept.id)]
    return "" if lines == items else "its tickets are not those of its packet"
