"""Ending a visit on a real terminal: one key for each answer, and what is typed after it is what was asked for."""

import sys

import pytest

from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of
    from tests.ui.test_keys import press

PROGRAM = [sys.executable, "-m", "techday", "visit", "end"]
NOON = "2026-11-23T12:00:00Z"


def test_one_key_answers_and_the_words_after_it_are_kept(on_site: Techday) -> None:
    on_site.did("ticket add Scanner is slow --client ACME", now=NOON)
    with TerminalScreen(PROGRAM, environ_of(on_site.home, TECHDAY_NOW=NOON), 80, 24) as terminal:
        terminal.wait_for("The note:")
        terminal.type("New fan\n")
        press(terminal, "d", after="[q]uit")
        terminal.wait_for("What fixed L2:")
        terminal.type("new fuser\n")
        terminal.wait_for("L1 P3 Printer jams:")
        press(terminal, "\r", after="[q]uit")  # Enter passes over a ticket, as in every walk
        terminal.wait_for("L5 P3 Scanner is slow:")
        press(terminal, "b", after="[q]uit")
        terminal.wait_for("What L5 needs:")
        terminal.type("a part\n")
        assert terminal.finish() == 0
        assert b"Traceback" not in terminal.raw
    told = on_site("visit list --json", now=NOON).json["visits"][0]["outcomes"]
    assert [(one["ref"], one["result"], one["text"]) for one in told] == [
        ("L2", "done", "new fuser"),
        ("L5", "back", "a part"),
    ]
