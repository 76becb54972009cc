"""The walk on a real terminal: one answer, Enter past another, and Ctrl-C in the middle."""

import sys

import pytest

from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of

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
