"""How a project stands, worked out by hand and against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.projects.rules import (
    Deadline,
    Plan,
    Slip,
    Step,
    counted,
    dated,
    dates,
    due_command,
    due_words,
    label,
    missed_words,
    plan_from,
    slip_of,
    slip_words,
)
from tests.conftest import examples

# The week of Thanksgiving: Thursday the 26th of November 2026 is free, and the weekends are.
MONDAY = date(2026, 11, 23)
FREE = frozenset({date(2026, 11, 26)})


def worked(day: date) -> bool:
    """Tell a working day of that November."""
    return day.weekday() < 5 and day not in FREE


MORNING = plan_from(MONDAY, is_over=False, working_days=counted(worked))
EVENING = plan_from(MONDAY, is_over=True, working_days=counted(worked))


def step(number: int, due_on: str | None, days: int) -> Step:
    """Make a milestone that is still to be reached."""
    return Step(number, f"M{number}", due_on, days)


def days_missed(found: list[Deadline]) -> list[tuple[int | None, int, int]]:
    """Give of each date its milestone, the days late and the days short."""
    return [(one.milestone_id, one.late_days, one.short_days) for one in found]


@pytest.mark.parametrize(
    ("due_on", "work", "short_in_the_morning", "short_in_the_evening"),
    [
        # On the day itself there is the day.
        ("2026-11-24", 0, 0, 0),
        ("2026-11-24", 2, 0, 1),
        ("2026-11-24", 3, 1, 2),
        # Monday to Wednesday are three days; Thursday is free and adds none.
        ("2026-11-25", 3, 0, 1),
        ("2026-11-26", 3, 0, 1),
        ("2026-11-26", 4, 1, 2),
        # Friday makes four, and the weekend stays four.
        ("2026-11-27", 4, 0, 1),
        ("2026-11-29", 5, 1, 2),
        # Four of this week and five of the next.
        ("2026-12-04", 9, 0, 1),
        ("2026-12-04", 12, 3, 4),
    ],
)
def test_a_milestone_has_the_working_days_up_to_its_date(
    due_on: str, work: int, short_in_the_morning: int, short_in_the_evening: int
) -> None:
    steps = [step(1, due_on, work)]
    assert days_missed(dates(None, None, steps, MORNING)) == [(1, 0, short_in_the_morning)]
    assert days_missed(dates(None, None, steps, EVENING)) == [(1, 0, short_in_the_evening)]


@pytest.mark.parametrize("work", [0, 1, 5])
def test_a_date_is_met_until_the_shift_of_its_day_is_over(work: int) -> None:
    steps = [step(1, "2026-11-23", work)]
    assert days_missed(dates(None, "2026-11-23", steps, MORNING)) == [
        (1, 0, max(0, work - 1)),
        (None, 0, max(0, work - 1)),
    ]
    assert days_missed(dates(None, "2026-11-23", steps, EVENING)) == [(1, 1, 0), (None, 1, 0)]


def test_work_stands_before_that_of_all_later_dates() -> None:
    # By Wednesday 3 of 3 days, by Friday 5 of 4, by next Wednesday 6 of 7.
    steps = [step(1, "2026-12-02", 1), step(2, "2026-11-25", 3), step(3, "2026-11-27", 2)]
    found = dates(None, None, steps, MORNING)
    assert days_missed(found) == [(2, 0, 0), (3, 0, 1), (1, 0, 0)]
    assert slip_of(found) == Slip("slipping", 0, 1, "M3", date(2026, 11, 27))


def test_two_milestones_of_one_date_need_the_work_of_both() -> None:
    found = dates(None, None, [step(1, "2026-11-24", 1), step(2, "2026-11-24", 3)], MORNING)
    assert days_missed(found) == [(1, 0, 2), (2, 0, 2)]


def test_what_is_past_is_late_in_days_of_the_calendar_and_its_work_is_still_to_be_done() -> None:
    # Due on Friday, three days ago; its four days leave nothing of Tuesday's two.
    found = dates(None, None, [step(1, "2026-11-20", 4), step(2, "2026-11-24", 1)], MORNING)
    assert days_missed(found) == [(1, 3, 0), (2, 0, 3)]
    assert slip_of(found) == Slip("late", 3, 3, "M1", date(2026, 11, 20))


def test_without_a_date_a_milestone_counts_towards_the_end_alone() -> None:
    steps = [step(1, "2026-11-27", 4), step(2, None, 5)]
    assert days_missed(dates(None, "2026-12-04", steps, MORNING)) == [(1, 0, 0), (None, 0, 0)]
    assert days_missed(dates(None, "2026-12-03", steps, MORNING)) == [(1, 0, 0), (None, 0, 1)]


def test_the_end_may_come_before_a_milestone_and_still_needs_all_work() -> None:
    found = dates(None, "2026-11-24", [step(1, "2026-11-27", 3)], MORNING)
    assert days_missed(found) == [(None, 0, 1), (1, 0, 0)]
    assert slip_of(found) == Slip("slipping", 0, 1, None, date(2026, 11, 24))


def test_the_end_that_is_past_is_late() -> None:
    assert days_missed(dates(None, "2026-11-22", [], MORNING)) == [(None, 1, 0)]


def test_without_any_date_nothing_slips() -> None:
    assert dates(None, None, [step(1, None, 500)], MORNING) == []
    assert slip_of([]) is None


def test_nobody_works_on_a_project_before_it_starts() -> None:
    # Starting on Friday there is one day up to Sunday; a start in the past changes nothing.
    assert days_missed(dates("2026-11-27", None, [step(1, "2026-11-29", 2)], MORNING)) == [(1, 0, 1)]
    assert days_missed(dates("2026-01-01", None, [step(1, "2026-11-23", 1)], MORNING)) == [(1, 0, 0)]
    # What is due before the start has no day at all.
    assert days_missed(dates("2026-12-01", None, [step(1, "2026-11-30", 1)], MORNING)) == [(1, 0, 1)]


def test_dates_beyond_the_horizon_are_not_looked_at() -> None:
    asked: list[tuple[date, date]] = []

    def count(first: date, last: date) -> int:
        asked.append((first, last))
        return 100

    found = dates(
        None,
        "9999-12-31",
        [step(1, "2026-12-07", 1), step(2, "2026-12-08", 1)],
        Plan(MONDAY, MONDAY, count),
        MONDAY + timedelta(days=14),
    )
    assert days_missed(found) == [(1, 0, 0)]
    assert asked == [(MONDAY, date(2026, 12, 7))]


near = st.dates(MONDAY - timedelta(days=20), MONDAY + timedelta(days=40))
plans = st.builds(
    lambda today, is_over, free: plan_from(today, is_over, counted(lambda day: day.weekday() < 5 and day not in free)),
    st.dates(MONDAY - timedelta(days=3), MONDAY + timedelta(days=10)),
    st.booleans(),
    st.frozensets(near, max_size=8),
)
projects = st.lists(st.tuples(st.none() | near.map(str), st.integers(0, 12)), max_size=7)


def shortage(work: int, first: date, due: date, plan: Plan) -> int:
    """Give by how many days work is not done on its date, walking from day to day."""
    day = first
    while day <= due and work:
        work -= plan.working_days(day, day)
        day += timedelta(days=1)
    return work


@given(plans, projects, st.none() | near.map(str), st.none() | near.map(str))
@examples(40)
def test_each_date_is_missed_by_what_is_left_when_days_are_walked_one_by_one(
    plan: Plan, given_steps: list[tuple[str | None, int]], due_on: str | None, starts_on: str | None
) -> None:
    steps = [step(number, due, days) for number, (due, days) in enumerate(given_steps, 1)]
    first = max(plan.first, date.fromisoformat(starts_on)) if starts_on else plan.first
    found = dates(starts_on, due_on, steps, plan)
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert len(found) == sum(one.due_on is not None for one in steps) + (due_on is not None)
    for one in found:
        leading = [
            other.days
            for other in steps
            if one.milestone_id is None or (other.due_on and date.fromisoformat(other.due_on) <= one.due_on)
        ]
        if one.due_on < plan.first:
            assert (one.late_days, one.short_days) == (max(1, (plan.today - one.due_on).days), 0)
        else:
            assert (one.late_days, one.short_days) == (0, shortage(sum(leading), first, one.due_on, plan))
    slip = slip_of(found)
    missed = [one for one in found if one.late_days or one.short_days]
    assert (slip is None) == (not missed)
    if slip is not None:
        assert slip.due_on == missed[0].due_on
        assert slip.short_days == max(one.short_days for one in found)


@given(plans, projects, near)
@examples(15)
def test_more_time_never_makes_a_project_slip_more(
    plan: Plan, given_steps: list[tuple[str | None, int]], due_on: date
) -> None:
    steps = [step(number, due, days) for number, (due, days) in enumerate(given_steps, 1)]

    def short(due: date) -> int:
        return next(
            one.late_days + one.short_days for one in dates(None, str(due), steps, plan) if not one.milestone_id
        )

    if due_on >= plan.first:
        assert short(due_on + timedelta(days=1)) <= short(due_on)


@pytest.mark.parametrize(
    ("late", "short", "words"),
    [(0, 0, ""), (1, 0, "1 day late"), (0, 2, "2 days short"), (3, 1, "3 days late, 1 day short")],
)
def test_what_is_missed_in_words(late: int, short: int, words: str) -> None:
    assert missed_words(late, short) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-20", "2026-11-20 (3 days ago)"),
        ("2026-11-23", "2026-11-23"),
        ("2027-11-20", "2027-11-20"),
        (None, "none"),
    ],
)
def test_a_date_is_told_with_its_year_and_how_long_it_is_past(day: str | None, words: str) -> None:
    assert dated(day, MONDAY) == words


def test_a_slip_names_the_first_milestone_that_is_not_met() -> None:
    assert slip_words(Slip("slipping", 0, 2, "Cut over", MONDAY)) == "2 days short, first Cut over"
    assert slip_words(Slip("late", 1, 0, None, MONDAY)) == "1 day late"


def test_a_date_in_words_and_the_command_that_settles_it() -> None:
    milestone, end = Deadline(4, "Cut over", MONDAY, 0, 2), Deadline(None, "", MONDAY, 3, 0)
    assert (due_words("Move", milestone), due_command(1, milestone)) == (
        "Move: Cut over, 2 days short",
        "techday project reach 1 4",
    )
    assert (due_words("Move", end), due_command(1, end)) == ("Move", "techday project close 1")


@pytest.mark.parametrize(
    ("client", "name", "called"),
    [("ACME", "Office move", "ACME Office move"), ("ACME", "Acme cloud", "Acme cloud"), ("ACME", "acme", "acme")],
)
def test_a_project_is_called_by_its_client_and_name_but_never_twice(client: str, name: str, called: str) -> None:
    assert label(client, name) == called
