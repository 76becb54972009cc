"""What the commands of the schedule share: the options that several of them take, with their completion."""

from collections.abc import Sequence
from typing import Annotated

import typer

from techday.arguments import complete_client, complete_ticket
from techday.core.text import fold, nearest, quoted
from techday.errors import BadUsage
from techday.schedule.rules import KINDS
from techday.schedule.words import kind_words

# What an item can be listed by: its states, and those that nobody has answered again after a change.
STATES = ("open", "acknowledged", "declined", "cancelled", "done", "changed")


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of items that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete.casefold())]


def complete_state(incomplete: str) -> list[str]:
    """Give the states of items that begin so."""
    return [state for state in STATES if state.startswith(incomplete.casefold())]


Item = Annotated[str, typer.Argument(metavar="ID", help="The item, by its number", show_default=False)]
Client = Annotated[
    str | None, typer.Option("--client", metavar="C", help="Whom it is for", autocompletion=complete_client)
]
Site = Annotated[str | None, typer.Option("--site", metavar="S", help="At which site of the client")]
Ticket = Annotated[
    str | None, typer.Option("--ticket", metavar="N", help="For which ticket", autocompletion=complete_ticket)
]
Project = Annotated[str | None, typer.Option("--project", metavar="P", help="For which project")]
Place = Annotated[str | None, typer.Option("--place", metavar="P", help="Where, in words")]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="K",
        help=f"One of {', '.join(kind_words(kind) for kind in KINDS)}",
        autocompletion=complete_kind,
    ),
]
End = Annotated[
    str | None, typer.Option("--end", metavar="TIME", help="When it ends, seen from its start: 10:00, tue 10:00")
]
Length = Annotated[str | None, typer.Option("--for", metavar="DURATION", help="How long it takes: 45m, 1h30")]
Technician = Annotated[str | None, typer.Option("--technician", metavar="NAME", help="Who is to do it, if not you; me")]
Note = Annotated[str | None, typer.Option("--note", metavar="T", help="What else is to be known")]
Following = Annotated[bool, typer.Option("--following", help="This one and all later ones of what repeats")]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="S", help=f"One of {', '.join(STATES)}", autocompletion=complete_state),
]


def kind_named(text: str) -> str:
    """Give the kind that its name or a unique beginning means: `time off`, `onsite`, `maint`; raises BadUsage."""
    return one_named(text, KINDS, "kind of item")


def state_named(text: str) -> str:
    """Give the state that its name or a unique beginning means; `proposed` is open. Raises BadUsage."""
    return "open" if fold(text) == "proposed" else one_named(text, STATES, "state of items")


def one_named(text: str, names: Sequence[str], what: str) -> str:
    """Give the one of some names that a text means, whatever stands between its words; raises BadUsage."""
    key = bare(text)
    whole = [name for name in names if bare(name) == key]
    found = whole or [name for name in names if key and bare(name).startswith(key)]
    if len(found) != 1:
        close = nearest(text, names)
        hint = f"Did you mean {', '.join(close)}?" if close else f"One of {', '.join(names)}"
        raise BadUsage(f"No {what} {quoted(text)}", hint=hint)
    return found[0]


def bare(text: str) -> str:
    """Give a name without what may stand between its words."""
    return fold(text).replace("-", "").replace(" ", "").replace("_", "")
