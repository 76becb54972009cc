"""The mail that takes a time card to its approver, read back with Python's own parser; and the card in short."""

import io
import os
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards.exporting import write_submission
from techday.cards.mail import card_mail, card_text, subject_of
from techday.cards.page import as_html
from techday.cards.views import CardView
from techday.context import Context
from techday.core.text import clean_line
from techday.errors import Refused
from techday.messages.delivery import receiver_of
from tests.cards.test_export import BERLIN, HOSTILE, Reader, card, entry, foreign_card
from tests.conftest import Techday, examples

HEADERS = {"Subject", "To", "X-Unsent", "MIME-Version", "Content-Type"}


def parsed(raw: bytes) -> EmailMessage:
    """Read a mail strictly, as a mail program does."""
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    """Give the body of a mail in one of its two forms."""
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_the_mail_is_a_draft_to_the_approver_with_text_html_and_the_page() -> None:
    view = card(entry(), entry(2, seconds=900, paid_seconds=900))
    page = as_html(view, BERLIN).encode()
    mail = parsed(card_mail(view, page, "Pat Lee <pat@example.org>"))
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == (
        "Pat Lee <pat@example.org>",
        "Time card 2026-W47, Sam Reed, 1h15",
        "1",
    )
    assert part(mail, "plain") == card_text(view)
    assert "Time card 2026-W47" in Reader(part(mail, "html")).texts
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("timecard-2026-W47.html", "text/html")
    assert attached.get_payload(decode=True) == page


@pytest.mark.parametrize("words", HOSTILE)
def test_no_name_and_no_note_adds_a_header(words: str) -> None:
    view = foreign_card(words)
    page = as_html(view, BERLIN).encode()
    mail = parsed(card_mail(view, page, f"{clean_line(words, 150)} <pat@example.org>"))
    assert set(mail.keys()) == HEADERS
    assert [one.addr_spec for one in mail["To"].addresses] == ["pat@example.org"]
    assert " ".join(mail["Subject"].split()) == subject_of(view)
    assert part(mail, "plain") == card_text(view)
    (attached,) = mail.iter_attachments()
    assert attached.get_payload(decode=True) == page


@examples(40)
@given(st.text(), st.text(max_size=100))
@example("", "\x1b")
def test_any_technician_and_any_approver_come_back_out_of_the_mail(technician: str, approver: str) -> None:
    view = card(entry(), technician=technician)
    mail = parsed(card_mail(view, b"page\r\n\x00\xff\n", f"{approver} <pat@example.org>"))
    assert " ".join(mail["Subject"].split()) == " ".join(subject_of(view).split())
    expected = receiver_of(f"{approver} <pat@example.org>")
    if expected is None:  # an escape sequence at its end takes the bracket along
        assert set(mail.keys()) == HEADERS - {"To"}
        return
    assert set(mail.keys()) == HEADERS
    (receiver,) = mail["To"].addresses
    assert receiver.addr_spec == "pat@example.org"
    # Python's parser keeps the blank between two encoded words of a name, which RFC 2047 (6.2) drops.
    assert "".join(receiver.display_name.split()) == "".join(expected[0].split())
    (attached,) = mail.iter_attachments()
    assert attached.get_payload(decode=True) == b"page\r\n\x00\xff\n"


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("pat@example.org", ("", "pat@example.org")),
        ("<pat@example.org>", ("", "pat@example.org")),
        ('"Lee, Pat" <pat.lee+cards@mail.example.org>', ("Lee, Pat", "pat.lee+cards@mail.example.org")),
        ("Jörg <j@example.org>", ("Jörg", "j@example.org")),
        ("pat@example.org\r\nBcc: all@example.org", None),
        ("pat@example.org, lee@example.org", None),
        ("pat@example.org> <all@example.org", None),
        ("Pat <pat@example.org", None),
        ("pat@=?utf-8?q?x=0D=0ABcc:y?=", None),
        ("=?utf-8?q?x?=@example.org", None),
        ("pat@@example.org", None),
        (".pat@example.org", None),
        ("pat@example..org", None),
        ("pat", None),
        ("@example.org", None),
        ("pat@bücher.example", None),
        ("a" * 300 + "@example.org", None),
        ("", None),
    ],
)
def test_a_receiver_is_one_plain_address_or_nobody(text: str, receiver: tuple[str, str] | None) -> None:
    assert receiver_of(text) == receiver


@pytest.mark.parametrize("approver", ["", "pat@example.org, lee@example.org"])
def test_without_one_address_the_mail_program_asks_for_it(approver: str) -> None:
    mail = parsed(card_mail(card(entry()), b"page", approver))
    assert set(mail.keys()) == HEADERS - {"To"}


def test_the_page_of_a_supplement_has_a_name_of_its_own() -> None:
    mail = parsed(card_mail(card(entry(), week="2026-W47/2"), b"page", ""))
    assert [one.get_filename() for one in mail.iter_attachments()] == ["timecard-2026-W47-part2.html"]
    assert mail["Subject"] == "Time card 2026-W47/2, Sam Reed, 1h"


def submitted() -> CardView:
    """Give a card as it was submitted, with a warning that was accepted."""
    tuesday = entry(2, entry().started_at.replace(day=17), client=None, billable=False, billed_seconds=0)
    accepted = ["nothing told Mon 10:00-10:40 (40m)"]
    return card(entry(), tuesday, state="submitted", accepted=accepted, digest="ab12" * 16)


def test_the_card_in_short() -> None:
    assert card_text(submitted()) == snapshot("""\
Time card 2026-W47

Technician: Sam Reed
Week: Mon 16 Nov 2026 to Sun 22 Nov 2026
State: submitted
Worked: 2:00:00
Billed: 1:00:00
Billable: 80% of the time worked (target 75%)
Utilised: 90% of the time worked
Digest: ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12

By day
   Worked    Billed  Day
  1:00:00   1:00:00  Mon 16 Nov 2026
  1:00:00   0:00:00  Tue 17 Nov 2026
  0:00:00   0:00:00  Wed 18 Nov 2026
  0:00:00   0:00:00  Thu 19 Nov 2026
  0:00:00   0:00:00  Fri 20 Nov 2026
  0:00:00   0:00:00  Sat 21 Nov 2026
  0:00:00   0:00:00  Sun 22 Nov 2026
  2:00:00   1:00:00  Total

By client
   Worked    Billed  Client
  1:00:00   1:00:00  ACME
  1:00:00   0:00:00  no client
  2:00:00   1:00:00  Total

Accepted warnings
- nothing told Mon 10:00-10:40 (40m)
""")


@pytest.mark.parametrize("words", HOSTILE)
def test_the_card_in_short_can_be_pasted_anywhere(words: str) -> None:
    text = card_text(foreign_card(words))
    assert len(text.splitlines()) == len(card_text(foreign_card("x")).splitlines())
    assert all(mark.isprintable() for mark in text.replace("\n", ""))


# What goes with a submission


def surroundings(techday: Techday) -> tuple[Context, io.StringIO]:
    """Give the surroundings of a command, and what it says on stderr."""
    stderr = io.StringIO()
    return Context(techday.environ, io.StringIO(), io.StringIO(), stderr), stderr


def test_a_submission_writes_the_page_and_the_mail_into_techday_s_own_folder(techday: Techday) -> None:
    techday.configure('[timecard]\napprover = "Pat Lee <pat@example.org>"\n[technician]\nzone = "Europe/Berlin"\n')
    context, stderr = surroundings(techday)
    page, mail = write_submission(context, submitted())
    assert [page.name, mail.name] == ["timecard-2026-W47.html", "timecard-2026-W47.eml"]
    assert {page.parent, mail.parent} == {techday.store.parent / "out"}
    assert os.name == "nt" or {page.stat().st_mode & 0o777, mail.stat().st_mode & 0o777} == {0o600}
    (attached,) = parsed(mail.read_bytes()).iter_attachments()
    assert attached.get_payload(decode=True) == page.read_bytes()
    assert stderr.getvalue() == ""


def test_a_card_submitted_again_leaves_the_earlier_files_alone(techday: Techday) -> None:
    context, _ = surroundings(techday)
    before = [path.read_bytes() for path in write_submission(context, submitted())]
    again = write_submission(context, submitted()._replace(digest="cd34"))
    assert [path.name for path in again] == ["timecard-2026-W47-2.html", "timecard-2026-W47-2.eml"]
    folder = techday.store.parent / "out"
    assert [(folder / f"timecard-2026-W47.{ending}").read_bytes() for ending in ("html", "eml")] == before


def test_an_approver_that_is_no_address_is_said_and_left_to_the_mail_program(techday: Techday) -> None:
    techday.configure('[timecard]\napprover = "pat@example.org, lee@example.org"\n')
    context, stderr = surroundings(techday)
    _, mail = write_submission(context, submitted())
    assert "To" not in parsed(mail.read_bytes())
    assert "techday config set timecard.approver" in stderr.getvalue()


def test_a_folder_that_cannot_be_written_to_is_refused_with_the_next_step(techday: Techday) -> None:
    techday.store.parent.mkdir(parents=True)
    (techday.store.parent / "out").write_text("a file", encoding="utf-8")
    context, _ = surroundings(techday)
    with pytest.raises(Refused) as refused:
        write_submission(context, submitted())
    assert refused.value.hint
