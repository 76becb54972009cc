"""Config, as a person and a script meet it; the file itself is in tests/test_settings.py."""

import contextlib
import json
import sqlite3

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday


def holidays(techday: Techday, country: str, region: str = "") -> dict[str, str]:
    """Give the public holidays that the store keeps, by day."""
    with contextlib.closing(sqlite3.connect(techday.store)) as db:
        found = db.execute("SELECT day, name FROM holiday WHERE country = ? AND region = ?", (country, region))
        return dict(found.fetchall())


def test_bare_config_shows_every_setting_and_whether_the_file_says_so(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Sam Reed"\naliases = ["sreed"]\n')
    result = techday("config")

    assert result.stdout == snapshot("""\
technician.name     Sam Reed          file
technician.aliases  sreed             file
technician.manager  -                 default
technician.email    -                 default
technician.zone     -                 default
technician.country  -                 default
technician.region   -                 default
shift.start         08:00             default
shift.end           17:00             default
shift.days          Mon-Fri           default
shift.lunch         12:00-13:00       default
timecard.gap        5m                default
timecard.target     75%               default
timecard.limit      12h               default
timecard.approver   -                 default
outbox.head         -                 default
outbox.time         -                 default
outbox.words        -                 default
contact.replies     no                default
schedule.travel     30m               default
hours.opens         08:00             default
hours.closes        17:00             default
hours.days          Mon-Fri           default
import.folder       -                 default
date_order          -                 default
""")
    assert result.stderr == f"{techday.config}\n"
    assert techday("config get").stdout == result.stdout


def test_config_works_before_there_is_a_file(techday: Techday) -> None:
    assert "not written yet" in techday("config").stderr
    assert techday("config path").stdout == f"{techday.config}\n"
    assert not techday.config.exists()


def test_one_value_is_printed_alone_for_a_script(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Sam Reed"\n')

    assert techday("config get technician.name").stdout == "Sam Reed\n"
    assert techday("config get Shift.Days").stdout == "Mon-Fri\n"


def test_a_value_needs_no_quotes(techday: Techday) -> None:
    assert techday("config set technician.name Sam Reed").stdout == "technician.name is Sam Reed\n"
    assert techday("config get technician.name").stdout == "Sam Reed\n"


def test_an_empty_value_brings_back_the_default(techday: Techday) -> None:
    techday("config set shift.start 09:00")
    result = techday("config", "set", "shift.start", "")

    assert result.stdout == "shift.start is 08:00, its default\n"
    assert "start" not in techday.config.read_text(encoding="utf-8")


def test_a_missing_value_is_asked_and_enter_keeps_what_it_is(techday: Techday) -> None:
    techday("config set technician.name Sam Reed")
    asked = techday("config set technician.name", typed="\n")

    assert asked.stderr == "Your name, as ticket exports write it [Sam Reed]: "
    assert asked.stdout == "technician.name is Sam Reed\n"
    assert techday("config set technician.name", typed="Kim Voss\n").stdout == "technician.name is Kim Voss\n"


@pytest.mark.parametrize(
    ("command", "exit_code", "message", "hint"),
    [
        ("config get technician.nmae", 3, "No setting technician.nmae", "Did you mean technician.name"),
        ("config set nothing x", 3, "No setting nothing", "techday config get lists them"),
        ("config set shift.start", 2, "VALUE is missing", '"" for its default'),
        ("config set shift.start noon", 2, "shift.start must be a time of day", "techday config set shift.start VALUE"),
        ("config set technician.country Germany", 2, "must be a country of two letters", "techday config set"),
        ("config set technician.country ZZ", 2, "No holidays are known of the country ZZ", "two letters such as DE"),
        ("config sett x y", 2, "No such command 'sett'", "techday config --help"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_is_written(
    techday: Techday, command: str, exit_code: int, message: str, hint: str
) -> None:
    result = techday(command)

    assert (result.exit, result.stdout) == (exit_code, "")
    assert message in result.stderr
    assert hint in result.stderr
    assert not techday.config.exists()
    assert not techday.store.exists()


def test_settings_for_scripts(techday: Techday) -> None:
    techday.configure('[technician]\naliases = ["sreed", "Reed, Sam"]\n')
    told = json.loads(techday("config --json").stdout)

    assert (told["schema"], told["path"]) == ("techday.config/1", str(techday.config))
    rows = {row["key"]: (row["value"], row["source"]) for row in told["settings"]}
    assert rows["technician.aliases"] == (["sreed", "Reed, Sam"], "file")
    assert rows["shift.start"] == ("08:00", "default")
    changed = json.loads(techday("config set shift.start 09:00 --json").stdout)
    assert changed["summary"] == "shift.start is 09:00"
    assert changed["settings"] == snapshot(
        [{"key": "shift.start", "value": "09:00", "source": "file", "help": "When your shift starts"}]
    )


def test_setting_the_country_keeps_its_public_holidays_in_the_store(techday: Techday) -> None:
    techday("config set technician.country de")
    assert holidays(techday, "DE")["2026-12-25"] == "Christmas Day"

    techday("config set technician.region be")
    berlin = holidays(techday, "DE", "BE")
    assert berlin["2026-03-08"] == "Women's Day"
    assert {day[:4] for day in berlin} == {str(year) for year in range(2023, 2033)}


def test_public_holidays_are_a_cache_and_nothing_to_undo(techday: Techday) -> None:
    techday("config set technician.country de")
    techday("config set technician.country de")

    assert techday("log").stdout == "Nothing was written yet.\n"
    assert techday("undo").exit == 1


def test_an_unknown_region_names_the_known_ones_and_changes_nothing(techday: Techday) -> None:
    techday("config set technician.country de")
    before = techday.config.read_text(encoding="utf-8")
    result = techday("config set technician.region XX")

    assert result.exit == 2
    assert "No holidays are known of the region XX in DE" in result.stderr
    assert "BE" in result.stderr
    assert techday.config.read_text(encoding="utf-8") == before
    assert holidays(techday, "DE", "XX") == {}


def test_a_store_that_cannot_be_written_keeps_the_settings_as_they_were(techday: Techday) -> None:
    """Else the clocks would count with a country whose holidays nobody knows."""
    techday.store.parent.mkdir()
    techday.store.write_bytes(b"")
    result = techday("config set technician.country de")

    assert result.exit == 4
    assert not techday.config.exists()
    assert techday("config set technician.name Sam Reed").exit == 0  # which needs no store


def test_the_place_of_the_settings_is_told_even_while_they_are_wrong(techday: Techday) -> None:
    techday.configure("name = ")

    assert techday("config path").stdout == f"{techday.config}\n"
    assert techday("config").exit == 2


def test_keys_are_completed(techday: Techday) -> None:
    from techday.admin.config import complete_key

    assert [key for key, _ in complete_key("shift.")] == ["shift.start", "shift.end", "shift.days", "shift.lunch"]
    assert complete_key("nothing") == []
    assert techday("config get --help").exit == 0
