"""Whatever is done to check-ins, undoing all of it gives back the first day, and redoing all of it the last."""

import os
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Techday, examples
from tests.database.stores import dump

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own

days = st.sampled_from([(), ("--date", "yesterday")])
writes = st.one_of(
    st.tuples(st.just(("note",)), st.sampled_from([("One",), ("Two",)]), days),
    st.tuples(st.just(("edit", "--text")), st.sampled_from([("All quiet",), ("Rain",)]), days),
    st.tuples(st.just(("edit", "--reset")), days),
    st.tuples(st.just(("done", "--with", "Pat")), st.sampled_from([(), ("--again",), ("--at", "yesterday 16:00")])),
)


@given(st.lists(writes, max_size=8))
@examples(5)
def test_undoing_all_gives_the_first_day_back(commands: list[tuple[tuple[str, ...], ...]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        techday = Techday(Path(home))
        techday.did("client add Acme", "checkin note Zero")
        first = dump(techday.store)
        done = 0
        for parts in commands:
            result = techday("checkin", *(word for part in parts for word in part), "--json")
            assert result.exit in (0, 1), result
            done += result.exit == 0 and result.json["operation"] is not None
        last = dump(techday.store)
        techday.did(*["undo"] * done)
        assert dump(techday.store) == first
        techday.did(*["redo"] * done)
        assert dump(techday.store) == last
