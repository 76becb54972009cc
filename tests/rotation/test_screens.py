"""The screens of the rotation: everything that is known of a client, and stores of every size."""

import sqlite3

import pytest
from inline_snapshot import snapshot

from tests.conftest import MONDAY, Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
AUGUST, OCTOBER, FRIDAY = "2026-08-03T09:00:00Z", "2026-10-05T09:00:00Z", "2026-11-20T09:00:00Z"


@made_once
def acme(techday: Techday) -> Techday:
    """Acme, of whom a lot is known, and a colleague to whom nobody speaks."""
    techday.configure(KIM)
    techday.did(
        "calendar add Late --hours 'mon-fri 12:00-20:00'",
        "level add Gold",
        "level set Gold 2 --resolution 4h",
        "client add 'Acme Ltd' --phone '+49 30 1' --calendar Late --level Gold",
        "client person add acme Anna Smith --role 'IT lead' --phone '+49 30 77' --main --channel phone",
        "client person add acme Bob Stone --mail bob@acme.example",
        now=AUGUST,
    )
    techday.did("contact-next done --client acme --note 'the new office' --person anna", now=OCTOBER)
    techday.did(
        "add VPN drops --client acme --priority 4",
        "ticket resolve 1 --fix 'new profile'",
        "add Mail is down --client acme --priority 2",
        "ticket promise 2 'call with the result' --by 'mon 12:00'",
        "add Printer jams --client acme",
        "ticket reply 3 'Which one is it?'",
        "ticket wait 3 customer --next 'the serial number'",
        "client doc add Network --client acme --kind network --text 'two lines' --review-on 2026-11-23",
        now=FRIDAY,
    )
    return techday


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_page_says_all_that_is_needed_before_the_phone_is_picked_up(acme: Techday, width: int) -> None:
    shown = acme.tell("contact-next", COLUMNS=str(width))
    expected = {
        60: snapshot("""\

$ techday contact-next
ACME  Acme Ltd
  silence   ████████┃████┃░░░┃  49 days (marks 30, 45, 60)
  why       silent 49 days: past 45, goes first
  hours     closed now, opens 12:00
  phone     +49 30 1
  last      5 Oct 09:00 by phone with Anna Smith: the new
            office
  who       Anna Smith  +49 30 77         phone best
            Bob Stone   bob@acme.example

SAY
 1  Tell them straight: Mail is down: nobody has answered
    yet, and that is late; not fixed in the time that was
    promised (L2)
 2  Promised by 12:00: call with the result (L2)
 3  Ask for what L3 waits for: the serial number

NOT YET TOLD 1
 L2  Mail is down: nobody has answered yet,… since Fri 13:00

OPEN TICKETS 2
 L2    P2  Mail is down  new
 L3    P3  Printer jams  waits for customer

PROMISED AND DUE 1
 L2    promise  call with the result  by 12:00

techday contact-next done --note "…"
techday contact-next tried --again 1h
techday contact-next skip --reason "…"
"""),
        80: snapshot("""\

$ techday contact-next
ACME  Acme Ltd
  silence   ██████████████████┃█████████┃██░░░░░░┃  49 days (marks 30, 45, 60)
  why       silent 49 days: past 45, goes first
  hours     closed now, opens 12:00
  phone     +49 30 1
  last      5 Oct 09:00 by phone with Anna Smith: the new office
  who       Anna Smith  +49 30 77         phone best
            Bob Stone   bob@acme.example

SAY
 1  Tell them straight: Mail is down: nobody has answered yet, and that is late;
    not fixed in the time that was promised (L2)
 2  Promised by 12:00: call with the result (L2)
 3  Ask for what L3 waits for: the serial number

NOT YET TOLD 1
 L2  Mail is down: nobody has answered yet, and that is late; n… since Fri 13:00

OPEN TICKETS 2
 L2    P2  Mail is down  new
 L3    P3  Printer jams  waits for customer

PROMISED AND DUE 1
 L2    promise  call with the result  by 12:00

techday contact-next done --note "…"
techday contact-next tried --again 1h
techday contact-next skip --reason "…"
"""),
        120: snapshot("""\

$ techday contact-next
ACME  Acme Ltd
  silence   ███████████████████┃█████████┃██░░░░░░░┃  49 days (marks 30, 45, 60)
  why       silent 49 days: past 45, goes first
  hours     closed now, opens 12:00
  phone     +49 30 1
  last      5 Oct 09:00 by phone with Anna Smith: the new office
  who       Anna Smith  IT lead  +49 30 77         phone best
            Bob Stone            bob@acme.example

SAY
 1  Tell them straight: Mail is down: nobody has answered yet, and that is late; not fixed in the time that was promised
    (L2)
 2  Promised by 12:00: call with the result (L2)
 3  Ask for what L3 waits for: the serial number

NOT YET TOLD 1
 L2  Mail is down: nobody has answered yet, and that is late; not fixed in the time that was promised since Fri 13:00

OPEN TICKETS 2
 L2    P2  Mail is down  new
 L3    P3  Printer jams  waits for customer  the serial number

PROMISED AND DUE 1
 L2    promise  call with the result  by 12:00

techday contact-next done --note "…"
techday contact-next tried --again 1h
techday contact-next skip --reason "…"
"""),
    }
    assert shown == expected[width]


def test_letters_alone_where_that_was_asked_for(acme: Techday) -> None:
    assert "#" in acme("contact-next --plain").stdout
    assert not set(acme("contact-next --plain").stdout + acme("contact-next list --plain").stdout) & set("█░┃")


def test_bad_news_is_told_with_a_public_word_since(acme: Techday) -> None:
    assert [one["ref"] for one in acme("contact-next --json").json["bad_news"]] == ["L2"]
    acme.did("ticket reply 2 'It takes longer' --kind bad-news")
    assert acme("contact-next --json").json["bad_news"] == []


def test_the_document_has_the_keys_that_scripts_rely_on(acme: Techday) -> None:
    document = acme("contact-next --json").json
    assert document["schema"] == "techday.contact-next/1"
    assert document["client"] == {"code": "ACME", "name": "Acme Ltd"}
    assert (document["silence_days"], document["cadence_days"], len(document["say"])) == (49, 30, 3)
    assert [one["name"] for one in document["people"]] == ["Anna Smith", "Bob Stone"]
    assert [one["ref"] for one in document["open_tickets"]] == ["L2", "L3"]
    assert sorted(document) == snapshot(
        [
            "bad_news",
            "cadence_days",
            "client",
            "clients",
            "deadlines",
            "hours",
            "last_contact",
            "left_out",
            "offered",
            "open_tickets",
            "pace",
            "people",
            "phone",
            "promises",
            "say",
            "schema",
            "silence_days",
            "state",
            "why",
        ]
    )


def fill(db: sqlite3.Connection, clients: int, contacts: int) -> None:
    """Fill a store with clients and with years of contacts, behind techday's back."""
    db.executemany(
        "INSERT INTO client (code, name, name_key, cadence_days, created_at) VALUES (?, ?, ?, ?, ?)",
        [
            (f"C{number}", f"Client {number}", f"client {number}", (7, 14, 30, 60, 90)[number % 5], AUGUST)
            for number in range(clients)
        ],
    )
    ids = [row[0] for row in db.execute("SELECT id FROM client")]
    db.executemany(
        "INSERT INTO contact (client_id, kind, at, day, recorded_at, channel, note)"
        " VALUES (?, ?, ?, ?, ?, 'phone', 'all is well')",
        [
            (ids[number % clients], ("done", "done", "tried", "skipped")[number // clients % 4], at, at[:10], at)
            for number in range(contacts)
            for at in [f"20{10 + number % 16}-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00Z"]
        ],
    )


def test_five_hundred_clients_are_listed_and_one_of_them_is_offered(techday: Techday) -> None:
    techday.did("doctor", "client add First")
    with techday.raw() as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES (?, 'fill', 'write')", (MONDAY,))
        fill(db, 500, 2_000)
    lines = techday("contact-next list", COLUMNS="60").stdout.splitlines()
    assert len(lines) == 503  # the 60-day rule, the head, and every client
    assert all(len(one) <= 60 for one in lines)
    assert "60-day rule" in lines[0]
    assert techday("contact-next").stdout.count("techday contact-next") == 3


def test_no_statement_reads_the_contacts_from_end_to_end(acme: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    from techday.database import connection

    noted: set[str] = set()
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.add)
        return db

    monkeypatch.setattr(connection, "connection", noting)
    commands = ("contact-next", "contact-next list", "contact-next tried", "contact-next done --note x", "today")
    acme.did(*commands, "contact-next --client acme", "add Mail --client acme --call")
    monkeypatch.undo()
    large = ("contact", "tried", "told", "ticket", "ticket_event", "watch_check", "time_entry")
    asked = [text for text in noted if text.lstrip().startswith(("SELECT", "WITH")) and "contact" in text]
    assert asked
    with acme.raw() as db:
        for text in asked:
            steps = [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {text}")]
            found = [step for step in steps if step.startswith(tuple(f"SCAN {name}" for name in large))]
            assert all("told" in step for step in found), (text, steps)  # the few contacts of a day
