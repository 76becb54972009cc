"""The commands that follow a request: how it was decided, that it was taken back, and that the schedule shows it."""

from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.text import quoted
from techday.database.operation import Operation, operation
from techday.errors import BadUsage
from techday.pages.time_off import is_planned, looked_at, named_in, today_of
from techday.pages.working_days import WorkingDays
from techday.timeoff import acts
from techday.timeoff.acts import Decision
from techday.timeoff.options import OffId, off_named
from techday.timeoff.store import OffRow
from techday.timeoff.words import about
from techday.ui.prompt import text_or_ask

app = typer.Typer(add_completion=False)

VERDICTS = ("approved", "declined")
Reason = Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")]


@app.command("decide", help="Record how a request was decided: timeoff decide ID approved --by NAME")
def decide(
    ctx: typer.Context,
    which: OffId,
    verdict: Annotated[str, typer.Argument(metavar="approved|declined", help="How it was decided", show_default=False)],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided it (default: manager)")] = None,
    reason: Reason = None,
    at: At = None,
) -> None:
    """Record how a request was decided: timeoff decide ID approved --by NAME"""
    context: Context = ctx.obj
    state = verdict_named(which, verdict)
    who = decider(context, which, state, by)
    why = reason or ""
    if state == "declined" and off_named(context.db, which).state != "declined":
        why = text_or_ask(context, reason, "The reason", f'techday timeoff decide {which} declined --reason "…"')
    decision = Decision(state, who, why, context.instant(at), dated=at is not None)
    with operation(context, "timeoff decide") as write:
        row = off_named(write.db, which)
        row = acts.decide(write.db, row, decision, named_in(context), WorkingDays(context))
        write.summary = f"{called(context, row)} was {row.state} by {row.decided_by}"
    tell(context, write, row, f"{called(context, row)} is {row.state} already")
    if state == "approved":
        warn_unless_planned(context, row)


@app.command("withdraw", help="Take a request back")
def withdraw(ctx: typer.Context, which: OffId, reason: Reason = None) -> None:
    """Take a request back"""
    context: Context = ctx.obj
    with operation(context, "timeoff withdraw") as write:
        row = off_named(write.db, which)
        row = acts.withdraw(write.db, row, reason or "", context.now, named_in(context))
        write.summary = f"Withdrew {called(context, row)}"
    tell(context, write, row, f"{called(context, row)} is withdrawn already")
    if is_planned(context, row):
        context.out.warn("It still stands on the schedule", "techday schedule list --kind time-off")


@app.command("seen", help="Tell that time off stands on the company's schedule, and what was seen")
def seen(
    ctx: typer.Context,
    which: OffId,
    words: Annotated[str | None, typer.Option("--seen", metavar="TEXT", help="What was seen, and where")] = None,
    at: At = None,
) -> None:
    """Tell that time off stands on the company's schedule, and what was seen"""
    context: Context = ctx.obj
    text = text_or_ask(context, words, "What was seen", f'techday timeoff seen {which} --seen "…"')
    with operation(context, "timeoff seen") as write:
        row = off_named(write.db, which)
        row = acts.see(write.db, row, text, context.instant(at))
        write.summary = f"{called(context, row)} stands on the schedule: {row.seen}"
    tell(context, write, row, f"{called(context, row)} was seen so already")


def verdict_named(which: str, text: str) -> str:
    """Give the verdict on a request that a word means, by its beginning too; raises BadUsage."""
    word = text.strip().lower()
    found = [verdict for verdict in VERDICTS if word and verdict.startswith(word)]
    if not found:
        raise BadUsage(f"{quoted(text)} is no decision", hint=f"techday timeoff decide {which} approved --by NAME")
    return found[0]


def decider(context: Context, which: str, state: str, by: str | None) -> str:
    """Give who decided: who is named, else the manager of the settings, else asked for."""
    from techday.timeoff.mail import manager_name  # as a mail names them

    hint = f"techday timeoff decide {which} {state} --by NAME"
    return text_or_ask(context, by or manager_name(context.settings.technician.manager), "By whom", hint)


def called(context: Context, row: OffRow) -> str:
    """Name a request in a summary: `#3, vacation Thu 24 Dec - Thu 31 Dec,`."""
    return f"#{row.id} {about(row, context.zone, today_of(context))}"


def tell(context: Context, write: Operation, row: OffRow, note: str) -> None:
    """Tell what was written, with the request as it stands."""
    [found] = looked_at(context, [row])
    context.out.done(write, note, request=found.view)


def warn_unless_planned(context: Context, row: OffRow) -> None:
    """Say that approved time off does not stand on the schedule yet."""
    [found] = looked_at(context, [row])
    if found.view.on_schedule == "no":
        context.out.warn("It is not on the schedule", f'techday timeoff seen {row.id} --seen "…"')
