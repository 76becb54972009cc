"""How the schedule looks on screens of several widths: many items, none, and hostile ones."""

import pytest
from inline_snapshot import snapshot

from techday.core.text import clean_line
from techday.ui.grid import cell_width
from tests.conftest import Techday, made_once

WIDTHS = ("60", "80", "120")


@made_once
def fortnight(techday: Techday) -> Techday:
    """Two weeks with a bit of everything, in another zone than the machine's."""
    techday.configure('[technician]\nname = "Kim Lee"\nmanager = "Ana Ruiz"\nzone = "Europe/Berlin"\n')
    techday.did(
        "client add Acme",
        "client add Grauer, Zürich und Söhne",
        "client site add acme Depot",
        "schedule add Server move --start 'tue 9:00' --for 2h --client acme --site depot --ack",
        "schedule add Exchange of the old switches on all four floors of the new wing --start 'tue 13:00' --client gra"
        " --place 'Bahnhofstrasse 127, 8001 Zürich'",
        "schedule add Night patches --start 'wed 22:00' --end 6:00 --kind maintenance",
        "schedule add Cabling --all-day --start thu --end fri --kind travel --client acme",
        "schedule add On call --start '2026-11-28 8:00' --end '2026-12-05 8:00' --technician Sam",
        "schedule add Round --start 'mon 8:00' --for 15m --repeat weekly --kind meeting",
        "schedule cancel 6",
        "schedule agree 4 --manager 'Ana Ruiz'",
    )
    return techday


def test_the_list_at_every_width(fortnight: Techday) -> None:
    shown = {width: fortnight("schedule", COLUMNS=width).stdout for width in WIDTHS}
    assert "\n" + "\n".join(shown.values()) == snapshot("""\

ID  when               item             client  state
Tue 24 Nov
 1  09:00-11:00        Server move      ACME    acknowledged
 2  13:00-14:00        Exchange of th…  GRAUER  open
Wed 25 Nov
 3  22:00-Thu 06:00    Night patches            open
Thu 26 Nov
 4  to Fri 27 Nov      Cabling          ACME    open
    needs client
Sat 28 Nov
 5  08:00-5 Dec 08:00  On call (Sam)            open
1 cancelled or declined  techday schedule list --all

ID  when               item              client  place              state
Tue 24 Nov
 1  09:00-11:00        Server move       ACME    Depot              acknowledged
 2  13:00-14:00        Exchange of the…  GRAUER  Bahnhofstrasse 1…  open
Wed 25 Nov
 3  22:00-Thu 06:00    Night patches                                open
Thu 26 Nov
 4  to Fri 27 Nov      Cabling           ACME                       open
    needs client
Sat 28 Nov
 5  08:00-5 Dec 08:00  On call (Sam)                                open
1 cancelled or declined  techday schedule list --all

ID  when               item                            client  place                           kind         state
Tue 24 Nov
 1  09:00-11:00        Server move                     ACME    Depot                           on-site      acknowledged
 2  13:00-14:00        Exchange of the old switches…   GRAUER  Bahnhofstrasse 127, 8001 Züri…  on-site      open
Wed 25 Nov
 3  22:00-Thu 06:00    Night patches                                                           maintenance  open
Thu 26 Nov
 4  to Fri 27 Nov      Cabling                         ACME                                    travel       open
    needs client
Sat 28 Nov
 5  08:00-5 Dec 08:00  On call (Sam)                                                           remote       open
1 cancelled or declined  techday schedule list --all
""")


def test_one_item_at_every_width(fortnight: Techday) -> None:
    fortnight.did(
        "schedule move 4 --place 'Werk 2, Hafenstrasse 40' --note 'keys are with the porter, ask for Ms Kaya'"
    )
    shown = {width: fortnight("schedule show 4", COLUMNS=width).stdout for width in WIDTHS}
    assert "\n" + "\n".join(shown.values()) == snapshot("""\

4  Cabling
  when        Thu 26 Nov - Fri 27 Nov, all day
  state       open
  kind        travel
  client      ACME Acme
  place       Werk 2, Hafenstrasse 40
  note        keys are with the porter, ask for Ms Kaya
  techday week ack 4

AGREEMENTS
  manager     Ana Ruiz, 09:14, to what changed since: place
              nothing -> Werk 2, Hafenstrasse 40
  client      the client has not agreed
  techday schedule agree 4 --manager NAME --client NAME

4  Cabling
  when        Thu 26 Nov - Fri 27 Nov, all day
  state       open
  kind        travel
  client      ACME Acme
  place       Werk 2, Hafenstrasse 40
  note        keys are with the porter, ask for Ms Kaya
  techday week ack 4

AGREEMENTS
  manager     Ana Ruiz, 09:14, to what changed since: place nothing -> Werk 2,
              Hafenstrasse 40
  client      the client has not agreed
  techday schedule agree 4 --manager NAME --client NAME

4  Cabling
  when        Thu 26 Nov - Fri 27 Nov, all day
  state       open
  kind        travel
  client      ACME Acme
  place       Werk 2, Hafenstrasse 40
  note        keys are with the porter, ask for Ms Kaya
  techday week ack 4

AGREEMENTS
  manager     Ana Ruiz, 09:14, to what changed since: place nothing -> Werk 2, Hafenstrasse 40
  client      the client has not agreed
  techday schedule agree 4 --manager NAME --client NAME
""")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--most 2", ["3 more  {} --most 5", "1 cancelled or declined  {} --all"]),
        ("--kind travel --client acme --from thu --most 1", []),
        ("--days 30 --kind on --most 1", ["1 more  {} --days 30 --kind on --most 2"]),
        ("--from 2026-11-20 --all --most 1", ["5 more  {} --from 2026-11-20 --all --most 6"]),
        (
            "--until '1 dec' --most 4",
            ['1 more  {} --until "1 dec" --most 5', '1 cancelled or declined  {} --until "1 dec" --all'],
        ),
    ],
)
def test_what_does_not_fit_is_counted_and_the_command_that_shows_it_keeps_what_was_asked(
    fortnight: Techday, options: str, told: list[str]
) -> None:
    shown = fortnight(f"schedule list {options}").stdout.splitlines()
    assert [one for one in shown if "techday" in one] == [one.format("techday schedule list") for one in told]


HOSTILE = ("\x1b[2Jgone", "\u202eevil", "a\nb\tc", "x" * 400, "測試" * 60, "e\u0301" * 50, "\x00\x07", "=1+1")


@pytest.mark.parametrize("width", [20, 60, 200])
def test_hostile_words_stay_on_their_lines(fortnight: Techday, width: int) -> None:
    with fortnight.raw() as db:
        for text in HOSTILE:
            db.execute(
                "INSERT INTO schedule_item (uid, title, kind, starts_at, ends_at, place, technician, note, state,"
                " reason, imported, created_at) VALUES (?, ?, 'remote', '2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z',"
                " ?, ?, ?, 'declined', ?, '{}', '2026-11-23T08:00:00Z')",
                (text, text, text, text, text, text),
            )
        numbers = [row[0] for row in db.execute("SELECT id FROM schedule_item WHERE imported <> ''")]
    screens = [fortnight("schedule list --all", COLUMNS=str(width))]
    screens += [fortnight(f"schedule show {number}", COLUMNS=str(width)) for number in numbers]
    for result in screens:
        assert result.exit == 0
        for row in result.stdout.splitlines():
            assert clean_line(row) == " ".join(row.split())
            assert width < 60 or cell_width(row) <= width or "techday " in row


def test_colour_is_never_the_only_sign(fortnight: Techday) -> None:
    plain = fortnight("schedule list --all").stdout
    coloured = fortnight("schedule list --all", FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    for word in ("acknowledged", "open", "cancelled"):
        assert word in plain


def test_many_items_are_listed_up_to_what_fits(techday: Techday) -> None:
    techday.did("schedule add Round --start 'tue 9:00' --for 5m --repeat FREQ=DAILY;COUNT=60")
    with techday.raw() as db:
        db.execute("UPDATE schedule_item SET starts_at = '2026-11-24T09:00:00Z', ends_at = '2026-11-24T09:05:00Z'")
    shown = techday("schedule").stdout.splitlines()
    assert (len(shown), shown[-1]) == (53, "10 more  techday schedule list --most 60")
    assert len(techday("schedule --json").json["items"]) == 60
