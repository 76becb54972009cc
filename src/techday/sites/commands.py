"""The commands of sites, the places of a client."""

from typing import Annotated

import typer

from techday.arguments import ClientName, Most, complete_client
from techday.clients.acts import find as find_client
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.sites import acts
from techday.sites.acts import NewSite
from techday.sites.store import all_sites, count_sites, site_by_id, sites_of
from techday.sites.views import site_document
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

MOST = 200


def complete_site(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the sites of the client on the command line whose name begins so."""
    from techday.pages.completion import by_name  # only at completion

    client = str(ctx.params.get("client") or "")
    return by_name(
        ctx.find_root().params, incomplete, lambda db: sites_of(db, find_client(db, client).id), f"a site of {client}"
    )


Name = Annotated[
    list[str],
    typer.Argument(metavar="NAME", help="The site, or how it begins", autocompletion=complete_site, show_default=False),
]
Address = Annotated[str | None, typer.Option("--address", metavar="TEXT", help="Street and town")]
Area = Annotated[str | None, typer.Option("--area", metavar="TEXT", help="Where it is, for visits on the way")]
Phone = Annotated[str | None, typer.Option("--phone", metavar="P", help="Its telephone number")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to know: the key, where to park")]


@app.callback(invoke_without_command=True)
def site(ctx: typer.Context) -> None:
    """List and change the sites of a client"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj, None, MOST)


@app.command("list", help="List the sites of a client, or of all")
def list_sites(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[C]", help="The client (without one: all)", autocompletion=complete_client)
    ] = None,
    most: Most = MOST,
) -> None:
    """List the sites of a client, or of all"""
    show_list(ctx.obj, client, most)


def show_list(context: Context, client: str | None, most: int) -> None:
    """Show the sites of a client, or of all."""
    from techday.sites.screen import list_page  # a write needs no screen

    whose = None if client is None else find_client(context.db, client)
    sites = all_sites(context.db, most) if whose is None else sites_of(context.db, whose.id, most)
    total = count_sites(context.db, whose and whose.id)
    code = whose and whose.code
    if context.out.json:
        listed = [site_document(one) for one in sites]
        context.out.document("techday.sites/1", {"client": code, "sites": listed, "total": total})
    else:
        context.out.show(list_page(sites, total, code, context.out.size()[0]))


@app.command("add", help="Add a site to a client")
def add(
    ctx: typer.Context,
    client: ClientName,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="What it is called")] = None,
    address: Address = None,
    area: Area = None,
    phone: Phone = None,
    note: Note = None,
) -> None:
    """Add a site to a client"""
    context: Context = ctx.obj
    new = NewSite(words_or_ask(context, name, "Name"), address or "", area or "", phone or "", note or "")
    with operation(context, "client site add") as write:
        whose = find_client(write.db, client)
        added = acts.add(write.db, whose.id, new)
        write.summary = f"Added the site {added.name} to {whose.code}"
    context.out.done(write, site=site_document(added))


@app.command("edit", help="Change what is known of a site")
def edit(
    ctx: typer.Context,
    client: ClientName,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What it is called now")] = None,
    address: Address = None,
    area: Area = None,
    phone: Phone = None,
    note: Note = None,
) -> None:
    """Change what is known of a site"""
    context: Context = ctx.obj
    texts = {"name": new_name, "address": address, "area": area, "phone": phone, "note": note}
    changes = {key: text for key, text in texts.items() if text is not None}
    if not changes:
        raise BadUsage("Nothing to change was named", hint="techday client site edit --help lists what can be changed")
    with operation(context, "client site edit") as write:
        found = acts.find(write.db, find_client(write.db, client).id, " ".join(name))
        changed = acts.edit(write.db, found, changes)
        edited = site_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of the site {edited.name} of {edited.client}"
    context.out.done(write, f"{edited.name} says so already", site=site_document(edited))


@app.command("delete", help="Delete a site; its people stay, without a site")
def delete(ctx: typer.Context, client: ClientName, name: Name) -> None:
    """Delete a site; its people stay, without a site"""
    context: Context = ctx.obj
    with operation(context, "client site delete") as write:
        found = acts.find(write.db, find_client(write.db, client).id, " ".join(name))
        placed, planned = acts.delete(write.db, found)
        write.summary = f"Deleted the site {found.name} of {found.client}{left_words(placed, planned)}"
    context.out.done(write, deleted=found.name, site=site_document(found), people=placed)


def left_words(placed: int, planned: int) -> str:
    """Say that the people of a deleted site stay, and what is planned there."""
    people = f"; {placed} {'person stays' if placed == 1 else 'people stay'}, without a site" if placed else ""
    items = f"; {planned} planned there {'keeps' if planned == 1 else 'keep'} its name as the place" if planned else ""
    return f"{people}{items}"
