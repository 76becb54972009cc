"""Whatever is done to projects, undoing all of it gives back the first day, and redoing all of it the last."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.conftest import Techday, examples, made_once
from tests.database.stores import dump

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own

which = st.sampled_from(["1", "2", "office", "mail"])
milestones = st.sampled_from(["Cabling", "Cut over", "1", "2"])
words = st.sampled_from(["Call them", "Møbel", "", "🖨 jams"])
days = st.sampled_from(["fri", "2026-12-24", "none"])
writes = st.one_of(
    st.tuples(*map(st.just, ("project", "add", "Mail to the cloud", "--client", "acme"))),
    st.tuples(st.just("project"), st.just("edit"), which, st.just("--next"), words),
    st.tuples(st.just("project"), st.just("edit"), which, st.just("--due"), days),
    st.tuples(st.just("project"), st.just("check"), which, st.just("--seen"), words),
    st.tuples(*map(st.just, ("project", "check", "--all"))),
    st.tuples(st.just("project"), st.just("milestone"), which, milestones, st.just("--due"), days),
    st.tuples(st.just("project"), st.just("milestone"), which, milestones, st.just("--delete")),
    st.tuples(st.just("project"), st.just("reach"), which, milestones),
    st.tuples(st.just("project"), st.just("reach"), which, milestones, st.just("--not-yet")),
    st.tuples(st.just("project"), st.just("risk"), which, words),
    st.tuples(st.just("project"), st.just("risk"), which, st.just("--close"), st.sampled_from("12")),
    st.tuples(st.just("project"), st.sampled_from(["pause", "resume", "close", "reopen"]), which),
    st.tuples(st.just("project"), st.just("cancel"), which, st.just("--reason"), st.just("no money")),
)


@made_once
def moving(techday: Techday) -> Techday:
    """Give a techday with a project."""
    techday.did("client add Acme", "project add Office move --client acme")
    return techday


@given(st.lists(writes, max_size=6))
@examples(4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_all_gives_the_first_day_back(moving: Techday, commands: list[tuple[str, ...]]) -> None:
    first = dump(moving.store)
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        techday = moving.copied_to(Path(home))
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
