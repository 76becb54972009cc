"""What should have been tried before a ticket goes up: a checklist, asked and recorded, never in the way."""

from collections.abc import Sequence

from techday.context import Context
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage, NotFound, Refused, TechdayError
from techday.escalations.acts import TIERS
from techday.escalations.store import Answer
from techday.settings import checklist_of
from techday.tickets.acts import find_technician
from techday.tickets.store import TicketRow
from techday.ui.prompt import ask, can_ask

ANSWERS = {"y": "yes", "n": "no", "s": "skip"}


def points_for(context: Context, ticket: TicketRow) -> tuple[str, ...]:
    """Give what the ticket's tier should have tried first, by the ticket's category, as the settings say."""
    return checklist_of(context.settings, ticket.tier, ticket.category)


def whom(context: Context, text: str | None) -> tuple[str, bool]:
    """Give the tier or the name that was typed or is asked for, and whether it is a person.

    A colleague whom techday knows is called by the whole name. Raises BadUsage where nothing was named, Refused for
    the user's own name.
    """
    typed = clean_line(text or "", 200)
    if not typed and can_ask(context):
        typed = clean_line(ask(context, "To whom (L2, L3 or a name)", "L2"), 200)
    if not typed:
        raise BadUsage("To whom is missing", hint='techday ticket escalate N --to L2 --reason "…" --tried "…"')
    if typed.lower() in TIERS:
        return typed.upper(), False
    try:
        name = find_technician(context.db, typed)[1]
    except NotFound:
        name = typed
    who = context.settings.technician
    if fold(name) in {"me", *(fold(own) for own in (who.name, *who.aliases))}:
        raise Refused("That is yourself, so it hands nothing up", hint="--to L2, --to L3, or somebody else's name")
    return name, True


def answered(context: Context, points: Sequence[str], did: str) -> list[Answer]:
    """Give the checklist with its answers: as `--did` says, else asked point by point on a terminal, else unsaid.

    Raises BadUsage where `did` names a point that there is not.
    """
    if did.strip():
        done = numbers(did, len(points))
        return [Answer(item, "yes" if number in done else "no") for number, item in enumerate(points, start=1)]
    if not can_ask(context):
        return [Answer(item, "") for item in points]
    from techday.ui.keys import ask_key  # only on a terminal

    given = [(item, ask_key(context, f"{item}?", ANSWERS)) for item in points]
    return [Answer(item, {"y": "yes", "n": "no"}.get(key, "")) for item, key in given]


def numbers(text: str, most: int) -> set[int]:
    """Read which points were done: `1,3`, all or none; raises BadUsage for anything else."""
    word = text.strip().lower()
    if word in ("all", "none"):
        return set(range(1, most + 1)) if word == "all" else set()
    parts = [part.strip() for part in word.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 5 and 1 <= int(part) <= most for part in parts):
        there = f"numbers from 1 to {most}" if most else "none: there is no checklist for this category and tier"
        raise BadUsage(f"--did {quoted(text)} names points that there are not", hint=f"The points are {there}")
    return {int(part) for part in parts}


def write_message(context: Context, ticket: TicketRow, *, copy: bool, eml: bool) -> None:
    """Write the message to whom the ticket was handed up, from what was recorded, ready to send."""
    from techday.messages.acts import compose  # only where somebody must be written to
    from techday.messages.delivery import deliver_recorded
    from techday.messages.next_word import next_word_at

    kind = "escalation"
    try:
        message = compose(context, ticket, kind, next_word_at=next_word_at(context, ticket, kind))
    except TechdayError as error:  # the escalation stands, whatever is wrong with a template
        context.out.warn(f"It is recorded, but: {error.message}", error.hint)
        return
    deliver_recorded(context, message, f"escalation-{ticket.reference}", copy=copy, eml=eml)
