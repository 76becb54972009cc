"""A text gets on the clipboard through the terminal, else through a tool, else it is said that it cannot."""

import base64
import io
import sys
import textwrap
from pathlib import Path

import pytest

from techday.context import Context
from techday.errors import Refused
from techday.ui.clipboard import MOST_THROUGH_TERMINAL, copy
from tests.conftest import Terminal

if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for tools are shell scripts")


def context(*streams: io.StringIO, **environ: str) -> Context:
    """Give the surroundings of a command: stdout, then stderr, where they matter."""
    stdout, stderr = (*streams, io.StringIO(), io.StringIO())[:2]
    return Context(environ, io.StringIO(), stdout, stderr)


def sent(stream: io.StringIO) -> str:
    """Give what a terminal was asked to put on the clipboard."""
    head, _, rest = stream.getvalue().partition("\x1b]52;c;")
    payload, end, tail = rest.partition("\x07")
    assert (head, end, tail) == ("", "\x07", "")
    return base64.b64decode(payload, validate=True).decode()


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for tools; each keeps what it is given, its arguments and its language beside it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def tool(folder: Path, name: str, last: str = "exit 0") -> None:
    """Make a stand-in for a tool, which does `last` at its end."""
    path = folder / name
    script = f'echo "$@" > {path}.arguments\necho "$LANG" > {path}.language\n/bin/cat > {path}.stdin\n{last}\n'
    path.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    path.chmod(0o700)


def given(folder: Path, name: str, what: str = "stdin") -> str:
    """Give what a tool was given."""
    return (folder / f"{name}.{what}").read_text(encoding="utf-8")


def test_a_terminal_is_asked_with_osc_52() -> None:
    for stdout, stderr in ((Terminal(), io.StringIO()), (io.StringIO(), Terminal())):
        assert copy(context(stdout, stderr, TERM="xterm-256color"), "Grüße\n邮件") == "terminal"
        terminal, other = (stdout, stderr) if stdout.isatty() else (stderr, stdout)
        assert sent(terminal) == "Grüße\n邮件"
        assert other.getvalue() == ""


@pytest.mark.parametrize("term", ["dumb", "unknown", "linux"])
def test_a_terminal_without_sequences_is_not_asked(term: str) -> None:
    stdout = Terminal()
    with pytest.raises(Refused) as told:
        copy(context(stdout, TERM=term), "x")
    assert stdout.getvalue() == ""
    assert "--copy" in told.value.hint


@posix
def test_what_is_too_long_for_a_terminal_goes_to_the_tool(tools: Path) -> None:
    stdout = Terminal()
    tool(tools, "xclip")
    long = "ä" * (MOST_THROUGH_TERMINAL // 2)
    assert copy(context(stdout, PATH=str(tools), DISPLAY=":0"), long) == "terminal"
    assert copy(context(stdout, PATH=str(tools), DISPLAY=":0"), long + "a") == "xclip"
    assert given(tools, "xclip") == long + "a"


@posix
@pytest.mark.parametrize(
    ("name", "environ", "arguments"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ("xclip", {"DISPLAY": ":0"}, "-selection clipboard"),
        ("xsel", {"DISPLAY": ":0"}, "--clipboard --input"),
        ("pbcopy", {}, ""),
    ],
)
def test_without_a_terminal_the_tool_gets_the_text_on_its_stdin(
    tools: Path, name: str, environ: dict[str, str], arguments: str
) -> None:
    tool(tools, name)
    here = context(PATH=str(tools), **environ)
    assert copy(here, "the secret 邮件") == name
    assert given(tools, name) == "the secret 邮件"
    assert given(tools, name, "arguments").strip() == arguments


@posix
def test_each_tool_gets_the_encoding_that_it_reads(tools: Path) -> None:
    tool(tools, "clip.exe")
    assert copy(context(PATH=str(tools)), "邮件") == "clip.exe"
    assert (tools / "clip.exe.stdin").read_bytes() == "邮件".encode("utf-16-le")
    tool(tools, "pbcopy")
    assert copy(context(PATH=str(tools), LANG="C"), "邮件") == "pbcopy"
    assert given(tools, "pbcopy", "language") == "en_US.UTF-8\n"


@posix
def test_a_tool_without_its_display_is_not_tried_and_one_that_fails_gives_way(tools: Path) -> None:
    for name in ("wl-copy", "xclip", "xsel"):
        tool(tools, name, "exit 1" if name == "xclip" else "exit 0")
    with pytest.raises(Refused):
        copy(context(PATH=str(tools)), "x")
    assert copy(context(PATH=str(tools), DISPLAY=":0"), "x") == "xsel"
    assert not (tools / "wl-copy.stdin").exists()


@posix
def test_a_tool_that_hangs_is_left_alone(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(tools, "xclip", "exec /bin/sleep 30")
    monkeypatch.setattr("techday.ui.clipboard.PATIENCE_SECONDS", 0.2)
    with pytest.raises(Refused, match="Nothing here takes a text"):
        copy(context(PATH=str(tools), DISPLAY=":0"), "x")


@posix
@pytest.mark.parametrize(
    "environ", [{"VTE_VERSION": "6800"}, {"TERM_PROGRAM": "Apple_Terminal"}, {"OS": "Windows_NT"}], ids=str
)
def test_a_terminal_that_may_drop_the_sequence_comes_after_the_tools(tools: Path, environ: dict[str, str]) -> None:
    stdout = Terminal()
    assert copy(context(stdout, PATH=str(tools), **environ), "x") == "terminal"
    tool(tools, "pbcopy")
    assert copy(context(io.StringIO(), Terminal(), PATH=str(tools), **environ), "x") == "pbcopy"


def test_what_could_harm_where_it_is_pasted_does_not_get_there() -> None:
    """A text that is pasted into a shell must not bring its own Enter key or escape sequences."""
    stdout = Terminal()
    copy(context(stdout), "one\x1b[201~\rtwo\x07\u202e\ud800")
    assert sent(stdout) == "one\ntwo\ufffd"


@posix
def test_on_a_real_terminal_the_sequence_reaches_it_though_stdout_goes_elsewhere(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import os, sys
        from techday.context import Context
        from techday.ui.clipboard import copy
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            how = copy(Context(os.environ, sys.stdin, nowhere, sys.stderr), "to be pasted")
        print(how)
    """)
    with TerminalScreen([sys.executable, "-c", program], environ_of(tmp_path), 80, 24) as terminal:
        assert terminal.finish() == 0
        assert b"\x1b]52;c;" + base64.b64encode(b"to be pasted") + b"\x07" in terminal.raw
        assert terminal.shown() == ["terminal"]
