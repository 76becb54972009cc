"""A real web server for calendars, in a thread of the test: each path answers as the test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

# A path in which a secret stands: no line of techday may show it.
SECRET = "/private-5up3r5ecret/basic.ics"  # noqa: S105  # of nothing

Answer = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request, with what an answer needs to say."""

    server: "Server"

    def do_GET(self) -> None:
        """Answer as the test said for this path."""
        self.server.visits.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        try:
            self.server.answers[self.path](self)
        except OSError:  # whoever asked has gone: that is what some tests are about
            self.close_connection = True

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `etag="x"` is a header, `content_length="5"` too."""
        self.send_response(status)
        told = {"content_length": str(len(body)), **headers}
        for name, text in told.items():
            self.send_header(name.replace("_", "-").title(), text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that it has above
        """Say nothing in the middle of a test."""


class Server(ThreadingHTTPServer):
    """The server: what its paths answer, and who asked for what with which headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.answers: dict[str, Answer] = {}
        self.visits: list[tuple[str, dict[str, str]]] = []
        # Set where the test is over: what hangs or drips ends.
        self.over = Event()

    @property
    def url(self) -> str:
        """The address of the path that holds a secret."""
        return self.at(SECRET)

    def at(self, path: str) -> str:
        """Give the address of a path."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def gives(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Have the secret path answer so from now on."""
        self.answers[SECRET] = lambda visit: visit.say(status, body, **headers)

    def does(self, answer: Answer) -> None:
        """Have the secret path answer in a way of its own from now on."""
        self.answers[SECRET] = answer


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server as long as the test needs it."""
    with Server() as server:
        thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
