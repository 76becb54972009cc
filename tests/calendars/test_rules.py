"""Weekly hours as people type them, and as they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.calendars.rules import checked_hours, hours_of, parse_hours, show_hours, week_minutes, zone_named
from techday.core.worktime import ALWAYS
from techday.errors import BadUsage, Refused
from techday.settings import Hours


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon-fri 8:00-17:00", "mon-fri 08:00-17:00"),
        ("Mon-Fri 8-17, Sat 9-12", "mon-fri 08:00-17:00, sat 09:00-12:00"),
        ("mon - fri  8:00 - 17:00", "mon-fri 08:00-17:00"),
        ("mon–fri 8:00–17:00", "mon-fri 08:00-17:00"),  # noqa: RUF001  # the dashes of a word processor
        ("monday to friday 9am-5pm", "mon-fri 09:00-17:00"),
        ("mon-fri 12am-12pm", "mon-fri 00:00-12:00"),
        ("mon,wed,fri 8:00-12:00 13:00-17:30", "mon,wed,fri 08:00-12:00 13:00-17:30"),
        ("mon wed 8-12; tue 13-17", "mon,wed 08:00-12:00, tue 13:00-17:00"),
        ("mon 13-17, mon 8-12", "mon 08:00-12:00 13:00-17:00"),  # a day may be told in two places
        ("mon 8-12, mon 12-13", "mon 08:00-12:00 12:00-13:00"),  # what touches does not overlap
        ("weekdays 8-17, weekend 10-14", "mon-fri 08:00-17:00, sat,sun 10:00-14:00"),
        ("fri-mon 8-17", "fri-mon 08:00-17:00"),
        ("daily 22:00-6:00", "daily 22:00-06:00"),  # a night runs into the next day
        ("sun 22:00-24:00", "sun 22:00-24:00"),
        ("daily 0:00-24:00", "daily 00:00-24:00"),
        ("24x7", "daily 00:00-24:00"),
        ("mon 8:00-8:00", "mon 08:00-08:00"),  # a whole day and night
    ],
)
def test_hours_are_kept_in_one_way_of_writing(typed: str, kept: str) -> None:
    assert checked_hours(typed) == kept
    assert parse_hours(kept) == parse_hours(typed)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "Hours name days and times"),
        ("   ", "Hours name days and times"),
        ("mon-fri", "Hours name days and times"),
        ("mon 8-9, tue", "Hours name days and times"),
        ("8:00-17:00", "Hours begin with their days"),
        ("mon-fri 25:00-26:00", '"25:00-26:00" is not from one time of day to another'),
        ("mon-fri 8:60-17:00", '"8:60-17:00" is not'),
        ("mon-fri 24:00-25:00", '"24:00-25:00" is not'),
        ("mon-fri 24:00-6:00", '"24:00-6:00" is not'),
        ("mon-fri 8", '"8" is not'),
        ("mon-fri 8-", '"8-" is not'),
        ("mon-fri 8:0-17", '"8:0-17" is not'),
        ("mon-fri 13pm-14pm", '"13pm-14pm" is not'),
        ("mon-fri 0800-1700", '"0800-1700" is not'),
        ("mon-fri ٨-٩", '"٨-٩" is not'),
        ("m-f 8-17", '"m-f" are no days of the week'),
        ("moonday 8-17", '"moonday" are no days of the week'),
        ("mon 8-12 11-13", "Mon 08:00-12:00 and Mon 11:00-13:00 overlap"),
        ("mon-fri 8-17, wed 9-12", "Wed 08:00-17:00 and Wed 09:00-12:00 overlap"),
        ("mon 8-12, mon 8-12", "Mon 08:00-12:00 and Mon 08:00-12:00 overlap"),
        ("mon 22-6, tue 5-7", "Mon 22:00-06:00 and Tue 05:00-07:00 overlap"),
        ("sun 22-6, mon 5-7", "Sun 22:00-06:00 and Mon 05:00-07:00 overlap"),  # over the end of the week
        ("mon 8:00-8:30", "A calendar has at least an hour in the week"),
        ("mon 8-9 " * 100, "Hours have at most 400 characters"),
        ("mon\x1b[31m 8-9", "are no days of the week"),
    ],
)
def test_hours_that_make_no_sense_are_told_what_would(typed: str, wrong: str) -> None:
    with pytest.raises(BadUsage) as refused:
        checked_hours(typed)
    assert wrong in refused.value.message
    assert "\x1b" not in refused.value.message
    assert refused.value.hint == '--hours "mon-fri 8:00-17:00, sat 9:00-12:00"'


def test_the_settings_hours_read_like_any_others() -> None:
    assert show_hours(hours_of(Hours())) == "mon-fri 08:00-17:00"
    assert parse_hours("24x7") == ALWAYS.hours
    assert week_minutes(parse_hours("mon-fri 8-17, sat 9-12")) == 48 * 60
    assert show_hours(((),) * 7) == "no hours"


def test_a_zone_that_this_machine_does_not_know_is_told() -> None:
    assert str(zone_named("Europe/Berlin")) == "Europe/Berlin"
    for name in ("Mars/Olympus", "../../etc/passwd", ""):
        with pytest.raises(Refused, match="does not know the time zone"):
            zone_named(name)


quarters = st.integers(0, 95)


@given(days=st.lists(st.sets(quarters, max_size=8), min_size=7, max_size=7))
def test_whatever_hours_there_are_they_read_as_they_were_written(days: list[set[int]]) -> None:
    """Windows between every other of the day's chosen quarters of an hour."""
    week = []
    for edges in map(sorted, days):
        pairs = zip(edges[::2], edges[1::2], strict=False)
        week.append(tuple((opens * 15, closes * 15) for opens, closes in pairs))
    hours = tuple(week)
    if week_minutes(hours) >= 60:
        assert parse_hours(show_hours(hours)) == hours


@given(
    text=st.text(max_size=40)
    | st.lists(st.sampled_from("mon tue-fri 8-17 22:00-6 daily , ; - 24x7".split())).map(" ".join)
)
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    try:
        hours = parse_hours(text)
    except BadUsage:
        return
    assert parse_hours(show_hours(hours)) == hours
