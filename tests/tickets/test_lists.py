"""Lists of tickets: narrowed down, put in order, with columns of one's own, and as CSV."""

import contextlib
import csv
import io
import os
import stat
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.shifts import ShiftPattern, shift_on
from techday.database import connection
from techday.database.connection import connect
from techday.tickets.clocks import Clock, Clocks
from techday.tickets.csv_list import RAW
from techday.tickets.hearing import hear_by, must_hear
from techday.tickets.list_options import ORDERS as OFFERED
from techday.tickets.list_options import WAITS
from techday.tickets.screen import COLUMNS
from techday.tickets.sorting import ORDERS, natural
from techday.tickets.standing import Listed
from tests.conftest import MONDAY, Techday, made_once
from tests.database.test_statements import normal, scans
from tests.tickets.rows import ticket, utc

FRIDAY = "2026-11-20T09:00:00Z"


def prepare(techday: Techday) -> Techday:
    """Kim's board: L1 answered and due, L2 waiting, L3 handed up, L4 nobody's, L5 resolved, L6 merged into L1."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(
        "client add Acme",
        "client add Zürich-Bau --code ZUR",
        "add Mail is down --client acme --priority 1 --requester 'Ana Ruiz' --category Mail --tier 2",
        "ticket reply 1 on it --kind first",
        "add Printer jams --client zur --requester 'GROSSMANN' --category Printer",
        "add VPN drops --client acme --priority 2",
        "add toner is low --priority 4",
        "add Old laptop --client acme --category Hardware",
        "add mails come late --client acme",
        now=FRIDAY,
    )
    techday.did(
        "ticket wait 2 vendor --until 'wed 9:00' --next 'ask for the part'",
        "ticket escalate 3 --to L2 --reason unclear --tried everything",
        "ticket assign 4 nobody",
        "ticket assign 2 Sam Reed --new",
        "ticket resolve 5 --fix 'new disk' --cause age",
        "ticket merge 6 1",
        now="2026-11-20T10:00:00Z",
    )
    return techday


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Kim's board, to be read only: making it takes a second."""
    return prepare(Techday(tmp_path_factory.mktemp("board")))


@made_once
def busy(techday: Techday) -> Techday:
    """Kim's board, for a test that changes it."""
    return prepare(techday)


def refs(techday: Techday, options: str, now: str = MONDAY) -> str:
    """Give the references of a list, in its order."""
    return " ".join(one["ref"] for one in techday(f"ticket list {options} --json", now=now).json["tickets"])


# --- which tickets ---


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "L1 L3 L2 L4"),
        ("--all", "L6 L5 L4 L3 L2 L1"),
        ("--priority 1", "L1"),
        ("--priority 1,2", "L1 L3"),
        ("--priority P4,p1", "L1 L4"),
        ("--tier 2", "L1 L3"),
        ("--tier 1,3", "L2 L4"),
        ("--mine", "L1 L3"),
        ("--owner me", "L1 L3"),
        ("--owner sam", "L2"),
        ("--owner nobody", "L4"),
        ("--owner sam --mine", ""),
        ("--client acme", "L1 L3"),
        ("--client acme --all", "L6 L5 L3 L1"),
        ("--no-client", "L4"),
        ("--no-client --client acme", ""),
        ("--state waiting", "L2"),
        ("--state resolved", "L5"),
        ("--state MERGED", "L6"),
        ("--state gone", ""),
        ("--waiting-for vendor", "L2"),
        ("--waiting-for customer", ""),
        ("--escalated", "L3"),
        ("--requester ruiz", "L1"),
        ("--requester großmann", "L2"),  # folded: whatever its case and form
        ("--category mail", "L1"),
        ("--category HARD --all", "L5"),
        ("--since 2026-11-20", "L1 L3 L2 L4"),
        ("--since 2026-11-21", ""),
        ("--until 2026-11-20", ""),
        ("--until 2026-11-21 --all --priority 3", "L6 L5 L2"),
        ("--since yesterday --all", ""),
        ("--priority 1 --tier 2 --mine --client acme --requester ana", "L1"),
        ("--priority 1 --tier 1", ""),
    ],
)
def test_a_list_is_narrowed_by_each_option_and_by_all_of_them(board: Techday, options: str, expected: str) -> None:
    assert refs(board, options) == expected


def test_what_was_picked_up_is_no_longer_handed_up(busy: Techday) -> None:
    busy.did("ticket assign 3 Sam")
    assert refs(busy, "--escalated") == ""


def test_an_asset_a_problem_and_an_owed_cause_are_found_whatever_the_state(busy: Techday) -> None:
    with busy.raw() as db:
        db.execute("INSERT INTO problem (title, state, opened_at) VALUES ('disks', 'open', ?)", (FRIDAY,))
        db.execute("UPDATE ticket SET problem_id = 1 WHERE reference IN ('L5', 'L6')")
        db.execute("UPDATE ticket SET cause_owed = 1, asset = 'LAPTOP-7' WHERE reference = 'L5'")
    assert refs(busy, "--cause-owed") == "L5"
    assert refs(busy, "--problem 1") == "L5 L1"  # a merged ticket stands for its target
    assert refs(busy, "--problem 1 --state resolved") == "L5"
    assert refs(busy, "--asset laptop --all") == "L5"
    assert refs(busy, "--asset laptop") == ""


def test_a_day_of_opening_is_the_technician_s_own_day(techday: Techday) -> None:
    """In Berlin the ticket of 23:30 UTC belongs to the next day; the last day is no part of the range."""
    techday.did("add late", now="2026-11-19T23:30:00Z")
    berlin = '[technician]\nzone = "Europe/Berlin"\n'
    techday.configure(berlin)
    assert refs(techday, "--since 2026-11-20 --until 2026-11-21") == "L1"
    assert refs(techday, "--until 2026-11-20") == ""
    techday.configure(berlin.replace("Berlin", "London"))
    assert refs(techday, "--until 2026-11-20") == "L1"


def test_owed_is_every_client_that_must_hear_something_before_the_shift_ends(techday: Techday) -> None:
    """A first response, an answer and an update are all words; what is due first comes first."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("client add Acme", "add answered --priority 3", "ticket reply 1 we look", now="2026-11-18T09:00:00Z")
    techday.did("add asked again --priority 4", "ticket reply 2 hello", now="2026-11-20T16:00:00Z")
    techday.did("add of another", "ticket assign 3 Sam --new", now="2026-11-20T16:00:00Z")
    techday.did(
        "add no word yet --priority 3",
        "add of tomorrow --priority 3",
        "ticket reply 5 hello",
        now="2026-11-23T08:10:00Z",
    )
    techday.did("add done", "ticket reply 6 hello", "ticket resolve 6 --fix x", now="2026-11-23T08:10:00Z")
    techday.did("ticket heard 2 'still broken'", now="2026-11-23T08:12:00Z")
    # L1's update was due on Friday, L4's first word at 12:10, L2's answer at 16:12; L5 has until Wednesday.
    assert refs(techday, "--owed") == "L1 L4 L2"
    assert refs(techday, "--owed --reverse") == "L2 L4 L1"
    assert refs(techday, "--owed --sort queue") == "L1 L4 L2"
    # After the shift, what is overdue is still owed, and nothing else.
    assert refs(techday, "--owed", now="2026-11-23T16:30:00Z") == "L1 L4 L2"
    assert refs(techday, "--owed", now="2026-11-23T17:30:00Z") == "L1 L4 L2"


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ("--state solved", 'No state "solved"', "merged"),
        ("--waiting-for godot", 'No wait "godot"', "vendor"),
        ("--priority 5", '--priority is 1, 2, 3, 4, not "5"', "--priority 1,2"),
        ("--priority 1,,2", '--priority is 1, 2, 3, 4, not "1,,2"', "--priority 1,2"),
        ("--tier high", '--tier is 1, 2, 3, not "high"', "--tier 1,2"),
        ("--sort age", 'No order "age"', "updated"),
        ("--columns ref,colour", 'No column "colour"', "requester"),
        ("--columns ,", "--columns names no column", "requester"),
        ("--owner Sem", 'No colleague "Sem"', "Did you mean Sam?"),
        ("--owner Zoe", 'No colleague "Zoe"', "techday ticket list --columns owner"),
        ("--client acne", 'No client "acne"', "ACME"),
        ("--problem 99", 'No problem "99"', "techday problem list"),
        ("--problem " + "9" * 50, "No problem", "techday problem list"),
        ("--since 31.2.", "31", ""),
        ("--since 2026-11-20 --until 2026-11-20", "--until is not after --since", "November"),
        ("--csv --json", "A list is CSV or JSON, not both", "--json"),
        ("--csv --out /", "/ is not a file", "--out"),
        ("--out no/such/folder/x.csv", "Cannot write", "--out"),
    ],
)
def test_a_word_that_means_nothing_is_told_with_what_would(
    board: Techday, options: str, message: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(board.home)
    refused = board(f"ticket list {options}")
    assert refused.exit in (2, 3)
    assert refused.stdout == ""
    told = refused.stderr if "--json" not in options else refused.error["message"] + refused.error["hint"]
    assert message in told
    assert hint in told


def test_mine_needs_a_name(techday: Techday) -> None:
    techday.did("add one")
    for options in ("--mine", "--owner me"):
        refused = techday(f"ticket list {options}")
        assert (refused.exit, "technician.name" in refused.stderr) == (2, True)


# --- in which order ---


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("queue", "L1 L3 L2 L4"),
        ("opened", "L1 L3 L2 L4"),
        ("client", "L1 L3 L2 L4"),
        ("owner", "L1 L3 L2 L4"),
        ("state", "L3 L4 L1 L2"),
        ("due", "L3 L1 L2 L4"),
        ("updated", "L1 L3 L2 L4"),
        ("title", "L1 L2 L4 L3"),
        ("REF", "L1 L2 L3 L4"),
    ],
)
def test_a_list_stands_in_the_order_that_is_asked_for(board: Techday, order: str, expected: str) -> None:
    assert refs(board, f"--sort {order}") == expected
    assert refs(board, f"--sort {order} --reverse") == " ".join(reversed(expected.split()))


def test_what_is_due_first_and_what_was_left_longest_come_first(busy: Techday) -> None:
    busy.did("ticket reply 3 'we look at it'", "ticket note 1 still slow")
    assert refs(busy, "--sort due") == "L1 L2 L4 L3"
    assert refs(busy, "--sort updated") == "L2 L4 L1 L3"


def test_what_has_nothing_to_be_ordered_by_comes_last(board: Techday) -> None:
    assert refs(board, "--sort client").endswith("L4")
    assert refs(board, "--sort owner").endswith("L4")
    assert refs(board, "--all --sort due").endswith("L5 L6")


def test_a_word_on_a_merged_ticket_is_a_word_on_its_target(busy: Techday) -> None:
    with busy.raw() as db:
        db.execute(
            "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind) SELECT id, ?, ?, 'note' FROM ticket"
            " WHERE reference = 'L6'",
            (MONDAY, MONDAY),
        )
    assert refs(busy, "--sort updated").endswith("L1")


@given(st.lists(st.tuples(st.sampled_from(["L", "INC", "T2026."]), st.integers(0, 10**30)), max_size=8))
def test_references_stand_by_their_numbers_whatever_their_length(pairs: list[tuple[str, int]]) -> None:
    ordered = sorted((f"{name}{number}" for name, number in pairs), key=natural)
    assert ordered == [f"{name}{number}" for name, number in sorted(pairs, key=lambda one: (one[0].casefold(), one[1]))]


def test_the_options_name_all_that_there_is() -> None:
    assert tuple(ORDERS) == OFFERED
    assert set(RAW) == set(COLUMNS)
    assert "vendor" in WAITS


# --- how it looks ---


def test_the_list_says_what_was_handed_up_and_what_was_merged_where(board: Techday) -> None:
    assert board.tell(
        "ticket list", "ticket list --all --most 3", "ticket list --state merged", "ticket list --escalated"
    ) == snapshot("""\

$ techday ticket list
ticket P   client   title                 state      age  clock     left
L1     P1  ACME     Mail is down          working     2d  update   -4:14
L3     P2  ACME     VPN drops             to L2       2d  response -7:14
L2     P3  ZUR      Printer jams          on vendor   2d  until      Wed
L4     P4  client?  toner is low          new         2d  response -0:14
$ techday ticket list --all --most 3
ticket P   client   title                 state     age  clock     left
L6     P3  ACME     mails come late       in L1      2d
L5     P3  ACME     Old laptop            resolved   2d
L4     P4  client?  toner is low          new        2d  response -0:14
more  techday ticket list --all --most 6
$ techday ticket list --state merged
ticket P   client  title                 state  age  clock left
L6     P3  ACME    mails come late       in L1   2d
$ techday ticket list --escalated
ticket P   client  title                 state  age  clock     left
L3     P2  ACME    VPN drops             to L2   2d  response -7:14
""")


def test_the_columns_are_those_that_are_asked_for(board: Techday) -> None:
    assert board.tell(
        "ticket list --columns ref,next,waiting,until,title",
        "ticket list --columns ref,tier,requester,category,opened,due --sort title",
        "ticket list --columns ref,title --mine --most 1",
        "ticket list --priority 1 --state waiting",
    ) == snapshot("""\

$ techday ticket list --columns ref,next,waiting,until,title
ticket  next              waiting  until      title
L1                                            Mail is down
L3                                            VPN drops
L2      ask for the part  vendor   Wed 09:00  Printer jams
L4                                            toner is low
$ techday ticket list --columns ref,tier,requester,category,opened,due --sort title
ticket L   requester  category  opened     due
L1     L2  Ana Ruiz   Mail      Fri 09:00  Fri 13:00
L2     L1  GROSSMANN  Printer   Fri 09:00  Fri 13:00
L4     L1                       Fri 09:00  Fri 17:00
L3     L2                       Fri 09:00  Fri 10:00
$ techday ticket list --columns ref,title --mine --most 1
ticket  title
L1      Mail is down
1 more  techday ticket list --mine --columns ref,title --most 2
$ techday ticket list --priority 1 --state waiting
No such tickets.
  techday ticket list --all
""")


@pytest.mark.parametrize("width", [60, 80, 120, 300])
def test_all_columns_are_shown_where_there_is_room_the_last_ones_go_first(board: Techday, width: int) -> None:
    lines = board("ticket list --columns all --all", COLUMNS=str(width)).stdout.splitlines()
    assert max(map(len, lines)) <= width
    heads = [column.head for column in COLUMNS.values()]
    shown = lines[0].split()
    assert len(shown) == len(heads) if width == 300 else 3 <= len(shown) < len(heads)
    assert all(head.startswith(word.rstrip("…")) for word, head in zip(shown, heads, strict=False))


def test_the_rest_of_a_list_is_one_command_away_with_all_its_options(board: Techday) -> None:
    options = "--all --client acme --sort title --columns ref,title"
    told = board(f"ticket list {options} --most 1").stdout
    assert told == snapshot("""\
ticket  title
L1      Mail is down
3 more
  techday ticket list --all --client acme --sort title --columns ref,title
  --most 4
""")
    command = told.partition("techday ")[2].strip()
    assert board(command).stdout.count("\nL") == 4


def test_nothing_found_is_told_apart_from_nothing_there(board: Techday, tmp_path: Any) -> None:
    assert board("ticket list --client zur --priority 1").stdout == snapshot("""\
No such tickets.
  techday ticket list --all
""")
    assert Techday(tmp_path / "other")("ticket list").stdout == snapshot("""\
No tickets.
  techday ticket add TITLE    techday import FILE.csv
""")


# --- as CSV ---


def test_csv_has_raw_values_in_local_time(busy: Techday) -> None:
    busy.configure('[technician]\nname = "Kim Lee"\nzone = "Europe/Berlin"\n')
    told = busy("ticket list --csv --columns ref,title,state,until,opened,age,clock,due,left")
    assert told.stderr == ""
    assert told.stdout == snapshot("""\
ref,title,state,until,opened,age,clock,due,left\r
L1,Mail is down,working,,2026-11-20 10:00:00,256440,update,2026-11-20 14:00:00,-15240\r
L3,VPN drops,new,,2026-11-20 10:00:00,256440,response,2026-11-20 11:00:00,-26040\r
L2,Printer jams,waiting,2026-11-25 10:00:00,2026-11-20 10:00:00,256440,response,2026-11-20 14:00:00,-15240\r
L4,toner is low,new,,2026-11-20 10:00:00,256440,response,2026-11-23 09:00:00,-840\r
""")


def test_csv_without_columns_has_them_all_and_every_ticket_of_the_list(board: Techday) -> None:
    rows = list(csv.DictReader(io.StringIO(board("ticket list --csv --all").stdout)))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["ref"] for row in rows] == "L6 L5 L4 L3 L2 L1".split()
    assert rows[0]["state"] == "in L1"
    assert rows[-1]["requester"] == "Ana Ruiz"
    assert board("ticket list --csv --columns all").stdout == board("ticket list --csv").stdout


def test_csv_says_beside_it_what_it_leaves_out(board: Techday) -> None:
    told = board("ticket list --csv --most 1 --columns ref")
    assert told.stdout == "ref\r\nL1\r\n"
    assert told.stderr == snapshot("3 more: techday ticket list --columns ref --csv --most 4\n")


def test_csv_goes_to_a_file_of_my_own_in_one_step(board: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(board.home)
    there = board.home / "list.csv"
    there.write_text("an older list", encoding="utf-8")
    told = board("ticket list --out list.csv --columns ref,title --priority 1,2")
    assert told.stdout == ""
    assert told.stderr == f"2 tickets in {there}\n"
    assert there.read_bytes() == b"\xef\xbb\xbfref,title\r\nL1,Mail is down\r\nL3,VPN drops\r\n"
    if os.name == "posix":
        assert stat.S_IMODE(there.stat().st_mode) == 0o600
    assert [path.name for path in board.home.iterdir() if path.suffix == ".new"] == []
    assert board("ticket list --out - --columns ref --priority 1").stdout == "ref\r\nL1\r\n"


def test_no_cell_is_a_formula_whatever_a_title_says(busy: Techday) -> None:
    for title in (
        "=cmd|'/c calc'!A1",
        "+1+1",
        "@SUM(A1)",
        "-2+3",
        "\t=1",
        'a "quoted", one',
        "a\nb\x1b[31m",
        "\uff1d1",
    ):
        no_cell_is_a_formula(busy, title)


def no_cell_is_a_formula(busy: Techday, title: str) -> None:
    """Put a text wherever a list shows one, and look at each cell."""
    with busy.raw() as db:
        db.execute(
            "UPDATE ticket SET title = :t, requester = :t, category = :t, asset = :t, next_action = :t, source = :t",
            {"t": title},
        )
        db.execute("UPDATE technician SET name = ? WHERE id = 2", (title,))
        db.execute("UPDATE client SET code = ? WHERE id = 1", (title[:12],))
    [head, *rows] = csv.reader(io.StringIO(busy("ticket list --csv --all").stdout))
    assert len(rows) == 6
    for row in rows:
        assert len(row) == len(head)
        for cell in row:
            assert cell.isprintable()
            assert not cell.lstrip(" ").startswith(("=", "+", "@", "\uff1d"))
            assert not cell.startswith("-") or cell[1:].isdigit()


# --- history ---


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Three hundred closed tickets of one requester, one a day, the first of them Zoe's."""
    techday = Techday(tmp_path_factory.mktemp("old"))
    techday.did("add now")
    with techday.raw() as db:
        for number in range(300):
            at = f"2026-{1 + number // 28:02}-{1 + number % 28:02}T08:00:00Z"
            db.execute(
                "INSERT INTO ticket (reference, title, state, requester, opened_at, first_seen_at, closed_at)"
                " VALUES (?, ?, 'closed', ?, ?, ?, ?)",
                (f"T{number}", f"old {number}", "Zoe" if number == 0 else "Ana", at, at, at),
            )
    return techday


def test_history_comes_newest_first_and_says_that_there_is_more(old: Techday) -> None:
    assert old.tell("ticket list --all --most 2", "ticket list --state closed --most 2") == snapshot("""\

$ techday ticket list --all --most 2
ticket P   client   title                 state   age  clock    left
L1     P3  client?  now                   new      0m  response 4:00
T299   P3  client?  old 299               closed   3d
more  techday ticket list --all --most 4
$ techday ticket list --state closed --most 2
ticket P   client   title                 state   age  clock left
T299   P3  client?  old 299               closed   3d
T298   P3  client?  old 298               closed   4d
more  techday ticket list --state closed --most 4
""")


def test_a_list_that_looked_at_the_newest_only_says_so(old: Techday) -> None:
    """Two tickets to be shown are looked for among a hundred; more to be shown means looking further back."""
    told = old("ticket list --all --requester zoe --most 2").stdout
    assert told == snapshot("""\
No such tickets.
  techday ticket list
only the newest 100 tickets were looked at
  techday ticket list --all --requester zoe --most 4
""")
    assert "T0" in old("ticket list --all --requester zoe --most 6").stdout
    assert "T0" in old("ticket list --all --requester zoe --until 2026-02-01 --most 2").stdout


def test_history_in_another_order_is_the_newest_ones_in_that_order(old: Techday) -> None:
    told = old("ticket list --all --sort title --most 1 --columns ref,title").stdout
    assert told == snapshot("""\
ticket  title
L1      now
10 more; only the newest 10 tickets were looked at
  techday ticket list --all --sort title --columns ref,title --most 2
""")


@pytest.mark.parametrize(
    "options",
    [
        "",
        "--all",
        "--all --mine",
        "--all --client acme",
        "--all --owner nobody --priority 1 --tier 1",
        "--all --requester zoe --since 2026-01-01 --until 2026-12-01",
        "--all --sort updated",
        "--state closed --no-client",
        "--state merged",
        "--cause-owed",
        "--escalated --waiting-for vendor",
        "--since 2026-01-01 --category x --asset y",
        "--owed --sort due",
    ],
)
def test_no_list_reads_the_large_tables_from_end_to_end(
    board: Techday, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: set[str] = set()
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.add)
        return db

    monkeypatch.setattr(connection, "connection", noting)
    assert board(f"ticket list {options}").exit == 0
    reading = [normal(text) for text in noted if normal(text).startswith(("SELECT", "WITH"))]
    with contextlib.closing(connect(board.store)) as db:
        found = [(text, step) for text in reading for step in scans(db, text)]
    assert len(reading) > 2
    # That index holds nothing but the tickets whose cause is owed.
    assert [one for one in found if not one[1].endswith(" ticket_cause_owed")] == []


# --- who must hear something ---

NINE, NOON, FIVE = (utc(f"2026-11-23 {clock}") for clock in ("09:00", "12:00", "17:00"))


def clock(due: datetime | None) -> Clock:
    """Give a clock that is due then."""
    return Clock(due, 0, "running", "default")


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        (Clocks(), None),
        (Clocks(response=clock(NOON)), NOON),
        (Clocks(response=clock(FIVE)), FIVE),  # the instant itself is still in time
        (Clocks(response=clock(FIVE + timedelta(seconds=1))), None),
        (Clocks(response=clock(NINE), update=clock(NOON)), NOON),  # the first word was said
        (Clocks(reply=clock(NINE), update=clock(NOON)), NINE),
        (Clocks(response=clock(NOON), reply=clock(NINE)), NINE),
        (Clocks(resolution=clock(NINE)), None),  # a repair is no word
        (Clocks(update=clock(None)), None),
    ],
)
def test_a_client_must_hear_something_when_the_first_of_the_words_is_due(
    clocks: Clocks, expected: datetime | None
) -> None:
    assert must_hear(Listed(ticket(), clocks), FIVE) == expected
    assert must_hear(Listed(ticket(state="resolved"), clocks), FIVE) is None
    assert must_hear(Listed(ticket(), None), FIVE) is None


def test_today_s_words_are_those_until_the_shift_ends_and_then_what_is_overdue() -> None:
    pattern = ShiftPattern(UTC)
    monday, saturday = shift_on(pattern, date(2026, 11, 23)), shift_on(pattern, date(2026, 11, 28))
    assert hear_by(monday, NINE) == FIVE
    assert hear_by(monday, FIVE + timedelta(hours=1)) == FIVE + timedelta(hours=1)
    assert hear_by(saturday, saturday.starts_at) == saturday.until  # no shift: the whole day
