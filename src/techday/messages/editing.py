"""Templates as files to change: a copy of the built-in one to begin with, the editor, and the way back."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from techday.errors import Refused
from techday.messages.delivery import write_new
from techday.messages.template_files import TemplateFile, built_in, own_file, template_file
from techday.ui.editor import can_edit, open_in_editor

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
    if not can_edit(context):
        return False
    open_in_editor(context, path, hint=f"Set VISUAL or EDITOR to your editor, or edit {path} by other means")
    return True


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
