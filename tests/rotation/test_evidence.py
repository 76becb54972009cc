"""The day's item closes by itself: with the first contact, or after three tries."""

from datetime import UTC, datetime

import pytest

from techday.core.evidence import Evidence, Moment
from techday.core.shifts import ShiftPattern, shift_day
from techday.pages.in_touch import pace_at
from techday.rotation.evidence import contact
from techday.rotation.standing import stand_at
from tests.conftest import Techday, made_once

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)
MOMENT = Moment(NOW, shift_day(ShiftPattern(UTC), NOW), None)
OPEN = Evidence("open", "", "techday contact-next")


def seen(techday: Techday, moment: Moment = MOMENT) -> Evidence | None:
    """Give what the rotation knows of the day's contact."""
    with techday.raw() as db:
        return contact(db, moment)


@made_once
def clients(techday: Techday) -> Techday:
    """Two clients."""
    techday.did("client add Acme", "client add Beta")
    return techday


def test_the_first_contact_of_the_day_closes_it_and_undo_opens_it_again(clients: Techday) -> None:
    assert seen(clients) == OPEN
    clients.did("contact-next done --client beta --note hello --at 8:05", "contact-next done --note hello")
    assert seen(clients) == Evidence("done", "BETA 08:05", "")
    clients.did("undo", "undo")
    assert seen(clients) == OPEN


def test_three_tries_of_any_clients_close_it_too(clients: Techday) -> None:
    clients.did("contact-next tried", "contact-next tried")
    assert seen(clients) == OPEN._replace(text="tried 2")
    clients.did("contact-next tried --client acme")
    assert seen(clients) == Evidence("done", "tried 3", "")


def test_a_contact_of_yesterday_and_a_skip_leave_it_open(clients: Techday) -> None:
    clients.did("contact-next done --note hello --at 'fri 9:00'", "contact-next skip --reason holiday")
    assert seen(clients) == OPEN


def test_who_cannot_be_offered_any_more_today_keeps_nothing_open(clients: Techday) -> None:
    clients.did("contact-next skip --reason holiday", "contact-next skip --reason holiday")
    assert seen(clients) == Evidence("na", "all skipped", "techday contact-next list")
    assert clients("contact-next done --note hello").exit == 1
    clients.did("undo", "contact-next tried --again tomorrow")
    assert seen(clients) == Evidence("na", "all tried or skipped", "techday contact-next list")
    clients.did("contact-next done --client beta --note hello")
    assert seen(clients) == Evidence("done", "BETA 08:14", "")


def test_a_time_to_try_again_within_the_shift_keeps_it_open(clients: Techday) -> None:
    clients.did("contact-next skip --reason holiday", "contact-next tried --again 16:30")
    assert seen(clients) == Evidence("open", "tried 1 again 16:30", "techday contact-next list")
    assert seen(clients, MOMENT._replace(now=NOW.replace(minute=30))) == OPEN._replace(text="tried 1")
    # Of several tries the last one tells.
    clients.did("contact-next tried --client beta")
    assert seen(clients) == OPEN._replace(text="tried 2")


@pytest.mark.parametrize(
    "column",
    ["placeholder = 1", "starts_on = '2026-11-24'", "paused_at = '2026-11-01T08:00:00Z'"],
)
def test_without_anybody_to_speak_to_it_is_not_listed(techday: Techday, column: str) -> None:
    techday.did("client add Acme")
    with techday.raw() as db:
        db.execute(f"UPDATE client SET {column}")  # noqa: S608  # a constant of this test
    assert seen(techday) is None


def test_a_shift_that_meets_no_hours_of_clients_asks_for_no_contact(clients: Techday) -> None:
    assert seen(clients, MOMENT._replace(meets_clients=False)) is None
    clients.did("contact-next done --client acme --note 'they rang at night'")
    assert seen(clients, MOMENT._replace(meets_clients=False)) == Evidence("done", "ACME 08:14", "")


def test_a_pause_that_ends_today_is_over(techday: Techday) -> None:
    techday.did("client add Acme")
    with techday.raw() as db:
        db.execute("UPDATE client SET paused_at = '2026-11-01T08:00:00Z', paused_until = '2026-11-23'")
    assert seen(techday) == OPEN


def test_public_holidays_ahead_are_no_days_for_contacts(techday: Techday) -> None:
    import io

    from techday.context import Context

    techday.did(*[f"client add C{number}" for number in range(43)])
    context = Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())
    assert pace_at(context, stand_at(context.db, MOMENT)) == (
        2,
        0,
    )  # 43 working days from a Monday on are 59 days, with weekends 61
    techday.did("contact-next done --note hello")
    context.close()
    context = Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())
    assert pace_at(context, stand_at(context.db, MOMENT)).done == 1
