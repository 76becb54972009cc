"""Calendars, as a technician makes and changes them."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday

OFFICE = "calendar add Acme office --hours 'mon-fri 8:00-17:00, sat 9-12' --zone europe/berlin"


def test_a_calendar_from_nothing_to_its_closing_days(techday: Techday) -> None:
    assert techday.tell(
        "calendar",
        OFFICE,
        "calendar show acme",
        "calendar close acme 2026-12-24..2026-12-31 --reason 'Year end'",
        "calendar close acme 'nov 27'",
        "calendar close acme 'nov 27'",
        "calendar close acme 'nov 27' --reason 'Company outing'",
        "calendar open acme 2026-12-30..2027-01-02",
        "calendar open acme 2026-12-30",
        "calendar show acme",
        "calendar list",
    ) == snapshot("""\

$ techday calendar
No calendars yet.
  techday calendar add NAME --hours "mon-fri 8:00-17:00"
without a calendar  mon-fri 08:00-17:00
$ techday calendar add Acme office --hours 'mon-fri 8:00-17:00, sat 9-12' --zone europe/berlin
Made the calendar Acme office: mon-fri 08:00-17:00, sat 09:00-12:00
$ techday calendar show acme
calendar  Acme office
  hours     mon-fri 08:00-17:00, sat 09:00-12:00 (48h a week)
  zone      Europe/Berlin
  holidays  none: no country is set
  of        nobody yet
$ techday calendar close acme 2026-12-24..2026-12-31 --reason 'Year end'
Acme office is closed on 8 days from 2026-12-24 to 2026-12-31: Year end
$ techday calendar close acme 'nov 27'
Acme office is closed on 2026-11-27
$ techday calendar close acme 'nov 27'
Acme office is closed then already
$ techday calendar close acme 'nov 27' --reason 'Company outing'
Acme office is closed on 2026-11-27: Company outing
$ techday calendar open acme 2026-12-30..2027-01-02
Acme office is open again on 2 days from 2026-12-30 to 2026-12-31
$ techday calendar open acme 2026-12-30
Acme office has no closing day then
$ techday calendar show acme
calendar  Acme office
  hours     mon-fri 08:00-17:00, sat 09:00-12:00 (48h a week)
  zone      Europe/Berlin
  holidays  none: no country is set
  of        nobody yet

CLOSED
  Fri 27 Nov 2026  Company outing
  Thu 24 Dec 2026  Year end
  Fri 25 Dec 2026  Year end
  Sat 26 Dec 2026  Year end
  Sun 27 Dec 2026  Year end
  Mon 28 Dec 2026  Year end
  Tue 29 Dec 2026  Year end
$ techday calendar list
calendar     hours                                 zone           holidays
Acme office  mon-fri 08:00-17:00, sat 09:00-12:00  Europe/Berlin
without a calendar  mon-fri 08:00-17:00
""")


def test_a_country_brings_its_public_holidays(techday: Techday) -> None:
    assert techday.tell(
        "calendar add Berlin --country de --region be",
        "calendar close berlin 2026-12-24..2026-12-26",
        "calendar show berlin",
        "calendar open berlin 2026-12-24..2026-12-26",
        "calendar open berlin 2026-12-25",
        "calendar edit berlin --country de",
        "calendar edit berlin --country at",
        "calendar edit berlin --country at",
        "calendar edit berlin --country none",
        "calendar show berlin",
    ) == snapshot("""\

$ techday calendar add Berlin --country de --region be
Made the calendar Berlin: mon-fri 08:00-17:00
$ techday calendar close berlin 2026-12-24..2026-12-26
Berlin is closed on 3 days from 2026-12-24 to 2026-12-26
$ techday calendar show berlin
calendar  Berlin
  hours     mon-fri 08:00-17:00 (45h a week)
  zone      UTC, as yours
  holidays  DE BE
  of        nobody yet

CLOSED
  Thu 24 Dec 2026
  Fri 25 Dec 2026  Christmas Day            public holiday
  Sat 26 Dec 2026  Second Day of Christmas  public holiday
  Fri 1 Jan 2027   New Year's Day           public holiday
  Mon 8 Mar 2027   Women's Day              public holiday
  Fri 26 Mar 2027  Good Friday              public holiday
  Mon 29 Mar 2027  Easter Monday            public holiday
  Sat 1 May 2027   Labor Day                public holiday
  Thu 6 May 2027   Ascension Day            public holiday
  Mon 17 May 2027  Pentecost Monday         public holiday
  Sun 3 Oct 2027   German Unity Day         public holiday
$ techday calendar open berlin 2026-12-24..2026-12-26
Berlin is open again on 3 days from 2026-12-24 to 2026-12-26
2| warning: 2026-12-25 stays closed: it is a public holiday (Christmas Day)
2| warning: 2026-12-26 stays closed: it is a public holiday (Second Day of Christmas)
$ techday calendar open berlin 2026-12-25
2| techday: 2026-12-25 is a public holiday (Christmas Day), on which Berlin stays closed
2|   techday calendar edit "Berlin" --country none takes all its holidays away
exit 1
$ techday calendar edit berlin --country de
Berlin says so already, and its holidays are fetched anew
$ techday calendar edit berlin --country at
Changed country, region of the calendar Berlin
$ techday calendar edit berlin --country at
Berlin says so already, and its holidays are fetched anew
$ techday calendar edit berlin --country none
Changed country of the calendar Berlin
$ techday calendar show berlin
calendar  Berlin
  hours     mon-fri 08:00-17:00 (45h a week)
  zone      UTC, as yours
  holidays  none: no country is set
  of        nobody yet
""")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_calendars_are_readable_at_any_width(techday: Techday, width: int) -> None:
    techday.did(OFFICE, "calendar add 24x7 --hours 24x7", "client add Acme --calendar acme")
    techday.did("calendar add Nights of the Datacentre at the Harbour --hours 'daily 22:00-6:00' --country us")
    shown = techday("calendar list", COLUMNS=str(width)).stdout
    assert max(map(len, shown.splitlines())) <= width
    assert "daily 22:00-06:00" in shown
    assert (
        shown
        == {
            60: snapshot("""\
calendar      hours                                 holidays
24x7          daily 00:00-24:00
Acme office   mon-fri 08:00-17:00, sat 09:00-12:00
Nights of t…  daily 22:00-06:00                     US
without a calendar  mon-fri 08:00-17:00
"""),
            80: snapshot("""\
calendar           hours                                 zone           holidays
24x7               daily 00:00-24:00
Acme office        mon-fri 08:00-17:00, sat 09:00-12:00  Europe/Berlin
Nights of the Da…  daily 22:00-06:00                                    US
without a calendar  mon-fri 08:00-17:00
"""),
            120: snapshot("""\
calendar                  hours                                 zone           holidays  levels  clients
24x7                      daily 00:00-24:00
Acme office               mon-fri 08:00-17:00, sat 09:00-12:00  Europe/Berlin                          1
Nights of the Datacentr…  daily 22:00-06:00                                    US
without a calendar  mon-fri 08:00-17:00
"""),
        }[width]
    )


def test_changes_are_told_and_what_stands_already_too(techday: Techday) -> None:
    techday.did(OFFICE)
    assert techday.tell(
        "calendar edit acme --hours 'mon-fri 9-17' --zone none --name 'Acme HQ'",
        "calendar edit 'acme hq' --hours 'Mon - Fri 9:00-17:00' --name 'Acme HQ '",
        "calendar edit acme",
        "calendar remove acme",
        "calendar remove acme",
    ) == snapshot("""\

$ techday calendar edit acme --hours 'mon-fri 9-17' --zone none --name 'Acme HQ'
Changed name, hours, zone of the calendar Acme HQ
$ techday calendar edit 'acme hq' --hours 'Mon - Fri 9:00-17:00' --name 'Acme HQ '
Acme HQ says so already
$ techday calendar edit acme
2| techday: Nothing to change was named
2|   techday calendar edit --help lists what can be changed
exit 2
$ techday calendar remove acme
Removed the calendar Acme HQ
$ techday calendar remove acme
2| techday: No calendar "acme"
2|   techday calendar add NAME --hours "mon-fri 8:00-17:00"
exit 3
""")


def test_nobody_loses_the_calendar_that_they_have(techday: Techday) -> None:
    techday.did(OFFICE, "level add Gold --calendar acme", "client add Acme --calendar acme")
    techday.did(*[f"client add Client{number} --calendar acme" for number in range(5)])
    assert techday.tell("calendar remove acme") == snapshot("""\

$ techday calendar remove acme
2| techday: Acme office is the calendar of Gold, ACME, CLIENT0, CLIENT1, CLIENT2 and 2 more
2|   Take it from them first: client edit C --calendar none, level edit NAME --calendar none
exit 1
""")
    assert techday("calendar show acme --json").json["users"] == [
        "Gold",
        "ACME",
        *[f"CLIENT{number}" for number in range(5)],
    ]


def test_what_cannot_be_is_refused_with_what_can(techday: Techday) -> None:
    techday.did(OFFICE)
    assert techday.tell(
        "calendar add 'acme  OFFICE'",
        "calendar add none",
        "calendar add ''",
        "calendar add",
        "calendar add Night --hours 'daily 22:00-6:00, mon 5-7'",
        "calendar add Night --hours ''",
        "calendar add Night --zone Mars/Olympus",
        "calendar add Night --country ZZ",
        "calendar add Night --country Germany",
        "calendar add Night --country DE --region Texas",
        "calendar add Night --region BE",
        "calendar show acne",
        "calendar close acme",
        "calendar close acme someday",
        "calendar close acme 2026-12-31..2026-12-24",
        "calendar close acme 2026-01-01..2027-12-31",
        "calendar close acme 2026-02-30",
        "calendar list",
    ) == snapshot("""\

$ techday calendar add 'acme  OFFICE'
2| techday: There is a calendar Acme office already
2|   techday calendar show "Acme office"
exit 1
$ techday calendar add none
2| techday: A calendar needs a name, other than none
2|   techday calendar add "Acme office"
exit 2
$ techday calendar add ''
2| techday: A calendar needs a name, other than none
2|   techday calendar add "Acme office"
exit 2
$ techday calendar add
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday calendar add Night --hours 'daily 22:00-6:00, mon 5-7'
2| techday: Sun 22:00-06:00 and Mon 05:00-07:00 overlap
2|   --hours "mon-fri 8:00-17:00, sat 9:00-12:00"
exit 2
$ techday calendar add Night --hours ''
2| techday: Hours name days and times: ""
2|   --hours "mon-fri 8:00-17:00, sat 9:00-12:00"
exit 2
$ techday calendar add Night --zone Mars/Olympus
2| techday: --zone must be a time zone such as "Europe/Berlin"
2|   --zone Europe/Berlin
exit 2
$ techday calendar add Night --country ZZ
2| techday: No holidays are known of the country ZZ
2|   Name it by two letters such as DE, or leave it empty
exit 2
$ techday calendar add Night --country Germany
2| techday: --country must be a country of two letters, such as "DE"
2|   --country DE
exit 2
$ techday calendar add Night --country DE --region Texas
2| techday: No holidays are known of the region TEXAS in DE
2|   One of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH, Augsburg; or none
exit 2
$ techday calendar add Night --region BE
2| techday: A region needs its country: "BE"
2|   --country CC --region BE
exit 2
$ techday calendar show acne
2| techday: No calendar "acne"
2|   techday calendar add NAME --hours "mon-fri 8:00-17:00"
exit 3
$ techday calendar close acme
2| techday: Missing argument 'DAY…'
2|   techday calendar close --help
exit 2
$ techday calendar close acme someday
2| techday: "someday" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday calendar close acme 2026-12-31..2026-12-24
2| techday: "2026-12-31..2026-12-24" is not a span of 1 to 366 days
2|   The first day, two dots, the last day
exit 2
$ techday calendar close acme 2026-01-01..2027-12-31
2| techday: "2026-01-01..2027-12-31" is not a span of 1 to 366 days
2|   The first day, two dots, the last day
exit 2
$ techday calendar close acme 2026-02-30
2| techday: there is no 30 February 2026
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday calendar list
calendar     hours                                 zone           holidays
Acme office  mon-fri 08:00-17:00, sat 09:00-12:00  Europe/Berlin
without a calendar  mon-fri 08:00-17:00
""")


def test_a_hostile_name_or_reason_harms_nobody(techday: Techday) -> None:
    name = "Acme\x1b]0;owned\x07 \u202eoffice\n2"
    techday.did("calendar add Other")
    assert techday("calendar", "add", name).stdout == "Made the calendar Acme office 2: mon-fri 08:00-17:00\n"
    techday("calendar", "close", "acme office 2", "2026-12-24", "--reason", "\x1b[2J\u200bclosed\n" + "x" * 500)
    shown = techday("calendar show acme").stdout
    assert shown.isprintable() or all(line.isprintable() for line in shown.splitlines())
    assert "closed x" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_scripts_are_given_a_calendar_with_the_days_of_the_next_year(techday: Techday) -> None:
    techday.did(OFFICE, "calendar close acme 2026-12-24 --reason 'Year end'", "calendar close acme 2020-01-02")
    assert techday("calendar show acme --json").json == snapshot(
        {
            "schema": "techday.calendar/1",
            "calendar": {
                "name": "Acme office",
                "hours": "mon-fri 08:00-17:00, sat 09:00-12:00",
                "week_seconds": 172800,
                "zone": "Europe/Berlin",
                "country": None,
                "region": None,
                "levels": 0,
                "clients": 0,
            },
            "users": [],
            "closing_days": [{"day": "2026-12-24", "name": "Year end"}],
            "holidays": [],
        }
    )
    assert techday("calendar close acme 2026-12-24..2026-12-26 --json").json["closed"] == ["2026-12-25", "2026-12-26"]
    assert techday("calendar list --json").json["calendars"][0]["name"] == "Acme office"


@pytest.mark.parametrize(
    "command",
    [
        "calendar add Other --country de",
        "calendar edit acme --hours 'daily 8-9' --name Else",
        "calendar close acme 2027-01-05..2027-01-09",
        "calendar close acme 2026-12-24 --reason other",
        "calendar open acme 2026-12-24",
        "calendar remove acme",
    ],
)
def test_what_was_written_can_be_undone(techday: Techday, command: str) -> None:
    techday.did(OFFICE, "calendar close acme 2026-12-24 --reason 'Year end'")
    before = techday("calendar show acme --json").stdout, techday("calendar list --json").stdout
    techday.did(command)
    after = techday("calendar show acme --json").stdout, techday("calendar list --json").stdout
    techday.did("undo")
    assert before == (techday("calendar show acme --json").stdout, techday("calendar list --json").stdout) != after
    techday.did("redo")
    assert after == (techday("calendar show acme --json").stdout, techday("calendar list --json").stdout)
