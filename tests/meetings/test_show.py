"""What a meeting said can be read once it is over: `meeting show`, and `search`."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

FRIDAY, MONDAY, LATER, TUESDAY = (
    "2026-11-20T10:00:00Z",
    "2026-11-23T08:02:00Z",
    "2026-11-23T08:20:00Z",
    "2026-11-24T08:30:00Z",
)


@made_once
def held(techday: Techday) -> Techday:
    """A Monday meeting with something of every sort, the earlier one that it settled a decision of, and two days."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(
        "client add Acme",
        "add Printer jams --client acme",
        "note Who is on call at Christmas --monday",
        "note The old van --monday",
        "meeting start other --title 'Call with the vendor' --took 10m",
        "meeting note 'We move the window' --decision",
        now=FRIDAY,
    )
    techday.did(
        "meeting start monday",
        "meeting note 'Sam is away on Friday, so the van of the east goes to Lee, who knows the sites there best'",
        "meeting note 'New badges for all' --decision",
        "meeting note 'No more faxes' --decision",
        "meeting note 'Order paper' --action --client acme",
        "meeting note 'Ring Ana' --action --ticket L1 --by fri",
        "meeting close 1 3",
        "meeting close 2 --drop",
        now=MONDAY,
    )
    techday.did("meeting end", now=LATER)
    techday.did("done L2 --fix Ordered", "meeting close 6", now=TUESDAY)
    return techday


@pytest.mark.parametrize("width", [60, 80])
def test_a_meeting_is_read_with_what_became_of_it(held: Techday, width: int) -> None:
    shown = held("meeting show", now=TUESDAY, COLUMNS=str(width)).stdout
    assert all(len(line) <= width for line in shown.splitlines())
    assert (
        "\n" + shown
        == {
            60: snapshot("""\

MEETING 2 Monday                        techday meeting list
 Mon 23 Nov 08:02-08:20, 18m, 3m over

NOTED 5                             techday meeting close ID
 #4  note      Sam is away on Friday, so the van of the east
               goes to Lee, who knows the sites there best
 #5  decision  New badges for all (open)
 #6  decision  No more faxes (settled 08:30)
 #7  action    Order paper (L2, over)
 #8  action    Ring Ana (L1, promise 1, open)

SETTLED 3
 #1  topic     Who is on call at Christmas (discussed Mon
               08:02)
 #2  topic     The old van (dropped Mon 08:02)
 #3  decision  We move the window (settled Mon 08:02)
"""),
            80: snapshot("""\

MEETING 2 Monday                                            techday meeting list
 Mon 23 Nov 08:02-08:20, 18m, 3m over

NOTED 5                                                 techday meeting close ID
 #4  note      Sam is away on Friday, so the van of the east goes to Lee, who
               knows the sites there best
 #5  decision  New badges for all (open)
 #6  decision  No more faxes (settled 08:30)
 #7  action    Order paper (L2, over)
 #8  action    Ring Ana (L1, promise 1, open)

SETTLED 3
 #1  topic     Who is on call at Christmas (discussed Mon 08:02)
 #2  topic     The old van (dropped Mon 08:02)
 #3  decision  We move the window (settled Mon 08:02)
"""),
        }[width]
    )


def test_a_meeting_goes_by_its_number_else_it_is_the_one_that_runs_else_the_latest(held: Techday) -> None:
    assert held.tell("meeting show 1", "meeting show 9", "meeting show x", now=TUESDAY) == snapshot("""\

$ techday meeting show 1
MEETING 1 other                                             techday meeting list
 Call with the vendor
 Fri 20 Nov 09:50-10:00, 10m

NOTED 1
 #3  decision  We move the window (settled Mon 08:02)
$ techday meeting show 9
2| techday: No meeting "9"
2|   techday meeting list
exit 3
$ techday meeting show x
2| techday: No meeting "x"
2|   techday meeting list
exit 3
""")
    held.did("meeting start start", "meeting start other --took 3m --at 8:25", now=TUESDAY)
    assert held("meeting show --json", now=TUESDAY).json["meeting"]["id"] == 3
    held.did("stop", now=TUESDAY)
    assert held("meeting show '#2' --json", now=TUESDAY).json["meeting"]["kind"] == "monday"


def test_without_a_meeting_there_is_nothing_to_read(techday: Techday) -> None:
    assert techday.tell("meeting show", "meeting start other --took 5m", "meeting show", now=MONDAY) == snapshot("""\

$ techday meeting show
No meetings yet.
  techday meeting start
$ techday meeting start other --took 5m
Logged meeting 1 (other): 07:57-08:02, 5m
$ techday meeting show
MEETING 1 other                                             techday meeting list
 Mon 23 Nov 07:57-08:02, 5m

Nothing was noted.
""")
    assert Techday(techday.home / "new")("meeting show --json").json == {
        "schema": "techday.meeting/1",
        "meeting": None,
        "notes": [],
        "settled": [],
    }


def test_scripts_read_what_became_of_each(held: Techday) -> None:
    page = held("meeting show 2 --json", now=TUESDAY).json
    assert [(one["id"], one["kind"], one["state"], one["over"]) for one in page["notes"]] == [
        (4, "note", None, None),
        (5, "decision", "open", None),
        (6, "decision", "done", None),
        (7, "action", None, True),
        (8, "action", None, False),
    ]
    assert [(one["id"], one["state"], one["settled_at"]) for one in page["settled"]] == [
        (1, "done", MONDAY),
        (2, "dropped", MONDAY),
        (3, "done", MONDAY),
    ]


def test_of_many_notes_as_many_stand_there_as_fit_and_all_on_request(techday: Techday) -> None:
    techday.did("meeting start", *(f"meeting note Word-{number} --decision" for number in range(20)), now=MONDAY)
    shown = techday("meeting show", now=MONDAY, LINES="12").stdout.splitlines()
    assert (len(shown), shown[-1].strip()) == (11, "14 more  techday meeting show 1 --all")
    whole = techday("meeting show --all", now=MONDAY, LINES="12").stdout
    assert (whole.count("Word-"), "more" in whole) == (20, False)


@pytest.mark.parametrize("width", [20, 40, 60, 120])
def test_hostile_and_long_words_stay_words(techday: Techday, width: int) -> None:
    hostile = "\x1b[31mred\x1b]0;owned\x07 \u202ebackwards\u2066 [bold]x[/bold] 漢字" * 15
    assert techday("meeting", "start", "other", "--title", hostile, now=MONDAY).exit == 0
    assert techday("meeting", "note", hostile, "--decision", now=MONDAY).exit == 0
    for command in ("meeting show", "search red", "meeting show --all"):
        result = techday(command, now=LATER, COLUMNS=str(width), LINES="10")
        assert result.exit == 0
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(result.stdout)
    assert len(techday("meeting show", now=LATER, COLUMNS=str(width), LINES="10").stdout.splitlines()) <= 10


def test_search_finds_what_meetings_said_and_what_waits_for_one(held: Techday) -> None:
    held.did("note 'The badges of the guests' --monday", now=TUESDAY)
    assert held.tell("search badges", "search 'van'", now=TUESDAY) == snapshot("""\

$ techday search badges
MEETINGS  techday meeting show ID
         08:30      for Monday  topic: The badges of the guests
2        Mon 08:02  Monday  decision: New badges for all
$ techday search 'van'
MEETINGS  techday meeting show ID
2        Mon 08:02  Monday  note: …so the van of the east goes to Lee, who know…
2        Fri 10:00  Monday  topic: The old van
""")
    assert [
        (one["id"], one["meeting"], one["kind"], one["state"], one["command"])
        for word in ("badges", "van")
        for one in held(f"search {word} --json", now=TUESDAY).json["meetings"]
    ] == [
        (9, None, "topic", "open", "techday meeting agenda monday"),
        (5, 2, "decision", "open", "techday meeting show 2"),
        (4, 2, "note", "done", "techday meeting show 2"),
        (2, 2, "topic", "dropped", "techday meeting show 2"),
    ]


def test_a_search_of_meetings_is_narrowed_like_any_other(held: Techday) -> None:
    def found(words: str) -> list[int]:
        return [one["id"] for one in held(f"search {words} --json", now=TUESDAY).json["meetings"]]

    assert found("paper") == found("paper client:acme") == [7]
    assert (found("badges client:acme"), found("badges state:open")) == ([], [])
    assert (found("window since:2026-11-22"), found("window since:2026-11-20")) == ([], [3])
    held.did("meeting note 'The zeppelin lands' --at 'mon 8:05'", now=TUESDAY)
    assert found("zeppelin") == [9]
    held.did("undo", now=TUESDAY)
    assert found("zeppelin") == []


def test_a_list_says_that_there_were_more(techday: Techday) -> None:
    techday.did(*(f"meeting start other --took 1m --at 8:0{minute}" for minute in range(2, 5)), now=LATER)
    assert techday("meeting list --most 2 --json", now=LATER).json["more"] is True
    assert techday("meeting list --most 2", now=LATER).stdout.endswith("earlier ones  techday meeting list --most 4\n")
    assert "earlier" not in techday("meeting list --most 3", now=LATER).stdout
