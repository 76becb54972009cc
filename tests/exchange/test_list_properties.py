"""What holds for every store and every list: what went out comes in as it was, and a second time changes nothing."""

import csv
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from techday.clients import acts as clients
from techday.clients.acts import NewClient
from techday.clients.store import update_client
from techday.context import Context
from techday.core.text import fold
from techday.database.operation import operation
from techday.errors import TechdayError
from techday.pages.watches import plan_of
from techday.people import acts as people
from techday.people.acts import NewPerson
from techday.sites import acts as sites
from techday.sites.acts import NewSite
from techday.watches import acts as watches
from techday.watches.acts import NewWatch
from techday.watches.store import update_watch
from tests.conftest import MONDAY, Techday, examples
from tests.exchange.conftest import Desk

CLIENTS = (
    "SELECT code, client.name, cadence_days, level, area, phone, billable, placeholder, client.zone, starts_on,"
    " paused_at, paused_until, pause_reason, calendar.name FROM client"
    " LEFT JOIN calendar ON calendar.id = calendar_id ORDER BY 1"
)
SITES = (
    "SELECT client.code, site.name, address, site.area, site.phone, note FROM site"
    " JOIN client ON client.id = client_id ORDER BY 1, site.name_key"
)
PEOPLE = (
    "SELECT client.code, person.name, role, person.phone, email, channel, main, person.note, site.name FROM person"
    " JOIN client ON client.id = person.client_id LEFT JOIN site ON site.id = site_id ORDER BY 1, person.name_key"
)
# From when a watch counts is kept where it is due once, or still to come: what was due before, nobody here could see.
WATCHES = (
    "SELECT client.code, watch.name, kind, every, rule_days, link, note, watch.paused_at, watch.paused_until,"
    " watch.pause_reason, CASE WHEN every = '' OR starts_at > '2026-11-23T08:14:00Z' THEN starts_at END"
    " FROM watch JOIN client ON client.id = client_id ORDER BY 1, watch.name_key"
)

CALENDAR = "Moon time"

texts = st.text(max_size=8) | st.sampled_from(
    ["Acme", "ACME", "A", "B", "=1+1", "'=1", "''@x", "n/a", "none", "-", "+49 30/1", 'say "hi", ok', "Unknown client"]
)
names = texts.filter(lambda text: bool(fold(text)))
codes = st.sampled_from(["", "A", "B", "ACME", "12", "A-1"])
dates = st.sampled_from([None, "2026-11-05", "2027-01-01"])
new_clients = st.builds(
    NewClient,
    name=names,
    code=codes,
    cadence_days=st.integers(1, 90),
    level=texts,
    area=texts,
    phone=texts,
    billable=st.booleans(),
    calendar=st.sampled_from(["", CALENDAR]),
    zone=st.sampled_from(["", "Europe/Berlin"]),
)
pauses = st.tuples(dates, st.booleans(), dates, texts)
new_sites = st.builds(NewSite, name=names, address=texts, area=texts, phone=texts, note=texts)
new_people = st.builds(
    NewPerson,
    name=names,
    role=texts,
    phone=texts,
    email=st.sampled_from(["", "a@b.example", "=x@y.example"]),
    channel=st.sampled_from(["", "phone", "email", "visit", "chat"]),
    site=st.integers(0, 3).map(str),
    main=st.booleans(),
    note=texts,
)
new_watches = st.builds(
    NewWatch,
    name=names,
    client_id=st.integers(0, 3),
    kind=st.sampled_from(["backup", "sensor", "fix", "approval", "update"]),
    every=st.sampled_from([None, "daily", "1h", "4h", "3d", "weekly", "once", "FREQ=MONTHLY;BYDAY=1MO"]),
    starts_at=st.sampled_from([None, datetime(2026, 11, 4, 10, tzinfo=UTC), datetime(2026, 12, 24, 9, 30, tzinfo=UTC)]),
    link=texts,
    note=texts,
)
paused_watches = st.tuples(new_watches, pauses)
drawn = st.tuples(new_clients, pauses, st.lists(new_sites, max_size=3), st.lists(new_people, max_size=4))


def context_of(techday: Techday) -> Context:
    return Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())


def pause(paused: bool, until: str | None, reason: str) -> dict[str, object]:
    """Give the fields of a pause, none where there is none."""
    return {"paused_at": MONDAY, "paused_until": until, "pause_reason": fold(reason)} if paused else {}


def fill(
    techday: Techday,
    told: list[tuple[NewClient, tuple[Any, ...], list[NewSite], list[NewPerson]]],
    listed: list[tuple[NewWatch, tuple[Any, ...]]],
) -> None:
    """Make a store of what was drawn; what the rooms themselves refuse is left out."""
    context = context_of(techday)
    made = []
    with operation(context, "fill") as write:
        db = write.db
        for new, (starts_on, paused, until, reason), places, persons in told:
            try:
                client = clients.add(db, new, context.now)
            except TechdayError:
                continue
            made.append(client.id)
            update_client(db, client.id, {"starts_on": starts_on, **pause(paused, until, reason)})
            here = []
            for place in places:
                try:
                    here.append(sites.add(db, client.id, place).name)
                except TechdayError:
                    continue
            for person in persons:
                site = dict(enumerate(here)).get(int(person.site), "")
                try:
                    people.add(db, client.id, person._replace(site=site))
                except TechdayError:
                    continue
        for watch, (_, paused, until, reason) in listed:
            try:
                if made:
                    of_client = watch._replace(client_id=made[watch.client_id % len(made)])
                    update_watch(db, watches.add(db, of_client, plan_of(context)).id, pause(paused, until, reason))
            except TechdayError:
                continue
    context.close()


@examples(2)
@given(
    told=st.lists(drawn, max_size=4),
    listed=st.lists(paused_watches, max_size=4),
)
@example(
    told=[
        (NewClient("A", code="B", calendar=CALENDAR), ("2026-11-05", True, "2027-01-01", "away"), [], []),
        (NewClient("n/a", code="12"), (None, True, None, ""), [], [NewPerson("n/a", site="9", main=True)]),
    ],
    listed=[
        (NewWatch("none", 0, "backup", "weekly"), (None, True, "2027-01-01", "=moved")),
        (NewWatch("none", 1, "fix", "once", datetime(2026, 11, 4, 10, tzinfo=UTC)), (None, True, None, "")),
        (NewWatch("later", 1, "fix", "4h", datetime(2026, 12, 24, 9, 30, tzinfo=UTC)), (None, False, None, "")),
    ],
)
def test_what_goes_out_comes_into_an_empty_store_as_it_was(
    told: list[tuple[NewClient, tuple[Any, ...], list[NewSite], list[NewPerson]]],
    listed: list[tuple[NewWatch, tuple[Any, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        first, second = Desk(Techday(Path(folder))), Desk(Techday(Path(other)))
        for one in (first, second):
            one.techday.did(f'calendar add "{CALENDAR}" --hours "mon-fri 9:00-17:00"')
        fill(first.techday, told, listed)
        for noun, export in (("client", "client export --people"), ("watch", "watch export")):
            path = Path(first.techday(export).stdout.strip())
            rows = len(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))) - 1
            for techday, kind in ((second.techday, "new"), (second.techday, "same"), (first.techday, "same")):
                report = techday(noun, "import", str(path), "--json").json
                assert report["read"] == report[kind] == rows, report
        for sql in (CLIENTS, SITES, PEOPLE, WATCHES):
            assert second.rows(sql) == first.rows(sql)


HEADERS = ("Company", "Company ID", "Phone", "City", "Site", "Address", "Full Name", "Email", "Every", "Main", "Starts")
cells = texts | st.sampled_from(["yes", "2026-11-05", "a@b.example", "30"])
lists_of = st.lists(
    st.lists(cells, min_size=len(HEADERS), max_size=len(HEADERS)) | st.lists(cells, max_size=3), max_size=8
)


@examples(3)
@given(lists_of)
def test_rows_add_up_again_changes_nothing_and_undo_brings_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([list(HEADERS), *rows])
    content = written.getvalue().encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Techday(Path(folder)))
        desk.techday.did("client add Acme --code A")
        before = desk.dump()
        path = str(desk.write(content))
        result = desk.techday("client", "import", path, "--json")
        if result.exit:
            assert (result.exit, desk.dump()) == (1, before)
            return
        report = result.json
        assert report["read"] == sum(report[kind] for kind in ("new", "changed", "same", "rejected"))
        after = desk.dump()
        # What was rejected since a name was taken may find its client, made by a later row, the next time.
        if not report["rejected"]:
            again = desk.techday("client", "import", path, "--json").json
            assert again["new"] == again["changed"] == 0
            assert desk.dump() == after
        if after != before:
            desk.techday.did("undo")
            assert desk.dump() == before
