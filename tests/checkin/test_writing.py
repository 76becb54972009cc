"""What becomes of a status: edited, noted, given, given again, and all of it undone."""

import os
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

SETTINGS = '[technician]\nname = "Alex Kim"\nmanager = "Pat Doe <pat@example.org>"\n'
EVENING, LATER = "2026-11-23T16:55:00Z", "2026-11-23T17:20:00Z"
posix = pytest.mark.skipif(os.name == "nt", reason="the editor of these tests is a shell script")


@made_once
def alex(techday: Techday) -> Techday:
    """Alex has one open ticket, and Pat for a manager."""
    techday.configure(SETTINGS)
    techday.did("ticket add 'Mail is down' --client Acme", now="2026-11-23T16:00:00Z")
    return techday


def text_of(techday: Techday, now: str = EVENING, options: str = "") -> str:
    """Give the text of the status, as a script reads it."""
    return str(techday(f"checkin --json {options}", now=now).json["text"])


def routine(techday: Techday, now: str) -> tuple[str, str | None, str | None]:
    """Give how the check-in stands in the day's routine."""
    items = techday("today --json", now=now).json["routine"]
    return next((one["state"], one["evidence"], one["command"]) for one in items if one["key"] == "check-in")


def test_what_was_given_stays_as_it_was_said_and_closes_the_routine(alex: Techday) -> None:
    before = text_of(alex)
    assert routine(alex, EVENING) == ("open", None, "techday checkin")
    assert alex.tell("checkin done", "checkin done", now=EVENING) == snapshot("""\

$ techday checkin done
Gave the check-in of Mon 23 Nov to Pat Doe at 16:55
$ techday checkin done
Given already to Pat Doe at 16:55; --again records it anew
""")
    assert routine(alex, LATER) == ("done", "to Pat Doe 16:55", None)
    alex.did("done L1 --fix Restarted", now=LATER)
    assert text_of(alex, LATER) == before
    assert alex("checkin", now=LATER).stderr == snapshot(
        """\
  given to Pat Doe 16:55; 1 change since
  techday checkin done --again gives it anew
"""
    )
    assert alex.tell("checkin done --again --with Kim", now=LATER) == snapshot("""\

$ techday checkin done --again --with Kim
Gave the check-in of Mon 23 Nov to Kim at 17:20
""")
    assert text_of(alex, LATER) != before
    alex.did("undo", now=LATER)
    assert (text_of(alex, LATER), routine(alex, LATER)[1]) == (before, "to Pat Doe 16:55")
    alex.did("undo", "undo", now=LATER)
    assert routine(alex, LATER)[0] == "open"


def test_a_tick_by_hand_counts_where_nothing_is_recorded(alex: Techday) -> None:
    alex.did("today check check-in ok --seen 'Told Pat in the lift'", now=EVENING)
    assert routine(alex, EVENING)[:2] == ("done", "Told Pat in the lift")


def test_told_late_it_belongs_to_the_shift_in_which_it_was_given(alex: Techday) -> None:
    alex.configure(SETTINGS + '[shift]\nstart = "22:00"\nend = "06:00"\n')
    alex.did("checkin done --at 05:40", now="2026-11-24T05:50:00Z")
    assert routine(alex, "2026-11-24T05:50:00Z")[:2] == ("done", "to Pat Doe 05:40")
    tomorrow = "2026-11-24T22:10:00Z"
    assert routine(alex, tomorrow)[0] == "open"
    assert alex("checkin --json --date yesterday", now=tomorrow).json["given_to"] == "Pat Doe"


def test_of_an_earlier_day_the_way_to_tell_it_late_is_named_and_works(alex: Techday) -> None:
    alex.configure(SETTINGS + '[shift]\nstart = "22:00"\nend = "06:00"\n')
    now = "2026-11-25T22:10:00Z"
    command = alex("checkin --date 2026-11-23", now=now).stderr.strip()
    assert command == 'techday checkin done --with "Pat Doe" --at "2026-11-24 06:00"'
    alex.did(command.removeprefix("techday "), now=now)
    assert alex("checkin --json --date 2026-11-23", now=now).json["state"] == "given"


def test_nobody_to_give_it_to_is_asked_for_or_refused(alex: Techday) -> None:
    alex.configure("")
    assert alex.tell("checkin done", now=EVENING) == snapshot("""\

$ techday checkin done
2| techday: Whom it was given to is missing
2|   techday checkin done --with NAME
exit 2
""")
    assert (
        alex("checkin done", now=EVENING, typed="Pat\n").stdout == "Gave the check-in of Mon 23 Nov to Pat at 16:55\n"
    )
    # Once it is given nobody needs to be named.
    assert "already to Pat" in alex("checkin done", now=EVENING).stdout


def test_a_future_time_is_refused(alex: Techday) -> None:
    assert alex("checkin done --at 2026-11-24T10:00:00Z", now=EVENING).exit == 2


def test_an_edited_text_is_shown_and_says_what_is_not_in_it(alex: Techday) -> None:
    alex.did("checkin edit --text 'All quiet'", now=EVENING)
    assert alex.tell("checkin", now=EVENING) == snapshot("""\

$ techday checkin
All quiet
2|   edited 16:55
2|   techday checkin edit --reset assembles it anew
2|   techday checkin done --with "Pat Doe"
""")
    alex.did("done L1 --fix Restarted", now=LATER)
    assert alex.tell("checkin", "checkin edit --reset", "checkin edit --reset", now=LATER) == snapshot("""\

$ techday checkin
All quiet
2| warning: The text was edited 16:55: it is older than 1 change (techday checkin edit --reset)
2|   techday checkin done --with "Pat Doe"
$ techday checkin edit --reset
The check-in of Mon 23 Nov is assembled anew
$ techday checkin edit --reset
It is assembled anew already
""")
    assert "1 ticket resolved (L1)" in text_of(alex, LATER)


def test_the_edited_text_is_what_is_given(alex: Techday) -> None:
    alex.did("checkin edit --text 'All quiet'", "checkin done", now=EVENING)
    assert text_of(alex, LATER) == "All quiet"
    assert alex.tell("checkin edit --text More", now=LATER) == snapshot("""\

$ techday checkin edit --text More
2| techday: The check-in was given to Pat Doe already
2|   techday checkin edit --reset begins a new one
exit 1
""")
    alex.did("checkin edit --reset", "checkin edit --text More", now=LATER)
    assert routine(alex, LATER)[0] == "open"


def test_the_text_may_come_through_a_pipe(alex: Techday) -> None:
    result = alex("checkin edit --text -", now=EVENING, typed="One\nTwo \x1b[31m\n")
    assert (result.exit, text_of(alex)) == (0, "One\nTwo")


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ("--text ''", 2, "The text is empty"),
        ("--text x --reset", 2, "exclude each other"),
        ("", 2, "no editor here"),
        (f"--text {'x' * 20_001}", 2, "longer than 20,000"),
    ],
)
def test_what_cannot_be_a_text_is_refused_and_nothing_changes(
    alex: Techday, options: str, code: int, told: str
) -> None:
    result = alex(f"checkin edit {options}", now=EVENING)
    assert (result.exit, result.stdout) == (code, "")
    assert told in result.stderr
    assert alex("checkin --json", now=EVENING).json["state"] == "open"


def editor(techday: Techday, script: str) -> str:
    """Make an editor that is a shell script; give the words that start it."""
    path = techday.home / "edit"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def left_over(techday: Techday) -> list[Path]:
    """Give the files that are left in techday's own folder."""
    return sorted(techday.store.parent.glob("out/*"))


@posix
def test_the_editor_gets_the_text_and_its_file_is_gone_afterwards(alex: Techday) -> None:
    command = editor(alex, 'echo "- And one more thing" >> "$1"')
    before = text_of(alex)
    assert alex("checkin edit", now=EVENING, typed="", EDITOR=command).stdout == "Edited the check-in of Mon 23 Nov\n"
    assert text_of(alex) == f"{before}\n- And one more thing"
    assert alex("checkin edit", now=EVENING, typed="", EDITOR=editor(alex, ":")).stdout == "The text is as it was\n"
    assert left_over(alex) == []


@posix
def test_an_editor_that_fails_changes_nothing_and_what_was_typed_is_kept(alex: Techday) -> None:
    result = alex("checkin edit", now=EVENING, typed="", EDITOR="false")
    assert (result.exit, left_over(alex)) == (1, [])
    result = alex("checkin edit", now=EVENING, typed="", EDITOR=editor(alex, 'echo Mine > "$1"; exit 3'))
    [kept] = left_over(alex)
    assert (result.exit, kept.read_text(encoding="utf-8")) == (1, "Mine\n")
    assert str(kept) in " ".join(result.stderr.split())
    assert alex("checkin --json", now=EVENING).json["state"] == "open"


def test_notes_stand_first_under_what_needs_attention(alex: Techday) -> None:
    alex.did("checkin note Jo is unhappy", now=EVENING)
    assert alex.tell("checkin note 'Jo is unhappy'", "checkin note", now=EVENING) == snapshot("""\

$ techday checkin note 'Jo is unhappy'
It is noted already
$ techday checkin note
2| techday: What needs attention is missing
2|   Type it at the end of the command
exit 2
""")
    alex("checkin note", now=EVENING, typed="It's the disk\n")
    lines = text_of(alex).splitlines()
    first = lines.index("Needs attention:")
    assert lines[first + 1 : first + 3] == ["- Jo is unhappy", "- It's the disk"]
    alex.did("undo", now=EVENING)
    assert "disk" not in text_of(alex)


def test_a_note_goes_into_an_edited_text_and_not_into_one_that_was_given(alex: Techday) -> None:
    alex.did("checkin edit --text 'All quiet'", now=EVENING)
    alex.did("checkin note One", now=LATER)
    view = alex("checkin --json", now=LATER).json
    assert (view["text"], view["changed_since"]) == ("All quiet\nNeeds attention:\n- One", 0)
    alex.did("checkin done", now=LATER)
    result = alex("checkin note Two", now="2026-11-23T17:30:00Z")
    assert result.stderr == snapshot(
        "warning: The check-in was given to Pat Doe without it (techday checkin done --again)\n"
    )
    view = alex("checkin --json", now="2026-11-23T17:31:00Z").json
    assert (view["text"], view["changed_since"]) == ("All quiet\nNeeds attention:\n- One", 1)
    assert [one["text"] for one in view["issues"] if one["kind"] == "note"] == ["One", "Two"]


def test_told_late_it_knows_of_all_that_was_done_by_then(alex: Techday) -> None:
    """It was given at 16:30, as it read when that was told at 17:20."""
    alex.did("done L1 --fix Restarted", now=EVENING)
    alex.did("checkin done --at 16:30", now=LATER)
    assert alex("checkin --json", now=LATER).json["changed_since"] == 0
    alex.did("checkin note Two", now=LATER)  # in the same second
    assert alex("checkin --json", now=LATER).json["changed_since"] == 1
    assert "1 change since\n  techday checkin done --again gives it anew" in alex("checkin", now=LATER).stderr
    alex.did("checkin done --again", now=LATER)
    assert alex("checkin --json", now=LATER).json["changed_since"] == 0


def test_what_begins_anew_is_no_longer_given_and_says_so(alex: Techday) -> None:
    alex.did("checkin done", now=EVENING)
    assert alex("checkin edit --reset", now=LATER).stdout == (
        "The check-in of Mon 23 Nov is assembled anew; no longer given to Pat Doe 16:55\n"
    )
    alex.did("undo", now=LATER)
    assert routine(alex, LATER)[0] == "done"


def test_a_long_text_is_refused_whatever_is_left_of_it(alex: Techday) -> None:
    long = alex("checkin edit --text -", now=EVENING, typed="All quiet" + "\n" * 20_000 + "not all")
    assert (long.exit, "longer than 20,000" in long.stderr) == (2, True)


def test_more_notes_than_anybody_reads_are_refused(alex: Techday) -> None:
    with alex.raw() as db:
        issues = "\n".join(f"Note {number}" for number in range(30))
        db.execute("INSERT INTO check_in (day, issues, changed_at) VALUES ('2026-11-23', ?, ?)", (issues, EVENING))
    refused = alex("checkin note One more", now=EVENING)
    assert (refused.exit, "has 30 notes already" in refused.stderr) == (1, True)
    assert alex("checkin note 'Note 7'", now=EVENING).stdout == "It is noted already\n"


def test_an_empty_note_is_refused(alex: Techday) -> None:
    assert alex("checkin", "note", " \x1b[0m ", now=EVENING).exit == 2


def test_what_a_script_reads_of_a_write(alex: Techday) -> None:
    assert alex("checkin done --json", now=EVENING).json["check_in"] == {
        "date": "2026-11-23",
        "state": "given",
        "text": text_of(alex),
        "notes": [],
        "given_at": EVENING,
        "given_to": "Pat Doe",
    }
