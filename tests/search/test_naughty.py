"""Whatever is typed is only ever looked for: nothing of it is an error, and nothing of it is read as a language."""

import io
import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.database.search_index import TOKENIZER
from techday.search.rules import match, read
from techday.tickets.store import insert_local_ticket
from techday.ui.grid import cell_width
from tests.conftest import Techday
from tests.search.naughty import NAUGHTY

NOW = "2026-11-23T08:00:00Z"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Give a techday in which L1 has the first naughty text as its title, L2 the second, and so on."""
    techday = Techday(tmp_path_factory.mktemp("naughty"))
    context = Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())
    with operation(context, "test") as write:
        for text in NAUGHTY:
            fields = {"title": clean_line(text), "state": "new", "opened_at": NOW, "first_seen_at": NOW}
            insert_local_ticket(write.db, dict(fields))
    context.close()
    return techday


def named(text: str) -> str:
    """Give a name for a test that any terminal can show."""
    return ascii(text[:40])


@pytest.mark.parametrize(("number", "text"), list(enumerate(NAUGHTY, start=1)), ids=lambda value: named(str(value)))
def test_a_naughty_text_breaks_nothing_and_finds_the_ticket_that_holds_it(
    crowded: Techday, number: int, text: str
) -> None:
    result = crowded("search", "--json", "--most", "1000", "--", text)
    assert (result.exit, result.stderr) == (0, "")
    if any(unicodedata.category(character)[0] in "LN" for character in clean_line(text)):
        assert f"L{number}" in [one["ref"] for one in result.json["results"]]

    shown = crowded("search", "--", text, COLUMNS="60")
    assert (shown.exit, shown.stderr) == (0, "")
    assert all(cell_width(line) <= 60 for line in shown.stdout.splitlines())
    assert not set(shown.stdout) & set("\x00\x02\x03\x07\x1b\u200b\u202e\u2066")


def test_a_sign_of_the_query_language_has_no_meaning(techday: Techday) -> None:
    techday.did("add Printer", "add Scanner")
    for text in (
        "printer OR scanner",
        "NOT printer",
        "printer NOT scanner",
        "title:printer",
        "NEAR(printer)",
        "^printr",
    ):
        assert techday("search", "--json", text).json["results"] == [], text


@given(st.text(max_size=60) | st.text(alphabet='ab"*():^-+{}., ANDORT\x00', max_size=60))
def test_every_text_makes_a_query_that_fts5_understands(text: str) -> None:
    typed = read(text.replace(":", " "))
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE small USING fts5(title, body, tokenize='{TOKENIZER}')")
        cleaned = clean_line(text)
        db.execute("INSERT INTO small VALUES (?, '')", (cleaned,))
        for query in (match(typed.terms), match(typed.terms, ("title",))) if typed.terms else ():
            found = db.execute("SELECT count(*) FROM small WHERE small MATCH ?", (query,)).fetchone()
            assert found == (1,) or not any(character.isalnum() for character in cleaned)


def test_there_are_many_naughty_texts() -> None:
    assert len(set(NAUGHTY)) > 200
