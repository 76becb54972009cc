"""Templates are the technician's own files, and a broken one is told with its place and the way back."""

import os
import sys
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from techday.messages.template_files import KINDS
from tests.conftest import Techday

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files and scripts")


@pytest.fixture
def own(techday: Techday) -> Path:
    """Where the technician's own template of a first answer is; a ticket is there to write about."""
    techday.did("add Mail is down")
    path = techday.config.parent / "templates" / "first.txt"
    path.parent.mkdir()
    return path


def test_the_list_and_one_of_them(techday: Techday) -> None:
    assert techday.tell("template", "template show fixed") == snapshot("""\

$ techday template
first       built-in  The first answer to a new ticket
update      built-in  Where it stands, also when there is nothing new
bad-news    built-in  Bad news, told in the first sentence
mistake     built-in  A mistake of our own, and what is done about it
fixed       built-in  What was done, and what to do if it does not hold
escalation  built-in  To whoever takes the ticket over
techday template edit KIND
$ techday template show fixed
Subject: $title [$reference]

Hello $requester,

"$title" is fixed.

$text

What was done: $fix
The cause: $cause

If it does not work for you, or comes back, answer this message or call us and name $reference. I will take it up again.

Kind regards
$technician
2|
2| $requester: the first name of whoever reported it
2| $client: the client
2| $reference: the number of the ticket
2| $title: what it is about
2| $technician: your name
2| $opened: the day on which it was opened
2| $text: what you typed
2| $next: the next step
2| $next_word: when they hear again: "by 16:00 today"
2| $fix: what fixed it
2| $cause: the cause
2| $promises: what was promised and is still open
2| $tried: what was tried before it was escalated
2| $reason: why it was escalated
2| $to: to whom it was escalated
""")
    assert techday("template list").stdout == techday("template").stdout


def test_an_own_template_stands_before_the_built_in_one(techday: Techday, own: Path) -> None:
    own.write_text("Subject: $reference!\n\nMoin $requester,\n\n$text\n", encoding="utf-8")
    assert techday("ticket draft 1 first Läuft.").stdout == "Subject: L1!\n\nMoin,\n\nLäuft.\n"
    assert techday("ticket draft 1 update").stdout.startswith("Subject: Mail is down [L1]\n")


def test_an_unknown_placeholder_is_told_with_file_and_line(techday: Techday, own: Path) -> None:
    own.write_text("Subject: x\n\nHello $name, it costs $5\n", encoding="utf-8")
    result = techday("ticket draft 1 first")
    assert (result.exit, result.stdout) == (0, "Subject: x\n\nHello $name, it costs $5\n")
    assert result.stderr == (
        f"warning: {own}, line 3: $name is no placeholder  (techday template show first lists those that are)\n"
    ).replace("  (", " (")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"Subject: x\n\ncaf\xe9\n", ", line 3: not UTF-8 text"),
        ("Subject: x\n\nHello".encode("utf-16"), ", line 1: not a text file"),
        (b"Hello\0\n", ", line 1: not a text file"),
        (b"x" * 1_000_000, " is too long for a message: 64 kB at the most"),
        (b"", " is empty"),
        (b"\xef\xbb\xbf \n", " is empty"),
        (b"Subject: x\n", " gives no text for this message"),
        (b"$text", " gives no text for this message"),
    ],
)
def test_a_file_that_is_no_template_is_told_with_the_way_back(
    techday: Techday, own: Path, raw: bytes, told: str
) -> None:
    own.write_bytes(raw)
    result = techday("ticket draft 1 first")
    assert (result.exit, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == f"techday: {own}{told}"
    assert "techday template edit first" in second
    techday.did("template reset first", "ticket draft 1 first")


def test_a_folder_in_its_place_is_told_and_can_be_put_aside(techday: Techday, own: Path) -> None:
    own.mkdir()
    assert techday("ticket draft 1 first").stderr.splitlines()[0] == f"techday: {own} is not a file"
    techday.did("template reset first", "ticket draft 1 first")


@posix
def test_a_pipe_or_a_link_to_nowhere_hangs_nobody(techday: Techday, own: Path) -> None:
    os.mkfifo(own)
    assert techday("template show first").stderr.splitlines()[0] == f"techday: {own} is not a file"
    own.unlink()
    own.symlink_to("nowhere")
    assert "No such file" in techday("template show first").stderr
    techday.did("template reset first", "ticket draft 1 first")


def test_a_mark_and_windows_line_ends_are_no_part_of_the_text(techday: Techday, own: Path) -> None:
    own.write_bytes("\ufeffSubject: x\r\n\r\nHello\r\nKim\r\n".encode())
    assert techday("ticket draft 1 first").stdout == "Subject: x\n\nHello\nKim\n"


def test_a_template_cannot_steer_the_terminal(techday: Techday, own: Path) -> None:
    own.write_text("Subject: \x1b]0;x\x07y\n\n\x1b[31mred\u202e\n", encoding="utf-8")
    assert techday("ticket draft 1 first").stdout == "Subject: y\n\nred\n"
    assert techday("template show first").stdout == "Subject: y\n\nred\n"


def test_without_a_terminal_edit_makes_the_copy_and_says_where_it_is(techday: Techday) -> None:
    path = techday.config.parent / "templates" / "update.txt"
    result = techday("template edit update", EDITOR="false")
    assert (result.exit, result.stdout) == (0, f"{path} is yours to edit\n")
    assert path.read_text(encoding="utf-8") == techday("template show update").stdout
    path.write_text("mine", encoding="utf-8")
    techday.did("template edit update")
    assert path.read_text(encoding="utf-8") == "mine"


def editor(techday: Techday, script: str) -> str:
    """Make an editor that is a shell script, in a path with a blank; give the words that start it."""
    path = techday.home / "my tools" / "edit"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return f"'{path}' --wait"


@posix
def test_on_a_terminal_edit_opens_the_editor_and_looks_over_what_came_of_it(techday: Techday) -> None:
    own = techday.config.parent / "templates" / "first.txt"
    command = editor(techday, '[ "$1" = --wait ] && printf "Subject: s\\n\\n$%s\\n" nam > "$2"')
    result = techday("template edit first", typed="", VISUAL=command, EDITOR="false")
    assert (result.exit, result.stdout) == (0, f"Edited {own}\n")
    assert f"{own}, line 3: $nam is no placeholder" in " ".join(result.stderr.split())


@posix
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("false", "false ended with 1"),
        ("/nowhere/vim -n", "Cannot start /nowhere/vim: No such file or directory"),
        ("'vim", "VISUAL or EDITOR cannot be read: No closing quotation"),
        ("touch $(echo pwned); false", "touch ended with"),
    ],
)
def test_an_editor_that_does_not_work_is_told_and_no_shell_reads_it(
    techday: Techday, command: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(techday.home)
    result = techday("template edit first", typed="", EDITOR=command)
    assert not (techday.home / "pwned").exists()
    if command.startswith("touch"):
        return
    assert (result.exit, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0].startswith(f"techday: {told}")


def test_reset_keeps_what_was_there_each_time_and_is_content_with_nothing(techday: Techday, own: Path) -> None:
    for words in ("one", "two"):
        own.write_text(words, encoding="utf-8")
        techday.did("template reset first")
    kept = {path.name: path.read_text(encoding="utf-8") for path in own.parent.iterdir()}
    assert kept == {"first.txt.bak": "one", "first.txt.bak2": "two"}
    assert techday("template reset first").stdout == "first is built-in already\n"


def test_a_settings_folder_that_cannot_be_written_to_is_told(techday: Techday) -> None:
    (techday.home / "templates").write_text("a file in the folder's place", encoding="utf-8")
    result = techday("template edit first")
    assert (result.exit, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0].startswith("techday: Cannot write ")
    assert "--config" in result.stderr.splitlines()[1]


@pytest.mark.parametrize("verb", ["show", "edit", "reset"])
def test_an_unknown_kind_names_the_nearest(techday: Techday, verb: str) -> None:
    result = techday(f"template {verb} bad")
    assert (result.exit, result.stderr) == (3, 'techday: No kind of message "bad"\n  Did you mean bad-news?\n')
    assert "first, update" in techday(f"template {verb} ../../etc/passwd").stderr


def test_templates_as_json(techday: Techday) -> None:
    document = techday("template --json").json
    assert document["schema"] == "techday.templates/1"
    assert [one["kind"] for one in document["templates"]] == list(KINDS)
    assert set(document["templates"][0]) == {"kind", "own", "path", "help"}
    shown = techday("template show first --json").json["templates"][0]
    assert shown["text"].startswith("Subject: $title [$reference]\n")
    assert shown["placeholders"]["requester"] == "the first name of whoever reported it"
    edited = techday("template edit first --json").json
    assert edited["templates"][0]["own"] is True
    assert techday("template reset first --json").json["templates"][0]["own"] is False


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_list_fits_its_screen(techday: Techday, width: int) -> None:
    lines = techday("template", COLUMNS=str(width)).stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) == len(KINDS) + 1
