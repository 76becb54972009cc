"""What to know on site, and what happened there since the last visit."""

from typing import Any

from inline_snapshot import snapshot

from tests.conftest import Techday

TOMORROW = "2026-11-24T10:00:00Z"


def test_the_page_says_how_to_get_in_and_what_is_open_failing_promised_and_written(visitor: Techday) -> None:
    visitor.did(
        "visit end acme --arrived 7:00 --left 7:50 --note 'Looked at it' --back L1 --need 'a roller'",
        "ticket promise L1 'a new roller' --by 'tomorrow 16:00'",
        "watch add Backup --client acme --kind backup",
        "watch check Backup fail --seen 'disk full'",
        "client doc add 'Ring twice' --client acme --kind protocol --text 'At the back door'",
        "client doc add 'Vault, folder ACME' --client acme --kind credentials --text 'not for the screen'",
        "client doc add Invoices --client acme --kind billing --text monthly",
        "schedule add 'Roller swap' --start 'tomorrow 9:30' --end 'tomorrow 11:00' --client acme",
        "ticket add 'Scanner is dead' --client acme",
        "contact-next done --client acme --note 'Coming tomorrow'",
    )
    told = visitor.tell("visit start acme", now=TOMORROW)
    assert told == snapshot("""\

$ techday visit start acme
On site at ACME Acme GmbH
ACME  Acme GmbH
  on site since 10:00, 0m
  phone    555-0100 · Mitte
  where    Head office · Main St 1 (Mitte)
  ask for  Ana Lopez, office · 555-0101
PLANNED
  Tue 24 Nov 09:30-11:00  Roller swap  open
SINCE THE LAST VISIT Mon 07:50
  L1 needs a roller
  opened L2, L5, L1, L6; spoken to once; written anew: Invoices, Ring twice,
  Vault, folder ACME
  then: Looked at it
OPEN TICKETS 4
  L2    P1  Server room is hot        new      no next step
  L5    P2  Backup failed: disk full  new      no next step
  L1    P3  Printer jams              working  a roller
  L6    P3  Scanner is dead           new      no next step
FAILING
  Backup  day 1  disk full · L5
PROMISED
  L1 a new roller  by 16:00
TO KNOW
  1 Ring twice (protocol)
  credentials  where: Vault, folder ACME  techday client doc show 2
  techday visit end --note "…" --done N --fix "…" --back N --need "…"
""")
    assert "not for the screen" not in told


def test_scripts_read_the_same_page(visitor: Techday) -> None:
    visitor.did("visit end acme --arrived 7:00 --left 7:50 --note Keys --back L1 --need 'a roller'")
    page = visitor("visit start acme --json", now=TOMORROW).json["page"]
    assert page["since"]["back"] == [{"ref": "L1", "title": "Printer jams", "text": "a roller"}]
    assert [one["ref"] for one in page["tickets"]] == ["L2", "L1"]
    assert [one["address"] for one in page["sites"]] == ["Main St 1"]
    assert visitor("visit --json", now=TOMORROW).json["page"]["people"][0]["name"] == "Ana Lopez"


def test_what_was_needed_is_no_news_once_the_ticket_is_done(visitor: Techday) -> None:
    visitor.did("visit end acme --arrived 7:00 --left 7:50 --note Keys --back L1 --need 'a roller'")
    visitor.did("ticket resolve L1 --fix roller", now=TOMORROW)
    since = visitor("visit start acme --json", now=TOMORROW).json["page"]["since"]
    assert since["back"] == []
    assert [one["fix"] for one in since["fixed"]] == ["roller"]


def test_a_client_of_whom_nothing_is_known_says_how_to_tell_of_it(visitor: Techday) -> None:
    told = visitor("visit go far")
    assert "not known: techday client site add FAR NAME --address TEXT" in told.stdout


def page(techday: Techday) -> Any:
    """Give what is to be known on the way to ACME, as scripts read it."""
    return techday("visit start acme --json", now=TOMORROW).json["page"]


def test_only_what_is_new_since_the_last_visit_is_news(visitor: Techday) -> None:
    visitor.did("client doc add Old --client acme --kind system --text x")
    visitor.did("visit end acme --arrived 8:20 --left 8:40 --note Keys", now="2026-11-23T08:50:00Z")
    visitor.did("add Scanner --client acme", "client doc add New --client acme --kind system --text x", now=TOMORROW)
    since = page(visitor)["since"]
    assert (since["opened"], since["documents"]) == (["L5"], ["New"])


def test_what_was_declined_and_what_comes_on_another_day_is_not_planned(visitor: Techday) -> None:
    for number in (1, 2, 3):
        visitor.did(f"schedule add 'No {number}' --start 'tomorrow 11:00' --end 'tomorrow 12:00' --client acme")
        visitor.did(f"week decline {number} --reason ill")
    visitor.did("schedule add Real --start 'tomorrow 15:00' --end 'tomorrow 16:00' --client acme")
    visitor.did("schedule add Later --start 'wed 9:00' --end 'wed 10:00' --client acme")
    assert [one["title"] for one in page(visitor)["schedule"]] == ["Real"]


def test_whom_to_ask_for_at_a_site_are_first_of_all_those_who_are_there(visitor: Techday) -> None:
    visitor.did("client site add ACME Depot --address 'Dock 2'", "client person add ACME Abe --site depot")
    visitor.did(*(f"client person add ACME {name}" for name in ("Ann", "Ben", "Cid", "Dan")))
    visitor.did("client person add ACME Zed --site 'Head office'", "visit start acme --site 'Head office'")
    people = visitor("visit --json").json["page"]["people"]
    assert [one["name"] for one in people] == ["Zed", "Ana Lopez", "Ann", "Ben", "Cid"]
