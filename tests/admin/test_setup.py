"""Setup: short, skippable, and all or nothing."""

import json

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday

ANSWERS = "Sam Reed\nsreed, Reed S.\n9-17:30\nmon-thu\neurope/berlin\nde\nbe\n"


def questions(stderr: str) -> list[str]:
    """Give what was asked and told, line by line; the answers, which end the lines of a terminal, are not in it."""
    return stderr.strip().replace(": ", "\n").splitlines()


def test_everything_is_asked_once_and_shown_at_the_end(techday: Techday) -> None:
    result = techday("setup", typed=ANSWERS)

    assert result.exit == 0
    assert questions(result.stderr) == snapshot(
        [
            "Enter keeps what is shown; Ctrl-D leaves without changing anything.",
            "Your name, as ticket exports write it",
            "Other spellings of it, with commas",
            "Your shift [08:00-17:00]",
            "The days on which it starts [Mon-Fri]",
            "Your time zone [UTC]",
            "Country for public holidays, such as DE",
            "Region of DE",
            "Next",
            "techday today",
        ]
    )
    assert result.stdout == snapshot("""\
technician.name = Sam Reed
technician.aliases = sreed, Reed S.
shift.start = 09:00
shift.end = 17:30
shift.days = Mon-Thu
technician.zone = Europe/Berlin
technician.country = DE
technician.region = BE
""")
    assert techday.config.read_text(encoding="utf-8") == snapshot("""\
[technician]
name = "Sam Reed"
aliases = ["sreed", "Reed S."]
zone = "Europe/Berlin"
country = "DE"
region = "BE"

[shift]
start = "09:00"
end = "17:30"
days = "Mon-Thu"
""")


def test_enter_keeps_what_is_shown_and_writes_nothing(techday: Techday) -> None:
    result = techday("setup", typed="\n" * 7)

    assert result.exit == 0
    assert not techday.config.exists()
    assert not techday.store.exists()


def test_a_second_setup_shows_what_the_first_one_set(techday: Techday) -> None:
    techday("setup", typed=ANSWERS)
    before = techday.config.read_text(encoding="utf-8")
    again = techday("setup", typed="\n\n\n\n\n\n\n")

    assert "Your shift [09:00-17:30]: " in again.stderr
    assert "Region of DE [BE]: " in again.stderr
    assert techday.config.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("answered", range(7))
def test_leaving_at_any_question_writes_nothing(techday: Techday, answered: int) -> None:
    typed = "".join(ANSWERS.splitlines(keepends=True)[:answered])
    result = techday("setup", typed=typed)

    assert (result.exit, result.stdout) == (130, "")
    assert not techday.config.exists()
    assert not techday.store.exists()


def test_a_wrong_answer_is_asked_again_with_the_reason(techday: Techday) -> None:
    wrong = (
        "Sam\n\nall day\n25:00-26:00\n08:00-16:00\nsomeday\nmon-fri\nBerlin\nEurope/Berlin\nGermany\nzz\nde\nxx\nbe\n"
    )
    result = techday("setup", typed=wrong, COLUMNS="200")

    assert result.exit == 0
    assert [line.strip()[:60] for line in questions(result.stderr) if line.startswith("  ")] == snapshot(
        [
            "A shift is written as 08:00-17:00",
            "shift.start must be a time of day",
            "shift.days must be weekdays",
            'technician.zone must be a time zone such as "Europe/Berlin"',
            'technician.country must be a country of two letters, such as "DE"'[:60],
            "No holidays are known of the country ZZ (Name it by two letters such as DE, or leave it empty)"[:60],
            "No holidays are known of the region XX in DE (One of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP)"[:60],
        ]
    )
    assert "technician.region = BE" in result.stdout


def test_another_country_drops_the_region_of_the_former_one(techday: Techday) -> None:
    techday("setup --country de --region be")

    assert techday("setup --country at").exit == 0
    assert techday("config get technician.region").stdout == "\n"
    assert techday("setup", typed="\n\n\n\n\nde\n\n").exit == 0
    assert techday("config get technician.region").stdout == "\n"


def test_a_country_without_regions_is_not_asked_for_one(techday: Techday) -> None:
    assert "Region" not in techday("setup", typed="\n\n\n\n\nse\n").stderr


def test_options_ask_nothing(techday: Techday) -> None:
    result = techday(
        "setup --name 'Sam Reed' --alias sreed --alias 'S Reed' --shift 22:00-06:00 --days daily", typed=""
    )

    assert result.exit == 0
    assert result.stdout == snapshot("""\
technician.name = Sam Reed
technician.aliases = sreed, S Reed
shift.start = 22:00
shift.end = 06:00
shift.days = daily
""")
    assert result.stderr == "Next: techday today\n"


def test_setup_by_options_keeps_the_rest_of_the_file(techday: Techday) -> None:
    techday.configure('# mine\n[technician]\nname = "Sam Reed"  # me\n')
    techday("setup --zone Europe/Berlin")

    assert (
        techday.config.read_text(encoding="utf-8")
        == '# mine\n[technician]\nname = "Sam Reed"  # me\nzone = "Europe/Berlin"\n'
    )


def test_setup_without_options_and_without_a_terminal_lists_the_options(techday: Techday) -> None:
    result = techday("setup")

    assert result.exit == 2
    assert result.stderr == snapshot("""\
techday: setup has nothing to set, and nobody can be asked
  techday setup --name NAME --alias NAME --shift 08:00-17:00 --days mon-fri --zone ZONE --country DE --region BE
""")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--shift noon", "A shift is written as 08:00-17:00"),
        ("--shift 08:00-", "shift.end must be a time of day"),
        ("--days never", "shift.days must be weekdays"),
        ("--zone Atlantis", "technician.zone must be a time zone"),
        ("--country ZZ", "No holidays are known of the country ZZ"),
        ("--country DE --region XX", "No holidays are known of the region XX in DE"),
        ("--name Sam --country Germany", "technician.country must be a country of two letters"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(techday: Techday, options: str, told: str) -> None:
    result = techday(f"setup {options}")

    assert (result.exit, result.stdout) == (2, "")
    assert told in result.stderr
    assert not techday.config.exists()
    assert not techday.store.exists()


def test_setup_for_scripts_gives_the_settings(techday: Techday) -> None:
    told = json.loads(techday("setup --name Sam --json").stdout)

    assert told["schema"] == "techday.config/1"
    assert {"key": "technician.name", "value": "Sam", "source": "file"}.items() <= told["settings"][0].items()
