"""Measure techday against its budgets: ratios of whole processes to a floor measured in the same run.

    python -m tests.benchmarks.run                 all of it: some ten minutes, of which the stores take one or two
    python -m tests.benchmarks.run --small         a look: a history of 2,000 tickets, fewer runs
    python -m tests.benchmarks.run --keep DIR      keep the generated stores there, and use them again
    python -m tests.benchmarks.run --runs 40       more runs, on a machine that is busy with other things
    python -m tests.benchmarks.run --json          the table for scripts

Seconds mean little on another machine, so each row is a ratio. What is compared takes turns (floor, command, floor,
command ...), so that whatever else the machine does meets both; the figure is the ratio of the medians. Beside it
stands the same ratio of processor time, which other people's work disturbs less.

Commands run as their users run them: a process of its own, compiled, in a home of its own, screens on a terminal. The
end is 0 whatever the figures say, for a timed test fails on the wrong days; it is 1 where something could not be
measured at all.
"""

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.measure import COLUMNS, HAS_TERMINALS, LINES, CannotMeasure, Sample, median, run
from tests.benchmarks.plausible import NOW, TECHNICIAN, ZONE

HERE = Path(__file__).parent
WRITE_FLOOR = "import typer, sqlite3"
SCREEN_FLOOR = "import typer, sqlite3, rich.console, rich.table"
SCREENS = {
    "today": ["today"],
    "ticket list": ["ticket", "list"],
    "ticket next": ["ticket", "next"],
    "ticket show": ["ticket", "show"],
    "timecard": ["timecard"],
    "timecard week": ["timecard", "week", "2026-W47"],
    "outbox": ["outbox"],
    "week": ["week"],
    "schedule list": ["schedule", "list"],
    "project list": ["project", "list"],
    "handover": ["handover"],
    "meeting agenda": ["meeting", "agenda"],
    "checkin": ["checkin"],
    "visit": ["visit"],
}
# The page of a ticket may tell of the history: what fixed the like before.
TELLS_OF_HISTORY = {"ticket show"}
# What people look for, words that nearly every ticket or every tenth note holds, the beginning of very many words, and
# what nobody wrote.
SEARCHES = {
    "search printer offline": ["search", "printer offline"],
    "search the": ["search", "the"],
    "search vendor": ["search", "vendor"],
    "search a*": ["search", "a*"],
    "search zebra": ["search", "zebra"],
}
# Measured on a store of very many clients.
CROWD = ("--clients", "500", "--contacts", "200000", "--watches", "5000")
CROWDED = {
    "today": ["today"],
    "contact-next": ["contact-next"],
    "watch": ["watch"],
    "watch list": ["watch", "list"],
    "client show": ["client", "show"],
}
MOST_IMPORTS = 5

WRITE_BUDGET = 1.25
SCREEN_BUDGET = 1.25
HISTORY_BUDGET = 1.15
SEARCH_BUDGET = 1.5 * SCREEN_BUDGET
IMPORT_BUDGET = 4.0
IMPORT_MEMORY_BUDGET = 300.0
CALENDAR_SECONDS_BUDGET = 10.0
SCREEN_MEMORY_BUDGET = 40.0

# What can be measured alone.
PARTS = ("screens", "writes", "crowd", "import", "calendar")

Measured = Callable[[int], Sample]


class Scale(NamedTuple):
    """How much is measured on: the history, the rows and the calendar of the imports, and how often each runs."""

    tickets: int
    events: int
    entries: int
    rows: int
    calendar: int
    runs: int


FULL = Scale(100_000, 1_000_000, 500_000, 100_000, 5_000, 15)
SMALL = Scale(2_000, 20_000, 10_000, 2_000, 500, 5)


class Row(NamedTuple):
    """One line of the table; `figure` is what the budget bounds, in `unit`: "x" is a ratio to `floor` (seconds).

    A row without a figure could not be taken yet, and `note` says why; one without a budget is only told.
    """

    number: int
    what: str
    figure: float | None = None
    budget: float | None = None
    unit: str = "x"
    seconds: float | None = None
    floor: float | None = None
    processor: float | None = None
    note: str = ""

    def verdict(self) -> str:
        """Say how the figure stands to its budget."""
        if self.figure is None or self.budget is None:
            return ""
        return "PASS" if self.figure <= self.budget else "over"


class Home:
    """A technician's home with one store in it, and the commands that are run there."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self.store = self.folder / "techday.db"
        self.config = self.folder / "config.toml"
        self.config.write_text(settings_text(), encoding="utf-8")

    def environ(self, now: datetime = NOW) -> dict[str, str]:
        """Give a clean environment: nothing of the caller's but where programs and modules are found."""
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TECHDAY_STORE": str(self.store),
            "TECHDAY_CONFIG": str(self.config),
            "TECHDAY_NOW": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def techday(self, *words: str, now: datetime = NOW, terminal: bool = False) -> Sample:
        """Run one command of techday."""
        return run([*program(), *words], self.environ(now), terminal=terminal)

    def python(self, code: str, *, terminal: bool = False) -> Sample:
        """Run a line of Python under the same circumstances."""
        return run([sys.executable, "-c", code], self.environ(), terminal=terminal)


def program() -> list[str]:
    """Give how techday is started: its console script where it is installed, else its module."""
    script = shutil.which("techday", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "techday"]


def settings_text() -> str:
    """Give the settings of the technician whose work `generate` makes up."""
    return (
        f'[technician]\nname = "{TECHNICIAN}"\nzone = "{ZONE}"\n\n'
        '[shift]\nstart = "08:00"\nend = "17:00"\ndays = "mon-fri"\n'
    )


# --- what is measured on ---


def generated(folder: Path, module: str, name: str, *options: str) -> Path:
    """Give a generated file, made in `folder` unless it lies there from an earlier run of the same code."""
    # Generating takes a process of its own: what measures must stay small.
    code = b"".join(path.read_bytes() for path in sources())
    path = folder / f"{Path(name).stem}-{zlib.crc32(code + ' '.join(options).encode()):08x}{Path(name).suffix}"
    if not path.exists():
        tell(f"generating {path.name}")
        unfinished = path.with_name(f"unfinished-{path.name}")
        unfinished.unlink(missing_ok=True)
        run([sys.executable, "-m", f"tests.benchmarks.{module}", str(unfinished), *options], dict(os.environ))
        unfinished.rename(path)
    return path


def sources() -> list[Path]:
    """Give the files that decide what a generated store looks like."""
    from techday.database.connection import SCHEMA_FILE

    names = ("generate", "plausible", "served", "planned", "handed", "export", "calendar_file")
    return [*(HERE / f"{name}.py" for name in names), SCHEMA_FILE]


def homes(folder: Path, kept: Path, scale: Scale) -> tuple[Home, Home]:
    """Give a home with the open work only, and one with the history behind it; both are copies that may be written."""
    sizes = ("--tickets", str(scale.tickets), "--events", str(scale.events), "--entries", str(scale.entries))
    light, heavy = Home(folder, "light"), Home(folder, "heavy")
    shutil.copyfile(generated(kept, "generate", "open.db"), light.store)
    shutil.copyfile(generated(kept, "generate", "history.db", *sizes), heavy.store)
    return light, heavy


def there(home: Home, command: Sequence[str]) -> bool:
    """Tell whether techday has this command already."""
    try:
        home.techday(*command, "--help")
    except CannotMeasure:
        return False
    return True


def screens_there(light: Home, heavy: Home) -> dict[str, list[str]]:
    """Give the screens that exist; raises CannotMeasure where the history shows on one of them."""
    found = {name: words for name, words in SCREENS.items() if there(light, words)}
    found["ticket show"] = [*SCREENS["ticket show"], short_reference(light.store)]
    for name, words in found.items():
        if name in TELLS_OF_HISTORY:
            continue
        if light.techday(*words, terminal=True).output != heavy.techday(*words, terminal=True).output:
            raise CannotMeasure(f"{name} is not the same screen with and without the history")
    return found


def short_reference(store: Path) -> str:
    """Give an open ticket as people type it: the last four digits of its number."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        sql = "SELECT reference FROM ticket WHERE state = 'working' AND external_id IS NOT NULL ORDER BY priority, id"
        reference = str(db.execute(sql).fetchone()[0])
    return reference[-4:]


# --- taking turns ---


def in_turns(commands: Mapping[str, Measured], runs: int) -> dict[str, list[Sample]]:
    """Run each command in turn, `runs` times after a first time that does not count, and give their samples."""
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for number in range(runs + 1):
        tell(f"round {number} of {runs}")
        for name, command in commands.items():
            sample = command(number)
            if number:
                samples[name].append(sample)
    return samples


def seconds_of(samples: Sequence[Sample]) -> float:
    """Give the median of the seconds by the clock."""
    return median([sample.seconds for sample in samples])


def processor_of(samples: Sequence[Sample]) -> float | None:
    """Give the median of the processor's seconds, or None where the system does not tell."""
    known = [sample.processor for sample in samples if sample.processor is not None]
    return median(known) if known else None


def memory_of(samples: Sequence[Sample]) -> float | None:
    """Give the median of the peak memory in MiB, or None where the system does not tell."""
    known = [sample.memory for sample in samples if sample.memory is not None]
    return median(known) if known else None


def compared(number: int, what: str, samples: Sequence[Sample], floor: Sequence[Sample], budget: float) -> Row:
    """Give the row of a command against its floor."""
    seconds, least = seconds_of(samples), seconds_of(floor)
    processor, processor_floor = processor_of(samples), processor_of(floor)
    ratio = processor / processor_floor if processor and processor_floor else None
    return Row(number, what, seconds / least, budget, "x", seconds, least, ratio)


def memory_row(number: int, what: str, samples: Sequence[Sample], budget: float) -> Row:
    """Give the row of a command's peak memory."""
    memory = memory_of(samples)
    return Row(number, what, memory, budget, "MiB", note="" if memory else "this system does not tell")


# --- the rows ---


def screen_rows(light: Home, heavy: Home, scale: Scale) -> list[Row]:
    """Measure the screens and the searches: against the floor, with the history behind them, and their memory."""
    screens = screens_there(light, heavy)
    commands: dict[str, Measured] = {"floor": lambda _: light.python(SCREEN_FLOOR, terminal=True)}
    for name, words in screens.items():
        commands[name] = shown(light, words)
        commands[f"{name}, history"] = shown(heavy, words)
    commands |= {name: shown(heavy, words) for name, words in SEARCHES.items()}
    taken = in_turns(commands, scale.runs)
    floor = taken["floor"]
    later = "not there yet: it comes with its system"
    rows = []
    for name in SCREENS:
        if name in screens:
            rows.append(compared(2, name, taken[name], floor, SCREEN_BUDGET))
            rows.append(compared(3, f"{name}, with history", taken[f"{name}, history"], taken[name], HISTORY_BUDGET))
            rows.append(
                memory_row(6, f"memory of {name}, with history", taken[f"{name}, history"], SCREEN_MEMORY_BUDGET)
            )
        else:
            rows.append(Row(2, name, budget=SCREEN_BUDGET, note=later))
    rows += [compared(4, f"{name}, with history", taken[name], floor, SEARCH_BUDGET) for name in SEARCHES]
    rows.append(memory_row(6, "memory of the floor of a screen", floor, 0)._replace(budget=None))
    return rows


def crowd_rows(folder: Path, kept: Path, scale: Scale) -> list[Row]:
    """Measure the screens of clients on a store with very many of them, of their contacts and of their watches."""
    home = Home(folder, "crowd")
    shutil.copyfile(generated(kept, "generate", "crowd.db", *CROWD), home.store)
    with contextlib.closing(sqlite3.connect(home.store)) as db:
        code = str(db.execute("SELECT code FROM client ORDER BY name_key LIMIT 1").fetchone()[0])
    screens = {name: [*words, code] if name == "client show" else words for name, words in CROWDED.items()}
    commands: dict[str, Measured] = {"floor": lambda _: home.python(SCREEN_FLOOR, terminal=True)}
    commands |= {name: shown(home, words) for name, words in screens.items()}
    taken = in_turns(commands, scale.runs)
    rows = []
    for name in screens:
        rows.append(compared(7, f"{name}, 500 clients", taken[name], taken["floor"], SCREEN_BUDGET))
        rows.append(memory_row(7, f"memory of {name}, 500 clients", taken[name], SCREEN_MEMORY_BUDGET))
    return rows


def shown(home: Home, words: Sequence[str]) -> Measured:
    """Give a screen as something to measure."""
    return lambda _: home.techday(*words, terminal=True)


def write_rows(light: Home, heavy: Home, scale: Scale) -> list[Row]:
    """Measure the writes, which change the stores: the same in both. Their clock moves on from round to round."""
    reference = short_reference(light.store)
    tell("the first write of the day, with its backup")
    first = heavy.techday("ticket", "note", reference, "Called the user")
    light.techday("ticket", "note", reference, "Called the user")
    commands: dict[str, Measured] = {"floor": lambda _: light.python(WRITE_FLOOR)}
    for name, home in (("", light), (", history", heavy)):
        commands[f"ticket note{name}"] = noted(home, reference)
        commands[f"timecard stop{name}"] = stopped(home, reference)
    taken = in_turns(commands, scale.runs)
    rows = []
    for name in ("ticket note", "timecard stop"):
        rows.append(compared(1, name, taken[name], taken["floor"], WRITE_BUDGET))
        rows.append(compared(3, f"{name}, with history", taken[f"{name}, history"], taken[name], HISTORY_BUDGET))
    told = f"{heavy.store.stat().st_size / 2**20:.0f} MiB are copied and verified"
    rows.append(Row(3, "the day's first write, with history", first.seconds, unit="s", note=told))
    return rows


def noted(home: Home, reference: str) -> Measured:
    """Give `ticket note` as something to measure."""

    def measure(number: int) -> Sample:
        return home.techday("ticket", "note", reference, "Called", "the", "user", now=minute(number, 0))

    return measure


def stopped(home: Home, reference: str) -> Measured:
    """Give `timecard stop` as something to measure; the start before it is not."""

    def measure(number: int) -> Sample:
        home.techday("timecard", "start", reference, now=minute(number, 0))
        return home.techday("timecard", "stop", now=minute(number, 1))

    return measure


def minute(number: int, offset: int) -> datetime:
    """Give the instant of a round, two minutes after the one before, so that no two entries overlap."""
    return NOW + timedelta(minutes=2 * number + offset)


def import_rows(folder: Path, kept: Path, scale: Scale) -> list[Row]:
    """Measure the import of a large export against the least that such an import can cost."""
    what = f"import of {scale.rows:,} rows"
    export = generated(kept, "export", "export.csv", "--rows", str(scale.rows))
    home = Home(folder, "import")
    if not there(home, ["import"]):
        return [Row(5, what, budget=IMPORT_BUDGET, note="not there yet")]
    empty, bare = folder / "empty.db", folder / "bare.db"
    make_stores(empty, bare)
    floor_command = [sys.executable, str(HERE / "import_floor.py"), str(home.store), str(export)]
    counts = set()

    def floor(_: int) -> Sample:
        fresh(home, bare)
        sample = run(floor_command, home.environ())
        counts.add(count_of(home.store))
        return sample

    def imported(_: int) -> Sample:
        fresh(home, empty)
        sample = home.techday("import", str(export))
        counts.add(count_of(home.store))
        return sample

    taken = in_turns({"floor": floor, "import": imported}, min(scale.runs, MOST_IMPORTS))
    if len(counts) != 1:
        raise CannotMeasure(f"the import and its floor wrote different numbers of tickets and events: {counts}")
    row = compared(5, what, taken["import"], taken["floor"], IMPORT_BUDGET)
    if scale.rows < FULL.rows:
        # Most of a small import is the start of the program.
        row = row._replace(budget=None, note=f"the budget is for {FULL.rows:,} rows")
    return [
        row,
        memory_row(5, "memory of the import", taken["import"], IMPORT_MEMORY_BUDGET),
    ]


def calendar_rows(folder: Path, kept: Path, scale: Scale) -> list[Row]:
    """Measure the import of a large calendar, and of the same once more, against the bounds that are set for it."""
    what = f"calendar of {scale.calendar:,} events"
    calendar = generated(kept, "calendar_file", "calendar.ics", "--events", str(scale.calendar))
    home = Home(folder, "calendar")
    if not there(home, ["schedule", "import"]):
        return [Row(8, what, budget=CALENDAR_SECONDS_BUDGET, unit="s", note="not there yet")]
    from techday.database import connection  # small: nothing but sqlite3

    empty = folder / "without-items.db"
    connection.create(empty)
    items = set()

    def again(_: int) -> Sample:
        sample = home.techday("schedule", "import", str(calendar))
        items.add(items_of(home.store))
        return sample

    def imported(number: int) -> Sample:
        fresh(home, empty)
        return again(number)

    taken = in_turns({"import": imported, "again": again}, min(scale.runs, MOST_IMPORTS))
    if len(items) != 1 or not min(items):
        raise CannotMeasure(f"the import of the same calendar gave different numbers of items: {items}")
    rows = []
    for name, samples in ((what, taken["import"]), (f"{what}, again", taken["again"])):
        seconds, processor = seconds_of(samples), processor_of(samples)
        told = f"{min(items):,} items" + (f", {processor:.1f} s of processor" if processor else "")
        rows.append(Row(8, name, seconds, CALENDAR_SECONDS_BUDGET, "s", seconds, note=told))
        rows.append(memory_row(8, f"memory of {name}", samples, IMPORT_MEMORY_BUDGET))
    return rows


def make_stores(empty: Path, bare: Path) -> None:
    """Make an empty store, and one without the journal's triggers."""
    from techday.database import connection  # small: nothing but sqlite3

    for path in (empty, bare):
        connection.create(path)
    with contextlib.closing(connection.connect(bare)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')


def fresh(home: Home, template: Path) -> None:
    """Put a copy of an empty store into a home, with nothing left from before."""
    for path in home.folder.glob("techday.db*"):
        path.unlink()
    shutil.rmtree(home.folder / "backups", ignore_errors=True)
    shutil.copyfile(template, home.store)


def items_of(store: Path) -> int:
    """Give how many items of the schedule a store holds."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        count: int = db.execute("SELECT count(*) FROM schedule_item").fetchone()[0]
    return count


def count_of(store: Path) -> tuple[int, int]:
    """Give how many tickets and how many opened events a store holds."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        tickets: int = db.execute("SELECT count(*) FROM ticket").fetchone()[0]
        opened: int = db.execute("SELECT count(*) FROM ticket_event WHERE kind = 'opened'").fetchone()[0]
    return tickets, opened


# --- telling ---


def tell(text: str) -> None:
    """Say on stderr what goes on."""
    sys.stderr.write(f"{text}\n")


def table(rows: Sequence[Row]) -> str:
    """Draw the table."""
    lines = [f"{'':3}{'what':38}{'figure':>10}{'budget':>10}  {'':6}{'seconds':>9}{'floor':>9}{'cpu':>9}"]
    for row in rows:
        figure = "" if row.figure is None else with_unit(row.figure, row.unit)
        budget = "" if row.budget is None else with_unit(row.budget, row.unit)
        seconds = "" if row.seconds is None else f"{row.seconds:.3f}"
        floor = "" if row.floor is None else f"{row.floor:.3f}"
        processor = "" if row.processor is None else with_unit(row.processor, "x")
        cells = f"{row.number:<3}{row.what:38}{figure:>10}{budget:>10}  {row.verdict():6}"
        lines.append(f"{cells}{seconds:>9}{floor:>9}{processor:>9}  {row.note}".rstrip())
    return "\n".join(lines) + "\n"


def with_unit(figure: float, unit: str) -> str:
    """Write a figure: a ratio with two places, MiB with none, seconds with one."""
    return f"{figure:.2f} x" if unit == "x" else f"{figure:.0f} MiB" if unit == "MiB" else f"{figure:.1f} s"


def document(rows: Sequence[Row], scale: Scale) -> dict[str, Any]:
    """Give the table for scripts."""
    return {
        "schema": "techday.benchmarks/1",
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "screens": screens_words(),
        "scale": scale._asdict(),
        "rows": [{**row._asdict(), "verdict": row.verdict() or None} for row in rows],
    }


def screens_words() -> str:
    """Say on what the screens were drawn."""
    return f"a terminal of {COLUMNS} by {LINES}" if HAS_TERMINALS else "a pipe, with FORCE_COLOR"


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    made = argparse.ArgumentParser(description="Measure techday against its budgets.")
    made.add_argument("--runs", type=int, help=f"how often each command runs (default {FULL.runs})")
    made.add_argument("--small", action="store_true", help="a quick look: a small history, few runs")
    made.add_argument("--keep", type=Path, metavar="DIR", help="keep the generated stores there")
    made.add_argument("--only", choices=PARTS, help="only these rows")
    made.add_argument("--json", action="store_true", help="answer in JSON")
    return made


def main() -> int:
    """Measure, and print the table."""
    reader = parser()
    arguments = reader.parse_args()
    scale = SMALL if arguments.small else FULL
    if arguments.runs is not None:
        if arguments.runs < 1:
            reader.error("--runs is at least 1")
        scale = scale._replace(runs=arguments.runs)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="techday-benchmarks-") as scratch:
        folder = Path(scratch)
        kept: Path = arguments.keep or folder
        kept.mkdir(parents=True, exist_ok=True)
        try:
            if arguments.only in (None, "screens", "writes"):
                light, heavy = homes(folder, kept, scale)
                # The screens first: the writes leave their traces on them.
                if arguments.only != "writes":
                    rows += screen_rows(light, heavy, scale)
                if arguments.only != "screens":
                    rows += write_rows(light, heavy, scale)
            if arguments.only in (None, "crowd"):
                rows += crowd_rows(folder, kept, scale)
            if arguments.only in (None, "import"):
                rows += import_rows(folder, kept, scale)
            if arguments.only in (None, "calendar"):
                rows += calendar_rows(folder, kept, scale)
        except CannotMeasure as problem:
            tell(f"cannot measure: {problem}")
            return 1
    rows.sort(key=lambda row: row.number)
    if arguments.json:
        sys.stdout.write(json.dumps(document(rows, scale), indent=2) + "\n")
    else:
        sys.stdout.write(f"{scale.runs} runs each, in turns; screens on {screens_words()}\n\n{table(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
