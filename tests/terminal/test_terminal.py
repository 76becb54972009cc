"""techday on a real terminal: prompts, colours, wide characters, Ctrl-C."""

import re
import sys

import pytest
from rich.cells import cell_len

from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of

PROGRAM = [sys.executable, "-m", "techday"]
# The codes of colours: 30 to 37, 38;5;N, 90 to 97. Bold (1) and dim (2) are none.
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|9[0-7])(?:;\d+)*m")


def on(
    techday: Techday, command: str, columns: int = 80, lines: int = 24, environ: dict[str, str] | None = None
) -> "TerminalScreen":
    """Run a command line on a terminal of that size."""
    return TerminalScreen([*PROGRAM, *command.split()], environ_of(techday.home, **environ or {}), columns, lines)


def test_a_missing_title_is_asked_for_and_taken_as_it_is_typed(techday: Techday) -> None:
    with on(techday, "add") as terminal:
        terminal.wait_for("Title:")
        terminal.type("Ana can't print 邮件\n")
        assert terminal.finish() == 0
        # The terminal itself echoes what is typed; pyte keeps a stub behind each wide character.
        assert [line.replace(" ", "") for line in terminal.shown()] == [
            "Title:Anacan'tprint邮件",
            "AddedL1Anacan'tprint邮件",
        ]
    assert techday("ticket show 1 --json").json["ticket"]["title"] == "Ana can't print 邮件"


def test_ctrl_c_at_a_question_ends_it_and_nothing_is_written(techday: Techday) -> None:
    with on(techday, "add") as terminal:
        terminal.wait_for("Title:")
        terminal.type("Mail is do\x03")
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
    assert not techday.store.exists()


def test_ctrl_d_at_a_question_ends_it_too(techday: Techday) -> None:
    with on(techday, "add") as terminal:
        terminal.wait_for("Title:")
        terminal.type("\x04")
        assert terminal.finish() == 130
    assert not techday.store.exists()


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (80, 40), (60, 24)])
def test_the_board_fits_the_terminal_that_it_is_shown_on(techday: Techday, columns: int, lines: int) -> None:
    techday.did(*[f"add 'matter {number} 邮件服务器 👩‍👩‍👧 of a client'" for number in range(45)])
    with on(techday, "today", columns, lines) as terminal:
        assert terminal.finish() == 0
        shown = terminal.shown()
    # Nothing has scrolled away, and the prompt has its line.
    assert shown[0].startswith("techday  Mon 23 Nov 2026 08:14")
    assert len(shown) <= lines - 1
    assert "NOT VERIFIED" not in "\n".join(shown)
    rows = [line for line in shown if line.startswith(" L")]
    assert len(rows) > 5
    assert all(row.endswith("4:00") for row in rows)


def test_a_screen_on_a_terminal_is_coloured_and_says_the_same(techday: Techday) -> None:
    techday.did("add Mail is down --priority 1", "add Printer")
    plain = techday("today").stdout.splitlines()
    with on(techday, "today") as terminal:
        assert terminal.finish() == 0
        assert COLOUR.search(terminal.raw)
        assert terminal.shown() == plain


@pytest.mark.parametrize(
    ("options", "environ"),
    [("", {"NO_COLOR": "1"}), ("--plain", {}), ("", {"TERM": "dumb"}), ("--plain", {"FORCE_COLOR": "1"})],
)
def test_colour_can_be_done_without(techday: Techday, options: str, environ: dict[str, str]) -> None:
    techday.did("add Mail is down --priority 1")
    with on(techday, f"today {options}", environ=environ) as terminal:
        assert terminal.finish() == 0
        assert not COLOUR.search(terminal.raw)
        assert terminal.shown() == techday("today").stdout.splitlines()


def test_wide_titles_leave_the_columns_where_they_are(techday: Techday) -> None:
    techday.did("add 邮件服务器宕机了", "add Mail", "add ｶﾀｶﾅ")
    with on(techday, "ticket list") as terminal:
        assert terminal.finish() == 0
        rows = terminal.screen.display[:4]
    starts = set()
    for row in rows[1:]:
        # pyte shows a wide character once and leaves the cell behind it out of the text.
        starts.add(cell_len(row[: row.index(" new")]))
    assert len(starts) == 1


def test_help_is_as_wide_as_the_terminal(techday: Techday) -> None:
    with on(techday, "ticket add --help", 60, 40) as terminal:
        assert terminal.finish() == 0
        shown = "\n".join(terminal.shown())
    assert "--priority" in shown
    assert "Usage: techday ticket add" in shown
