"""What became of tickets on a visit reaches whoever must know: colleagues, the client's clocks, and the PSA."""

import pytest

from tests.conftest import Techday

NOON, LATER = "2026-11-23T12:00:00Z", "2026-11-23T12:10:00Z"
BACK = "visit end --note 'Looked at it' --back L1 --need toner"
DONE = "visit end --note 'New fan' --done L2 --fix 'new fan'"


def owed(techday: Techday) -> list[tuple[str | None, str, str]]:
    """Give what the PSA must learn: the ticket, the kind, and the words ("" for time)."""
    groups = techday("outbox --json", now=LATER).json["groups"]
    return [(group["ticket"], item["kind"], item["text"] or "") for group in groups for item in group["items"]]


# --- a colleague's ticket ---


@pytest.mark.parametrize("outcome", ["--done L1 --fix toner", "--back L1 --need toner"])
def test_what_was_written_on_a_colleague_s_ticket_is_said(on_site: Techday, outcome: str) -> None:
    on_site.did("ticket assign L1 Sam --new", now=NOON)
    ended = on_site(f"visit end --note 'Looked at it' {outcome}", now=NOON)
    assert "warning: L1 is Sam's: tell them (techday ticket show L1)" in ended.stderr


def test_of_own_and_of_unowned_tickets_nobody_else_must_hear(on_site: Techday) -> None:
    on_site.did("ticket assign L1 me", now=NOON)
    assert "tell them" not in on_site(f"{BACK} --done L2 --fix fan", now=NOON).stderr


def test_the_page_on_site_says_whose_a_ticket_is(visitor: Techday) -> None:
    assert "'s" not in visitor("visit start acme", now=NOON).stdout
    visitor.did("ticket assign L1 Sam --new", now=NOON)
    shown = visitor("visit", now=LATER).stdout
    assert "  L1    P3  Sam's  Printer jams" in shown
    assert "  L2    P1         Server room is hot" in shown


# --- promises ---


def test_an_open_promise_of_what_is_done_is_said(on_site: Techday) -> None:
    on_site.did("ticket promise L2 'Ring Ana' --by 16:00", "ticket promise L1 'A call' --by 16:00", now=NOON)
    ended = on_site(f"{DONE} --back L1 --need toner", now=NOON).stderr
    assert "warning: promise 1 is still open: Ring Ana (techday ticket kept L2 1)" in ended
    assert "promise 2" not in ended


# --- the first response ---


def response(techday: Techday, ticket: str) -> str:
    """Give how the response of a ticket stands."""
    state: str = techday(f"ticket show {ticket} --json", now=LATER).json["ticket"]["clocks"]["response"]["state"]
    return state


def test_being_there_is_the_first_response_from_the_arrival(on_site: Techday) -> None:
    on_site.did(BACK, now="2026-11-23T16:30:00Z")  # the response was due at 12:14
    assert response(on_site, "L1") == "met"
    words = on_site("ticket show L1 --json", now=LATER).json["events"]
    assert [(one["at"], one["detail"]) for one in words if one["kind"] == "reply"] == [
        ("2026-11-23T09:25:00Z", "first")
    ]


def test_who_was_answered_before_is_not_answered_again(on_site: Techday) -> None:
    on_site.did("reply L1 soon", now="2026-11-23T10:00:00Z")
    on_site.did(BACK, now=NOON)
    events = on_site("ticket show L1 --json", now=LATER).json["events"]
    assert [one["text"] for one in events if one["kind"] == "reply"] == ["soon"]


def test_who_never_arrived_answered_nobody(visitor: Techday) -> None:
    visitor.did("visit go acme", now="2026-11-23T11:00:00Z")
    visitor.did(BACK, now=NOON)
    assert response(visitor, "L1") == "running"


# --- the PSA ---


def test_the_psa_must_learn_what_a_ticket_needs_and_the_note_of_the_visit(on_site: Techday) -> None:
    on_site.did("ticket link L1 INC1", "reply L1 soon", now=NOON)
    on_site.did("outbox done --all", BACK, now=NOON)
    assert owed(on_site) == [("INC1", "note", "To come back for: toner\nVisit: Looked at it")]
    on_site.did("undo", now=LATER)
    assert owed(on_site) == []


def test_beside_a_fix_the_psa_must_learn_the_note_where_it_says_more(on_site: Techday) -> None:
    on_site.did("ticket link L1 INC1", "ticket link L2 INC2", "reply L1 soon", "reply L2 soon", now=NOON)
    on_site.did("outbox done --all", now=NOON)
    on_site.did("visit end --note 'new fan' --done L1 --fix 'new toner' --done L2 --fix 'new fan'", now=NOON)
    assert sorted(owed(on_site)) == [
        ("INC1", "fix", "new toner"),
        ("INC1", "note", "Visit: new fan"),
        ("INC2", "fix", "new fan"),
    ]


def test_a_ticket_that_gets_its_number_later_owes_it_then(on_site: Techday) -> None:
    on_site.did(BACK, now=NOON)
    assert owed(on_site) == []
    on_site.did("ticket link L1 INC1", now=LATER)
    assert ("INC1", "note", "To come back for: toner\nVisit: Looked at it") in owed(on_site)


# --- its time ---


def test_how_the_time_goes_onto_the_one_ticket_is_said_and_can_be_pasted(on_site: Techday) -> None:
    told = on_site(BACK, now=NOON).stderr
    assert "  09:00-09:25 travel is on no ticket (techday timecard move 1 L1)" in told
    assert "  09:25-12:00 on-site is on no ticket (techday timecard move 2 L1)" in told
    on_site.did("timecard move 1 L1", "timecard move 2 L1", now=LATER)
    entries = on_site("visit show --json", now=LATER).json["entries"]
    assert [(one["work_type"], one["ticket"]) for one in entries] == [("travel", "L1"), ("on-site", "L1")]


@pytest.mark.parametrize("outcomes", ["", "--back L1 --need toner --done L2 --fix fan"])
def test_nobody_says_which_ticket_the_time_belongs_to_where_there_is_not_one(on_site: Techday, outcomes: str) -> None:
    assert "timecard move" not in on_site(f"visit end --note x {outcomes}", now=NOON).stderr


# --- work that is begun there ---


@pytest.mark.parametrize(
    "command",
    [
        "start L1",
        "add Mouse --client acme --start",
        "add Mouse --client acme --call --start",
        "add Mouse --client acme --took 5m",
        "add Mouse --client acme --took 5m --fix 'new one'",
        "reply L1 'Almost done' --minutes 5",
    ],
)
def test_whatever_is_begun_or_logged_there_is_work_on_site(on_site: Techday, command: str) -> None:
    on_site.did(command, now=NOON)
    entries = on_site("timecard day --json", now=LATER).json["entries"]
    assert [one["work_type"] for one in entries if one["ticket"]] == ["on-site"]


@pytest.mark.parametrize("command", ["add Mouse --client globex --start", "add Mouse --client globex --took 5m"])
def test_what_is_done_for_others_meanwhile_is_remote(on_site: Techday, command: str) -> None:
    on_site.did(command, now=NOON)
    entries = on_site("timecard day --json", now=LATER).json["entries"]
    assert [one["work_type"] for one in entries if one["ticket"]] == ["remote"]
