"""Sending a handover: what travels, to whom, what is frozen by it, and what leaves as files."""

import contextlib
import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from techday.context import Context
from techday.database.operation import operation
from techday.errors import Refused
from techday.exchange.packet_in import packet_in
from techday.handover.colleagues import Colleague
from techday.handover.leaving import as_leaving
from techday.handover.sent_acts import Sending, send
from techday.messages.delivery import write_new
from techday.pages.handover_draft import draft, travelling
from techday.tickets.acts import Times
from tests.conftest import Techday, made_once
from tests.two_stores import sent_file

EVENING = "2026-11-23T17:05:00Z"
LATER = "2026-11-23T17:40:00Z"


@made_once
def alex(techday: Techday) -> Techday:
    """Alex has four tickets at five past five: one to give, two that are proposed to be watched, one to keep."""
    techday.configure('technician.name = "Alex Kim"\ntechnician.aliases = "akim"\n')
    techday.did(
        'client add Acme --phone "030 123"',
        "add Mail is down --client acme --priority 1",
        "ticket note 1 Exchange is out of disk",
        "ticket promise 1 An update on the mail --by 17:30",
        "add Printer jams --client acme",
        'handover set 2 give --summary "Jam in tray 2" --next "Order rollers" --told Pat',
        "add VPN is slow --client acme --priority 2",
        "add New laptop --call",
        "ticket wait 4 vendor --until fri --next Unpack",
    )
    return techday


@pytest.fixture
def sender(alex: Techday) -> Techday:
    """Give Alex at five past five."""
    alex.environ["TECHDAY_NOW"] = EVENING
    return alex


def test_what_travels_is_frozen_and_stays_the_senders(sender: Techday) -> None:
    told = sender.tell(
        "handover send --to Sam",
        "handover list",
        "handover show 1",
        "handover send --to Sam",
        "undo",
    )
    assert told.replace(str(sender.home), "~").replace(digest_of(sender), "DIGEST") == snapshot("""\

$ techday handover send --to Sam
Sent #1 to Sam: 1 given, 2 to watch (L2, L1, L3)
~/data/out/handover-1.json
~/data/out/handover-1.md
~/data/out/handover-1.html
~/data/out/handover-1.eml
2| Sam is new here
2|   Sam accepts it; then: techday handover receipt FILE
2|   or, told by phone: techday handover accept 1 --read-back "…"
$ techday handover list
#  sent   with      tickets              state
1  17:05  to Sam    1 given, 2 to watch  not accepted
  techday handover receipt FILE
  techday handover accept 1 --read-back "…"
  techday handover return 1 --reason "…"
$ techday handover show 1
#1  Handover to Sam: 1 given, 2 to watch
  sent          17:05
  state         sent, not accepted since 17:05
  back          Tue 08:00
  digest        DIGEST

GIVEN 1
  L2 P3 ACME  Printer jams
    summary     Jam in tray 2
    next step   Order rollers
    told        Pat
    now         new, Alex Kim's

TO WATCH 2
  L1 P1 ACME  Mail is down
    summary     Exchange is out of disk
    next step   not recorded
    by          17:30
    now         new, Alex Kim's
  L3 P2 ACME  VPN is slow
    summary     not recorded
    next step   not recorded
    now         new, Alex Kim's

  techday handover receipt FILE
  techday handover accept 1 --read-back "…"
  techday handover return 1 --reason "…"
$ techday handover send --to Sam
Nothing to send: Sam has #1 since 17:05
2|   techday handover set N give
$ techday undo
2| techday: Operation 10 is not undone like others: Sent #1 to Sam: 1 given, 2 to watch (L2, L1, L3)
2|   techday handover return 1 --reason "…"
exit 1
""")
    owners = {one["ref"]: one["owner"] for one in sender("ticket list --json").json["tickets"]}
    assert set(owners.values()) == {"Alex Kim"}
    assert sender("handover --json").exit == 0
    with sender.raw() as db:
        assert db.execute("SELECT count(*) FROM handover_draft").fetchone() == (0,)


def digest_of(techday: Techday) -> str:
    """Give the digest of the first handover."""
    with techday.raw() as db:
        return str(db.execute("SELECT digest FROM handover WHERE id = 1").fetchone()[0])


def test_the_packet_is_what_every_techday_takes_in(sender: Techday) -> None:
    sender.did("handover send --to Sam")
    path = sender.home / "data" / "out" / "handover-1.json"
    read = packet_in(path.read_bytes(), "handover-1.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    packet = read.packet
    assert (packet.number, packet.sender, packet.receiver, packet.zone) == (1, "Alex Kim", "Sam", "UTC")
    assert (packet.sent_at, packet.back_at) == (EVENING, "2026-11-24T08:00:00Z")
    assert [(one.plan, one.title, one.summary, one.next_step) for one in packet.items] == snapshot(
        [
            ("give", "Printer jams", "Jam in tray 2", "Order rollers"),
            ("watch", "Mail is down", "Exchange is out of disk", ""),
            ("watch", "VPN is slow", "", ""),
        ]
    )
    mail = packet.items[1]
    assert mail.client is not None
    assert (mail.client.code, mail.client.phone) == ("ACME", "030 123")
    assert [(one.text, one.due_at) for one in mail.promises] == [("An update on the mail", "2026-11-23T17:30:00Z")]
    with sender.raw() as db:
        uids = dict(db.execute("SELECT ticket_id, uid FROM ticket_uid").fetchall())
        assert db.execute("SELECT packet, digest FROM handover").fetchone() == (read.text, read.digest)
    assert sorted(uids.values()) == sorted(one.uid for one in packet.items)


def test_a_ticket_keeps_its_name_on_every_machine(sender: Techday) -> None:
    first = sent_uids(sender, "handover send 2 --to Sam --spoken --out a")
    sender.did('ticket assign 2 "Alex Kim"')
    assert sent_uids(sender, "handover send 2 --to Lee --as give --out b") == first


def sent_uids(techday: Techday, command: str) -> list[str]:
    """Send something, and give the names of its tickets in the packet."""
    folder = techday.home / command.rpartition(" ")[2]
    files = techday(f"{command.rpartition(' ')[0]} {folder} --json").json["files"]
    return [item["uid"] for item in json.loads(Path(files[0]).read_text("utf-8"))["items"]]


def test_on_a_terminal_only_what_is_missing_is_asked_for(sender: Techday) -> None:
    told = sender("handover send", typed="Sam\nFree the disk\nThe tunnel drops\n\n")
    assert told.exit == 0
    assert told.stderr == snapshot("""\
To whom: Sam is new here
To Sam: 1 given, 2 to watch
give L2 P3 ACME Printer jams
watch L1 P1 ACME Mail is down
watch L3 P2 ACME VPN is slow
2 to complete: Enter leaves it out, . ends the questions
L1 Mail is down
  Next step: L3 VPN is slow
  Summary:   Next step:   Sam accepts it; then: techday handover receipt FILE
  or, told by phone: techday handover accept 1 --read-back "…"
""")
    packet = json.loads((sender.home / "data" / "out" / "handover-1.json").read_text("utf-8"))
    assert [(one["title"], one["summary"], one["next_step"]) for one in packet["items"]] == snapshot(
        [
            ("Printer jams", "Jam in tray 2", "Order rollers"),
            ("Mail is down", "Exchange is out of disk", "Free the disk"),
            ("VPN is slow", "The tunnel drops", ""),
        ]
    )


def test_a_dot_ends_the_questions_and_yes_asks_none(sender: Techday) -> None:
    dotted = sender("handover send 1 3 --to Sam", typed=".\n")
    assert dotted.exit == 0
    assert dotted.stderr.count("Next step") == 1
    assert "Summary:" not in dotted.stderr
    hurried = sender("handover send --to Sam --yes", typed="")
    assert hurried.exit == 0
    assert "Summary:" not in hurried.stderr


def test_who_breaks_off_the_questions_has_sent_nothing_and_keeps_what_was_typed(sender: Techday) -> None:
    told = sender("handover send --to Sam", typed="Free the disk\nThe tunnel drops\n")
    assert told.exit == 130
    assert "Nothing was sent. Kept what was typed of L1, L3: techday handover" in told.stderr
    assert sender("handover list --json").json["handovers"] == []
    assert "Sam" not in sender("ticket list --json").stdout
    again = sender("handover send --to Sam", typed="Call the ISP\n")
    assert again.exit == 0
    assert again.stderr.count("Next step: ") == 1


@pytest.mark.parametrize(
    "meanwhile",
    ["ticket resolve 2 --fix Rollers", "ticket assign 2 Kim --new", "handover send 2 --to Sam --yes"],
)
def test_a_ticket_that_changed_meanwhile_is_not_sent(meanwhile: str, sender: Techday) -> None:
    with context_of(sender) as context:
        shown = [as_leaving(one) for one in travelling(draft(context))]
    nobody = Colleague(None, "Sam", "")
    sender.did(meanwhile)
    before = sender("handover list --json").json["handovers"]
    with context_of(sender) as context:
        times = Times(context.now, context.now)
        sending = Sending("Alex Kim", nobody, times, None, True, "UTC", None, (), ())
        with pytest.raises(Refused, match="L2 changed meanwhile"), operation(context, "handover send") as write:
            send(write.db, sending, shown)
    assert sender("handover list --json").json["handovers"] == before


@contextlib.contextmanager
def context_of(techday: Techday) -> Iterator[Context]:
    """Give what a command would reach."""
    context = Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())
    try:
        yield context
    finally:
        context.close()


def test_the_last_receiver_is_offered(sender: Techday) -> None:
    sender.did("handover send 2 --to Sam")
    told = sender("handover send 1 --yes", typed="\n")
    assert "To whom [Sam]: " in told.stderr
    assert sender("handover list --json").json["handovers"][0]["name"] == "Sam"


def test_several_receivers_get_a_handover_each(sender: Techday) -> None:
    sender.did("handover send 2 --to Sam", 'handover send 1 3 --as give --to "Kim Lee"')
    found = sender("handover list --json").json["handovers"]
    assert [(one["name"], one["tickets"], one["given"]) for one in found] == [("Kim Lee", 2, 2), ("Sam", 1, 1)]


def test_a_ticket_to_keep_travels_only_with_a_plan(sender: Techday) -> None:
    refused = sender("handover send 4 --to Sam")
    assert (refused.exit, refused.stderr) == snapshot(
        (
            2,
            """\
techday: L4 is to be kept
  techday handover send L4 --as give --to NAME; or --as watch
""",
        )
    )
    asked = sender("handover send 4 --to Sam --json --as w")
    assert (asked.json["handover"]["tickets"], asked.json["handover"]["given"]) == (1, 0)


def test_on_a_terminal_the_plan_of_a_ticket_to_keep_is_asked_for(sender: Techday) -> None:
    told = sender("handover send 4 --to Sam", typed="give\nIt is on its way\n")
    assert told.exit == 0
    assert "L4 New laptop is to be kept; watch or give: " in told.stderr
    assert sender("handover list --json").json["handovers"][0]["given"] == 1


@pytest.mark.parametrize(
    ("before", "command", "code", "message", "hint"),
    [
        (
            "handover send 2 --to Sam",
            "handover send 2 --to Kim",
            1,
            "with Sam, who has not answered",
            "handover return 1",
        ),
        ("ticket assign 2 Sam --new", "handover send 2 --to Kim", 1, "Sam's, and you", "ticket assign L2 me"),
        ("ticket assign 2 nobody", "handover send 2 --to Kim", 1, "nobody's", "ticket assign L2 me"),
        ("ticket resolve 2 --fix Rollers", "handover send 2 --to Kim", 1, "L2 is resolved", "ticket reopen L2"),
        ("ticket note 2 x", "handover send 99 --to Kim", 3, 'No ticket "99"', "ticket list"),
        ("ticket note 2 x", "handover send", 2, "To whom is missing", "--to NAME"),
        ("ticket note 2 x", "handover send --to Sam --as keep", 2, "not watch or give", "--as give"),
        ("ticket note 2 x", "handover send --to Sam --read-back Yes", 2, "goes with --spoken", "--spoken"),
        ("ticket note 2 x", "handover send --to Sam --out -", 2, "--out is a folder", "--out"),
        ("ticket note 2 x", "handover send --to Sam --at 'tomorrow 9:00'", 2, "still to come", "past time"),
        ("ticket note 2 x", "handover send --to Sam --at '1 jan 2020'", 1, "opened after that", "--at"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_next_step(
    sender: Techday, before: str, command: str, code: int, message: str, hint: str
) -> None:
    sender.did(before)
    count = len(sender("handover list --json").json["handovers"])
    told = sender(command)
    assert told.exit == code
    assert message in told.stderr
    assert hint in told.stderr
    assert len(sender("handover list --json").json["handovers"]) == count


@pytest.mark.parametrize(
    ("to", "code", "found"),
    [
        ("Sam Reed", 0, "Sam Reed"),
        ("sam", 0, "Sam Reed"),
        ("Sam Reed <sam@example.org>", 0, "Sam Reed"),
        ("Maria Gomez", 0, "Maria Gomez"),  # nobody here resembles her
        ("Sam Reid", 3, "Did you mean Sam Reed?"),
        ("Kim Olsen", 3, "Did you mean Kim?"),  # may be the Kim that is known by the first name
        ("Alex Kim", 1, "That is you"),
        ("AKIM", 1, "That is you"),
        ("sam@example.org", 2, "Sam Reed <sam@example.org>"),
        ("Sam <sam@>", 2, "Sam Reed <sam@example.org>"),
        ("\u202e", 2, "To whom is missing"),
    ],
)
def test_a_receiver_is_meant_by_name(sender: Techday, to: str, code: int, found: str) -> None:
    sender.did('ticket assign 4 "Sam Reed" --new', "ticket assign 4 Kim --new")
    told = sender("handover", "send", "2", "--to", to)
    assert told.exit == code
    if code:
        assert found in told.stderr
    else:
        assert sender("handover list --json").json["handovers"][0]["name"] == found
        assert ("is new here" in told.stderr) == (found == "Maria Gomez")


def test_new_says_that_nobody_known_is_meant(sender: Techday) -> None:
    sender.did('ticket assign 4 "Sam Reed" --new', 'handover send 2 --to "Sam Reid" --new')
    assert sender("handover list --json").json["handovers"][0]["name"] == "Sam Reid"


def test_without_a_name_nobody_hands_over(sender: Techday) -> None:
    sender.configure("")
    told = sender("handover send --to Sam")
    assert told.exit == 1
    assert "techday config set technician.name" in told.stderr


def test_spoken_is_sent_and_accepted_in_one_line(sender: Techday) -> None:
    assert sender.tell(
        "handover send --to Sam --spoken --read-back 'Order rollers, watch the mail' --at 17:00",
        "handover list",
        "undo",
    ) == snapshot("""\

$ techday handover send --to Sam --spoken --read-back 'Order rollers, watch the mail' --at 17:00
Handed over in words #1 to Sam: 1 given, 2 to watch (L2, L1, L3)
2| Sam is new here
$ techday handover list
#  sent   with      tickets              state
1  17:00  to Sam    1 given, 2 to watch  accepted 17:00, in words
$ techday undo
2| techday: Operation 10 is not undone like others: Handed over in words #1 to Sam: 1 given, 2 to watch (L2, L1, L3)
2|   techday handover return 1 --reason "…"
exit 1
""")
    owners = {one["ref"]: one["owner"] for one in sender("ticket list --all --json").json["tickets"]}
    assert owners == {"L1": "Alex Kim", "L2": "Sam", "L3": "Alex Kim", "L4": "Alex Kim"}
    assert not (sender.home / "data" / "out").exists()
    [sent] = sender("handover list --json").json["handovers"]
    assert (sent["state"], sent["spoken"], sent["digest"], sent["decided_by"]) == ("accepted", True, None, "Sam")
    refused = sender("handover show 1 --out x")
    assert (refused.exit, "in words" in refused.stderr) == (1, True)


def test_the_read_back_of_what_is_said_is_asked_for_and_may_be_missing(sender: Techday) -> None:
    sender.did("handover send 2 --to Sam --spoken")
    told = sender("handover send 1 --to Sam --spoken", typed="Free the disk\nI free the disk\n")
    assert "What Sam said back (Enter: nothing): " in told.stderr
    assert [one["read_back"] for one in sender("handover list --json").json["handovers"]] == ["I free the disk", None]


def test_show_tells_what_changed_since(sender: Techday) -> None:
    sender.did("handover send --to Sam")
    sender.did("ticket note 2 The rollers are ordered", "timecard log 17:10-17:20 --ticket 2", now=LATER)
    sender.did("ticket resolve 2 --fix Rollers", "ticket note 2 Tested", now=LATER)
    shown = sender("handover show 1", now=LATER).stdout
    assert "since: time 17:10, note 17:40, state 17:40 and 1 more" in shown
    lines = sender("handover show 1 --json", now=LATER).json["lines"]
    assert [(one["reference"], one["state"], len(one["changes"])) for one in lines] == [
        ("L2", "resolved", 4),
        ("L1", "new", 0),
        ("L3", "new", 0),
    ]


def test_what_cannot_be_written_costs_no_handover(sender: Techday) -> None:
    (sender.home / "data" / "out").write_text("in the way")
    told = sender("handover send --to Sam")
    assert told.exit == 0
    assert "It is sent, but: Cannot write" in told.stderr
    assert "techday handover show 1 --out DIR" in told.stderr
    again = sender(f"handover show 1 --out {sender.home / 'usb'}")
    assert again.exit == 0
    assert [line.rpartition("/")[2] for line in again.stdout.splitlines()] == [
        f"handover-1.{ending}" for ending in ("json", "md", "html", "eml")
    ]


def test_the_same_files_are_written_again(sender: Techday) -> None:
    sender.did(f"handover send --to Sam --out {sender.home / 'a'}", f"handover show 1 --out {sender.home / 'b'}")
    for ending in ("json", "md", "html"):
        name = f"handover-1.{ending}"
        assert (sender.home / "a" / name).read_bytes() == (sender.home / "b" / name).read_bytes()
    assert not (sender.home / "data" / "out").exists()


def test_copy_puts_the_text_on_the_clipboard(sender: Techday) -> None:
    told = sender("handover send --to Sam --copy --yes", typed="")
    assert told.exit == 0
    assert "\x1b]52;" in told.stdout + told.stderr


def test_a_packet_is_shown_before_it_is_taken_in(sender: Techday) -> None:
    sender.did("handover send 2 --to Sam")
    path = sender.home / "data" / "out" / "handover-1.json"
    shown = sender(f"handover show {path}")
    assert shown.stdout.replace(digest_of(sender), "DIGEST") == snapshot("""\
Handover 1 from Alex Kim to Sam
  From          Alex Kim
  To            Sam
  Sent          Mon 23 Nov 2026 17:05
  Back at       Tue 24 Nov 2026 08:00
  Tickets       1 given
  Times         local, UTC
  Digest        DIGEST

Given (1)
  They are yours once you have accepted them.

Ticket L2: Printer jams
  Client        Acme (ACME), phone 030 123
  Priority      P3
  State         new
  Summary       Jam in tray 2
  Next step     Order rollers
  Who was told  Pat
  not recorded  severity, tried, by when, if-then, promises
""")
    sam = Techday(sender.home / "sam")
    assert sam(f"handover show {path} --json").json["handover"]["state"] is None
    assert not sam.store.exists()
    path.write_bytes(path.read_bytes().replace(b"rollers", b"rubbers"))
    changed = sam(f"handover show {path}")
    assert (changed.exit, "changed after it was sent" in changed.stderr) == (1, True)
    assert sam("handover show 7").exit == sam("handover show nowhere.json").exit == 3


def test_nothing_to_send_is_a_note(techday: Techday) -> None:
    techday.configure('technician.name = "Alex Kim"\n')
    assert techday.tell("handover send --to Sam", "handover send --to Sam --json", "handover list") == snapshot("""\

$ techday handover send --to Sam
Nothing to send: no open ticket is yours
2|   techday handover set N give
$ techday handover send --to Sam --json
{
  "schema": "techday.change/1",
  "operation": null,
  "summary": "Nothing to send: no open ticket is yours",
  "handover": null,
  "files": []
}
$ techday handover list
Nothing was handed over yet.
  techday handover
""")
    assert not techday.store.exists()


def test_whatever_was_typed_the_packet_is_taken_in(sender: Techday) -> None:
    hostile = "| `a` <b> [x](y) \u202e\x1b[2J \u65e5\u672c " + "x" * 3000
    sender.did("ticket edit 1 --title Mail")
    sender("ticket", "promise", "1", hostile, "--by", "18:00")
    sender("watch", "add", hostile[:150], "--client", "acme", "--kind", "backup", "--every", "daily")
    sender("watch", "check", "|", "fail", "--seen", hostile)
    sender("schedule", "add", hostile[:400], "--start", "tue 9:00", "--end", "tue 10:00", "--place", hostile[:300])
    words = [part for name in ("summary", "tried", "next", "if-then", "told") for part in (f"--{name}", hostile)]
    assert sender("handover", "set", "1", "give", *words).exit == 0
    sender.did("handover send --to Sam")
    packet = packet_in((sender.home / "data" / "out" / "handover-1.json").read_bytes(), "packet").packet
    assert (len(packet.watches), len(packet.schedule)) == (1, 1)
    assert all("\x1b" not in text for text in sender("handover show 1").stdout.splitlines())
    assert sender("doctor").exit == 0


def test_three_hundred_tickets_travel_like_any_other(sender: Techday) -> None:
    rows = "".join(
        f'{9000 + number},"{hostile} {number}",High,Open,Acme,Alex Kim,2026-11-20 08:00\n'
        for number in range(300)
        for hostile in ["| `a` <b> [x](y) \u202e\x1b[2J"]
    )
    file = sender.home / "t.csv"
    file.write_text(f"Ticket #,Summary,Priority,Status,Company,Owner,Created\n{rows}", "utf-8")
    sender.did(f"import {file} --source psa", "handover send --to Sam --as give")
    packet = packet_in((sender.home / "data" / "out" / "handover-1.json").read_bytes(), "packet").packet
    assert len(packet.items) == 303
    external = [one for one in packet.items if one.external]
    assert (len(external), {one.source for one in external}) == (300, {"psa"})
    shown = sender("handover show 1").stdout
    assert "\x1b" not in shown
    assert "9299" in shown
    assert len(sender("handover show 1 --json").json["lines"]) == 303


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_screens_fit(sender: Techday, width: int) -> None:
    sender.did("handover send --to 'Maximilian Constantin von Habsburg-Lothringen the Third'")
    for command in ("handover list", "handover show 1"):
        lines = sender(command, COLUMNS=str(width)).stdout.splitlines()
        assert max(map(len, lines)) <= max(width, 77), command  # a digest is not cut


def test_what_was_recorded_as_a_dot_ends_no_questions(sender: Techday) -> None:
    sender.did("handover set 2 give --summary .")
    told = sender("handover send --to Sam", typed="Free it\nSlow since noon\nTrace it\n")
    assert told.exit == 0
    words = [(one["summary"], one["next_step"]) for one in sender("handover show 1 --json").json["lines"]]
    assert words == [
        (".", "Order rollers"),
        ("Exchange is out of disk", "Free it"),
        ("Slow since noon", "Trace it"),
    ]


def test_of_very_many_events_the_first_and_the_latest_travel(sender: Techday) -> None:
    sender.did("ticket reply 2 'We look at it'")
    with sender.raw() as db:
        db.executemany(
            "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, text)"
            " SELECT id, :at, :at, 'note', 'still jams' FROM ticket WHERE reference = 'L2'",
            [{"at": f"2026-11-23T17:{minute:02}:{second:02}Z"} for minute in (6, 7) for second in range(60)],
        )
    packet = sent_file(sender("handover send 2 --to Sam --yes --json", now=LATER))
    [item] = json.loads(packet.read_text("utf-8"))["items"]
    assert [one["kind"] for one in item["history"][:4]] == ["opened", "reply", "state", "note"]
    assert (len(item["history"]), item["history"][-1]["at"]) == (100, "2026-11-23T17:07:59Z")


def test_what_was_set_meanwhile_stays_for_the_next_handover(sender: Techday) -> None:
    with context_of(sender) as context:
        items = [as_leaving(one) for one in travelling(draft(context))]
    sender.did("handover set 2 --tried 'turned it off and on'")
    with context_of(sender) as context:
        times = Times(context.now, context.now)
        sending = Sending("Alex Kim", Colleague(None, "Sam", ""), times, None, True, "UTC", None, (), ())
        with operation(context, "handover send") as write:
            send(write.db, sending, items)
            write.summary = "Sent"
    with sender.raw() as db:
        assert db.execute("SELECT tried FROM handover_draft").fetchall() == [("turned it off and on",)]


@pytest.mark.parametrize("name", ["me", "Me", "myself", "Alex Kim", "akim"])
def test_nobody_hands_over_to_themselves(sender: Techday, name: str) -> None:
    told = sender(f"handover send 2 --to '{name}'")
    assert (told.exit, "That is you" in told.stderr) == (1, True)


def test_who_gives_away_what_the_timer_runs_on_is_told(sender: Techday) -> None:
    sender.did("start 2", now="2026-11-23T16:50:00Z")
    told = sender("handover send 2 --to Sam")
    assert "warning: The timer still runs on L2, which you handed over (techday stop)" in told.stderr
    sender.did("stop", now=LATER)
    shown = sender("handover show 1 --json", now=LATER).json["lines"][0]["changes"]
    assert [(one["kind"], one["at"]) for one in shown] == [("time", "2026-11-23T16:50:00Z")]


def test_time_that_is_told_later_is_a_change(sender: Techday) -> None:
    sender.did("handover send 2 --to Sam")
    sender.did("timecard log 8:30-9:00 --ticket 2", now=LATER)
    assert "since: time 08:30" in sender("handover show 1", now=LATER).stdout


@pytest.mark.parametrize("out", ["{home}/file/sub", "{home}/link", "{home}/" + "x" * 300, "a\x07b", " ", "-"])
def test_a_folder_that_cannot_be_is_known_before_anything_is_frozen(sender: Techday, out: str) -> None:
    (sender.home / "file").write_text("in the way")
    (sender.home / "link").symlink_to(sender.home / "nowhere")
    told = sender("handover", "send", "2", "--to", "Sam", "--out", out.format(home=sender.home))
    assert (told.exit, "--out" in told.stderr) == (2, True)
    assert sender("handover list --json").json["handovers"] == []


def test_of_files_that_cannot_all_be_written_the_others_are_named(
    sender: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pages(path: Path, raw: bytes) -> Path:
        if path.suffix == ".html":
            raise Refused("Cannot write the page", hint="")
        return write_new(path, raw)

    monkeypatch.setattr("techday.handover.mail.write_new", without_pages)
    told = sender("handover send 2 --to Sam --json")
    assert [file.rpartition(".")[2] for file in told.json["files"]] == ["json", "md", "eml"]
    assert "It is sent, but: Cannot write" in told.stderr


def test_more_tickets_than_a_packet_takes_in_are_not_sent(sender: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("techday.handover.sent_acts.MOST_TICKETS", 2)
    told = sender("handover send --to Sam")
    assert (told.exit, "More than 2 tickets are too much" in told.stderr) == (1, True)
    assert sender("handover send 1 2 --as give --to Sam").exit == 0
