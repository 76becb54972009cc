"""The blocks that are pasted: in the form that the settings have, and never empty, whatever that form is."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.text import clean_block
from techday.outbox.blocks import Block, Writer, decimal_hours
from techday.outbox.store import ItemRow
from techday.settings import Outbox
from tests.conftest import Techday

REPLY = ItemRow(
    id=1,
    kind="reply",
    state="owed",
    told_at=None,
    told="",
    entry_id=None,
    ticket_id=1,
    ticket="1049213",
    title="Mail is down",
    client="ACME",
    client_name="Acme",
    at="2026-11-23T08:05:00Z",
    text="It works again",
    started_at=None,
    ended_at=None,
    work_type=None,
    note=None,
    billable=None,
    internal_note=None,
)
TIME = REPLY._replace(
    id=2,
    kind="time",
    entry_id=7,
    text="",
    at="2026-11-23T08:00:00Z",
    started_at="2026-11-23T08:00:00Z",
    ended_at="2026-11-23T09:30:00Z",
    work_type="remote",
    note="Queue cleared",
    internal_note="",
)


def block(*rows: ItemRow, form: Outbox | None = None, zone: str = "UTC") -> Block:
    """Give the one block of some items."""
    (only,) = Writer(form or Outbox(), ZoneInfo(zone)).blocks(rows, {})
    return only


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [(0, "0.00"), (17, "0.00"), (18, "0.01"), (600, "0.17"), (900, "0.25"), (5400, "1.50"), (360_000, "100.00")],
)
def test_hours_are_decimal_to_the_nearest_hundredth(seconds: int, hours: str) -> None:
    assert decimal_hours(seconds) == hours


def test_times_are_local_and_an_end_on_another_day_says_which() -> None:
    late = TIME._replace(started_at="2026-11-23T22:30:00Z", ended_at="2026-11-23T23:15:00Z")

    assert "2026-11-23 22:30-23:15  0.75 h (45m)" in block(late).text
    assert "2026-11-23 23:30-2026-11-24 00:15  0.75 h (45m)" in block(late, zone="Europe/Berlin").text


def test_the_hour_that_comes_twice_shows_its_true_length() -> None:
    """On 25 October 2026 Berlin's clocks go from 03:00 back to 02:00."""
    night = TIME._replace(started_at="2026-10-25T00:30:00Z", ended_at="2026-10-25T01:15:00Z")

    assert "2026-10-25 02:30-02:15  0.75 h (45m)" in block(night, zone="Europe/Berlin").text


def test_what_is_not_known_leaves_no_hole() -> None:
    text = block(TIME._replace(client_name=None, note="")).text

    assert text.splitlines()[0] == "1049213: Mail is down"
    assert len(text.splitlines()) == 2


def test_the_settings_say_how_a_block_looks(techday: Techday) -> None:
    techday.configure(
        '[outbox]\nhead = "== $reference =="\ntime = "$start;$end;$billed;$note"\nwords = "$kind\\n$text"\n'
    )
    techday.did("add Mail is down --ref 1049213 --start")
    techday.did("reply . 'It costs $5; $note'", "stop", now="2026-11-23T08:44:00Z")

    assert techday("outbox --json").json["groups"][0]["block"].splitlines() == [
        "== 1049213 ==",
        "08:14;08:44;0.50;It costs $5; $note",
        "Reply to the client",
        "It costs $5; $note",
    ]


def test_billed_is_what_the_time_card_bills(techday: Techday) -> None:
    """With a rule per ticket and day the entries share what all of them are billed at, told or not."""
    techday.configure(
        '[outbox]\ntime = "$hours $billed $billable"\n[worktype.remote]\nstep = "15m"\nper = "ticket-day"\n'
    )
    techday.did("add Mail is down --ref 1049213")
    techday.did("timecard log 7:00-7:05 --ticket 1049213", "outbox done --all")
    techday.did("timecard log 7:10-7:15 --ticket 1049213", "timecard log 7:20-7:30 --ticket 1049213 --not-billable")

    parts = techday("outbox --json").json["groups"][0]["block"].splitlines()[1:]
    assert parts == ["0.08 0.00 billable", "0.17 0.00 not billable"]


def test_an_unknown_placeholder_stays_and_is_told_once(techday: Techday) -> None:
    techday.configure('[outbox]\nwords = "$text $whatever"\n')
    techday.did("add Mail is down --ref 1049213", "reply 1049213 one", "reply 1049213 two")
    result = techday("outbox")

    assert "one $whatever" in result.stdout
    assert result.stderr == (
        "warning: outbox.words, line 1: $whatever is no placeholder"
        " (It may hold $date, $time, $kind, $text, $reference, $client, $title)\n"
    )


@pytest.mark.parametrize("template", ["   ", "$internal", "$", "$$", "${", "$note\n\n\n$internal", "$TEXT", "\x1b[31m"])
def test_no_template_makes_an_item_vanish(template: str) -> None:
    form = Outbox(template, template, template)
    shown = block(REPLY, TIME._replace(note=""), form=form)

    assert len(shown.parts) == 2
    assert all(part.strip() for part in shown.parts)
    assert shown.head.strip()
    assert "\x1b" not in shown.text


@given(template=st.text(max_size=60), words=st.text(max_size=60))
def test_whatever_the_template_and_the_words_a_block_is_safe_text(template: str, words: str) -> None:
    row = REPLY._replace(text=words, title=words, client_name=words)
    shown = block(row, TIME._replace(note=words, internal_note=words), form=Outbox(template, template, template))

    assert all(part.strip() for part in shown.parts)
    assert clean_block(shown.text) == shown.text


def test_what_changed_says_only_what_is_different() -> None:
    told = '["2026-11-22T08:00:00Z","2026-11-22T09:30:00Z",1,"travel","Queue cleared",1,"hm"]'
    changed = TIME._replace(state="changed", told=told)

    assert block(changed).parts[0].splitlines()[0] == (
        'changed since it was told: was 2026-11-22 08:00-09:30, travel, billable, internal note "hm"'
    )


def test_what_is_gone_says_what_to_take_back() -> None:
    told = '["2026-11-22T08:00:00Z","2026-11-22T09:30:00Z",1,"travel","Drove\\nthere",null,""]'
    gone = TIME._replace(state="removed", told=told, started_at=None, ended_at=None, work_type=None, entry_id=None)

    assert block(gone).parts == ["take back: 2026-11-22 08:00-09:30, 1h30, travel: Drove there"]


def test_tickets_come_oldest_first_and_what_has_none_last() -> None:
    card = REPLY._replace(id=9, kind="submission", ticket_id=None, ticket=None, at="2026-11-01T08:00:00Z", text="W45")
    older = REPLY._replace(id=3, ticket_id=2, ticket="1049100", at="2026-11-22T08:00:00Z")
    blocks = Writer(Outbox(), UTC).blocks([card, REPLY, TIME, older], {})

    assert [one.ticket for one in blocks] == ["1049100", "1049213", None]
    assert [item.id for item in blocks[1].items] == [2, 1]
    assert blocks[2].text == "2026-11-01 08:00  Submission: W45"
