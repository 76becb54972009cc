"""Write a calendar as Exchange publishes one, to measure the import on.

    python -m tests.benchmarks.calendar_file FILE --events 5000

The events lie within the year that an import takes in: most happen once, one in fifty repeats every week for a
quarter, with an instance that was moved and one that was left out; their zone goes by its Windows name.
"""

# ruff: noqa: S311  # made-up work, no secrets

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.benchmarks import plausible
from tests.benchmarks.plausible import NOW, TECHNICIAN

HEAD = """\
BEGIN:VCALENDAR
METHOD:PUBLISH
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
X-WR-CALNAME:Calendar
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
ZONED = ";TZID=W. Europe Standard Time:%Y%m%dT%H%M%S"
# An import looks 35 days back and 400 ahead.
DAYS_BACK, DAYS = 30, 420
REPEATS_IN, WEEKS = 50, 13


def calendar(path: Path, events: int, seed: int = 1) -> None:
    """Write so many events to the calendar at `path`; the same seed writes the same file."""
    random = Random(f"{seed} calendar")
    clients = [company.name for company in plausible.companies(random, 40)]
    written = 0
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write(HEAD)
        while written < events:
            begins = NOW + timedelta(days=DAYS * written / events - DAYS_BACK, minutes=15 * random.randrange(32))
            begins = begins.replace(tzinfo=None, second=0, microsecond=0)
            happening = list(event(random, written, begins, random.choice(clients), repeats=not written % REPEATS_IN))
            for lines in happening[: events - written]:
                file.write("\n".join(lines) + "\n")
            written += len(happening)
        file.write("END:VCALENDAR\n")


def event(random: Random, number: int, begins: datetime, client: str, *, repeats: bool) -> Iterator[list[str]]:
    """Give the lines of an event, and of the instance that was moved where it repeats."""
    title = plausible.title(random)
    about = plausible.body(random, title).replace("\n", "\\n").replace(",", "\\,")
    same = [
        f"UID:040000008200E00074C5B7101A82E008{number:032X}",
        "DTSTAMP:20261123T060000Z",
        f"SUMMARY:{client}: {title}",
        *folded(f"DESCRIPTION:{about}"),
        f"LOCATION:{number} Harbour Street",
        f"ATTENDEE;PARTSTAT=NEEDS-ACTION;CN={TECHNICIAN}:mailto:robin@example.org",
        "STATUS:CONFIRMED",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    ]
    left_out, moved = begins + timedelta(weeks=2), begins + timedelta(weeks=4)
    rule = [f"RRULE:FREQ=WEEKLY;COUNT={WEEKS}", "EXDATE" + left_out.strftime(ZONED)] if repeats else []
    yield ["BEGIN:VEVENT", *same, *times(begins), *rule, "END:VEVENT"]
    if repeats:
        recurrence = "RECURRENCE-ID" + moved.strftime(ZONED)
        yield ["BEGIN:VEVENT", *same, recurrence, *times(moved + timedelta(hours=3)), "END:VEVENT"]


def times(begins: datetime) -> list[str]:
    """Give the lines of an hour from a local start on."""
    ends = begins + timedelta(hours=1)
    return ["DTSTART" + begins.strftime(ZONED), "DTEND" + ends.strftime(ZONED)]


def folded(line: str) -> list[str]:
    """Give a long line of ASCII as calendars break it."""
    return [line[:75], *(f" {line[at : at + 74]}" for at in range(75, len(line), 74))]


def main() -> None:
    """Write the file."""
    reader = argparse.ArgumentParser(description="Write a calendar as iCalendar.")
    reader.add_argument("file", type=Path)
    reader.add_argument("--events", type=int, default=5_000)
    reader.add_argument("--seed", type=int, default=1)
    arguments = reader.parse_args()
    calendar(arguments.file, arguments.events, arguments.seed)


if __name__ == "__main__":
    main()
