"""Stories of the outbox: what the PSA must still learn is seen, pasted and marked, as a technician does it."""

import base64

import pytest
from inline_snapshot import snapshot

from techday.ui.grid import cell_width
from tests.conftest import Techday, made_once
from tests.database.stores import dump


@made_once
def morning(techday: Techday) -> Techday:
    """Give a morning on two tickets of the PSA and on one of our own, which owes nothing."""
    techday.did("client add Acme", "client add Globex", now="2026-11-23T07:59:00Z")
    techday.did("add Mail is down --client acme --ref 1049213 --call --start", now="2026-11-23T08:00:00Z")
    techday.did("ticket note . The disk of the queue was full", now="2026-11-23T08:10:00Z")
    techday.did("add Own idea", now="2026-11-23T08:20:00Z")
    techday.did("add VPN is slow --client globex --ref 1049300 --start", now="2026-11-23T08:45:00Z")
    techday.did("reply . We look into it", now="2026-11-23T08:50:00Z")
    techday.did("start L1", now="2026-11-23T09:00:00Z")
    techday.did("ticket note L1 Nobody needs to know", "stop", now="2026-11-23T09:30:00Z")
    return techday


def copied(stderr: str) -> str:
    """Give what a terminal was asked to put on the clipboard (OSC 52)."""
    return base64.b64decode(stderr.partition("\x1b]52;c;")[2].partition("\x07")[0]).decode()


def numbers(techday: Techday) -> list[int]:
    """Give the numbers of what is owed, in the order of the screen."""
    return [item["id"] for group in techday("outbox --json").json["groups"] for item in group["items"]]


def test_what_the_psa_must_learn_is_pasted_and_marked(morning: Techday) -> None:
    assert morning.tell(
        "outbox",
        "outbox done 213",
        "outbox done 213",
        "outbox",
        "outbox done --all",
        "outbox --all",
        "outbox done --all",
        now="2026-11-23T10:00:00Z",
    ) == snapshot("""\

$ techday outbox
1049213 Acme: Mail is down
 #1 2026-11-23 08:00  Reply to the client: on the phone
 #3 2026-11-23 08:00-08:45  0.75 h (45m), billed 0.75 h, remote, billable
    on the phone
 #2 2026-11-23 08:10  Note: The disk of the queue was full

1049300 Globex: VPN is slow
 #5 2026-11-23 08:45-09:00  0.25 h (15m), billed 0.25 h, remote, billable
    We look into it
 #4 2026-11-23 08:50  Reply to the client: We look into it

5, 1h to tell the PSA
techday outbox copy
techday outbox done N
$ techday outbox done 213
Told the PSA 3 of 1049213, 45m
$ techday outbox done 213
Nothing of that is owed
$ techday outbox
1049300 Globex: VPN is slow
 #5 2026-11-23 08:45-09:00  0.25 h (15m), billed 0.25 h, remote, billable
    We look into it
 #4 2026-11-23 08:50  Reply to the client: We look into it

2, 15m to tell the PSA
techday outbox copy
techday outbox done N
$ techday outbox done --all
Told the PSA 2 of 1049300, 15m
$ techday outbox --all
The PSA has learnt everything.

TOLD LATELY
 #5  10:00  1049300  Time                 08:45-09:00 remote
 #4  10:00  1049300  Reply to the client  We look into it
 #3  10:00  1049213  Time                 08:00-08:45 remote
 #2  10:00  1049213  Note                 The disk of the queue was full
 #1  10:00  1049213  Reply to the client  on the phone
$ techday outbox done --all
The PSA has learnt everything
""")


def test_only_tickets_of_the_psa_owe_anything(morning: Techday) -> None:
    view = morning("outbox --json").json

    assert [group["ticket"] for group in view["groups"]] == ["1049213", "1049300"]
    assert view["owed"] == 5
    assert view["seconds"] == 60 * 60


def test_a_private_note_stays_with_the_technician(morning: Techday) -> None:
    before = numbers(morning)
    morning.did("ticket note 213 He shouted at me --private")

    assert numbers(morning) == before
    assert "He shouted" in morning("ticket show 213").stdout


def test_time_is_owed_when_it_has_ended(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213 --start")
    assert numbers(techday) == []
    techday.did("stop", now="2026-11-23T08:30:00Z")
    assert len(numbers(techday)) == 1


def test_what_was_imported_is_never_owed(techday: Techday) -> None:
    export = techday.home / "export.csv"
    export.write_text("Number,Title,Status,Opened\n1049213,Mail is down,Resolved,2026-11-20 07:12\n", encoding="utf-8")
    techday.did(f"import {export}")

    assert numbers(techday) == []


def test_the_block_goes_to_the_clipboard_and_to_stdout_and_can_be_marked_at_once(morning: Techday) -> None:
    first = morning("outbox copy", typed="")
    assert copied(first.stderr) + "\n" == first.stdout
    assert first.stdout.startswith("1049213 Acme: Mail is down\n2026-11-23 08:00")
    assert "techday outbox done 1049213 marks it as told" in first.stderr

    second = morning("outbox copy 300 --done", typed="")
    assert second.stdout.startswith("1049300 Globex: VPN is slow\n")
    assert "Told the PSA 2 of 1049300, 15m" in second.stderr
    assert [group["ticket"] for group in morning("outbox --json").json["groups"]] == ["1049213"]


def test_single_items_are_copied_and_marked_by_number(morning: Techday) -> None:
    reply, *_, last = numbers(morning)

    block = morning("outbox", "copy", f"#{last}", typed="")
    assert block.stdout.count("\n") == 2  # the head and the item
    assert f'techday outbox done "#{last}" marks it as told' in block.stderr

    morning.did(f"outbox done {last} '#{reply}'")
    assert not {reply, last} & set(numbers(morning))


def test_without_a_clipboard_the_text_is_still_there_and_nothing_is_marked(morning: Techday) -> None:
    before = dump(morning.store)
    result = morning("outbox copy --done")

    assert result.exit == 1
    assert result.stdout.startswith("1049213 Acme: Mail is down\n")
    assert dump(morning.store) == before


def test_copying_where_nothing_is_owed_is_no_failure(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213")

    assert techday.tell("outbox", "outbox copy", "outbox copy 1049213", "outbox done 1049213") == snapshot("""\

$ techday outbox
The PSA has learnt everything.
$ techday outbox copy
2| The PSA has learnt everything
$ techday outbox copy 1049213
2| Nothing of that is owed
$ techday outbox done 1049213
Nothing of that is owed
""")
    assert techday("outbox copy --json").json == {
        "schema": "techday.outbox-block/1",
        "block": "",
        "items": [],
        "told": False,
    }


def test_time_that_changes_after_it_was_told_comes_back_with_what_was_told(morning: Techday) -> None:
    morning.did("outbox done --all", now="2026-11-23T10:00:00Z")
    morning.did(
        "timecard edit 1 --end 8:40 --type on-site --not-billable",
        "timecard edit 2 --note 'VPN looked at' --internal 'their router'",
        now="2026-11-23T10:05:00Z",
    )
    assert morning.tell("outbox", "outbox done 213", now="2026-11-23T10:06:00Z") == snapshot("""\

$ techday outbox
1049213 Acme: Mail is down
 #3 changed since it was told: was 08:00-08:45, remote, billable by its type
    2026-11-23 08:00-08:40  0.67 h (40m), billed 0.00 h, on-site, not billable
    on the phone

1049300 Globex: VPN is slow
 #5 changed since it was told: was no note, no internal note
    2026-11-23 08:45-09:00  0.25 h (15m), billed 0.25 h, remote, billable
    VPN looked at
    Internal: their router

2, 55m to tell the PSA
techday outbox copy
techday outbox done N
$ techday outbox done 213
Told the PSA #3 of 1049213, 40m
""")

    morning.did("timecard edit 2 --note '' --internal ''", now="2026-11-23T10:07:00Z")
    assert numbers(morning) == []  # what the PSA was told is right again


def test_time_that_is_gone_after_it_was_told_must_be_taken_back(morning: Techday) -> None:
    morning.did("outbox done --all", now="2026-11-23T10:00:00Z")
    morning.did("timecard delete 1", now="2026-11-23T10:05:00Z")
    assert morning.tell("outbox", "outbox done 213", "outbox --all", now="2026-11-23T10:06:00Z") == snapshot("""\

$ techday outbox
1049213 Acme: Mail is down
 #3 take back: 2026-11-23 08:00-08:45, 45m, remote

1 to tell the PSA
techday outbox copy
techday outbox done N
$ techday outbox done 213
Told the PSA #3 of 1049213
$ techday outbox --all
The PSA has learnt everything.

TOLD LATELY
 #3  10:06  1049213  Time                 taken back
 #5  10:00  1049300  Time                 08:45-09:00 remote
 #4  10:00  1049300  Reply to the client  We look into it
 #2  10:00  1049213  Note                 The disk of the queue was full
 #1  10:00  1049213  Reply to the client  on the phone
""")


def test_time_that_was_not_told_yet_just_changes_or_goes(morning: Techday) -> None:
    morning.did("timecard edit 1 --end 8:40", "timecard delete 2", now="2026-11-23T10:05:00Z")
    view = morning("outbox --json", now="2026-11-23T10:06:00Z").json

    assert {item["state"] for group in view["groups"] for item in group["items"]} == {"owed"}
    assert view["seconds"] == 40 * 60


def test_time_moved_to_another_ticket_is_taken_back_there_and_owed_here(morning: Techday) -> None:
    morning.did("outbox done --all", now="2026-11-23T10:00:00Z")
    morning.did("timecard move 1 1049300", now="2026-11-23T10:05:00Z")
    groups = morning("outbox --json", now="2026-11-23T10:06:00Z").json["groups"]

    assert sorted((group["ticket"], [item["state"] for item in group["items"]]) for group in groups) == [
        ("1049213", ["removed"]),
        ("1049300", ["owed"]),
    ]


def test_a_fix_that_is_told_better_later_comes_back(morning: Techday) -> None:
    morning.did("done 213 --fix Restarted", "outbox done --all", "done 213 --fix 'Moved the queue'")
    assert morning.tell("outbox") == snapshot("""\

$ techday outbox
1049213 Acme: Mail is down
 #6 changed since it was told: was Restarted
    2026-11-23 08:14  Fix: Moved the queue

1 to tell the PSA
techday outbox copy
techday outbox done N
""")

    morning.did("done 213 --fix Restarted")
    assert numbers(morning) == []


def test_marking_can_be_undone_and_redone(morning: Techday) -> None:
    before = dump(morning.store)
    morning.did("outbox done --all")
    told = dump(morning.store)

    morning.did("undo")
    assert dump(morning.store) == before
    morning.did("redo")
    assert dump(morning.store) == told


def test_a_reply_that_is_undone_is_owed_no_longer(morning: Techday) -> None:
    before = numbers(morning)
    morning.did("reply 213 Sorry", "undo")

    assert numbers(morning) == before


def test_a_reply_that_the_psa_knows_is_not_undone_behind_its_back(morning: Techday) -> None:
    reply = morning("reply 213 Sorry --json").json["operation"]
    morning.did("outbox done --all")

    refused = morning(f"undo {reply}")
    assert refused.exit == 1
    assert "changed since by" in refused.stderr


def test_a_number_that_is_an_item_of_one_ticket_and_means_another_is_asked_about(techday: Techday) -> None:
    techday.did("add Mail is down --ref 9001", "add VPN is slow --ref 9002")
    techday.did("reply 9002 one", "reply 9001 two", "reply 9002 three")

    assert techday.tell("outbox done 1", "outbox done 9001", "outbox done 1", "outbox done '#3'") == snapshot("""\

$ techday outbox done 1
2| techday: "1" is item 1, and the end of 9001
2|   techday outbox done "#1", or techday outbox done 9001
exit 2
$ techday outbox done 9001
Told the PSA #2 of 9001
$ techday outbox done 1
Told the PSA #1 of 9002
$ techday outbox done '#3'
Told the PSA #3 of 9002
""")


def test_a_number_is_an_item_where_the_ticket_that_ends_so_is_its_own(techday: Techday) -> None:
    techday.did("add Mail is down --ref 9001", "reply 9001 one", "reply 9001 two", "outbox done 1")

    assert numbers(techday) == [2]


@pytest.mark.parametrize("word", ["#99", "99999999999999999999999", "#", "-1", "²", "nobody", "#x"])
def test_a_name_that_means_nothing_is_not_found(morning: Techday, word: str) -> None:
    for command in ("done", "copy"):
        result = morning("outbox", command, "--", word)
        assert (result.exit, result.stdout) == (3, ""), (command, word)


def test_what_was_told_must_be_named(morning: Techday) -> None:
    """A shell takes an unquoted #12 for a comment, so the hint says what to type instead."""
    assert morning.tell("outbox done", "outbox done 213 --all") == snapshot("""\

$ techday outbox done
2| techday: What was told is missing
2|   techday outbox done N, or an item: 12 or "#12" (with its quotes), or --all
exit 2
$ techday outbox done 213 --all
2| techday: --all and names exclude each other
2|   techday outbox done N, or an item: 12 or "#12" (with its quotes), or --all
exit 2
""")


def test_a_submitted_card_is_told_and_one_that_is_recalled_is_taken_back(morning: Techday) -> None:
    morning.did("outbox done --all", now="2026-11-23T17:00:00Z")
    friday = "2026-11-27T16:40:00Z"
    morning.did("timecard submit --accept-warnings", now=friday)
    card = morning("outbox --json", now=friday).json["groups"][-1]
    assert (card["ticket"], [item["kind"] for item in card["items"]]) == (None, ["submission"])

    morning.did("timecard recall 2026-W48", now=friday)
    assert numbers(morning) == []

    morning.did("timecard submit --accept-warnings", "outbox done --all", "timecard recall 2026-W48", now=friday)
    assert morning.tell("outbox", now=friday) == snapshot("""\

$ techday outbox
Without a ticket
 #7 take back: Time card 2026-W48: 1h30 worked, submitted

1 to tell the PSA
techday outbox copy
techday outbox done N
""")
    morning.did("timecard log 10:00-10:30 --date 2026-11-23 --ticket 213", now=friday)
    morning.did("timecard submit --accept-warnings", now=friday)
    assert morning.tell("outbox", "outbox done --all", "outbox", now=friday) == snapshot("""\

$ techday outbox
1049213 Acme: Mail is down
 #8 2026-11-23 10:00-10:30  0.50 h (30m), billed 0.50 h, remote, billable
    Mail is down

Without a ticket
 #7 changed since it was told: was Time card 2026-W48: 1h30 worked, submitted
    2026-11-27 16:40  Submission: Time card 2026-W48: 2h worked, submitted

2, 30m to tell the PSA
techday outbox copy
techday outbox done N
$ techday outbox done --all
Told the PSA 1 of 1049213, 1 without a ticket, 30m
$ techday outbox
The PSA has learnt everything.
""")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_screen_keeps_to_its_width_whatever_was_written(techday: Techday, width: int) -> None:
    title = "Ä" * 150 + " \x1b[31m漢字 " + "word " * 30
    techday("client", "add", "A" * 70)
    techday("add", title, "--ref", "T20261122.0007", "--client", "aaa", "--start")
    techday("ticket", "note", ".", "Zeile eins\nZeile zwei " + "x" * 300)
    techday("stop", now="2026-11-24T00:40:00Z")
    result = techday("outbox", COLUMNS=str(width), now="2026-11-24T00:41:00Z")

    assert result.exit == 0
    assert "\x1b" not in result.stdout
    assert max(map(cell_width, result.stdout.splitlines())) <= width


def test_the_empty_screen_says_so(techday: Techday) -> None:
    assert techday.tell("outbox", "outbox --json") == snapshot("""\

$ techday outbox
The PSA has learnt everything.
$ techday outbox --json
{
  "schema": "techday.outbox/1",
  "owed": 0,
  "seconds": 0,
  "groups": [],
  "told": null
}
""")


def test_a_word_that_is_no_verb_is_refused_in_words(techday: Techday) -> None:
    refused = techday("outbox L1")
    assert refused.exit == 2
    assert "techday outbox --help" in refused.stderr
