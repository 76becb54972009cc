"""`schedule subscribe`, `unsubscribe` and `refresh`: calendars that are read from an address, again and again.

A calendar is one address and one operation each time it has news. The door is heavy (it reads calendars, over the
web), so it is opened only where it is gone through.
"""

import contextlib
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from techday.context import Context
from techday.core.durations import show_age
from techday.database.operation import operation
from techday.errors import BadUsage, Refused, TechdayError
from techday.schedule import feed_acts, feed_store
from techday.schedule.feed_evidence import AGAIN_AFTER
from techday.schedule.feed_store import FeedRow
from techday.schedule.feed_views import feed_view, host_of
from techday.schedule.rules import changes_of
from techday.schedule.words import called, change_words

if TYPE_CHECKING:
    from techday.exchange.feed_in import Copy
    from techday.exchange.schedule_in import Brought

app = typer.Typer(add_completion=False)

# So many of the events that were left out are named.
NAMED = 5

Name = Annotated[str, typer.Argument(metavar="NAME", help="The subscribed calendar", show_default=False)]


class Told(NamedTuple):
    """What a look at a calendar gave, as scripts read it: its state is `changed`, `same` or `failed`."""

    name: str
    host: str
    state: str
    operation: int | None = None
    new: int = 0
    changed: int = 0
    cancelled: int = 0
    left: int = 0
    reopened: tuple[dict[str, Any], ...] = ()
    skipped: tuple[str, ...] = ()
    failure: str | None = None


@app.command("subscribe", help="Read a calendar from an address, again and again")
def subscribe(
    ctx: typer.Context,
    url: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="Its address; without one what is subscribed to is listed")
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is called here")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Subscribe even though it cannot be read now")] = False,
) -> None:
    """Read a calendar from an address, again and again"""
    context: Context = ctx.obj
    if url is None:
        if name or anyway:
            raise BadUsage("The address of the calendar is missing", hint="techday schedule subscribe URL")
        show_feeds(context)
        return
    from techday.exchange.feed_fetch import checked_address  # a list needs no web

    address = checked_address(url)
    known = feed_acts.of_address(context.db, address, context.now)
    if known is not None:
        rename(context, known, name)
    else:
        add(context, address, name, anyway)


def show_feeds(context: Context) -> None:
    """Show what is subscribed to, and how old each calendar is."""
    views = [feed_view(row, context.now) for row in feed_store.feeds(context.db, context.now)]
    if context.out.json:
        context.out.document("techday.feeds/1", {"feeds": views})
        return
    from techday.schedule.feed_screen import feeds_page  # scripts need no screen

    context.out.show(feeds_page(views, context.zone, context.now, context.out.size()[0]))


def rename(context: Context, feed: FeedRow, name: str) -> None:
    """Say that a calendar is subscribed to already, and give it the name that was asked for, if any."""
    with operation(context, "schedule subscribe") as write:
        called_now = feed_acts.rename(write.db, feed, name) if name else feed.name
        write.summary = f"Renamed the calendar {feed.name} to {called_now}"
    note = f"Subscribed to it already, as {called_now}"
    context.out.done(write, note, feed=document(context, write.db, feed.id))


def add(context: Context, address: str, name: str, anyway: bool) -> None:
    """Subscribe to an address that nobody subscribed to yet, with a first look at it."""
    from techday.exchange.feed_in import bring, brought_words, keep_failure  # heavy, see above

    if name:
        feed_acts.checked_name(context.db, name)  # before the web is asked
    looked = first_look(context, address, anyway)
    brought = None
    with operation(context, "schedule subscribe") as write:
        if isinstance(looked, TechdayError):
            feed = feed_acts.add(write.db, name or host_of(address), address, context.now)
            keep_failure(context, write.db, feed.id, looked)
            write.summary = f"Subscribed to {feed.name}, which cannot be read yet: {looked.message}"
        else:
            own_name = looked.calendar.name if looked.calendar is not None else ""
            feed = feed_acts.add(write.db, name or own_name or host_of(address), address, context.now)
            brought = bring(context, write, feed.id, looked)
            write.summary = f"Subscribed to {feed.name}: {brought_words(brought)}"
    told = told_of(context, feed, write.number, brought, None)
    counts = {key: getattr(told, key) for key in ("new", "changed", "cancelled", "reopened", "skipped")}
    context.out.done(write, feed=document(context, write.db, feed.id), **counts)
    say_what_came(context, brought)


def first_look(context: Context, address: str, anyway: bool) -> "Copy | TechdayError":
    """Read a calendar for the first time; where it cannot be read, give why, or raise it unless that is taken too."""
    from techday.exchange.feed_fetch import LATER  # heavy, see above
    from techday.exchange.feed_in import copy_of

    context.out.status(f"Reading {host_of(address)}")
    try:
        return copy_of(context, address)
    except TechdayError as error:
        if anyway:
            return error
        again = (error.hint or "").replace(LATER, "try again later, with the same command")
        hint = f"{again[:1].upper()}{again[1:]}; or --anyway, to have it tried every hour"
        raise Refused(f"{error.message}; nothing was subscribed to", hint=hint) from error


@app.command("unsubscribe", help="Stop reading a calendar")
def unsubscribe(
    ctx: typer.Context,
    name: Name,
    keep: Annotated[bool, typer.Option("--keep", help="What is ahead stays on the schedule")] = False,
) -> None:
    """Stop reading a calendar"""
    context: Context = ctx.obj
    with operation(context, "schedule unsubscribe") as write:
        feed = feed_acts.find(write.db, name, context.now)
        count = feed_acts.remove(write.db, feed, keep, context.now)
        items = f"{count} {'item' if count == 1 else 'items'} ahead cancelled"
        write.summary = f"Unsubscribed from {feed.name}: {'what is ahead stays' if keep else items}"
    context.out.done(write, name=feed.name, cancelled=count)


@app.command("refresh", help="Read the subscribed calendars again")
def refresh(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="This one alone", show_default=False)] = None,
    behind: Annotated[bool, typer.Option("--behind", hidden=True, help="Only what is due, without a word")] = False,
) -> None:
    """Read the subscribed calendars again"""
    context: Context = ctx.obj
    if behind:
        read_behind(context)
        return
    feeds = feed_store.feeds(context.db, context.now)
    if name is not None:
        feeds = [feed_acts.find(context.db, name, context.now)]
    told = [read_again(context, feed) for feed in feeds]
    if any(one.cancelled for one in told):
        # What one calendar has let go of now, another that was read before may hold.
        told += [read_again(context, feed) for feed, one in zip(feeds, told, strict=True) if one.left]
    if context.out.json:
        context.out.document("techday.refresh/1", {"feeds": told})
    elif not told:
        context.out.line("No calendar is subscribed to.")
        context.out.status("  techday schedule subscribe URL")
    if any(one.state == "failed" for one in told):
        raise typer.Exit(1)


def read_again(context: Context, feed: FeedRow) -> Told:
    """Look at one calendar and say what it gave; where it cannot be read, say why, and how old is what stands."""
    from techday.exchange.feed_in import brought_words, look  # heavy, see above

    context.out.status(f"Reading {feed.name} ({host_of(feed.url)})")
    try:
        looked = look(context, context, feed)
    except TechdayError as error:
        if error.exit_code != Refused.exit_code:  # the store, or what was typed: no other calendar would fare better
            raise
        age = feed_view(feed, context.now).age_seconds
        stands = "nothing of it is here" if age is None else f"what is here is {show_age(age)} old"
        context.out.warn(f"{feed.name} was not read: {error.message}; {stands}", error.hint)
        return told_of(context, feed, None, None, error.message)
    if not context.out.json:
        context.out.line(f"{feed.name}: {brought_words(looked.brought)}")
    say_what_came(context, looked.brought)
    return told_of(context, feed, looked.operation, looked.brought, None)


def told_of(
    context: Context, feed: FeedRow, number: int | None, brought: "Brought | None", failure: str | None
) -> Told:
    """Give what a look gave as scripts read it."""
    from techday.pages.clashes import item_documents  # only where a calendar was read

    state = "failed" if failure else "same" if number is None else "changed"
    told = Told(feed.name, host_of(feed.url), state, number, failure=failure)
    if brought is None:
        return told
    return told._replace(
        new=brought.new,
        changed=brought.changed,
        cancelled=brought.cancelled,
        left=brought.left,
        reopened=tuple(item_documents(context, brought.reopened) if context.out.json else ()),
        skipped=tuple(brought.skipped),
    )


def say_what_came(context: Context, brought: "Brought | None") -> None:
    """Say which items are open again since something changed, and which events were left out."""
    if brought is None or context.out.json:
        return
    for row in brought.reopened:
        changes = "; ".join(change_words(one, context.zone, context.now) for one in changes_of(row))
        context.out.line(f"  open again: {called(row)}" + (f": {changes}" if changes else ""))
    for note in brought.notes:
        context.out.status(note)
    for one in brought.skipped[:NAMED]:
        context.out.warn(f"left out: {one}")
    if len(brought.skipped) > NAMED:
        context.out.warn(f"{len(brought.skipped) - NAMED} more were left out", "techday schedule subscribe --json")


def document(context: Context, db: sqlite3.Connection, feed_id: int) -> object:
    """Give a subscribed calendar as scripts read it; None where nobody reads it."""
    row = feed_store.feed_by_id(db, feed_id, context.now) if context.out.json else None
    return None if row is None else feed_view(row, context.now)


# --- in the background ---


class Unseen:
    """The context as what writes unseen: a forgotten timer is left to a command whose words somebody reads."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def writable(self) -> sqlite3.Connection:
        """Give the store for writing."""
        return self.context.writable()

    @property
    def now(self) -> datetime:
        """The instant of this command."""
        return self.context.now

    def see_to_timer(self) -> None:
        """Leave the timer alone."""


def read_behind(context: Context) -> None:
    """Read the calendars whose turn it is, and work out what repeats; nobody asked, so nothing is said."""
    writer = Unseen(context)
    work_out_series(context, writer)
    for feed in feed_store.feeds(writer.writable(), context.now):
        if feed_store.claim(writer.writable(), feed.id, context.now, AGAIN_AFTER):
            from techday.exchange.feed_in import look  # heavy, see above

            with contextlib.suppress(TechdayError):  # why is kept, and `today` says it
                look(context, writer, feed, by_itself=True)


def work_out_series(context: Context, writer: Unseen) -> None:
    """Work out what repeats of one's own as far ahead as it should be."""
    from techday.schedule.series import extend  # it loads the rules of days

    with operation(writer, "schedule refresh") as write:
        count = extend(write.db, context.now.astimezone(context.zone).date(), context.zone, context.now)
        write.summary = f"Worked out {count} items that repeat"
        write.by_itself = True
