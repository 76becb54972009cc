"""What becomes of a ticket that is known when its source speaks again. No clock and no store: all is given.

A field follows the source only while the ticket still holds what was last imported; what somebody changed here stays.
For state and owner the later one wins, an act here or the source's own updated time, and the loser is told; a ticket
that was merged here follows its source in neither. An owner to whom a ticket was handed over stays, whatever the time,
until the source names another one than before: it has only not heard of it. A source that says nothing new since the
last import changes nothing.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from techday.exchange.import_store import Known
from techday.tickets.rules import ACTIVE

# What a field holds while the source says nothing of it.
BLANK: dict[str, Any] = {
    "title": "",
    "client_id": None,
    "requester": "",
    "category": "",
    "asset": "",
    "priority": 3,
    "opened_at": None,
    "due_at": None,
    "body": "",
    "fix": "",
}
# The source's own words, which nobody here changes.
ITS_OWN = {"source_status": "", "source_priority": "", "source_updated_at": None}
STATE_FIELDS = ("state", "waiting_for", "resolved_at", "closed_at")
ENDED = ("resolved", "closed")
NOT_ESCALATED: dict[str, Any] = {"escalated_at": None, "escalated_to": ""}
# These are never emptied: a ticket needs them, whatever a later export leaves out.
NEVER_EMPTIED = frozenset({"title", "opened_at", "client_id"})

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Said(NamedTuple):
    """What a row says: the values by the ticket's columns, blank ones left out, and the columns that the file has.

    `status` and `owner` are the words for people.
    """

    values: dict[str, Any]
    present: frozenset[str]
    updated_at: str | None
    status: str
    owner: str


class Event(NamedTuple):
    """Something that the source did: its kind, the small word that rules read, and the words for people."""

    kind: str
    detail: str
    text: str


class Outcome(NamedTuple):
    """What becomes of a row: `kind` is changed, same or superseded; `imported` is what to keep as last imported."""

    kind: str
    changes: dict[str, Any]
    events: list[Event]
    imported: dict[str, Any]
    told: list[str]


def settle(
    known: Known,
    said: Said,
    waits_until: str,
    own: frozenset[int] = frozenset(),
    shown: Callable[[str], str] = str,
) -> Outcome:
    """Decide what becomes of a known ticket now that its source says this.

    `waits_until` is when it comes back if its source makes it wait (UTC text): no source says until when. `own` are the
    user's own rows among the technicians; `shown` gives an instant (UTC text) as people read it.
    """
    last: dict[str, Any] = json.loads(known.imported)
    imported = {name: value for name, value in last.items() if name not in said.present} | said.values
    if imported == last and known.state != "gone":
        return Outcome("same", {}, [], last, [])
    if said.updated_at and known.source_updated_at and said.updated_at < known.source_updated_at:
        return Outcome("superseded", {}, [], last, [])
    outcome = Outcome("changed", {}, [], imported, [])
    changes = outcome.changes
    for name, blank in ITS_OWN.items():
        if name in said.present and (value := said.values.get(name, blank)) != getattr(known, name):
            changes[name] = value
    for name, blank in BLANK.items():
        if name in said.present:
            follow(known, last, name, said.values.get(name, blank), blank, changes)
    if "priority" in changes:
        outcome.events.append(Event("priority", str(changes["priority"]), f"was P{known.priority}"))
    if known.state == "merged":
        tell_of_merged(known, last, said, outcome)
        return outcome
    if "state" in said.present:
        settle_state(known, last, said, waits_until, shown, outcome)
    if "owner_id" in said.present:
        settle_owner(known, last, said, own, shown, outcome)
    return outcome


def follow(known: Known, last: Mapping[str, Any], name: str, value: Any, blank: Any, changes: dict[str, Any]) -> None:
    """Let a field follow the source while the ticket still holds what was last imported."""
    current = getattr(known, name)
    if current != last.get(name, blank) or value == current or (value == blank and name in NEVER_EMPTIED):
        return
    changes[name] = value


def tell_of_merged(known: Known, last: Mapping[str, Any], said: Said, outcome: Outcome) -> None:
    """Tell where the source does not treat a merged ticket as one that is over: it is open there again, or resolved."""
    state, before = said.values.get("state"), last.get("state")
    if state == before or (state in ACTIVE and before in ACTIVE):
        return
    if state in ACTIVE or state == "resolved":
        shown = said.status or state
        outcome.told.append(f"{known.reference} stays merged, as recorded here; its source says {shown}")


def settle_state(
    known: Known,
    last: Mapping[str, Any],
    said: Said,
    waits_until: str,
    shown: Callable[[str], str],
    outcome: Outcome,
) -> None:
    """Decide the state, with what belongs to it; a ticket that had vanished comes back as the source says."""
    here = (known.state, known.waiting_for)
    before = (last.get("state"), last.get("waiting_for"))
    there = (said.values["state"], said.values.get("waiting_for"))
    word = said.status or said.values["state"]
    if here == there:
        follow(known, last, "resolved_at", said.values.get("resolved_at"), None, outcome.changes)
        follow(known, last, "closed_at", said.values.get("closed_at"), None, outcome.changes)
        return
    if known.state != "gone" and here != before:
        act = known.state_act_at
        if not source_wins(said.updated_at, act) or (there == before and is_begun(here, there)):
            if there != before:
                outcome.told.append(f"{known.reference} stays {known.state}, as recorded here; its source says {word}")
            return
        outcome.told.append(
            f"{known.reference} is {said.values['state']}: its source says {word} ({when(said.updated_at, shown)}),"
            f" later than {known.state} here ({when(act, shown)})"
        )
    state, waiting_for = there
    changes = outcome.changes
    changes.update({name: said.values.get(name) for name in STATE_FIELDS})
    changes["waiting_until"] = waits_until if state == "waiting" else None
    # A cause that is owed of a resolution here stays owed when the source closes the ticket, too.
    if state not in ENDED or known.state not in ENDED:
        changes["cause_owed"] = 0
    if state in ENDED:
        changes.update(NOT_ESCALATED)
    if state == "waiting":
        outcome.events.append(Event("waiting", wait_detail(waiting_for, waits_until), word))
    else:
        outcome.events.append(Event("state", state, word))


def settle_owner(
    known: Known,
    last: Mapping[str, Any],
    said: Said,
    own: frozenset[int],
    shown: Callable[[str], str],
    outcome: Outcome,
) -> None:
    """Decide the owner, as the state: the later word wins; but an accepted handover stands, unless there is news."""
    owner_id, before = said.values.get("owner_id"), last.get("owner_id")
    handed = handed_over(known)
    if known.owner_id == owner_id:
        if handed is not None and handed.named and handed.named != str(owner_id):
            outcome.events.append(Event("owner", str(owner_id), said.owner))  # it has heard of the handover
        return
    named = said.owner or "nobody"
    if handed is not None and owner_id in handed.named_before(before, own):
        if owner_id is not None:
            since = shown(handed.at)
            outcome.told.append(
                f"{known.reference} stays {handed.owner}'s, handed over {since}; its source still says {named}"
            )
        return
    if known.owner_id != before:
        if not source_wins(said.updated_at, known.owner_act_at):
            if owner_id != before:
                outcome.told.append(f"{known.reference} keeps its owner, as recorded here; its source says {named}")
            return
        outcome.told.append(
            f"{known.reference} is owned by {named}: its source says so ({when(said.updated_at, shown)}),"
            f" later than the change here ({when(known.owner_act_at, shown)})"
        )
    outcome.changes["owner_id"] = owner_id
    if owner_id is not None:
        # Whoever the source names has picked up what was escalated.
        outcome.changes.update(NOT_ESCALATED)
    outcome.events.append(Event("owner", str(owner_id or ""), named))


class Handed(NamedTuple):
    """The accepted handover that made a ticket its owner's: when, whose it is by it, and who gave it.

    `giver_id` is None where that was the user. `named` is whom the source named last as far as was written down, here
    or at the giver's: a row number as text, "" or None for nobody.
    """

    at: str
    owner: str
    giver_id: int | None
    named: str | None

    def named_before(self, before: int | None, own: frozenset[int]) -> set[int | None]:
        """Give the owners that are no news: nobody, who was imported last (`before`) or named where it was handed over.

        Before the first import whoever gave it is none either; `own` are the user's own rows.
        """
        found = {None, before, int(self.named) if self.named else None}
        if before is None:
            found |= own if self.giver_id is None else {self.giver_id}
        return found


def handed_over(known: Known) -> Handed | None:
    """Give the accepted handover that made a ticket its owner's, None where there is none, or it was given on since."""
    handed = None if known.handed is None else Handed(*json.loads(known.handed))
    return handed if handed is None or known.owner_act_at is None or known.owner_act_at <= handed.at else None


def when(at: str | None, shown: Callable[[str], str]) -> str:
    """Give an instant as people read it; "" for none."""
    return "" if at is None else shown(at)


def wait_detail(waiting_for: str | None, until: str) -> str:
    """Give what rules read of a wait: on whom or what, and when the ticket comes back."""
    return f"{waiting_for} until {until}"


def source_wins(updated_at: str | None, act_at: str | None) -> bool:
    """Tell whether the source spoke after somebody acted here; without both times what was done here stands."""
    return updated_at is not None and act_at is not None and updated_at > act_at


def is_begun(here: tuple[str, str | None], there: tuple[str | None, str | None]) -> bool:
    """Tell whether the source still calls new what was begun here: not yet having heard is no later word."""
    return there[0] == "new" and here[0] in ("working", "waiting")
