"""The whole life of a ticket, from the first word to the last: each verb, and each thing that is truly refused."""

import re

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
MONDAY_9, MONDAY_12, MONDAY_16 = "2026-11-23T09:00:00Z", "2026-11-23T12:00:00Z", "2026-11-23T16:00:00Z"
TUESDAY, WEDNESDAY, THURSDAY = "2026-11-24T08:30:00Z", "2026-11-25T09:00:00Z", "2026-11-26T10:00:00Z"


@made_once
def kim(techday: Techday) -> Techday:
    """Kim Lee, with one client."""
    techday.configure(KIM)
    techday.did('client add "Acme Ltd"')
    return techday


def test_a_ticket_goes_through_every_verb_from_new_to_closed(kim: Techday) -> None:
    told = kim.tell(
        "ticket add Mail arrives hours late --client acme --priority 2 --requester 'Ana Ruiz' --category mail",
        "ticket next",
        "ticket start 1",
        "ticket reply 1 'We see it too and look into it now' --kind first",
        "ticket note 1 queue of 4,000 messages on the relay",
        "ticket promise 1 'call with the result' --by 12:00",
        "stop",
        now=MONDAY_9,
    )
    told += kim.tell(
        "ticket kept 1",
        "ticket reply 1 'The relay is full, the vendor has the case' --kind bad-news --minutes 10",
        "ticket wait 1 vendor --until 'tue 8:00' --next 'Ask for the ticket of the vendor'",
        now=MONDAY_12,
    )
    told += kim.tell(
        "ticket heard 1 'It is worse today'",
        "ticket reply 1 'Sorry, we are on it' --kind mistake",
        "ticket escalate 1 --to L2 --reason 'needs the relay' --tried 'restarted the relay; emptied the queue by hand'",
        "ticket assign 1 Sam Reed --new",
        "ticket verify 1 --next 'Sam replaces the relay' --told",
        now=TUESDAY,
    )
    told += kim.tell(
        "add Relay of Acme loses mails --client acme --ref 1049213",
        "add Order a new relay --client acme",
        "ticket merge 213 1",
        "ticket relate 1 2",
        "ticket link 2 1049300",
        "ticket draft 1 update 'The new relay is here'",
        "ticket edit 1 --priority 1 --asset RELAY-2",
        "ticket resolve 1 --fix 'Replaced the relay' --cause 'its disk was full'",
        now=WEDNESDAY,
    )
    told += kim.tell(
        "ticket reopen 1",
        "ticket resolve 1 --fix 'Replaced the cable, too' --cause 'a broken cable'",
        "ticket close 1",
        "ticket list --all",
        now=THURSDAY,
    )
    assert told == snapshot("""\

$ techday ticket add Mail arrives hours late --client acme --priority 2 --requester 'Ana Ruiz' --category mail
Added L1 Mail arrives hours late
$ techday ticket next
L1 P2 Mail arrives hours late
  the only one with P2; no higher priority is ready; response due in 1:00
2|   techday start L1
$ techday ticket start 1
Started L1 Mail arrives hours late
$ techday ticket reply 1 'We see it too and look into it now' --kind first
Replied on L1
$ techday ticket note 1 queue of 4,000 messages on the relay
Noted on L1
$ techday ticket promise 1 'call with the result' --by 12:00
Promised on L1 by 12:00: call with the result (promise 1)
$ techday stop
Stopped L1 after 0m

$ techday ticket kept 1
Kept on L1: call with the result
$ techday ticket reply 1 'The relay is full, the vendor has the case' --kind bad-news --minutes 10
Replied on L1, 10m logged
$ techday ticket wait 1 vendor --until 'tue 8:00' --next 'Ask for the ticket of the vendor'
L1 waits for the vendor until Tue 08:00

$ techday ticket heard 1 'It is worse today'
Heard from the client of L1, which waited: it is being worked on again
$ techday ticket reply 1 'Sorry, we are on it' --kind mistake
Replied on L1
$ techday ticket escalate 1 --to L2 --reason 'needs the relay' --tried 'restarted the relay; emptied the queue by hand'
Escalated L1 to L2
$ techday ticket assign 1 Sam Reed --new
L1 is Sam Reed's
$ techday ticket verify 1 --next 'Sam replaces the relay' --told
Verified L1

$ techday add Relay of Acme loses mails --client acme --ref 1049213
Added 1049213 Relay of Acme loses mails
$ techday add Order a new relay --client acme
Added L2 Order a new relay
$ techday ticket merge 213 1
Merged 1049213 Relay of Acme loses mails into L1 Mail arrives hours late
2| warning: L1 is not in the help desk: the PSA learns of 1049213 alone (techday ticket reopen 1049213 parts them)
$ techday ticket relate 1 2
L1 is related to L2 Order a new relay
$ techday ticket link 2 1049300
L2 is 1049300
$ techday ticket draft 1 update 'The new relay is here'
Subject: Mail arrives hours late [L1]

Hello Ana,

"Mail arrives hours late" is still open, and I have not forgotten it.

The new relay is here

What happens next: Sam replaces the relay
You will hear from me again by Thu 26 Nov, 09:00, even if there is nothing new by then.

Kind regards
Kim Lee
$ techday ticket edit 1 --priority 1 --asset RELAY-2
Changed asset, priority of L1
$ techday ticket resolve 1 --fix 'Replaced the relay' --cause 'its disk was full'
Resolved L1 Mail arrives hours late

$ techday ticket reopen 1
Reopened L1 Mail arrives hours late
$ techday ticket resolve 1 --fix 'Replaced the cable, too' --cause 'a broken cable'
Resolved L1 Mail arrives hours late
$ techday ticket close 1
Closed L1 Mail arrives hours late
$ techday ticket list --all
ticket  P   client  title                      state   age  clock     left
1049300 P3  ACME    Order a new relay          new      1d  response -6:00
1049213 P3  ACME    Relay of Acme loses mails  in L1    1d
L1      P1  ACME    Mail arrives hours late    closed   3d
""")
    shown = kim("ticket show 1", now=THURSDAY).stdout
    assert "\n" + shown == snapshot("""\

L1  Mail arrives hours late
  client     ACME Acme Ltd
  state      P1 L2 closed 10:00
  owner      Sam Reed
  opened     Mon 09:00 (3d ago)
  requester  Ana Ruiz
  category   mail
  asset      RELAY-2

CLOCKS
  response    from the opening (Mon 09:00) 0:30 of working time (default, P1):
              due Mon 09:30; answered Mon 09:00, 0:30 early

PROMISES
  1  kept Mon 12:00  call with the result (by Mon 12:00)

FIX AND CAUSE
  fix
      Replaced the cable, too
  cause
      a broken cable

CONVERSATION
  Mon 09:00  to client: first response
      We see it too and look into it now
  Mon 09:00  internal note
      queue of 4,000 messages on the relay
  Mon 12:00  to client: bad news
      The relay is full, the vendor has the case
  Tue 08:30  from client
      It is worse today
  Tue 08:30  to client: own mistake
      Sorry, we are on it
  Tue 08:30  to client: update
      told how it stands

ESCALATIONS
  Tue 08:30  to L2, picked up by Sam Reed Tue 08:30
      why    needs the relay
      tried  restarted the relay; emptied the queue by hand

TIME  0:10
  Mon 23 Nov 2026  0:10
    11:50-12:00  0:10  remote

LINKS
  merged     1049213 Relay of Acme loses mails (Wed 09:00)
  related    1049300 Order a new relay (new)

HISTORY
  Mon 09:00  opened     new
  Mon 09:00  state      now working
  Mon 09:00  promise    1
  Mon 12:00  kept       1, kept
  Mon 12:00  waiting    for vendor until Tue 08:00: Ask for the ticket of the
                        vendor
  Tue 08:30  state      now working
  Tue 08:30  escalated  to L2
  Tue 08:30  owner      to Sam Reed
  Tue 08:30  verified   told: Sam replaces the relay
  Wed 09:00  opened     new (on 1049213)
  Wed 09:00  merged     into L1 (on 1049213)
  Wed 09:00  related    to L2
  Wed 09:00  priority   now P1 (was P2)
  Wed 09:00  edited     asset
  Wed 09:00  state      now resolved: Replaced the relay
  10:00      state      now working
  10:00      state      now resolved
  10:00      state      now closed
""")


def test_a_password_reset_of_four_minutes_in_one_command(kim: Techday) -> None:
    assert kim.tell(
        "add 'Password reset for Ana' --client acme --took 4m --fix 'new password by phone'",
        "ticket show 1",
        "today",
    ) == snapshot("""\

$ techday add 'Password reset for Ana' --client acme --took 4m --fix 'new password by phone'
Added L1 Password reset for Ana, 4m logged, resolved
$ techday ticket show 1
L1  Password reset for Ana
  client     ACME Acme Ltd
  state      P3 L1 resolved 08:14
  owner      Kim Lee
  opened     08:10 (4m ago)

CLOCKS
  response    from the opening (08:10) 4:00 of working time (default, P3): due
              12:10; answered 08:10, 4:00 early

FIX AND CAUSE
  fix
      new password by phone

CONVERSATION
  08:10  to client: first response
      on the phone

TIME  0:04
  Mon 23 Nov 2026  0:04
    08:10-08:14  0:04  remote

HISTORY
  08:10  opened  new
  08:10  state   now working
  08:14  state   now resolved
$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
! no timer running; last stopped 08:14                          techday start L1
ROUTINE 0/6   [ ] start meeting   [ ] backups   [ ] client contact
              [ ] time card 10m not told   [ ] check-in   [ ] end meeting
                                                        techday today check ITEM
No open tickets.  techday ticket add TITLE
""")


def test_the_same_password_reset_in_five(kim: Techday) -> None:
    told = kim.tell("add 'Password reset for Ana' --client acme --call --start", now="2026-11-23T08:10:00Z")
    told += kim.tell(
        "ticket note . 'checked who she is'",
        "ticket reply . 'Your new password works' --kind fixed",
        "done . --fix 'new password by phone'",
        "ticket close 1",
        now="2026-11-23T08:14:00Z",
    )
    assert told == snapshot("""\

$ techday add 'Password reset for Ana' --client acme --call --start
Added L1 Password reset for Ana, timer started

$ techday ticket note . 'checked who she is'
Noted on L1
$ techday ticket reply . 'Your new password works' --kind fixed
Replied on L1
$ techday done . --fix 'new password by phone'
Resolved L1 Password reset for Ana
$ techday ticket close 1
Closed L1 Password reset for Ana
""")
    one, other = kim("ticket show 1 --json").json, kim("timecard --json").json
    assert one["ticket"]["worked_seconds"] == 240
    assert one["ticket"]["state"] == "closed"
    assert other["worked_seconds"] == 240


def bring(techday: Techday, state: str) -> None:
    """Bring L1 into a state."""
    techday.did("add Mail is down --client acme", "add Scanner is down --client acme", now="2026-11-23T07:00:00Z")
    commands = {
        "resolved": ["ticket resolve 1 --fix restarted"],
        "closed": ["ticket resolve 1 --fix restarted", "ticket close 1"],
        "merged": ["ticket merge 1 2"],
        "waiting": ["ticket wait 1 parts --until 'fri 9:00'"],
    }
    techday.did(*commands.get(state, []))
    if state == "gone":
        with techday.raw() as db:
            db.execute("UPDATE ticket SET state = 'gone' WHERE id = 1")


REFUSED = [
    (state, command, reason)
    for state, word in (("resolved", "is resolved"), ("closed", "is closed"), ("gone", "is no longer in its source's"))
    for command, reason in (
        ("ticket wait 1 customer", f"{word}.*so it waits for nothing"),
        ("ticket verify 1", f"{word}.*so there is nothing to verify"),
        ("ticket escalate 1 --to L2 --reason hard --tried everything", f"{word}.*so there is nothing to hand up"),
    )
] + [
    ("merged", "ticket merge 2 1", "L1 is merged into L2: the other way round"),
    ("new", "ticket merge 1 1", "cannot be merged into itself"),
    ("new", "ticket relate 1 L1", "cannot be related to itself"),
    ("new", "ticket reply 1 x --at yesterday", "was opened after that"),
    ("new", "ticket resolve 1 --fix x --at yesterday", "was opened after that"),
    ("new", "ticket escalate 1 --to L2 --reason x --tried y --at yesterday", "was opened after that"),
    ("new", "ticket promise 1 x --by 16:00 --at yesterday", "was opened after that"),
    ("new", "ticket merge 1 2 --at yesterday", "was opened after that"),
    ("new", "ticket assign 1 me --at yesterday", "was opened after that"),
    ("waiting", "ticket resolve 1 --fix x --at 7:30", "came into its state after that"),
    ("waiting", "ticket close 1 --at 7:30", "came into its state after that"),
    ("new", "ticket escalate 1 --to L1 --reason x --tried y", "is at tier 1, so tier 1 is not up"),
    ("new", "ticket link 1 L9", "is how local tickets are called"),
]


@pytest.mark.parametrize(("state", "command", "reason"), REFUSED)
def test_what_would_be_untrue_is_refused_with_its_reason_and_leaves_no_trace(
    kim: Techday, state: str, command: str, reason: str
) -> None:
    bring(kim, state)
    before = kim("log --json").json
    result = kim(command)
    assert result.exit == 1
    assert re.search(reason, result.stderr.splitlines()[0]), result.stderr
    assert len(result.stderr.splitlines()) == 2  # what is wrong, and the next step
    assert kim("log --json").json == before


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("ticket resolve 1", "What fixed it is missing"),
        ("ticket escalate 1", "To whom is missing"),
        ("ticket escalate 1 --to L2", "The reason is missing"),
        ("ticket escalate 1 --to L2 --reason x", "What was tried is missing"),
        ("ticket promise 1 'call back'", "By when is missing"),
        ("ticket promise 1", "What was promised is missing"),
        ("ticket heard 1", "What the client said is missing"),
        ("ticket note 1 ''", "A note needs words"),
        ("ticket next --not 1", "Why not is missing"),
        ("ticket wait 1 somebody", "is not customer, vendor"),
        ("ticket wait 1 customer --until 7:00 --at now", ""),
        ("ticket verify", "1 ticket is not verified"),
        ("add Mail --start --fix x", "exclude each other"),
    ],
)
def test_a_word_that_is_needed_is_asked_for_by_name(kim: Techday, command: str, missing: str) -> None:
    kim.did("add Mail is down --client acme", now="2026-11-20T09:00:00Z")
    result = kim(command)
    assert result.exit == (2 if missing else 0)
    assert missing in result.stderr


def test_what_is_done_already_is_said_and_is_no_error(kim: Techday) -> None:
    bring(kim, "resolved")
    assert kim.tell(
        "ticket resolve 1 --fix restarted",
        "ticket close 1",
        "ticket close 1",
        "ticket reopen 1",
        "ticket reopen 1",
        "ticket merge 1 2",
        "ticket merge 1 2",
        "ticket relate 2 1",
    ) == snapshot("""\

$ techday ticket resolve 1 --fix restarted
L1 is resolved already
$ techday ticket close 1
Closed L1 Mail is down
$ techday ticket close 1
L1 is closed already
$ techday ticket reopen 1
Reopened L1 Mail is down
$ techday ticket reopen 1
L1 is open already
$ techday ticket merge 1 2
Merged L1 Mail is down into L2 Scanner is down
$ techday ticket merge 1 2
L1 is merged into L2 already
$ techday ticket relate 2 1
2| techday: L2 cannot be related to itself
2|   Name two tickets
exit 1
""")


def test_a_cause_that_is_not_known_at_two_in_the_morning_is_owed_and_asked_for_later(kim: Techday) -> None:
    kim.did("add Server is down --client acme --priority 1", now="2026-11-23T01:00:00Z")
    assert kim.tell(
        "ticket resolve 1 --fix restarted",
        "ticket resolve 1 --fix restarted --cause later",
        "ticket list --cause-owed",
        now="2026-11-23T02:00:00Z",
    ) == snapshot("""\

$ techday ticket resolve 1 --fix restarted
2| techday: The cause is missing: L1 is P1
2|   --cause "…", or --cause later: then it is owed, and today shows it
exit 2
$ techday ticket resolve 1 --fix restarted --cause later
Resolved L1 Server is down: its cause is owed
$ techday ticket list --cause-owed
ticket P   client  title                 state     age  clock left
L1     P1  ACME    Server is down        resolved   1h
""")
    assert [one["text"] for one in kim("today --json").json["alerts"] if one["kind"] == "cause"] == snapshot(
        ["the cause of L1 is owed"]
    )
    assert kim.tell("ticket resolve 1 --cause 'a full disk'") == snapshot("""\

$ techday ticket resolve 1 --cause 'a full disk'
Completed L1 Server is down
""")
    assert not [one for one in kim("today --json").json["alerts"] if one["kind"] == "cause"]


@pytest.mark.parametrize("back", ["ticket heard 1 'down again'", "start 1", "ticket reopen 1"])
def test_a_ticket_that_comes_back_owes_no_cause_until_it_is_resolved_again(kim: Techday, back: str) -> None:
    kim.did("add Server is down --client acme --priority 1", "ticket resolve 1 --fix restarted --cause later", back)
    assert kim("ticket show 1 --json").json["ticket"]["cause_owed"] is False
    assert kim("ticket resolve 1 --fix again").exit == 2


def test_closing_is_no_way_round_the_cause(kim: Techday) -> None:
    kim.did(
        "add Server is down --client acme --priority 1", "add Toner --client acme", "ticket close 1", "ticket close 2"
    )
    owed = [kim(f"ticket show {number} --json").json["ticket"]["cause_owed"] for number in (1, 2)]
    assert owed == [True, False]
    kim.did("ticket resolve 1 --fix x --cause later")
    assert kim("ticket show 1 --json").json["ticket"]["cause_owed"] is True
    kim.did("ticket resolve 1 --cause 'a full disk'")
    assert kim("ticket show 1 --json").json["ticket"]["cause_owed"] is False


def test_on_a_terminal_what_is_missing_is_asked_for(kim: Techday) -> None:
    kim.did("add Server is down --client acme --priority 1")
    assert kim.tell("done 1", typed="restarted it\n\n") == snapshot("""\

$ techday done 1
Resolved L1 Server is down: its cause is owed
2| What fixed it: What had caused it (Enter: later):
""")
    assert kim("ticket show 1 --json").json["ticket"]["cause_owed"] is True


def test_the_cause_is_needed_from_l2_up_for_p1_and_p2_and_after_a_reopening(kim: Techday) -> None:
    for options in ("--priority 1", "--priority 2", "--priority 3", "--tier 2", "--tier 3", "--priority 4"):
        kim.did(f"add Something {options} --client acme")
    needed = [kim(f"ticket resolve {number} --fix x").exit == 2 for number in range(1, 7)]
    assert needed == [True, True, False, True, True, False]
    kim.did("ticket reopen 3")
    assert kim("ticket resolve 3 --fix x").exit == 2


def test_nothing_runs_on_what_is_closed(kim: Techday) -> None:
    """Started a minute before it was closed: it is being worked on again, and resolving it stops the timer."""
    bring(kim, "closed")
    assert kim.tell("start 1 --at 1m", "timecard", "done 1 --fix again --cause loose", now=MONDAY_9) == snapshot("""\

$ techday start 1 --at 1m
Started L1 Mail is down, reopened
$ techday timecard
Mon 23 Nov 2026  1m of 8h worked  1m billed
> 0:01 since 08:59 on L1 Mail is down
 #  time         worked  type    ticket  what
    08:00-08:59     59m  not told             techday log 08:00-08:59 --ticket N
 1  08:59-now        1m  remote  L1      Mail is down

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23      1m      1m  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week        1m      1m  40h planned
 billable  100%  ████████████████████████┃████████  1m of 1m, target 75%
 utilised  100%  ████████████████████████┃████████  1m of 1m, target 75%
$ techday done 1 --fix again --cause loose
Resolved L1 Mail is down
""")
    assert kim("ticket show 1 --json").json["ticket"]["state"] == "resolved"
    assert kim("timecard --json", now=MONDAY_9).json["entries"][0]["ended_at"] is not None


def test_what_is_said_of_a_cause_when_a_ticket_is_added(kim: Techday) -> None:
    assert kim.tell(
        "add Server --priority 1 --took 5m --fix restarted --cause later",
        "add Server --cause 'a disk'",
        "add Server --took 5m --fix ''",
        "ticket list --all --columns ref,state",
    ) == snapshot("""\

$ techday add Server --priority 1 --took 5m --fix restarted --cause later
Added L1 Server, 5m logged, resolved (its cause is owed)
$ techday add Server --cause 'a disk'
2| techday: --cause goes with --fix: what had caused what was fixed
2|   --fix "…" --cause "…"
exit 2
$ techday add Server --took 5m --fix ''
Added L2 Server, 0m logged (5m not: techday timecard has that time already)
2| warning: what fixed it is missing, so it is open (techday done L2 --fix "…")
$ techday ticket list --all --columns ref,state
ticket  state
L2      working
L1      resolved
""")
    assert kim("ticket show 1 --json").json["ticket"]["cause_owed"] is True


def test_a_client_s_word_brings_a_ticket_back_and_thanks_do_not(kim: Techday) -> None:
    bring(kim, "waiting")
    kim.did("ticket resolve 2 --fix reset")
    assert kim.tell(
        "ticket heard 1 any news?",
        "ticket heard 2 --thanks Thank you",
        "ticket heard 2 It is back",
        "ticket list",
    ) == snapshot("""\

$ techday ticket heard 1 any news?
Heard from the client of L1, which waited: it is being worked on again
$ techday ticket heard 2 --thanks Thank you
Heard from the client of L2
$ techday ticket heard 2 It is back
Heard from the client of L2, which was resolved: it is being worked on again
$ techday ticket list
ticket P   client  title                 state    age  clock    left
L1     P3  ACME    Mail is down          working   1h  response 3:46
L2     P3  ACME    Scanner is down       working   1h  response 3:46
""")


def test_what_is_told_late_does_not_undo_what_came_after_it(kim: Techday) -> None:
    """The client's words of 7:30 were said before the ticket began to wait at 8:14."""
    bring(kim, "waiting")
    kim.did("ticket heard 1 'hello?' --at 7:30", "start 1 --at 7:40", "stop --at 7:50")
    shown = kim("ticket show 1 --json").json
    assert shown["ticket"]["state"] == "waiting"
    assert shown["ticket"]["worked_seconds"] == 600


def test_a_wait_without_a_date_is_two_working_days_long_and_comes_back(kim: Techday) -> None:
    kim.did("add Mail is down --client acme")
    assert kim.tell("ticket wait 1 customer") == snapshot("""\

$ techday ticket wait 1 customer
L1 waits for the customer until Wed 08:14
2|   two working days ahead; --until TIME says otherwise
2| warning: it has no next step (techday ticket edit L1 --next "…")
""")
    assert kim.tell("ticket next") == snapshot("""\

$ techday ticket next
No ticket waits for you.
""")
    assert kim.tell("ticket next", now="2026-11-25T08:15:00Z") == snapshot("""\

$ techday ticket next
L1 P3 Mail is down
  the only one with P3; no higher priority is ready; its waiting date has come; response overdue by 14:01
2|   techday start L1
""")


def test_a_ticket_that_was_passed_over_is_next_again_tomorrow(kim: Techday) -> None:
    kim.did("add Mail is down --client acme --priority 2", "add Scanner --client acme", "add Toner --client acme")
    assert kim.tell(
        "ticket next",
        "ticket next --not 1 --reason 'opens at ten'",
        "ticket next --not 2 --reason 'nobody there' --start",
        "ticket next --reason why",
        "ticket next",
    ) == snapshot("""\

$ techday ticket next
L1 P2 Mail is down
  the only one with P2; no higher priority is ready; response due in 1:00
2|   techday start L1
$ techday ticket next --not 1 --reason 'opens at ten'
L2 P3 Scanner
  the oldest of 2 with P3; L1 was passed over (opens at ten); response due in 4:00
2| Passed over L1 Mail is down for today: opens at ten
2|   techday start L2
$ techday ticket next --not 2 --reason 'nobody there' --start
Started L3 Toner
2| Passed over L2 Scanner for today: nobody there
$ techday ticket next --reason why
2| techday: --reason goes with --not N
2|   techday ticket next --not 213 --reason "their office is shut"
exit 2
$ techday ticket next
L3 P3 Toner
  the only one with P3; L1 was passed over (opens at ten); L2 was passed over (nobody there); response due in 4:00
2|   techday start L3
""")
    assert "L1" in kim("ticket next", now=TUESDAY).stdout


def test_a_local_ticket_is_joined_to_its_number(kim: Techday) -> None:
    """Before the import knows the number it is a new name, after it a merge; L7 finds the ticket ever after."""
    kim.did("add Mail is down --client acme", "add Scanner --client acme", "add Toner --ref 1049214 --client acme")
    assert kim.tell(
        "ticket link 1 1049213",
        "ticket link L1 1049213",
        "ticket link L1 1049299",
        "ticket link 2 1049214",
        "ticket note L2 'about the toner'",
        "ticket show L1 --json",
    ).split("$ techday ticket show")[0] == snapshot("""\

$ techday ticket link 1 1049213
L1 is 1049213
$ techday ticket link L1 1049213
1049213 is that already
$ techday ticket link L1 1049299
2| techday: 1049213 has a number in the help desk already
2|   techday ticket merge 1049213 1049299 where both are one matter
exit 1
$ techday ticket link 2 1049214
L2 is 1049214, which was here: merged
$ techday ticket note L2 'about the toner'
Noted on 1049214
""")
    assert kim("ticket show L1 --json").json["ticket"]["ref"] == "1049213"
    assert kim("ticket show L2 --json").json["ticket"]["ref"] == "1049214"


def test_every_act_can_be_undone(kim: Techday) -> None:
    bring(kim, "new")
    for command in (
        "ticket start 1",
        "ticket heard 1 hello",
        "ticket reply 1 hello --minutes 5",
        "ticket wait 1 vendor",
        "ticket promise 1 'a call' --by 16:00",
        "ticket kept 1",
        "ticket verify 1 --told",
        "ticket escalate 1 --to L3 --reason x --tried y",
        "ticket relate 1 2",
        "ticket resolve 1 --fix x --cause y",
        "ticket close 1",
        "ticket reopen 1",
        "ticket link 1 777",
        "ticket merge 1 2",
        "ticket next --not 2 --reason later",
        "add Quick --took 5m --fix x",
    ):
        before = (kim("ticket show 1 --json").stdout, kim("ticket show 2 --json").stdout, kim("timecard --json").stdout)
        assert kim(command).exit == 0, command
        assert kim("undo").exit == 0, command
        after = (kim("ticket show 1 --json").stdout, kim("ticket show 2 --json").stdout, kim("timecard --json").stdout)
        assert before == after, command
        kim.did("redo")


def test_what_is_recorded_stays_recorded_where_it_cannot_be_copied(kim: Techday) -> None:
    """Told twice it would be there twice: so a clipboard that is not there is only a warning."""
    kim.did("add Mail is down --client acme")
    for command in ("reply 1 on it --copy", "reply 1 --kind update --copy"):
        result = kim(command, PATH="")
        assert result.exit == 0
        assert "warning: It is recorded, but: Nothing here takes a text for the clipboard" in result.stderr
    replies = [event for event in kim("ticket show 1 --json").json["events"] if event["kind"] == "reply"]
    assert len(replies) == 2
