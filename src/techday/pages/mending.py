"""Reading the search index, which holds nothing that cannot be made again: where it is damaged it is made anew."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from techday.database.search_index import is_out_of_step

if TYPE_CHECKING:
    from techday.context import Context

Read = TypeVar("Read")


def with_search_index(context: "Context", read: Callable[[], Read]) -> Read:
    """Give what `read` gives of the search index; where it does not fit its rows, make it anew and read again.

    Raises what `read` raises otherwise, and StoreProblem where the store cannot be written.
    """
    try:
        return read()
    except sqlite3.DatabaseError as error:
        if not is_out_of_step(error):
            raise
    from techday.database.operation import transaction  # only after damage
    from techday.database.search_index import rebuild

    context.out.status("The search index was damaged, so it is made anew")
    db = context.writable()
    with transaction(db):
        rebuild(db)
    return read()
