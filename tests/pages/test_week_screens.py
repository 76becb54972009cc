"""The screens of the week: columns where the terminal is wide, a list where it is not, and nothing left out."""

import pytest
from inline_snapshot import snapshot

from techday.ui.grid import cell_width
from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
HOSTILE = "\x1b[31mred\x1b[0m \u202egnp.exe 日本語のとても長い題名です and\nmuch more of it than any column holds"


@made_once
def mixed(techday: Techday) -> Techday:
    """A week with something of everything: conflicts, changes, whole days, a night, a short way, time off."""
    techday.configure(KIM)
    techday.did(
        "client add Acme --code ACME",
        "client add Globex --code GLOBEX",
        "schedule add Replace switch --start '2026-11-23 9:00' --client acme --place 'Main street' --kind on-site",
        "schedule add Audit of the firewall --start '2026-11-24 9:00' --for 2h --client globex --place 'Harbour 7'"
        " --kind on-site",
        "schedule add Team meeting --start '2026-11-24 10:00' --kind meeting",
        "schedule add Look at the printers --start '2026-11-24 11:10' --for 8h --client acme --kind on-site",
        "schedule add Birthday of Sam --start 2026-11-25 --all-day --kind meeting",
        "schedule add Patch night --start '2026-11-26 22:00' --for 4h --kind maintenance",
        "schedule add Vacation --start 2026-11-27 --all-day --kind 'time off'",
        "schedule add Their visit --start '2026-11-25 9:00' --technician 'Sam Reed' --kind on-site --client globex",
        "schedule add Webinar --start '2026-11-26 13:00' --kind training",
        "week ack 1 2 7 9",
        "week decline 3 --reason 'with a client'",
        "schedule move 1 --start '2026-11-23 14:00' --for 1h",
        "schedule cancel 9 --reason 'the speaker is ill'",
    )
    return techday


def test_in_a_terminal_of_80_columns_the_week_is_a_list_by_day(mixed: Techday) -> None:
    assert mixed.tell("week") == snapshot("""\

$ techday week
Week 48  Mon 23 Nov - Sun 29 Nov   2 of 7 acknowledged, 4 open, 1 declined

Mon 23 Nov (today)  1h of 8h
 [~]  1  14:00-15:00  Replace switch         ACME    Main street
        changed: start Mon 23 Nov 09:00 -> Mon 23 Nov 14:00, end Mon 23 Nov
        10:00 -> Mon 23 Nov 15:00

Tue 24 Nov  9h of 8h, 1h over
 [x]  2  09:00-11:00  Audit of the firewall  GLOBEX  Harbour 7
        ! 10m from GLOBEX to ACME (takes 30m)
 [-]  3  10:00-11:00  Team meeting
        declined: with a client
 [ ]  4  11:10-19:10  Look at the printers   ACME
        ! 10m from GLOBEX to ACME (takes 30m)

Wed 25 Nov  0m of 8h
 [ ]  5  all day      Birthday of Sam
  .   8  09:00-10:00  Sam Reed: Their visit  GLOBEX

Thu 26 Nov  2h30 of 8h
  x   9  13:00-14:00  Webinar
        cancelled: the speaker is ill
 [ ]  6  from 22:00   Patch night
        ! in 7 Vacation (Fri 27 Nov, all day)

Fri 27 Nov  1h30 of 8h
 [x]  7  all day      Vacation
        ! overlaps 6 Patch night (Thu 26 Nov 22:00 - Fri 27 Nov 02:00)
 [ ]  6  until 02:00  Patch night

  techday week ack  one by one, or
  techday week ack --all  at once
  techday week decline ID --reason TEXT
""")


def test_it_is_useful_at_60_columns(mixed: Techday) -> None:
    assert mixed.tell("week", COLUMNS="60") == snapshot("""\

$ techday week
Week 48  Mon 23 Nov - Sun 29 Nov
2 of 7 acknowledged, 4 open, 1 declined

Mon 23 Nov (today)  1h of 8h
 [~]  1  14:00-15:00  Replace switch         ACME
        changed: start Mon 23 Nov 09:00 -> Mon 23 Nov 14:00,
        end Mon 23 Nov 10:00 -> Mon 23 Nov 15:00

Tue 24 Nov  9h of 8h, 1h over
 [x]  2  09:00-11:00  Audit of the firewall  GLOBEX
        ! 10m from GLOBEX to ACME (takes 30m)
 [-]  3  10:00-11:00  Team meeting
        declined: with a client
 [ ]  4  11:10-19:10  Look at the printers   ACME
        ! 10m from GLOBEX to ACME (takes 30m)

Wed 25 Nov  0m of 8h
 [ ]  5  all day      Birthday of Sam
  .   8  09:00-10:00  Sam Reed: Their visit  GLOBEX

Thu 26 Nov  2h30 of 8h
  x   9  13:00-14:00  Webinar
        cancelled: the speaker is ill
 [ ]  6  from 22:00   Patch night
        ! in 7 Vacation (Fri 27 Nov, all day)

Fri 27 Nov  1h30 of 8h
 [x]  7  all day      Vacation
        ! overlaps 6 Patch night (Thu 26 Nov 22:00 - Fri 27
        Nov 02:00)
 [ ]  6  until 02:00  Patch night

  techday week ack  one by one, or
  techday week ack --all  at once
  techday week decline ID --reason TEXT
""")


def test_at_120_columns_each_day_is_a_column(mixed: Techday) -> None:
    assert mixed.tell("week", COLUMNS="120") == snapshot("""\

$ techday week
Week 48  Mon 23 Nov - Sun 29 Nov   2 of 7 acknowledged, 4 open, 1 declined

> Mon 23 Nov            Tue 24 Nov              Wed 25 Nov              Thu 26 Nov              Fri 27 Nov
1h of 8h                9h of 8h, 1h over       0m of 8h                2h30 of 8h              1h30 of 8h

[~] 14:00-15:00         [x] 09:00-11:00         [ ] all day              x  13:00-14:00         [x] all day
1 Replace switch        ! 2 Audit of the        5 Birthday of Sam       9 Webinar               ! 7 Vacation
ACME, Main street       firewall
                        GLOBEX, Harbour 7        .  09:00-10:00         [ ] from 22:00          [ ] until 02:00
                                                8 Sam Reed: Their       ! 6 Patch night         ! 6 Patch night
                        [-] 10:00-11:00         visit
                        3 Team meeting          GLOBEX

                        [ ] 11:10-19:10
                        ! 4 Look at the
                        printers
                        ACME

[~] 1  Mon 23 Nov  Replace switch
        changed: start Mon 23 Nov 09:00 -> Mon 23 Nov 14:00, end Mon 23 Nov 10:00 -> Mon 23 Nov 15:00
[x] 2  Tue 24 Nov  Audit of the firewall
        ! 10m from GLOBEX to ACME (takes 30m)
[-] 3  Tue 24 Nov  Team meeting
        declined: with a client
[ ] 4  Tue 24 Nov  Look at the printers
        ! 10m from GLOBEX to ACME (takes 30m)
 x  9  Thu 26 Nov  Webinar
        cancelled: the speaker is ill
[ ] 6  Thu 26 Nov  Patch night
        ! in 7 Vacation (Fri 27 Nov, all day)
[x] 7  Fri 27 Nov  Vacation
        ! overlaps 6 Patch night (Thu 26 Nov 22:00 - Fri 27 Nov 02:00)

  techday week ack  one by one, or
  techday week ack --all  at once
  techday week decline ID --reason TEXT
""")


def test_at_200_columns_the_columns_use_the_room_and_a_weekend_that_is_worked_has_one_too(mixed: Techday) -> None:
    mixed.did("schedule add Move of the servers --start '2026-11-28 8:00' --for 9h --client globex")
    assert mixed.tell("week", COLUMNS="200") == snapshot("""\

$ techday week
Week 48  Mon 23 Nov - Sun 29 Nov   2 of 8 acknowledged, 5 open, 1 declined

> Mon 23 Nov                     Tue 24 Nov                       Wed 25 Nov                       Thu 26 Nov                       Fri 27 Nov                       Sat 28 Nov
1h of 8h                         9h of 8h, 1h over                0m of 8h                         2h30 of 8h                       1h30 of 8h                       9h, no shift

[~] 14:00-15:00                  [x] 09:00-11:00                  [ ] all day                       x  13:00-14:00                  [x] all day                      [ ] 08:00-17:00
1 Replace switch                 ! 2 Audit of the firewall        5 Birthday of Sam                9 Webinar                        ! 7 Vacation                     10 Move of the servers
ACME, Main street                GLOBEX, Harbour 7                                                                                                                   GLOBEX
                                                                   .  09:00-10:00                  [ ] from 22:00                   [ ] until 02:00
                                 [-] 10:00-11:00                  8 Sam Reed: Their visit          ! 6 Patch night                  ! 6 Patch night
                                 3 Team meeting                   GLOBEX

                                 [ ] 11:10-19:10
                                 ! 4 Look at the printers
                                 ACME

[~] 1  Mon 23 Nov  Replace switch
        changed: start Mon 23 Nov 09:00 -> Mon 23 Nov 14:00, end Mon 23 Nov 10:00 -> Mon 23 Nov 15:00
[x] 2  Tue 24 Nov  Audit of the firewall
        ! 10m from GLOBEX to ACME (takes 30m)
[-] 3  Tue 24 Nov  Team meeting
        declined: with a client
[ ] 4  Tue 24 Nov  Look at the printers
        ! 10m from GLOBEX to ACME (takes 30m)
 x  9  Thu 26 Nov  Webinar
        cancelled: the speaker is ill
[ ] 6  Thu 26 Nov  Patch night
        ! in 7 Vacation (Fri 27 Nov, all day)
[x] 7  Fri 27 Nov  Vacation
        ! overlaps 6 Patch night (Thu 26 Nov 22:00 - Fri 27 Nov 02:00)

  techday week ack  one by one, or
  techday week ack --all  at once
  techday week decline ID --reason TEXT
""")  # noqa: E501  # lines of a wide screen


def test_an_empty_week_says_how_it_is_filled(techday: Techday) -> None:
    assert techday.tell("week", COLUMNS="60") == snapshot("""\

$ techday week
Week 48  Mon 23 Nov - Sun 29 Nov
Nothing is planned.
  techday schedule subscribe URL  your dispatcher's calendar
  techday schedule add TITLE --start TIME
""")


def test_who_wants_it_plain_gets_a_list_at_any_width(mixed: Techday) -> None:
    assert mixed("week --plain", COLUMNS="120").stdout.startswith("Week 48")
    assert "Mon 23 Nov (today)  1h of 8h\n" in mixed("week --plain", COLUMNS="120").stdout


def test_time_off_that_was_asked_for_stands_beside_its_day_and_in_the_way_of_items(mixed: Techday) -> None:
    mixed.did("timeoff request vacation --from 2026-11-24 --to 2026-11-25")
    shown = mixed("week").stdout
    assert "vacation Tue 24 Nov - Wed 25 Nov (requested)" in shown
    assert shown.count("! in vacation Tue 24 Nov - Wed 25 Nov (requested)") == 3
    assert "of 8h, 1h over" in shown  # what nobody approved takes nothing off the shift


def test_an_old_calendar_says_how_old_it_is(mixed: Techday) -> None:
    with mixed.raw() as db:
        db.execute(
            "INSERT INTO schedule_feed (id, name, name_key, url, created_at)"
            " VALUES (1, 'Dispatch', 'dispatch', 'https://example.org/x.ics', '2026-11-20T08:00:00Z')"
        )
        db.execute(
            "INSERT INTO feed_check (feed_id, good_at, failure, etag, last_modified, digest, known_to, notes)"
            " VALUES (1, '2026-11-23T03:14:00Z', 'the server answers 404', '', '', '', '', '[]')"
        )
    assert mixed("week").stdout.splitlines()[1] == snapshot(
        "Dispatch is 5h old: the server answers 404  techday schedule refresh"
    )


@made_once
def forty(techday: Techday) -> Techday:
    """Eight items on each of five days, two of them at one time."""
    techday.configure(KIM)
    for hour, title in enumerate("Ash Beech Cedar Elm Fir Hazel Larch Oak".split(), start=9):
        techday.did(f"schedule add {title} --start '2026-11-23 {min(hour, 15)}:00' --repeat 'FREQ=DAILY;COUNT=5'")
    return techday


@pytest.mark.parametrize(("width", "height"), [(60, 40), (80, 24), (120, 40), (120, 60), (200, 50)])
def test_of_forty_items_none_is_left_out(forty: Techday, width: int, height: int) -> None:
    lines = forty("week", COLUMNS=str(width), LINES=str(height)).stdout.splitlines()
    shown = "\n".join(lines)
    assert "0 of 40 acknowledged, 40 open" in shown
    assert [title for title in ("Ash", "Elm", "Hazel", "Oak") if shown.count(f" {title}") < 5] == []
    assert max(map(len, lines)) <= width
    assert ("> Mon 23 Nov" in shown) == (width >= 120)


def test_a_day_of_many_items_among_empty_ones_is_a_list(techday: Techday) -> None:
    for hour in range(8, 18):
        techday.did(f"schedule add Ticket {hour} --start '2026-11-24 {hour}:00'")
    assert "> Mon 23 Nov" in techday("week", COLUMNS="120").stdout
    shown = techday("week", COLUMNS="120", LINES="24").stdout
    assert "Mon 23 Nov (today)" in shown
    assert shown.count("[ ]") == 10


def test_hostile_words_harm_no_screen(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("client add Acme", "schedule add Audit --start '2026-11-23 9:00' --client acme --for 3h")
    techday.did("schedule add Meeting --start '2026-11-23 10:00' --kind meeting", "week ack 1")
    with techday.raw() as db:
        db.execute("UPDATE schedule_item SET title = ?, place = ?, reason = ?", (HOSTILE, HOSTILE, HOSTILE))
        db.execute("UPDATE schedule_item SET state = 'proposed' WHERE id = 1")
        db.execute("UPDATE client SET code = ?, name = ?", (HOSTILE, HOSTILE))
    for width in (20, 60, 80, 110, 118, 120, 200):
        for line in techday("week", COLUMNS=str(width), LINES="100").stdout.splitlines():
            assert "\x1b" not in line and "\u202e" not in line
            assert cell_width(line) <= max(width, 44), line  # no narrower than a command
    assert techday("week ack --all --copy", typed="").exit == 0


def test_an_item_of_several_weeks_is_on_each_day_and_told_of_once(techday: Techday) -> None:
    techday.did(
        "schedule add Project in Hamburg --start 2026-11-16 --end 2026-12-04 --all-day --kind travel",
        "schedule add Dentist --start '2026-11-25 8:00' --kind 'time off'",
    )
    shown = techday("week").stdout
    assert shown.count("Project in Hamburg") == 8  # on seven days, and where it conflicts
    assert shown.count("! in 2 Dentist") == 1


def test_on_the_night_the_clocks_change_each_day_has_what_is_on_it(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Kim Lee"\nzone = "Europe/Berlin"\n')
    techday.did(
        "schedule add Move of the databases --start '2026-10-24 23:00' --end '2026-10-25 6:00' --kind maintenance",
        "schedule add Backup until midnight --start '2026-10-25 22:00' --end '2026-10-26 0:00' --kind maintenance",
        now="2026-10-20T08:00:00Z",
    )
    days = techday("week --date 2026-10-25 --json").json["days"]
    assert [(day["date"], day["items"]) for day in days if day["items"]] == [
        ("2026-10-24", [1]),
        ("2026-10-25", [1, 2]),
    ]
    lines = techday("week --date 2026-10-25").stdout.splitlines()
    assert [line.strip() for line in lines if "[ ]" in line] == snapshot(
        [
            "[ ]  1  from 23:00   Move of the databases",
            "[ ]  1  until 06:00  Move of the databases",
            "[ ]  2  22:00-24:00  Backup until midnight",
        ]
    )
    now = "2026-10-20T08:00:00Z"
    techday.did("schedule move 2 --start 2026-10-25T00:30Z --for 1h", "week ack 2", now=now)
    assert "Sun 25 Oct 02:30 CEST-02:30 CET" in techday("schedule show 2").stdout
    assert " 02:30 CEST-02:30 CET  Backup" in techday("week --date 2026-10-25").stdout
    techday.did("schedule move 2 --start 2026-10-25T01:30Z", now=now)
    assert "start Sun 25 Oct 02:30 CEST -> Sun 25 Oct 02:30 CET" in techday("schedule show 2").stdout


def test_of_a_night_shift_the_load_says_which_shift_is_meant(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("schedule add Patches --start '2026-11-26 2:00' --for 2h")
    assert "Wed 25 Nov  2h of 8h from 22:00" in techday("week --date 2026-11-26").stdout.splitlines()
