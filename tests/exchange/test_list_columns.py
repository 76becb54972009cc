"""What the columns of lists of clients, people and watches are taken for, and the words that are in them."""

import pytest

from techday.errors import BadUsage
from techday.exchange.client_columns import client_columns
from techday.exchange.record_cells import defused, restored
from techday.exchange.ticket_rows import Rejected
from techday.exchange.watch_columns import frequency_in, kind_in, watch_columns


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        # Companies, as PSAs and spreadsheets list them.
        (
            "Company Name,Company ID,Main Phone,City,Territory,Status",
            {
                "Company Name": "client",
                "Company ID": "code",
                "Main Phone": "phone",
                "City": "city",
                "Territory": "area",
            },
        ),
        (
            "Account Name,Account Number,Phone,Address 1,Zip",
            {
                "Account Name": "client",
                "Account Number": "code",
                "Phone": "phone",
                "Address 1": "address",
                "Zip": "postcode",
            },
        ),
        ("Client,Site,Main Contact", {"Client": "client", "Site": "site", "Main Contact": "person"}),
        ("Name,Phone,City", {"Name": "client", "Phone": "phone", "City": "city"}),
        ("Company,Contact,Phone", {"Company": "client", "Contact": "person", "Phone": "phone"}),
        # People: there, a phone and a name are a person's.
        (
            "First Name,Last Name,Email,Phone,Mobile,Title,Company",
            {
                "First Name": "first",
                "Last Name": "last",
                "Email": "email",
                "Phone": "person_phone",
                "Mobile": "mobile",
                "Title": "role",
                "Company": "client",
            },
        ),
        (
            "Company,Name,E-mail,Telephone,Primary Contact",
            {
                "Company": "client",
                "Name": "person",
                "E-mail": "email",
                "Telephone": "person_phone",
                "Primary Contact": "main",
            },
        ),
        # Both in a row: each has a phone of its own.
        (
            "Company Name,Main Phone,Full Name,Phone,Notes",
            {
                "Company Name": "client",
                "Main Phone": "phone",
                "Full Name": "person",
                "Phone": "person_phone",
                "Notes": "note",
            },
        ),
        (
            "Client,Phone,Contact,Direct Phone,Email",
            {
                "Client": "client",
                "Phone": "phone",
                "Contact": "person",
                "Direct Phone": "person_phone",
                "Email": "email",
            },
        ),
        # Of a header that repeats, the first counts.
        ("Client,Phone,Phone", {"Client": "client", "Phone": "phone"}),
    ],
)
def test_headers_are_known_by_their_names_and_by_the_kind_of_list(header: str, fields: dict[str, str]) -> None:
    assert client_columns(header.split(","), {}, client_given=False).shown == fields


def test_with_a_client_given_a_name_is_a_persons() -> None:
    columns = client_columns(["Name", "Email"], {}, client_given=True)
    assert columns.shown == {"Name": "person", "Email": "email"}


def test_a_column_can_be_named_otherwise_or_ignored() -> None:
    header = ["Firma", "Telefon", "Phone"]
    columns = client_columns(header, {"Firma": "client", "Telefon": "phone", "Phone": "-"}, client_given=False)
    assert columns.shown == {"Firma": "client", "Telefon": "phone"}


@pytest.mark.parametrize(
    ("chosen", "message", "hint"),
    [
        ({"Firma": "clinet"}, "No field clinet", "A column can be: client"),
        ({"Firm": "client"}, "The file has no column Firm", "Did you mean Firma?"),
        ({"Firma": "client", "Ort": "client"}, "Two columns are named as client", "Name one"),
        ({}, "No column holds the client's name; the columns are: Firma, Ort", '--map "COLUMN=client"'),
    ],
)
def test_a_wrong_choice_names_what_there_is(chosen: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(BadUsage) as caught:
        client_columns(["Firma", "Ort"], chosen, client_given=False)
    assert caught.value.message == message
    assert hint in caught.value.hint


def test_a_list_of_watches_needs_names_and_clients() -> None:
    with pytest.raises(BadUsage, match="No column holds the name of a watch; the columns are: Foo"):
        watch_columns(["Foo"], {}, client_given=True)
    with pytest.raises(BadUsage, match="No column holds the client; the columns are: Job Name, Foo"):
        watch_columns(["Job Name", "Foo"], {}, client_given=False)


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("backup", "", "backup"),
        ("Veeam Backup Job", "Exchange", "backup"),
        ("Windows updates", "", "update"),
        ("Patch management", "", "update"),
        ("Ping sensor", "", "sensor"),
        ("Monitoring", "", "sensor"),
        ("Approval", "", "approval"),
        ("Auto fix", "", "fix"),
        ("", "Nightly SQL backup", "backup"),
        ("", "Patch Tuesday", "update"),
        # Two readings, or none: a person says.
        ("Backup monitor", "", "could be backup or sensor"),
        ("Update approval", "", "could be approval or update"),
        ("Script", "Nightly backup", "is none of backup, sensor, fix, approval, update"),
        ("", "Exchange", "is none of backup, sensor, fix, approval, update"),
        # Words as a whole only.
        ("Prefix", "", "is none of"),
    ],
)
def test_a_kind_is_guessed_only_where_its_words_decide(kind: str, name: str, meant: str) -> None:
    try:
        assert kind_in(kind, name) == meant
    except Rejected as reason:
        assert meant in str(reason)  # either way the table tells what comes of it


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("Daily", "daily"),
        ("every day", "daily"),
        ("Mon-Fri", "daily"),
        ("Nightly", "daily"),
        ("24 hours", "daily"),
        ("Hourly", "1h"),
        ("Every 4 hours", "4h"),
        ("4-hourly", "4h"),
        ("6 hrs", "6h"),
        ("twice daily", "12h"),
        ("every other day", "2d"),
        ("3 days", "3d"),
        ("Weekly", "weekly"),
        ("every 2 weeks", "14d"),
        ("Monthly", "FREQ=MONTHLY"),
        ("3 months", "FREQ=MONTHLY;INTERVAL=3"),
        ("yearly", "FREQ=YEARLY"),
        ("One-off", ""),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ],
)
def test_a_frequency_is_read_in_the_words_of_tools(words: str, every: str) -> None:
    assert frequency_in(words) == every


@pytest.mark.parametrize("words", ["5 minutes", "every 30 min", "30h", "0h", "4", "continuous", "FREQ=MINUTELY", "2x"])
def test_what_no_watch_has_is_no_frequency(words: str) -> None:
    with pytest.raises(Rejected, match=r"daily|1h to 23h|--every 4h"):
        frequency_in(words)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Acme", "Acme"),
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("''@x", "'''@x"),
        ("'tis", "'tis"),
        ("+49 30 1", "+49 30 1"),
        ("+49 (0)30/1", "'+49 (0)30/1"),
        ("-5", "-5"),
    ],
)
def test_a_formula_goes_out_defused_and_comes_back_as_it_was(text: str, cell: str) -> None:
    assert defused(text) == cell
    assert restored(cell) == text
