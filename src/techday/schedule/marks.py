"""How the state of an item is marked on every screen; readable without colour."""

from techday.schedule.rules import state_at, was_reopened
from techday.schedule.store import ItemRow

MARKS = {
    "proposed": ("[ ]", "warning"),
    "acknowledged": ("[x]", ""),
    "done": ("[x]", "muted"),
    "declined": ("[-]", "muted"),
    "cancelled": (" x ", "muted"),
}
REOPENED = ("[~]", "warning")


def mark_of(row: ItemRow, now: str) -> tuple[str, str]:
    """Give the mark of an item at an instant (UTC text), and the style that goes with it."""
    return REOPENED if was_reopened(row) else MARKS[state_at(row, now)]
