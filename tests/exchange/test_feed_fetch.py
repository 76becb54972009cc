"""One look at a calendar on the web, at a real server that behaves as badly as it can."""

import socket
import ssl
import time
from collections.abc import Iterator
from http.client import BadStatusLine
from itertools import pairwise
from urllib.error import URLError

import pytest

from techday.errors import BadUsage, Refused
from techday.exchange import feed_fetch
from techday.exchange.feed_fetch import checked_address, fetch, next_address, unreachable
from tests.exchange.calendar_server import SECRET, Server, Visit, serving

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a server, which no proxy stands before."""
    monkeypatch.setenv("no_proxy", "*")
    with serving() as running:
        yield running


def refused(url: str, seconds: float = 5) -> str:
    """Give why an address is refused: one line, with a next step, and nothing of the secret."""
    with pytest.raises(Refused) as caught:
        fetch(url, seconds=seconds)
    error = caught.value
    assert error.hint
    assert "\n" not in error.message
    assert "5up3r5ecret" not in error.message + error.hint
    return error.message


def test_a_calendar_comes_with_what_the_next_look_asks_with(server: Server) -> None:
    server.gives(200, CALENDAR, etag='"one"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")

    assert fetch(server.url) == ("new", CALENDAR, '"one"', "Mon, 23 Nov 2026 08:00:00 GMT")
    (path, headers) = server.visits[0]
    assert path == SECRET
    assert headers["user-agent"].startswith("techday/")
    assert headers["accept-encoding"] == "identity"
    assert "if-none-match" not in headers
    assert "if-modified-since" not in headers


@pytest.mark.parametrize(
    ("etag", "last_modified", "header"),
    [('"one"', "", "if-none-match"), ("", "Mon, 23 Nov 2026 08:00:00 GMT", "if-modified-since")],
)
def test_a_calendar_without_news_is_not_sent_again(server: Server, etag: str, last_modified: str, header: str) -> None:
    server.gives(304, etag='"two"')

    assert fetch(server.url, etag, last_modified) == ("same", b"", '"two"', "")
    assert server.visits[0][1][header] == (etag or last_modified)


def test_an_empty_answer_is_for_the_reader_to_refuse(server: Server) -> None:
    server.gives(200)
    assert fetch(server.url).data == b""


def test_a_calendar_without_a_length_is_read_to_its_end(server: Server) -> None:
    def pour(visit: Visit) -> None:
        visit.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + CALENDAR)

    server.does(pour)
    assert fetch(server.url).data == CALENDAR


def test_a_calendar_in_chunks_is_put_together(server: Server) -> None:
    def pour(visit: Visit) -> None:
        visit.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n4\r\n:VCA\r\n0\r\n\r\n")

    server.does(pour)
    assert fetch(server.url).data == b"BEGIN:VCA"


@pytest.mark.parametrize("text", ["x" * 501, "\u00e4", "a\r\n b"])
def test_what_could_not_be_sent_back_is_not_kept(server: Server, text: str) -> None:
    def pour(visit: Visit) -> None:
        visit.wfile.write(f"HTTP/1.0 200 OK\r\nETag: {text}\r\n\r\n".encode("latin-1") + CALENDAR)

    server.does(pour)
    assert fetch(server.url).etag == ""


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (304, "127.0.0.1 cannot give the calendar now (304)"),
        (401, "127.0.0.1 asks for a password (401)"),
        (403, "127.0.0.1 does not let that calendar be read (403)"),
        (404, "127.0.0.1 has no calendar at that address (404)"),
        (410, "127.0.0.1 has that calendar no longer (410)"),
        (429, "127.0.0.1 cannot give the calendar now (429)"),
        (500, "127.0.0.1 cannot give the calendar now (500)"),
        (204, "127.0.0.1 cannot give the calendar now (204)"),
    ],
)
def test_any_other_answer_is_one_line(server: Server, status: int, words: str) -> None:
    server.gives(status)
    assert refused(server.url) == words


# --- too slow, too large ---


def drip_body(visit: Visit) -> None:
    """Send a calendar of which a byte comes now and then, for ever."""
    visit.send_response(200)
    visit.end_headers()
    while not visit.server.over.wait(0.02):
        visit.wfile.write(b"B")


def drip_head(visit: Visit) -> None:
    """Never come to the end of the first header."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not visit.server.over.wait(0.02):
        visit.wfile.write(b"x")


def go_on_and_on(visit: Visit) -> None:
    """Say without end that more is to come."""
    while not visit.server.over.wait(0.005):
        visit.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def hang(visit: Visit) -> None:
    """Say nothing at all."""
    visit.server.over.wait()


@pytest.mark.parametrize("answer", [drip_body, drip_head, go_on_and_on, hang])
def test_a_slow_server_is_cut_off(server: Server, answer: object) -> None:
    server.does(answer)  # type: ignore[arg-type]  # one of the functions above
    begun = time.monotonic()

    assert refused(server.url, seconds=0.15) == "127.0.0.1 did not send the calendar within 0.15 s"
    assert time.monotonic() - begun < 5  # and not the minutes that it would go on for


def test_a_calendar_that_says_it_is_huge_is_not_begun(server: Server) -> None:
    server.gives(200, b"BEGIN:VCALENDAR", content_length=str(26 * 1024**2))
    assert refused(server.url) == "127.0.0.1 sends more than 25 MB, too much for a calendar"


def test_a_calendar_that_goes_on_and_on_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_fetch, "MOST_BYTES", 2**20)

    def pour(visit: Visit) -> None:
        visit.send_response(200)
        visit.end_headers()
        while not visit.server.over.is_set():
            visit.wfile.write(b"B" * 65536)

    server.does(pour)
    assert refused(server.url) == "127.0.0.1 sends more than 1 MB, too much for a calendar"


def test_a_packed_calendar_is_refused_since_it_could_unpack_to_any_size(server: Server) -> None:
    server.gives(200, b"\x1f\x8b", content_encoding="gzip")
    assert refused(server.url) == "127.0.0.1 sends the calendar packed, though it was asked not to"


# --- broken off ---

ODD = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBEGIN:VCALENDAR\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nBEGIN",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nBEGIN",
    b"220 mail.example.com ESMTP\r\n",
    b"\x00\xff\x1b[31m\r\n\r\n",
    b"",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
)


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_what_breaks_off_or_is_no_http_is_one_line(server: Server, raw: bytes) -> None:
    def pour(visit: Visit) -> None:
        visit.wfile.write(raw)

    server.does(pour)
    assert "broke off" in refused(server.url)


def test_a_port_where_nobody_listens_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}{SECRET}") == "127.0.0.1 refuses the connection"


def test_a_server_without_tls_is_one_line(server: Server) -> None:
    assert refused(server.url.replace("http:", "https:")).startswith("No secure connection to 127.0.0.1")


UNTRUSTED = ssl.SSLCertVerificationError(1, "certificate verify failed")
UNTRUSTED.verify_message = "self-signed certificate"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "No host cal.example was found"),
        (URLError(UNTRUSTED), "cal.example could not prove who it is: self-signed certificate"),
        (URLError(TimeoutError("timed out")), "cal.example did not answer within 10 s"),
        (URLError(ConnectionResetError(104, "reset")), "cal.example broke off, or does not speak HTTP"),
        (BadStatusLine("\x1b[31m"), "cal.example broke off, or does not speak HTTP (BadStatusLine)"),
        (URLError(OSError(101, "Network is unreachable")), "cal.example cannot be reached: [Errno 101] Network is"),
        (URLError("unknown url type: socks5"), "cal.example cannot be reached: unknown url type: socks5"),
        (ValueError(f"https://cal.example{SECRET}"), "cal.example cannot be reached: ValueError"),
    ],
)
def test_what_can_go_wrong_on_the_way_is_one_line(error: Exception, words: str) -> None:
    told = unreachable("cal.example", error)
    assert told.message.startswith(words)
    assert told.hint


# --- redirects ---


def test_a_redirect_is_followed(server: Server) -> None:
    server.gives(301, location="/moved%20here.ics")
    server.answers["/moved%20here.ics"] = lambda visit: visit.say(307, location="//" + server.at("/at/last")[7:])
    server.answers["/at/last"] = lambda visit: visit.say(200, CALENDAR)

    assert fetch(server.url, etag='"one"').data == CALENDAR
    assert [path for path, _ in server.visits] == [SECRET, "/moved%20here.ics", "/at/last"]


@pytest.mark.parametrize(
    "place",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:text/calendar,x",
        "javascript:x",
        "https://",
        "http://[::1",
        "a b",
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(server: Server, place: str) -> None:
    server.gives(302, location=place)
    assert refused(server.url) == "127.0.0.1 sends on to what is no web address"


def test_a_redirect_that_says_nowhere_leads_nowhere(server: Server) -> None:
    server.gives(302)
    assert refused(server.url) == "127.0.0.1 sends on without saying where to"


def test_five_redirects_are_followed_and_no_more(server: Server) -> None:
    steps = [SECRET, *(f"/{number}" for number in range(1, 7))]
    for here, there in pairwise(steps):
        server.answers[here] = lambda visit, there=there: visit.say(302, location=there)  # type: ignore[misc]
    server.answers["/5"] = lambda visit: visit.say(200, CALENDAR)
    assert fetch(server.url).data == CALENDAR

    server.answers["/5"] = lambda visit: visit.say(302, location="/6")
    assert refused(server.url) == "127.0.0.1 sends from one address to the next without end"


def test_a_redirect_never_leaves_what_is_secure() -> None:
    assert next_address("https://a.example/x", "https://b.example/y") == "https://b.example/y"
    assert next_address("http://a.example/x", "https://b.example/y") == "https://b.example/y"
    with pytest.raises(Refused, match=r"a\.example sends on to an address that is not secure"):
        next_address("https://a.example/x", "http://a.example/y")


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/y", "//localhost:8080/", "http://[::1]/", "http://169.254.169.254/"]
)
def test_a_redirect_never_leads_from_the_world_into_ones_own_network(place: str) -> None:
    with pytest.raises(Refused, match=r"a\.example sends on into your own network"):
        next_address("http://a.example/x", place)
    assert next_address("http://10.0.0.7/x", "http://10.0.0.8/y") == "http://10.0.0.8/y"


def test_name_and_password_go_to_their_own_server_alone(server: Server) -> None:
    with serving() as other:
        server.gives(302, location="/again")
        server.answers["/again"] = lambda visit: visit.say(302, location=other.url)
        other.gives(200, CALENDAR)
        fetch(server.url.replace("//", "//kim%40acme:p%20w@"))

        sent = [headers.get("authorization") for _, headers in (*server.visits, *other.visits)]
    assert sent == ["Basic a2ltQGFjbWU6cCB3", "Basic a2ltQGFjbWU6cCB3", None]


# --- addresses ---


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://cal.example/a.ics ", "https://cal.example/a.ics"),
        ("webcal://cal.example/a.ics", "https://cal.example/a.ics"),
        ("WebCal://CAL.Example", "https://cal.example/"),
        ("HTTP://cal.example:80/a?key=b#c", "http://cal.example/a?key=b"),
        ("https://cal.example:8443/%7Ekim/a%20b", "https://cal.example:8443/%7Ekim/a%20b"),
        ("https://käse.example/plan/über.ics?n=ß", "https://xn--kse-qla.example/plan/%C3%BCber.ics?n=%C3%9F"),
        ("https://kim:geheim@cal.example/a", "https://kim:geheim@cal.example/a"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://10.0.0.7/a", "http://10.0.0.7/a"),
    ],
)
def test_an_address_is_asked_for_as_it_is_meant(typed: str, address: str) -> None:
    assert checked_address(typed) == address
    assert checked_address(address) == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "An address begins with https://, http:// or webcal://"),
        ("holiday.ics", "An address begins with https://, http:// or webcal://"),
        ("file:///etc/passwd", "An address begins with https://, http:// or webcal://"),
        ("ftp://cal.example/a", "An address begins with https://, http:// or webcal://"),
        ("https://", "The address names no host"),
        ("https:///a", "The address names no host"),
        ("https://kim@/a", "The address names no host"),
        ("https://ca|l/a", "The address names no host"),
        ("https://cal.example/a b", "The address holds blanks or control characters"),
        ("https://cal.example/a\nHost: b", "The address holds blanks or control characters"),
        ("https://cal.example/\x1b[31m", "The address holds blanks or control characters"),
        ("https://cal\u202e.example/", "The address holds blanks or control characters"),
        ("https://cal.example:99999/a", "The host or the port of the address cannot be read"),
        ("https://cal.example:x/a", "The host or the port of the address cannot be read"),
        ("https://[::1/a", "The host or the port of the address cannot be read"),
        ("https://cal..example/a", "The host or the port of the address cannot be read"),
        (f"https://{'a' * 64}.example/a", "The host or the port of the address cannot be read"),
        (f"https://cal.example/{'a' * 2000}", "An address has at most 2,000 characters"),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_asked(typed: str, words: str) -> None:
    with pytest.raises(BadUsage) as caught:
        checked_address(typed)
    assert caught.value.message == words
    assert caught.value.hint
