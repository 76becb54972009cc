"""The commands of documents."""

import sqlite3
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.arguments import At, Client, Most, complete_client
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import Operation, operation
from techday.documents import acts, store
from techday.documents.rules import KINDS, USUAL_KIND, cleaned, is_due, known_kind, read_interval, secret_in
from techday.documents.store import DocumentRow, ListedRow
from techday.errors import BadUsage, Refused
from techday.ui.prompt import words_or_ask

if TYPE_CHECKING:
    from techday.documents.drafting import Retry

app = typer.Typer(add_completion=False)

LISTED = 20
NONE = "none"


def complete_document(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the documents whose number or title begins so, with client and title."""
    from techday.errors import TechdayError  # only at completion
    from techday.pages.completion import MOST, Whole, store_for

    try:
        known = store.titled(store_for(ctx.find_root().params))
    except (TechdayError, sqlite3.Error, OSError):
        return []
    typed = incomplete.casefold()
    matching = [one for one in known if str(one.id).startswith(typed) or one.title_key.startswith(typed)]
    return [(Whole(one.id), f"{one.client or 'company'}: {clean_line(one.title, 60)}") for one in matching[:MOST]]


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of document that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete.lower())]


Which = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|TITLE",
        help="The document, by its number or a part of its title",
        autocompletion=complete_document,
        show_default=False,
    ),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="K", help=f"One of {', '.join(KINDS)}", autocompletion=complete_kind)
]
ReviewEvery = Annotated[
    str | None, typer.Option("--review-every", metavar="DAYS", help="How often to look at it: 90d, 12w, 1y, none")
]
ReviewOn = Annotated[str | None, typer.Option("--review-on", metavar="DATE", help="When to look at it next")]
Text = Annotated[str | None, typer.Option("--text", metavar="T", help="The text, in Markdown; - reads the input")]

Title = Annotated[list[str] | None, typer.Argument(metavar="TITLE", help="What it is called", show_default=False)]
OfClient = Annotated[
    str | None,
    typer.Option("--client", metavar="C", help="Whom it is about; else the company", autocompletion=complete_client),
]
AmongClient = Annotated[
    str | None,
    typer.Option("--client", metavar="C", help="Whose it must be", autocompletion=complete_client),
]


@app.callback(invoke_without_command=True)
def doc(ctx: typer.Context) -> None:
    """List, read and write what is to be known"""
    if ctx.invoked_subcommand is None:
        show_list(ctx.obj)


@app.command("list", help="List documents, those due for review marked")
def list_documents(
    ctx: typer.Context,
    client: Client = None,
    kind: Kind = None,
    due: Annotated[bool, typer.Option("--due", help="Only those due for review")] = False,
    company: Annotated[bool, typer.Option("--company", help="Only those of the whole company")] = False,
) -> None:
    """List documents, those due for review marked"""
    show_list(ctx.obj, client, kind, due, company)


def show_list(
    context: Context, client: str | None = None, kind: str | None = None, due: bool = False, company: bool = False
) -> None:
    """Show the documents of a client, of the whole company, or all of them; of one kind, or due, where asked."""
    from techday.documents import screen  # a write needs no screen

    today = context.shift_day.day
    wanted = None if kind is None else known_kind(kind)
    found = [one for one in documents_of(context, client, company, due) if wanted in (None, one.kind)]
    if context.out.json:
        listed = [listed_document(one, today.isoformat()) for one in found]
        context.out.document("techday.documents/1", {"documents": listed})
        return
    narrowed = bool(client or kind or due or company)
    context.out.show(screen.list_page(found, narrowed, context.zone, context.now, today, context.out.size()[0]))


def documents_of(context: Context, client: str | None, company: bool, due: bool) -> list[ListedRow]:
    """Give the documents of a client, those of the whole company, or all; where asked, those due for review alone."""
    today = context.shift_day.day.isoformat()
    if client is not None and company:
        raise BadUsage("--client and --company exclude each other", hint="techday client doc list --company")
    if client is None and not company:
        return store.due_for_review(context.db, today) if due else store.all_documents(context.db)
    client_id = None if client is None else find_client(context.db, client)
    return [one for one in store.documents_of(context.db, client_id) if not due or is_due(one.review_on, today)]


@app.command("show", help="Show a document; in a pipe its text as it is")
def show(ctx: typer.Context, which: Which, client: AmongClient = None) -> None:
    """Show a document; in a pipe its text as it is"""
    context: Context = ctx.obj
    found = acts.find(context.db, " ".join(which), among(context.db, client))
    if context.out.json:
        context.out.document("techday.document/1", document(context, found))
        return
    show_page(context, found)


def show_page(context: Context, found: DocumentRow) -> None:
    """Show a document: drawn on a terminal, else its text on stdout and the rest on stderr."""
    from techday.documents import screen  # a write needs no screen
    from techday.ui.grid import line, plain_text

    width, _ = context.out.size()
    facts = screen.facts(found, context.zone, context.now, context.shift_day.day, width)
    text = cleaned(found.body).text
    if not context.out.coloured():
        for one in facts:
            context.out.status(plain_text(one))
        context.out.text(text)
        return
    from techday.ui.markdown import show_markdown  # the only screen that draws Markdown

    context.out.show([*facts, line()])
    if not show_markdown(text, context.out.stdout, width, context.environ):
        context.out.text(text)
        context.out.status("Shown as it is: too much to be drawn as Markdown")


@app.command("add", help="Write a document: --text, piped in, or in your editor")
def add(
    ctx: typer.Context,
    title: Title = None,
    client: OfClient = None,
    kind: Kind = None,
    review_every: ReviewEvery = None,
    review_on: ReviewOn = None,
    text: Text = None,
) -> None:
    """Write a document: --text, piped in, or in your editor"""
    from techday.documents.drafting import drafted  # what only reads starts no editor

    context: Context = ctx.obj
    name = acts.title_of(words_or_ask(context, title, "Title"))
    known = known_kind(kind or USUAL_KIND)
    dates = reviews(context, review_every, review_on)
    of_client(context.db, client)  # a mistyped one is told before anything is written
    again = retry_of_add(name, client, kind, review_every, review_on)
    with drafted(context, text, name, "", again) as body:
        with operation(context, "client doc add") as write:
            new = acts.NewDocument(name, body, known, of_client(write.db, client), **dates)
            added = acts.add(write.db, new, context.now, context.shift_day.day)
            twin = acts.twin(write.db, added)
            write.summary = f"Wrote document {added.id} {added.title} {of_whom(added)}"
        told = document(context, added)
    context.out.done(write, document=told)
    if twin is not None:
        context.out.warn(f"document {twin} has the same title", f"techday client doc show {twin}")
    warn_of_secret(context, added)


def retry_of_add(title: str, client: str | None, kind: str | None, every: str | None, on: str | None) -> "Retry":
    """Give the command that writes a document once more as it was meant."""
    from techday.documents.drafting import retry_with  # as above

    options = (("--client", client), ("--kind", kind), ("--review-every", every), ("--review-on", on))
    return retry_with("techday client doc add", options, title)


@app.command("edit", help="Change a document: its text in your editor or piped in, or what is said of it")
def edit(
    ctx: typer.Context,
    which: Which,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called now")] = None,
    kind: Kind = None,
    client: Annotated[
        str | None,
        typer.Option("--client", metavar="C", help="Its client; none: the company", autocompletion=complete_client),
    ] = None,
    review_every: ReviewEvery = None,
    review_on: ReviewOn = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="T", help="The text; - reads the input, which is also read without any option"),
    ] = None,
) -> None:
    """Change a document: its text in your editor or piped in, or what is said of it"""
    from techday.documents.drafting import drafted, retry_with, warn_of_unread  # as above

    context: Context = ctx.obj
    changes: dict[str, object] = {} if title is None else {"title": acts.title_of(title)}
    if kind is not None:
        changes["kind"] = known_kind(kind)
    if client is not None:
        changes["client_id"] = of_client(context.db, client)
    changes |= reviews(context, review_every, review_on)
    found = acts.find(context.db, " ".join(which))
    if changes and text is None:
        tell(context, *save(context, found.id, changes))
        warn_of_unread(context)
        return
    told = (("--title", title), ("--kind", kind), ("--client", client))
    options = (*told, ("--review-every", review_every), ("--review-on", review_on))
    again = retry_with("techday client doc edit", options, str(found.id))
    # Where the document is gone meanwhile, its text can still be one.
    anew = retry_of_add(found.title, found.client, found.kind, None, None)
    with drafted(context, text, found.title, found.body, again, anew) as body:
        saved = save(context, found.id, {**changes, "body": body}, opened=found)
    # What cannot be told is saved all the same, so the text need not be kept for that.
    tell(context, *saved)


def save(
    context: Context, number: int, changes: dict[str, object], opened: DocumentRow | None = None
) -> tuple[Operation, DocumentRow]:
    """Save changes of a document and give it; raises Refused where it is not any more as it was `opened`."""
    with operation(context, "client doc edit") as write:
        before = acts.given(write.db, number)
        if opened is not None and told_of(before) != told_of(opened):
            hint = f"techday client doc show {number} has what it says now"
            raise Refused(f"Document {number} was changed meanwhile; it was not overwritten", hint=hint)
        changed = acts.edit(write.db, before, changes, context.now, context.zone)
        after = acts.given(write.db, number)
        write.summary = f"Changed {', '.join(changed)} of document {number} {after.title}"
    return write, after


def tell(context: Context, write: Operation, row: DocumentRow) -> None:
    """Tell what became of a document."""
    context.out.done(write, f"Document {row.id} says so already", document=document(context, row))
    warn_of_secret(context, row)


def told_of(row: DocumentRow) -> tuple[object, ...]:
    """Give what somebody who changes a text has read of its document."""
    return row.client_id, row.kind, row.title, row.body


@app.command("review", help="Say that a document still holds; the next review moves on")
def review(
    ctx: typer.Context,
    which: Which,
    client: AmongClient = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What was seen")] = None,
    at: At = None,
) -> None:
    """Say that a document still holds; the next review moves on"""
    context: Context = ctx.obj
    when = context.instant(at)
    day = context.shift_day.day if at is None else when.astimezone(context.zone).date()
    with operation(context, "client doc review") as write:
        found = acts.find(write.db, " ".join(which), among(write.db, client))
        after = acts.review(write.db, found, when, day)
        again = f", next on {after.review_on}" if after.review_on else ""
        said = f": {clean_line(note, 200)}" if note else ""
        write.summary = f"Reviewed document {after.id} {after.title}{again}{said}"
    context.out.done(write, f"Document {after.id} was reviewed since", document=document(context, after))


@app.command("history", help="Show what happened to a document; an older text with --show")
def history(
    ctx: typer.Context,
    which: Which,
    client: AmongClient = None,
    shown: Annotated[
        int | None, typer.Option("--show", metavar="N", help="The text as it was after change N", show_default=False)
    ] = None,
    diff: Annotated[
        int | None, typer.Option("--diff", metavar="N", help="What change N did to the text", show_default=False)
    ] = None,
    most: Most = LISTED,
) -> None:
    """Show what happened to a document; an older text with --show"""
    context: Context = ctx.obj
    if shown is not None and diff is not None:
        raise BadUsage("--show and --diff exclude each other", hint="Ask for one of them")
    number = acts.number_of(context.db, " ".join(which), among(context.db, client))
    if shown is None and diff is None:
        show_history(context, acts.history(context.db, number, most))
    else:
        show_version(context, number, shown, diff)


def show_history(context: Context, found: acts.History) -> None:
    """Show the changes of a document."""
    if context.out.json:
        context.out.document("techday.document-history/1", {**found._asdict(), "text": None, "diff": None})
        return
    from techday.documents import screen  # a write needs no screen

    context.out.show(screen.history_page(found, context.zone, context.now, context.out.size()[0]))


def show_version(context: Context, number: int, shown: int | None, diff: int | None) -> None:
    """Show an older text of a document, or what one change did to its text."""
    from techday.documents.rules import compared  # only where texts are compared

    wanted = shown or diff or 0
    found = acts.version(context.db, number, wanted)
    text = cleaned(found.after).text
    if diff is not None:
        lines = compared(cleaned(found.before).text, text, (f"{number} before {wanted}", f"{number} after {wanted}"))
        if lines is None:
            hint = f"techday client doc history {number} --show {wanted}"
            raise Refused(f"Change {wanted} changed too much to be compared line by line", hint=hint)
        text = "\n".join(lines)
    if context.out.json:
        known = acts.history(context.db, number, 1)
        texts = {"text": text if diff is None else None, "diff": None if diff is None else text}
        context.out.document("techday.document-history/1", {**known._asdict(), "changes": [found.change], **texts})
        return
    context.out.status(found.change.summary)
    context.out.text(text) if text else context.out.status("No text" if diff is None else "The text stayed as it was")


@app.command("delete", help="Delete a document; undo brings it back")
def delete(ctx: typer.Context, which: Which, client: AmongClient = None) -> None:
    """Delete a document; undo brings it back"""
    context: Context = ctx.obj
    with operation(context, "client doc delete") as write:
        found = acts.find(write.db, " ".join(which), among(write.db, client))
        store.delete_document(write.db, found.id)
        write.summary = f"Deleted document {found.id} {found.title} {of_whom(found)}"
    context.out.done(write, deleted=found.id)


def among(db: sqlite3.Connection, client: str | None) -> int | None:
    """Give the client of which a document must be, None where any will do."""
    return None if client is None else find_client(db, client)


def of_client(db: sqlite3.Connection, client: str | None) -> int | None:
    """Give the client that a document gets, None for the whole company; raises NotFound."""
    return None if client is None or is_none(client) else find_client(db, client)


def is_none(text: str) -> bool:
    """Tell whether what was typed means nothing and nobody."""
    return text.strip().casefold() == NONE


def reviews(context: Context, every: str | None, on: str | None) -> dict[str, Any]:
    """Read when a document is looked at: the fields that were told."""
    from techday.core.when import read_date  # only where a date was typed

    told: dict[str, Any] = {} if every is None else {"review_days": read_interval(every)}
    if on is not None:
        told["review_on"] = None if is_none(on) else read_date(on, context.frame, "future").isoformat()
    return told


def of_whom(row: DocumentRow) -> str:
    """Say whose document it is."""
    return f"({row.client or 'company'}, {row.kind})"


def warn_of_secret(context: Context, row: DocumentRow) -> None:
    """Say that a document which tells where credentials are kept seems to hold one itself."""
    secret = secret_in(row.body) if row.kind == "credentials" else None
    if secret is not None:
        hint = f"Say where it is kept, not what it is: techday client doc edit {row.id}"
        context.out.warn(
            f"line {secret.line} seems to hold a secret itself ({secret.what}); anybody with this store reads it", hint
        )


def listed_document(row: ListedRow | DocumentRow, today: str) -> dict[str, object]:
    """Give a document without its text as scripts read it."""
    return {
        "id": row.id,
        "client": row.client,
        "kind": row.kind,
        "title": row.title,
        "updated_at": row.updated_at,
        "reviewed_at": row.reviewed_at,
        "review_on": row.review_on,
        "due": is_due(row.review_on, today),
    }


def document(context: Context, row: DocumentRow) -> dict[str, object]:
    """Give a document with its text as scripts read it."""
    return {
        **listed_document(row, context.shift_day.day.isoformat()),
        "created_at": row.created_at,
        "review_days": row.review_days,
        "body": row.body,
        "history": store.count_changes(context.db, row.id),
    }
