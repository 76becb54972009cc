"""Types of work: what holds without settings, what the settings change, and how a rule is said and applied."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.durations import HOUR, MINUTE, Rounding
from techday.core.work_types import (
    DEFAULTS,
    PER_ENTRY,
    PER_TICKET_DAY,
    WorkType,
    billed,
    rule_text,
    type_named,
    types_of,
)


def travel(**fields: Any) -> WorkType:
    """Give the type of travel as the settings would have it with these fields."""
    return type_named(types_of({"travel": fields}), "travel")


@pytest.mark.parametrize(
    ("name", "billable", "utilised"),
    [
        ("remote", True, True),
        ("on-site", True, True),
        ("travel", True, True),
        ("internal", False, False),
        ("meeting", False, False),
        ("training", False, True),
    ],
)
def test_without_settings_the_usual_types_are_there_and_nothing_is_rounded(
    name: str, billable: bool, utilised: bool
) -> None:
    assert type_named(types_of({}), name) == WorkType(name, billable, utilised, Rounding(), PER_ENTRY)


def test_the_settings_change_a_type_field_by_field() -> None:
    changed = travel(billable=False, step=15 * MINUTE)

    assert changed == WorkType("travel", billable=False, utilised=True, rounding=Rounding(step=15 * MINUTE))
    assert type_named(types_of({"travel": {"billable": False}}), "remote") == DEFAULTS[0]


def test_a_type_that_only_the_settings_know_comes_last_and_is_billable() -> None:
    types = types_of({"on-call": {"minimum": HOUR}, "remote": {"step": 360}})

    assert [one.name for one in types] == [*(one.name for one in DEFAULTS), "on-call"]
    assert types[-1] == WorkType("on-call", billable=True, utilised=True, rounding=Rounding(minimum=HOUR))


def test_what_is_said_of_every_type_holds_where_a_type_says_nothing_itself() -> None:
    types = types_of({"default": {"step": 15 * MINUTE, "per": PER_TICKET_DAY}, "travel": {"step": 0}})

    assert "default" not in [one.name for one in types]
    assert type_named(types, "meeting").rounding == Rounding(step=15 * MINUTE)
    assert type_named(types, "travel").rounding == Rounding()
    assert {one.per for one in types} == {PER_TICKET_DAY}


def test_a_type_of_old_entries_that_no_setting_knows_any_more_is_counted_and_billable() -> None:
    assert type_named(types_of({}), "hypnosis") == WorkType("hypnosis", billable=True, utilised=True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "as worked"),
        ({"billable": False, "step": 900}, "not billable"),
        ({"minimum": 900, "step": 900}, "at least 15m, up to the next 15m, per entry"),
        ({"deduct": 1200, "maximum": 8 * HOUR}, "less 20m, at most 8h, per entry"),
        ({"step": 360, "per": PER_TICKET_DAY}, "up to the next 6m, per ticket and day"),
        ({"per": PER_TICKET_DAY}, "as worked"),
    ],
)
def test_the_rule_is_said_in_words(fields: dict[str, Any], words: str) -> None:
    assert rule_text(travel(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "worked", "expected"),
    [
        ({}, 601, 601),
        ({"step": 900}, 901, 1800),
        ({"step": 900}, 900, 900),
        ({"minimum": 900}, 1, 900),
        ({"minimum": 900}, 0, 0),
        ({"deduct": 1200}, 600, 0),
        ({"deduct": 1200, "minimum": 600, "step": 900, "maximum": 3600}, 86_400, 3600),
    ],
)
def test_time_is_billed_by_its_rule(fields: dict[str, Any], worked: int, expected: int) -> None:
    assert billed(travel(**fields), worked) == expected


rules = st.fixed_dictionaries({}, optional={name: st.integers(0, 4 * HOUR) for name in Rounding._fields})


@given(rules, rules, st.integers(0, 24 * HOUR))
def test_whatever_is_said_of_every_type_and_of_one_billed_time_is_whole_and_within_the_rule(
    every: dict[str, int], own: dict[str, int], worked: int
) -> None:
    one = type_named(types_of({"default": every, "travel": own}), "travel")
    rule = one.rounding
    assert rule == Rounding(**{field: {**every, **own}.get(field, 0) for field in Rounding._fields})

    seconds = billed(one, worked)
    assert isinstance(seconds, int)
    assert 0 <= seconds <= max(worked, rule.minimum) + rule.step
    assert not rule.maximum or seconds <= rule.maximum
