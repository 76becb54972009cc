"""The page of one client, as it is wanted while the phone rings: who, where, what is open, promised and known.

This computes the view; `client_screen` draws it, and `page_document` gives it to scripts. Each part reads no more than
what is shown, so that a client of ten years and ten thousand tickets costs what a new one does.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.clients.page_store import FixRow, causes_owed, fixes_of
from techday.clients.rules import is_paused, starts_later
from techday.clients.store import ClientRow
from techday.clients.views import client_document
from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.documents.store import TitleRow, titles_of
from techday.levels.acts import level_named
from techday.levels.store import LevelRow
from techday.pages.projects import running_of
from techday.pages.tickets import Listing, Wish, list_document, listing
from techday.people.store import PersonRow, count_people, people_of
from techday.problems.acts import Recurrence, likeliest_problem
from techday.problems.store import ProblemRow, open_problems_of, recent_beside
from techday.projects.views import ProjectView
from techday.promises.store import PromiseRow, open_promises_of
from techday.rotation.rules import silence_of
from techday.rotation.store import ContactRow, candidate_by_id, count_contacts, last_contacts
from techday.schedule.store import ItemRow, coming_of_client, count_coming_of_client
from techday.sites.store import SiteRow, count_sites, sites_of
from techday.tickets import alike
from techday.tickets.hearing import hear_by, must_hear
from techday.watches.store import Failing, failing_of

if TYPE_CHECKING:
    import sqlite3

    from techday.context import Context

MOST_TICKETS = 50
MOST_PEOPLE = 20
MOST_SITES = 20
MOST_CONTACTS, MOST_CONTACTS_IN_FULL = 3, 50
MOST_FIXES = 5
MOST_PLANNED = 20
# Of so many recent tickets, those of the client; of these the newest are compared, each with each.
MOST_RECENT, MOST_COMPARED = 1_000, 100


class Owed(NamedTuple):
    """What a client is owed beside what was promised: a `word` by a time, or the `cause` of what was resolved."""

    kind: str
    ref: str
    title: str
    due_at: datetime | None
    command: str


class ClientPage(NamedTuple):
    """All that the page of a client shows at the instant `now`, of which `today` is the shift day.

    `level` is its service level where that was made; `paused_on` the shift day on which a pause began that still holds.
    `silence_days` is how long nobody spoke to it, None where nobody has to; of one that nobody ever spoke to it counts
    from the day on which it came in. `planned` is what its schedule holds to come. `people`, `sites`, `planned` and
    `contacts` are the first of `people_total`, `sites_total`, `planned_total` and `contacts_total`.
    """

    client: ClientRow
    now: datetime
    today: date
    level: LevelRow | None
    silence_days: int | None
    paused_on: date | None
    people: Sequence[PersonRow]
    people_total: int
    sites: Sequence[SiteRow]
    sites_total: int
    tickets: Listing
    promises: Sequence[PromiseRow]
    owed: Sequence[Owed]
    failing: Sequence[Failing]
    recurring: Sequence[Recurrence]
    problems: Sequence[ProblemRow]
    projects: Sequence[ProjectView]
    planned: Sequence[ItemRow]
    planned_total: int
    contacts: Sequence[ContactRow]
    contacts_total: int
    documents: Sequence[TitleRow]
    fixes: Sequence[FixRow]


def page(context: "Context", client: ClientRow, *, full: bool = False) -> ClientPage:
    """Give all that the page of a client shows; in `full` with far more of its contacts."""
    db, today, now = context.db, context.shift_day.day, to_text(context.now)
    tickets = listing(context, Wish(client=client.code, most=MOST_TICKETS))
    contacts = last_contacts(db, client.id, MOST_CONTACTS_IN_FULL if full else MOST_CONTACTS)
    return ClientPage(
        client=client,
        now=context.now,
        today=today,
        level=level_named(db, client.level) if client.level else None,
        silence_days=silence(context, client, today),
        paused_on=paused_on(context, client, today),
        people=people_of(db, client.id, MOST_PEOPLE),
        people_total=count_people(db, client.id),
        sites=sites_of(db, client.id, MOST_SITES),
        sites_total=count_sites(db, client.id),
        tickets=tickets,
        promises=open_promises_of(db, client.id),
        owed=owed(context, client, tickets),
        failing=failing_of(db, client.id, today.isoformat()),
        recurring=recurring(db, client, context.now),
        problems=open_problems_of(db, client.id),
        projects=running_of(context, client.id),
        planned=coming_of_client(db, client.id, now, MOST_PLANNED),
        planned_total=count_coming_of_client(db, client.id, now),
        contacts=contacts,
        contacts_total=count_contacts(db, client.id),
        documents=titles_of(db, client.id),
        fixes=fixes_of(db, client.id, MOST_FIXES),
    )


def silence(context: "Context", client: ClientRow, today: date) -> int | None:
    """Give for how many days nobody spoke to a client; None for the placeholder and for one still to come in."""
    if client.placeholder or starts_later(client, today):
        return None
    return silence_of(candidate_by_id(context.db, client.id), today, context.zone)


def paused_on(context: "Context", client: ClientRow, today: date) -> date | None:
    """Give the shift day on which the pause of a client began; None where it is not paused."""
    if client.paused_at is None or not is_paused(client, today):
        return None
    return shift_day(context.shift_pattern, from_text(client.paused_at)).day


def owed(context: "Context", client: ClientRow, tickets: Listing) -> list[Owed]:
    """Give the words that a client must hear within this shift, what is due first, first, and the causes it is owed."""
    by = hear_by(context.shift_day, context.now)
    due = [(at, one.ticket) for one in tickets.listed if (at := must_hear(one, by)) is not None]
    words = [
        Owed("word", ticket.reference, ticket.title, at, f"techday reply {alike.typed(ticket.reference)}")
        for at, ticket in sorted(due, key=lambda pair: pair[0])
    ]
    causes = [
        Owed(
            "cause", one.reference, one.title, None, f'techday ticket resolve {alike.typed(one.reference)} --cause "…"'
        )
        for one in causes_owed(context.db, client.id)
    ]
    return [*words, *causes]


def recurring(db: "sqlite3.Connection", client: ClientRow, now: datetime) -> list[Recurrence]:
    """Give the trouble of a client that comes again and has tickets without a problem, the most often first."""
    since = to_text(now - alike.RECURRENCE_SPAN)
    recent = alike.in_time(recent_beside(db, client.id, "", since, MOST_RECENT))[-MOST_COMPARED:]
    found = [Recurrence(group, likeliest_problem(db, group, None)) for group in alike.groups(recent)]
    return [one for one in found if one.unlinked]


def review_is_due(document: TitleRow, today: date) -> bool:
    """Tell whether somebody should look whether a document still holds."""
    return document.review_on is not None and document.review_on <= today.isoformat()


def page_document(context: "Context", shown: ClientPage) -> dict[str, Any]:
    """Give the page of a client as scripts read it."""
    from techday.pages.clashes import item_documents
    from techday.pages.ticket_page import promise_document, recurrence_document  # only for scripts
    from techday.people.views import person_document
    from techday.projects.views import project_document
    from techday.sites.views import site_document

    return {
        "client": {**client_document(shown.client, shown.today), "silence_days": shown.silence_days},
        **list_document(shown.tickets),
        "people": [person_document(one) for one in shown.people],
        "people_total": shown.people_total,
        "sites": [site_document(one) for one in shown.sites],
        "sites_total": shown.sites_total,
        "promises": [{"ref": one.reference, **promise_document(one)} for one in shown.promises],
        "owed": shown.owed,
        "watches": [watch_document(one) for one in shown.failing],
        "recurring": [recurrence_document(one) for one in shown.recurring],
        "problems": [problem_document(one) for one in shown.problems],
        "contacts": [contact_document(one) for one in shown.contacts],
        "contacts_total": shown.contacts_total,
        "documents": [
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "review_on": one.review_on,
                "due": review_is_due(one, shown.today),
            }
            for one in shown.documents
        ],
        "fixes": [
            {"ref": one.reference, "title": one.title, "cause": one.cause or None, "fix": one.fix, "at": one.at}
            for one in shown.fixes
        ],
        "projects": [project_document(one) for one in shown.projects],
        "schedule": item_documents(context, shown.planned),
        "schedule_total": shown.planned_total,
    }


def watch_document(one: Failing) -> dict[str, Any]:
    """Give a failing watch as scripts read it."""
    return {
        "name": one.name,
        "kind": one.kind,
        "failing_days": one.days,
        "ticket": one.ticket,
        "seen": one.seen or None,
    }


def problem_document(one: ProblemRow) -> dict[str, Any]:
    """Give an open problem as scripts read it."""
    return {
        "id": one.id,
        "title": one.title,
        "cause": one.cause or None,
        "tickets": one.tickets,
        "open_tickets": one.open_tickets,
    }


def contact_document(one: ContactRow) -> dict[str, Any]:
    """Give a contact as scripts read it."""
    return {
        "at": one.at,
        "day": one.day,
        "channel": one.channel,
        "person": one.person,
        "note": one.note or None,
        "ticket": one.ticket,
    }
