"""Looks at watches: one, all that are due, or one after the other; and what a failure does."""

import sys
import time
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.context import Context
from techday.core.evidence import Evidence, Moment
from techday.watches.pulse_store import alike
from tests.conftest import Techday
from tests.watches.conftest import KIM
from tests.watches.test_commands import state_of

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (f"2026-11-{day}T09:00:00Z" for day in (24, 25, 26, 27))


def tickets(techday: Techday, now: str = FRIDAY) -> list[tuple[str, str, int, str | None, str | None]]:
    """Give the open tickets: reference, title, priority, client, owner."""
    found = techday("ticket list --json", now=now).json["tickets"]
    return [(one["ref"], one["title"], one["priority"], one["client"], one["owner"]) for one in found]


def test_three_failures_in_a_row_across_days_are_day_3_and_one_ticket(kept: Techday) -> None:
    assert kept.tell("watch check acme nightly fail --seen 'disk full'") == snapshot("""\

$ techday watch check acme nightly fail --seen 'disk full'
ACME Nightly backup failed: disk full (opened L1)
""")
    assert kept.tell("watch check acme nightly fail --seen 'disk still full'", now=TUESDAY) == snapshot("""\

$ techday watch check acme nightly fail --seen 'disk still full'
ACME Nightly backup failed, day 2: disk still full (L1)
""")
    kept.did("watch check acme nightly fail --seen 'and once more that day'", now="2026-11-24T15:00:00Z")
    assert kept.tell("watch check acme nightly fail --seen 'no room at all'", now=WEDNESDAY) == snapshot("""\

$ techday watch check acme nightly fail --seen 'no room at all'
ACME Nightly backup failed, day 3: no room at all (L1)
""")
    assert tickets(kept) == snapshot([("L1", "Nightly backup failed: disk full", 2, "ACME", "Kim Lee")])
    assert kept.tell("watch show acme nightly", "ticket show 1", now=WEDNESDAY) == snapshot("""\

$ techday watch show acme nightly
ACME  Nightly backup
  backup of Acme
  state    fails day 3
  every    daily
  next     Thu 08:00
  since    Mon 08:14
  ticket   L1

  ···········✗✗✗

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  ✗ fail  09:00         no room at all
  ✗ fail  Tue 15:00     and once more that day
  ✗ fail  Tue 09:00     disk still full
  ✗ fail  Mon 08:14     disk full
$ techday ticket show 1
L1  Nightly backup failed: disk full
  client     ACME Acme
  state      P2 L1 new
  owner      Kim Lee
  opened     Mon 08:14 (2d ago)

  Seen: disk full

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  response due Mon 09:14, overdue by 17:46

CLOCKS
  response    from the opening (Mon 08:14) 1:00 of working time (default, P2):
              due Mon 09:14; overdue by 17:46

CONVERSATION
  Tue 09:00  internal note
      Nightly backup fails, day 2: disk still full
  Tue 15:00  internal note
      Nightly backup fails, day 2: and once more that day
  09:00  internal note
      Nightly backup fails, day 3: no room at all

HISTORY
  Mon 08:14  opened  new
""")
    assert kept.tell("watch check acme nightly ok --seen 'job log green'", now=THURSDAY) == snapshot("""\

$ techday watch check acme nightly ok --seen 'job log green'
Checked ACME Nightly backup: ok (job log green)
2| warning: L1 is still open (techday ticket resolve L1 --fix "…" --cause "…")
""")
    assert kept.tell("watch check acme nightly fail --seen 'full again'", now=FRIDAY) == snapshot("""\

$ techday watch check acme nightly fail --seen 'full again'
ACME Nightly backup failed: full again (L1)
""")
    assert len(tickets(kept)) == 1


def test_a_night_shift_over_a_weekend_on_which_the_clocks_change_counts_its_days(techday: Techday) -> None:
    """22:00 to 06:00 in Berlin, looked at every four hours; on the night to 25 October the shift has nine hours."""
    techday.configure(
        '[technician]\nname = "Kim"\nzone = "Europe/Berlin"\n'
        '[shift]\nstart = "22:00"\nend = "06:00"\ndays = "fri-mon"\n'
    )
    techday.did("client add Acme", "watch add SQL --client acme --kind backup --every 4h", now="2026-10-23T20:05:00Z")
    techday.did("watch check sql fail --seen a", now="2026-10-23T20:10:00Z")
    techday.did("watch check sql fail --seen b", now="2026-10-24T00:10:00Z")  # still Friday's shift
    techday.did("watch check sql fail --seen c", now="2026-10-25T04:10:00Z")
    assert techday.tell("watch check sql fail --seen d", now="2026-10-26T01:10:00Z") == snapshot("""\

$ techday watch check sql fail --seen d
ACME SQL failed, day 3: d (L1)
""")
    strip = techday("watch show sql --json", now="2026-10-26T01:10:00Z").json["watch"]["strip"]
    assert [(mark["due_at"], mark["state"]) for mark in strip] == snapshot(
        [
            ("2026-10-23T20:00:00Z", "fail"),
            ("2026-10-24T00:00:00Z", "fail"),
            ("2026-10-24T20:00:00Z", "missed"),
            ("2026-10-25T00:00:00Z", "missed"),
            ("2026-10-25T04:00:00Z", "fail"),
            ("2026-10-25T21:00:00Z", "missed"),
            ("2026-10-26T01:00:00Z", "fail"),
        ]
    )
    assert len(tickets(techday, "2026-10-26T01:10:00Z")) == 1


@pytest.mark.parametrize("ending", ["ticket resolve 1 --fix freed --cause logs", "ticket close 1"])
def test_after_its_ticket_is_done_a_failure_opens_a_new_one_that_names_it(kept: Techday, ending: str) -> None:
    kept.did("watch check acme nightly fail --seen 'disk full'", ending)
    kept.did("watch check acme nightly fail --seen 'full again'", now=TUESDAY)
    assert [one[0] for one in tickets(kept)] == ["L2"]
    assert "It failed before: L1" in kept("ticket show L2", now=TUESDAY).stdout


def test_a_failure_joins_the_ticket_into_which_that_of_the_watch_was_merged(kept: Techday) -> None:
    kept.did("add The file server is full --client acme", "watch check acme nightly fail --seen 'disk full'")
    kept.did("ticket merge 2 1")
    assert kept.tell("watch check acme nightly fail --seen 'still full'", now=TUESDAY) == snapshot("""\

$ techday watch check acme nightly fail --seen 'still full'
ACME Nightly backup failed, day 2: still full (L1)
""")
    assert "still full" in kept("ticket show L1", now=TUESDAY).stdout
    assert len(tickets(kept)) == 1


def test_other_kinds_open_a_p3_and_a_declined_approval_opens_nothing(kept: Techday) -> None:
    kept.did("watch check patches fail --seen 'two are missing'", "watch check laptop fail --by Jo --seen 'too dear'")
    assert tickets(kept) == snapshot([("L1", "Patches failed: two are missing", 3, "BOLT", "Kim Lee")])
    assert state_of(kept, "laptop") == "decided"


def test_what_is_told_late_answers_the_due_time_of_then(kept: Techday) -> None:
    kept.did("watch check acme nightly ok --seen green --at 'mon 10:00'", now=TUESDAY)
    shown = kept("watch show acme nightly --json", now=TUESDAY).json
    assert [mark["state"] for mark in shown["watch"]["strip"]] == ["ok", "due"]
    assert shown["checks"][0]["day"] == "2026-11-23"
    kept.did("watch check acme nightly ok --seen green", now=WEDNESDAY)
    # Told when it is ok again, an old failure opens no ticket.
    assert kept.tell("watch check acme nightly fail --seen red --at 'tue 10:00'", now=WEDNESDAY) == snapshot("""\

$ techday watch check acme nightly fail --seen red --at 'tue 10:00'
ACME Nightly backup failed: red
""")
    assert tickets(kept) == []
    assert state_of(kept, "acme nightly", now=WEDNESDAY) == "ok"


@pytest.mark.parametrize(
    "command",
    [
        "watch check sql",
        "watch check sql ok",
        "watch check sql fail",
        "watch check laptop ok --seen fine",
        "watch check laptop ok --by Jo",
        "watch check ok --seen fine",
        "watch check --seen fine",
        "watch check --due",
        "watch check --due ok",
        "watch check --due sql ok --seen fine",
        "watch check sql ok --seen fine --except patches",
        "watch check",
        "watch check sql ok --seen fine --at tomorrow",
    ],
)
def test_what_is_missing_is_told_with_the_next_step_and_nothing_is_written(kept: Techday, command: str) -> None:
    result = kept(command)
    assert result.exit == 2, result
    assert len(result.stderr.strip().splitlines()) == 2
    assert kept("watch show sql --json").json["checks"] == []


def test_forty_at_once_but_what_is_named_and_what_is_looked_at_one_by_one(kept: Techday) -> None:
    assert kept.tell(
        "watch check --due ok --seen 'all green' --except sql",
        "watch check --due ok --seen 'all green' --except sql",
        "watch check --due ok --seen 'all green' --except xyz",
        "watch check --due na --client bolt",
        "watch check --due ok --seen green --kind backup",
        "watch check --due ok --seen green",
        "undo",
        "undo",
        "watch list --due",
    ) == snapshot("""\

$ techday watch check --due ok --seen 'all green' --except sql
Checked 2 watches: ok (all green)
2| Left due: ACME SQL log
2| 2 are checked one by one: BOLT Laptop for Jo, BOLT Restart of the spooler (techday watch check)
$ techday watch check --due ok --seen 'all green' --except sql
Nothing else is due
2| Left due: ACME SQL log
2| 2 are checked one by one: BOLT Laptop for Jo, BOLT Restart of the spooler (techday watch check)
$ techday watch check --due ok --seen 'all green' --except xyz
2| techday: No watch "xyz"
2|   techday watch list
exit 3
$ techday watch check --due na --client bolt
Nothing else is due
2| 2 are checked one by one: BOLT Laptop for Jo, BOLT Restart of the spooler (techday watch check)
$ techday watch check --due ok --seen green --kind backup
Checked ACME SQL log: ok (green)
$ techday watch check --due ok --seen green
Nothing else is due
2| 2 are checked one by one: BOLT Laptop for Jo, BOLT Restart of the spooler (techday watch check)
$ techday undo
Undid: Checked ACME SQL log: ok (green)
$ techday undo
Undid: Checked 2 watches: ok (all green)
$ techday watch list --due
client  watch                   every                     state
ACME    Nightly backup          daily     ·············?  due 08:00
ACME    SQL log                 every 4h  ·············?  due 08:00
BOLT    Laptop for Jo           once      ·············?  due 08:14
BOLT    Nightly backup          daily     ·············?  due 08:00
BOLT    Restart of the spooler  daily     ·············?  due 08:00

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
""")


def test_one_operation_and_one_undo_for_all_at_once(techday: Techday) -> None:
    techday.did("client add Acme")
    techday.did(*(f"watch add Job {number} --client acme --kind backup" for number in range(40)))
    assert techday("watch check --due ok --seen green").stdout == "Checked 40 watches: ok (green)\n"
    assert techday("watch list --due").stdout.startswith("No such watches.")
    techday.did("undo")
    assert len(techday("watch list --due --json").json["watches"]) == 40
    changed = techday("watch check --due fail --seen 'no power' --json").json
    assert len(changed["checked"]) == 40
    assert changed["summary"] == "Checked 40 watches: failed (no power), 40 tickets opened"
    techday.did("undo")
    assert techday("ticket list --json").json["tickets"] == []


def test_the_walk_takes_one_key_for_each_and_enter_repeats_what_was_seen(kept: Techday) -> None:
    """ok with words; fail with others; an approval; ok again, its words repeated by Enter; a fix skipped."""
    typed = "ogreen\nfdisk full\noJo Park\nwithin budget\no\nsq"
    assert kept.tell("watch check", typed=typed, now="2026-11-23T08:20:00Z") == snapshot("""\

$ techday watch check
Checked 4 of 5; techday watch check
2| 5 due. ok and fail ask what was seen, Enter repeats it; na: does not apply.
2|
2| 1/5 ACME Nightly backup (backup)
2|   Found? [o]k [f]ail [n]a [s]kip [q]uit ok
2|   Seen:
2| 2/5 ACME SQL log (backup)
2|   https://backup.example/acme
2|   Found? [o]k [f]ail [n]a [s]kip [q]uit fail
2|   Seen:   ACME SQL log failed: disk full (opened L1)
2|
2| 3/5 BOLT Laptop for Jo (approval)
2|   Decided? [o]k (approved) [f]ail (declined) [n]a [s]kip [q]uit ok (approved)
2|   Decided by:   Why:
2| 4/5 BOLT Nightly backup (backup)
2|   Found? [o]k [f]ail [n]a [s]kip [q]uit ok
2|   Seen [green]:
2| 5/5 BOLT Restart of the spooler (fix)
2|   Does it print?
2|   Found? [o]k [f]ail [n]a [s]kip [q]uit skip
""")
    assert [one[1] for one in tickets(kept)] == ["SQL log failed: disk full"]
    assert kept.tell("log --most 4", now="2026-11-23T08:20:00Z") == snapshot("""\

$ techday log --most 4
12  08:20  watch check  Checked BOLT Nightly backup: ok (green)
11  08:20  watch check  Approved BOLT Laptop for Jo, by Jo Park: within budget
10  08:20  watch check  ACME SQL log failed: disk full (opened L1)
 9  08:20  watch check  Checked ACME Nightly backup: ok (green)
""")


def test_the_walk_can_be_left_and_taken_up_again(kept: Techday) -> None:
    assert kept("watch check", typed="xn\x1b").stdout == "Checked 1 of 5; techday watch check\n"
    assert kept("watch check", typed="ogreen\n").exit == 130  # the input ended; the answer stays
    assert state_of(kept, "sql") == "ok"
    assert kept("watch check --kind fix", typed="n").stdout == "Checked 1 of 1\n"
    kept.did("watch check --due na", "watch check laptop na")
    assert kept("watch check").stdout == "Nothing is due.\n"


def test_on_a_terminal_a_named_watch_asks_for_what_is_missing(kept: Techday) -> None:
    assert kept.tell("watch check sql", typed="fno room\n") == snapshot("""\

$ techday watch check sql
ACME SQL log failed: no room (opened L1)
2| ACME SQL log: [o]k [f]ail [n]a fail
2| What was seen:
""")
    assert kept.tell("watch check laptop ok", typed="Jo Park\nwithin budget\n") == snapshot("""\

$ techday watch check laptop ok
Approved BOLT Laptop for Jo, by Jo Park: within budget
2| Decided by: Why:
""")
    assert kept.tell("watch check patches ok", typed="\n") == snapshot("""\

$ techday watch check patches ok
2| What was seen: techday: What was seen is missing: BOLT Patches ok
2|   --seen TEXT
exit 2
""")


def moment(techday: Techday, now: str) -> tuple[Context, Moment]:
    """Give the moment of the board."""
    import io

    from techday.pages.today import moment_of

    context = Context({**techday.environ, "TECHDAY_NOW": now}, io.StringIO(), io.StringIO(), io.StringIO())
    return context, moment_of(context, None, None)


def told(techday: Techday, now: str = "2026-11-23T08:14:00Z") -> dict[str, Any]:
    """Give what the board hears of the watches."""
    from techday.pages.watch_alerts import watch_alerts
    from techday.watches.evidence import backups, others

    context, at = moment(techday, now)
    try:
        evidence = {"backups": backups(context.db, at), "others": others(context.db, at)}
        return {**evidence, "alerts": [tuple(one) for one in watch_alerts(context, at)]}
    finally:
        context.close()


def test_the_board_hears_what_is_due_what_fails_and_what_was_missed(kept: Techday) -> None:
    assert told(kept) == snapshot(
        {
            "backups": Evidence(state="open", text="3 of 3 due", command="techday today check backups ok --seen TEXT"),
            "others": Evidence(state="open", text="2 of 2 due", command="techday today check watches"),
            "alerts": [],
        }
    )
    kept.did("watch check acme nightly fail --seen full", "watch check --due ok --seen green", "watch check laptop na")
    assert told(kept) == snapshot(
        {
            "backups": Evidence(
                state="failed", text="1 of 3 fail", command='techday watch check "ACME Nightly backup" ok --seen TEXT'
            ),
            "others": Evidence(
                state="open",
                text="1 of 1 due",
                command='techday watch check "BOLT Restart of the spooler" ok --seen TEXT',
            ),
            "alerts": [
                (
                    "watch",
                    "ACME Nightly backup fails, day 1 (L1)",
                    'techday watch check "ACME Nightly backup" ok --seen TEXT',
                )
            ],
        }
    )
    kept.did("watch check spooler ok --seen 'it prints'")
    assert told(kept)["others"] == Evidence("done", "1 ok", "")  # patches are not due yet
    assert told(kept, WEDNESDAY) == snapshot(
        {
            "backups": Evidence(state="open", text="3 of 3 due", command="techday today check backups ok --seen TEXT"),
            "others": Evidence(
                state="open",
                text="1 of 1 due",
                command='techday watch check "BOLT Restart of the spooler" ok --seen TEXT',
            ),
            "alerts": [
                (
                    "watch",
                    "ACME Nightly backup fails, day 1 (L1)",
                    'techday watch check "ACME Nightly backup" ok --seen TEXT',
                ),
                ("missed", "4 watches were missed, due Tue 08:00 or later", "techday watch list --missed"),
            ],
        }
    )


def test_the_board_hears_nothing_where_nothing_is_watched_and_of_pauses_alone_that(techday: Techday) -> None:
    techday.did("client add Acme")
    assert told(techday) == {"backups": None, "others": None, "alerts": []}
    techday.did("watch add Nightly --client acme --kind backup", "watch pause nightly --reason moving")
    assert told(techday)["backups"] == Evidence("na", "1 paused", "techday watch list")


def test_many_failing_watches_are_one_line(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("client add Acme")
    techday.did(*(f"watch add Job {number} --client acme --kind sensor" for number in range(3)))
    techday.did("watch check --due fail --seen red")
    techday.did("watch check --due fail --seen red", now=TUESDAY)
    assert told(techday, TUESDAY)["alerts"] == snapshot(
        [("watch", "3 watches fail, the longest on day 2", "techday watch list --failing")]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_on_a_real_terminal_one_key_answers_and_ctrl_c_keeps_what_was_answered(kept: Techday) -> None:
    import termios

    from tests.terminal.screen import PATIENCE, TerminalScreen, environ_of

    def press(terminal: TerminalScreen, key: str) -> None:
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(terminal.master)[3] & termios.ICANON:
            assert time.monotonic() < end, terminal.shown()
            terminal.read(0.02)
        terminal.type(key)

    program = [sys.executable, "-m", "techday", "watch", "check"]
    with TerminalScreen(program, environ_of(kept.home), 80, 24) as terminal:
        press(terminal, "o")
        terminal.wait_for("Seen:")
        terminal.type("green\n")
        terminal.wait_for("2/5")
        press(terminal, "f")
        terminal.wait_for("uit fail")
        terminal.type("red\n")
        terminal.wait_for("3/5")
        press(terminal, "\x03")
        assert terminal.finish() == 130
        assert b"Traceback" not in terminal.raw
    assert [state_of(kept, name) for name in ("acme nightly", "sql", "bolt nightly")] == ["ok", "failing", "due"]


def test_thousands_of_watches_are_read_in_steps_that_grow_no_faster_than_they_do(techday: Techday) -> None:
    """Five thousand watches with twenty looks each: SQLite takes few steps for each watch, and none for old looks."""
    from tests.watches.conftest import many_watches

    def steps(looks: int) -> int:
        many_watches(techday, looks)
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += 1

        with techday.raw() as db:
            db.set_progress_handler(step, 100)
            found = alike(db)
            db.set_progress_handler(None, 0)
            assert sum(len(ids) for _, ids in found) == 5001
        return taken

    few, many = steps(2), steps(18)
    assert many < few * 1.2
    assert many * 100 < 5000 * 200
    assert "and 4966 more" in techday("watch list").stdout
