"""techday as a program: its two names, pipes that close, streams that are not there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from techday import __version__
from tests.conftest import Techday

SCRIPTS = Path(sys.executable).parent
MODULE = [sys.executable, "-m", "techday"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX streams")


def run(techday: Techday, command: list[str], **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run a program in the technician's surroundings."""
    surroundings = {**techday.environ, "PATH": os.environ["PATH"], "PYTHONUTF8": "1", **environ}
    del surroundings["TECHDAY_TRACEBACK"]
    return subprocess.run(
        command, env=surroundings, capture_output=True, encoding="utf-8", errors="replace", check=False
    )


@pytest.mark.parametrize("name", ["techday", "td"])
def test_both_names_are_the_same_program_and_know_their_own(techday: Techday, name: str) -> None:
    program = shutil.which(name, path=str(SCRIPTS))
    if program is None:
        pytest.skip("techday is not installed here")
    assert run(techday, [program, "--version"]).stdout == f"techday {__version__}\n"
    assert run(techday, [program, "nonsense"]).stderr.splitlines()[1] == f"  {name} --help"
    assert run(techday, [program, "add", "Mail is down"]).stdout == "Added L1 Mail is down\n"


def test_python_runs_it_as_a_module(techday: Techday) -> None:
    ran = run(techday, [*MODULE, "nonsense"])
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == ["techday: No such command 'nonsense'", "  techday --help"]


@posix
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_that_went_away_is_no_error_to_be_told(techday: Techday, options: list[str]) -> None:
    """As in `techday ticket list | head -1`, but with a reader that is surely gone."""
    techday.did(*[f"add matter {number}" for number in range(3)])
    reading, writing = os.pipe()
    os.close(reading)
    surroundings = {**techday.environ, "PATH": os.environ["PATH"]}
    with os.fdopen(writing, "wb") as closed:
        ran = subprocess.run(
            [*MODULE, "ticket", "list", *options], env=surroundings, stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (ran.returncode, ran.stderr) == (1, b"")


@posix
def test_streams_that_are_not_there_are_no_bug(techday: Techday) -> None:
    """As from a scheduler that starts programs with everything closed."""
    told = run(techday, ["sh", "-c", '"$0" -m techday add Mail is down <&- >&- 2>&-', sys.executable])
    assert (told.returncode, told.stderr) == (0, "")
    assert techday("ticket list --json").json["tickets"][0]["title"] == "Mail is down"
    asked = run(techday, ["sh", "-c", '"$0" -m techday add <&-', sys.executable])
    assert (asked.returncode, asked.stderr.splitlines()[0]) == (2, "techday: Title is missing")


def test_words_that_are_no_text_are_taken_harmlessly(techday: Techday) -> None:
    if sys.platform == "win32":
        pytest.skip("arguments are always text on Windows")
    surroundings = {**techday.environ, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    ran = subprocess.run(
        [*map(os.fsencode, MODULE), b"add", b"caf\xe9 \xff\x1b[31m"], env=surroundings, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "\x1b" not in ran.stdout.decode()
    assert techday("ticket list --json").json["tickets"][0]["title"] == "caf\ufffd \ufffd"


def test_a_console_without_the_characters_gets_question_marks_and_json_loses_nothing(techday: Techday) -> None:
    techday.did("add Łódź 邮件")
    shown = run(techday, [*MODULE, "ticket", "list"], PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "  ?\ufffdd? ??  " in shown.stdout  # the o with its accent is one byte there
    document = run(techday, [*MODULE, "ticket", "list", "--json"], PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "\\u0141\\u00f3d\\u017a \\u90ae\\u4ef6" in document.stdout
