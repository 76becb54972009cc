"""Scripts rely on the keys of every document: keys may be added, none is taken away.

A key that is new here is added to the table; a key that is missing is a mistake in what was changed.
"""

from typing import Any

import pytest

from tests.conftest import Techday

CLOCK = "due_at left_seconds state target first".split()
CLOCKS = [f"clocks.{name}.{key}" for name in ("response", "reply", "update", "resolution") for key in CLOCK]
TICKET = [
    *"ref source client title priority tier state owner opened_at waiting_for waiting_until next_action".split(),
    *"verified_at clocks clocks.response clocks.reply clocks.update clocks.resolution".split(),
    *CLOCKS,
]
CLIENT = "code name cadence_days level area phone billable placeholder created_at open_tickets calendar zone".split()
PROMISE = "id text made_at due_at state settled_at outcome".split()
PROBLEM = "id title client state opened_at cause cause_at fix closed_at tickets open_tickets".split()
TARGET = "priority response update resolution around_the_clock".split()
ENTRY = "id started_at ended_at seconds ticket title client work_type".split()
CHANGE = "schema operation summary".split()


def under(prefix: str, keys: list[str]) -> list[str]:
    """Give a key and those below it."""
    return [prefix.rstrip("."), *(f"{prefix}{key}" for key in keys)]


TODAY = [
    *"schema date now technician shift shift.start shift.end shift.working alerts routine burning queue".split(),
    *"waiting unverified schedule contact timecard outbox handovers deadlines".split(),
    *under("alerts[].", ["kind", "text", "command"]),
    *under("routine[].", ["key", "title", "state", "evidence", "command"]),
    *under("queue[].", TICKET),
    *under("burning[].", ["ref"]),
    *under("waiting[].", ["ref", "waiting_until"]),
    *under("unverified[].", ["ref"]),
    *under("deadlines[].", ["kind", "ref", "client", "text", "due_at", "command"]),
    *under("timecard.running.", ["started_at", "seconds", "ticket", "work_type"]),
]
DOCUMENTS = {
    "today": TODAY,
    "ticket list": ["schema", "tickets", "total", *under("tickets[].", TICKET)],
    "ticket show 2": [
        *"schema ticket events entries".split(),
        *under("ticket.", [*TICKET, "body", "worked_seconds"]),
        *under("ticket.", "asset category cause cause_owed closed_at due_at escalated_at escalated_to fix".split()),
        *under("ticket.", "local_refs merged problem requester resolved_at".split()),
        *under("events[].", "id at recorded_at kind public imported detail text ref".split()),
        *under("entries[].", "id started_at ended_at work_type note ref".split()),
        *under("promises[].", PROMISE),
        *under("escalations[].", "at target tier_before tier_after reason tried checklist".split()),
        *under("related[].", ["ref", "title", "state"]),
        *"recurrence known_answers".split(),
    ],
    "ticket promise 2 x --by 16:00": [*CHANGE, *under("ticket.", TICKET), *under("promise.", PROMISE)],
    "ticket verify 2": [*CHANGE, "verified", "left"],
    "ticket draft 2 update": "schema ref kind subject body file copied".split(),
    "search mail": [
        *"schema query filters filters.client filters.state filters.since results clients problems".split(),
        *under("results[].", "kind ref client title state where excerpt at".split()),
        *under("problems[].", "id client title state where excerpt at".split()),
    ],
    "problem": ["schema", "recurring", *under("problems[].", PROBLEM)],
    "problem show 1": ["schema", *under("problem.", PROBLEM), *under("tickets[].", ["ref", "title", "state"])],
    "level": ["schema", *under("levels[].", ["name", "calendar", "clients"]), *under("levels[].targets[].", TARGET)],
    "level show gold": [
        "schema",
        *under("level.", ["name", "calendar", "clients"]),
        *under("level.targets[].", TARGET),
    ],
    "calendar": ["schema", *under("calendars[].", "name hours zone country region clients levels".split())],
    "calendar show berlin": [
        *"schema users closing_days holidays".split(),
        *under("calendar.", "name hours zone country region clients levels".split()),
    ],
    "template": ["schema", *under("templates[].", ["kind", "own", "path"])],
    "ticket next": ["schema", "why", *under("ticket.", [key for key in TICKET if "resolution." not in key])],
    "client list": ["schema", "clients", *under("clients[].", CLIENT)],
    "client show acme": ["schema", "tickets", "total", *under("client.", CLIENT), *under("tickets[].", TICKET)],
    "timecard": ["schema", "date", "entries", "worked_seconds", *under("entries[].", ENTRY)],
    "ticket note 2 x": [*CHANGE, *under("ticket.", TICKET)],
    "client edit acme --every 3": [*CHANGE, *under("client.", CLIENT)],
    "start meeting": [*CHANGE, *under("running.", ENTRY), *under("stopped.", ENTRY)],
    "today check backups ok --seen x": [*CHANGE, "item", "state", "seen", "always"],
}


def paths(value: Any, prefix: str = "") -> set[str]:
    """Give the path of every key in a document, `[]` standing for each item of a list."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= {f"{prefix}{key}"} | paths(inner, f"{prefix}{key}.")
    elif isinstance(value, list):
        for inner in value:
            found |= {f"{prefix.rstrip('.')}[]"} | paths(inner, f"{prefix.rstrip('.')}[].")
    return found


@pytest.fixture
def day(techday: Techday) -> Techday:
    """A store in which every part of every document has something to say."""
    techday.did(
        "client add Acme",
        "add old --client acme",
        "add Mail is down --client acme --call",
        "ticket edit 2 --due 'tomorrow 9:00'",
        "add P1 --priority 1",
        "add asleep",
        "problem open 2 --title 'Mail, again and again'",
        "level add Gold",
        "calendar add Berlin --hours 'mon-fri 8:00-17:00'",
        "ticket relate 2 1",
        now="2026-11-20T10:00:00Z",
    )
    techday.did(
        "ticket promise 2 'a call' --by 16:00", "ticket escalate 4 --to L2 --reason x --tried y", "ticket merge 4 2"
    )
    techday.did("add asleep", now="2026-11-20T10:00:00Z")
    techday.did("start 2 --at 5m")
    with techday.raw() as db:
        db.execute(
            "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public)"
            " VALUES (2, '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z', 'heard', 1)"
        )
        db.execute("UPDATE ticket SET state = 'waiting', waiting_until = '2026-12-01T08:00:00Z' WHERE id = 5")
        db.execute("UPDATE ticket SET priority = 4, opened_at = '2026-11-01T08:00:00Z' WHERE id = 1")
    return techday


@pytest.mark.parametrize("command", DOCUMENTS)
def test_no_key_is_taken_away(day: Techday, command: str) -> None:
    if command == "ticket next":
        day.did("ticket close 3")
    if command == "today":
        # The ticket with all the clocks must be in a list that is looked at.
        day.did("ticket edit 2 --due 'in 5d'")
    document = day(f"{command} --json").json
    assert set(DOCUMENTS[command]) - paths(document) == set()


def test_a_missing_key_would_be_noticed(day: Techday) -> None:
    document = day("timecard --json").json
    del document["entries"][0]["seconds"]
    assert set(DOCUMENTS["timecard"]) - paths(document) == {"entries[].seconds"}


@pytest.mark.parametrize(
    ("command", "exit_code", "kind"),
    [
        ("ticket show 99", 3, "not_found"),
        ("ticket add one --priority 9", 2, "usage"),
        ("client add Acme", 1, "refused"),
        ("--store /dev/null today", 4, "store"),
        ("nonsense", 2, "usage"),
        ("ticket", 0, ""),
        ("ticket nonsense", 2, "usage"),
        ("ticket show", 2, "usage"),
        ("ticket list --most x", 2, "usage"),
        ("ticket list --nonsense", 2, "usage"),
        ("ticket list extra", 2, "usage"),
        ("today --date 10/11/2026", 2, "usage"),
    ],
)
def test_an_error_is_one_object_on_stderr_and_nothing_on_stdout(
    day: Techday, command: str, exit_code: int, kind: str
) -> None:
    for words in (f"{command} --json", f"--json {command}"):
        told = day(words)
        assert told.exit == exit_code
        if exit_code:
            assert told.stdout == ""
            assert set(told.error) == {"kind", "message", "hint", "exit_code"}
            assert (told.error["kind"], told.error["exit_code"]) == (kind, exit_code)
            assert told.error["hint"]
