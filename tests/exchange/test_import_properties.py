"""What holds for every file: rows add up, a second import changes nothing, undo brings everything back."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import Techday, examples
from tests.exchange.conftest import Desk

KINDS = ("new", "changed", "same", "superseded", "rejected")
COLUMNS = ("Ticket ID", "Subject", "Company", "Agent", "Status", "Priority", "Created", "Last Updated", "Due Date")

words = st.text(max_size=12) | st.sampled_from(["Mail", "Acme", "ACME", "?", '"', "=1+1", "\x1b[2J", "Unknown client"])
numbers = st.sampled_from(["A-1", "A-2", "A-3", "L1", "7", "", "#9", "1.2E+09"])
statuses = st.sampled_from(["New", "Open", "On Hold", "Pending", "Resolved", "Closed", "Flurbed", ""])
dates = st.sampled_from(["2026-11-20 08:00", "2026-11-21 09:30", "2026-11-24", "20/11/2026", "46349", "soon", ""])
records = st.tuples(numbers, words, words, words, statuses, words, dates, dates, dates).map(list)
ragged = st.lists(words, max_size=12)


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([list(COLUMNS), *rows])
    return text.getvalue().encode("utf-8", "surrogatepass")


files = st.lists(records | records | ragged, max_size=8).map(written)


def accounted(report: Any) -> bool:
    return bool(report["read"] == sum(report[kind] for kind in KINDS))


def desk_in(folder: str) -> Desk:
    return Desk(Techday(Path(folder)))


@examples(4)
@given(first=files, second=files, view=st.sampled_from(["open", "all"]))
def test_rows_add_up_again_changes_nothing_and_undo_brings_back(first: bytes, second: bytes, view: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        for minutes, content in enumerate((first, second)):
            before = desk.dump()
            result = desk.run(desk.write(content, minutes=minutes), "--view", view)
            if result.exit:
                assert result.exit == 1, result.stderr
                assert desk.dump() == before
                continue
            assert accounted(result.json)
            after = desk.dump()
            again = desk.run(desk.write(content, minutes=minutes), "--view", view).json
            assert accounted(again)
            assert again["new"] == again["changed"] == again["gone"] == 0
            assert desk.dump() == after
            if after != before:
                desk.techday.did("undo")
                assert {name: rows for name, rows in desk.dump().items() if rows} == before
                desk.techday.did("redo")
                assert desk.dump() == after


@examples(15)
@given(st.binary(max_size=400) | st.builds(lambda tail: b"Ticket ID,Subject\n1,Mail\n" + tail, st.binary(max_size=200)))
@example(b"Ticket ID\xff,Subject\n\x00,\x00\n")
@example(b"\xff\xfeT\x00i")
@example(b'Ticket ID,Subject\n"1')
@example(b"Ticket ID,Subject\r1,a\r\r\n2,b")
def test_any_bytes_give_an_accounting_or_an_error_with_a_next_step(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_in(folder)
        result = desk.run(desk.write(content))
        if result.exit:
            assert result.exit in (1, 2, 3)
            assert result.error["message"]
            assert result.error["hint"]
            assert "\n" not in result.error["message"]
        else:
            assert accounted(result.json)
