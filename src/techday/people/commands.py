"""The commands of people, those of a client whom one speaks to."""

from typing import Annotated

import typer

from techday.arguments import ClientName, Most, complete_client
from techday.clients.acts import find as find_client
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.people import acts
from techday.people.acts import NewPerson
from techday.people.channels import CHANNELS, complete_channel
from techday.people.store import PersonRow, all_people, count_people, people_of, person_by_id
from techday.people.views import person_document
from techday.sites.commands import complete_site
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

MOST = 200
NONE = "none"


def complete_person(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the people at the client on the command line whose name begins so."""
    from techday.pages.completion import by_name  # only at completion

    client = str(ctx.params.get("client") or "")
    return by_name(
        ctx.find_root().params, incomplete, lambda db: people_of(db, find_client(db, client).id), f"at {client}"
    )


Name = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME", help="The person, by a part of the name", autocompletion=complete_person, show_default=False
    ),
]
Role = Annotated[str | None, typer.Option("--role", metavar="TEXT", help="What they do: office manager")]
Phone = Annotated[str | None, typer.Option("--phone", metavar="P", help="Their telephone number")]
Mail = Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Their mail address")]
Channel = Annotated[
    str | None,
    typer.Option(
        "--channel",
        metavar="|".join(CHANNELS),
        help="How they like to be reached (none: no matter)",
        autocompletion=complete_channel,
    ),
]
Site = Annotated[
    str | None,
    typer.Option("--site", metavar="S", help="The site they are at (none: none)", autocompletion=complete_site),
]
Main = Annotated[bool | None, typer.Option("--main/--not-main", help="Whether to ask for them first")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to know of them: mornings only")]


@app.callback(invoke_without_command=True)
def person(ctx: typer.Context) -> None:
    """List and change the people of a client"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj, None, MOST)


@app.command("list", help="List the people of a client, or of all")
def list_people(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[C]", help="The client (without one: all)", autocompletion=complete_client)
    ] = None,
    most: Most = MOST,
) -> None:
    """List the people of a client, or of all"""
    show_list(ctx.obj, client, most)


def show_list(context: Context, client: str | None, most: int) -> None:
    """Show the people of a client, or of all."""
    from techday.people.screen import list_page  # a write needs no screen

    whose = None if client is None else find_client(context.db, client)
    people = all_people(context.db, most) if whose is None else people_of(context.db, whose.id, most)
    total = count_people(context.db, whose and whose.id)
    code = whose and whose.code
    if context.out.json:
        listed = [person_document(one) for one in people]
        context.out.document("techday.people/1", {"client": code, "people": listed, "total": total})
    else:
        context.out.show(list_page(people, total, code, context.out.size()[0]))


@app.command("add", help="Add a person to a client")
def add(
    ctx: typer.Context,
    client: ClientName,
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="What they are called")] = None,
    phone: Phone = None,
    mail: Mail = None,
    role: Role = None,
    channel: Channel = None,
    site: Site = None,
    main: Main = None,
    note: Note = None,
) -> None:
    """Add a person to a client"""
    context: Context = ctx.obj
    new = NewPerson(
        name=words_or_ask(context, name, "Name"),
        role=role or "",
        phone=phone or "",
        email=mail or "",
        channel=chosen(channel),
        site=chosen(site),
        main=bool(main),
        note=note or "",
    )
    with operation(context, "client person add") as write:
        whose = find_client(write.db, client)
        added = acts.add(write.db, whose.id, new)
        write.summary = f"Added {added.name} to {whose.code}{main_words(added)}"
    context.out.done(write, person=person_document(added))


@app.command("edit", help="Change what is known of a person")
def edit(
    ctx: typer.Context,
    client: ClientName,
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What they are called now")] = None,
    phone: Phone = None,
    mail: Mail = None,
    role: Role = None,
    channel: Channel = None,
    site: Site = None,
    main: Main = None,
    note: Note = None,
) -> None:
    """Change what is known of a person"""
    context: Context = ctx.obj
    told = {"name": new_name, "phone": phone, "email": mail, "role": role, "main": main, "note": note}
    changes: dict[str, object] = {key: value for key, value in told.items() if value is not None}
    changes |= {key: chosen(text) for key, text in (("channel", channel), ("site", site)) if text is not None}
    if not changes:
        raise BadUsage(
            "Nothing to change was named", hint="techday client person edit --help lists what can be changed"
        )
    with operation(context, "client person edit") as write:
        found = acts.find(write.db, find_client(write.db, client).id, " ".join(name))
        changed = acts.edit(write.db, found, changes)
        edited = person_by_id(write.db, found.id)
        write.summary = f"Changed {', '.join(changed)} of {edited.name} at {edited.client}"
    context.out.done(write, f"{edited.name} is so already", person=person_document(edited))


@app.command("delete", help="Delete a person; contacts with them stay, without the name")
def delete(ctx: typer.Context, client: ClientName, name: Name) -> None:
    """Delete a person; contacts with them stay, without the name"""
    context: Context = ctx.obj
    with operation(context, "client person delete") as write:
        found = acts.find(write.db, find_client(write.db, client).id, " ".join(name))
        contacts = acts.delete(write.db, found)
        write.summary = f"Deleted {found.name} at {found.client}{left_words(contacts)}"
    context.out.done(write, deleted=found.name, person=person_document(found), contacts=contacts)


def chosen(text: str | None) -> str:
    """Give the text of an option, "" for `none`."""
    return "" if text is None or text.strip().casefold() == NONE else text


def main_words(person: PersonRow) -> str:
    """Say that a person is the one to ask for first."""
    return ", to ask for first" if person.main else ""


def left_words(contacts: int) -> str:
    """Say that the contacts with a deleted person stay."""
    if not contacts:
        return ""
    return f"; {contacts} {'contact stays' if contacts == 1 else 'contacts stay'}, without the name"
