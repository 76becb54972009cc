"""The people of clients, as a technician keeps them."""

import pytest
import typer
from inline_snapshot import snapshot
from typer.core import TyperCommand

from techday.people.channels import complete_channel
from techday.people.commands import complete_person
from tests.conftest import Techday


def test_a_person_from_the_name_alone_to_all_that_is_known(techday: Techday) -> None:
    techday.did("client add Acme", "client site add acme Head office", "client add Beta")
    assert techday.tell(
        "client person",
        "client person list acme",
        "client person add acme Anna Berg",
        "client person add acme Bob Stone --role IT --phone '+49 40 555 01 02' --mail bob@acme.example --main",
        "client person edit acme bob --channel EMAIL --site head --note 'mornings only'",
        "client person add beta Anna Berg --phone 555-0199",
        "client person edit acme berg --phone 555-0101 --channel phone",
        "client person edit acme bob@acme.example --channel none --site none",
        "client person edit acme bob --channel none",
        "client person list acme",
        "client person",
        "client person delete acme stone",
        "client person list acme",
    ) == snapshot("""\

$ techday client person
No people yet.
  techday client person add C NAME --phone P --main
$ techday client person list acme
No people yet.
  techday client person add ACME NAME --phone P --main
$ techday client person add acme Anna Berg
Added Anna Berg to ACME
$ techday client person add acme Bob Stone --role IT --phone '+49 40 555 01 02' --mail bob@acme.example --main
Added Bob Stone to ACME, to ask for first
$ techday client person edit acme bob --channel EMAIL --site head --note 'mornings only'
Changed note, channel, site of Bob Stone at ACME
$ techday client person add beta Anna Berg --phone 555-0199
Added Anna Berg to BETA
$ techday client person edit acme berg --phone 555-0101 --channel phone
Changed phone, channel of Anna Berg at ACME
$ techday client person edit acme bob@acme.example --channel none --site none
Changed channel, site of Bob Stone at ACME
$ techday client person edit acme bob --channel none
Bob Stone is so already
$ techday client person list acme
person        role      phone             mail              best
Bob Stone *   IT        +49 40 555 01 02  bob@acme.example
Anna Berg               555-0101                            phone
$ techday client person
client  person        role      phone             mail              best
ACME    Bob Stone *   IT        +49 40 555 01 02  bob@acme.example
ACME    Anna Berg               555-0101                            phone
BETA    Anna Berg               555-0199
$ techday client person delete acme stone
Deleted Bob Stone at ACME
$ techday client person list acme
person        role      phone     mail            best
Anna Berg               555-0101                  phone
""")


def test_one_person_of_a_client_is_asked_for_first(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "client person add acme Zoe --main",
        "client person add acme Anna",
        "client add Beta",
        "client person add beta Ben --main",
    )
    assert techday.tell(
        "client person list acme", "client person edit acme anna --main", "client person list"
    ) == snapshot("""\

$ techday client person list acme
person        role      phone  mail            best
Zoe *
Anna
$ techday client person edit acme anna --main
Changed main of Anna at ACME
$ techday client person list
client  person        role      phone  mail            best
ACME    Anna *
ACME    Zoe
BETA    Ben *
""")
    techday.did("client person edit acme anna --not-main")
    people = techday("client person list --json").json["people"]
    assert [one["name"] for one in people if one["main"]] == ["Ben"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("anna", "Anna Berg"),
        ("ANNA BERG", "Anna Berg"),
        ("berg", "Berg"),
        ("van d", "Carl van der Meer"),
        ("meer", "Carl van der Meer"),
        ("anna@acme.example", "Anna Berg"),
    ],
)
def test_a_person_is_found_by_what_people_say(techday: Techday, typed: str, found: str) -> None:
    techday.did(
        "client add Acme",
        "client person add acme Anna Berg --mail anna@acme.example",
        "client person add acme Berg",
        "client person add acme Carl van der Meer",
    )
    told = techday(f"client person edit acme {typed} --note x --json").json
    assert told["person"]["name"] == found


def test_what_cannot_be_is_refused_with_the_next_step(techday: Techday) -> None:
    techday.did("client add Acme", "client person add acme Anna Berg", "client person add acme Anna Bergson")
    assert techday.tell(
        "client person add acme 'anna  BERG'",
        "client person add acme",
        "client person add acme '  '",
        "client person add nobody Anna",
        "client person add acme Bob --mail bob",
        "client person add acme Bob --mail 'bob @acme.example'",
        "client person add acme Bob --channel pigeon",
        "client person add acme Bob --site basement",
        "client person edit acme anna bergs --name 'Anna Berg'",
        "client person edit acme anna --note x",
        "client person edit acme ana --note x",
        "client person edit acme anna berg",
        "client person delete acme nobody",
    ) == snapshot("""\

$ techday client person add acme 'anna  BERG'
2| techday: ACME has Anna Berg already
2|   techday client person edit ACME --phone P "Anna Berg"
exit 1
$ techday client person add acme
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday client person add acme '  '
2| techday: A person needs a name
2|   techday client person add ACME "Anna Berg"
exit 2
$ techday client person add nobody Anna
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
$ techday client person add acme Bob --mail bob
2| techday: "bob" is no mail address
2|   --mail anna@example.com
exit 2
$ techday client person add acme Bob --mail 'bob @acme.example'
2| techday: "bob @acme.example" is no mail address
2|   --mail anna@example.com
exit 2
$ techday client person add acme Bob --channel pigeon
2| techday: --channel is phone, email, visit, chat, not "pigeon"
2|   --channel phone
exit 2
$ techday client person add acme Bob --site basement
2| techday: No site "basement"
2|   techday client site list ACME
exit 3
$ techday client person edit acme anna bergs --name 'Anna Berg'
2| techday: ACME has Anna Berg already
2|   techday client person edit ACME --phone P "Anna Berg"
exit 1
$ techday client person edit acme anna --note x
2| techday: "anna" could be several persons: Anna Berg, Anna Bergson
2|   Type more of the name
exit 3
$ techday client person edit acme ana --note x
2| techday: No person "ana"
2|   Did you mean Anna? Else: techday client person list ACME
exit 3
$ techday client person edit acme anna berg
2| techday: Nothing to change was named
2|   techday client person edit --help lists what can be changed
exit 2
$ techday client person delete acme nobody
2| techday: No person "nobody"
2|   techday client person list ACME
exit 3
""")


def test_contacts_with_a_person_outlive_the_person(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "client person add acme Anna Berg",
        "contact-next done --client acme --note 'New printers' --person anna",
    )
    told = techday.tell("client person delete acme anna", "client show acme", "undo", "client show acme")
    assert told == snapshot("""\

$ techday client person delete acme anna
Deleted Anna Berg at ACME; 1 contact stays, without the name
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, spoken to today
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
LAST CONTACTS 1
  08:14  phone            New printers
$ techday undo
Undid: Deleted Anna Berg at ACME; 1 contact stays, without the name
$ techday client show acme
ACME  Acme
  ask for  Anna Berg
  contact  every 30 days, spoken to today
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
LAST CONTACTS 1
  08:14  phone  Anna Berg  New printers
""")


def test_scripts_are_given_people_as_they_are_now(techday: Techday) -> None:
    techday.did("client add Acme")
    added = techday("client person add acme Anna Berg --phone 555-0101 --main --json").json
    person = {
        "client": "ACME",
        "name": "Anna Berg",
        "role": None,
        "phone": "555-0101",
        "email": None,
        "channel": None,
        "site": None,
        "main": True,
        "note": None,
    }
    assert added == {
        "schema": "techday.change/1",
        "operation": 2,
        "summary": "Added Anna Berg to ACME, to ask for first",
        "person": person,
    }
    assert techday("client person list acme --json").json == {
        "schema": "techday.people/1",
        "client": "ACME",
        "people": [person],
        "total": 1,
    }
    deleted = techday("client person delete acme anna --json").json
    assert (deleted["person"], deleted["contacts"]) == (person, 0)


@pytest.mark.parametrize("command", ["client person edit acme anna --main --phone 5", "client person delete acme anna"])
def test_undo_takes_a_write_back(techday: Techday, command: str) -> None:
    techday.did("client add Acme", "client person add acme Zoe --main", "client person add acme Anna")
    before = techday("client person --json").stdout
    techday.did(command, "undo")
    assert techday("client person --json").stdout == before


@pytest.mark.parametrize("width", [60, 80, 120])
def test_people_are_readable_at_any_width_and_their_numbers_whole(techday: Techday, width: int) -> None:
    techday.did(
        "client add Acme",
        "client site add acme 'The northern warehouse'",
        "client person add acme 'Professor Annegret von Berg-Hohenlohe' --role 'head of the office and of much else'"
        " --phone '+49 40 555 01 01 ext. 12' --mail annegret.von.berg@harbour-logistics.example --channel phone"
        " --site north --main --note 'mornings only'".replace("--site north", "--site 'the northern'"),
    )
    for command in ("client person", "client person list acme"):
        shown = techday(command, COLUMNS=str(width)).stdout
        assert max(map(len, shown.splitlines())) <= width
        assert "Professor A" in shown
        assert "+49 40 555 01 01 ext. 12" in shown


def test_a_long_list_says_how_to_see_the_rest(techday: Techday) -> None:
    techday.did("client add Acme", *[f"client person add acme Person {number}" for number in range(4)])
    assert techday.tell("client person list acme --most 2", "client person list --most 3") == snapshot("""\

$ techday client person list acme --most 2
person        role      phone  mail            best
Person 0
Person 1
2 more  techday client person list ACME --most 4
$ techday client person list --most 3
client  person        role      phone  mail            best
ACME    Person 0
ACME    Person 1
ACME    Person 2
1 more  techday client person list --most 4
""")


def test_people_complete_by_their_names(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.did("client add Acme", "client person add acme Anna Berg", "client person add acme Bob")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)

    def completed(client: str, incomplete: str) -> list[tuple[str, str]]:
        ctx = typer.Context(TyperCommand("edit"))
        ctx.params = {"client": client}
        return complete_person(ctx, incomplete)

    assert completed("acme", "an") == [("Anna Berg", "at acme")]
    assert [name for name, _ in completed("acme", "")] == ["Anna Berg", "Bob"]
    assert completed("nobody", "") == []
    assert complete_channel("ph") == ["phone"]


def test_scripts_are_told_who_or_what_was_deleted(techday: Techday) -> None:
    techday.did("client add Acme", "client person add acme Anna Berg")
    told = techday("client person delete acme anna --json").json
    assert (told["deleted"], told["person"]["name"]) == ("Anna Berg", "Anna Berg")


def test_the_next_step_after_a_name_that_is_taken_works_as_it_stands(techday: Techday) -> None:
    for name in ("-x", "O'Brien & Sons", '"Zoe" $(reboot)'):
        techday("client", "add", "Acme")
        techday("client", "person", "add", "acme", "--", name)
        told = techday("client", "person", "add", "acme", "--", name)
        assert told.exit == 1
        techday.did(told.stderr.splitlines()[-1].strip().removeprefix("techday "))


@pytest.mark.parametrize(("word", "channel"), [("phone", "phone"), ("PH", "phone"), ("v", "visit"), ("none", None)])
def test_the_best_way_to_reach_somebody_is_told_by_a_word_or_its_beginning(
    techday: Techday, word: str, channel: str | None
) -> None:
    techday.did("client add Acme")
    assert techday(f"client person add acme Anna --channel {word} --json").json["person"]["channel"] == channel
    assert techday(f"client person add acme Bob --channel {word} --json").exit == 0
    assert techday("client person add acme Carl --channel c --json").json["person"]["channel"] == "chat"
    assert techday("client person add acme Dan --channel q").exit == 2
