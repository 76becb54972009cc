"""The commands by which a project goes on: looked at, milestones set and reached, risks told and over."""

from typing import Annotated

import typer

from techday.arguments import At, Client
from techday.context import Context
from techday.core.text import as_argument, clean_line
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.pages.projects import document
from techday.projects import acts, steps
from techday.projects.acts import TEXT_LENGTH, named
from techday.projects.finding import given
from techday.projects.options import Next, One, day_of, found, stamp_of
from techday.projects.store import going_on, milestones_of
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

Milestone = Annotated[
    list[str] | None, typer.Argument(metavar="MILESTONE", help="Its title, or its number", show_default=False)
]


@app.command("check", help="Record that projects were looked at, and what was seen")
def check(
    ctx: typer.Context,
    which: Annotated[
        list[str] | None,
        typer.Argument(metavar="P…", help="The projects, each by its number or name", show_default=False),
    ] = None,
    client: Client = None,
    seen: Annotated[str | None, typer.Option("--seen", metavar="T", help="What was seen")] = None,
    next_step: Next = None,
    everything: Annotated[bool, typer.Option("--all", help="All that run")] = False,
    at: At = None,
) -> None:
    """Record that projects were looked at, and what was seen"""
    context: Context = ctx.obj
    if everything == bool(which):
        problem = "Name projects, or all of them, not both" if which else "Which projects were looked at is missing"
        raise BadUsage(problem, hint="techday project check --all")
    if next_step is not None and (everything or len(which or ()) > 1):
        raise BadUsage("A next step is of one project", hint='techday project check ID --next "…"')
    step = None if next_step is None else clean_line(next_step, TEXT_LENGTH)
    stamp = stamp_of(context, at)
    with operation(context, "project check") as write:
        projects = [found(write.db, text, client) for text in which or ()]
        if everything:
            today = stamp.day.isoformat()
            running = [one for one in going_on(write.db) if one.state == "running"]
            projects = [one for one in running if (one.starts_on or "") <= today]
        projects = list({one.id: one for one in projects}.values())
        looked = [one for one in projects if acts.check(write.db, one, seen or "", step, stamp)]
        words = f": {clean_line(seen, TEXT_LENGTH)}" if seen else ""
        write.summary = f"Looked at {', '.join(map(named, looked))}{words}"
        after = [given(write.db, one.id) for one in projects]
    note = f"Looked at today already: {', '.join(map(named, projects))}" if projects else "No project runs"
    context.out.done(write, note, projects=[document(context, one) for one in after])


@app.command("milestone", help="Add a milestone, or change the one of that title")
def milestone(
    ctx: typer.Context,
    which: One,
    title: Milestone = None,
    client: Client = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="D", help="The day by which it is due: fri, 2026-12-04, none")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="How many working days of work it still needs")
    ] = None,
    rename: Annotated[str | None, typer.Option("--rename", metavar="T", help="What it is called now")] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take it out of the project")] = False,
) -> None:
    """Add a milestone, or change the one of that title"""
    context: Context = ctx.obj
    words = words_or_ask(context, title, "Title")
    changes: dict[str, object] = {}
    if due is not None:
        changes["due_on"] = acts.as_text(day_of(context, due))
    changes |= {name: told for name, told in (("days", days), ("title", rename)) if told is not None}
    if delete and changes:
        raise BadUsage("What is taken out is not changed", hint="Leave out --delete, or all else")
    stamp = stamp_of(context)
    with operation(context, "project milestone") as write:
        project = found(write.db, which, client)
        known = steps.titled(write.db, project, words)
        # A part of the title will do where the milestone must be there already.
        if known is None and (delete or rename is not None):
            known = steps.milestone_named(write.db, project, words)
        if known is None:
            number = steps.add_milestone(write.db, project, words, changes, stamp)
            added = f"milestone {number} {clean_line(words, acts.NAME_LENGTH)} to project {named(project)}"
            write.summary = f"Added {added}{steps.due_words(changes, stamp)}"
        elif delete:
            steps.delete_milestone(write.db, project, known, stamp)
            write.summary = f"Took milestone {known.id} {known.title} out of project {named(project)}"
        else:
            changed = steps.change_milestone(write.db, project, known, changes, stamp)
            write.summary = f"Changed {', '.join(changed)} of milestone {known.id} {known.title}"
        note = f"Milestone {known.id} {known.title} says so already" if known else ""
        after = given(write.db, project.id)
    context.out.done(write, note, project=document(context, after))


@app.command("reach", help="Tell that a milestone was reached")
def reach(
    ctx: typer.Context,
    which: One,
    title: Milestone = None,
    client: Client = None,
    at: At = None,
    not_yet: Annotated[bool, typer.Option("--not-yet", help="It was not reached after all")] = False,
) -> None:
    """Tell that a milestone was reached"""
    context: Context = ctx.obj
    words = words_or_ask(context, title, "Milestone")
    stamp, reached_at = stamp_of(context), None if not_yet else context.instant(at)
    with operation(context, "project reach") as write:
        project = found(write.db, which, client)
        known = steps.milestone_named(write.db, project, words)
        steps.reach(write.db, project, known, reached_at, stamp)
        write.summary = f"{'Not yet reached' if not_yet else 'Reached'} {known.title} of project {named(project)}"
        after = given(write.db, project.id)
        left = sum(one.done_at is None for one in milestones_of(write.db, [project.id]))
    already = "not reached" if not_yet else "reached already"
    context.out.done(write, f"{known.title} is {already}", project=document(context, after))
    if write.changed and not left and project.state == "running":
        context.out.status(f"  all milestones are reached: techday project close {project.id}")


@app.command("risk", help="Write down what may go wrong, or that it is over")
def risk(
    ctx: typer.Context,
    which: One,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What may go wrong")] = None,
    client: Client = None,
    close: Annotated[str | None, typer.Option("--close", metavar="ID", help="The risk that is over")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", metavar="T", help="What became of it")] = None,
) -> None:
    """Write down what may go wrong, or that it is over"""
    context: Context = ctx.obj
    over = f'techday project risk {as_argument(which)} --close {as_argument(close or "ID")} --outcome "…"'
    if close is None and outcome is not None:
        raise BadUsage("Which risk is over is missing", hint=over)
    if close is not None and text:
        raise BadUsage("What became of a risk goes into --outcome", hint=over)
    words = "" if close is not None else words_or_ask(context, text, "Risk")
    stamp = stamp_of(context)
    with operation(context, "project risk") as write:
        project = found(write.db, which, client)
        if close is None:
            number = steps.add_risk(write.db, project, words, stamp)
            write.summary = f"Wrote down risk {number} of project {named(project)}: {clean_line(words, TEXT_LENGTH)}"
        else:
            known = steps.risk_numbered(write.db, project, close)
            number = known.id
            steps.close_risk(write.db, project, known, outcome or "", stamp)
            ended = f": {clean_line(outcome, TEXT_LENGTH)}" if outcome else ""
            write.summary = f"Risk {number} of project {named(project)} is over{ended}"
        after = given(write.db, project.id)
    context.out.done(write, f"Risk {number} is over already", project=document(context, after), risk=number)
