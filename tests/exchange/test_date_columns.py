"""Dates are read by a form that the whole column decides; nothing is guessed from one cell."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.errors import Refused
from techday.exchange.date_columns import DateColumn, Decision, decide
from techday.exchange.date_reader import DateReader

BERLIN = ZoneInfo("Europe/Berlin")


def column(name: str, *cells: str) -> DateColumn:
    found = DateColumn(name)
    for line, cell in enumerate(cells, start=2):
        if cell[:10] not in found.seen:
            found.look(cell, line)
    return found


def decided(*columns: DateColumn, given: str = "", remembered: str = "", preferred: str = "") -> Decision:
    return decide(columns, given, remembered, preferred)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23", "2026-11-23T00:00:00Z"),
        ("2026-11-23 08:15", "2026-11-23T08:15:00Z"),
        ("2026-11-23 08:15:42.123", "2026-11-23T08:15:42Z"),
        ("2026-11-23T08:15:00Z", "2026-11-23T08:15:00Z"),
        ("2026-11-23T08:15:00+01:00", "2026-11-23T07:15:00Z"),
        ("2026-11-23 08:15:00 -0500", "2026-11-23T13:15:00Z"),
        ("2026/11/23 08:15", "2026-11-23T08:15:00Z"),
        ("23.11.2026 08:15", "2026-11-23T08:15:00Z"),
        ("29/03/2012 12:36", "2012-03-29T12:36:00Z"),
        ("29-03-2012", "2012-03-29T00:00:00Z"),
        ("14/Jul/25 3:42 PM", "2025-07-14T15:42:00Z"),
        ("14/Jul/25 12:05 am", "2025-07-14T00:05:00Z"),
        ("14-Jul-2025 23:59", "2025-07-14T23:59:00Z"),
        ("Nov 23, 2026 3:42 PM", "2026-11-23T15:42:00Z"),
        ("November 23, 2026", "2026-11-23T00:00:00Z"),
        ("Mon, 23 Nov 2026 08:15:00 +0100", "2026-11-23T07:15:00Z"),
        ("Monday, 23 November 2026", "2026-11-23T00:00:00Z"),
        ("46349", "2026-11-23T00:00:00Z"),
        ("46349.5", "2026-11-23T12:00:00Z"),
        ("46349,34375", "2026-11-23T08:15:00Z"),
    ],
)
def test_every_form_of_the_list_is_read(text: str, expected: str) -> None:
    reader = DateReader("dmy", UTC)
    assert reader.read(text) == expected
    assert reader.read(text) == expected, "what was read before reads the same from memory"


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "31/02/2026",
        "2026-13-01",
        "25:00",
        "2026-11-23 25:00",
        "12/31/2026",
        "14/Foo/25",
        "1/1/1969",
        "2200-01-01",
        "23/11/2026 13:00 pm",
        "0 0 0",
        "99999999",
        "\u0662\u0660\u0662\u0666-11-23",  # digits that are not ASCII
        "2026-11-23T08:00:00+99:00",
        "x" * 1000,
        "1/2",
        "5",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert DateReader("dmy", UTC).read(text) is None


def test_the_order_says_which_number_is_the_month() -> None:
    assert DateReader("dmy", UTC).read("05/11/2026") == "2026-11-05T00:00:00Z"
    assert DateReader("mdy", UTC).read("05/11/26") == "2026-05-11T00:00:00Z"
    assert DateReader("", UTC).read("05/11/2026") is None
    assert DateReader("", UTC).read("05/05/2026") == "2026-05-05T00:00:00Z"


def test_a_time_without_offset_is_the_technicians_own() -> None:
    reader = DateReader("dmy", BERLIN)
    assert reader.read("23/11/2026 08:00") == "2026-11-23T07:00:00Z"
    assert reader.read("23/07/2026 08:00") == "2026-07-23T06:00:00Z"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24 00:30", "2026-11-23T23:30:00Z"),
        ("2026-11-24 00:59:59", "2026-11-23T23:59:59Z"),
        ("2026-11-24 01:00", "2026-11-24T00:00:00Z"),
        ("1971-01-01 00:30", "1970-12-31T23:30:00Z"),
    ],
)
def test_an_hour_after_midnight_may_be_the_day_before_in_utc(text: str, expected: str) -> None:
    reader = DateReader("", BERLIN)
    assert [reader.read(text) for _ in range(3)] == [expected] * 3


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_a_blank_cell_is_no_date(text: str) -> None:
    assert DateReader("", UTC).read(text) is None


def test_blanks_around_a_date_do_not_matter() -> None:
    reader = DateReader("", UTC)
    texts = ("2026-11-23 08:15", " 2026-11-23 08:15", "2026-11-23 08:15 ", "2026-11-23 08:15")
    assert {reader.read(text) for text in texts} == {"2026-11-23T08:15:00Z"}
    assert {reader.read(text) for text in ("2026-11-23", "2026-11-23 ")} == {"2026-11-23T00:00:00Z"}


def test_on_the_days_on_which_clocks_change_every_hour_is_right() -> None:
    reader = DateReader("dmy", BERLIN)
    read = [reader.read(f"29/03/2026 0{hour}:30") for hour in (1, 2, 3)]
    assert read == ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z"]
    assert reader.read("25/10/2026 02:30") == "2026-10-25T00:30:00Z"


def test_a_due_day_lasts_until_its_last_minute() -> None:
    reader = DateReader("dmy", UTC, end_of_day=True)
    assert reader.read("2026-11-23") == "2026-11-23T23:59:00Z"
    assert reader.read("2026-11-23 12:00") == "2026-11-23T12:00:00Z"


FIRST, LAST = datetime(1971, 1, 1), datetime(2198, 12, 31)  # noqa: DTZ001  # what stands in a cell has no zone


@given(st.datetimes(FIRST, LAST), st.sampled_from(["dmy", "mdy"]), st.booleans())
def test_what_is_written_in_a_form_is_read_back(at: datetime, order: str, twice: bool) -> None:
    at = at.replace(microsecond=0)
    written = at.strftime("%d/%m/%Y %H:%M:%S" if order == "dmy" else "%m/%d/%Y %H:%M:%S")
    reader = DateReader(order, BERLIN)
    if twice:
        reader.read(written)
    local = datetime.fromisoformat(str(reader.read(written))).astimezone(BERLIN)
    # A time that the clocks skip moves forward by what they skip.
    assert local.replace(tzinfo=None) - at in (timedelta(0), timedelta(hours=1))


@given(st.text(alphabet="0123456789/-.: ,TZ+APMapmJanFebNov", max_size=30))
def test_no_text_does_harm(text: str) -> None:
    found = DateReader("mdy", BERLIN).read(text)
    assert found is None or ("1969" < found[:4] < "2200" and len(found) == 20)


def test_one_cell_decides_its_column_and_the_whole_file() -> None:
    opened = column("Open_Time", "05/02/2012 13:32", "29/03/2012 12:36")
    closed = column("Close_Time", "04/11/2013 13:51")
    decision = decided(opened, closed)
    assert decision.orders == {"Open_Time": "dmy", "Close_Time": "dmy"}
    assert decision.notes == ["Dates in Open_Time, Close_Time are day-month, decided by 29/03/2012 12:36 in Open_Time"]


def test_a_day_that_stands_behind_the_name_of_its_weekday_decides_too() -> None:
    assert decided(column("Created", "Wednesday, 04/11/2026", "Wednesday, 25/11/2026")).orders == {"Created": "dmy"}


def test_columns_may_differ_and_then_decide_only_for_themselves() -> None:
    decision = decided(column("Created", "29/03/2012"), column("Due", "03/29/2012"))
    assert decision.orders == {"Created": "dmy", "Due": "mdy"}
    with pytest.raises(Refused, match="Closed"):
        decided(column("Created", "29/03/2012"), column("Due", "03/29/2012"), column("Closed", "01/02/2012"))


def test_where_nothing_decides_nothing_is_imported() -> None:
    with pytest.raises(Refused) as caught:
        decided(column("Created Time", "01/01/2026", "05/11/2026 10:00"))
    assert "05/11/2026 10:00 (line 3) could be 5 November 2026 or 11 May 2026" in caught.value.message
    assert "--dates dmy" in caught.value.hint


def test_what_a_person_says_or_has_said_before_decides() -> None:
    undecided = column("Created", "05/11/2026")
    assert decided(undecided, given="mdy").orders == {"Created": "mdy"}
    assert decided(undecided, remembered="dmy", preferred="mdy").orders == {"Created": "dmy"}
    assert "date_order" in decided(undecided, preferred="mdy").notes[0]


def test_a_proof_in_the_file_is_stronger_than_a_setting() -> None:
    assert decided(column("Created", "29/03/2012"), preferred="mdy").orders == {"Created": "dmy"}


def test_a_column_that_proves_both_orders_is_refused_with_both_cells() -> None:
    mixed = column("Created", "29/03/2012", "03/29/2012")
    with pytest.raises(Refused, match=r"29/03/2012, line 2.*03/29/2012, line 3"):
        decided(mixed)
    assert decided(mixed, given="dmy").orders == {"Created": "dmy"}


@pytest.mark.parametrize(
    "cell", ["2026-11-05", "05.11.2026", "05/05/2026", "14/Jul/25", "46349", "nonsense", "45/07/2026"]
)
def test_what_reads_one_way_only_needs_no_decision(cell: str) -> None:
    assert decided(column("Created", cell)) == Decision({}, [])
