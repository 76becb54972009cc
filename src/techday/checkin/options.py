"""What the commands of the check-in share: which day is meant, and how a check-in is told to scripts."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.errors import BadUsage

if TYPE_CHECKING:
    from techday.checkin.store import CheckInRow
    from techday.context import Context

Day = Annotated[str | None, typer.Option("--date", metavar="D", help="Of an earlier shift day: yesterday, fri")]


def day_meant(context: "Context", text: str | None) -> date:
    """Give the shift day that is meant: today's without a text. Raises BadUsage for one still to come."""
    today = context.shift_day.day
    if text is None:
        return today
    from techday.core.when import read_date  # only where a day was typed

    day = read_date(text, context.frame, "past")
    if day > today:
        raise BadUsage(f"{day} is still to come", hint="Give a past day with --date, or none for today")
    return day


def change_document(row: "CheckInRow | None") -> "dict[str, Any] | None":
    """Give a check-in as scripts read it after a write; None where nothing is written of the day."""
    if row is None:
        return None
    state = "given" if row.given_at else "edited" if row.text else "open"
    return {
        "date": row.day,
        "state": state,
        "text": row.text or None,
        "notes": [line for line in row.issues.split("\n") if line],
        "given_at": row.given_at,
        "given_to": row.given_to or None,
    }
