"""A visit that is interrupted at any point of its end is the open visit or the ended one."""

from typing import Any

import pytest

from techday.rotation import store as contacts
from techday.tickets import lifecycle
from techday.visits import ending, outcomes, store, worked
from tests.conftest import Techday
from tests.database.stores import dump, is_whole
from tests.database.test_crash import Copies, needs_strace, traced

NOON = "2026-11-23T12:00:00Z"
END = (
    *("visit", "end", "--note", "New fan", "--called", "Pat"),
    *("--done", "L2", "--fix", "new fan", "--back", "L1", "--need", "a roller"),
)


@pytest.mark.parametrize(
    ("module", "act"),
    [
        (worked, "running_entry"),
        (worked, "update_entry"),
        (store, "update_visit"),
        (outcomes, "insert_outcome"),
        (outcomes, "come_back"),
        (lifecycle, "resolve"),
        (contacts, "insert_contact"),
    ],
)
def test_ctrl_c_in_any_act_leaves_the_open_visit(
    on_site: Techday, monkeypatch: pytest.MonkeyPatch, module: object, act: str
) -> None:
    before = dump(on_site.store)
    original = getattr(module, act)

    def interrupted(*told: object, **more: object) -> None:
        original(*told, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, act, interrupted)
    assert on_site(*END, now=NOON).exit == 130
    assert dump(on_site.store) == before


def test_a_visit_that_another_process_ended_meanwhile_is_not_ended_again(
    on_site: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = ending.asked_for

    def typed_slowly(*told: Any) -> Any:
        monkeypatch.setattr(ending, "asked_for", original)
        on_site.did("visit end --note 'New fan'", "visit start globex", now=NOON)
        return original(*told)

    monkeypatch.setattr(ending, "asked_for", typed_slowly)
    refused = on_site(*END, now=NOON)
    assert (refused.exit, "The visit was ended meanwhile" in refused.stderr) == (1, True)
    assert on_site("visit --json", now=NOON).json["visit"]["client"]["code"] == "GLOBEX"


@needs_strace
def test_a_process_that_is_killed_leaves_the_open_visit_or_the_ended_one(on_site: Techday) -> None:
    before = dump(on_site.store)
    copies = Copies(on_site)
    finished = copies.fresh()
    assert finished(*END, now=NOON).exit == 0
    after = dump(finished.store)
    found = set()
    for moment in ("pwrite64:signal=KILL:when=1", "pwrite64:signal=KILL:when=9", "write:signal=KILL:when=1"):
        techday = copies.fresh()
        techday.environ["TECHDAY_NOW"] = NOON
        assert traced(techday, moment, *END).exit == -9, moment
        assert is_whole(techday.store), moment
        assert dump(techday.store) in (before, after), moment
        found.add(dump(techday.store) == after)
    assert found == {True, False}  # before the COMMIT, and after it
