"""A check-in in words: short enough for a phone message.

The text is lines: a title, then a line for each section, with items that begin with a dash below it. Long lists are
cut and counted. Whatever stands in a title or a name is cleaned, and begins no line of its own.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from techday.checkin.views import Done, Found, Hours, Issue, NextShift, OpenTickets, TicketLine, Worked
from techday.core.durations import show_duration
from techday.core.text import clean_line
from techday.ui.dates import clock, short_day, show_day, show_instant

# So that all of it stays within some 25 lines.
MOST_TICKETS, MOST_PLANNED, MOST_ISSUES, MOST_REFERENCES, MOST_WORKED = 3, 4, 5, 6, 4
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, LONGEST_LINE = 60, 80, 80, 200
ATTENTION = "Needs attention"
ITEM = "- "


def title_of(day: date, technician: str | None) -> str:
    """Give the title of a check-in: `Check-in Mon 23 Nov 2026, Alex Kim`."""
    who = clean_line(technician or "", LONGEST_NAME)
    return f"Check-in {show_day(day)}" + (f", {who}" if who else "")


def assembled(found: Found, zone: tzinfo) -> str:
    """Give the text of a check-in, with times in `zone`."""
    # Of an earlier day, tickets stand there as they are by now, and so it says.
    now = " now" if found.is_past else ""
    today = None if found.is_past else found.now.astimezone(zone).date()
    lines = [
        title_of(found.date, found.technician),
        f"Done: {done_words(found.done)}",
        *worked_lines(found.done.worked),
        *open_lines(found.open, now),
        *blocked_lines(found.blocked, now),
        *watched_lines(found.watched, now),
        f"Hours: {hours_words(found.hours)}",
        *next_lines(today, found.tomorrow, zone, found.now),
        *issue_lines(found.issues),
    ]
    return "\n".join(clean_line(line) for line in lines)


def done_words(done: Done) -> str:
    """Say what was done in a line, with counts and references."""
    failed = f" ({done.watches_failed} failed)" if done.watches_failed else ""
    handed = sum(one.tickets for one in done.handed_over)
    said = [
        *named(len(done.tickets), "ticket resolved", "tickets resolved", [one.ref for one in done.tickets]),
        *named(len(done.contacts), "contact", "contacts", done.contacts),
        *named(len(done.visits), "visit", "visits", done.visits),
        *(part + failed for part in named(done.watches_checked, "watch checked", "watches checked", ())),
        *named(handed, "ticket handed over", "tickets handed over", [one.name for one in done.handed_over]),
    ]
    return ", ".join(said) or ("nothing finished" if done.worked else "nothing recorded")


def worked_lines(worked: Sequence[Worked]) -> list[str]:
    """Say what was worked on, and for how long, in a line: `Worked on: L1 7h38, meeting 12m and 2 more`."""
    if not worked:
        return []
    told = ", ".join(
        f"{clean_line(one.on, LONGEST_TITLE)} {show_duration(one.seconds)}" for one in worked[:MOST_WORKED]
    )
    more = f" and {len(worked) - MOST_WORKED} more" if len(worked) > MOST_WORKED else ""
    return [f"Worked on: {told}{more}"]


def named(count: int, one: str, many: str, names: Sequence[str]) -> list[str]:
    """Give `2 visits (ACME, GLOBEX)`, with so many names as are short; nothing where there is none."""
    if not count:
        return []
    told = ", ".join(clean_line(name, LONGEST_TITLE) for name in names[:MOST_REFERENCES])
    more = f" and {len(names) - MOST_REFERENCES} more" if len(names) > MOST_REFERENCES else ""
    return [f"{count} {one if count == 1 else many}" + (f" ({told}{more})" if told else "")]


def open_lines(found: OpenTickets, now: str) -> list[str]:
    """Say how many tickets are open, by priority, with the first that wait for nobody; `now` is " now" or ""."""
    counts = ", ".join(f"{count} P{priority}" for priority, count in found.by_priority.items() if count)
    return [f"Open{now}: {f'{found.total} ({counts})' if counts else 'none'}", *ticket_lines(found.tickets)]


def blocked_lines(tickets: Sequence[TicketLine], now: str) -> list[str]:
    """Say how many tickets wait for others, with the first of them."""
    return [f"Blocked{now}: {len(tickets) or 'none'}", *ticket_lines(tickets)]


def watched_lines(tickets: Sequence[TicketLine], now: str) -> list[str]:
    """Say how many tickets are watched for colleagues, with the first of them; nothing where there are none."""
    return [f"Watching{now}: {len(tickets)}", *ticket_lines(tickets)] if tickets else []


def ticket_lines(tickets: Sequence[TicketLine]) -> list[str]:
    """Give the first of some tickets, each as an item."""
    return [f"{ITEM}{ticket_words(one)}" for one in tickets[:MOST_TICKETS]]


def ticket_words(one: TicketLine) -> str:
    """Name a ticket with what is said of it: `L1 P1 ACME Mail is down: call the provider`."""
    names = " ".join(part for part in (one.ref, f"P{one.priority}", one.client, short(one.title)) if part)
    return f"{names}: {clean_line(one.text, LONGEST_TEXT)}" if one.text else names


def short(title: str) -> str:
    """Give a title, shortened."""
    return clean_line(title, LONGEST_TITLE)


def hours_words(hours: Hours) -> str:
    """Say how long was worked, what is billed of it, and how much of it is billable."""
    gaps = f"; {show_duration(hours.untold_seconds)} not told" if hours.untold_seconds else ""
    if not hours.worked_seconds:
        return f"none recorded{gaps}"
    worked, billed = show_duration(hours.worked_seconds), show_duration(hours.billed_seconds)
    share = f", {hours.billable_percent}% billable (target {hours.target_percent}%)"
    return f"{worked} worked, {billed} billed{share}{gaps}"


def next_lines(today: date | None, coming: NextShift | None, zone: tzinfo, now: datetime) -> list[str]:
    """Say when the next shift is, and what it holds: the schedule first, then what comes back and what was promised.

    `today` is the date on the wall, which in a night shift is not that of the shift day. It is None where the check-in
    is of an earlier day, so that nobody means the day after it by tomorrow.
    """
    if coming is None:
        return ["Next shift: none planned"]
    name = "Tomorrow" if today is not None and coming.date == today + timedelta(days=1) else "Next shift"
    start, end = coming.start.astimezone(zone), coming.end.astimezone(zone)
    items = [
        *(
            " ".join(
                part
                for part in (
                    "all day" if one.all_day else f"{clock(one.start.astimezone(zone))}",
                    one.client,
                    short(one.title),
                    f"({short(one.place)})" if one.place else "",
                )
                if part
            )
            for one in coming.items
        ),
        *(f"back: {ticket_words(one._replace(text=None))}" for one in coming.back),
        *(
            f"promised by {show_instant(one.due_at, zone, now)}: {one.ref}"
            f"{f' {one.client}' if one.client else ''} {clean_line(one.text, LONGEST_TEXT)}"
            for one in coming.promises
        ),
    ]
    empty = "" if items else ": nothing planned"
    return [f"{name}, {short_day(coming.date)} {clock(start)}-{clock(end)}{empty}", *first_of(items, MOST_PLANNED)]


def issue_lines(issues: Sequence[Issue]) -> list[str]:
    """Say what needs attention: all that the technician noted, and the first of what was found."""
    if not issues:
        return [f"{ATTENTION}: none"]
    notes = [clean_line(one.text) for one in issues if one.kind == "note"]
    others = [clean_line(one.text, LONGEST_LINE) for one in issues if one.kind != "note"]
    room = max(MOST_ISSUES - len(notes), 1)
    return [f"{ATTENTION}:", *(f"{ITEM}{note}" for note in notes), *first_of(others, room)]


def first_of(texts: Sequence[str], most: int) -> list[str]:
    """Give the first of some texts as items, and how many more there are."""
    more = len(texts) - most
    return [f"{ITEM}{text}" for text in texts[:most]] + ([f"{ITEM}{more} more"] if more > 0 else [])


def with_issue(text: str, note: str) -> str:
    """Put a line under what needs attention, which is the end of a text; under a heading where it has none."""
    lines = text.splitlines()
    empty = f"{ATTENTION}: none"
    if empty in lines:
        lines[lines.index(empty)] = f"{ATTENTION}:"
    elif f"{ATTENTION}:" not in lines:
        lines.append(f"{ATTENTION}:")
    return "\n".join([*lines, f"{ITEM}{note}"])


def lines_of(text: str) -> Iterable[str]:
    """Give the lines of a text, none where it is empty."""
    return (line for line in text.split("\n") if line)
