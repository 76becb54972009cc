"""Nobody is forgotten: whatever is tried, skipped and paused, the oldest silence comes first, and it comes in time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.rotation.pace import AHEAD_DAYS, needed, pace
from techday.rotation.rules import Day, offered, silence_of, standings, why
from techday.rotation.store import Candidate, TodayRow
from techday.rotation.talk import Talk, questions, things_to_say
from tests.conftest import examples

MONDAY = date(2026, 11, 23)
PLAIN = Candidate(
    id=1,
    code="ACME",
    name="Acme",
    name_key="acme",
    cadence_days=30,
    created_at="2026-01-05T08:00:00Z",
    starts_on=None,
    paused_at=None,
    paused_until=None,
    pause_reason="",
    last_at=None,
    last_day=None,
    tried_at=None,
    again_at=None,
)


def client(number: int = 1, silent: int | None = None, **fields: Any) -> Candidate:
    """Give a client that was last spoken to so many days before that Monday, at 10:00 UTC."""
    fields = {"id": number, "code": f"C{number}", "name_key": f"client {number:03}", **fields}
    if silent is not None:
        day = MONDAY - timedelta(days=silent)
        fields |= {"last_at": f"{day}T10:00:00Z", "last_day": day.isoformat()}
    return PLAIN._replace(**fields)


def at(clock: str, contacts: Sequence[TodayRow] = (), day: date = MONDAY) -> Day:
    """Give a shift day as the rotation sees it at a time of day."""
    return Day(day, f"{day}T{clock}:00Z", UTC, contacts)


def order(clients: Sequence[Candidate], clock: str = "09:00", contacts: Sequence[TodayRow] = ()) -> list[int]:
    """Give the numbers of the clients who can be offered, in their order."""
    return [one.client.id for one in standings(clients, at(clock, contacts)) if one.state == "due"]


# --- the order ---


def test_silent_for_45_days_goes_first_the_longest_before_the_others_then_silence_over_cadence() -> None:
    clients = [
        client(1, silent=44, cadence_days=90),
        client(2, silent=45, cadence_days=365),
        client(3, silent=20, cadence_days=7),
        client(4, silent=61, cadence_days=30),
        client(5, silent=30, cadence_days=30),
    ]

    assert order(clients) == [4, 2, 3, 5, 1]


def test_equal_ones_go_by_the_oldest_contact_then_by_name() -> None:
    later = client(1, silent=10, last_at="2026-11-13T15:00:00Z")
    first, second = client(2, silent=10, name_key="alfa"), client(3, silent=10, name_key="beta")
    half = client(4, silent=20, cadence_days=60)

    # 20 of 60 days is exactly 10 of 30, and its contact is the oldest.
    assert order([second, later, half, first]) == [4, 2, 3, 1]


@pytest.mark.parametrize(
    ("fields", "silence"),
    [
        ({}, 322),  # since it was added on 5 January
        ({"starts_on": "2026-11-20"}, 3),
        ({"starts_on": "2026-11-20", "last_day": "2026-11-22", "last_at": "2026-11-22T10:00:00Z"}, 1),
        ({"last_day": "2026-11-23", "last_at": "2026-11-23T10:00:00Z"}, 0),
        ({"created_at": "2026-11-24T07:00:00Z"}, 0),
    ],
)
def test_silence_is_counted_from_the_last_contact_else_from_when_the_client_came_in(
    fields: dict[str, Any], silence: int
) -> None:
    assert silence_of(client(**fields), MONDAY, UTC) == silence


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"starts_on": "2026-11-24"}, "starts"),
        ({"starts_on": "2026-11-23"}, "due"),
        ({"paused_at": "2026-11-01T08:00:00Z"}, "paused"),
        ({"paused_at": "2026-11-01T08:00:00Z", "paused_until": "2026-11-24"}, "paused"),
        # A pause with an end is over on that day, by itself.
        ({"paused_at": "2026-11-01T08:00:00Z", "paused_until": "2026-11-23"}, "due"),
    ],
)
def test_paused_clients_and_those_still_to_come_are_out(fields: dict[str, Any], state: str) -> None:
    assert standings([client(silent=50, **fields)], at("09:00"))[0].state == state


def tried(number: int, clock: str) -> TodayRow:
    return TodayRow(number, "tried", f"{MONDAY}T{clock}:00Z", "")


def test_who_was_tried_waits_until_all_others_were_tried_too() -> None:
    clients = [client(1, silent=50, tried_at=f"{MONDAY}T08:10:00Z"), client(2, silent=20), client(3, silent=10)]
    tries = [tried(1, "08:10")]
    assert order(clients, contacts=tries) == [2, 3, 1]

    clients[1] = clients[1]._replace(tried_at=f"{MONDAY}T08:20:00Z")
    clients[2] = clients[2]._replace(tried_at=f"{MONDAY}T08:30:00Z")
    tries += [tried(2, "08:20"), tried(3, "08:30")]
    assert order(clients, contacts=tries) == [1, 2, 3]
    # A second try goes behind those with one.
    assert order(clients, contacts=[*tries, tried(1, "08:40")]) == [2, 3, 1]


def test_a_time_to_try_again_hides_a_client_until_then_and_brings_it_back_to_its_place() -> None:
    again = {"tried_at": f"{MONDAY}T08:10:00Z", "again_at": f"{MONDAY}T15:00:00Z"}
    clients = [client(1, silent=50, **again), client(2, silent=20)]

    assert order(clients, "14:59", [tried(1, "08:10")]) == [2]
    assert order(clients, "15:00", [tried(1, "08:10")]) == [1, 2]
    # They rang back meanwhile, or it is another day.
    rang = clients[0]._replace(last_at=f"{MONDAY}T09:00:00Z", last_day="2026-11-20")
    assert order([rang, clients[1]], "14:59") == [2, 1]


def test_skipped_and_spoken_to_are_out_for_the_day() -> None:
    clients = [client(1, silent=50), client(2, silent=20), client(3, silent=10)]
    contacts = [
        TodayRow(1, "skipped", f"{MONDAY}T08:10:00Z", "on holiday"),
        TodayRow(2, "done", f"{MONDAY}T08:20:00Z", ""),
    ]

    assert order(clients, contacts=contacts) == [3]
    assert order(clients) == [1, 2, 3]


@pytest.mark.parametrize(
    ("silent", "cadence", "words"),
    [
        (47, 30, "silent 47 days: past 45, goes first"),
        (45, 90, "silent 45 days: 45 reached, goes first"),
        (60, 30, "silent 60 days: 60 reached, goes first"),
        (61, 30, "silent 61 days: past 60, goes first"),
        (31, 30, "31 of 30 days"),
        (12, 30, "12 of 30 days"),
    ],
)
def test_why_it_is_this_client_is_said_in_a_few_words(silent: int, cadence: int, words: str) -> None:
    one = offered(standings([client(silent=silent, cadence_days=cadence)], at("09:00")))
    assert one is not None
    assert why(one) == words


STATES = st.fixed_dictionaries(
    {
        "silent": st.integers(0, 90),
        "cadence_days": st.sampled_from((7, 14, 30, 45, 60, 90, 365)),
        "name_key": st.sampled_from(("alfa", "beta", "gamma")),
    }
)


@given(st.lists(STATES, max_size=30), st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_the_order_of_the_rows_and_as_fractions_say(
    states: list[dict[str, Any]], random: Any
) -> None:
    clients = [client(number, **state) for number, state in enumerate(states)]
    shuffled = list(clients)
    random.shuffle(shuffled)

    def by_fractions(one: Candidate) -> tuple[object, ...]:
        silence = (MONDAY - date.fromisoformat(one.last_day or "")).days
        first = silence >= 45
        return (not first, -silence if first else -Fraction(silence, one.cadence_days), one.last_at, one.name_key)

    expected = [one.id for one in sorted(clients, key=by_fractions)]
    assert order(shuffled) == order(clients) == expected


# --- fairness: a rotation that is played, day by day ---


class Played:
    """A rotation that is played day by day, as the store would remember it."""

    def __init__(self, clients: Sequence[Candidate], day: date, contacts: int = 1) -> None:
        self.clients = {one.id: one for one in clients}
        self.day = day
        self.contacts = contacts
        self.today: list[TodayRow] = []
        self.clock = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)

    def begin(self, day: date) -> None:
        """Begin another shift day."""
        self.day, self.today = day, []
        self.clock = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)

    @property
    def now(self) -> str:
        return to_text(self.clock)

    def found(self) -> list[Any]:
        return standings(list(self.clients.values()), Day(self.day, self.now, UTC, self.today))

    def offered(self) -> Candidate | None:
        one = offered(self.found())
        return None if one is None else one.client

    def tell(self, kind: str, one: Candidate, again: datetime | None = None) -> None:
        """Record what became of a client; each thing takes two minutes."""
        self.today.append(TodayRow(one.id, kind, self.now, ""))
        if kind == "done":
            one = one._replace(last_at=self.now, last_day=self.day.isoformat())
        elif kind == "tried":
            one = one._replace(tried_at=self.now, again_at=to_text(again) if again else None)
        self.clients[one.id] = one
        self.clock += timedelta(minutes=2)

    def pause(self, number: int) -> None:
        self.clients[number] = self.clients[number]._replace(paused_at=self.now)

    def resume(self, number: int) -> None:
        self.clients[number] = self.clients[number]._replace(paused_at=None)


def weekdays(first: date) -> Iterator[date]:
    """Give the days from Monday to Friday, from one on."""
    day = first
    while True:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


ACTS = st.lists(st.sampled_from(("tried", "again", "skipped")), max_size=4)


@examples(20)
@given(st.integers(1, 43), st.data())
def test_with_one_contact_a_day_nobody_waits_longer_than_there_are_clients_and_own_tries_and_skips(
    count: int, data: st.DataObject
) -> None:
    silences = data.draw(st.lists(st.integers(1, 80), min_size=count, max_size=count))
    played = Played([client(number, silent=silent) for number, silent in enumerate(silences)], MONDAY)
    # For each client: working days since its last contact (or its return), and its own tries and skips since.
    waited = dict.fromkeys(played.clients, 0)
    own = dict.fromkeys(played.clients, 0)
    paused: set[int] = set()
    busy = data.draw(st.dictionaries(st.integers(0, 2 * count + 10), ACTS, max_size=25))
    pauses = data.draw(st.dictionaries(st.integers(0, 2 * count + 10), st.integers(0, count - 1), max_size=8))

    for number, day in zip(range(2 * count + 12), weekdays(MONDAY), strict=False):
        played.begin(day)
        if number in pauses:
            who = pauses[number]
            if who in paused:
                paused.remove(who)
                played.resume(who)
                waited[who] = own[who] = 0
            elif len(paused) < count - 1:
                paused.add(who)
                played.pause(who)
        for act in busy.get(number, ()):
            one = played.offered()
            if one is None:
                break
            again = played.clock + timedelta(minutes=3) if act == "again" else None
            played.tell("tried" if act == "again" else act, one, again)
            own[one.id] += 1
        for who in waited:
            waited[who] += who not in paused
        one = played.offered()
        if one is not None:
            played.tell("done", one)
            assert waited[one.id] <= count + own[one.id], (one.id, waited, own)
            waited[one.id] = own[one.id] = 0
        else:  # everybody was skipped: only then may a day pass without a contact
            assert all(state.state in ("skipped", "tried", "paused") for state in played.found())
            own = {who: tries + 1 for who, tries in own.items()}
        for who, days in waited.items():
            assert who in paused or days <= count + own[who], (who, waited, own)


@examples(15)
@given(
    st.lists(
        st.tuples(st.integers(0, 59), st.sampled_from((5, 7, 14, 21, 30, 45, 60, 90, 180, 365))),
        min_size=1,
        max_size=120,
    ),
    st.sets(st.integers(0, 139), max_size=8),
)
def test_nobody_passes_60_days_while_the_stated_number_of_contacts_is_kept(
    states: list[tuple[int, int]], free: set[int]
) -> None:
    clients = [client(number, silent, cadence_days=every) for number, (silent, every) in enumerate(states)]
    played = Played(clients, MONDAY)
    days = [MONDAY + timedelta(days=number) for number in range(140 + AHEAD_DAYS)]
    working = [day.weekday() < 5 and number not in free for number, day in enumerate(days)]
    first = next(number for number, works in enumerate(working) if works)
    # Whoever is past 60 days before the first working day could not be reached in time by anybody.
    lost = {one.id for one in clients if silence_of(one, days[first], UTC) > 60}

    for number, day in enumerate(days[:140]):
        for one in played.clients.values():
            assert one.id in lost or silence_of(one, day, UTC) <= 60, (number, one)
        if not working[number]:
            continue
        played.begin(day)
        stated = pace(played.found(), working[number : number + AHEAD_DAYS]).needed
        for _ in range(stated):
            found = played.offered()
            if found is None:
                break
            lost.discard(found.id)
            played.tell("done", found)
        # What was done today does not change what the day asked for.
        if stated:
            told = pace(played.found(), working[number : number + AHEAD_DAYS])
            assert told.done == min(stated, len(clients))
            assert told.needed <= max(stated, 1)


def plainly_needed(clients: Sequence[tuple[int, int]], days: Sequence[int]) -> int:
    """Give the same as `needed`, found the plain way: every number of contacts is played with every client."""
    for contacts in range(1, len(clients) + 1):
        since = {number: -silence for number, (silence, _) in enumerate(clients)}
        missed = False
        for position, day in enumerate(days):
            before = dict(since)

            def urgent(number: int, day: int = day, since: dict[int, int] = since) -> tuple[object, ...]:
                silence, every = day - since[number], clients[number][1]
                return (silence < 45, -silence if silence >= 45 else -Fraction(silence, every), -silence, -every)

            for number in sorted(since, key=urgent)[:contacts]:
                since[number] = day
            following = days[position + 1] if position + 1 < len(days) else AHEAD_DAYS
            for number, last in since.items():
                late = last + 60 < following and day <= last + 60 and last < day
                missed = missed or (late and before[number] == last)
        if not missed:
            return contacts
    return len(clients)


@examples(20)
@given(
    st.lists(st.tuples(st.integers(0, 70), st.sampled_from((3, 7, 14, 30, 60, 90))), min_size=1, max_size=60),
    st.sets(st.integers(0, AHEAD_DAYS - 1), max_size=20),
)
def test_the_number_of_contacts_a_day_is_the_one_that_plain_playing_finds(
    clients: list[tuple[int, int]], free: set[int]
) -> None:
    days = [day for day in range(AHEAD_DAYS) if day % 7 < 5 and day not in free]
    assert needed(clients, days) == plainly_needed(clients, days)


@pytest.mark.parametrize(
    ("clients", "contacts"),
    [
        ([], 0),
        ([(0, 30)], 1),
        ([(60, 30)] * 7, 7),  # all of them are due on this very day
        ([(61, 30)] * 7, 1),  # for all of them it is too late, and none passes 60 days anew
        ([(56, 30)] * 10, 2),  # ten within the five days of this week
        ([(0, 30)] * 42, 1),
        ([(number % 60, 30) for number in range(500)], 12),
    ],
)
def test_how_many_contacts_a_day_are_needed(clients: list[tuple[int, int]], contacts: int) -> None:
    weekdays = [day for day in range(AHEAD_DAYS) if day % 7 < 5]
    assert needed(clients, weekdays) == contacts


def test_contacts_of_today_count_towards_what_today_needs() -> None:
    weekdays = [day for day in range(AHEAD_DAYS) if day % 7 < 5]
    assert needed([(60, 30)] * 3, weekdays) == 3
    assert needed([(60, 30)] * 2 + [(0, 30)], weekdays, done=1) == 3
    assert needed([(60, 30)] + [(0, 30)] * 2, weekdays, done=2) == 3
    assert needed([(0, 30)] * 3, weekdays, done=3) == 1


def test_without_any_working_day_ahead_one_contact_is_asked_for_at_most() -> None:
    assert needed([(50, 30)] * 5, []) == 1


# --- what to say ---

ALL = Talk(
    bad_news=["bad"],
    promises=["promised"],
    awaited=["awaited", "awaited too"],
    fixed=["fixed"],
    failing=["failing"],
    reviews=["review"],
    people=1,
)


@pytest.mark.parametrize(
    ("talk", "say"),
    [
        (ALL, ["bad", "promised", "awaited"]),
        (ALL._replace(bad_news=["one", "two", "three", "four"]), ["one", "two", "three"]),
        (ALL._replace(bad_news=[], promises=[]), ["awaited", "fixed", "failing"]),
        (Talk(awaited=["awaited", "too"], reviews=["review"], people=1), ["awaited", "review", "too"]),
    ],
)
def test_what_is_known_is_said_first_and_bad_news_before_all(talk: Talk, say: list[str]) -> None:
    assert things_to_say(talk) == say


def test_where_little_is_known_the_questions_ask_for_it() -> None:
    assert things_to_say(Talk(never=True))[:2] == [
        "Introduce yourself, and say how to reach you",
        "Ask who is the one to ring there, and when it suits them best",
    ]
    assert questions(Talk(people=2, phone=False))[0] == "Ask for a number at which they can be reached"
    assert questions(Talk(people=2, open_tickets=3))[0] == "Ask which of the 3 open tickets matters most to them"
    assert things_to_say(Talk(people=1, day=1)) != things_to_say(Talk(people=1, day=2))


WORDS = st.lists(st.sampled_from(("a", "b", "c")), max_size=3)


@given(st.builds(Talk, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, st.booleans(), st.integers(0, 2), st.booleans()))
def test_there_are_always_exactly_three_things_to_say(talk: Talk) -> None:
    said = things_to_say(talk)
    assert len(said) == len(set(said)) == 3
