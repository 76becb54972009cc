"""A template and what is known make a message; what is not known leaves no hole in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.messages.rules import Said, fill, fitting_kind, missing
from techday.messages.template_files import KINDS, PLACEHOLDERS, TemplateFile, built_in, read_template
from techday.messages.words import by_when, first_name, promises_in_words, receiver
from techday.promises.store import PromiseRow

NOTHING = dict.fromkeys(PLACEHOLDERS, "")
KNOWN = {**NOTHING, "title": "Mail is down", "reference": "L7"}
NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)


def body(template: str, **values: str) -> str:
    """Give the body that a template makes."""
    return fill(template, {**KNOWN, **values}, "update").message.body


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("Next: $next", {"next": "order the part"}, "Next: order the part"),
        ("Next: ${next}!", {"next": "order"}, "Next: order!"),
        ("Next: $NEXT", {"next": "order"}, "Next: order"),
        # A line that would say nothing is not there, and leaves no gap.
        ("One\n\nNext: $next\n\nTwo", {}, "One\n\nTwo"),
        ("$fix $cause\nend", {}, "end"),
        ("Because of $fix $cause", {"cause": "dust"}, "Because of dust"),
        # A greeting stays, whoever it is for.
        ("Hello $requester,", {"requester": "Ana"}, "Hello Ana,"),
        ("Hello $requester,", {}, "Hello,"),
        ("Hello $to,  \nx", {}, "Hello,\nx"),
        # What the technician typed may have several lines.
        ("$text\nend", {"text": "one\n\ntwo"}, "one\n\ntwo\nend"),
        ('About "$title". $text', {}, 'About "Mail is down".'),
        ("$$5 and 5$ and $ 5", {}, "$5 and 5$ and $ 5"),
        ("Cost: $$$next", {"next": "5"}, "Cost: $5"),
        # A value is never read as a template.
        ("$text", {"text": "see $next and $$HOME"}, "see $next and $$HOME"),
        ("Hello\r\n\r\nend\r\n", {}, "Hello\n\nend"),
    ],
)
def test_a_template_is_filled_line_by_line(template: str, values: dict[str, str], expected: str) -> None:
    assert body(template, **values) == expected


def test_an_unknown_placeholder_stays_and_is_named_with_its_line() -> None:
    filled = fill("Subject: $titel\n\nHello $requester,\n${frm} and $from", KNOWN, "first")
    assert filled.message.body == "Hello,\n${frm} and $from"
    assert filled.message.subject == "$titel"
    assert [(one.line, one.name) for one in filled.unknown] == [(1, "titel"), (4, "frm"), (4, "from")]


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        ("Subject: About $title\n\nx", "About Mail is down"),
        ("SUBJECT:About $title\nx", "About Mail is down"),
        ("x", "Mail is down [L7]"),
        ("Subject:\n\nx", "Mail is down [L7]"),
        ("Subject: $fix\n\nx", "Mail is down [L7]"),
    ],
)
def test_every_message_has_a_subject(template: str, subject: str) -> None:
    message = fill(template, KNOWN, "first").message
    assert (message.subject, message.body) == (subject, "x")


def test_a_long_title_does_not_cut_the_reference_out_of_the_subject() -> None:
    subject = fill("x", {**KNOWN, "title": "long " * 200}, "first").message.subject
    assert subject.endswith("… [L7]")
    assert len(subject) <= 200


@given(title=st.text(), text=st.text(), requester=st.text(), kind=st.sampled_from(list(KINDS)))
def test_no_value_can_break_out_of_its_place(title: str, text: str, requester: str, kind: str) -> None:
    template = read_template(TemplateFile(kind, built_in(kind), False))
    values = {**KNOWN, "title": title, "text": text, "requester": first_name(requester), "to": requester}
    message = fill(template, values, kind).message
    assert len(message.subject.splitlines()) <= 1
    assert not any(mark in message.body + message.subject for mark in ("\x1b", "\r", "\x07", "\u202e"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_templates_know_their_placeholders_and_stand_without_any_value(kind: str) -> None:
    template = read_template(TemplateFile(kind, built_in(kind), False))
    full = fill(template, {name: f"<{name}>" for name in PLACEHOLDERS}, kind)
    assert full.unknown == ()
    assert "$" not in full.message.body
    bare = fill(template, KNOWN, kind).message
    assert bare.body.startswith("Hello,\n\n")
    assert bare.body.endswith("\n\nKind regards")
    # No line is left that announces something and then says nothing.
    assert not any(line.rstrip(".").endswith((":", " by")) for line in bare.body.splitlines())


@pytest.mark.parametrize(
    ("state", "answered", "elsewhere", "kind"),
    [
        ("new", False, False, "first"),
        ("working", True, False, "update"),
        ("working", False, True, "update"),  # it came in past new: somebody has answered it
        ("waiting", True, False, "update"),
        ("resolved", False, False, "fixed"),
        ("closed", True, False, "fixed"),
    ],
)
def test_the_kind_follows_how_the_ticket_stands(state: str, answered: bool, elsewhere: bool, kind: str) -> None:
    assert fitting_kind(Said(state, answered, elsewhere)) == kind


@pytest.mark.parametrize(
    ("kind", "known", "told"),
    [
        ("update", {}, []),
        ("bad-news", {}, ["The message does not say what has happened", "The message does not say what happens next"]),
        ("bad-news", {"text": "x", "next": "y"}, []),
        ("mistake", {"next": "y"}, ["The message does not say what went wrong"]),
        ("fixed", {}, ["The message does not say what was done"]),
        ("fixed", {"fix": "x"}, []),
        ("escalation", {"reason": "x"}, ["The message does not say what was tried"]),
    ],
)
def test_a_message_that_leaves_out_what_matters_is_told(kind: str, known: dict[str, str], told: list[str]) -> None:
    notes = missing(kind, {**KNOWN, **known})
    assert [note.text for note in notes] == told
    assert all(note.hint.startswith("techday ticket ") and "L7" in note.hint for note in notes)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ana Lopez", "Ana"),
        ("ana", "ana"),
        ("Lopez, Ana", "Ana"),
        ("Lopez,", "Lopez"),
        ("Dr. Eva Weber", "Dr. Eva Weber"),
        ("Mr", "Mr"),
        ("Jean-Luc O'Neil", "Jean-Luc"),
        ("José", "José"),
        ("王小明", "王小明"),
        ("प्रिया शर्मा", "प्रिया"),
        ("", ""),
        ("ana@acme.example", ""),
        ("+49 30 1234", ""),
        ("Bcc: x@y.example", ""),
        ("-", ""),
        ("a" * 100, ""),
    ],
)
def test_people_are_greeted_by_name_or_not_at_all(name: str, greeted: str) -> None:
    assert first_name(name) == greeted


@pytest.mark.parametrize(("target", "greeted"), [("L2", "L2 team"), ("l3", "L3 team"), ("Sam Reed", "Sam Reed")])
def test_a_tier_is_greeted_as_a_team(target: str, greeted: str) -> None:
    assert receiver(target) == greeted


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "by 16:00 today"),
        (datetime(2026, 11, 24, 9, 5, tzinfo=UTC), "by Tue 24 Nov, 09:05"),
        (datetime(2027, 1, 4, 8, 0, tzinfo=UTC), "by Mon 4 Jan 2027, 08:00"),
    ],
)
def test_a_time_is_told_to_somebody_who_reads_it_later(at: datetime, told: str) -> None:
    assert by_when(at, NOW) == told


def test_a_promise_that_is_late_says_so() -> None:
    row = PromiseRow(1, 1, "L7", "x", None, None, "call Ana.", "", "2026-11-23T07:00:00Z", "open", None, "")
    later = row._replace(text="send the quote", due_at="2026-11-24T16:00:00Z")
    told = promises_in_words([row, later], NOW)
    assert told == "call Ana, by 07:00 today (I am late with this); send the quote, by Tue 24 Nov, 16:00"
