"""The command line itself: names, options before and after the verb, exit codes, and what goes where."""

import sqlite3

import pytest
from inline_snapshot import snapshot

from techday import __version__
from techday.pages import commands as pages_commands
from techday.tickets import acts, lifecycle
from tests.conftest import Techday


def test_words_that_mean_nothing_name_the_nearest_and_the_help(techday: Techday) -> None:
    assert techday.tell(
        "nonsense",
        "tickte",
        "ticket shw",
        "ticket list --al",
        "ticket list --nonsense",
        "ticket list extra words",
        "ticket list --most 0",
        "ticket list --most",
        "--store",
        "--nonsense",
    ) == snapshot("""\

$ techday nonsense
2| techday: No such command 'nonsense'
2|   techday --help
exit 2
$ techday tickte
2| techday: No such command 'tickte'. Did you mean 'ticket'?
2|   techday --help
exit 2
$ techday ticket shw
2| techday: No such command 'shw'. Did you mean 'show'?
2|   techday ticket --help
exit 2
$ techday ticket list --al
2| techday: No such option: --al (Possible options: --all, --help)
2|   techday ticket list --help
exit 2
$ techday ticket list --nonsense
2| techday: No such option: --nonsense
2|   techday ticket list --help
exit 2
$ techday ticket list extra words
2| techday: Got unexpected extra argument(s) (extra words)
2|   techday ticket list --help
exit 2
$ techday ticket list --most 0
2| techday: --most is a number from 1 to 1,000,000
2|   --most 50
exit 2
$ techday ticket list --most
2| techday: Option '--most' requires an argument
2|   techday --help
exit 2
$ techday --store
2| techday: Option '--store' requires an argument
2|   techday --help
exit 2
$ techday --nonsense
2| techday: No such option: --nonsense
2|   techday --help
exit 2
""")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("meeting monday", "techday meeting agenda monday"),
        ("meeting 3", "techday meeting show 3"),
        ("--plain meeting END", "techday meeting agenda end"),
        ("meeting lunch", "techday meeting --help"),
        ("meeting strat", "techday meeting --help"),  # Did you mean 'start'?
        ("checkin yesterday", "techday checkin --date yesterday"),
        ("checkin list", "techday checkin --date yesterday"),
        ("checkin tomorrow", "techday checkin --help"),
        ("ticket 12", "techday ticket --help"),  # a noun that knows no short forms
    ],
)
def test_a_short_form_names_the_command_that_is_meant(techday: Techday, typed: str, hint: str) -> None:
    for command in (f"{typed} --json", f"--json {typed}"):
        told = techday(command)
        assert (told.exit, told.error["hint"]) == (2, hint), command


def test_a_short_form_is_refused_as_ever_where_the_settings_are_wrong(techday: Techday) -> None:
    techday.configure("nonsense")
    assert "No such command 'fri'" in techday("checkin fri").stderr


def test_the_version_is_told(techday: Techday) -> None:
    assert techday("--version") == (0, f"techday {__version__}\n", "")


def test_a_shortcut_is_the_same_as_its_long_form(techday: Techday) -> None:
    other = Techday(techday.home / "other")
    other.home.mkdir()
    techday.did("add Mail", "start 1", "reply 1 hello", "stop")
    other.did("ticket add Mail", "timecard start 1", "ticket reply 1 hello", "timecard stop")
    for read in ("ticket show 1 --json", "timecard --json", "log --json"):
        assert techday(read).stdout == other(read).stdout


@pytest.mark.parametrize("noun", ["today", "ticket", "client"])
def test_a_bare_noun_is_a_screen(techday: Techday, noun: str) -> None:
    verb = {"ticket": "list", "client": "list"}.get(noun, "")
    techday.did("client add Acme", "add Mail --client acme")
    assert techday(noun).stdout == techday(f"{noun} {verb}").stdout
    assert techday(f"{noun} --json").json == techday(f"{noun} {verb} --json").json


@pytest.mark.parametrize("command", ["--json ticket list", "ticket --json list", "ticket list --json"])
def test_json_is_asked_for_before_the_verb_or_after_it(techday: Techday, command: str) -> None:
    assert techday(command).json == {"schema": "techday.tickets/1", "tickets": [], "total": 0}


def test_the_store_of_the_command_line_stands_above_that_of_the_environment(techday: Techday) -> None:
    techday.did("add here", f"--store {techday.home}/there.db add there")
    assert techday("ticket list --json").json["tickets"][0]["title"] == "here"
    there = techday(f"--store {techday.home}/there.db ticket list --json").json
    assert [one["title"] for one in there["tickets"]] == ["there"]


def test_the_settings_of_the_command_line_stand_above_those_of_the_environment(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.home.joinpath("sam.toml").write_text('[technician]\nname = "Sam Reed"\n', encoding="utf-8")
    assert techday("today --json").json["technician"] == "Kim Lee"
    assert techday(f"--config {techday.home}/sam.toml today --json").json["technician"] == "Sam Reed"
    assert techday(f"--config {techday.home}/none.toml today --json").json["technician"] is None


@pytest.mark.parametrize("option", ["store", "config"])
def test_a_path_in_the_home_of_nobody_is_said_so(techday: Techday, option: str) -> None:
    for told in (
        techday(f"--{option} ~nobody-of-that-name/x today"),
        techday("today", **{f"TECHDAY_{option.upper()}": "~nobody-of-that-name/x"}),
    ):
        assert (told.exit, told.stdout) == (2, "")
        assert told.stderr.startswith("techday: Nobody's home is meant by ~nobody-of-that-name")


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("2026-11-23T08:14:00Z", "2026-11-23T08:14:00Z"),
        ("2026-11-23T10:14:00+02:00", "2026-11-23T08:14:00Z"),
        ("2026-11-23T08:14:00.9Z", "2026-11-23T08:14:00Z"),
        ("2026-11-23 08:14", "2026-11-23T08:14:00Z"),  # local: the test's zone is UTC
    ],
)
def test_the_clock_can_be_set(techday: Techday, text: str, now: str) -> None:
    assert techday("today --json", now=text).json["now"] == now


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "0001-01-01T00:00:00+14:00", "\x1b[31m"])
def test_a_clock_that_cannot_be_read_is_said_so(techday: Techday, text: str) -> None:
    refused = techday("today", now=text)
    assert refused.exit == 2
    assert refused.stderr.startswith("techday: TECHDAY_NOW is not an instant")
    assert "\x1b" not in refused.stderr


@pytest.mark.parametrize(
    ("command", "exit_code"),
    [
        ("today", 0),
        ("ticket note 1 looked", 0),
        ("ticket reply 1 x --at 1h", 1),
        ("ticket add", 2),
        ("ticket add x --at 25:99", 2),
        ("ticket show 99", 3),
        ("--store /dev/null today", 4),
        ("--store {home} today", 4),
        ("--store {home}/config.toml today", 4),
    ],
)
def test_the_exit_code_says_who_is_at_fault(techday: Techday, command: str, exit_code: int) -> None:
    techday.configure("")
    techday.did("add Mail is down")
    told = techday(command.format(home=techday.home))
    assert told.exit == exit_code
    assert bool(told.stdout) == (exit_code == 0)
    assert len(told.stderr.splitlines()) == (2 if exit_code else 0)


def test_settings_that_are_wrong_name_the_line(techday: Techday) -> None:
    techday.configure("[technician]\nnmae = 'Kim'\n")
    told = techday("today")
    assert (told.exit, told.stdout) == (2, "")
    assert "line 2: unknown setting technician.nmae" in told.stderr
    assert "Did you mean technician.name?" in told.stderr


class Broken(Exception):
    """Something that nobody expected."""


def test_a_bug_is_told_in_one_line_and_nothing_is_written(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.did("add Mail is down")

    def breaks(*_: object) -> None:
        raise Broken("the\nunexpected")

    monkeypatch.setattr(acts, "note", breaks)
    told = techday("ticket note 1 words", TECHDAY_TRACEBACK="")
    assert (told.exit, told.stdout) == (70, "")
    assert told.stderr == snapshot("""\
techday: a bug in techday: Broken: the unexpected
  Nothing was written. Please report it; TECHDAY_TRACEBACK=1 shows where it happened
""")
    assert techday("ticket note 1 words --json", TECHDAY_TRACEBACK="").error["kind"] == "bug"
    assert len(techday("log --json").json["operations"]) == 1
    with pytest.raises(Broken):
        techday("ticket note 1 words")


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 1),
        (EOFError(), 130),
        (RecursionError("too deep"), 70),
        (sqlite3.OperationalError("no such column: nonsense"), 70),  # our own mistake, not the file's
    ],
)
def test_whatever_breaks_off_ends_in_a_code(
    techday: Techday, monkeypatch: pytest.MonkeyPatch, error: BaseException, exit_code: int
) -> None:
    def breaks(*_: object) -> None:
        raise error

    monkeypatch.setattr(pages_commands, "show_today", breaks)
    told = techday("today", TECHDAY_TRACEBACK="")
    assert (told.exit, told.stdout) == (exit_code, "")


def test_an_interruption_in_the_middle_of_a_write_leaves_nothing(
    techday: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    techday.did("add Mail is down", "start 1")

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lifecycle, "finish", breaks)
    assert techday("ticket close 1", now="2026-11-23T09:00:00Z").exit == 130
    assert techday("timecard --json").json["entries"][0]["ended_at"] is None
    assert len(techday("log --json").json["operations"]) == 2


@pytest.mark.parametrize(
    "command", ["ticket list --most 0", "ticket list --most -3", "log --most 99999999999999999999"]
)
def test_a_number_of_lines_that_shows_nothing_is_refused(techday: Techday, command: str) -> None:
    result = techday(command)
    assert (result.exit, result.stdout) == (2, "")
    assert "--most is a number from 1 to" in result.stderr
