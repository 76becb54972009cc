"""The sites of clients, as a technician keeps them."""

import pytest
import typer
from inline_snapshot import snapshot
from typer.core import TyperCommand

from techday.sites.commands import complete_site
from tests.conftest import Techday


def test_a_site_from_its_name_alone_to_all_that_is_known(techday: Techday) -> None:
    techday.did("client add Acme", "client add Beta")
    assert techday.tell(
        "client site",
        "client site list acme",
        "client site add acme Head office",
        "client site add acme Warehouse --address 'Am Lager 1, Hamburg' --area Harburg --phone 555-0104",
        "client site add beta Head office",
        "client site edit acme head --address 'Kai 7, Hamburg' --name 'Main office'",
        "client site edit acme main office --address 'Kai 7, Hamburg'",
        "client site list acme",
        "client site",
        "client site delete acme ware",
        "client site list acme",
    ) == snapshot("""\

$ techday client site
No sites yet.
  techday client site add C NAME --address TEXT
$ techday client site list acme
No sites yet.
  techday client site add ACME NAME --address TEXT
$ techday client site add acme Head office
Added the site Head office to ACME
$ techday client site add acme Warehouse --address 'Am Lager 1, Hamburg' --area Harburg --phone 555-0104
Added the site Warehouse to ACME
$ techday client site add beta Head office
Added the site Head office to BETA
$ techday client site edit acme head --address 'Kai 7, Hamburg' --name 'Main office'
Changed name, address of the site Main office of ACME
$ techday client site edit acme main office --address 'Kai 7, Hamburg'
Main office says so already
$ techday client site list acme
site         address              area     phone
Main office  Kai 7, Hamburg
Warehouse    Am Lager 1, Hamburg  Harburg  555-0104
$ techday client site
client  site         address              area     phone
ACME    Main office  Kai 7, Hamburg
ACME    Warehouse    Am Lager 1, Hamburg  Harburg  555-0104
BETA    Head office
$ techday client site delete acme ware
Deleted the site Warehouse of ACME
$ techday client site list acme
site         address           area    phone
Main office  Kai 7, Hamburg
""")


def test_a_name_belongs_to_one_site_of_a_client(techday: Techday) -> None:
    techday.did("client add Acme", "client site add acme Head office", "client site add acme Warehouse")
    assert techday.tell(
        "client site add acme 'HEAD  office'",
        "client site add acme ' '",
        "client site add acme",
        "client site add nobody Head office",
        "client site edit acme ware --name 'head office'",
        "client site edit acme head",
        "client site edit acme head --name 'HEAD office'",
        "client site edit acme basement --area x",
        "client site delete acme heda",
        "client site list nobody",
    ) == snapshot("""\

$ techday client site add acme 'HEAD  office'
2| techday: ACME has the site Head office already
2|   techday client site edit ACME --address TEXT "Head office"
exit 1
$ techday client site add acme ' '
2| techday: A site needs a name
2|   techday client site add ACME "Head office"
exit 2
$ techday client site add acme
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday client site add nobody Head office
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
$ techday client site edit acme ware --name 'head office'
2| techday: ACME has the site Head office already
2|   techday client site edit ACME --address TEXT "Head office"
exit 1
$ techday client site edit acme head
2| techday: Nothing to change was named
2|   techday client site edit --help lists what can be changed
exit 2
$ techday client site edit acme head --name 'HEAD office'
Changed name of the site HEAD office of ACME
$ techday client site edit acme basement --area x
2| techday: No site "basement"
2|   techday client site list ACME
exit 3
$ techday client site delete acme heda
2| techday: No site "heda"
2|   Did you mean HEAD? Else: techday client site list ACME
exit 3
$ techday client site list nobody
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
""")


def test_a_site_that_is_deleted_leaves_its_people_and_comes_back_with_undo(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "client site add acme Head office",
        "client person add acme Anna Berg --site head",
        "client person add acme Bob --site 'head office'",
    )
    before = techday("client person list acme --json").stdout
    assert techday.tell("client site delete acme head", "client person list acme", "undo") == snapshot("""\

$ techday client site delete acme head
Deleted the site Head office of ACME; 2 people stay, without a site
$ techday client person list acme
person        role      phone  mail            best
Anna Berg
Bob
$ techday undo
Undid: Deleted the site Head office of ACME; 2 people stay, without a site
""")
    assert techday("client person list acme --json").stdout == before
    assert techday("client site list acme --json").json["sites"][0]["name"] == "Head office"


def test_scripts_are_given_sites_as_they_are_now(techday: Techday) -> None:
    techday.did("client add Acme")
    added = techday("client site add acme Harbour --area north --json").json
    site = {"client": "ACME", "name": "Harbour", "address": None, "area": "north", "phone": None, "note": None}
    assert added == {
        "schema": "techday.change/1",
        "operation": 2,
        "summary": "Added the site Harbour to ACME",
        "site": site,
    }
    assert techday("client site list acme --json").json == {
        "schema": "techday.sites/1",
        "client": "ACME",
        "sites": [site],
        "total": 1,
    }
    assert techday("client site --json").json["client"] is None
    deleted = techday("client site delete acme harbour --json").json
    assert (deleted["site"], deleted["people"]) == (site, 0)


def test_the_name_of_a_site_is_asked_for_where_it_is_missing(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday("client site add acme", typed="Head office\n").stdout == "Added the site Head office to ACME\n"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_sites_are_readable_at_any_width(techday: Techday, width: int) -> None:
    techday.did(
        "client add Acme",
        "client site add acme 'The long gone warehouse of the northern harbour' --phone '+49 40 555 01 04'"
        " --address 'Am alten Lagerhaus 17-19, Eingang C, 21079 Hamburg' --area 'Harburg, south of the river'"
        " --note 'ring twice, then wait for the gate to open'",
        "client site add acme Kai",
    )
    for command in ("client site", "client site list acme"):
        shown = techday(command, COLUMNS=str(width)).stdout
        assert max(map(len, shown.splitlines())) <= width
        assert "The long" in shown
        assert ("+49 40 555 01 04" in shown) == (width >= 80)


def test_a_long_list_says_how_to_see_the_rest(techday: Techday) -> None:
    techday.did("client add Acme", *[f"client site add acme Site {number}" for number in range(4)])
    assert techday.tell("client site list acme --most 2", "client site list --most 3") == snapshot("""\

$ techday client site list acme --most 2
site        address           area    phone
Site 0
Site 1
2 more  techday client site list ACME --most 4
$ techday client site list --most 3
client  site        address           area    phone
ACME    Site 0
ACME    Site 1
ACME    Site 2
1 more  techday client site list --most 4
""")


def test_foreign_text_is_cleaned_on_the_way_in(techday: Techday) -> None:
    techday.did("client add Acme")
    added = techday("client", "site", "add", "acme", "Head\x1b[31m\noffice", "--note", "x" * 900, "--json").json["site"]
    assert (added["name"], len(added["note"])) == ("Head office", 500)


def test_sites_complete_by_their_names(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.did("client add Acme", "client site add acme Head office", "client site add acme Kai")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    ctx = typer.Context(TyperCommand("edit"))
    ctx.params = {"client": "acme"}
    assert complete_site(ctx, "he") == [("Head office", "a site of acme")]


def test_scripts_are_told_who_or_what_was_deleted(techday: Techday) -> None:
    techday.did("client add Acme", "client site add acme Head office")
    told = techday("client site delete acme head --json").json
    assert (told["deleted"], told["site"]["name"]) == ("Head office", "Head office")


def test_the_next_step_after_a_name_that_is_taken_works_as_it_stands(techday: Techday) -> None:
    for name in ("-x", "O'Brien & Sons", '"Zoe" $(reboot)'):
        techday("client", "add", "Acme")
        techday("client", "site", "add", "acme", "--", name)
        told = techday("client", "site", "add", "acme", "--", name)
        assert told.exit == 1
        techday.did(told.stderr.splitlines()[-1].strip().removeprefix("techday "))
