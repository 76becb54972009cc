"""What to know on site: how to get in, whom to ask for, what is open, failing and promised, what changed since.

Documents are told by their titles: of credentials no more than where they are kept is anybody's business on a screen
that a client may look at.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.clients.page_store import FixRow, fixes_of
from techday.clients.store import ClientRow, client_by_id
from techday.core.instants import from_text, to_text
from techday.documents.store import ListedRow, documents_of
from techday.pages.ticket_clocks import own
from techday.pages.tickets import Listing, Wish, list_document, listing
from techday.people.store import PersonRow, count_people, people_of
from techday.promises.store import PromiseRow, open_promises_of
from techday.rotation.store import ContactRow, last_contacts
from techday.schedule.store import ItemRow, coming_of_client
from techday.sites.store import SiteRow, count_sites, site_by_id, sites_of
from techday.visits.outcome_store import OutcomeRow, outcomes_of
from techday.visits.store import VisitRow, last_to
from techday.visits.views import VisitView, visit_view
from techday.watches.store import Failing, failing_of

if TYPE_CHECKING:
    from techday.context import Context

# Of so many items of a client, some may be declined.
MOST_LOOKED_AT = 50
MOST_PEOPLE, MOST_SITES, MOST_TICKETS, MOST_CHANGES, MOST_PLANNED = 5, 3, 50, 5, 3
# What helps on site, in this order; what is billed and who sells it does not.
ON_SITE_KINDS = ("protocol", "system", "procedure", "network", "integration")
CREDENTIALS = "credentials"
DONE_WITH = ("resolved", "closed")


class Where(NamedTuple):
    """How to get to a client: its sites (the one that is visited, else the first ones), and whom to ask for there."""

    client: ClientRow
    sites: Sequence[SiteRow]
    sites_total: int
    people: Sequence[PersonRow]
    people_total: int


class Since(NamedTuple):
    """What happened at a client since the last visit ended at `at`.

    `back` is what that visit said is needed, of tickets that are still open.
    """

    at: datetime
    note: str
    back: Sequence[OutcomeRow]
    opened: Sequence[str]
    fixed: Sequence[FixRow]
    contacts: Sequence[ContactRow]
    documents: Sequence[str]


class OnSite(NamedTuple):
    """All that is to be known on site; `since` is None at the first visit.

    `own` are the user's own rows among the technicians, None while the settings name nobody.
    """

    visit: VisitView
    where: Where
    documents: Sequence[ListedRow]
    credentials: Sequence[ListedRow]
    tickets: Listing
    failing: Sequence[Failing]
    promises: Sequence[PromiseRow]
    planned: Sequence[ItemRow]
    since: Since | None
    own: frozenset[int] | None


def on_site(context: "Context", visit: VisitRow) -> OnSite:
    """Give what is to be known at the client of a visit."""
    db, client_id = context.db, visit.client_id
    documents = documents_of(db, client_id)
    tickets = listing(context, Wish(client=visit.client, most=MOST_TICKETS))
    return OnSite(
        visit=visit_view(visit, [], context.now),
        where=how_to_get_there(context, visit),
        documents=[one for kind in ON_SITE_KINDS for one in documents if one.kind == kind],
        credentials=[one for one in documents if one.kind == CREDENTIALS],
        tickets=tickets,
        failing=failing_of(db, client_id, context.shift_day.day.isoformat()),
        promises=open_promises_of(db, client_id),
        planned=planned_today(context, visit),
        since=since_last(context, visit, tickets, documents),
        own=own(db, context),
    )


def how_to_get_there(context: "Context", visit: VisitRow) -> Where:
    """Give where the client of a visit is, and whom to ask for: those at the site, then those at no site, first."""
    db, client_id = context.db, visit.client_id
    sites = [site_by_id(db, visit.site_id)] if visit.site_id else sites_of(db, client_id, MOST_SITES)
    people = people_of(db, client_id)
    if visit.site_id:
        people.sort(key=lambda one: (one.site_id != visit.site_id, one.site_id is not None))
    return Where(
        client=client_by_id(db, client_id),
        sites=sites,
        sites_total=1 if visit.site_id else count_sites(db, client_id),
        people=people[:MOST_PEOPLE],
        people_total=count_people(db, client_id),
    )


def planned_today(context: "Context", visit: VisitRow) -> list[ItemRow]:
    """Give what the schedule has for the client in this shift day."""
    until = to_text(context.shift_day.until)
    rows = coming_of_client(context.db, visit.client_id, min(visit.since, to_text(context.now)), MOST_LOOKED_AT)
    return [row for row in rows if row.starts_at < until and row.state != "declined"][:MOST_PLANNED]


def since_last(context: "Context", visit: VisitRow, tickets: Listing, documents: Sequence[ListedRow]) -> Since | None:
    """Give what happened since the last visit to the client ended."""
    db = context.db
    last = last_to(db, visit.client_id)
    if last is None or last.left_at is None:
        return None
    at = last.left_at
    contacts = last_contacts(db, visit.client_id, MOST_CHANGES)
    return Since(
        at=from_text(at),
        note=last.note,
        back=[one for one in outcomes_of(db, [last.id]) if one.result == "back" and one.state not in DONE_WITH],
        opened=[one.ticket.reference for one in tickets.listed if one.ticket.opened_at >= at],
        fixed=fixes_of(db, visit.client_id, MOST_CHANGES, at),
        contacts=[one for one in contacts if one.at > at],
        documents=[one.title for one in documents if one.updated_at >= at],
    )


def on_site_document(page: OnSite, day: date) -> dict[str, Any]:
    """Give what is to be known on site as scripts read it, on a shift day."""
    from techday.clients.views import client_document  # only for scripts
    from techday.pages.client_page import contact_document, watch_document
    from techday.people.views import person_document
    from techday.sites.views import site_document

    where, since = page.where, page.since
    return {
        "client": client_document(where.client, day),
        "sites": [site_document(one) for one in where.sites],
        "sites_total": where.sites_total,
        "people": [person_document(one) for one in where.people],
        "people_total": where.people_total,
        "documents": [title_document(one) for one in [*page.documents, *page.credentials]],
        **list_document(page.tickets),
        "watches": [watch_document(one) for one in page.failing],
        "promises": [{"ref": one.reference, "text": one.text, "due_at": one.due_at} for one in page.promises],
        "schedule": [
            {"id": one.id, "title": one.title, "start": one.starts_at, "end": one.ends_at, "state": one.state}
            for one in page.planned
        ],
        "since": since
        and {
            "at": since.at,
            "note": since.note or None,
            "back": [{"ref": one.reference, "title": one.title, "text": one.text} for one in since.back],
            "opened": since.opened,
            "fixed": [{"ref": one.reference, "title": one.title, "fix": one.fix} for one in since.fixed],
            "contacts": [contact_document(one) for one in since.contacts],
            "documents": since.documents,
        },
    }


def title_document(one: ListedRow) -> dict[str, Any]:
    """Give a document by its title as scripts read it."""
    return {"id": one.id, "kind": one.kind, "title": one.title}
