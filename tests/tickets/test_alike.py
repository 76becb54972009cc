"""Likely twins with their reasons, and trouble that comes again: rules over rows, without a store."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.text import words
from techday.problems.store import Recent
from techday.tickets.alike import RECURRENCE_SPAN, groups, likely_twins, recurring, same_trouble, typed
from techday.tickets.store import Alike

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
SINCE = to_text(NOW - RECURRENCE_SPAN)
MORNING = "2026-11-23T08:00:00Z"


def recent(number: int, title: str = "Mail server down", opened_at: str = MORNING, **fields: Any) -> Recent:
    """Give a ticket of client 1 as it is compared with others."""
    plain = Recent(number, f"L{number}", title, 1, "ACME", "new", opened_at, "", None)
    return plain._replace(**fields)


def other(number: int, title: str, opened_at: str = MORNING, **fields: Any) -> Alike:
    """Give another ticket of the same client."""
    return Alike(number, f"L{number}", title, "new", opened_at, "", None)._replace(**fields)


# --- twins ---


@pytest.mark.parametrize(
    ("title", "theirs", "twins"),
    [
        ("Mail is down", "mail down", True),
        ("Mail server down", "RE: the mail server is down!", True),
        ("Drucker druckt nicht", "DRUCKER DRUCKT NICHT", True),
        ("Printer 2 jams", "Printer 3 jams", False),  # digits always count
        ("Mail is down", "Mail is slow", False),
        ("Printer", "Printer", False),  # one word says too little
        ("", "", False),
        ("!!!", "???", False),
    ],
)
def test_tickets_that_share_most_of_their_words_may_be_the_same(title: str, theirs: str, twins: bool) -> None:
    assert bool(likely_twins(recent(1, title), [other(2, theirs)])) is twins


@pytest.mark.parametrize(
    ("title", "asset", "their_asset", "twins"),
    [
        ("Printer", "PRN-2", "prn-2", True),  # one word, but of the same machine
        ("Printer jams again", "PRN-2", "PRN-3", False),  # two machines are two matters
        ("Printer jams again", "PRN-2", "", True),
        ("Printer jams again", "", "", True),
    ],
)
def test_the_asset_has_a_say(title: str, asset: str, their_asset: str, twins: bool) -> None:
    assert bool(likely_twins(recent(1, title, asset=asset), [other(2, title, asset=their_asset)])) is twins


def test_a_ticket_without_a_client_has_no_twins() -> None:
    assert likely_twins(recent(1, client_id=None), [other(2, "Mail server down")]) == []


def test_a_ticket_is_not_its_own_twin() -> None:
    assert likely_twins(recent(1), [other(1, "Mail server down")]) == []


def test_the_likest_three_are_named_likest_first_then_nearest_in_time() -> None:
    others = [
        other(2, "mail down now"),
        other(3, "mail down", "2026-11-20T08:00:00Z"),
        other(4, "mail down", "2026-11-22T08:00:00Z"),
        other(5, "mail down", "2026-11-22T08:00:00Z"),
    ]
    for order in (others, others[::-1]):
        assert [twin.reference for twin in likely_twins(recent(9, "mail down"), order)] == ["L4", "L5", "L3"]


@pytest.mark.parametrize(
    ("title", "theirs", "opened_at", "asset", "reason"),
    [
        ("Mail is down", "mail down", "2026-11-23T06:00:00Z", "", 'same client, "mail down" in common, 2h apart'),
        ("Down: the mail", "mail down", MORNING, "", 'same client, "down mail" in common, at the same time'),
        (
            "Printer jams",
            "jams: printer",
            "2026-11-20T08:00:00Z",
            "PRN-2",
            'same client, same asset PRN-2, "printer jams" in common, 3d apart',
        ),
        (
            "one two three four five six",
            "six five four three two one",
            "2026-11-23T08:00:59Z",
            "",
            'same client, "one two three four …" in common, at the same time',
        ),
    ],
)
def test_a_twin_says_why(title: str, theirs: str, opened_at: str, asset: str, reason: str) -> None:
    twins = likely_twins(recent(9, title, asset=asset), [other(2, theirs, opened_at, asset=asset)])
    assert [twin.reason for twin in twins] == [reason]


def test_a_reason_is_one_short_line_whatever_the_title_holds() -> None:
    title = "\x1b[31mMail\x1b[0m " + "x" * 400 + "\u202e down"
    [twin] = likely_twins(recent(9, title, asset="a" * 90), [other(2, title, asset="a" * 90)])
    assert len(twin.reason) < 160
    assert twin.reason.isprintable()


@pytest.mark.parametrize(
    ("own", "their_reference", "opened_at", "state", "command"),
    [
        ("L9", "L2", "2026-11-23T06:00:00Z", "new", "techday ticket merge L9 L2"),
        ("L9", "L2", "2026-11-23T09:00:00Z", "waiting", "techday ticket merge L2 L9"),
        ("L9", "L2", MORNING, "new", "techday ticket merge L9 L2"),
        # The help desk's ticket is the record, whichever came first.
        ("1049213", "L2", "2026-11-23T06:00:00Z", "new", "techday ticket merge L2 1049213"),
        ("L9", "1049213", "2026-11-23T09:00:00Z", "new", "techday ticket merge L9 1049213"),
        # Nothing is put unseen into what is done.
        ("L9", "L2", "2026-11-23T06:00:00Z", "closed", "techday ticket show L2"),
        ("L9", "L2", "2026-11-23T06:00:00Z", "gone", "techday ticket show L2"),
        ("L9", "1; rm -rf ~", "2026-11-23T06:00:00Z", "new", "techday ticket merge L9 '1; rm -rf ~'"),
    ],
)
def test_a_twin_comes_with_the_next_step(
    own: str, their_reference: str, opened_at: str, state: str, command: str
) -> None:
    ticket = recent(9, reference=own)
    there = other(2, "Mail server down", opened_at, reference=their_reference, state=state)
    assert [twin.command for twin in likely_twins(ticket, [there])] == [command]


@pytest.mark.parametrize("reference", ["L7", "1049213", "T20261122.0007", "INC-12", "cw-L1"])
def test_plain_references_are_typed_as_they_are(reference: str) -> None:
    assert typed(reference) == reference


# --- trouble that comes again ---


def ago(**span: float) -> str:
    return to_text(NOW - timedelta(**span))


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([recent(2), recent(3)], ["L2", "L3"]),
        ([recent(2)], []),  # twice is not often
        ([recent(2, state="closed"), recent(3, state="gone")], ["L2", "L3"]),
        ([recent(2, opened_at=ago(days=30)), recent(3)], ["L2", "L3"]),  # the border belongs to it
        ([recent(2, opened_at=ago(days=30, seconds=1)), recent(3)], []),
        ([recent(2, client_id=2), recent(3)], []),
        ([recent(2, title="Mail is down"), recent(3, title="Server is down")], ["L2", "L3"]),
        ([recent(2, title="Mail"), recent(3, title="Mail")], []),  # one word says too little
        ([recent(2, title="New laptop for Ann"), recent(3)], []),
        ([recent(1), recent(3)], []),  # itself is not another
    ],
)
def test_the_same_trouble_three_times_in_thirty_days_recurs(others: list[Recent], found: list[str]) -> None:
    for order in (others, others[::-1]):
        assert [one.reference for one in recurring(recent(1), order, SINCE)] == found


def test_a_ticket_older_than_thirty_days_recurs_no_more() -> None:
    others = [recent(2), recent(3)]
    assert recurring(recent(1, opened_at=ago(days=30)), others, SINCE) == others
    assert recurring(recent(1, opened_at=ago(days=31)), others, SINCE) == []


def test_one_asset_is_one_trouble_whoever_calls() -> None:
    ticket = recent(1, "Slow", client_id=None, asset="MX-1")
    others = [recent(2, "slow", asset="mx-1"), recent(3, "Slow!", client_id=2, asset="MX-1")]
    assert recurring(ticket, others, SINCE) == others
    assert recurring(ticket._replace(asset=""), others, SINCE) == []


def test_tickets_without_a_client_have_nothing_in_common() -> None:
    tickets = [recent(number, client_id=None) for number in range(5)]
    assert recurring(tickets[0], tickets, SINCE) == []
    assert groups(tickets) == []


def test_groups_are_the_largest_first_each_oldest_first() -> None:
    mail = [recent(number, opened_at=ago(days=number)) for number in (1, 2, 3)]
    jams = [recent(number, "Printer jams again", ago(days=number)) for number in (4, 5, 6, 7)]
    assert [[one.id for one in group] for group in groups([*mail, recent(9, "New user Ann"), *jams])] == [
        [7, 6, 5, 4],
        [3, 2, 1],
    ]


def test_an_asset_joins_the_groups_of_two_clients() -> None:
    first = [recent(number) for number in (1, 2)]
    second = [recent(number, client_id=2) for number in (3, 4)]
    assert groups([*first, *second]) == []
    shared = [first[0]._replace(asset="MX-1"), first[1], second[0]._replace(asset="mx-1"), second[1]]
    assert [[one.id for one in group] for group in groups(shared)] == [[1, 2, 3, 4]]


VOCABULARY = st.sampled_from("mail server down slow printer jams 2 3 the".split())
TICKETS = st.lists(
    st.tuples(
        st.lists(VOCABULARY, max_size=4).map(" ".join),
        st.sampled_from([1, 2, None]),
        st.sampled_from(["", "", "MX-1", "mx-1", "PRN-2"]),
        st.integers(0, 29),
    ),
    max_size=14,
).map(
    lambda rows: [
        recent(number, title, ago(days=days), client_id=client_id, asset=asset)
        for number, (title, client_id, asset, days) in enumerate(rows, 1)
    ]
)


@given(TICKETS, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_in_which_tickets_are_read(tickets: list[Recent], random: Any) -> None:
    found = groups(tickets)
    random.shuffle(tickets)
    assert groups(tickets) == found


@given(TICKETS)
def test_every_ticket_of_a_group_is_like_another_one_and_no_ticket_is_in_two(tickets: list[Recent]) -> None:
    found = groups(tickets)
    members = [one for group in found for one in group]
    assert len(members) == len(set(members))
    for group in found:
        assert len(group) >= 3
        for one in group:
            others = [two for two in group if two != one]
            assert any(same_trouble(one, words(one.title), two, words(two.title)) for two in others)


@given(TICKETS)
def test_what_recurs_for_a_ticket_is_in_its_group_and_only_then_there_is_one(tickets: list[Recent]) -> None:
    group_of = {one: group for group in groups(tickets) for one in group}
    asked = {one: recurring(one, tickets, SINCE) for one in tickets}
    for one, others in asked.items():
        assert set(others) <= set(group_of.get(one, ()))
    for group in group_of.values():
        assert any(asked[one] for one in group)


@given(TICKETS)
def test_likeness_is_mutual(tickets: list[Recent]) -> None:
    for one in tickets:
        for two in tickets:
            own, theirs = words(one.title), words(two.title)
            assert same_trouble(one, own, two, theirs) == same_trouble(two, theirs, one, own)
            assert (two.reference in [twin.reference for twin in likely_twins(one, [two])]) == (
                one.client_id is not None and bool(likely_twins(two._replace(client_id=1), [one]))
            )
