"""Work out of town needs two agreements, the service manager's and the client's: who agreed, when, and to what.

An agreement holds for what the travel item said when it was given: its start, end, place and client. When one of these
changes, it is missing again; what was agreed to stays readable until somebody agrees anew.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_line, quoted
from techday.errors import BadUsage, Refused
from techday.schedule import agreement_store
from techday.schedule.agreement_store import AgreementRow, TravelRow
from techday.schedule.rules import Change
from techday.schedule.store import ItemRow

TRAVEL = "travel"
OFF = ("cancelled", "declined")
SIDES = ("manager", "client")
SIDE_WORDS = {"manager": "the service manager", "client": "the client"}
# By these an agreement holds; a site or a client that is only called otherwise is the same one.
HELD = ("start", "end", "place", "client_id", "site_id")


class Agreement(NamedTuple):
    """How one side stands to a travel item: who agreed and when (UTC text), None where nobody did.

    `changed` is what of the item is not as it was agreed to; where there is anything, the agreement is missing.
    """

    side: str
    name: str | None
    at: str | None
    changed: Sequence[Change]

    @property
    def missing(self) -> bool:
        """Whether this side has still to agree."""
        return self.name is None or bool(self.changed)


def held_by(row: ItemRow | TravelRow) -> dict[str, object]:
    """Give what an agreement to an item holds for."""
    return {
        "start": row.first_day or row.starts_at,
        "end": row.last_day or row.ends_at,
        "place": row.place,
        "client_id": row.client_id,
        "site_id": row.site_id,
    }


def holds(agreed: str, row: ItemRow | TravelRow) -> bool:
    """Tell whether an agreement, JSON as it was kept, still holds for an item; "" is none."""
    if not agreed:
        return False
    kept: dict[str, object] = json.loads(agreed)
    return all(kept.get(name) == value for name, value in held_by(row).items())


def changes_since(agreed: str, row: ItemRow) -> list[Change]:
    """Give what of an item is not as it was agreed to, in the words of that time and of now."""
    kept: dict[str, Any] = json.loads(agreed)
    now = held_by(row)
    differ = {name for name in HELD if kept.get(name) != now[name]}
    changes = [Change(name, str(kept.get(name) or ""), str(now[name])) for name in ("start", "end") if name in differ]
    if differ & {"place", "site_id"}:
        changes.append(Change("place", str(kept.get("place") or kept.get("site") or ""), row.place or row.site or ""))
    if "client_id" in differ:
        changes.append(Change("client", str(kept.get("client") or ""), row.client_name or ""))
    return changes


def standing(db: sqlite3.Connection, row: ItemRow) -> list[Agreement]:
    """Give how both sides stand to an item; nothing for one that needs no agreement, or no longer, and has none."""
    found = {one.side: one for one in agreement_store.agreements_of(db, row.id)}
    if not found and (row.kind != TRAVEL or row.state in OFF):
        return []
    return [stand_of(side, found.get(side), row) for side in SIDES]


def stand_of(side: str, found: AgreementRow | None, row: ItemRow) -> Agreement:
    """Give how one side stands to an item."""
    if found is None:
        return Agreement(side, None, None, ())
    return Agreement(side, found.name, found.at, changes_since(found.agreed, row))


def missing_words(row: ItemRow, standing: Sequence[Agreement]) -> str:
    """Say who has still to agree to an item, and the command that records it; "" where nobody has."""
    missing = [one.side for one in standing if one.missing]
    if not missing:
        return ""
    words = " and ".join(SIDE_WORDS[side] for side in missing)
    named = " ".join(f"--{side} NAME" for side in missing)
    return f"{words} must still agree: techday schedule agree {row.id} {named}"


def record(db: sqlite3.Connection, row: ItemRow, side: str, name: str, at: datetime, now: datetime) -> bool:
    """Record that a side agreed to a travel item as it stands, and give whether that is a change.

    Who agreed to the same before stays, unless it is another one, who speaks for the side from then on. Raises Refused
    for an item that needs no agreement or is off, and BadUsage without a name.
    """
    require_travel(row)
    who = clean_line(name, 200)
    if not who:
        raise BadUsage(f"Who agreed for {SIDE_WORDS[side]} is missing", hint=f"--{side} NAME")
    before = next((one for one in agreement_store.agreements_of(db, row.id) if one.side == side), None)
    if before is not None:
        told_again = at == now or before.at == to_text(at)
        if before.name == who and told_again and holds(before.agreed, row):
            return False
        agreement_store.delete_agreement(db, before.id)
    agreed = {**held_by(row), "client": row.client_name or "", "site": row.site or ""}
    fields: dict[str, object] = {
        "item_id": row.id,
        "side": side,
        "name": who,
        "at": to_text(at),
        "recorded_at": to_text(now),
        "agreed": json.dumps(agreed, ensure_ascii=False),
    }
    agreement_store.insert_agreement(db, fields)
    return True


def withdraw(db: sqlite3.Connection, row: ItemRow, side: str) -> bool:
    """Record that a side does not agree to a travel item any more, and give whether it ever did."""
    before = [one for one in agreement_store.agreements_of(db, row.id) if one.side == side]
    for one in before:
        agreement_store.delete_agreement(db, one.id)
    return bool(before)


def require_travel(row: ItemRow) -> None:
    """Raise Refused for an item that is no travel, and for travel that is off."""
    if row.kind != TRAVEL:
        raise Refused(
            f"Only travel is agreed to, and {quoted(row.title)} is {row.kind}",
            hint=f"techday schedule move {row.id} --kind travel",
        )
    if row.state in OFF:
        raise Refused(f"{quoted(row.title)} was {row.state}", hint=f"techday schedule show {row.id}")


def document_of(one: Agreement) -> dict[str, object]:
    """Give how a side stands as scripts read it."""
    return {
        "side": one.side,
        "name": one.name,
        "at": one.at,
        "missing": one.missing,
        "changed": [
            {"field": change.field, "was": change.was or None, "now": change.now or None} for change in one.changed
        ],
    }
