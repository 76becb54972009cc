"""A draft is ready to send: what the store knows is in it, and the store is not touched."""

import json
import os
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.text import clean_block, clean_line
from techday.messages.delivery import mail_of
from techday.messages.rules import Message
from tests.conftest import Techday, made_once


@made_once
def mail_down(techday: Techday) -> Techday:
    """A technician with a name, and a ticket of which much is known."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(
        "client add Acme",
        "add Mail is down --client acme --requester 'Ana Lopez'",
        "ticket promise 1 send the quote --by 16:00",
        "ticket edit 1 --next 'call the provider'",
    )
    return techday


def test_the_first_answer(mail_down: Techday) -> None:
    assert mail_down.tell("ticket draft 1") == snapshot("""\

$ techday ticket draft 1
Subject: Mail is down [L1]

Hello Ana,

Thank you for telling us about "Mail is down". I am looking after it; if you call, just name L1.

What happens next: call the provider
You will hear from me again by 16:00 today.

If anything changes in the meantime, answer this message.

Kind regards
Kim Lee
""")


def test_an_update_with_own_words(mail_down: Techday) -> None:
    mail_down.did("reply 1 I am on it")
    assert mail_down.tell("ticket draft 1 The provider has confirmed the fault.") == snapshot("""\

$ techday ticket draft 1 The provider has confirmed the fault.
Subject: Mail is down [L1]

Hello Ana,

"Mail is down" is still open, and I have not forgotten it.

The provider has confirmed the fault.

What happens next: call the provider
What I promised you: send the quote, by 16:00 today.
You will hear from me again by 16:00 today, even if there is nothing new by then.

Kind regards
Kim Lee
""")


def test_bad_news_come_first(mail_down: Techday) -> None:
    assert mail_down.tell("ticket draft 1 bad-news 'The mails of today are lost.'") == snapshot("""\

$ techday ticket draft 1 bad-news 'The mails of today are lost.'
Subject: Mail is down [L1]

Hello Ana,

I have bad news about "Mail is down". The mails of today are lost.

What happens next: call the provider
What I promised you: send the quote, by 16:00 today.
You will hear from me again by 16:00 today.

If this keeps you from working, call me, and we will find a way for you to work until then.

Kind regards
Kim Lee
""")


def test_a_mistake_is_owned(mail_down: Techday) -> None:
    assert mail_down.tell("ticket draft 1 mistake I restored the wrong mailbox.") == snapshot("""\

$ techday ticket draft 1 mistake I restored the wrong mailbox.
Subject: Mail is down [L1]

Hello Ana,

I made a mistake with "Mail is down", and I am sorry. I restored the wrong mailbox.

What I do now to put it right: call the provider
What I promised you: send the quote, by 16:00 today.
You will hear from me again by 16:00 today.

If it has caused trouble that I do not know of yet, please tell me.

Kind regards
Kim Lee
""")


def test_what_fixed_it(mail_down: Techday) -> None:
    mail_down.did("ticket resolve 1 --fix 'Renewed the certificate' --cause 'It ran out on Sunday'")
    assert mail_down.tell("ticket draft 1") == snapshot("""\

$ techday ticket draft 1
Subject: Mail is down [L1]

Hello Ana,

"Mail is down" is fixed.

What was done: Renewed the certificate
The cause: It ran out on Sunday

If it does not work for you, or comes back, answer this message or call us and name L1. I will take it up again.

Kind regards
Kim Lee
""")


def test_to_whom_the_ticket_was_handed_up(mail_down: Techday) -> None:
    mail_down.did("ticket escalate 1 --to L2 --reason 'No access to the server' --tried 'Restart; new password'")
    assert mail_down.tell("ticket draft 1 escalation") == snapshot("""\

$ techday ticket draft 1 escalation
Subject: Please take over: Mail is down [L1]

Hello L2 team,

Please take over L1, "Mail is down".

Why: No access to the server
What was tried: Restart; new password
Next step, as I see it: call the provider

Client: Acme
Reported by: Ana
Open since: Mon 23 Nov 2026
Promised to the client: send the quote, by 16:00 today.
The client is to hear from us again by 16:00 today.

Please tell me when you have it. Until then it stays with me.

Kind regards
Kim Lee
""")


def test_of_a_ticket_of_which_nothing_is_known_a_message_still_reads_well(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("ticket draft 1", "ticket draft 1 bad-news") == snapshot("""\

$ techday ticket draft 1
Subject: Mail is down [L1]

Hello,

Thank you for telling us about "Mail is down". I am looking after it; if you call, just name L1.

You will hear from me again by Wed 25 Nov, 08:00.

If anything changes in the meantime, answer this message.

Kind regards
$ techday ticket draft 1 bad-news
Subject: Mail is down [L1]

Hello,

I have bad news about "Mail is down".

You will hear from me again by Wed 25 Nov, 08:00.

If this keeps you from working, call me, and we will find a way for you to work until then.

Kind regards
2| warning: The message does not say what has happened (techday ticket draft L1 bad-news TEXT)
2| warning: The message does not say what happens next (techday ticket edit L1 --next TEXT)
""")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("updat", "Did you mean update?"),
        ("Fixd", "Did you mean fixed?"),
    ],
)
def test_a_kind_that_is_misspelt_is_not_sent_to_the_client(mail_down: Techday, command: str, told: str) -> None:
    result = mail_down(f"ticket draft 1 {command}")
    assert (result.exit, result.stdout) == (2, "")
    assert told in result.stderr


def test_one_word_of_its_own_is_text(mail_down: Techday) -> None:
    assert "\n\nThanks\n\n" in mail_down("ticket draft 1 Thanks").stdout


def test_what_a_message_must_say_is_asked_for_where_somebody_is_there(mail_down: Techday) -> None:
    result = mail_down("ticket draft 1 bad-news", typed="The disk is dead.\n")
    assert 'I have bad news about "Mail is down". The disk is dead.\n' in result.stdout
    assert result.stderr == "What has happened: "


def test_a_draft_writes_nothing_to_the_store(mail_down: Techday) -> None:
    before = mail_down.store.read_bytes()
    mail_down.did("ticket draft 1", "ticket draft 1 fixed --eml", "ticket draft 1 --json")
    assert mail_down.store.read_bytes() == before


def test_a_draft_as_json(mail_down: Techday) -> None:
    document = mail_down("ticket draft 1 update --json").json
    assert list(document) == ["schema", "ref", "kind", "subject", "body", "file", "copied"]
    assert (document["schema"], document["ref"], document["kind"]) == ("techday.draft/1", "L1", "update")
    assert document["subject"] == "Mail is down [L1]"
    assert document["body"].startswith("Hello Ana,\n\n")
    assert (document["file"], document["copied"]) == (None, False)


def parsed(path: str) -> EmailMessage:
    """Read a mail as a mail program does."""
    mail = message_from_bytes(Path(path).read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_mail_opens_as_a_draft_with_the_same_words(mail_down: Techday) -> None:
    mail_down.did("ticket edit 1 --title 'Drucker fällt aus: 邮件'")
    text = mail_down("ticket draft 1 update Wir bestellen das Teil.").stdout
    result = mail_down("ticket draft 1 update Wir bestellen das Teil. --eml")
    path = result.stdout.rstrip("\n")
    assert path == str(mail_down.store.parent / "out" / "draft-L1-update.eml")
    assert Path(path).read_bytes().isascii()
    mail = parsed(path)
    assert mail["X-Unsent"] == "1"
    assert (mail["From"], mail["To"]) == (None, None)
    assert mail["Subject"] == "Drucker fällt aus: 邮件 [L1]"
    assert mail.get_content_charset() == "utf-8"
    assert mail.defects == []
    body = mail.get_content().replace("\r\n", "\n")
    assert f"Subject: {mail['Subject']}\n\n{body}" == text
    if os.name == "posix":
        assert Path(path).stat().st_mode & 0o777 == 0o600


def test_a_second_mail_is_numbered_and_the_first_one_stays(mail_down: Techday) -> None:
    first = Path(mail_down("ticket draft 1 --eml").stdout.strip())
    first.write_text("edited by hand", encoding="utf-8")
    second = Path(mail_down("ticket draft 1 --eml").stdout.strip())
    assert second.name == "draft-L1-first-2.eml"
    assert first.read_text(encoding="utf-8") == "edited by hand"
    assert mail_down("ticket draft 1 --eml --json").json["file"].endswith("draft-L1-first-3.eml")


@pytest.mark.parametrize(
    "title",
    [
        "x\r\nBcc: all@acme.example",
        "x\n\nbody of the attacker",
        "\x1b]0;owned\x07 \x1b[31mred",
        "\u202ereversed",
        "=?utf-8?q?x=0D=0ABcc:_y?=",
        "=?utf-8?q?f=C3=BCr_=F0=9F=92=A9?= 邮件",
        "$technician and $$",
        "long " * 90,
    ],
)
def test_no_title_can_add_a_header_or_steer_a_terminal(mail_down: Techday, title: str) -> None:
    with mail_down.raw() as db:
        db.execute("UPDATE ticket SET title = ?, requester = 'Bcc: x@y.example'", (title,))
    plain = mail_down("ticket draft 1 update").stdout
    assert not any(mark in plain for mark in ("\x1b", "\x07", "\u202e", "\r"))
    assert "Hello,\n" in plain
    mail = parsed(mail_down("ticket draft 1 update --eml").stdout.strip())
    assert set(mail.keys()) == {"X-Unsent", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    assert f"Subject: {mail['Subject']}" == plain.partition("\n")[0]


@given(st.text(), st.text())
def test_any_message_comes_back_out_of_its_mail(subject: str, body: str) -> None:
    message = Message(clean_line(f"x{subject}", 200), clean_block(f"x{body}").strip(), "update")
    mail = message_from_bytes(mail_of(message), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert sorted(mail.keys()) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "MIME-Version",
        "Subject",
        "X-Unsent",
    ]
    assert " ".join(mail["Subject"].split()) == " ".join(message.subject.split())
    assert mail.get_content().replace("\r\n", "\n") == message.body + "\n"


def test_a_reference_is_no_path(techday: Techday) -> None:
    techday.did("ticket add x --ref ../../etc/CON:1")
    path = Path(techday("ticket draft etc/CON:1 --eml").stdout.strip())
    assert path.parent == techday.store.parent / "out"
    assert path.name == "draft-..-..-etc-CON-1-first.eml"


def test_out_names_a_file_or_a_folder_and_dash_is_stdout(mail_down: Techday, tmp_path: Path) -> None:
    text = mail_down("ticket draft 1").stdout
    assert mail_down("ticket draft 1 --out -").stdout == text
    named = mail_down("ticket", "draft", "1", "--out", str(tmp_path / "mine.txt"))
    assert (named.stdout.strip(), Path(named.stdout.strip()).read_text(encoding="utf-8")) == (
        str(tmp_path / "mine.txt"),
        text,
    )
    folder = mail_down("ticket", "draft", "1", "--eml", "--out", str(tmp_path))
    assert Path(folder.stdout.strip()) == tmp_path / "draft-L1-first.eml"
    shown = mail_down("ticket draft 1 --eml --out -").stdout
    assert shown.startswith("Subject: Mail is down [L1]\nX-Unsent: 1\n")


def test_a_place_that_takes_no_file_is_told_in_one_line(mail_down: Techday, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = mail_down("ticket", "draft", "1", "--out", str(tmp_path / "file" / "x.txt"))
    assert (result.exit, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0].startswith("techday: Cannot write ")
    assert "--out" in result.stderr.splitlines()[1]
    assert mail_down("ticket draft 1 --eml --json --out -").exit == 2


def test_without_a_clipboard_the_text_is_still_there(mail_down: Techday) -> None:
    result = mail_down("ticket draft 1 --copy")
    assert result.exit == 1
    assert result.stdout.startswith("Subject: Mail is down [L1]\n")
    assert result.stderr.splitlines()[0] == "techday: Nothing here takes a text for the clipboard"


def test_copied_is_the_text_without_the_subject(mail_down: Techday, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the stand-in for a tool is a shell script")
    tool, copied = tmp_path / "bin" / "xclip", tmp_path / "copied"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\nexec /bin/cat > {copied}\n", encoding="utf-8")
    tool.chmod(0o700)
    result = mail_down("ticket draft 1 --copy --json", PATH=str(tool.parent), DISPLAY=":0")
    assert result.json["copied"] is True
    assert copied.read_text(encoding="utf-8") == result.json["body"]


LOADED = """
import io, json, os, sys
from techday.main import run
out = io.StringIO()
assert run(sys.argv[1:], os.environ, io.StringIO(), out, out) == 0, out.getvalue()
print(json.dumps([name for name in ("email", "logging", "importlib.resources") if name in sys.modules]))
"""


def test_a_text_needs_no_mail_library(mail_down: Techday) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, "ticket", "draft", "1"],
        env={**mail_down.environ, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == []
