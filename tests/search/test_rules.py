"""What was typed, as words to look for and filters."""

import pytest

from techday.errors import BadUsage
from techday.search.rules import Term, match, read, states


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("printer", [Term("printer")]),
        ("printer offline printer", [Term("printer"), Term("offline")]),
        ('"printer offline" jam', [Term("printer offline"), Term("jam")]),
        ("“printer offline”", [Term("printer offline")]),
        ('"not closed', [Term("not closed")]),
        ('say "two" words', [Term("say"), Term("two"), Term("words")]),
        ("print*", [Term("print", beginning=True)]),
        ('"printer off"*', [Term("printer off", beginning=True)]),
        ("Printer is offl…", [Term("Printer"), Term("is"), Term("offl", beginning=True)]),
        ("pri\u200bnter\x00", [Term("printer")]),
        ("* ** ", []),
        ("", []),
        ("state: client:*", [Term("state:"), Term("client:", beginning=True)]),
        ("title:printer", [Term("title:printer")]),
    ],
)
def test_words_phrases_and_beginnings(typed: str, terms: list[Term]) -> None:
    assert list(read(typed).terms) == terms


def test_filters_are_told_from_words() -> None:
    typed = read('Client:acme printer STATE:open since:30d "client:x" recline:y')
    assert (typed.client, typed.state, typed.since) == ("acme", "open", "30d")
    assert [term.text for term in typed.terms] == ["printer", "client:x", "recline:y"]
    assert read('client:"Acme Corp" x').client == "Acme Corp"


def test_a_filter_is_given_once() -> None:
    with pytest.raises(BadUsage, match="client: is given twice"):
        read("client:acme client:globex")


def test_what_is_pasted_is_found_by_its_beginning() -> None:
    terms = read("word " * 98 + "something much longer").terms
    assert terms == (Term("word"), Term("something", beginning=True))


def test_each_state_means_itself_and_closed_all_that_is_no_longer_open() -> None:
    assert states("") == ()
    assert states("Open") == ("new", "working", "waiting")
    assert states("closed") == ("resolved", "closed", "gone")
    assert states("merged") == ("merged",)
    with pytest.raises(BadUsage, match='No state "shut"') as refused:
        states("shut")
    assert refused.value.hint.startswith("One of open, closed, new")


def test_every_term_is_a_string_of_its_own() -> None:
    terms = (Term("a b"), Term("NOT"), Term("c", beginning=True))
    assert match(terms) == '"a b" "NOT" "c"*'
    assert match(terms[:1], ("title", "body")) == '{title body} : ("a b")'
