"""What the tests of time off share: the surroundings of a command, for what is asked without one."""

import contextlib
import io
from collections.abc import Iterator

from techday.context import Context
from tests.conftest import Techday


@contextlib.contextmanager
def context_of(techday: Techday, now: str) -> Iterator[Context]:
    """Give what a command at that instant would reach."""
    context = Context({**techday.environ, "TECHDAY_NOW": now}, io.StringIO(), io.StringIO(), io.StringIO())
    try:
        yield context
    finally:
        context.close()
