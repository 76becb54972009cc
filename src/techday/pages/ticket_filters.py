"""What a list of tickets was asked for: from the words that were typed to conditions that the store can answer."""

import sqlite3
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from techday.clients.finding import find_client
from techday.core.instants import to_text
from techday.core.text import fold, quoted
from techday.errors import BadUsage
from techday.tickets import acts
from techday.tickets.list_store import Chosen
from techday.tickets.rules import ACTIVE, WAITS

if TYPE_CHECKING:
    from techday.context import Context
    from techday.pages.tickets import Wish

STATES = ("new", "working", "waiting", "resolved", "closed", "gone", "merged")
NOBODY = ("nobody", "none")
# Every instant of the store lies between these two, as text.
BEGINNING, END = "", "9"


class Question(NamedTuple):
    """What the store is asked: a base and its conditions as `list_store.chosen` takes them, and words to look for.

    `since` and `until` bound the opening, half open, as stored; `texts` maps a column to the folded words in it.
    """

    base: str
    narrowed: dict[str, object]
    since: str
    until: str
    texts: dict[str, str]


def question(context: "Context", wish: "Wish", mine: frozenset[int] | None) -> Question:
    """Read a wish; `mine` are the user's own rows among the technicians, None while the settings name nobody.

    Raises BadUsage for a word that means nothing, NotFound for an unknown client or colleague.
    """
    db = context.db
    narrowed = ownership(db, wish, mine)
    if wish.state is not None:
        narrowed["state"] = word_of(wish.state, STATES, "state")
    if wish.client is not None:
        narrowed["client"] = find_client(db, wish.client)
    if wish.priority is not None:
        narrowed["priorities"] = numbers(wish.priority, 4, "--priority")
    if wish.tier is not None:
        narrowed["tiers"] = numbers(wish.tier, 3, "--tier")
    if wish.waiting_for is not None:
        narrowed["waiting_for"] = word_of(wish.waiting_for, WAITS, "wait")
    if wish.problem is not None:
        from techday.problems import acts as problems  # only where one is asked for
        from techday.problems.store import ticket_ids

        narrowed["problem"] = ticket_ids(db, problems.find(db, wish.problem).id)
    flags = {"escalated": wish.escalated, "cause_owed": wish.cause_owed, "no_client": wish.no_client}
    narrowed |= {name: True for name, on in flags.items() if on}
    since, until = opened_between(context, wish.since, wish.until)
    texts = {"requester": wish.requester, "category": wish.category, "asset": wish.asset}
    return Question(
        base_of(wish, narrowed), narrowed, since, until, {name: fold(text) for name, text in texts.items() if text}
    )


def base_of(wish: "Wish", narrowed: dict[str, object]) -> str:
    """Give the smallest set of tickets that holds all that is asked for; the open ones where nothing else is said.

    A problem's tickets, and those whose cause is owed, are mostly resolved ones, so these are not only open.
    """
    state = narrowed.get("state")
    if wish.waiting_for or wish.escalated or wish.unverified or wish.overdue or wish.owed or state in ACTIVE:
        return "open"
    if state in ("merged", "gone"):
        return str(state)
    if wish.problem is not None:
        return "problem"
    if wish.cause_owed:
        return "cause owed"
    if wish.everything or state is not None:
        return "client" if wish.client is not None else "all"
    return "open"


def ownership(db: sqlite3.Connection, wish: "Wish", mine: frozenset[int] | None) -> dict[str, object]:
    """Give the conditions of whose the tickets are; raises BadUsage for my own while the settings name nobody."""
    who = (wish.owner or "").strip().lower()
    if mine is None and (wish.mine or who == "me"):
        raise BadUsage("techday does not know your name yet", hint='techday config set technician.name "NAME"')
    found: dict[str, object] = {"owners": sorted(mine)} if mine is not None and wish.mine else {}
    if wish.owner is None:
        return found
    if who in NOBODY:
        return {**found, "unowned": True}
    named = mine if mine is not None and who == "me" else frozenset((owner_named(db, wish.owner),))
    return {"owners": sorted(named & mine if mine is not None and wish.mine else named)}


def owner_named(db: sqlite3.Connection, text: str) -> int:
    """Give the colleague that is meant; raises NotFound where nobody, or more than one, is."""
    # A list only looks: it offers no way to make a colleague.
    return acts.find_technician(db, text, otherwise="techday ticket list --columns owner")[0]


def word_of(text: str, words: tuple[str, ...], what: str) -> str:
    """Read one of some words; raises BadUsage with all of them."""
    word = text.strip().lower()
    if word not in words:
        raise BadUsage(f"No {what} {quoted(text)}", hint=f"One of {', '.join(words)}")
    return word


def numbers(text: str, most: int, option: str) -> list[int]:
    """Read numbers such as `1`, `P2` or `1,2`, from 1 to `most`; raises BadUsage for anything else."""
    allowed = {str(number): number for number in range(1, most + 1)}
    parts = [part.strip().lstrip("pPlL") for part in text.split(",")]
    unknown = [part for part in parts if part not in allowed]
    if unknown:
        raise BadUsage(f"{option} is {', '.join(allowed)}, not {quoted(text, 20)}", hint=f"{option} 1,2")
    return sorted({allowed[part] for part in parts})


def opened_between(context: "Context", since: str | None, until: str | None) -> tuple[str, str]:
    """Read the local days between which tickets were opened, as stored; the last one is no part of it.

    Raises BadUsage for what is no day, and where the last day is not after the first.
    """
    first = BEGINNING if since is None else midnight(context, since)
    last = END if until is None else midnight(context, until)
    if first >= last:
        raise BadUsage("--until is not after --since", hint="--since 2026-11-01 --until 2026-12-01 is all November")
    return first, last


def midnight(context: "Context", text: str) -> str:
    """Read a day as the instant at which it begins where the technician is, as stored."""
    from techday.core.when import read_date  # only where a day was typed

    day = read_date(text, context.frame, "past")
    return to_text(datetime.combine(day, time(), context.zone).astimezone(UTC))


def speaks_of(one: Chosen, texts: dict[str, str]) -> bool:
    """Tell whether a ticket has all the words that are looked for, whatever their case and form."""
    return all(words in fold(getattr(one, name)) for name, words in texts.items())
