"""Where in a text the words stand: the few rows that were found, indexed once more, by themselves and in memory.

FTS5 can mark the words in a row of its index, but for a beginning (`a*`) it then reads all rows with such words for
each row that it marks. Asked of a small index of what was found, it is done in a millisecond and says the same.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from techday.database.search_index import TOKENIZER

# Signs that no stored text holds.
BEGIN, END = "\x02", "\x03"
# So many characters of a long text are given before what was found, and from there on.
BEFORE, ONWARDS = 40, 160
# The best place is chosen among the first so many.
MOST_PLACES = 200


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    found: bool


class Excerpt(NamedTuple):
    """The text around what was found, and the place of the column that it stands in."""

    column: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(piece.text for piece in self.pieces)


def excerpts(match: str, rows: Sequence[tuple[int, Sequence[str]]]) -> dict[int, Excerpt]:
    """Give the best excerpt of each row (its number and its texts) that `match` finds.

    Best is the text with the most of the words; where several have as many, the first. Excerpts are of one line.
    """
    found: dict[int, Excerpt] = {}
    flat = [(number, [" ".join(text.split()) for text in texts]) for number, texts in rows]
    with small_index(flat) as (db, columns):
        # FTS5's own snippet() takes a minute for a long text that says one word again and again.
        marked = ", ".join(f"highlight(small, {column}, '{BEGIN}', '{END}')" for column in range(columns))
        sql = f"SELECT rowid, {marked} FROM small WHERE small MATCH ?"  # noqa: S608  # constants
        for number, *texts in db.execute(sql, (match,)) if rows else ():
            pieces = [pieces_of(text) for text in texts]
            column = max(range(columns), key=lambda place: len(words_found(pieces[place])))
            found[number] = Excerpt(column, best_part(pieces[column]))
    return found


def matching(match: str, rows: Sequence[tuple[int, Sequence[str]]]) -> set[int]:
    """Give the numbers of those rows that `match` finds."""
    with small_index(rows) as (db, _):
        found = db.execute("SELECT rowid FROM small WHERE small MATCH ?", (match,)) if rows else ()
        return {row[0] for row in found}


@contextlib.contextmanager
def small_index(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[sqlite3.Connection, int]]:
    """Give an index in memory of some rows, which all have as many texts, with the number of these."""
    columns = len(rows[0][1]) if rows else 0
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        if rows:
            names = ", ".join(f"text{column}" for column in range(columns))
            db.execute(f"CREATE VIRTUAL TABLE small USING fts5({names}, tokenize='{TOKENIZER}')")
            marks = ", ".join("?" * columns)
            sql = f"INSERT INTO small (rowid, {names}) VALUES (?, {marks})"  # noqa: S608  # constants
            db.execute("BEGIN")
            db.executemany(sql, [(number, *texts) for number, texts in rows])
            db.execute("COMMIT")
        yield db, columns


def pieces_of(marked: str) -> tuple[Piece, ...]:
    """Take a marked text apart."""
    before, *others = marked.split(BEGIN)
    pieces = [Piece(before, False)]
    for other in others:
        found, _, after = other.partition(END)
        pieces += [Piece(found, True), Piece(after, False)]
    return tuple(piece for piece in pieces if piece.text)


def best_part(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the part of a text with most of the words that were found, and a little before it; a short text whole."""
    if sum(len(piece.text) for piece in pieces) <= BEFORE + ONWARDS:
        return pieces
    places = [place for place, piece in enumerate(pieces) if piece.found][:MOST_PLACES] or [0]
    best = max(places, key=lambda place: len(words_found(onwards(pieces, place))))
    before = "".join(piece.text for piece in pieces[:best])
    if len(before) > BEFORE:
        before = "…" + without_half_word(before[-BEFORE:])
    part = onwards(pieces, best)
    return tuple(piece for piece in (Piece(before, False), *part) if piece.text)


def without_half_word(end: str) -> str:
    """Take the half word at the beginning of the end of a text away, where there are others."""
    return end.partition(" ")[2] or end


def onwards(pieces: Sequence[Piece], place: int) -> list[Piece]:
    """Give the pieces from a place on, up to the length of an excerpt."""
    part: list[Piece] = []
    room = ONWARDS
    for piece in islice(pieces, place, None):
        if len(piece.text) >= room:
            start = piece.text[:room]
            part.append(Piece((start.rpartition(" ")[0] or start) + "…", piece.found))
            break
        part.append(piece)
        room -= len(piece.text)
    return part


def words_found(pieces: Sequence[Piece]) -> set[str]:
    """Give the different words that were found in a text."""
    return {piece.text.casefold() for piece in pieces if piece.found}
