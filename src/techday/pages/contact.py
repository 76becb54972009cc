"""The client to be in touch with next, and what to know before the phone is picked up: many rooms, one view."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.worktime import NeverOpen, WorkTime
from techday.pages.clockwork import Agreements, own_calendar
from techday.pages.in_touch import pace_at, rotation
from techday.rotation import store as contacts
from techday.rotation.rules import Standing, why, words_of_today
from techday.rotation.standing import Rotation
from techday.rotation.views import (
    Ahead,
    BadNews,
    ContactLine,
    ContactList,
    ContactView,
    HoursView,
    LastView,
    LeftOut,
    PaceView,
    PersonView,
    PromiseView,
    Who,
)
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from sqlite3 import Connection

    from techday.context import Context
    from techday.projects.views import ProjectView
    from techday.promises.store import PromiseRow
    from techday.rotation.talk import Talk
    from techday.tickets.standing import Listed
    from techday.watches.store import Failing

# Deadlines are looked at so far ahead; of what was fixed, and of long lists, only so much is told.
SOON = timedelta(days=14)
MOST_FIXED = 3
MOST_TICKETS = 200


def who(one: Standing) -> Who:
    """Give a client by its names."""
    return Who(one.client.code, one.client.name)


def next_of(context: "Context") -> tuple[Who, str] | None:
    """Give the client who is to be spoken to next, and why; None where nobody is left today."""
    one = rotation(context).offered
    return None if one is None else (who(one), why(one))


# --- the list ---


def contact_list(context: "Context") -> ContactList:
    """Give all clients in the order of the rotation."""
    seen = rotation(context)
    first = seen.offered
    lines = [
        ContactLine(
            client=who(one),
            silence_days=one.silence,
            cadence_days=one.client.cadence_days,
            last_contact_at=from_text(one.client.last_at) if one.client.last_at else None,
            last_contact_on=date.fromisoformat(one.client.last_day) if one.client.last_day else None,
            state=one.state,
            text=state_words(context, one),
            again_at=from_text(one.client.again_at) if one.state == "tried" and one.client.again_at else None,
            offered=one is first,
        )
        for one in seen.found
    ]
    return ContactList(lines, PaceView._make(pace_at(context, seen)))


def state_words(context: "Context", one: Standing) -> str:
    """Say why a client is not offered; "" where nothing stands in its way."""
    words = words_of_today(one)
    if one.state == "tried" and one.client.again_at:
        return f"{words}, again {show_instant(one.client.again_at, context.zone, context.now)}"
    return words


# --- the one client ---


def contact_page(context: "Context", client_id: int | None = None) -> ContactView:
    """Give the page of the client to be in touch with, or of another one; without a client where nobody is left."""
    seen = rotation(context)
    one = seen.offered
    if client_id is not None:
        one = next((other for other in seen.found if other.client.id == client_id), None)
    pace = PaceView._make(pace_at(context, seen))
    left = [] if client_id is not None else left_out(context, seen)
    if one is None:
        return nobody(context, seen, left, pace)
    return page_of(context, seen, one, left, pace)


def left_out(context: "Context", seen: Rotation) -> list[LeftOut]:
    """Give the clients who would be offered, were they not tried, skipped, spoken to or paused."""
    return [LeftOut(who(one), one.state, state_words(context, one)) for one in seen.found if one.state != "due"]


def nobody(context: "Context", seen: Rotation, left: Sequence[LeftOut], pace: PaceView) -> ContactView:
    """Give the page of a day on which there is nobody to be in touch with, and say why."""
    empty: list[Any] = []
    return ContactView(
        client=None,
        silence_days=None,
        cadence_days=None,
        why=nobody_words(context, seen),
        state=None,
        offered=False,
        phone=None,
        people=empty,
        hours=None,
        last_contact=None,
        say=empty,
        bad_news=empty,
        open_tickets=empty,
        promises=empty,
        deadlines=empty,
        left_out=left,
        pace=pace,
        clients=len(seen.found),
    )


def nobody_words(context: "Context", seen: Rotation) -> str:
    """Say why there is nobody to be in touch with."""
    if not seen.found:
        return "no clients yet"
    words = {"done": "spoken to today", "tried": "tried", "skipped": "skipped", "paused": "paused", "starts": "to come"}
    states = [one.state for one in seen.found]
    told = [f"{states.count(state)} {text}" for state, text in words.items() if state in states]
    again = min((one.client.again_at or "" for one in seen.found if one.state == "tried"), default="")
    hint = f"; again {show_instant(again, context.zone, context.now)}" if again else ""
    return f"nobody is left: {', '.join(told)}{hint}"


def page_of(context: "Context", seen: Rotation, one: Standing, left: Sequence[LeftOut], pace: PaceView) -> ContactView:
    """Give the page of a client."""
    from techday.clients.store import client_by_id  # only for the page
    from techday.pages.projects import running_of
    from techday.pages.tickets import Wish, listing
    from techday.people.store import people_of
    from techday.promises.store import open_promises_of
    from techday.rotation.talk import things_to_say
    from techday.tickets.standing import view_of
    from techday.watches.store import failing_of

    db, client = context.db, one.client
    tickets = listing(context, Wish(client=client.code, most=MOST_TICKETS)).listed
    promises = open_promises_of(db, client.id)
    people = people_of(db, client.id)
    phone = client_by_id(db, client.id).phone
    failing = failing_of(db, client.id, seen.day.day.isoformat())
    news = bad_news(db, tickets, failing)
    last = contacts.last_contact(db, client.id)
    running = running_of(context, client.id)
    quiet = [fail for fail in failing if fail.ticket not in {bad.ref for bad in news}]
    known = Known(tickets, promises, news, quiet, running)
    said = talk(context, one, known)._replace(
        people=len(people),
        phone=bool(phone or any(person.phone for person in people)),
        last_note=last.note.partition("\n")[0] if last else "",
    )
    return ContactView(
        client=who(one),
        silence_days=one.silence,
        cadence_days=client.cadence_days,
        why=why_asked(context, one),
        state=one.state,
        offered=one is seen.offered,
        phone=phone or None,
        people=[PersonView(p.name, p.role, p.phone, p.email, p.channel, bool(p.main), p.note) for p in people],
        hours=hours(context, client.id),
        last_contact=last
        and LastView(from_text(last.at), date.fromisoformat(last.day), last.channel, last.person, last.note),
        say=things_to_say(said),
        bad_news=news,
        open_tickets=[view_of(listed.ticket, listed.clocks) for listed in tickets],
        promises=[PromiseView(p.id, p.reference, p.text, from_text(p.due_at)) for p in promises],
        deadlines=deadlines(context, known),
        left_out=left,
        pace=pace,
        clients=len(seen.found),
    )


def why_asked(context: "Context", one: Standing) -> str:
    """Say why it is this client; of one who was asked for, what keeps it from being offered."""
    words = state_words(context, one)
    return f"{why(one)}; {words}" if words and not one.tries else why(one)


def hours(context: "Context", client_id: int) -> HoursView:
    """Give whether a client works now, by its own calendar, else that of its level, else the settings' hours."""
    own = own_calendar(context)
    terms = Agreements(context.db, own).terms(client_id)
    work = terms.work if terms else WorkTime(own)
    if work.is_open(context.now):
        return HoursView(True, None)
    try:
        return HoursView(False, work.next_opening(context.now))
    except NeverOpen:
        return HoursView(None, None)


def bad_news(db: "Connection", tickets: Sequence["Listed"], failing: Sequence["Failing"]) -> list[BadNews]:
    """Give what went wrong for a client and was not told yet: broken service levels, and what is watched and fails.

    It is told once a public word was said on its ticket since.
    """
    from techday.tickets.store import clock_events  # as above
    from techday.watches.store import failing_since

    broken = [one for one in tickets if breaches(one)]
    by_reference = {one.ticket.reference: one.ticket for one in tickets}
    watched = {by_reference[fail.ticket].id for fail in failing if fail.ticket in by_reference}
    ids = sorted({one.ticket.id for one in broken} | watched)
    words: dict[int, str] = {}
    for event in clock_events(db, ids) if ids else ():
        if event.kind == "reply" and event.public:
            words[event.ticket_id] = max(event.at, words.get(event.ticket_id, ""))
    found = []
    for fail in failing:
        ticket = by_reference.get(fail.ticket or "")
        since = failing_since(db, fail.id)
        if ticket is not None and since is not None and words.get(ticket.id, "") < since:
            found.append(BadNews(ticket.reference, f"{fail.name} fails: {fail.seen}", from_text(since)))
    told = {one.ref for one in found}
    for one in broken:
        untold = [(text, since) for text, since in breaches(one) if words.get(one.ticket.id, "") < to_text(since)]
        if untold and one.ticket.reference not in told:
            text = "; ".join(text for text, _ in untold)
            found.append(
                BadNews(one.ticket.reference, f"{one.ticket.title}: {text}", min(since for _, since in untold))
            )
    return sorted(dict.fromkeys(found), key=lambda one: one.since)


def breaches(one: "Listed") -> list[tuple[str, datetime]]:
    """Give what a ticket broke of what its client was promised, in words, each with the instant at which it did."""
    if one.clocks is None:
        return []
    response, _, update, resolution = one.clocks
    found = []
    if response is not None and response.state == "breached" and response.due_at is not None and update is None:
        found.append(("nobody has answered yet, and that is late", response.due_at))
    if resolution is not None and resolution.state == "breached" and resolution.due_at is not None:
        found.append(("not fixed in the time that was promised", resolution.due_at))
    return found


def deadlines(context: "Context", known: "Known") -> list[Ahead]:
    """Give what is due within two weeks: promises, resolutions of tickets, dates of projects; the first due first."""
    from techday.pages.projects import dates_ahead  # as above

    until = context.now + SOON
    found = [Ahead("promise", one.reference, one.text, from_text(one.due_at)) for one in known.promises]
    for one in known.tickets:
        clock = one.clocks.resolution if one.clocks else None
        due = clock.due_at if clock and clock.due_at else from_text(one.ticket.due_at) if one.ticket.due_at else None
        if due is not None and (clock is None or clock.state != "met"):
            found.append(Ahead("resolution", one.ticket.reference, one.ticket.title, due))
    found += dates_ahead(context, known.projects)
    return sorted((one for one in found if context.now <= one.due_at <= until), key=lambda one: one.due_at)


class Known(NamedTuple):
    """What is known of a client besides its silence; of the failing watches those of which there is no bad news."""

    tickets: Sequence["Listed"]
    promises: Sequence["PromiseRow"]
    news: Sequence[BadNews]
    failing: Sequence["Failing"]
    projects: Sequence["ProjectView"]


def talk(context: "Context", one: Standing, known: Known) -> "Talk":
    """Give what the client should hear or be asked, in sentences; only what is recorded, nothing made up."""
    from techday.clients.page_store import fixes_of  # only for the page, as all of these
    from techday.documents.store import titles_of
    from techday.pages.projects import things_to_tell
    from techday.rotation.talk import Talk

    db, client, now, zone = context.db, one.client, context.now, context.zone
    since = client.last_at or client.created_at
    soon, today = to_text(now + SOON), context.shift_day.day
    return Talk(
        bad_news=[f"Tell them straight: {bad.text}{f' ({bad.ref})' if bad.ref else ''}" for bad in known.news],
        promises=[
            f"{'Overdue since' if promise.due_at < to_text(now) else 'Promised by'}"
            f" {show_instant(promise.due_at, zone, now)}: {promise.text} ({promise.reference})"
            for promise in known.promises
            if promise.due_at <= soon
        ],
        projects=things_to_tell(context, known.projects),
        awaited=[
            f"Ask for what {ticket.reference} waits for: {ticket.next_action or ticket.title}"
            for ticket, _ in known.tickets
            if ticket.state == "waiting" and ticket.waiting_for == "customer"
        ],
        fixed=[
            f"Fixed since the last contact: {fixed.title} ({fixed.reference})"
            for fixed in fixes_of(db, client.id, MOST_FIXED, since)
        ],
        failing=[f"{fail.name} fails, day {fail.days}: {fail.seen}" for fail in known.failing],
        reviews=[
            f'Go through "{title.title}" with them: its review is due'
            for title in titles_of(db, client.id)
            if title.review_on is not None and title.review_on <= today.isoformat()
        ],
        never=one.never,
        open_tickets=len(known.tickets),
        day=today.toordinal() + client.id,
    )
