"""The draft of a handover: what is proposed, what is pre-filled, what was set, and what goes with it."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.ui.grid import Span, width_of
from tests.conftest import Techday, made_once

EVENING = "2026-11-23T17:05:00Z"


@made_once
def shift(techday: Techday) -> Techday:
    """Alex's Monday: mail is down, a printer jams, a backup fails, a call was promised, a laptop can wait."""
    techday.configure('technician.name = "Alex Kim"\n')
    techday.did(
        "client add Acme --phone 555-0100",
        "client add Bolt",
        "ticket add Mail is down --client acme --priority 1 --ref 1049213",
        "ticket note 213 Transport service hangs on EX2",
        "ticket edit 213 --next 'Restart EX2'",
        "ticket add Printer jams --client bolt --priority 4 --ref 1049214",
        "ticket add VPN drops --client bolt --priority 4",
        "ticket promise L1 'A word on the router' --by 'tomorrow 7:30'",
        "ticket reply L1 'We look into it' --kind first",
        "watch add Nightly --client acme --kind backup",
        "watch check Nightly fail --seen 'disk full'",
        "ticket add New laptop --client acme --priority 4",
        "ticket reply L3 'It is ordered' --kind first",
        "ticket reply 214 'Somebody comes' --kind first",
        "schedule add 'Server move' --start 'tomorrow 9:00' --for 2h --client acme --place 'Main St 1'",
    )
    return techday


def view(techday: Techday, now: str = EVENING) -> dict[str, Any]:
    """Give the draft as scripts read it."""
    document: dict[str, Any] = techday("handover --json", now=now).json
    return document


def item(techday: Techday, reference: str, now: str = EVENING) -> dict[str, Any]:
    """Give one ticket of the draft as scripts read it."""
    [found] = [one for one in view(techday, now)["items"] if one["ticket"]["ref"] == reference]
    return dict(found)


def plans(techday: Techday, now: str = EVENING) -> dict[str, tuple[str, str | None]]:
    """Give the plan of each ticket of the draft, and why it was proposed."""
    return {one["ticket"]["ref"]: (one["plan"], one["why"]) for one in view(techday, now)["items"]}


def test_the_evening_of_a_shift(shift: Techday) -> None:
    assert shift.tell("handover", now=EVENING) == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 17:05   Alex Kim   back Tue 24 Nov 08:00-17:00
WATCH 3  (stay yours)                               techday handover set N watch
 1049213 P1  ACME  Mail is down                       P1, response was due 08:44
    summary    Transport service hangs on EX2
    next       Restart EX2
 L2 P2  ACME  Nightly failed: disk fu…  P2, response was due 09:14, backup fails
    summary    not recorded
    next       not recorded
 L1 P4  BOLT  VPN drops                                    promise due Tue 07:30
    summary    We look into it
    next       not recorded
               promised: A word on the router by Tue 07:30
KEEP 2  (nobody need look before you are back)       techday handover set N give
 1049214 P4  BOLT    Printer jams
 L3      P4  ACME    New laptop
FAILING WATCHES 1                                   techday watch list --failing
 ACME    Nightly     backup  day 1  disk full (L2)
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the router  BOLT    by Tue 07:30
NEXT SHIFT 1  (Tue 24 Nov 08:00-17:00)                              techday week
 09:00-11:00  Server move       ACME    Main St 1
To go: 0 to give, 3 to watch.                    techday handover send --to NAME
""")
    shift.did("handover set 214 give", "handover set L1 give --next 'Read its log' --severity unstable", now=EVENING)
    assert shift.tell("handover", now=EVENING) == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 17:05   Alex Kim   back Tue 24 Nov 08:00-17:00
GIVE 2                                               techday handover set N give
 1049214 P4  BOLT  Printer jams
    summary    Somebody comes
  ! next       not recorded
               by: 30 Nov 08:14
 L1 P4  BOLT  VPN drops                                    promise due Tue 07:30
    summary    We look into it
    next       Read its log
               severity: unstable; promised: A word on the router by Tue 07:30
WATCH 2  (stay yours)                               techday handover set N watch
 1049213 P1  ACME  Mail is down                       P1, response was due 08:44
    summary    Transport service hangs on EX2
    next       Restart EX2
 L2 P2  ACME  Nightly failed: disk fu…  P2, response was due 09:14, backup fails
    summary    not recorded
    next       not recorded
KEEP 1  (nobody need look before you are back)       techday handover set N give
 L3    P4  ACME    New laptop
FAILING WATCHES 1                                   techday watch list --failing
 ACME    Nightly     backup  day 1  disk full (L2)
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the router  BOLT    by Tue 07:30
NEXT SHIFT 1  (Tue 24 Nov 08:00-17:00)                              techday week
 09:00-11:00  Server move       ACME    Main St 1
To go: 2 to give, 2 to watch.                    techday handover send --to NAME
""")
    assert shift.tell("handover --all", now=EVENING) == snapshot("""\

$ techday handover --all
handover  Mon 23 Nov 2026 17:05   Alex Kim   back Tue 24 Nov 08:00-17:00
GIVE 2                                               techday handover set N give
 1049214 P4  BOLT  Printer jams
    summary    Somebody comes
  ! next       not recorded
    severity   not recorded
    by         30 Nov 08:14
    if         not recorded
    promised   not recorded
    told       not recorded
    tried      not recorded
 L1 P4  BOLT  VPN drops
    why        promise due Tue 07:30
    summary    We look into it
    next       Read its log
    severity   unstable
    by         Tue 07:30
    if         not recorded
    promised   A word on the router by Tue 07:30
    told       not recorded
    tried      not recorded
WATCH 2  (stay yours)                               techday handover set N watch
 1049213 P1  ACME  Mail is down
    why        P1, response was due 08:44
    summary    Transport service hangs on EX2
    next       Restart EX2
    severity   not recorded
    by         not recorded
    if         not recorded
    promised   not recorded
    told       not recorded
    tried      not recorded
 L2 P2  ACME  Nightly failed: disk full
    why        P2, response was due 09:14, backup fails
    summary    not recorded
    next       not recorded
    severity   not recorded
    by         not recorded
    if         not recorded
    promised   not recorded
    told       not recorded
    tried      not recorded
KEEP 1  (nobody need look before you are back)       techday handover set N give
 L3    P4  ACME    New laptop
FAILING WATCHES 1                                   techday watch list --failing
 ACME    Nightly     backup  day 1  disk full (L2)
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the router  BOLT    by Tue 07:30
NEXT SHIFT 1  (Tue 24 Nov 08:00-17:00)                              techday week
 09:00-11:00  Server move       ACME    Main St 1
To go: 2 to give, 2 to watch.                    techday handover send --to NAME
""")


def test_each_proposal_says_why(shift: Techday) -> None:
    assert plans(shift) == snapshot(
        {
            "1049213": ("watch", "P1, response was due 08:44"),
            "L2": ("watch", "P2, response was due 09:14, backup fails"),
            "1049214": ("keep", None),
            "L1": ("watch", "promise due Tue 07:30"),
            "L3": ("keep", None),
        }
    )


def test_nobody_has_anything_to_hand_over(techday: Techday) -> None:
    assert techday.tell("handover") == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 08:14   back Tue 24 Nov 08:00-17:00
No unfinished ticket of yours.
""")


def test_without_a_name_every_ticket_is_taken_for_ones_own(techday: Techday) -> None:
    techday.did("ticket add Mail is down --priority 1")
    assert techday.tell("handover", now=EVENING) == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 17:05   back Tue 24 Nov 08:00-17:00
! every open ticket is taken for yours: your name is not known
    techday config set technician.name "NAME"
WATCH 1  (stay yours)                               techday handover set N watch
 L1 P1  client?  Mail is down                         P1, response was due 08:44
    summary    not recorded
    next       not recorded
To go: 0 to give, 1 to watch.                    techday handover send --to NAME
""")


def test_colleagues_tickets_stay_out_and_nobodys_are_counted(shift: Techday) -> None:
    shift.did("ticket assign 213 Sam --new", "ticket assign L1 nobody")
    found = view(shift)
    assert {one["ticket"]["ref"] for one in found["items"]} == {"1049214", "L2", "L3"}
    assert found["unowned"] == 1
    assert [one["ref"] for one in found["promises"]] == []
    assert "1 open ticket is nobody's" in shift("handover", now=EVENING).stdout


# What is pre-filled


def test_the_summary_is_what_was_last_said_and_never_a_private_note(shift: Techday) -> None:
    assert item(shift, "1049214")["summary"] == "Somebody comes"
    shift.did("ticket heard 214 It still jams", now="2026-11-23T10:00:00Z")
    assert item(shift, "1049214")["summary"] == "It still jams"
    shift.did("ticket note 214 'Jane is annoyed' --private", now="2026-11-23T11:00:00Z")
    assert item(shift, "1049214")["summary"] == "It still jams"
    shift.did("ticket escalate 214 --to L2 --reason 'Needs parts' --tried 'Cleaned it'", now="2026-11-23T12:00:00Z")
    found = item(shift, "1049214")
    assert (found["summary"], found["tried"]) == ("Needs parts", "Cleaned it")
    shift.did("handover set 214 --summary 'Waits for rollers'", now=EVENING)
    assert item(shift, "1049214")["summary"] == "Waits for rollers"
    shift.did("handover set 214 --summary ''", now=EVENING)
    assert item(shift, "1049214")["summary"] == "Needs parts"


def test_what_was_said_on_a_merged_ticket_is_said_on_its_target(shift: Techday) -> None:
    shift.did("ticket add It jams again --client bolt", now="2026-11-23T09:00:00Z")
    shift.did("ticket note L4 Third call today", now="2026-11-23T10:00:00Z")
    shift.did("ticket merge L4 214", now="2026-11-23T11:00:00Z")
    assert item(shift, "1049214")["summary"] == "Third call today"


def test_nothing_recorded_is_null_and_never_the_title(shift: Techday) -> None:
    shift.did("ticket add Odd noise --client bolt")
    found = item(shift, "L4")
    assert [found[name] for name in ("summary", "tried", "next_step", "severity", "if_then", "told")] == [None] * 6


def test_by_when_is_the_earliest_date_unless_another_was_set(shift: Techday) -> None:
    assert item(shift, "L1")["by_at"] == "2026-11-24T07:30:00Z"
    shift.did("handover set L1 --by 18:20", now=EVENING)
    assert item(shift, "L1")["by_at"] == "2026-11-23T18:20:00Z"


# The next shift


def test_before_a_weekend_the_next_shift_is_mondays(shift: Techday) -> None:
    friday = "2026-11-27T17:05:00Z"
    shift.did("ticket wait L3 vendor --until 'mon 7:00' --next 'Ask where it is'", now=friday)
    assert view(shift, friday)["next_shift"]["starts_at"] == "2026-11-30T08:00:00Z"
    assert plans(shift, friday)["L3"] == ("watch", "back Mon 07:00")
    assert view(shift, "2026-11-28T12:00:00Z")["next_shift"]["day"] == "2026-11-30"


def test_days_off_put_the_next_shift_off(shift: Techday) -> None:
    shift.did("timeoff request --from 2026-11-24 --to 2026-11-25", "timeoff decide 1 approved --by Pat")
    found = view(shift)
    assert found["next_shift"]["day"] == "2026-11-26"
    assert found["schedule"] == []


def test_in_a_night_shift_the_next_one_is_the_next_night(techday: Techday) -> None:
    techday.configure('technician.name = "Alex"\nshift.start = "22:00"\nshift.end = "06:00"\n')
    assert view(techday, "2026-11-24T02:00:00Z")["next_shift"]["starts_at"] == "2026-11-24T22:00:00Z"


def test_cancelled_and_declined_items_are_not_planned(shift: Techday) -> None:
    assert [one["title"] for one in view(shift)["schedule"]] == ["Server move"]
    shift.did("week decline 1 --reason ill")
    assert view(shift)["schedule"] == []


def test_a_paused_watch_does_not_fail(shift: Techday) -> None:
    [failing] = view(shift)["failing"]
    assert failing == snapshot(
        {"id": 1, "name": "Nightly", "kind": "backup", "client": "ACME", "days": 1, "seen": "disk full", "ticket": "L2"}
    )
    shift.did("watch pause Nightly --reason moved")
    assert view(shift)["failing"] == []


def test_of_two_watches_that_fail_on_one_ticket_the_one_that_fails_longer_says_why(shift: Techday) -> None:
    shift.did(
        "watch add Archive --client acme --kind fix", "watch check Archive fail --seen x", now="2026-11-24T08:00:00Z"
    )
    shift.did("watch check Nightly fail --seen full", "ticket merge L4 L2", now="2026-11-24T08:10:00Z")
    assert item(shift, "L2", "2026-11-24T08:20:00Z")["why"].endswith("backup fails")


def test_what_is_promised_for_later_than_the_next_shift_is_not_listed(shift: Techday) -> None:
    shift.did(
        "ticket promise 214 'a quote' --by '2026-11-25 9:00'", "ticket promise 214 'a word' --by 'tomorrow 16:00'"
    )
    assert [one["text"] for one in view(shift)["promises"]] == ["A word on the router", "a word"]


# What a colleague has already


def sent(techday: Techday, state: str, plan: str, back_at: str = "2026-11-24T08:00:00Z") -> None:
    """Write a handover of 213 to Sam into the store, as it stands once it was sent or accepted."""
    with techday.raw() as db:
        db.execute("INSERT INTO operation (at, verb, kind, summary) VALUES (?, 'test', 'write', 'test')", (EVENING,))
        db.execute("INSERT INTO technician (name, name_key) VALUES ('Sam Reed', 'sam reed')")
        [ticket] = db.execute("SELECT id FROM ticket WHERE reference = '1049213'").fetchone()
        db.execute(
            "INSERT INTO handover (uid, direction, number, technician_id, name, state, sent_at, back_at, recorded_at)"
            " SELECT 'f00d', 'out', 1, max(id), 'Sam Reed', 'sent', ?, ?, ? FROM technician",
            (EVENING, back_at, EVENING),
        )
        db.execute(
            "INSERT INTO handover_line (handover_id, ticket_id, ticket_uid, plan, reference, title, summary)"
            " VALUES (1, ?, 'beef', ?, '1049213', 'Mail is down', 'Hangs again')",
            (ticket, plan),
        )
        if state != "sent":
            db.execute("UPDATE handover SET state = ?, decided_at = ?, decided_by = 'Sam Reed'", (state, EVENING))


def test_what_was_sent_and_not_answered_is_with_the_colleague(shift: Techday) -> None:
    sent(shift, "sent", "give")
    assert shift.tell(
        "handover", "handover set 213 keep", "handover set L1 213 give", now="2026-11-23T17:30:00Z"
    ) == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 17:30   Alex Kim   back Tue 24 Nov 08:00-17:00
WATCH 2  (stay yours)                               techday handover set N watch
 L2 P2  ACME  Nightly failed: disk fu…  P2, response was due 09:14, backup fails
    summary    not recorded
    next       not recorded
 L1 P4  BOLT  VPN drops                                    promise due Tue 07:30
    summary    We look into it
    next       not recorded
               promised: A word on the router by Tue 07:30
UNDER WAY 1                                                techday handover list
 #1  with Sam Reed  since 17:05, not accepted  1049213
KEEP 2  (nobody need look before you are back)       techday handover set N give
 1049214 P4  BOLT    Printer jams
 L3      P4  ACME    New laptop
FAILING WATCHES 1                                   techday watch list --failing
 ACME    Nightly     backup  day 1  disk full (L2)
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the router  BOLT    by Tue 07:30
NEXT SHIFT 1  (Tue 24 Nov 08:00-17:00)                              techday week
 09:00-11:00  Server move       ACME    Main St 1
To go: 0 to give, 2 to watch.                    techday handover send --to NAME
$ techday handover set 213 keep
2| techday: 1049213 is with Sam Reed, who has not answered handover 1
2|   techday handover return 1 --reason "…"
exit 1
$ techday handover set L1 213 give
2| techday: 1049213 is with Sam Reed, who has not answered handover 1
2|   techday handover return 1 --reason "…"
exit 1
""")
    assert item(shift, "L1")["plan"] == "watch"


def test_what_came_in_and_is_not_accepted_stands_first(shift: Techday) -> None:
    with shift.raw() as db:
        db.execute("INSERT INTO operation (at, verb, kind, summary) VALUES (?, 'test', 'write', 'test')", (EVENING,))
        db.execute("INSERT INTO technician (name, name_key) VALUES ('Sam Reed', 'sam reed')")
        db.execute(
            "INSERT INTO handover (uid, direction, number, technician_id, name, state, sent_at, recorded_at)"
            " SELECT 'f00d', 'in', 9, max(id), 'Sam Reed', 'received', ?, ? FROM technician",
            (EVENING, EVENING),
        )
        db.execute(
            "INSERT INTO handover_line (handover_id, ticket_uid, plan, reference, title)"
            " VALUES (1, 'beef', 'give', 'L9', 'Scanner')"
        )
    lines = shift("handover", now="2026-11-23T17:30:00Z").stdout.splitlines()
    assert lines[1:3] == snapshot(
        [
            'TO ACCEPT 1                            techday handover accept 1 --read-back "…"',
            " #1  from Sam Reed  since 17:05, not accepted  1 ticket, 1 given",
        ]
    )
    [waiting] = view(shift)["waiting_for_answer"]
    assert (waiting["direction"], waiting["name"], waiting["tickets"], waiting["given"]) == ("in", "Sam Reed", 1, 1)


def test_what_a_colleague_watches_comes_back_with_the_next_shift(shift: Techday) -> None:
    sent(shift, "accepted", "watch")
    assert item(shift, "1049213")["under_way"]["state"] == "accepted"
    assert "watched by Sam Reed" in shift("handover", now="2026-11-23T17:30:00Z").stdout
    tomorrow = "2026-11-24T17:00:00Z"
    assert item(shift, "1049213", tomorrow)["under_way"] is None
    assert item(shift, "1049213", tomorrow)["summary"] == "Hangs again"


def test_what_was_sent_and_not_answered_is_with_the_colleague_whatever_is_planned_meanwhile(shift: Techday) -> None:
    sent(shift, "sent", "give")
    with shift.raw() as db:
        db.execute("INSERT INTO handover_draft (ticket_id, plan, set_at) VALUES (1, 'give', ?)", (EVENING,))
    found = item(shift, "1049213")
    assert (found["plan"], found["under_way"]["state"]) == ("give", "sent")


def test_what_is_watched_can_be_planned_anew(shift: Techday) -> None:
    sent(shift, "accepted", "watch")
    shift.did("handover set 213 give", now="2026-11-23T17:30:00Z")
    found = item(shift, "1049213")
    assert (found["plan"], found["under_way"]) == ("give", None)


def test_a_returned_handover_leaves_the_ticket_in_the_draft(shift: Techday) -> None:
    sent(shift, "returned", "give")
    assert item(shift, "1049213")["under_way"] is None


def test_what_resolved_or_merged_leaves_the_draft(shift: Techday) -> None:
    shift.did("handover set 214 L1 give", "ticket resolve 214 --fix 'New rollers'", "ticket merge L1 L3")
    assert set(plans(shift)) == {"1049213", "L2", "L3"}
    shift.did("undo")
    assert item(shift, "L1")["plan"] == "give"


# Screens


def many(techday: Techday, answered: bool = True) -> None:
    """Thirty-five more tickets, which can wait where they were answered, and four that are given."""
    with techday.raw() as db:
        db.execute(
            "INSERT INTO operation (at, verb, kind, summary) VALUES ('2026-11-23T08:14:00Z', 'test', 'write', 'test')"
        )
        db.execute("""
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
            INSERT INTO ticket (reference, source, title, client_id, priority, tier, state, owner_id, opened_at,
                                first_seen_at, next_action)
            SELECT 'T' || (100 + i), 'psa', 'Ticket ' || i || char(27) || '[31m of many | with a long title', 1, 4, 1,
                   'working', (SELECT id FROM technician), '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z', 'Call'
              FROM n""")
        if answered:
            db.execute("""
                INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public, imported, detail, text)
                SELECT id, '2026-11-23T08:05:00Z', '2026-11-23T08:05:00Z', 'reply', 1, 1, '', 'We look into it'
                  FROM ticket WHERE reference GLOB 'T*'""")
    techday.did("handover set T101 T102 T103 T104 give --summary 'It hangs' --next 'Restart it'", now=EVENING)


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_thirty_five_other_tickets_do_not_bury_four_that_are_given(shift: Techday, width: int, answered: bool) -> None:
    many(shift, answered)
    shown = shift("handover", now=EVENING, COLUMNS=str(width), LINES="24").stdout
    lines = shown.splitlines()
    assert len(lines) <= 23
    assert all(len(one) <= width for one in lines)
    assert [one for one in ("T101", "T102", "T103", "T104") if one in shown] == ["T101", "T102", "T103", "T104"]
    assert shown.count("Restart it") == 4
    assert "more: techday handover --all" in shown
    assert lines[-1].strip().endswith("techday handover send --to NAME")
    assert "\x1b" not in shown


def test_the_screen_of_a_terminal_of_24_lines(shift: Techday) -> None:
    many(shift)
    assert shift.tell("handover", now=EVENING, LINES="24") == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 17:05   Alex Kim   back Tue 24 Nov 08:00-17:00
GIVE 4                                               techday handover set N give
 T101 P4  ACME  Ticket 1 of many | with a long title
    It hangs  next: Restart it
 T102 P4  ACME  Ticket 2 of many | with a long title
    It hangs  next: Restart it
 T103 P4  ACME  Ticket 3 of many | with a long title
    It hangs  next: Restart it
 T104 P4  ACME  Ticket 4 of many | with a long title
    It hangs  next: Restart it
WATCH 3  (stay yours)                               techday handover set N watch
 1049213 P1  ACME    Mail is down               P1, response was due 08:44
 L2      P2  ACME    Nightly failed: disk full  P2, response was due 09:14, bac…
 L1      P4  BOLT    VPN drops                  promise due Tue 07:30
KEEP 1 of 37                                     36 more: techday handover --all
 T105    P4  ACME    Ticket 5 of many | with a long title   Call
FAILING WATCHES 1                                   techday watch list --failing
 ACME    Nightly     backup  day 1  disk full (L2)
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the router  BOLT    by Tue 07:30
NEXT SHIFT 1  (Tue 24 Nov 08:00-17:00)                              techday week
 09:00-11:00  Server move       ACME    Main St 1
To go: 4 to give, 3 to watch.                    techday handover send --to NAME
""")


@pytest.mark.parametrize("height", [10, 16, 40])
def test_the_draft_is_never_more_than_a_screenful(shift: Techday, height: int) -> None:
    many(shift)
    lines = shift("handover", now=EVENING, LINES=str(height)).stdout.splitlines()
    assert len(lines) <= height - 1
    assert "techday handover send --to NAME" in lines[-1]
    whole = shift("handover --all", now=EVENING, LINES=str(height)).stdout
    assert all(f"T{100 + number} " in whole for number in range(1, 40))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("form", ["", "--all"])
def test_hostile_words_stay_within_the_screen(shift: Techday, width: int, form: str) -> None:
    evil = "\x1b]0;x\x07evil `a`|[l](http://x)<b> \u202e \u5168\u89d2\n" * 6
    assert shift("ticket", "edit", "213", "--title", evil).exit == 0
    words = [part for name in ("summary", "next", "tried", "if-then", "told") for part in (f"--{name}", evil)]
    assert shift("handover", "set", "213", "give", *words, now=EVENING).exit == 0
    shown = shift(*f"handover {form}".split(), now=EVENING, COLUMNS=str(width)).stdout
    assert all(width_of([Span(one)]) <= width for one in shown.splitlines())
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_scripts_read_all_that_is_shown(shift: Techday) -> None:
    document = view(shift)
    assert {name: sorted(document[name][0]) for name in ("items", "failing", "promises")} == snapshot(
        {
            "items": [
                "by_at",
                "if_then",
                "is_set",
                "next_step",
                "plan",
                "promises",
                "proposed",
                "severity",
                "summary",
                "ticket",
                "told",
                "tried",
                "under_way",
                "watched_for",
                "why",
            ],
            "failing": ["client", "days", "id", "kind", "name", "seen", "ticket"],
            "promises": ["client", "due_at", "id", "ref", "text"],
        }
    )
    assert sorted(document) == snapshot(
        [
            "failing",
            "items",
            "next_shift",
            "now",
            "promises",
            "schedule",
            "schema",
            "technician",
            "unowned",
            "waiting_for_answer",
        ]
    )
