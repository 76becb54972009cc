"""What to say to a client: three things, of what is recorded and then of what is always worth asking."""

from collections.abc import Sequence
from typing import NamedTuple


class Talk(NamedTuple):
    """What is known that a client should hear, or be asked: each a list of short sentences, the first to say first.

    The rest says what is known of the client at all, for the questions that always make sense.
    """

    bad_news: Sequence[str] = ()
    promises: Sequence[str] = ()
    awaited: Sequence[str] = ()
    fixed: Sequence[str] = ()
    failing: Sequence[str] = ()
    reviews: Sequence[str] = ()
    never: bool = False
    people: int = 0
    phone: bool = True
    open_tickets: int = 0
    last_note: str = ""
    day: int = 0
    projects: Sequence[str] = ()


THINGS = 3
STANDING_QUESTIONS = (
    "Ask what changes soon: people who come or go, moves, new machines",
    "Ask what annoys them at work that nobody has reported",
    "Ask which of their systems they could least do without for a day",
    "Ask who else there should hear from us now and then",
)


def things_to_say(talk: Talk) -> list[str]:
    """Give exactly three things to say: what is known first, bad news before all, then questions that make sense.

    Of each kind the first comes before the second of any, but all bad news and all promises that are due come before
    the rest. The standing questions begin with another one each day.
    """
    known = [*talk.bad_news, *talk.promises]
    kinds = (talk.projects, talk.awaited, talk.fixed, talk.failing, talk.reviews)
    known += [kind[0] for kind in kinds if kind]
    known += [one for kind in kinds for one in kind[1:]]
    return list(dict.fromkeys([*known, *questions(talk)]))[:THINGS]


def questions(talk: Talk) -> list[str]:
    """Give the questions that make sense, those first that what is known of a client asks for."""
    asked = []
    if talk.never:
        asked.append("Introduce yourself, and say how to reach you")
    if not talk.people:
        asked.append("Ask who is the one to ring there, and when it suits them best")
    elif not talk.phone:
        asked.append("Ask for a number at which they can be reached")
    if talk.open_tickets > 1:
        asked.append(f"Ask which of the {talk.open_tickets} open tickets matters most to them")
    if talk.last_note:
        asked.append(f"Come back to what was last talked of: {talk.last_note}")
    turn = talk.day % len(STANDING_QUESTIONS)
    return [*asked, *STANDING_QUESTIONS[turn:], *STANDING_QUESTIONS[:turn]]
