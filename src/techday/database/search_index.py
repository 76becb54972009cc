"""The words of the store, indexed for search (SQLite's FTS5), and brought up to date from the journal.

Each searched table has an index beside it that holds no text of its own: it reads the rows themselves (FTS5 calls this
external content). FTS5 must be told of each change, with the words as they were; the journal knows them. So an
operation tells it once, when it ends and in its own transaction, of each row that it left with other words. Triggers
would do the same for every single step, which takes ten times as long for a large import.
"""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

# One word whatever its case and accents.
TOKENIZER = "unicode61 remove_diacritics 2"


class Searched(NamedTuple):
    """A table that is searched, with those of its columns whose words are found; these are text and never NULL."""

    table: str
    columns: tuple[str, ...]

    @property
    def index_table(self) -> str:
        """The name of its index."""
        return f"{self.table}_search"


TICKET = Searched("ticket", ("reference", "title", "body", "requester", "category", "asset", "fix", "cause"))
TICKET_EVENT = Searched("ticket_event", ("text",))
CLIENT = Searched("client", ("code", "name", "area"))
PERSON = Searched("person", ("name", "role", "phone", "email", "note"))
DOCUMENT = Searched("document", ("title", "body"))
PROBLEM = Searched("problem", ("title", "cause", "fix"))
MEETING_NOTE = Searched("meeting_note", ("text",))

# Whatever else is to be found comes here; the schema and the operations follow.
SEARCHED = (CLIENT, DOCUMENT, MEETING_NOTE, PERSON, PROBLEM, TICKET, TICKET_EVENT)


def create_statement(searched: Searched) -> str:
    """Give the statement that makes the index of a table.

    The sizes of columns are left out: only a ranking by word counts needs them, and they cost a row for each row.
    """
    columns = ", ".join(searched.columns)
    return (
        f"CREATE VIRTUAL TABLE {searched.index_table} USING fts5({columns}, content='{searched.table}',"
        f" content_rowid='id', columnsize=0, tokenize='{TOKENIZER}')"
    )


def follow_journal(db: sqlite3.Connection, number: int, touched: Collection[str]) -> None:
    """Bring the indexes up to date with what operation `number` did to the `touched` tables, in its transaction.

    An index that turns out not to say what the rows said before, because something wrote past the operations, is made
    anew: it is no reason to refuse a write.
    """
    for searched in SEARCHED:
        if searched.table in touched:
            try:
                forget_and_learn(db, searched, number)
            except sqlite3.DatabaseError as error:
                if not is_out_of_step(error):
                    raise
                make_anew(db, searched)


def is_out_of_step(error: sqlite3.DatabaseError) -> bool:
    """Tell whether FTS5 says that an index does not fit its rows, or is damaged in itself."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_CORRUPT_VTAB"


def forget_and_learn(db: sqlite3.Connection, searched: Searched, number: int) -> None:
    """Take the words that rows had before the operation out of an index, and put in those that they have now."""
    table, index, columns = searched.table, searched.index_table, searched.columns
    places = {name: place for place, name in db.execute("SELECT cid, name FROM pragma_table_info(?)", (table,))}
    names = ", ".join(columns)
    was = ", ".join(f"json_extract(first.before, '$[{places[name]}]')" for name in columns)
    now = ", ".join(f"now.{name}" for name in columns)
    # Many events have no words, and need no entry.
    blank = ", ".join("''" for _ in columns)
    # The oldest of a row's entries holds the words that the index knows: SQLite takes the columns beside min() from
    # there. Names are those of this module, values are bound.
    first = (
        "WITH first AS (SELECT row_id, before, min(id) FROM journal"
        " WHERE operation_id = :number AND table_name = :table GROUP BY row_id)"
    )
    values = {"number": number, "table": table}
    db.execute(
        f"{first} INSERT INTO {index} ({index}, rowid, {names}) SELECT 'delete', first.row_id, {was}"  # noqa: S608  # as said above
        f" FROM first LEFT JOIN {table} AS now ON now.id = first.row_id"
        f" WHERE first.before IS NOT NULL AND (now.id IS NULL OR ({was}) IS NOT ({now})) AND ({was}) IS NOT ({blank})",
        values,
    )
    db.execute(
        f"{first} INSERT INTO {index} (rowid, {names}) SELECT now.id, {now}"  # noqa: S608  # as said above
        f" FROM first CROSS JOIN {table} AS now ON now.id = first.row_id"
        f" WHERE (first.before IS NULL OR ({was}) IS NOT ({now})) AND ({now}) IS NOT ({blank})",
        values,
    )


def rebuild(db: sqlite3.Connection) -> None:
    """Make every index anew from the rows; call it inside a transaction."""
    for searched in SEARCHED:
        make_anew(db, searched)


def make_anew(db: sqlite3.Connection, searched: Searched) -> None:
    """Make one index anew from the rows of its table."""
    index = searched.index_table
    db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608  # a name of this module


def is_current(db: sqlite3.Connection) -> bool:
    """Tell whether every index says what the rows say; it reads them all, and holds the write lock meanwhile."""
    for searched in SEARCHED:
        index = searched.index_table
        try:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608  # as above
        except sqlite3.DatabaseError as error:
            if not is_out_of_step(error):
                raise
            return False
    return True
