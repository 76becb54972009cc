"""One command's surroundings: the clock, the settings, the store, and where words go.

Every side effect comes through here, and each part is made only when it is asked for: a one-line write needs neither
zone nor settings. `now` is read once, so all that one command writes bears the same instant.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO

from techday.core.instants import to_text
from techday.errors import BadUsage
from techday.ui.out import Out

# Only names for types: both load more than a plain write needs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from techday.core.shifts import ShiftDay, ShiftPattern
    from techday.core.when import Frame
    from techday.settings import Settings


# The backup of a store of this size takes a second or more.
WORTH_A_WORD = 64 * 1024 * 1024


class Context:
    """What a command may reach; `environ` and the streams are arguments, so that a test needs no process."""

    def __init__(self, environ: Mapping[str, str], stdin: IO[str], stdout: IO[str], stderr: IO[str]) -> None:
        self.environ = environ
        self.stdin = stdin
        self.out = Out(stdout, stderr, environ)
        self.chosen_store: Path | None = None
        self.chosen_config: Path | None = None
        self._now: datetime | None = None
        self._settings: Settings | None = None
        self._zone: tzinfo | None = None
        self._reading: sqlite3.Connection | None = None
        self._writing: sqlite3.Connection | None = None
        self._timer_seen = False

    @property
    def now(self) -> datetime:
        """The instant of this command (UTC, whole seconds): TECHDAY_NOW where set, else the clock.

        Raises BadUsage where TECHDAY_NOW is no instant.
        """
        if self._now is None:
            given = self.environ.get("TECHDAY_NOW", "")
            self._now = self.given_now(given) if given else datetime.now(UTC).replace(microsecond=0)
        return self._now

    def given_now(self, text: str) -> datetime:
        """Read TECHDAY_NOW: ISO 8601; without an offset it is local time."""
        try:
            instant = datetime.fromisoformat(text)
            if instant.tzinfo is None:
                instant = instant.replace(tzinfo=self.zone)
            return instant.astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            raise BadUsage(
                f"TECHDAY_NOW is not an instant: {text[:40]}", hint="Write it as 2026-11-23T08:00:00Z, or unset it"
            ) from None

    @property
    def store(self) -> Path:
        """The path of the store: --store, else TECHDAY_STORE, else the platform's place."""
        given = self.chosen_store or self.environ.get("TECHDAY_STORE")
        if given:
            return given_path(given)
        from platformdirs import user_data_path  # some milliseconds, spared where the path is given

        return user_data_path("techday", appauthor=False) / "techday.db"

    @property
    def config(self) -> Path:
        """The path of the settings: --config, else TECHDAY_CONFIG, else the platform's place."""
        given = self.chosen_config or self.environ.get("TECHDAY_CONFIG")
        if given:
            return given_path(given)
        from techday.settings import default_config_path  # as above

        return default_config_path()

    @property
    def output_folder(self) -> Path:
        """Where files are written that nobody named a place for: beside the store."""
        return self.store.parent / "out"

    @property
    def settings(self) -> "Settings":
        """The technician's settings; raises BadUsage where the file is wrong."""
        if self._settings is None:
            from techday.settings import load  # a plain write needs no settings

            self._settings = load(self.config)
        return self._settings

    @property
    def zone(self) -> tzinfo:
        """The technician's time zone: from the settings, else the machine's."""
        if self._zone is None:
            from zoneinfo import ZoneInfo  # a plain write needs no zone

            name = self.settings.technician.zone
            self._zone = ZoneInfo(name) if name else machine_zone(self.environ)
        return self._zone

    @property
    def shift_pattern(self) -> "ShiftPattern":
        """The technician's weekly shifts."""
        from techday.core.shifts import ShiftPattern  # only where days matter

        shift = self.settings.shift
        return ShiftPattern(self.zone, shift.start, shift.end, shift.days)

    @property
    def shift_day(self) -> "ShiftDay":
        """The shift day that `now` belongs to."""
        from techday.core.shifts import shift_day  # only where days matter

        return shift_day(self.shift_pattern, self.now)

    @property
    def frame(self) -> "Frame":
        """What the time parser needs to read a time as the technician means it."""
        from techday.core.when import Frame  # only where a time was typed

        settings = self.settings
        return Frame(self.now, self.zone, settings.shift.start, settings.shift.end, settings.date_order)

    def instant(self, text: str | None, lean: str = "past") -> datetime:
        """Read the TIME of an option such as --at, leaning to the past or the future; without one it is now.

        Raises BadUsage for what is no time, and for one still to come where the past is meant.
        """
        if text is None:
            return self.now
        from techday.core.text import quoted  # only where a time was typed
        from techday.core.when import read_instant

        if lean == "future":
            return read_instant(text, self.frame, "future")
        at = read_instant(text, self.frame, "past")
        if at > self.now:
            raise BadUsage(f"{quoted(text)} is still to come", hint="Give a past time, or none for now")
        return at

    @property
    def db(self) -> sqlite3.Connection:
        """The store for reading; one that does not exist yet reads as empty.  Raises StoreProblem."""
        if self._writing is not None:
            return self._writing
        if self._reading is None:
            from techday.database.connection import open_for_reading  # only where the store is read

            self._reading = open_for_reading(self.store)
        return self._reading

    def writable(self) -> sqlite3.Connection:
        """Give the store for writing, made where there is none, with the day's backup made first.

        Raises StoreProblem where it cannot be written to.
        """
        if self._writing is None:
            from techday.database.connection import open_for_writing  # only where the store is written

            self.close()
            store = self.store
            existed = os.path.lexists(store)
            self._writing = open_for_writing(store)
            if existed:
                self.back_up_once_a_day(store)
        return self._writing

    def see_to_timer(self) -> None:
        """End a timer that was left running: cut at the last recorded act, marked as a guess, and said aloud."""
        if self._timer_seen:
            return
        self._timer_seen = True
        # The one statement that stands in no store: a plain write has no other use for that of the time card.
        sql = "SELECT 1 FROM time_entry WHERE ended_at IS NULL AND expected_end <= ?"
        if self.writable().execute(sql, (to_text(self.now),)).fetchone() is not None:
            from techday.timecard.forgotten import cut_forgotten  # only where a timer may have been forgotten

            cut_forgotten(self)

    def back_up_once_a_day(self, store: Path) -> None:
        """Make the backup before the day's first write; one that fails is told, and keeps nobody from writing."""
        # The machine's own day will do to name the file, and needs no zone database.
        today = self.now.astimezone().date()
        name = f"{store.stem}-{today.isoformat()}.db"
        if os.path.exists(store.parent / "backups" / name):  # noqa: PTH110  # a fast look on every write
            return
        from techday.database.backup import daily  # once a day
        from techday.errors import StoreProblem

        if os.path.getsize(store) > WORTH_A_WORD:  # noqa: PTH202  # once a day
            self.out.status("Backing up the store before the first write of the day")
        try:
            daily(store, today)
        except StoreProblem as problem:
            self.out.warn(f"no backup was made: {problem.message}", problem.hint)

    @contextlib.contextmanager
    def afresh(self) -> "Iterator[Context]":
        """Give the same surroundings with the clock read anew, and close them: for one command of several in a row."""
        here = Context(self.environ, self.stdin, self.out.stdout, self.out.stderr)
        here.chosen_store, here.chosen_config, here.out = self.chosen_store, self.chosen_config, self.out
        try:
            yield here
        finally:
            here.close()

    def close(self) -> None:
        """Close the store."""
        for db in (self._reading, self._writing):
            if db is not None:
                db.close()
        self._reading = self._writing = None


def given_path(path: Path | str) -> Path:
    """Give a path that was typed, whole; raises BadUsage where its ~ means nobody."""
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError:
        raise BadUsage(f"Nobody's home is meant by {path}", hint="Write the path out, without ~") from None


def machine_zone(environ: Mapping[str, str]) -> tzinfo:
    """Give the machine's time zone by its IANA name: from TZ, /etc/localtime, else from tzlocal."""
    from zoneinfo import ZoneInfo  # only where the settings name no zone

    names = [environ.get("TZ", "").lstrip(":")]
    with contextlib.suppress(OSError):  # no link: Windows, or a copied file
        names.append(os.readlink("/etc/localtime").rpartition("zoneinfo/")[2])  # noqa: PTH115  # no Path needed
    for name in names:
        try:
            if name:
                return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            continue
    from tzlocal import get_localzone  # milliseconds, and right on Windows

    return get_localzone()
