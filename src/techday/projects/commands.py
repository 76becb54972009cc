"""Projects: their screens. The verbs are kept in modules of their own, so that only the one called is loaded."""

from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import Client
from techday.context import Context
from techday.projects.options import Which, found

if TYPE_CHECKING:
    from techday.projects import screen

app = typer.Typer(add_completion=False)

KEEPING, PROGRESS = "techday.projects.keeping", "techday.projects.progress"
VERBS = (
    ("check", PROGRESS, "Record that projects were looked at, and what was seen"),
    ("milestone", PROGRESS, "Add a milestone, or change the one of that title"),
    ("reach", PROGRESS, "Tell that a milestone was reached"),
    ("risk", PROGRESS, "Write down what may go wrong, or that it is over"),
    ("add", KEEPING, "Add a project: project add Office move --client C --due fri"),
    ("edit", KEEPING, "Change what is known of a project"),
    ("pause", KEEPING, "Let a project rest"),
    ("resume", KEEPING, "Go on with a project that is paused"),
    ("close", KEEPING, "Tell that a project is done"),
    ("cancel", KEEPING, "Give a project up, and say why"),
    ("reopen", KEEPING, "Go on with a project that had ended"),
)


@app.callback(invoke_without_command=True)
def project(ctx: typer.Context) -> None:
    """List and check the projects of clients"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List projects with what each needs next")
def list_projects(
    ctx: typer.Context,
    client: Client = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that have ended too")] = False,
    slipping: Annotated[bool, typer.Option("--slipping", help="Those that do not hold their dates")] = False,
) -> None:
    """List projects with what each needs next"""
    show_list(ctx.obj, client, everything, slipping)


def show_list(context: Context, client: str | None = None, everything: bool = False, slipping: bool = False) -> None:
    """Show projects with how they stand."""
    from techday.clients.finding import find_client  # a write needs no screen
    from techday.pages.projects import Wish, listing
    from techday.projects import screen, views

    client_id = None if client is None else find_client(context.db, client)
    shown = listing(context, Wish(client_id, everything, slipping))
    if context.out.json:
        documents = [views.project_document(one) for one in shown.projects]
        context.out.document("techday.projects/1", {**shown._asdict(), "projects": documents})
        return
    narrowed = slipping or client is not None
    context.out.show(screen.list_page(shown, narrowed, look_of(context)))


@app.command("show", help="Show one project: milestones, risks, what is planned, what was seen")
def show(ctx: typer.Context, which: Which, client: Client = None) -> None:
    """Show one project: milestones, risks, what is planned, what was seen"""
    from techday.pages.clashes import item_documents  # a write needs no screen
    from techday.pages.projects import page
    from techday.projects import screen, views

    context: Context = ctx.obj
    shown = page(context, found(context.db, which, client))
    if context.out.json:
        context.out.document("techday.project/1", views.page_document(shown, item_documents(context, shown.schedule)))
        return
    context.out.show(screen.project_page(shown, look_of(context)))


def look_of(context: Context) -> "screen.Look":
    """Give how a screen is drawn here."""
    from techday.projects import screen  # a write needs no screen

    return screen.Look(context.zone, context.now, context.shift_day.day, context.out.size()[0])
