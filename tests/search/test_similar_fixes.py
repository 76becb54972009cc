"""What helped before: the fixes of tickets with a title like this one."""

from techday.search.similar_store import Fix, shared_words, similar_fixes
from tests.conftest import Techday, made_once


def resolved(techday: Techday, title: str, client: str, fix: str, at: str) -> None:
    """Add a ticket and resolve it."""
    techday.did(f"add '{title}' --client {client} --took 5m --fix '{fix}'", now=at)


@made_once
def history(techday: Techday) -> Techday:
    """Give a desk with three fixes for printers and one for mail."""
    techday.did("client add Acme", "client add Globex")
    resolved(techday, "Printer offline in warehouse", "acme", "Restarted the spooler", "2026-11-02T09:00:00Z")
    resolved(techday, "Printer offline", "globex", "Plugged it in", "2026-11-03T09:00:00Z")
    resolved(techday, "Printer offline", "globex", "Plugged it in again", "2026-11-04T09:00:00Z")
    resolved(techday, "Mail is slow", "acme", "Moved the mailbox", "2026-11-05T09:00:00Z")
    techday.did("add 'Printer offline' --client acme")
    return techday


def fixes(
    techday: Techday, title: str, client_id: int | None, exclude_id: int | None = None, most: int = 3
) -> list[Fix]:
    with techday.raw() as db:
        return similar_fixes(db, title, client_id, exclude_id, most)


def test_the_clients_own_come_first_then_the_likest_then_the_latest(history: Techday) -> None:
    acme = [one.fix for one in fixes(history, "Printer is offline", 1)]
    assert acme == ["Restarted the spooler", "Plugged it in again", "Plugged it in"]
    globex = [one.fix for one in fixes(history, "Printer is offline", 2)]
    assert globex == ["Plugged it in again", "Plugged it in", "Restarted the spooler"]
    assert [one.fix for one in fixes(history, "Printer is offline", None, most=1)] == ["Plugged it in again"]


def test_a_fix_says_where_it_comes_from(history: Techday) -> None:
    assert fixes(history, "Slow mail", None) == [
        Fix("L4", "Mail is slow", "ACME", "Moved the mailbox", "", "2026-11-05T09:00:00Z")
    ]


def test_the_ticket_itself_and_what_is_unlike_are_left_out(history: Techday) -> None:
    assert [one.reference for one in fixes(history, "Printer offline", 2, exclude_id=3)] == ["L2", "L1"]
    assert fixes(history, "Printer of a colleague has no paper at all today", 1) == []
    assert fixes(history, "", 1) == []
    assert fixes(history, "*** NOT", 1) == []


def test_an_open_ticket_or_one_without_a_fix_fixes_nothing(history: Techday) -> None:
    history.did("ticket reopen L2", "add 'Scanner jams' --client acme", "ticket close L6")
    assert "L2" not in [one.reference for one in fixes(history, "Printer offline", 2)]
    assert fixes(history, "Scanner jams", 1) == []


def test_titles_of_three_words_and_more_must_share_two() -> None:
    assert shared_words(frozenset(["printer"])) == '{title} : (("printer"))'
    assert shared_words(frozenset(["printer", "jams"])) == '{title} : (("printer") OR ("jams"))'
    assert shared_words(frozenset(["printer", "jams", "often"])) == (
        '{title} : (("printer" "often") OR ("printer" "jams") OR ("often" "jams"))'
    )
    assert shared_words(frozenset()) == ""
