"""Watches as a technician keeps them: added, listed, shown, changed, paused, deleted."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday
from tests.database.stores import dump

TUESDAY, WEDNESDAY, THURSDAY = (f"2026-11-{day}T09:00:00Z" for day in (24, 25, 26))


def state_of(techday: Techday, name: str, **options: str) -> str:
    """Give how a watch stands."""
    return str(techday(f"watch show {name} --json", **options).json["watch"]["state"])


def test_the_first_watch_is_added_from_nothing(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell(
        "watch",
        "watch list --due",
        "watch add Nightly --client acme --kind backup",
        "watch add nightly --client acme --kind sensor",
        "watch add UPS --client acme",
        "watch add UPS --client acme --kind lamp",
        "watch add UPS --client acme --kind sensor --every often",
        "watch add UPS --client acme --kind sensor --every FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "watch add ok --client acme --kind sensor",
        "watch",
    ) == snapshot("""\

$ techday watch
No watches yet.
  techday watch add "Nightly backup" --client C --kind backup
$ techday watch list --due
No such watches.
  techday watch list
$ techday watch add Nightly --client acme --kind backup
Added watch ACME Nightly (backup, daily)
$ techday watch add nightly --client acme --kind sensor
2| techday: ACME has a watch Nightly already
2|   techday watch show NAME; or another name
exit 1
$ techday watch add UPS --client acme
2| techday: Kind of the watch is missing
2|   --kind backup
exit 2
$ techday watch add UPS --client acme --kind lamp
2| techday: No kind of watch "lamp"
2|   One of backup, sensor, fix, approval, update
exit 2
$ techday watch add UPS --client acme --kind sensor --every often
2| techday: "often" is not a frequency
2|   daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO
exit 2
$ techday watch add UPS --client acme --kind sensor --every FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30
2| techday: "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30" never falls on a day from 2026-11-23 on
2|   FREQ=MONTHLY;BYDAY=1MO, or FREQ=WEEKLY;BYDAY=MO,TH
exit 2
$ techday watch add ok --client acme --kind sensor
2| techday: "ok" is an answer, not a name
2|   Call it "Nightly backup"
exit 2
$ techday watch
client  watch           state      ticket  last
ACME    Nightly         due 08:00          never looked at
  techday watch check "ACME Nightly" ok --seen TEXT
""")


def test_on_a_terminal_what_is_missing_is_asked_for(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell("watch add", typed="Nightly\nacme\nbackup\n") == snapshot("""\

$ techday watch add
Added watch ACME Nightly (backup, daily)
2| Name: Client: Kind (backup, sensor, fix, approval, update):
""")


def test_what_wants_attention_comes_first_and_the_list_has_the_strips(kept: Techday) -> None:
    kept.did(
        "watch check acme nightly fail --seen 'disk full'",
        "watch check sql ok --seen green",
        "watch check laptop ok --seen 'within budget' --by Jo",
    )
    assert kept.tell("watch", "watch list", now=TUESDAY) == snapshot("""\

$ techday watch
client  watch                state                   ticket  last
ACME    Nightly backup       fails day 1, due 08:00  L1      fail Mon 08:14: di…
ACME    SQL log              due 08:00, missed 2             ok Mon 08:14: green
BOLT    Nightly backup       due 08:00, missed 1             never looked at
BOLT    Restart of the spo…  due 08:00, missed 1             never looked at
BOLT    Patches              not due yet                     never looked at
  techday watch check  one by one, or
  techday watch check --due ok --seen TEXT  at once
$ techday watch list
client  watch               every                         state
ACME    Nightly backup      daily         ············✗?  fails day 1, due 08:0…
ACME    SQL log             every 4h      ··········✓!!?  due 08:00, missed 2
BOLT    Nightly backup      daily         ············!?  due 08:00, missed 1
BOLT    Patches             FREQ=MONTHL…  ··············  not due yet
BOLT    Restart of the sp…  daily         ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
""")
    assert kept.tell(
        "watch list --failing",
        "watch list --missed",
        "watch list --client bolt --kind fix",
        "watch list --kind sensor",
        "watch list --client nobody",
        now="2026-11-24T13:00:00Z",
    ) == snapshot("""\

$ techday watch list --failing
client  watch           every                  state
ACME    Nightly backup  daily  ············✗?  fails day 1, due 08:00 (L1)

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
$ techday watch list --missed
client  watch                   every                     state
ACME    SQL log                 every 4h  ·········✓!!!?  due 12:00, missed 3
BOLT    Nightly backup          daily     ············!?  due 08:00, missed 1
BOLT    Restart of the spooler  daily     ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
$ techday watch list --client bolt --kind fix
client  watch                   every                  state
BOLT    Restart of the spooler  daily  ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
$ techday watch list --kind sensor
No such watches.
  techday watch list
$ techday watch list --client nobody
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
""")


def test_one_watch_is_shown_with_all_that_is_known(kept: Techday) -> None:
    kept.did("watch check sql ok --seen green", "watch check sql fail --seen 'log is full' --at 5m")
    assert kept.tell(
        "watch show sql", "watch show sq", "watch show nightly", "watch show patches", "watch show xyz"
    ) == (
        snapshot("""\

$ techday watch show sql
ACME  SQL log
  backup of Acme
  state    ok
  every    every 4h
  next     12:00
  since    08:14
  link     https://backup.example/acme

  ·············✓

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  ✓ ok    08:14         green
  ✗ fail  08:09         log is full (told later)
$ techday watch show sq
ACME  SQL log
  backup of Acme
  state    ok
  every    every 4h
  next     12:00
  since    08:14
  link     https://backup.example/acme

  ·············✓

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  ✓ ok    08:14         green
  ✗ fail  08:09         log is full (told later)
$ techday watch show nightly
2| techday: "nightly" could be several watches: ACME Nightly backup, BOLT Nightly backup
2|   --client ACME says whose
exit 3
$ techday watch show patches
BOLT  Patches
  update of Bolt
  state    not due yet
  every    FREQ=MONTHLY;BYDAY=2TU
  next     8 Dec 08:00
  since    08:14

  ··············

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  Never looked at yet.
$ techday watch show xyz
2| techday: No watch "xyz"
2|   techday watch list
exit 3
""")
    )


@pytest.mark.parametrize(
    "words", ["acme nightly", "ACME Nightly backup", "nightly --client acme", "nig acm", "back acme"]
)
def test_a_part_of_the_name_is_enough_while_it_means_one(kept: Techday, words: str) -> None:
    assert kept(f"watch show {words} --json").json["watch"]["id"] == 1


def test_a_watch_is_changed_and_its_due_times_begin_anew_with_another_frequency(kept: Techday) -> None:
    assert kept.tell(
        "watch edit sql --name 'Transaction log' --note 'Green at the end'",
        "watch edit transaction --name 'Transaction log'",
        "watch edit transaction",
        "watch edit acme nightly --name 'transaction LOG'",
        "watch edit acme nightly --every weekly",
        "watch edit acme nightly --every 7d",
        "watch edit patches --every FREQ=MONTHLY;BYDAY=3TU --from 2026-11-24",
        "watch show acme nightly",
        "undo",
        "undo",
        now=WEDNESDAY,
    ) == snapshot("""\

$ techday watch edit sql --name 'Transaction log' --note 'Green at the end'
Changed note, name of ACME Transaction log
$ techday watch edit transaction --name 'Transaction log'
ACME Transaction log says so already
$ techday watch edit transaction
2| techday: Nothing to change was named
2|   techday watch edit --help lists what can be changed
exit 2
$ techday watch edit acme nightly --name 'transaction LOG'
2| techday: ACME has a watch Transaction log already
2|   techday watch show NAME; or another name
exit 1
$ techday watch edit acme nightly --every weekly
Changed frequency of ACME Nightly backup
$ techday watch edit acme nightly --every 7d
ACME Nightly backup says so already
$ techday watch edit patches --every FREQ=MONTHLY;BYDAY=3TU --from 2026-11-24
Changed frequency of BOLT Patches
$ techday watch show acme nightly
ACME  Nightly backup
  backup of Acme
  state    due 08:00
  every    weekly
  next     2 Dec 08:00
  since    09:00

  ·············?

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  Never looked at yet.
$ techday undo
Undid: Changed frequency of BOLT Patches
$ techday undo
Undid: Changed frequency of ACME Nightly backup
""")
    strip = kept("watch show acme nightly --json", now=WEDNESDAY).json["watch"]["strip"]
    assert [mark["state"] for mark in strip] == ["missed", "missed", "due"]  # as before


def test_a_paused_watch_is_not_due_and_what_fell_in_the_pause_was_not_missed(kept: Techday) -> None:
    assert kept.tell(
        "watch pause acme nightly",
        "watch pause acme nightly --reason 'new server' --until yesterday",
        "watch pause acme nightly --reason 'new server' --until thu",
        "watch pause acme nightly --reason 'new server' --until thu",
        "watch show acme nightly",
        "watch resume bolt nightly",
    ) == snapshot("""\

$ techday watch pause acme nightly
2| techday: Why it is paused is missing
2|   --reason "server is being replaced"
exit 2
$ techday watch pause acme nightly --reason 'new server' --until yesterday
2| techday: A pause until 2026-11-22 is over already
2|   --until names the day on which it goes on
exit 2
$ techday watch pause acme nightly --reason 'new server' --until thu
Paused ACME Nightly backup until 2026-11-26: new server
$ techday watch pause acme nightly --reason 'new server' --until thu
ACME Nightly backup is paused so already
$ techday watch show acme nightly
ACME  Nightly backup
  backup of Acme
  state    paused until 2026-11-26
  paused   new server
  every    daily
  since    08:14

  ··············

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)

CHECKS
  Never looked at yet.
$ techday watch resume bolt nightly
BOLT Nightly backup is not paused
""")
    assert state_of(kept, "acme nightly", now=WEDNESDAY) == "paused"
    assert state_of(kept, "acme nightly", now=THURSDAY) == "due"
    strip = kept("watch show acme nightly --json", now=THURSDAY).json["watch"]["strip"]
    assert [mark["state"] for mark in strip] == ["due"]


def test_a_pause_is_ended_by_hand_and_the_next_one_does_not_make_the_first_missed(kept: Techday) -> None:
    kept.did("watch pause acme nightly --reason 'new server'")
    kept.did("watch resume acme nightly", "watch check acme nightly ok --seen green", now=WEDNESDAY)
    kept.did("watch pause acme nightly --reason 'again'", now=THURSDAY)
    kept.did("watch resume acme nightly", now="2026-11-27T09:00:00Z")
    shown = kept("watch show acme nightly --json", now="2026-11-27T09:00:00Z").json
    assert [mark["state"] for mark in shown["watch"]["strip"]] == ["ok", "due"]
    assert [(one["state"], one["seen"]) for one in shown["checks"]] == [("ok", "green")]  # only what was really seen


def test_a_watch_that_was_looked_at_is_deleted_only_with_its_checks_and_undo_brings_it_back(kept: Techday) -> None:
    kept.did("watch check sql ok --seen green")
    before = dump(kept.store)
    commands = ("watch delete sql", "watch delete sql --with-checks", "undo", "watch delete patches")
    assert kept.tell(*commands) == snapshot("""\

$ techday watch delete sql
2| techday: ACME SQL log was looked at once, which would be lost
2|   techday watch pause NAME --reason T keeps them, techday watch delete NAME --with-checks does not
exit 1
$ techday watch delete sql --with-checks
Deleted watch ACME SQL log with 1 check
$ techday undo
Undid: Deleted watch ACME SQL log with 1 check
$ techday watch delete patches
Deleted watch BOLT Patches
""")
    kept.did("undo")
    assert dump(kept.store) == before


def test_every_write_is_undone_to_the_first_state(kept: Techday) -> None:
    before = dump(kept.store)
    writes = [
        "watch add UPS --client acme --kind sensor --every 3d",
        "watch edit ups --every 2h --link https://ups.example",
        "watch check ups fail --seen 'on battery'",
        "watch check ups ok --seen 'on mains'",
        "watch pause ups --reason battery",
        "watch resume ups",
        "watch check --due ok --seen green",
        "watch delete ups --with-checks",
    ]
    for command in writes:
        kept.did(command)
    for _ in writes:
        kept.did("undo")
    assert dump(kept.store) == before
    for _ in writes:
        kept.did("redo")
    assert "UPS" not in kept("watch list").stdout


HOSTILE = "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07 =cmd()\x00\u202e\x9b31m 'q\" $HOME"


def test_hostile_names_links_and_words_harm_no_screen(techday: Techday) -> None:
    techday.did("client add Acme")
    assert (
        techday(
            "watch", "add", HOSTILE, "--client", "acme", "--kind", "backup", "--link", HOSTILE, "--note", HOSTILE
        ).exit
        == 0
    )
    assert techday("watch", "check", "click", "fail", "--seen", HOSTILE).exit == 0
    for command in ("watch", "watch list", "watch show click", "ticket show 1", "watch list --json"):
        shown = techday(command)
        assert shown.exit == 0
        text = (shown.stdout + shown.stderr).replace("\n", "")
        assert text.isprintable(), (command, text)


WIDTHS = (60, 80, 120)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_screens_fit_and_read_without_colour(kept: Techday, width: int) -> None:
    """A client's code and a name as long as they can be, and a failing watch that is due and was missed."""
    kept.did(
        "client add Conglomerate of Everything --code CONGLOMERATE",
        f"watch add {'Nightly backup of the file server ' * 5} --client conglomerate --kind backup",
        f"watch check conglomerate fail --seen '{'the disk is full ' * 20}'",
    )
    for command in ("watch", "watch list", "watch show conglomerate"):
        lines = kept(command, now=THURSDAY, COLUMNS=str(width)).stdout.splitlines()
        assert max(map(len, lines)) <= width, command
    listed = kept("watch list", now=THURSDAY, COLUMNS=str(width)).stdout
    assert "✗!!?" in listed
    assert "✓ ok  ✗ failed  - does not apply  ! missed  ? due now" in listed
    assert "fails day 1" in listed


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_at_three_widths(kept: Techday, width: int) -> None:
    kept.did("watch check acme nightly fail --seen 'disk full'", "watch check laptop na")
    shown = kept.tell("watch list", "watch", now=TUESDAY, COLUMNS=str(width))
    assert (
        shown
        == {
            60: snapshot("""\

$ techday watch list
client  watch                         state
ACME    Nightly bac…  ············✗?  fails day 1, due 08:0…
ACME    SQL log       ··········!!!?  due 08:00, missed 3
BOLT    Nightly bac…  ············!?  due 08:00, missed 1
BOLT    Patches       ··············  not due yet
BOLT    Restart of…   ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now
$ techday watch
client  watch                 state                   ticket
ACME    Nightly backup        fails day 1, due 08:00  L1
ACME    SQL log               due 08:00, missed 3
BOLT    Nightly backup        due 08:00, missed 1
BOLT    Restart of the spoo…  due 08:00, missed 1
BOLT    Patches               not due yet
  techday watch check  one by one, or
  techday watch check --due ok --seen TEXT  at once
"""),
            80: snapshot("""\

$ techday watch list
client  watch               every                         state
ACME    Nightly backup      daily         ············✗?  fails day 1, due 08:0…
ACME    SQL log             every 4h      ··········!!!?  due 08:00, missed 3
BOLT    Nightly backup      daily         ············!?  due 08:00, missed 1
BOLT    Patches             FREQ=MONTHL…  ··············  not due yet
BOLT    Restart of the sp…  daily         ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
$ techday watch
client  watch                state                   ticket  last
ACME    Nightly backup       fails day 1, due 08:00  L1      fail Mon 08:14: di…
ACME    SQL log              due 08:00, missed 3             never looked at
BOLT    Nightly backup       due 08:00, missed 1             never looked at
BOLT    Restart of the spo…  due 08:00, missed 1             never looked at
BOLT    Patches              not due yet                     never looked at
  techday watch check  one by one, or
  techday watch check --due ok --seen TEXT  at once
"""),
            120: snapshot("""\

$ techday watch list
client  watch                   kind    every                         state
ACME    Nightly backup          backup  daily         ············✗?  fails day 1, due 08:00 (L1)
ACME    SQL log                 backup  every 4h      ··········!!!?  due 08:00, missed 3
BOLT    Nightly backup          backup  daily         ············!?  due 08:00, missed 1
BOLT    Patches                 update  FREQ=MONTHL…  ··············  not due yet
BOLT    Restart of the spooler  fix     daily         ············!?  due 08:00, missed 1

✓ ok  ✗ failed  - does not apply  ! missed  ? due now  (newest at the right)
$ techday watch
client  watch                   kind    state                   ticket  last
ACME    Nightly backup          backup  fails day 1, due 08:00  L1      fail Mon 08:14: disk full
ACME    SQL log                 backup  due 08:00, missed 3             never looked at
BOLT    Nightly backup          backup  due 08:00, missed 1             never looked at
BOLT    Restart of the spooler  fix     due 08:00, missed 1             never looked at
BOLT    Patches                 update  not due yet                     never looked at
  techday watch check  one by one, or
  techday watch check --due ok --seen TEXT  at once
"""),
        }[width]
    )


def test_a_list_longer_than_the_screen_says_how_many_more_and_all_shows_them(techday: Techday) -> None:
    techday.did("client add Acme")
    techday.did(*(f"watch add Disk {number:02} --client acme --kind sensor" for number in range(30)))
    short = techday("watch list", LINES="20").stdout.splitlines()
    assert len(short) <= 20
    assert short[-1] == "  and 15 more  techday watch list --all"
    assert "and 15 more" in techday("watch", LINES="20").stdout
    assert len(techday("watch list --all", LINES="20").stdout.splitlines()) == 33
    found = techday("watch list --json", LINES="20").json
    assert (len(found["watches"]), found["total"]) == (30, 30)


def test_approvals_that_are_decided_leave_the_list_but_not_the_store(kept: Techday) -> None:
    kept.did("watch check laptop fail --seen 'too dear' --by 'Jo Park'")
    assert "Laptop" not in kept("watch list").stdout
    assert "declined" in kept("watch list --all").stdout


def test_the_keys_of_the_documents(kept: Techday) -> None:
    kept.did("watch check sql ok --seen green")
    listed, shown = kept("watch list --json").json, kept("watch show sql --json").json
    assert list(listed["watches"][1]) == snapshot(
        [
            "id",
            "name",
            "client",
            "kind",
            "every",
            "state",
            "due_at",
            "missed",
            "failing_days",
            "last",
            "strip",
            "ticket",
            "link",
            "paused_until",
            "missed_at",
            "paused",
            "note",
        ]
    )
    assert listed["watches"][1] == shown["watch"]
    assert shown == snapshot(
        {
            "schema": "techday.watch/1",
            "watch": {
                "id": 2,
                "name": "SQL log",
                "client": "ACME",
                "kind": "backup",
                "every": "4h",
                "state": "ok",
                "due_at": None,
                "missed": 0,
                "failing_days": 0,
                "last": {"at": "2026-11-23T08:14:00Z", "state": "ok", "seen": "green", "decided_by": None},
                "strip": [{"due_at": "2026-11-23T08:00:00Z", "state": "ok"}],
                "ticket": None,
                "link": "https://backup.example/acme",
                "paused_until": None,
                "missed_at": None,
                "paused": False,
                "note": None,
            },
            "client_name": "Acme",
            "starts_at": "2026-11-23T08:14:00Z",
            "next_due_at": "2026-11-23T12:00:00Z",
            "pause_reason": None,
            "checks": [
                {
                    "id": 1,
                    "at": "2026-11-23T08:14:00Z",
                    "day": "2026-11-23",
                    "due_at": "2026-11-23T08:00:00Z",
                    "recorded_at": "2026-11-23T08:14:00Z",
                    "state": "ok",
                    "seen": "green",
                    "decided_by": None,
                }
            ],
        }
    )


def test_a_rule_that_ran_out_is_worked_out_again_at_the_next_check(kept: Techday) -> None:
    late = "2029-06-12T09:00:00Z"
    assert state_of(kept, "patches", now=late) == "due"
    kept.did("watch check patches ok --seen done", now=late)
    with kept.raw() as db:
        days = db.execute("SELECT rule_days FROM watch WHERE name = 'Patches'").fetchone()[0]
    assert '"2029-07-10"' in days


# Nothing of a watch reads the whole history, by whatever name a statement calls it.
NAMES = ("watch_check", "last", "look", "told", "good", "failed", "past", "watch_pause")


def test_no_statement_of_the_watches_reads_all_checks(kept: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    from techday.database import connection

    statements: list[str] = []
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(statements.append)
        return db

    monkeypatch.setattr(connection, "connection", noting)
    for command in (
        "watch",
        "watch list",
        "watch show sql",
        "watch check sql ok --seen green",
        "watch check acme nightly fail --seen full",
        "watch check --due ok --seen green",
        "watch pause sql --reason x",
        "watch list --failing",
    ):
        kept.did(command)
    monkeypatch.undo()
    asked = {sql for sql in statements if sql.lstrip().startswith(("SELECT", "WITH")) and "watch" in sql}
    assert len(asked) > 8
    with kept.raw() as db:
        for sql in asked:
            steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [step for step in steps if step.startswith(tuple(f"SCAN {name}" for name in NAMES))], sql


def test_a_watch_by_the_hour_that_is_added_before_the_shift_owes_nothing_of_the_shift_before(techday: Techday) -> None:
    techday.did("client add Acme", "watch add Disk --client acme --kind sensor --every 4h", now="2026-11-16T07:00:00Z")
    (watch,) = techday("watch list --json", now="2026-11-16T07:30:00Z").json["watches"]
    assert (watch["state"], watch["due_at"], watch["strip"]) == ("waits", None, [])
    (watch,) = techday("watch list --json", now="2026-11-16T08:01:00Z").json["watches"]
    assert (watch["due_at"], watch["missed"]) == ("2026-11-16T08:00:00Z", 0)
