"""The file to import when none is named: the newest export of a known kind in the import folder."""

import contextlib
import sqlite3
from pathlib import Path

from techday.errors import NotFound, TechdayError
from techday.exchange import import_store as store
from techday.exchange.columns import header_key, is_header
from techday.exchange.csv_file import open_export

ENDINGS = frozenset({".csv", ".tsv", ".txt"})
# A Downloads folder grows for years; an export to be imported is among its newest files.
MOST_OPENED = 100


def newest_export(db: sqlite3.Connection, folder: str) -> Path:
    """Give the newest file in `folder` (empty: the user's Downloads) whose header was imported before.

    Raises NotFound where there is none, with how to make a kind of file known.
    """
    place = Path(folder).expanduser() if folder else downloads()
    for path in newest_first(place)[:MOST_OPENED]:
        with contextlib.suppress(TechdayError):
            if store.header_is_known(db, header_key(open_export(path, is_header).header)):
                return path
    raise NotFound(
        f"No export of a known kind in {place}",
        hint="Name the file the first time: techday import FILE; the folder is config import.folder",
    )


def newest_first(folder: Path) -> list[Path]:
    """Give the files that may be exports, newest first; raises NotFound where the folder cannot be read."""
    found = []
    try:
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                if path.suffix.lower() in ENDINGS and path.is_file():
                    found.append((path.stat().st_mtime, path))
    except OSError as error:
        raise NotFound(
            f"No folder {folder}", hint="techday import FILE, or techday config set import.folder PATH"
        ) from error
    return [path for _, path in sorted(found, reverse=True)]


def downloads() -> Path:
    """Give the user's Downloads."""
    from platformdirs import user_downloads_path  # only where no folder is set

    return user_downloads_path()
