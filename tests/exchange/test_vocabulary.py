"""The words of help desks in the words of techday; an unknown word is never guessed."""

import pytest

from techday.exchange.vocabulary import STATUSES, is_ending, is_nothing, priority_of, status_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("New", "new"),
        ("New (not responded)", "new"),
        ("Open", "working"),
        (">In Progress", "working"),
        ("In-Progress*", "working"),
        ("Pending", "waiting customer"),
        ("Waiting on Customer", "waiting customer"),
        ("On Hold", "waiting vendor"),
        ("Waiting on Third Party", "waiting vendor"),
        ("Waiting for the vendor's engineer", "waiting vendor"),
        ("Waiting Parts", "waiting parts"),
        ("Scheduled", "waiting scheduled"),
        ("Solved", "resolved"),
        ("Completed", "resolved"),
        ("CLOSED", "closed"),
        ("Closed - Resolved", "closed"),
        ("Cancelled", "closed"),
        ("Flurbed", None),
        ("???", None),
    ],
)
def test_a_status_means_a_state(word: str, expected: str | None) -> None:
    status = status_of(word, "generic")
    assert (None if status is None else " ".join(filter(None, status))) == expected


def test_servicenow_numbers_its_states() -> None:
    meant = [status_of(number, "servicenow") for number in "12367"]
    assert [status.state for status in meant if status] == ["new", "working", "waiting", "resolved", "closed"]
    assert status_of("6", "generic") is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("1 - Critical", 1),
        ("Critical", 1),
        ("P1", 1),
        ("Urgent", 1),
        ("1", 1),
        ("High", 2),
        ("(2) High", 2),
        ("P2 High", 2),
        ("Medium", 3),
        ("3 - Moderate", 3),
        ("Normal", 3),
        ("Priority 3 - Medium", 3),
        ("Low", 4),
        ("5 - Planning", 4),
        ("Whenever", None),
        ("17", None),
    ],
)
def test_a_priority_means_a_number(word: str, expected: int | None) -> None:
    assert priority_of(word) == expected


@pytest.mark.parametrize("text", ["Done", "Fixed", "Won't Do", "Duplicate", "Cannot Reproduce", "Closed - Resolved"])
def test_that_it_is_over_is_not_what_was_done(text: str) -> None:
    assert is_ending(text)


@pytest.mark.parametrize("text", ["Replaced the toner", "Restarted", "Updated", "Fixed by a restart", "done " * 9, ""])
def test_what_was_done_is_a_fix(text: str) -> None:
    assert not is_ending(text)


@pytest.mark.parametrize("word", ["", "NS", "NA", "n/a", "?", "null", "Null", "-", "None", "Unassigned"])
def test_blanks_have_many_spellings(word: str) -> None:
    assert is_nothing(word)


@pytest.mark.parametrize("word", ["NASA", "no", "0", "new", "?!"])
def test_short_words_are_words(word: str) -> None:
    assert not is_nothing(word)


def test_every_word_for_a_status_is_one_that_can_be_met() -> None:
    assert all(word.isalnum() and word == word.casefold() for word in STATUSES)
