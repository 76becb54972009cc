"""A visit from the way there to the call home."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once
from tests.visits.conftest import PREPARED

AT_NINE, AT_TEN, AT_ELEVEN, LATER = (f"2026-11-23T{clock}:00Z" for clock in ("09:00", "10:00", "11:00", "11:20"))
TOMORROW = "2026-11-24T09:00:00Z"
END = ("visit", "end", "--note", "New fan", "--done", "L2", "--fix", "new fan", "--back", "L1", "--need", "a roller")


@made_once
def ended(techday: Techday) -> Techday:
    """Give a technician who was at ACME from 09:25 to 11:00 and owes the call home."""
    techday.did(*PREPARED)
    techday.did("visit go acme", now=AT_NINE)
    techday.did("visit start", now="2026-11-23T09:25:00Z")
    assert techday(*END, now=AT_ELEVEN).exit == 0
    return techday


def entries(techday: Techday, now: str = LATER) -> list[tuple[str, str, str | None, str]]:
    """Give the time card of the day: from when to when, what for, and the note."""
    told = techday("timecard day --json", now=now).json["entries"]
    return [
        (f"{one['started_at'][11:16]}-{(one['ended_at'] or '')[11:16]}", one["work_type"], one["ticket"], one["note"])
        for one in told
    ]


def test_a_visit_is_told_as_it_happens(visitor: Techday) -> None:
    assert visitor.tell("visit go acme", now=AT_NINE) == snapshot("""\

$ techday visit go acme
On the way to ACME Acme GmbH
  phone    555-0100 · Mitte
  where    Head office · Main St 1 (Mitte)
  ask for  Ana Lopez, office · 555-0101
""")
    assert visitor.tell("visit start", now="2026-11-23T09:25:00Z") == snapshot("""\

$ techday visit start
On site at ACME Acme GmbH, Head office; stopped ACME after 25m
ACME  Acme GmbH
  on site since 09:25, 25m
  phone    555-0100 · Mitte
  where    Head office · Main St 1 (Mitte)
  ask for  Ana Lopez, office · 555-0101
OPEN TICKETS 2
  L2    P1  Server room is hot  new  no next step
  L1    P3  Printer jams        new  no next step
  techday visit end --note "…" --done N --fix "…" --back N --need "…"
""")
    told = visitor.tell(
        "visit end --note 'New fan' --done L2 --fix 'new fan' --back L1 --need 'a roller'", now=AT_ELEVEN
    )
    assert told == snapshot("""\

$ techday visit end --note 'New fan' --done L2 --fix 'new fan' --back L1 --need 'a roller'
Ended the visit to ACME: 09:25-11:00 (1h35), 25m of travel; 1 done, 1 to come back for
BY PRIORITY 3
  P1 L4 Nothing works
     FAR Far
  P2 L3 Switch is loud
     GLOBEX 555-0200 · Globex
     mitte
  P3 L1 Printer jams
     needs a roller
     ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte
NEAR ACME 2
  P2 L3 Switch is loud
     GLOBEX 555-0200 · Globex
     mitte
  P3 L1 Printer jams
     needs a roller
     ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte
CHANGED SINCE 09:25  nothing of yours
2| warning: the cause of L2 is owed (techday ticket resolve L2 --cause "…")
2| warning: the call home is owed (techday visit called NAME --news "…")
""")
    assert visitor.tell("visit called Pat --news 'Far is down' --next L4", now=LATER) == snapshot("""\

$ techday visit called Pat --news 'Far is down' --next L4
Called Pat after ACME; next L4 Nothing works
NEXT L4 Nothing works  techday visit go FAR
BY PRIORITY 3
  P1 L4 Nothing works
     FAR Far
  P2 L3 Switch is loud
     GLOBEX 555-0200 · Globex
     mitte
  P3 L1 Printer jams
     needs a roller
     ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte
NEAR ACME 2
  P2 L3 Switch is loud
     GLOBEX 555-0200 · Globex
     mitte
  P3 L1 Printer jams
     needs a roller
     ACME here · 555-0100 · Acme GmbH
     Main St 1 · Mitte
CHANGED SINCE 09:25  nothing of yours
""")
    assert visitor.tell("visit list", now=LATER, COLUMNS="120") == snapshot("""\

$ techday visit list
   client            when         on site  travel  tickets           note        called
1  ACME Head office  09:25-11:00     1h35     25m  L2 done, L1 back  New fan     Pat
   L1 needs a roller · news: Far is down · next: L4 Nothing works
techday visit show ID
""")


def test_the_time_card_has_the_way_and_the_time_on_site_with_the_visit_s_note(ended: Techday) -> None:
    assert entries(ended) == [
        ("09:00-09:25", "travel", None, "Travel to Acme GmbH"),
        ("09:25-11:00", "on-site", None, "New fan"),
    ]


def test_tickets_become_what_was_said_of_them(ended: Techday) -> None:
    done = ended("ticket show L2 --json", now=LATER).json
    assert done["ticket"]["state"] == "resolved"
    back = ended("ticket show L1 --json", now=LATER).json
    assert (back["ticket"]["state"], back["ticket"]["next_action"]) == ("working", "a roller")
    assert [one["text"] for one in back["events"] if one["kind"] == "note"] == [
        "To come back for: a roller\nVisit: New fan"
    ]


def test_the_cause_is_owed_where_the_ticket_needs_one(visitor: Techday) -> None:
    told = visitor("visit end acme --arrived 7:00 --left 8:00 --note x --done L2 --fix fan --done L1 --fix toner")
    assert "the cause of L2 is owed" in told.stderr
    assert "the cause of L1" not in told.stderr


def test_a_visit_is_a_contact_once_and_ends_the_silence(visitor: Techday) -> None:
    def silence(now: str) -> int:
        days: int = visitor("contact-next --client acme --json", now=now).json["silence_days"]
        return days

    assert silence(TOMORROW) == 1
    visitor.did("visit start acme", now=TOMORROW)
    assert silence(TOMORROW) == 1
    visitor.did("visit end --note 'Looked at it'", now="2026-11-24T10:00:00Z")
    assert silence("2026-11-24T10:01:00Z") == 0
    contacts = visitor("client show acme --json", now="2026-11-24T10:01:00Z").json["contacts"]
    assert [(one["channel"], one["note"], one["day"]) for one in contacts] == [("visit", "Looked at it", "2026-11-24")]
    assert silence("2026-11-27T10:00:00Z") == 3


def test_nobody_is_spoken_to_where_nobody_arrived(visitor: Techday) -> None:
    visitor.did("visit go acme", now=AT_NINE)
    told = visitor("visit end --note 'Called off on the way'", now=AT_TEN)
    assert "Ended the visit to ACME: not arrived, 1h of travel" in told.stdout
    assert "nobody said when you arrived" in told.stderr
    assert visitor("client show acme --json", now=AT_TEN).json["contacts"] == []


def test_one_person_is_in_one_place(on_site: Techday) -> None:
    for command in ("visit go globex", "visit start globex", "visit go acme"):
        refused = on_site(command, now=AT_TEN)
        assert refused.exit == 1, command
        assert "visit to ACME" in refused.stderr
        assert "techday visit end ACME" in refused.stderr


def test_who_starts_again_is_there_already(on_site: Techday) -> None:
    told = on_site("visit start --json", now=AT_TEN).json
    assert (told["operation"], told["summary"]) == (None, "On site at ACME already, since 09:25")


def test_the_timer_goes_on_when_who_is_on_site_starts_again(on_site: Techday) -> None:
    on_site.did("start L3", now=AT_TEN)
    on_site.did("visit start", now="2026-11-23T10:30:00Z")
    on_site.did("visit end --note 'New fan'", now=AT_ELEVEN)
    assert entries(on_site)[1:] == [
        ("09:25-10:00", "on-site", None, "New fan"),
        ("10:00-10:30", "remote", "L3", "Switch is loud"),
        ("10:30-11:00", "on-site", None, "New fan"),
    ]


def test_the_way_to_one_client_is_not_the_way_to_another(visitor: Techday) -> None:
    visitor.did("visit go far", now=AT_NINE)
    visitor.did("visit end --note 'Called off'", "visit go acme", now=AT_TEN)
    visitor.did("timecard start travel", "visit start", now=AT_ELEVEN)
    assert [one[0] for one in entries(visitor)][:2] == ["09:00-10:00", "10:00-11:00"]


def test_a_travel_timer_of_nobody_ends_where_the_way_to_a_client_begins(visitor: Techday) -> None:
    visitor.did("timecard start travel", now=AT_NINE)
    told = visitor("visit go acme", now=AT_TEN)
    assert told.stdout.startswith("On the way to ACME Acme GmbH; stopped travel after 1h")
    assert [one[0] for one in entries(visitor)] == ["09:00-10:00", "10:00-"]


def test_what_runs_for_somebody_else_runs_on(on_site: Techday) -> None:
    on_site.did("start L3", now=AT_TEN)
    told = on_site("visit end --note 'New fan'", now=AT_ELEVEN)
    assert "Ended the visit to ACME: 09:25-10:00 (35m)" in told.stdout
    assert "the timer runs on L3 still" in told.stderr
    assert "so it ends at 10:00, where its time on the time card does" in told.stderr


def test_a_site_is_one_of_the_client_s_own(visitor: Techday) -> None:
    visitor.did("client site add GLOBEX Depot --address 'Dock 2'", "client site add GLOBEX Shop")
    assert visitor("visit go globex --site head").exit == 3
    assert visitor("visit go globex --site depot --json").json["visit"]["site"] == "Depot"
    assert visitor("visit start --site shop --json").json["visit"]["site"] == "Shop"


def test_home_is_called_once_after_several_visits(ended: Techday) -> None:
    ended.did("visit end globex --arrived 11:05 --left 11:15 --note Looked", now=LATER)
    assert "Called Pat after ACME and GLOBEX" in ended("visit called Pat --next far", now=LATER).stdout
    again = ended("visit called Pat", now=LATER)
    assert (again.exit, again.stdout.splitlines()[0]) == (0, "Pat was called after GLOBEX already, 11:20")
    told = ended("visit list --json", now=LATER).json["visits"]
    assert [(one["called_name"], one["next"]) for one in told] == [
        ("Pat", {"ref": None, "title": None, "client": "FAR"}),
        ("Pat", None),
    ]


def test_what_is_added_to_the_call_home_loses_nothing_that_was_said(ended: Techday) -> None:
    ended.did("visit called Pat --news 'Far is down'", "visit called Sam --news quiet", now=LATER)
    ended.did("visit called Pat --news quiet", now=LATER)
    visit = ended("visit list --json", now=LATER).json["visits"][0]
    assert (visit["called_name"], visit["news"]) == ("Pat, Sam", "Far is down; quiet")
    refused = ended("visit", "called", "Pat", "--news", "x" * 990, now=LATER)
    assert (refused.exit, "All the news of a visit are at most 1000 letters" in refused.stderr) == (2, True)
    ended.did(f"visit called {'Ann' * 60}", now=LATER)
    refused = ended("visit", "called", "Ben" * 60, now=LATER)
    assert (refused.exit, "All who were called after a visit are at most 200 letters" in refused.stderr) == (2, True)


@pytest.mark.parametrize("command", ["visit called Pat --news late", "visit called Pat --next L3"])
def test_nothing_is_added_to_the_last_call_home_while_another_visit_goes_on(ended: Techday, command: str) -> None:
    ended.did("visit called Pat --news 'Far is down'", "visit start globex", now=LATER)
    refused = ended(command, now=LATER)
    assert (refused.exit, "The visit to GLOBEX goes on" in refused.stderr) == (1, True)
    visit = ended("visit list --json", now=LATER).json["visits"][1]
    assert (visit["news"], visit["next"]) == ("Far is down", None)


def test_home_can_be_called_by_a_clock_that_went_back(ended: Techday) -> None:
    called = ended("visit called Pat --json", now="2026-11-23T10:30:00Z").json["visits"][0]
    assert called["called_at"] == called["left_at"] == "2026-11-23T11:00:00Z"


def test_the_call_home_is_red_on_the_board_until_it_is_made(ended: Techday) -> None:
    def kinds() -> list[str]:
        return [one["kind"] for one in ended("today --json", now=LATER).json["alerts"]]

    assert "call-home" in kinds()
    ended.did("visit called Pat", now=LATER)
    assert "call-home" not in kinds()


def test_the_board_names_the_call_that_is_owed_longest_as_the_page_of_visits_does(ended: Techday) -> None:
    ended.did("visit end globex --arrived 8:00 --left 8:40 --note Keys", now=LATER)
    alerts = ended("today --json", now=LATER).json["alerts"]
    assert ["GLOBEX ended 08:40" in one["text"] for one in alerts if one["kind"] == "call-home"] == [True]
    assert [one["client"]["code"] for one in ended("visit --json", now=LATER).json["owed"]] == ["GLOBEX", "ACME"]


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("visit called Pat --next nothing", 3, 'No ticket and no client "nothing"'),
        ("visit called Pat --at 8:30", 1, "The visit to ACME ended after that"),
        ("visit called Pat --at 10:30", 1, "The visit to ACME ended after that"),
        ("visit called", 2, "Who was spoken to is missing"),
        ("visit called ' '", 2, "Who was spoken to is missing"),
        ("visit called Pat --at 12:00", 0, ""),
    ],
)
def test_a_call_home_that_makes_no_sense_is_refused(ended: Techday, command: str, code: int, message: str) -> None:
    result = ended(command, now="2026-11-23T12:30:00Z")
    assert (result.exit, message in result.stderr) == (code, True)


def test_home_cannot_be_called_after_a_visit_that_goes_on(on_site: Techday) -> None:
    refused = on_site("visit called Pat", now=AT_TEN)
    assert (refused.exit, "The visit to ACME goes on" in refused.stderr) == (1, True)


def test_undo_gives_the_open_visit_back_with_its_running_timer(on_site: Techday) -> None:
    assert on_site(*END, now=AT_ELEVEN).exit == 0
    on_site.did("undo", now=LATER)
    assert on_site("visit --json", now=LATER).json["visit"]["state"] == "on-site"
    assert entries(on_site)[-1][:2] == ("09:25-", "on-site")
    assert on_site("ticket show L2 --json", now=LATER).json["ticket"]["state"] == "new"


def test_the_placeholder_and_a_paused_client_can_be_visited(visitor: Techday) -> None:
    visitor.did("client pause far --reason moving")
    visitor.did("visit end far --arrived 7:00 --left 7:30 --note Keys")
    with visitor.raw() as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'test', 'write')")
        db.execute("UPDATE client SET placeholder = 1 WHERE code = 'GLOBEX'")
    visitor.did("visit end globex --arrived 7:30 --left 7:40 --note Keys")
    with visitor.raw() as db:
        assert db.execute("SELECT count(*) FROM contact").fetchone() == (1,)


def test_a_clock_that_went_back_ends_no_visit_before_it_began(on_site: Techday) -> None:
    told = on_site("visit end --note 'New fan' --json", now="2026-11-23T08:30:00Z").json["visit"]
    assert told["left_at"] >= told["arrived_at"] == "2026-11-23T09:25:00Z"
    assert told["seconds"] == 0


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("acme", "techday visit start ACME"),
        ("globex", "techday visit go GLOBEX"),
        ("1", "techday visit show 1"),
        ("nobody", "techday visit --help"),
    ],
)
def test_what_is_meant_by_a_word_that_is_no_verb_is_named(on_site: Techday, words: str, command: str) -> None:
    assert on_site(f"visit {words}").stderr.splitlines()[-1] == f"  {command}"
