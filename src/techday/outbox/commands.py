"""The commands of the outbox: what the PSA must still learn, brought there by hand and marked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.arguments import complete_ticket
from techday.context import Context
from techday.core.instants import from_text
from techday.core.names import number_in
from techday.core.text import quoted
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.outbox import store
from techday.outbox.store import ItemRow

if TYPE_CHECKING:
    from techday.cards.views import EntryView
    from techday.outbox.blocks import Block, Writer

app = typer.Typer(add_completion=False)

TOLD_LATELY = 50
MOST_NAMED = 5
DAY = timedelta(days=1)
# Days nearer to each other than this are read at once.
NEAR = timedelta(days=7)
NOTHING_LEFT = "The PSA has learnt everything"
NOTHING_OF_THAT = "Nothing of that is owed"
BLOCK_SCHEMA = "techday.outbox-block/1"

Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="N|ID…",
        help='Tickets, or items by number: 12, or "#12" where a ticket ends so too',
        autocompletion=complete_ticket,
    ),
]


@app.callback(invoke_without_command=True)
def outbox(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="List what was told lately, too")] = False,
) -> None:
    """Show and tell what the PSA must still learn"""
    if ctx.invoked_subcommand is None:
        show(ctx.obj, everything)


def show(context: Context, everything: bool) -> None:
    """Show what is owed as blocks, and what was told lately where that is asked for."""
    from techday.outbox import screen  # a write needs no screen
    from techday.outbox.blocks import item_of, seconds_of

    blocks = written(context, store.owed_items(context.db))
    told = sorted(store.told_items(context.db, TOLD_LATELY) if everything else [], key=told_order, reverse=True)
    items = [(row.ticket, item_of(row, None, context.zone)) for row in told]
    if context.out.json:
        owed = [item for block in blocks for item in block.items]
        groups = [document(block) for block in blocks]
        lately = [{"ticket": ticket, **item._asdict()} for ticket, item in items] if everything else None
        view = {"owed": len(owed), "seconds": seconds_of(owed), "groups": groups, "told": lately}
        context.out.document("techday.outbox/1", view)
        return
    width = context.out.size()[0]
    context.out.show([*screen.outbox_page(blocks, width), *screen.told_page(items, context.zone, context.now, width)])


def told_order(item: ItemRow) -> tuple[str, int]:
    """Give what told items are ordered by: when they were told, then their number."""
    return item.told_at or "", item.id


def document(block: "Block") -> dict[str, Any]:
    """Give a block as scripts read it."""
    return {
        "ticket": block.ticket,
        "client": block.client,
        "title": block.title,
        "items": block.items,
        "block": block.text,
    }


@app.command("copy", help="Put a block on the clipboard: of a ticket, of items, or the first")
def copy(
    ctx: typer.Context,
    targets: Targets = None,
    told: Annotated[bool, typer.Option("--done", help="Mark it as told at once")] = False,
) -> None:
    """Put a block on the clipboard: of a ticket, of items, or the first"""
    context: Context = ctx.obj
    owed = store.owed_items(context.db)
    blocks = written(context, chosen(context.db, targets, owed) if targets else owed)
    if blocks:
        hand_over(context, blocks if targets else blocks[:1], owed, told)
    elif context.out.json:
        context.out.document(BLOCK_SCHEMA, {"block": "", "items": [], "told": False})
    else:
        context.out.status(NOTHING_OF_THAT if targets else NOTHING_LEFT)


def hand_over(context: Context, blocks: "Sequence[Block]", owed: Sequence[ItemRow], told: bool) -> None:
    """Put blocks on the clipboard and on stdout, and mark them where they are `told` with that.

    `owed` is all that is owed, of which the blocks are some. Raises Refused where there is no clipboard; then nothing
    is marked.
    """
    from techday.ui import clipboard  # only where something is copied

    text = "\n\n".join(block.text for block in blocks)
    numbers = [item.id for block in blocks for item in block.items]
    if not context.out.json:
        # First the text: a clipboard that cannot be had costs nobody what was composed.
        context.out.text(text)
        context.out.stdout.flush()
    try:
        clipboard.copy(context, text)
    except Refused as error:
        raise Refused(error.message, hint="Take the text from the screen, or install wl-copy, xclip or xsel") from None
    if told:
        with operation(context, "outbox done") as write:
            write.summary = mark(context, write.db, {*numbers})
        context.out.status(f"  copied. {write.summary}")
    elif not context.out.json:
        context.out.status(f"  copied; techday outbox done {named(blocks, owed)} marks it as told")
    if context.out.json:
        context.out.document(BLOCK_SCHEMA, {"block": text, "items": numbers, "told": told})


def named(blocks: "Iterable[Block]", owed: Iterable[ItemRow]) -> str:
    """Name what was copied as `outbox done` takes it: tickets of which it is all that is owed, else single items."""
    whole = Counter(item.ticket for item in owed)
    words: list[str] = []
    for block in blocks:
        is_whole = block.ticket is not None and len(block.items) == whole[block.ticket]
        words += [block.ticket or ""] if is_whole else [f'"#{item.id}"' for item in block.items]
    return " ".join(words)


@app.command("done", help="Mark as told: of tickets, items by number, or all")
def done(
    ctx: typer.Context,
    targets: Targets = None,
    everything: Annotated[bool, typer.Option("--all", help="All that is owed")] = False,
) -> None:
    """Mark as told: of tickets, items by number, or all"""
    context: Context = ctx.obj
    if everything == bool(targets):
        what = "--all and names exclude each other" if targets else "What was told is missing"
        raise BadUsage(what, hint='techday outbox done N, or an item: 12 or "#12" (with its quotes), or --all')
    with operation(context, "outbox done") as write:
        owed = store.owed_items(write.db)
        items = owed if everything else chosen(write.db, targets or (), owed)
        write.summary = mark(context, write.db, {item.id for item in items})
    context.out.done(write, NOTHING_LEFT if everything else NOTHING_OF_THAT, told=[item.id for item in items])


def mark(context: Context, db: Connection, numbers: set[int]) -> str:
    """Mark items as told, in an operation under way, and say so."""
    from techday.core.durations import show_duration  # the words of one line
    from techday.outbox.acts import tell

    items = [item for item in store.owed_items(db) if item.id in numbers]
    tell(db, items, context.now)
    tickets = Counter(f"of {item.ticket}" if item.ticket else "without a ticket" for item in items)
    one = f"#{items[0].id}" if len(items) == 1 else ""
    where = [f"{one or count} {which}" for which, count in tickets.most_common(MOST_NAMED)]
    seconds = sum(length(item) for item in items)
    more = " …" if len(tickets) > MOST_NAMED else ""
    return f"Told the PSA {', '.join(where)}{more}" + (f", {show_duration(seconds)}" if seconds else "")


def length(item: ItemRow) -> int:
    """Give the seconds of the time entry of an item, 0 for all else."""
    if not (item.started_at and item.ended_at):
        return 0
    return int((from_text(item.ended_at) - from_text(item.started_at)).total_seconds())


def chosen(db: Connection, targets: Iterable[str], owed: Sequence[ItemRow]) -> list[ItemRow]:
    """Give the items among the `owed` ones that tickets and item numbers name; none where all of that was told.

    Raises NotFound for what is neither, BadUsage for a number that is an item's and also means a ticket that owes.
    """
    found = {item.id: item for target in targets for item in items_meant(db, target, owed)}
    return [item for item in owed if item.id in found]


def items_meant(db: Connection, target: str, owed: Sequence[ItemRow]) -> list[ItemRow]:
    """Give the owed items that one word means: `#12` is an item, `12` an item or a ticket; raises as `chosen`.

    What was told lately keeps its number: marking it once more must not mean a ticket.
    """
    from techday.tickets import acts as tickets  # another room

    word = target.strip()
    number = number_in(word)
    if word.startswith("#"):
        return item_numbered(db, word, number, owed)
    known = [*owed, *store.told_items(db, TOLD_LATELY)] if number is not None else []
    item = next((one for one in known if one.id == number), None)
    own = [one for one in owed if one is item]
    try:
        ticket = tickets.find(db, word)
    except NotFound:
        if item is None:
            raise
        return own
    of_ticket = [one for one in owed if one.ticket_id == ticket.id]
    if item is None or not of_ticket or word == ticket.reference:
        return of_ticket or own
    if item.ticket_id == ticket.id:
        return own
    raise BadUsage(
        f"{quoted(word)} is item {number}, and the end of {ticket.reference}",
        hint=f'techday outbox done "#{number}", or techday outbox done {ticket.reference}',
    )


def item_numbered(db: Connection, word: str, number: int | None, owed: Sequence[ItemRow]) -> list[ItemRow]:
    """Give the owed item of a number, none where it was told; raises NotFound where there is no such item."""
    if number is None or store.state_of(db, number) is None:
        raise NotFound(f"No item {quoted(word)}", hint="techday outbox shows the numbers")
    return [item for item in owed if item.id == number]


def written(context: Context, rows: Sequence[ItemRow]) -> "list[Block]":
    """Write the blocks of some items in the form that the settings have, and warn of what they do not know."""
    from techday.outbox.blocks import Writer  # only where a block is shown

    writer = Writer(context.settings.outbox, context.zone)
    blocks = writer.blocks(rows, on_card(context, rows))
    warn_of_unknown(context, writer)
    return blocks


def warn_of_unknown(context: Context, writer: "Writer") -> None:
    """Tell of the placeholders in the settings that nobody knows, each once."""
    from techday.core.text import clean_line
    from techday.outbox.blocks import PLACEHOLDERS

    for template, one in writer.unknown:
        known = ", ".join(f"${name}" for name in PLACEHOLDERS[template])
        name = clean_line(one.name, 40)
        context.out.warn(f"outbox.{template}, line {one.line}: ${name} is no placeholder", f"It may hold {known}")


def on_card(context: Context, rows: Iterable[ItemRow]) -> "dict[int, EntryView]":
    """Give the time entries of some items as the time card has them, by number: with notes, and billed by its rules."""
    from techday.core.shifts import shift_day  # only where blocks are shown
    from techday.pages.timecard import entries_of_period

    starts = {row.entry_id: row.started_at for row in rows if row.entry_id is not None and row.started_at}
    days = sorted({shift_day(context.shift_pattern, from_text(start)).day for start in starts.values()})
    # A submitted entry stays on its day, though by today's zone and shifts it may be the day before or after.
    entries = [one for first, last in runs(days) for one in entries_of_period(context, first - DAY, last + DAY)]
    return {one.id: one for one in entries if one.id in starts}


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Give days in order as runs of days near each other, each by its first and last one."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] <= NEAR:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
