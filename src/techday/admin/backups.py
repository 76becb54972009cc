"""Backup and restore by hand: the copies that the store makes by itself are listed with the others."""

from typing import Annotated, Any

import typer

from techday.context import Context
from techday.database import backup as backups
from techday.errors import BadUsage, StoreProblem
from techday.ui.prompt import can_ask, confirm

app = typer.Typer(add_completion=False)


def complete_backup(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the backups whose name begins so, with their sizes."""
    import os  # only at completion
    import sys

    from techday.admin.screen import show_size

    context = Context(os.environ, sys.stdin, sys.stdout, sys.stderr)
    context.chosen_store = ctx.find_root().params.get("store")
    found = backups.existing(context.store)
    return [(one.name, show_size(one.size)) for one in found if one.name.startswith(incomplete)]


@app.command("backup", help="Make a backup of the store")
def backup(ctx: typer.Context) -> None:
    """Make a backup of the store"""
    from techday.admin.screen import show_size  # after the work

    context: Context = ctx.obj
    made = backups.make_by_hand(context.store, context.now.astimezone(context.zone))
    count = backups.operations_in(made.path)
    if context.out.json:
        context.out.document("techday.backup/1", {**document(made), "operations": count})
        return
    context.out.line(str(made.path))
    context.out.status(f"{show_size(made.size)}, {operations(count)}, verified")


def document(backup: backups.Backup) -> dict[str, Any]:
    """Give a backup as scripts read it."""
    return {"name": backup.name, "path": str(backup.path), "size": backup.size, "made_at": backup.made_at}


def operations(count: int) -> str:
    """Give a number of operations in words."""
    return "1 operation" if count == 1 else f"{count} operations"


@app.command("restore", help="List the backups, or restore one")
def restore(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="The backup", autocompletion=complete_backup, show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask")] = False,
) -> None:
    """List the backups, or restore one"""
    context: Context = ctx.obj
    if name is None:
        show_backups(context)
        return
    path = backups.named(context.store, name)
    count = backups.verify(path)
    if not yes and not can_ask(context):
        from shlex import quote  # a path may have blanks in it

        raise BadUsage(
            "restore replaces the present store, and nobody can be asked", hint=f"techday restore {quote(name)} --yes"
        )
    if not confirm(context, f"Put {path.name} ({operations(count)}) in the place of the present store?", yes):
        context.out.line("Nothing was changed")
        return
    done = backups.restore(context.store, path, context.now.astimezone(context.zone))
    tell_restored(context, path.name, done)


def tell_restored(context: Context, name: str, done: backups.Restored) -> None:
    """Tell what is in the store now, and how to come back to what was in it."""
    summary = f"Restored {name}: {operations(done.operations)}"
    if context.out.json:
        former = str(done.former) if done.former else None
        context.out.document("techday.change/1", {"operation": None, "summary": summary, "former": former})
        return
    context.out.line(summary)
    if done.former is not None:
        context.out.status(f"The former store is kept as {done.former}")


def show_backups(context: Context) -> None:
    """List the backups, newest first, with what a look inside says."""
    from techday.admin.screen import backups_page  # a restore needs no screen

    listed = [look_inside(found) for found in backups.existing(context.store)]
    if context.out.json:
        rows = [
            {**document(one.backup), "operations": one.operations, "trouble": one.trouble or None} for one in listed
        ]
        context.out.document("techday.backups/1", {"backups": rows})
        return
    context.out.show(backups_page(listed, context.zone, context.now, context.out.size()[0]))


def look_inside(found: backups.Backup) -> Any:
    """Count a backup's operations, or say in a word why it has none to restore."""
    from techday.admin.screen import Listed  # as above

    try:
        return Listed(found, backups.operations_in(found.path), "")
    except StoreProblem as problem:
        return Listed(found, None, "newer" if "newer" in problem.message else "damaged")
