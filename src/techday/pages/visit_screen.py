"""How visits are drawn: what to know on site, and the list of visits."""

from collections.abc import Sequence

from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.core.text import as_argument
from techday.pages.next_job_screen import MOST_JOBS, Look, joined, section, within
from techday.pages.on_site import OnSite, Since, Where
from techday.schedule.words import state_word, when_words
from techday.tickets.rules import concerns
from techday.tickets.screen import state_words
from techday.tickets.store import TicketRow
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span, wrapped
from techday.ui.listing import heading, more
from techday.visits.views import VisitView
from techday.visits.words import span_words

BETWEEN = " · "
MOST_TICKETS, MOST_TITLES, MOST_FAILING = 12, 12, 6
TICKET_COLUMNS = (
    Column(least=4, most=16),  # reference
    Column(),  # priority
    Column(flexible=True, least=12),  # title
    Column(drop=70),  # state
    Column(flexible=True, least=12),  # next step
)
# Whose a ticket is, where any is a colleague's: before its title.
OWNER_COLUMN = Column(flexible=True, least=5, most=14)
LIST_COLUMNS = (
    Column(right=True),  # number
    Column(flexible=True, least=6, most=24),  # client, and the site
    Column(),  # when
    Column(right=True),  # on site
    Column(right=True, drop=90),  # travel
    Column(flexible=True, least=10, drop=70),  # tickets
    Column(flexible=True, least=10, drop=80),  # note
    Column(flexible=True, least=8),  # call home
)
LIST_HEAD = ("", "client", "when", "on site", "travel", "tickets", "note", "called")


# --- on site ---


def on_site_page(page: OnSite, look: Look) -> list[Line]:
    """Draw what is to be known on site, what lets somebody in first."""
    visit = page.visit
    word = "on site" if visit.arrived_at else "on the way"
    began = look.at(visit.arrived_at or visit.went_at or look.now)
    head = labelled(span(visit.client.code, "client"), span(visit.client.name, "title"), look.width)
    lines = [
        *head,
        line(Span(f"  {word} since {began}, {show_duration(visit.seconds or visit.travel_seconds or 0)}", "muted")),
        *where_lines(page.where, look),
        *planned_lines(page, look),
        *since_lines(page.since, look),
        *ticket_lines(page, look),
        *failing_lines(page),
        *promise_lines(page, look),
        *document_lines(page, look),
        line("  ", span(ending(visit), "command")),
    ]
    return within(lines, look)


def ending(visit: VisitView) -> str:
    """Give the command that comes next on a visit."""
    if visit.arrived_at is None:
        return f"techday visit start {as_argument(visit.client.code)}"
    return 'techday visit end --note "…" --done N --fix "…" --back N --need "…"'


def where_lines(where: Where, look: Look) -> list[Line]:
    """Draw where the client is, how to ring there, and whom to ask for."""
    client = where.client
    lines = fact("phone", joined(client.phone, client.area), look)
    for index, site in enumerate(where.sites):
        area = f"({site.area})" if site.area else ""
        place = " ".join(word for word in (site.address, area) if word)
        lines += fact("" if index else "where", joined(site.name, place, site.phone, site.note), look)
    lines += left_out(where.sites_total - len(where.sites), f"techday client site list {as_argument(client.code)}")
    for index, one in enumerate(where.people):
        name = f"{one.name}, {one.role}" if one.role else one.name
        told = joined(name, one.phone, one.site or "", one.note)
        lines += fact("" if index else "ask for", told, look)
    lines += left_out(where.people_total - len(where.people), f"techday client person list {as_argument(client.code)}")
    if not where.sites and not client.phone:
        lines += fact(
            "where", f"not known: techday client site add {as_argument(client.code)} NAME --address TEXT", look
        )
    return within(lines, look)


def fact(name: str, text: str, look: Look) -> list[Line]:
    """Draw a name and its value, whole; nothing where there is none."""
    if not text:
        return []
    first, *others = wrapped(text, look.width, " " * 11)
    return [[Span(f"  {name:<9}", "muted"), *first[1:]], *others]


def left_out(count: int, command: str) -> list[Line]:
    """Say how many more there are, and the command that shows them."""
    return [[Span(" " * 11), *one] for one in more(count, command)]


def planned_lines(page: OnSite, look: Look) -> list[Line]:
    """Draw what the schedule has for the client today."""
    rows = [
        line(
            f"  {when_words(one, look.zone, look.now)}  ",
            span(one.title),
            Span(f"  {state_word(one, look.now)}", "muted"),
        )
        for one in page.planned
    ]
    return section("PLANNED", rows)


def since_lines(since: Since | None, look: Look) -> list[Line]:
    """Draw what happened since the last visit: what it said is needed first."""
    if since is None:
        return []
    rows = [
        line("  ", span(one.reference, "reference"), Span(" needs ", "warning"), span(one.text)) for one in since.back
    ]
    told = [
        f"opened {', '.join(since.opened[:MOST_JOBS])}{' …' if len(since.opened) > MOST_JOBS else ''}"
        if since.opened
        else "",
        f"fixed {', '.join(one.reference for one in since.fixed)}" if since.fixed else "",
        f"spoken to {len(since.contacts)} times"
        if len(since.contacts) > 1
        else "spoken to once"
        if since.contacts
        else "",
        f"written anew: {', '.join(since.documents[:MOST_JOBS])}" if since.documents else "",
    ]
    words = "; ".join(word for word in told if word) or "nothing else" * bool(rows) or "nothing recorded"
    rows += wrapped(words, look.width, "  ")
    if since.note:
        rows += wrapped(f"then: {since.note}", look.width, "  ")[:2]
    return section(f"SINCE THE LAST VISIT {look.at(since.at)}", rows)


def ticket_lines(page: OnSite, look: Look) -> list[Line]:
    """Draw the open tickets in queue order, each with its next step, and whose it is where that is a colleague's."""
    code, listed = page.visit.client.code, page.tickets.listed[:MOST_TICKETS]
    if not listed:
        return [line(Span("  No open tickets.", "ok"))]
    anothers = any(not concerns(one.ticket.owner_id, page.own) for one in listed)
    rows = [
        [
            span(one.ticket.reference, "reference"),
            span(f"P{one.ticket.priority}", "urgent" if one.ticket.priority == 1 else ""),
            *([whose(one.ticket, page.own)] if anothers else []),
            span(one.ticket.title),
            span(state_words(one.ticket), "muted"),
            span(one.ticket.next_action or "no next step", "" if one.ticket.next_action else "muted"),
        ]
        for one in listed
    ]
    columns = (*TICKET_COLUMNS[:2], OWNER_COLUMN, *TICKET_COLUMNS[2:]) if anothers else TICKET_COLUMNS
    rest = more(page.tickets.total - len(listed), f"techday ticket list --client {as_argument(code)}")
    title = f"OPEN TICKETS {page.tickets.total}"
    return section(title, [*grid(rows, columns, look.width, indent=2), *[[Span("  "), *one] for one in rest]])


def whose(ticket: TicketRow, mine: frozenset[int] | None) -> Span:
    """Name the colleague whose ticket it is, nobody where it is the user's to see to."""
    return Span("") if concerns(ticket.owner_id, mine) else span(f"{ticket.owner}'s", "warning")


def failing_lines(page: OnSite) -> list[Line]:
    """Draw the watches that fail."""
    rows = [
        line("  ", span(one.name), Span(f"  day {one.days}  ", "failed"), span(joined(one.seen, one.ticket or "")))
        for one in page.failing[:MOST_FAILING]
    ]
    left = more(
        len(page.failing) - len(rows), f"techday watch list --client {as_argument(page.visit.client.code)} --failing"
    )
    return section("FAILING", [*rows, *[[Span("  "), *one] for one in left]])


def promise_lines(page: OnSite, look: Look) -> list[Line]:
    """Draw what was promised; what is overdue says so."""
    rows = []
    for one in page.promises:
        late = from_text(one.due_at) < look.now
        due = f"  {'overdue since' if late else 'by'} {look.at(one.due_at)}"
        words = [span(one.reference, "reference"), Span(" "), span(one.text), Span(due, "overdue" if late else "")]
        rows.append(line("  ", *words))
    return section("PROMISED", rows)


def document_lines(page: OnSite, look: Look) -> list[Line]:
    """Draw the titles of documents; of credentials where they are kept, by the title alone."""
    titles = [f"{one.id} {one.title} ({one.kind})" for one in page.documents[:MOST_TITLES]]
    rows = wrapped(BETWEEN.join(titles), look.width, "  ") if titles else []
    rest = more(
        len(page.documents) - len(titles), f"techday client doc list --client {as_argument(page.visit.client.code)}"
    )
    rows += [[Span("  "), *one] for one in rest]
    for one in page.credentials:
        command = Span(f"  techday client doc show {one.id}", "command")
        rows.append(line("  ", Span("credentials  ", "muted"), Span("where: "), span(one.title), command))
    return section("TO KNOW", rows)


# --- the list ---


def list_page(visits: Sequence[VisitView], total: int, look: Look, client: str = "") -> list[Line]:
    """Draw visits, the newest first, those of a client where its code is given."""
    if not visits:
        none = f"No visits to {client} yet." if client else "No visits yet."
        go = f"techday visit go {as_argument(client) if client else 'C'}"
        return [line(none), line("  ", span(go, "command"))]
    head, *rows = grid([heading(LIST_HEAD), *[list_cells(one, look) for one in visits]], LIST_COLUMNS, look.width, 0)
    only = f" --client {as_argument(client)}" if client else ""
    rest = more(total - len(visits), f"techday visit list{only} --most {total}")
    told = [one for visit, row in zip(visits, rows, strict=True) for one in (row, *news_lines(visit, look))]
    return within([head, *told, *rest, line(Span("techday visit show ID", "command"))], look)


def news_lines(one: VisitView, look: Look) -> list[Line]:
    """Draw what tickets need, what was said to have changed meanwhile and what is next, below the visit."""
    needs = [f"{told.ref} needs {told.text}" for told in one.outcomes if told.result == "back"]
    words = joined(*needs, f"news: {one.news}" if one.news else "", following_words(one))
    return [[Span(part.text, "muted") for part in row] for row in wrapped(words, look.width, "   ")] if words else []


def following_words(one: VisitView) -> str:
    """Say what was settled on as the next job, "" where nothing was."""
    if one.next is None:
        return ""
    return f"next: {one.next.ref} {one.next.title}" if one.next.ref else f"next: {one.next.client}"


def list_cells(one: VisitView, look: Look) -> list[Span]:
    """Give the cells of one visit."""
    began = one.arrived_at or one.went_at or one.left_at or look.now
    when = span_words(began, one.left_at, look.zone, look.now) if one.left_at else f"{look.at(began)} {one.state}"
    done = [outcome.ref for outcome in one.outcomes if outcome.result == "done"]
    back = [outcome.ref for outcome in one.outcomes if outcome.result == "back"]
    told = [f"{' '.join(refs)} {word}" for refs, word in ((done, "done"), (back, "back")) if refs]
    owed = one.left_at is not None and one.called_at is None
    return [
        span(str(one.id), "reference"),
        span(f"{one.client.code} {one.site or ''}".strip(), "client"),
        span(when),
        span(length(one.seconds)),
        span(length(one.travel_seconds)),
        span(", ".join(told)),
        span(one.note or "", "muted"),
        span("owed" if owed else one.called_name or "", "overdue" if owed else ""),
    ]


def length(seconds: int | None) -> str:
    """Give a length, "" where it is not known."""
    return "" if seconds is None else show_duration(seconds)
