"""Which column of a list of watches is which field, and what monitoring tools call kinds and frequencies.

A kind is told by its words, of which a cell may have those of one kind only: `Backup monitor` could be either, and is
for a person to say. A frequency is what a watch can have, in the words that people and tools use for it.
"""

import re
from collections.abc import Mapping, Sequence

from techday.core.text import quoted
from techday.errors import BadUsage
from techday.exchange.columns import Columns, key
from techday.exchange.record_columns import find_columns, no_column
from techday.exchange.ticket_rows import Rejected
from techday.watches.frequency import read_every

# What techday itself writes, in this order.
WATCH_HEADER = {
    "name": "name",
    "client": "client",
    "kind": "kind",
    "every": "every",
    "starts": "starts",
    "link": "link",
    "note": "note",
    "paused": "paused",
    "paused_until": "paused until",
    "pause_reason": "pause reason",
}
NAMES: dict[str, tuple[str, ...]] = {
    "name": tuple(
        "name watch watchname jobname job backupjob monitorname sensorname checkname title description device"
        " devicename".split()
    ),
    "client": tuple(
        "client clientcode clientname company companyname account accountname customer customername organization"
        " organisation organizationname organisationname tenant site".split()
    ),
    "kind": tuple("kind type watchtype jobtype monitortype category".split()),
    "every": tuple("every frequency schedule interval recurrence repeat runs".split()),
    "starts": tuple("starts startsat startson startdate since".split()),
    "link": tuple("link url href weblink portal console".split()),
    "note": tuple("note notes comment comments remarks".split()),
    "paused": ("paused",),
    "paused_until": ("pauseduntil",),
    "pause_reason": ("pausereason",),
}
DATE_FIELDS = ("starts", "paused", "paused_until")

KIND_WORDS = {
    word: kind
    for kind, words in (
        ("backup", "backup backups replication"),
        ("sensor", "sensor sensors monitor monitors monitoring probe probes"),
        ("update", "update updates patch patches patching upgrade upgrades"),
        ("approval", "approval approvals"),
        ("fix", "fix fixes autofix remediation"),
    )
    for word in words.split()
}

# Beside what people type at `watch add`, what tools and spreadsheets call a frequency.
FREQUENCIES = {
    **dict.fromkeys(
        "everyday eachday weekdays weekday workdays everyweekday everyworkday businessdays monfri nightly everynight"
        " onceaday oncedaily".split(),
        "daily",
    ),
    **dict.fromkeys("everyweek eachweek onceaweek".split(), "weekly"),
    **dict.fromkeys("twicedaily twiceaday".split(), "12h"),
    **dict.fromkeys("everyotherday everysecondday".split(), "2d"),
    **dict.fromkeys("fortnightly everyotherweek everysecondweek".split(), "14d"),
    **dict.fromkeys("monthly everymonth onceamonth".split(), "FREQ=MONTHLY"),
    **dict.fromkeys("quarterly everyquarter".split(), "FREQ=MONTHLY;INTERVAL=3"),
    **dict.fromkeys("yearly annually everyyear onceayear".split(), "FREQ=YEARLY"),
    **dict.fromkeys("onetime oneoff".split(), "once"),
}
COUNTED = re.compile(r"(?:every|each)?(\d{1,4})(h|d|w|mo)(?:ou)?(?:r|rs|rly|ay|ays|eek|eeks|nth|nths)?", re.ASCII)


def is_own(header: Sequence[str]) -> bool:
    """Tell a file that techday wrote."""
    return list(map(key, header)) == list(map(key, WATCH_HEADER.values()))


def is_header(cells: Sequence[str], named: Sequence[str] = ()) -> bool:
    """Tell the header of a list of watches from a title above it: two of its fields, or all the columns of `named`."""
    keys = set(map(key, cells))
    if named and keys.issuperset(map(key, named)):
        return True
    return sum(not keys.isdisjoint(names) for names in NAMES.values()) > 1


def watch_columns(header: Sequence[str], chosen: Mapping[str, str], client_given: bool) -> Columns:
    """Find the columns of a list of watches; `client_given` tells that --client names the client of rows without one.

    Raises BadUsage where no column holds the name, or none the client; and as `find_columns`.
    """
    columns = find_columns(header, NAMES, chosen)
    if "name" not in columns.position:
        raise no_column("the name of a watch", header, 'Name it with --map "COLUMN=name"')
    if "client" not in columns.position and not client_given:
        raise no_column("the client", header, 'Name it with --map "COLUMN=client", or the client with --client')
    return columns


def kind_in(kind: str, name: str) -> str:
    """Give the kind of a watch: told by its cell, else by its name; raises Rejected where the words do not decide."""
    text = kind or name
    found = {KIND_WORDS[word] for word in re.findall("[a-z]+", text.casefold()) if word in KIND_WORDS}
    if len(found) == 1:
        return found.pop()
    if found:
        raise Rejected(f"the kind of {quoted(text)} could be {' or '.join(sorted(found))}")
    raise Rejected(f"the kind of {quoted(text)} is none of backup, sensor, fix, approval, update")


def frequency_in(text: str) -> str:
    """Give a frequency as a watch keeps it, "" for once. Raises Rejected for what is none.

    >>> frequency_in("Every 4 hours"), frequency_in("2 weeks"), frequency_in("once")
    ('4h', '14d', '')
    """
    word = "".join(filter(str.isalnum, text.casefold()))
    counted = COUNTED.fullmatch(word)
    if counted and counted[2] == "mo":
        text = f"FREQ=MONTHLY;INTERVAL={int(counted[1])}"
    elif counted:
        text = counted[1] + counted[2]
    try:
        return read_every(FREQUENCIES.get(word, text))
    except BadUsage as error:
        raise Rejected(f"{error.message} ({error.hint})") from None
