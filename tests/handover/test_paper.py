"""The papers of a handover: everything is on them, and nothing that stands in a ticket gets out of its place."""

import email
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from markdown_it import MarkdownIt

from techday.core.text import clean_line
from techday.handover.mail import handover_mail
from techday.handover.packet import (
    Packet,
    PacketClient,
    PacketItem,
    PacketPlan,
    PacketPromise,
    PacketWatch,
    packet_document,
    sealed,
)
from techday.handover.paper import NOT_RECORDED, as_html, as_markdown, as_text
from techday.handover.sent_screen import packet_page
from techday.ui.grid import plain_text, width_of
from tests.conftest import examples

DIGEST = "0" * 64
HOSTILE = (
    "| a | b |",
    "` ``` <script>alert(1)</script>",
    "[here](https://example.org) ![x](y) <https://example.org>",
    "# heading ## #",
    "1. one",
    "- item\n\n# heading\n\n---",
    "</td></table><img src=x onerror=alert(1)>",
    "&#x202e; \u202e\x1b[2J\x07 \\",
    "*bold* _it_ ~gone~ $x$",
    "\ud800",
)


def packet_of(words: str, name: str = "Sam Reed") -> Packet:
    """Give a handover of two tickets with the same words in each place that holds foreign ones."""
    given_one = PacketItem(
        uid="a" * 32,
        reference="1049213",
        external=True,
        source="psa",
        title=words,
        client=PacketClient("ACME", words, "030 123"),
        priority=1,
        tier=1,
        state="waiting",
        waiting_for="vendor",
        waiting_until="2026-11-24T09:00:00Z",
        opened_at="2026-11-23T08:00:00Z",
        requester=words,
        category="",
        body=words,
        plan="give",
        severity="watcher",
        summary=words,
        tried=words,
        next_step=words,
        by_at="2026-11-24T07:30:00Z",
        if_then=words,
        told=words,
        promises=(PacketPromise(words, "2026-11-23T18:00:00Z"),),
    )
    nothing = {"summary": "", "tried": "", "next_step": "", "by_at": None, "if_then": "", "told": "", "promises": ()}
    about = {"client": None, "severity": None, "waiting_for": None, "waiting_until": None, "state": "working"}
    watched = given_one._replace(uid="b" * 32, reference="L7", plan="watch", **nothing, **about)  # type: ignore[arg-type]  # a table of fields
    return Packet(
        uid="c" * 32,
        number=4,
        sender="Alex Kim",
        receiver=name,
        sent_at="2026-11-23T16:05:00Z",
        back_at="2026-11-24T07:00:00Z",
        zone="Europe/Berlin",
        items=(given_one, watched),
        watches=(PacketWatch(words, "backup", "ACME", 2, words),),
        schedule=(PacketPlan(words, "2026-11-24T08:00:00Z", "2026-11-24T09:30:00Z", "ACME", words),),
    )


def test_all_that_is_said_is_on_the_paper_and_what_is_not_is_named() -> None:
    assert as_text(packet_of("Mail is down"), DIGEST) == snapshot("""\
Handover 4 from Alex Kim to Sam Reed
  From: Alex Kim
  To: Sam Reed
  Sent: Mon 23 Nov 2026 17:05
  Back at: Tue 24 Nov 2026 08:00
  Tickets: 1 given, 1 to watch
  Times: local, Europe/Berlin
  Digest: 0000000000000000000000000000000000000000000000000000000000000000

GIVEN (1)
They are yours once you have accepted them.

Ticket 1049213: Mail is down
  Client: Mail is down (ACME), phone 030 123
  Priority: P1
  State: waiting for vendor until Tue 24 Nov 2026 10:00
  Severity: watcher
  Summary: Mail is down
  Tried: Mail is down
  Next step: Mail is down
  By when: Tue 24 Nov 2026 08:30
  If, then: Mail is down
  Promises: Mail is down (by Mon 23 Nov 2026 19:00)
  Who was told: Mail is down

TO WATCH (1)
They stay with Alex Kim; look after them until Tue 24 Nov 2026 08:00.

Ticket L7: Mail is down
  Client: not recorded
  Priority: P1
  State: working
  Severity: not recorded
  Summary: not recorded
  Tried: not recorded
  Next step: not recorded
  By when: not recorded
  If, then: not recorded
  Promises: not recorded
  Who was told: not recorded

FAILING WATCHES
2 days: ACME, Mail is down (backup): Mail is down

ON THE SCHEDULE
Tue 24 Nov 2026 09:00-10:30: Mail is down (ACME, Mail is down)

HOW TO ACCEPT
Say back to Alex Kim, in your own words, what is to be done: until then nothing is handed over.
With techday the packet handover-4.json is accepted so:
  techday handover accept handover-4.json --read-back "…"
""")


def test_a_zone_that_is_not_known_here_is_read_as_utc() -> None:
    text = as_text(packet_of("x")._replace(zone="Mars/Olympus"), DIGEST)
    assert "Sent: Mon 23 Nov 2026 16:05" in text


class Page(HTMLParser):
    """Which tags a page has, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.cells.append(data)


def read(page: str) -> Page:
    """Read a page as a browser would."""
    found = Page()
    found.feed(page)
    return found


PLAIN = packet_of("Mail is down")


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_gets_out_of_its_place(words: str) -> None:
    check(words)


@given(words=st.text(st.sampled_from("ab1#|`*_[]()<>!&;:/\\~$-+.= \n\t\x1b\u202e"), min_size=1, max_size=24))
@examples(40)
def test_nothing_gets_out_of_its_place_whatever_it_is(words: str) -> None:
    check(words)


def check(words: str) -> None:
    """Hold the papers of a packet with such words against those of one with plain ones."""
    packet, shown = packet_of(words), clean_line(words) or "Mail is down"
    packet = packet if clean_line(words) else packet_of("Mail is down")
    page, plain = read(as_html(packet, DIGEST)), read(as_html(PLAIN, DIGEST))
    assert (page.tags, page.attributes) == (plain.tags, plain.attributes)
    assert shown in page.cells
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(as_markdown(packet, DIGEST))
    wanted = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(as_markdown(PLAIN, DIGEST))
    assert [one.type for one in tokens] == [one.type for one in wanted]
    leaves = [one for token in tokens for one in token.children or ()]
    assert {one.type for one in leaves} <= {"text", "text_special"}
    inline = ["".join(one.content for one in token.children) for token in tokens if token.children]
    assert f"Ticket 1049213: {shown}" in inline
    assert f"Summary: {shown}" in inline
    text = as_text(packet, DIGEST)
    assert len(text.splitlines()) == len(as_text(PLAIN, DIGEST).splitlines())
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("words", ["Mail is down", "x" * 400, "\u65e5\u672c\u8a9e " * 40, "\x1b[2J\u202e | `a`"])
def test_the_screen_of_a_packet_fits(width: int, words: str) -> None:
    lines = packet_page(packet_of(words), DIGEST, width)
    assert max(map(width_of, lines)) <= width
    assert "\x1b" not in "".join(map(plain_text, lines))
    assert any(NOT_RECORDED in plain_text(line) for line in lines)


@pytest.mark.parametrize(
    ("to", "header"),
    [("", None), ("Sam Reed <sam@example.org>", "Sam Reed <sam@example.org>"), ("Sam\r\nBcc: x@example.org", None)],
)
def test_the_mail_takes_the_packet_along_byte_for_byte(to: str, header: str | None) -> None:
    packet = packet_of("=?utf-8?q?=0D=0ABcc:x?= \u202e\r\nBcc: y", name="S\u00e4m =?utf-8?q?=0D=0ABcc:x?=")
    text, digest = sealed(packet_document(packet))
    raw = handover_mail(packet, text, digest, to)
    assert raw.isascii()
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert (mail["X-Unsent"], mail["From"], mail["To"], mail["Bcc"]) == ("1", None, header, None)
    assert mail["Subject"] == "Handover 4 from Alex Kim: 1 given, 1 to watch"
    [attached] = list(mail.iter_attachments())
    assert (attached.get_content_type(), attached.get_filename()) == ("application/json", "handover-4.json")
    assert attached["Content-Transfer-Encoding"] == "base64"
    assert attached.get_content() == text.encode("ascii")
    body = mail.get_body(("plain",))
    page = mail.get_body(("html",))
    assert body is not None
    assert page is not None
    assert "Ticket 1049213" in body.get_content()
    assert "default-src 'none'" in page.get_content()


def test_times_are_those_of_the_senders_zone() -> None:
    text = as_text(packet_of("words", "Sam")._replace(zone="America/New_York"), "d" * 64)
    assert "  Sent: Mon 23 Nov 2026 11:05\n" in text
    assert "  Back at: Tue 24 Nov 2026 02:00\n" in text
    assert "Tue 24 Nov 2026 03:00-04:30: words (ACME, words)" in text
    assert "  By when: Tue 24 Nov 2026 02:30\n" in text
