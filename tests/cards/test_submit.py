"""The week: reviewed, submitted, frozen; taken back, approved, rejected, opened again; and what comes after it."""

import email
import email.policy
import json
from pathlib import Path

import pytest

from tests.conftest import Techday, made_once
from tests.database.stores import dump

SETTINGS = '[technician]\nname = "Sam Reed"\nmanager = "Pat Lee"\n[timecard]\napprover = "pat@example.org"\n'
FRIDAY = "2026-11-20"
NIGHT = "2026-11-21T02:00:00Z"
MONDAY = "2026-11-23T08:00:00Z"


def at(clock: str, day: str = FRIDAY) -> str:
    """Give an instant of Friday 20 November 2026, or of another day."""
    return f"{day}T{clock}:00Z"


@made_once
def friday(techday: Techday) -> Techday:
    """Give a technician at 16:40 on Friday: the week is told, and the timer runs on L1 since 13:00."""
    techday.configure(SETTINGS)
    techday.did("client add Acme", "add Mail is down --client acme", "add Printer jams --client acme", now=at("07:59"))
    for day in ("16", "17", "18", "19"):
        techday.did(f"timecard log 8:00-12:00 --ticket 1 --date 2026-11-{day}", now=at("17:05", f"2026-11-{day}"))
        techday.did(f"timecard log 13:00-17:00 --ticket 1 --date 2026-11-{day}", now=at("17:05", f"2026-11-{day}"))
    techday.did("start 1", now=at("08:00"))
    techday.did("stop", now=at("12:00"))
    techday.did("start 1", now=at("13:00"))
    return techday


def card(techday: Techday, which: str = "2026-W47", now: str = MONDAY) -> dict[str, object]:
    """Give the time card as scripts read it."""
    document: dict[str, object] = techday(f"timecard week {which} --json", now=now).json
    return document


def test_a_clean_week_is_submitted_with_one_command(friday: Techday) -> None:
    told = friday.tell("timecard review", "timecard submit", now=at("16:40")).replace(str(friday.home), "HOME")
    assert "Nothing keeps 2026-W47 from being submitted" in told
    assert "Submitted 2026-W47: 39h40 worked, 39h40 billed" in told
    assert "HOME/data/out/timecard-2026-W47.html" in told
    document = card(friday, now=at("16:41"))
    assert (document["state"], document["worked_seconds"]) == ("submitted", 39 * 3600 + 41 * 60)
    assert len(str(document["digest"])) == 64


def test_friday_evening_goes_into_the_supplement_and_nothing_is_refused(friday: Techday) -> None:
    friday.did("timecard submit", now=at("16:40"))
    friday.did("start 2", now=at("17:10"))
    friday.did("stop", now=at("17:40"))
    friday.did("start 1", now=NIGHT)
    friday.did("stop", "timecard log 2:00-2:05 --type meeting --concurrent --note handover", now="2026-11-21T02:30:00Z")
    document = card(friday)
    cards = {entry["card"]: 0 for entry in document["entries"]}  # type: ignore[attr-defined]
    assert list(cards) == ["2026-W47", "2026-W47/2"]
    assert [(one["card"], one["state"]) for one in document["cards"]] == [  # type: ignore[attr-defined]
        ("2026-W47", "submitted"),
        ("2026-W47/2", "open"),
    ]
    supplement = card(friday, "2026-W47/2")
    assert supplement["worked_seconds"] == (30 + 30 + 30) * 60
    assert "time card 2026-W47/2 is not submitted: 1h30" in friday("today", now=MONDAY).stdout
    assert friday("timecard submit", now=MONDAY).stdout.startswith("Submitted 2026-W47/2: 1h30 worked")
    assert card(friday)["state"] == "submitted"
    assert friday("timecard submit", now=MONDAY).stdout.startswith("Nothing to submit")


def test_submitting_again_changes_nothing(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    before = dump(friday.store)
    assert "is submitted already" in friday("timecard submit 2026-W47", now=at("16:50")).stdout
    assert dump(friday.store) == before


WRITES = (
    "timecard edit 1 --note x",
    "timecard edit 1 --start 8:10",
    "timecard edit 1 --ticket 2",
    "timecard edit 1 --not-billable",
    "timecard split 1 9:00",
    "timecard delete 1",
    "timecard move 1 2",
    "timecard log 9:00-9:30 --date 2026-11-16 --ticket 2 --adjust",
    "timecard edit 11 --start 2026-11-20T15:00:00Z --adjust",
    "timecard start 2 --at 2026-11-20T15:00:00Z --adjust",
    "timecard break 9:00-9:30",
    "timecard edit 9 --confirm --end 11:00",
    "timecard edit 9 --internal secret",
    "timecard edit 9 --type travel",
    "undo {logged}",
)


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_no_command_changes_a_frozen_line(friday: Techday, state: str) -> None:
    operations = friday("log --json --most 100", now=at("16:00")).json["operations"]
    logged = min(one["id"] for one in operations if one["verb"] == "timecard log")
    friday.did("timecard submit", now=at("16:40"))
    if state == "approved":
        friday.did("timecard approve 2026-W47", now=at("16:45"))
    digest = card(friday, now=at("16:50"))["digest"]
    lines = dump(friday.store)["card_line"]
    for write in WRITES:
        result = friday(write.format(logged=logged), now=at("16:50"))
        assert result.exit == 1, (write, result)
        assert "timecard recall 2026-W47" in result.stderr or "timecard reopen 2026-W47" in result.stderr, (
            write,
            result,
        )
    assert dump(friday.store)["card_line"] == lines
    assert card(friday, now=at("16:50"))["digest"] == digest
    assert friday("doctor", now=at("16:50")).exit == 0


def test_minutes_told_afterwards_never_come_out_of_a_frozen_line(friday: Techday) -> None:
    friday.did("timecard submit", now=at("16:40"))
    lines = dump(friday.store)["card_line"]
    friday.did(
        "add Password reset --client acme --took 30m --fix reset", "reply 2 On my way --minutes 20", now=at("16:50")
    )
    assert dump(friday.store)["card_line"] == lines
    assert friday("doctor", now=at("16:50")).exit == 0


def test_undo_of_a_submission_names_recall_and_of_an_approval_reopen(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    refused = friday("undo", now=at("16:41"))
    assert (refused.exit, "techday timecard recall 2026-W47" in refused.stderr) == (1, True)
    friday.did("timecard approve 2026-W47 --by 'Pat Lee'", now=at("16:42"))
    refused = friday("undo", now=at("16:43"))
    assert (refused.exit, "techday timecard reopen 2026-W47" in refused.stderr) == (1, True)


def test_a_recalled_card_can_be_corrected_and_submitted_again(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    first = card(friday, now=at("16:40"))["digest"]
    friday.did(
        "timecard recall 2026-W47",
        "timecard edit 1 --note 'New mail store'",
        "timecard submit --accept-warnings",
        now=at("16:45"),
    )
    again = card(friday, now=at("16:46"))
    assert (again["state"], again["digest"] == first) == ("submitted", False)
    assert [one["card"] for one in again["cards"]] == ["2026-W47"]  # type: ignore[attr-defined]


def test_undoing_a_recall_freezes_the_same_lines_again(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    before = dump(friday.store)
    friday.did("timecard recall 2026-W47", "undo", now=at("16:45"))
    assert dump(friday.store) == before
    assert friday("doctor", now=at("16:50")).exit == 0


def test_approving_rejecting_and_opening_again_are_held_to_their_order(friday: Techday) -> None:
    assert friday("timecard approve 2026-W47", now=at("16:40")).exit == 3
    friday.did("stop", "timecard submit", now=at("16:40"))
    assert friday("timecard reopen 2026-W47 --by Pat --reason x", now=at("16:41")).exit == 1
    assert friday("timecard reject 2026-W47", now=at("16:41")).exit == 2
    friday.did("timecard approve 2026-W47", now=at("16:42"))
    for refused in ("recall 2026-W47", "reject 2026-W47 --reason late"):
        assert friday(f"timecard {refused}", now=at("16:43")).exit == 1
    assert friday("timecard reopen 2026-W47 --by Pat", now=at("16:43")).exit == 2
    assert "approved already" in friday("timecard approve 2026-W47", now=at("16:43")).stdout
    friday.did("timecard reopen 2026-W47 --by 'Pat Lee' --reason 'wrong client'", now=at("16:44"))
    document = friday("timecard week 2026-W47 --json", now=at("16:45")).json
    (only,) = document["cards"]
    assert (only["state"], only["decided_by"], only["reason"]) == ("open", "Pat Lee", "wrong client")


def test_a_rejected_card_says_why_until_it_is_submitted_again(friday: Techday) -> None:
    friday.did("stop", "timecard submit", "timecard reject 2026-W47 --reason 'L1 is not Acme'", now=at("16:40"))
    assert "time card 2026-W47 was rejected: L1 is not Acme" in friday("today", now=at("16:50")).stdout
    friday.did("timecard submit --accept-warnings", now=at("16:51"))
    assert "rejected" not in friday("today", now=at("16:52")).stdout


def test_two_open_cards_of_a_week_become_one(friday: Techday) -> None:
    friday.did("timecard submit", now=at("16:40"))
    friday.did("stop", "timecard submit", "timecard reject 2026-W47/2 --reason no", now=at("17:00"))
    friday.did("timecard recall 2026-W47", now=at("17:01"))
    document = card(friday)
    assert [(one["card"], one["state"], one["reason"]) for one in document["cards"]] == [  # type: ignore[attr-defined]
        ("2026-W47", "open", None),
        ("2026-W47/2", "rejected", "no"),
    ]
    assert "time card 2026-W47/2 was rejected: no" in friday("today", now=at("17:01")).stdout
    assert {entry["card"] for entry in document["entries"]} == {"2026-W47"}  # type: ignore[attr-defined]
    # Its old name will do: all open time of a week is on one card.
    told = friday("timecard submit 2026-W47/2", now=at("17:02"))
    assert told.stdout.startswith("Submitted 2026-W47: 40h worked")
    assert told.stderr == "2026-W47/2 is open again: its time is on 2026-W47\n"
    assert card(friday)["worked_seconds"] == 40 * 3600
    assert "rejected" not in friday("today", now=at("17:03")).stdout


@pytest.mark.parametrize(
    ("taking_back", "said"),
    [
        (["timecard recall 2026-W47/2"], "Recalled 2026-W47/2: 1 line is open again, on 2026-W47 now"),
        (["timecard reject 2026-W47/2 --reason no"], "1 line is open again, on 2026-W47 now"),
        (["timecard approve 2026-W47/2", "timecard reopen 2026-W47/2 --by Pat --reason no"], "on 2026-W47 now"),
    ],
)
def test_a_supplement_is_taken_back_while_the_first_card_is_open(
    techday: Techday, taking_back: list[str], said: str
) -> None:
    techday.did("timecard log 8:00-9:00 --type meeting", "timecard submit --accept-warnings", now=at("17:00"))
    techday.did("timecard log 9:00-10:00 --type meeting", "timecard submit --accept-warnings", now=at("17:00"))
    techday.did("timecard recall 2026-W47", now=at("17:01"))
    for command in taking_back:
        result = techday(command, now=at("17:02"))
        assert result.exit == 0
    assert said in result.stdout
    again = techday(f"{taking_back[-1]} --json", now=at("17:03")).json
    assert (again["card"]["card"], again["card"]["worked_seconds"]) == ("2026-W47/2", 0)
    assert card(techday, now=at("17:03"))["worked_seconds"] == 2 * 3600


def test_nothing_is_found_on_a_supplement_but_what_is_its_own(techday: Techday) -> None:
    """The findings of the open card stand neither on the page of a submitted one nor in its review."""
    techday.did("timecard log 8:00-9:00 --type meeting", "timecard submit --accept-warnings", now=at("17:00"))
    techday.did("timecard log 9:00-10:00 --type meeting", "timecard submit --accept-warnings", now=at("17:00"))
    techday.did("timecard recall 2026-W47", "timecard log 10:00-11:00", now=at("17:01"))
    supplement = card(techday, "2026-W47/2", now=at("17:02"))
    assert (supplement["errors"], supplement["warnings"]) == ([], [])
    assert len(card(techday, now=at("17:02"))["errors"]) == 1  # type: ignore[arg-type]


def test_pay_that_a_submitted_line_lost_with_what_ran_beside_it_is_said(techday: Techday) -> None:
    techday.did(
        "timecard log 8:00-9:00 --type meeting --concurrent", "timecard submit --accept-warnings", now=at("10:00")
    )
    techday.did("timecard log 8:00-9:00 --type internal", "timecard submit --accept-warnings", now=at("10:00"))
    assert [one["kind"] for one in card(techday, now=at("10:00"))["warnings"]] == []  # type: ignore[attr-defined]
    techday.did("timecard recall 2026-W47", "timecard delete 1", now=at("10:00"))
    (lost,) = [one for one in card(techday, now=at("10:00"))["warnings"] if one["kind"] == "unpaid"]  # type: ignore[attr-defined]
    assert "08:00-09:00 on 2026-W47/2 is paid 1h less than was worked" in lost["text"]
    assert lost["command"] == "techday timecard recall 2026-W47/2"


@pytest.mark.parametrize(
    ("before", "what"),
    [
        (("timecard log 16:30-18:00 --ticket 2 --adjust",), "is still to come"),
        (("timecard log 7:00-7:30",), "is billable and has no note"),
    ],
)
def test_an_error_blocks_with_the_command_that_clears_it(friday: Techday, before: tuple[str, ...], what: str) -> None:
    friday.did("stop", now=at("16:40"))
    for command in before:
        friday(command, now=at("16:40"))
    result = friday("timecard submit --accept-warnings", now=at("16:40"))
    if what not in result.stderr:
        pytest.fail(result.stderr + result.stdout)
    assert (result.exit, "techday timecard edit" in result.stderr) == (1, True)


def test_warnings_are_accepted_by_option_or_with_a_key(friday: Techday) -> None:
    friday.did("stop", "timecard delete 3", now=at("17:30"))
    refused = friday("timecard submit", now=at("17:30"))
    assert (refused.exit, "--accept-warnings" in refused.stderr) == (1, True)
    assert friday("timecard submit", now=at("17:30"), typed="n\n").exit == 1
    asked = friday("timecard submit", now=at("17:30"), typed="y\n")
    assert asked.exit == 0, asked
    assert card(friday)["accepted"] == ["2026-11-17: nothing told Tue 08:00-12:00 (4h)"]


def test_a_line_changed_by_hand_is_found_and_nobody_approves_it(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    with friday.raw() as db:
        db.execute("DROP TRIGGER card_line_kept")
        db.execute("UPDATE card_line SET billed_seconds = billed_seconds + 3600 WHERE entry_id = 1")
    result = friday("doctor", now=at("16:50"))
    assert (result.exit, "2026-W47" in result.stdout) == (1, True)
    assert friday("timecard approve 2026-W47", now=at("16:50")).exit == 1


def test_an_entry_changed_by_hand_is_found_too(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    with friday.raw() as db:
        db.execute("DROP TRIGGER time_entry_kept")
        db.execute("UPDATE time_entry SET ticket_id = 2 WHERE id = 1")
    assert "entry 1 was changed after it was submitted" in friday("doctor", now=at("16:50")).stdout


def test_the_card_reads_as_submitted_whatever_becomes_of_its_tickets_and_rules(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    before = card(friday)
    friday.did(
        "client edit acme --code ACMEX --billable no",
        "ticket edit 1 --title Other",
        "ticket link 1 104921",
        now=at("17:00"),
    )
    friday.configure(SETTINGS + '[worktype.remote]\nbillable = false\nstep = "1h"\n')
    after = card(friday)
    assert after["entries"] == before["entries"]
    assert (after["billed_seconds"], after["rules"]) == (before["billed_seconds"], before["rules"])
    assert friday("doctor", now=at("17:05")).exit == 0


def test_submitting_writes_the_page_and_a_mail_to_the_approver(friday: Techday) -> None:
    told = friday("timecard submit --json", now=at("16:40")).json
    page, mail = (Path(path) for path in told["files"])
    assert (page.suffix, mail.suffix) == (".html", ".eml")
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert (message["To"], message["Subject"]) == ("pat@example.org", "Time card 2026-W47, Sam Reed, 39h40")
    (attached,) = message.iter_attachments()
    assert attached.get_payload(decode=True) == page.read_bytes()


def test_today_leads_with_the_card_on_the_last_working_day_and_is_red_afterwards(friday: Techday) -> None:
    alerts = friday("today --json", now=at("16:00")).json["alerts"]
    assert (alerts[0]["kind"], alerts[0]["command"]) == ("timecard", "techday timecard submit 2026-W47")
    assert "due by 17:00: 39h so far" in alerts[0]["text"]
    thursday = friday("today --json", now=at("16:00", "2026-11-19")).json["alerts"]
    assert all(alert["kind"] != "timecard" for alert in thursday)
    late = friday("today --json", now=at("17:05")).json["alerts"][0]
    assert late["text"].startswith("time card 2026-W47 is not submitted")


def test_a_timer_over_the_weekend_is_cut_and_the_guess_keeps_the_week_open(friday: Techday) -> None:
    started = friday("start 2", now=MONDAY)
    assert started.exit == 0
    assert "the timer was forgotten" in started.stderr
    assert "17:00" in started.stderr
    refused = friday("timecard submit 2026-W47 --accept-warnings", now=MONDAY)
    assert (refused.exit, "is a guess" in refused.stderr) == (1, True)
    number = next(entry["id"] for entry in card(friday)["entries"] if entry["guessed"])  # type: ignore[attr-defined]
    friday.did(f"timecard edit {number} --confirm", "timecard submit 2026-W47", now=MONDAY)
    assert json.loads(json.dumps(card(friday)))["worked_seconds"] == 40 * 3600


@pytest.mark.parametrize(
    "which", ["2026-W54", "2026-W47/0", "2026-W47/x", "47", "", "2026-W47/2", "9999-W01", "\x1b[31m"]
)
def test_a_wrong_week_is_told_in_one_line(friday: Techday, which: str) -> None:
    for verb in ("submit", "recall", "approve", "week", "review"):
        result = friday("timecard", verb, which, now=at("16:40"))
        assert result.exit in (0, 1, 2, 3)
        assert "\x1b" not in result.stderr
        assert len(result.stderr.splitlines()) <= 2


def test_a_week_is_submitted_while_work_of_nobody_runs(friday: Techday) -> None:
    """What is accepted of an entry that runs is accepted of its end, which comes with the submission."""
    friday.did("timecard start on-site --note survey", now=at("16:00"))
    assert friday("timecard submit --accept-warnings", now=at("16:40")).exit == 0
    assert card(friday)["accepted"] == ["2026-11-20: on-site 16:00-16:40 is billable and nobody's"]


def test_time_beside_submitted_work_is_paid_once_and_none_is_lost(techday: Techday) -> None:
    techday.did("timecard log 9:00-10:00 --type internal --concurrent", now=at("16:00"))
    techday.did("timecard submit --accept-warnings", "timecard log 9:00-10:00 --type meeting", now=at("16:00"))
    techday.did("timecard submit --accept-warnings", now=at("16:00"))
    document = techday("timecard week 2026-W47 --json", now=at("16:00")).json
    assert document["worked_seconds"] == 3600
    assert [one["worked_seconds"] for one in document["cards"]] == [3600, 0]


def test_a_ticket_of_a_day_is_rounded_once_whatever_it_is_called_since(friday: Techday) -> None:
    friday.configure(SETTINGS + '[worktype.default]\nminimum = "1h"\nper = "ticket-day"\n')
    friday.did("timecard log 6:00-6:10 --ticket 2", "stop", now=at("16:40"))
    friday.did("timecard submit --accept-warnings", "ticket link 2 9001", now=at("16:40"))
    friday.did("timecard log 6:20-6:30 --ticket 9001", "client edit acme --code ACMEX", now=at("16:41"))
    billed = {
        one["started_at"]: one["billed_seconds"]
        for one in friday("timecard day --json", now=at("16:41")).json["entries"]
    }
    assert (billed["2026-11-20T06:00:00Z"], billed["2026-11-20T06:20:00Z"]) == (3600, 0)


def test_a_supplement_is_read_after_the_first_card_was_recalled(friday: Techday) -> None:
    friday.did("timecard submit", now=at("16:40"))
    friday.did("stop", "timecard submit", "timecard recall 2026-W47", now=at("17:00"))
    supplement = card(friday, "2026-W47/2")
    assert (supplement["state"], supplement["worked_seconds"]) == ("submitted", 20 * 60)
    assert "2026-W47/2 is submitted already" in friday("timecard submit 2026-W47/2", now=at("17:01")).stdout
    assert friday("timecard review 2026-W47", now=at("17:01")).stdout.startswith("2026-W47")
    friday.did("timecard submit 2026-W47", now=at("17:01"))
    assert card(friday)["accepted"] == []


def test_submitting_what_is_submitted_leaves_the_timer_alone(friday: Techday) -> None:
    friday.did("timecard submit", now=at("16:40"))
    before = dump(friday.store)
    assert "is submitted already" in friday("timecard submit 2026-W47/1", now=at("16:45")).stdout
    assert dump(friday.store) == before


def test_a_week_without_time_is_no_card(techday: Techday) -> None:
    told = techday("timecard submit 2026-W45", now=at("16:00"))
    assert (told.exit, told.stdout) == (0, "No time is recorded in 2026-W45\n")


def test_a_rejected_card_whose_time_is_gone_says_nothing_any_more(techday: Techday) -> None:
    techday.did("timecard log 9:00-10:00 --type meeting", "timecard submit --accept-warnings", now=at("16:00"))
    techday.did("timecard reject 2026-W47 --reason no", "timecard delete 1", now=at("16:05"))
    assert "rejected" not in techday("today", now=at("16:10")).stdout


def test_taking_a_card_back_says_what_is_on_it(friday: Techday) -> None:
    friday.did("stop", "timecard submit", now=at("16:40"))
    told = friday("timecard recall 2026-W47 --json", now=at("16:41")).json["card"]
    assert (told["state"], told["worked_seconds"]) == ("open", 39 * 3600 + 40 * 60)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("timecard log 9:00-10:00 --type meeting", "timecard break 9:00-10:00"),
        ("timecard break 9:00-10:00", "timecard log 9:30-9:40 --type meeting"),
    ],
)
def test_redo_brings_no_work_back_over_a_break_nor_a_break_over_work(techday: Techday, first: str, second: str) -> None:
    techday.did(first, "undo", second, now=at("16:00"))
    refused = techday("redo", now=at("16:01"))
    assert (refused.exit, "would come back over" in refused.stderr) == (1, True)


def test_redo_brings_no_break_that_goes_on_back_over_work(techday: Techday) -> None:
    techday.did("timecard break", "undo", now=at("12:00"))
    techday.did("timecard log 12:10-12:30 --type meeting", now=at("13:00"))
    refused = techday("redo", now=at("13:01"))
    assert (refused.exit, "the break 12:00-running would come back over" in refused.stderr) == (1, True), refused


@pytest.mark.parametrize("submitted", [False, True])
def test_redo_brings_nothing_back_over_what_was_told_since(techday: Techday, submitted: bool) -> None:
    techday.did(
        "timecard log 9:00-10:00 --type meeting", "undo", "timecard log 9:00-10:00 --type internal", now=at("16:00")
    )
    if submitted:
        techday.did("timecard submit --accept-warnings", now=at("16:00"))
    refused = techday("redo", now=at("16:01"))
    assert (refused.exit, "would come back over internal 09:00-10:00" in refused.stderr) == (1, True)


def test_undo_brings_no_deleted_entry_back_over_what_took_its_place(techday: Techday) -> None:
    techday.did("timecard log 9:00-10:00 --type meeting", "timecard delete 1", now=at("16:00"))
    techday.did("timecard log 9:30-9:40 --type internal", now=at("16:00"))
    assert techday("undo 2", now=at("16:01")).exit == 1
    techday.did("undo", "undo", now=at("16:02"))


def test_a_week_whose_friday_is_a_holiday_is_due_on_thursday(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Sam Reed"\n')
    techday.did("config set technician.country DE", now="2026-12-21T08:00:00Z")
    techday.did("timecard log 8:00-9:00 --type meeting", now="2026-12-24T12:00:00Z")
    assert "is due by 17:00" in techday("today", now="2026-12-24T15:00:00Z").stdout
    christmas = techday("today", now="2026-12-25T12:00:00Z").stdout
    assert "time card 2026-W52 is not submitted" in christmas
    assert "no timer running" not in christmas
    assert "not told" not in christmas


def test_a_night_that_runs_into_the_morning_leaves_no_gap_there(techday: Techday) -> None:
    techday.did("timecard log '2026-11-22 23:30-09:30' --type internal", now=MONDAY.replace("08:00", "10:00"))
    document = techday("timecard day 2026-11-23 --json", now="2026-11-23T10:00:00Z").json
    assert [gap["started_at"] for gap in document["gaps"]] == ["2026-11-23T09:30:00Z"]


def test_findings_of_another_year_say_the_time(techday: Techday) -> None:
    techday.did("timecard log 9:00-10:30 --type remote --date 2025-11-12", now=MONDAY)
    shown = techday("timecard review 2025-W46", now=MONDAY).stdout
    assert "remote 12 Nov 2025 09:00-10:30" in shown
