"""Templates as files to change: a copy of the built-in one to begin with, the editor, and the way back."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from techday.errors import Refused
from techday.messages.delivery import write_new
from techday.messages.template_files import TemplateFile, built_in, own_file, template_file
from techday.ui.prompt import can_ask

if TYPE_CHECKING:
    from techday.context import Context

MOST_KEPT = 1_000


def own_template(config: Path, kind: str) -> TemplateFile:
    """Give the technician's own template of a kind, made from the built-in one where there is none.

    Raises Refused where it cannot be made.
    """
    file = template_file(config, kind)
    if file.own:
        return file
    hint = "Mend the rights of that folder, or keep the settings elsewhere with --config"
    return TemplateFile(kind, write_new(own_file(config, kind), built_in(kind).read_bytes(), hint), True)


def edited(context: "Context", path: Path) -> bool:
    """Open a file in the technician's editor and wait; False where there is no terminal or no editor to open it in.

    Raises Refused where the editor cannot be started, or says that it failed.
    """
    command = editor(context)
    if not command or not can_ask(context):
        return False
    context.out.stdout.flush()
    hint = f"Set VISUAL or EDITOR to your editor, or edit {path} by other means"
    try:
        ended = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603  # the user's own editor
    except OSError as error:
        raise Refused(f"Cannot start {command[0]}: {error.strerror}", hint=hint) from error
    if ended:
        raise Refused(f"{command[0]} ended with {ended}", hint=hint)
    return True


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


def put_aside(file: TemplateFile) -> Path:
    """Move the technician's own template out of use, beside where it was, and give its new path.

    Raises Refused where it cannot be moved.
    """
    names = (f"{file.path.name}.bak{'' if number == 1 else number}" for number in range(1, MOST_KEPT))
    kept = next((path for name in names if not os.path.lexists(path := file.path.with_name(name))), None)
    try:
        if kept is None:
            raise FileExistsError(17, "too many are kept there already")
        return file.path.rename(kept)
    except OSError as error:
        raise Refused(
            f"Cannot move {file.path}: {error.strerror}", hint="Move it away by hand, or mend the folder's rights"
        ) from error
