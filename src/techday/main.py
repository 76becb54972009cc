"""From argv to an exit code: the only place that turns an exception into words and a number.

0 done, or nothing to do; 1 refused; 2 usage; 3 not found; 4 the store; 70 a bug in techday; 130 interrupted.
"""

import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from typer.exceptions import Abort, TyperException

from techday.context import Context
from techday.errors import BadUsage, Refused, TechdayError

INTERRUPTED = 130
BUG = 70
CLOSED_PIPE = 1


def main() -> None:
    """Run techday as a program, and end the process with its exit code."""
    # A stream that was closed before techday started is None.
    sys.stdin, sys.stdout, sys.stderr = (
        stream or Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # until the process ends
        for stream, mode in ((sys.stdin, "r"), (sys.stdout, "w"), (sys.stderr, "w"))
    )
    for stream in (sys.stdout, sys.stderr):
        # A console without UTF-8 shows a question mark where it has no such character; it does not fail.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a program's streams are text wrappers
    code = run(sys.argv[1:], os.environ, sys.stdin, sys.stdout, sys.stderr, program())
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = CLOSED_PIPE
    # The store is closed and all is said: taking Python apart would cost a tenth of a short command.
    os._exit(code)


def program() -> str:
    """Give the name under which techday was started: `techday`, or `td`."""
    return "td" if os.path.basename(sys.argv[0]).removesuffix(".exe") == "td" else "techday"  # noqa: PTH119  # no Path needed


def run(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    stdin: IO[str],
    stdout: IO[str],
    stderr: IO[str],
    prog_name: str = "techday",
) -> int:
    """Run one command and give its exit code; every expected failure is told on `stderr` in one line."""
    context = Context(environ, stdin, stdout, stderr)
    try:
        return run_command(context, list(arguments), prog_name)
    except TechdayError as error:
        return failed(context, error)
    except TyperException as error:
        return usage_failed(context, error, arguments)
    except sqlite3.Error as error:
        return store_failed(context, error)
    except (KeyboardInterrupt, Abort, EOFError):
        context.out.status("")
        return INTERRUPTED
    except BrokenPipeError:
        return CLOSED_PIPE
    except RecursionError as error:
        return bug(context, error)
    finally:
        context.close()


def run_command(context: Context, arguments: list[str], prog_name: str) -> int:
    """Parse and run; bugs are told apart from what the caller expects."""
    from techday.cli import root  # after main: an import error here is a bug like any other

    expected = (TechdayError, TyperException, Abort, sqlite3.Error, EOFError, BrokenPipeError, RecursionError)
    # Where a shell's function for completion calls, it says so in this variable.
    completing = f"_{prog_name.upper()}_COMPLETE" in context.environ
    try:
        result = root(arguments, completing).main(arguments, prog_name=prog_name, standalone_mode=False, obj=context)
    except expected:
        raise
    except Exception as error:
        if context.environ.get("TECHDAY_TRACEBACK"):
            raise
        return bug(context, error)
    if result == INTERRUPTED:  # Typer's word for Ctrl-C: the prompt goes on below
        context.out.status("")
    return result if isinstance(result, int) else 0


def failed(context: Context, error: TechdayError) -> int:
    """Tell an error and give its exit code."""
    context.out.fail(error)
    return error.exit_code


def usage_failed(context: Context, error: TyperException, arguments: Sequence[str]) -> int:
    """Tell what is off about the words of the command, as one line with the help to read."""
    if "--json" in arguments:
        context.out.json = True
    where = getattr(error, "ctx", None)
    path = where.command_path if where is not None else "techday"
    message = " ".join(error.format_message().split())
    if type(error).__name__ == "NoArgsIsHelpError":
        message = "A command is missing"
    is_word = message.startswith("No such option: -") and ": --" not in message
    dashes = "; words that begin with a dash come after --" if is_word else ""
    hint = f"{path} --help{dashes}" if "Did you mean" in message else meant_by(context, where, arguments)
    return failed(context, BadUsage(message.rstrip("."), hint=hint or f"{path} --help{dashes}"))


def meant_by(context: Context, where: Any, arguments: Sequence[str]) -> str:
    """Give the command that somebody means by words behind a noun that are no verb of it, "" where nobody knows."""
    meant = getattr(getattr(where, "command", None), "meant", None)
    if meant is None or where.info_name not in arguments:
        return ""
    behind = arguments[arguments.index(where.info_name) + 1 :]
    words = [word for word in behind if word not in ("--json", "--plain")]
    try:
        return str(meant(context, words)) if words else ""
    except (TechdayError, sqlite3.Error):
        return ""


def store_failed(context: Context, error: sqlite3.Error) -> int:
    """Tell what the file or the disk did; a mistake in techday's own SQL is a bug."""
    from techday.database.connection import (  # only on the error path
        FROZEN_CARD,
        FROZEN_HANDOVER,
        explained,
        is_store_problem,
    )

    # The last walls: whatever came past the acts.
    if FROZEN_CARD in str(error):
        told = Refused("A line of a submitted time card would change", hint="techday timecard recall WEEK")
        return failed(context, told)
    if FROZEN_HANDOVER in str(error):
        told = Refused("A handover that was sent would change", hint='techday handover return ID --reason "…"')
        return failed(context, told)
    if is_store_problem(error):
        return failed(context, explained(error, context.store))
    return bug(context, error)


def bug(context: Context, error: Exception) -> int:
    """Tell a bug in techday in one line; TECHDAY_TRACEBACK=1 shows where."""
    if context.environ.get("TECHDAY_TRACEBACK"):
        raise error
    told = TechdayError(
        f"a bug in techday: {type(error).__name__}: {error}",
        hint="Nothing was written. Please report it; TECHDAY_TRACEBACK=1 shows where it happened",
    )
    told.kind, told.exit_code = "bug", BUG
    return failed(context, told)
