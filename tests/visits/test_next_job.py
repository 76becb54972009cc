"""What could be next after a visit: by priority, near, and what changed meanwhile."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once
from tests.visits.conftest import PREPARED

NOON = "2026-11-23T12:00:00Z"


def near(techday: Techday) -> list[tuple[str, str]]:
    """Give the tickets that are near, each with here or area."""
    return [(one["ref"], one["near"]) for one in techday("visit next --json", now=NOON).json["near"]]


def test_the_same_client_is_nearer_than_the_same_area_whatever_the_priority(on_site: Techday) -> None:
    assert near(on_site) == [("L2", "here"), ("L1", "here"), ("L3", "area")]


def test_by_priority_is_the_queue_of_what_waits_for_nobody(on_site: Techday) -> None:
    on_site.did("ticket wait L2 parts --until tomorrow", "ticket assign L4 Sam --new", now=NOON)
    told = on_site("visit next --json", now=NOON).json
    assert [one["ref"] for one in told["by_priority"]] == ["L3", "L1"]
    assert told["by_priority_total"] == 2


def test_what_was_passed_over_today_is_not_offered_again(on_site: Techday) -> None:
    on_site.did("ticket next --not L4 --reason 'shop is shut'", now=NOON)
    assert "L4" not in [one["ref"] for one in on_site("visit next --json", now=NOON).json["by_priority"]]


def test_the_area_of_the_site_counts_before_that_of_the_client(visitor: Techday) -> None:
    visitor.did("client site add ACME Depot --area North --address 'Dock 2'", "client edit far --area NORTH")
    visitor.did("visit start acme --site depot", now=NOON)
    assert near(visitor) == [("L2", "here"), ("L1", "here"), ("L4", "area")]
    job = visitor("visit next --json", now=NOON).json["near"][0]
    assert (job["site"], job["address"], job["phone"]) == ("Depot", "Dock 2", "555-0100")


def test_a_client_without_an_area_is_near_nobody_else(visitor: Techday) -> None:
    visitor.did("client add Bare", "visit start far", now=NOON)
    assert near(visitor) == [("L4", "here")]


def test_before_the_first_visit_nothing_is_near(visitor: Techday) -> None:
    told = visitor("visit next --json", now=NOON).json
    assert (told["client"], told["since"], told["near"], told["changed"]) == (None, None, [], [])
    assert len(told["by_priority"]) == 4


@pytest.mark.parametrize(("called", "client"), [("visit called Pat", None), ("today", "ACME")])
def test_the_next_day_nobody_is_near_any_more_unless_home_was_never_called(
    on_site: Techday, called: str, client: str | None
) -> None:
    on_site.did("visit end --note x", called, now=NOON)
    found = on_site("visit next --json", now="2026-11-24T09:00:00Z").json
    assert (found["client"] and found["client"]["code"], bool(found["near"])) == (client, client is not None)


def test_what_others_did_meanwhile_is_told_p1_first(on_site: Techday) -> None:
    rows = ["Number,Title,Status,Priority,Company,Opened", "77,Mail is down,New,2,Globex,2026-11-23 09:40"]
    (on_site.home / "export.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    on_site.did(f"import {on_site.home / 'export.csv'}", now="2026-11-23T10:30:00Z")
    on_site.did("ticket heard L4 'We cannot sell'", "ticket note L1 'my own words'", now="2026-11-23T10:40:00Z")
    told = on_site("visit next --json", now=NOON).json["changed"]
    assert [(one["ref"], one["text"]) for one in told] == [("L4", "client: We cannot sell"), ("77", "new")]


def test_what_was_settled_on_stands_first_until_it_is_done(on_site: Techday) -> None:
    on_site.did("visit end --note x", "visit called Pat --next L4", now=NOON)
    assert on_site("visit next", now=NOON).stdout.startswith("NEXT L4 Nothing works  techday visit go FAR\n")
    on_site.did("ticket resolve L4 --fix plugged --cause plug", now=NOON)
    assert on_site("visit next --json", now=NOON).json["chosen"] is None


@pytest.mark.parametrize(
    "command",
    ["ticket assign L4 Sam --new", "ticket wait L4 parts --until tomorrow", "ticket resolve L4 --fix x --cause y"],
)
def test_what_was_settled_on_is_next_only_while_it_is_mine_to_do(on_site: Techday, command: str) -> None:
    on_site.did("visit end --note x", "visit called Pat --next L4", command, now=NOON)
    assert on_site("visit next --json", now=NOON).json["chosen"] is None


def test_a_client_that_was_settled_on_is_next_over_a_weekend_only(on_site: Techday) -> None:
    on_site.did("visit end --note x", "visit called Pat --next far", now=NOON)
    chosen = [on_site("visit next --json", now=f"2026-11-{day}T11:00:00Z").json["chosen"] for day in (26, 27)]
    assert chosen == [{"ref": None, "title": None, "client": "FAR"}, None]


@pytest.mark.parametrize(
    ("command", "message", "hint"),
    [
        ("ticket resolve L4 --fix x --cause y", "L4 is resolved, so it is not next", "techday ticket reopen L4"),
        ("ticket assign L4 Sam --new", "L4 is Sam's, so it is not next", "techday ticket assign L4 Alex"),
    ],
)
def test_what_is_over_or_somebody_else_s_is_not_settled_on(
    on_site: Techday, command: str, message: str, hint: str
) -> None:
    on_site.did("visit end --note x", command, now=NOON)
    refused = on_site("visit called Pat --next L4", now=NOON)
    assert (refused.exit, message in refused.stderr, hint in refused.stderr) == (1, True, True)


EXPORT = "Number,Title,Status,Priority,Company,Opened,Owner\n"


def test_what_an_import_closed_or_gave_away_is_told(on_site: Techday) -> None:
    def bring(status: str, owner: str, now: str) -> None:
        rows = [
            f"{n},Mail {n},{status},Priority 2,Globex,2026-11-23 07:00,{who}" for n, who in ((77, "Alex"), (78, owner))
        ]
        rows.append("79,Not mine,New,Priority 2,Globex,2026-11-23 07:00,Kim")
        (on_site.home / "export.csv").write_text(EXPORT + "\n".join(rows) + "\n", encoding="utf-8")
        on_site.did(f"import {on_site.home / 'export.csv'}", now=now)

    def told() -> list[tuple[str, str]]:
        changed = on_site("visit next --json", now=NOON).json["changed"]
        return sorted((one["ref"], one["text"]) for one in changed)

    bring("New", "Alex", "2026-11-23T09:10:00Z")
    bring("New", "Kim", "2026-11-23T10:30:00Z")
    assert told() == [("78", "to Kim")]
    bring("Closed", "Kim", "2026-11-23T10:40:00Z")
    assert told() == [("77", "now closed"), ("78", "now closed")]
    on_site.did("undo", now=NOON)
    assert told() == [("78", "to Kim")]


@pytest.mark.parametrize(
    ("owner", "then", "since", "told"),
    [
        ("Kim", "Closed,Kim", [], []),  # nobody asked me to see to it
        ("", "New,Alex", [], ["to Alex"]),  # it was nobody's and is mine, which is said once
        ("", "In progress,", ["ticket resolve 77 --fix x --cause y"], []),  # I closed it myself
        ("", "Closed,", [], ["now closed"]),
    ],
)
def test_what_an_import_changed_is_told_where_it_was_mine_and_is_no_longer(
    on_site: Techday, owner: str, then: str, since: list[str], told: list[str]
) -> None:
    for row, now in ((f"New,{owner}", "2026-11-23T09:10:00Z"), (then, "2026-11-23T10:30:00Z")):
        table = f"Number,Title,Company,Status,Owner\n77,Mail,Globex,{row}\n"
        (on_site.home / "export.csv").write_text(table, encoding="utf-8")
        on_site.did(f"import {on_site.home / 'export.csv'}", now=now)
    on_site.did(*since, now="2026-11-23T10:40:00Z")
    changed = on_site("visit next --json", now=NOON).json["changed"]
    assert [one["text"] for one in changed if one["text"] != "new"] == told


def test_what_was_handed_up_is_not_offered_while_it_may_be_picked_up(on_site: Techday) -> None:
    on_site.did("ticket escalate L4 --to L2 --reason hard --tried much", now=NOON)
    assert "L4" not in [one["ref"] for one in on_site("visit next --json", now=NOON).json["by_priority"]]


def test_a_site_without_an_area_is_in_that_of_its_client(visitor: Techday) -> None:
    visitor.did("client site add ACME Annex --address 'Low St 2'", "visit start acme --site annex", now=NOON)
    assert ("L3", "area") in near(visitor)


def test_the_only_site_gives_the_address_of_a_visit_that_named_none(visitor: Techday) -> None:
    visitor.did("visit start far", "client site add FAR Depot --address 'Dock 9'", now=NOON)
    assert [one["address"] for one in visitor("visit next --json", now=NOON).json["near"]] == ["Dock 9"]


def test_what_i_handed_over_myself_is_no_news(on_site: Techday) -> None:
    on_site.did("handover set L4 give --next 'ring them' --summary down", "handover send L4 --to Sam", now=NOON)
    assert on_site("visit next --json", now=NOON).json["changed"] == []


def test_the_address_that_is_shown_is_in_the_area_that_is_near(visitor: Techday) -> None:
    visitor.did("client site add GLOBEX Plant --address 'Far Rd 9' --area South", "visit start acme", now=NOON)
    near_job = visitor("visit next --json", now=NOON).json["near"][-1]
    assert (near_job["ref"], near_job["address"], near_job["area"]) == ("L3", None, "mitte")
    visitor.did("client site add GLOBEX Shop --address 'Low St 2'", now=NOON)
    assert visitor("visit next --json", now=NOON).json["near"][-1]["address"] == "Low St 2"


@pytest.mark.parametrize("width", ["80", "120"])
def test_what_is_next_fits_the_screen_with_what_was_said_before(crowded: Techday, width: str) -> None:
    told = crowded("visit", "end", "--note", "x", now=NOON, COLUMNS=width, LINES="24")
    assert len(told.stdout.splitlines()) + len(told.stderr.splitlines()) < 24


def test_the_two_lists_stand_side_by_side_where_there_is_room(on_site: Techday) -> None:
    on_site.did("visit end --note x", now=NOON)
    assert on_site.tell("visit next", now=NOON, COLUMNS="120") == snapshot("""\

$ techday visit next
BY PRIORITY 4                                                NEAR ACME 3
  P1 L2 Server room is hot                                     P1 L2 Server room is hot
     ACME here · 555-0100 · Acme GmbH                             ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte                                            Main St 1 · Mitte
  P1 L4 Nothing works                                          P3 L1 Printer jams
     FAR Far                                                      ACME here · 555-0100 · Acme GmbH
  P2 L3 Switch is loud                                            Main St 1 · Mitte
     GLOBEX 555-0200 · Globex                                  P2 L3 Switch is loud
     mitte                                                        GLOBEX 555-0200 · Globex
  P3 L1 Printer jams                                              mitte
     ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte
CHANGED SINCE 09:25  nothing of yours
""")


def test_an_empty_store_has_nothing_next(techday: Techday) -> None:
    assert techday.tell("visit", "visit next", "visit list") == snapshot("""\

$ techday visit
No visit is under way.  techday visit go C
BY PRIORITY
  Nothing waits for you.
NEAR YOU
  Nothing open near you.
$ techday visit next
BY PRIORITY
  Nothing waits for you.
NEAR YOU
  Nothing open near you.
$ techday visit list
No visits yet.
  techday visit go C
""")


HOSTILE = "\x1b[31mRed\x1b[0m \u202eevil \N{PILE OF POO} 漢字" * 12


@made_once
def crowded(techday: Techday) -> Techday:
    """Give a technician on site at a client with many tickets, and with names that no screen should obey."""
    techday.did(*PREPARED, "visit start acme")
    techday.did(*(f"ticket add 'Trouble {number}' --client acme --priority 2" for number in range(6)))
    techday("ticket", "add", HOSTILE, "--client", "acme", "--priority", "1")
    techday("client", "site", "add", "ACME", HOSTILE, "--address", HOSTILE)
    techday("client", "person", "add", "ACME", HOSTILE)
    techday("ticket", "heard", "L4", HOSTILE)
    return techday


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(crowded: Techday, width: int) -> None:
    from rich.cells import cell_len

    def shown(*commands: str) -> list[str]:
        return [line for one in commands for line in crowded(one, now=NOON, COLUMNS=str(width)).stdout.splitlines()]

    lines = shown("visit", "visit next")
    crowded("visit", "end", "--note", HOSTILE, "--back", "L1", "--need", HOSTILE, now=NOON)
    lines += [line for line in shown("visit list", "visit start acme", "visit") if not line.startswith("On site at")]
    assert max(map(cell_len, lines)) <= width
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
    assert any("more  techday ticket list" in line for line in lines)


# --- what is missing something ---


def needing(techday: Techday, now: str = "2026-11-23T12:10:00Z") -> list[tuple[str, str | None]]:
    """Give the tickets by priority, each with what it needs."""
    return [(one["ref"], one["needs"]) for one in techday("visit next --json", now=now).json["by_priority"]]


def test_what_could_not_be_finished_for_want_of_something_comes_last_with_its_need(on_site: Techday) -> None:
    on_site.did("visit end --note x --back L2 --need '24 inch monitor'", now=NOON)
    assert needing(on_site) == [("L4", None), ("L3", None), ("L1", None), ("L2", "24 inch monitor")]
    assert near(on_site) == [("L1", "here"), ("L3", "area"), ("L2", "here")]
    shown = on_site("visit next", now=NOON).stdout
    assert shown.count("needs 24 inch monitor") == 2


@pytest.mark.parametrize(
    "fulfilled",
    ["ticket edit L2 --next 'put it up'", "visit end acme --arrived 12:02 --left 12:05 --note y --back L2 --need x"],
)
def test_what_was_decided_since_counts_in_its_place(on_site: Techday, fulfilled: str) -> None:
    on_site.did("visit end --note x --back L2 --need '24 inch monitor'", now=NOON)
    on_site.did(fulfilled, now="2026-11-23T12:10:00Z")
    assert "24 inch monitor" not in [needs for _, needs in needing(on_site)]


def test_the_next_day_it_can_be_brought(on_site: Techday) -> None:
    on_site.did("visit end --note x --back L2 --need '24 inch monitor'", now=NOON)
    assert needing(on_site, "2026-11-24T08:30:00Z")[0] == ("L2", None)


def test_after_a_visit_no_second_one_is_begun_by_the_timer(techday: Techday) -> None:
    techday.did("config set technician.name Alex", "client add Acme", "add 'For Sam' --client acme")
    techday.did("ticket assign L1 Sam --new", "visit start acme")
    techday.did("visit end --note x", now="2026-11-23T09:00:00Z")
    alerts = techday("today --json", now="2026-11-23T09:10:00Z").json["alerts"]
    assert [one["command"] for one in alerts if one["kind"] == "timer"] == ["techday start N"]
    techday.did("add Mail is down", "ticket assign L2 me", now="2026-11-23T09:10:00Z")
    alerts = techday("today --json", now="2026-11-23T09:10:00Z").json["alerts"]
    assert [one["command"] for one in alerts if one["kind"] == "timer"] == ["techday start L2"]
