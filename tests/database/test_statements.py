"""No statement of an everyday command reads a large table from end to end.

A day's commands run on a store whose every statement is noted and then explained. SQLite knows nothing of the sizes
of tables here, as in a store that was never analysed, so it plans as it would for a technician.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from techday.database import connection
from techday.database.connection import connect
from tests.conftest import Techday

# These grow with the years; all others stay small.
LARGE = {
    *"ticket ticket_event time_entry card_line outbox_item journal operation imported_ticket".split(),
    *"contact watch_check schedule_item project_check handover handover_line meeting meeting_note visit".split(),
    # These are the names that statements give them.
    *"entry line item event tried told last look failed good".split(),
}

# Reading these indexes is reading no more than what is asked for: they hold open tickets, the one running entry, time
# that is on no submitted card, or what the PSA must still learn.
SMALL_INDEXES = (
    "ticket_queue",
    "time_entry_running",
    "ticket_cause_owed",
    "ticket_gone",
    "promise_open",
    "outbox_item_owed",
    "time_entry_open",
    "time_entry_guessed",
    "schedule_item_open",
    "handover_open",
    "meeting_note_open",
    "visit_open",
    "visit_to_call",
)


class Allowed(NamedTuple):
    """A step that may read a large table, in statements that hold `words`, and the reason."""

    words: str
    step: str
    reason: str


ALLOWED = (
    Allowed("ORDER BY id DESC LIMIT", "SCAN operation", "newest first, and stops after a few"),
    Allowed("SELECT 1 FROM operation LIMIT 1", "SCAN operation", "stops at the first"),
    Allowed("FROM handover ORDER BY handover.id DESC LIMIT", "SCAN handover", "newest first, and stops after a few"),
    Allowed("ORDER BY meeting.day DESC, meeting.started_at DESC", "SCAN meeting USING INDEX meeting_day", "the same"),
    Allowed(
        "FROM handover WHERE packet <> ''", "SCAN handover", "doctor reads every packet, and is no everyday command"
    ),
    Allowed(
        "SELECT 1 FROM time_entry LIMIT 1",
        "SCAN time_entry USING COVERING INDEX ix_time_entry_ticket_id",
        "stops at the first",
    ),
    Allowed(
        "WHERE item.state = 'told' ORDER BY item.id DESC LIMIT",
        "SCAN item",
        "newest first, and stops after a few: nearly all has been told",
    ),
    Allowed(
        "SELECT count(*) FROM operation",
        "SCAN operation USING COVERING INDEX ix_operation_undone_by",
        "a look into a backup counts what is in it",
    ),
    Allowed(
        "ORDER BY ticket.opened_at DESC, ticket.id DESC LIMIT",
        "SCAN ticket USING INDEX ticket_opened",
        "newest first, and stops when the list is long enough",
    ),
    Allowed(
        "WHERE time_entry.ended_at IS NOT NULL ORDER BY time_entry.started_at DESC LIMIT 1",
        "SCAN time_entry USING INDEX time_entry_started",
        "newest first, and stops at the first that has ended",
    ),
    Allowed(
        "WHERE substr(reference, -length(",
        "SCAN ticket",
        "no index knows the ends of references; only asked when no open ticket has that end",
    ),
    Allowed(
        "SELECT id FROM time_entry NOT INDEXED WHERE ended_at IS NULL",
        "SCAN time_entry",
        "doctor trusts no index, and is no everyday command",
    ),
    Allowed(
        "FROM time_entry WHERE concurrent = 0",
        "SCAN time_entry USING INDEX time_entry_started",
        "doctor compares all entries, and is no everyday command",
    ),
    Allowed(
        "ORDER BY ticket.id DESC LIMIT 20000",
        "SCAN ticket",
        "an import compares what is new with open and recent tickets, once for each file",
    ),
)

EXPORT = """Number,Title,Status,Priority,Company,Opened
1049213,Mail is down,New,1,Acme,2026-11-23 07:12
1049214,VPN is slow,In Progress,3,Globex,2026-11-20 16:40
1049215,New laptop,Closed,4,Acme,2026-11-02 09:00
"""

DAY = (
    "client add Acme --code ACME",
    "client add Globex",
    "client edit acme --phone 555-0100",
    "client list",
    "client show acme",
    "import export.csv",
    "import export.csv --view open",
    "ticket add Printer jams --client acme --priority 2 --call --start",
    "ticket add Printer jams again --client acme",
    "add Scanner",
    "ticket note L1 Rebooted the print server",
    "ticket note 213 Rebooted the mail server",
    "ticket note . On the phone",
    "ticket heard L1 It jams again",
    "ticket reply L1 We are on it",
    "reply 1049213 We are on it",
    "ticket edit L1 --client globex --priority 1 --next 'Call back'",
    "ticket assign L1 Kim --new",
    "ticket assign L1 me",
    "ticket wait L1 customer --until tomorrow",
    "ticket heard L1 It jams again",
    "ticket reply L1 --kind update",
    "ticket reply L1 soon --minutes 5",
    "ticket draft L1 bad-news",
    "ticket promise L1 a call --by 'tomorrow 16:00'",
    "ticket promise L1 a mail --by 'tomorrow 16:00'",
    "ticket kept L1 1",
    "ticket verify L1 --next call --told",
    "ticket verify",
    "ticket escalate L1 --to Kim --reason hard --tried much",
    "today",
    "ticket relate L1 L2",
    "ticket relate L1 L2 --remove",
    "ticket resolve L3 --fix restarted --cause memory",
    "ticket merge L2 L1",
    "ticket show L1",
    "ticket reopen L2",
    "ticket link L2 4711",
    "ticket next --not L1 --reason later",
    "add Printer jams again --client acme --took 4m --fix 'new toner' --asset PRN-1",
    "add Printer jams once more --client acme --asset PRN-1",
    "problem",
    "problem open L1 --title Printers",
    "problem link 1 L2",
    "problem cause 1 heat",
    "problem show 1",
    "problem close 1 --fix fans",
    "problem list --all",
    "problem reopen 1",
    "problem edit 1 --title Heat",
    "problem unlink L1",
    "search printer client:acme since:30d",
    "search jam* state:open",
    "level add Gold",
    "level set Gold 1 --response 15m",
    "calendar add Berlin --hours 'mon-fri 8:00-17:00'",
    "client edit acme --level Gold --calendar Berlin",
    "level",
    "calendar",
    "back",
    "ticket list --owed",
    "ticket list --escalated",
    "ticket list --cause-owed",
    "ticket list --all --owner Kim --category mail --since 30d",
    "ticket list --asset PRN --sort updated",
    "ticket list --state merged",
    "ticket list --csv --all",
    "ticket close L2",
    "ticket reopen L2",
    "ticket show L1",
    "ticket show 215",
    "ticket show nothing",
    "ticket list",
    "ticket list --all",
    "ticket list --mine",
    "ticket list --state waiting",
    "ticket list --state closed",
    "ticket list --state gone",
    "ticket list --client acme",
    "ticket next",
    "timecard",
    "start L1",
    "stop",
    "timecard start meeting",
    "timecard switch L1",
    "timecard break",
    "timecard resume",
    "timecard break 8:00-8:05",
    "timecard log 5m --ticket L1 --note 'Looked at it'",
    "timecard log 5m --ticket L1 --note 'Looked at it' --adjust",
    "timecard log 9:00-10:30 --date yesterday --ticket 213 --type on-site --internal 'in the rack'",
    "timecard log 11:00-12:00 --date yesterday --client acme --note cables",
    "timecard log 9:30-10:00 --date yesterday --ticket L1 --adjust",
    "timecard log 9:30-10:00 --date yesterday --type meeting --concurrent",
    "timecard edit ENTRY --note 'For the client' --end 9:20",
    "timecard split ENTRY 9:10",
    "timecard move ENTRY L1",
    "timecard edit ENTRY --confirm",
    "timecard delete ENTRY",
    "timecard",
    "timecard day",
    "timecard day yesterday",
    "timecard week",
    "timecard week last",
    "timecard types",
    "timecard review",
    "outbox",
    "outbox copy 213",
    "outbox done 213",
    "outbox --all",
    "timecard submit 2026-W47 --accept-warnings",
    "timecard recall 2026-W47",
    "timecard submit 2026-W47 --accept-warnings",
    "timecard edit ENTRY --note 'Frozen by now'",
    "timecard log 20:00-20:15 --date 2026-11-20 --ticket 213",
    "timecard submit 2026-W47/2 --accept-warnings",
    "timecard approve 2026-W47 --by Kim",
    "timecard reject 2026-W47/2 --by Kim --reason 'no note'",
    "timecard reopen 2026-W47 --by Kim --reason 'wrong client'",
    "timecard week 2026-W47/2",
    "timecard export 2026-W47 --format csv --out -",
    "timecard export 2026-W47 --format html --out -",
    "timecard report 2026 --by client,type",
    "timecard report last week --by day --ticket L1",
    "outbox done --all",
    "outbox",
    "contact-next",
    "contact-next list",
    "contact-next tried --client acme --again 'tomorrow 9:00'",
    "contact-next skip --client globex --reason away",
    "contact-next done --client acme --note 'All well' --minutes 3",
    "client site add acme Depot --area Harbour",
    "client site edit acme Depot --phone 1",
    "client person add acme Jane Roe --site Depot --main",
    "client person edit acme Jane --role IT",
    "client person add acme Joe --phone 2",
    "client person delete acme Joe",
    "client person",
    "client site",
    "client pause globex --reason away",
    "client resume globex",
    "client doc add Firewall --client acme --kind network --text rules --review-every 30d",
    "client doc edit 1 --text 'new rules'",
    "client doc review 1",
    "client doc history 1",
    "client doc show 1",
    "client doc list --due",
    "client doc",
    "watch add Nightly --client acme --kind backup",
    "watch add Disk --client acme --kind sensor --every 4h",
    "watch add Patches --client globex --kind update --every weekly",
    "watch check Nightly fail --seen 'disk full'",
    "watch check Nightly ok --seen 'green again'",
    "watch check --due ok --seen green --except Patches",
    "watch list --failing",
    "watch list",
    "watch show Nightly",
    "watch edit Disk --every 2h",
    "watch pause Disk --reason moved",
    "watch resume Disk",
    "watch",
    "client show acme",
    "today check watches ok --seen green",
    "schedule add 'Server move' --start 16:00 --client acme --kind on-site",
    "schedule add 'Trip to Kiel' --start 'tomorrow 8:00' --kind travel",
    "schedule add Standup --start 'tomorrow 9:00' --for 15m --repeat weekdays",
    "schedule agree 2 --manager Pat --client Jane",
    "schedule move 1 --start 16:30",
    "schedule move 4 --start 9:30 --following",
    "schedule cancel 5 --following",
    "schedule list --client acme",
    "schedule list --kind travel --all",
    "schedule show 1",
    "schedule export --out -",
    "schedule subscribe",
    "week",
    "week ack 1 2",
    "schedule move 1 --start 16:45",
    "week --this",
    "week ack --all --this",
    "week decline 1 --reason ill",
    "timeoff request vacation --from 'in 30d' --to 'in 34d'",
    "timeoff decide 1 approved --by Pat",
    "timeoff seen 1 --seen 'on the board'",
    "timeoff request --from 'in 40d' --hours 4h",
    "timeoff show 1",
    "timeoff list --all",
    "timeoff withdraw 2",
    "project add Cabling --client acme --due 'in 10d'",
    "project milestone 1 Racks --due 'in 8d' --days 3",
    "project reach 1 Racks",
    "project risk 1 dust",
    "project check 1 --seen well",
    "project list --slipping",
    "project show 1",
    "project",
    "project pause 1 --reason waits",
    "project resume 1",
    "client show acme",
    "contact-next",
    "timecard day",
    "timecard week",
    "timecard report",
    "note L1 called back",
    "note Who has the key --monday",
    "meeting start monday",
    "meeting note 'Buy spares' --decision",
    "meeting note 'Order toner' --action --client acme",
    "meeting note 'Call Jane' --action --ticket L1 --by 'tomorrow 9:00'",
    "meeting",
    "meeting agenda monday",
    "meeting end --all-discussed",
    "meeting close 2",
    "meeting list",
    "meeting show",
    "search spares client:acme since:30d",
    "visit go acme",
    "visit",
    "visit start acme",
    "visit end --note 'New switch' --back L1 --need cable",
    "visit called Pat --news 'nothing new'",
    "visit next",
    "visit list",
    "ticket assign L1 me",
    "handover",
    "handover set L1 give --next call",
    "handover send --to Kim",
    "handover",
    "handover show 1",
    "handover return 1 --reason later",
    "handover send L1 --to Kim --as give --spoken",
    "handover take L1 --from Kim",
    "handover list",
    "checkin",
    "checkin note 'Key is lost'",
    "checkin edit --text 'All well'",
    "checkin done --with Pat",
    "endday",
    "today",
    "doctor",
    "today",
    "today --date yesterday",
    "today check backups ok --seen all-green",
    "log",
    "undo",
    "redo",
    "undo 1",
    "restore",
)


@pytest.fixture
def statements(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Note every statement that the day's commands give to SQLite, with its values in place."""
    noted: set[str] = set()
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.add)
        return db

    techday.configure('technician.name = "Sam Reed"\n')
    export = techday.home / "export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    monkeypatch.chdir(techday.home)
    techday("backup")
    with monkeypatch.context() as patched:
        patched.setattr(connection, "connection", noting)
        for command in DAY:
            words = command.replace("ENTRY", yesterdays_entry(techday))
            assert techday(words).exit in (0, 1, 2, 3), command
    yield noted


def yesterdays_entry(techday: Techday) -> str:
    """Give the number of the first entry of yesterday from nine to ten, 0 as long as there is none."""
    if not techday.store.exists():
        return "0"
    with techday.raw() as db:
        sql = "SELECT min(id) FROM time_entry WHERE started_at LIKE '2026-11-22T09:%'"
        return str(db.execute(sql).fetchone()[0] or 0)


def scans(db: sqlite3.Connection, statement: str) -> list[str]:
    """Give the steps of a statement's plan that read a large table from end to end without a reason."""
    with contextlib.closing(db.execute(f"EXPLAIN QUERY PLAN {statement}")) as plan:
        steps = [str(row[3]) for row in plan]
    return [step for step in steps if reads_all(step) and not is_allowed(statement, step)]


def reads_all(step: str) -> bool:
    """Tell whether a step of a plan reads a large table, or an index of it that is as long."""
    words = step.split()
    # A virtual table is a list of values that was given along, whatever name it goes by.
    is_large = words[0] == "SCAN" and words[1] in LARGE and "VIRTUAL TABLE" not in step
    return is_large and not step.endswith(SMALL_INDEXES)


def is_allowed(statement: str, step: str) -> bool:
    """Tell whether there is a reason why this statement may read so much."""
    return any(one.words in statement and one.step == step for one in ALLOWED)


def normal(statement: str) -> str:
    """Give a statement in one line."""
    return " ".join(statement.split())


def test_no_statement_reads_a_large_table_from_end_to_end(techday: Techday, statements: set[str]) -> None:
    reading = sorted(
        text for text in map(normal, statements) if text.startswith(("SELECT", "WITH", "UPDATE", "DELETE"))
    )
    assert len(reading) > 50  # the day did reach the store

    with contextlib.closing(connect(techday.store)) as db:
        found = [f"{text}: {step}" for text in reading for step in scans(db, text)]

    assert not found, "\n" + "\n\n".join(found)


def test_a_scan_would_be_noticed(tmp_path: Path) -> None:
    store = tmp_path / "techday.db"
    connection.create(store)
    with contextlib.closing(connect(store)) as db:
        assert scans(db, "SELECT id FROM ticket WHERE title = 'Mail is down'") == ["SCAN ticket"]
        assert scans(db, "SELECT id FROM ticket WHERE id = 7") == []
