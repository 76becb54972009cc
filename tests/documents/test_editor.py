"""Writing in an editor: real editor processes, and nothing that was written is ever lost."""

import io
import os
import shlex
import signal
import stat
import sys
from pathlib import Path

import pytest

from techday.main import run
from tests.conftest import Result, Techday, Terminal
from tests.documents.piped import piped

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX scripts")


def editor(techday: Techday, script: str) -> str:
    """Make an editor that is a shell script, in a path with a blank; give the words that start it."""
    path = techday.home / "my tools" / "edit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return f"'{path}'"


def kept(techday: Techday) -> dict[str, str]:
    """Give what lies in techday's own folder, by name."""
    folder = techday.store.parent / "out"
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace") for path in files}


def bodies(techday: Techday) -> list[str]:
    """Give the text of every document."""
    listed = techday("client doc --json").json["documents"]
    return [techday(f"client doc show {one['id']} --json").json["body"] for one in listed]


def message(result: Result) -> str:
    """Give what was said on stderr as one line."""
    return " ".join(result.stderr.split())


def test_a_document_is_written_in_the_editor(techday: Techday) -> None:
    command = editor(techday, '[ "$1" = --wait ] && printf "# Wall\\n" > "$2" && echo x > "$2~"') + " --wait"
    result = techday("client doc add 'Fire wall'", typed="", VISUAL=command, EDITOR="false")
    assert (result.exit, result.stdout, result.stderr) == (0, "Wrote document 1 Fire wall (company, procedure)\n", "")
    assert bodies(techday) == ["# Wall"]
    assert kept(techday) == {}
    assert list((techday.store.parent / "out").iterdir()) == []


def test_the_file_is_for_the_user_alone_and_bears_the_title(techday: Techday) -> None:
    script = (
        'seen=$(ls -l "$1" | cut -c1-10; ls -ld "$(dirname "$1")" | cut -c1-10; basename "$1"); echo "$seen" > "$1"'
    )
    techday("client doc add '../../Wände & Türen'", typed="", EDITOR=editor(techday, script))
    assert bodies(techday) == ["-rw-------\ndrwx------\nW-nde---T-ren.md"]


def test_a_text_is_changed_in_the_editor_from_what_it_is(techday: Techday) -> None:
    techday.did("client doc add Wall --text 'one  \ntwo'")
    result = techday("client doc edit wall", typed="", EDITOR=editor(techday, 'echo three >> "$1"'))
    assert (result.exit, result.stdout) == (0, "Changed text of document 1 Wall\n")
    assert bodies(techday) == ["one  \ntwo\nthree"]
    same = techday("client doc edit wall", typed="", EDITOR="true")
    assert (same.exit, same.stdout) == (0, "Document 1 says so already\n")
    assert kept(techday) == {}


@pytest.mark.parametrize(
    ("script", "told", "left"),
    [
        ('echo mine > "$1"; exit 3', "edit ended with 3", "mine\n"),
        ('echo mine > "$1"; kill -9 $$', "edit was killed by signal 9", "mine\n"),
        ('printf "a\\000b" > "$1"', "What the editor left is not a text: a zero byte on line 1, byte 2", "a\0b"),
        ('printf "caf\\351" > "$1"', "the byte 0xE9, which is not UTF-8, on line 1, byte 4", "caf\ufffd"),
        (
            'head -c 2000001 /dev/zero | tr "\\0" x > "$1"',
            "What the editor left is too long for a document",
            "x" * 2_000_001,
        ),
        # As editors do that write a new file and put it in place, readable for all.
        ('echo mine > "$1.new"; chmod 644 "$1.new"; mv "$1.new" "$1"; exit 1', "edit ended with 1", "mine\n"),
    ],
)
@pytest.mark.parametrize("verb", ["add Wall", "edit 1"])
def test_what_was_written_is_kept_where_it_cannot_be_saved(
    techday: Techday, verb: str, script: str, told: str, left: str
) -> None:
    techday.did("client doc add Wall --text old")
    result = techday(f"client doc {verb}", typed="", EDITOR=editor(techday, script))
    assert (result.exit, result.stdout) == (1, "")
    assert told in message(result)
    assert kept(techday) == {"Wall.md": left}
    path = techday.store.parent / "out" / "Wall.md"
    assert f"What you wrote is kept in {path}: techday client doc {verb} < {path}" in message(result)
    assert bodies(techday) == ["old"]


def test_the_command_that_takes_a_kept_text_is_the_one_that_was_typed(techday: Techday) -> None:
    techday.did("client add 'Acme & Sons' --code ACME")
    fails = editor(techday, 'echo mine > "$1"; exit 1')
    typed = '--client "acme & sons" --kind network --review-every 90d --review-on 2026-12-01 -- "-v is verbose"'
    told = message(techday(f"client doc add {typed}", typed="", EDITOR=fails))
    again, _, path = told.partition(": techday ")[2].partition(" < ")
    assert again == f"client doc add {typed}"
    taken = piped(techday, again, Path(path).read_bytes())
    assert taken.stdout == "Wrote document 1 -v is verbose (ACME, network)\n"
    missing = techday("client doc add -- -v").stderr
    assert "techday client doc add --text TEXT -- -v, or < FILE" in missing
    assert techday("client doc add --text x -- -v").exit == 0


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "edit ended with 1"),
        ("kill -15 $$", "edit was killed by signal 15"),
        ('rm "$1"', "What the editor left holds no text; nothing was saved"),
        ('echo > "$1"', "What the editor left holds no text; nothing was saved"),
        ('rm "$1"; mkdir "$1"', "What the editor left holds no text; nothing was saved"),
        ('rm "$1"; mkfifo "$1"', "What the editor left holds no text; nothing was saved"),
        ('rm -r "$(dirname "$1")"', "What the editor left holds no text; nothing was saved"),
    ],
)
@pytest.mark.parametrize("verb", ["add Other", "edit 1"])
def test_an_editor_that_leaves_nothing_changes_nothing(techday: Techday, verb: str, script: str, told: str) -> None:
    techday.did("client doc add Wall --text old")
    result = techday(f"client doc {verb}", typed="", EDITOR=editor(techday, script))
    assert (result.exit, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == f"techday: {told}" or told in message(result)
    assert "is kept in" not in result.stderr
    assert bodies(techday) == ["old"]
    assert kept(techday) == {}


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/nowhere/vim -n", "Cannot start /nowhere/vim: No such file or directory"),
        ("'vim", "VISUAL or EDITOR cannot be read: No closing quotation"),
        ("touch $(echo pwned); false", "touch ended with"),
    ],
)
def test_an_editor_that_does_not_start_is_told_and_no_shell_reads_it(
    techday: Techday, command: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(techday.home)
    result = techday("client doc add Wall", typed="", EDITOR=command)
    assert not (techday.home / "pwned").exists()
    if not command.startswith("touch"):  # it does make a file of each odd word
        assert result.exit == 1
        assert result.stderr.splitlines()[0] == f"techday: {told}"
        assert len(result.stderr.splitlines()) == 2
    assert kept(techday) == {}


def test_what_an_editor_that_was_killed_left_beside_the_file_is_kept(techday: Techday) -> None:
    result = techday(
        "client doc add Wall", typed="", EDITOR=editor(techday, 'umask 077; echo half > "$1.swp"; kill -9 $$')
    )
    assert result.exit == 1
    assert {Path(name).name: text for name, text in kept(techday).items()} == {"Wall.md": "", "Wall.md.swp": "half\n"}
    assert "What you wrote is kept in " in message(result)


MEANWHILE = f'{sys.executable} -m techday client doc {{}} > /dev/null && echo mine > "$1"'


@pytest.mark.parametrize(
    ("meanwhile", "told", "now"),
    [
        ("edit 1 --text theirs", "Document 1 was changed meanwhile; it was not overwritten", ["theirs"]),
        ("edit 1 --title Gate", "Document 1 was changed meanwhile; it was not overwritten", ["old"]),
        ("delete 1", "There is no document 1 any more", []),
    ],
)
def test_a_change_by_another_process_is_never_overwritten(
    techday: Techday, meanwhile: str, told: str, now: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    techday.did("client doc add Wall --text old")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    result = techday("client doc edit 1", typed="", EDITOR=editor(techday, MEANWHILE.format(meanwhile)))
    assert result.exit in (1, 3)
    assert (result.stdout, result.stderr.splitlines()[0]) == ("", f"techday: {told}")
    assert bodies(techday) == now
    assert kept(techday) == {"Wall.md": "mine\n"}
    verb = "edit 1" if now else "add --kind procedure Wall"
    assert f"techday client doc {verb} < {techday.store.parent / 'out' / 'Wall.md'}" in message(result)


def test_a_review_by_another_process_is_no_reason_to_refuse(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.did("client doc add Wall --text old")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    result = techday("client doc edit 1", typed="", EDITOR=editor(techday, MEANWHILE.format("review 1")))
    assert (result.exit, bodies(techday)) == (0, ["mine"])


def test_a_store_that_fails_afterwards_loses_no_text(techday: Techday) -> None:
    techday.did("client doc add Wall --text old")
    spoilt = techday.store.with_name("aside.db")
    script = (
        f'mv "{techday.store}" "{spoilt}"; rm -f "{techday.store}"-*; echo junk > "{techday.store}"; echo mine > "$1"'
    )
    result = techday("client doc edit 1", typed="", EDITOR=editor(techday, script))
    assert result.exit == 4
    assert kept(techday) == {"Wall.md": "mine\n"}
    assert "What you wrote is kept in " in message(result)


def test_a_store_that_was_moved_away_has_no_history_to_offer(techday: Techday) -> None:
    techday.did("client doc add Wall --text old")
    moved = f'mv "{techday.store.parent}" "{techday.home / "aside"}"; mkdir -p "$(dirname "$1")"; echo mine > "$1"'
    result = techday("client doc edit 1", typed="", EDITOR=editor(techday, moved))
    assert result.exit == 3
    assert "any more techday client doc list. What you wrote is kept in " in message(result)
    assert ": techday client doc add --kind procedure Wall < " in message(result)


def test_a_text_that_is_saved_is_not_kept_because_that_could_not_be_told(techday: Techday) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(f"nobody reads {text!r}")

    techday.did("client doc add Wall --text old")
    environ = {**techday.environ, "EDITOR": editor(techday, 'echo mine > "$1"')}
    stderr = Terminal()
    assert run(shlex.split("client doc edit 1"), environ, Terminal(), Closed(), stderr) == 1
    assert bodies(techday) == ["mine"]
    assert kept(techday) == {}
    assert stderr.getvalue() == ""


def test_a_text_of_a_techday_that_was_ended_is_told_of_once(techday: Techday) -> None:
    import subprocess

    marker = techday.home / "opened"
    script = f'echo mine > "$1"; touch "{marker}"; sleep 1'
    ended = f"{editor(techday, script + '; kill -TERM $PPID')}"
    environ = {**os.environ, **techday.environ, "EDITOR": ended, "TERM": "xterm"}
    from tests.terminal.screen import TerminalScreen

    with TerminalScreen(
        [sys.executable, "-m", "techday", "client", "doc", "add", "Wall"], environ, 100, 24
    ) as terminal:
        assert terminal.finish() == -signal.SIGTERM
    (path,) = kept(techday)
    whole = techday.store.parent / "out" / path
    first, second = (techday("client doc add Gate", typed="", EDITOR="true") for _ in range(2))
    assert f"warning: techday was ended while a text was written, which is kept in {whole} " in message(first)
    assert "was ended" not in message(second)
    assert whole.read_text(encoding="utf-8") == "mine\n"
    # One whose techday still waits for it is nobody's leftover.
    with subprocess.Popen(["sleep", "30"]) as other:
        live = whole.parent.with_name(f"editing-{other.pid}-x")
        live.mkdir()
        (live / "Wall.md").write_text("theirs", encoding="utf-8")
        assert "was ended" not in message(techday("client doc add Gate", typed="", EDITOR="true"))
        other.kill()
    assert "was ended" in message(techday("client doc add Gate", typed="", EDITOR="true"))


def test_a_kept_text_gets_a_name_of_its_own_each_time(techday: Techday) -> None:
    for words in ("one", "two"):
        techday("client doc add Wall", typed="", EDITOR=editor(techday, f'echo {words} > "$1"; exit 1'))
    assert kept(techday) == {"Wall.md": "one\n", "Wall-2.md": "two\n"}


def test_a_folder_that_cannot_be_written_to_is_told(techday: Techday) -> None:
    techday.did("client add Acme")
    (techday.store.parent / "out").write_text("a file in its place", encoding="utf-8")
    result = techday("client doc add Wall", typed="", EDITOR="true")
    assert (result.exit, result.stdout) == (1, "")
    assert message(result).startswith("techday: Cannot write in ")


def test_a_mistake_in_the_options_is_told_before_anything_is_written(techday: Techday) -> None:
    marker = techday.home / "opened"
    command = editor(techday, f'touch "{marker}"')
    for options in ("--client nobody", "--kind pro", "--review-every x"):
        assert techday(f"client doc add Wall {options}", typed="", EDITOR=command).exit in (2, 3)
    assert not marker.exists()


def test_no_transaction_is_open_while_the_editor_is(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes at once; it would wait ten seconds, and fail, if the store were locked."""
    techday.did("client doc add Wall --text old")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    script = f'{sys.executable} -m techday add Mail is down > /dev/null && echo mine > "$1"'
    assert techday("client doc edit 1", typed="", EDITOR=editor(techday, script)).exit == 0
    assert techday("ticket list --json").json["tickets"][0]["title"] == "Mail is down"


def test_ctrl_c_is_the_editors_own(techday: Techday) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)]
    script = 'kill -INT $PPID; kill -QUIT $PPID; echo mine > "$1"'
    assert techday("client doc add Wall", typed="", EDITOR=editor(techday, script)).exit == 0
    assert bodies(techday) == ["mine"]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)] == before


def test_an_editor_that_takes_ctrl_c_for_a_command_of_its_own_goes_on(techday: Techday) -> None:
    from tests.terminal.screen import TerminalScreen, environ_of

    script = (
        'echo mine > "$1"; trap \'echo stopped >> "$1"; echo again\' INT; echo opened\n'
        'read line < /dev/tty; echo "$line" >> "$1"'
    )
    environ = environ_of(techday.home, EDITOR=editor(techday, script), PYTHONPATH=os.pathsep.join(sys.path))
    command = [sys.executable, "-m", "techday", "client", "doc", "add", "Wall"]
    with TerminalScreen(command, environ, 100, 24) as terminal:
        terminal.wait_for("opened")
        terminal.type("\x03")
        terminal.wait_for("again")
        terminal.type("the end\n")
        assert terminal.finish() == 0
    assert bodies(techday)[0].startswith("mine\nstopped")
    assert kept(techday) == {}


def test_ctrl_c_in_the_editor_keeps_what_was_written(techday: Techday) -> None:
    from tests.terminal.screen import TerminalScreen, environ_of

    script = 'echo mine > "$1"; echo opened; exec sleep 30'
    environ = environ_of(techday.home, EDITOR=editor(techday, script), PYTHONPATH=os.pathsep.join(sys.path))
    command = [sys.executable, "-m", "techday", "client", "doc", "add", "Wall"]
    with TerminalScreen(command, environ, 100, 24) as terminal:
        terminal.wait_for("opened")
        terminal.type("\x03")
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
        assert "What you wrote is kept in" in "\n".join(terminal.shown())
    assert kept(techday) == {"Wall.md": "mine\n"}
    assert not techday.store.exists()


def test_a_title_is_asked_for_and_the_editor_has_the_terminal(techday: Techday) -> None:
    from tests.terminal.screen import TerminalScreen, environ_of

    script = 'printf "text: "; read line < /dev/tty; echo "$line" > "$1"'
    environ = environ_of(techday.home, EDITOR=editor(techday, script))
    with TerminalScreen([sys.executable, "-m", "techday", "client", "doc", "add"], environ, 80, 24) as terminal:
        terminal.wait_for("Title:")
        terminal.type("Wall\n")
        terminal.wait_for("text:")
        terminal.type("# Ana's wall\n")
        assert terminal.finish() == 0
    shown = [sys.executable, "-m", "techday", "client", "doc", "show", "1"]
    with TerminalScreen(shown, environ, 60, 24) as terminal:
        assert terminal.finish() == 0
        assert "Ana's wall" in terminal.shown()
        assert b"\x1b[1;36mAna's wall" in terminal.raw
