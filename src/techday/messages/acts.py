"""Composing a message about a ticket, from its template and from what the store knows."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from techday.core.instants import from_text
from techday.core.text import clean_block, clean_line
from techday.errors import BadUsage
from techday.escalations.store import EscalationRow, answers, escalations_of
from techday.messages.next_word import reader_zone
from techday.messages.rules import Filled, Message, Note, Said, fill, fitting_kind, missing
from techday.messages.template_files import PLACEHOLDERS, TemplateFile, known_kind, read_template, template_file
from techday.messages.words import by_when, day_in_words, first_name, promises_in_words, receiver
from techday.promises.store import promises_of
from techday.tickets.store import TicketRow, clock_events_of

if TYPE_CHECKING:
    from techday.context import Context


def compose(
    context: "Context", ticket: TicketRow, kind: str, text: str = "", next_word_at: datetime | None = None
) -> Message:
    """Give the message of `kind` about a ticket, with `text` as the technician's own words; nothing is written.

    `next_word_at` is when the client hears from us again (`messages.next_word` computes it); None leaves that out.
    Raises NotFound for an unknown kind, BadUsage where its template cannot be used.
    """
    kind = known_kind(kind)
    file = template_file(context.config, kind)
    values = values_of(context, ticket, text, next_word_at, reader_zone(context, ticket, kind))
    filled = fill(read_template(file), values, kind)
    if not filled.message.body:
        raise BadUsage(f"{file.path} gives no text for this message", hint=f"techday template edit {kind}")
    return filled.message._replace(notes=(*unknown_notes(file, filled), *missing(kind, values)))


def unknown_notes(file: TemplateFile, filled: Filled) -> list[Note]:
    """Name the placeholders in a template that nobody knows, each with its line."""
    hint = f"techday template show {file.kind} lists those that are"
    return [
        Note(f"{file.path}, line {one.line}: ${clean_line(one.name, 40)} is no placeholder", hint)
        for one in filled.unknown
    ]


def checked(file: TemplateFile) -> list[Note]:
    """Read a template as if to use it, and give what is worth a warning; raises BadUsage where it cannot be used."""
    return unknown_notes(file, fill(read_template(file), PLACEHOLDERS, file.kind))


def values_of(
    context: "Context", ticket: TicketRow, text: str, next_word_at: datetime | None, zone: tzinfo
) -> dict[str, str]:
    """Give what is known of a ticket for each placeholder, "" where nothing is; instants are told in `zone`."""
    here = context.now.astimezone(zone)
    promises = [one for one in promises_of(context.db, ticket.id) if one.state == "open"]
    escalations = escalations_of(context.db, ticket.id)
    latest = escalations[-1] if escalations else None
    return {
        "requester": first_name(clean_line(ticket.requester)),
        "client": clean_line(ticket.client_name or ""),
        "reference": clean_line(ticket.reference),
        "title": clean_line(ticket.title),
        "technician": clean_line(context.settings.technician.name),
        "opened": day_in_words(from_text(ticket.opened_at).astimezone(here.tzinfo)),
        "text": clean_block(text).strip(),
        "next": clean_block(ticket.next_action).strip(),
        "next_word": by_when(next_word_at.astimezone(zone), here) if next_word_at else "",
        "fix": clean_block(ticket.fix).strip(),
        "cause": clean_block(ticket.cause).strip(),
        "promises": promises_in_words(promises, here),
        "tried": "; ".join([clean_block(latest.tried).strip(), *done_first(latest)]) if latest else "",
        "reason": clean_block(latest.reason).strip() if latest else "",
        "to": receiver(clean_line(latest.target)) if latest else "",
    }


def done_first(escalation: EscalationRow) -> list[str]:
    """Give what was done of the checklist before a ticket was handed up."""
    return [clean_line(item) for item, answer in answers(escalation) if answer == "yes"]


def kind_for(context: "Context", ticket: TicketRow) -> str:
    """Give the kind of message that a ticket wants next: first, update or fixed."""
    events = clock_events_of(context.db, ticket.id)
    opened = next((event.detail for event in events if event.kind == "opened"), "new")
    answered = any(event.kind == "reply" for event in events)
    return fitting_kind(Said(ticket.state, answered, opened not in ("", "new")))


def as_typed(ticket: TicketRow, kind: str, words: str) -> Message:
    """Give words that somebody typed as a message about a ticket, with the subject that it has without a template."""
    subject = fill("", {"title": ticket.title, "reference": ticket.reference}, kind).message.subject
    return Message(subject, clean_block(words).strip(), kind)
