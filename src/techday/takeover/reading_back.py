"""The question of an acceptance: what comes in is shown, and read back in the receiver's own words."""

from techday.context import Context
from techday.core.text import as_argument, clean_line
from techday.errors import BadUsage
from techday.handover.packet import Packet
from techday.takeover.judging import Incoming
from techday.ui.prompt import ask, can_ask

# What a screen holds beside the list of tickets above the question, and how much of it there is at least.
OTHER_LINES, LEAST_LISTED = 4, 3


def asked_read_back(context: Context, found: Incoming, which: str, words: str | None) -> str:
    """Show a packet and give its read-back, asked for where it was not typed: "" means not accepted yet.

    Raises BadUsage where it was not typed and nobody is there to ask.
    """
    typed = clean_line(words or "")
    if not typed and not can_ask(context):
        hint = f'techday handover accept {as_argument(which)} --read-back "…"'
        raise BadUsage("The read-back is missing: what is to be done, in your own words", hint=hint)
    if not context.out.json:
        from techday.handover.sent_screen import packet_page  # only for a screen

        context.out.show(packet_page(found.packet, found.digest, context.out.size()[0]))
        context.out.line("")
        if not typed:
            show_list(context, found.packet)
    return typed or clean_line(ask(context, f"Read back to {found.packet.sender} what is to be done (Enter: not yet)"))


def show_list(context: Context, packet: Packet) -> None:
    """Show in a line each what is to be done, directly above the question, as far as there is room for it."""
    from techday.ui.grid import Span, cut, line, span  # only for a screen

    width, height = context.out.size()
    room = max(height - OTHER_LINES, LEAST_LISTED)
    for item in packet.items[:room]:
        step = f": {item.next_step}" if item.next_step else ""
        about = span(f"{item.reference} {item.title}{step}")
        context.out.show([cut(line(Span(f"{item.plan:<7}", "muted"), about), width)])
    if len(packet.items) > room:
        context.out.line(f"and {len(packet.items) - room} more, above")
