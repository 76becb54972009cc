"""Whole processes, timed: how long one took, what of that was the processor's, and how much memory it held.

A command that shows a screen runs on a terminal of its own (a pty of 120 by 40), since that is where its colours are
made; where there are none (Windows), FORCE_COLOR stands in. The processor's time and the memory come from `wait4`,
which Windows does not have either.

The system counts a child's memory from its start, and at its start it still is its parent: so what measures must stay
smaller than what is measured. Nothing large may be imported here or by the command that uses this.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

COLUMNS, LINES = 120, 40
HAS_TERMINALS = sys.platform != "win32"


class CannotMeasure(Exception):
    """A command could not be measured, and why."""


class Sample(NamedTuple):
    """One run: seconds by the clock, seconds of processor and peak memory in MiB (None where the system won't say)."""

    seconds: float
    processor: float | None
    memory: float | None
    output: str


def run(command: Sequence[str], environ: Mapping[str, str], *, terminal: bool = False) -> Sample:
    """Run a command to its end and give what it took; raises CannotMeasure where it fails."""
    if terminal and HAS_TERMINALS:
        sample, code = run_on_terminal(command, environ)
    else:
        sample, code = run_on_pipe(command, {**environ, "FORCE_COLOR": "1"} if terminal else environ)
    if code != 0:
        raise CannotMeasure(f"{' '.join(command)} ended with {code}: {sample.output.strip()[-500:]}")
    return sample


def run_on_pipe(command: Sequence[str], environ: Mapping[str, str]) -> tuple[Sample, int]:
    """Run a command whose output goes to a pipe."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read()
    return finished(process, begun, output)


def run_on_terminal(command: Sequence[str], environ: Mapping[str, str]) -> tuple[Sample, int]:
    """Run a command whose output goes to a terminal, which is read as fast as it writes."""
    if sys.platform == "win32":
        raise CannotMeasure("Windows has no pty")
    import pty
    import termios

    ours, theirs = pty.openpty()
    try:
        termios.tcsetwinsize(theirs, (LINES, COLUMNS))
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    finally:
        os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65_536):
            parts.append(part)
    except OSError:
        pass  # how Linux says that nobody writes any more
    finally:
        os.close(ours)
    return finished(process, begun, b"".join(parts))


def finished(process: subprocess.Popen[bytes], begun: float, output: bytes) -> tuple[Sample, int]:
    """Wait for the end of a process and give its figures and its exit code."""
    text = output.decode("utf-8", "replace")
    if sys.platform == "win32":
        code = process.wait()
        return Sample(time.perf_counter() - begun, None, None, text), code
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    # The process object would wait for it again.
    process.returncode = os.waitstatus_to_exitcode(status)
    bytes_of_unit = 1 if sys.platform == "darwin" else 1024
    memory = usage.ru_maxrss * bytes_of_unit / 2**20
    return Sample(seconds, usage.ru_utime + usage.ru_stime, memory, text), process.returncode


def median(values: Sequence[float]) -> float:
    """Give the middle value (the `statistics` module is larger than all else here)."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
