"""Whatever is done to time off, undoing all of it gives back the first day, and redoing all of it the last."""

import os
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Techday, examples
from tests.database.stores import dump

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own

which = st.sampled_from(["1", "2"])
days = st.sampled_from(["tue", "wed", "2026-12-24"])
writes = st.one_of(
    st.tuples(*map(st.just, ("timeoff", "request", "--from")), days),
    st.tuples(*map(st.just, ("timeoff", "request", "sick", "--hours", "2h", "--note", "Ill", "--date")), days),
    st.tuples(*map(st.just, ("timeoff", "decide")), which, st.just("approved"), st.just("--by"), st.just("Pat")),
    st.tuples(*map(st.just, ("timeoff", "decide")), which, *map(st.just, ("declined", "--by", "Ana", "--reason", "x"))),
    st.tuples(*map(st.just, ("timeoff", "withdraw")), which),
    st.tuples(*map(st.just, ("timeoff", "seen")), which, *map(st.just, ("--seen", "Planner"))),
    st.tuples(*map(st.just, ("outbox", "done", "--all"))),
)


@given(st.lists(writes, max_size=8))
@examples(8)
def test_undoing_all_gives_the_first_day_back(commands: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        techday = Techday(Path(home))
        techday.did("client add Acme", "timeoff request --from fri")
        first = dump(techday.store)
        done = 0
        for command in commands:
            result = techday(*command, "--json")
            assert result.exit in (0, 1, 2, 3), result
            done += result.exit == 0 and result.json["operation"] is not None
        last = dump(techday.store)
        techday.did(*["undo"] * done)
        assert dump(techday.store) == first
        techday.did(*["redo"] * done)
        assert dump(techday.store) == last
