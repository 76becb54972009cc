"""The commands that keep projects: added, changed, brought to rest and to an end."""

from typing import Annotated

import typer

from techday.arguments import At, Client
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import as_argument, clean_block, clean_line
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.pages.projects import document
from techday.projects import acts
from techday.projects.acts import TEXT_LENGTH, NewProject, named
from techday.projects.finding import given
from techday.projects.options import Due, Next, Note, Reason, Resources, Start, Which, day_of, found, stamp_of
from techday.projects.rules import label
from techday.projects.store import milestones_of
from techday.ui.prompt import text_or_ask, words_or_ask

app = typer.Typer(add_completion=False)


@app.command("add", help="Add a project: project add Office move --client C --due fri")
def add(
    ctx: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="What it is called")] = None,
    client: Client = None,
    due: Due = None,
    start: Start = None,
    next_step: Next = None,
    resources: Resources = None,
    note: Note = None,
) -> None:
    """Add a project: project add Office move --client C --due fri"""
    context: Context = ctx.obj
    words = words_or_ask(context, name, "Name")
    whose = text_or_ask(context, client, "Client", f"techday project add {as_argument(words)} --client C")
    days = day_of(context, start), day_of(context, due)
    stamp = stamp_of(context)
    with operation(context, "project add") as write:
        new = NewProject(words, find_client(write.db, whose), *days, next_step or "", resources or "", note or "")
        added = acts.add(write.db, new, stamp)
        called = f"{added.id} {label(added.client, added.name)}"
        write.summary = f"Added project {called}{acts.dates_words(added, stamp)}"
    context.out.done(write, project=document(context, added))


@app.command("edit", help="Change what is known of a project")
def edit(
    ctx: typer.Context,
    which: Which,
    client: Client = None,
    name: Annotated[str | None, typer.Option("--name", metavar="T", help="What it is called now")] = None,
    due: Due = None,
    start: Start = None,
    next_step: Next = None,
    resources: Resources = None,
    note: Note = None,
) -> None:
    """Change what is known of a project"""
    context: Context = ctx.obj
    changes: dict[str, object] = {}
    for field, text in (("name", name), ("next_step", next_step), ("resources", resources)):
        if text is not None:
            changes[field] = clean_line(text, TEXT_LENGTH)
    for field, day in (("due_on", due), ("starts_on", start)):
        if day is not None:
            changes[field] = acts.as_text(day_of(context, day))
    if note is not None:
        changes["note"] = clean_block(note).strip()
    if not changes:
        raise BadUsage("Nothing to change was named", hint="techday project edit --help lists what can be changed")
    stamp = stamp_of(context)
    with operation(context, "project edit") as write:
        project = found(write.db, which, client)
        changed = acts.edit(write.db, project, changes, stamp)
        after = given(write.db, project.id)
        write.summary = f"Changed {', '.join(changed)} of project {named(after)}"
    context.out.done(write, f"Project {named(after)} says so already", project=document(context, after))


@app.command("pause", help="Let a project rest")
def pause(ctx: typer.Context, which: Which, client: Client = None, reason: Reason = None) -> None:
    """Let a project rest"""
    move(ctx.obj, which, client, "paused", reason)


@app.command("resume", help="Go on with a project that is paused")
def resume(ctx: typer.Context, which: Which, client: Client = None) -> None:
    """Go on with a project that is paused"""
    move(ctx.obj, which, client, "running", None)


@app.command("close", help="Tell that a project is done")
def close(ctx: typer.Context, which: Which, client: Client = None, reason: Reason = None, at: At = None) -> None:
    """Tell that a project is done"""
    move(ctx.obj, which, client, "done", reason, at)


@app.command("cancel", help="Give a project up, and say why")
def cancel(ctx: typer.Context, which: Which, client: Client = None, reason: Reason = None, at: At = None) -> None:
    """Give a project up, and say why"""
    context: Context = ctx.obj
    words = as_argument(" ".join(which)) + (f" --client {as_argument(client)}" if client else "")
    why = text_or_ask(context, reason, "The reason", f'techday project cancel {words} --reason "…"')
    move(context, which, client, "cancelled", why, at)


def move(
    context: Context, which: list[str], client: str | None, state: str, reason: str | None, at: str | None = None
) -> None:
    """Bring a project into another state, and say what of it was left."""
    stamp = stamp_of(context, at)
    verb = {"paused": "pause", "running": "resume", "done": "close", "cancelled": "cancel"}[state]
    with operation(context, f"project {verb}") as write:
        project = found(write.db, which, client)
        acts.move(write.db, project, state, reason or "", stamp)
        why = f": {clean_line(reason, TEXT_LENGTH)}" if reason else ""
        write.summary = f"{acts.VERBS[state].capitalize()} project {named(project)}{why}"
        after = given(write.db, project.id)
        left = sum(one.done_at is None for one in milestones_of(write.db, [project.id]))
    context.out.done(write, f"Project {named(project)} is {state} already", project=document(context, after))
    if write.changed and state == "done" and left:
        what = "milestone was" if left == 1 else "milestones were"
        context.out.warn(f"{left} {what} not reached", f"techday project show {project.id}")


@app.command("reopen", help="Go on with a project that had ended")
def reopen(ctx: typer.Context, which: Which, client: Client = None) -> None:
    """Go on with a project that had ended"""
    context: Context = ctx.obj
    stamp = stamp_of(context)
    with operation(context, "project reopen") as write:
        project = found(write.db, which, client)
        acts.reopen(write.db, project, stamp)
        write.summary = f"Reopened project {named(project)}"
        after = given(write.db, project.id)
    context.out.done(write, f"Project {named(project)} is running already", project=document(context, after))
