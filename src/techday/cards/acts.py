"""Time cards: submitted, taken back, decided; and the wall around what is submitted.

Submitting writes each line as it stands, with what is billed of it, and a digest over them all. From then on the lines
are frozen (`cards.frozen`). New time in that week is on the next part of its card, the supplement.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from techday.cards import store as card_store
from techday.cards.store import CardRow, LineRow
from techday.cards.views import CardView, EntryView
from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.weeks import Week, card_name, open_part, week_of
from techday.errors import NotFound, Refused
from techday.timecard.store import update_entry

if TYPE_CHECKING:
    from techday.context import Context


def states_of(cards: Sequence[CardRow]) -> list[str]:
    """Give the states of the cards of a week, in order."""
    return [card.state for card in cards]


def open_card_name(db: sqlite3.Connection, week: Week) -> str:
    """Give the name of the card that takes new time in a week: `2026-W47`, or its supplement `2026-W47/2`."""
    return card_name(week.name, open_part(states_of(card_store.cards_of_week(db, week.name))))


def card_named(db: sqlite3.Connection, week: Week) -> CardRow:
    """Give the card of a week, its first part where none is named; raises NotFound where it was never submitted."""
    wanted = week.part or 1
    for card in card_store.cards_of_week(db, week.name):
        if card.part == wanted:
            return card
    name = card_name(week.name, wanted)
    raise NotFound(f"{name} was never submitted", hint=f"techday timecard week {week.name}")


def week_to_submit(context: "Context") -> Week | None:
    """Give the oldest week that is open and has time; None where all is submitted."""
    start = card_store.first_open_start(context.db)
    return week_of(shift_day(context.shift_pattern, from_text(start)).day) if start else None


class Submission(NamedTuple):
    """What is submitted beside the lines: when, by whom, and the warnings that were accepted."""

    at: datetime
    technician: str
    accepted: Sequence[str]


def submit(db: sqlite3.Connection, week: Week, view: CardView, submission: Submission) -> CardRow:
    """Freeze the open entries of a view as the card that takes new time of its week, and give that card.

    `view` is the card's own part, without errors. What runs is not on it: it was ended before, and goes on anew.
    """
    import json  # only where a card is frozen or verified

    cards = card_store.cards_of_week(db, week.name)
    part = open_part(states_of(cards))
    own = next((card for card in cards if card.part == part), None)
    facts = {
        "technician": submission.technician,
        "submitted_at": to_text(submission.at),
        "worked_seconds": view.worked_seconds,
        "billed_seconds": view.billed_seconds,
        "rules": json.dumps([[rule.work_type, rule.rule] for rule in view.rules], ensure_ascii=False),
        "accepted": json.dumps(list(submission.accepted), ensure_ascii=False),
        "decided_at": None,
        "decided_by": "",
        "reason": "",
    }
    if own is None:
        fixed = {
            "week": week.name,
            "state": "open",
            "part": part,
            "first_day": f"{week.first_day}",
            "last_day": f"{week.last_day}",
        }
        card_id = card_store.insert_card(db, {**fixed, **facts})
    else:
        card_id = own.id
        card_store.update_card(db, card_id, facts)
    ended = [entry for entry in view.entries if entry.ended_at is not None]
    for entry in ended:
        update_entry(db, entry.id, {"card_id": card_id})
    contents = card_store.contents_on(db, card_id)
    lines = [line_of(entry, card_id, contents[entry.id]) for entry in ended]
    for line in lines:
        card_store.insert_line(db, line)
    card = loaded(db, card_id)
    card_store.update_card(db, card_id, {"state": "submitted", "digest": digest_of(card, lines)})
    # All open time of the week was on this card: why another one was rejected is settled with it.
    for other in cards:
        if other.id != card_id and not other.is_frozen:
            card_store.update_card(db, other.id, {"state": "open", "decided_at": None, "decided_by": "", "reason": ""})
    return loaded(db, card_id)


def line_of(entry: EntryView, card_id: int, content: str) -> LineRow:
    """Give the line that an entry makes on a card; `content` is its row as it stands."""
    assert entry.ended_at is not None  # noqa: S101  # what runs makes no line
    return LineRow(
        entry_id=entry.id,
        card_id=card_id,
        day=entry.date.isoformat(),
        started_at=to_text(entry.started_at),
        ended_at=to_text(entry.ended_at),
        seconds=entry.seconds,
        paid_seconds=entry.paid_seconds,
        billed_seconds=entry.billed_seconds,
        ticket=entry.ticket,
        title=entry.title,
        client=entry.client,
        work_type=entry.work_type,
        billable=int(entry.billable),
        utilised=int(entry.utilised),
        note=entry.note,
        internal_note=entry.internal_note,
        late_seconds=entry.late,
        concurrent=int(entry.concurrent),
        content=content,
    )


def loaded(db: sqlite3.Connection, card_id: int) -> CardRow:
    """Give a card that is there."""
    card = card_store.card_by_id(db, card_id)
    assert card is not None  # noqa: S101  # it was just written
    return card


def digest_of(card: CardRow, lines: Sequence[LineRow]) -> str:
    """Give the SHA-256 digest, in hexadecimal, over what a card says: its head and its lines in order of entry.

    Neither the card's state nor row numbers of the card are in it: approving changes no digest.
    """
    import json  # as in submit
    from hashlib import sha256  # loads OpenSSL: only where a card is frozen or verified

    head = [card.week, card.part, card.first_day, card.last_day, card.technician, card.submitted_at]
    head += [card.worked_seconds, card.billed_seconds]
    told = [[*line._replace(card_id=0)] for line in sorted(lines, key=lambda line: line.entry_id)]
    text = json.dumps([*head, card.rules, card.accepted, told], ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def verify(db: sqlite3.Connection, card: CardRow) -> list[str]:
    """Say what is no longer as a frozen card was submitted: nothing where all is well.

    The digest tells of a changed line or head; the entries themselves are held against their lines.
    """
    lines = card_store.lines_of(db, [card.id])
    found = []
    if digest_of(card, lines) != card.digest:
        found.append(f"{card.name}: its lines are not those that were submitted (the digest does not fit)")
    entries = card_store.contents_on(db, card.id)
    for line in lines:
        content = entries.pop(line.entry_id, None)
        if content != line.content:
            became = "is gone from it" if content is None else "was changed after it was submitted"
            found.append(f"{card.name}: entry {line.entry_id} {became}")
    found += [f"{card.name}: entry {number} was added after it was submitted" for number in entries]
    if sum(line.paid_seconds for line in lines) != card.worked_seconds:
        found.append(f"{card.name}: its lines do not add up to its total")
    return found


def refuse_tampered(db: sqlite3.Connection, card: CardRow) -> None:
    """Raise Refused where a card is no longer as it was submitted: nobody approves or sends on such a card."""
    found = verify(db, card)
    if found:
        raise Refused(found[0], hint="techday doctor; techday restore lists the backups")


def decide(db: sqlite3.Connection, card: CardRow, state: str, by: str, reason: str, at: datetime) -> None:
    """Write down that a card was decided: its state, by whom, why."""
    facts = {"state": state, "decided_at": to_text(at), "decided_by": by, "reason": reason}
    card_store.update_card(db, card.id, facts)


def release(db: sqlite3.Connection, card: CardRow, state: str, changes: dict[str, object]) -> int:
    """Open a frozen card: its state is `open` or `rejected`, its entries are free again; give how many they are."""
    entries = card_store.entries_on(db, [card.id])
    card_store.update_card(db, card.id, {**changes, "state": state, "digest": ""})
    card_store.delete_lines(db, card.id)
    for entry in entries:
        update_entry(db, entry.id, {"card_id": None})
    return len(entries)
