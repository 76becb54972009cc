"""Whatever is done on visits, undoing all of it gives back the first day, and redoing all of it the last."""

import os
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Techday, examples
from tests.database.stores import dump

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own

clients = st.sampled_from(["acme", "globex"])
writes = st.one_of(
    st.tuples(*map(st.just, ("visit", "go")), clients),
    st.tuples(*map(st.just, ("visit", "start")), clients),
    st.tuples(*map(st.just, ("visit", "end", "--note", "x", "--done", "L1", "--fix", "y"))),
    st.tuples(*map(st.just, ("visit", "end", "--note", "x", "--arrived", "8:05"))),
    st.tuples(
        *map(st.just, ("visit", "end")), clients, *map(st.just, ("--arrived", "7:00", "--left", "7:30", "--note", "x"))
    ),
    st.tuples(
        *map(st.just, ("visit", "end")), clients, *map(st.just, ("--arrived", "7:10", "--note", "x", "--adjust"))
    ),
    st.tuples(*map(st.just, ("visit", "called", "Pat", "--next", "L1"))),
    st.tuples(*map(st.just, ("timecard", "stop"))),
)


@given(st.lists(writes, min_size=2, max_size=7))
@examples(3)
def test_undoing_all_gives_the_first_day_back(commands: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        techday = Techday(Path(home))
        techday.did("client add Acme", "client add Globex", "ticket add Mail --client acme --at 6:00")
        first = dump(techday.store)
        done = 0
        for minute, command in enumerate(commands):
            result = techday(*command, "--json", now=f"2026-11-23T08:{14 + minute}:00Z")
            assert result.exit in (0, 1, 2, 3), result
            done += result.exit == 0 and result.json["operation"] is not None
        last = dump(techday.store)
        techday.did(*["undo"] * done)
        assert dump(techday.store) == first
        techday.did(*["redo"] * done)
        assert dump(techday.store) == last
