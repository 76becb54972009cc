"""Work out of town: the service manager and the client agree to it by name, and to what it says."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date

import pytest
from inline_snapshot import snapshot

from techday.core.evidence import Moment
from techday.core.instants import from_text
from techday.core.shifts import ShiftPattern, shift_on
from techday.schedule.agreement_evidence import missing_agreements
from tests.conftest import MONDAY, Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\nmanager = "Ana Ruiz"\nzone = "Europe/Berlin"\n'


AWAY = (
    "client add Acme",
    "client add Bolt",
    "client site add acme Depot",
    "client site add acme Mill",
    "schedule add Cabling in Graz --start 'thu 9:00' --for 8h --kind travel --client acme --site depot",
)


@made_once
def away(techday: Techday) -> Techday:
    """A travel item for a client with two sites, to which nobody has agreed."""
    techday.configure(KIM)
    techday.did(*AWAY)
    return techday


@made_once
def agreed(techday: Techday) -> Techday:
    """The same, to which both have agreed."""
    techday.configure(KIM)
    techday.did(*AWAY, "schedule agree 1 --manager Ana --client Jo")
    return techday


def missing(techday: Techday, now: str = MONDAY) -> list[tuple[int, Sequence[str], int]]:
    """Give what `today` knows to be missing at an instant: of which item, whose, and for how many later ones."""
    from zoneinfo import ZoneInfo

    at = from_text(now)
    moment = Moment(at, shift_on(ShiftPattern(ZoneInfo("Europe/Berlin")), date(2026, 11, 23)), frozenset())
    with closing(sqlite3.connect(techday.store)) as db:
        return [(one.item_id, one.sides, one.later) for one in missing_agreements(db, moment)]


def test_both_agree_by_name_and_what_changes_is_agreed_to_anew(away: Techday) -> None:
    assert away.tell(
        "schedule add Fair --start 'fri 9:00' --kind travel",
        "schedule agree 1 --manager 'Ana Ruiz' --at 'fri 16:00'",
        "schedule agree 1 --client 'Jo Park'",
        "schedule agree 1 --client 'Jo Park'",
        "schedule move 1 --start '2026-11-27 10:00'",
        "schedule show 1",
        "schedule agree 1 --client 'Jo Park' --manager 'Ana Ruiz'",
        "schedule agree 1 --client 'Jo Park' --withdrawn",
        "schedule agree 1 --client 'Jo Park' --withdrawn",
        "undo",
        "schedule show 1",
    ) == snapshot("""\

$ techday schedule add Fair --start 'fri 9:00' --kind travel
Planned 2 Fair, Fri 27 Nov 09:00-10:00
2|   the service manager and the client must still agree: techday schedule agree 2 --manager NAME --client NAME
$ techday schedule agree 1 --manager 'Ana Ruiz' --at 'fri 16:00'
Recorded the agreement of Ana Ruiz (manager) to 1 Cabling in Graz (ACME), Thu 26 Nov 09:00-17:00
2|   the client must still agree: techday schedule agree 1 --client NAME
$ techday schedule agree 1 --client 'Jo Park'
Recorded the agreement of Jo Park (client) to 1 Cabling in Graz (ACME), Thu 26 Nov 09:00-17:00
$ techday schedule agree 1 --client 'Jo Park'
1 Cabling in Graz (ACME) stands so already
$ techday schedule move 1 --start '2026-11-27 10:00'
Moved 1 Cabling in Graz (ACME) to Fri 27 Nov 10:00-18:00
2|   the service manager and the client must still agree: techday schedule agree 1 --manager NAME --client NAME
$ techday schedule show 1
1  Cabling in Graz
  when        Fri 27 Nov 10:00-18:00
  state       open
  kind        travel
  client      ACME Acme
  site        Depot
  techday week ack 1

AGREEMENTS
  manager     Ana Ruiz, Fri 16:00, to what changed since: start Thu 26 Nov 09:00
              -> Fri 27 Nov 10:00, end Thu 26 Nov 17:00 -> Fri 27 Nov 18:00
  client      Jo Park, 09:14, to what changed since: start Thu 26 Nov 09:00 ->
              Fri 27 Nov 10:00, end Thu 26 Nov 17:00 -> Fri 27 Nov 18:00
  techday schedule agree 1 --manager NAME --client NAME
$ techday schedule agree 1 --client 'Jo Park' --manager 'Ana Ruiz'
Recorded the agreement of Ana Ruiz (manager) and Jo Park (client) to 1 Cabling in Graz (ACME), Fri 27 Nov 10:00-18:00
$ techday schedule agree 1 --client 'Jo Park' --withdrawn
Withdrew the agreement of Jo Park (client) to 1 Cabling in Graz (ACME), Fri 27 Nov 10:00-18:00
2|   the client must still agree: techday schedule agree 1 --client NAME
$ techday schedule agree 1 --client 'Jo Park' --withdrawn
1 Cabling in Graz (ACME) stands so already
2|   the client must still agree: techday schedule agree 1 --client NAME
$ techday undo
Undid: Withdrew the agreement of Jo Park (client) to 1 Cabling in Graz (ACME), Fri 27 Nov 10:00-18:00
$ techday schedule show 1
1  Cabling in Graz
  when        Fri 27 Nov 10:00-18:00
  state       open
  kind        travel
  client      ACME Acme
  site        Depot
  techday week ack 1

AGREEMENTS
  manager     Ana Ruiz, 09:14
  client      Jo Park, 09:14
""")


@pytest.mark.parametrize(
    "change", ["--start 10:00", "--end 18:00", "--place Attic", "--site mill", "--client bolt", "--client none"]
)
def test_an_agreement_holds_for_what_the_item_said(agreed: Techday, change: str) -> None:
    assert missing(agreed) == []
    agreed.did(f"schedule move 1 {change}")
    assert missing(agreed) == [(1, ("manager", "client"), 0)]


def test_other_words_need_no_new_agreement_nor_does_a_client_that_is_only_called_otherwise(away: Techday) -> None:
    away.did(
        "schedule agree 1 --manager Ana --client Jo",
        "schedule move 1 --title 'Cabling in Linz' --note 'by train' --start 9:00",
        "client edit acme --name 'Acme Holding'",
    )
    assert missing(away) == []


def test_what_is_missing_is_told_until_the_travel_is_over_or_off(away: Techday) -> None:
    away.did("schedule add Fair --start 'fri 9:00' --kind travel --technician Robin")
    assert missing(away) == [(1, ("manager", "client"), 0)]
    away.did("schedule agree 1 --client Jo")
    assert missing(away) == [(1, ("manager",), 0)]
    assert missing(away, "2026-11-26T15:59:59Z") == [(1, ("manager",), 0)]
    assert missing(away, "2026-11-26T16:00:00Z") == []
    away.did("schedule cancel 1")
    assert missing(away) == []
    away.did("undo", "schedule move 1 --kind on-site")
    assert missing(away) == []


def test_whole_days_are_agreed_to_as_days(away: Techday) -> None:
    away.did("schedule add Fair --all-day --start fri --kind travel", "schedule agree 2 --manager Ana --client Jo")
    assert missing(away) == [(1, ("manager", "client"), 0)]
    away.did("schedule move 2 --end sat")
    assert missing(away) == [(1, ("manager", "client"), 0), (2, ("manager", "client"), 0)]


def test_each_instance_of_what_repeats_is_agreed_to_alone(away: Techday) -> None:
    away.did(
        "schedule cancel 1",
        "schedule add Round --start 'wed 9:00' --repeat FREQ=WEEKLY;COUNT=2 --kind travel",
        "schedule agree 2 --manager Ana --client Jo",
    )
    assert missing(away) == [(3, ("manager", "client"), 0)]


def test_all_that_repeats_is_agreed_to_at_once_by_one_s_own_rule_and_by_a_calendar_s(away: Techday) -> None:
    away.did(
        "schedule cancel 1",
        "schedule add Round --start 'wed 9:00' --repeat FREQ=WEEKLY;COUNT=12 --kind travel",
        "schedule cancel 4",
        "schedule agree 5 --manager Pat",
    )
    # Of what lies more than 60 days ahead nobody is asked.
    assert missing(away) == [(2, ("manager", "client"), 6), (5, ("client",), 0)]
    assert "travel Wed 09:00 (Round and 6 more): " in away("today").stdout
    assert "techday schedule agree 2 --manager NAME --following" in away("today").stdout
    with away.raw() as db:
        db.execute("UPDATE schedule_item SET imported = '{}', series_id = NULL WHERE uid <> ''")
    assert away.tell(
        "schedule agree 3 --manager Ana --client Jo --following",
        "schedule agree 3 --manager Ana --client Jo --following",
        "schedule agree 2 --manager Ana --client Jo",
        "schedule agree 5 --client Jo --withdrawn --following",
    ) == snapshot("""\

$ techday schedule agree 3 --manager Ana --client Jo --following
Recorded the agreement of Ana (manager) and Jo (client) to 3 Round, Wed 2 Dec 09:00-10:00, and 9 later ones
$ techday schedule agree 3 --manager Ana --client Jo --following
3 Round stands so already
$ techday schedule agree 2 --manager Ana --client Jo
Recorded the agreement of Ana (manager) and Jo (client) to 2 Round, Wed 25 Nov 09:00-10:00
$ techday schedule agree 5 --client Jo --withdrawn --following
Withdrew the agreement of Jo (client) to 5 Round, Wed 16 Dec 09:00-10:00, and 8 later ones
2|   the client must still agree: techday schedule agree 5 --client NAME --following
""")
    assert missing(away) == snapshot([(5, ("client",), 5)])
    away.did("undo", "undo")
    assert missing(away) == [(2, ("manager", "client"), 0)]


def test_an_agreement_is_withdrawn_for_who_gave_it(away: Techday) -> None:
    away.did("schedule agree 1 --manager 'Sam Reed'")
    assert away.tell(
        "schedule agree 1 --manager Pat --withdrawn",
        "schedule agree 1 --withdrawn",
        "schedule agree 1 --client Jo --withdrawn",
        "schedule agree 1 --manager 'sam reed' --withdrawn",
    ) == snapshot("""\

$ techday schedule agree 1 --manager Pat --withdrawn
2| techday: For the service manager Sam Reed agreed, not "Pat"
2|   techday schedule agree 1 --manager "Sam Reed" --withdrawn
exit 1
$ techday schedule agree 1 --withdrawn
2| techday: Who does not agree any more was not said
2|   techday schedule agree 1 --manager NAME --withdrawn
exit 2
$ techday schedule agree 1 --client Jo --withdrawn
1 Cabling in Graz (ACME) stands so already
2|   the client must still agree: techday schedule agree 1 --client NAME
$ techday schedule agree 1 --manager 'sam reed' --withdrawn
Withdrew the agreement of Sam Reed (manager) to 1 Cabling in Graz (ACME), Thu 26 Nov 09:00-17:00
2|   the service manager and the client must still agree: techday schedule agree 1 --manager NAME --client NAME
""")


def test_what_is_no_travel_any_more_asks_nobody_and_what_was_agreed_to_comes_back_with_it(away: Techday) -> None:
    away.did("schedule agree 1 --manager Ana", "schedule move 1 --kind meeting")
    assert "AGREEMENTS" not in away("schedule show 1").stdout
    away.did("schedule move 1 --kind travel")
    assert missing(away) == [(1, ("client",), 0)]


def test_the_list_says_which_travel_nobody_agreed_to(away: Techday) -> None:
    away.did("schedule add Fair --start 'fri 9:00' --kind travel", "schedule agree 2 --manager Ana")
    assert away.tell("schedule list --kind travel") == snapshot("""\

$ techday schedule list --kind travel
ID  when         item             client  place     state
Thu 26 Nov
 1  09:00-17:00  Cabling in Graz  ACME    Depot     open
    needs manager, client
Fri 27 Nov
 2  09:00-10:00  Fair                               open
    needs client
""")


def test_only_travel_is_agreed_to_and_by_somebody(away: Techday) -> None:
    away.did("schedule add Call --start 'wed 9:00'")
    assert away.tell(
        "schedule agree 2 --manager Ana",
        "schedule agree 1",
        "schedule agree 1 --manager ' '",
        "schedule agree 1 --manager Ana --at 'fri 2027-01-01'",
        "schedule agree 9 --manager Ana",
    ) == snapshot("""\

$ techday schedule agree 2 --manager Ana
2| techday: Only travel is agreed to, and "Call" is of the kind meeting
2|   techday schedule move 2 --kind travel
exit 1
$ techday schedule agree 1
2| techday: Who agreed was not said
2|   techday schedule agree 1 --manager NAME --client NAME
exit 2
$ techday schedule agree 1 --manager ' '
2| techday: Who agreed for the service manager is missing
2|   techday schedule agree 1 --manager NAME
exit 2
$ techday schedule agree 1 --manager Ana --at 'fri 2027-01-01'
2| techday: "fri 2027-01-01" is still to come
2|   Give a past time, or none for now
exit 2
$ techday schedule agree 9 --manager Ana
2| techday: No item "9" on the schedule
2|   techday schedule list --all
exit 3
""")
    away.did("schedule cancel 1")
    assert away("schedule agree 1 --manager Ana").stderr == (
        'techday: "Cabling in Graz" was cancelled\n  techday schedule show 1\n'
    )


def test_on_a_terminal_both_are_asked_for(away: Techday) -> None:
    """An empty line is nobody; who it usually is stands in the question."""
    result = away("schedule agree 1", typed="\nJo Park\n")
    assert result.stderr.startswith(
        "Who agreed for the service manager (Ana Ruiz?), Enter for nobody:"
        " Who agreed for the client, Enter for nobody: "
    )
    assert result.stdout == (
        "Recorded the agreement of Jo Park (client) to 1 Cabling in Graz (ACME), Thu 26 Nov 09:00-17:00\n"
    )
    assert missing(away) == [(1, ("manager",), 0)]
    assert away("schedule agree 1", typed="\n").exit == 2


def test_scripts_read_who_agreed_to_what(away: Techday) -> None:
    away.did("schedule agree 1 --manager Ana --at 'fri 16:00'", "schedule move 1 --place Attic")
    assert away("schedule show 1 --json").json["agreements"] == [
        {
            "side": "manager",
            "name": "Ana",
            "at": "2026-11-20T15:00:00Z",
            "missing": True,
            "changed": [{"field": "place", "was": "Depot", "now": "Attic"}],
        },
        {"side": "client", "name": None, "at": None, "missing": True, "changed": []},
    ]
