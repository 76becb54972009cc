"""The day on one screen: full screens of a made-up Monday, at 60, 80 and 120 columns."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
FRIDAY, TUESDAY = "2026-11-20T10:00:00Z", "2026-11-24T08:14:00Z"


@made_once
def monday(techday: Techday) -> Techday:
    """A Monday with something in every section, seen by Kim."""
    techday.configure(KIM)
    techday.did(
        'client add "Acme Ltd"',
        "client add Globex",
        "client add Initech",
        "add Backup job failed twice --client globex --ref 1049180 --at 'thu 9:00'",
        "add Scanner sends no mail --client acme --ref 1049207",
        "ticket reply 207 'A driver update is on its way' --kind first",
        "add Monitor flickers --client initech --ref 1049211",
        "ticket assign 211 Sam Reed --new",
        now=FRIDAY,
    )
    techday.did(
        "add Mail is down for everybody --client acme --ref 1049213 --priority 1 --call --at 8:02",
        "add New laptop for the apprentice --client initech --ref 1049199 --at 7:00",
        "add printer jams again --at 8:05",
        "ticket assign L1 nobody",
        "start 213 --at 8:02",
        "today check start-meeting ok --seen 'all there'",
    )
    with techday.raw() as db:
        db.execute(
            "UPDATE ticket SET state = 'waiting', waiting_for = 'parts', waiting_until = '2026-11-25T08:00:00Z'"
            " WHERE reference = '1049199'"
        )
    return techday


def test_somebody_new_is_greeted_with_three_commands(techday: Techday) -> None:
    shown = techday("today", TECHDAY_STORE="/srv/techday.db").stdout
    assert "\n" + shown == snapshot("""\

Welcome to techday. There is nothing in it yet.

Start with:
  techday setup               your name, your shift, your holidays
  techday import FILE.csv     the tickets of your help desk, from its CSV export
  techday add "Mail is down"  a ticket of your own

Store: /srv/techday.db (made at the first write)
""")
    assert techday().stdout == techday("today").stdout


def test_one_ticket(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("today") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   shift 08:00-17:00
! tell 1 client by 17:00 (next 12:14)                 techday ticket list --owed
! showing every open ticket: techday does not know your name yet
    techday config set technician.name "NAME"
ROUTINE 0/4   [ ] start meeting   [ ] incoming owned 1 new without an owner
              [ ] check-in   [ ] end meeting            techday today check ITEM
QUEUE 1  (priority, then oldest)                                techday start L1
 L1    P3  client?  Mail is down          new  0m  response 4:00
""")


def test_everything_done_is_said_so(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add Mail is down", "ticket close 1")
    for item in ("start-meeting", "check-in", "end-meeting"):
        techday.did(f"today check {item} ok --seen done")
    assert techday.tell("today") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
ROUTINE 3/3   [x] start meeting   [x] check-in   [x] end meeting
No open tickets.  techday ticket add TITLE
""")


def test_a_monday_at_80_columns(monday: Techday) -> None:
    assert monday.tell("today") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
> 0:12 since 08:02 on 1049213 Mail is down for everybody
! 1 ticket was overdue before it came here         techday ticket list --overdue
! tell 4 clients by 17:00 (1 overdue, next 12:00)     techday ticket list --owed
! outbox 2                                                        techday outbox
ROUTINE 3/9   [ ] incoming owned 1 new without an owner   [ ] backups
              [ ] verified 0/2   [ ] handover 3 to go   [ ] check-in
              [ ] end meeting   [x] start meeting   [x] client contact
              [x] time card                             techday today check ITEM
BURNING 1
 1049213 P1  ACME     Mail is down for everybody  working   12m  update     3:48
QUEUE 3  (priority, then oldest)                           techday start 1049180
 1049180 P3  GLOBEX   Backup job failed twice     new        3d  response -13:14
 1049207 P3  ACME     Scanner sends no mail       working    2d  update    10:46
 L1      P3  client?  printer jams again          new        9m  response   3:51
WAITING 1  (by date)
 1049199 P3  INITECH  New laptop for the appren…  on parts   1h  until       Wed
NOT VERIFIED TODAY 2                                       techday ticket verify
 1049180  1049207
""")


def test_a_monday_at_60_columns(monday: Techday) -> None:
    assert monday.tell("today", COLUMNS="60") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
> 0:12 since 08:02 on 1049213 Mail is down for everybody
! 1 ticket was overdue before it came here
    techday ticket list --overdue
! tell 4 clients by 17:00 (1 overdue, next 12:00)
    techday ticket list --owed
! outbox 2                                    techday outbox
ROUTINE 3/9   [ ] incoming owned 1 new without an owner
              [ ] backups   [ ] verified 0/2
              [ ] handover 3 to go   [ ] check-in
              [ ] end meeting   [x] start meeting
              [x] client contact   [x] time card
                                    techday today check ITEM
BURNING 1
 1049213 P1  ACME     Mail is down for eve…  working    3:48
QUEUE 3  (priority, then oldest)       techday start 1049180
 1049180 P3  GLOBEX   Backup job failed tw…  new      -13:14
 1049207 P3  ACME     Scanner sends no mail  working   10:46
 L1      P3  client?  printer jams again     new        3:51
WAITING 1  (by date)
 1049199 P3  INITECH  New laptop for the a…  on parts    Wed
NOT VERIFIED TODAY 2                   techday ticket verify
 1049180  1049207
""")


def test_a_monday_at_120_columns(monday: Techday) -> None:
    assert monday.tell("today", COLUMNS="120") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
> 0:12 since 08:02 on 1049213 Mail is down for everybody
! 1 ticket was overdue before it came here                                                 techday ticket list --overdue
! tell 4 clients by 17:00 (1 overdue, next 12:00)                                             techday ticket list --owed
! outbox 2                                                                                                techday outbox
ROUTINE 3/9   [ ] incoming owned 1 new without an owner   [ ] backups   [ ] verified 0/2   [ ] handover 3 to go
              [ ] check-in   [ ] end meeting   [x] start meeting   [x] client contact   [x] time card
                                                                                                techday today check ITEM
BURNING 1
 1049213 P1  ACME     Mail is down for everybody     working   Kim Lee  12m  update     3:48
QUEUE 3  (priority, then oldest)                                                                   techday start 1049180
 1049180 P3  GLOBEX   Backup job failed twice        new       Kim Lee   3d  response -13:14
 1049207 P3  ACME     Scanner sends no mail          working   Kim Lee   2d  update    10:46
 L1      P3  client?  printer jams again             new       nobody    9m  response   3:51
WAITING 1  (by date)
 1049199 P3  INITECH  New laptop for the apprentice  on parts  Kim Lee   1h  until       Wed
NOT VERIFIED TODAY 2                                                                               techday ticket verify
 1049180  1049207
""")


def test_a_monday_in_fifteen_lines_keeps_a_line_of_every_section(monday: Techday) -> None:
    assert monday.tell("today", LINES="15") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   Kim Lee   shift 08:00-17:00
> 0:12 since 08:02 on 1049213 Mail is down for everybody
! 1 ticket was overdue before it came here         techday ticket list --overdue
! tell 4 clients by 17:00 (1 overdue, next 12:00)     techday ticket list --owed
! outbox 2                                                        techday outbox
ROUTINE 3/9   [ ] incoming owned 1 new without an owner   [ ] backups
              [ ] verified 0/2   [ ] handover 3 to go   [ ] check-in
              [ ] end meeting   [x] start meeting   [x] client contact
              [x] time card                             techday today check ITEM
BURNING 1
 1049213 P1  ACME    Mail is down for everybody  working  12m  update 3:48
QUEUE 0 of 3  (priority, then oldest)                3 more: techday ticket list
WAITING 0 of 1  (by date)            1 more: techday ticket list --state waiting
NOT VERIFIED TODAY 2                                       techday ticket verify
""")


def test_without_a_name_every_open_ticket_is_shown_and_why_is_said(monday: Techday) -> None:
    monday.configure("")
    assert monday.tell("today") == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 08:14   shift 08:00-17:00
> 0:12 since 08:02 on 1049213 Mail is down for everybody
! 1 ticket was overdue before it came here         techday ticket list --overdue
! tell 4 clients by 17:00 (2 overdue, next 12:00)     techday ticket list --owed
! showing every open ticket: techday does not know your name yet
    techday config set technician.name "NAME"
! outbox 2                                                        techday outbox
ROUTINE 3/8   [ ] incoming owned 1 new without an owner   [ ] backups
              [ ] verified 0/3   [ ] check-in   [ ] end meeting
              [x] start meeting   [x] client contact   [x] time card
                                                        techday today check ITEM
BURNING 2                                                  techday start 1049211
 1049213 P1  ACME     Mail is down for everybody  working   12m  update     3:48
 1049211 P3  INITECH  Monitor flickers            new        2d  response  -3:14
QUEUE 3  (priority, then oldest)                           techday start 1049180
 1049180 P3  GLOBEX   Backup job failed twice     new        3d  response -13:14
 1049207 P3  ACME     Scanner sends no mail       working    2d  update    10:46
 L1      P3  client?  printer jams again          new        9m  response   3:51
WAITING 1  (by date)
 1049199 P3  INITECH  New laptop for the appren…  on parts   1h  until       Wed
NOT VERIFIED TODAY 3                                       techday ticket verify
 1049180  1049207  1049211
""")


def test_a_saturday_has_no_shift_and_asks_for_no_meeting(monday: Techday) -> None:
    assert monday.tell("today", now="2026-11-28T10:00:00Z") == snapshot("""\

$ techday today
techday  Sat 28 Nov 2026 10:00   Kim Lee   no shift today
> 8:58 since Mon 08:02 on 1049213 Mail is down for everybody
! time card 2026-W48 is not submitted: 8h58     techday timecard submit 2026-W48
! the timer on 1049213 was left running: cut at Mon 17:00           techday stop
! 1 ticket was overdue before it came here         techday ticket list --overdue
! tell 4 clients (4 overdue)                          techday ticket list --owed
! outbox 2                                                        techday outbox
ROUTINE 0/2   [ ] incoming owned 1 new without an owner   [ ] verified 0/5
                                                        techday today check ITEM
BURNING 2                                                       techday start L1
 1049213 P1  ACME     Mail is down for everybody   working   5d  update   -40:58
 L1      P3  client?  printer jams again           new       5d  response -40:55
QUEUE 3  (priority, then oldest)                           techday start 1049180
 1049180 P3  GLOBEX   Backup job failed twice      new       9d  response -58:00
 1049207 P3  ACME     Scanner sends no mail        working   8d  update   -34:00
 1049199 P3  INITECH  New laptop for the apprent…  on parts  5d  response -41:00
NOT VERIFIED TODAY 5                                       techday ticket verify
 1049213  1049180  1049207  1049199  L1
""")


def test_another_day_is_seen_as_at_its_end(monday: Techday) -> None:
    shown = monday("today --date fri").stdout.splitlines()
    assert shown[0] == snapshot("techday  Fri 20 Nov 2026, Sat 00:29   Kim Lee   shift 08:00-17:00")
    assert monday("today --date 2026-13-45").exit == 2
    assert monday("today --date yesterday --json").json["date"] == "2026-11-22"


def test_at_two_in_the_night_shift_it_is_still_the_day_before(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\n')
    techday.did("add Mail is down", now="2026-11-23T22:10:00Z")
    shown = techday("today", now="2026-11-24T02:00:00Z").stdout.splitlines()
    assert shown[0] == snapshot("techday  Mon 23 Nov 2026, Tue 02:00   shift 22:00-06:00")


def test_the_times_are_those_of_the_technician_s_zone(techday: Techday) -> None:
    techday.configure('[technician]\nzone = "America/New_York"\n')
    techday.did("add Mail is down", now="2026-11-23T15:30:00Z")
    shown = techday("today", now="2026-11-23T15:30:00Z")
    assert shown.stdout.splitlines()[0] == snapshot("techday  Mon 23 Nov 2026 10:30   shift 08:00-17:00")
    assert techday("today --json", now="2026-11-23T15:30:00Z").json["shift"]["start"] == "2026-11-23T13:00:00Z"


# --- alerts ---


def alerts(techday: Techday, now: str = "") -> list[str]:
    return [f"{one['kind']}: {one['text']}" for one in techday("today --json", now=now).json["alerts"]]


def test_no_timer_during_the_shift_is_said_once_time_was_ever_tracked(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add Mail is down --call --priority 4")
    assert alerts(techday) == []
    techday.did("start 1")
    assert alerts(techday, "2026-11-23T09:00:00Z") == []
    techday("stop", now="2026-11-23T09:00:00Z")
    assert alerts(techday, "2026-11-23T09:05:00Z") == ["timer: no timer running; last stopped 09:00"]
    assert alerts(techday, "2026-11-23T19:00:00Z") == []  # after the shift


def test_every_alert_ends_in_a_command_that_works(monday: Techday) -> None:
    monday.did("stop")
    later = "2026-11-27T12:00:00Z"
    shown = monday("today --json", now=later).json
    assert {one["kind"] for one in shown["alerts"]} == {"timecard", "timer", "updates", "overdue", "outbox"}
    for line in [*shown["alerts"], *(item for item in shown["routine"] if item["command"])]:
        words = line["command"].removeprefix("techday ").replace("TEXT", "seen")
        if words != "import":
            # A card with warnings is submitted once they are accepted.
            words += " --accept-warnings" if "submit" in words else ""
            assert monday(words, now=later).exit == 0, words


def test_a_counted_line_and_its_list_agree(monday: Techday) -> None:
    later = "2026-11-27T12:00:00Z"
    updates = next(one for one in monday("today --json", now=later).json["alerts"] if one["kind"] == "updates")
    listed = monday(f"{updates['command'].removeprefix('techday ')} --json", now=later).json["tickets"]
    clients = {one["client"] or one["ref"] for one in listed}
    assert updates["text"].startswith(f"tell {len(clients)} clients")


# --- the document ---


def test_each_open_ticket_of_mine_stands_in_one_section(monday: Techday) -> None:
    shown = monday("today --json").json
    sections = {name: [one["ref"] for one in shown[name]] for name in ("burning", "queue", "waiting", "unverified")}
    assert sections == snapshot(
        {
            "burning": ["1049213"],
            "queue": ["1049180", "1049207", "L1"],
            "waiting": ["1049199"],
            "unverified": ["1049180", "1049207"],
        }
    )


def test_the_document_says_whose_day_it_is_and_what_runs(monday: Techday) -> None:
    shown = monday("today --json").json
    assert {name: shown[name] for name in ("schema", "date", "now", "technician", "shift", "timecard")} == snapshot(
        {
            "schema": "techday.today/1",
            "date": "2026-11-23",
            "now": "2026-11-23T08:14:00Z",
            "technician": "Kim Lee",
            "shift": {"start": "2026-11-23T08:00:00Z", "end": "2026-11-23T17:00:00Z", "working": True},
            "timecard": {
                "running": {
                    "started_at": "2026-11-23T08:02:00Z",
                    "seconds": 720,
                    "ticket": "1049213",
                    "work_type": "remote",
                },
                "worked_seconds": 720,
                "missing_seconds": 0,
                "guesses": 0,
                "due": None,
            },
        }
    )


def test_it_is_the_same_with_or_without_the_word(monday: Techday) -> None:
    assert monday("").stdout == monday("today").stdout
    assert monday("--json").stdout == monday("today --json").stdout


def test_a_read_leaves_the_store_as_it_is(monday: Techday) -> None:
    before = monday.store.read_bytes()
    for command in ("today", "today --json", "ticket list", "ticket show 213", "client show acme", "timecard"):
        monday.did(command)
    assert monday.store.read_bytes() == before


def test_another_day_says_that_its_tickets_are_those_of_now(monday: Techday) -> None:
    kinds = [alert["kind"] for alert in monday("today --date yesterday --json").json["alerts"]]
    assert "date" in kinds
    assert "date" not in [alert["kind"] for alert in monday("today --json").json["alerts"]]


def test_the_ticket_that_the_timer_runs_on_is_not_offered_to_be_started(monday: Techday) -> None:
    assert "techday start 1049213" not in monday("today").stdout
    monday.did("stop", now="2026-11-23T08:20:00Z")
    assert "techday start 1049213" in monday("today", now="2026-11-23T08:21:00Z").stdout


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_alert_keeps_its_end_and_a_long_command_is_whole(techday: Techday, width: int) -> None:
    name = "Nightly full server backup of the finance department in the cellar of Hamburg"
    techday.did("client add Acme --code ACMEINTERNAT", f"watch add '{name}' --client acme --kind backup")
    techday.did("watch check nightly fail --seen red")
    board = techday("today", COLUMNS=str(width)).stdout
    assert all(len(row) <= width for row in board.splitlines())
    joined = " ".join(board.split())
    assert "fails, day 1 (L1)" in joined
    assert f'techday watch check "ACMEINTERNAT {name}" ok --seen TEXT' in joined
