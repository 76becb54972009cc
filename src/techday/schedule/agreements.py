"""Work out of town needs two agreements, the service manager's and the client's: who agreed, when, and to what.

An agreement holds for what the travel item said when it was given: its start, end, place and client. When one of these
changes, it is missing again; what was agreed to stays readable until somebody agrees anew.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from techday.core.instants import to_text
from techday.core.text import as_argument, clean_line, fold, quoted
from techday.errors import BadUsage, Refused
from techday.schedule import agreement_store
from techday.schedule.agreement_store import AgreementRow, TravelRow
from techday.schedule.rules import Change
from techday.schedule.store import ItemRow, items_of_uid

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
    """Give how both sides stand to an item; nothing for one that is no travel, or is off and nobody agreed to it."""
    found = {one.side: one for one in agreement_store.agreements_of(db, row.id)}
    if row.kind != TRAVEL or (row.state in OFF and not found):
        return []
    return [stand_of(side, found.get(side), row) for side in SIDES]


def stand_of(side: str, found: AgreementRow | None, row: ItemRow) -> Agreement:
    """Give how one side stands to an item."""
    if found is None:
        return Agreement(side, None, None, ())
    return Agreement(side, found.name, found.at, changes_since(found.agreed, row))


def not_agreed(db: sqlite3.Connection, now: str) -> Iterator[tuple[TravelRow, Sequence[str]]]:
    """Give the travel of the user that ends after an instant (UTC text), with the sides that have still to agree."""
    for row in agreement_store.travel_after(db, now):
        agreed = (("manager", row.manager), ("client", row.of_client))
        sides = tuple(side for side, text in agreed if not holds(text, row))
        if sides:
            yield row, sides


def missing_words(row: ItemRow, standing: Sequence[Agreement]) -> str:
    """Say who has still to agree to an item, and the command that records it; "" where nobody has."""
    missing = [one.side for one in standing if one.missing]
    if not missing:
        return ""
    words = " and ".join(SIDE_WORDS[side] for side in missing)
    return f"{words} must still agree: {agree_command(row, missing)}"


def agree_command(row: ItemRow, sides: Sequence[str]) -> str:
    """Give the command that records the agreement of some sides; to all that follows, where the item repeats."""
    named = " ".join(f"--{side} NAME" for side in sides)
    return f"techday schedule agree {row.id} {named}{' --following' if row.instance else ''}"


def record(db: sqlite3.Connection, row: ItemRow, side: str, name: str, at: datetime, now: datetime) -> bool:
    """Record that a side agreed to a travel item as it stands, and give whether that is a change.

    Who agreed to the same before stays, unless it is another one, who speaks for the side from then on. Raises Refused
    for an item that needs no agreement or is off, and BadUsage without a name.
    """
    require_travel(row)
    who = clean_line(name, 200)
    if not who:
        hint = f"techday schedule agree {row.id} --{side} NAME"
        raise BadUsage(f"Who agreed for {SIDE_WORDS[side]} is missing", hint=hint)
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


def withdraw(db: sqlite3.Connection, row: ItemRow, side: str, name: str) -> bool:
    """Record that who agreed for a side of a travel item does not any more, and give whether anybody did.

    Raises Refused where it was somebody else.
    """
    before = next((one for one in agreement_store.agreements_of(db, row.id) if one.side == side), None)
    if before is None:
        return False
    if fold(before.name) != fold(name):
        hint = f"techday schedule agree {row.id} --{side} {as_argument(before.name)} --withdrawn"
        raise Refused(f"For {SIDE_WORDS[side]} {before.name} agreed, not {quoted(name)}", hint=hint)
    agreement_store.delete_agreement(db, before.id)
    return True


def later(db: sqlite3.Connection, row: ItemRow, now: str) -> list[ItemRow]:
    """Give the later ones of travel that repeats, by one's own rule or a calendar's, that are not off nor over."""
    found = items_of_uid(db, row.uid)
    ahead = [one for one in found if one.starts_at >= row.starts_at and one.ends_at > now and one.id != row.id]
    return [one for one in ahead if one.kind == TRAVEL and one.state not in OFF]


def require_travel(row: ItemRow) -> None:
    """Raise Refused for an item that is no travel, and for travel that is off."""
    if row.kind != TRAVEL:
        raise Refused(
            f"Only travel is agreed to, and {quoted(row.title)} is of the kind {row.kind}",
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
