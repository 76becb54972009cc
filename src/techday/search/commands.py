"""The command of search."""

from typing import Annotated

import typer

from techday.arguments import Most
from techday.context import Context
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

SHOWN = 20

Text = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TEXT",
        help='Words, "phrases", beginnings (print*), client:C, state:open, since:30d',
        show_default=False,
    ),
]


@app.command("search", help="Search tickets, notes, fixes, clients and documents")
def search(ctx: typer.Context, text: Text = None, most: Most = SHOWN) -> None:
    """Search tickets, notes, fixes, clients and documents"""
    from techday.pages import search as pages  # the help needs none of it
    from techday.pages.mending import with_search_index
    from techday.search import screen

    context: Context = ctx.obj
    typed = words_or_ask(context, text, "Text")
    results = with_search_index(context, lambda: pages.search_page(context, typed, most))
    if context.out.json:
        context.out.document("techday.search/1", pages.search_document(results))
        return
    context.out.show(screen.results_page(results, context.zone, context.now, context.out.size()[0], most))
