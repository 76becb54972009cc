"""The walk through the end of a shift: five steps, each written at once, and Enter passes over any of them.

A step does what its own command does, and no more: whoever stops half-way keeps what was answered, and `undo` takes
back the last answer. What a step refuses is said, and the walk goes on.
"""

from collections.abc import Callable, Sequence

from techday.cards.fix_walk import Period
from techday.cards.fix_walk import walk_through as fix_all
from techday.checkin.recording import give
from techday.context import Context
from techday.core.durations import parse_duration
from techday.core.text import clean_line
from techday.core.weeks import week_of
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.handover import sending
from techday.handover.asking import complete, sending_nothing
from techday.handover.draft_views import Draft, DraftItem
from techday.handover.options import own_name
from techday.handover.store import last_receiver
from techday.meetings.acts import NewMeeting
from techday.meetings.evidence import TO_END
from techday.meetings.holding import begin, tell
from techday.meetings.rules import END
from techday.pages.checkin import status
from techday.pages.endday import (
    CHECK_IN,
    HANDOVER,
    MEETING,
    TIME_CARD,
    TITLES,
    VERIFIED,
    StepState,
    has_keys,
    one_step,
    unverified,
)
from techday.pages.handover_draft import draft
from techday.tickets import lifecycle
from techday.tickets.acts import Times
from techday.tickets.lifecycle import LONGEST_LINE
from techday.tickets.store import TicketRow, ticket_by_id
from techday.tickets.verifying import show_in_short
from techday.timeoff.mail import manager_name
from techday.ui.grid import fit
from techday.ui.prompt import ask

YES, NO = ("y", "yes"), ("n", "no")
AS_IT_STANDS, NO_MORE = "v", "q"
MOST_TICKETS = 12
# So much of the width is indent, and kept for that of what follows it.
HANG = 6


def walk_through(context: Context) -> None:
    """Go through the steps in their order; one that owes nothing says so in its line."""
    for number, key in enumerate(TITLES, start=1):
        # A walk takes minutes, and a step is its own command.
        with context.afresh() as here:
            step = one_step(here, key)
            here.out.status("")
            here.out.status(f"{number}/{len(TITLES)}  {step.title}: {step.owed or step.evidence}")
            if step.state == "open":
                STEPS[key](here, step)
    context.out.status("")


# The steps


def settle_card(context: Context, step: StepState) -> None:
    """Go through what is to settle on the time card of the shift day; a day without any time is told by a command."""
    if not has_keys(step):
        context.out.status(f"  {step.command}")
    elif ask(context, "  Settle it now (y; Enter skips)").lower() in YES:
        day = context.shift_day.day
        fix_all(context, Period(week_of(day), day))


def verify_tickets(context: Context, _step: StepState) -> None:
    """Ask for the next step of each ticket that is not verified."""
    tickets = unverified(context)
    context.out.status(f"  Type the next step; Enter skips; {NO_MORE}: quit")
    done = 0
    for position, ticket in enumerate(tickets, start=1):
        show_in_short(context, ticket, position, len(tickets))
        words = next_step(context, ticket)
        if words == NO_MORE:
            break
        if words:
            done += is_verified(context, ticket, "" if words == AS_IT_STANDS else words)
    context.out.line(f"Verified {done} of {len(tickets)}")


def next_step(context: Context, ticket: TicketRow) -> str:
    """Ask for the next step of a ticket; as it stands it can be confirmed where it has one.

    A yes means as it stands, and a no skips: neither is a next step.
    """
    offered = f" ({AS_IT_STANDS}: as it stands)" if ticket.next_action else ""
    while True:
        words = clean_line(ask(context, f"  Next step{offered}"), LONGEST_LINE)
        key = AS_IT_STANDS if words.lower() in YES else words.lower()
        if key in NO:
            return ""
        if key == AS_IT_STANDS and not ticket.next_action:
            context.out.status("  It has no next step yet: type it")
            continue
        return key if key in (AS_IT_STANDS, NO_MORE) else words


def is_verified(context: Context, ticket: TicketRow, words: str) -> bool:
    """Verify a ticket, and tell whether that could be done: it may have been resolved meanwhile."""
    try:
        with operation(context, "ticket verify") as write:
            lifecycle.verify(write.db, ticket_by_id(write.db, ticket.id), words, None, Times(context.now, context.now))
            write.summary = f"Verified {ticket.reference} {ticket.title}"
    except Refused as error:
        say_refused(context, error)
        return False
    return True


def hand_over_tickets(context: Context, _step: StepState) -> None:
    """Show what would travel, and send it to whoever is named."""
    try:
        sender = own_name(context)
    except Refused as error:
        say_refused(context, error)
        return
    drafted = draft(context)
    items = sending.leaving(context, drafted, [], None, asks=True)
    show_tickets(context, items)
    while name := whom(context, "To whom", last_receiver(context.db)):
        try:
            if is_sent(context, sender, name, drafted, items):
                return
        except (BadUsage, NotFound, Refused) as error:
            say_refused(context, error)


def show_tickets(context: Context, items: Sequence[DraftItem]) -> None:
    """Show what would travel, the first of it."""
    width = context.out.size()[0]
    for one in items[:MOST_TICKETS]:
        client, why = one.ticket.client_code or "client?", f" ({one.why})" if one.why else ""
        words = f"{one.plan:<5} {one.ticket.reference} P{one.ticket.priority} {client} {one.ticket.title}{why}"
        # What was shortened must not be broken all the same: by words, a line holds less.
        context.out.status(f"  {fit(clean_line(words), width - HANG)}")
    more = len(items) - MOST_TICKETS
    if more > 0:
        context.out.status(f"  and {more} more: techday handover --all")


def is_sent(context: Context, sender: str, name: str, drafted: Draft, items: Sequence[DraftItem]) -> bool:
    """Send what travels, as `handover send --to NAME` does; False where nobody knows the name and it was mistyped.

    Raises as that command does for whom nothing can be sent to.
    """
    wish = sending.Wish(None, copy=False, spoken=False, read_back=None, at=context.now, asks=True)
    receiver = sending.receiver_named(context, name, new=False)
    # What is sent is frozen, and a key that was meant for another question is a name, too.
    if receiver.id is None and ask(context, "  Send it there (y; Enter asks again)").lower() not in YES:
        return False
    told = list(items)
    with sending_nothing(context, items, told):
        complete(context, told)
    sending.hand_over(context, wish, sending.sending(context, wish, sender, receiver, drafted), told)
    return True


def give_status(context: Context, _step: StepState) -> None:
    """Show the status of the day, and ask whom it was given to."""
    view = status(context)
    for line in view.text.splitlines():
        context.out.status(f"  {line}")
    if view.state == "edited" and view.changed_since:
        context.out.warn("It was edited, and something changed since", "techday checkin edit --reset")
    name = whom(context, "Given to", manager_name(context.settings.technician.manager))
    if name:
        write, _ = give(context, view, name, context.now)
        context.out.line(write.summary)


def hold_meeting(context: Context, step: StepState) -> None:
    """Begin the meeting of the shift's end, or record how long it took."""
    if step.command == TO_END:
        context.out.status(f"  {TO_END}")
        return
    meeting, times = NewMeeting(END), Times(context.now, context.now)
    while answer := ask(context, "  Hold it now (y; 12m: it took that long; Enter skips)").lower():
        if answer in NO:
            return
        try:
            if answer in YES:
                begin(context, meeting, times)
            else:
                tell(context, meeting, times, parse_duration(answer), adjust=False)
        except (BadUsage, Refused) as error:
            say_refused(context, error)
        else:
            return


STEPS: dict[str, Callable[[Context, StepState], None]] = {
    TIME_CARD: settle_card,
    VERIFIED: verify_tickets,
    HANDOVER: hand_over_tickets,
    CHECK_IN: give_status,
    MEETING: hold_meeting,
}


# What the steps share


def whom(context: Context, question: str, usual: str) -> str:
    """Ask for somebody, "" where Enter or a no skips; `y` means who is `usual`, where there is one."""
    offered = f"y: {usual}; " if usual else ""
    while True:
        name = clean_line(ask(context, f"  {question} ({offered}Enter skips)"))
        if name.lower() in NO:
            return ""
        if name.lower() not in YES:
            return name
        if usual:
            return usual


def say_refused(context: Context, error: BadUsage | NotFound | Refused) -> None:
    """Say what could not be done, and the way on."""
    context.out.status(f"  {error.message}")
    context.out.status(f"    {error.hint}")
