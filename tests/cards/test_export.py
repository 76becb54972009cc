"""A week as a file: CSV that adds up, a page to print that is only text, Markdown, and the JSON of the time card."""

import csv
import io
import json
import os
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards.csv_lines import as_csv
from techday.cards.page import as_html, as_markdown, by_client, remarks
from techday.cards.views import (
    CardState,
    CardView,
    DayView,
    EntryView,
    Finding,
    RuleView,
    Utilisation,
)
from techday.core.text import clean_line
from tests.conftest import Techday, made_once

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 16)
HOUR = timedelta(hours=1)
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "</script><script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    '" onload="x\' | `rm` | <b> &lt; [a](javascript:x)',
    "x\r\nBcc: all@acme.example\r\n\r\nbody",
    "=?utf-8?q?x=0D=0ABcc:_y@z.example?=",
    "\u202ereversed \u2066hidden\u2069",
    "\x1b]0;owned\x07\x1b[31mred\x00",
    "half \ud800 a pair",
    "long " * 2_000,
    "Bücher & Söhne 邮件 💩",
)


def entry(number: int = 1, start: datetime = datetime(2026, 11, 16, 7, tzinfo=UTC), **fields: Any) -> EntryView:
    """Give an entry of one hour for a client, at 08:00 in Berlin, changed as told."""
    usual = EntryView(
        id=number,
        started_at=start,
        ended_at=start + HOUR,
        seconds=3600,
        paid_seconds=3600,
        billed_seconds=3600,
        ticket="1049213",
        title="Mail is down",
        client="ACME",
        work_type="remote",
        billable=True,
        utilised=True,
        note="Restarted the queue",
        own_note=True,
        internal_note="their admin was rude",
        late=None,
        guessed=False,
        concurrent=False,
        card="2026-W47",
        frozen=False,
        date=start.date(),
    )
    return usual._replace(**fields)


def card(*entries: EntryView, **fields: Any) -> CardView:
    """Give the card of a week with these entries, its sums as they are."""
    worked, billed = sum(one.paid_seconds for one in entries), sum(one.billed_seconds for one in entries)
    use = Utilisation(worked, worked, worked, 40 * 3600, 80, 90, 75)
    days = []
    for step in range(7):
        day = MONDAY + timedelta(days=step)
        own = [one for one in entries if one.date == day]
        sums = sum(one.paid_seconds for one in own), sum(one.billed_seconds for one in own)
        start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        days.append(DayView(day, start, start + 9 * HOUR, step < 5, 8 * 3600, *sums, [], [], use))
    usual = CardView(
        week="2026-W47",
        first_day=MONDAY,
        last_day=MONDAY + timedelta(days=6),
        state="open",
        technician="Sam Reed",
        entries=entries,
        days=days,
        worked_seconds=worked,
        billed_seconds=billed,
        errors=[],
        warnings=[],
        utilisation=use,
        rules=[RuleView("remote", "up to the next 15m, per entry")],
        cards=[],
        digest=None,
    )
    return usual._replace(**fields)


def rows_of(text: str) -> list[dict[str, str]]:
    """Read CSV as a program would."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


# CSV


def test_a_row_of_csv_holds_an_entry_as_it_is() -> None:
    (row,) = rows_of(as_csv(card(entry(late=7200, guessed=True)), BERLIN))
    assert row == snapshot(
        {
            "card": "2026-W47",
            "date": "2026-11-16",
            "start": "2026-11-16T08:00:00+01:00",
            "end": "2026-11-16T09:00:00+01:00",
            "hours": "1:00:00",
            "seconds": "3600",
            "paid_seconds": "3600",
            "billed_seconds": "3600",
            "ticket": "1049213",
            "title": "Mail is down",
            "client": "ACME",
            "type": "remote",
            "billable": "yes",
            "note": "Restarted the queue",
            "internal_note": "their admin was rude",
            "late": "7200",
            "guessed": "yes",
            "concurrent": "no",
        }
    )


def test_what_is_absent_is_an_empty_cell_and_a_running_entry_has_no_end() -> None:
    running = entry(ended_at=None, ticket=None, title=None, client=None, billable=False, billed_seconds=0)
    (row,) = rows_of(as_csv(card(running), BERLIN))
    assert (row["end"], row["ticket"], row["client"], row["late"], row["billable"]) == ("", "", "", "", "no")


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    ],
)
def test_the_hour_that_comes_twice_is_told_apart(start: datetime, shown: str) -> None:
    (row,) = rows_of(as_csv(card(entry(start=start)), BERLIN))
    assert row["start"] == shown


@pytest.mark.parametrize("words", HOSTILE)
def test_no_spreadsheet_runs_a_cell(words: str) -> None:
    foreign: dict[str, Any] = dict.fromkeys(("ticket", "title", "client", "note", "internal_note"), words)
    text = as_csv(card(entry(**foreign), entry(2)), BERLIN)
    first, second = rows_of(text)
    assert second["ticket"] == "1049213"
    assert all(not first[field].startswith(("=", "+", "-", "@", "\t", "\r")) for field in foreign)
    assert first["note"].removeprefix("'") == clean_line(words)
    text.encode()


def seconds_of(hours: str) -> int:
    """Read `7:45:30`."""
    hour, minute, second = map(int, hours.split(":"))
    return hour * 3600 + minute * 60 + second


LENGTHS = st.integers(0, 40 * 3600)
ENTRIES = st.lists(
    st.builds(
        lambda day, seconds, paid, billed, client, note: entry(
            start=datetime(2026, 11, 16, 7, tzinfo=UTC) + timedelta(days=day),
            seconds=max(seconds, paid),
            paid_seconds=paid,
            billed_seconds=billed,
            client=client,
            note=note,
        ),
        *(st.integers(0, 6), LENGTHS, LENGTHS, LENGTHS, st.none() | st.text(max_size=8), st.text(max_size=20)),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_csv_adds_up_to_the_card(entries: list[EntryView]) -> None:
    view = card(*entries)
    rows = rows_of(as_csv(view, BERLIN))
    assert len(rows) == len(entries)
    assert sum(int(row["paid_seconds"]) for row in rows) == view.worked_seconds
    assert sum(seconds_of(row["hours"]) for row in rows) == view.worked_seconds
    assert sum(int(row["billed_seconds"]) for row in rows) == view.billed_seconds
    assert [int(row["seconds"]) for row in rows] == [one.seconds for one in entries]


@given(ENTRIES)
def test_what_each_client_had_adds_up_to_the_card(entries: list[EntryView]) -> None:
    clients = by_client(entries)
    assert sum(worked for _, worked, _ in clients) == sum(one.paid_seconds for one in entries)
    assert sum(billed for *_, billed in clients) == sum(one.billed_seconds for one in entries)


# The page


class Reader(HTMLParser):
    """Reads a page as a browser does: its elements with their attributes, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def foreign_card(words: str) -> CardView:
    """Give a card that says the same words wherever words can stand."""
    foreign: dict[str, Any] = dict.fromkeys(("ticket", "title", "client", "work_type", "note"), words)
    return card(
        entry(**foreign),
        technician=words,
        warnings=[Finding("gap", words, "x", MONDAY)],
        errors=[Finding("note", words, "x", MONDAY)],
        rules=[RuleView(words, words)],
        cards=[CardState("2026-W47", "rejected", None, 3600, 3600, words, words, None)],
        digest=words,
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_become_an_element_of_the_page(words: str) -> None:
    page = Reader(as_html(foreign_card(words), BERLIN))
    assert page.elements == Reader(as_html(foreign_card("x"), BERLIN)).elements
    assert clean_line(words) in page.texts
    as_html(foreign_card(words), BERLIN).encode()


@given(st.text(min_size=1).map(lambda text: f"x{text}"))
def test_any_words_stay_words_on_the_page(words: str) -> None:
    page = Reader(as_html(foreign_card(words), BERLIN))
    assert page.elements == Reader(as_html(foreign_card("x"), BERLIN)).elements
    assert clean_line(words) in "".join(page.texts)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = Reader(as_html(foreign_card("x"), BERLIN))
    names = {name for _, attributes in page.elements for name, _ in attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "class"}
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "a", "form", "base"}
    assert ("meta", [("charset", "utf-8")]) in page.elements
    assert "url(" not in as_html(card(entry()), BERLIN)


def test_the_page_says_who_when_what_by_which_rule_and_where_to_sign() -> None:
    state = CardState("2026-W47", "approved", datetime(2026, 11, 20, 15, 40, tzinfo=UTC), 3600, 3600, "Pat", None, "ab")
    view = card(entry(), entry(2, datetime(2026, 11, 17, 23, 10, 5, tzinfo=UTC), date=date(2026, 11, 17)))
    text = "\n".join(Reader(as_html(view._replace(state="approved", cards=[state], digest="ab12"), BERLIN)).texts)
    for words in ("Sam Reed", "approved by Pat", "2026-11-20 16:40+01:00", "Europe/Berlin", "ab12"):
        assert words in text
    for words in ("remote: up to the next 15m, per entry", "Wed 00:10:05", "2:00:00", "Technician, date", "80%"):
        assert words in text
    assert "rude" not in text


def test_a_page_without_entries_says_so() -> None:
    assert "No time is recorded." in as_html(card(), BERLIN)


def test_a_supplement_beside_the_card_is_told_apart() -> None:
    states = [CardState(name, "open", None, 1, 1, None, None, None) for name in ("2026-W47", "2026-W47/2")]
    text = as_markdown(card(entry(), entry(2, card="2026-W47/2"), cards=states), BERLIN)
    assert text.count("on 2026-W47/2") == 1
    assert "## Cards of this week" in text


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "| 02:30+02:00 | 02:30 |"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "| 02:30 | 03:30 |"),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "| Sun 00:30 | Sun 01:30 |"),
    ],
)
def test_clocks_that_change_show_their_offset(start: datetime, shown: str) -> None:
    assert shown in as_markdown(card(entry(start=start)), BERLIN)


def test_markdown_of_a_card() -> None:
    nothing: dict[str, Any] = {"ticket": None, "title": None, "client": None, "note": ""}
    meeting = entry(2, entry().started_at + HOUR, work_type="meeting", billable=False, billed_seconds=0, **nothing)
    view = card(entry(), meeting, warnings=[Finding("short", "2h of 8h told", "x", MONDAY)], digest="ab12")
    assert as_markdown(view, BERLIN) == snapshot("""\
# Time card 2026-W47

- Technician: Sam Reed
- Week: Mon 16 Nov 2026 to Sun 22 Nov 2026
- State: open
- Worked: 2:00:00
- Billed: 1:00:00
- Billable: 80% of the time worked (target 75%)
- Utilised: 90% of the time worked
- Digest: ab12
- Times: local, Europe/Berlin

## By day

| Worked | Billed | Day |
| ---: | ---: | --- |
| 2:00:00 | 1:00:00 | Mon 16 Nov 2026 |
| 0:00:00 | 0:00:00 | Tue 17 Nov 2026 |
| 0:00:00 | 0:00:00 | Wed 18 Nov 2026 |
| 0:00:00 | 0:00:00 | Thu 19 Nov 2026 |
| 0:00:00 | 0:00:00 | Fri 20 Nov 2026 |
| 0:00:00 | 0:00:00 | Sat 21 Nov 2026 |
| 0:00:00 | 0:00:00 | Sun 22 Nov 2026 |
| 2:00:00 | 1:00:00 | Total |

## By client

| Worked | Billed | Client |
| ---: | ---: | --- |
| 1:00:00 | 1:00:00 | ACME |
| 1:00:00 | 0:00:00 | no client |
| 2:00:00 | 1:00:00 | Total |

## Warnings

- Mon 16 Nov 2026: 2h of 8h told

## Mon 16 Nov 2026

| Start | End | Worked | Billed | Ticket | Client | Type | Work | Remarks |
| --- | --- | ---: | ---: | --- | --- | --- | --- | --- |
| 08:00 | 09:00 | 1:00:00 | 1:00:00 | 1049213 | ACME | remote | Mail is down: Restarted the queue |  |
| 09:00 | 10:00 | 1:00:00 | 0:00:00 |  |  | meeting |  | not billable |
| Total |  | 2:00:00 | 1:00:00 |  |  |  |  |  |

## How time is billed

- remote: up to the next 15m, per entry
""")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"billable": False}, "not billable"),
        ({"guessed": True, "late": 90_000}, "a guess, not confirmed; written down 25h later"),
        ({"late": 0}, "written down 0m later"),
        ({"concurrent": True, "paid_seconds": 0}, "beside other work, 1:00:00 in all"),
        ({"card": "2026-W47/2"}, "on 2026-W47/2"),
    ],
)
def test_what_is_out_of_the_ordinary_about_an_entry_is_remarked(fields: dict[str, Any], said: str) -> None:
    assert remarks(entry(**fields), "2026-W47") == said


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_break_out_of_a_cell_of_markdown(words: str) -> None:
    def shape(text: str) -> list[int]:
        bare = text.replace("\\\\", "").replace("\\|", "").replace("\\`", "")
        assert "`" not in bare
        assert "<" not in bare
        return [line.count("|") for line in bare.splitlines()]

    assert shape(as_markdown(foreign_card(words), BERLIN)) == shape(as_markdown(foreign_card("x"), BERLIN))


# The command


@made_once
def worked(techday: Techday) -> Techday:
    """A technician with a name and two hours of this week told."""
    techday.configure('[technician]\nname = "Sam Reed"\nzone = "Europe/Berlin"\n')
    techday.did(
        "client add Acme",
        "add Mail is down --client acme",
        "timecard start 1 --at 6:00",
        "timecard start meeting --at 7:00",
        "timecard stop --at 8:00",
    )
    return techday


def test_a_week_is_written_as_csv_into_a_folder_of_techday_s_own(worked: Techday) -> None:
    result = worked("timecard export")
    path = Path(result.stdout.strip())
    assert (result.exit, path) == (0, worked.store.parent / "out" / "timecard-2026-W48.csv")
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert [row["type"] for row in rows_of(path.read_text(encoding="utf-8-sig"))] == ["remote", "meeting"]


def test_a_second_export_is_numbered_and_the_first_stays(worked: Techday) -> None:
    first = Path(worked("timecard export --format html").stdout.strip())
    first.write_text("signed", encoding="utf-8")
    assert worked("timecard export --format html").stdout.strip().endswith("timecard-2026-W48-2.html")
    assert first.read_text(encoding="utf-8") == "signed"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "\ufeffcard,date,start"),
        ("a.JSON", '{\n  "schema": "techday.timecard/1"'),
        ("a.md", "# Time card 2026-W48"),
        ("a.htm", "<!DOCTYPE html>"),
        ("a.txt", "\ufeffcard,date,start"),
    ],
)
def test_the_format_is_told_by_the_file_s_name(worked: Techday, tmp_path: Path, name: str, start: str) -> None:
    worked.did(f"timecard export --out {tmp_path / name}")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_the_format_that_is_named_stands_above_the_file_s_name(worked: Techday, tmp_path: Path) -> None:
    worked.did(f"timecard export 2026-W48 --format md --out {tmp_path / 'card.txt'}")
    assert (tmp_path / "card.txt").read_text(encoding="utf-8").startswith("# Time card")


def test_json_is_the_document_of_the_time_card(worked: Techday) -> None:
    exported = worked("timecard export --format json --out -")
    assert json.loads(exported.stdout) == worked("timecard week --json").json
    assert worked("timecard export --format json --out - --json").stdout == exported.stdout


def test_scripts_are_told_the_path(worked: Techday, tmp_path: Path) -> None:
    told = worked(f"timecard export --json --format md --out {tmp_path}").json
    path = str(tmp_path / "timecard-2026-W48.md")
    assert told == {"schema": "techday.timecard-export/1", "path": path, "format": "md", "week": "2026-W48"}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("timecard export --format xlsx", 2),
        ("timecard export --json --out -", 2),
        ("timecard export --json --format html --out -", 2),
        ("timecard export 2026-W99", 2),
        ("timecard export 2026-W48/7", 3),
        ("timecard export --out /dev/null/x.csv", 1),
    ],
)
def test_what_cannot_be_written_is_told_with_the_next_step(worked: Techday, command: str, code: int) -> None:
    result = worked(command)
    assert (result.exit, result.stdout) == (code, "")
    assert "hint" in result.stderr or len(result.stderr.splitlines()) == 2


def test_a_week_without_work_is_exported_and_said(worked: Techday) -> None:
    result = worked("timecard export 2026-W40 --out -")
    assert (result.exit, rows_of(result.stdout)) == (0, [])
    assert "No time is recorded on 2026-W40" in result.stderr
