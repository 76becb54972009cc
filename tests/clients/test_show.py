"""The page of a client, as it is wanted while the phone rings."""

import contextlib
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from rich.cells import cell_len

from techday.database import connection
from techday.pages.client_screen import share_out
from tests.conftest import Techday

DAYS = [date(2026, 9, 1) + timedelta(days=number) for number in range(60)]
SECTIONS = ("OPEN TICKETS", "OWED", "FAILING", "AGAIN AND AGAIN", "LAST CONTACTS", "TO KNOW", "FIXED BEFORE")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """A client of which every part of the page has something to say; it is only looked at."""
    techday = Techday(tmp_path_factory.mktemp("known"))
    techday.did(
        "calendar add Office --hours 'mon-fri 8:00-17:00'",
        "level add Gold --calendar office",
        "client add Acme Harbour Logistics --phone '+49 40 5550100' --level gold --area 'Harbour, north' --billable no",
        now="2026-10-01T08:00:00Z",
    )
    techday.did(
        "client site add acme Head office --address 'Kai 7, 20457 Hamburg' --phone '+49 40 5550104'",
        "client site add acme Warehouse --address 'Am Lager 1, 21079 Hamburg' --area Harburg",
        "client person add acme Anna Berg --phone '+49 40 555 0101' --mail anna@acme.example --channel phone"
        " --role 'office manager' --main --site head --note 'mornings only'",
        *[
            f"client person add acme {name} Jones --role IT --mail {name}@acme.example"
            for name in ("bob", "carl", "dan")
        ],
        "client person add acme Eve Jones --channel email --mail eve@acme.example --phone 555-0105",
    )
    for number, day in enumerate((17, 18, 19, 20), 1):
        techday.did("add 'Printer jams in the warehouse' --client acme", now=f"2026-11-{day}T08:00:00Z")
        if number < 3:
            techday.did(
                f"done {number} --fix 'Cleaned the rollers of tray {number}, and told them to buy other paper'",
                now=f"2026-11-{day}T09:00:00Z",
            )
    techday.did("add 'Mail is down' --client acme --priority 1 --call", "ticket promise 5 'a call back' --by 16:00")
    techday.did("client doc add 'Who may approve what' --client acme --kind protocol --text 'Anna, up to 500'")
    techday.did("watch add 'Server backup' --client acme --kind backup", now="2026-11-19T08:00:00Z")
    techday.did("watch check 'Server backup' fail --seen 'tape full'", now="2026-11-20T08:00:00Z")
    techday.did("contact-next done --client acme --note 'Holiday plans' --person anna", now="2026-11-12T10:05:00Z")
    techday.did("problem open 3 --title 'Old rollers'")
    return techday


@pytest.mark.parametrize(("width", "height"), [(60, 40), (80, 24), (120, 40)])
def test_the_page_of_a_client_that_is_known_well(known: Techday, width: int, height: int) -> None:
    shown = known("client show acme", COLUMNS=str(width), LINES=str(height)).stdout
    lines = shown.splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) < height
    for title in SECTIONS:
        assert title in shown, title
    assert shown == PAGES[width, height]


PAGES = {
    (60, 40): snapshot("""\
ACME  Acme Harbour Logistics
  phone    +49 40 5550100 · Harbour, north
  ask for  Anna Berg, office manager · +49 40 555 0101
           anna@acme.example · prefers the phone
           Head office · mornings only
  or       bob Jones, IT · bob@acme.example
           carl Jones, IT · carl@acme.example
           dan Jones, IT · dan@acme.example
           1 more: techday client person list ACME
  where    Head office · Kai 7, 20457 Hamburg
           +49 40 5550104
           Warehouse · Am Lager 1, 21079 Hamburg (Harburg)
  contact  every 30 days, spoken to today
  terms    level Gold; calendar Office (its level's);
           contract; since 1 Oct 2026
OPEN TICKETS 4
  L5    P1  Mail is down            working  update     4:00
  L6    P2  Server backup failed:…  new      response  -8:14
  L3    P3  Printer jams in the w…  new      response -14:14
  L4    P3  Printer jams in the w…  new      response  -5:14
OWED 5
  L3 a word overdue since Thu 12:00
  L6 a word overdue since Fri 09:00
  L4 a word overdue since Fri 12:00   L5 a word by 12:14
  L5     promised: a call back  by 16:00
FAILING 1
  Server backup  backup  day 1  tape full     L6
AGAIN AND AGAIN 1
  Printer jams in the warehouse  4 alike in 30 days (L1, L2…
    techday problem link 1 L1 L2 L4
LAST CONTACTS 2
  08:14                    Mail is down (L5)
  12 Nov 10:05  Anna Berg  Holiday plans
TO KNOW 1
  1 Who may approve what
FIXED BEFORE 2
  L2     Printer jams in the war…  Cleaned the rollers of t…
  L1     Printer jams in the war…  Cleaned the rollers of t…
"""),
    (80, 24): snapshot("""\
ACME  Acme Harbour Logistics  +49 40 5550100 · Harbour, north
  ask for  Anna Berg, office manager · +49 40 555 0101 · anna@acme.example
           prefers the phone · Head office · mornings only
  or       bob Jones, IT · bob@acme.example  3 more
  where    Head office · Kai 7, 20457 Hamburg · +49 40 5550104  1 more
  contact  every 30 days, spoken to today
  terms    level Gold; calendar Office (its level's); contract; since 1 Oct 2026
OPEN TICKETS 2 of 4                            techday ticket list --client ACME
  L5    P1  Mail is down                     working  0m  update     4:00
  L6    P2  Server backup failed: tape full  new      3d  response  -8:14
OWED 2 of 5                                      techday client show ACME --full
  L3 a word overdue since Thu 12:00   L6 a word overdue since Fri 09:00
FAILING 1
  Server backup  backup  day 1  tape full     L6
AGAIN AND AGAIN 1
  Printer jams in the warehouse  4 alike in 30 days (L1, L2, L3, L4): problem 1…
    techday problem link 1 L1 L2 L4
LAST CONTACTS 1 of 2                             techday client show ACME --full
  08:14         phone             Mail is down (L5)
TO KNOW 1
  1 Who may approve what
FIXED BEFORE 1 of 2                              techday client show ACME --full
  L2     Wed 09:00  Printer jams in the warehouse  Cleaned the rollers of tray…
"""),
    (120, 40): snapshot("""\
ACME  Acme Harbour Logistics  +49 40 5550100 · Harbour, north
  ask for  Anna Berg, office manager · +49 40 555 0101 · anna@acme.example · prefers the phone · Head office
           mornings only
  or       bob Jones, IT · bob@acme.example
           carl Jones, IT · carl@acme.example
           dan Jones, IT · dan@acme.example  1 more: techday client person list ACME
  where    Head office · Kai 7, 20457 Hamburg · +49 40 5550104
           Warehouse · Am Lager 1, 21079 Hamburg (Harburg)
  contact  every 30 days, spoken to today
  terms    level Gold; calendar Office (its level's); contract; since 1 Oct 2026
OPEN TICKETS 4
  L5    P1  Mail is down                     working  nobody  0m  update     4:00
  L6    P2  Server backup failed: tape full  new      nobody  3d  response  -8:14
  L3    P3  Printer jams in the warehouse    new      nobody  4d  response -14:14
  L4    P3  Printer jams in the warehouse    new      nobody  3d  response  -5:14
OWED 5
  L3 a word overdue since Thu 12:00   L6 a word overdue since Fri 09:00   L4 a word overdue since Fri 12:00
  L5 a word by 12:14
  L5     promised: a call back  by 16:00  techday ticket kept L5 1
FAILING 1
  Server backup  backup  day 1  tape full     L6
AGAIN AND AGAIN 1
  Printer jams in the warehouse  4 alike in 30 days (L1, L2, L3, L4): problem 1 Old rollers
    techday problem link 1 L1 L2 L4
LAST CONTACTS 2
  08:14         phone             Mail is down (L5)
  12 Nov 10:05  phone  Anna Berg  Holiday plans
TO KNOW 1
  1 Who may approve what
FIXED BEFORE 2
  L2     Wed 09:00  Printer jams in the warehouse  Cleaned the rollers of tray 2, and told them to buy other paper
  L1     Tue 09:00  Printer jams in the warehouse  Cleaned the rollers of tray 1, and told them to buy other paper
"""),
}


def test_all_of_it_is_shown_however_low_the_screen_is(known: Techday) -> None:
    assert known("client show acme --full", LINES="20").stdout == snapshot("""\
ACME  Acme Harbour Logistics  +49 40 5550100 · Harbour, north
  ask for  Anna Berg, office manager · +49 40 555 0101 · anna@acme.example
           prefers the phone · Head office · mornings only
  or       bob Jones, IT · bob@acme.example
           carl Jones, IT · carl@acme.example
           dan Jones, IT · dan@acme.example
           1 more: techday client person list ACME
  where    Head office · Kai 7, 20457 Hamburg · +49 40 5550104
           Warehouse · Am Lager 1, 21079 Hamburg (Harburg)
  contact  every 30 days, spoken to today
  terms    level Gold; calendar Office (its level's); contract; since 1 Oct 2026
OPEN TICKETS 4
  L5    P1  Mail is down                     working  0m  update     4:00
  L6    P2  Server backup failed: tape full  new      3d  response  -8:14
  L3    P3  Printer jams in the warehouse    new      4d  response -14:14
  L4    P3  Printer jams in the warehouse    new      3d  response  -5:14
OWED 5
  L3 a word overdue since Thu 12:00   L6 a word overdue since Fri 09:00
  L4 a word overdue since Fri 12:00   L5 a word by 12:14
  L5     promised: a call back  by 16:00
FAILING 1
  Server backup  backup  day 1  tape full     L6
AGAIN AND AGAIN 1
  Printer jams in the warehouse  4 alike in 30 days (L1, L2, L3, L4): problem 1…
    techday problem link 1 L1 L2 L4
LAST CONTACTS 2
  08:14  phone
      Mail is down (L5)
  12 Nov 10:05  phone  Anna Berg
      Holiday plans
TO KNOW 1
  1 Who may approve what
FIXED BEFORE 2
  L2  Wed 09:00  Printer jams in the warehouse
      Cleaned the rollers of tray 2, and told them to buy other paper
  L1  Tue 09:00  Printer jams in the warehouse
      Cleaned the rollers of tray 1, and told them to buy other paper
""")


def test_scripts_are_given_the_whole_page(known: Techday) -> None:
    document = known("client show acme --json").json
    assert document["client"]["silence_days"] == 0
    assert [one["name"] for one in document["people"]] == [
        "Anna Berg",
        "bob Jones",
        "carl Jones",
        "dan Jones",
        "Eve Jones",
    ]
    assert {name: document[name] for name in ("owed", "promises", "watches", "contacts", "fixes")} == snapshot(
        {
            "owed": [
                {
                    "kind": "word",
                    "ref": "L3",
                    "title": "Printer jams in the warehouse",
                    "due_at": "2026-11-19T12:00:00Z",
                    "command": "techday reply L3",
                },
                {
                    "kind": "word",
                    "ref": "L6",
                    "title": "Server backup failed: tape full",
                    "due_at": "2026-11-20T09:00:00Z",
                    "command": "techday reply L6",
                },
                {
                    "kind": "word",
                    "ref": "L4",
                    "title": "Printer jams in the warehouse",
                    "due_at": "2026-11-20T12:00:00Z",
                    "command": "techday reply L4",
                },
                {
                    "kind": "word",
                    "ref": "L5",
                    "title": "Mail is down",
                    "due_at": "2026-11-23T12:14:00Z",
                    "command": "techday reply L5",
                },
            ],
            "promises": [
                {
                    "ref": "L5",
                    "id": 1,
                    "text": "a call back",
                    "made_at": "2026-11-23T08:14:00Z",
                    "due_at": "2026-11-23T16:00:00Z",
                    "state": "open",
                    "settled_at": None,
                    "outcome": None,
                }
            ],
            "watches": [
                {"name": "Server backup", "kind": "backup", "failing_days": 1, "ticket": "L6", "seen": "tape full"}
            ],
            "contacts": [
                {
                    "at": "2026-11-23T08:14:00Z",
                    "day": "2026-11-23",
                    "channel": "phone",
                    "person": None,
                    "note": "Mail is down",
                    "ticket": "L5",
                },
                {
                    "at": "2026-11-12T10:05:00Z",
                    "day": "2026-11-12",
                    "channel": "phone",
                    "person": "Anna Berg",
                    "note": "Holiday plans",
                    "ticket": None,
                },
            ],
            "fixes": [
                {
                    "ref": "L2",
                    "title": "Printer jams in the warehouse",
                    "cause": None,
                    "fix": "Cleaned the rollers of tray 2, and told them to buy other paper",
                    "at": "2026-11-18T09:00:00Z",
                },
                {
                    "ref": "L1",
                    "title": "Printer jams in the warehouse",
                    "cause": None,
                    "fix": "Cleaned the rollers of tray 1, and told them to buy other paper",
                    "at": "2026-11-17T09:00:00Z",
                },
            ],
        }
    )
    assert {name: document[name] for name in ("recurring", "problems", "documents")} == snapshot(
        {
            "recurring": [
                {
                    "tickets": ["L1", "L2", "L3", "L4"],
                    "problem": 1,
                    "text": "4 alike in 30 days (L1, L2, L3, L4): problem 1 Old rollers",
                    "command": "techday problem link 1 L1 L2 L4",
                }
            ],
            "problems": [{"id": 1, "title": "Old rollers", "cause": None, "tickets": 1, "open_tickets": 1}],
            "documents": [
                {"id": 1, "kind": "protocol", "title": "Who may approve what", "review_on": None, "due": False}
            ],
        }
    )


def test_full_leads_to_all_contacts_as_far_as_anybody_reads(techday: Techday) -> None:
    techday.did("client add Acme")
    with techday.raw() as db:
        db.executemany(
            "INSERT INTO contact (client_id, kind, at, day, recorded_at, note) VALUES (1, 'done', ?, ?, ?, ?)",
            [(f"2026-{at}T08:00:00Z", f"2026-{at}", f"2026-{at}T08:00:00Z", at) for at in map("{:%m-%d}".format, DAYS)],
        )
    assert "LAST CONTACTS 3 of 60 " in techday("client show acme", COLUMNS="80").stdout
    shown = techday("client show acme --full").stdout
    assert "LAST CONTACTS 50 of 60\n" in shown
    document = techday("client show acme --full --json").json
    assert (len(document["contacts"]), document["contacts_total"]) == (50, 60)


def test_a_client_of_which_nothing_is_known_says_what_to_do(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell("client show acme", "client show acme --full") == snapshot("""\

$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client show acme --full
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
""")


def test_what_is_promised_to_others_and_their_problems_are_not_on_the_page(techday: Techday) -> None:
    techday.did("client add Acme", "client add Beta", "add Mail --client acme", "add Printer --client beta")
    techday.did("add Mail again --client acme", "ticket promise 1 'a call' --by 16:00", "ticket promise 2 x --by 17:00")
    techday.did("problem open 1 --title Relay", "problem open 2 --title Rollers", "ticket merge 1 3")
    document = techday("client show acme --json").json
    assert [(one["ref"], one["text"]) for one in document["promises"]] == [("L3", "a call")]
    assert [one["title"] for one in document["problems"]] == ["Relay"]


def test_what_is_overdue_is_owed_first_then_what_is_due_next(techday: Techday) -> None:
    techday.did("client add Acme", *[f"add matter {name} --client acme --priority 4" for name in ("one", "two")])
    techday.did(
        "ticket promise 1 later --by 17:00", "ticket promise 2 sooner --by 9:00", "ticket promise 2 next --by 15:00"
    )
    shown = techday("client show acme", now="2026-11-23T10:00:00Z").stdout
    places = [shown.index(words) for words in ("sooner", "next", "later")]
    assert places == sorted(places)
    assert "sooner  overdue since 09:00" in shown


def test_silence_is_counted_from_the_last_contact_else_from_the_day_it_came_in(techday: Techday) -> None:
    techday.did("client add Acme", now="2026-09-01T08:00:00Z")
    assert "never spoken to, 83 days here !" in techday("client show acme").stdout
    techday.did("client edit acme --since 2026-10-01")
    assert "never spoken to, 53 days here" in techday("client show acme").stdout
    techday.did("contact-next done --client acme --note x", now="2026-11-03T08:00:00Z")
    assert "every 30 days, silent 20 days\n" in techday("client show acme").stdout


def test_a_document_due_for_review_is_marked(techday: Techday) -> None:
    techday.did("client add Acme", "client doc add 'Who may approve what' --client acme --kind protocol --text x")
    with techday.raw() as db:
        db.execute("UPDATE document SET review_on = '2026-11-23'")
    assert "1 Who may approve what (review due)" in techday("client show acme").stdout
    assert techday("client show acme --json").json["documents"][0]["due"] is True


def test_many_tickets_say_how_to_see_the_rest(techday: Techday) -> None:
    techday.did("client add Acme", *[f"add matter {number} of {number} --client acme" for number in range(60)])
    shown = techday("client show acme", LINES="24").stdout.splitlines()
    assert len(shown) == 23
    assert re.fullmatch(r"OPEN TICKETS \d+ of 60 +techday ticket list --client ACME", shown[4])


def test_long_facts_leave_room_for_what_is_open(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme --priority 1")
    techday("client", "person", "add", "acme", "A" * 300, "--note", "word " * 200, "--main")
    techday("client", "site", "add", "acme", "B" * 300, "--address", "word " * 200)
    shown = techday("client show acme", LINES="20").stdout
    assert "Mail is down" in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.fixture(scope="module")
def troubled(known: Techday, tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """The same client with the longest code, paused, and with a list of tickets."""
    techday = known.copied_to(tmp_path_factory.mktemp("troubled"))
    techday.did(
        "client edit acme --code WWWWWWWWWWWW",
        "client pause WWWWWWWWWWWW --reason holiday --until 2026-12-01",
        *[f"add Trouble number {number} of many --client WWWWWWWWWWWW" for number in range(20)],
    )
    return techday


@pytest.mark.parametrize(("width", "height"), [(60, 24), (80, 24), (120, 40), (60, 30), (80, 12), (200, 60)])
@pytest.mark.parametrize("word", ["word ", "W" * 30, "\u90ae"])
def test_the_longest_names_and_notes_leave_the_head_on_the_screen(
    troubled: Techday, tmp_path: Path, word: str, width: int, height: int
) -> None:
    techday = troubled.copied_to(tmp_path)
    with techday.raw() as db:
        for table, columns in (
            ("client", {"name": 200, "area": 200, "phone": 60, "pause_reason": 300, "level": 60}),
            ("site", {"name": 200, "address": 300, "area": 200, "phone": 60, "note": 500}),
            ("person", {"name": 200, "role": 100, "phone": 60, "email": 200, "note": 500}),
        ):
            for column, most in columns.items():
                text = (word * most)[:most].strip()
                db.execute(f"UPDATE {table} SET {column} = ?", (text,))  # noqa: S608  # names of our own
    lines = techday("client show WWWWWWWWWWWW", COLUMNS=str(width), LINES=str(height)).stdout.splitlines()
    taken = sum(max(1, -(-cell_len(line) // width)) for line in lines)
    assert taken < height
    assert lines[0].startswith("WWWWWWWWWWWW")
    if height >= 24:
        assert any("L5 " in line for line in lines), "the most urgent ticket"


def test_a_long_name_does_not_drive_away_the_number_to_ring(known: Techday, tmp_path: Path) -> None:
    techday = known.copied_to(tmp_path)
    with techday.raw() as db:
        db.execute("UPDATE person SET name = ?, role = ?", ("long " * 40, "word " * 20))
        db.execute("UPDATE site SET name = ?, address = ?", ("long " * 40, "word " * 50))
    shown = techday("client show acme", LINES="24").stdout
    assert "+49 40 555 0101" in shown  # of the one to ask for
    assert "+49 40 5550104" in shown  # of the site


@given(st.lists(st.lists(st.integers(1, 3), max_size=8), max_size=8), st.integers(-5, 60))
def test_sections_share_the_room_in_turn(wanted: list[list[int]], room: int) -> None:
    shares = share_out(wanted, room)
    used = sum(sum(rows[:share]) for rows, share in zip(wanted, shares, strict=True))
    assert used <= max(room, 0)
    # What was left out did not fit any more.
    for rows, share in zip(wanted, shares, strict=True):
        assert share == len(rows) or used + rows[share] > room


def test_no_part_of_the_page_reads_a_large_table_from_end_to_end(
    known: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: set[str] = set()
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.add)
        return db

    with monkeypatch.context() as patched:
        patched.setattr(connection, "connection", noting)
        known.did(
            "client show acme",
            "client site list acme",
            "client person list acme",
            "client person edit acme anna --main",
        )
    large = {"ticket", "ticket_event", "contact", "watch_check", "document", "person", "site", "watch", "promise"}
    found = []
    with contextlib.closing(connection.connect(known.store)) as db:
        for statement in sorted(noted):
            if statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                for row in db.execute(f"EXPLAIN QUERY PLAN {statement}"):
                    words = str(row[3]).split()
                    if (
                        words[0] == "SCAN"
                        and words[1] in large
                        and not words[-1].endswith(("_queue", "_owed", "promise_open"))
                    ):
                        found.append((statement, row[3]))
    assert found == []


def test_ten_years_of_tickets_cost_the_page_no_more_than_one(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.did("client add Acme")
    opened = connection.connection
    steps = 0

    def counting(target: str) -> connection.Connection:
        def step() -> None:
            nonlocal steps
            steps += 1

        db = opened(target)
        db.set_progress_handler(step, 100)
        return db

    def cost(tickets: int) -> int:
        nonlocal steps
        with techday.raw() as db:
            db.executemany(
                "INSERT INTO ticket (reference, client_id, title, state, opened_at, first_seen_at, resolved_at, fix)"
                " VALUES (?, 1, 'Trouble', 'closed', ?, '2020-01-01T08:00:00Z', '2020-01-01T08:00:00Z', 'restarted')",
                [(f"T{tickets}-{n}", f"20{10 + n % 10}-01-01T08:00:00Z") for n in range(tickets)],
            )
        steps = 0
        with monkeypatch.context() as patched:
            patched.setattr(connection, "connection", counting)
            techday.did("client show acme")
        return steps

    assert cost(9_000) < cost(1_000) * 1.1


def test_nothing_that_is_known_of_a_client_can_steer_the_terminal(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "add Mail --client acme --priority 1",
        "ticket promise 1 x --by 16:00",
        "client site add acme Kai",
        "client person add acme Anna --main --channel phone",
        "client person add acme Bob",
        "client doc add x --client acme --kind system --text x",
        "watch add x --client acme --kind backup",
        "watch check x fail --seen x",
        "contact-next done --client acme --note x --person anna",
        "done 1 --fix x --cause x",
        "client pause acme --reason x",
        "add Mail --client acme",
    )
    evil = "a\x1b[31mred\x07\u202eb\nc" + "\u90ae" * 40
    with techday.raw() as db:
        for table, columns in (
            ("client", "name area phone level pause_reason"),
            ("site", "name address area phone note"),
            ("person", "name role phone email note"),
            ("document", "title"),
            ("watch", "name"),
            ("watch_check", "seen"),
            ("contact", "note"),
            ("ticket", "title fix cause"),
            ("promise", "text"),
        ):
            for column in columns.split():
                db.execute(f"UPDATE {table} SET {column} = ?", (evil,))  # noqa: S608  # names of our own
    for command in ("client show acme", "client show acme --full", "client site", "client person", "client list"):
        for width in (60, 80, 120):
            result = techday(command, COLUMNS=str(width))
            assert result.exit == 0, result.stderr
            shown = result.stdout
            assert "\u90ae" in shown
            assert not set("\x1b\x07\u202e") & set(shown), command
            assert max(cell_len(line) for line in shown.splitlines()) <= width, (command, width)
