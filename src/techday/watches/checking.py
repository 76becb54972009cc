"""The command that tells how watches were found: one by its name, all that are due at once, or one after the other."""

from collections.abc import Collection
from typing import Annotated, Any

import typer

from techday.arguments import At, Client
from techday.clients.finding import find_client
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage, Refused
from techday.pages.watches import plan_of
from techday.tickets.acts import Times
from techday.ui.prompt import ask, can_ask
from techday.watches import finding, looking
from techday.watches.acts import Answer, kind_named
from techday.watches.looking import AllChecked, Checked, names_of, words_of, words_of_all
from techday.watches.options import Kind, complete_watch, watch_named
from techday.watches.rules import ANSWERS, APPROVAL, label
from techday.watches.store import WatchRow, watch_by_id

app = typer.Typer(add_completion=False)

WORDS = {APPROVAL: "Why"}
NAMED_FAILURE = "techday watch check NAME fail --seen TEXT"


@app.command("check", help="Tell how a watch was found; without a name walk through what is due")
def check(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME] [ok|fail|na]",
            help="The watch, by a part of its name, and how it was found",
            autocompletion=complete_watch,
            show_default=False,
        ),
    ] = None,
    seen: Annotated[
        str, typer.Option("--seen", metavar="T", help="What was seen; why an approval was decided so")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided an approval")] = "",
    due: Annotated[bool, typer.Option("--due", help="All that are due or were missed, in one answer")] = False,
    but: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="NAME", help="With --due: but this one", autocompletion=complete_watch),
    ] = None,
    client: Client = None,
    kind: Kind = None,
    at: At = None,
) -> None:
    """Tell how a watch was found; without a name walk through what is due"""
    context: Context = ctx.obj
    named, state = name_and_state(words or [])
    if due and named:
        raise BadUsage("--due answers for all that are due: it takes no NAME", hint="--client C or --kind K narrow it")
    if due:
        check_due(context, Answer(state or "", seen, by), client, kinds_named(kind), but or [], at)
    elif but:
        raise BadUsage("--except goes with --due", hint="techday watch check --due ok --seen TEXT --except NAME")
    elif named:
        check_named(context, named, Answer(state or "", seen, by), client, at)
    elif state or seen or by or at:
        raise BadUsage("Which watch is missing", hint="techday watch check NAME ok --seen TEXT, or --due for all")
    else:
        walk(context, client, kind)


def name_and_state(words: list[str]) -> tuple[list[str], str | None]:
    """Take the words of a command line apart: the name of a watch, and how it was found, None where it was not said."""
    if words and words[-1].casefold() in ANSWERS:
        return words[:-1], words[-1].casefold()
    return words, None


def walk(context: Context, client: str | None, kind: str | None) -> None:
    """Walk through what is due."""
    from techday.watches.walk import walk_through  # only where somebody answers

    client_id = None if client is None else find_client(context.db, client)
    walk_through(context, kinds_named(kind), client_id)


def kinds_named(kind: str | None) -> tuple[str, ...]:
    """Give the kind that was named, none where none was: all kinds are meant."""
    return () if kind is None else (kind_named(kind),)


def check_named(context: Context, name: list[str], answer: Answer, client: str | None, at: str | None) -> None:
    """Record a look at one watch; what is missing is asked for on a terminal."""
    times = Times(context.instant(at), context.now)
    found = watch_named(context.db, name, client)
    told = completed(context, found, answer)
    plan, user = plan_of(context), context.settings.technician.name
    with operation(context, "watch check") as write:
        done = looking.check(write.db, watch_by_id(write.db, found.id), told, times, plan, user)
        write.summary = words_of(done)
    context.out.done(write, **checked_document(done))
    say_still_open(context, done)


def completed(context: Context, watch: WatchRow, answer: Answer) -> Answer:
    """Give an answer with what was missing of it, asked for on a terminal; raises BadUsage where nobody answers."""
    name = label(watch.client, watch.name)
    if not answer.state:
        if not can_ask(context):
            raise BadUsage(f"How {name} was found is missing", hint="ok, fail or na after the name")
        from techday.watches.walk import ask_state  # only on a terminal

        answer = answer._replace(state=ask_state(context, f"{name}:"))
    if answer.state == "na" or not can_ask(context):
        return answer
    if watch.kind == APPROVAL and not answer.by:
        answer = answer._replace(by=ask(context, "Decided by"))
    return answer if answer.seen else answer._replace(seen=ask(context, WORDS.get(watch.kind, "What was seen")))


def check_due(
    context: Context,
    answer: Answer,
    client: str | None,
    kinds: Collection[str],
    but: list[str],
    at: str | None,
    **routine: Any,
) -> None:
    """Record one answer for all that is due, but for what is named and what is looked at one by one.

    `routine` is what scripts are told besides where this answers a routine item. Such an item fails by one watch:
    raises Refused where it is not clear which.
    """
    command = f"techday today check {routine['item']}" if routine else "techday watch check --due"
    if not answer.state:
        raise BadUsage("How they were found is missing", hint=f"{command} ok --seen TEXT")
    if answer.state != "na" and not answer.seen and can_ask(context):
        answer = answer._replace(seen=ask(context, "What was seen"))
    if answer.state != "na" and not answer.seen:
        raise BadUsage("What was seen is missing", hint=f"{command} {answer.state} --seen TEXT")
    times = Times(context.instant(at), context.now)
    plan, user = plan_of(context), context.settings.technician.name
    with operation(context, "watch check") as write:
        client_id = None if client is None else find_client(write.db, client)
        left = {finding.find(write.db, name, client_id).id for name in but}
        done = looking.check_due(
            write.db, answer, times, plan, user, kinds=kinds, client_id=client_id, but=left, alone=bool(routine)
        )
        if routine and answer.state == "fail" and len(done.checked) != 1:
            count = len(done.checked) or "No"
            raise Refused(f"{count} watches are due: which of them fails is missing", hint=NAMED_FAILURE)
        if done.checked:
            write.summary = words_of_all(done)
    if routine:
        routine |= {"state": answer.state, "seen": answer.seen or None}
    context.out.done(write, nothing_words(done), **routine, **all_document(done))
    say_left(context, done)


def nothing_words(done: AllChecked) -> str:
    """Say that nothing was answered."""
    return "Nothing else is due" if done.left or done.one_by_one else "Nothing is due"


def say_left(context: Context, done: AllChecked) -> None:
    """Name what is still due after one answer for all: what was left on purpose, and what is looked at one by one."""
    for one in done.checked if len(done.checked) == 1 else ():
        say_still_open(context, one)
    if done.left:
        context.out.status(f"Left due: {names_of(done.left)}")
    if done.one_by_one:
        count = len(done.one_by_one)
        are = "1 is" if count == 1 else f"{count} are"
        context.out.status(f"{are} checked one by one: {names_of(done.one_by_one)}  (techday watch check)")


def say_still_open(context: Context, done: Checked) -> None:
    """Say that the ticket of a failure stays open though the watch is ok again, and what resolving it needs."""
    if done.ticket is None or done.answer.state != "ok" or done.failing_days:
        return
    from techday.tickets.acts import find  # only where a failure is over
    from techday.tickets.lifecycle import cause_is_needed

    cause = ' --cause "…"' if cause_is_needed(context.db, find(context.db, done.ticket)) else ""
    context.out.warn(f"{done.ticket} is still open", f'techday ticket resolve {done.ticket} --fix "…"{cause}')


def checked_document(done: Checked) -> dict[str, Any]:
    """Give what a look came to as scripts read it."""
    return {
        "watch": {"id": done.watch.id, "client": done.watch.client, "name": done.watch.name},
        "state": done.answer.state,
        "seen": done.answer.seen or None,
        "decided_by": done.answer.by or None,
        "due_at": done.due_at,
        "failing_days": done.failing_days,
        "ticket": done.ticket,
        "ticket_opened": done.opened,
    }


def all_document(done: AllChecked) -> dict[str, Any]:
    """Give what many looks at once came to as scripts read it."""
    return {
        "checked": [checked_document(one) for one in done.checked],
        "left": [{"id": one.id, "client": one.client, "name": one.name} for one in done.left],
        "one_by_one": [{"id": one.id, "client": one.client, "name": one.name} for one in done.one_by_one],
    }
