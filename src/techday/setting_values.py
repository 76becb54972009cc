"""How the values of settings are read and shown: one pair of functions for each kind of value.

Reading raises ValueError with the rest of a sentence ("must be yes or no"); the caller names file, line and key.
"""

import contextlib
import datetime
from typing import Any

from techday.core.durations import MINUTE, parse_duration, show_duration
from techday.core.shifts import parse_days
from techday.core.text import clean_block, clean_line
from techday.core.work_types import PER_ENTRY, PER_TICKET_DAY
from techday.errors import TechdayError

LONGEST = 200
LONGEST_PATH = 4_000


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


def read_window(value: Any) -> tuple[datetime.time, datetime.time] | None:
    """Take a window of the day, such as "12:00-13:00"; "none" or nothing for none."""
    text = read_text(value).replace("\N{EN DASH}", "-")
    if text.lower() in ("", "none", "no"):
        return None
    first, dash, last = text.partition("-")
    try:
        opens, closes = read_clock(first.strip()), read_clock(last.strip())
    except ValueError:
        raise ValueError('must be a window such as "12:00-13:00", or none') from None
    if not dash or opens == closes:
        raise ValueError('must be a window such as "12:00-13:00", or none')
    return opens, closes


def show_window(value: tuple[datetime.time, datetime.time] | None) -> str:
    """Show a window of the day as 12:00-13:00."""
    return f"{show_clock(value[0])}-{show_clock(value[1])}" if value else "none"


def read_length(value: Any) -> int:
    """Take a length of time such as "15m", and give its seconds."""
    try:
        return parse_duration(read_text(value), allow_zero=True)
    except TechdayError:
        raise ValueError('must be a length of time such as "15m" or "1h30"') from None


def show_length(value: int) -> str:
    """Show a length of time so that it reads back whole, seconds too."""
    return show_duration(value) if value % MINUTE == 0 else f"{value}s"


def read_percent(value: Any) -> int:
    """Take a percentage, 75 or "75%"."""
    number = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 4:
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 100:
        raise ValueError("must be a percentage from 0 to 100")
    return number


def show_percent(value: int) -> str:
    """Show a percentage as 75%."""
    return f"{value}%"


def read_yes(value: Any) -> bool:
    """Take yes or no."""
    if isinstance(value, bool):
        return value
    words = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise ValueError("must be yes or no")


def show_yes(value: bool) -> str:
    """Show yes or no."""
    return "yes" if value else "no"


def read_per(value: Any) -> str:
    """Take what is rounded: each entry, or a ticket's time of a day."""
    per = read_text(value).lower().replace(" ", "-")
    if per not in (PER_ENTRY, PER_TICKET_DAY):
        raise ValueError(f'must be "{PER_ENTRY}" or "{PER_TICKET_DAY}"')
    return per


def read_address(value: Any) -> str:
    """Take a mail address, with or without a name: "Pat Lee <pat@example.org>"."""
    text = read_text(value)
    if text and not (text.isprintable() and "@" in text):
        raise ValueError('must be a mail address: "pat@example.org"')
    return text


def read_block(value: Any) -> str:
    """Take a text of several lines, such as a template."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")
    if len(value) > LONGEST_PATH:
        raise ValueError(f"is too long: {LONGEST_PATH} characters at the most")
    return clean_block(value).strip("\n")


def show_text(value: Any) -> str:
    """Show a text as it is."""
    return str(value)


def show_names(value: tuple[str, ...]) -> str:
    """Show names with commas between them."""
    return ", ".join(value)


def show_clock(value: datetime.time) -> str:
    """Show a time of day as 08:00."""
    return value.strftime("%H:%M")
