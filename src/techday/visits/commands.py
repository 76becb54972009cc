"""Visits: the one that runs, and the verbs."""

from collections.abc import Sequence

import typer

from techday.context import Context

app = typer.Typer(add_completion=False)

VERBS = (
    ("go", "techday.visits.going", "Set out for a client: the way is timed as travel"),
    ("start", "techday.visits.going", "Arrive, and see what to know on site"),
    ("end", "techday.visits.ending", "End the visit, with what became of each ticket"),
    ("called", "techday.visits.calling", "Record the call home, and what is next"),
    ("show", "techday.visits.showing", "Show a visit in full"),
    ("list", "techday.visits.looking", "List visits, newest first"),
    ("next", "techday.visits.looking", "Show the next job by priority, and what is near"),
)


@app.callback(invoke_without_command=True)
def visit(ctx: typer.Context) -> None:
    """Show the visit under way, and what is owed after it"""
    if ctx.invoked_subcommand is None:
        show_visit(ctx.obj)


def meant(context: Context, words: Sequence[str]) -> str:
    """Give the command of words that are no verb: the number of a visit, or the client to go to; "" for any other."""
    from techday.clients.finding import find_client  # only where no verb was found
    from techday.clients.store import code_of
    from techday.core.names import number_in
    from techday.core.text import as_argument
    from techday.errors import NotFound
    from techday.visits.store import open_visit

    number = number_in(words[0])
    if number is not None:
        return f"techday visit show {number}"
    try:
        client_id = find_client(context.db, " ".join(words))
    except NotFound:
        return ""
    running = open_visit(context.db)
    verb = "start" if running is not None and running.client_id == client_id else "go"
    return f"techday visit {verb} {as_argument(code_of(context.db, client_id))}"


def show_visit(context: Context) -> None:
    """Show the visit under way with what to know on site, else the call home that is owed and what is next."""
    from techday.pages.next_job import next_job  # a write needs no screen
    from techday.pages.next_job_screen import look_of, next_page, nothing_lines, owed_lines
    from techday.pages.on_site import on_site, on_site_document
    from techday.pages.visit_screen import on_site_page
    from techday.visits.options import view_of
    from techday.visits.store import open_visit, visits_to_call

    running, owed = open_visit(context.db), visits_to_call(context.db)
    look = look_of(context)
    page = on_site(context, running) if running is not None else None
    if context.out.json:
        view = {
            "visit": view_of(context, running) if running is not None else None,
            "owed": [view_of(context, one) for one in owed],
            "page": on_site_document(page, context.shift_day.day) if page is not None else None,
            "next_job": None if running is not None else next_job(context),
        }
        context.out.document("techday.visit/1", view)
        return
    lines = owed_lines(owed, look) if owed or page is not None else nothing_lines()
    shown = on_site_page(page, look) if page is not None else next_page(next_job(context), look)
    context.out.show([*lines, *shown])
