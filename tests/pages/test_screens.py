"""Whatever stands in the store, a screen fits its terminal, keeps its columns, and steers nothing."""

import re
import unicodedata

import pytest
from rich.cells import cell_len

from tests.conftest import Techday

# What mails, exports and clipboards bring along: each could steer a terminal, turn text round, or break a column.
HOSTILE = {
    "colours": "\x1b[31mred\x1b[0m alert",
    "clipboard": "paste \x1b]52;c;cm0gLXJmIH4=\x07 me",
    "title of the window": "\x1b]0;owned\x1b\\ window",
    "one-byte escapes": "\x9b31mred \x9d0;owned\x9c \x90q\x9c",
    "bare escape": "\x1b",
    "cursor": "\x1b[2J\x1b[H wiped \r over \b\b\b",
    "bells and nulls": "ring\x07 \x00 \x7f end",
    "right to left override": "invoice \u202egnp.exe",
    "isolates": "\u2066a\u2067b\u2068c\u2069 \u200e\u200f",
    "nothing to see": "\u200b\u2060\ufeff\u00ad",
    "tags": "hidden\U000e0068\U000e0069",
    "markup": "[red]not markup[/red] [/] [link=http://x]y",
    "line breaks": "one\ntwo\r\nthree\u2028four\x0bfive\x85six",
    "tabs": "a\tb\tc",
    "long": "w" * 10_000,
    "wide": "邮件服务器宕机了" * 30,
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 👍🏽 ❤️ down",
    "half wide": "\uff76\uff80\uff76\uff85 \uff26\uff55\uff4c\uff4c \uff37\uff29\uff24\uff34\uff28",
    "right to left": "الطابعة لا تعمل מדפסת",
    "zalgo": "m" + "\u0301\u0327\u0335" * 40 + "ail",
    "joiners": "\u200d" * 30 + "x",
    "combining first": "\u0301\u0301 down",
}
COMMANDS = (
    *("today", "ticket list --all", "ticket show 1", "client list", "client show 1", "timecard"),
    *(
        "ticket list --columns all --all",
        "ticket list --state merged",
        "ticket list --escalated",
        "ticket show 1 --full",
    ),
    "log",
)
# Colours and the like, as Rich writes them; nothing else may begin with an escape.
SGR = re.compile("\x1b\\[[0-9;]*m")


def steers(text: str) -> list[str]:
    """Give the characters of an output that could steer a terminal or turn its text round."""
    bad = {"Cc", "Cs", "Cf", "Zl", "Zp"}
    joiners = "\u200c\u200d"  # Persian and emoji need them
    return [char for char in text if char != "\n" and char not in joiners and unicodedata.category(char) in bad]


def widest(text: str) -> int:
    """Give the width of the widest line in cells."""
    return max(cell_len(line) for line in text.splitlines())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """A store that was written past techday: every text that a screen shows is hostile, one kind in each ticket."""
    techday = Techday(tmp_path_factory.mktemp("hostile"))
    techday.did(
        "client add one",
        *[f"add ticket {number} --client one" for number in range(len(HOSTILE))],
        "ticket assign 1 Sam --new",
        "ticket note 1 words",
        "ticket reply 1 words --kind first",
        "ticket edit 1 --next x --requester x --category x --body x",
        "start 1 --at 10m",
        "today check backups fail --seen x",
        "problem open 1 --title x",
        "ticket relate 1 2",
        "ticket merge 3 1",
        "ticket escalate 4 --to Sam --reason x --tried x",
        "ticket wait 5 vendor --next x",
        "done 6 --fix x --cause x",
    )
    everything = "\n".join(text for text in HOSTILE.values() if len(text) < 500)
    with techday.raw() as db:
        for number, text in enumerate(HOSTILE.values(), start=1):
            db.execute("UPDATE ticket SET title = ? WHERE reference = ?", (text, f"L{number}"))
        db.execute(
            "UPDATE ticket SET requester = :all, category = :all, body = :all, next_action = :all,"
            " source = :all, source_status = :all WHERE reference = 'L1'",
            {"all": everything},
        )
        db.execute(
            "UPDATE client SET name = :all, area = :all, phone = :all, level = :all, code = substr('1'||:all, 1, 12)",
            {"all": everything},
        )
        db.execute("UPDATE technician SET name = ?", (everything,))
        db.execute("UPDATE ticket_event SET text = :all, detail = :all", {"all": everything})
        db.execute("UPDATE ticket SET asset = :all, fix = :all, cause = :all, cause_owed = 1", {"all": everything})
        db.execute("UPDATE ticket SET escalated_to = :all WHERE escalated_at IS NOT NULL", {"all": everything})
        db.execute("UPDATE problem SET title = :all, cause = :all, fix = :all", {"all": everything})
        db.execute("UPDATE time_entry SET note = :all", {"all": everything})
        db.execute(
            "INSERT INTO escalation"
            " (ticket_id, event_id, at, target, tier_before, tier_after, reason, tried, checklist) VALUES"
            " (1, 1, '2026-11-23T08:00:00Z', :all, 1, 2, :all, :all, json_array(json_array(:all, :all)))",
            {"all": everything},
        )
        for state in ("open", "kept", "broken"):
            db.execute(
                "INSERT INTO promise (ticket_id, text, made_at, due_at, state, outcome)"
                " VALUES (1, :all, '2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', :state, :all)",
                {"all": everything, "state": state},
            )
        db.execute("UPDATE routine_check SET seen = ?", (everything,))
        db.execute("UPDATE operation SET summary = ?", (everything,))
    return techday


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_in_the_store_can_steer_the_terminal(hostile: Techday, command: str) -> None:
    for options in ("", " --plain"):
        shown = hostile(command + options)
        assert shown.exit == 0
        assert steers(shown.stdout) == []
    coloured = hostile(command, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="")
    assert steers(SGR.sub("", coloured.stdout)) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_json_carries_every_text_and_is_plain_ascii(hostile: Techday, command: str) -> None:
    shown = hostile(f"{command} --json")
    assert shown.exit == 0
    assert shown.stdout.isascii()
    assert steers(shown.stdout) == []
    assert shown.json["schema"].startswith("techday.")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("command", [*COMMANDS[:-1], *(f"ticket show {n}" for n in range(2, len(HOSTILE) + 1, 5))])
def test_no_line_is_wider_than_the_terminal(hostile: Techday, command: str, width: int) -> None:
    assert widest(hostile(command, COLUMNS=str(width)).stdout) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
def test_columns_stand_under_each_other_whatever_the_titles(hostile: Techday, width: int) -> None:
    """The state is a word that no title holds: it begins at the same cell in every row."""
    head, *rows = hostile("ticket list", COLUMNS=str(width)).stdout.splitlines()
    starts = {cell_len(row[: re.search(r" (?:working|new|on vendor|to red)(?= |$)", row).start()]) for row in rows}  # type: ignore[union-attr]  # every row has a state
    assert len(rows) == len(HOSTILE) - 2  # one is merged, one resolved
    assert starts == {cell_len(head[: head.index(" state")])}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_title_can_be_typed_and_told(techday: Techday, kind: str) -> None:
    """On the way in it is cleaned too, and a write's own summary is as safe as a screen."""
    told = techday("add", "mail", HOSTILE[kind])
    assert told.exit == 0
    assert steers(told.stdout) == []
    with techday.raw() as db:
        [(title,)] = db.execute("SELECT title FROM ticket").fetchall()
    assert steers(title) == []
    assert len(title) <= 500


@pytest.mark.parametrize(
    "command",
    [
        ("ticket", "show", "{}"),
        ("ticket", "list", "--state", "{}"),
        ("ticket", "list", "--client", "{}"),
        ("ticket", "note", "1", "--at", "{}", "x"),
        ("ticket", "edit", "1", "--priority", "{}"),
        ("ticket", "assign", "1", "{}"),
        ("ticket", "reply", "1", "x", "--kind", "{}"),
        ("client", "show", "{}"),
        ("client", "add", "x", "--code", "{}"),
        ("client", "add", "x", "--billable", "{}"),
        ("start", "{}"),
        ("today", "check", "{}"),
        ("today", "check", "backups", "{}"),
        ("today", "--date", "{}"),
        ("{}",),
        ("ticket", "{}"),
        ("ticket", "list", "--{}"),
        ("ticket", "list", "--most", "{}"),
    ],
)
def test_an_error_repeats_what_was_typed_harmlessly(hostile: Techday, command: tuple[str, ...]) -> None:
    typed = "\x1b]52;c;eA==\x07\x9b31m\u202eevil\udcff\n\x07"
    for extra in ((), ("--json",)):
        failed = hostile(*(word.format(typed) for word in command), *extra)
        assert failed.exit in (1, 2, 3)
        assert (failed.stdout, steers(failed.stderr)) == ("", [])


# --- many tickets ---


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Two hundred open tickets in every state and priority, with long references, clients and owners."""
    techday = Techday(tmp_path_factory.mktemp("many"))
    techday.did(
        "client add Wolfeschlegelsteinhausen --code WOLFESCHLEG1", "add first", "ticket assign 1 Maximiliane --new"
    )
    with techday.raw() as db:
        for number in range(199):
            waiting = number % 4 == 0
            db.execute(
                "INSERT INTO ticket (reference, title, state, priority, client_id, owner_id, opened_at, first_seen_at,"
                " waiting_for, waiting_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    f"T20261122.{number:04}",
                    f"A matter that takes quite some words to tell, number {number}",
                    "waiting" if waiting else ("new", "working")[number % 2],
                    1 + number % 4,
                    1 if number % 3 else None,
                    1 if number % 5 else None,
                    f"2026-{1 + number % 11:02}-{1 + number % 28:02}T08:00:00Z",
                    "2026-11-23T07:00:00Z",
                    "scheduled" if waiting else None,
                    f"2026-12-{1 + number % 28:02}T08:00:00Z" if waiting else None,
                ),
            )
    return techday


@pytest.mark.parametrize("name", ["", "Kim Lee", "Maximiliane"])
@pytest.mark.parametrize(("width", "height"), [(60, 24), (80, 24), (80, 40), (120, 40), (200, 100), (20, 10)])
def test_the_board_is_never_more_than_a_screenful(many: Techday, name: str, width: int, height: int) -> None:
    many.configure(f'[technician]\nname = "{name}"\n')
    shown = many("today", COLUMNS=str(width), LINES=str(height)).stdout
    assert len(shown.splitlines()) <= min(height, 40) - 1
    assert widest(shown) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_row_keeps_its_reference_and_what_is_left(many: Techday, width: int) -> None:
    """What a technician acts by is never cut, however little room there is."""
    _, *rows = many("ticket list --most 150", COLUMNS=str(width)).stdout.splitlines()
    assert rows.pop().startswith("50 more  techday ticket list --most 200")
    assert len(rows) == 150
    assert all(re.match(r"(T20261122\.\d{4}|L1) ", row) for row in rows)
    left = [re.search(r" (-?\d+:\d\d|-?\d+h|\d+ Dec)$", row) for row in rows]
    assert all(left), rows[left.index(None)]
    assert all(cell_len(row) <= width for row in rows)


def test_each_section_says_how_many_more_there_are(many: Techday) -> None:
    many.configure("")
    shown = many("today", COLUMNS="120").stdout
    document = many("today --json").json
    for title, key in (("QUEUE", "queue"), ("WAITING", "waiting")):
        found = re.search(rf"^{title} (\d+) of (\d+).* (\d+) more: techday ticket list", shown, re.MULTILINE)
        assert found is not None
        part, total, more = (int(number) for number in found.groups())
        assert part + more == total == len(document[key])
        assert part >= 3


def test_beyond_five_hundred_the_first_of_my_own_have_their_clocks_with_all_that_happened(techday: Techday) -> None:
    """Others' tickets stand before mine in the queue, and mine are answered: their response was met."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("add first", "ticket assign 1 Sam Reed --new")
    with techday.raw() as db:
        for number in range(1100):
            mine = number >= 550
            [(ticket,)] = db.execute(
                "INSERT INTO ticket (reference, title, state, priority, owner_id, opened_at, first_seen_at)"
                " VALUES (?, 'x', 'working', ?, ?, '2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z') RETURNING id",
                (f"T{number}", 3 if mine else 2, 1 if mine else 2),
            )
            for at, kind in (("2026-11-20T08:00:00Z", "opened"), ("2026-11-20T08:05:00Z", "reply")):
                db.execute(
                    "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public) VALUES (?, ?, ?, ?, 1)",
                    (ticket, at, at, kind),
                )
    document = techday("today --json").json
    states = [one["clocks"]["response"]["state"] for one in document["queue"]]
    assert states == ["met"] * 500
    assert [one["text"] for one in document["alerts"]] == ["clocks of the first 500 of 550 open tickets"]
    listed = techday("ticket list --mine --most 550 --json").json["tickets"]
    assert [one["clocks"] is not None for one in listed] == [True] * 500 + [False] * 50


# --- colour ---


def test_colour_only_where_it_is_wanted(many: Techday) -> None:
    assert "\x1b" not in many("ticket list").stdout
    forced = many("ticket list", FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[35mWOLFE" in forced
    assert "\x1b" not in many("ticket list --plain", FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b" not in many("--plain ticket list", FORCE_COLOR="1", TERM="xterm-256color").stdout


def test_no_colour_leaves_weight_but_no_colours(many: Techday) -> None:
    shown = many("ticket list", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").stdout
    codes = {code for found in re.findall("\x1b\\[([0-9;]*)m", shown) for code in found.split(";")}
    assert codes <= {"0", "1", "2", "3"}


def test_a_screen_says_the_same_with_and_without_colour(many: Techday, hostile: Techday) -> None:
    for techday in (many, hostile):
        for command in ("today", "ticket list", "ticket show 1", "client list", "client show 1", "timecard"):
            plain = techday(command).stdout
            forced = techday(command, FORCE_COLOR="1", TERM="xterm-256color").stdout
            assert [line.rstrip() for line in SGR.sub("", forced).splitlines()] == plain.splitlines()
