"""A technician's days with the rotation: who is next, what became of it, and what is refused to nobody in mid-call."""

import pytest
from inline_snapshot import snapshot

from techday.context import Context
from techday.pages.in_touch import rotation
from techday.rotation import commands
from techday.rotation.standing import Rotation
from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09-28T09:00:00Z", "2026-10-12T09:00:00Z", "2026-11-09T09:00:00Z"
FRIDAY, MONDAY_9, MONDAY_15 = "2026-11-20T09:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T15:00:00Z"
TUESDAY, SATURDAY = "2026-11-24T08:30:00Z", "2026-11-28T10:00:00Z"


@made_once
def kim(techday: Techday) -> Techday:
    """Kim with three clients, of whom each is silent for another time."""
    techday.configure(KIM)
    techday.did("client add Acme Ltd", "client add Beta --every 14", "client add Gamma", now=SEPTEMBER)
    techday.did("client person add acme Anna Smith --phone '+49 30 77' --main --channel phone", now=SEPTEMBER)
    techday.did("contact-next done --client acme --note 'the new office' --person anna", now=OCTOBER)
    techday.did("contact-next done --client beta --note 'all is well'", now=NOVEMBER)
    return techday


def test_the_oldest_silence_is_offered_and_done_names_who_is_next(kim: Techday) -> None:
    assert kim.tell(
        "contact-next list",
        "contact-next done --note 'introduced myself' --channel visit",
        "contact-next done --note 'the offer stands'",
        "contact-next done --note 'nothing new'",
        "contact-next done --note 'one more'",
        "contact-next done --client gamma --note 'they rang back'",
        "contact-next list",
    ) == snapshot("""\

$ techday contact-next list
   code   client    silence          days  every    last
>  GAMMA  Gamma     ███████┃███┃██┃    56    30d   never
   ACME   Acme Ltd  ███████┃██░┃░░┃    42    30d  12 Oct
   BETA   Beta      ███┃░░░░░░░┃░░┃    14    14d   9 Nov
$ techday contact-next done --note 'introduced myself' --channel visit
Spoke to GAMMA Gamma
Next: ACME Acme Ltd, 42 of 30 days
$ techday contact-next done --note 'the offer stands'
Spoke to ACME Acme Ltd
Next: BETA Beta, 14 of 14 days
$ techday contact-next done --note 'nothing new'
Spoke to BETA Beta
Nobody else is left for today.
$ techday contact-next done --note 'one more'
2| techday: Nobody is left: 3 spoken to today
2|   techday contact-next list; --client C names one
exit 1
$ techday contact-next done --client gamma --note 'they rang back'
Spoke to GAMMA Gamma
Nobody else is left for today.
$ techday contact-next list
   code   client    silence          days  every  last
   ACME   Acme Ltd  ░░░░░░░┃░░░┃░░┃     0    30d   Mon  spoken to today
   BETA   Beta      ░░░┃░░░░░░░┃░░┃     0    14d   Mon  spoken to today
   GAMMA  Gamma     ░░░░░░░┃░░░┃░░┃     0    30d   Mon  spoken to today
""")


def test_tried_and_skipped_let_the_next_one_come(kim: Techday) -> None:
    assert kim.tell(
        "contact-next tried --note 'no answer'",
        "contact-next skip --reason 'they move house today'",
        "contact-next tried --again 15:00",
        "contact-next",
        "contact-next list",
        now=MONDAY_9,
    ) == snapshot("""\

$ techday contact-next tried --note 'no answer'
Tried GAMMA Gamma
Next: ACME Acme Ltd, 42 of 30 days
$ techday contact-next skip --reason 'they move house today'
Skipped ACME Acme Ltd until the next working day: they move house today
Next: BETA Beta, 14 of 14 days
$ techday contact-next tried --again 15:00
Tried BETA Beta, again 15:00
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first; tried once today, and nobody is left untried
$ techday contact-next
GAMMA  Gamma
  silence   ██████████████████┃█████████┃██████░░┃  56 days (marks 30, 45, 60)
  why       never spoken to, silent 56 days: past 45, goes first; tried once
            today, and nobody is left untried
  hours     open now
  last      nobody has spoken to them yet
  who       nobody is known there

SAY
 1  Introduce yourself, and say how to reach you
 2  Ask who is the one to ring there, and when it suits them best
 3  Ask which of their systems they could least do without for a day

LEFT OUT  ACME skipped today: they move house today; BETA tried, again 15:00

techday contact-next done --note "…"
techday contact-next tried --again 1h
techday contact-next skip --reason "…"
$ techday contact-next list
   code   client    silence          days  every    last
>  GAMMA  Gamma     ███████┃███┃██┃    56    30d   never  tried today
   ACME   Acme Ltd  ███████┃██░┃░░┃    42    30d  12 Oct  skipped today: they m…
   BETA   Beta      ███┃░░░░░░░┃░░┃    14    14d   9 Nov  tried, again 15:00
""")
    # Beta comes back to its place at three; Acme on the next working day.
    assert kim("contact-next --json", now=MONDAY_15).json["client"]["code"] == "BETA"
    assert kim.tell("contact-next list", now=TUESDAY) == snapshot("""\

$ techday contact-next list
   code   client    silence          days  every    last
>  GAMMA  Gamma     ███████┃███┃██┃    57    30d   never
   ACME   Acme Ltd  ███████┃██░┃░░┃    43    30d  12 Oct
   BETA   Beta      ███┃░░░░░░░┃░░┃    15    14d   9 Nov
""")


def test_everybody_out_for_today_is_said_with_the_reasons(kim: Techday) -> None:
    kim.did("contact-next skip --reason holiday", "contact-next skip --reason holiday")
    kim.did("contact-next tried --again 'tue 9:00'")
    assert kim.tell("contact-next", "contact-next done --note hello", "contact-next skip --client acme --reason x") == (
        snapshot("""\

$ techday contact-next
Nobody is left: 1 tried, 2 skipped; again Tue 09:00.

LEFT OUT  GAMMA skipped today: holiday; ACME skipped today: holiday; BETA tried,
          again Tue 09:00

techday contact-next list
$ techday contact-next done --note hello
2| techday: Nobody is left: 1 tried, 2 skipped; again Tue 09:00
2|   techday contact-next list; --client C names one
exit 1
$ techday contact-next skip --client acme --reason x
ACME is skipped today already
Nobody else is left for today.
""")
    )
    nobody = kim("contact-next --json").json
    assert (nobody["client"], nobody["silence_days"], nobody["say"]) == (None, None, [])
    assert [one["state"] for one in nobody["left_out"]] == ["skipped", "skipped", "tried"]


def test_a_store_without_clients_says_what_to_do(techday: Techday) -> None:
    assert techday.tell("contact-next", "contact-next list", "contact-next done --note hello") == snapshot("""\

$ techday contact-next
No clients yet.
  techday client add NAME
$ techday contact-next list
No clients yet.
  techday client add NAME
$ techday contact-next done --note hello
2| techday: No clients yet
2|   techday client add "NAME"
exit 1
""")
    assert techday("contact-next list --json").json == {
        "schema": "techday.contacts/1",
        "contacts": [],
        "pace": {"needed": 0, "done": 0},
    }


def test_one_client_is_enough_and_two_days_of_rotation_are_the_same(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell("contact-next done --note 'hello'", "contact-next") == snapshot("""\

$ techday contact-next done --note 'hello'
Spoke to ACME Acme
Nobody else is left for today.
$ techday contact-next
Nobody is left: 1 spoken to today.

techday contact-next list
""")
    assert techday("contact-next --json", now=TUESDAY).json["why"] == "1 of 30 days"


def test_paused_clients_those_to_come_and_the_placeholder(kim: Techday) -> None:
    with kim.raw() as db:
        db.execute(
            "UPDATE client SET paused_at = '2026-11-01T08:00:00Z', pause_reason = 'in dispute' WHERE code = 'GAMMA'"
        )
        db.execute("UPDATE client SET starts_on = '2026-12-01' WHERE code = 'BETA'")
        db.execute("UPDATE client SET placeholder = 1 WHERE code = 'ACME'")
    assert kim.tell(
        "contact-next",
        "contact-next list",
        "contact-next done --client gamma --note 'they rang'",
        "contact-next done --client beta --note 'they rang'",
        "contact-next done --client acme --note 'they rang'",
        "contact-next --client acme",
    ) == snapshot("""\

$ techday contact-next
Nobody is left: 1 paused, 1 to come.

techday contact-next list
$ techday contact-next list
   code   client    silence          days  every   last
   GAMMA  Gamma     ███████┃███┃██┃    56    30d  never  paused: in dispute
   BETA   Beta      ███┃░░░░░░░┃░░┃    14    14d  9 Nov  starts 2026-12-01
$ techday contact-next done --client gamma --note 'they rang'
Spoke to GAMMA Gamma
Nobody else is left for today.
2| warning: GAMMA is paused (in dispute); it is recorded (techday client resume GAMMA)
$ techday contact-next done --client beta --note 'they rang'
Spoke to BETA Beta
Nobody else is left for today.
2| warning: BETA starts on 2026-12-01 only; it is recorded (techday client show BETA)
$ techday contact-next done --client acme --note 'they rang'
2| techday: Nobody can be spoken to there: it stands for tickets without a client
2|   --client C names one
exit 1
$ techday contact-next --client acme
2| techday: Nobody can be spoken to there: it stands for tickets without a client
2|   --client C names one
exit 1
""")
    assert kim("contact-next list --json", now="2026-12-01T09:00:00Z").json["contacts"][0]["client"]["code"] == "BETA"


def test_a_pause_with_an_end_is_over_by_itself(kim: Techday) -> None:
    kim.did("client pause gamma --reason 'in dispute' --until 2026-11-24")
    assert kim("contact-next --json").json["client"]["code"] == "ACME"
    assert kim("contact-next --json", now=TUESDAY).json["client"]["code"] == "GAMMA"


def test_in_mid_call_an_unknown_name_is_kept_in_words(kim: Techday) -> None:
    assert kim.tell(
        "contact-next done --client acme --note 'wants a second line' --person Zoe",
        "contact-next done --client acme --note 'asked for a quote' --person ANN --channel ch",
        "contact-next --client acme",
    ) == snapshot("""\

$ techday contact-next done --client acme --note 'wants a second line' --person Zoe
Spoke to ACME Acme Ltd
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first
2| warning: ACME has nobody who is clearly "Zoe", so the name is in the note (techday client person add ACME Zoe)
$ techday contact-next done --client acme --note 'asked for a quote' --person ANN --channel ch
Spoke to ACME Acme Ltd
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first
$ techday contact-next --client acme
ACME  Acme Ltd
  silence   ░░░░░░░░░░░░░░░░░░┃░░░░░░░░░┃░░░░░░░░┃  0 days (marks 30, 45, 60)
  why       0 of 30 days; spoken to today
  hours     open now
  last      08:14 by chat with Anna Smith: asked for a quote
  who       Anna Smith  +49 30 77  phone best

SAY
 1  Come back to what was last talked of: asked for a quote
 2  Ask what changes soon: people who come or go, moves, new machines
 3  Ask what annoys them at work that nobody has reported

techday contact-next done --client ACME --note "…"
techday contact-next tried --client ACME --again 1h
techday contact-next skip --client ACME --reason "…"
""")


def test_what_is_missing_is_asked_on_a_terminal_only(kim: Techday) -> None:
    assert kim.tell("contact-next done", "contact-next skip", "contact-next done --note ' '") == snapshot("""\

$ techday contact-next done
2| techday: What was talked of with GAMMA is missing
2|   techday contact-next done --note "…"
exit 2
$ techday contact-next skip
2| techday: Why not GAMMA today is missing
2|   techday contact-next skip --reason "…"
exit 2
$ techday contact-next done --note ' '
2| techday: What was talked of with GAMMA is missing
2|   techday contact-next done --note "…"
exit 2
""")
    assert kim.tell("contact-next done --client acme", typed="it's fine\n") == snapshot("""\

$ techday contact-next done --client acme
Spoke to ACME Acme Ltd
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first
2| What was talked of with ACME:
""")
    assert kim.tell("contact-next skip", typed="on a fair\n") == snapshot("""\

$ techday contact-next skip
Skipped GAMMA Gamma until the next working day: on a fair
Next: BETA Beta, 14 of 14 days
2| Why not GAMMA today:
""")


@pytest.mark.parametrize(
    "command",
    [
        "contact-next done --client nobody --note x",
        "contact-next done --note x --channel pigeon",
        "contact-next done --note x --minutes 2000",
        "contact-next done --note x --at 'tomorrow 9:00'",
        "contact-next tried --again 'in 40d'",
        "contact-next tried --at 8:00 --again 'yesterday 9:00'",
        "contact-next --client acme done --note x",
    ],
)
def test_what_is_refused_says_the_next_step_and_writes_nothing(kim: Techday, command: str) -> None:
    before = kim("contact-next list").stdout
    result = kim(command)
    assert result.exit in (2, 3)
    assert len(result.stderr.splitlines()) == 2
    assert kim("contact-next list").stdout == before


def test_told_late_it_belongs_to_its_own_shift_day(kim: Techday) -> None:
    kim.did("contact-next done --client gamma --note 'spoke to them on Friday' --at 'fri 16:00'")
    gamma = next(one for one in kim("contact-next list --json").json["contacts"] if one["client"]["code"] == "GAMMA")
    assert (gamma["last_contact_on"], gamma["silence_days"], gamma["state"]) == ("2026-11-20", 3, "due")


def test_at_two_in_a_night_shift_it_is_still_the_evening_before(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("client add Acme", "client add Beta", now="2026-11-23T22:30:00Z")
    techday.did("contact-next done --note hello", now="2026-11-24T02:00:00Z")
    with techday.raw() as db:
        assert db.execute("SELECT day FROM contact").fetchall() == [("2026-11-23",)]
    assert techday("contact-next --json", now="2026-11-24T05:00:00Z").json["client"]["code"] == "BETA"


def test_minutes_come_out_of_the_running_entry_and_are_for_the_client(kim: Techday) -> None:
    assert kim.tell(
        "start meeting --at 8:00",
        "contact-next done --client acme --note 'a quick call' --minutes 10 --at 8:40",
        "contact-next done --client beta --note 'another' --minutes 5",
        now=MONDAY_9,
    ) == snapshot("""\

$ techday start meeting --at 8:00
Started meeting
$ techday contact-next done --client acme --note 'a quick call' --minutes 10 --at 8:40
Spoke to ACME Acme Ltd, 10m logged (10m taken out of meeting)
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first
$ techday contact-next done --client beta --note 'another' --minutes 5
Spoke to BETA Beta, 5m logged (5m taken out of meeting)
Next: GAMMA Gamma, never spoken to, silent 56 days: past 45, goes first
""")
    with kim.raw() as db:
        sql = (
            "SELECT substr(started_at, 12, 5), substr(ended_at, 12, 5), work_type, client.code FROM time_entry"
            " LEFT JOIN client ON client.id = time_entry.client_id ORDER BY started_at"
        )
        assert db.execute(sql).fetchall() == [
            ("08:00", "08:30", "meeting", None),
            ("08:30", "08:40", "remote", "ACME"),
            ("08:40", "08:55", "meeting", None),
            ("08:55", "09:00", "remote", "BETA"),
            ("09:00", None, "meeting", None),
        ]


def test_each_word_of_the_rotation_can_be_taken_back(kim: Techday) -> None:
    before = kim("contact-next list").stdout
    kim.did(
        "contact-next done --note hello --person Zoe --minutes 5", "contact-next tried", "contact-next skip --reason x"
    )
    assert kim("contact-next list").stdout != before
    assert kim.tell("log --most 3", "undo", "undo", "undo") == snapshot("""\

$ techday log --most 3
9  08:14  contact-next skip   Skipped BETA Beta until the next working day: x
8  08:14  contact-next tried  Tried ACME Acme Ltd
7  08:14  contact-next done   Spoke to GAMMA Gamma, 5m logged
$ techday undo
Undid: Skipped BETA Beta until the next working day: x
$ techday undo
Undid: Tried ACME Acme Ltd
$ techday undo
Undid: Spoke to GAMMA Gamma, 5m logged
""")
    assert kim("contact-next list").stdout == before
    kim.did("redo")
    assert kim("contact-next list").stdout != before


def test_a_call_that_opens_a_ticket_is_contact_and_one_operation(kim: Techday) -> None:
    kim.did("add Mail is down --client gamma --requester Zoe --call", "add Nobody knows whose --call")
    last = kim("contact-next --client gamma --json").json["last_contact"]
    assert (last["channel"], last["note"]) == ("phone", "Mail is down")
    kim.did("undo", "undo")
    assert kim("contact-next --client gamma --json").json["last_contact"] is None


def test_a_ticket_without_a_call_and_a_reply_are_no_contact_unless_replies_count(kim: Techday) -> None:
    kim.did("add Mail is down --client gamma --took 4m", "ticket reply 1 'We look into it'")
    assert kim("contact-next --client gamma --json").json["last_contact"] is None
    kim.configure(KIM + '[contact]\nreplies = "yes"\n')
    kim.did("ticket reply 1 'It is the relay'")
    last = kim("contact-next --client gamma --json").json["last_contact"]
    assert (last["channel"], last["note"]) == ("email", "It is the relay")


def test_the_answers_to_scripts(kim: Techday) -> None:
    done = kim("contact-next done --note hello --json").json
    assert done["contact"] == {
        "client": {"code": "GAMMA", "name": "Gamma"},
        "kind": "done",
        "at": "2026-11-23T08:14:00Z",
        "day": "2026-11-23",
        "channel": "phone",
        "person": None,
        "note": "hello",
        "again_at": None,
    }
    assert done["next"] == {"client": {"code": "ACME", "name": "Acme Ltd"}, "why": "42 of 30 days"}


HOSTILE = "\x1b]0;owned\x07\x1b[31mred\u202egnp.exe\x00 [bold]it's[/bold] =1+1"


def test_hostile_notes_and_names_harm_no_screen(kim: Techday) -> None:
    kim("contact-next", "done", "--client", "acme", "--note", HOSTILE, "--person", HOSTILE)
    kim("contact-next", "skip", "--client", "beta", "--reason", HOSTILE)
    with kim.raw() as db:
        db.execute("UPDATE client SET name = ?, pause_reason = ? WHERE code = 'GAMMA'", (HOSTILE, HOSTILE))
        db.execute("UPDATE person SET name = ?, role = ?, phone = ?", (HOSTILE, HOSTILE, HOSTILE))
    for command in ("contact-next", "contact-next list", "contact-next --client acme", "contact-next --client gamma"):
        for width in ("60", "80", "120"):
            shown = kim(command, COLUMNS=width).stdout
            assert not set(shown) & set("\x1b\x07\x00\u202e"), command
            assert all(len(one) <= int(width) for one in shown.splitlines()), (command, width)
    assert "[bold]it's[/bold]" in kim("contact-next --client acme", COLUMNS="120").stdout


def test_a_note_of_any_length_is_kept_and_cut_on_the_screen_only(kim: Techday) -> None:
    kim("contact-next", "done", "--client", "acme", "--note", "word " * 2_000)
    assert len(kim("contact-next --client acme").stdout.splitlines()) < 30


@pytest.mark.parametrize(
    "command", ["contact-next done --note hello", "contact-next tried", "contact-next skip --reason x"]
)
def test_who_is_next_is_chosen_where_nobody_else_can_write(
    kim: Techday, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    seen: list[bool] = []

    def watching(context: Context) -> Rotation:
        seen.append(context.db.in_transaction)
        return rotation(context)

    monkeypatch.setattr(commands, "rotation", watching)
    kim.did(command)
    assert seen == [True]


def test_an_answer_belongs_to_whom_the_question_named(kim: Techday) -> None:
    told = kim("contact-next skip", typed="on holiday\n")
    assert told.stderr == "Why not GAMMA today: "
    assert told.stdout.startswith("Skipped GAMMA")


def test_what_is_offered_for_somebody_unknown_can_be_typed_as_it_stands(kim: Techday) -> None:
    for name in ("-x", "O'Brien & Sons", '"Zoe" $(reboot)'):
        told = kim("contact-next", "done", "--client", "acme", "--note", "hello", f"--person={name}")
        assert name in told.stderr
        kim.did(told.stderr[told.stderr.rindex("(techday ") + 9 : told.stderr.rindex(")")])
    people = kim("client person list acme --json").json["people"]
    assert {person["name"] for person in people} == {"Anna Smith", "-x", "O'Brien & Sons", '"Zoe" $(reboot)'}
