"""Everyday commands stay light: none of them loads what costs a tenth of a second."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "pydantic_core",
    "asyncio",
    "dateutil",
    "tomlkit",
    "holidays",
    "icalendar",
    "logging",
    "email",
    "http",
    "typing_extensions",
    "techday.schema",
    "techday.exchange",
)
# Loaded for a styled screen alone: a pipe and a write do without.
STYLED = ("rich.console", "rich.table", "rich.markdown")
EVERYDAY = (
    "today",
    "add Mail is down --client acme",
    "client add Acme --every 14",
    "client list",
    "client show acme",
    "ticket list",
    "ticket show 1",
    "ticket next",
    "ticket note 1 looked",
    "ticket reply 1 hello",
    "ticket edit 1 --next call --client acme",
    "ticket assign 1 me",
    "start 1",
    "timecard",
    "timecard day",
    "timecard week",
    "timecard switch meeting",
    "timecard edit . --note looked",
    "timecard break",
    "timecard resume",
    "timecard log 5m --ticket 1 --note looked --adjust",
    "timecard review",
    "stop",
    "ticket heard 1 still down",
    "ticket reply 1 --kind update",
    "ticket reply 1 soon --minutes 5",
    "ticket draft 1 update",
    "ticket promise 1 a call --by 16:00",
    "ticket kept 1",
    "ticket wait 1 customer",
    "ticket verify 1 --next call --told",
    "ticket escalate 1 --to L2 --reason hard --tried much",
    "ticket next --not 1 --reason later",
    "ticket list --owed --sort due",
    "add Password reset --client acme --took 4m --fix reset",
    "ticket relate 1 2",
    "ticket merge 2 1",
    "ticket link 1 4711",
    "outbox",
    "outbox done --all",
    "timecard report --by ticket",
    "search mail client:acme",
    "problem",
    "problem open 1 --title Mail",
    "level",
    "calendar",
    "back",
    "ticket resolve 1 --fix restarted --cause memory",
    "ticket show 1",
    "ticket close 1",
    "ticket reopen 1",
    "today check start-meeting ok --seen there",
    "contact-next",
    "contact-next list",
    "contact-next tried --client acme",
    "contact-next done --client acme --note all-well --minutes 3",
    "client site add acme Depot --area Harbour",
    "client person add acme Jane --phone 1 --site Depot",
    "client person edit acme Jane --main",
    "client pause acme --reason holidays",
    "client resume acme",
    "client doc add Firewall --client acme --text rules",
    "client doc review 1",
    "client doc show 1",
    "client doc history 1",
    "client doc",
    "watch add Nightly --client acme --kind backup",
    "watch add Disk --client acme --kind sensor --every 4h",
    "watch check Nightly fail --seen red",
    "watch check --due ok --seen green",
    "watch",
    "watch list",
    "watch show Disk",
    "client show acme",
    "schedule add Move --start 16:00 --client acme --kind on-site",
    "schedule add Trip --start 17:30 --kind travel",
    "schedule agree 2 --manager Pat",
    "schedule move 1 --start 16:15",
    "schedule list",
    "schedule show 1",
    "schedule cancel 2",
    "schedule subscribe",
    "week",
    "week ack 1",
    "week ack --all",
    "week decline 1 --reason ill",
    "timeoff",
    "project add Cabling --client acme --due fri",
    "project milestone 1 Racks --due thu --days 2",
    "project risk 1 dust",
    "project check 1 --seen well",
    "project",
    "project show 1",
    "client show acme",
    "note 1 looked again",
    "note keys --monday",
    "meeting start start",
    "meeting note spares --decision",
    "meeting agenda monday",
    "meeting end",
    "meeting list",
    "meeting show",
    "visit go acme",
    "visit start acme",
    "visit end acme --arrived 7:00 --left 7:05 --note done --adjust",
    "visit called Pat --news none",
    "visit next",
    "visit show",
    "handover",
    "handover set 1 give --next call",
    "handover take 1 2 --from Kim --new",
    "handover list",
    "checkin",
    "checkin note keys",
    "checkin done --with Pat",
    "endday",
    "today",
    "undo",
    "redo",
    "log",
)
# In one process, so that the modules add up: who loads a heavy one first is told.
RUNNER = """
import io, json, os, sys
from techday.main import run
commands, heavy = json.loads(sys.argv[1])
found = {}
for command in commands:
    for options in ([], ["--json"]):
        out = io.StringIO()
        code = run(command.split() + options, os.environ, io.StringIO(), out, out)
        assert code < 2, (command, out.getvalue())
        for name in heavy:
            if name in sys.modules:
                found.setdefault(name, command)
print(json.dumps(found))
"""


def loaded_by(home: Path, commands: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str]:
    """Give which of the modules were loaded, and the command that loaded each first."""
    home.joinpath("config.toml").write_text(
        '[technician]\nname = "Kim Lee"\nzone = "Europe/Berlin"\n', encoding="utf-8"
    )
    environ = {
        "PATH": os.environ["PATH"],
        "TECHDAY_STORE": str(home / "techday.db"),
        "TECHDAY_CONFIG": str(home / "config.toml"),
        "TECHDAY_NOW": "2026-11-23T08:14:00Z",
        "TECHDAY_TRACEBACK": "1",
    }
    arguments = [sys.executable, "-c", RUNNER, json.dumps([commands, names])]
    ran = subprocess.run(arguments, env=environ, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def test_no_everyday_command_loads_anything_heavy(tmp_path: Path) -> None:
    assert loaded_by(tmp_path, EVERYDAY, HEAVY + STYLED) == {}


def test_the_watch_would_notice(tmp_path: Path) -> None:
    """Settings are written with tomlkit: the same watch sees it."""
    assert loaded_by(tmp_path, ("config set technician.manager Ana",), ("tomlkit",)) == {
        "tomlkit": "config set technician.manager Ana"
    }


HELP = f"""
import sys
from techday.main import main
sys.argv = ["techday", *sys.argv[1:]]
try:
    main()
finally:
    print(*(set({HEAVY!r}) & sys.modules.keys()))
"""


@pytest.mark.parametrize("command", ["--help", "ticket --help", "ticket add --help"])
def test_help_opens_no_store_and_loads_no_schema(tmp_path: Path, command: str) -> None:
    """Typer draws help with Rich, which logs: that is all that it costs."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    arguments = [sys.executable, "-c", HELP, *command.split()]
    ran = subprocess.run(arguments, env=environ, capture_output=True, text=True, check=True)
    assert set(ran.stdout.splitlines()[-1].split()) <= {"logging"}
    assert list(tmp_path.iterdir()) == []
