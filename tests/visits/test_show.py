"""A visit in full, the list of one client's, and what the shell completes of visits."""

import re

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday

NOON, LATER, TOMORROW = "2026-11-23T12:00:00Z", "2026-11-23T12:10:00Z", "2026-11-24T09:00:00Z"
NOTE = "Swapped the fan, cleaned the racks and told Ana how to watch the temperature until the spare part is there"


@pytest.fixture
def told(on_site: Techday) -> Techday:
    """Give a technician who ended the visit to ACME at noon and called home."""
    on_site.did("start L2", now="2026-11-23T10:00:00Z")
    on_site.did(f"visit end --note '{NOTE}' --done L2 --fix 'new fan' --back L1 --need 'a roller'", now=NOON)
    on_site.did("visit called Pat --news 'Far is down' --next far", now=LATER)
    return on_site


def test_a_visit_is_shown_in_full(told: Techday) -> None:
    assert told.tell("visit show", now=TOMORROW) == snapshot("""\

$ techday visit show
Visit 1  ACME Acme GmbH
  travel   Mon 09:00-09:25, 25m
  on site  Mon 09:25-12:00, 2h35
  site     Head office
  note     Swapped the fan, cleaned the racks and told Ana how to watch the
           temperature until the spare part is there
  called   Pat · Mon 12:10
  news     Far is down
  next     FAR
TICKETS
  L2 Server room is hot  done
     fixed by: new fan
  L1 Printer jams  to come back for
     needs: a roller
TIME
  1  Mon 09:00-09:25  25m  travel           Travel to Acme GmbH
  2  Mon 09:25-10:00  35m  on-site          Swapped the fan, cleaned the racks…
  3  Mon 10:00-12:00   2h  on-site  L2      Server room is hot
  techday visit end ACME --arrived "2026-11-23 09:25" --left "2026-11-23 12:00"
  --adjust
""")


def test_a_visit_is_found_by_its_number_and_without_one_it_is_that_under_way(told: Techday) -> None:
    told.did("visit start far", now=TOMORROW)
    assert told("visit show --json", now=TOMORROW).json["visit"]["client"]["code"] == "FAR"
    assert told("visit show '#1' --json", now=TOMORROW).json["visit"]["client"]["code"] == "ACME"
    shown = told("visit show", now=TOMORROW).stdout
    assert shown.splitlines()[-1] == '  techday visit end --note "…" --done N --fix "…" --back N --need "…"'
    assert told("visit show 3").stderr == 'techday: No visit "3"\n  techday visit list shows the numbers\n'
    assert told("visit show acme").exit == 3


def test_before_the_first_visit_there_is_none_to_show(visitor: Techday) -> None:
    assert visitor("visit show").stderr == "techday: There was no visit yet\n  techday visit go C\n"


@pytest.mark.parametrize("now", [LATER, TOMORROW])
def test_the_command_at_its_foot_puts_that_visit_right(told: Techday, now: str) -> None:
    shown = told("visit show", now=now, COLUMNS="120").stdout
    command = shown.splitlines()[-1].strip().removeprefix("techday ").replace("--arrived 09:25", "--arrived 9:20")
    told.did(command.replace("23 09:25", "23 09:20"), now=now)
    visits = told("visit list --json", now=now).json["visits"]
    assert [(one["id"], one["arrived_at"], one["left_at"]) for one in visits] == [
        (1, "2026-11-23T09:20:00Z", "2026-11-23T12:00:00Z")
    ]


def test_a_visit_on_which_nobody_arrived_says_so(visitor: Techday) -> None:
    visitor.did("visit go acme", now="2026-11-23T11:00:00Z")
    visitor.did("visit end --note 'Nobody there'", now=NOON)
    shown = visitor("visit show", now=LATER).stdout
    assert "on site  nobody said when you arrived" in shown
    assert "--arrived TIME --left 12:00 --adjust" in shown


def test_the_visits_to_one_client_are_listed_and_how_to_see_more(told: Techday) -> None:
    told.did("visit end far --arrived 8:00 --left 8:30 --note 'Rebooted'", now=TOMORROW)
    told.did("visit end acme --arrived 8:40 --left 8:50 --note 'Brought the roller'", now=TOMORROW)
    told.did("visit start globex", now=TOMORROW)
    listed = told("visit list --client acme --json", now=TOMORROW).json
    assert ([one["id"] for one in listed["visits"]], listed["total"]) == ([3, 1], 2)
    shown = told("visit list --client acme --most 1", now=TOMORROW).stdout
    assert "1 more  techday visit list --client ACME --most 2" in shown
    assert "GLOBEX" not in shown
    under_way = told("visit list --client globex --json", now=TOMORROW).json
    assert ([one["id"] for one in under_way["visits"]], under_way["total"]) == ([4], 1)
    told.did("client add Bare", now=TOMORROW)
    assert told("visit list --client bare", now=TOMORROW).stdout.startswith("No visits to BARE yet.")


def test_the_list_says_what_is_needed_to_come_back(told: Techday) -> None:
    assert "L1 needs a roller · news: Far is down" in told("visit list", now=LATER).stdout


# --- completion ---


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("visit show ", [("1", "ACME, 2026-11-23")]),
        ("visit called ", [("Pat", "called before"), ("Sam Reed", "a colleague")]),
        ("visit called Pat --next gl", [("GLOBEX", "Globex")]),
        ("visit called Pat --next L", [("L4", "Nothing works"), ("L3", "Switch is loud"), ("L1", "Printer jams")]),
        ("visit start ACME --site ", [("Depot", "a site"), ("Head office", "Main St 1")]),
        ("visit end ACME --back L1", [("L1", "Printer jams")]),
        ("visit end ACME --called P", [("Pat", "called before")]),
    ],
)
def test_the_shell_completes_visits_sites_names_and_what_is_next(
    told: Techday,
    line: str,
    offered: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told.did("client site add ACME Depot", "ticket assign L3 'Sam Reed' --new", "ticket assign L3 me", now=LATER)
    assert completed(told, line, monkeypatch, capsys) == offered


@pytest.mark.parametrize("line", ["visit show ", "visit called ", "visit start ACME --site "])
def test_without_a_store_nothing_is_completed_and_none_is_made(
    techday: Techday, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completed(techday, line, monkeypatch, capsys) == []
    assert not techday.store.exists()


def completed(
    techday: Techday, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[tuple[str, str]]:
    """Give what the shell is offered at the end of a command line, as zsh asks."""
    asked = {"_TECHDAY_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": f"techday {line}"}
    for name, value in {**techday.environ, **asked}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        techday("", **asked)
    return re.findall('"([^"]*)":"([^"]*)"', capsys.readouterr().out)
