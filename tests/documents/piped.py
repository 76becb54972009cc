"""A document piped in: a command whose input is bytes, as from a file."""

import io
import shlex

from techday.main import run
from tests.conftest import Result, Techday


def piped(techday: Techday, command: str, raw: bytes, **environ: str) -> Result:
    """Run a command line with some bytes as its input."""
    stdin = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
    stdout, stderr = io.StringIO(), io.StringIO()
    code = run(shlex.split(command), {**techday.environ, **environ}, stdin, stdout, stderr)
    return Result(code, stdout.getvalue(), stderr.getvalue())
