"""Templates: the texts from which messages are made, shown, changed in an editor, and set back.

A changed template is a file beside the settings, so it is the technician's to edit, copy and keep; nothing of it is in
the store.
"""

from typing import Annotated, Any

import typer

from techday.context import Context
from techday.messages.acts import checked
from techday.messages.template_files import (
    KINDS,
    PLACEHOLDERS,
    TemplateFile,
    complete_kind,
    known_kind,
    read_template,
    template_file,
)
from techday.ui.prompt import can_ask

app = typer.Typer(add_completion=False)


Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help=f"One of {', '.join(KINDS)}", autocompletion=complete_kind, show_default=False),
]


@app.callback(invoke_without_command=True)
def templates(ctx: typer.Context) -> None:
    """List and change the templates of messages"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List the templates, and which of them are your own")
def list_templates(ctx: typer.Context) -> None:
    """List the templates, and which of them are your own"""
    show_list(ctx.obj)


def show_list(context: Context) -> None:
    """Show every kind of message, with the file in use for it."""
    files = [template_file(context.config, kind) for kind in KINDS]
    if context.out.json:
        context.out.document("techday.templates/1", {"templates": [document(file) for file in files]})
        return
    from techday.messages.screen import list_page  # only on the way to a screen

    context.out.show(list_page(files, context.out.size()[0]))


@app.command("show", help="Show a template, and what can stand in it")
def show(ctx: typer.Context, kind: Kind) -> None:
    """Show a template, and what can stand in it"""
    context: Context = ctx.obj
    file = template_file(context.config, known_kind(kind))
    text = read_template(file)
    if context.out.json:
        one = {**document(file), "text": text, "placeholders": PLACEHOLDERS}
        context.out.document("techday.templates/1", {"templates": [one]})
        return
    from techday.core.text import clean_block  # a file may hold anything

    context.out.text(clean_block(text))
    context.out.status("")
    for name, meaning in PLACEHOLDERS.items():
        context.out.status(f"${name}: {meaning}")


@app.command("edit", help="Change a template in your editor (VISUAL or EDITOR)")
def edit(ctx: typer.Context, kind: Kind) -> None:
    """Change a template in your editor (VISUAL or EDITOR)"""
    from techday.messages import editing  # the other commands start no program

    context: Context = ctx.obj
    file = editing.own_template(context.config, known_kind(kind))
    edited = editing.edited(context, file.path)
    done(context, f"Edited {file.path}" if edited else f"{file.path} is yours to edit", file)
    if not edited:
        context.out.status("  Set EDITOR to open it from here" if can_ask(context) else "  It opens on a terminal only")
    for note in checked(file):
        context.out.warn(note.text, note.hint)


@app.command("reset", help="Go back to the built-in template; your own is kept beside it")
def reset(ctx: typer.Context, kind: Kind) -> None:
    """Go back to the built-in template; your own is kept beside it"""
    from techday.messages import editing  # as above

    context: Context = ctx.obj
    file = template_file(context.config, known_kind(kind))
    kept = editing.put_aside(file) if file.own else None
    summary = f"{file.kind} is built-in again; yours is {kept}" if kept else f"{file.kind} is built-in already"
    done(context, summary, template_file(context.config, file.kind))


def done(context: Context, summary: str, file: TemplateFile) -> None:
    """Tell what was done to a template."""
    if context.out.json:
        context.out.document("techday.templates/1", {"summary": summary, "templates": [document(file)]})
        return
    context.out.line(summary)


def document(file: TemplateFile) -> dict[str, Any]:
    """Give a template as scripts read it."""
    return {"kind": file.kind, "own": file.own, "path": str(file.path), "help": KINDS[file.kind]}
