"""Clients, as a technician keeps them."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday


def test_a_client_from_its_name_alone_to_all_that_is_known(techday: Techday) -> None:
    assert techday.tell(
        "client",
        "client add Acme Ltd",
        'client add "Globex Corporation" --code gx --every 14 --area "Harbour, north" --phone 555-0101 --billable no',
        "client add Initech --level gold",
        "client list",
        "client show glob",
        "client edit GX --every 21 --phone 555-0199 --billable yes",
        "client edit GX --every 21",
        "client show gx",
    ) == snapshot("""\

$ techday client
No clients yet.
  techday client add NAME    techday import FILE.csv
$ techday client add Acme Ltd
Added client ACME Acme Ltd
$ techday client add "Globex Corporation" --code gx --every 14 --area "Harbour, north" --phone 555-0101 --billable no
Added client GX Globex Corporation
$ techday client add Initech --level gold
Added client INITECH Initech
2| warning: there is no level gold yet: INITECH has the default targets (techday level add gold)
$ techday client list
code     client              open  every  area            level
ACME     Acme Ltd                    30d
GX       Globex Corporation          14d  Harbour, north
INITECH  Initech                     30d                  gold
$ techday client show glob
GX  Globex Corporation  555-0101 · Harbour, north
  ask for  nobody known: techday client person add GX NAME --main
  contact  every 14 days, never spoken to
  terms    default targets; contract; since 23 Nov 2026
  No open tickets.
$ techday client edit GX --every 21 --phone 555-0199 --billable yes
Changed phone, cadence days, billable of GX
$ techday client edit GX --every 21
GX says so already
$ techday client show gx
GX  Globex Corporation  555-0199 · Harbour, north
  ask for  nobody known: techday client person add GX NAME --main
  contact  every 21 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
""")


def test_a_client_is_found_by_code_or_name_whatever_the_case(techday: Techday) -> None:
    techday.did("client add Acme Ltd --code ACM", "client add Acorn --code ACO", "client add Beta")
    assert techday.tell(
        "client show ac", "client show acme", "client show ACO", "client show bta", "client show zzz", "client show ''"
    ) == snapshot("""\

$ techday client show ac
2| techday: "ac" could be several clients: ACM, ACO
2|   Type more of the name
exit 3
$ techday client show acme
ACM  Acme Ltd
  ask for  nobody known: techday client person add ACM NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client show ACO
ACO  Acorn
  ask for  nobody known: techday client person add ACO NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client show bta
2| techday: No client "bta"
2|   Did you mean BETA? Else: techday client add "NAME"
exit 3
$ techday client show zzz
2| techday: No client "zzz"
2|   techday client add "NAME"
exit 3
$ techday client show ''
2| techday: No client ""
2|   techday client add "NAME"
exit 3
""")


def test_a_name_or_code_belongs_to_one_client(techday: Techday) -> None:
    techday.did("client add Acme Ltd", "client add Beta")
    assert techday.tell(
        'client add "ACME   ltd"',
        "client add Gamma --code acme",
        "client edit beta --name 'acme ltd'",
        "client edit beta --code acme",
        "client edit acme --name 'ACME Ltd'",
    ) == snapshot("""\

$ techday client add "ACME   ltd"
2| techday: Acme Ltd is here already, as ACME
2|   techday client show ACME
exit 1
$ techday client add Gamma --code acme
2| techday: The code ACME belongs to Acme Ltd
2|   Choose another one with --code
exit 1
$ techday client edit beta --name 'acme ltd'
2| techday: Acme Ltd is here already, as ACME
2|   techday client show ACME
exit 1
$ techday client edit beta --code acme
2| techday: The code ACME belongs to Acme Ltd
2|   Choose another one with --code
exit 1
$ techday client edit acme --name 'ACME Ltd'
Changed name of ACME
""")


def test_what_names_one_client_can_name_no_other(techday: Techday) -> None:
    techday.did("client add Globex --code gx", "client add Initech --code ini")
    assert techday.tell(
        "client add GX",
        "client edit ini --name gx",
        "client add Hooli --code globex",
        "client edit ini --code globex",
        "client add Globex Ltd",
        "client edit ini --name ini",
        "client show ini",
    ) == snapshot("""\

$ techday client add GX
2| techday: GX is the code of Globex
2|   techday client show GX
exit 1
$ techday client edit ini --name gx
2| techday: GX is the code of Globex
2|   techday client show GX
exit 1
$ techday client add Hooli --code globex
2| techday: The client GX is called Globex
2|   Choose another one with --code
exit 1
$ techday client edit ini --code globex
2| techday: The client GX is called Globex
2|   Choose another one with --code
exit 1
$ techday client add Globex Ltd
Added client GLOBEX2 Globex Ltd
$ techday client edit ini --name ini
Changed name of INI
$ techday client show ini
INI  ini
  ask for  nobody known: techday client person add INI NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
""")


def test_a_code_goes_before_the_name_of_another_client(techday: Techday) -> None:
    techday.did("client add Globex --code gx", "client add Initech")
    with techday.raw() as db:
        db.execute("UPDATE client SET name = 'GX', name_key = 'gx' WHERE code = 'INITECH'")  # by an import of old
    assert techday("client show gx --json").json["client"]["name"] == "Globex"


@pytest.mark.parametrize("code", ["none", "NONE", "-", "---", "-A", ""])
def test_no_code_is_what_means_nobody_or_an_option(techday: Techday, code: str) -> None:
    techday.did("client add Acme")
    assert techday("client", "edit", "acme", f"--code={code}").exit == 2
    if code:
        assert techday("client", "add", "Beta", f"--code={code}").exit == 2


def test_a_client_called_none_can_be_told_from_no_client(techday: Techday) -> None:
    assert techday("client add None").stdout == "Added client NONE2 None\n"


@pytest.mark.parametrize(("every", "days"), [("30", 30), ("30d", 30), ("2w", 14), ("1 year", 365), (" 3 weeks ", 21)])
def test_how_often_is_said_in_days_weeks_or_years(techday: Techday, every: str, days: int) -> None:
    assert techday("client", "add", "Acme", "--every", every, "--json").json["client"]["cadence_days"] == days


@pytest.mark.parametrize("every", ["often", "0", "-3", "3651", "11y", "1m", "", "9" * 40, "\u0663", "2.5w"])
def test_how_often_is_a_number_of_days_that_a_rotation_can_use(techday: Techday, every: str) -> None:
    told = techday("client", "add", "Acme", f"--every={every}")
    assert (told.exit, "--every is a number of days from 1 to 3650" in told.stderr) == (2, True)


def test_a_changed_telephone_number_is_as_long_as_a_new_one(techday: Techday) -> None:
    techday.did("client add Acme")
    client = techday("client", "edit", "acme", "--phone", "5" * 100, "--area", "x" * 300, "--json").json["client"]
    assert (len(client["phone"]), len(client["area"])) == (60, 200)
    assert techday("client", "edit", "acme", "--phone", "5" * 100).stdout == "ACME says so already\n"


def test_codes_are_made_from_names_and_count_up(techday: Techday) -> None:
    assert techday.tell(
        "client add Müller GmbH", "client add 'Muller & Co'", "client add 株式会社", "client add 'A B C D'"
    ) == snapshot("""\

$ techday client add Müller GmbH
Added client MULLER Müller GmbH
$ techday client add 'Muller & Co'
Added client MULLER2 Muller & Co
$ techday client add 株式会社
Added client CLIENT 株式会社
$ techday client add 'A B C D'
Added client ABC A B C D
""")


def test_what_cannot_be_is_refused_with_what_can(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell(
        "client add",
        "client add ''",
        "client add Beta --code 'B TA'",
        "client add Beta --code BETAINDUSTRIES",
        "client add Beta --every 0",
        "client add Beta --every often",
        "client add Beta --billable maybe",
        "client edit acme",
        "client edit acme --name ''",
        "client edit nobody --every 3",
        "client show",
    ) == snapshot("""\

$ techday client add
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday client add ''
2| techday: A client needs a name
2|   techday client add "Acme Ltd"
exit 2
$ techday client add Beta --code 'B TA'
2| techday: "B TA" is no code: up to 12 letters, digits and dashes, no dash first
2|   --code ACME
exit 2
$ techday client add Beta --code BETAINDUSTRIES
2| techday: "BETAINDUSTRIES" is no code: up to 12 letters, digits and dashes, no dash first
2|   --code ACME
exit 2
$ techday client add Beta --every 0
2| techday: --every is a number of days from 1 to 3650, not "0"
2|   --every 30, --every 2w
exit 2
$ techday client add Beta --every often
2| techday: --every is a number of days from 1 to 3650, not "often"
2|   --every 30, --every 2w
exit 2
$ techday client add Beta --billable maybe
2| techday: --billable is yes or no, not maybe
2|   --billable no
exit 2
$ techday client edit acme
2| techday: Nothing to change was named
2|   techday client edit --help lists what can be changed
exit 2
$ techday client edit acme --name ''
2| techday: A client needs a name
2|   techday client add "Acme Ltd"
exit 2
$ techday client edit nobody --every 3
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
$ techday client show
2| techday: Missing argument 'C'
2|   techday client show --help
exit 2
""")


def test_a_missing_name_is_asked_for_at_a_terminal(techday: Techday) -> None:
    assert techday.tell("client add", typed="O'Brien & Sons\n") == snapshot("""\

$ techday client add
Added client OBRIEN O'Brien & Sons
2| Name:
""")


def test_scripts_are_given_the_client_as_it_is_now(techday: Techday) -> None:
    assert techday("client add Acme --every 14 --json").json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 1,
            "summary": "Added client ACME Acme",
            "client": {
                "code": "ACME",
                "name": "Acme",
                "cadence_days": 14,
                "level": None,
                "area": None,
                "phone": None,
                "billable": True,
                "placeholder": False,
                "created_at": "2026-11-23T08:14:00Z",
                "open_tickets": 0,
                "calendar": None,
                "zone": None,
                "starts_on": None,
                "paused": False,
                "paused_at": None,
                "paused_until": None,
                "pause_reason": None,
            },
        }
    )
    assert techday("client edit acme --area north --json").json["client"]["area"] == "north"
    assert techday("client list --json").json["clients"][0]["code"] == "ACME"
    assert techday("client show acme --json").json["tickets"] == []


@pytest.mark.parametrize("command", ["client add Beta", "client edit acme --every 3"])
def test_what_was_written_can_be_undone(techday: Techday, command: str) -> None:
    techday.did("client add Acme")
    before = techday("client list --json").stdout
    techday.did(command, "undo")
    assert techday("client list --json").stdout == before


def test_a_client_has_a_calendar_and_a_zone_of_its_own_or_those_of_its_level(techday: Techday) -> None:
    techday.did(
        "calendar add Office", "calendar add Night --hours 'daily 22:00-6:00'", "level add Gold --calendar office"
    )
    assert techday.tell(
        "client add Acme --level GOLD --zone america/new_york",
        "client show acme",
        "client edit acme --calendar night",
        "client edit acme --calendar Night --zone America/New_York --level gold",
        "client list",
        "client edit acme --calendar none --zone none --level none",
        "client show acme",
    ) == snapshot("""\

$ techday client add Acme --level GOLD --zone america/new_york
Added client ACME Acme
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    level Gold; calendar Office (its level's); America/New_York;
           billable; since 23 Nov 2026
  No open tickets.
$ techday client edit acme --calendar night
Changed calendar of ACME
$ techday client edit acme --calendar Night --zone America/New_York --level gold
ACME says so already
$ techday client list
code  client        open  every  area    level
ACME  Acme                  30d          Gold
$ techday client edit acme --calendar none --zone none --level none
Changed level, zone, calendar of ACME
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
""")


def test_a_level_that_is_only_nearly_one_is_told(techday: Techday) -> None:
    techday.did("level add Gold", "client add Acme")
    assert techday.tell(
        "client edit acme --level glod",
        "client show acme",
        "client edit acme --level gold",
        "client edit acme --calendar nowhere",
        "client edit acme --zone Berln",
        "client add Beta --calendar nowhere",
        "client add Beta --zone 'Mars/Olympus Mons'",
        "client list",
    ) == snapshot("""\

$ techday client edit acme --level glod
Changed level of ACME
2| warning: there is no level glod yet: ACME has the default targets (Did you mean Gold? Else: techday level add glod)
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    level glod, which is not made yet: default targets; billable; since
           23 Nov 2026
  No open tickets.
$ techday client edit acme --level gold
Changed level of ACME
$ techday client edit acme --calendar nowhere
2| techday: No calendar "nowhere"
2|   techday calendar add NAME --hours "mon-fri 8:00-17:00"
exit 3
$ techday client edit acme --zone Berln
2| techday: --zone must be a time zone such as "Europe/Berlin"
2|   --zone Europe/Berlin, or --zone none
exit 2
$ techday client add Beta --calendar nowhere
2| techday: No calendar "nowhere"
2|   techday calendar add NAME --hours "mon-fri 8:00-17:00"
exit 3
$ techday client add Beta --zone 'Mars/Olympus Mons'
2| techday: --zone must be a time zone such as "Europe/Berlin"
2|   --zone Europe/Berlin, or --zone none
exit 2
$ techday client list
code  client        open  every  area    level
ACME  Acme                  30d          Gold
""")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_clients_are_readable_at_any_width(techday: Techday, width: int) -> None:
    techday.did("calendar add 'Acme harbour office'", "level add Gold")
    techday.did(
        "client add 'Acme Harbour Logistics and Warehousing' --level gold --calendar acme --zone America/New_York"
        " --area 'Harbour, north' --phone '+49 30 5550101'",
        "client add Beta",
    )
    shown = techday("client list", COLUMNS=str(width)).stdout
    assert max(map(len, shown.splitlines())) <= width
    assert ("America/New_York" in shown) == (width >= 120)
