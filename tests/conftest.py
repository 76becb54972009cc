"""What the tests share: `techday("ticket add Mail down")` runs a command in this process, in a home of its own."""

import io
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from techday.main import run

settings.register_profile("techday", deadline=None, print_blob=True)
settings.load_profile("techday")

MONDAY = "2026-11-23T08:14:00Z"


class Result(NamedTuple):
    """What a command gave: its exit code and what it wrote."""

    exit: int
    stdout: str
    stderr: str


class Terminal(io.StringIO):
    """A stream that says it is a terminal, with what a person types already in it."""

    def isatty(self) -> bool:
        return True


class Techday:
    """A technician's own techday: a store and settings in a temporary home, a fixed clock, zone and width."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "data" / "techday.db"
        self.config = home / "config.toml"
        self.environ = {
            "HOME": str(home),
            "TECHDAY_STORE": str(self.store),
            "TECHDAY_CONFIG": str(self.config),
            "TECHDAY_NOW": MONDAY,
            "TECHDAY_TRACEBACK": "1",
            "TZ": "UTC",
        }

    def __call__(self, *command: str, typed: str | None = None, now: str = "", **environ: str) -> Result:
        """Run a command line (one string is split as a shell does); `typed` is what a person types at a terminal."""
        arguments = shlex.split(command[0]) if len(command) == 1 else list(command)
        surroundings = {**self.environ, **environ}
        if now:
            surroundings["TECHDAY_NOW"] = now
        stdin = io.StringIO() if typed is None else Terminal(typed)
        stdout, stderr = io.StringIO(), io.StringIO() if typed is None else Terminal()
        code = run(arguments, surroundings, stdin, stdout, stderr)
        return Result(code, stdout.getvalue(), stderr.getvalue())

    def configure(self, text: str) -> None:
        """Write the settings."""
        self.config.write_text(text, encoding="utf-8")


@pytest.fixture
def techday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Techday:
    """Give a techday of its own, with nothing in it."""
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Techday(tmp_path)


Run = Callable[..., Result]
