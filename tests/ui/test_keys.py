"""One key answers a question: no Enter, no other key, and always a way out."""

import io
import sys
import textwrap
import time
from pathlib import Path

import pytest

from techday.context import Context
from techday.ui.keys import ask_key
from tests.conftest import Terminal

if sys.platform != "win32":
    import termios

    from tests.terminal.screen import TerminalScreen, environ_of

KEYS = {"y": "yes", "s": "skip", "q": "quit", "1": "first one"}
QUESTION = "Fine? [y]es [s]kip [q]uit [1] first one "
AGAIN = "[y]es [s]kip [q]uit [1] first one "


def asked(typed: str, keys: dict[str, str] | None = None) -> tuple[str, str]:
    """Ask with those keys typed; give the answer and what stands on the terminal."""
    stderr = Terminal()
    key = ask_key(Context({}, Terminal(typed), io.StringIO(), stderr), "Fine?", keys or KEYS)
    return key, stderr.getvalue()


@pytest.mark.parametrize(
    ("typed", "key", "shown"),
    [
        ("y", "y", f"{QUESTION}yes\n"),
        ("Y", "y", f"{QUESTION}yes\n"),
        ("1", "1", f"{QUESTION}first one\n"),
        ("\x1b", "q", f"{QUESTION}quit\n"),  # Escape
        ("xs", "s", f"{QUESTION}\n{AGAIN}skip\n"),
        ("ß邮s", "s", f"{QUESTION}\n{AGAIN}\n{AGAIN}skip\n"),
        ("\n\ny\n", "y", f"{QUESTION}yes\n"),
    ],
)
def test_a_key_answers_at_once_and_any_other_repeats_the_keys(typed: str, key: str, shown: str) -> None:
    assert asked(typed) == (key, shown)


def test_keys_of_both_cases_are_two_keys() -> None:
    keys = {"a": "accept", "A": "All"}
    assert asked("A", keys)[0] == "A"
    assert asked("a", keys)[0] == "a"


def test_escape_quits_nothing_that_cannot_be_quit() -> None:
    with pytest.raises(EOFError):
        asked("\x1b", {"y": "yes", "n": "no"})


@pytest.mark.parametrize(("typed", "ends"), [("\x03", KeyboardInterrupt), ("\x04", EOFError), ("", EOFError)])
def test_there_is_always_a_way_out(typed: str, ends: type[BaseException]) -> None:
    with pytest.raises(ends):
        asked(typed)


def test_each_question_takes_one_key_and_leaves_the_rest() -> None:
    here = Context({}, Terminal("ysq"), io.StringIO(), Terminal())
    assert [ask_key(here, "Fine?", KEYS) for _ in range(3)] == ["y", "s", "q"]


PROGRAM = textwrap.dedent("""
    import os, sys
    from techday.context import Context
    from techday.ui.keys import ask_key
    here = Context(os.environ, sys.stdin, sys.stdout, sys.stderr)
    try:
        for number in (1, 2):
            print("answer", ask_key(here, f"Fine {number}?", {"y": "yes", "q": "quit"}))
    except (KeyboardInterrupt, EOFError) as error:
        print(type(error).__name__)
""")
pty_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


def press(terminal: "TerminalScreen", key: str, after: str) -> None:
    """Press a key once a text is shown and the terminal gives out single keys."""
    terminal.wait_for(after)
    end = time.monotonic() + 20
    while termios.tcgetattr(terminal.master)[3] & termios.ICANON:
        assert time.monotonic() < end
        time.sleep(0.01)
    terminal.type(key)


@pty_only
def test_on_a_real_terminal_no_enter_is_needed_and_an_arrow_answers_nothing(tmp_path: Path) -> None:
    with TerminalScreen([sys.executable, "-c", PROGRAM], environ_of(tmp_path), 80, 24) as terminal:
        press(terminal, "\x1b[A", after="Fine 1? [y]es [q]uit")  # an arrow begins with Escape, but is none
        press(terminal, "y", after="\n[y]es [q]uit")
        press(terminal, "\x1b", after="Fine 2?")
        assert terminal.finish() == 0
        assert terminal.shown() == [
            "Fine 1? [y]es [q]uit",
            "[y]es [q]uit yes",
            "answer y",
            "Fine 2? [y]es [q]uit quit",
            "answer q",
        ]


@pty_only
def test_on_a_real_terminal_enter_skips_where_a_key_does(tmp_path: Path) -> None:
    program = PROGRAM.replace('"y": "yes"', '"s": "skip"')
    with TerminalScreen([sys.executable, "-c", program], environ_of(tmp_path), 80, 24) as terminal:
        press(terminal, "\r", after="Fine 1?")
        press(terminal, "\n", after="Fine 2?")
        assert terminal.finish() == 0
        assert terminal.shown()[1::2] == ["answer s", "answer s"]


@pty_only
@pytest.mark.parametrize(("key", "told"), [("\x03", "KeyboardInterrupt"), ("\x04", "EOFError")])
def test_on_a_real_terminal_ctrl_c_and_ctrl_d_end_it(tmp_path: Path, key: str, told: str) -> None:
    with TerminalScreen([sys.executable, "-c", PROGRAM], environ_of(tmp_path), 80, 24) as terminal:
        press(terminal, key, after="Fine 1?")
        assert terminal.finish() == 0
        assert terminal.shown()[-1] == f"Fine 1? [y]es [q]uit {told}"
