"""Documents as a technician writes, reads, reviews and deletes them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.documents.commands import app, complete_document, complete_kind
from tests.conftest import Techday, examples, made_once
from tests.documents.piped import from_file, from_pipe, piped

HOSTILE = "VPN\x1b]0;owned\x07 \u202eevil\u202c 邮件服务器 " + "long " * 40


@made_once
def written(techday: Techday) -> Techday:
    """Documents of two clients and of the company: one due today, one overdue, one with time left."""
    techday.did(
        "client add Acme",
        "client add 'Globex Corporation'",
        "client doc add Mail server --client acme --kind system --review-every 30d --text 'Runs on srv1'",
        "client doc add Onboarding --review-every 31d --text '# New people'",
        now="2026-10-23T08:00:00Z",
    )
    techday.did(
        "client doc add VPN to the branch --client acme --kind network --review-every 12w --text 'Two tunnels'",
        "client doc add Where passwords are --client globex --kind credentials --text 'In KeePass, folder Globex'",
    )
    return techday


def test_the_list_client_by_client(written: Techday) -> None:
    assert written.tell(
        "client doc", "client doc list --client acme --kind sys", "client doc list --due --company"
    ) == snapshot("""\

$ techday client doc
WHOLE COMPANY
 2  procedure    Onboarding           due today

ACME  Acme
 1  system       Mail server          due since Sun
 3  network      VPN to the branch    review 15 Feb 2027

GLOBEX  Globex Corporation
 4  credentials  Where passwords are

2 due for review  techday client doc review ID
$ techday client doc list --client acme --kind sys
ACME  Acme
 1  system  Mail server       due since Sun

1 due for review  techday client doc review ID
$ techday client doc list --due --company
WHOLE COMPANY
 2  procedure  Onboarding        due today

1 due for review  techday client doc review ID
""")
    assert written("client doc list").stdout == written("client doc").stdout


def test_the_empty_list_says_how_to_begin(techday: Techday) -> None:
    assert techday.tell("client doc", "client doc list --due") == snapshot("""\

$ techday client doc
No documents yet.
  techday client doc add TITLE --client C
$ techday client doc list --due
No such documents.
  techday client doc list
""")
    assert techday("client doc --json").json == {"schema": "techday.documents/1", "documents": []}
    assert not techday.store.exists()


def test_one_document(written: Techday) -> None:
    assert written.tell(
        "client doc show mail",
        "client doc show 2",
        "client doc show VPN --client globex",
    ) == snapshot("""\

$ techday client doc show mail
Runs on srv1
2| 1 Mail server
2|   client ACME
2|   kind system
2|   written 23 Oct 08:00
2|   reviewed never, every 30 days
2|   next due since Sun
$ techday client doc show 2
# New people
2| 2 Onboarding
2|   client the whole company
2|   kind procedure
2|   written 23 Oct 08:00
2|   reviewed never, every 31 days
2|   next due today
$ techday client doc show VPN --client globex
2| techday: No document "VPN"
2|   techday client doc list
exit 3
""")


@pytest.mark.parametrize("verb", ["show", "review", "history", "delete"])
def test_a_number_is_only_taken_for_a_document_of_the_client_that_is_named(written: Techday, verb: str) -> None:
    for number, told in (("1", "1 Mail server is of ACME"), ("2", "2 Onboarding is of the whole company")):
        result = written(f"client doc {verb} {number} --client globex")
        assert (result.exit, result.stdout) == (3, "")
        assert result.stderr.splitlines()[0] == f"techday: Document {told}, not of GLOBEX"
    # Where a title of the client has the number in it, that is what is meant.
    written.did("client doc add 'Rule 1 of the wall' --client globex --text x")
    assert written(f"client doc {verb} 1 --client globex --json").exit == 0
    assert written(f"client doc {verb} 1 --client acme").exit == 0


def test_the_history_of_a_document_that_was_deleted_is_its_clients(written: Techday) -> None:
    written.did("client doc delete 1")
    assert written("client doc history 1 --client acme").exit == 0
    told = written("client doc history 1 --client globex")
    assert (told.exit, told.stderr.splitlines()[0]) == (
        3,
        "techday: Document 1 Mail server is of ACME, not of GLOBEX",
    )


def test_a_document_that_several_could_be_is_asked_for_by_number(written: Techday) -> None:
    written.did("client doc add Mail --client globex --text x", "client doc add Mail archive --text x")
    assert written.tell(
        "client doc show mai", "client doc show mail", "client doc show mial", "client doc show 99"
    ) == snapshot("""\

$ techday client doc show mai
2| techday: "mai" could be several documents: 1 Mail server (ACME), 5 Mail (GLOBEX), 6 Mail archive
2|   Type the number of one
exit 3
$ techday client doc show mail
x
2| 5 Mail
2|   client GLOBEX
2|   kind procedure
2|   written 08:14
2|   reviewed never
$ techday client doc show mial
2| techday: No document "mial"
2|   Did you mean Mail?
exit 3
$ techday client doc show 99
2| techday: No document "99"
2|   techday client doc list
exit 3
""")


def test_a_drawn_document(written: Techday) -> None:
    written.did("client doc edit 1 --text '# Mail\n\n- runs on **srv1**\n- [wiki](https://wiki.example)'")
    shown = written("client doc show 1", FORCE_COLOR="1", TERM="xterm")
    assert "\x1b[1m" in shown.stdout
    assert "(\x1b[4mhttps://wiki.example\x1b[0m)" in shown.stdout
    assert "\x1b[36m" in shown.stdout
    assert "\x1b[36m" not in written("client doc show 1", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert written("client doc show 1 --plain", FORCE_COLOR="1").stdout.startswith("# Mail\n\n- runs on **srv1**\n")


def test_what_goes_in_through_a_pipe_comes_out_of_it(techday: Techday) -> None:
    text = "# Fire wall\n\n    code\twith tab\nstreet  \ntown\n\n\n\n👩‍👩‍👧 Zürich\n"
    assert (
        piped(techday, "client doc add Firewall", text.encode()).stdout
        == "Wrote document 1 Firewall (company, procedure)\n"
    )
    out = techday("client doc show 1").stdout
    assert out == text.replace("\t", "    ")
    again = piped(techday, "client doc edit 1", out.encode())
    assert (again.exit, again.stdout) == (0, "Document 1 says so already\n")
    assert piped(techday, "client doc edit 1 --text - --title Wall", b"new").exit == 0
    assert techday("client doc show wall").stdout == "new\n"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"one\ntwo\0three", "The input is not a text: a zero byte on line 2, byte 4; nothing was saved"),
        (
            b"caf\xe9\n",
            "The input is not a text: the byte 0xE9, which is not UTF-8, on line 1, byte 4; nothing was saved",
        ),
        (
            b"\xef\xbb\xbfx\n\xff",
            "The input is not a text: the byte 0xFF, which is not UTF-8, on line 2, byte 1; nothing was saved",
        ),
        ("Zürich".encode("utf-16"), "The input is not a text: UTF-16 on line 1, byte 1; nothing was saved"),
        (b"%PDF-1.7\n\xe2", "The input is not a text: a PDF document on line 1, byte 1; nothing was saved"),
        (b"x" * 2_000_001, "The input is too long for a document: 2 MB at the most"),
        (b"\x1b[31m\x07", "The input holds no text; nothing was saved"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(techday: Techday, raw: bytes, told: str) -> None:
    result = piped(techday, "client doc add Firewall", raw)
    assert (result.exit, result.stdout) == (1, "")
    lines = [line for line in result.stderr.splitlines() if not line.startswith("warning: ")]
    assert lines[0] == f"techday: {told}"
    assert len(lines) == 2
    assert not techday.store.exists()


def test_what_is_piped_in_beside_other_options_is_not_read_and_that_is_said(techday: Techday) -> None:
    techday.did("client doc add Wall --text old")
    unread = "warning: the input was not read: other options were given (--text - takes the text from it)\n"
    notes = techday.home / "notes.md"
    notes.write_text("new", encoding="utf-8")
    for title in ("Gate", "Door"):
        command = f"client doc edit 1 --title {title}"
        result = from_file(techday, command, notes) if title == "Gate" else from_pipe(techday, command, b"new")
        assert (result.exit, result.stdout) == (0, f"Changed title of document 1 {title}\n")
        assert result.stderr == unread
        assert techday("client doc show 1").stdout == "old\n"
    # An open pipe to which nobody writes is not waited for, and an empty file says nothing.
    notes.write_text("", encoding="utf-8")
    assert from_pipe(techday, "client doc edit 1 --title Wall", b"").stderr == ""
    assert from_file(techday, "client doc edit 1 --title Gate", notes).stderr == ""
    notes.write_text("new", encoding="utf-8")
    taken = from_file(techday, "client doc edit 1 --title Wall --text -", notes)
    assert (taken.stdout, taken.stderr) == ("Changed title, text of document 1 Wall\n", "")


def test_control_bytes_are_cleaned_away_and_that_is_said(techday: Techday) -> None:
    result = piped(techday, "client doc add Wall", b"one\n\x1b[31mred\x07\x08\nthree")
    assert result.stdout == "Wrote document 1 Wall (company, procedure)\n"
    assert result.stderr == "warning: 3 control or invisible characters were cleaned away, the first on line 2\n"
    assert techday("client doc show 1").stdout == "one\nred\nthree\n"


def test_a_megabyte_is_taken_shown_and_found_again(techday: Techday) -> None:
    text = "".join(f"line {number} of a long procedure, with words in it\n" for number in range(22_000))
    assert 1_000_000 < len(text) < 2_000_000
    assert piped(techday, "client doc add Long", text.encode()).exit == 0
    assert techday("client doc show 1").stdout == text
    drawn = techday("client doc show 1", FORCE_COLOR="1")
    assert drawn.stdout.endswith(text)
    assert drawn.stderr == "Shown as it is: too much to be drawn as Markdown\n"
    assert piped(techday, "client doc edit 1", (text + "one more\n").encode()).exit == 0
    assert "text (+1 line)" in techday("client doc history 1").stdout
    assert techday("client doc history 1 --diff 2").stdout.endswith("\n+one more\n")


@pytest.mark.parametrize("command", ["client doc add Wall", "client doc add Wall --text ' '", "client doc edit 1"])
def test_without_a_text_the_ways_to_give_one_are_told(written: Techday, command: str) -> None:
    result = written(command)
    assert (result.exit, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == "techday: The text is missing"
    assert "--text TEXT " in result.stderr
    assert ", or < FILE; Set VISUAL or EDITOR" in result.stderr
    assert written(command, typed="").exit == 2
    assert written(f"{command} --json").error["kind"] == "usage"


@pytest.mark.parametrize(
    ("command", "exit_code", "told"),
    [
        ("client doc add x --text y --kind pro", 2, 'No kind of document "pro"'),
        ("client doc add x --text y --client nobody", 3, 'No client "nobody"'),
        ("client doc add x --text y --review-every 3m", 2, '"3m" is no interval of reviews'),
        ("client doc add x --text y --review-on never-ever", 2, '"never-ever" is not a date'),
        ("client doc add '\x1b[0m' --text y", 2, "A document needs a title"),
        ("client doc list --client acme --company", 2, "--client and --company exclude each other"),
        ("client doc history 1 --show 9", 3, "Document 1 has no change 9"),
        ("client doc history 1 --show 0", 3, "Document 1 has no change 0"),
        ("client doc history 1 --show 1 --diff 1", 2, "--show and --diff exclude each other"),
        ("client doc history 99", 3, 'No document "99"'),
        ("client doc delete nothing", 3, 'No document "nothing"'),
    ],
)
def test_what_cannot_be_is_told(written: Techday, command: str, exit_code: int, told: str) -> None:
    result = written(command)
    assert (result.exit, result.stdout) == (exit_code, "")
    assert result.stderr.splitlines()[0] == f"techday: {told}"
    assert len(result.stderr.splitlines()) == 2


def test_words_that_are_no_text_are_refused_as_bytes_are(techday: Techday) -> None:
    result = techday("client", "doc", "add", "Wall", "--text", "caf\udce9")
    assert result.exit == 1
    assert "--text is not a text: the byte 0xE9, which is not UTF-8, on line 1, byte 4" in result.stderr
    assert techday("client", "doc", "add", "Wall", "--text", "x\ud800").exit == 1


def test_a_review_moves_the_next_one_by_its_interval(written: Techday) -> None:
    assert written.tell(
        "client doc review mail --note 'asked Kim, still srv1'",
        "client doc review onboarding",
        "client doc review 4",
        "client doc list --due",
        "client doc review 1 --at 'yesterday 10:00'",
    ) == snapshot("""\

$ techday client doc review mail --note 'asked Kim, still srv1'
Reviewed document 1 Mail server, next on 2026-12-23: asked Kim, still srv1
$ techday client doc review onboarding
Reviewed document 2 Onboarding, next on 2026-12-24
$ techday client doc review 4
Reviewed document 4 Where passwords are
$ techday client doc list --due
No such documents.
  techday client doc list
$ techday client doc review 1 --at 'yesterday 10:00'
Document 1 was reviewed since
""")
    found = {one["id"]: one for one in written("client doc --json").json["documents"]}
    assert [(found[number]["reviewed_at"], found[number]["review_on"]) for number in (1, 2, 4)] == [
        ("2026-11-23T08:14:00Z", "2026-12-23"),
        ("2026-11-23T08:14:00Z", "2026-12-24"),
        ("2026-11-23T08:14:00Z", None),
    ]


@pytest.mark.parametrize(
    ("options", "review_on"),
    [
        ("--review-every 10d", "2026-11-02"),  # counted from when it was written, since nobody looked at it since
        ("--review-every none", None),
        ("--review-on fri", "2026-11-27"),
        ("--review-every 10d --review-on 2027-01-01", "2027-01-01"),
        ("--review-on none", None),
        ("--title Post --kind integration --client ' NONE '", "2026-11-22"),
    ],
)
def test_what_is_said_of_a_document_can_change(written: Techday, options: str, review_on: str | None) -> None:
    changed = written(f"client doc edit 1 {options} --json").json["document"]
    assert changed["review_on"] == review_on
    assert changed["body"] == "Runs on srv1"
    assert changed["history"] == 2
    again = written(f"client doc edit 1 {options}")
    assert again.stdout == "Document 1 says so already\n"


def test_a_new_interval_counts_from_the_last_review(written: Techday) -> None:
    written.did("client doc review 1")
    assert written("client doc edit 1 --review-every 10d --json").json["document"]["review_on"] == "2026-12-03"


def test_what_happened_to_a_document(written: Techday) -> None:
    written.did(
        "client doc edit 1 --text 'Runs on srv2\nsince May'",
        "client doc edit 1 --title Post --client none",
        "client doc review 1 --note 'looked'",
        "client doc delete 1",
    )
    assert written.tell(
        "client doc history 1",
        "client doc history 1 --show 1",
        "client doc history 1 --diff 2",
        "client doc history 1 --diff 3",
        "client doc show 1",
        "client doc history 1 --most 2",
    ) == snapshot("""\

$ techday client doc history 1
1  Post
 5  08:14         deleted (-2 lines)  Deleted (company, system)
 4  08:14         reviewed            Reviewed, next on 2026-12-23: looked
 3  08:14         title, client       Changed title, client
 2  08:14         text (+2 -1 lines)  Changed text of document 1 Mail server
 1  23 Oct 08:00  written (+1 line)   Wrote document 1 Mail server (ACME, syste…
techday client doc history 1 --show N  or --diff N
$ techday client doc history 1 --show 1
Runs on srv1
2| Wrote document 1 Mail server (ACME, system)
$ techday client doc history 1 --diff 2
--- 1 before 2
+++ 1 after 2
@@ -1 +1,2 @@
-Runs on srv1
+Runs on srv2
+since May
2| Changed text of document 1 Mail server
$ techday client doc history 1 --diff 3
2| Changed title, client of document 1 Post
2| The text stayed as it was
$ techday client doc show 1
2| techday: No document "1"
2|   It was deleted: techday client doc history 1
exit 3
$ techday client doc history 1 --most 2
1  Post
 5  08:14  deleted (-2 lines)  Deleted (company, system)
 4  08:14  reviewed            Reviewed, next on 2026-12-23: looked
3 more  --most 5
techday client doc history 1 --show N  or --diff N
""")


def test_undo_and_redo_bring_every_change_back(written: Techday) -> None:
    before = written("client doc show 1 --json").json
    for command in (
        "client doc edit 1 --text 'Runs on srv2'",
        "client doc edit 1 --title Post --kind vendor --client none --review-every none",
        "client doc review 1",
        "client doc delete 1",
    ):
        written.did(command)
        after = written("client doc show 1 --json").json if "delete" not in command else None
        written.did("undo")
        assert {**written("client doc show 1 --json").json, "history": 1} == {**before, "history": 1}
        written.did("redo")
        if after is not None:
            assert {**written("client doc show 1 --json").json, "history": 1} == {**after, "history": 1}
        written.did("undo")
    assert written("client doc show 1").stdout == "Runs on srv1\n"


@examples(6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.sampled_from(["a", "a\nb", "b\n\nc", "# d", "e  \nf"]), min_size=1, max_size=6))
def test_every_older_text_can_be_read_again(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    techday = Techday(Path(tmp_path_factory.mktemp("home")))
    techday("client", "doc", "add", "Wall", "--text", texts[0])
    said = [texts[0]]
    for text in texts[1:]:
        techday("client", "doc", "edit", "1", "--text", text)
        said += [text] if text != said[-1] else []
    told = techday("client doc history 1 --json").json
    assert (told["total"], len(told["changes"])) == (len(said), len(said))
    for number, text in enumerate(said, 1):
        assert techday(f"client doc history 1 --show {number} --json").json["text"] == text


def test_a_secret_among_credentials_is_warned_of_and_kept(techday: Techday) -> None:
    result = techday("client", "doc", "add", "Router", "--kind", "credentials", "--text", "# Router\npassword: hunter2")
    assert (result.exit, result.stdout) == (0, "Wrote document 1 Router (company, credentials)\n")
    assert result.stderr == (
        "warning: line 2 seems to hold a secret itself (password); anybody with this store reads it"
        " (Say where it is kept, not what it is: techday client doc edit 1)\n"
    )
    assert "hunter2" not in result.stderr
    plain = techday("client", "doc", "add", "Gate", "--kind", "network", "--text", "password: hunter2")
    assert plain.stderr == ""
    assert "seems to hold" in techday("client doc edit gate --kind credentials").stderr
    assert techday("client doc edit 1 --text 'In KeePass'").stderr == ""


def test_a_second_document_of_one_title_is_told(written: Techday) -> None:
    result = written("client doc add MAIL server --client acme --text x")
    assert (result.exit, result.stdout) == (0, "Wrote document 5 MAIL server (ACME, procedure)\n")
    assert result.stderr == "warning: document 1 has the same title (techday client doc show 1)\n"


def test_none_is_the_whole_company_wherever_a_client_is_set(written: Techday) -> None:
    added = written("client doc add Wall --client None --review-on ' none ' --review-every NONE --text x --json").json
    assert (added["document"]["client"], added["document"]["review_on"]) == (None, None)
    # To look for, there is --company.
    assert written("client doc list --client none").exit == 3


def test_documents_as_json(written: Techday) -> None:
    listed = written("client doc list --due --json").json
    assert listed["schema"] == "techday.documents/1"
    assert listed["documents"] == [
        {
            "id": 2,
            "client": None,
            "kind": "procedure",
            "title": "Onboarding",
            "updated_at": "2026-10-23T08:00:00Z",
            "reviewed_at": None,
            "review_on": "2026-11-23",
            "due": True,
        },
        {
            "id": 1,
            "client": "ACME",
            "kind": "system",
            "title": "Mail server",
            "updated_at": "2026-10-23T08:00:00Z",
            "reviewed_at": None,
            "review_on": "2026-11-22",
            "due": True,
        },
    ]
    shown = written("client doc show 1 --json").json
    assert {key: shown.pop(key) for key in ("schema", "created_at", "review_days", "body", "history")} == {
        "schema": "techday.document/1",
        "created_at": "2026-10-23T08:00:00Z",
        "review_days": 30,
        "body": "Runs on srv1",
        "history": 1,
    }
    assert shown == listed["documents"][1]
    told = written("client doc history 1 --diff 1 --json").json
    assert told == {
        "schema": "techday.document-history/1",
        "id": 1,
        "title": "Mail server",
        "total": 1,
        "changes": [
            {
                "number": 1,
                "operation": 3,
                "at": "2026-10-23T08:00:00Z",
                "verb": "client doc add",
                "summary": "Wrote document 1 Mail server (ACME, system)",
                "undone_by": None,
                "changed": ["written"],
                "lines_added": 1,
                "lines_removed": 0,
            }
        ],
        "text": None,
        "diff": "--- 1 before 1\n+++ 1 after 1\n@@ -0,0 +1 @@\n+Runs on srv1",
    }
    assert written("client doc delete 1 --json").json["deleted"] == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_screen_fits_its_width_and_steers_nothing(written: Techday, width: int) -> None:
    from rich.cells import cell_len

    written("client", "doc", "add", HOSTILE, "--client", "acme", "--kind", "credentials", "--text", HOSTILE)
    with written.raw() as db:
        db.execute("UPDATE document SET title = ?, review_on = '2025-01-01' WHERE id = 4", (HOSTILE,))
        db.execute(
            "UPDATE document SET body = ? WHERE id = 5", (f"# {HOSTILE}\n\n[{HOSTILE}](http://x/{HOSTILE})\x1b[2J",)
        )
    for command in ("client doc", "client doc history 4", "client doc history 5", "client doc show 5"):
        shown = written(command, COLUMNS=str(width))
        assert shown.exit == 0
        told = shown.stdout + shown.stderr
        assert "\x1b" not in told and "\u202e" not in told
        if command != "client doc show 5":
            assert all(cell_len(line) <= width for line in shown.stdout.splitlines()), command
    drawn = written("client doc show 5", COLUMNS=str(width), FORCE_COLOR="1", TERM="xterm").stdout
    assert "\x1b]" not in drawn and "\x1b[2J" not in drawn and "\u202e" not in drawn


def test_a_document_completes_by_its_number_or_title(written: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer
    from typer.main import get_command

    for name, value in written.environ.items():
        monkeypatch.setenv(name, value)
    ctx = typer.Context(get_command(app))
    everything = complete_document(ctx, "")
    assert everything[0] == ("1", "ACME: Mail server")
    assert [number for number, _ in everything] == ["1", "2", "3", "4"]
    assert complete_document(ctx, "MAIL") == complete_document(ctx, "1") == everything[:1]
    assert complete_document(ctx, "x") == []
    assert complete_kind("pro") == ["protocol", "procedure"]
    monkeypatch.setenv("TECHDAY_STORE", str(written.home))
    assert complete_document(ctx, "") == []
