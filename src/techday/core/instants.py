"""Instants between Python and the store.

Inside the rules an instant is an aware `datetime` in UTC; in the store, in JSON and in packets it is the text
`2026-11-23T08:00:00Z`, whose order as text is its order in time.
"""

from datetime import UTC, date, datetime, time, tzinfo

# A local day as text that none comes after.
NEVER = "9999-12-31"


def to_text(at: datetime) -> str:
    """Return an aware datetime as UTC text of whole seconds, `2026-11-23T08:00:00Z`; a fraction is cut off.

    Raises ValueError for a naive datetime: nobody could say which instant it means.
    """
    if at.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {at!r}")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def from_text(text: str) -> datetime:
    """Return the instant that `to_text` wrote, aware and in UTC; other offsets are converted, fractions cut off.

    Raises ValueError for anything else. For what a person types there is `techday.core.when`.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is not UTC:
        if at.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {text!r}")
        at = at.astimezone(UTC)
    return at.replace(microsecond=0) if at.microsecond else at


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def is_repeated(local: datetime) -> bool:
    """Tell whether the clocks show this local time twice, since they go back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
