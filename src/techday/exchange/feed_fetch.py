"""One look at a calendar on the web: a conditional GET with a bound on everything.

The server at the other end is trusted with nothing. It may send what it likes, as much and as slowly as it likes, and
send on to wherever it likes: only http and https are followed, never from https back to http, at most five times;
what is larger than a calendar may be, or takes longer than twenty seconds in all, is cut off. Whatever goes wrong is
one line that names the host. The rest of an address is never shown, since it is the secret that opens the calendar.
"""

import base64
import http.client
import socket
import ssl
import threading
import time
from ipaddress import ip_address
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, UnknownHandler

from techday import __version__
from techday.core.text import clean_line
from techday.errors import BadUsage, Refused, TechdayError
from techday.exchange.ical_text import MOST_BYTES
from techday.schedule.feed_views import host_of

# For each connection and each wait for the next bytes; and for a look as a whole.
STEP_SECONDS, TOTAL_SECONDS = 10.0, 20.0
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_ADDRESS = 2_000
LONGEST_VALIDATOR = 500
CHUNK = 64 * 1024
SCHEMES = {"http": 80, "https": 443}

ADDRESS_FORM = "techday schedule subscribe https://HOST/PATH.ics, or of a file: techday schedule import FILE.ics"
COPY_AGAIN = "Copy the address again from the calendar's settings"
LATER = "techday schedule refresh tries again"
SHORTER = "Subscribe to a shorter calendar"
ANSWERS = {
    401: ("asks for a password (401)", "Subscribe to the calendar's private address, the one with a long secret in it"),
    403: ("does not let that calendar be read (403)", COPY_AGAIN),
    404: ("has no calendar at that address (404)", COPY_AGAIN),
    410: ("has that calendar no longer (410)", COPY_AGAIN),
}


class Fetched(NamedTuple):
    """What a look gave: `new` with its bytes, or `same` where the server says that nothing changed.

    `etag` and `last_modified` are to be sent with the next look, "" where the server gave none.
    """

    status: str
    data: bytes
    etag: str
    last_modified: str


def fetch(url: str, etag: str = "", last_modified: str = "", seconds: float = TOTAL_SECONDS) -> Fetched:
    """Get what stands at an address that `checked_address` gave, unless it still is what the validators say.

    Raises Refused where it cannot be had, within `seconds` whatever the server does. Proxies are those of the
    environment, as everywhere in Python.
    """
    ended: list[Fetched | BaseException] = []

    def work() -> None:
        try:
            ended.append(follow(url, {"If-None-Match": etag, "If-Modified-Since": last_modified}, seconds))
        except BaseException as error:  # it is raised again by who waits
            ended.append(error)

    # Neither the look-up of a name nor the head of an answer can be cut short from within. A thread that still waits
    # for one is left behind, and ends with the process.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if not ended:
        raise too_slow(host_of(url), seconds)
    if isinstance(ended[0], BaseException):
        raise ended[0]
    return ended[0]


def follow(url: str, validators: dict[str, str], seconds: float) -> Fetched:
    """Ask at an address, and at those that the servers send on to; raises as `fetch`."""
    until = time.monotonic() + seconds
    first, conditional = url, any(validators.values())
    for _ in range(MOST_REDIRECTS + 1):
        try:
            with opener().open(request(url, first, validators), timeout=STEP_SECONDS) as answer:
                if answer.status not in REDIRECTS:
                    return taken(answer, host_of(url), conditional, until, seconds)
                place = answer.headers.get("Location") or ""
        except TechdayError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise unreachable(host_of(url), error) from error
        if not place:
            raise Refused(f"{host_of(url)} sends on without saying where to", hint=COPY_AGAIN)
        url = next_address(url, place)
    raise Refused(f"{host_of(first)} sends from one address to the next without end", hint=COPY_AGAIN)


def opener() -> OpenerDirector:
    """Give what opens http and https addresses and nothing else; whatever is answered, it is for the caller to read."""
    director = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), UnknownHandler()):
        director.add_handler(handler)
    return director


def request(url: str, first: str, validators: dict[str, str]) -> Request:
    """Give the request for an address; name and password of the `first` go to its own server alone."""
    parts, told = urlsplit(url), urlsplit(first)
    asked = Request(parts._replace(netloc=place_of(parts)).geturl())  # noqa: S310  # addresses are checked, see below
    headers = {"User-Agent": f"techday/{__version__}", "Accept": "text/calendar, */*;q=0.1", **validators}
    if told.username is not None and (parts.scheme, place_of(parts)) == (told.scheme, place_of(told)):
        login = f"{unquote(told.username)}:{unquote(told.password or '')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"  # RFC 7617
    for name, text in headers.items():
        if text:
            asked.add_unredirected_header(name, text)
    return asked


def taken(answer: http.client.HTTPResponse, host: str, conditional: bool, until: float, seconds: float) -> Fetched:
    """Take in what a server answers, `until` an instant of the monotonic clock.

    Raises Refused for anything that is neither whole nor, where the question was `conditional`, no news.
    """
    validators = validator(answer, "ETag"), validator(answer, "Last-Modified")
    if answer.status == 304 and conditional:
        return Fetched("same", b"", *validators)
    if answer.status != 200:
        words, hint = ANSWERS.get(answer.status, (f"cannot give the calendar now ({answer.status})", LATER))
        raise Refused(f"{host} {words}", hint=hint)
    packing = answer.headers.get("Content-Encoding", "identity").strip().casefold()
    if packing not in ("", "identity"):  # it was not asked for, and could unpack to any size
        raise Refused(f"{host} sends the calendar packed, though it was asked not to", hint=COPY_AGAIN)
    promised = answer.length  # what Content-Length says; None where it says nothing that can be read
    if promised is not None and promised > MOST_BYTES:
        raise too_large(host)
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise too_large(host)
        if time.monotonic() > until:
            raise too_slow(host, seconds)
    if promised is not None and size < promised:
        raise Refused(f"{host} broke off in the middle of the calendar", hint=LATER)
    return Fetched("new", b"".join(parts), *validators)


def validator(answer: http.client.HTTPResponse, name: str) -> str:
    """Give a header that is to be sent back with the next look; "" for one that could not be."""
    text = (answer.headers.get(name) or "").strip()
    return text if text.isascii() and text.isprintable() and len(text) <= LONGEST_VALIDATOR else ""


def too_large(host: str) -> Refused:
    """Say that a calendar is larger than one may be."""
    most = MOST_BYTES // (1024 * 1024)
    return Refused(f"{host} sends more than {most} MB, too much for a calendar", hint=SHORTER)


def too_slow(host: str, seconds: float) -> Refused:
    """Say that a calendar did not arrive in time."""
    return Refused(f"{host} did not send the calendar within {seconds:g} s", hint=LATER)


def unreachable(host: str, error: Exception) -> Refused:
    """Say in one line why no answer came."""
    # What went wrong on the way to a server is wrapped; while the answer is read it is not.
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, socket.gaierror):
        return Refused(f"No host {host} was found", hint=f"Check the address and the network; {LATER}")
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = clean_line(cause.verify_message, 100)
        return Refused(f"{host} could not prove who it is: {why}", hint="Check the address, and the machine's clock")
    if isinstance(cause, ssl.SSLError):
        return Refused(f"No secure connection to {host}: {clean_line(cause.reason or 'it broke off', 100)}", hint=LATER)
    if isinstance(cause, TimeoutError):
        return Refused(f"{host} did not answer within {STEP_SECONDS:g} s", hint=LATER)
    if isinstance(cause, ConnectionRefusedError):
        return Refused(f"{host} refuses the connection", hint=f"Check the address and its port; {LATER}")
    if isinstance(cause, http.client.HTTPException | ConnectionError):
        return Refused(f"{host} broke off, or does not speak HTTP ({type(cause).__name__})", hint=LATER)
    # Only these are known to hold nothing of the address.
    words = str(cause) if isinstance(cause, OSError | str) else type(cause).__name__
    return Refused(f"{host} cannot be reached: {clean_line(words, 100)}", hint=LATER)


# --- addresses ---


def checked_address(text: str) -> str:
    """Give an address that was typed as it is asked for: http or https, ASCII, without a fragment.

    webcal, which calendar programs use, is https. Raises BadUsage for what is no such address.
    """
    typed = text.strip()
    if len(typed) > LONGEST_ADDRESS:
        raise BadUsage(f"An address has at most {LONGEST_ADDRESS:,} characters", hint=ADDRESS_FORM)
    if not typed.isprintable() or " " in typed:
        raise BadUsage("The address holds blanks or control characters", hint=f"Copy it again: {ADDRESS_FORM}")
    scheme, separator, rest = typed.partition("://")
    if scheme.casefold() in ("webcal", "webcals"):
        typed = f"https{separator}{rest}"
    return normal(typed, "utf-8")


def next_address(url: str, place: str) -> str:
    """Give the address that a server sends on to; raises Refused where that is no place to go to."""
    before = urlsplit(url)
    host = before.hostname or ""
    try:
        if not place.isprintable() or " " in place:
            raise BadUsage("The address holds blanks or control characters", hint=COPY_AGAIN)
        # A header is read as Latin-1, whatever its bytes meant.
        url = normal(urljoin(before._replace(netloc=place_of(before)).geturl(), place), "iso-8859-1")
    except (BadUsage, ValueError):
        raise Refused(f"{host} sends on to what is no web address", hint=COPY_AGAIN) from None
    if before.scheme == "https" and not url.startswith("https:"):
        raise Refused(f"{host} sends on to an address that is not secure", hint=COPY_AGAIN)
    if is_inside(urlsplit(url).hostname or "") and not is_inside(host):
        raise Refused(f"{host} sends on into your own network", hint=COPY_AGAIN)
    return url


def is_inside(host: str) -> bool:
    """Tell whether a host is this machine, or an address of a network that is not public."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:  # a name: whose address it is, is for whoever typed the first one to trust
        return False


def normal(text: str, encoding: str) -> str:
    """Give an address in ASCII, its host as the name service knows it; raises BadUsage where it is none."""
    try:
        parts = urlsplit(text)
        scheme, host = parts.scheme, (parts.hostname or "").encode("idna").decode()
        port = parts.port or SCHEMES.get(scheme, 0)
    except ValueError:  # a port beyond 65535, brackets that do not close, a host that is no name
        raise BadUsage("The host or the port of the address cannot be read", hint=ADDRESS_FORM) from None
    if scheme not in SCHEMES:
        raise BadUsage("An address begins with https://, http:// or webcal://", hint=ADDRESS_FORM)
    if not host or not host.isascii() or not set(host).isdisjoint("%\\^<>\"`{}|'"):
        raise BadUsage("The address names no host", hint=ADDRESS_FORM)
    login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    name = f"[{host}]" if ":" in host else host
    place = name if port == SCHEMES[scheme] else f"{name}:{port}"
    # What is escaped already stays so; the rest of the visible ASCII characters are the server's to judge.
    path, query = (quote(part, safe="%/:=&?~#+!$,;'@()*[]|", encoding=encoding) for part in (parts.path, parts.query))
    login = quote(login, safe="%:@!$&'()*+,;=-._~")
    return SplitResult(scheme, login + place, path or "/", query, "").geturl()


def place_of(parts: SplitResult) -> str:
    """Give the host and the port of an address, without the name and password before them."""
    return parts.netloc.rpartition("@")[2]
