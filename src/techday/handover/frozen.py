"""Handovers as they were sent: their packets, held against their digests and against the lines beside them."""

import sqlite3
from typing import Any

from techday.handover.packet import DIGEST, LINE_FIELDS, digest_of, written
from techday.handover.store import KeptPacket, lines_of, packets


def tampered(db: sqlite3.Connection) -> tuple[int, list[str]]:
    """Give how many packets are kept, and say of each that is not as it was sent what is wrong with it."""
    kept = packets(db)
    return len(kept), [f"handover {one.id}: {words}" for one in kept if (words := wrong_with(db, one))]


def wrong_with(db: sqlite3.Connection, kept: KeptPacket) -> str:
    """Say what is wrong with a handover: its packet, or its lines; "" where nothing is."""
    import json  # only where the store is looked over

    try:
        document = json.loads(kept.packet)
        whole = digest_of(document) == kept.digest == document[DIGEST] and written(document) == kept.packet
        items = [line_of(item) for item in document["items"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "its packet cannot be read"
    if not whole:
        return "its packet is not the one that was sent"
    lines = [
        [line.ticket_uid, line.client, *(getattr(line, name) for name in LINE_FIELDS)] for line in lines_of(db, kept.id)
    ]
    if kept.direction == "in":
        # Foreign words are cleaned where they are kept in lines; which tickets there are is not.
        items, lines = ([one[0] for one in rows] for rows in (items, lines))
    return "" if lines == items else "its tickets are not those of its packet"


def line_of(item: dict[str, Any]) -> list[Any]:
    """Give of an item of a packet what a line holds of it."""
    client = item["client"]
    return [item["uid"], client["code"] if client else None, *(item[name] for name in LINE_FIELDS)]
