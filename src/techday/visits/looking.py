"""Looking at visits: all of them, and what comes after one."""

import typer

from techday.arguments import Most
from techday.context import Context

app = typer.Typer(add_completion=False)


@app.command("list", help="List visits, newest first")
def list_visits(ctx: typer.Context, most: Most = 50) -> None:
    """List visits, newest first"""
    from techday.pages import visit_screen
    from techday.pages.next_job_screen import look_of
    from techday.visits import store
    from techday.visits.views import visit_view

    context: Context = ctx.obj
    running = store.open_visit(context.db)
    rows = [*([running] if running else []), *store.ended_visits(context.db, most)][:most]
    outcomes = store.outcomes_of(context.db, [row.id for row in rows])
    views = [visit_view(row, [one for one in outcomes if one.visit_id == row.id], context.now) for row in rows]
    total = store.count_ended(context.db) + bool(running)
    if context.out.json:
        context.out.document("techday.visits/1", {"visits": views, "total": total})
        return
    context.out.show(visit_screen.list_page(views, total, look_of(context)))


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
