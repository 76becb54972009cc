"""Time off: its screens. The verbs are kept in modules of their own, so that only the one called is loaded."""

from typing import Annotated

import typer

from techday.context import Context
from techday.timeoff.options import OffId

app = typer.Typer(add_completion=False)

REQUESTING, DECIDING = "techday.timeoff.requesting", "techday.timeoff.deciding"
VERBS = (
    ("request", REQUESTING, "Ask for time off: timeoff request vacation --from D --to D"),
    ("decide", DECIDING, "Record how a request was decided: timeoff decide ID approved --by NAME"),
    ("withdraw", DECIDING, "Take a request back"),
    ("seen", DECIDING, "Tell that time off stands on the company's schedule, and what was seen"),
)

All = Annotated[bool, typer.Option("--all", help="All of it, what is over and what was withdrawn too")]


@app.callback(invoke_without_command=True)
def timeoff(ctx: typer.Context, everything: All = False) -> None:
    """Ask for time off, and see that it is planned"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj, everything)


@app.command("list", help="List time off, and whether it stands on the schedule")
def list_off(ctx: typer.Context, everything: All = False) -> None:
    """List time off, and whether it stands on the schedule"""
    show_list(ctx.obj, everything)


def show_list(context: Context, everything: bool) -> None:
    """Show what is asked for and not over, what nobody has decided, and the rest where that is wished for."""
    from techday.core.instants import to_text  # a write needs no screen
    from techday.pages.time_off import looked_at
    from techday.timeoff import screen
    from techday.timeoff.rules import is_listed
    from techday.timeoff.store import all_off

    now = to_text(context.now)
    rows = all_off(context.db)
    found = looked_at(context, [row for row in rows if everything or is_listed(row, now)])
    if context.out.json:
        context.out.document("techday.timeoff/1", {"requests": [one.view for one in found]})
        return
    context.out.show(screen.list_page(found, len(rows), context.zone, context.now, context.out.size()[0]))


@app.command("show", help="Show one request for time off")
def show(ctx: typer.Context, which: OffId) -> None:
    """Show one request for time off"""
    from techday.pages.time_off import looked_at, planned_then
    from techday.timeoff import screen  # a write needs no screen
    from techday.timeoff.options import off_named

    context: Context = ctx.obj
    row = off_named(context.db, which)
    [found], conflicts = looked_at(context, [row]), planned_then(context, row)
    if context.out.json:
        context.out.document("techday.timeoff-request/1", {**found.view._asdict(), "conflicts": conflicts})
        return
    context.out.show(screen.off_page(found, conflicts, context.zone, context.now, context.out.size()[0]))
