"""Lists of watches coming in and going out, told through the commands."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday
from tests.exchange.conftest import Desk

JOBS = """\
Job Name;Customer;Type;Frequency;URL;Notes
Nightly SQL;Acme Ltd;Veeam Backup;Daily;https://backup.example/1;
Ping;acme;Sensor;Every 4 hours;;=1+1
Patch Tuesday;Beta;;Monthly;;
Go-live;Beta;Approval;;;
Queue;Beta;Backup monitor;Daily;;
Disk;Beta;Sensor;Every 5 minutes;;
Mail;Nobody;Backup;Daily;;
;Beta;Backup;Daily;;
"""


@pytest.fixture
def lists(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give a techday with two clients, whose lists are named without their folder."""
    monkeypatch.chdir(desk.techday.home)
    desk.techday.did('client add "Acme Ltd" --code ACME', "client add Beta")
    return desk


def bring(desk: Desk, text: str, *options: str) -> Any:
    """Import a list of watches, which must succeed, and give the JSON of what became of it."""
    result = desk.techday("watch", "import", str(desk.write(text, "list.csv")), "--json", *options)
    assert result.exit == 0, result.stderr
    report = result.json
    assert report["read"] == sum(report[kind] for kind in ("new", "changed", "same", "rejected"))
    return report


def test_watches_come_in_for_clients_that_are_known(lists: Desk) -> None:
    lists.write(JOBS, "jobs.csv")
    transcript = lists.techday.tell("watch import jobs.csv --dry-run", "watch import jobs.csv", "watch import jobs.csv")
    assert transcript.replace(str(lists.techday.home), "~") == snapshot("""\

$ techday watch import jobs.csv --dry-run
Would import jobs.csv: 8 rows: 4 new, 0 changed, 0 same, 4 rejected
2| Columns: Job Name = name, Customer = client, Type = kind, Frequency = every, URL = link, Notes = note
2| Cells are separated by semicolons
2| 4 watches new
2| Rejected: line 6: the kind of "Backup monitor" could be backup or sensor; line 7: "Every 5 minutes" is not a frequency (daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO); line 8: there is no client "Nobody" (techday client add "Nobody", then import again); and 1 more
$ techday watch import jobs.csv
Imported jobs.csv: 8 rows: 4 new, 0 changed, 0 same, 4 rejected
2| The rejected rows are in ~/data/out/import-rejects-20261123-081400.csv
2| Columns: Job Name = name, Customer = client, Type = kind, Frequency = every, URL = link, Notes = note
2| Cells are separated by semicolons
2| 4 watches new
2| Rejected: line 6: the kind of "Backup monitor" could be backup or sensor; line 7: "Every 5 minutes" is not a frequency (daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO); line 8: there is no client "Nobody" (techday client add "Nobody", then import again); and 1 more
$ techday watch import jobs.csv
Imported jobs.csv: 8 rows: 0 new, 0 changed, 4 same, 4 rejected
2| The rejected rows are in ~/data/out/import-rejects-20261123-081400-2.csv
2| Columns: Job Name = name, Customer = client, Type = kind, Frequency = every, URL = link, Notes = note
2| Cells are separated by semicolons
2| Rejected: line 6: the kind of "Backup monitor" could be backup or sensor; line 7: "Every 5 minutes" is not a frequency (daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO); line 8: there is no client "Nobody" (techday client add "Nobody", then import again); and 1 more
""")  # noqa: E501  # why rows are rejected stands in one line
    assert lists.rows(
        "SELECT client.code, watch.name, kind, every, starts_at, link, note FROM watch"
        " JOIN client ON client.id = client_id ORDER BY watch.id"
    ) == snapshot(
        [
            ("ACME", "Nightly SQL", "backup", "daily", "2026-11-23T08:14:00Z", "https://backup.example/1", ""),
            ("ACME", "Ping", "sensor", "4h", "2026-11-23T08:14:00Z", "", "=1+1"),
            ("BETA", "Patch Tuesday", "update", "FREQ=MONTHLY", "2026-11-23T08:14:00Z", "", ""),
            ("BETA", "Go-live", "approval", "", "2026-11-23T08:14:00Z", "", ""),
        ]
    )


def test_the_rejected_rows_say_why(lists: Desk) -> None:
    path = Path(bring(lists, JOBS)["rejects_file"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        told = [row["reason"] for row in csv.DictReader(file)]
    assert told == snapshot(
        [
            'the kind of "Backup monitor" could be backup or sensor',
            '"Every 5 minutes" is not a frequency (daily, 4h, 3d, weekly, once, or a rule such as FREQ=MONTHLY;BYDAY=1MO)',  # noqa: E501  # as it is told
            'there is no client "Nobody" (techday client add "Nobody", then import again)',
            "the name of the watch is missing",
        ]
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_the_store_says_otherwise_is_kept_until_the_file_is_to_win(lists: Desk) -> None:
    lists.techday.did("watch add Nightly --client ACME --kind backup --every once")
    text = "Name,Client,Kind,Every,Link\nnightly,ACME,sensor,4h,https://x.example\n"
    report = bring(lists, text)
    assert (report["changed"], report["kept"]) == (1, 2)
    assert lists.rows("SELECT kind, every, link FROM watch") == [("backup", "", "https://x.example")]
    assert bring(lists, text, "--overwrite")["changed"] == 1
    assert lists.rows("SELECT kind, every, link FROM watch") == [("sensor", "4h", "https://x.example")]


def test_a_watch_that_was_resumed_is_not_paused_again_by_an_older_list(lists: Desk) -> None:
    lists.techday.did("watch add Nightly --client ACME --kind backup", "watch pause Nightly --reason moved")
    path = lists.techday("watch export").stdout.strip()
    lists.techday.did("watch resume Nightly")
    report = lists.techday("watch", "import", path, "--json").json
    assert (report["same"], report["kept"]) == (1, 1)
    assert "line 2: pause of Nightly (ACME) stays none (file: 2026-11-23T08:14:00Z)" in report["notes"]
    assert lists.techday("watch", "import", path, "--overwrite", "--json").json["changed"] == 1
    assert lists.rows("SELECT pause_reason FROM watch") == [("moved",)]
    # The pause in whose place another one comes is not forgotten.
    later = "Name,Client,Kind,Paused,Pause reason\nNightly,ACME,backup,2026-11-23T08:15:00Z,again\n"
    assert bring(lists, later, "--overwrite")["changed"] == 1
    kept = "SELECT from_at, until_at, reason FROM watch_pause ORDER BY id DESC LIMIT 1"
    assert lists.rows(kept) == [("2026-11-23T08:14:00Z", "2026-11-23T08:15:00Z", "moved")]


def test_a_guessed_kind_is_no_word_against_the_one_that_stands(lists: Desk) -> None:
    lists.techday.did(
        'watch add "Patch backup" --client ACME --kind sensor', "watch add Backup --client ACME --kind fix"
    )
    assert bring(lists, "Name,Client\nBackup,ACME\n", "--overwrite")["same"] == 1


def test_watches_without_a_client_belong_to_the_one_that_is_named(lists: Desk) -> None:
    assert bring(lists, "Name\nNightly backup\n", "--client", "beta")["new"] == 1
    # What names an unknown client is not put under another one.
    report = bring(lists, "Name,Client\nSecond backup,\nThird backup,Nobody\n", "--client", "beta")
    assert (report["new"], report["rejected"]) == (1, 1)


def test_names_that_repeat_are_one_watch_of_each_client(lists: Desk) -> None:
    report = bring(lists, "Name,Client\nBackup,ACME\nbackup,ACME\nBackup,Beta\n")
    assert (report["new"], report["same"]) == (2, 1)


def test_an_import_is_one_operation_and_one_undo(lists: Desk) -> None:
    before = lists.dump()
    bring(lists, JOBS)
    after = lists.dump()
    lists.techday.did("undo")
    assert lists.dump() == before
    lists.techday.did("redo")
    assert lists.dump() == after


def test_a_watch_that_comes_in_is_due_from_now_on_and_keeps_its_weekday(lists: Desk) -> None:
    bring(
        lists,
        "Name,Client,Kind,Every,Starts\nTapes,ACME,backup,weekly,2026-11-04\nLater,ACME,backup,daily,2026-12-01\n",
    )
    assert [
        (name, starts, json.loads(days))
        for name, starts, days in lists.rows("SELECT name, starts_at, rule_days FROM watch ORDER BY id")
    ] == snapshot([("Tapes", "2026-11-23T08:14:00Z", ["2026-11-04"]), ("Later", "2026-12-01T08:00:00Z", [])])


def test_an_export_is_a_file_of_ones_own_that_comes_in_again_without_a_change(lists: Desk) -> None:
    bring(lists, JOBS)
    lists.techday.did('watch pause Ping --reason "=new host" --until 2026-12-01')
    path = Path(lists.techday("watch export").stdout.strip())
    assert path == lists.techday.store.parent / "out" / "watches-2026-11-23.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8-sig").splitlines() == snapshot(
        [
            "name,client,kind,every,starts,link,note,paused,paused until,pause reason",
            "Nightly SQL,ACME,backup,daily,,https://backup.example/1,,,,",
            "Ping,ACME,sensor,4h,,,'=1+1,2026-11-23T08:14:00Z,2026-12-01,'=new host",
            "Go-live,BETA,approval,once,2026-11-23T08:14:00Z,,,,,",
            "Patch Tuesday,BETA,update,FREQ=MONTHLY,2026-11-23,,,,,",
        ]
    )
    assert lists.techday("watch", "import", str(path)).stdout == snapshot(
        "Imported watches-2026-11-23.csv: 4 rows: 0 new, 0 changed, 4 same, 0 rejected\n"
    )
    assert lists.techday("watch export --json").json["watches"] == 4


@pytest.mark.parametrize(
    ("content", "exit_code", "words"),
    [
        ("", 1, "is empty"),
        ("Foo,Bar\n1,2\n", 2, "No column holds the name of a watch; the columns are: Foo, Bar"),
        ("Name,Kind\nA,backup\n", 2, "No column holds the client; the columns are: Name, Kind"),
        ("Name,Client,Kind\nok,ACME,backup\n", 1, '"ok" is an answer, not a name'),
        ("Name,Client,Kind,Every\nA,ACME,backup,FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", 1, "FREQ"),
        ("Name,Client,Kind,Every\nA,ACME,backup,FREQ=SECONDLY\n", 1, "A rule goes by days"),
        (
            "Name,Client,Kind,Every\nA,ACME,backup,FREQ=DAILY;UNTIL=20200101\n",
            1,
            '"FREQ=DAILY;UNTIL=20200101" never falls on a day from 2026-11-23 on',
        ),
    ],
)
def test_what_is_no_list_of_watches_is_refused(lists: Desk, content: str, exit_code: int, words: str) -> None:
    before = lists.dump()
    result = lists.techday("watch", "import", str(lists.write(content, "list.csv")), "--json")
    assert (result.exit, result.stdout) == (exit_code, "")
    assert words in result.error["message"]
    assert result.error["hint"]
    assert lists.dump() == before


def test_ten_thousand_rows_are_no_trouble(techday: Techday) -> None:
    techday.did("client add Acme")
    rows = "".join(f"Watch {number},ACME,backup,{number % 20 + 1}h\n" for number in range(10_000))
    assert bring(Desk(techday), "Name,Client,Kind,Every\n" + rows)["new"] == 10_000
