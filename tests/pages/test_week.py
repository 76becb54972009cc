"""The week is acknowledged item by item: what is open, what was declined, and what changed since it was answered."""

import base64
from datetime import UTC, datetime

import pytest
from inline_snapshot import snapshot

from techday.core.evidence import Evidence, Moment
from techday.core.shifts import ShiftPattern, shift_day
from techday.schedule.evidence import acknowledged, items_today
from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n[schedule]\ntravel = "30m"\n'
THURSDAY, FRIDAY = "2026-11-26T08:14:00Z", "2026-11-27T08:14:00Z"


@made_once
def planned(techday: Techday) -> Techday:
    """Five items of a week: a visit, an audit with its meeting, a night, and what a colleague does."""
    techday.configure(KIM)
    techday.did(
        "client add Acme --code ACME",
        "client add Globex --code GLOBEX",
        "schedule add Replace switch --start '2026-11-23 9:00' --client acme --place 'Main street' --kind on-site",
        "schedule add Audit --start '2026-11-24 9:00' --for 2h --client globex --place 'Harbour 7' --kind on-site",
        "schedule add Team meeting --start '2026-11-24 15:00' --kind meeting",
        "schedule add Patch night --start '2026-11-26 22:00' --for 4h --kind maintenance",
        "schedule add Their visit --start '2026-11-25 9:00' --technician 'Sam Reed' --kind on-site",
    )
    return techday


def week(techday: Techday, options: str = "", now: str = "") -> tuple[str, int, int, int, int]:
    """Give the first day of the week that is shown, and how far it is."""
    shown = techday(f"week --json {options}", now=now).json
    return shown["first_day"], *(shown[key] for key in ("acknowledged", "total", "open", "declined"))


def item(techday: Techday, number: int) -> dict[str, object]:
    """Give an item of the week as scripts read it."""
    found: list[dict[str, object]] = techday("week --this --json").json["items"]
    return next(one for one in found if one["id"] == number)


@pytest.mark.parametrize(
    ("options", "now", "first_day"),
    [
        ("", "2026-11-25T23:00:00Z", "2026-11-23"),
        ("", "2026-11-26T08:00:00Z", "2026-11-30"),
        ("", "2026-11-26T00:10:00Z", "2026-11-23"),  # the shift day of Wednesday lasts half an hour longer
        ("", "2026-11-29T12:00:00Z", "2026-11-30"),
        ("--this", "2026-11-26T08:00:00Z", "2026-11-23"),
        ("--date 2026-12-31", "", "2026-12-28"),
        ("--date '3 jan'", "", "2026-12-28"),
        ("--date 2026-W01", "", "2025-12-29"),
        ("--date next", "2026-11-26T08:00:00Z", "2026-11-30"),
        ("--date last", "", "2026-11-16"),
        ("--date 49", "", "2026-11-30"),
        ("--date W48", "", "2026-11-23"),
        ("--date 'week 47'", "", "2027-11-22"),
        ("--date w53", "", "2026-12-28"),
    ],
)
def test_from_thursday_on_the_week_is_the_coming_one(techday: Techday, options: str, now: str, first_day: str) -> None:
    assert week(techday, options, now)[0] == first_day


MEANS_NOTHING = """
week --this --date next
week --date 2026-W54
week --date 2026-W48/2
week --date someday
week --date W54
week --date 'next thu'
week --date next ack
week ack
week ack --json
week ack 1 --all
week ack 1 --date next
week decline
week decline 1
week decline 1 --reason ' '
"""


def test_what_is_missing_or_means_nothing_is_told_with_the_next_step(planned: Techday) -> None:
    for command in MEANS_NOTHING.strip().splitlines():
        result = planned(command)
        assert (result.exit, result.stdout) == (2, ""), (command, result)
        assert "--json" in command or result.stderr.count("\n") >= 2, result
    assert week(planned) == ("2026-11-23", 0, 4, 4, 0)


def test_items_are_acknowledged_by_number_and_the_psa_is_owed_that(planned: Techday) -> None:
    assert planned.tell("week ack 1 2", "week ack 2", "outbox") == snapshot("""\

$ techday week ack 1 2
Acknowledged 1 Replace switch, 2 Audit (2 of 4 acknowledged)
$ techday week ack 2
Already acknowledged: 2 Audit
$ techday outbox
Without a ticket
 #1 2026-11-23 08:14  Acknowledged: Mon 23 Nov 09:00-10:00 Replace switch, Acme
    (Main street)
 #2 2026-11-23 08:14  Acknowledged: Tue 24 Nov 09:00-11:00 Audit, Globex
    (Harbour 7)

2 to tell the PSA
techday outbox copy
techday outbox done N
""")
    assert week(planned) == ("2026-11-23", 2, 4, 2, 0)
    assert item(planned, 1)["state"] == "acknowledged"


def test_all_that_is_open_is_acknowledged_at_once_with_a_warning_of_what_cannot_all_be_done(planned: Techday) -> None:
    planned.did(
        "schedule add Interview --start '2026-11-24 10:30' --kind meeting",
        "schedule add Vacation --start 2026-11-27 --all-day --kind 'time off'",
        "week decline 3 --reason 'on the phone'",
    )
    assert planned.tell("week ack --all", "week ack --all", "week ack") == snapshot("""\

$ techday week ack --all
Acknowledged 1 Replace switch, 2 Audit, 6 Interview and 2 more (5 of 6 acknowledged)
2| warning: 2 Audit: overlaps 6 Interview (Tue 24 Nov 10:30-11:30) (techday week decline 2 --reason TEXT)
2| warning: 4 Patch night: in 7 Vacation (Fri 27 Nov, all day) (techday week decline 4 --reason TEXT)
$ techday week ack --all
Nothing is open in week 48
$ techday week ack
Nothing is open in week 48
""")
    assert week(planned) == ("2026-11-23", 5, 6, 0, 1)


def test_an_item_is_declined_with_a_reason_and_either_answer_may_follow_the_other(planned: Techday) -> None:
    assert planned.tell(
        "week decline 3 --reason 'with a client'",
        "week decline 3 --reason 'with a client'",
        "week ack 3",
        "week decline 3 --reason 'at the dentist'",
        "outbox",
    ) == snapshot("""\

$ techday week decline 3 --reason 'with a client'
Declined 3 Team meeting: with a client
$ techday week decline 3 --reason 'with a client'
Already declined: 3 Team meeting
$ techday week ack 3
Acknowledged 3 Team meeting (1 of 4 acknowledged)
$ techday week decline 3 --reason 'at the dentist'
Declined 3 Team meeting: at the dentist
$ techday outbox
Without a ticket
 #3 2026-11-23 08:14  Declined: Tue 24 Nov 15:00-16:00 Team meeting: at the
    dentist

1 to tell the PSA
techday outbox copy
techday outbox done N
""")
    assert item(planned, 3)["reason"] == "at the dentist"


def test_the_reason_is_asked_for_on_a_terminal(planned: Techday) -> None:
    assert planned.tell("week decline 3", typed="with a client\n") == snapshot("""\

$ techday week decline 3
Declined 3 Team meeting: with a client
2| The reason:
""")


@pytest.mark.parametrize(
    ("prepared", "command"),
    [
        ("schedule cancel 2", "week ack 1 2"),
        ("schedule cancel 2", "week decline 2 --reason no"),
        ("", "week ack 1 5"),
        ("", "week decline 5 --reason no"),
        ("", "week ack 1 99"),
    ],
)
def test_what_nobody_can_answer_is_refused_and_then_nothing_is_answered(
    planned: Techday, prepared: str, command: str
) -> None:
    if prepared:
        planned.did(prepared)
    result = planned(command)
    assert result.exit in (1, 3), result
    assert result.stderr.count("\n") == 2
    assert week(planned)[1] == 0


def test_what_is_over_is_done_or_was_never_answered(planned: Techday) -> None:
    planned.did("week ack 1")
    assert [one["state"] for one in planned("week --this --json", now=FRIDAY).json["items"]] == [
        *["done", "proposed", "proposed", "proposed", "proposed"]
    ]
    assert week(planned, "--this", now=FRIDAY) == ("2026-11-23", 1, 4, 0, 0)
    assert planned.tell("week ack 2", "week ack 1", "week ack --all --this", now=FRIDAY) == snapshot("""\

$ techday week ack 2
2| techday: Item 2 is over: there is nothing left to answer
2|   techday schedule show 2
exit 1
$ techday week ack 1
Already acknowledged: 1 Replace switch
$ techday week ack --all --this
Nothing is open in week 48
""")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "--start '2026-11-25 10:00' --end '2026-11-25 12:00'",
            snapshot("""\
[~]  2  10:00-12:00  Audit                  GLOBEX  Harbour 7
changed: start Tue 24 Nov 09:00 -> Wed 25 Nov 10:00, end Tue 24 Nov 11:00 -> Wed 25 Nov 12:00\
"""),
        ),
        (
            "--end '2026-11-24 10:30'",
            snapshot("""\
[~]  2  09:00-10:30  Audit                  GLOBEX  Harbour 7
changed: end Tue 24 Nov 11:00 -> Tue 24 Nov 10:30\
"""),
        ),
        (
            "--place Office",
            snapshot("""\
[~]  2  09:00-11:00  Audit                  GLOBEX  Office
changed: place Harbour 7 -> Office\
"""),
        ),
        (
            "--client acme",
            snapshot("""\
[~]  2  09:00-11:00  Audit                  ACME  Harbour 7
changed: client Globex -> Acme\
"""),
        ),
    ],
)
def test_a_change_of_what_was_agreed_to_opens_an_item_and_says_from_what_to_what(
    planned: Techday, change: str, told: str
) -> None:
    planned.did("week ack --all", f"schedule move 2 {change}")
    lines = planned("week", COLUMNS="109").stdout.splitlines()
    assert "\n".join(line.strip() for line in lines if "[~]" in line or "changed:" in line) == told
    assert week(planned) == ("2026-11-23", 3, 4, 1, 0)
    assert planned("outbox").stdout.count("Acknowledged") == 3  # nobody owes the answer from before
    planned.did("week ack 2")
    assert item(planned, 2)["changed"] == []


def test_an_item_given_to_a_colleague_is_no_longer_one_s_own_and_opens_when_it_comes_back(planned: Techday) -> None:
    planned.did("week ack --all", "schedule move 2 --technician 'Sam Reed'")
    assert week(planned) == ("2026-11-23", 3, 3, 0, 0)
    planned.did("schedule move 5 --technician me", "week ack 5", "schedule move 2 --technician me")
    assert week(planned) == ("2026-11-23", 4, 5, 1, 0)


def test_what_only_reads_otherwise_stays_acknowledged_and_is_owed_as_it_reads(planned: Techday) -> None:
    planned.did(
        "week ack --all",
        "schedule move 2 --title 'Audit of the firewall' --note 'bring the keys' --place 'HARBOUR  7'",
        "week decline 3 --reason 'no time'",
        "schedule move 3 --title Meeting",
        "outbox done 1",
        "schedule move 1 --title 'Replace switches'",
    )
    assert week(planned) == ("2026-11-23", 3, 4, 0, 1)
    owed = planned("outbox", COLUMNS="120").stdout
    assert "Acknowledged: Tue 24 Nov 09:00-11:00 Audit of the firewall, Globex (HARBOUR 7)\n" in owed
    assert "Declined: Tue 24 Nov 15:00-16:00 Meeting: no time\n" in owed
    assert "Replace switch" not in owed  # the PSA was told


def changed(techday: Techday, *commands: str) -> list[tuple[object, ...]]:
    """Give what changed of item 2 since it was answered, after some commands."""
    techday.did(*commands)
    found = techday("schedule show 2 --json").json["item"]
    return [tuple(one.values()) for one in found["changed"]] or [(found["state"],)]


def test_an_answer_holds_for_a_client_and_a_site_whatever_they_are_called(planned: Techday) -> None:
    planned.did("client site add globex HQ", "client site add globex Depot", "schedule move 2 --site HQ", "week ack 2")
    rename = "client site edit globex HQ --name Headquarters"
    assert changed(planned, rename, "client edit globex --name Globe") == [("acknowledged",)]
    assert changed(planned, "schedule move 2 --site Depot") == [("site", "HQ", "Depot")]
    assert changed(planned, "schedule move 2 --place Dock") == [("place", "Harbour 7", "Dock"), ("site", "HQ", "Depot")]
    assert changed(planned, "schedule move 2 --site head --place 'harbour 7'") == [("back", None, None)]
    assert "changed: moved and moved back" in planned("week").stdout


def test_a_site_is_deleted_and_nobody_s_answer_with_it(planned: Techday) -> None:
    planned.did(
        "client site add globex HQ",
        "schedule move 2 --site HQ --place '' --kind travel",
        "schedule agree 2 --manager Pat",
        "week ack 2",
    )
    assert planned("client site delete globex HQ").stdout == snapshot(
        "Deleted the site HQ of GLOBEX; 1 planned there keeps its name as the place\n"
    )
    found = planned("schedule show 2 --json").json
    assert [found["item"][key] for key in ("state", "site", "place")] == ["acknowledged", None, "HQ"]
    assert [one["missing"] for one in found["agreements"]] == [False, True]
    assert changed(planned, "schedule move 2 --place Depot") == [("place", "HQ", "Depot")]
    planned.did("undo", "undo")
    assert planned("schedule show 2 --json").json["item"]["site"] == "HQ"


def test_items_of_two_weeks_are_counted_in_theirs(planned: Techday) -> None:
    planned.did("schedule add Review --start '2026-12-01 9:00'", "schedule add Retro --start '2026-11-29 23:30'")
    answered = planned("week ack 1 6 --json").json
    assert answered["summary"].endswith("Review (week 48: 1 of 5, week 49: 1 of 2 acknowledged)")
    assert [(one["week"], one["total"]) for one in answered["weeks"]] == [("2026-W48", 5), ("2026-W49", 2)]


def test_from_thursday_on_what_is_left_of_the_week_is_told_too(planned: Techday) -> None:
    assert planned("week", now=THURSDAY).stdout.splitlines()[1] == "1 open this week: techday week ack --this"
    planned.did("week ack 4")
    assert "open this week" not in planned("week", now=THURSDAY).stdout


def test_a_conflict_is_found_however_far_from_the_week_it_lies(planned: Techday) -> None:
    planned.did(
        "schedule add Rollout --start 2026-11-27 --end 2026-12-18 --all-day --kind on-site --client acme",
        "schedule add Visit --start '2026-12-17 9:00' --client globex --kind on-site",
        "timeoff request vacation --from 2026-12-18",
    )
    found = {one["with"] for one in item(planned, 6)["conflicts"]}  # type: ignore[attr-defined]
    assert found == {7, None}
    warned = planned("schedule move 7 --start 2026-12-17T10:00").stderr
    assert "techday week --date 2026-W51" in warned


def test_whole_days_are_those_of_the_calendar_wherever_one_is(planned: Techday) -> None:
    planned.did("schedule add Leave --start 2026-11-25 --all-day --kind 'time off'")
    planned.did("schedule add Call --start 2026-11-25T06:00Z", "schedule add Talk --start 2026-11-25T20:00Z")
    planned.configure('[technician]\nzone = "Pacific/Auckland"\n')  # 13 hours ahead
    with_leave = [number for number in (7, 8) if item(planned, number)["conflicts"]]
    assert with_leave == [7]
    # The day is over where one is now, and with it what there was to answer.
    assert planned("week ack 6", now="2026-11-25T11:30:00Z").exit == 1
    assert planned("week ack 6", now="2026-11-25T10:30:00Z").exit == 0


def test_undo_takes_an_answer_back_and_what_is_owed_for_it(planned: Techday) -> None:
    from tests.database.stores import dump

    stages = [dump(planned.store)]
    answers = ["week ack --all", "week decline 2 --reason 'at the dentist'", "week ack 2"]
    for command in answers:
        planned.did(command)
        stages.append(dump(planned.store))
    for stage in reversed(stages[:-1]):
        planned.did("undo")
        assert dump(planned.store) == stage
    for stage in stages[1:]:
        planned.did("redo")
        assert dump(planned.store) == stage


def test_an_answer_goes_to_the_clipboard_as_the_psa_is_owed_it(planned: Techday) -> None:
    result = planned("week ack 1 4 --copy", typed="", TERM="xterm-256color")
    assert result.stdout == snapshot("""\
Acknowledged 1 Replace switch, 4 Patch night (2 of 4 acknowledged)
Acknowledged: Mon 23 Nov 09:00-10:00 Replace switch, Acme (Main street)
Acknowledged: Thu 26 Nov 22:00 - Fri 27 Nov 02:00 Patch night
""")
    coded = result.stderr.partition("\x1b]52;c;")[2].partition("\x07")[0]
    assert base64.b64decode(coded).decode() == "\n".join(result.stdout.splitlines()[1:])
    # What was answered before can be pasted as long as the PSA was not told of it.
    again = planned("week ack 1 --copy", typed="", TERM="xterm").stdout.splitlines()
    assert again[1:] == result.stdout.splitlines()[1:2]
    planned.did("outbox done 1")
    assert planned("week ack 1 --copy", typed="", TERM="xterm").stdout.splitlines()[1:] == []


def test_times_are_told_in_the_technician_s_zone(planned: Techday) -> None:
    planned.configure('[technician]\nname = "Kim Lee"\nzone = "America/New_York"\n')
    planned.did("week ack 1", "week decline 4 --reason late")
    assert planned("outbox").stdout == snapshot("""\
Without a ticket
 #1 2026-11-23 03:14  Acknowledged: Mon 23 Nov 04:00-05:00 Replace switch, Acme
    (Main street)
 #2 2026-11-23 03:14  Declined: Thu 26 Nov 17:00-21:00 Patch night: late

2 to tell the PSA
techday outbox copy
techday outbox done N
""")


def test_scripts_read_what_an_answer_changed(planned: Techday) -> None:
    planned.did("schedule add Interview --start '2026-11-24 10:30' --kind meeting")
    answered = planned("week ack 2 --json").json
    assert answered == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 9,
            "summary": "Acknowledged 2 Audit (1 of 5 acknowledged)",
            "items": [2],
            "week": "2026-W48",
            "total": 5,
            "acknowledged": 1,
            "open": 4,
            "declined": 0,
            "weeks": [{"week": "2026-W48", "total": 5, "acknowledged": 1, "open": 4, "declined": 0}],
            "text": "Acknowledged: Tue 24 Nov 09:00-11:00 Audit, Globex (Harbour 7)",
        }
    )
    assert planned("week decline 3 --reason no --json").json["text"] == snapshot(
        "Declined: Tue 24 Nov 15:00-16:00 Team meeting: no"
    )
    assert item(planned, 2)["conflicts"] == snapshot(
        [{"kind": "overlap", "with": 6, "text": "overlaps 6 Interview (Tue 24 Nov 10:30-11:30)"}]
    )
    shown = planned("week --json").json
    assert shown["next_command"] == "techday week ack --all"
    assert [(day["date"], day["planned_seconds"], day["shift_seconds"], day["items"]) for day in shown["days"]] == (
        snapshot(
            [
                ("2026-11-23", 3600, 28800, [1]),
                ("2026-11-24", 9000, 28800, [2, 6, 3]),
                ("2026-11-25", 0, 28800, [5]),
                ("2026-11-26", 9000, 28800, [4]),
                ("2026-11-27", 5400, 28800, [4]),
                ("2026-11-28", 0, 0, []),
                ("2026-11-29", 0, 0, []),
            ]
        )
    )


def test_time_off_is_off_the_shift_of_its_day(planned: Techday) -> None:
    planned.did("timeoff request --date 2026-11-25 --hours 8-10", "timeoff request --from 2026-11-24")
    planned.did("timeoff decide 1 approved --by Pat", "timeoff decide 2 approved --by Pat")
    days = planned("week --json").json["days"]
    assert [(day["shift_seconds"], day["time_off_seconds"]) for day in days] == snapshot(
        [(28800, 0), (28800, 28800), (28800, 7200), (28800, 0), (28800, 0), (0, 0), (0, 0)]
    )


def moment(now: str) -> Moment:
    """Give an instant with its shift day."""
    at = datetime.fromisoformat(now)
    return Moment(at, shift_day(ShiftPattern(UTC), at), None, zone=UTC)


def evidence(techday: Techday, now: str) -> Evidence | None:
    """Give what the routine says of the week at an instant."""
    with techday.raw() as db:
        return acknowledged(db, moment(now))


def test_the_routine_asks_for_the_week_and_from_thursday_on_for_the_coming_one_too(planned: Techday) -> None:
    assert evidence(planned, "2026-11-16T08:00:00Z") is None
    assert evidence(planned, "2026-11-19T08:00:00Z") == Evidence("open", "4 open", "techday week ack")
    assert evidence(planned, "2026-11-23T08:14:00Z") == Evidence("open", "4 open", "techday week ack")
    planned.did("schedule add Stocktaking --start '2026-12-01 9:00' --ack")
    assert evidence(planned, THURSDAY) == Evidence("open", "1 open", "techday week ack --this")
    planned.did("week ack 4")
    assert evidence(planned, THURSDAY) == Evidence("done", "2 acknowledged", "")
    assert evidence(planned, "2026-12-07T08:14:00Z") is None


def test_the_items_of_a_day_are_those_of_its_shift_day_and_of_whole_days_those_that_name_it(planned: Techday) -> None:
    planned.did(
        "schedule add Birthday --start 2026-11-27 --all-day",
        "schedule add Stocktaking --start 2026-11-25 --end 2026-11-26 --all-day",
    )
    with planned.raw() as db:
        days = {day: [row.id for row in items_today(db, moment(f"2026-11-{day}T12:00:00Z"))] for day in (25, 26, 27)}
    assert days == {25: [7], 26: [7, 4], 27: [4, 6]}  # not what a colleague does
