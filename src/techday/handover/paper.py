"""A handover to read, print or paste: the packet as plain text, as Markdown and as an HTML page.

The packet is laid out once, as parts under headings; each form only writes the parts down. So the paper of the sender
and what the receiver reads are the same. What is not recorded is printed as not recorded: the receiver must see what
nobody has said.

Whatever stands in a title or a name, it stays text: one cleaned line, then escaped by the rules of the form, and
always behind a word of ours, where it can begin nothing.
"""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

from techday.core.instants import from_text
from techday.core.text import clean_line
from techday.handover.packet import Packet, PacketItem, PacketPlan, PacketWatch
from techday.handover.rules import count_words
from techday.ui.dates import clock, show_day

NOT_RECORDED = "not recorded"
# Nothing on the page runs or loads anything: the policy says so to the browser too.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 10.5pt/1.4 system-ui, "Segoe UI", sans-serif; color: #111; margin: 2rem auto; max-width: 52rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; } h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
h1, h2, h3, td, li { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .15rem .5rem; text-align: left; vertical-align: top; }
th { width: 9rem; font-weight: normal; color: #444; }
@page { margin: 15mm; }
@media print { body { font-size: 9pt; margin: 0; max-width: none; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
"""  # noqa: E501  # a rule of the page reads best on one line
# Behind a word of ours, only these begin or end anything (CommonMark 0.31, GitHub's tables and formulas).
MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]|~$#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Part(NamedTuple):
    """A heading (level 1 to 3) with what stands under it: facts, each with its name, sentences, and a command."""

    level: int
    heading: str
    facts: Sequence[tuple[str, str]] = ()
    lines: Sequence[str] = ()
    command: str = ""


def title_of(packet: Packet) -> str:
    """Give the title of a handover: `Handover 4 from Alex Kim to Sam Reed`."""
    return f"Handover {packet.number} from {packet.sender} to {packet.receiver}"


def file_name(packet: Packet, ending: str) -> str:
    """Give the name of a file of a handover: `handover-4.json`."""
    return f"handover-{packet.number}.{ending}"


def counted(packet: Packet) -> str:
    """Say how many tickets a packet gives, and how many are only to be watched."""
    given = sum(item.plan == "give" for item in packet.items)
    return count_words(given, len(packet.items) - given)


def laid_out(packet: Packet, digest: str) -> list[Part]:
    """Lay out a handover: the head, what is given, what is to be watched, and what else the next shift must know."""
    zone = zone_of(packet.zone)
    given = [item for item in packet.items if item.plan == "give"]
    watched = [item for item in packet.items if item.plan != "give"]
    back = moment(packet.back_at, zone)
    until = f" until {back}" if packet.back_at else ""
    facts = [
        ("From", packet.sender),
        ("To", packet.receiver),
        ("Sent", moment(packet.sent_at, zone)),
        ("Back at", back),
        ("Tickets", counted(packet)),
        ("Times", f"local, {packet.zone}"),
        ("Digest", digest),
    ]
    watch = f"They stay with {packet.sender}; look after them{until}."
    return [
        Part(1, title_of(packet), facts),
        *section("Given", ["They are yours once you have accepted them."], given, packet.sent_at, zone),
        *section("To watch", [watch], watched, packet.sent_at, zone),
        *([Part(2, "Failing watches", lines=[watch_line(one) for one in packet.watches])] if packet.watches else []),
        *(
            [Part(2, "On the schedule", lines=[plan_line(one, zone) for one in packet.schedule])]
            if packet.schedule
            else []
        ),
        how_to_accept(packet),
    ]


def section(name: str, lines: Sequence[str], items: Sequence[PacketItem], sent_at: str, zone: tzinfo) -> list[Part]:
    """Lay out the tickets of one plan under their heading; nothing where there are none."""
    if not items:
        return []
    return [Part(2, f"{name} ({len(items)})", lines=lines), *(ticket_part(item, sent_at, zone) for item in items)]


def ticket_part(item: PacketItem, sent_at: str, zone: tzinfo) -> Part:
    """Lay out one ticket: what it is, and all that should be said of it when it was sent (UTC text)."""
    by_when = moment(item.by_at, zone)
    passed = " (passed when it was sent)" if item.by_at and item.by_at <= sent_at else ""
    promises = [f"{one.text} (by {moment(one.due_at, zone)})" for one in item.promises]
    facts = [
        ("Client", client_words(item)),
        ("Priority", f"P{item.priority}"),
        ("State", state_words(item, sent_at, zone)),
        ("Severity", item.severity or ""),
        *([("Due", moment(item.due_at, zone))] if item.due_at else []),
        *([("Asset", item.asset)] if item.asset else []),
        *([("Stays with", item.owner)] if item.owner else []),
        ("Summary", item.summary),
        ("Tried", item.tried),
        ("Next step", item.next_step),
        ("By when", f"{by_when}{passed}"),
        ("If, then", item.if_then),
        ("Promises", "; ".join(promises)),
        ("Who was told", item.told),
    ]
    return Part(3, f"Ticket {item.reference}: {item.title}", [(name, text or NOT_RECORDED) for name, text in facts])


def state_words(item: PacketItem, sent_at: str, zone: tzinfo) -> str:
    """Say how a ticket stood when it was sent: `waiting for customer until …`, `…, was due back …` once over."""
    waits = f" for {item.waiting_for}" if item.waiting_for else ""
    until = "until" if (item.waiting_until or "") > sent_at else ", was due back"
    back = f"{' ' if until == 'until' else ''}{until} {moment(item.waiting_until, zone)}" if item.waiting_until else ""
    return f"{item.state}{waits}{back}"


def client_words(item: PacketItem) -> str:
    """Say whose ticket it is, and how to reach them: `Acme GmbH (ACME), 030 1234`; "" where nobody knows."""
    if item.client is None:
        return ""
    code = f" ({item.client.code})" if item.client.code and item.client.code != item.client.name else ""
    return f"{item.client.name}{code}, phone {item.client.phone or NOT_RECORDED}"


def watch_line(watch: PacketWatch) -> str:
    """Say what fails: `2 days: Acme, Nightly backup (backup): exit code 1`."""
    days = "1 day" if watch.days == 1 else f"{watch.days} days"
    client = f"{watch.client}, " if watch.client else ""
    return f"{days}: {client}{watch.name} ({watch.kind}): {watch.seen or NOT_RECORDED}"


def plan_line(plan: PacketPlan, zone: tzinfo) -> str:
    """Say what is planned: `Tue 24 Nov 2026 09:00-10:30: Quarterly review (ACME, Main Street 1)`."""
    start, end = from_text(plan.starts_at).astimezone(zone), from_text(plan.ends_at).astimezone(zone)
    last = clock(end) if end.date() == start.date() else f" {show_day(end.date())} {clock(end)}"
    where = ", ".join(text for text in (plan.client, plan.place) if text)
    return f"{show_day(start.date())} {clock(start)}-{last}: {plan.title}" + (f" ({where})" if where else "")


def how_to_accept(packet: Packet) -> Part:
    """Say what the receiver does next."""
    lines = [
        f"Say back to {packet.sender}, in your own words, what is to be done: until then nothing is handed over.",
        f"With techday the packet {file_name(packet, 'json')} is accepted so:",
    ]
    command = f'techday handover accept {file_name(packet, "json")} --read-back "…"'
    return Part(2, "How to accept", lines=lines, command=command)


def moment(at: str | None, zone: tzinfo) -> str:
    """Give an instant as a local day and time, `Tue 24 Nov 2026 08:00`; "" where there is none."""
    if at is None:
        return ""
    local = from_text(at).astimezone(zone)
    return f"{show_day(local.date())} {clock(local)}"


def zone_of(name: str) -> tzinfo:
    """Give the time zone of an IANA name; one that this machine does not know is read as UTC."""
    from zoneinfo import ZoneInfo  # only for a paper

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


# The forms


def as_text(packet: Packet, digest: str) -> str:
    """Give a handover as plain text, to paste into a mail or a chat."""
    return "\n\n".join(text_part(part) for part in laid_out(packet, digest)) + "\n"


def text_part(part: Part) -> str:
    """Write a part as plain text."""
    heading = clean_line(part.heading)
    return "\n".join(
        [
            heading.upper() if part.level == 2 else heading,
            *(f"  {name}: {clean_line(text)}" for name, text in part.facts),
            *(clean_line(one) for one in part.lines),
            *([f"  {part.command}"] if part.command else []),
        ]
    )


def as_markdown(packet: Packet, digest: str) -> str:
    """Give a handover as Markdown (CommonMark)."""
    return "\n\n".join(markdown_part(part) for part in laid_out(packet, digest)) + "\n"


def markdown_part(part: Part) -> str:
    """Write a part as Markdown."""
    facts = [f"- {name}: {markdown(text)}" for name, text in part.facts]
    lines = [f"- {markdown(one)}" for one in part.lines]
    command = f"```\n{part.command}\n```" if part.command else ""
    blocks = [f"{'#' * part.level} {markdown(part.heading)}", "\n".join(facts), "\n".join(lines), command]
    return "\n\n".join(block for block in blocks if block)


def markdown(text: str) -> str:
    """Give foreign text as Markdown that shows it, cleaned."""
    return clean_line(text).translate(MARKDOWN)


def as_html(packet: Packet, digest: str) -> str:
    """Give a handover as an HTML page in UTF-8: one file that runs nothing and loads nothing."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{html(title_of(packet))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{''.join(map(html_part, laid_out(packet, digest)))}</body>\n</html>\n"
    )


def html_part(part: Part) -> str:
    """Write a part as HTML."""
    rows = "".join(f"<tr><th>{html(name)}</th><td>{html(text)}</td></tr>\n" for name, text in part.facts)
    items = "".join(f"<li>{html(one)}</li>\n" for one in part.lines)
    return (
        f"<h{part.level}>{html(part.heading)}</h{part.level}>\n"
        + (f"<table>\n{rows}</table>\n" if rows else "")
        + (f"<ul>\n{items}</ul>\n" if items else "")
        + (f"<pre>{html(part.command)}</pre>\n" if part.command else "")
    )


def html(text: str) -> str:
    """Give foreign text as HTML that shows it, cleaned."""
    from html import escape  # only for a page

    return escape(clean_line(text))
