"""Decisions about visits: no clock and no store, all is given."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.text import quoted
from techday.errors import BadUsage

DONE, BACK = "done", "back"
LONGEST_TRAVEL = timedelta(hours=12)
# By result: the option that names a ticket, the one with its words, and what is asked for on a terminal.
WORDS_OF = {DONE: "--fix", BACK: "--need"}
QUESTIONS = {DONE: "What fixed {}", BACK: "What {} needs"}


class Outcome(NamedTuple):
    """What became of a ticket, as it was typed: the ticket, `done` or `back`, and the words ("" where missing)."""

    ticket: str
    result: str
    text: str = ""


def paired(result: str, tickets: Sequence[str], words: Sequence[str]) -> list[Outcome]:
    """Put tickets and words together in the order in which they were typed; words may be missing at the end.

    Raises BadUsage for words that belong to no ticket.

    >>> paired("done", ["1", "2"], ["new toner"])[1].text
    ''
    """
    if len(words) > len(tickets):
        option = WORDS_OF[result]
        raise BadUsage(
            f"{option} {quoted(words[len(tickets)])} belongs to no --{result}", hint=f'--{result} N {option} "…"'
        )
    missing = [""] * (len(tickets) - len(words))
    return [Outcome(ticket, result, text) for ticket, text in zip(tickets, [*words, *missing], strict=True)]


def refuse_missing(outcomes: Sequence[Outcome]) -> None:
    """Raise BadUsage where the words of an outcome are missing: it names which."""
    for one in outcomes:
        if not one.text.strip():
            option = WORDS_OF[one.result]
            raise BadUsage(
                f"{option} for --{one.result} {quoted(one.ticket)} is missing",
                hint=f'--{one.result} {one.ticket} {option} "…": one {option} for each --{one.result}, in order',
            )


def refuse_times(arrived: datetime, left: datetime, now: datetime) -> None:
    """Raise BadUsage where somebody would leave before they arrived, or in the future."""
    if left > now:
        raise BadUsage("The visit would end in the future", hint="--left TIME, with a past time; techday visit start C")
    if arrived >= left:
        raise BadUsage("--left is not after --arrived", hint='--arrived 9:30 --left 11:10, or --arrived "mon 9:30"')


def refuse_travel(seconds: int) -> None:
    """Raise BadUsage for a way of no time, or of more than half a day."""
    if not 0 < seconds <= LONGEST_TRAVEL.total_seconds():
        raise BadUsage("--travel is at most 12 hours", hint="--travel 25m")


def outcome_words(results: Sequence[str]) -> str:
    """Say how many tickets were done, and for how many somebody must come back: "2 done, 1 to come back for".

    >>> outcome_words(["done", "back"])
    '1 done, 1 to come back for'
    """
    done, back = results.count(DONE), results.count(BACK)
    told = [f"{done} done"] if done else []
    return ", ".join([*told, *([f"{back} to come back for"] if back else [])])
