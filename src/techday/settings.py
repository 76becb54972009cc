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

from techday.core.durations import HOUR, MINUTE
from techday.core.shifts import show_days
from techday.core.text import clean_line
from techday.core.work_types import (
    EVERY_TYPE,
    LONGEST_NAME,
    ROUNDING_FIELDS,
    UNKNOWN,
    WorkType,
    type_named,
    types_of,
    with_fields,
)
from techday.errors import BadUsage, NotFound
from techday.setting_values import (
    read_address,
    read_block,
    read_clock,
    read_country,
    read_date_order,
    read_days,
    read_folder,
    read_items,
    read_length,
    read_names,
    read_per,
    read_percent,
    read_region,
    read_text,
    read_window,
    read_yes,
    read_zone,
    show_clock,
    show_items,
    show_length,
    show_names,
    show_percent,
    show_text,
    show_window,
    show_yes,
)

WEEKDAYS = frozenset({0, 1, 2, 3, 4})


class Technician(NamedTuple):
    """Who uses techday, and where; an empty zone is the machine's own."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    manager: str = ""
    zone: str = ""
    country: str = ""
    region: str = ""
    email: str = ""


class Shift(NamedTuple):
    """The technician's shift in local time; an end at or before the start is the next morning.

    Within the lunch window time that was not worked is no gap; None where there is none.
    """

    start: datetime.time = datetime.time(8)
    end: datetime.time = datetime.time(17)
    days: frozenset[int] = WEEKDAYS
    lunch: tuple[datetime.time, datetime.time] | None = (datetime.time(12), datetime.time(13))


class Hours(NamedTuple):
    """The working hours in which the clocks of tickets run, for clients without a calendar of their own."""

    opens: datetime.time = datetime.time(8)
    closes: datetime.time = datetime.time(17)
    days: frozenset[int] = WEEKDAYS


class Import(NamedTuple):
    """Where `import` looks for the newest export when no file is named; empty is the user's Downloads."""

    folder: str = ""


class Timecard(NamedTuple):
    """How the time card is read: from how many seconds on a gap counts, after how many a timer was forgotten.

    `target` is the share of the time worked that should be billable, in percent; `approver` a mail address.
    """

    gap: int = 5 * MINUTE
    target: int = 75
    limit: int = 12 * HOUR
    approver: str = ""


class Outbox(NamedTuple):
    """How the blocks look that are pasted into the PSA: a head, a block for time, one for words; "" for the usual."""

    head: str = ""
    time: str = ""
    words: str = ""


class Contact(NamedTuple):
    """What counts as being in touch with a client: visits and calls do, `replies` tells whether written ones do too."""

    replies: bool = False


class Schedule(NamedTuple):
    """How the schedule is read: how long it takes from one place to the next, in seconds, unless told otherwise."""

    travel: int = 30 * MINUTE


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
    timecard: Timecard = Timecard()
    outbox: Outbox = Outbox()
    contact: Contact = Contact()
    schedule: Schedule = Schedule()
    work_types: tuple[WorkType, ...] = types_of({})
    # What the file says of each type of work, "default" among them: its name, and the fields with their values.
    types_told: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()


class Key(NamedTuple):
    """One key of config.toml: how its value is read (raises ValueError), how it is shown, and what it is for."""

    name: str
    read: Callable[[Any], Any]
    show: Callable[[Any], str]
    help: str


KEYS = (
    Key("technician.name", read_text, show_text, "Your name, as ticket exports write it"),
    Key("technician.aliases", read_names, show_names, "Other spellings of your name, with commas between them"),
    Key("technician.manager", read_text, show_text, "Your service manager, with a mail address where mails go to"),
    Key("technician.email", read_address, show_text, "Your mail address, as calendars invite it"),
    Key("technician.zone", read_zone, show_text, "Your time zone (empty: the machine's)"),
    Key("technician.country", read_country, show_text, "The country whose public holidays count, such as DE"),
    Key("technician.region", read_region, show_text, "The region of that country, such as BE"),
    Key("shift.start", read_clock, show_clock, "When your shift starts"),
    Key("shift.end", read_clock, show_clock, "When your shift ends"),
    Key("shift.days", read_days, show_days, "The weekdays on which your shift starts"),
    Key("shift.lunch", read_window, show_window, "The window in which time not worked is lunch, or none"),
    Key("timecard.gap", read_length, show_length, "From which length on time not told is a gap, such as 5m"),
    Key("timecard.target", read_percent, show_percent, "What share of the time worked should be billable"),
    Key("timecard.limit", read_length, show_length, "After which length a timer counts as forgotten, such as 12h"),
    Key("timecard.approver", read_address, show_text, "The mail address to which a submitted time card goes"),
    Key("outbox.head", read_block, show_text, "How a ticket is headed in what is pasted into the PSA"),
    Key("outbox.time", read_block, show_text, "How a time entry looks in what is pasted into the PSA"),
    Key("outbox.words", read_block, show_text, "How a reply or a note looks in what is pasted into the PSA"),
    Key("contact.replies", read_yes, show_yes, "Whether a written reply counts as contact with a client, yes or no"),
    Key("schedule.travel", read_length, show_length, "How long it takes from one place to the next, such as 30m"),
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


# `worktype.travel.billable`: the fields that every type of work has.
WORKTYPE = "worktype"
TYPE_FIELDS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], str], str]] = {
    "billable": (read_yes, show_yes, "Whether {} is billable, yes or no"),
    "utilised": (read_yes, show_yes, "Whether {} counts in utilisation, yes or no"),
    "deduct": (read_length, show_length, "What is taken off before {} is billed, such as 5m"),
    "minimum": (read_length, show_length, "What is billed of {} at the least, such as 15m"),
    "step": (read_length, show_length, "To what multiple {} is rounded up, such as 15m"),
    "maximum": (read_length, show_length, "What is billed of {} at the most, such as 8h"),
    "per": (read_per, show_text, "What of {} is rounded: entry or ticket-day"),
}
LETTERS_OF_TYPES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def type_key(name: str) -> Key | None:
    """Give the key of a field of a type of work, such as worktype.travel.step; None for any other name."""
    section, _, rest = name.strip().lower().partition(".")
    kind, _, field = rest.rpartition(".")
    is_name = 0 < len(kind) <= LONGEST_NAME and LETTERS_OF_TYPES.issuperset(kind) and not kind.isdigit()
    if section != WORKTYPE or not is_name or field not in TYPE_FIELDS:
        return None
    read, show, about = TYPE_FIELDS[field]
    return Key(f"{WORKTYPE}.{kind}.{field}", read, show, about.format("every type" if kind == EVERY_TYPE else kind))


def open_key(name: str) -> Key | None:
    """Give the key of a checklist or of a type of work: of these there are as many as somebody names."""
    return checklist_key(name) or type_key(name)


def keys_of(settings: Settings) -> list[Key]:
    """Give every key: those that always are, and the checklists and types of work that the settings hold."""
    names = [f"{CHECKLIST}.L{one.tier}.{one.category}" for one in settings.checklists]
    names += [f"{WORKTYPE}.{kind}.{field}" for kind, fields in settings.types_told for field, _ in fields]
    return [*KEYS, *(key for key in map(open_key, names) if key is not None)]


# Python keeps the word `import` to itself, so that section has another name in code.
SECTIONS = {
    "technician": Technician,
    "shift": Shift,
    "hours": Hours,
    "import": Import,
    "timecard": Timecard,
    "outbox": Outbox,
    "contact": Contact,
    "schedule": Schedule,
}
FIELD_OF_SECTION = {"import": "imports"}


def key_named(name: str) -> Key:
    """Give the key of that name; raises NotFound with the nearest ones."""
    for key in KEYS:
        if key.name == name.strip().lower():
            return key
    found = open_key(name)
    if found is not None:
        return found
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
    if key.name.startswith(f"{WORKTYPE}."):
        return field_of_type(settings, key)
    section, _, field = key.name.rpartition(".")
    return getattr(getattr(settings, FIELD_OF_SECTION.get(section, section)) if section else settings, field)


def field_of_type(settings: Settings, key: Key) -> Any:
    """Give the value of a field of a type of work, that of every type where it has none of its own."""
    _, kind, field = key.name.split(".", 2)
    if kind == EVERY_TYPE:
        found = next(
            (with_fields(UNKNOWN, dict(fields), {}) for name, fields in settings.types_told if name == kind), UNKNOWN
        )
    else:
        found = type_named(settings.work_types, kind)
    return getattr(found.rounding if field in ROUNDING_FIELDS else found, field)


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
    types: dict[str, dict[str, Any]] = {}
    for name, value in written(text, path):
        section, _, field = name.rpartition(".")
        key = next((key for key in KEYS if key.name == name), None) or open_key(name)
        if key is None:
            raise unknown_key(path, text, name)
        try:
            read = key.read(value)
            if key.read is read_items:
                _, tier, category = key.name.split(".", 2)
                checklists.append(Checklist(CHECKLIST_TIERS[tier.lower()], category, read))
            elif key.name.startswith(f"{WORKTYPE}."):
                _, kind, field = key.name.split(".", 2)
                types.setdefault(kind, {})[field] = read
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
    if types:
        told = tuple((kind, tuple(fields.items())) for kind, fields in types.items())
        values.setdefault("", {}).update(work_types=types_of(types), types_told=told)
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
        is_section = not prefix and (name in SECTIONS or name in (CHECKLIST, WORKTYPE))
        if isinstance(value, dict) and (is_section or prefix in (f"{CHECKLIST}.", f"{WORKTYPE}.")):
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
    is_taken_away = not value.strip()
    try:
        read = None if is_taken_away else key.read(value)
    except ValueError as error:
        raise BadUsage(f"{key.name} {error}", hint=f"techday config set {key.name} VALUE") from error
    table = document
    for section in sections:
        if section not in table:
            if is_taken_away:
                return
            table[section] = tomlkit.table()
        table = table[section]
    if not is_taken_away:
        table[field] = list(read or ()) if key.read in (read_names, read_items) else key.show(read)
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
