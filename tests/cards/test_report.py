"""`timecard report`: time by client, ticket, type or day over a period; what the rows say adds up."""

import csv
import io
import stat
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards.looks import Look
from techday.cards.report_rules import (
    DIMENSIONS,
    Period,
    Report,
    ReportRow,
    Sums,
    Tally,
    percent,
    pieces,
    read_by,
    read_period,
    read_span,
    row_document,
    row_names,
    total,
)
from techday.cards.report_screen import report_page
from techday.cards.views import EntryView
from techday.core.shifts import ShiftPattern
from techday.core.when import Frame
from techday.errors import BadUsage
from techday.ui.grid import plain_text, width_of
from tests.cards import views
from tests.conftest import Techday, made_once

NOON = "2026-11-24T12:00:00Z"
TUESDAY = date(2026, 11, 24)
FRAME = Frame(datetime(2026, 11, 24, 12, tzinfo=UTC), UTC)
EVERY_BY = [
    *[(name,) for name in DIMENSIONS],
    ("client", "type"),
    ("day", "client"),
    ("type", "ticket", "day"),
    ("client", "ticket", "type", "day"),
]


def entry(number: int = 1, **fields: Any) -> EntryView:
    """Give an hour of remote work for nobody, but for some fields."""
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    nobody: dict[str, Any] = {"ticket": None, "title": None, "client": None, "note": ""}
    plain = views.entry(number, "09:00", "10:00", TUESDAY, started_at=start, ended_at=start + timedelta(hours=1))
    return plain._replace(**nobody)._replace(**fields)


def report_of(entries: Sequence[EntryView], by: Sequence[str], **fields: Any) -> Report:
    """Add some entries up as a report of their week."""
    tally = Tally(by)
    tally.add(entries)
    plain = Report(
        period=Period(date(2026, 11, 23), date(2026, 11, 29)),
        by=by,
        client=None,
        ticket=None,
        billable_only=False,
        rows=tally.rows(),
        totals=tally.totals(),
        planned_seconds=144_000,
        planned_so_far_seconds=57_600,
        target_percent=75,
    )
    return plain._replace(**fields)


# What the rows say adds up


@st.composite
def entries_of_any_kind(draw: st.DrawFn) -> EntryView:
    """Give an entry as a store may hold it: zero seconds, hostile names, less paid than worked, more billed."""
    seconds = draw(st.integers(0, 40 * 3600))
    billable = draw(st.booleans())
    return entry(
        seconds=seconds,
        paid_seconds=draw(st.integers(0, seconds)),
        billed_seconds=draw(st.integers(0, 90_000)) if billable else 0,
        ticket=draw(st.sampled_from([None, "L1", "L2", "=1+1", ""])),
        title=draw(st.sampled_from([None, "Mail is down", ""])),
        client=draw(st.sampled_from([None, "ACME", "no client", ""])),
        work_type=draw(st.sampled_from(["remote", "travel", "meeting"])),
        billable=billable,
        utilised=draw(st.booleans()),
        date=TUESDAY + timedelta(days=draw(st.integers(-3, 3))),
    )


@given(entries=st.lists(entries_of_any_kind(), max_size=30), by=st.sampled_from(EVERY_BY), cut=st.integers(0, 30))
def test_rows_add_up_to_the_totals_whatever_the_entries(entries: list[EntryView], by: Sequence[str], cut: int) -> None:
    tally = Tally(by)
    tally.add(entries[:cut])
    tally.add(entries[cut:])
    rows, totals = tally.rows(), tally.totals()

    assert total(row.sums for row in rows) == totals
    assert totals == Sums(
        len(entries),
        sum(one.seconds for one in entries),
        sum(one.paid_seconds for one in entries),
        sum(one.paid_seconds for one in entries if one.billable),
        sum(one.paid_seconds for one in entries if one.utilised),
        sum(one.billed_seconds for one in entries),
    )
    assert len({row.key for row in rows}) == len(rows)


@given(entries=st.lists(entries_of_any_kind(), max_size=30), by=st.sampled_from(EVERY_BY))
def test_every_percentage_is_one(entries: list[EntryView], by: Sequence[str]) -> None:
    report = report_of(entries, by)
    shares = [percent(row.sums.worked_seconds, report.totals.worked_seconds) for row in report.rows]
    found = [*shares, report.shares.billable_percent, report.shares.utilised_percent]

    if report.totals.worked_seconds:
        assert all(share is not None and 0 <= share <= 100 for share in found)
        assert sum(filter(None, shares)) <= 100
    else:
        assert set(found) == {None}


@given(
    first=st.dates(date(1970, 1, 1), date(2190, 1, 1)),
    days=st.integers(0, 800),
)
def test_pieces_of_a_period_hold_each_day_once_and_end_with_a_week(first: date, days: int) -> None:
    period = Period(first, first + timedelta(days=days))
    found = list(pieces(period))

    held = [
        piece.first + timedelta(days=step) for piece in found for step in range((piece.last - piece.first).days + 1)
    ]
    assert held == [first + timedelta(days=step) for step in range(days + 1)]
    assert all(piece.last.weekday() == 6 for piece in found[:-1])
    assert all((piece.last - piece.first).days < 28 for piece in found)


def test_what_has_no_client_has_a_row_of_its_own() -> None:
    rows = report_of([entry(client="ACME"), entry(client=None), entry(client="no client")], ["client"]).rows

    assert {row.key for row in rows} == {("ACME",), (None,), ("no client",)}


def test_time_side_by_side_is_worked_once_and_billed_in_full() -> None:
    (row,) = report_of([entry(), entry(2, concurrent=True, paid_seconds=600)], ["type"]).rows

    assert row.sums == Sums(
        entries=2,
        seconds=7200,
        worked_seconds=4200,
        billable_seconds=4200,
        utilised_seconds=4200,
        billed_seconds=7200,
    )


def test_a_ticket_that_was_renamed_has_one_row_with_its_newest_title() -> None:
    rows = report_of([entry(ticket="L1", title="Mail"), entry(2, ticket="L1", title="Mail is back")], ["ticket"]).rows

    assert [(row.key, row.title) for row in rows] == [(("L1",), "Mail is back")]


def test_most_time_comes_first_and_what_belongs_together_stands_together() -> None:
    entries = [
        entry(1, client="SMALL", work_type="travel", paid_seconds=3000),
        entry(2, client="BIG", work_type="travel", paid_seconds=100),
        entry(3, client="BIG", work_type="remote", paid_seconds=2000),
        entry(4, client="BIG", work_type="on-site", paid_seconds=2000),
        entry(5, client=None, work_type="meeting", paid_seconds=3000),
    ]

    assert [row.key for row in report_of(entries, ["client", "type"]).rows] == [
        ("BIG", "on-site"),
        ("BIG", "remote"),
        ("BIG", "travel"),
        ("SMALL", "travel"),
        (None, "meeting"),
    ]


def test_days_stand_in_order_however_long_they_were() -> None:
    days = [TUESDAY, TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=40)]
    entries = [entry(place, date=day, paid_seconds=place) for place, day in enumerate(days)]

    assert [row.key for row in report_of(entries, ["day"]).rows] == [(day,) for day in sorted(days)]


# Which days are meant


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "2026-11-23", "2026-11-29"),
        ("week", "2026-11-23", "2026-11-29"),
        ("This  Week", "2026-11-23", "2026-11-29"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-w53", "2026-12-28", "2027-01-03"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-2", "2024-02-01", "2024-02-29"),
        ("nov", "2026-11-01", "2026-11-30"),
        ("December", "2025-12-01", "2025-12-31"),
        ("dec 2026", "2026-12-01", "2026-12-31"),
        ("2026 december", "2026-12-01", "2026-12-31"),
        ("may", "2026-05-01", "2026-05-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("q2 2025", "2025-04-01", "2025-06-30"),
        ("q4", "2026-10-01", "2026-12-31"),
        ("q1", "2026-01-01", "2026-03-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2199", "2199-01-01", "2199-12-31"),
        ("today", "2026-11-24", "2026-11-24"),
        ("yesterday", "2026-11-23", "2026-11-23"),
        ("fri", "2026-11-20", "2026-11-20"),
        ("2026-11-02", "2026-11-02", "2026-11-02"),
        ("nov 2", "2026-11-02", "2026-11-02"),
    ],
)
def test_a_period_is_named_as_people_name_it(text: str, first: str, last: str) -> None:
    assert read_period(text, FRAME, TUESDAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        ("2026-01-15", "last month", "2025-12-01", "2025-12-31"),
        ("2026-01-15", "last quarter", "2025-10-01", "2025-12-31"),
        ("2026-01-15", "q1", "2026-01-01", "2026-03-31"),
        ("2026-01-15", "feb", "2025-02-01", "2025-02-28"),
        ("2027-01-02", "this week", "2026-12-28", "2027-01-03"),
        ("2026-12-31", "this month", "2026-12-01", "2026-12-31"),
    ],
)
def test_periods_at_the_turn_of_the_year(today: str, text: str, first: str, last: str) -> None:
    found = read_period(text, FRAME, date.fromisoformat(today))

    assert found == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "whenever",
        "next week",
        "last",
        "2026-W54",
        "2026-W47/2",
        "2026-13",
        "2026-Q5",
        "q5",
        "11",
        "m",
        "no",
        "1969",
        "2200",
        "2026 2025",
        "2026-11-31",
        "nov 2026 q4",
        "٢٠٢٦",
        "-",
        "q",
        "qqqq",
        "x" * 100_000,
        "\x1b[31m",
    ],
)
def test_what_is_no_period_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(BadUsage) as refused:
        read_period(text, FRAME, TUESDAY)

    assert refused.value.hint
    assert len(refused.value.message) < 100


@given(text=st.text(alphabet="0123456789-/wq thisletmonhyearQWdcv٣", max_size=20))
def test_any_words_give_a_period_or_are_refused(text: str) -> None:
    try:
        period = read_period(text, FRAME, TUESDAY)
    except BadUsage:
        return
    assert date(1969, 12, 28) < period.first <= period.last < date(2200, 1, 7)


def test_days_can_be_named_one_by_one() -> None:
    assert read_span("2026-11-02", "fri", FRAME, TUESDAY) == Period(date(2026, 11, 2), date(2026, 11, 20))
    assert read_span("2026-11-02", None, FRAME, TUESDAY) == Period(date(2026, 11, 2), TUESDAY)
    with pytest.raises(BadUsage, match="2026-11-20 is before 2026-11-24"):
        read_span("today", "fri", FRAME, TUESDAY)


@pytest.mark.parametrize(
    ("text", "by"), [("client", ("client",)), ("Client, TYPE", ("client", "type")), ("day,ticket", ("day", "ticket"))]
)
def test_rows_can_be_of_several_things(text: str, by: tuple[str, ...]) -> None:
    assert read_by(text) == by


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tickets", "Did you mean --by ticket?"),
        ("", "--by client, --by ticket, --by type, --by day, or several: --by client,type"),
        ("client,", "--by client, --by ticket, --by type, --by day, or several: --by client,type"),
        ("type,type", "--by client, --by ticket, --by type, --by day, or several: --by client,type"),
    ],
)
def test_rows_of_nothing_known_are_refused(text: str, hint: str) -> None:
    with pytest.raises(BadUsage) as refused:
        read_by(text)

    assert refused.value.hint == hint


# What is shown


@made_once
def busy(techday: Techday) -> Techday:
    """Give a techday with a Monday and half a Tuesday of work for two clients."""
    monday = "2026-11-23T{}Z".format
    techday.did("client add Acme --code ACME", "client add Globex --code GLOBEX", now=monday("08:00:00"))
    techday.did("add Mail is down --client acme", "add VPN is slow --client globex", now=monday("08:00:00"))
    for at, command in (
        (monday("08:00:00"), "start 1"),
        (monday("10:20:30"), "start 2"),
        (monday("12:00:00"), "stop"),
        (monday("13:00:00"), "timecard start meeting"),
        (monday("13:40:00"), "start 1"),
        (monday("16:00:00"), "stop"),
        ("2026-11-24T08:00:00Z", "start 1"),
        ("2026-11-24T10:00:00Z", "timecard start training"),
        ("2026-11-24T11:00:00Z", "stop"),
    ):
        techday.did(command, now=at)
    return techday


def test_this_week_by_client(busy: Techday) -> None:
    assert busy.tell("timecard report", now=NOON) == snapshot("""\

$ techday timecard report
Time by client
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 client     entries  worked  billable  utilised  billed  share
 ACME             3    6h40      6h40      6h40    6h40    66%
 no client        2    1h40        0m        1h      0m    16%
 GLOBEX           1    1h39      1h39      1h39    1h39    16%
 total            6     10h      8h20      9h20    8h20   100%

 billable   83%  ████████████████████████┃██░░░░░░  8h20 of 10h, target 75%
 utilised   93%  ████████████████████████┃█████░░░  9h20 of 10h, target 75%
 planned         ██████░░░░░░░░░░░░░░░░░░  10h of 40h, 16h up to today, 6h short
 Seconds count in the sums, and show in --csv
""")


def test_what_fits_on_a_wide_screen_and_what_gives_way_on_a_narrow_one(busy: Techday) -> None:
    assert busy.tell("timecard report --by ticket,type", now=NOON, COLUMNS="120") == snapshot("""\

$ techday timecard report --by ticket,type
Time by ticket and type
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 ticket     title         type      entries  worked  billable  utilised  billed  share
 L1         Mail is down  remote          3    6h40      6h40      6h40    6h40    66%  ████████████████████
 no ticket                training        1      1h        0m        1h      0m    10%  ██
 no ticket                meeting         1     40m        0m        0m      0m     6%  █
 L2         VPN is slow   remote          1    1h39      1h39      1h39    1h39    16%  ████
 total                                    6     10h      8h20      9h20    8h20   100%

 billable   83%  ██████████████████████████████┃██░░░░░░░  8h20 of 10h, target 75%
 utilised   93%  ██████████████████████████████┃██████░░░  9h20 of 10h, target 75%
 planned         ██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  10h of 40h, 16h up to today, 6h short
 Seconds count in the sums, and show in --csv
""")
    assert busy.tell("timecard report --by ticket,type", now=NOON, COLUMNS="60") == snapshot("""\

$ techday timecard report --by ticket,type
Time by ticket and type
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 ticket     title         type      worked  billable  billed
 L1         Mail is down  remote      6h40      6h40    6h40
 no ticket                training      1h        0m      0m
 no ticket                meeting      40m        0m      0m
 L2         VPN is slow   remote      1h39      1h39    1h39
 total                                 10h      8h20    8h20

 billable   83%  █████████┃░░░  8h20 of 10h, target 75%
 utilised   93%  █████████┃██░  9h20 of 10h, target 75%
 planned         10h of 40h, 16h up to today, 6h short
 Seconds count in the sums, and show in --csv
""")


def test_a_screen_reader_gets_plain_characters(busy: Techday) -> None:
    shown = busy("--plain timecard report --by day", now=NOON).stdout

    assert shown.isascii()
    assert "###" in shown


def test_rows_left_out_stand_in_one_so_that_the_rest_adds_up(busy: Techday) -> None:
    assert busy.tell("timecard report --by ticket,day --most 2", now=NOON) == snapshot("""\

$ techday timecard report --by ticket,day --most 2
Time by ticket and day
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 ticket    title       day              entries  worked  billable  billed  share
 L1        Mail is d…  Mon 23 Nov 2026        2    4h40      4h40    4h40    46%
 L1        Mail is d…  Tue 24 Nov 2026        1      2h        2h      2h    20%
 3 more                                       3    3h19      1h39    1h39    33%
 total                                        6     10h      8h20    8h20   100%

 billable   83%  ████████████████████████┃██░░░░░░  8h20 of 10h, target 75%
 utilised   93%  ████████████████████████┃█████░░░  9h20 of 10h, target 75%
 planned         ██████░░░░░░░░░░░░░░░░░░  10h of 40h, 16h up to today, 6h short
 Seconds count in the sums, and show in --csv
  All rows: --most 1000, --csv or --json
""")


def test_only_some_of_the_time(busy: Techday) -> None:
    assert busy.tell(
        "timecard report --by day --ticket 1", "timecard report mon --client acme --billable", now=NOON
    ) == snapshot("""\

$ techday timecard report --by day --ticket 1
Time by day: ticket L1
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 day              entries  worked  billable  utilised  billed  share
 Mon 23 Nov 2026        2    4h40      4h40      4h40    4h40    70%
 Tue 24 Nov 2026        1      2h        2h        2h      2h    29%
 total                  3    6h40      6h40      6h40    6h40   100%

 billable  100%  ████████████████████████┃████████  6h40 of 6h40, target 75%
 utilised  100%  ████████████████████████┃████████  6h40 of 6h40, target 75%
 Seconds count in the sums, and show in --csv
$ techday timecard report mon --client acme --billable
Time by client: client ACME, billable only
  Mon 23 Nov 2026
 client    entries  worked  billable  utilised  billed  share
 ACME            2    4h40      4h40      4h40    4h40   100%
 total           2    4h40      4h40      4h40    4h40   100%

 Seconds count in the sums, and show in --csv
""")


def test_a_period_without_time_says_how_to_tell_of_some(techday: Techday) -> None:
    assert techday.tell("timecard report last month") == snapshot("""\

$ techday timecard report last month
Time by client
  Thu 1 Oct 2026 to Sat 31 Oct 2026
  No time was told.  techday timecard log 9:00-10:30 --ticket N
""")


def test_scripts_get_seconds(busy: Techday) -> None:
    assert busy("timecard report --by client,type --json", now=NOON).json == snapshot(
        {
            "schema": "techday.timecard-report/1",
            "first_day": "2026-11-23",
            "last_day": "2026-11-29",
            "by": ["client", "type"],
            "client": None,
            "ticket": None,
            "billable_only": False,
            "rows": [
                {
                    "client": "ACME",
                    "work_type": "remote",
                    "entries": 3,
                    "seconds": 24030,
                    "worked_seconds": 24030,
                    "billable_seconds": 24030,
                    "utilised_seconds": 24030,
                    "billed_seconds": 24030,
                },
                {
                    "client": None,
                    "work_type": "training",
                    "entries": 1,
                    "seconds": 3600,
                    "worked_seconds": 3600,
                    "billable_seconds": 0,
                    "utilised_seconds": 3600,
                    "billed_seconds": 0,
                },
                {
                    "client": None,
                    "work_type": "meeting",
                    "entries": 1,
                    "seconds": 2400,
                    "worked_seconds": 2400,
                    "billable_seconds": 0,
                    "utilised_seconds": 0,
                    "billed_seconds": 0,
                },
                {
                    "client": "GLOBEX",
                    "work_type": "remote",
                    "entries": 1,
                    "seconds": 5970,
                    "worked_seconds": 5970,
                    "billable_seconds": 5970,
                    "utilised_seconds": 5970,
                    "billed_seconds": 5970,
                },
            ],
            "totals": {
                "entries": 6,
                "seconds": 36000,
                "worked_seconds": 36000,
                "billable_seconds": 30000,
                "utilised_seconds": 33600,
                "billed_seconds": 30000,
            },
            "planned_seconds": 144000,
            "planned_so_far_seconds": 57600,
            "scheduled_seconds": 0,
            "scheduled_so_far_seconds": 0,
            "time_off_seconds": 0,
            "billable_percent": 83,
            "utilised_percent": 93,
            "target_percent": 75,
        }
    )


def test_nothing_is_planned_for_a_part_of_the_time(busy: Techday) -> None:
    assert busy("timecard report --json", now=NOON).json["planned_seconds"] == 40 * 3600
    for part in ("--client acme", "--ticket 1", "--billable"):
        document = busy(f"timecard report {part} --json", now=NOON).json
        assert (document["planned_seconds"], document["planned_so_far_seconds"]) == (None, None)


def test_the_plan_up_to_today_is_that_of_the_days_that_have_begun(busy: Techday) -> None:
    def planned(period: str) -> tuple[int, int]:
        document = busy(f"timecard report {period} --json", now=NOON).json
        return document["planned_seconds"] // 3600, document["planned_so_far_seconds"] // 3600

    assert planned("this week") == (40, 16)
    assert planned("last week") == (40, 40)
    assert planned("--from 2026-11-25 --to 2026-11-27") == (24, 0)


def test_the_week_of_a_report_is_that_of_its_card(busy: Techday) -> None:
    card = busy("timecard --json", now=NOON).json
    totals = busy("timecard report --by type --json", now=NOON).json["totals"]

    assert totals["worked_seconds"] == card["worked_seconds"] == 9 * 3600 + 59 * 60 + 60
    assert totals["billed_seconds"] == card["billed_seconds"]
    assert totals["entries"] == len(card["entries"])


def test_a_ticket_has_all_its_time_through_a_merge_and_a_link(busy: Techday) -> None:
    busy.did("ticket merge 2 1", "ticket link L1 1049213", now=NOON)

    document = busy("timecard report --ticket 213 --by ticket --json", now=NOON).json
    assert [(row["ticket"], row["entries"]) for row in document["rows"]] == [("1049213", 4)]


def test_time_beside_other_work_is_told_of(busy: Techday) -> None:
    busy.did("timecard log 9:00-9:30 --date 2026-11-23 --ticket 2 --concurrent", now=NOON)

    shown = busy("timecard report mon", now=NOON).stdout
    assert " 30m ran beside other work and counts once\n" in shown
    totals = busy("timecard report mon --json", now=NOON).json["totals"]
    assert (totals["seconds"], totals["worked_seconds"]) == (7 * 3600 + 1800, 7 * 3600)


def test_what_was_submitted_counts_as_it_was_submitted(busy: Techday) -> None:
    def totals() -> Any:
        return busy("timecard report 2026-W48 --by type --json", now=NOON).json["totals"]

    before = totals()
    busy.did("timecard submit 2026-W48 --accept-warnings", now=NOON)
    busy.configure('[worktype.remote]\nminimum = "8h"\nbillable = false\n')

    assert totals() == before


def test_csv_can_be_read_back_and_holds_no_total(busy: Techday) -> None:
    result = busy("timecard report --by ticket,day --csv", now=NOON)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    document = busy("timecard report --by ticket,day --json", now=NOON).json

    assert [{name: str(value or "") for name, value in row.items()} for row in document["rows"]] == [
        {name: "" if value == "0" else value for name, value in row.items()} for row in rows
    ]
    assert sum(int(row["worked_seconds"]) for row in rows) == document["totals"]["worked_seconds"]


def test_csv_is_harmless_to_a_spreadsheet(techday: Techday) -> None:
    techday.did("add Scanner", "start 1")
    with techday.raw() as db:
        db.execute("UPDATE ticket SET title = '=cmd|calc' || char(13) || char(10) || '+1'")

    result = techday("timecard report --by ticket --csv", now="2026-11-23T09:00:00Z")
    assert result.stdout.splitlines()[1].startswith("L1,'=cmd|calc +1,1,")


def test_csv_goes_to_a_file_for_the_user_alone(busy: Techday) -> None:
    path = busy.home / "november.csv"
    result = busy("timecard", "report", "nov", "--out", str(path), now=NOON)

    assert (result.exit, result.stdout, result.stderr) == (0, "", f"3 rows in {path}\n")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfclient,entries,")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("timecard report whenever", 2, '"whenever" is not a period'),
        ("timecard report --by tickets", 2, 'A report is by client, ticket, type, day, not by "tickets"'),
        ("timecard report nov --from mon", 2, "A report is of a PERIOD or of --from and --to, not both"),
        ("timecard report --to mon", 2, "--to needs the day on which the report begins"),
        ("timecard report --client nobody", 3, 'No client "nobody"'),
        ("timecard report --ticket 4711", 3, 'No ticket "4711"'),
        ("timecard report --csv", 2, "A report is CSV or JSON, not both"),
        ("timecard report --most 0", 2, "--most is a number from 1 to 1,000,000"),
    ],
)
def test_errors_name_the_next_step(techday: Techday, command: str, code: int, message: str) -> None:
    result = techday(command.replace("report", "report --json"), now=NOON)

    assert result.exit == code
    assert result.stdout == ""
    assert result.error["message"] == message
    assert result.error["hint"]


def test_a_report_writes_nothing(techday: Techday) -> None:
    assert techday("timecard report 2026").exit == 0
    assert not techday.store.exists()


HOSTILE = "\x1b[31mred\u202e" + "界" * 60


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("by", EVERY_BY)
def test_no_line_is_wider_than_the_screen(width: int, by: Sequence[str]) -> None:
    entries = [
        entry(place, ticket=f"T{place}" * 9, title=HOSTILE, client=HOSTILE[place:], work_type=HOSTILE, seconds=place)
        for place in range(60)
    ]
    entries += [entry(100 + place, paid_seconds=10**7 * place, seconds=10**9) for place in range(3)]
    look = Look(ShiftPattern(UTC), None, FRAME.now, width)
    for report in (report_of(entries, by), report_of([], by), report_of(entries, by, client=HOSTILE, ticket=HOSTILE)):
        lines = report_page(report, look, 50)
        assert all(width_of(one) <= width for one in lines)
        assert all(plain_text(one).isprintable() for one in lines)


def test_row_names_and_rows_agree() -> None:
    row = ReportRow(("L1", TUESDAY), "Mail", Sums(1, 2, 3, 4, 5, 6))

    assert row_document(("ticket", "day"), row) == {
        "ticket": "L1",
        "title": "Mail",
        "date": TUESDAY,
        "entries": 1,
        "seconds": 2,
        "worked_seconds": 3,
        "billable_seconds": 4,
        "utilised_seconds": 5,
        "billed_seconds": 6,
    }
    assert row_names(("ticket", "day")) == list(row_document(("ticket", "day"), row))
