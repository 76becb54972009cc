"""A document piped in: a command whose input is bytes, as from a file."""

import io
import os
import shlex
from pathlib import Path

from techday.main import run
from tests.conftest import Result, Techday


def piped(techday: Techday, command: str, raw: bytes, **environ: str) -> Result:
    """Run a command line with some bytes as its input."""
    return told(techday, command, io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"), **environ)


def from_file(techday: Techday, command: str, path: Path) -> Result:
    """Run a command line with a file as its input."""
    with path.open(encoding="utf-8") as file:
        return told(techday, command, file)


def from_pipe(techday: Techday, command: str, raw: bytes) -> Result:
    """Run a command line with a pipe as its input, to which some bytes were written and which is still open."""
    reading, writing = os.pipe()
    try:
        os.write(writing, raw)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            return told(techday, command, pipe)
    finally:
        os.close(writing)


def told(techday: Techday, command: str, stdin: io.TextIOBase, **environ: str) -> Result:
    """Run a command line with an input."""
    stdout, stderr = io.StringIO(), io.StringIO()
    code = run(shlex.split(command), {**techday.environ, **environ}, stdin, stdout, stderr)  # type: ignore[arg-type]  # any stream will do
    return Result(code, stdout.getvalue(), stderr.getvalue())
