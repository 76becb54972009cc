"""The shell completes meetings, what is to be settled, tickets before a word, and to whom a check-in was given."""

import re

import pytest

from tests.conftest import Techday, made_once


@made_once
def desk(techday: Techday) -> Techday:
    """A meeting with a decision, a topic, a ticket, a manager and a colleague."""
    techday.configure('[technician]\nname = "Kim Lee"\nmanager = "Pat Doe <pat@example.org>"\n')
    techday.did(
        "add Mail is down",
        "add Fax",
        "ticket assign L2 Sam --new",
        "meeting start monday",
        "note 'Desk phones' --monday",
        "meeting note 'We move' --decision",
        "meeting note 'A word'",
    )
    return techday


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("meeting close ", [("1", "topic: Desk phones"), ("2", "decision: We move")]),
        ("meeting close 2", [("2", "decision: We move")]),
        ("meeting end --discussed ", [("1", "topic: Desk phones")]),
        ("meeting show ", [("1", "Monday, 2026-11-23")]),
        ("note L", [("L1", "Mail is down"), ("L2", "Fax")]),
        ("note L1 L", []),
        ("checkin done --with ", [("Pat Doe", "your manager"), ("Sam", "a colleague")]),
        ("checkin done --with s", [("Sam", "a colleague")]),
    ],
)
def test_the_shell_is_given_what_can_be_meant(
    desk: Techday,
    words: str,
    given: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As zsh asks."""
    asked = {"_TECHDAY_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": f"techday {words}"}
    for name, value in {**desk.environ, **asked}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        desk("", **asked)
    told = capsys.readouterr().out.replace("\\\\:", ":")
    assert re.findall('"([^"]*)":"([^"]*)"', told) == given
