"""`techday search`: what is found, in which order, and how it looks."""

import shlex

import pytest
from inline_snapshot import snapshot

from techday.core.text import clean_line
from techday.search.others_store import MOST_SHOWN
from techday.ui.grid import cell_width
from tests.conftest import Techday, made_once

EARLIER = "2026-11-20T09:00:00Z"


@made_once
def desk(techday: Techday) -> Techday:
    """Give a desk with a few tickets, open and closed, a merged one, a problem and two clients."""
    techday.did(
        "client add Acme --code ACME --area Harbour",
        "client add 'Printer Works' --code WORKS",
        "add 'Printer is offline' --client acme",
        "add 'Scanner jams' --client works --body 'It stands beside the printer, which is offline too.'",
        "add 'Printer is offline again' --client works",
        now=EARLIER,
    )
    techday.did("ticket resolve L1 --fix 'Replaced the toner' --cause 'Toner empty'", now="2026-11-20T10:00:00Z")
    techday.did(
        "add 'Mail is slow' --client acme",
        "ticket note L4 'The printer queue was offline as well'",
        "add 'Everything prints blank' --client acme",
        "add 'Print server is down' --client acme",
        "ticket merge L6 L5",
        "problem open L3 --title 'Printers drop off the network'",
    )
    return techday


def found(techday: Techday, *words: str) -> list[str]:
    """Give the references that a search finds, in its order."""
    return [one["ref"] for one in techday("search", "--json", *words).json["results"]]


def test_open_before_closed_and_a_title_before_any_other_text(desk: Techday) -> None:
    assert desk.tell("search printer offline") == snapshot("""\

$ techday search printer offline
OPEN
L3     WORKS  Fri 09:00  Printer is offline again
L4     ACME   08:14      Mail is slow  note: The printer queue was offline as w…
L2     WORKS  Fri 09:00  Scanner jams  body: …the printer, which is offline too.
CLOSED
L1     ACME   Fri 09:00  Printer is offline
""")


def test_what_is_found_on_a_merged_ticket_is_found_for_its_target(desk: Techday) -> None:
    assert desk.tell("search print server") == snapshot("""\

$ techday search print server
OPEN
L5     ACME  08:14  Everything prints blank  title of L6: Print server is down
""")
    assert desk("search --json print server").json["results"][0]["merged_ref"] == "L6"
    assert found(desk, "server", "state:merged") == ["L5"]
    assert found(desk, "server", "state:open") == ["L5"]


def test_problems_and_clients_are_groups_of_their_own(desk: Techday) -> None:
    assert desk.tell("search printer*", COLUMNS="100") == snapshot("""\

$ techday search printer*
OPEN
L3     WORKS  Fri 09:00  Printer is offline again
L4     ACME   08:14      Mail is slow  note: The printer queue was offline as well
L2     WORKS  Fri 09:00  Scanner jams  body: It stands beside the printer, which is offline too.
CLOSED
L1     ACME   Fri 09:00  Printer is offline
PROBLEMS
1        08:14  Printers drop off the network
CLIENTS
WORKS  Printer Works
""")
    assert desk.tell("search harbour") == snapshot("""\

$ techday search harbour
CLIENTS
ACME  Acme  area: Harbour
""")


def test_the_fix_of_an_old_ticket_is_found(desk: Techday) -> None:
    assert desk.tell("search replaced toner") == snapshot("""\

$ techday search replaced toner
CLOSED
L1     ACME  Fri 10:00  Printer is offline  fix: Replaced the toner
""")


def test_filters_narrow_the_search(desk: Techday) -> None:
    assert found(desk, "printer") == ["L3", "L4", "L2", "L1"]
    assert found(desk, "printer", "client:acme") == ["L4", "L1"]
    assert found(desk, "printer client:'Printer W'".replace("'", '"')) == ["L3", "L2"]
    assert found(desk, "printer", "state:open") == ["L3", "L4", "L2"]
    assert found(desk, "printer", "state:closed") == ["L1"]
    assert found(desk, "printer", "state:resolved", "client:works") == []
    assert found(desk, "printer", "since:today") == ["L4"]
    assert found(desk, "printer", "since:30d") == ["L3", "L4", "L2", "L1"]
    assert found(desk, "printer", "since:2026-11-21") == ["L4"]
    desk.did("ticket note L2 'Moved away from the printer'")
    assert found(desk, "printer", "since:today") == ["L2", "L4"]


def test_a_phrase_is_found_as_it_stands_and_words_wherever_they_are(desk: Techday) -> None:
    assert found(desk, "offline printer") == ["L3", "L4", "L2", "L1"]
    assert found(desk, '"printer is offline"') == ["L3", "L1"]
    assert found(desk, '"offline printer"') == []
    assert found(desk, "prin* blank") == ["L5"]
    assert found(desk, "toner mail") == []


def test_a_ticket_is_found_by_its_reference(desk: Techday) -> None:
    assert found(desk, "l2") == ["L2"]


def test_what_is_undone_is_no_longer_found(desk: Techday) -> None:
    desk.did("ticket note L4 'Called the zookeeper'")
    assert found(desk, "zookeeper") == ["L4"]
    desk.did("undo")
    assert found(desk, "zookeeper") == []


def test_what_was_changed_past_techday_is_not_shown_for_words_that_it_no_longer_says(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("UPDATE ticket SET title = 'x', body = ''")
        db.execute("UPDATE problem SET title = 'x'")
        db.execute("UPDATE client SET name = code")
    assert found(desk, "printer") == ["L4"]  # the note still says so
    document = desk("search --json printer*").json
    assert (document["problems"], document["clients"]) == ([], [])


def test_nothing_found_is_said_with_what_was_searched(desk: Techday) -> None:
    assert desk.tell(
        "search fridge", "search fridge client:acme state:open since:2026-11-01", "search '***'"
    ) == snapshot("""\

$ techday search fridge
Nothing found for "fridge" in tickets and what happened on them, problems,
clients, people, documents and meetings.
$ techday search fridge client:acme state:open since:2026-11-01
Nothing found for "fridge client:acme state:open since:2026-11-01" in tickets
and what happened on them and problems (client ACME, state open, since Sun 1 Nov
2026).
$ techday search '***'
There is no word in "***": search looks for words, of letters and digits.
""")


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ("", "tickets and what happened on them, problems, clients, people, documents and meetings"),
        ("state:open", "tickets and what happened on them and problems"),
        ("state:waiting", "tickets and what happened on them"),
        ("since:7d", "tickets and what happened on them, problems, documents and meetings"),
        ("state:closed since:7d", "tickets and what happened on them and problems"),
    ],
)
def test_only_what_was_looked_in_is_named(desk: Techday, filters: str, where: str) -> None:
    told = " ".join(desk(f"search fridge {filters}").stdout.split())
    assert told.startswith(f'Nothing found for "{f"fridge {filters}".strip()}" in {where}')
    assert told.removeprefix(f'Nothing found for "{f"fridge {filters}".strip()}" in {where}')[:2] in (".", " (")


def test_what_stands_deep_in_a_long_document_is_shown(techday: Techday) -> None:
    long = "".join(f"line {number} of a long procedure\n" for number in range(20_000))
    # On the border of two pieces, at the end, and in two places far from each other.
    cut = MOST_SHOWN - 5
    for title, text in (
        ("Border", f"{long[:cut]}the quicksilver pump{long[cut:]}"),
        ("End", f"{long}the last quicksilver"),
        ("Apart", f"the pump\n{long}quicksilver\n{long}"),
    ):
        assert techday("client", "doc", "add", title, "--text", text).exit == 0
    found = {one["title"]: one for one in techday("search quicksilver --json").json["documents"]}
    assert {one["where"] for one in found.values()} == {"text"}
    assert "the quicksilver pump" in found["Border"]["excerpt"]
    assert found["End"]["excerpt"].endswith("the last quicksilver")
    (apart,) = [one for one in techday("search pump quicksilver --json").json["documents"] if one["title"] == "Apart"]
    assert "quicksilver" in apart["excerpt"]


def test_an_empty_store_is_searched_without_being_made(techday: Techday) -> None:
    assert techday.tell("search printer") == snapshot("""\

$ techday search printer
Nothing found for "printer" in tickets and what happened on them, problems,
clients, people, documents and meetings.
""")
    assert not techday.store.exists()


def test_what_cannot_be_looked_for_is_told_with_the_next_step(desk: Techday) -> None:
    assert desk.tell(
        "search printer client:acne",
        "search printer state:shut",
        "search printer since:someday",
        "search state:open",
        "search",
    ) == snapshot("""\

$ techday search printer client:acne
2| techday: No client "acne"
2|   Did you mean ACME? Else: techday client add "NAME"
exit 3
$ techday search printer state:shut
2| techday: No state "shut"
2|   One of open, closed, new, working, waiting, resolved, gone, merged; the words themselves go in quotes
exit 2
$ techday search printer since:someday
2| techday: "someday" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday search state:open
2| techday: Only filters were given, and no words
2|   techday ticket list lists tickets by client
exit 2
$ techday search
2| techday: Text is missing
2|   Type it at the end of the command
exit 2
""")


def test_only_the_wanted_number_is_shown_and_more_is_told(desk: Techday) -> None:
    assert desk.tell("search printer --most 1") == snapshot("""\

$ techday search printer --most 1
OPEN
L3     WORKS  Fri 09:00  Printer is offline again
CLIENTS
WORKS  Printer Works
There is more  techday search … --most 2
""")
    result = desk("search --json printer --most 2").json
    assert (len(result["results"]), result["more"]) == (2, True)
    assert desk("search --json printer --most 4").json["more"] is False


def test_the_newest_come_first_however_many_there_are(techday: Techday) -> None:
    """More than are sorted at once, in a file that is in no order."""
    days = [
        f"2025-{month:02}-{1 + day % 28:02} {hour:02}:00"
        for day in range(28)
        for month in range(1, 13)
        for hour in range(8, 15)
    ]
    rows = "".join(
        f"{number},Printer {number},Closed,Acme,{day}\n" for number, day in enumerate(days[::-1], start=1000)
    )
    export = techday.home / "export.csv"
    export.write_text(f"Number,Title,Status,Company,Opened\n{rows}", encoding="utf-8")
    techday.did(f"import {export} --view all")
    assert len(days) > 2_000

    results = techday("search --json printer --most 50").json["results"]
    instants = [one["at"] for one in results]
    assert instants == sorted(instants, reverse=True)
    assert {instant[:10] for instant in instants} == {
        "2025-12-28",
        "2025-12-27",
        "2025-12-26",
        "2025-12-25",
        "2025-12-24",
        "2025-12-23",
        "2025-12-22",
        "2025-12-21",
    }


def test_old_words_of_an_open_ticket_are_found_however_common_they_are(
    techday: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("techday.search.store.MOST_NOTES", 3)
    techday.did("add Old", "ticket note L1 printer", "add Closed", "add 'Closed too'", now=EARLIER)
    techday.did(*["ticket note L2 printer"] * 2, *["ticket note L3 printer"] * 2, "ticket close L2", "ticket close L3")
    result = techday("search --json printer").json
    assert [one["ref"] for one in result["results"]] == ["L1", "L3", "L2"]
    assert result["whole"] is False
    assert "the oldest notes were not looked at" in techday("search printer").stdout


def test_scripts_get_every_key(desk: Techday) -> None:
    document = desk("search --json queue client:acme").json
    assert document == snapshot(
        {
            "schema": "techday.search/1",
            "query": "queue client:acme",
            "filters": {"client": "ACME", "state": None, "since": None},
            "results": [
                {
                    "kind": "ticket",
                    "ref": "L4",
                    "client": "ACME",
                    "title": "Mail is slow",
                    "state": "new",
                    "where": "text",
                    "event": "note",
                    "merged_ref": None,
                    "excerpt": "The printer queue was offline as well",
                    "at": "2026-11-23T08:14:00Z",
                }
            ],
            "problems": [],
            "clients": [],
            "people": [],
            "documents": [],
            "meetings": [],
            "more": False,
            "whole": True,
        }
    )
    assert desk("search --json printers").json["problems"] == snapshot(
        [
            {
                "id": 1,
                "client": None,
                "title": "Printers drop off the network",
                "state": "open",
                "where": "title",
                "excerpt": "Printers drop off the network",
                "at": "2026-11-23T08:14:00Z",
            }
        ]
    )
    assert desk("search --json harbour").json["clients"] == snapshot(
        [{"code": "ACME", "name": "Acme", "area": "Harbour", "where": "area", "excerpt": "Harbour"}]
    )


def test_what_was_found_is_marked_on_a_terminal_alone(desk: Techday) -> None:
    marked = desk("search toner", FORCE_COLOR="1").stdout
    assert "\x1b[1;33mtoner\x1b[0m" in marked
    assert desk("search toner --plain").stdout == desk("search toner").stdout


@pytest.mark.parametrize("width", [60, 80, 120])
def test_long_and_hostile_texts_fit_every_screen_and_show_what_was_found(techday: Techday, width: int) -> None:
    techday.did("client add 'Ein Kunde mit sehr langem Namen' --code LANGERNAME", "add x --client LANGERNAME")
    long = "Lorem ipsum dolor sit amet " * 40
    with techday.raw() as db:
        db.execute(
            "UPDATE ticket SET title = ?, body = ?", ("説明" * 60 + "\x1b[31mred\u202e", f"{long} needle {long}")
        )
    techday.did("ticket edit L1 --category Any", "ticket note L1 'A needle in the hay'")
    shown = techday("search needle", COLUMNS=str(width), FORCE_COLOR="").stdout
    lines = shown.splitlines()
    assert "needle" in shown
    assert all(cell_width(line) <= width for line in lines)
    assert all(clean_line(line) == " ".join(line.split()) for line in lines)


def test_the_first_word_that_was_found_is_seen_in_a_long_title(techday: Techday) -> None:
    techday.did(f"add '{'very ' * 30}needle in the hay'")
    assert techday.tell("search needle", COLUMNS="60") == snapshot("""\

$ techday search needle
OPEN
L1     client?  …very very needle in the hay
""")


def test_documents_and_people_are_groups_of_their_own(desk: Techday) -> None:
    desk.did("client person add acme 'Anna Toner' --role Controller --phone 77 --mail anna@acme.test")
    desk.did("client doc add 'Toner and paper' --client acme --text 'Ordered at the harbour shop'")
    desk.did("client doc add Holidays --text 'Who is away orders no toner'")
    assert desk.tell("search toner") == snapshot("""\

$ techday search toner
CLOSED
L1     ACME  Fri 10:00  Printer is offline  fix: Replaced the toner
PEOPLE
ACME  Anna Toner  Controller, 77, anna@acme.test
DOCUMENTS
1      ACME     08:14  Toner and paper
2      company  08:14  Holidays  procedure: Who is away orders no toner
""")
    found = desk("search toner --json client:acme").json
    assert ([one["name"] for one in found["people"]], [one["id"] for one in found["documents"]]) == (
        ["Anna Toner"],
        [1],
    )
    assert [one["where"] for one in desk("search harbour --json").json["documents"]] == ["text"]
    desk.did("undo")
    assert [one["id"] for one in desk("search toner --json").json["documents"]] == [1]


def test_a_word_at_the_end_of_a_very_long_document_is_found(desk: Techday) -> None:
    desk.did("client doc add Log --text start")
    long = "line of words\n" * 20_000 + "zanzibar"
    desk.did(f"client doc edit 1 --text {shlex.quote(long)}")
    (found,) = desk("search zanzibar --json").json["documents"]
    assert (found["title"], found["where"]) == ("Log", "text")
    assert found["excerpt"].endswith("line of words zanzibar")
