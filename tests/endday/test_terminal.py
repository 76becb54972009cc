"""The walk on a real terminal: one answer, Enter past another, and Ctrl-C in the middle."""

import sys

import pytest

from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of
    from tests.ui.test_keys import press

PROGRAM = [sys.executable, "-m", "techday", "endday"]
EVENING = "2026-11-23T16:50:00Z"


def test_ctrl_c_keeps_what_was_answered(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Alex Kim"\n')
    techday.did("add Mail is down --priority 1", "ticket assign L1 me", now="2026-11-20T09:00:00Z")
    with TerminalScreen(PROGRAM, environ_of(techday.home, TECHDAY_NOW=EVENING), 80, 24) as terminal:
        terminal.wait_for("1/5 Time card")
        terminal.wait_for("Settle it now (y; Enter skips):")
        terminal.type("\n")
        terminal.wait_for("Next step:")
        terminal.type("call the provider\n")
        terminal.wait_for("To whom (Enter skips):")
        terminal.type("\x03")
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
    ticket = techday("ticket show L1 --json", now=EVENING).json["ticket"]
    assert (ticket["next_action"], ticket["verified_at"]) == ("call the provider", EVENING)
    assert techday("handover list --json", now=EVENING).json["handovers"] == []


def test_enter_passes_over_a_gap_of_the_time_card_and_ctrl_d_ends_the_questions(techday: Techday) -> None:
    techday.did("timecard log 8:00-12:00 --type internal", now=EVENING)
    with TerminalScreen(PROGRAM, environ_of(techday.home, TECHDAY_NOW=EVENING), 60, 40) as terminal:
        terminal.wait_for("Settle it now (y; Enter skips):")
        terminal.type("y\n")
        press(terminal, "\r", after="[q]uit")
        terminal.wait_for("Given to")
        terminal.type("\x04")
        assert terminal.finish() == 0
        shown = "\n".join(terminal.shown())
    assert "[q]uit skip" in shown
    assert "Still owed\n! Time card: 1 gap" in shown
