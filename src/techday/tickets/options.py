"""What the commands of tickets share: the options that several of them take, and what they answer under --json."""

from typing import Annotated, Any

import typer

from techday.context import Context
from techday.errors import BadUsage

PRIORITIES = {"1": 1, "2": 2, "3": 3, "4": 4}
TIERS = {"1": 1, "2": 2, "3": 3}


def one_of(text: str, allowed: dict[str, int], option: str) -> int:
    """Read a number such as 2, P2 or L2; raises BadUsage for any other."""
    try:
        return allowed[text.strip().lstrip("pPlL")]
    except KeyError:
        raise BadUsage(f"{option} is {', '.join(allowed)}, not {text[:20]}", hint=f"{option} {min(allowed)}") from None


Priority = Annotated[str | None, typer.Option("--priority", metavar="1-4", help="1 is the highest")]
NextStep = Annotated[str | None, typer.Option("--next", metavar="TEXT", help="The next step")]
Copy = Annotated[bool, typer.Option("--copy", help="Put the message on the clipboard")]
Eml = Annotated[bool, typer.Option("--eml", help="Write the message as a mail, ready to send")]
Tier = Annotated[str | None, typer.Option("--tier", metavar="1-3", help="Which tier it needs")]


def ticket_document(context: Context, ticket_id: int) -> Any:
    """Give a ticket as scripts read it after a write; None where nobody asked for JSON, since it costs a screen."""
    if not context.out.json:
        return None
    from techday.pages.ticket_clocks import one  # only under --json

    return one(context, ticket_id)
