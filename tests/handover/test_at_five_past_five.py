"""At five past five with 35 unfinished tickets: the four that matter are handed over on a real terminal."""

import sys

import pytest
from inline_snapshot import snapshot

from techday.exchange.packet_in import packet_in
from tests.conftest import Techday

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
if sys.platform != "win32":
    from tests.terminal.screen import TerminalScreen, environ_of

PROGRAM = [sys.executable, "-m", "techday"]
EVENING = "2026-11-23T17:05:00Z"
HEAD = "Ticket #,Summary,Priority,Status,Company,Owner,Created\n"
BURNING = {
    "1049213": ("Mail is down", "P1"),
    "1049220": ("VPN drops calls", "P2"),
    "1049231": ("Backup server beeps", "P2"),
    "1049242": ("Scanner sends no mail", "P2"),
}
COMMANDS = ("techday handover", "techday handover set 213 give", "techday handover send --to Sam")
# Summary and next step of each; the last next step is left out.
ANSWERS = (
    ("Disk full", "Move logs"),
    ("Line flaps", "Call the ISP"),
    ("Disk 3 failed", "Swap it"),
    ("New password", ""),
)


def test_the_four_that_matter_are_handed_over_in_under_a_minute_of_typing(techday: Techday) -> None:
    rows = [f"{number},{title},{priority}" for number, (title, priority) in BURNING.items()]
    rows += [f"{1049300 + number},Request {number},P{3 + number % 2}" for number in range(31)]
    file = techday.home / "open.csv"
    file.write_text(HEAD + "".join(f"{row},In Progress,Acme,Alex Kim,2026-11-20 08:00\n" for row in rows), "utf-8")
    techday.configure('technician.name = "Alex Kim"\n')
    techday.did(f"import {file} --source psa")
    draft = techday("handover", now=EVENING, COLUMNS="80", LINES="24").stdout
    assert all(title in draft for title, _ in BURNING.values())
    assert len(draft.splitlines()) <= 24
    techday.did("handover set 213 give", now=EVENING)
    command = [*PROGRAM, *COMMANDS[-1].split()[1:]]
    with TerminalScreen(command, environ_of(techday.home, TECHDAY_NOW=EVENING), 200, 40) as terminal:
        for (title, _), (summary, next_step) in zip(BURNING.values(), ANSWERS, strict=True):
            terminal.wait_for(f"{title}\n  Summary:")
            terminal.type(f"{summary}\n")
            terminal.wait_for(f"  Summary: {summary}\n  Next step:")
            terminal.type(f"{next_step}\n")
        assert terminal.finish() == 0
        shown = "\n".join(terminal.shown()).replace(str(techday.home), "~")
    assert shown == snapshot("""\
Sam is new here
To Sam: 1 given, 3 to watch
give 1049213 P1 ACME Mail is down
watch 1049220 P2 ACME VPN drops calls
watch 1049231 P2 ACME Backup server beeps
watch 1049242 P2 ACME Scanner sends no mail
4 to complete: Enter leaves it out, . ends the questions
1049213 Mail is down
  Summary: Disk full
  Next step: Move logs
1049220 VPN drops calls
  Summary: Line flaps
  Next step: Call the ISP
1049231 Backup server beeps
  Summary: Disk 3 failed
  Next step: Swap it
1049242 Scanner sends no mail
  Summary: New password
  Next step:
Sent #1 to Sam: 1 given, 3 to watch (1049213, 1049220, 1049231, 1049242)
~/data/out/handover-1.json
~/data/out/handover-1.md
~/data/out/handover-1.html
~/data/out/handover-1.eml
  Sam accepts it; then: techday handover receipt FILE
  or, told by phone: techday handover accept 1 --read-back "…"\
""")
    typed = [*COMMANDS, *(words for answer in ANSWERS for words in answer)]
    assert sum(len(words) + 1 for words in typed) < 200
    packet = packet_in((techday.home / "data" / "out" / "handover-1.json").read_bytes(), "packet").packet
    assert [(one.reference, one.plan) for one in packet.items] == [
        (reference, "give" if reference == "1049213" else "watch") for reference in BURNING
    ]
    assert tuple((one.summary, one.next_step) for one in packet.items) == ANSWERS
