"""Files that techday writes for a person: whole or not at all, and for that person alone."""

import contextlib
import os
from pathlib import Path

from techday.errors import BadUsage

ANOTHER = "Name another file with --out"


def save_private(path: Path, raw: bytes) -> None:
    """Write a file in one step, readable by the user alone (0600), in the place of one that is there.

    A full disk or a crash leaves what was there before. Raises BadUsage where it cannot be written, or where the
    path leads to something that is no file.
    """
    target = resolved(path)
    if target.exists() and not target.is_file():
        raise BadUsage(f"{path} is not a file", hint=ANOTHER)
    fresh = target.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        raise BadUsage(f"Cannot write {path}: {error.strerror}", hint=ANOTHER) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def resolved(path: Path) -> Path:
    """Give where a path leads, so that a linked file stays a link; raises BadUsage where it can lead nowhere."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise BadUsage("That is not the name of a file", hint=ANOTHER) from error
