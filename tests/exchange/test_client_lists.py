"""Lists of clients and people coming in and going out, told through the commands."""

import csv
import stat
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday
from tests.exchange.conftest import Desk

COMPANIES = """\
Company Name,Company ID,Main Phone,City,Territory,Address 1,Zip,Primary Contact
Acme Ltd,AcmeLtd,030 1,Berlin,East,Hauptstr. 1,10115,Anna Berg
Beta & Sons,Beta,=1+1,Bonn,,Ring 2,53111,
Gamma,12345,+49 (0)30/12,,West,,,N/A
"""
PEOPLE = """\
First Name,Last Name,Email,Phone,Mobile,Title,Company
Anna,Berg,anna@acme.example,030 9,0171 1,CFO,Acme Ltd
Bo,Ek,nonsense,,,,Delta AG
,,x@y.example,,,,
"""


@pytest.fixture
def lists(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give a techday whose lists are named without their folder, so that a transcript is the same everywhere."""
    monkeypatch.chdir(desk.techday.home)
    return desk


def bring(desk: Desk, text: str | bytes, *options: str) -> Any:
    """Import a list of clients or people, which must succeed, and give the JSON of what became of it."""
    result = desk.techday("client", "import", str(desk.write(text, "list.csv")), "--json", *options)
    assert result.exit == 0, result.stderr
    report = result.json
    assert report["read"] == sum(report[kind] for kind in ("new", "changed", "same", "rejected"))
    return report


# --- coming in ---


def test_companies_come_in_with_their_sites_and_first_people(lists: Desk) -> None:
    lists.write(COMPANIES, "companies.csv")
    assert lists.techday.tell("client import companies.csv", "client import companies.csv") == snapshot("""\

$ techday client import companies.csv
Imported companies.csv: 3 rows: 3 new, 0 changed, 0 same, 0 rejected
2| Columns: Company Name = client, Company ID = code, Main Phone = phone, City = city, Territory = area, Address 1 = address, Zip = postcode, Primary Contact = person
2| New clients: Acme Ltd (ACMELTD), Beta & Sons (BETA), Gamma (GAMMA)
2| 1 person new
2| 2 sites new
2| 2 addresses without the name of a site: called "Main"
$ techday client import companies.csv
Imported companies.csv: 3 rows: 0 new, 0 changed, 3 same, 0 rejected
2| Columns: Company Name = client, Company ID = code, Main Phone = phone, City = city, Territory = area, Address 1 = address, Zip = postcode, Primary Contact = person
2| 2 addresses without the name of a site: called "Main"
""")  # noqa: E501  # a line of an import or a header stands in one line
    assert lists.rows("SELECT code, name, phone, area, cadence_days, billable FROM client ORDER BY id") == snapshot(
        [
            ("ACMELTD", "Acme Ltd", "030 1", "East", 30, 1),
            ("BETA", "Beta & Sons", "=1+1", "Bonn", 30, 1),
            ("GAMMA", "Gamma", "+49 (0)30/12", "West", 30, 1),
        ]
    )
    assert lists.rows("SELECT client_id, name, address, area FROM site ORDER BY id") == snapshot(
        [(1, "Main", "Hauptstr. 1, 10115, Berlin", "Berlin"), (2, "Main", "Ring 2, 53111, Bonn", "Bonn")]
    )
    assert lists.rows("SELECT client_id, name, main FROM person ORDER BY id") == snapshot([(1, "Anna Berg", 1)])


def test_people_join_their_clients_fill_what_was_empty_and_make_the_clients_that_are_new(lists: Desk) -> None:
    lists.write(COMPANIES, "companies.csv")
    lists.write(PEOPLE, "people.csv")
    lists.techday.did("client import companies.csv")
    transcript = lists.techday.tell("client import people.csv --dry-run", "client import people.csv")
    assert transcript.replace(str(lists.techday.home), "~") == snapshot("""\

$ techday client import people.csv --dry-run
Would import people.csv: 3 rows: 1 new, 1 changed, 0 same, 1 rejected
2| Columns: First Name = first, Last Name = last, Email = email, Phone = person_phone, Mobile = mobile, Title = role, Company = client
2| New clients: Delta AG (DELTA)
2| 1 person new
2| email: 1 value could not be read (nonsense, line 3)
2| Rejected: line 4: no client is named (--client C names one for such rows)
$ techday client import people.csv
Imported people.csv: 3 rows: 1 new, 1 changed, 0 same, 1 rejected
2| The rejected rows are in ~/data/out/import-rejects-20261123-081400.csv
2| Columns: First Name = first, Last Name = last, Email = email, Phone = person_phone, Mobile = mobile, Title = role, Company = client
2| New clients: Delta AG (DELTA)
2| 1 person new
2| email: 1 value could not be read (nonsense, line 3)
2| Rejected: line 4: no client is named (--client C names one for such rows)
""")  # noqa: E501  # a line of an import or a header stands in one line
    assert lists.rows(
        "SELECT client.code, person.name, role, person.phone, email, main FROM person"
        " JOIN client ON client.id = client_id ORDER BY 1, 2"
    ) == snapshot(
        [("ACMELTD", "Anna Berg", "CFO", "030 9, 0171 1", "anna@acme.example", 1), ("DELTA", "Bo Ek", "", "", "", 0)]
    )


def test_somebody_without_a_name_is_rejected_unless_the_row_tells_more(lists: Desk) -> None:
    text = "Company,City,First Name,Last Name,Email\nAcme,,,,x@y.example\nBeta,Bonn,,,info@b.example\nGamma,,,,\n"
    for kind in ("new", "same"):
        report = bring(lists, text)
        assert (report["rejected"], report[kind]) == (1, 2)
        assert "Rejected: line 2: the person's name is missing" in report["notes"]
        assert "1 row has a mail address, a phone or a role of nobody: not taken" in report["notes"]
    assert lists.rows("SELECT code FROM client ORDER BY id") == [("BETA",), ("GAMMA",)]
    # Where a list has no place for names, a mail address is the company's.
    assert bring(lists, "Company,Email\nDelta,info@d.example\n")["new"] == 1
    report = lists.techday("client", "import", str(lists.write("Name,Email\n,a@b.example\n")), "--client", "beta")
    assert "line 2: the person's name is missing" in report.stderr


def test_a_client_that_was_resumed_is_not_paused_again_by_an_older_list(lists: Desk) -> None:
    lists.techday.did("client add Acme", 'client pause acme --reason "on leave" --until 2026-12-24')
    path = lists.techday("client export").stdout.strip()
    assert lists.techday("client", "import", path, "--json").json["same"] == 1
    lists.techday.did("client resume acme")
    before = lists.dump()
    for _ in range(2):
        report = lists.techday("client", "import", path, "--json").json
        assert (report["same"], report["changed"], report["kept"]) == (1, 0, 1)
        assert "line 2: pause of ACME stays none (file: 2026-11-23T08:14:00Z)" in report["notes"]
        assert lists.dump() == before
    assert lists.techday("client", "import", path, "--overwrite", "--json").json["changed"] == 1
    paused = "SELECT paused_at, paused_until, pause_reason FROM client"
    assert lists.rows(paused) == [("2026-11-23T08:14:00Z", "2026-12-24", "on leave")]
    # A pause is one thing: the end of another one is no part of it.
    other = "Client,Paused,Paused until,Pause reason\nAcme,2026-11-20T08:00:00Z,,moved\n"
    assert bring(lists, other)["kept"] == 1
    assert bring(lists, other, "--overwrite")["changed"] == 1
    assert lists.rows(paused) == [("2026-11-20T08:00:00Z", None, "moved")]


def test_a_level_that_is_still_to_be_made_is_told_as_when_a_client_is_added(lists: Desk) -> None:
    report = bring(lists, "Client,Level\nAcme,GOLD\nBeta,gold\nGamma,\n")
    (told,) = (note for note in report["notes"] if note.startswith("There is no level"))
    hint = lists.techday("client add Delta --level GOLD").stderr.partition("(")[2]
    assert told == f"There is no level GOLD yet: ACME, BETA have the default targets ({hint.strip()}"
    assert not [note for note in bring(lists, "Client,Level\nAcme,GOLD\n")["notes"] if "no level" in note]


@pytest.mark.parametrize(("row", "whose"), [("Acme,OTHER", "Acme Ltd"), ("Other,BETA", "Beta")])
def test_nobody_is_called_as_another_client_is(lists: Desk, row: str, whose: str) -> None:
    lists.techday.did('client add "Acme Ltd" --code ACME', "client add Beta --code B")
    before = lists.dump()
    name, code = row.split(",")
    refused = lists.techday("client", "add", name, "--code", code, "--json").error["message"]
    error = lists.techday("client", "import", str(lists.write(f"Client,Code\n{row}\n")), "--json").error
    assert f"line 2: {refused}" in error["message"]
    assert whose in refused
    assert lists.dump() == before
    # With its code a client itself is meant, which is called otherwise from now on; but not as another one.
    assert bring(lists, "Client,Code\nOther,ACME\n", "--overwrite")["changed"] == 1
    assert bring(lists, "Client,Code\nB,ACME\nC,B\n", "--overwrite")["rejected"] == 1


def test_what_was_rejected_is_kept_for_mending_and_for_nobody_else(lists: Desk) -> None:
    report = bring(lists, "Client,Email,Name\n,=cmd@x.example,Eve\nAcme,a@b.example,Ann\n")
    path = Path(report["rejects_file"])
    assert path.read_text(encoding="utf-8-sig").splitlines() == snapshot(
        [
            "line,reason,Client,Email,Name",
            "2,no client is named (--client C names one for such rows),,'=cmd@x.example,Eve",
        ]
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rehearsal_writes_nothing(lists: Desk) -> None:
    report = bring(lists, COMPANIES + "x\n", "--dry-run")
    assert (report["new"], report["rejected"], report["rejects_file"], report["dry_run"]) == (3, 1, None, True)
    assert not lists.techday.store.exists() or not lists.rows("SELECT id FROM client")


def test_what_the_store_says_otherwise_is_kept_until_the_file_is_to_win(lists: Desk) -> None:
    lists.techday.did('client add "Acme Ltd" --code ACME --phone "030 7" --every 14')
    lists.write("Client,Phone,Every,Area\nacme ltd,030 8,30 days,Bonn\n", "clients.csv")
    assert lists.techday.tell("client import clients.csv", "client import clients.csv --overwrite") == snapshot("""\

$ techday client import clients.csv
Imported clients.csv: 1 row: 0 new, 1 changed, 0 same, 0 rejected; 2 values kept
2| Columns: Client = client, Phone = phone, Every = every, Area = area
2| Kept 2 values of the store: phone 1, every 1 (--overwrite takes the file's)
2| line 2: phone of ACME stays 030 7 (file: 030 8)
2| line 2: every of ACME stays 14 (file: 30)
$ techday client import clients.csv --overwrite
Imported clients.csv: 1 row: 0 new, 1 changed, 0 same, 0 rejected
2| Columns: Client = client, Phone = phone, Every = every, Area = area
""")
    assert lists.rows("SELECT phone, cadence_days, area FROM client") == [("030 8", 30, "Bonn")]


def test_a_client_is_found_by_its_code_and_renamed_only_where_the_file_is_to_win(lists: Desk) -> None:
    lists.techday.did('client add "Acme Ltd" --code ACME')
    text = "Client,Code\nAcme Limited,acme\n"
    assert bring(lists, text)["kept"] == 1
    assert bring(lists, text, "--overwrite")["changed"] == 1
    assert lists.rows("SELECT code, name FROM client") == [("ACME", "Acme Limited")]
    assert bring(lists, "Client,Email,Full Name\nACME,a@b.example,Ann\n")["added"] == {
        "clients": 0,
        "sites": 0,
        "people": 1,
    }


def test_a_code_of_one_client_and_the_name_of_another_are_for_a_person_to_settle(lists: Desk) -> None:
    lists.techday.did("client add Acme --code ACME", "client add Beta --code BETA")
    error = lists.techday("client", "import", str(lists.write("Client,Code\nBeta,ACME\n")), "--json").error
    assert error["message"] == (
        "Not one row of export.csv can come in: line 2: the code ACME is that of Acme, the name that of BETA"
    )


def test_numbers_and_long_texts_are_no_codes_but_a_column_of_codes_is_believed(lists: Desk) -> None:
    report = bring(lists, "Company,Company ID\nAcme Ltd,29683514\nBeta,BetaCorporation\n")
    assert lists.rows("SELECT code FROM client ORDER BY id") == [("ACME",), ("BETA",)]
    assert "1 code could not be used: made from the name" in report["notes"]
    bring(lists, "Company,Client Code\nGamma,4711\n")
    assert lists.rows("SELECT code FROM client WHERE name = 'Gamma'") == [("4711",)]


def test_names_that_repeat_in_one_file_are_one(lists: Desk) -> None:
    report = bring(lists, "Company,Name,Email\nAcme,Ann,a@b.example\nACME,ann,\n acme ,Ann,c@d.example\n")
    assert (report["new"], report["same"], report["kept"]) == (1, 2, 1)
    assert "line 4: email of Ann (ACME) stays a@b.example (file: c@d.example)" in report["notes"]


def test_one_person_of_a_client_is_rung_first(lists: Desk) -> None:
    text = "Company,Name,Email,Is Primary\nAcme,Ann,a@b.example,yes\nAcme,Bo,b@b.example,yes\n"
    assert bring(lists, text)["kept"] == 1
    assert lists.rows("SELECT name FROM person WHERE main") == [("Ann",)]
    bring(lists, text, "--overwrite")
    assert lists.rows("SELECT name FROM person WHERE main") == [("Bo",)]


def test_people_without_a_company_belong_to_the_client_that_is_named(lists: Desk) -> None:
    lists.techday.did("client add Acme")
    assert bring(lists, "Name,Email\nAnn,a@b.example\n", "--client", "acme")["added"]["people"] == 1
    result = lists.techday("client", "import", str(lists.write("Name,Email\nAnn,\n")), "--client", "nobody")
    assert (result.exit, result.stderr.splitlines()[0]) == (3, 'techday: No client "nobody"')


def test_cells_that_cannot_be_read_leave_their_field_empty_and_are_counted(lists: Desk) -> None:
    report = bring(
        lists,
        "Client,Every,Billable,Zone,Calendar,Starts,Full Name,Channel\n"
        "Acme,often,perhaps,Mars/Base,Moon,soon,Ann,pigeon\n"
        "Beta,weekly,no,Europe/Berlin,,2026-12-01,Bo,e-mail\n",
    )
    assert [note for note in report["notes"] if "could not be read" in note] == snapshot(
        [
            "zone: 1 value could not be read (Mars/Base, line 2)",
            "every: 1 value could not be read (often, line 2)",
            "billable: 1 value could not be read (perhaps, line 2)",
            "starts: 1 value could not be read (soon, line 2)",
            "channel: 1 value could not be read (pigeon, line 2)",
            "calendar: 1 value could not be read (Moon, line 2)",
        ]
    )
    assert lists.rows("SELECT code, cadence_days, billable, zone, starts_on FROM client ORDER BY id") == [
        ("ACME", 30, 1, "", None),
        ("BETA", 7, 0, "Europe/Berlin", "2026-12-01"),
    ]
    assert lists.rows("SELECT name, channel FROM person ORDER BY id") == [("Ann", None), ("Bo", "email")]


def test_a_day_that_reads_two_ways_is_refused_until_somebody_says_which(lists: Desk) -> None:
    path = str(lists.write("Client,Starts\nAcme,05/11/2026\n"))
    error = lists.techday("client", "import", path, "--json").error
    assert error["message"] == snapshot(
        "Starts: 05/11/2026 (line 2) could be 5 November 2026 or 11 May 2026, and no date in the file decides"
    )
    assert lists.techday("client", "import", path, "--dates", "dmy").exit == 0
    assert lists.rows("SELECT starts_on FROM client") == [("2026-11-05",)]


def test_the_placeholder_is_no_client(lists: Desk) -> None:
    lists.bring("Ticket ID,Subject,Status\n7,Mail,Open\n")
    report = bring(lists, "Client,Phone\nUnknown client,030 1\nAcme,\n")
    assert report["rejected"] == 1
    assert lists.techday("client export --out -").stdout.count("\n") == 2


def test_an_import_is_one_operation_and_one_undo(lists: Desk) -> None:
    lists.techday.did("client add Acme", 'client site add acme "Head office"')
    before = lists.dump()
    bring(lists, "Client,Site,Address,Phone,Contact,Email\nAcme,Head Office,Ring 1,1,Ann,a@b.example\nBeta,,,2,Bo,\n")
    after = lists.dump()
    lists.techday.did("undo")
    assert lists.dump() == before
    lists.techday.did("redo")
    assert lists.dump() == after


def test_people_that_came_in_are_found_by_search(lists: Desk) -> None:
    bring(lists, "Company,Full Name,Email\nAcme,Annegret Zwickel,a@b.example\n")
    assert "Annegret Zwickel" in lists.techday("search zwickel").stdout


# --- going out ---


def test_an_export_is_a_file_of_ones_own_that_comes_in_again_without_a_change(lists: Desk) -> None:
    lists.techday.did(
        'client add "Acme Ltd" --code ACME --phone "+49 30/1" --area "=HYPERLINK(1)" --every 14 --billable no',
        'client site add acme Main --address "Ring 1"',
        'client person add acme "Anna Berg" --role CFO --mail anna@acme.example --channel email --site Main --main',
        'client add "Beta, Sons"',
    )
    result = lists.techday("client export --people")
    path = Path(result.stdout.strip())
    assert path == lists.techday.store.parent / "out" / "clients-and-people-2026-11-23.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file)]
    assert rows == snapshot(
        [
            {
                "client": "Acme Ltd",
                "code": "ACME",
                "phone": "'+49 30/1",
                "area": "'=HYPERLINK(1)",
                "every": "14",
                "billable": "no",
                "site": "Main",
                "address": "Ring 1",
                "person": "Anna Berg",
                "role": "CFO",
                "email": "anna@acme.example",
                "channel": "email",
                "main": "yes",
            },
            {"client": "Beta, Sons", "code": "BETA", "every": "30", "billable": "yes"},
        ]
    )
    assert lists.techday("client", "import", str(path)).stdout == snapshot(
        "Imported clients-and-people-2026-11-23.csv: 2 rows: 0 new, 0 changed, 2 same, 0 rejected\n"
    )


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Auckland", "1970-01-01"), ("Pacific/Honolulu", "2199-12-31")])
def test_a_day_at_the_edge_of_what_can_be_read_comes_back_wherever_one_is(lists: Desk, zone: str, day: str) -> None:
    lists.techday.did("client add Acme")
    with lists.techday.raw() as db:
        db.execute("UPDATE client SET starts_on = ?, zone = ''", (day,))
    path = lists.techday("client export", TZ=zone).stdout.strip()
    lists.techday.store.unlink()
    assert lists.techday("client", "import", path, TZ=zone).stderr == "New clients: Acme (ACME)\n"
    assert lists.rows("SELECT starts_on FROM client") == [(day,)]


@pytest.mark.parametrize("noun", ["client", "watch"])
def test_an_export_needs_a_name_where_one_is_promised(lists: Desk, noun: str) -> None:
    result = lists.techday(f"{noun} export --out ' '")
    assert (result.exit, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == "techday: --out names no file"


def test_an_export_goes_where_it_is_asked_for(lists: Desk) -> None:
    lists.techday.did("client add Acme", "client site add acme Main")
    assert lists.techday("client export --out mine.csv").stdout.strip() == str(lists.techday.home / "mine.csv")
    document = lists.techday("client export --people --json").json
    assert {**document, "path": Path(document["path"]).name} == {
        "schema": "techday.client-export/1",
        "path": "clients-and-people-2026-11-23.csv",
        "clients": 1,
        "sites": 1,
        "people": 0,
    }
    assert lists.techday("client export --json --out -").exit == 2
    assert lists.techday("client export --out -").stdout == snapshot("""\
client,code,phone,area,level,calendar,zone,every,billable,starts,paused,paused until,pause reason,site,address,site area,site phone,site note\r
Acme,ACME,,,,,,30,yes,,,,,Main,,,,\r
""")  # noqa: E501  # a line of an import or a header stands in one line


# --- what is no list ---


@pytest.mark.parametrize(
    ("content", "exit_code", "words"),
    [
        (b"", 1, "is empty"),
        (b"\n\n", 1, "there is not even a header"),
        (b"Foo,Bar\n1,2\n", 2, "No column holds the client's name; the columns are: Foo, Bar"),
        (b"Client\n" + b'"never closed\n', 1, "a quote is opened and never closed"),
        (b"Client,Phone\nAcme\n", 1, "1 cells where the header has 2"),
        (b"Client," * 2_000 + b"\n", 1, "2001 columns"),
        (b"Client\n" + b"x" * 5_000_000 + b"\n", 1, "longer than 4,000,000 characters"),
        (b"\x00\x00\x01\xdc" * 500, 1, "is not a text file"),
        (b"PK\x03\x04" + b"\x00" * 50, 1, "Excel workbook"),
        (b"{}", 1, "JSON"),
        (b"Client,Phone\n?,1\n\xe2\x80\x8b,2\n", 1, "no client is named"),
    ],
)
def test_what_is_no_list_is_refused_with_the_next_step(lists: Desk, content: bytes, exit_code: int, words: str) -> None:
    before = lists.dump()
    result = lists.techday("client", "import", str(lists.write(content, "list.csv")), "--json")
    assert (result.exit, result.stdout) == (exit_code, "")
    assert words in result.error["message"]
    assert result.error["hint"]
    assert lists.dump() == before


def test_a_missing_file_and_a_folder_are_told_apart(lists: Desk) -> None:
    assert lists.techday.tell("client import nowhere.csv").replace(str(lists.techday.home), "~") == snapshot("""\

$ techday client import nowhere.csv
2| techday: No file ~/nowhere.csv
2|   Name the CSV file with its path
exit 3
""")
    assert lists.techday("client", "import", str(lists.techday.home)).exit == 1


@pytest.mark.parametrize(
    "header", ["Name,Phone", "Name,Contact", "Client,Area", "Company,Primary Contact", "Client,SLA"]
)
def test_a_title_above_a_short_list_is_no_header(lists: Desk, header: str) -> None:
    assert bring(lists, f"Our clients\nName\n\n{header}\nAcme,x\n")["new"] == 1
    assert lists.rows("SELECT code FROM client") == [("ACME",)]


def test_a_list_of_something_else_that_techday_wrote_is_told_by_its_name(lists: Desk) -> None:
    lists.techday.did("client add Acme", "watch add Nightly --client acme --kind backup")
    for noun, other, holds in (("client", "watch", "watches"), ("watch", "client", "clients")):
        path = Path(lists.techday(f"{other} export --out list.csv").stdout.strip())
        error = lists.techday(noun, "import", str(path), "--json").error
        assert (error["kind"], error["message"]) == ("usage", f"{path.name} is a list of {holds} that techday wrote")
        assert error["hint"] == f"techday {other} import {path}"
        assert lists.techday(*error["hint"].split()[1:]).exit == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_comes_in_however_it_is_written(lists: Desk, encoding: str, delimiter: str) -> None:
    text = "Kunden 2026\n\nClient,City\nMüller & Söhne,Köln\n".replace(",", delimiter)
    bring(lists, text.encode(encoding))
    assert lists.rows("SELECT name, code, area FROM client") == [("Müller & Söhne", "MULLER", "Köln")]


def test_what_could_harm_a_terminal_or_a_spreadsheet_is_taken_out(lists: Desk) -> None:
    bring(lists, b"Client,Phone,Area\nAc\x00me\x1b[2J,'=1+1,a\x07b\xe2\x80\xaec\n")
    assert lists.rows("SELECT name, phone, area FROM client") == [("Acme", "=1+1", "abc")]
    assert "'=1+1" in lists.techday("client export --out -").stdout


def test_ten_thousand_rows_are_no_trouble(techday: Techday) -> None:
    desk = Desk(techday)
    people = "".join(f"Company {number % 700},Person {number},p{number}@x.example\n" for number in range(10_000))
    report = bring(desk, "Company,Full Name,Email\n" + people)
    assert report["added"] == {"clients": 700, "sites": 0, "people": 10_000}


@pytest.mark.parametrize(("export", "holds"), [("client export --people", "client"), ("watch export", "watch")])
def test_the_import_of_tickets_names_the_command_for_a_list_that_techday_wrote(
    lists: Desk, export: str, holds: str
) -> None:
    lists.techday.did("client add Acme", "watch add Nightly --client acme --kind backup")
    path = lists.techday(export).stdout.strip()
    refused = lists.techday("import", path)
    assert refused.exit == 2
    assert f"techday {holds} import" in refused.stderr
    offered = refused.stderr.splitlines()[1].strip().removeprefix("techday ")
    assert lists.techday(offered).exit == 0
