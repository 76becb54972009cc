"""How time off looks, at three widths, and whatever is in it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.timeoff.screen import list_page, off_page
from techday.timeoff.store import OffRow
from techday.timeoff.views import Conflict, Found, OffView
from techday.ui.grid import plain_text, width_of

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
HOSTILE = "Pat \x1b[31m\u202eDoe 漢字 " * 30


def found(number: int, first: date | None, last: date | None, state: str = "requested", **more: Any) -> Found:
    """Give a request of whole days in UTC, or of a Tuesday afternoon."""
    days = (f"{first}" if first else None, f"{last}" if last else None)
    start, end = "2026-11-24T13:00:00Z", "2026-11-24T17:00:00Z"
    row = OffRow(number, "compensatory", start, end, *days, state, "", "2026-11-20T09:00:00Z", None, "", "", None, "")
    view = OffView(
        id=number,
        kind=row.kind,
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        first_day=first,
        last_day=last,
        days=6 if first else 0,
        working_seconds=48 * 3600 if first else 4 * 3600,
        state=state,
        note=None,
        requested_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        decided_at=None,
        decided_by=None,
        reason=None,
        on_schedule="unknown",
        missing_day=None,
        seen_at=None,
        seen=None,
    )
    return Found(row, view._replace(**more))


DECIDED: dict[str, Any] = {"decided_by": "Pat Doe", "decided_at": datetime(2026, 11, 22, 10, tzinfo=UTC)}
ALL = [
    found(7, None, None),
    found(12, date(2026, 12, 24), date(2026, 12, 31), "approved", on_schedule="yes", **DECIDED),
    found(9, date(2026, 12, 31), date(2027, 1, 4), "approved", on_schedule="seen", **DECIDED),
    found(
        10, date(2027, 2, 1), date(2027, 2, 1), "approved", on_schedule="no", missing_day=date(2027, 2, 1), **DECIDED
    ),
    found(11, date(2027, 3, 1), date(2027, 3, 5), "declined", reason="No", working_seconds=0, **DECIDED),
]


def shown(width: int) -> str:
    """Give the list as it reads without colour."""
    lines = list_page(ALL, 7, UTC, NOW, width)
    assert max(map(width_of, lines)) <= width
    return "\n" + "\n".join(map(plain_text, lines)) + "\n"


def test_the_list_is_whole_at_80_columns() -> None:
    assert shown(80) == snapshot("""\

 #  when                         kind          state      schedule
 7  Tue 24 Nov 13:00-17:00       compensatory  requested
12  Thu 24 Dec - Thu 31 Dec      compensatory  approved   on it
 9  Thu 31 Dec - Mon 4 Jan 2027  compensatory  approved   seen
10  Mon 1 Feb 2027               compensatory  approved   NOT on Mon 1 Feb
11  Mon 1 Mar - Fri 5 Mar 2027   compensatory  declined
  techday timeoff decide 7 approved --by NAME
  techday timeoff seen 10 --seen TEXT
2 more, over or withdrawn  techday timeoff list --all
""")


def test_it_is_useful_at_60_columns() -> None:
    assert shown(60) == snapshot("""\

 #  when                         state      schedule
 7  Tue 24 Nov 13:00-17:00       requested
12  Thu 24 Dec - Thu 31 Dec      approved   on it
 9  Thu 31 Dec - Mon 4 Jan 2027  approved   seen
10  Mon 1 Feb 2027               approved   NOT on Mon 1 Feb
11  Mon 1 Mar - Fri 5 Mar 2027   declined
  techday timeoff decide 7 approved --by NAME
  techday timeoff seen 10 --seen TEXT
2 more, over or withdrawn  techday timeoff list --all
""")


def test_it_says_no_more_at_120() -> None:
    assert shown(120) == snapshot("""\

 #  when                         kind          working time  state      schedule
 7  Tue 24 Nov 13:00-17:00       compensatory  4h            requested
12  Thu 24 Dec - Thu 31 Dec      compensatory  6 days, 48h   approved   on it
 9  Thu 31 Dec - Mon 4 Jan 2027  compensatory  6 days, 48h   approved   seen
10  Mon 1 Feb 2027               compensatory  6 days, 48h   approved   NOT on Mon 1 Feb
11  Mon 1 Mar - Fri 5 Mar 2027   compensatory  no shift      declined
  techday timeoff decide 7 approved --by NAME
  techday timeoff seen 10 --seen TEXT
2 more, over or withdrawn  techday timeoff list --all
""")


def test_without_any_it_says_how_to_ask() -> None:
    assert [plain_text(one) for one in list_page([], 0, UTC, NOW, 80)] == [
        "No time off is asked for.",
        '  techday timeoff request vacation --from "24 dec" --to "31 dec"',
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_one_request_is_shown_whole_whatever_was_written(width: int) -> None:
    request = found(
        10,
        *(date(2027, 2, 1), date(2027, 2, 1), "approved"),
        **{**DECIDED, "decided_by": HOSTILE, "note": HOSTILE, "on_schedule": "no", "missing_day": date(2027, 2, 1)},
    )
    lines = off_page(request, [Conflict(4, HOSTILE, NOW, NOW)], UTC, NOW, width)
    text = "\n".join(map(plain_text, lines))
    assert max(map(width_of, lines)) <= width
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("Pat") == 3 * 30
    assert 'techday week decline 4 --reason "time off"' in text


def test_a_request_with_all_its_facts() -> None:
    request = found(
        12,
        *(date(2026, 12, 24), date(2026, 12, 31), "approved"),
        **{**DECIDED, "note": "Family", "on_schedule": "seen", "seen": "Planner", "seen_at": NOW},
    )
    lines = off_page(request, [Conflict(4, "Patch night", NOW, NOW)], UTC, NOW, 80)
    assert "\n" + "\n".join(map(plain_text, lines)) + "\n" == snapshot("""\

#12  compensatory leave Thu 24 Dec - Thu 31 Dec
  asked      Fri 09:00
  takes      6 days, 48h
  state      approved by Pat Doe, Sun 10:00
  note       Family
  schedule   seen 08:14: Planner

PLANNED THEN 1
  #4 08:14    Patch night

  techday week decline 4 --reason "time off"
""")
