"""The technician's settings: config.toml, read into one NamedTuple per section.

Everything works without any file. What stands in the file is held to the table of keys below: an unknown key or a
wrong type is an error that names file, line and key, since a silently ignored typo costs somebody an hour. Reading
uses tomllib; writing (`config set`) keeps comments and order, with tomlkit.
"""

import contextlib
import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from techday.core.shifts import parse_days, show_days
from techday.core.text import clean_line
from techday.errors import BadUsage, NotFound, TechdayError

WEEKDAYS = frozenset({0, 1, 2, 3, 4})


class Technician(NamedTuple):
    """Who uses techday, and where; an empty zone is the machine's own."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    manager: str = ""
    zone: str = ""
    country: str = ""
    region: str = ""


class Shift(NamedTuple):
    """The technician's shift in local time; an end at or before the start is the next morning."""

    start: datetime.time = datetime.time(8)
    end: datetime.time = datetime.time(17)
    days: frozenset[int] = WEEKDAYS


class Hours(NamedTuple):
    """The working hours in which the clocks of tickets run, for clients without a calendar of their own."""

    opens: datetime.time = datetime.time(8)
    closes: datetime.time = datetime.time(17)
    days: frozenset[int] = WEEKDAYS


class Import(NamedTuple):
    """Where `import` looks for the newest export when no file is named; empty is the user's Downloads."""

    folder: str = ""


class Settings(NamedTuple):
    """All settings; `date_order` is "dmy", "mdy" or "" (a date that reads both ways is refused)."""

    technician: Technician = Technician()
    shift: Shift = Shift()
    hours: Hours = Hours()
    imports: Import = Import()
    date_order: str = ""


class Key(NamedTuple):
    """One key of config.toml: how its value is read (raises ValueError), how it is shown, and what it is for."""

    name: str
    read: Callable[[Any], Any]
    show: Callable[[Any], str]
    help: str


def read_text(value: Any) -> str:
    """Take a string of one line, without blanks around it."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    return clean_line(value, 200)


def read_names(value: Any) -> tuple[str, ...]:
    """Take a list of names, or one text with commas between them."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError('must be a list of names: ["Sam Reed", "sreed"]')
    return tuple(name for name in (clean_line(name, 200) for name in value) if name)


def read_clock(value: Any) -> datetime.time:
    """Take a time of day: "08:00" or TOML's own 08:00:00."""
    if isinstance(value, datetime.time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    try:
        hours, minutes = str(value).strip().split(":")
        return datetime.time(int(hours), int(minutes))
    except ValueError:
        raise ValueError('must be a time of day: "08:00"') from None


def read_days(value: Any) -> frozenset[int]:
    """Take weekdays: "mon-fri", or a list of them."""
    text = ",".join(value) if isinstance(value, list) and all(isinstance(day, str) for day in value) else value
    if not isinstance(text, str):
        raise ValueError('must be weekdays: "mon-fri" or "mon,wed,fri"')
    try:
        return parse_days(text)
    except TechdayError:
        raise ValueError('must be weekdays: "mon-fri" or "mon,wed,fri"') from None


def read_zone(value: Any) -> str:
    """Take the IANA name of a time zone that this machine knows."""
    name = read_text(value)
    if name:
        from zoneinfo import ZoneInfo  # four milliseconds that a plain write need not pay

        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # unknown is a KeyError; the others are names that are no key at all
            raise ValueError('must be a time zone such as "Europe/Berlin"') from None
    return name


def read_country(value: Any) -> str:
    """Take a country by its two letters (ISO 3166-1)."""
    code = read_text(value).upper()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise ValueError('must be a country of two letters, such as "DE"')
    return code


def read_region(value: Any) -> str:
    """Take a region as the holidays of its country name it (ISO 3166-2 without the country)."""
    return read_text(value).upper()


def read_date_order(value: Any) -> str:
    """Take the order in which the technician writes dates."""
    order = read_text(value).lower()
    if order not in ("", "dmy", "mdy"):
        raise ValueError('must be "dmy" (day first) or "mdy" (month first)')
    return order


def show_text(value: Any) -> str:
    """Show a text as it is."""
    return str(value)


def show_names(value: tuple[str, ...]) -> str:
    """Show names with commas between them."""
    return ", ".join(value)


def show_clock(value: datetime.time) -> str:
    """Show a time of day as 08:00."""
    return value.strftime("%H:%M")


KEYS = (
    Key("technician.name", read_text, show_text, "Your name, as ticket exports write it"),
    Key("technician.aliases", read_names, show_names, "Other spellings of your name, with commas between them"),
    Key("technician.manager", read_text, show_text, "Your service manager"),
    Key("technician.zone", read_zone, show_text, "Your time zone (empty: the machine's)"),
    Key("technician.country", read_country, show_text, "The country whose public holidays count, such as DE"),
    Key("technician.region", read_region, show_text, "The region of that country, such as BE"),
    Key("shift.start", read_clock, show_clock, "When your shift starts"),
    Key("shift.end", read_clock, show_clock, "When your shift ends"),
    Key("shift.days", read_days, show_days, "The weekdays on which your shift starts"),
    Key("hours.opens", read_clock, show_clock, "When the clocks of tickets start in the morning"),
    Key("hours.closes", read_clock, show_clock, "When the clocks of tickets stop in the evening"),
    Key("hours.days", read_days, show_days, "The weekdays on which the clocks of tickets run"),
    Key("import.folder", read_text, show_text, "Where import looks for the newest export (empty: Downloads)"),
    Key("date_order", read_date_order, show_text, "dmy or mdy: how to read a date such as 10/11/2026"),
)
# Python keeps the word `import` to itself, so that section has another name in code.
SECTIONS = {"technician": Technician, "shift": Shift, "hours": Hours, "import": Import}
FIELD_OF_SECTION = {"import": "imports"}


def key_named(name: str) -> Key:
    """Give the key of that name; raises NotFound with the nearest ones."""
    for key in KEYS:
        if key.name == name.strip().lower():
            return key
    from techday.core.text import nearest  # only on the way to an error

    close = nearest(name, [key.name for key in KEYS])
    known = ", ".join(close) if close else "techday config get lists them"
    raise NotFound(f"No setting {clean_line(name, 60)}", hint=f"Did you mean {known}?" if close else known)


def value_of(settings: Settings, key: Key) -> Any:
    """Give the value of a key, the default where the file is silent."""
    section, _, field = key.name.rpartition(".")
    return getattr(getattr(settings, FIELD_OF_SECTION.get(section, section)) if section else settings, field)


def default_config_path() -> Path:
    """Give the platform's place for techday's settings."""
    from platformdirs import user_config_path  # some milliseconds, spared where the path is given

    return user_config_path("techday", appauthor=False) / "config.toml"


def load(path: Path) -> Settings:
    """Read the settings at `path`, or the defaults where there is no such file.

    Raises BadUsage, naming file, line and key, for what cannot be read.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise BadUsage(
            f"Cannot read {path}: {error.strerror}", hint="Name another file with --config, or mend its rights"
        ) from error
    return settings_of(raw, path)


def settings_of(raw: bytes, path: Path) -> Settings:
    """Read the bytes of a config.toml; `path` is only named in errors.  Raises BadUsage as `load`."""
    import tomllib  # a few milliseconds, spared where there is no file

    try:
        text = raw.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadUsage(f"{path} is not UTF-8 text (byte {error.start})", hint="Save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadUsage(f"{path} is not valid TOML: {error}", hint="Mend that line, or move the file away") from error
    values: dict[str, dict[str, Any]] = {}
    for name, value in flat(document):
        section, _, field = name.rpartition(".")
        try:
            key = next(key for key in KEYS if key.name == name)
        except StopIteration:
            raise unknown_key(path, text, name) from None
        try:
            values.setdefault(section, {})[field] = key.read(value)
        except ValueError as error:
            raise BadUsage(
                f"{path}, line {line_of(text, name)}: {name} {error}", hint=f"techday config set {name} VALUE"
            ) from error
    sections = {
        FIELD_OF_SECTION.get(section, section): SECTIONS[section](**fields)
        for section, fields in values.items()
        if section
    }
    return Settings(**sections, **values.get("", {}))


def flat(document: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Give the keys of a TOML document with their sections in front: `technician.name`."""
    found: list[tuple[str, Any]] = []
    for name, value in document.items():
        if isinstance(value, dict) and not prefix and name in SECTIONS:
            found.extend(flat(value, f"{name}."))
        else:
            found.append((f"{prefix}{name}", value))
    return found


def unknown_key(path: Path, text: str, name: str) -> BadUsage:
    """Say where an unknown key stands, and which known one it is near."""
    from techday.core.text import nearest  # only on the way to an error

    close = nearest(name, [key.name for key in KEYS], 1)
    hint = f"Did you mean {close[0]}?" if close else "techday config get lists the settings"
    return BadUsage(f"{path}, line {line_of(text, name)}: unknown setting {clean_line(name, 60)}", hint=hint)


def line_of(text: str, name: str) -> int:
    """Find the line of a key in TOML text, for an error message (tomllib gives no lines); 1 where it hides."""
    section, _, field = name.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = stripped.strip("[] ").split("#")[0].strip("[] ").replace(" ", "").replace('"', "")
            if current == name:
                return number
        written = stripped.partition("=")[0].strip().replace('"', "").replace("'", "").replace(" ", "")
        if written and (f"{current}.{written}" if current else written) in (name, f"{section}.{field}"):
            return number
    return 1


def write(path: Path, name: str, value: str) -> None:
    """Set one key in the file at `path`, keeping its comments and order; the file is made where it is missing.

    Raises NotFound for an unknown key, BadUsage for a value of the wrong kind or a file that cannot be written.
    """
    write_all(path, {name: value})


def write_all(path: Path, changes: dict[str, str]) -> None:
    """Set several keys at once, all or none; raises as `write`."""
    import tomlkit  # only this rare command writes settings
    from tomlkit.exceptions import TOMLKitError

    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        document = tomlkit.parse(before)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise BadUsage(f"{path} is not valid TOML: {error}", hint="Mend that line, or move the file away") from error
    except OSError as error:
        raise BadUsage(f"Cannot read {path}: {error.strerror}", hint="Name another file with --config") from error
    for name, value in changes.items():
        key = key_named(name)
        try:
            read = key.read(value)
        except ValueError as error:
            raise BadUsage(f"{key.name} {error}", hint=f"techday config set {key.name} VALUE") from error
        section, _, field = key.name.rpartition(".")
        if section and not isinstance(document.get(section), dict):
            document[section] = tomlkit.table()
        table: Any = document[section] if section else document
        table[field] = list(read) if isinstance(read, tuple) else key.show(read)
    text = tomlkit.dumps(document)
    # A key that the file already had wrong would make every later command fail: say so before anything is written.
    settings_of(text.encode(), path)
    replace_file(path, text)


def replace_file(path: Path, text: str) -> None:
    """Write `text` to `path` in one step, so that a full disk or a crash leaves the old file; raises BadUsage."""
    target = Path(os.path.realpath(path))  # a linked file (dotfiles) stays a link
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(target)
    except OSError as error:
        raise BadUsage(
            f"Cannot write {path}: {error.strerror}", hint="Name another file with --config, or mend its rights"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
