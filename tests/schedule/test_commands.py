"""What is listed of the schedule, and what is told of one item."""

from inline_snapshot import snapshot

from tests.conftest import Techday, made_once


@made_once
def busy(techday: Techday) -> Techday:
    """Items of two clients, of several kinds and in every state, over three weeks; it is Monday morning."""
    techday.did(
        "client add Acme",
        "client add Bolt",
        "project add Migration --client acme",
        "schedule add Over --start '2026-11-20 9:00' --ack",
        "schedule add Server move --start 'tue 9:00' --client acme --project migration --ack",
        "schedule add Trip --start 'wed 7:00' --for 9h --kind travel --client bolt",
        "schedule add Moved --start 'thu 9:00' --ack",
        "schedule move 4 --start fri",
        "schedule add Cancelled --start 'thu 14:00' --client acme",
        "schedule cancel 5 --reason 'no need'",
        "schedule add Later --start '2026-12-09 9:00' --client bolt",
        "schedule add Week off --all-day --start 2026-12-14 --end 2026-12-18 --kind time-off",
    )
    with techday.raw() as db:
        db.execute("UPDATE schedule_item SET state = 'declined', reason = 'at a course' WHERE title = 'Trip'")
    return techday


LISTS = (
    ("", "Server move, Moved"),
    ("list", "Server move, Moved"),
    ("list --all", "Server move, Trip, Cancelled, Moved"),
    ("list --days 2", "Server move"),
    ("list --days 30", "Server move, Moved, Later, Week off"),
    ("list --until tue", "Server move"),
    ("list --from fri", "Moved, Later"),
    ("list --from 2026-11-01 --until today", "Over"),
    ("list --from fri --until wed", "Moved"),
    # Three days ago, and not in a year.
    ("list --from '20 nov' --until today", "Over"),
    ("list --from 2026-12-16", "Week off"),
    # What is narrowed down is all that is to come.
    ("list --client bolt", "Later"),
    ("list --client bolt --all", "Trip, Later"),
    ("list --project migration", "Server move"),
    ("list --kind 'time off'", "Week off"),
    ("list --state open", "Moved, Later, Week off"),
    ("list --state proposed --days 7", "Moved"),
    ("list --state changed", "Moved"),
    ("list --state ack", "Server move"),
    ("list --state declined", "Trip"),
    ("list --state cancelled", "Cancelled"),
    ("list --state done", "Over"),
    ("list --most 1", "Server move"),
)


def test_the_list_shows_what_is_asked_for(busy: Techday) -> None:
    found = {options: busy(f"schedule {options} --json").json for options, _ in LISTS}
    assert {options: ", ".join(one["title"] for one in page["items"]) for options, page in found.items()} == dict(LISTS)
    assert all(page["total"] >= len(page["items"]) for page in found.values())


NO_LISTS = (
    "--days 0",
    "--days 3 --until fri",
    "--from 2026-11-25 --until 2026-11-24",
    "--from 10/11",
    "--kind party",
    "--kind m",
    "--state happy",
    "--client nobody",
    "--project nothing",
    "--most 0",
)


def test_a_list_that_cannot_be_made_is_refused_with_a_next_step(busy: Techday) -> None:
    for options in NO_LISTS:
        result = busy(f"schedule list {options}")
        assert (result.exit in (2, 3), result.stdout) == (True, ""), options
        assert result.stderr.count("\n") >= 2, options


def test_the_keys_that_scripts_rely_on(busy: Techday) -> None:
    listed = busy("schedule --json").json
    assert (listed["schema"], listed["first_day"], listed["last_day"]) == (
        "techday.schedule/1",
        "2026-11-23",
        "2026-12-06",
    )
    shown = busy("schedule show 4 --json").json
    assert (shown["schema"], sorted(shown)) == (
        "techday.schedule-item/1",
        ["agreements", "cancelled_at", "created_at", "following", "following_total", "item", "schema", "series"],
    )
    assert (shown["series"], shown["agreements"], shown["following_total"]) == (None, [], 0)
    busy.did("schedule add Round --start 'tue 14:00' --repeat FREQ=WEEKLY;COUNT=9")
    repeats = busy("schedule show 8 --json").json
    assert repeats["series"] == {
        "rule": "FREQ=WEEKLY;COUNT=9",
        "first_day": "2026-11-24",
        "known_to": None,
        "ends_before": None,
    }
    assert ([one["id"] for one in repeats["following"]], repeats["following_total"]) == ([9, 10, 11, 12, 13], 8)


def test_an_item_is_shown_by_its_number(busy: Techday) -> None:
    assert busy("schedule show 3").stdout == busy("schedule show #3").stdout
    for text in ("0", "99", "9" * 30, "-1", "Trip", "", "²"):
        result = busy("schedule", "show", "--", text)
        assert (result.exit, result.stderr.splitlines()[1]) == (3, "  techday schedule list --all"), text


def test_each_state_is_told_with_its_time_and_reason(busy: Techday) -> None:
    with busy.raw() as db:
        db.execute("UPDATE schedule_item SET answered_at = '2026-11-20T15:00:00Z' WHERE title = 'Trip'")
    assert busy.tell(*(f"schedule show {number}" for number in (1, 3, 4, 5))) == snapshot("""\

$ techday schedule show 1
1  Over
  when        Fri 20 Nov 09:00-10:00
  state       done, acknowledged 08:14
  kind        remote
$ techday schedule show 3
3  Trip
  when        Wed 25 Nov 07:00-16:00
  state       declined Fri 15:00: at a course
  kind        travel
  client      BOLT Bolt
$ techday schedule show 4
4  Moved
  when        Fri 27 Nov 09:00-10:00
  state       open again: changed since it was answered 08:14
              start Thu 26 Nov 09:00 -> Fri 27 Nov 09:00
              end Thu 26 Nov 10:00 -> Fri 27 Nov 10:00
  kind        remote
  techday week ack 4
$ techday schedule show 5
5  Cancelled
  when        Thu 26 Nov 14:00-15:00
  state       cancelled 08:14: no need
  kind        remote
  client      ACME Acme
""")


def test_nothing_planned_names_the_next_step(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell("schedule", "schedule list --client acme") == snapshot("""\

$ techday schedule
Nothing is planned from Mon 23 Nov to Sun 6 Dec.
  techday schedule add "Server move" --start "thu 9:00"
  techday schedule subscribe URL
$ techday schedule list --client acme
No such items.
  techday schedule
""")
    assert techday("schedule --json").json == {
        "schema": "techday.schedule/1",
        "first_day": "2026-11-23",
        "last_day": "2026-12-06",
        "items": [],
        "total": 0,
    }
