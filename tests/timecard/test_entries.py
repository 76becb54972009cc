"""Changing what was told: edited, split, deleted, moved; and the wall around what was submitted."""

import pytest
import typer
from inline_snapshot import snapshot
from typer.main import get_command

from techday.timecard.options import complete_entry, complete_type
from tests.conftest import Techday
from tests.database.stores import dump

NOON = "2026-11-23T12:14:00Z"


def span_of(techday: Techday, number: int) -> tuple[str, str | None]:
    """Give start and end of an entry as stored."""
    with techday.raw() as db:
        sql = "SELECT started_at, ended_at FROM time_entry WHERE id = ?"
        start, end = db.execute(sql, (number,)).fetchone()
    return start, end


def column(techday: Techday, name: str, number: int = 1) -> object:
    """Give one column of an entry."""
    with techday.raw() as db:
        return db.execute(f"SELECT {name} FROM time_entry WHERE id = ?", (number,)).fetchone()[0]  # noqa: S608  # constant


def guess(techday: Techday, end: str) -> None:
    """Let the end of the first entry be a guess, as after a forgotten timer."""
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET guessed = 1, ended_at = ? WHERE id = 1", (end,))


def freeze(techday: Techday, state: str) -> None:
    """Put the first entry on the time card of its week, in a state."""
    with techday.raw() as db:
        card = "INSERT INTO time_card (week, state, first_day, last_day) VALUES ('2026-W48', 'open', ?, ?)"
        db.execute(card, ("2026-11-23", "2026-11-29"))
        db.execute("UPDATE time_entry SET card_id = 1 WHERE id = 1")
        db.execute("UPDATE time_card SET state = ?", (state,))


def test_an_entry_is_changed_word_by_word(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down", "add VPN --client acme")
    techday.did("log 9:00-10:30 --ticket 1", now=NOON)
    assert techday.tell(
        "timecard edit 1 --start 9:15 --end 10:45",
        "timecard edit 1 --type on-site --note 'New toner' --internal ''",
        "timecard edit 1 --ticket 2 --not-billable",
        "timecard edit 1 --ticket none --by-type",
        "timecard edit 1 --client acme",
        "timecard edit 1 --client acme",
        "timecard edit 1",
        "timecard edit 1 --client none",
        now=NOON,
    ) == snapshot("""\

$ techday timecard edit 1 --start 9:15 --end 10:45
Changed start, end of entry 1 (L1, Mon 09:15-10:45)
$ techday timecard edit 1 --type on-site --note 'New toner' --internal ''
Changed type, note of entry 1 (L1, Mon 09:15-10:45)
$ techday timecard edit 1 --ticket 2 --not-billable
Changed ticket, client, billable of entry 1 (L2, Mon 09:15-10:45)
$ techday timecard edit 1 --ticket none --by-type
Changed ticket, client, billable of entry 1 (on-site, Mon 09:15-10:45), not assigned (techday timecard fix)
$ techday timecard edit 1 --client acme
Changed client of entry 1 (ACME, Mon 09:15-10:45)
$ techday timecard edit 1 --client acme
Nothing to change in entry 1 (ACME, Mon 09:15-10:45)
$ techday timecard edit 1
Nothing to change in entry 1 (ACME, Mon 09:15-10:45)
$ techday timecard edit 1 --client none
Changed client of entry 1 (on-site, Mon 09:15-10:45), not assigned (techday timecard fix)
""")


@pytest.mark.parametrize(
    ("shift", "entry", "change", "span"),
    [
        ("08:00-17:00", "fri 9:00-10:30", "--start 9:15", ("2026-11-20T09:15:00Z", "2026-11-20T10:30:00Z")),
        ("08:00-17:00", "fri 9:00-10:30", "--start 0915", ("2026-11-20T09:15:00Z", "2026-11-20T10:30:00Z")),
        ("08:00-17:00", "fri 9:00-10:30", "--end 11am", ("2026-11-20T09:00:00Z", "2026-11-20T11:00:00Z")),
        ("08:00-17:00", "fri 9:00-10:30", "--end eod", ("2026-11-20T09:00:00Z", "2026-11-20T17:00:00Z")),
        ("08:00-17:00", "fri 9:00-10:30", "--end 0:15", ("2026-11-20T09:00:00Z", "2026-11-21T00:15:00Z")),
        ("08:00-17:00", "fri 9:00-10:30", "--start 23:00 --end 1:00", ("2026-11-20T23:00:00Z", "2026-11-21T01:00:00Z")),
        ("08:00-17:00", "fri 23:00-2:00", "--end 2:30", ("2026-11-20T23:00:00Z", "2026-11-21T02:30:00Z")),
        ("08:00-17:00", "fri 23:00-2:00", "--start 0:30", ("2026-11-21T00:30:00Z", "2026-11-21T02:00:00Z")),
        ("22:00-06:00", "fri 23:00-2:00", "--start 1:00", ("2026-11-21T01:00:00Z", "2026-11-21T02:00:00Z")),
        ("22:00-06:00", "sat 2:00-4:00", "--start 22:30", ("2026-11-20T22:30:00Z", "2026-11-21T04:00:00Z")),
        ("08:00-17:00", "mon 9:00-10:30", "--end now", ("2026-11-23T09:00:00Z", NOON)),
        ("08:00-17:00", "mon 9:00-10:30", "--end '1h ago'", ("2026-11-23T09:00:00Z", "2026-11-23T11:14:00Z")),
        (
            "08:00-17:00",
            "fri 9:00-10:30",
            "--start 'thu 9:00' --end 'thu 10:00'",
            ("2026-11-19T09:00:00Z", "2026-11-19T10:00:00Z"),
        ),
    ],
)
def test_a_bare_clock_is_on_the_shift_day_of_the_entry(
    techday: Techday, shift: str, entry: str, change: str, span: tuple[str, str]
) -> None:
    start, end = shift.split("-")
    techday.configure(f'[shift]\nstart = "{start}"\nend = "{end}"\n')
    techday.did(f"log {entry} --type meeting", now=NOON)
    techday.did(f"timecard edit 1 {change}", now=NOON)
    assert span_of(techday, 1) == span


@pytest.mark.parametrize(
    ("change", "seconds"),
    [("--end 2:30", 3600 + 1800), ("--start 2:30", 3600), ("--end 4:00", 4 * 3600), ("--start 2:30 --end 2:45", 900)],
)
def test_of_a_clock_that_comes_twice_the_shorter_time_is_meant(techday: Techday, change: str, seconds: int) -> None:
    """In Berlin 2:30 comes twice on that night; nobody is paid an hour by accident, and `--end 4:00` is plain."""
    techday.configure('[technician]\nzone = "Europe/Berlin"\n')
    techday.did("log 1:00-3:30 --date 2026-10-25 --type meeting", now=NOON)
    entry = techday(f"timecard edit 1 {change} --json", now=NOON).json["entry"]
    assert entry["seconds"] == seconds


@pytest.mark.parametrize(
    "command",
    [
        "edit 1 --end 8:00",
        "edit 1 --end 9:00",
        "edit 1 --start 10:30",
        "edit 1 --start 'mon 9:00' --end 'yesterday 9:00'",
        "edit 1 --start 2026-11-20",
        "edit 1 --start none",
        "edit 1 --end ''",
        "edit 1 --type none",
        "edit 1 --ticket 77",
        "edit 1 --ticket 1 --client acme",
        "edit 1 --billable --by-type",
        "edit 1 --adjust --concurrent",
        "edit 2 --client acme",
        "edit 1 --end 11:15",
        "edit 1 --start 10:30 --end 10:00",
        "edit 1 --start 8:30 --end 8:00 --concurrent",
        "break 11:50-11:20",
        "log 12:00-11:00 --date 2026-11-19",
        "split 1 10:30",
        "split 1 9:00",
        "split 1 mon",
        "split 1",
        "move 1 77",
        "edit 99",
        "edit 0",
        f"delete {10**30}",
        "delete -1",
        "delete ٣",
        "delete ''",
        "split one 9:30",
        "move . 1",
    ],
)
def test_what_cannot_be_is_refused_with_the_next_step_and_nothing_is_written(techday: Techday, command: str) -> None:
    techday.did("client add Acme", "add Mail is down")
    techday.did("log 9:00-10:30 --type meeting", "log 11:00-11:30 --ticket 1", now=NOON)
    before = dump(techday.store)
    result = techday(f"timecard {command} --json", now=NOON)
    assert result.exit in (1, 2, 3), result
    assert result.error["hint"]
    assert dump(techday.store) == before


def test_an_unknown_entry_is_not_found(techday: Techday) -> None:
    told = techday.tell("timecard edit 7", "timecard delete 1000000000000000000", "timecard split . 9:00")
    assert told == snapshot("""\

$ techday timecard edit 7
2| techday: No entry "7"
2|   techday timecard shows the entries
exit 3
$ techday timecard delete 1000000000000000000
2| techday: No entry "1000000000000000000"
2|   techday timecard shows the entries
exit 3
$ techday timecard split . 9:00
2| techday: No timer is running, so . means no entry
2|   techday timecard shows the entries
exit 3
""")


def test_time_moved_over_other_time_is_refused_or_wins(techday: Techday) -> None:
    techday.did("add Mail is down", "log 9:00-10:00 --ticket 1", "log 10:00-11:00 --type meeting", now=NOON)
    assert techday.tell(
        "timecard edit 1 --end 10:30",
        "timecard edit 1 --end 10:30 --adjust",
        "timecard edit 1 --end 11:30 --concurrent",
        "timecard edit 1 --alone",
        "timecard edit 1 --alone --adjust",
        now=NOON,
    ) == snapshot("""\

$ techday timecard edit 1 --end 10:30
2| techday: That overlaps meeting 10:00-11:00 (entry 2)
2|   --adjust takes the time out of what is recorded, --concurrent records it beside that
exit 1
$ techday timecard edit 1 --end 10:30 --adjust
Changed end of entry 1 (L1, Mon 09:00-10:30); meeting 10:00-11:00 became 10:30-11:00
$ techday timecard edit 1 --end 11:30 --concurrent
Changed end, concurrent of entry 1 (L1, Mon 09:00-11:30)
$ techday timecard edit 1 --alone
2| techday: That overlaps meeting 10:30-11:00 (entry 2)
2|   --adjust takes the time out of what is recorded, --concurrent records it beside that
exit 1
$ techday timecard edit 1 --alone --adjust
Changed concurrent of entry 1 (L1, Mon 09:00-11:30); meeting 10:30-11:00 is gone
""")


def test_the_running_entry_may_begin_at_another_time_and_be_stopped(techday: Techday) -> None:
    techday.did("add Mail is down", "log 9:00-10:00 --type meeting", now=NOON)
    techday.did("start 1", now="2026-11-23T11:00:00Z")
    assert techday.tell(
        "timecard edit 2 --start 10:30 --note 'On the phone'",
        "timecard edit . --start 9:30",
        "timecard edit . --start 9:30 --adjust",
        "timecard edit . --start 'tomorrow 9:00'",
        "timecard edit . --end 12:00",
        "stop",
        now=NOON,
    ) == snapshot("""\

$ techday timecard edit 2 --start 10:30 --note 'On the phone'
Changed start, note of entry 2 (L1, Mon 10:30-running)
$ techday timecard edit . --start 9:30
2| techday: That overlaps meeting 09:00-10:00 (entry 1)
2|   --adjust takes the time out of what is recorded, --concurrent records it beside that
exit 1
$ techday timecard edit . --start 9:30 --adjust
Changed start of entry 2 (L1, Mon 09:30-running); meeting 09:00-10:00 became 09:00-09:30
$ techday timecard edit . --start 'tomorrow 9:00'
2| techday: What runs cannot begin in the future
2|   Give an earlier --start, or an --end too
exit 1
$ techday timecard edit . --end 12:00
Changed end of entry 2 (L1, Mon 09:30-12:00)
$ techday stop
No timer is running
""")
    assert span_of(techday, 2) == ("2026-11-23T09:30:00Z", "2026-11-23T12:00:00Z")


def test_a_guess_is_confirmed_or_corrected(techday: Techday) -> None:
    techday.did("add Mail is down", "log 9:00-10:00 --ticket 1", now=NOON)
    guess(techday, "2026-11-23T10:00:00Z")
    techday.did("timecard edit 1 --note checked", now=NOON)
    assert column(techday, "guessed") == 1
    assert techday.tell("timecard edit 1 --confirm", "timecard edit 1 --confirm", now=NOON) == snapshot("""\

$ techday timecard edit 1 --confirm
Confirmed entry 1 (L1, Mon 09:00-10:00)
$ techday timecard edit 1 --confirm
Nothing to change in entry 1 (L1, Mon 09:00-10:00)
""")
    guess(techday, "2026-11-23T10:00:00Z")
    techday.did("timecard edit 1 --end 10:00", now=NOON)
    assert column(techday, "guessed") == 0


def test_a_guess_without_a_second_must_be_given_an_end(techday: Techday) -> None:
    techday.did("log 9:00-10:00 --type meeting", now=NOON)
    guess(techday, "2026-11-23T09:00:00Z")
    assert techday.tell(
        "timecard edit 1 --confirm", "timecard edit 1 --note 'Team'", "timecard edit 1 --end 9:40", now=NOON
    ) == snapshot("""\

$ techday timecard edit 1 --confirm
2| techday: meeting 09:00-09:00 does not end after it begins
2|   techday timecard edit 1 --end TIME, or techday timecard delete 1
exit 1
$ techday timecard edit 1 --note 'Team'
Changed note of entry 1 (meeting, Mon 09:00-09:00)
$ techday timecard edit 1 --end 9:40
Changed end of entry 1 (meeting, Mon 09:00-09:40)
""")


def test_time_that_is_added_is_told_late_and_time_taken_away_is_not(techday: Techday) -> None:
    told_at = "2026-11-20T12:00:00Z"
    techday.did("log 9:00-10:30 --type meeting", now=told_at)
    techday.did("timecard edit 1 --end 10:15", "timecard edit 1 --start 9:15", "timecard edit 1 --note x", now=NOON)
    assert column(techday, "recorded_at") == told_at
    assert techday.tell("timecard edit 1 --start 9:00", now=NOON) == snapshot("""\

$ techday timecard edit 1 --start 9:00
Changed start of entry 1 (meeting, Fri 09:00-10:15), told 3d late
""")
    assert column(techday, "recorded_at") == NOON


def test_both_halves_of_a_split_entry_keep_what_was_said(techday: Techday) -> None:
    techday.did("add Mail is down")
    techday.did("log fri 9:00-10:30 --ticket 1 --note Toner --internal Angry --not-billable --concurrent", now=NOON)
    assert techday.tell("timecard split 1 9:30", now=NOON) == snapshot("""\

$ techday timecard split 1 9:30
Split entry 1 (L1, Fri 09:00-10:30): 09:00-09:30 (entry 1) and 09:30-10:30 (entry 2)
""")
    with techday.raw() as db:
        rows = db.execute(
            "SELECT ticket_id, work_type, note, internal_note, billable, concurrent, recorded_at FROM time_entry"
        ).fetchall()
    assert rows == [(1, "remote", "Toner", "Angry", 0, 1, NOON)] * 2


def test_the_second_half_of_what_runs_runs_on(techday: Techday) -> None:
    techday.did("start meeting", now="2026-11-23T11:00:00Z")
    told = techday("timecard split . 11:30 --json", now=NOON).json
    assert (told["entry"]["ended_at"], told["second"]["ended_at"]) == ("2026-11-23T11:30:00Z", None)
    assert techday.tell("timecard split . 12:14", "timecard move 2 3", "stop", now=NOON) == snapshot("""\

$ techday timecard split . 12:14
2| techday: 12:14 is not inside meeting 11:30-running
2|   techday timecard split 2 TIME, with a time between its start and its end
exit 1
$ techday timecard move 2 3
2| techday: No ticket "3"
2|   techday ticket list
exit 3
$ techday stop
Stopped meeting after 44m
""")


def test_a_split_night_is_read_where_the_night_is(techday: Techday) -> None:
    techday.did("log fri 22:00-2:00 --type meeting", now=NOON)
    techday.did("timecard split 1 0:30", now=NOON)
    assert span_of(techday, 2) == ("2026-11-21T00:30:00Z", "2026-11-21T02:00:00Z")


def test_an_entry_is_deleted_even_while_it_runs_and_comes_back_with_undo(techday: Techday) -> None:
    techday.did("log 9:00-10:00 --type meeting", "start travel", now=NOON)
    before = dump(techday.store)
    assert techday.tell("timecard delete 1", "timecard delete .", "timecard delete 1", now=NOON) == snapshot("""\

$ techday timecard delete 1
Deleted 1h of meeting (Mon 09:00-10:00)
$ techday timecard delete .
Deleted 0m of travel (Mon 12:14-running)
$ techday timecard delete 1
2| techday: No entry "1"
2|   techday timecard shows the entries
exit 3
""")
    techday.did("undo", "undo", now=NOON)
    assert dump(techday.store) == before


def test_an_entry_moves_away_from_its_ticket(techday: Techday) -> None:
    techday.did("add Mail is down", "log 9:00-10:00 --ticket 1", now=NOON)
    told = techday("timecard move 1 none", now=NOON)
    assert (told.exit, told.stdout.endswith("away from its ticket\n")) == (0, True), told
    assert "on no ticket already" in techday("timecard move 1 none", now=NOON).stdout


def test_an_entry_moves_to_another_ticket_and_its_client_with_it(techday: Techday) -> None:
    techday.did("client add Acme", "client add Globex", "add Mail is down --client acme", "add VPN")
    techday.did("log 9:00-10:00 --client globex", now=NOON)
    assert techday.tell("timecard move 1 1", "timecard move 1 1", "timecard move 1 2", now=NOON) == snapshot("""\

$ techday timecard move 1 1
Moved entry 1 (GLOBEX, Mon 09:00-10:00) to L1 Mail is down
$ techday timecard move 1 1
It is on L1 already: entry 1 (L1, Mon 09:00-10:00)
$ techday timecard move 1 2
Moved entry 1 (L1, Mon 09:00-10:00) to L2 VPN
""")
    assert column(techday, "client_id") is None


@pytest.mark.parametrize(
    ("command", "warned"),
    [
        ("timecard move 1 2", True),
        ("timecard move 1 1", False),
        ("timecard edit 1 --ticket 2", True),
        ("timecard edit 1 --ticket 1", False),
        ("timecard edit 1 --client bolt", True),
        ("timecard edit 1 --type remote", True),
        ("timecard split 1 10:00", False),
    ],
)
def test_a_visit_that_says_otherwise_since_its_time_was_moved_is_named(
    techday: Techday, command: str, warned: bool
) -> None:
    techday.did("client add Acme", "client add Bolt", "add Mail --client acme", "add Mail --client bolt")
    techday.did("visit end acme --arrived 9:30 --left 10:30 --note 'New fan'", now="2026-11-23T11:00:00Z")
    told = techday(command, now="2026-11-23T11:00:00Z")
    assert told.exit == 0
    assert ("visit 1 still says 09:30-10:30" in told.stderr) is warned


def test_time_on_a_merged_ticket_is_on_the_one_it_was_merged_into(techday: Techday) -> None:
    techday.did("add Mail is down", "add VPN", "log 9:00-10:00 --ticket 2", "ticket merge 2 1", now=NOON)
    before = dump(techday.store)
    assert techday.tell("timecard move 1 2", "timecard edit 1 --ticket 1", now=NOON) == snapshot("""\

$ techday timecard move 1 2
It is on L1 already: entry 1 (L1, Mon 09:00-10:00)
$ techday timecard edit 1 --ticket 1
Nothing to change in entry 1 (L1, Mon 09:00-10:00)
""")
    assert dump(techday.store) == before


@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize(
    "command",
    [
        "timecard edit 1 --note changed",
        "timecard edit 1 --end 10:00",
        "timecard edit 1 --confirm",
        "timecard edit 1",
        "timecard split 1 9:30",
        "timecard delete 1",
        "timecard move 1 1",
        "log 9:15-9:30",
        "log 9:15-9:30 --adjust",
        "log 8:00-11:00 --adjust",
        "timecard edit 2 --start 10:00 --adjust",
    ],
)
def test_what_was_submitted_never_changes_and_never_gives_way(techday: Techday, state: str, command: str) -> None:
    techday.did("add Mail is down", "log 9:00-10:30 --ticket 1", "log 11:00-12:00 --type meeting", now=NOON)
    freeze(techday, state)
    before = dump(techday.store)
    result = techday(f"{command} --json", now=NOON)
    assert result.exit == 1
    assert "2026-W48" in result.error["message"]
    verb = "recall" if state == "submitted" else "reopen"
    assert f"techday timecard {verb} 2026-W48" in result.error["hint"]
    assert dump(techday.store) == before


def test_new_time_in_a_submitted_week_goes_on_its_supplement(techday: Techday) -> None:
    techday.did("add Mail is down", "log 9:00-10:30 --ticket 1", now=NOON)
    freeze(techday, "approved")
    assert techday.tell(
        "log 11:00-11:15 --ticket 1", "log 9:00-9:15 --type meeting --concurrent", "log fri 9-10 --ticket 1", now=NOON
    ) == snapshot("""\

$ techday log 11:00-11:15 --ticket 1
Logged 15m on L1 (Mon 11:00-11:15), in 2026-W48/2
$ techday log 9:00-9:15 --type meeting --concurrent
Logged 15m of meeting (Mon 09:00-09:15), beside other work, in 2026-W48/2
$ techday log fri 9-10 --ticket 1
Logged 1h on L1 (Fri 09:00-10:00), told 3d late
""")


def test_hostile_words_are_cleaned(techday: Techday) -> None:
    techday("timecard", "log", "15m", "--type", "meeting", "--note", "a\x1b[31m\nb\u202e", now=NOON)
    assert column(techday, "note") == "a b"
    result = techday("timecard", "edit", "1\x1b[2J", "--note", "x", now=NOON)
    assert result.exit == 3
    assert "\x1b" not in result.stderr


def test_entries_and_types_are_completed_with_what_they_are_about(
    techday: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    techday.did("add Mail is down", "log 9:00-10:00 --ticket 1", "log thu 9:00-10:00 --type meeting", now=NOON)
    for name, value in {**techday.environ, "TECHDAY_NOW": NOON}.items():
        monkeypatch.setenv(name, value)
    shell = typer.Context(get_command(typer.Typer(callback=lambda: None)))
    assert complete_entry(shell, "") == [("1", "L1 Mon 09:00-10:00"), ("2", "meeting Thu 09:00-10:00")]
    assert [number for number, _ in complete_entry(shell, "2")] == ["2"]
    assert [name for name, _ in complete_type(shell, "T")] == ["travel", "training"]
    techday.configure("nonsense")
    assert complete_type(shell, "") == []
