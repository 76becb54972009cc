"""A real terminal for tests: a pty of a set size, with pyte as the screen."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyte

if sys.platform != "win32":  # pragma: no branch
    import fcntl
    import pty
    import struct
    import termios

PATIENCE = 20.0


class TerminalScreen:
    """A program on a terminal of a set size: type to it, wait for what it shows, read the screen."""

    def __init__(self, command: list[str], environ: Mapping[str, str], columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

        def own_terminal() -> None:
            # So that Ctrl-C reaches the program as it does from a keyboard, even where the tests themselves ignore it.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            close_fds=True,
            preexec_fn=own_terminal,  # nothing else runs in this process
        )
        os.close(slave)

    def __enter__(self) -> "TerminalScreen":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.master)

    def type(self, text: str) -> None:
        """Type something; control characters are keys."""
        os.write(self.master, text.encode())

    def read(self, wait: float) -> bool:
        """Take in what the program wrote; False where nothing came, or it has gone."""
        ready, _, _ = select.select([self.master], [], [], wait)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux says so once the other end has closed
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)

    def wait_for(self, text: str) -> None:
        """Wait until a text stands on the screen; raises AssertionError where it does not come."""
        end = time.monotonic() + PATIENCE
        while text not in "\n".join(self.shown()):
            assert time.monotonic() < end, (text, self.shown())
            self.read(0.2)

    def finish(self) -> int:
        """Wait until the program has ended, and give its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, self.shown()
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.returncode

    def shown(self) -> list[str]:
        """Give the lines on the screen, without the empty ones at its end."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines


def environ_of(home: Path, **more: str) -> dict[str, str]:
    """Give the environment of a technician with a home of their own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TECHDAY_STORE": str(home / "data" / "techday.db"),
        "TECHDAY_CONFIG": str(home / "config.toml"),
        "TECHDAY_NOW": "2026-11-23T08:14:00Z",
        "TZ": "UTC",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        **more,
    }
