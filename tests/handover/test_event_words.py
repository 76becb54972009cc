"""What a handover writes down on a ticket is read back as it was written."""

import pytest

from techday.handover.event_words import accepted_beginning, accepted_words, name_there, taken_beginning, taken_words


@pytest.mark.parametrize("there", ["", "L2", "1049213", "psa-77 b"])
@pytest.mark.parametrize("by", ["Sam", "Sam Reed", "Reed, Sam"])
@pytest.mark.parametrize("read_back", ["", "call them at eight", "as L9: call", ": accepted by Sam as L7: x"])
def test_what_it_goes_by_there_is_read_back(there: str, by: str, read_back: str) -> None:
    text = accepted_words(12, "give", by, there, read_back)
    assert name_there(text, by) == (there or None)
    assert text.startswith(accepted_beginning(12))
    assert not text.startswith(accepted_beginning(1))


@pytest.mark.parametrize("summary", ["", "disk full: twice"])
def test_what_was_taken_is_known_by_how_it_begins(summary: str) -> None:
    text = taken_words(12, "Alex Kim", summary)
    assert text.startswith(taken_beginning(12))
    assert not text.startswith(taken_beginning(1))
    assert not text.startswith(accepted_beginning(12))
