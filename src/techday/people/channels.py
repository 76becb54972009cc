"""The ways of being in touch, as the commands of people and of contacts take them."""

from techday.core.text import quoted
from techday.errors import BadUsage

CHANNELS = ("phone", "email", "visit", "chat")


def channel_named(text: str) -> str:
    """Give the way of being in touch that a word names, or that alone begins so; raises BadUsage for any other word."""
    key = text.strip().lower()
    found = [channel for channel in CHANNELS if key and channel.startswith(key)]
    if len(found) != 1:
        raise BadUsage(f"--channel is {', '.join(CHANNELS)}, not {quoted(text)}", hint="--channel phone")
    return found[0]


def complete_channel(incomplete: str) -> list[str]:
    """Give the ways of being in touch that begin so."""
    return [channel for channel in CHANNELS if channel.startswith(incomplete.lower())]
