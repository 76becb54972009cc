"""config.toml: what it may hold, what an error in it says, and how a change leaves the rest of it alone."""

import datetime
import os
import stat
from pathlib import Path

import pytest

from techday import settings
from techday.errors import BadUsage, NotFound
from techday.settings import KEYS, Settings, draft, key_named, load, replace_file, value_of, write
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
    assert read.shift == settings.Shift(datetime.time(22), datetime.time(6), frozenset({0, 1}))
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
    "technician.zone": ('"Europe/Atlantis"', "must be a time zone such as"),
    "technician.country": ('"Germany"', "must be a country of two letters"),
    "technician.region": ("1", "must be text in quotes"),
    "shift.start": ('"25:00"', "must be a time of day"),
    "shift.end": ("800", "must be a time of day"),
    "shift.days": ('"someday"', "must be weekdays"),
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
