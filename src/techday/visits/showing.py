"""The page of one visit: all that was told of it, its time, and the command that puts it right."""

from sqlite3 import Connection
from typing import Annotated

import typer

from techday.context import Context
from techday.core.names import number_in
from techday.core.text import quoted
from techday.errors import NotFound
from techday.visits import store
from techday.visits.completing import complete_visit
from techday.visits.store import VisitRow

app = typer.Typer(add_completion=False)

Which = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        help="Which; without it the one under way, else the last",
        show_default=False,
        autocompletion=complete_visit,
    ),
]


@app.command("show", help="Show a visit in full")
def show(ctx: typer.Context, which: Which = None) -> None:
    """Show a visit in full"""
    from techday.visits.outcome_store import outcomes_of  # completion knows visits by their number alone
    from techday.visits.views import VisitPage, time_view, visit_view
    from techday.visits.worked import own_entries

    context: Context = ctx.obj
    row = visit_meant(context.db, which)
    entries = own_entries(context.db, row.client_id, row.began, row.left_at or "9")
    page = VisitPage(
        visit=visit_view(row, outcomes_of(context.db, [row.id]), context.now),
        entries=[time_view(one, context.now) for one in entries],
    )
    if context.out.json:
        context.out.document("techday.visit-record/1", page)
        return
    from techday.pages.next_job_screen import look_of  # scripts read no screen
    from techday.pages.visit_record_screen import record_page

    context.out.show(record_page(page, look_of(context)))


def visit_meant(db: Connection, which: str | None) -> VisitRow:
    """Give the visit of a number, without one that under way, else the last; raises NotFound where there is none."""
    if which is None:
        found = store.open_visit(db) or next(iter(store.ended_visits(db, 1)), None)
        if found is None:
            raise NotFound("There was no visit yet", hint="techday visit go C")
        return found
    number = number_in(which)
    row = store.visit_numbered(db, number) if number is not None else None
    if row is None:
        raise NotFound(f"No visit {quoted(which)}", hint="techday visit list shows the numbers")
    return row
