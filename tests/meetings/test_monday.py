"""What is noted all week for Monday, and what becomes of it there; and a word noted from anywhere."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

FIRST, SECOND, THIRD = "2026-11-16T08:05:00Z", "2026-11-23T08:05:00Z", "2026-11-30T08:05:00Z"
LATER, WEDNESDAY = "2026-11-23T11:00:00Z", "2026-11-25T09:00:00Z"


def test_topics_are_carried_until_they_are_discussed(techday: Techday) -> None:
    techday.did("note Who is on call at Christmas --monday", now="2026-11-11T15:00:00Z")
    techday.did("meeting start monday", now=FIRST)
    techday.did("meeting end", now="2026-11-16T08:19:00Z")
    techday.did("note 'The vendor'\"'\"'s prices' --monday", "note Desk phones --monday", now="2026-11-18T15:00:00Z")
    assert techday.tell("meeting", "meeting start", now=SECOND) == snapshot("""\

$ techday meeting
AGENDA Monday, Mon 23 Nov 2026                      techday meeting start monday

TOPICS 3                                                techday meeting close ID
 #1     Who is on call at Christmas  carried once, since 11 Nov 15:00
 #2     The vendor's prices          since Wed 15:00
 #3     Desk phones                  since Wed 15:00
$ techday meeting start
Started meeting 2 (Monday)
2|   what to talk about: techday meeting
""")
    assert techday.tell("meeting end", typed="x\nd\nperhaps\n\n", now="2026-11-23T08:17:00Z") == snapshot("""\

$ techday meeting end
Ended meeting 2 (Monday) after 12m
1 carried to the next Monday
2| 3 open: d discussed, x drop, Enter carries it on.
2| 1/3 Who is on call at Christmas
2|   Discussed: 2/3 The vendor's prices
2|   Discussed: 3/3 Desk phones
2|   Discussed:   Discussed:
""")
    assert techday.tell("meeting", now=THIRD) == snapshot("""\

$ techday meeting
AGENDA Monday, Mon 30 Nov 2026                      techday meeting start monday

TOPICS 1                                                techday meeting close ID
 #3     Desk phones       carried once, since 18 Nov 15:00
""")
    techday.did("undo", now=THIRD)
    assert techday.tell(
        "meeting agenda monday", "meeting end --all-discussed", "meeting agenda monday", now=THIRD
    ) == snapshot("""\

$ techday meeting agenda monday
AGENDA Monday, Mon 30 Nov 2026                      techday meeting start monday

TOPICS 2                                                techday meeting close ID
 #2     The vendor's prices  carried once, since 18 Nov 15:00
 #3     Desk phones          carried once, since 18 Nov 15:00
$ techday meeting end --all-discussed
Discussed 2, 3
$ techday meeting agenda monday
AGENDA Monday, Mon 30 Nov 2026                      techday meeting start monday

Nothing to talk about.
""")


def test_who_leaves_the_walk_keeps_what_was_answered(techday: Techday) -> None:
    techday.did("note One --monday", "note Two --monday", "meeting start monday", now=SECOND)
    result = techday("meeting end", typed="d\n", now="2026-11-23T08:15:00Z")
    assert (result.exit, result.stdout.splitlines()[-1]) == (0, "1 carried to the next Monday")
    assert not techday("meeting list --json", now=SECOND).json["meetings"][0]["running"]


def test_several_topics_are_named_at_once(techday: Techday) -> None:
    techday.did("note One --monday", "note Two --monday", "note Three --monday", "meeting start monday", now=SECOND)
    assert techday.tell(
        "meeting end --discussed 1 --discussed 3",
        "meeting end --discussed 3",
        "meeting end --discussed 2",
        now="2026-11-23T08:15:00Z",
    ) == snapshot("""\

$ techday meeting end --discussed 1 --discussed 3
Ended meeting 1 (Monday) after 10m; discussed 1, 3; carried to the next Monday: 2 Two
$ techday meeting end --discussed 3
No meeting is running
$ techday meeting end --discussed 2
Discussed 2 Two
""")


def test_what_was_not_discussed_is_said_to_be_carried_on(techday: Techday) -> None:
    topics = [f"note Topic {number} --monday" for number in range(1, 10)]
    techday.did(*topics, "meeting start monday", "note . 'Only a word'", now=SECOND)
    told = techday("meeting end", now="2026-11-23T08:15:00Z").stdout
    assert told == "Ended meeting 1 (Monday) after 10m; carried to the next Monday: 9 topics\n"
    told = techday("meeting end --discussed 1,2,3", now="2026-11-23T08:15:00Z").stdout
    assert told == "Discussed 1, 2, 3; carried to the next Monday: 4, 5, 6, 7, 8, 9\n"
    techday.did("meeting start other", now="2026-11-23T09:00:00Z")
    assert "carried" not in techday("meeting end --discussed 4", now="2026-11-23T09:05:00Z").stdout


def test_once_it_was_held_or_missed_the_agenda_is_that_of_the_next_monday(techday: Techday) -> None:
    techday.did("note Desk phones --monday", now="2026-11-18T15:00:00Z")
    asked = {now: techday("meeting agenda monday --json", now=now).json["date"] for now in (SECOND, LATER, WEDNESDAY)}
    assert asked == {SECOND: "2026-11-23", LATER: "2026-11-23", WEDNESDAY: "2026-11-30"}
    techday.did("meeting start monday", now=SECOND)
    assert techday("meeting agenda monday --json", now=SECOND).json["date"] == "2026-11-23"
    techday.did("meeting end", now="2026-11-23T08:15:00Z")
    assert techday.tell("meeting agenda monday", now=LATER) == snapshot("""\

$ techday meeting agenda monday
AGENDA Monday, Mon 30 Nov 2026                      techday meeting start monday

TOPICS 1                                                techday meeting close ID
 #1     Desk phones       carried once, since Wed 15:00
""")
    techday.configure('[shift]\ndays = "tue-fri"\n')
    assert techday("meeting agenda monday --json", now=LATER).json["date"] == "2026-12-01"


def test_only_a_monday_meeting_that_came_after_it_carries_a_topic_on(techday: Techday) -> None:
    """Neither the one of today does, nor one of another kind, nor that at whose beginning the topic was noted."""

    def carried(now: str) -> list[str]:
        page = techday("meeting agenda monday --json", now=now).json
        return [point["about"] for section in page["sections"] for point in section["points"]]

    techday.did("meeting start monday --took 5m", "note Desk phones --monday --at 8:00", now=FIRST)
    techday.did("meeting start other --took 5m", now="2026-11-16T11:00:00Z")
    assert carried(FIRST) == ["since 08:00"]
    assert carried(SECOND) == ["since 16 Nov 08:00"]
    techday.did("meeting start monday", now=SECOND)
    assert carried(LATER) == ["since 16 Nov 08:00"]
    assert carried(THIRD) == ["carried once, since 16 Nov 08:00"]


def test_a_topic_of_a_night_is_carried_by_the_monday_of_that_night(techday: Techday) -> None:
    """The shift day began on Monday, and the topic was noted on Tuesday by the calendar."""
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("note Desk phones --monday", now="2026-11-17T01:00:00Z")
    techday.did("meeting start monday --took 5m", now="2026-11-17T02:00:00Z")
    page = techday("meeting agenda monday --json", now="2026-11-23T22:05:00Z").json
    assert page["sections"][0]["points"][0]["about"] == "carried once, since Tue 01:00"


@made_once
def desk(techday: Techday) -> Techday:
    """A timer that runs on L1, an imported ticket, and a second local one."""
    techday.did(
        "add Mail is down",
        "add Printer jams",
        "add Scanner --ref 1049213",
        "add Old --ref 1049214",
        "done 1049214 --fix Gone",
        "add Router --ref INC500",
        "add Switch --ref REQ500",
        "start L1",
    )
    return techday


@pytest.mark.parametrize(
    ("typed", "reference", "words"),
    [
        ("called back", "L1", "called back"),
        ("213 called back", "1049213", "called back"),
        ("1049213 called back", "1049213", "called back"),
        ("l2 called back", "L2", "called back"),
        ("'#2' called back", "L2", "called back"),
        ("2 printers broken", "L2", "printers broken"),
        (". 2 printers broken", "L1", "2 printers broken"),
        # No open ticket ends so: it is a word.
        ("5 printers broken", "L1", "5 printers broken"),
        ("2026 budget", "L1", "2026 budget"),
        # It is over, and still the one that is meant.
        ("214 came back", "1049214", "came back"),
        ("1049214 came back", "1049214", "came back"),
        ("done", "L1", "done"),
        ("'213 called back'", "1049213", "called back"),
    ],
)
def test_the_first_word_is_a_ticket_only_where_it_looks_like_one(
    desk: Techday, typed: str, reference: str, words: str
) -> None:
    result = desk(f"note {typed}")
    assert result.stdout.startswith(f"Noted on {reference} ")
    assert result.stdout.endswith(f": {words}\n")
    [noted] = [event for event in desk(f"ticket show {reference} --json").json["events"] if event["kind"] == "note"]
    assert noted["text"] == words


def test_a_short_number_that_may_be_only_a_word_is_told(desk: Techday) -> None:
    assert desk.tell("note 2 printers broken", "note l9 called back", "note 213", "note 500 x") == snapshot("""\

$ techday note 2 printers broken
Noted on L2 Printer jams: printers broken
2|   meant for L1? techday undo, then techday note . "2 printers broken"
$ techday note l9 called back
2| techday: No ticket "l9"
2|   techday ticket list; techday note . "…" where it is only a word
exit 3
$ techday note 213
2| techday: Note on 213 is missing
2|   Type it at the end of the command
exit 2
$ techday note 500 x
2| techday: "500" could be several tickets: INC500 (Router), REQ500 (Switch)
2|   Type more of the reference
exit 3
""")


def test_a_ticket_that_is_over_is_told_where_another_one_runs(desk: Techday) -> None:
    assert desk.tell("note 214 licences ordered") == snapshot("""\

$ techday note 214 licences ordered
Noted on 1049214 Old: licences ordered
2|   meant for L1? techday undo, then techday note . "214 licences ordered"
""")


def test_a_ticket_alone_asks_for_the_words(desk: Techday) -> None:
    assert desk("note 213", typed="called back\n").stdout == "Noted on 1049213 Scanner: called back\n"
    assert desk("note", typed="called again\n").stdout == "Noted on L1 Mail is down: called again\n"


def test_a_note_of_several_lines_keeps_them(desk: Techday) -> None:
    assert desk("note", "213 Seen:\n- paper jam\n- toner").exit == 0
    notes = [event["text"] for event in desk("ticket show 213 --json").json["events"] if event["kind"] == "note"]
    assert notes == ["Seen:\n- paper jam\n- toner"]


def test_a_word_can_be_private_and_told_late(desk: Techday) -> None:
    desk.did("note 213 only for me --private", "note 213 for all --at 8:01")
    owed = desk("outbox").stdout
    assert ("only for me" in owed, "for all" in owed) == (False, True)


def test_while_a_meeting_runs_a_word_goes_into_its_notes(techday: Techday) -> None:
    techday.did("add Mail is down", "meeting start start", now=SECOND)
    assert techday.tell("note decided to move", "note . 2 printers", "note L1 called back", now=SECOND) == snapshot("""\

$ techday note decided to move
Noted 1 in meeting 1 (start of shift): decided to move
$ techday note . 2 printers
Noted 2 in meeting 1 (start of shift): 2 printers
$ techday note L1 called back
Noted on L1 Mail is down: called back
""")
    page = techday("meeting show --json", now=SECOND).json
    assert [one["text"] for one in page["notes"]] == ["decided to move", "2 printers"]
    assert techday("note over --json", now=SECOND).json["noted"]["meeting"] == 1
    techday.did("undo", "meeting end", now="2026-11-23T08:10:00Z")
    assert techday("note over", now="2026-11-23T08:11:00Z").exit == 1


def test_where_nothing_can_hold_a_word_the_hint_does(techday: Techday) -> None:
    techday.did("add Mail is down", now=SECOND)
    assert techday.tell(
        "note decided 'the \"blue\" one'",
        "note . 2 printers",
        "meeting note decided foo",
        "meeting note -- '-5 degrees' --decision",
        "meeting note decided --at 'fri 9:00'",
        "start meeting",
        "note decided foo",
        "meeting start start",
        "note decided foo",
        now=SECOND,
    ) == snapshot("""\

$ techday note decided 'the "blue" one'
2| techday: The timer runs on no ticket and no meeting to note that on
2|   techday note --monday 'decided the "blue" one' keeps it; techday note N … names a ticket
exit 1
$ techday note . 2 printers
2| techday: The timer runs on no ticket and no meeting to note that on
2|   techday note --monday "2 printers" keeps it; techday note N … names a ticket
exit 1
$ techday meeting note decided foo
2| techday: No meeting was held today to note that in
2|   techday note --monday "decided foo" keeps it for Monday; techday meeting start begins a meeting
exit 1
$ techday meeting note -- '-5 degrees' --decision
2| techday: No meeting was held today to note that in
2|   techday note --monday -- "-5 degrees --decision" keeps it for Monday; techday meeting start begins a meeting
exit 1
$ techday meeting note decided --at 'fri 9:00'
2| techday: No meeting was held on Fri 20 Nov 2026 to note that in
2|   techday meeting note decided notes it today; techday meeting list shows when there was one
exit 1
$ techday start meeting
Started meeting
$ techday note decided foo
2| techday: The timer runs on a meeting that is not recorded as one
2|   techday meeting start makes it one; then techday note "decided foo"
exit 1
$ techday meeting start start
Started meeting 1 (start of shift), which the timer runs on since 08:05
2|   what to talk about: techday meeting
$ techday note decided foo
Noted 1 in meeting 1 (start of shift): decided foo
""")
