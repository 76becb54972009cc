"""What the words of an event tell of it: kind, client, site and ticket."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from techday.schedule.guessing import (
    Known,
    KnownClient,
    KnownSite,
    KnownTicket,
    Words,
    is_address,
    kind_of,
    references_in,
)
from techday.schedule.rules import KINDS

ACME, NORTH, BOLT, IT = 1, 2, 3, 4
KNOWN = Known(
    [
        KnownClient(ACME, "ACME", "Acme Ltd"),
        KnownClient(NORTH, "ACME-N", "Acme Ltd North"),
        KnownClient(BOLT, "BOLTON", "Bolt & Sons"),
        KnownClient(IT, "IT", "Information Technology Partners"),
    ],
    [
        KnownSite(11, ACME, "Depot", "5 Harbour Way, Leeds"),
        KnownSite(12, ACME, "HQ", ""),
        KnownSite(13, BOLT, "Depot", ""),
        KnownSite(14, ACME, "Depot Two", "Leeds"),
    ],
    [
        KnownTicket(21, "1049213", BOLT),
        KnownTicket(22, "L7", ACME),
        KnownTicket(23, "T20261122.0007", None),
        KnownTicket(24, "INC0012345", ACME),
    ],
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (Words("Vacation"), "time-off"),
        (Words("PTO - Kim"), "time-off"),
        (Words("Urlaub"), "time-off"),
        (Words("Kim off sick"), "time-off"),
        (Words("Focus", busy="OOF"), "time-off"),
        (Words("Time off"), "time-off"),
        # Who travels is out of office too.
        (Words("Flight to Oslo", busy="OOF"), "travel"),
        (Words("Drive to Leeds"), "travel"),
        (Words("Hard drive replacement"), "remote"),
        (Words("Security+ training"), "training"),
        (Words("Webinar: what is new"), "training"),
        (Words("Patch night"), "maintenance"),
        (Words("New patch panel", place="12 Main Street"), "on-site"),
        (Words("Change window: core switch"), "maintenance"),
        (Words("Team stand-up"), "meeting"),
        (Words("Call with Jo"), "meeting"),
        (Words("On call"), "remote"),
        (Words("Recall of laptops"), "remote"),
        (Words("Quarterly review", place="Microsoft Teams"), "meeting"),
        (Words("Quarterly review", link="https://acme.zoom.us/j/1"), "meeting"),
        (Words("Quarterly review", note="Join: https://teams.microsoft.com/l/1"), "meeting"),
        (Words("Quarterly review", others=True), "meeting"),
        # A visit to which the client is invited is a visit.
        (Words("Switch swap", place="1 Main St, Leeds", others=True), "on-site"),
        (Words("Switch swap", place="https://maps.example/1"), "remote"),
        (Words("Switch swap"), "remote"),
        # A category says it outright.
        (Words("Team meeting", categories=("On-Site",)), "on-site"),
        (Words("Visit", categories=("time-off",)), "time-off"),
        (Words(""), "remote"),
    ],
)
def test_a_kind_is_told_by_its_words(words: Words, kind: str) -> None:
    assert kind_of(words) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_as_category_means_itself(kind: str) -> None:
    assert kind_of(Words("Something", categories=(kind,))) == kind


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("1 Main St", True),
        ("Hauptstraße 5", True),
        ("Acme, 10115 Berlin", True),
        ("Leeds", False),
        ("Room 2", False),
        ("Conference room 1204, 2nd floor", False),
        ("Microsoft Teams Meeting", False),
        ("https://zoom.us/j/123456, 10115", False),
        ("", False),
    ],
)
def test_an_address_is_told_from_a_room(place: str, address: bool) -> None:
    assert is_address(place) is address


@pytest.mark.parametrize(
    ("words", "client"),
    [
        (Words("ACME: switch swap"), ACME),
        (Words("Visit (Acme Ltd)"), ACME),
        (Words("visit acme ltd"), ACME),
        # Short codes are words too, so they must be written as they are kept.
        (Words("Get it done"), None),
        (Words("IT: get it done"), IT),
        (Words("acme"), None),
        (Words("bolton"), BOLT),
        (Words("Placement at ACMEE"), None),
        # The longer name holds the shorter one.
        (Words("Acme Ltd North, switch"), NORTH),
        (Words("ACME-N switch"), NORTH),
        (Words("ACME and BOLTON"), None),
        (Words("ACME-N and ACME"), None),
        # Each text is asked only where the ones before say nothing.
        (Words("Visit", place="Bolt & Sons, Hull"), BOLT),
        (Words("Visit", note="for Bolt & Sons"), BOLT),
        (Words("ACME", note="not BOLTON"), ACME),
        (Words("ACME or BOLTON", place="Acme Ltd"), None),
        (Words("Visit"), None),
        # A category that is the whole name says it outright.
        (Words("Talk about ACME", categories=("meeting", "bolt & sons")), BOLT),
        (Words("ACME", categories=("Bolt & Sons", "ACME-N")), ACME),
        (Words("Visit", categories=("Bolt",)), None),
        (Words("Visit", categories=("it",)), None),
        (Words("Visit", categories=("IT",)), IT),
    ],
)
def test_a_client_is_told_by_code_or_whole_name(words: Words, client: int | None) -> None:
    assert KNOWN.guess(words).client_id == client


@pytest.mark.parametrize(
    ("words", "site"),
    [
        (Words("ACME visit", place="Depot"), 11),
        (Words("ACME visit", place="Depot Two"), 14),
        (Words("ACME visit at HQ"), 12),
        (Words("ACME visit", place="hq"), None),
        (Words("ACME visit", place="Acme, 5 Harbour Way, Leeds"), 11),
        (Words("BOLTON visit", place="Depot"), 13),
        (Words("ACME visit", place="Depot or HQ"), None),
        # Without its client a site is anybody's.
        (Words("Visit", place="Depot"), None),
    ],
)
def test_a_site_is_one_of_the_client(words: Words, site: int | None) -> None:
    guess = KNOWN.guess(words)
    assert guess.site_id == site
    assert (guess.kind == "on-site") is (site is not None)


def test_a_place_that_is_a_client_is_a_visit() -> None:
    assert KNOWN.guess(Words("Printer", place="Bolt & Sons")).kind == "on-site"


@pytest.mark.parametrize(
    ("words", "ticket", "client"),
    [
        (Words("Visit 1049213"), 21, BOLT),
        (Words("Visit [#1049213]"), 21, BOLT),
        (Words("Ticket#1049213: visit"), 21, BOLT),
        (Words("Visit #L7"), 22, ACME),
        # A short number without its mark could be anything.
        (Words("Visit L7"), None, None),
        (Words("inc0012345."), 24, ACME),
        (Words("T20261122.0007!", place="ACME"), 23, ACME),
        (Words("Visit 10492131"), None, None),
        (Words("Visit 1049213 and INC0012345"), None, None),
        (Words("Visit", note="See 1049213"), 21, BOLT),
        # The ticket knows better whose it is.
        (Words("ACME 1049213"), 21, BOLT),
    ],
)
def test_a_ticket_is_told_by_its_reference(words: Words, ticket: int | None, client: int | None) -> None:
    guess = KNOWN.guess(words)
    assert (guess.ticket_id, guess.client_id) == (ticket, client)


texts = st.text(st.sampled_from("ACME acmeLtdNorthIT#0123456789.-_ ,()[]/@:ßé\n\x00\ud800"), max_size=80)


@given(texts, texts)
def test_any_words_are_guessed_at_and_only_what_is_known_is_told(title: str, place: str) -> None:
    guess = KNOWN.guess(Words(title, place))
    assert guess.kind in KINDS
    assert guess.client_id in {None, ACME, NORTH, BOLT, IT}
    # Whom nobody knows is not told, whatever the words are.
    assert Known([], [], []).guess(Words(title, place))[1:] == (None, None, None)


@given(texts)
@example("#1")
@example("(T20261122.0007)")
def test_every_reference_is_a_part_of_its_text(text: str) -> None:
    assert all(reference in text for reference in references_in(text))


around = st.text(st.sampled_from(" ,;()!?\n"), max_size=5)


@given(around, around, st.sampled_from(["1049213", "INC0012345", "T20261122.0007"]))
def test_a_reference_is_found_whatever_stands_around_it(before: str, after: str, reference: str) -> None:
    assert references_in(f"Visit {before}{reference}{after} today") == [reference]
