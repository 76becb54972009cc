"""The page of one ticket: all that is known of it and of what was merged into it, each thing once."""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from rich.cells import cell_len

from tests.conftest import MONDAY, Techday, examples

KIM = '[technician]\nname = "Kim Lee"\n'


def prepare(techday: Techday) -> Techday:
    """A ticket of last Friday with all that a ticket can have: L2, and L3 that was merged into it."""
    techday.configure(KIM)
    for now, commands in {
        "2026-11-19T08:00:00Z": ('client add "Acme Ltd"', "add Mail stops every morning --client acme"),
        "2026-11-19T09:00:00Z": ("done 1 --fix 'Restarted the queue' --cause 'Disk full'",),
        "2026-11-20T08:00:00Z": (
            "add Mail stops again --client acme --priority 1 --requester 'Ana Ruiz' --category Mail"
            " --body 'Nothing comes in since seven, and two people have called about it already.'",
            "start 2",
        ),
        "2026-11-20T08:10:00Z": ("ticket reply 2 'Fifteen minutes more' --kind first",),
        "2026-11-20T09:10:00Z": ("ticket note 2 'The disk is at 97 percent' --at 1h",),
        "2026-11-20T09:20:00Z": ("add Mails come late --client acme", "ticket heard 3 'Mine come late'", "start 3"),
        "2026-11-20T09:40:00Z": ("stop", "ticket merge 3 2", "add Order a disk --client acme", "ticket relate 2 4"),
        "2026-11-20T10:00:00Z": (
            "ticket escalate 2 --to L2 --reason 'I may not touch it' --tried 'Restarted the runner'",
        ),
        "2026-11-20T11:00:00Z": ("ticket assign 2 Sam Reed --new", "problem open 2 --title 'Small disks'"),
        "2026-11-20T12:00:00Z": ("ticket wait 2 vendor --until 'wed 9:00' --next 'Ask where the disk is'",),
    }.items():
        techday.did(*commands, now=now)
    with techday.raw() as db:
        for text, due, state, settled in (
            ("Call Ana when the disk is there", "2026-11-25T12:00:00Z", "open", None),
            ("Look after lunch", "2026-11-20T13:00:00Z", "open", None),
            ("Tell Bob", "2026-11-20T12:00:00Z", "kept", "2026-11-20T11:30:00Z"),
            ("Send a spare", "2026-11-20T11:00:00Z", "broken", "2026-11-20T11:40:00Z"),
        ):
            db.execute(
                "INSERT INTO promise (ticket_id, text, made_at, due_at, state, settled_at, outcome)"
                " VALUES (2, ?, '2026-11-20T10:00:00Z', ?, ?, ?, ?)",
                (text, due, state, settled, "none left" if state == "broken" else ""),
            )
    return techday


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """The ticket with everything, to be read only."""
    return prepare(Techday(tmp_path_factory.mktemp("story")))


# --- transcripts ---


def test_the_page_at_80_columns(story: Techday) -> None:
    assert story("ticket show 2").stdout == snapshot("""\
L2  Mail stops again
  client     ACME Acme Ltd
  state      P1 L2 waiting for vendor until Wed 09:00
  owner      Sam Reed
  opened     Fri 08:00 (3d ago)
  requester  Ana Ruiz
  category   Mail

  Nothing comes in since seven, and two people have called about it already.

NEXT
  Ask where the disk is
  back Wed 09:00; promise 2 by Fri 13:00; reply due Fri 09:50, overdue by 7:24

CLOCKS
  response    from the opening (Fri 08:00) 0:30 of working time (default, P1):
              due Fri 08:30; answered Fri 08:10, 0:20 early
  reply       from the client's message (Fri 09:20) 0:30 of working time
              (default, P1): due Fri 09:50; overdue by 7:24
  update      from the last word to the client (Fri 08:10) 4:00 of working time
              (default, P1): due Fri 12:10; overdue by 5:04

PROMISES
  2  OVERDUE since Fri 13:00  Look after lunch
      techday ticket kept L2 2
  1  by Wed 12:00  Call Ana when the disk is there
      techday ticket kept L2 1
  4  broken Fri 11:40  Send a spare (by Fri 11:00; none left)
  3  kept Fri 11:30  Tell Bob (by Fri 12:00)

CONVERSATION
  Fri 08:10  to client: first response
      Fifteen minutes more
  Fri 08:10  internal note  (told late)
      The disk is at 97 percent
  Fri 09:20  from client  (on L3)
      Mine come late

ESCALATIONS
  Fri 10:00  to L2, picked up by Sam Reed Fri 11:00
      why    I may not touch it
      tried  Restarted the runner

TIME  1:40
  Fri 20 Nov 2026  1:40
    08:00-09:20  1:20  remote
    09:20-09:40  0:20  remote (on L3)

LINKS
  merged     L3 Mails come late (Fri 09:40)
  related    L4 Order a disk (new)
  problem    1 Small disks (open)
      techday problem show 1

SEEN BEFORE
  ticket  L1 Mail stops every morning (Thu 09:00)
      cause  Disk full
      fix    Restarted the queue

HISTORY
  Fri 08:00  opened     new
  Fri 08:00  state      now working
  Fri 09:20  opened     new (on L3)
  Fri 09:20  state      now working (on L3)
  Fri 09:40  merged     into L2 (on L3)
  Fri 09:40  related    to L4
  Fri 10:00  escalated  to L2
  Fri 11:00  owner      to Sam Reed
  Fri 11:00  problem    of problem 1 Small disks
  Fri 12:00  waiting    for vendor until Wed 09:00: Ask where the disk is
""")


def test_the_page_at_60_columns(story: Techday) -> None:
    assert story("ticket show 2", COLUMNS="60").stdout == snapshot("""\
L2  Mail stops again
  client     ACME Acme Ltd
  state      P1 L2 waiting for vendor until Wed 09:00
  owner      Sam Reed
  opened     Fri 08:00 (3d ago)
  requester  Ana Ruiz
  category   Mail

  Nothing comes in since seven, and two people have called
  about it already.

NEXT
  Ask where the disk is
  back Wed 09:00; promise 2 by Fri 13:00; reply due Fri
  09:50, overdue by 7:24

CLOCKS
  response    from the opening (Fri 08:00) 0:30 of working
              time (default, P1): due Fri 08:30; answered
              Fri 08:10, 0:20 early
  reply       from the client's message (Fri 09:20) 0:30 of
              working time (default, P1): due Fri 09:50;
              overdue by 7:24
  update      from the last word to the client (Fri 08:10)
              4:00 of working time (default, P1): due Fri
              12:10; overdue by 5:04

PROMISES
  2  OVERDUE since Fri 13:00  Look after lunch
      techday ticket kept L2 2
  1  by Wed 12:00  Call Ana when the disk is there
      techday ticket kept L2 1
  4  broken Fri 11:40  Send a spare (by Fri 11:00; none
                       left)
  3  kept Fri 11:30  Tell Bob (by Fri 12:00)

CONVERSATION
  Fri 08:10  to client: first response
      Fifteen minutes more
  Fri 08:10  internal note  (told late)
      The disk is at 97 percent
  Fri 09:20  from client  (on L3)
      Mine come late

ESCALATIONS
  Fri 10:00  to L2, picked up by Sam Reed Fri 11:00
      why    I may not touch it
      tried  Restarted the runner

TIME  1:40
  Fri 20 Nov 2026  1:40
    08:00-09:20  1:20  remote
    09:20-09:40  0:20  remote (on L3)

LINKS
  merged     L3 Mails come late (Fri 09:40)
  related    L4 Order a disk (new)
  problem    1 Small disks (open)
      techday problem show 1

SEEN BEFORE
  ticket  L1 Mail stops every morning (Thu 09:00)
      cause  Disk full
      fix    Restarted the queue

HISTORY
  Fri 08:00  opened     new
  Fri 08:00  state      now working
  Fri 09:20  opened     new (on L3)
  Fri 09:20  state      now working (on L3)
  Fri 09:40  merged     into L2 (on L3)
  Fri 09:40  related    to L4
  Fri 10:00  escalated  to L2
  Fri 11:00  owner      to Sam Reed
  Fri 11:00  problem    of problem 1 Small disks
  Fri 12:00  waiting    for vendor until Wed 09:00: Ask
                        where the disk is
""")


def test_the_page_at_120_columns(story: Techday) -> None:
    assert story("ticket show 2", COLUMNS="120").stdout == snapshot("""\
L2  Mail stops again
  client     ACME Acme Ltd
  state      P1 L2 waiting for vendor until Wed 09:00
  owner      Sam Reed
  opened     Fri 08:00 (3d ago)
  requester  Ana Ruiz
  category   Mail

  Nothing comes in since seven, and two people have called about it already.

NEXT
  Ask where the disk is
  back Wed 09:00; promise 2 by Fri 13:00; reply due Fri 09:50, overdue by 7:24

CLOCKS
  response    from the opening (Fri 08:00) 0:30 of working time (default, P1): due Fri 08:30; answered Fri 08:10, 0:20
              early
  reply       from the client's message (Fri 09:20) 0:30 of working time (default, P1): due Fri 09:50; overdue by 7:24
  update      from the last word to the client (Fri 08:10) 4:00 of working time (default, P1): due Fri 12:10; overdue by
              5:04

PROMISES
  2  OVERDUE since Fri 13:00  Look after lunch
      techday ticket kept L2 2
  1  by Wed 12:00  Call Ana when the disk is there
      techday ticket kept L2 1
  4  broken Fri 11:40  Send a spare (by Fri 11:00; none left)
  3  kept Fri 11:30  Tell Bob (by Fri 12:00)

CONVERSATION
  Fri 08:10  to client: first response
      Fifteen minutes more
  Fri 08:10  internal note  (told late)
      The disk is at 97 percent
  Fri 09:20  from client  (on L3)
      Mine come late

ESCALATIONS
  Fri 10:00  to L2, picked up by Sam Reed Fri 11:00
      why    I may not touch it
      tried  Restarted the runner

TIME  1:40
  Fri 20 Nov 2026  1:40
    08:00-09:20  1:20  remote
    09:20-09:40  0:20  remote (on L3)

LINKS
  merged     L3 Mails come late (Fri 09:40)
  related    L4 Order a disk (new)
  problem    1 Small disks (open)
      techday problem show 1

SEEN BEFORE
  ticket  L1 Mail stops every morning (Thu 09:00)
      cause  Disk full
      fix    Restarted the queue

HISTORY
  Fri 08:00  opened     new
  Fri 08:00  state      now working
  Fri 09:20  opened     new (on L3)
  Fri 09:20  state      now working (on L3)
  Fri 09:40  merged     into L2 (on L3)
  Fri 09:40  related    to L4
  Fri 10:00  escalated  to L2
  Fri 11:00  owner      to Sam Reed
  Fri 11:00  problem    of problem 1 Small disks
  Fri 12:00  waiting    for vendor until Wed 09:00: Ask where the disk is
""")


def test_a_ticket_of_which_nothing_is_known_has_a_short_page(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday("ticket show 1").stdout == snapshot("""\
L1  Mail is down
  client     client?
  state      P3 L1 new
  owner      nobody
  opened     08:14 (0m ago)

NEXT
  not recorded
      techday ticket edit L1 --next "…"
  response due 12:14, 4:00 left

CLOCKS
  response    from the opening (08:14) 4:00 of working time (default, P3): due
              12:14; 4:00 left

HISTORY
  08:14  opened  new
""")


def test_a_merged_ticket_shows_the_page_of_its_target_and_says_so(story: Techday) -> None:
    asked, target = story("ticket show 3").stdout.splitlines(), story("ticket show 2").stdout.splitlines()
    assert asked[1] == "  L3 was merged into this Fri 09:40"
    assert [asked[0], *asked[2:]] == target
    assert story("ticket show L3 --json").stdout == story("ticket show 2 --json").stdout


def test_a_resolved_ticket_shows_what_helped_and_what_became_of_its_clocks(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add Mail is down --priority 2", "ticket reply 1 on it", now="2026-11-23T08:00:00Z")
    techday.did("done 1 --fix 'Restarted the queue' --cause later", now="2026-11-23T08:10:00Z")
    assert techday("ticket show 1").stdout == snapshot("""\
L1  Mail is down
  client     client?
  state      P2 L1 resolved 08:10
  owner      Kim Lee
  opened     08:00 (14m ago)

CLOCKS
  response    from the opening (08:00) 1:00 of working time (default, P2): due
              09:00; answered 08:00, 1:00 early

FIX AND CAUSE
  fix
      Restarted the queue
  cause owed
      techday ticket resolve L1 --cause "…"

CONVERSATION
  08:00  to client
      on it

HISTORY
  08:00  opened  new
  08:00  state   now working
  08:10  state   now resolved
""")
    techday.did("ticket resolve 1 --cause 'The disk was full'")
    shown = techday("ticket show 1").stdout
    assert "owed" not in shown
    assert "The disk was full" in shown


def test_an_earlier_fix_stays_in_the_history_when_it_did_not_help(techday: Techday) -> None:
    techday.did("add Mail is down", "done 1 --fix 'Restarted the queue'", now="2026-11-23T08:00:00Z")
    techday.did("ticket reopen 1", "done 1 --fix 'New disk' --cause 'disk full'", now="2026-11-23T08:10:00Z")
    shown = techday("ticket show 1").stdout
    assert "now resolved: Restarted the queue" in shown
    assert shown.count("New disk") == 1


def test_public_words_and_internal_ones_are_told_apart_without_colour(techday: Techday) -> None:
    techday.did(
        "add Mail is down",
        "ticket reply 1 one --kind bad-news",
        "ticket reply 1 two --kind mistake",
        "ticket reply 1 three",
        "ticket heard 1 four",
        "ticket note 1 five",
        "ticket heard 1 six --thanks",
    )
    lines = techday("ticket show 1").stdout.splitlines()
    marks = {
        lines[place].strip(): lines[place - 1].split("  ")[2]
        for place in range(1, len(lines))
        if lines[place].strip() in "one two three four five six".split()
    }
    assert marks == snapshot(
        {
            "one": "to client: bad news",
            "two": "to client: own mistake",
            "three": "to client",
            "four": "from client",
            "five": "internal note",
            "six": "from client: thanks",
        }
    )


def test_an_escalation_says_who_picked_it_up_or_that_nobody_did(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add one", "ticket escalate 1 --to L2 --reason why --tried this", now="2026-11-23T08:00:00Z")
    assert "to L2, not picked up yet" in techday("ticket show 1").stdout
    assert "handed to L2 08:00, not picked up yet" in techday("ticket show 1").stdout
    techday.did("ticket assign 1 Sam --new", now="2026-11-23T08:05:00Z")
    assert "to L2, picked up by Sam 08:05" in techday("ticket show 1").stdout
    techday.did(
        "ticket escalate 1 --to L3 --reason why --tried that", "done 1 --fix x --cause y", now="2026-11-23T08:06:00Z"
    )
    shown = techday("ticket show 1").stdout
    assert "to L2, picked up by Sam 08:05" in shown
    assert "to L3, picked up by nobody" in shown


def test_what_should_have_been_tried_stands_with_its_answers(techday: Techday) -> None:
    techday.did("add one", "ticket escalate 1 --to L2 --reason why --tried this")
    with techday.raw() as db:
        db.execute("""UPDATE escalation SET checklist = '[["reboot","yes"],["cable","no"],["driver",""]]'""")
    shown = techday("ticket show 1").stdout
    assert re.findall(r"\[.\]  \w+", shown) == ["[x]  reboot", "[ ]  cable", "[?]  driver"]


def test_trouble_that_comes_again_is_pointed_out_with_its_command(techday: Techday) -> None:
    techday.did("client add Acme", *["add Mail server is down --client acme"] * 3)
    shown = techday("ticket show 3").stdout
    assert "the third like it in 30 days (L1, L2)" in shown
    assert "techday problem open" in shown
    assert techday("ticket show 3 --json").json["recurrence"] == snapshot(
        {
            "tickets": ["L1", "L2"],
            "problem": None,
            "text": "the third like it in 30 days (L1, L2)",
            "command": "techday problem open L1 L2 L3",
        }
    )


# --- long pages ---


def test_a_long_history_shows_its_end_and_says_how_much_more_there_is(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1", "stop")
    with techday.raw() as db:
        for number in range(200):
            at = f"2026-11-{10 + number // 24:02}T{number % 24:02}:00:00Z"
            db.execute(
                "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, text) VALUES (1, ?, ?, ?, ?)",
                (at, at, "edited" if number % 2 else "note", f"<{number}>"),
            )
            db.execute(
                "INSERT INTO time_entry (started_at, ended_at, ticket_id, work_type, note)"
                " VALUES (?, ?, 1, 'remote', ?)",
                (at, at.replace(":00:00", ":20:00"), f"[{number}]"),
            )
    shown = techday("ticket show 1").stdout
    assert re.findall(r"(\d+ earlier \w+)  (techday ticket show L1 --full)", shown) == snapshot(
        [
            ("170 earlier entries", "techday ticket show L1 --full"),
            ("72 earlier events", "techday ticket show L1 --full"),
        ]
    )
    assert Counter(re.findall(r"<\d+>", shown)).keys() >= {f"<{number}>" for number in range(0, 200, 2)}
    assert re.findall(r"\[(\d+)\]", shown)[-1] == "199"
    full = techday("ticket show 1 --full").stdout
    assert "earlier" not in full
    for number in range(200):
        assert full.count(f"<{number}>") == full.count(f"[{number}]") == 1


# --- each thing once ---

EVENTS = ("note", "reply", "heard", "edited", "owner", "priority", "verified", "passed", "promise", "kept", "waiting")


@examples(6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(st.tuples(st.booleans(), st.sampled_from(EVENTS), st.integers(0, 1000)), max_size=12),
    entries=st.lists(st.tuples(st.booleans(), st.integers(0, 1000), st.integers(1, 50)), max_size=6),
    promises=st.lists(st.tuples(st.booleans(), st.sampled_from(["open", "kept", "broken"])), max_size=4),
    related=st.lists(st.tuples(st.booleans(), st.integers(3, 5)), max_size=4, unique=True),
)
def test_every_event_minute_promise_and_link_of_a_merged_pair_is_on_the_page_once(
    tmp_path_factory: pytest.TempPathFactory, events: Any, entries: Any, promises: Any, related: Any
) -> None:
    """L2 is merged into L1; what was recorded on the one or the other is on the page of both, once."""
    techday = Techday(tmp_path_factory.mktemp("pair"))
    techday.configure(KIM)
    techday.did(*[f"add T{number}" for number in range(1, 6)], now="2026-11-19T08:00:00Z")
    with techday.raw() as db:
        db.execute("UPDATE ticket SET state = 'merged', merged_into = 1 WHERE id = 2")
        for number, (on_merged, kind, minute) in enumerate(events):
            at = f"2026-11-20T{minute // 60:02}:{minute % 60:02}:00Z"
            db.execute(
                "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, detail, text) VALUES (?, ?, ?, ?, ?, ?)",
                (1 + on_merged, at, at, kind, f"event{number}." if kind == "promise" else "", f"event{number}."),
            )
        for number, (on_merged, start, minutes) in enumerate(entries):
            at, end = (f"2026-11-20T{t // 60:02}:{t % 60:02}:00Z" for t in (start, start + minutes))
            db.execute(
                "INSERT INTO time_entry (started_at, ended_at, ticket_id, work_type, note)"
                " VALUES (?, ?, ?, 'remote', ?)",
                (at, end, 1 + on_merged, f"entry{number}."),
            )
        for number, (on_merged, state) in enumerate(promises):
            db.execute(
                "INSERT INTO promise (ticket_id, text, made_at, due_at, state) VALUES (?, ?, ?, ?, ?)",
                (1 + on_merged, f"promise{number}.", MONDAY, MONDAY, state),
            )
        for on_merged, other in related:
            db.execute("INSERT INTO ticket_relation (ticket_id, other_id) VALUES (?, ?)", (1 + on_merged, other))

    shown = techday("ticket show 1 --full").stdout
    assert techday("ticket show 2 --full").stdout.count("\n") == shown.count("\n") + 1  # it says what was merged
    for what, count in (("event", len(events)), ("entry", len(entries)), ("promise", len(promises))):
        expected = {f"{what}{number}.": 1 for number in range(count)}
        assert dict(Counter(re.findall(rf"{what}\d+\.", shown))) == expected
    minutes = sum(minutes for _, _, minutes in entries)
    assert (f"\nTIME  {minutes // 60}:{minutes % 60:02}\n" in shown) == bool(entries)
    assert Counter(re.findall(r"related    (L\d)", shown)) == Counter({f"L{other}" for _, other in related})
    assert shown.count("L2 T2") == 1

    page = techday("ticket show 1 --json").json
    assert page["ticket"]["worked_seconds"] == 60 * minutes
    assert page["ticket"]["merged"] == ["L2"]
    recorded = {one["text"]: one["ref"] for one in page["events"] if (one["text"] or "").startswith("event")}
    assert recorded == {f"event{number}.": f"L{1 + on_merged}" for number, (on_merged, _, _) in enumerate(events)}
    assert {one["note"]: one["ref"] for one in page["entries"]} == {
        f"entry{number}.": f"L{1 + on_merged}" for number, (on_merged, _, _) in enumerate(entries)
    }


# --- hostile and narrow ---


@pytest.mark.parametrize("width", [50, 60, 80, 120])
def test_no_line_of_a_page_is_wider_than_the_terminal(story: Techday, width: int) -> None:
    for reference in ("1", "2", "4"):
        shown = story(f"ticket show {reference}", COLUMNS=str(width)).stdout
        widest = max(shown.splitlines(), key=cell_len)
        assert cell_len(widest) <= width, widest


def test_what_nobody_can_read_is_shown_as_it_is(techday: Techday) -> None:
    """An instant that an old bug or another program left in the store costs nobody the page."""
    techday.did("add Mail is down")
    with techday.raw() as db:
        for detail in ("customer until soon", "customer until ", "", " until "):
            db.execute(
                "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, detail, text)"
                " VALUES (1, '2026-11-23T09:00:00Z', '2026-11-23T09:00:00Z', 'waiting', ?, 'x')",
                (detail,),
            )
    shown = techday("ticket show 1")
    assert shown.exit == 0
    assert "for customer until soon: x" in shown.stdout


# --- for scripts ---


def test_scripts_are_given_all_of_a_ticket(story: Techday) -> None:
    page = story("ticket show 2 --json").json
    ticket = {key: value for key, value in page["ticket"].items() if key not in ("clocks", "body")}
    assert ticket == snapshot(
        {
            "ref": "L2",
            "source": None,
            "client": "ACME",
            "title": "Mail stops again",
            "priority": 1,
            "tier": 2,
            "state": "waiting",
            "owner": "Sam Reed",
            "opened_at": "2026-11-20T08:00:00Z",
            "waiting_for": "vendor",
            "waiting_until": "2026-11-25T09:00:00Z",
            "next_action": "Ask where the disk is",
            "verified_at": None,
            "worked_seconds": 6000,
            "requester": "Ana Ruiz",
            "category": "Mail",
            "asset": None,
            "due_at": None,
            "resolved_at": None,
            "closed_at": None,
            "fix": None,
            "cause": None,
            "cause_owed": False,
            "merged": ["L3"],
            "local_refs": ["L2", "L3"],
            "problem": 1,
            "source_still_names": None,
            "escalated_to": None,
            "escalated_at": None,
        }
    )
    assert page["promises"][0] == snapshot(
        {
            "id": 2,
            "text": "Look after lunch",
            "made_at": "2026-11-20T10:00:00Z",
            "due_at": "2026-11-20T13:00:00Z",
            "state": "open",
            "settled_at": None,
            "outcome": None,
        }
    )
    assert page["escalations"] == snapshot(
        [
            {
                "at": "2026-11-20T10:00:00Z",
                "target": "L2",
                "tier_before": 1,
                "tier_after": 2,
                "reason": "I may not touch it",
                "tried": "Restarted the runner",
                "checklist": [],
            }
        ]
    )
    assert page["related"] == snapshot([{"ref": "L4", "title": "Order a disk", "state": "new"}])
    assert page["known_answers"] == snapshot(
        [
            {
                "source": "ticket",
                "ref": "L1",
                "title": "Mail stops every morning",
                "cause": "Disk full",
                "fix": "Restarted the queue",
                "at": "2026-11-19T09:00:00Z",
            }
        ]
    )
    assert page["events"][-1] == snapshot(
        {
            "id": 16,
            "at": "2026-11-20T12:00:00Z",
            "recorded_at": "2026-11-20T12:00:00Z",
            "kind": "waiting",
            "public": False,
            "imported": False,
            "detail": "vendor until 2026-11-25T09:00:00Z",
            "text": "Ask where the disk is",
            "ref": "L2",
        }
    )
    assert page["entries"][-1] == snapshot(
        {
            "id": 2,
            "started_at": "2026-11-20T09:20:00Z",
            "ended_at": "2026-11-20T09:40:00Z",
            "work_type": "remote",
            "note": None,
            "ref": "L3",
        }
    )
    assert page["recurrence"] is None
