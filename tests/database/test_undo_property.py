"""Whatever was written, undoing all of it gives back the first day, and redoing all of it the last."""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Result, Techday, examples
from tests.database.stores import Dump, dump, is_whole

# Hundreds of stores that live for a moment: in memory where the system offers it, which spares waiting for the disk.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # each store has a directory of its own

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

tickets = st.sampled_from(["L1", "L2", "L3"])
clients = st.sampled_from(["acme", "globex", "initech"])
words = st.sampled_from(["Mail is down", "Rebooted", "It's the café's VPN", "🖨 jams", "a  b"])
# Before the day began, in each other's way, and up to now.
spans = st.sampled_from(["6:00-7:00", "6:30-6:45", "6:40-7:30", "2m", "40m"])
beside = st.sampled_from([(), ("--adjust",), ("--concurrent",)])
entries = st.integers(1, 6).map(str)
writes = st.one_of(
    st.tuples(st.just("ticket"), st.just("add"), words),
    st.tuples(st.just("ticket"), st.just("add"), words, st.just("--client"), clients),
    st.tuples(st.just("ticket"), st.just("add"), words, st.just("--call"), st.just("--start")),
    st.tuples(st.just("ticket"), st.just("note"), tickets, words),
    st.tuples(st.just("ticket"), st.just("reply"), tickets, words),
    st.tuples(st.just("ticket"), st.just("edit"), tickets, st.just("--title"), words),
    st.tuples(st.just("ticket"), st.just("edit"), tickets, st.just("--client"), clients),
    st.tuples(st.just("ticket"), st.just("edit"), tickets, st.just("--priority"), st.sampled_from("1234")),
    st.tuples(st.just("ticket"), st.just("assign"), tickets, st.just("Kim"), st.just("--new")),
    st.tuples(st.just("ticket"), st.just("assign"), tickets, st.sampled_from(["me", "nobody"])),
    st.tuples(st.just("ticket"), st.sampled_from(["close", "reopen"]), tickets),
    st.tuples(st.just("ticket"), st.just("wait"), tickets, st.sampled_from(["customer", "vendor", "parts"])),
    st.tuples(st.just("ticket"), st.just("heard"), tickets, words),
    st.tuples(st.just("ticket"), st.just("promise"), tickets, words, st.just("--by"), st.just("16:00")),
    st.tuples(st.just("ticket"), st.just("kept"), tickets),
    st.tuples(st.just("ticket"), st.just("verify"), tickets, st.sampled_from(["--told", "--not-told"])),
    st.tuples(st.just("ticket"), st.just("resolve"), tickets, st.just("--fix"), words, st.just("--cause"), words),
    st.tuples(st.just("ticket"), st.sampled_from(["merge", "relate"]), tickets, tickets),
    st.tuples(st.just("ticket"), st.just("link"), tickets, st.sampled_from(["1049213", "L2", "1049214"])),
    st.tuples(st.just("ticket"), st.just("reply"), tickets, words, st.just("--minutes"), st.sampled_from(["2", "90"])),
    st.tuples(st.just("ticket"), st.just("next"), st.just("--not"), tickets, st.just("--reason"), words),
    st.tuples(
        *map(st.just, ("ticket", "escalate")), tickets, *map(st.just, ("--to", "L2", "--reason", "x", "--tried", "y"))
    ),
    st.tuples(*map(st.just, ("add", "Password reset", "--took", "3m", "--fix", "reset"))),
    st.tuples(st.just("problem"), st.just("open"), tickets, st.just("--title"), words),
    st.tuples(st.just("problem"), st.just("link"), st.just("1"), tickets),
    st.tuples(st.just("back")),
    st.tuples(st.just("client"), st.just("add"), clients),
    st.tuples(st.just("client"), st.just("edit"), clients, st.just("--phone"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("timecard"), st.just("start"), st.one_of(tickets, st.just("meeting"))),
    st.tuples(st.just("timecard"), st.sampled_from(["stop", "resume"])),
    st.tuples(st.just("timecard"), st.just("switch"), tickets),
    st.one_of(st.just(()), st.sampled_from([("6:20-6:50",), ("7:59-8:03",)])).map(
        lambda span: ("timecard", "break", *span)
    ),
    st.builds(lambda span, ticket, how: ("timecard", "log", span, "--ticket", ticket, *how), spans, tickets, beside),
    st.tuples(st.just("timecard"), st.just("log"), spans, st.just("--note"), words),
    st.tuples(st.just("timecard"), st.just("edit"), entries, st.just("--note"), words),
    st.tuples(st.just("timecard"), st.just("edit"), entries, st.just("--end"), st.sampled_from(["6:50", "1m", "7:15"])),
    st.tuples(st.just("timecard"), st.just("split"), entries, st.sampled_from(["6:35", "6:42", "8:01"])),
    st.tuples(st.just("timecard"), st.just("move"), entries, tickets),
    st.tuples(st.just("timecard"), st.just("delete"), entries),
    st.tuples(st.just("outbox"), st.just("done"), st.sampled_from(["--all", "1049213", "1"])),
    st.tuples(st.just("today"), st.just("check"), st.just("backups"), st.just("fail"), st.just("--seen"), words),
)
ways_back = st.one_of(
    st.just(("undo",)),
    st.just(("redo",)),
    st.tuples(st.just("undo"), st.integers(1, 12).map(str)),
)
days = st.lists(st.one_of(writes, writes, writes, ways_back), max_size=14)


class Day:
    """A technician's techday on which commands follow each other, a minute apart."""

    def __init__(self, home: Path) -> None:
        self.techday = Techday(home)
        self.techday.configure('technician.name = "Sam Reed"\n')
        self.now = START

    def __call__(self, *command: str) -> Result:
        """Run a command a minute after the one before; it may be refused, but it is never a bug or a broken store."""
        self.now += timedelta(minutes=1)
        result = self.techday(*command, now=self.now.isoformat())
        assert result.exit in (0, 1, 2, 3), result
        return result

    def dump(self) -> Dump:
        """Give all that is in the store."""
        assert is_whole(self.techday.store)
        return dump(self.techday.store)

    def repeat(self, command: str) -> int:
        """Undo or redo until there is nothing left, and give how often it went."""
        times = 0
        while (result := self(command)).exit == 0:
            times += 1
        assert f"There is nothing to {command}" in result.stderr
        return times


@given(days)
@examples(10)
def test_undoing_everything_gives_back_the_first_store_and_redoing_it_the_last(commands: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        day = Day(Path(home))
        day("client", "add", "acme")
        day("undo")
        first = day.dump()

        for command in commands:
            day(*command)
        last = day.dump()

        times = day.repeat("undo")
        assert day.dump() == first

        for _ in range(times):
            assert day("redo").exit == 0
        assert day.dump() == last


@given(days, writes)
@examples(8)
def test_an_undo_right_after_a_write_is_as_if_it_had_not_been(
    commands: list[tuple[str, ...]], write: tuple[str, ...]
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        day = Day(Path(home))
        day("client", "add", "acme")
        for command in commands:
            day(*command)
        before = day.dump()
        written = day("--json", *write)
        after = day.dump()
        if written.exit == 0 and '"operation": null' not in written.stdout:
            assert day("undo").exit == 0
            assert day.dump() == before
            assert day("redo").exit == 0
        assert day.dump() == after
