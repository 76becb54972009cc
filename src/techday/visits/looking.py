"""Looking at visits: all of them, and what comes after one."""

import typer

from techday.arguments import Client, Most
from techday.context import Context

app = typer.Typer(add_completion=False)


@app.command("list", help="List visits, newest first")
def list_visits(ctx: typer.Context, client: Client = None, most: Most = 50) -> None:
    """List visits, newest first"""
    from techday.clients.finding import find_client
    from techday.clients.store import code_of
    from techday.pages import visit_screen
    from techday.pages.next_job_screen import look_of
    from techday.visits import store
    from techday.visits.outcome_store import outcomes_of
    from techday.visits.views import visit_view

    context: Context = ctx.obj
    client_id = find_client(context.db, client) if client is not None else None
    running = store.open_visit(context.db)
    if running is not None and client_id not in (None, running.client_id):
        running = None
    rows = [*([running] if running else []), *store.ended_visits(context.db, most, client_id)][:most]
    outcomes = outcomes_of(context.db, [row.id for row in rows])
    views = [visit_view(row, [one for one in outcomes if one.visit_id == row.id], context.now) for row in rows]
    total = store.count_ended(context.db, client_id) + bool(running)
    if context.out.json:
        context.out.document("techday.visits/1", {"visits": views, "total": total})
        return
    only = code_of(context.db, client_id) if client_id is not None else ""
    context.out.show(visit_screen.list_page(views, total, look_of(context), only))


@app.command("next", help="Show the next job by priority, and what is near")
def show_next(ctx: typer.Context) -> None:
    """Show the next job by priority, and what is near"""
    from techday.pages.next_job import next_job
    from techday.pages.next_job_screen import look_of, next_page

    context: Context = ctx.obj
    view = next_job(context)
    if context.out.json:
        context.out.document("techday.next-job/1", view)
        return
    context.out.show(next_page(view, look_of(context)))
