"""config.toml: what it may hold, what an error in it says, and how a change leaves the rest of it alone."""

import datetime
import os
import stat
from pathlib import Path

import pytest

from techday import settings
from techday.core.durations import Rounding
from techday.core.work_types import WorkType, type_named
from techday.errors import BadUsage, NotFound
from techday.settings import KEYS, Settings, draft, key_named, load, names_in, replace_file, value_of, write
from tests.conftest import Techday

FULL = """\
# Sam's settings
date_order = "dmy"   # as we write it here

[technician]
name = "Sam Reed"
aliases = ["sreed", "Reed, Sam"]
manager = "Kim Voss"
zone = "Europe/Berlin"
country = "de"
region = "be"

[shift]
start = "22:00"
end = 06:00:00
days = ["mon", "tue"]
lunch = "01:00-01:30"   # at night

[timecard]
gap = "10m"
target = 80
limit = "14h"
approver = "Pat Lee <pat@example.org>"

[outbox]
head = "== {ref} =="
time = '''
{start}-{end}
  {note}
'''

[worktype.default]
step = "15m"

[worktype.on-call]   # nights and weekends
billable = false
minimum = "1h"
per = "ticket-day"

[hours]
opens = "7:30"
closes = "18:00"
days = "mon-sat"

[import]
folder = "~/Exports of  Acme"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Give the path of a config.toml that is not there yet."""
    return tmp_path / "config.toml"


def test_without_a_file_everything_has_its_default(config: Path) -> None:
    assert load(config) == Settings()


def test_a_whole_file_is_read(config: Path) -> None:
    config.write_text(FULL, encoding="utf-8")
    read = load(config)

    assert read.technician == settings.Technician(
        "Sam Reed", ("sreed", "Reed, Sam"), "Kim Voss", "Europe/Berlin", "DE", "BE"
    )
    lunch = (datetime.time(1), datetime.time(1, 30))
    assert read.shift == settings.Shift(datetime.time(22), datetime.time(6), frozenset({0, 1}), lunch)
    assert read.timecard == settings.Timecard(600, 80, 14 * 3600, "Pat Lee <pat@example.org>")
    assert read.outbox == settings.Outbox("== {ref} ==", "{start}-{end}\n  {note}")
    on_call = WorkType("on-call", billable=False, utilised=True, rounding=Rounding(0, 3600, 900, 0), per="ticket-day")
    assert type_named(read.work_types, "on-call") == on_call
    assert type_named(read.work_types, "remote").rounding == Rounding(step=900)
    assert read.hours == settings.Hours(datetime.time(7, 30), datetime.time(18), frozenset(range(6)))
    assert read.imports.folder == "~/Exports of  Acme"
    assert read.date_order == "dmy"


@pytest.mark.parametrize(
    "text",
    [
        'technician.name = "Sam Reed"',
        'technician = { name = "Sam Reed" }',
        '[technician]\nname = "Sam Reed"',
        '["technician"]\n"name" = \'Sam Reed\'',
        '\ufeff[technician]\r\nname = "Sam Reed"\r\n',
        '[technician]\nname = "  Sam\\u202e \\u001b[31mReed "',
    ],
)
def test_toml_may_be_written_in_any_of_its_ways(config: Path, text: str) -> None:
    config.write_bytes(text.encode())

    assert load(config).technician.name == "Sam Reed"


WRONG = {
    "technician.name": ("5", "must be text in quotes"),
    "technician.aliases": ("[1]", "must be a list of names"),
    "technician.manager": ("true", "must be text in quotes"),
    "technician.email": ("7", "must be text in quotes"),
    "technician.zone": ('"Europe/Atlantis"', "must be a time zone such as"),
    "technician.country": ('"Germany"', "must be a country of two letters"),
    "technician.region": ("1", "must be text in quotes"),
    "shift.start": ('"25:00"', "must be a time of day"),
    "shift.end": ("800", "must be a time of day"),
    "shift.days": ('"someday"', "must be weekdays"),
    "shift.lunch": ('"12-13"', "must be a window such as"),
    "timecard.gap": ("5", "must be text in quotes"),
    "timecard.target": ("101", "must be a percentage from 0 to 100"),
    "timecard.limit": ('"12"', "must be a length of time"),
    "timecard.approver": ('"Pat Lee"', "must be a mail address"),
    "contact.replies": ('"perhaps"', "must be yes or no"),
    "schedule.travel": ('"soon"', "must be a length of time"),
    "outbox.head": ("1", "must be text in quotes"),
    "outbox.time": ("[]", "must be text in quotes"),
    "outbox.words": ('"' + "x" * 4_001 + '"', "is too long: 4000 characters"),
    "hours.opens": ('"08.00"', "must be a time of day"),
    "hours.closes": ('"\u0668:\u0660\u0660"', "must be a time of day"),
    "hours.days": ("[1, 2]", "must be weekdays"),
    "import.folder": ('"a\\u0000b"', "must be the path of a folder"),
    "date_order": ('"ymd"', 'must be "dmy"'),
}


@pytest.mark.parametrize("key", [key.name for key in KEYS])
def test_a_wrong_value_is_told_with_file_line_and_key(config: Path, key: str) -> None:
    value, told = WRONG[key]
    section, _, field = key.rpartition(".")
    heading = f"[{section}]\n" if section else ""
    config.write_text(f"# a comment\n\n{heading}{field} = {value}\n", encoding="utf-8")
    line = 4 if section else 3

    with pytest.raises(BadUsage) as wrong:
        load(config)

    assert wrong.value.message.startswith(f"{config}, line {line}: {key} {told}")
    assert wrong.value.hint == f"techday config set {key} VALUE"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[technician]\nnmae = 'Sam'", "line 2: unknown setting technician.nmae", "Did you mean technician.name?"),
        ("[tecnician]\nname = 'Sam'", "line 1: unknown setting tecnician", "Did you mean technician?"),
        ("technician.nmae = 'Sam'", "line 1: unknown setting technician.nmae", "Did you mean technician.name?"),
        ("\ntechnician = { name = 5 }", "line 2: technician.name must be text", "techday config set technician.name"),
        ("\n\ntechnician = 5", "line 3: technician must be a section", "[technician] holds technician.name"),
        ("[technician]\nname = ", "line 2: not valid TOML: Invalid value", "Mend that line"),
        ("[technician]\nname = 'a'\nname = 'b'", "not valid TOML: Cannot overwrite a value", "Mend that line"),
        ("x = " + "[" * 5_000, "not valid TOML", "Mend that line"),
        ('"\\u001b[2J" = 1', "line 1: unknown setting", "techday config lists the settings"),
        ("[technician]\nname = '" + "x" * 1_000_000 + "'", "line 2: technician.name is too long", "techday config set"),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(config: Path, text: str, message: str, hint: str) -> None:
    config.write_text(text, encoding="utf-8")

    with pytest.raises(BadUsage) as wrong:
        load(config)

    assert message in wrong.value.message
    assert hint in wrong.value.hint
    assert len(wrong.value.message) < 1_000
    assert "\x1b" not in wrong.value.message


def test_a_file_that_is_not_utf_8_is_told_with_its_line(config: Path) -> None:
    config.write_bytes('# Größe\n\n[technician]\nname = "Jörg"\n'.encode("latin-1"))

    with pytest.raises(BadUsage, match="line 1: not UTF-8 text"):
        load(config)


def test_a_directory_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="Cannot read"):
        load(tmp_path)


def test_an_error_in_the_settings_ends_a_command_in_one_line(techday: Techday) -> None:
    techday.configure("[shift]\nstart = 8\n")
    result = techday("today")

    assert (result.exit, result.stdout) == (2, "")
    message, hint = result.stderr.splitlines()
    assert message == f'techday: {techday.config}, line 2: shift.start must be a time of day: "08:00"'
    assert hint == "  techday config set shift.start VALUE"
    assert techday("config set shift.start 08:00").exit == 0
    assert techday("today").exit == 0


def test_a_change_keeps_comments_and_order(config: Path) -> None:
    config.write_text(FULL, encoding="utf-8")
    write(config, "shift.start", "21:30")

    assert config.read_text(encoding="utf-8") == FULL.replace('start = "22:00"', 'start = "21:30"')


def test_a_key_that_is_new_joins_its_section(config: Path) -> None:
    config.write_text("# mine\n[technician]\nname = 'Sam'  # me\n\n[shift]\nstart = '09:00'\n", encoding="utf-8")
    write(config, "technician.manager", "Kim Voss")
    write(config, "date_order", "dmy")

    text = config.read_text(encoding="utf-8")
    assert "name = 'Sam'  # me\nmanager = \"Kim Voss\"\n" in text
    assert text.index("date_order") < text.index("[technician]")
    assert load(config).technician.manager == "Kim Voss"


def test_an_empty_value_takes_the_key_away(config: Path) -> None:
    config.write_text(FULL, encoding="utf-8")
    write(config, "hours.opens", " ")

    assert "opens" not in config.read_text(encoding="utf-8")
    assert load(config).hours.opens == datetime.time(8)
    write(config, "hours.opens", "")  # and again: it is gone already


@pytest.mark.parametrize("key", [key.name for key in KEYS])
@pytest.mark.parametrize(
    "before",
    [
        "",
        FULL,
        "technician.zone = 'UTC'\nshift.start = '07:00'\n",
        "technician = { zone = 'UTC' }\nshift = { start = '07:00' }\nhours = {}\nimport = {}\n",
        "[import]\n# nothing here\n\n[hours]\n\n[technician]\n",
        "worktype.travel.step = '6m'\n\n[timecard]\n[outbox]\nhead = 'x'\n",
    ],
)
def test_any_key_can_be_set_in_any_file_and_changes_nothing_else(config: Path, before: str, key: str) -> None:
    values = {
        "technician.aliases": "sreed, S. Reed",
        "technician.zone": "America/New_York",
        "technician.country": "US",
        "shift.start": "06:15",
        "shift.end": "14:45",
        "hours.opens": "06:00",
        "hours.closes": "20:00",
        "shift.days": "Mon, Wed",
        "shift.lunch": "11:30-12:15",
        "timecard.gap": "7m",
        "timecard.target": "60%",
        "timecard.limit": "10h30",
        "timecard.approver": "kim@example.org",
        "contact.replies": "yes",
        "technician.email": "kim@example.com",
        "schedule.travel": "45m",
        "hours.days": "daily",
        "date_order": "mdy",
    }
    config.write_text(before, encoding="utf-8")
    untouched = load(config)
    write(config, key, values.get(key, "Kim Voss"))
    changed = load(config)

    for other in KEYS:
        if other.name == key:
            assert value_of(changed, other) == other.read(values.get(key, "Kim Voss"))
        else:
            assert value_of(changed, other) == value_of(untouched, other), other.name
    write(config, key, "")
    assert value_of(load(config), key_named(key)) == value_of(Settings(), key_named(key))


TYPES = """\
[worktype.travel]  # by car
billable = false  # the firm pays

# nights
[worktype.on-call]
minimum = "1h"
"""


@pytest.mark.parametrize(
    ("key", "value", "shown", "in_file"),
    [
        ("worktype.on-call.billable", "no", "no", 'billable = "no"'),
        ("worktype.on-call.utilised", "off", "no", 'utilised = "no"'),
        ("worktype.travel.deduct", "0:20", "20m", 'deduct = "20m"'),
        ("worktype.travel.minimum", "90s", "90s", 'minimum = "90s"'),
        ("worktype.remote.step", "6m", "6m", 'step = "6m"'),
        ("worktype.default.maximum", "8h", "8h", 'maximum = "8h"'),
        ("worktype.default.billable", "no", "no", 'billable = "no"'),
        ("WorkType.On-Call.PER", "ticket day", "ticket-day", 'per = "ticket-day"'),
        ("shift.lunch", "none", "none", 'lunch = "none"'),
        ("shift.lunch", "12:00 \N{EN DASH} 12:45", "12:00-12:45", 'lunch = "12:00-12:45"'),
        ("shift.lunch", "23:30-0:15", "23:30-00:15", 'lunch = "23:30-00:15"'),
        ("timecard.target", "80", "80%", 'target = "80%"'),
        ("timecard.gap", "0m", "0m", 'gap = "0m"'),
        ("outbox.words", "{text}", "{text}", 'words = "{text}"'),
    ],
)
def test_what_config_sets_is_what_config_gets_and_comments_stay(
    techday: Techday, key: str, value: str, shown: str, in_file: str
) -> None:
    techday.configure(TYPES)
    name = key_named(key).name
    assert techday("config", "set", key, value).stdout == f"{name} is {shown}\n"

    assert techday("config", "get", key).stdout == f"{shown}\n"
    text = techday.config.read_text(encoding="utf-8")
    assert in_file in text.splitlines()
    assert [line for line in TYPES.splitlines() if line not in text.splitlines()] == []

    assert techday("config", "set", key, "").exit == 0
    assert name not in names_in(techday.config)


def test_a_type_of_work_that_only_the_settings_know_is_listed_with_its_fields(techday: Techday) -> None:
    techday.did("config set worktype.on-call.billable no", "config set worktype.on-call.minimum 1h")

    assert [line.split() for line in techday("config").stdout.splitlines() if "worktype" in line] == [
        ["worktype.on-call.billable", "no", "file"],
        ["worktype.on-call.minimum", "1h", "file"],
    ]


def test_what_holds_for_every_type_holds_where_a_type_says_nothing_itself(config: Path) -> None:
    write(config, "worktype.default.step", "15m")
    write(config, "worktype.default.billable", "no")
    write(config, "worktype.travel.step", "1m")
    write(config, "worktype.travel.billable", "yes")
    types = load(config).work_types

    assert (type_named(types, "remote").rounding.step, type_named(types, "remote").billable) == (900, False)
    assert (type_named(types, "travel").rounding.step, type_named(types, "travel").billable) == (60, True)


@pytest.mark.parametrize(
    "name",
    [
        "worktype",
        "worktype.travel",
        "worktype..billable",
        "worktype.travel.colour",
        "worktype.7.billable",
        "worktype.on call.billable",
        "worktype.r\u00e9union.billable",
        f"worktype.{'x' * 31}.billable",
    ],
)
def test_a_name_that_no_type_of_work_can_have_is_no_setting(config: Path, name: str) -> None:
    with pytest.raises(NotFound, match="No setting worktype"):
        key_named(name)
    section, _, field = name.rpartition(".")
    quoted = ".".join(f'"{part}"' for part in section.split("."))
    config.write_text(f'[{quoted}]\n"{field}" = "no"\n' if section else f'"{field}" = "no"\n', encoding="utf-8")
    with pytest.raises(BadUsage, match=r"line [12]: unknown setting worktype"):
        load(config)


def test_line_ends_and_the_mark_of_windows_stay(config: Path) -> None:
    config.write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    write(config, "technician.manager", "Lou Hart")

    expected = FULL.replace("Kim Voss", "Lou Hart").replace("\n", "\r\n").encode()
    assert config.read_bytes() == b"\xef\xbb\xbf" + expected


def test_a_linked_file_stays_a_link(tmp_path: Path, config: Path) -> None:
    real = tmp_path / "dotfiles" / "techday.toml"
    real.parent.mkdir()
    real.write_text(FULL, encoding="utf-8")
    config.symlink_to(real)
    write(config, "technician.name", "Kim Voss")

    assert config.is_symlink()
    assert load(real).technician.name == "Kim Voss"


def test_a_new_file_is_for_the_user_alone_and_an_old_one_keeps_its_rights(tmp_path: Path) -> None:
    new, old = tmp_path / "new" / "config.toml", tmp_path / "config.toml"
    old.write_text("")
    old.chmod(0o644)
    write(new, "technician.name", "Sam Reed")
    write(old, "technician.name", "Sam Reed")

    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert stat.S_IMODE(old.stat().st_mode) == 0o644
    assert [path.name for path in new.parent.iterdir()] == ["config.toml"]


def test_a_change_that_cannot_be_written_leaves_the_old_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_number: int) -> None:
        raise OSError(28, "No space left on device")

    config.write_text(FULL, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(BadUsage, match=r"Cannot write .*: No space left on device"):
        write(config, "technician.name", "Kim Voss")

    assert config.read_text(encoding="utf-8") == FULL
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(BadUsage, match=r"Cannot (read|write)"):
        replace_file(tmp_path / "file" / "config.toml", b"")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("shift.start", "8", "shift.start must be a time of day"),
        ("shift.start", "1_0:00", "shift.start must be a time of day"),
        ("shift.start", "+8:00", "shift.start must be a time of day"),
        ("shift.start", "9" * 5_000 + ":00", "shift.start must be a time of day"),
        ("shift.days", "mon-xyz", "shift.days must be weekdays"),
        ("technician.zone", "Berlin", 'must be a time zone such as "Europe/Berlin"'),
        ("technician.zone", "Europe/Berlyn", 'must be a time zone such as "Europe/Berlin"'),
        ("technician.zone", "Europe", "must be a time zone such as"),
        ("technician.zone", "../../etc/passwd", "must be a time zone such as"),
        ("technician.zone", "\x00", "must be a time zone such as"),
        ("technician.name", "x" * 1_000_000, "technician.name is too long"),
        ("shift.lunch", "12:00", "shift.lunch must be a window"),
        ("shift.lunch", "12:00-12:00", "shift.lunch must be a window"),
        ("timecard.gap", "-5m", "timecard.gap must be a length of time"),
        ("timecard.gap", "2d", "timecard.gap must be a length of time"),
        ("timecard.target", "7.5", "timecard.target must be a percentage"),
        ("timecard.target", "\u0667\u0665", "timecard.target must be a percentage"),
        ("timecard.target", "-1", "timecard.target must be a percentage"),
        ("timecard.approver", "Pat Lee, at the office", "timecard.approver must be a mail address"),
        ("outbox.time", "x" * 5_000, "outbox.time is too long"),
        ("worktype.travel.billable", "maybe", "worktype.travel.billable must be yes or no"),
        ("worktype.travel.step", "a quarter", "worktype.travel.step must be a length of time"),
        ("worktype.travel.per", "week", 'worktype.travel.per must be "entry" or "ticket-day"'),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_written(config: Path, key: str, value: str, told: str) -> None:
    if value == "\x00":
        assert draft(config, {key: value}).settings == Settings()  # nothing is left of it
        return
    with pytest.raises(BadUsage) as wrong:
        draft(config, {key: value})

    assert told in wrong.value.message
    assert len(wrong.value.message) < 1_000


def test_a_zone_may_be_written_in_any_case(config: Path) -> None:
    assert draft(config, {"technician.zone": "europe/berlin"}).settings.technician.zone == "Europe/Berlin"
    assert draft(config, {"technician.zone": "America/new york"}).settings.technician.zone == "America/New_York"


def test_a_change_is_refused_while_the_file_is_wrong_elsewhere(config: Path) -> None:
    config.write_text("[shift]\nstart = 8\n", encoding="utf-8")

    with pytest.raises(BadUsage, match=r"shift\.start must be a time of day"):
        write(config, "technician.name", "Sam Reed")
    assert config.read_text(encoding="utf-8") == "[shift]\nstart = 8\n"


def test_several_changes_are_made_all_or_none(config: Path) -> None:
    with pytest.raises(BadUsage):
        draft(config, {"technician.name": "Sam Reed", "shift.start": "never"})
    with pytest.raises(NotFound, match=r"No setting technician\.nmae"):
        draft(config, {"technician.name": "Sam Reed", "technician.nmae": "Sam"})

    both = draft(config, {"technician.name": "Sam Reed", "shift.start": "09:00"})
    assert (both.settings.technician.name, both.settings.shift.start) == ("Sam Reed", datetime.time(9))
    assert not config.exists()


@pytest.mark.parametrize("name", ['Sam "the fixer" Reed', "C:\\Users\\sam", "Jörg Müller 🛠", "a # b", "[x] = 'y'"])
def test_any_text_survives_the_file(config: Path, name: str) -> None:
    write(config, "technician.name", name)

    assert load(config).technician.name == name
