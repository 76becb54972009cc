"""Scripts rely on the keys of what is handed over, met about, checked in and visited: none is taken away."""

import pytest

from tests.conftest import Techday, made_once
from tests.contracts.test_json_keys import CHANGE, PERSON, SCHEDULED, SITE, TICKET, paths, under

FRIDAY, THIS_MORNING = "2026-11-20T10:00:00Z", "2026-11-23T08:{minute:02d}:00Z"
HANDOVER = (
    "id number uid direction name state spoken sent_at back_at digest decided_at decided_by read_back reason receipt_at"
    " tickets given"
).split()
SAID = "plan severity summary tried next_step by_at if_then told".split()
PROMISED = ["ref", "text", "due_at"]
MEETING = "id kind title date started_at ended_at running seconds over_seconds notes".split()
NOTED = "id meeting kind text at state ticket client promise settled_at over".split()
AGENDA = [
    *"schema kind date now meeting notes".split(),
    *under("sections[].", "key title points command".split()),
    *under("sections[].points[].", "ref client text about command".split()),
]
VISIT = [
    *"id site state went_at arrived_at left_at travel_seconds seconds note called_at called_name news next".split(),
    *under("client.", ["code", "name"]),
    *under("outcomes[].", "ref title result text".split()),
]
JOB = [
    *"ref title priority next_action site address area phone near needs".split(),
    *under("client.", ["code", "name"]),
]
NEXT_JOB = [
    *"client since chosen by_priority_total near_total changed changed_total".split(),
    *under("by_priority[].", JOB),
    *under("near[].", JOB),
]
BRIEF = "ref client priority title text".split()
CHECK_IN = "date state text notes given_at given_to".split()
DOCUMENTS = {
    "today": [
        *under("handovers[].", "id direction name state sent_at tickets given command".split()),
        *under("routine[].", "key title state evidence command".split()),
        "watching",
    ],
    "handover": [
        *"schema now technician unowned".split(),
        *under("next_shift.", ["day", "starts_at", "ends_at", "working"]),
        *under("items[].", [*SAID, "proposed", "why", "is_set", "under_way"]),
        *under("items[].ticket.", ["ref", "owner", "clocks"]),
        *under("items[].promises[].", PROMISED),
        *under("failing[].", "id name kind client days seen ticket".split()),
        *under("promises[].", PROMISED),
        *under("schedule[].", SCHEDULED),
        *under("waiting_for_answer[].", "id direction name state sent_at back_at tickets given".split()),
    ],
    "handover set L5 give --next x": [*CHANGE, *under("drafts[].", ["ref", *SAID])],
    "handover send L5 --to Kim --as give --yes": [*CHANGE, "files", *under("handover.", HANDOVER)],
    "handover take L6 --from Kim": [*CHANGE, *under("handover.", HANDOVER)],
    "handover return 2 --reason late": [*CHANGE, "files", *under("handover.", HANDOVER)],
    "handover list": ["schema", "more", *under("handovers[].", HANDOVER)],
    "handover show 1": [
        *"schema files".split(),
        *under("handover.", HANDOVER),
        *under("lines[].", ["ticket", "reference", "title", "client", "priority", "state", "owner", "changes", *SAID]),
        *under("watches[].", "name kind client days seen".split()),
        *under("schedule[].", "title starts_at ends_at client place".split()),
    ],
    "meeting agenda monday": AGENDA,
    "meeting": AGENDA,
    "meeting show": [
        "schema",
        *under("meeting.", MEETING),
        *under("notes[].", NOTED),
        *under("settled[].", NOTED),
    ],
    "meeting list": ["schema", "more", *under("meetings[].", MEETING)],
    "search spares": [
        "schema",
        *under("meetings[].", "id meeting name client kind state excerpt at command".split()),
    ],
    "meeting start other": [*CHANGE, "running", "stopped", "break", *under("meeting.", MEETING)],
    "meeting note x --decision": [*CHANGE, *under("noted.", NOTED)],
    "meeting close 1": [*CHANGE, *under("notes[].", NOTED)],
    "note keys --monday": [*CHANGE, *under("noted.", NOTED)],
    "note L2 looked": [*CHANGE, *under("ticket.", ["ref", *TICKET[:5]])],
    "visit": [
        *"schema visit next_job".split(),
        *under("owed[].", VISIT),
        *under("page.", "client sites_total people_total documents tickets total watches promises schedule".split()),
        *under("page.sites[].", SITE),
        *under("page.people[].", PERSON),
        *under("page.promises[].", PROMISED),
        "page.since",
    ],
    "visit list": ["schema", "total", *under("visits[].", VISIT)],
    "visit show 1": [
        "schema",
        *under("visit.", VISIT),
        *under("entries[].", "id started_at ended_at seconds work_type ticket title note".split()),
    ],
    "visit next": ["schema", *NEXT_JOB],
    "visit end --note done --done L7 --fix new": [
        *CHANGE,
        *"entries still_open causes_owed".split(),
        *under("visit.", VISIT),
        *under("next_job.", NEXT_JOB),
    ],
    "checkin": [
        *"schema date now technician state text assembled changed_at changed_since given_at given_to file".split(),
        *under("done.", "tickets contacts visits watches_checked watches_failed".split()),
        *under("done.tickets[].", BRIEF),
        *under("done.worked[].", ["on", "seconds"]),
        *under("open.", ["total", "by_priority", "tickets"]),
        *under("blocked[].", BRIEF),
        *under("hours.", "worked_seconds billed_seconds billable_percent target_percent untold_seconds".split()),
        *under("tomorrow.", "date start end items back promises".split()),
        *under("issues[].", ["kind", "text"]),
    ],
    "checkin done --with Pat --again": [*CHANGE, *under("check_in.", CHECK_IN)],
    "checkin note x": [*CHANGE, *under("check_in.", CHECK_IN)],
    "endday": [
        *"schema date".split(),
        *under("steps[].", "key title state owed command evidence".split()),
        *under("also[].", ["kind", "text", "command"]),
    ],
}


@made_once
def shared(techday: Techday) -> Techday:
    """A store of somebody on site at a client, with work handed to two colleagues, after a meeting and a visit."""
    techday.configure('technician.name = "Sam Reed"\ntechnician.manager = "Pat Doe"\n')
    techday.did(
        "client add Acme --area Mitte --phone 1",
        "client site add acme Depot --address 'Main 4' --area Mitte",
        "client person add acme Jane --phone 2 --main",
        "client add Globex --area Mitte",
        "watch add Nightly --client acme --kind backup",
        "watch check nightly fail --seen red",
        "add Mail is down --client acme --priority 1",
        "add Printer --client globex",
        "add Switch --client acme",
        "add Phone --client globex",
        "add Scanner --client acme",
        "add Fax --client acme",
        "ticket assign L6 Kim --new",
        now=FRIDAY,
    )
    techday.did(
        "ticket promise L2 'a call' --by 16:00",
        "ticket wait L7 vendor --until 'tomorrow 9:00'",
        "schedule add Move --start 'tomorrow 9:00' --client acme",
        "handover send L4 --to Kim --as give --yes",
        "handover send L1 --to Lee --new --as give --yes",
        "handover set L2 watch --severity stable --summary s --tried t --next n --by 18:00 --if-then i --told j",
    )
    morning = (
        ("meeting start monday", "meeting note 'Buy spares' --decision", "note keys --monday", "note vans --monday"),
        ("meeting close 3", "meeting end"),
        ("visit go globex",),
        ("visit start globex",),
        ("visit end --note looked --done L3 --fix new --back L5 --need part",),
        ("visit go acme",),
        ("visit start acme --site depot", "checkin note lost", "checkin done --with Pat"),
    )
    for minute, commands in enumerate(morning):
        techday.did(*commands, now=THIS_MORNING.format(minute=minute))
    return techday


@pytest.mark.parametrize("command", DOCUMENTS)
def test_no_key_is_taken_away(shared: Techday, command: str) -> None:
    result = shared(f"{command} --json")
    assert result.exit == 0, result
    assert set(DOCUMENTS[command]) - paths(result.json) == set()
