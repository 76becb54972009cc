"""The technician's settings: config.toml, read into one NamedTuple per section.

Everything works without any file. What stands in the file is held to the table of keys below: an unknown key or a
wrong type is an error that names file, line and key, since a silently ignored typo costs somebody an hour. Reading
uses tomllib; writing (`config set`) keeps comments and order, with tomlkit.
"""

import contextlib
import datetime
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from techday.core.shifts import parse_days, show_days
from techday.core.text import clean_line
from techday.errors import BadUsage, NotFound, TechdayError

WEEKDAYS = frozenset({0, 1, 2, 3, 4})
LONGEST = 200
LONGEST_PATH = 4_000


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


class Checklist(NamedTuple):
    """What a tier (1 or 2) must have tried before a ticket of a category goes up; `default` is every other category."""

    tier: int
    category: str
    items: tuple[str, ...]


class Settings(NamedTuple):
    """All settings; `date_order` is "dmy", "mdy" or "" (a date that reads both ways is refused)."""

    technician: Technician = Technician()
    shift: Shift = Shift()
    hours: Hours = Hours()
    imports: Import = Import()
    date_order: str = ""
    checklists: tuple[Checklist, ...] = ()


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
    if len(value) > LONGEST:
        raise ValueError(f"is too long: {LONGEST} characters at the most")
    return clean_line(value)


def read_folder(value: Any) -> str:
    """Take the path of a folder; its blanks are part of it."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    if len(value) > LONGEST_PATH or not value.isprintable():
        raise ValueError("must be the path of a folder")
    return value.strip()


def read_names(value: Any) -> tuple[str, ...]:
    """Take a list of names, or one text with commas between them."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError('must be a list of names: ["Sam Reed", "sreed"]')
    return tuple(name for name in (read_text(name) for name in value) if name)


def read_items(value: Any) -> tuple[str, ...]:
    """Take the items of a checklist: a list of texts, or one text with semicolons between them."""
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts: ["Restarted it", "Checked the cable"]')
    return tuple(item for item in (read_text(item) for item in value) if item)


def show_items(value: tuple[str, ...]) -> str:
    """Show the items of a checklist with semicolons between them."""
    return "; ".join(value)


def read_clock(value: Any) -> datetime.time:
    """Take a time of day: "08:00" or TOML's own 08:00:00."""
    if isinstance(value, datetime.time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    hours, colon, minutes = value.strip().partition(":") if isinstance(value, str) else ("", "", "")
    # Not int() alone: it takes "+8", "1_0" and the digits of every script.
    if colon and (hours + minutes).isascii() and hours.isdigit() and minutes.isdigit() and len(minutes) == 2:
        with contextlib.suppress(ValueError):
            return datetime.time(int(hours[-3:]), int(minutes))
    raise ValueError('must be a time of day: "08:00"')


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
            return zone_like(name)
    return name


def zone_like(name: str) -> str:
    """Give the zone that was written in another case; raises ValueError, with the nearest ones, for an unknown name."""
    from zoneinfo import available_timezones  # reads a whole directory: only for a name that is none

    from techday.core.text import nearest

    known = sorted(available_timezones())
    wanted = name.casefold().replace(" ", "_")
    for zone in known:
        if zone.casefold() == wanted:
            return zone
    cities = {zone.rpartition("/")[2]: zone for zone in known}
    close = [zone for zone in known if zone.casefold().endswith(f"/{wanted}")] or [
        cities.get(found, found) for found in nearest(wanted, [*known, *cities])
    ]
    raise ValueError(f'must be a time zone such as "{close[0] if close else "Europe/Berlin"}"')


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
    Key("import.folder", read_folder, show_text, "Where import looks for the newest export (empty: Downloads)"),
    Key("date_order", read_date_order, show_text, "dmy or mdy: how to read a date such as 10/11/2026"),
)
# `checklist.L1.printer`: of these there are as many as there are categories.
CHECKLIST = "checklist"
CHECKLIST_TIERS = {"l1": 1, "l2": 2}


def checklist_key(name: str) -> Key | None:
    """Give the key of a tier's checklist for a category, such as checklist.L1.printer; None for any other name."""
    section, _, rest = name.strip().partition(".")
    tier, _, category = rest.partition(".")
    category = clean_line(category, 60)
    if section.lower() != CHECKLIST or tier.lower() not in CHECKLIST_TIERS or not category:
        return None
    about = f"What {tier.upper()} must have tried first" + ("" if category == "default" else f": {category}")
    return Key(f"{CHECKLIST}.{tier.upper()}.{category}", read_items, show_items, about)


def checklist_of(settings: Settings, tier: int, category: str) -> tuple[str, ...]:
    """Give what must have been tried before a ticket of that category leaves a tier; () where nothing is settled."""
    wanted = category.casefold()
    found = {one.category.casefold(): one.items for one in settings.checklists if one.tier == tier}
    return found.get(wanted, found.get("default", ()))


def keys_of(settings: Settings) -> list[Key]:
    """Give every key: those that always are, and the checklists that the settings hold."""
    names = [f"{CHECKLIST}.L{one.tier}.{one.category}" for one in settings.checklists]
    return [*KEYS, *(key for key in map(checklist_key, names) if key is not None)]


# Python keeps the word `import` to itself, so that section has another name in code.
SECTIONS = {"technician": Technician, "shift": Shift, "hours": Hours, "import": Import}
FIELD_OF_SECTION = {"import": "imports"}


def key_named(name: str) -> Key:
    """Give the key of that name; raises NotFound with the nearest ones."""
    for key in KEYS:
        if key.name == name.strip().lower():
            return key
    checklist = checklist_key(name)
    if checklist is not None:
        return checklist
    from techday.core.text import nearest  # only on the way to an error

    close = nearest(name, [key.name for key in KEYS])
    known = ", ".join(close) if close else "techday config get lists them"
    raise NotFound(f"No setting {clean_line(name, 60)}", hint=f"Did you mean {known}?" if close else known)


def value_of(settings: Settings, key: Key) -> Any:
    """Give the value of a key, the default where the file is silent."""
    if key.name.startswith(f"{CHECKLIST}."):
        _, tier, category = key.name.split(".", 2)
        own = [one for one in settings.checklists if (f"L{one.tier}", one.category) == (tier, category)]
        return own[0].items if own else ()
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
    return settings_of(read_file(path), path)


def read_file(path: Path) -> bytes:
    """Give the bytes of the file at `path`, none where there is no file; raises BadUsage where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise BadUsage(
            f"Cannot read {path}: {error.strerror}", hint="Name another file with --config, or mend its rights"
        ) from error


def settings_of(raw: bytes, path: Path) -> Settings:
    """Read the bytes of a config.toml; `path` is only named in errors.  Raises BadUsage as `load`."""
    if not raw:
        return Settings()
    text = decoded(raw, path)
    values: dict[str, dict[str, Any]] = {}
    checklists: list[Checklist] = []
    for name, value in written(text, path):
        section, _, field = name.rpartition(".")
        key = next((key for key in KEYS if key.name == name), None) or checklist_key(name)
        if key is None:
            raise unknown_key(path, text, name)
        try:
            read = key.read(value)
            if key.read is read_items:
                _, tier, category = key.name.split(".", 2)
                checklists.append(Checklist(CHECKLIST_TIERS[tier.lower()], category, read))
            else:
                values.setdefault(section, {})[field] = read
        except ValueError as error:
            raise BadUsage(
                f"{path}, line {line_of(text, name)}: {name} {error}", hint=f"techday config set {name} VALUE"
            ) from error
    sections = {
        FIELD_OF_SECTION.get(section, section): SECTIONS[section](**fields)
        for section, fields in values.items()
        if section
    }
    return Settings(**sections, **values.get("", {}), checklists=tuple(checklists))


def decoded(raw: bytes, path: Path) -> str:
    """Give the text of a config.toml, without the mark that Windows puts in front; raises BadUsage."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadUsage(f"{path}, line {line}: not UTF-8 text", hint="Save the file as UTF-8") from error


def written(text: str, path: Path) -> list[tuple[str, Any]]:
    """Give the keys that a TOML text holds, with their sections in front, and their values; raises BadUsage."""
    import tomllib  # a few milliseconds, spared where there is no file

    try:
        return flat(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line, what = place_of(str(error) or "nested too deeply", text)
        raise BadUsage(
            f"{path}, line {line}: not valid TOML: {what}", hint="Mend that line, or move the file away"
        ) from error


def place_of(message: str, text: str) -> tuple[int, str]:
    """Take the line out of tomllib's message: `Invalid value (at line 3, column 7)`, or the end of the document."""
    what, _, where = message.rpartition(" (at ")
    line = where.removeprefix("line ").partition(",")[0]
    if what and line.isdigit():
        return int(line), what
    return max(1, len(text.splitlines())), what or message


def flat(document: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Give the keys of a TOML document with their sections in front: `technician.name`."""
    found: list[tuple[str, Any]] = []
    for name, value in document.items():
        is_section = not prefix and (name in SECTIONS or name == CHECKLIST)
        if isinstance(value, dict) and (is_section or prefix == f"{CHECKLIST}."):
            found.extend(flat(value, f"{prefix}{name}."))
        else:
            found.append((f"{prefix}{name}", value))
    return found


def unknown_key(path: Path, text: str, name: str) -> BadUsage:
    """Say where an unknown key stands, and which known one it is near."""
    from techday.core.text import nearest  # only on the way to an error

    if name in SECTIONS:
        keys = ", ".join(key.name for key in KEYS if key.name.startswith(f"{name}."))
        return BadUsage(f"{path}, line {line_of(text, name)}: {name} must be a section", hint=f"[{name}] holds {keys}")
    close = nearest(name, [*SECTIONS, *(key.name for key in KEYS)], 1)
    hint = f"Did you mean {close[0]}?" if close else "techday config lists the settings"
    return BadUsage(f"{path}, line {line_of(text, name)}: unknown setting {clean_line(name, 60)}", hint=hint)


def line_of(text: str, name: str) -> int:
    """Find the line of a key in TOML text, for an error message (tomllib gives no lines); 1 where it hides."""
    section = name.rpartition(".")[0]
    current, opened = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = bare(stripped.partition("#")[0].strip("[] "))
            if current == name:
                return number
            opened = number if current == section else opened
            continue
        key = bare(stripped.partition("=")[0])
        full = f"{current}.{key}" if current else key
        if key and full == name:
            return number
        if key and full == section:  # technician = { name = 5 }
            opened = number
    return opened or 1


def bare(key: str) -> str:
    """Give a TOML key without quotes and blanks."""
    return key.translate({ord(letter): None for letter in "\"' \t"})


def names_in(path: Path) -> frozenset[str]:
    """Give the names of the keys that the file at `path` sets; raises BadUsage as `load`."""
    raw = read_file(path)
    return frozenset(name for name, _ in written(decoded(raw, path), path)) if raw else frozenset()


class Draft(NamedTuple):
    """A config.toml as it would be after a change: its bytes, and what they mean."""

    raw: bytes
    settings: Settings


def draft(path: Path, changes: Mapping[str, str]) -> Draft:
    """Change keys in the text of the file at `path`, keeping comments and order; nothing is written yet.

    An empty value takes the key away, which brings back its default. Raises NotFound for an unknown key, BadUsage for
    a value of the wrong kind, and where the file is wrong elsewhere, since every later command would fail.
    """
    import tomlkit  # only this rare command writes settings
    from tomlkit.exceptions import TOMLKitError

    before = read_file(path)
    text = decoded(before, path)
    for name, value in written(text, path):
        if name in SECTIONS and not isinstance(value, dict):
            raise unknown_key(path, text, name)
    try:
        # tomlkit keeps the line ends that it finds, but writes its own; they are put back below.
        document = tomlkit.parse(text.replace("\r\n", "\n"))
        for name, value in changes.items():
            put(document, key_named(name), value)
        after = tomlkit.dumps(document)
    except (TOMLKitError, RecursionError) as error:
        raise BadUsage(f"Cannot change {path}: {error}", hint="Edit the file by hand") from error
    ends = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
    raw = (mark + after.replace("\n", ends)).encode()
    return Draft(raw, settings_of(raw, path))


def put(document: Any, key: Key, value: str) -> None:
    """Set one key in a tomlkit document, or take it away where `value` is empty; raises BadUsage."""
    import tomlkit  # as above

    # A category may have dots of its own.
    *sections, field = key.name.split(".", 2)
    try:
        read = key.read(value) if value.strip() else None
    except ValueError as error:
        raise BadUsage(f"{key.name} {error}", hint=f"techday config set {key.name} VALUE") from error
    table = document
    for section in sections:
        if section not in table:
            if read is None:
                return
            table[section] = tomlkit.table()
        table = table[section]
    if read is not None:
        table[field] = list(read) if isinstance(read, tuple) else key.show(read)
    elif field in table:
        del table[field]


def write(path: Path, name: str, value: str) -> None:
    """Set one key in the file at `path`, made where it is missing; raises as `draft` and `replace_file`."""
    replace_file(path, draft(path, {name: value}).raw)


def replace_file(path: Path, raw: bytes) -> None:
    """Write the file at `path` in one step, so that a full disk or a crash leaves the old one; raises BadUsage."""
    target = Path(os.path.realpath(path))  # a linked file (dotfiles) stays a link
    fresh = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    except OSError as error:
        raise BadUsage(
            f"Cannot write {path}: {error.strerror}", hint="Name another file with --config, or mend its rights"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
