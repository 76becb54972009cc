"""The life of a ticket, as a technician types it."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday

KIM = '[technician]\nname = "Kim Lee"\n'


def test_a_ticket_from_the_first_word_to_the_close(techday: Techday) -> None:
    assert techday.tell(
        'client add "Acme Ltd"',
        'ticket add Mail is down --client acme --priority 1 --requester "Ana Ruiz" --category Mail',
        "ticket note 1 restarted the queue runner",
        'ticket reply 1 "We have found it, fifteen minutes more" --kind first',
        'ticket edit 1 --next "Watch the queue until noon"',
        "ticket show 1",
        "ticket close 1",
        "ticket list",
    ) == snapshot("""\

$ techday client add "Acme Ltd"
Added client ACME Acme Ltd
$ techday ticket add Mail is down --client acme --priority 1 --requester "Ana Ruiz" --category Mail
Added L1 Mail is down
$ techday ticket note 1 restarted the queue runner
Noted on L1
$ techday ticket reply 1 "We have found it, fifteen minutes more" --kind first
Replied on L1
$ techday ticket edit 1 --next "Watch the queue until noon"
Changed next action of L1
$ techday ticket show 1
L1  Mail is down
  client     ACME Acme Ltd
  state      P1 L1 working
  owner      nobody
  opened     08:14 (0m ago)
  requester  Ana Ruiz
  category   Mail

NEXT
  Watch the queue until noon
  update due 12:14, 4:00 left

CLOCKS
  response    from the opening (08:14) 0:30 of working time (default, P1): due
              08:44; answered 08:14, 0:30 early
  update      from the last word to the client (08:14) 4:00 of working time
              (default, P1): due 12:14; 4:00 left

CONVERSATION
  08:14  internal note
      restarted the queue runner
  08:14  to client: first response
      We have found it, fifteen minutes more

HISTORY
  08:14  opened  new
  08:14  state   now working
  08:14  edited  next action
$ techday ticket close 1
Closed L1 Mail is down
2|   closed without a fix: techday ticket resolve L1 --fix "…" keeps it for the next time
$ techday ticket list
No tickets.
  techday ticket add TITLE    techday import FILE.csv
""")


def test_a_ticket_needs_nothing_but_a_title(techday: Techday) -> None:
    """In the middle of a call nothing is refused: the words need no quotes, the client may come later."""
    assert techday.tell(
        "add printer jams again",
        "add VPN drops --client acm",
        "ticket edit 2 --client acm",
        "client add Acme",
        "ticket edit 2 --client acm",
        "ticket list",
    ) == snapshot("""\

$ techday add printer jams again
Added L1 printer jams again
$ techday add VPN drops --client acm
Added L2 VPN drops
2| warning: No client "acm", so the client is open (techday ticket edit L2 --client C)
$ techday ticket edit 2 --client acm
2| techday: No client "acm"
2|   techday client add "NAME"
exit 3
$ techday client add Acme
Added client ACME Acme
$ techday ticket edit 2 --client acm
Changed client of L2
$ techday ticket list
ticket P   client   title                 state  age  clock    left
L1     P3  client?  printer jams again    new     0m  response 4:00
L2     P3  ACME     VPN drops             new     0m  response 4:00
""")


def test_on_the_phone_the_conversation_is_the_first_response(techday: Techday) -> None:
    assert techday.tell("add no internet --call --start", "ticket show .", "timecard") == snapshot("""\

$ techday add no internet --call --start
Added L1 no internet, timer started
$ techday ticket show .
L1  no internet
  client     client?
  state      P3 L1 working
  owner      nobody
  opened     08:14 (0m ago)

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  update due Wed 08:14, 18:00 left

CLOCKS
  response    from the opening (08:14) 4:00 of working time (default, P3): due
              12:14; answered 08:14, 4:00 early
  update      from the last word to the client (08:14) 18:00 of working time
              (default, P3): due Wed 08:14; 18:00 left

CONVERSATION
  08:14  to client: first response
      on the phone

TIME  0:00
  Mon 23 Nov 2026  0:00
    08:14-running  0:00  remote

HISTORY
  08:14  opened  new
  08:14  state   now working
$ techday timecard
Mon 23 Nov 2026  0m of 8h worked  0m billed
> 0:00 since 08:14 on L1 no internet
 #  time         worked  type    ticket  what
    08:00-08:14     14m  not told             techday log 08:00-08:14 --ticket N
 1  08:14-now        0m  remote  L1      no internet

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open
         worked  billed
 Mon 23      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week        0m      0m  40h planned
""")


def test_what_was_told_late_bears_its_own_time_and_says_so(techday: Techday) -> None:
    assert techday.tell(
        'add "Server room is hot" --at 7:30',
        "ticket reply 1 on my way --at 10m",
        "ticket note 1 forgot this on Friday --at 'fri 16:00'",
        "ticket show 1",
    ) == snapshot("""\

$ techday add "Server room is hot" --at 7:30
Added L1 Server room is hot
$ techday ticket reply 1 on my way --at 10m
Replied on L1
$ techday ticket note 1 forgot this on Friday --at 'fri 16:00'
Noted on L1
$ techday ticket show 1
L1  Server room is hot
  client     client?
  state      P3 L1 working
  owner      nobody
  opened     07:30 (44m ago)

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  update due Wed 08:04, 17:50 left

CLOCKS
  response    from the opening (07:30) 4:00 of working time (default, P3): due
              12:00; answered 08:04, 3:56 early
  update      from the last word to the client (08:04) 18:00 of working time
              (default, P3): due Wed 08:04; 17:50 left

CONVERSATION
  Fri 16:00  internal note  (told late)
      forgot this on Friday
  08:04  to client
      on my way

HISTORY
  07:30  opened  new (told late)
  08:04  state   now working
""")


@pytest.mark.parametrize(
    "command",
    [
        "ticket add Move --at tomorrow",
        "ticket note 1 done --at 2099-01-01",
        "ticket reply 1 done --at 2026-11-24",
        "ticket close 1 --at 2026-11-23T08:14:01Z",
        "ticket edit 1 --priority 1 --at 'tomorrow 9:00'",
        "ticket assign 1 nobody --at tomorrow",
        "timecard start 1 --at tomorrow",
        "timecard stop --at tomorrow",
    ],
)
def test_nothing_happens_in_the_future(techday: Techday, command: str) -> None:
    techday.did("add Mail is down")
    refused = techday(command)
    assert (refused.exit, refused.stdout) == (2, "")
    assert "is still to come" in refused.stderr
    assert techday("log --json").json["operations"][0]["summary"] == "Added L1 Mail is down"


def test_nothing_is_answered_or_closed_before_it_was_opened(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("ticket reply 1 hello --at 1h", "ticket close 1 --at 1h") == snapshot("""\

$ techday ticket reply 1 hello --at 1h
2| techday: L1 was opened after that
2|   Give a later time with --at; techday ticket show L1 says when it was opened
exit 1
$ techday ticket close 1 --at 1h
2| techday: L1 was opened after that
2|   Give a later time with --at; techday ticket show L1 says when it was opened
exit 1
""")


def test_likely_duplicates_are_named_and_never_refused(techday: Techday) -> None:
    techday.did("client add Acme", "client add Globex")
    assert techday.tell(
        "add mail is down --client acme",
        "add the mail server down --client acme",
        "add mail is down --client globex",
        "add printer jam --client acme",
    ) == snapshot("""\

$ techday add mail is down --client acme
Added L1 mail is down
$ techday add the mail server down --client acme
Added L2 the mail server down
2| warning: L1 may be the same: mail is down (new, same client, "mail down" in common, at the same time) (techday ticket merge L2 L1)
$ techday add mail is down --client globex
Added L3 mail is down
$ techday add printer jam --client acme
Added L4 printer jam
""")  # noqa: E501  # a warning stands in one line


def test_a_number_of_the_help_desk_is_a_ticket_s_name(techday: Techday) -> None:
    assert techday.tell(
        "add Disk full --ref INC0012345", "ticket note 345 freed 20 GB", "add Disk full --ref INC0012345"
    ) == snapshot("""\

$ techday add Disk full --ref INC0012345
Added INC0012345 Disk full
$ techday ticket note 345 freed 20 GB
Noted on INC0012345
$ techday add Disk full --ref INC0012345
2| techday: Ticket INC0012345 is here already: Disk full
2|   techday ticket show INC0012345
exit 1
""")


def test_another_system_may_call_its_tickets_as_we_call_ours(techday: Techday) -> None:
    commands = ("add theirs --ref L1", "add theirs too --ref L2", "add ours", "ticket note L1 x")
    assert techday.tell(*commands) == snapshot("""\

$ techday add theirs --ref L1
Added L1 theirs
$ techday add theirs too --ref L2
Added L2 theirs too
$ techday add ours
Added L3 ours
$ techday ticket note L1 x
Noted on L1
""")
    techday.did("undo", "undo", "add ours again")
    assert techday("ticket list --json").json["tickets"][-1]["ref"] == "L4"  # a number is never given twice


def test_priority_and_tier_read_as_people_write_them(techday: Techday) -> None:
    assert techday.tell(
        "add one --priority P1 --tier L2",
        "add two --priority 5",
        "add two --tier L4",
        "add two --priority high",
        "ticket edit 1 --priority p2",
    ) == snapshot("""\

$ techday add one --priority P1 --tier L2
Added L1 one
$ techday add two --priority 5
2| techday: --priority is 1, 2, 3, 4, not 5
2|   --priority 1
exit 2
$ techday add two --tier L4
2| techday: --tier is 1, 2, 3, not L4
2|   --tier 1
exit 2
$ techday add two --priority high
2| techday: --priority is 1, 2, 3, 4, not high
2|   --priority 1
exit 2
$ techday ticket edit 1 --priority p2
Changed priority of L1
""")


def test_what_a_ticket_says_is_changed_field_by_field(techday: Techday) -> None:
    techday.did("add Mail is down", "client add Acme")
    assert techday.tell(
        "ticket edit 1",
        'ticket edit 1 --title "Mail is slow" --client acme --requester "Ana Ruiz" --due "tomorrow 9:00"',
        "ticket edit 1 --priority 2 --body 'seen on two desks'",
        "ticket edit 1 --priority 2",
        'ticket edit 1 --title ""',
        "ticket edit 1 --due none",
        "ticket show 1",
    ) == snapshot("""\

$ techday ticket edit 1
2| techday: Nothing to change was named
2|   techday ticket edit --help lists what can be changed
exit 2
$ techday ticket edit 1 --title "Mail is slow" --client acme --requester "Ana Ruiz" --due "tomorrow 9:00"
Changed title, requester, due, client of L1
$ techday ticket edit 1 --priority 2 --body 'seen on two desks'
Changed body, priority of L1
$ techday ticket edit 1 --priority 2
L1 says so already
$ techday ticket edit 1 --title ""
2| techday: A ticket needs a title
2|   techday ticket edit N --title "Mail is down"
exit 2
$ techday ticket edit 1 --due none
Changed due of L1
$ techday ticket show 1
L1  Mail is slow
  client     ACME Acme
  state      P2 L1 new
  owner      nobody
  opened     08:14 (0m ago)
  requester  Ana Ruiz

  seen on two desks

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  response due 09:14, 1:00 left

CLOCKS
  response    from the opening (08:14) 1:00 of working time (default, P2): due
              09:14; 1:00 left

HISTORY
  08:14  opened    new
  08:14  edited    title, requester, due, client
  08:14  priority  now P2 (was P3)
  08:14  edited    body
  08:14  edited    due
""")


def test_a_ticket_belongs_to_me_to_a_colleague_or_to_nobody(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("ticket assign 1 me", "ticket list --mine") == snapshot("""\

$ techday ticket assign 1 me
2| techday: techday does not know your name yet
2|   techday config set technician.name "NAME"
exit 2
$ techday ticket list --mine
2| techday: techday does not know your name yet
2|   techday config set technician.name "NAME"
exit 2
""")
    techday.configure(KIM)
    assert techday.tell(
        "ticket assign 1 me",
        "ticket assign 1 Sam Reed",
        "ticket assign 1 Sam Reed --new",
        "ticket assign 1 sam",
        "ticket assign 1 REED",
        "ticket assign 1 Sem",
        "ticket assign 1 nobody",
        "ticket assign 1 nobody",
        "ticket assign 1",
    ) == snapshot("""\

$ techday ticket assign 1 me
L1 is Kim Lee's
$ techday ticket assign 1 Sam Reed
2| techday: No colleague "Sam Reed"
2|   techday ticket assign L1 "Sam Reed" --new makes one
exit 3
$ techday ticket assign 1 Sam Reed --new
L1 is Sam Reed's
$ techday ticket assign 1 sam
L1 is Sam Reed's already
$ techday ticket assign 1 REED
L1 is Sam Reed's already
$ techday ticket assign 1 Sem
2| techday: No colleague "Sem"
2|   Did you mean Sam? Else: techday ticket assign L1 Sem --new makes one
exit 3
$ techday ticket assign 1 nobody
L1 is nobody's
$ techday ticket assign 1 nobody
L1 is nobody's already
$ techday ticket assign 1
2| techday: Missing argument 'NAME'
2|   techday ticket assign --help
exit 2
""")


def test_a_whole_name_stands_above_a_part_of_one(techday: Techday) -> None:
    techday.did("add Mail is down", "ticket assign 1 Sam Reed --new", "ticket assign 1 Sam --new")
    assert techday("ticket assign 1 sam").stdout == "L1 is Sam's already\n"
    assert techday("ticket assign 1 reed").stdout == "L1 is Sam Reed's\n"
    assert techday("ticket assign 1 Sam Reed --new").stdout == "L1 is Sam Reed's already\n"


@pytest.mark.parametrize("name", ["\x1b[31mZed", "Z\u202eed", "\udcffZed", "Zed\nLee", "Z" * 5000])
def test_a_colleague_s_name_is_kept_as_one_safe_line(techday: Techday, name: str) -> None:
    techday.did("add Mail is down")
    told = techday("ticket", "assign", "1", name, "--new")
    assert told.exit == 0
    assert told.stdout.removesuffix("\n").isprintable()
    assert len(techday("ticket list --json").json["tickets"][0]["owner"]) <= 200
    assert techday("ticket", "assign", "1", "", "--new").exit == 2


def test_what_i_add_is_mine(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add Mail is down", "add Printer", "ticket assign 2 Sam --new")
    assert techday.tell("ticket list --mine") == snapshot("""\

$ techday ticket list --mine
ticket P   client   title                 state  age  clock    left
L1     P3  client?  Mail is down          new     0m  response 4:00
""")


def test_closed_twice_is_closed_and_reopening_keeps_the_history(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1")
    assert techday.tell(
        "ticket close 1",
        "stop",
        "ticket close 1",
        "ticket reopen 1",
        "ticket reopen 1",
        "ticket show 1",
        now="2026-11-23T09:00:00Z",
    ) == snapshot("""\

$ techday ticket close 1
Closed L1 Mail is down
2|   closed without a fix: techday ticket resolve L1 --fix "…" keeps it for the next time
$ techday stop
No timer is running
$ techday ticket close 1
L1 is closed already
$ techday ticket reopen 1
Reopened L1 Mail is down
$ techday ticket reopen 1
L1 is open already
$ techday ticket show 1
L1  Mail is down
  client     client?
  state      P3 L1 working
  owner      nobody
  opened     08:14 (46m ago)

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  response due 12:14, 3:14 left

CLOCKS
  response    from the opening (08:14) 4:00 of working time (default, P3): due
              12:14; 3:14 left

TIME  0:46
  Mon 23 Nov 2026  0:46
    08:14-09:00  0:46  remote

HISTORY
  08:14  opened  new
  08:14  state   now working
  09:00  state   now closed
  09:00  state   now working
""")


def test_closing_another_ticket_leaves_the_timer_alone(techday: Techday) -> None:
    techday.did("add one", "add two", "start 1", "ticket close 2")
    assert techday("timecard --json").json["entries"][0]["ended_at"] is None


def test_the_list_is_narrowed_down(techday: Techday) -> None:
    techday.did("client add Acme")
    techday.did("add old --client acme", "add older", "ticket close 1", now="2026-11-20T09:00:00Z")
    techday.did("add new --priority 2")
    assert techday.tell(
        "ticket",
        "ticket list --all",
        "ticket list --state closed",
        "ticket list --client acme",
        "ticket list --client acme --all",
        "ticket list --unverified",
        "ticket list --owed",
        "ticket list --most 1",
        "ticket list --state solved",
        "ticket list --client globex",
    ) == snapshot("""\

$ techday ticket
ticket P   client   title                 state  age  clock     left
L3     P2  client?  new                   new     0m  response  1:00
L2     P3  client?  older                 new     2d  response -4:14
$ techday ticket list --all
ticket P   client   title                 state   age  clock     left
L3     P2  client?  new                   new      0m  response  1:00
L2     P3  client?  older                 new      2d  response -4:14
L1     P3  ACME     old                   closed   2d
$ techday ticket list --state closed
ticket P   client  title                 state   age  clock left
L1     P3  ACME    old                   closed   2d
$ techday ticket list --client acme
No such tickets.
  techday ticket list --all
$ techday ticket list --client acme --all
ticket P   client  title                 state   age  clock left
L1     P3  ACME    old                   closed   2d
$ techday ticket list --unverified
ticket P   client   title                 state  age  clock     left
L2     P3  client?  older                 new     2d  response -4:14
$ techday ticket list --owed
ticket P   client   title                 state  age  clock     left
L2     P3  client?  older                 new     2d  response -4:14
L3     P2  client?  new                   new     0m  response  1:00
$ techday ticket list --most 1
ticket P   client   title                 state  age  clock    left
L3     P2  client?  new                   new     0m  response 1:00
1 more  techday ticket list --most 2
$ techday ticket list --state solved
2| techday: No state "solved"
2|   One of new, working, waiting, resolved, closed, gone, merged
exit 2
$ techday ticket list --client globex
2| techday: No client "globex"
2|   techday client add "NAME"
exit 3
""")


def test_only_open_tickets_are_looked_after(techday: Techday) -> None:
    techday.did("add old", "add older", "ticket close 1", now="2026-11-20T09:00:00Z")
    for flag in ("--unverified", "--overdue", "--owed"):
        listed = techday(f"ticket list --all {flag} --json", now="2026-12-20T09:00:00Z").json["tickets"]
        assert [one["ref"] for one in listed] == ([] if flag == "--overdue" else ["L2"])


def test_a_list_has_an_upper_bound(techday: Techday) -> None:
    assert techday("ticket list --all --most 1000000").exit == 0
    assert techday("ticket list --all --most 99999999999999999999").exit == 2


def test_the_command_for_the_rest_of_a_list_can_be_typed_as_it_stands(techday: Techday) -> None:
    techday.did('client add "Acme Ltd"', "add one --client acme", "add two --client acme")
    first = techday('ticket list --client "acme l" --most 1').stdout
    command = first.splitlines()[-1].partition("techday ")[2]
    assert techday(command).stdout.count("ACME") == 2


def test_next_names_one_ticket_and_says_why(techday: Techday) -> None:
    assert techday.tell("ticket next") == snapshot("""\

$ techday ticket next
No ticket waits for you.
""")
    techday.did("add old P3 --at 8:00", "add new P3", "add P2 --priority 2")
    assert techday.tell("ticket next", "ticket next --start", "ticket close .", "ticket next") == snapshot("""\

$ techday ticket next
L3 P2 P2
  the only one with P2; no higher priority is ready; response due in 1:00
2|   techday start L3
$ techday ticket next --start
Started L3 P2
$ techday ticket close .
Closed L3 P2
2|   closed without a fix: techday ticket resolve L3 --fix "…" keeps it for the next time
$ techday ticket next
L1 P3 old P3
  the oldest of 2 with P3; no higher priority is ready; response due in 3:46
2|   techday start L1
""")


def test_next_without_a_ticket_is_a_document_too(techday: Techday) -> None:
    assert techday("ticket next --json").json == {"schema": "techday.ticket/1", "ticket": None, "why": None}


def test_words_without_a_terminal_are_missing(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell(
        "add", "ticket note 1", "ticket reply 1", "ticket note 1 ''", "ticket note", "reply 1 hi --kind nice"
    ) == snapshot("""\

$ techday add
2| techday: Title is missing
2|   Type it at the end of the command
exit 2
$ techday ticket note 1
2| techday: Note is missing
2|   Type it at the end of the command
exit 2
$ techday ticket reply 1
Replied on L1
Subject: Mail is down [L1]

Hello,

Thank you for telling us about "Mail is down". I am looking after it; if you call, just name L1.

You will hear from me again by Wed 25 Nov, 08:00.

If anything changes in the meantime, answer this message.

Kind regards
$ techday ticket note 1 ''
2| techday: A note needs words
2|   Type them after the ticket's number
exit 2
$ techday ticket note
2| techday: Missing argument 'N'
2|   techday ticket note --help
exit 2
$ techday reply 1 hi --kind nice
2| techday: --kind is one of first, update, bad-news, mistake, fixed
2|   Leave it out where none fits
exit 2
""")


def test_words_are_asked_for_at_a_terminal_so_that_an_apostrophe_fights_no_shell(techday: Techday) -> None:
    assert techday.tell("add", typed="Ana can't print\n") == snapshot("""\

$ techday add
Added L1 Ana can't print
2| Title:
""")
    assert techday.tell("ticket note 1", typed="  it's the driver \n") == snapshot("""\

$ techday ticket note 1
Noted on L1
2| Note:
""")
    assert techday.tell("add", typed="\n") == snapshot("""\

$ techday add
2| Title: techday: A ticket needs a title
2|   techday ticket add "Mail is down"
exit 2
""")


def test_the_end_of_the_input_at_a_question_is_an_interruption(techday: Techday) -> None:
    assert techday("add", typed="").exit == 130
    assert not techday.store.exists()


def test_json_is_never_asked_a_question(techday: Techday) -> None:
    refused = techday("add --json", typed="Mail is down\n")
    assert (refused.exit, refused.stdout) == (2, "")
    assert refused.error == snapshot(
        {"kind": "usage", "message": "Title is missing", "hint": "Type it at the end of the command", "exit_code": 2}
    )


WRITES = (
    "add Mail is down",
    "ticket note 1 looked",
    "ticket reply 1 hello",
    "ticket edit 1 --priority 2",
    "ticket assign 1 Sam --new",
    "ticket close 1",
    "ticket reopen 1",
)


def test_every_write_gives_the_ticket_as_it_is_now(techday: Techday) -> None:
    for number, command in enumerate(WRITES, start=1):
        document = techday(f"{command} --json").json
        assert document["schema"] == "techday.change/1"
        assert document["operation"] == number
        assert document["ticket"]["ref"] == "L1"
    assert techday("ticket close 1 --json").json["ticket"]["state"] == "closed"


def test_a_write_that_changes_nothing_has_no_operation(techday: Techday) -> None:
    techday.did("add Mail is down", "ticket close 1")
    document = techday("ticket close 1 --json").json
    assert (document["operation"], document["summary"]) == (None, "L1 is closed already")


def test_every_write_can_be_undone(techday: Techday) -> None:
    before = []
    for command in WRITES:
        before.append(techday("ticket list --all --json").stdout)
        techday.did(command)
    for expected in reversed(before):
        techday.did("undo")
        assert techday("ticket list --all --json").stdout == expected


def test_a_read_makes_no_store(techday: Techday) -> None:
    for command in ("ticket", "ticket list --all", "ticket next", "today", "timecard", "client", "ticket show 1"):
        techday(command)
    assert not techday.store.exists()


def test_a_wrong_client_can_be_taken_away_again(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme", "ticket edit 1 --client none")
    assert techday("ticket show 1 --json").json["ticket"]["client"] is None
