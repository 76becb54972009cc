"""Scripts rely on the keys of every document: keys may be added, none is taken away.

A key that is new here is added to the table; a key that is missing is a mistake in what was changed.
"""

from typing import Any

import pytest

from tests.conftest import Techday, made_once

CLOCK = "due_at left_seconds state target first".split()
CLOCKS = [f"clocks.{name}.{key}" for name in ("response", "reply", "update", "resolution") for key in CLOCK]
TICKET = [
    *"ref source client title priority tier state owner opened_at waiting_for waiting_until next_action".split(),
    *"verified_at clocks clocks.response clocks.reply clocks.update clocks.resolution".split(),
    *CLOCKS,
]
CLIENT = (
    "code name cadence_days level area phone billable placeholder created_at open_tickets calendar zone"
    " starts_on paused paused_at paused_until pause_reason"
).split()
PERSON = "name role phone email channel main note".split()
SITE = "client name address area phone note".split()
DOCUMENT = "id client kind title updated_at reviewed_at review_on due".split()
CONTACT = "client kind at day channel person note again_at".split()
PACE = ["needed", "done"]
WATCH = (
    "id name client kind every state due_at missed failing_days last strip ticket link paused_until missed_at paused"
    " note"
).split()
PROMISE = "id text made_at due_at state settled_at outcome".split()
PROBLEM = "id title client state opened_at cause cause_at fix closed_at tickets open_tickets".split()
TARGET = "priority response update resolution around_the_clock".split()
ENTRY = "id started_at ended_at seconds ticket title client work_type".split()
CHANGE = "schema operation summary".split()
WORKED = [
    *ENTRY,
    *"paid_seconds billed_seconds billable utilised note own_note internal_note late guessed concurrent".split(),
    *"card frozen date".split(),
]
UTILISATION = (
    "worked_seconds billable_seconds utilised_seconds planned_seconds billable_percent utilised_percent target_percent"
).split()
FINDING = "kind text command date entry".split()
CARD_STATE = "card state submitted_at worked_seconds billed_seconds decided_by reason digest".split()
ITEM = (
    "id kind state at seconds started_at ended_at work_type billable billed_seconds note internal_note text was told_at"
).split()


SCHEDULED = (
    "id uid instance title client start end all_day first_day last_day place site kind ticket project technician note"
    " calendar state answered_at reason changed conflicts"
).split()
PROJECT = (
    "id name client state starts_on due_on next_step resources note created_at ended_at looked_on milestones_open"
    " milestones_total work_days next_milestone slip"
).split()
TIME_OFF = (
    "id kind start end first_day last_day days working_seconds state note requested_at decided_at decided_by reason"
    " on_schedule missing_day seen_at seen"
).split()


def under(prefix: str, keys: list[str]) -> list[str]:
    """Give a key and those below it."""
    return [prefix.rstrip("."), *(f"{prefix}{key}" for key in keys)]


DAY = [
    *"date shift_start shift_end working planned_seconds worked_seconds billed_seconds".split(),
    *"scheduled_seconds time_off_seconds".split(),
    *under("gaps[].", ["started_at", "ended_at", "seconds"]),
    *under("breaks[].", ["started_at", "ended_at"]),
    *under("utilisation.", UTILISATION),
]
CARD = [
    *"schema week first_day last_day state technician worked_seconds billed_seconds digest".split(),
    *under("entries[].", WORKED),
    *under("days[].", DAY),
    *under("errors[].", FINDING),
    *under("warnings[].", FINDING),
    *under("utilisation.", UTILISATION),
    *under("rules[].", ["work_type", "rule"]),
    *under("cards[].", CARD_STATE),
]
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
    *under("contact.", ["client", "silence_days", "done", "needed"]),
    *under("schedule[].", SCHEDULED),
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
        *under("people[].", "name client role phone email where excerpt".split()),
        *under("documents[].", "id client kind title where excerpt at".split()),
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
    "client show acme": [
        *"schema tickets total people_total sites_total contacts_total recurring fixes owed".split(),
        *under("client.", [*CLIENT, "silence_days"]),
        *under("tickets[].", TICKET),
        *under("people[].", ["client", "site", *PERSON]),
        *under("sites[].", SITE),
        *under("promises[].", ["ref", *PROMISE]),
        *under("watches[].", "name kind failing_days ticket seen".split()),
        *under("problems[].", "id title cause tickets open_tickets".split()),
        *under("contacts[].", "at day channel person note ticket".split()),
        *under("documents[].", "id kind title review_on due".split()),
        "schedule_total",
        *under("schedule[].", SCHEDULED),
        *under("projects[].", PROJECT),
    ],
    "client pause acme --reason x": [*CHANGE, *under("client.", CLIENT)],
    "client site": ["schema", "client", "total", *under("sites[].", SITE)],
    "client person": ["schema", "client", "total", *under("people[].", ["client", "site", *PERSON])],
    "client person edit acme Jane --role IT": [*CHANGE, *under("person.", ["client", "site", *PERSON])],
    "client doc": ["schema", *under("documents[].", DOCUMENT)],
    "client doc show 1": ["schema", *DOCUMENT, *"created_at review_days body history".split()],
    "client doc history 1": [
        *"schema id title total text diff".split(),
        *under("changes[].", "number operation at verb summary undone_by changed lines_added lines_removed".split()),
    ],
    "client doc review 1": [*CHANGE, *under("document.", DOCUMENT)],
    "contact-next": [
        *"schema silence_days cadence_days why state offered phone say bad_news left_out clients".split(),
        *under("client.", ["code", "name"]),
        *under("people[].", PERSON),
        *under("hours.", ["open", "opens_at"]),
        *under("last_contact.", "at day channel person note".split()),
        *under("open_tickets[].", TICKET),
        *under("promises[].", ["id", "ref", "text", "due_at"]),
        *under("deadlines[].", ["kind", "ref", "text", "due_at"]),
        *under("pace.", PACE),
    ],
    "contact-next list": [
        "schema",
        *under("pace.", PACE),
        *under("contacts[].", "client silence_days cadence_days last_contact_at last_contact_on state text".split()),
        *under("contacts[].", ["again_at", "offered"]),
    ],
    "contact-next done --client acme --note x": [*CHANGE, "next", *under("contact.", CONTACT)],
    "watch": ["schema", "total", *under("watches[].", WATCH), *under("watches[].strip[].", ["due_at", "state"])],
    "watch show nightly": [
        *"schema client_name starts_at next_due_at pause_reason".split(),
        *under("watch.", WATCH),
        *under("watch.last.", "at state seen decided_by".split()),
        *under("checks[].", "id at day due_at recorded_at state seen decided_by".split()),
    ],
    "watch check nightly ok --seen y": [
        *CHANGE,
        *"state seen decided_by due_at failing_days ticket ticket_opened".split(),
        *under("watch.", ["id", "client", "name"]),
    ],
    "watch check --due ok --seen y": [*CHANGE, "checked", "left", "one_by_one"],
    "schedule": ["schema", "first_day", "last_day", "total", *under("items[].", SCHEDULED)],
    "schedule show 1": [
        *"schema created_at cancelled_at series following following_total".split(),
        *under("item.", SCHEDULED),
        *under("agreements[].", "side name at missing changed".split()),
    ],
    "schedule add Call --start 16:00": [*CHANGE, "items", *under("item.", SCHEDULED)],
    "schedule move 1 --start 18:00": [*CHANGE, "changed", "items", *under("item.", SCHEDULED)],
    "schedule agree 1 --manager Pat": [*CHANGE, *under("agreements[].", "side name at missing changed".split())],
    "schedule subscribe": ["schema", "feeds"],
    "schedule import plan.ics": [
        "schema",
        *under("files[].", "file operation new changed same cancelled left reopened skipped notes dry_run".split()),
    ],
    "schedule export": "schema path first_day last_day items".split(),
    "week": [
        *"schema first_day last_day total acknowledged open declined next_command".split(),
        *under("items[].", SCHEDULED),
        *under("items[].changed[].", ["field", "was", "now"]),
        *under("items[].conflicts[].", ["kind", "with", "text"]),
        *under("days[].", "date shift_seconds planned_seconds time_off_seconds items off".split()),
    ],
    "week ack 1": [*CHANGE, *"items week total acknowledged open declined text".split()],
    "timeoff": ["schema", *under("requests[].", TIME_OFF)],
    "timeoff show 1": ["schema", *TIME_OFF, "conflicts"],
    "timeoff decide 1 approved --by Pat": [*CHANGE, *under("request.", TIME_OFF)],
    "project": ["schema", "running", "looked_at", *under("projects[].", PROJECT)],
    "project show 1": [
        "schema",
        *under("project.", PROJECT),
        *under("project.next_milestone.", ["id", "title", "due_on"]),
        *under("project.slip.", "state late_days short_days milestone due_on".split()),
        *under("milestones[].", "id title due_on days done_at late_days short_days".split()),
        *under("risks[].", "id text state at closed_at outcome".split()),
        *under("looks[].", ["at", "day", "seen"]),
        "schedule",
    ],
    "project check 1 --seen well": [*CHANGE, *under("projects[].", PROJECT)],
    "timecard": CARD,
    "timecard week": CARD,
    "timecard review 2026-W48": CARD,
    "timecard day": ["schema", *DAY, *under("entries[].", WORKED), *under("findings[].", FINDING)],
    "timecard types": [
        *"schema types".split(),
        *under("types[].", "name billable utilised deduct minimum step maximum per rule".split()),
    ],
    "timecard report --by client,type": [
        *"schema first_day last_day by client ticket billable_only rows totals planned_seconds".split(),
        *"planned_so_far_seconds billable_percent utilised_percent target_percent".split(),
        *"scheduled_seconds scheduled_so_far_seconds time_off_seconds".split(),
        *under(
            "rows[].",
            "client work_type entries worked_seconds billed_seconds billable_seconds utilised_seconds".split(),
        ),
        *under("totals.", "entries worked_seconds billed_seconds billable_seconds utilised_seconds".split()),
    ],
    "timecard export --format csv": "schema path format week".split(),
    "timecard log 6:00-6:30 --ticket 4711": [*CHANGE, *under("entry.", ENTRY), "gave_way"],
    "timecard edit 2 --note y": [*CHANGE, *under("entry.", ENTRY), "gave_way"],
    "timecard split 2 7:10": [*CHANGE, *under("entry.", ENTRY)],
    "timecard move 2 2": [*CHANGE, *under("entry.", ENTRY)],
    "timecard delete 2": [*CHANGE, *under("entry.", ENTRY)],
    "timecard switch 4711": [*CHANGE, *under("running.", ENTRY), *under("stopped.", ENTRY)],
    "timecard break": [*CHANGE],
    "timecard submit 2026-W47 --accept-warnings": [*CHANGE, *under("card.", CARD_STATE)],
    "outbox --all": [
        *"schema owed seconds groups told".split(),
        *under("groups[].", ["ticket", "client", "title", "block"]),
        *under("groups[].items[].", ITEM),
    ],
    "outbox done 4711": [*CHANGE, "told"],
    "doctor": ["schema", *under("checks[].", "name state text command".split())],
    "ticket note 2 x": [*CHANGE, *under("ticket.", TICKET)],
    "client edit acme --every 3": [*CHANGE, *under("client.", CLIENT)],
    "start meeting": [*CHANGE, *under("running.", ENTRY), *under("stopped.", ENTRY)],
    "today check start-meeting ok --seen x": [*CHANGE, "item", "state", "seen", "always"],
    "today check backups ok --seen x": [*CHANGE, "item", "state", "seen", "always", "checked", "left"],
    "today check contact ok --seen x --client acme": [*CHANGE, "item", "state", "seen", "always", "next"],
}


PLAN = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.com
DTSTART:20261125T090000Z
DTEND:20261125T100000Z
SUMMARY:Call
END:VEVENT
END:VCALENDAR
"""


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


@made_once
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
        "client site add acme Depot",
        "client person add acme Jane --site Depot",
        "client doc add 'Mail server' --client acme --text 'the mail goes out here' --review-every 30d",
        "client person add acme 'Mail Master' --not-main",
        "contact-next done --client acme --note hello --person Jane",
        "watch add Nightly --client acme --kind backup",
        "watch check nightly fail --seen red",
        now="2026-11-20T10:00:00Z",
    )
    techday.did(
        "ticket promise 2 'a call' --by 16:00", "ticket escalate 4 --to L2 --reason x --tried y", "ticket merge 4 2"
    )
    techday.did("add asleep", now="2026-11-20T10:00:00Z")
    techday.did("start 2 --at 5m")
    techday.did(
        "ticket add 'Known to the PSA' --ref 4711 --client acme",
        "timecard log 7:00-7:30 --ticket 4711 --note x",
        "ticket note 4711 'Called the user'",
        "timecard log 9:00-10:00 --date 2026-11-20 --ticket 4711 --note x",
    )
    techday.did(
        "schedule add Trip --start 16:00 --end 20:00 --client acme --kind travel",
        "schedule agree 1 --client Jane",
        "week ack 1",
        "schedule move 1 --start 15:00",
        "schedule add Move --start 18:00 --client acme --place Depot --kind on-site",
        "timeoff request --from 'in 10d'",
        "project add Cabling --client acme --due 'in 3d'",
        "project milestone 1 Racks --due 'in 2d' --days 9",
        "project risk 1 dust",
    )
    techday.home.joinpath("plan.ics").write_text(PLAN, encoding="utf-8")
    with techday.raw() as db:
        # A break, and a guess that keeps the week from being submitted.
        db.execute(
            "INSERT INTO time_break (started_at, ended_at) VALUES ('2026-11-23T07:40:00Z', '2026-11-23T07:50:00Z')"
        )
        db.execute(
            "INSERT INTO time_entry (started_at, ended_at, work_type, guessed)"
            " VALUES ('2026-11-23T06:40:00Z', '2026-11-23T06:50:00Z', 'internal', 1)"
        )
        db.execute(
            "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public)"
            " VALUES (2, '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z', 'heard', 1)"
        )
        db.execute("UPDATE ticket SET state = 'waiting', waiting_until = '2026-12-01T08:00:00Z' WHERE id = 5")
        db.execute("UPDATE ticket SET priority = 4, opened_at = '2026-11-01T08:00:00Z' WHERE id = 1")
    return techday


@pytest.mark.parametrize("command", DOCUMENTS)
def test_no_key_is_taken_away(day: Techday, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(day.home)
    if command == "ticket next":
        day.did("ticket close 3")
    if command == "today":
        # The ticket with all the clocks must be in a list that is looked at.
        day.did("ticket edit 2 --due 'in 5d'")
    document = day(f"{command} --json").json
    assert set(DOCUMENTS[command]) - paths(document) == set()


def test_a_missing_key_would_be_noticed(day: Techday) -> None:
    document = day("timecard --json").json
    for entry in document["entries"]:
        del entry["seconds"]
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
