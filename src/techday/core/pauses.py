"""Pauses: of clients that want to hear from nobody for a while, and of watches that nobody looks at."""

from techday.core.instants import NEVER


def is_paused(paused_at: str | None, paused_until: str | None, day: str) -> bool:
    """Tell whether what was paused at an instant (UTC text, None where it never was) is so on a local day.

    A pause ends by itself on the local day `paused_until`; without one, when somebody says so.
    """
    return paused_at is not None and day < (paused_until or NEVER)
