"""Write an export of tickets as a help desk would, to measure the import on.

    python -m tests.benchmarks.export FILE --rows 100000

Three years of tickets, one in a hundred still open; descriptions of several lines.
"""

# ruff: noqa: S311  # made-up work, no secrets

import argparse
import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.benchmarks import plausible
from tests.benchmarks.plausible import NOW, TECHNICIAN

HEADER = (
    "Ticket Number;Summary;Company;Resource;Contact;Status;Priority;Category;Created Date;Last Updated;Due Date;"
    "Resolved Date;Closed Date;Description"
).split(";")
OPEN_STATUSES = ("New", "In Progress", "Waiting Customer", "Waiting Vendor", "Scheduled")
PRIORITIES = ("Critical", "High", "Medium", "Low")
DAYS = 3 * 365


def export(path: Path, rows: int, seed: int = 1) -> None:
    """Write `rows` tickets to the CSV file at `path`, oldest first; the same seed writes the same file."""
    random = Random(f"{seed} export")
    clients = [company.name for company in plausible.companies(random, 40)]
    names = plausible.people(random, 212)
    technicians, requesters = [TECHNICIAN, *names[:12]], names[12:]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            opened = NOW - timedelta(days=DAYS * (rows - number) / rows, seconds=random.randrange(3_600))
            is_open = number % 100 == 99
            ended = min(opened + timedelta(minutes=random.randrange(20, 8_000)), NOW)
            title = plausible.title(random)
            writer.writerow(
                (
                    1_000_001 + number,
                    title,
                    random.choice(clients),
                    random.choice(technicians),
                    random.choice(requesters),
                    random.choice(OPEN_STATUSES) if is_open else "Closed",
                    random.choices(PRIORITIES, (4, 18, 58, 20))[0],
                    random.choice(plausible.CATEGORIES),
                    shown(opened),
                    shown(ended),
                    shown(opened + timedelta(days=5)),
                    "" if is_open else shown(ended),
                    "" if is_open else shown(ended),
                    plausible.body(random, title),
                )
            )


def shown(at: datetime) -> str:
    """Write an instant as many exports do; year first, so that the floor's index on it grows at its end, too."""
    return at.strftime("%Y-%m-%d %H:%M")


def main() -> None:
    """Write the file."""
    reader = argparse.ArgumentParser(description="Write an export of tickets as CSV.")
    reader.add_argument("file", type=Path)
    reader.add_argument("--rows", type=int, default=100_000)
    reader.add_argument("--seed", type=int, default=1)
    arguments = reader.parse_args()
    export(arguments.file, arguments.rows, arguments.seed)


if __name__ == "__main__":
    main()
