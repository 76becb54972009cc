"""The walk through a time card on a real terminal: one key for each answer, and Ctrl-C in the middle of it."""

import sys
import time

import pytest

from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    import termios

    from tests.terminal.screen import PATIENCE, TerminalScreen, environ_of

PROGRAM = [sys.executable, "-m", "techday", "timecard", "fix"]
EVENING = "2026-11-23T17:30:00Z"


def press(terminal: "TerminalScreen", key: str) -> None:
    """Press a key as soon as the program waits for one: what was pressed before the question is dropped."""
    end = time.monotonic() + PATIENCE
    while termios.tcgetattr(terminal.master)[3] & termios.ICANON:
        assert time.monotonic() < end, terminal.shown()
        terminal.read(0.02)
    terminal.type(key)


def test_one_key_answers_and_ctrl_c_keeps_what_was_answered(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "add Mail is down --client acme",
        "timecard log 8:00-9:30 --ticket 1",
        "timecard log 10:00-12:00 --ticket 1",
        "timecard log 13:00-13:15",
        "timecard log 13:15-17:00 --ticket 1",
        now=EVENING,
    )
    with TerminalScreen(PROGRAM, environ_of(techday.home, TECHDAY_NOW=EVENING), 80, 24) as terminal:
        press(terminal, "t")
        terminal.wait_for("Ticket:")
        terminal.type("99\n")
        terminal.wait_for("No ticket")
        press(terminal, "1")
        terminal.wait_for("2/3")
        press(terminal, "\x03")
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
    found = techday("timecard day --json", now=EVENING).json["entries"]
    assert [entry["ticket"] for entry in found] == ["L1", "L1", "L1", None, "L1"]
