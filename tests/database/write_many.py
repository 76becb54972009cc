"""A technician's script that writes many notes on one ticket, each acknowledged by its number on stdout.

Run as `python write_many.py NAME COUNT` with TECHDAY_STORE set; `tests/database/test_many_processes.py` runs eight.
"""

import io
import os
import sys

from techday.main import run

name, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    problems = io.StringIO()
    code = run(["ticket", "note", "L1", f"{name} {number}"], os.environ, io.StringIO(), io.StringIO(), problems)
    if code:
        sys.exit(f"{name} {number}: exit {code}: {problems.getvalue()}")
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
