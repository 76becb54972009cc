"""The command of the day: `today`, and `today check`."""

from typing import Annotated

import typer

from techday.arguments import Client
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line, quoted
from techday.database.operation import operation
from techday.errors import BadUsage, Refused
from techday.routine.rules import Item
from techday.routine.store import CheckRow, insert_check
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

STATES = ("ok", "fail", "na")


def complete_item(incomplete: str) -> list[tuple[str, str]]:
    """Give the routine items whose key begins so."""
    from techday.pages.routine import ITEMS  # only at completion

    return [(item.key, item.title) for item, _ in ITEMS if item.key.startswith(incomplete)]


@app.callback(invoke_without_command=True)
def today(
    ctx: typer.Context,
    date: Annotated[
        str | None, typer.Option("--date", metavar="D", help="Another day: yesterday, mon, 2026-11-23")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it, however many lines that takes")] = False,
) -> None:
    """Show the day on one screen"""
    if ctx.invoked_subcommand is None:
        show_today(ctx.obj, date, everything)


def show_today(context: Context, date: str | None = None, everything: bool = False) -> None:
    """Show the board, or greet who has nothing in techday yet."""
    from techday.pages.refreshing import refresh_behind  # a tick needs neither this nor the board
    from techday.pages.today import today_document, today_page
    from techday.pages.today_screen import board, greeting

    day = None
    if date is not None:
        from techday.core.when import read_date  # only where a day was typed

        day = read_date(date, context.frame, "past")
    view = today_page(context, day)
    width, height = context.out.size()
    if context.out.json:
        context.out.document("techday.today/1", today_document(context, view))
    elif view.greeting:
        context.out.show(greeting(context.store, context.store.exists(), width))
    else:
        context.out.show(board(view, context.zone, width, height, everything))
    refresh_behind(context)


@app.command("check", help="Tell of a routine item what the store cannot see")
def check(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The routine item", autocompletion=complete_item)],
    state: Annotated[
        str | None, typer.Argument(metavar="[ok|fail|na]", help="How it stands (default: ok)", show_default=False)
    ] = None,
    seen: Annotated[str, typer.Option("--seen", metavar="TEXT", help="What was seen")] = "",
    client: Client = None,
    always: Annotated[bool, typer.Option("--always", help="With na: until it is checked again")] = False,
) -> None:
    """Tell of a routine item what the store cannot see"""
    from techday.pages.routine import item_named  # its floor is above

    context: Context = ctx.obj
    told = item_named(item)
    # What does not apply is said of the item itself, and so is what has no rows of its own.
    if state != "na" and told.key in CHECKED_ELSEWHERE:
        refuse_unknown_state(told, state or "ok", always)
        if CHECKED_ELSEWHERE[told.key](context, told, state, seen, client):
            end_exception(context, told)
            return
    if client is not None:
        raise BadUsage(f"{told.title} is told for the whole day, not of one client", hint="Leave out --client")
    check_by_hand(context, told, state or "ok", seen, always)


def end_exception(context: Context, told: Item) -> None:
    """Have an item apply again that did not, since somebody has answered for it."""
    from techday.routine.store import checks_on  # only for an item with rows of its own

    day = context.shift_day.day.isoformat()
    standing = checks_on(context.db, day).get(told.key)
    if standing is not None and standing.state == "na":
        with operation(context, "today check") as write:
            insert_check(write.db, CheckRow(told.key, day, to_text(context.now), "ok", "applies again", 0))
            write.summary = f"{told.title} applies again"


def check_by_hand(context: Context, told: Item, state: str, seen: str, always: bool) -> None:
    """Record what the technician saw of an item."""
    refuse_what_cannot_be_told(told, state, always)
    words = clean_line(seen or what_was_seen(context, told, state), 500)
    day = context.shift_day.day.isoformat()
    with operation(context, "today check") as write:
        insert_check(write.db, CheckRow(told.key, day, to_text(context.now), state, words, int(always)))
        write.summary = f"Checked {told.title}: {state}" + (f" ({words})" if words else "")
    context.out.done(write, item=told.key, state=state, seen=words or None, always=always)


def check_watches(context: Context, told: Item, state: str | None, seen: str, client: str | None) -> bool:
    """Answer for the watches of an item that are due; False where nothing is watched, so that it is told by hand.

    Without an answer they are walked through on a terminal. Raises Refused for a failure that is not of one watch.
    """
    from techday.clients.finding import find_client  # only where watches are answered for
    from techday.pages.watches import due_now, walk
    from techday.watches.acts import Answer
    from techday.watches.checking import check_due
    from techday.watches.rules import KINDS

    kinds = tuple(kind for kind in KINDS if (kind == "backup") == (told.key == "backups"))
    client_id = None if client is None else find_client(context.db, client)
    if due_now(context, kinds, client_id) is None:
        return False
    if state is None and not seen and can_ask(context):
        walk(context, kinds, client_id)
    else:
        answer = Answer(state or "ok", seen, "")
        check_due(context, answer, client, kinds, [], None, item=told.key, always=False)
    return True


def check_contact(context: Context, told: Item, state: str | None, seen: str, client: str | None) -> bool:
    """Record a contact with a client, or with the one that is next, as `contact-next done` does."""
    from techday.rotation.commands import record_done  # only where a contact is told

    if state == "fail":
        raise Refused("A contact that failed is a try", hint="techday contact-next tried --note TEXT")
    words = seen or what_was_seen(context, told, "ok")
    record_done(context, client, words, item=told.key, state="ok", seen=words, always=False)
    return True


CHECKED_ELSEWHERE = {"backups": check_watches, "watches": check_watches, "contact": check_contact}


def refuse_what_cannot_be_told(item: Item, state: str, always: bool) -> None:
    """Raise BadUsage for an unknown state, Refused where the item closes by evidence alone."""
    refuse_unknown_state(item, state, always)
    if not item.by_hand and state != "na":
        raise Refused(
            f"{item.title} closes itself when the work is done, so it cannot be ticked",
            hint=f"techday today shows what is missing (does not apply? techday today check {item.key} na)",
        )


def refuse_unknown_state(item: Item, state: str, always: bool) -> None:
    """Raise BadUsage for an unknown state, and for `always` with any but na."""
    if state not in STATES:
        raise BadUsage(f"{quoted(state)} is not ok, fail or na", hint=f"techday today check {item.key} ok --seen TEXT")
    if always and state != "na":
        raise BadUsage(
            "--always goes with na: the item does not apply", hint=f"techday today check {item.key} na --always"
        )


def what_was_seen(context: Context, item: Item, state: str) -> str:
    """Give what was seen: needed for ok and fail, asked for on a terminal; raises BadUsage where it is missing."""
    if state == "na":
        return ""
    if can_ask(context):
        answer = ask(context, f"What was seen ({item.title})")
        if answer:
            return answer
    raise BadUsage(
        f"What was seen is missing: {item.title} {state}", hint=f"techday today check {item.key} {state} --seen TEXT"
    )
