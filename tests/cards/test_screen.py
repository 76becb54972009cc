"""The screens of the time card: what was worked, what is missing between, and how far the week is."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards import day_screen, screen
from techday.cards.looks import ASCII, BLOCKS, can_show, plan_bar, share_bar
from techday.cards.views import CardState, CardView, EntryView, RuleView
from techday.core.shifts import ShiftPattern
from techday.ui.grid import Line, plain_text, width_of
from tests.cards.views import (
    NOW,
    TODAY,
    ZONE,
    at,
    card,
    day_of,
    entry,
    finding,
    for_client,
    gap,
    look,
    meeting,
    pause,
    shares,
)
from tests.conftest import Techday


def text(lines: Sequence[Line]) -> str:
    """Give a screen as it reads without colour."""
    return "\n" + "\n".join(plain_text(one) for one in lines) + "\n"


ENTRIES = [
    entry(412, "08:00", "08:40"),
    entry(413, "09:10", "11:30", guessed=True, late=2 * 86400, note="Restarted it", own_note=True),
    meeting(414, "11:30", "12:10"),
    entry(415, "13:00", "15:00", ticket="INC0012345", title="Printer prints every other page"),
    entry(416, "14:00", "15:00", concurrent=True, paid_seconds=0, internal_note="Watched the copy"),
    entry(417, "15:30", None),
]
MONDAY = day_of(ENTRIES, gaps=[gap("08:40", "09:10"), gap("15:00", "15:30")], breaks=[pause("12:10", "12:40")])
GUESS = finding("guess", "L1 09:10-11:30 is a guess", "techday timecard edit 413 --confirm", 413)
GAP = finding("gap", "nothing told 08:40-09:10 (30m)", "techday timecard fix")
WEEK = card(ENTRIES, [MONDAY], errors=[GUESS], warnings=[GAP])


def test_the_time_card_shows_today_with_its_gaps_and_then_the_week() -> None:
    assert text(screen.card_page(WEEK, TODAY, look())) == snapshot("""\

Mon 23 Nov 2026  6h20 of 8h worked  6h40 billed
> 0:40 since 15:30 on L1 Mail is down
   #  time         worked  type     ticket      what
 412  08:00-08:40     40m  remote   L1          Mail is down
      08:40-09:10     30m  not told           techday log 08:40-09:10 --ticket N
 413  09:10-11:30    2h20  remote   L1          Mail is down       guess 2d late
 414  11:30-12:10     40m  meeting                                 nb
      12:10-12:40     30m  break
      12:40-13:00     20m  lunch
 415  13:00-15:00      2h  remote   INC0012345  Printer prints e…
 416  14:00-15:00      0m  remote   L1          Mail is down       beside
      15:00-15:30     30m  not told           techday log 15:00-15:30 --ticket N
 417  15:30-now       40m  remote   L1          Mail is down

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23    6h20    6h40  ███████████████████████████████░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week      6h20    6h40  40h planned
 billable   89%  ████████████████████████┃████░░░░  5h40 of 6h20, target 75%
 utilised   89%  ████████████████████████┃████░░░░  5h40 of 6h20, target 75%
ERRORS 1
! L1 09:10-11:30 is a guess                  techday timecard edit 413 --confirm
""")


def test_it_is_useful_at_60_columns_and_without_block_characters() -> None:
    assert text(screen.card_page(WEEK, TODAY, look(60, blocks=False))) == snapshot("""\

Mon 23 Nov 2026  6h20 of 8h worked  6h40 billed
> 0:40 since 15:30 on L1 Mail is down
   #  time         worked  ticket    what
 412  08:00-08:40     40m  L1        Mail is…
      08:40-09:10     30m  not told
      techday log 08:40-09:10 --ticket N
 413  09:10-11:30    2h20  L1        Mail is…  guess 2d late
 414  11:30-12:10     40m            meeting   nb
      12:10-12:40     30m  break
      12:40-13:00     20m  lunch
 415  13:00-15:00      2h  INC0012…  Printer…
 416  14:00-15:00      0m  L1        Mail is…  beside
      15:00-15:30     30m  not told
      techday log 15:00-15:30 --ticket N
 417  15:30-now       40m  L1        Mail is…

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23    6h20    6h40  #######################.......
 Tue 24      0m      0m  ..............................
 Wed 25      0m      0m  ..............................
 Thu 26      0m      0m  ..............................
 Fri 27      0m      0m  ..............................
 week      6h20    6h40  40h planned
 billable   89%  #########|#..  5h40 of 6h20, target 75%
 utilised   89%  #########|#..  5h40 of 6h20, target 75%
ERRORS 1
! L1 09:10-11:30 is a guess
      techday timecard edit 413 --confirm
""")


def test_it_says_more_at_120_columns() -> None:
    assert text(screen.card_page(WEEK, TODAY, look(120))) == snapshot("""\

Mon 23 Nov 2026  6h20 of 8h worked  6h40 billed
> 0:40 since 15:30 on L1 Mail is down
   #  time         worked  billed  type     ticket      client  what
 412  08:00-08:40     40m     40m  remote   L1          ACME    Mail is down
      08:40-09:10     30m  not told                                                   techday log 08:40-09:10 --ticket N
 413  09:10-11:30    2h20    2h20  remote   L1          ACME    Mail is down                     guess 2d late
 414  11:30-12:10     40m       -  meeting                                                       nb
      12:10-12:40     30m  break
      12:40-13:00     20m  lunch
 415  13:00-15:00      2h      2h  remote   INC0012345  ACME    Printer prints every other page
 416  14:00-15:00      0m      1h  remote   L1          ACME    Mail is down                     beside
      15:00-15:30     30m  not told                                                   techday log 15:00-15:30 --ticket N
 417  15:30-now       40m     40m  remote   L1          ACME    Mail is down

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23    6h20    6h40  ███████████████████████████████░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week      6h20    6h40  40h planned
 billable   89%  ██████████████████████████████┃████░░░░░  5h40 of 6h20, target 75%
 utilised   89%  ██████████████████████████████┃████░░░░░  5h40 of 6h20, target 75%
ERRORS 1
! L1 09:10-11:30 is a guess                                                          techday timecard edit 413 --confirm
""")


def test_a_day_in_detail_has_the_notes_and_says_what_the_marks_mean() -> None:
    assert text(screen.day_page(MONDAY, ENTRIES, [GUESS, GAP], look())) == snapshot("""\

Mon 23 Nov 2026  6h20 of 8h worked  6h40 billed
> 0:40 since 15:30 on L1 Mail is down
   #  time         worked  type     ticket      what
 412  08:00-08:40     40m  remote   L1          Mail is down
      08:40-09:10     30m  not told           techday log 08:40-09:10 --ticket N
 413  09:10-11:30    2h20  remote   L1          Mail is down       guess 2d late
      note: Restarted it
 414  11:30-12:10     40m  meeting                                 nb
      12:10-12:40     30m  break
      12:40-13:00     20m  lunch
 415  13:00-15:00      2h  remote   INC0012345  Printer prints e…
 416  14:00-15:00      0m  remote   L1          Mail is down       beside
      internal: Watched the copy
      15:00-15:30     30m  not told           techday log 15:00-15:30 --ticket N
 417  15:30-now       40m  remote   L1          Mail is down
guess: not confirmed  beside: other work ran too, paid once  nb: not billable
 billable   89%  ████████████████████████┃████░░░░  5h40 of 6h20, target 75%
 utilised   89%  ████████████████████████┃████░░░░  5h40 of 6h20, target 75%
ERRORS 1
! L1 09:10-11:30 is a guess                  techday timecard edit 413 --confirm
WARNINGS 1
! nothing told 08:40-09:10 (30m)                            techday timecard fix
""")


VISIT = [
    meeting(1, "08:00", "08:19")._replace(note="Monday meeting"),
    for_client(2, "09:05", "09:30", "Travel to ACME Acme Dental", work_type="travel"),
    for_client(3, "09:30", "09:55", "VPN router swapped", work_type="on-site", internal_note="The old one is kept"),
    for_client(4, "09:55", "10:10", "", work_type="on-site"),
    for_client(5, "10:10", "10:20", "Rewired the rack " * 6, work_type="on-site"),
    for_client(6, "10:20", "10:30", "z", work_type="on-site"),
    entry(7, "10:30", "10:40", note="Rebooted it", own_note=True),
]


def test_what_was_done_for_a_client_on_no_ticket_is_said_once_and_names_the_client() -> None:
    assert text(day_screen.day_lines(day_of(VISIT), VISIT, look(), notes=True)) == snapshot("""\

 #  time         worked  type     ticket  what
 1  08:00-08:19     19m  meeting          Monday meeting                      nb
 2  09:05-09:30     25m  travel           Travel to ACME Acme Dental
 3  09:30-09:55     25m  on-site          ACME: VPN router swapped
      internal: The old one is kept
 4  09:55-10:10     15m  on-site          ACME
 5  10:10-10:20     10m  on-site          ACME: Rewired the rack Rewired th…
      note: Rewired the rack Rewired the rack Rewired the rack Rewired the rack
            Rewired the rack Rewired the rack
 6  10:20-10:30     10m  on-site          ACME: z
 7  10:30-10:40     10m  remote   L1      Mail is down
      note: Rebooted it
    12:00-13:00      1h  lunch
""")


def test_at_60_columns_a_note_that_was_cut_stands_whole_below() -> None:
    assert text(day_screen.day_lines(day_of(VISIT), VISIT, look(60), notes=True)) == snapshot("""\

 #  time         worked  ticket  what
 1  08:00-08:19     19m          Monday meeting           nb
 2  09:05-09:30     25m          Travel to ACME Acme De…
      note: Travel to ACME Acme Dental
 3  09:30-09:55     25m          ACME: VPN router swapp…
      note: VPN router swapped
      internal: The old one is kept
 4  09:55-10:10     15m          ACME: on-site
 5  10:10-10:20     10m          ACME: Rewired the rack…
      note: Rewired the rack Rewired the rack Rewired the
            rack Rewired the rack Rewired the rack Rewired
            the rack
 6  10:20-10:30     10m          ACME: z
 7  10:30-10:40     10m  L1      Mail is down
      note: Rebooted it
    12:00-13:00      1h  lunch
""")


def test_where_the_client_has_a_column_the_words_do_not_repeat_it() -> None:
    assert text(day_screen.day_lines(day_of(VISIT), VISIT, look(120), notes=True)) == snapshot("""\

 #  time         worked  billed  type     ticket  client  what
 1  08:00-08:19     19m       -  meeting                  Monday meeting                                              nb
 2  09:05-09:30     25m     25m  travel           ACME    Travel to ACME Acme Dental
 3  09:30-09:55     25m     25m  on-site          ACME    VPN router swapped
      internal: The old one is kept
 4  09:55-10:10     15m     15m  on-site          ACME
 5  10:10-10:20     10m     10m  on-site          ACME    Rewired the rack Rewired the rack Rewired the rack Rewire…
      note: Rewired the rack Rewired the rack Rewired the rack Rewired the rack Rewired the rack Rewired the rack
 6  10:20-10:30     10m     10m  on-site          ACME    z
 7  10:30-10:40     10m     10m  remote   L1      ACME    Mail is down
      note: Rebooted it
    12:00-13:00      1h  lunch
""")


@pytest.mark.parametrize(
    ("running", "words"),
    [
        (entry(1, "16:00", None), "L1 Mail is down"),
        (meeting(1, "16:00", "16:05")._replace(note="Monday meeting"), "meeting: Monday meeting"),
        (for_client(1, "16:00", "16:05", "Travel to ACME Acme", work_type="travel"), "ACME (travel)"),
        (meeting(1, "16:00", "16:05"), "meeting"),
    ],
)
def test_what_runs_says_for_whom_or_what_it_is(running: EntryView, words: str) -> None:
    runs = running._replace(ended_at=None)
    (line,) = day_screen.running_lines([runs], day_of(), look())
    assert plain_text(line).endswith(f"since 16:00 on {words}")


def test_a_week_in_detail_has_its_cards_and_the_rules_of_billing() -> None:
    frozen = entry(400, "09:00", "10:00", frozen=True)
    tuesday = entry(401, "09:00", "10:00", TODAY + timedelta(days=1), card="2026-W48/2")
    long = "On Tuesday you were on leave, as far as I can see; please look at it again and then tell me"
    cards = [
        CardState("2026-W48", "approved", NOW, 3600, 3600, "Pat Lee", None, "3fa9c1d2" * 8),
        CardState("2026-W48/2", "rejected", NOW, 3600, 3600, "Pat Lee", long, None),
        CardState("2026-W48/3", "submitted", NOW, 3600, 3600, None, None, "abcdef01" * 8),
        CardState("2026-W48/4", "open", None, 0, 0, None, None, None),
    ]
    rules = [RuleView("remote", "at least 15m, up to the next 15m, per entry"), RuleView("travel", "as worked")]
    view = card([frozen, tuesday], cards=cards, rules=rules, state="approved")
    assert text(screen.week_page(view, TODAY, look())) == snapshot("""\

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  approved  Kim Lee
 2026-W48    approved by Pat Lee  1h  1h billed  digest 3fa9c1d23fa9
 2026-W48/2  rejected by Pat Lee  1h  1h billed
   On Tuesday you were on leave, as far as I can see; please look at it again
   and then tell me
 2026-W48/3  submitted 16:10      1h  1h billed  digest abcdef01abcd
 2026-W48/4  open                 0m  0m billed
         worked  billed
 Mon 23      1h      1h  █████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      1h      1h  █████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week        2h      2h  40h planned
 billable  100%  ████████████████████████┃████████  2h of 2h, target 75%
 utilised  100%  ████████████████████████┃████████  2h of 2h, target 75%

Mon 23 Nov 2026  1h of 8h worked  1h billed
   #  time         worked  type    ticket  what
 400  09:00-10:00      1h  remote  L1      Mail is down  frozen
      12:00-13:00      1h  lunch

Tue 24 Nov 2026  1h of 8h worked  1h billed
 401  09:00-10:00      1h  remote  L1      Mail is down
frozen: submitted

BILLED
 remote  at least 15m, up to the next 15m, per entry
""")


def test_an_empty_week_says_how_to_begin() -> None:
    assert text(screen.card_page(card(), TODAY, look())) == snapshot("""\

Mon 23 Nov 2026  0m of 8h worked  0m billed
  Nothing yet.  techday start N, or techday log 9:00-10:30 --ticket N

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week        0m      0m  40h planned
""")
    assert text(screen.week_page(card(), TODAY, look())) == snapshot("""\

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week        0m      0m  40h planned
  Nothing in 2026-W48 yet.  techday log 9:00-10:30 --date 2026-11-23
""")


def test_an_empty_day_gone_by_offers_no_timer() -> None:
    shown = text(screen.day_page(day_of(day=date(2026, 11, 21)), [], [], look()))
    assert shown.endswith("\n  Nothing.  techday log 9:00-10:30 --date 2026-11-21 --ticket N\n")


def test_a_break_that_goes_on_says_how_it_ends() -> None:
    day = day_of([entry(1, "08:00", "16:00")], breaks=[pause("16:00", None)])
    shown = text(screen.day_page(day, [entry(1, "08:00", "16:00")], [], look()))
    assert "> on a break since 16:00" in shown
    assert "techday timecard resume" in shown
    assert "16:00-now 10m break" in " ".join(shown.split())


# What lies between the entries


@pytest.mark.parametrize(
    ("worked", "lunch"),
    [
        ([("08:00", "12:00"), ("13:00", "16:00")], ["12:00-13:00"]),
        ([("08:00", "12:20"), ("12:40", "16:00")], ["12:20-12:40"]),
        ([("08:00", "16:00")], []),  # worked through it
        ([("08:00", "12:15"), ("12:30", "12:45")], ["12:15-12:30", "12:45-13:00"]),
    ],
)
def test_lunch_is_what_was_not_worked_in_its_window(worked: list[tuple[str, str]], lunch: list[str]) -> None:
    entries = [entry(number, *times) for number, times in enumerate(worked, start=1)]
    shown = text(screen.day_page(day_of(entries), entries, [], look()))
    assert [row.split()[0] for row in shown.splitlines() if row.endswith("lunch")] == lunch


def test_lunch_to_come_is_not_drawn_and_what_has_begun_lasts_up_to_now() -> None:
    morning = [entry(1, "08:00", "12:00")]
    before, within = datetime(2026, 11, 23, 10, 59, tzinfo=UTC), datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
    assert "lunch" not in text(screen.day_page(day_of(morning), morning, [], look(now=before)))
    assert "12:00-12:20     20m  lunch" in text(screen.day_page(day_of(morning), morning, [], look(now=within)))


def test_a_day_off_and_a_shift_without_lunch_have_none() -> None:
    saturday, later = date(2026, 11, 28), look(now=datetime(2026, 11, 30, tzinfo=UTC))
    for day, seen in ((saturday, later), (TODAY, later._replace(lunch=None))):
        morning = [entry(1, "08:00", "12:00", day)]
        assert "lunch" not in text(screen.day_page(day_of(morning, day), morning, [], seen))


@pytest.mark.parametrize(
    ("start", "end", "day", "command"),
    [
        ("08:40", "09:10", TODAY, "techday log 08:40-09:10 --ticket N"),
        ("08:40:12", "09:10:33", TODAY, "techday log 08:40:12-09:10:33 --ticket N"),
        ("08:40", "09:10", date(2026, 11, 20), "techday log 08:40-09:10 --date 2026-11-20 --ticket N"),
    ],
)
def test_the_command_of_a_gap_fills_exactly_that_gap(start: str, end: str, day: date, command: str) -> None:
    shown = text(screen.day_page(day_of(day=day, gaps=[gap(start, end, day)]), [], [], look(120)))
    assert shown.count(command + "\n") == 1


def test_what_starts_together_stands_with_the_zero_length_guess_first() -> None:
    guess = entry(7, "09:00", "09:00", guessed=True)
    shown = text(screen.day_page(day_of(), [entry(8, "09:00", "10:00"), guess], [], look()))
    assert shown.index("09:00-09:00      0m") < shown.index("09:00-10:00      1h")


# Times


def test_a_night_shift_names_the_weekday_after_midnight() -> None:
    nights = ShiftPattern(ZONE, time(22), time(6))
    across = entry(1, "22:00", "23:00")._replace(ended_at=at("02:00", TODAY + timedelta(days=1)))
    after = entry(2, "02:00", "06:00", TODAY + timedelta(days=1))._replace(date=TODAY)
    seen = look(pattern=nights, lunch=None, now=at("07:00", TODAY + timedelta(days=1)))
    shown = text(screen.day_page(day_of([across, after], pattern=nights), [across, after], [], seen))
    assert "22:00-02:00" in shown
    assert "Tue 02:00-06:00" in shown


def test_an_entry_of_more_than_a_day_says_on_which_day_it_ended() -> None:
    end = at("09:00", TODAY + timedelta(days=1))
    forgotten = entry(1, "08:00", "09:00")._replace(ended_at=end, seconds=25 * 3600)
    assert "08:00-Tue 09:00" in text(screen.day_page(day_of(), [forgotten], [], look()))


def test_an_entry_over_the_hour_that_comes_twice_keeps_its_true_length() -> None:
    """On 25 October 2026 the clocks of Berlin go back from 03:00 to 02:00."""
    day = date(2026, 10, 25)
    started, ended = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    twice = entry(1, "08:00", "09:00", day)._replace(
        started_at=started, ended_at=ended, seconds=2700, paid_seconds=2700
    )
    assert "02:30-02:15     45m" in text(screen.day_page(day_of([twice], day), [twice], [], look()))


# Findings


def test_the_time_card_names_the_first_findings_and_counts_the_others() -> None:
    view = card(errors=[GUESS] * 3, warnings=[GAP._replace(kind="late")] * 9)
    shown = text(screen.card_page(view, TODAY, look()))
    assert shown.count("! L1 09:10-11:30 is a guess") == 3
    assert shown.count("! nothing told") == 5
    assert "ERRORS 3\n" in shown
    assert "WARNINGS 9\n" in shown
    assert shown.splitlines()[-1].split("  ")[0] == "and 4 more"
    assert shown.endswith("techday timecard review 2026-W48\n")


def test_errors_alone_may_take_all_the_room_and_the_warnings_are_counted_still() -> None:
    shown = text(screen.card_page(card(errors=[GUESS] * 8, warnings=[GAP._replace(kind="late")] * 2), TODAY, look()))
    assert "WARNINGS 2\nand 2 more" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_command_is_never_cut(width: int) -> None:
    command = 'techday timecard log TIME-TIME --date 2026-11-24 --note "…"'
    short = finding("short", "2026-11-24 has no time at all (8h planned)", command)
    shown = " ".join(text(screen.week_page(card(warnings=[short]), TODAY, look(width))).split())
    assert command in shown


# Bars


def test_bars_show_the_plan_what_was_reached_and_what_went_beyond() -> None:
    hours = [0, 1, 4, 8, 10]
    assert [plan_bar(worked * 3600, 8 * 3600, 10 * 3600, 10, ASCII) for worked in hours] == [
        "........",
        "#.......",
        "####....",
        "########",
        "########|#",
    ]
    assert plan_bar(100 * 3600, 8 * 3600, 16 * 3600, 16, ASCII) == "########|#######"  # more than there is room for
    assert plan_bar(3600, 0, 8 * 3600, 8, ASCII) == "#"  # a day off
    assert plan_bar(0, 0, 0, 8, ASCII) == ""
    assert [share_bar(percent, 75, 8, BLOCKS) for percent in (0, 50, 100)] == ["░░░░░░┃░", "████░░┃░", "██████┃█"]
    assert share_bar(50, 0, 8, ASCII) == "####...."  # no target
    assert share_bar(50, 100, 8, ASCII) == "####...|"


def test_a_forgotten_timer_does_not_make_the_other_days_small() -> None:
    endless = day_of([entry(1, "08:00", "09:00", paid_seconds=100 * 3600)])
    tuesday = entry(2, "08:00", "16:00", TODAY + timedelta(days=1))
    shown = text(screen.week_lines(card([tuesday], [endless]), TODAY, look(blocks=False)))
    assert shown.splitlines()[2:4] == [
        " Mon 23    100h      1h  ####################|###################",
        " Tue 24      8h      8h  ####################",
    ]


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 50_000), st.integers(0, 40))
@example(28_799, 28_800, 0, 40)
def test_a_bar_fits_its_room_and_is_full_only_where_the_plan_is_met(
    worked: int, planned: int, more: int, room: int
) -> None:
    drawn = plan_bar(worked, planned, max(worked, planned) + more, room, ASCII)
    assert len(drawn) <= room
    if worked < planned and drawn:
        assert drawn.endswith(ASCII.rest)
    if worked >= planned:
        assert ASCII.rest not in drawn
    assert (ASCII.mark in drawn) <= (worked > planned > 0)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(5, 40))
def test_a_share_passes_the_mark_only_where_the_target_is_reached(percent: int, target: int, room: int) -> None:
    drawn = share_bar(percent, target, room, ASCII)
    assert len(drawn) == room
    assert (ASCII.mark in drawn) == (target > 0)
    if target and percent < target:
        assert ASCII.full not in drawn[drawn.index(ASCII.mark) :]


def test_shares_stand_against_the_target_and_nothing_stands_where_nothing_was_worked() -> None:
    shown = text(screen.share_lines(shares(20 * 3600, 12 * 3600, 16 * 3600), look(60, blocks=False)))
    assert shown == snapshot("""\

 billable   60%  #######..|...  12h of 20h, target 75%
 utilised   80%  #########|...  16h of 20h, target 75%
""")
    assert screen.share_lines(shares(0, 0, 0), look()) == []


@pytest.mark.parametrize(
    ("encoding", "carries"), [("utf-8", True), (None, True), ("cp437", False), ("cp1252", False), ("ascii", False)]
)
def test_a_console_without_block_characters_gets_plain_bars(encoding: str | None, carries: bool) -> None:
    assert can_show(BLOCKS, encoding) is carries


# Widths

HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07",
    "invoice \u202egnp.exe",
    "w" * 10_000,
    "邮件服务器宕机了" * 30,
    "👩‍👩‍👧‍👦 🇩🇪 👍🏽 down",
    "one\ntwo\ttabs\r\n\u2028three",
    "m" + "\u0301\u0327" * 40 + "ail",
    "\u200b\u2060\ufeff",
    "",
)


def hostile_week() -> CardView:
    """Give a week in which every text is hostile, one kind in each entry."""
    entries = [
        entry(
            10**6 + number,
            f"{8 + number // 6:02d}:{number % 6}0",
            f"{8 + number // 6:02d}:{number % 6}9",
            title=bad,
            note=f"{bad}!",
            own_note=True,
            internal_note=bad,
            ticket=bad,
            client=bad,
            work_type=bad or "x",
            guessed=True,
            late=400 * 86400,
            concurrent=True,
            billable=False,
            frozen=True,
        )
        for number, bad in enumerate(HOSTILE)
    ]
    findings = [finding("note", bad, f"techday {bad}") for bad in HOSTILE]
    cards = [CardState(f"2026-W48/{n}", "rejected", NOW, 1, 1, bad, bad, bad) for n, bad in enumerate(HOSTILE, 1)]
    rules = [RuleView(bad or "x", bad) for bad in HOSTILE]
    running = entry(1, "08:00", None, title=HOSTILE[0], ticket=HOSTILE[1])
    return card(
        [*entries, running],
        errors=findings,
        warnings=findings,
        cards=cards,
        rules=rules,
        technician=HOSTILE[3],
    )


def long_day() -> CardView:
    """Give a day of 60 entries with a gap after each."""
    start = at("08:00")
    times = [(start + timedelta(minutes=8 * number)) for number in range(60)]
    entries = [
        entry(number, "08:00", "08:05")._replace(started_at=begin, ended_at=begin + timedelta(minutes=5))
        for number, begin in enumerate(times, start=1)
    ]
    gaps = [gap("08:00", "08:03")._replace(started_at=begin + timedelta(minutes=5)) for begin in times]
    return card(entries, [day_of(entries, gaps=gaps)])


VIEWS = {"hostile": hostile_week(), "empty": card(), "one": card([entry(1, "08:00", None)]), "many": long_day()}


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("name", VIEWS)
def test_no_line_is_wider_than_the_screen_and_none_steers_it(name: str, width: int) -> None:
    view = VIEWS[name]
    seen = look(width)
    day = view.days[0]
    pages = [
        screen.card_page(view, TODAY, seen),
        screen.week_page(view, TODAY, seen),
        screen.day_page(day, [one for one in view.entries if one.date == TODAY], view.errors, seen),
        screen.review_page(view, view.week, [("2026-W48", "submitted", "techday timecard recall 2026-W48")], width),
    ]
    for page in pages:
        assert max(width_of(one) for one in page) <= width
        for char in text(page).replace("\n", "").replace("\u200d", ""):
            assert unicodedata.category(char) not in {"Cc", "Cs", "Cf", "Zl", "Zp"}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_times_stand_under_each_other_and_every_entry_of_a_long_day_is_there(width: int) -> None:
    view = VIEWS["many"]
    shown = text(screen.day_page(view.days[0], view.entries, [], look(width)))
    rows = [row for row in shown.splitlines() if row.strip()[:1].isdigit()]
    assert len(rows) >= 120
    assert {row.index("-") for row in rows if ":" in row} == {rows[0].index("-")}


# The commands


def test_the_three_screens_and_their_json(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme", "start 1")
    week = techday("timecard --json", now="2026-11-23T09:00:00Z").json
    assert week["schema"] == "techday.timecard/1"
    assert week == techday("timecard week --json", now="2026-11-23T09:00:00Z").json
    assert week["week"] == "2026-W48"
    day = techday("timecard day --json", now="2026-11-23T09:00:00Z").json
    assert day["schema"] == "techday.timecard-day/1"
    assert day["date"] == "2026-11-23"
    assert day["worked_seconds"] == week["worked_seconds"] == 46 * 60
    assert day["entries"] == week["entries"]
    assert {"billed_seconds", "gaps", "breaks", "utilisation", "findings"} <= set(day)


def test_another_day_and_another_week_are_named(techday: Techday) -> None:
    assert "Fri 20 Nov 2026" in techday("timecard day fri").stdout
    assert techday("timecard week last").stdout.startswith("2026-W47  Mon 16 Nov - Sun 22 Nov 2026")
    assert techday("timecard week 2026-W47 --json").json["first_day"] == "2026-11-16"
    assert techday("timecard week 2026-11-18 --json").json["week"] == "2026-W47"


@pytest.mark.parametrize(("command", "code"), [("timecard week nonsense", 2), ("timecard day nonsense", 2)])
def test_what_is_no_week_and_no_day_is_refused(techday: Techday, command: str, code: int) -> None:
    assert techday(command).exit == code


def test_plain_output_draws_its_bars_in_ascii(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme", "start 1")
    assert "░" in techday("timecard").stdout
    plain = techday("timecard --plain").stdout
    assert plain.isascii()
    assert "....." in plain
