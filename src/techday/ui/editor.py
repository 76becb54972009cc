"""The technician's own editor: VISUAL or EDITOR, started on one file without a shell, and waited for."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from techday.errors import Refused
from techday.ui.prompt import can_ask

if TYPE_CHECKING:
    from techday.context import Context


def can_edit(context: "Context") -> bool:
    """Tell whether there is an editor, and a terminal to open it in; raises Refused as `editor`."""
    return can_ask(context) and bool(editor(context))


def open_in_editor(context: "Context", path: Path, hint: str) -> None:
    """Open a file in the technician's editor and wait for its end; Ctrl-C meanwhile is the editor's alone.

    Raises Refused, with `hint` as the next step, where it cannot be started, fails, or is killed; KeyboardInterrupt
    where Ctrl-C ended the editor.
    """
    command = editor(context)
    context.out.stdout.flush()
    # Windows finds "code" only by its whole name, code.cmd.
    program = (shutil.which(command[0]) or command[0]) if os.name == "nt" else command[0]
    try:
        with keys_left_to_editor():
            ended = subprocess.run([program, *command[1:], str(path)], check=False).returncode  # noqa: S603  # the user's own editor
    except (OSError, ValueError) as error:
        trouble = error.strerror if isinstance(error, OSError) else str(error)
        raise Refused(f"Cannot start {command[0]}: {trouble}", hint=hint) from error
    if ended == -signal.SIGINT:
        raise KeyboardInterrupt
    if ended < 0:
        raise Refused(f"{command[0]} was killed by signal {-ended}", hint=hint)
    if ended:
        raise Refused(f"{command[0]} ended with {ended}", hint=hint)


@contextlib.contextmanager
def keys_left_to_editor() -> Iterator[None]:
    """Let Ctrl-C and Ctrl-\\ pass by: a terminal sends them to techday too, and an editor has its own use for them.

    What does nothing is still a handler, and a new program begins without any: so the editor gets them as always.
    Outside of the main thread nothing can be changed, and nothing is.
    """
    before = {}
    for name in ("SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)  # Windows has no SIGQUIT
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            with contextlib.suppress(ValueError):
                before[number] = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def editor(context: "Context") -> list[str]:
    """Give the words of the command that opens an editor, none where nobody has said which.

    Raises Refused where the quotes in VISUAL or EDITOR do not pair.
    """
    text = context.environ.get("VISUAL") or context.environ.get("EDITOR") or ""
    windows = os.name == "nt"
    try:
        # A backslash parts folders on Windows; elsewhere it escapes.
        words = [word.strip('"') for word in shlex.split(text, posix=False)] if windows else shlex.split(text)
    except ValueError as error:
        raise Refused(f"VISUAL or EDITOR cannot be read: {error}", hint="Set it to your editor, such as vim") from error
    return words or (["notepad"] if windows else [])
