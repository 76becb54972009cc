"""The walk through what is due: one key for each answer, each answer written at once.

Whoever stops half-way keeps what was answered, and `undo` takes back the last answer. What was seen at the last same
answer is offered again: of forty backups most look alike, but no failure looks like an ok. The walk counts as one
instant, that at which it began: what falls due on the way is left to the next one.
"""

from collections.abc import Collection

from techday.clients.store import code_of
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.pages.watches import plan_of
from techday.tickets.acts import Times
from techday.ui.prompt import ask, can_ask
from techday.watches import looking, store
from techday.watches.acts import Answer
from techday.watches.frequency import Plan, due_times
from techday.watches.looking import Checked, words_of
from techday.watches.rules import APPROVAL, fails, label
from techday.watches.store import WatchRow

KEYS = {"o": "ok", "f": "fail", "n": "na"}
LEAVE = {"s": "skip", "q": "quit"}
DECIDED = {"o": "ok (approved)", "f": "fail (declined)", "n": "na"}
EXPLAINED = "ok and fail ask what was seen, Enter repeats it; na: does not apply"


def ask_state(context: Context, question: str) -> str:
    """Ask how a watch was found, and give ok, fail or na."""
    from techday.ui.keys import ask_key  # only on a terminal

    return KEYS[ask_key(context, question, KEYS)]


def walk_through(context: Context, kinds: Collection[str] = (), client_id: int | None = None) -> None:
    """Go through what is due, of some kinds and of one client where they are named.

    Raises BadUsage where something is due and nobody is there to answer.
    """
    plan = plan_of(context)
    rows = store.watches(context.db, looking.to_look_at(context.db, due_times(plan), kinds, client_id))
    if not rows:
        say_nothing_is_due(context)
        return
    again, at_once = commands_of(context, kinds, client_id)
    if not can_ask(context):
        due = "1 watch is due" if len(rows) == 1 else f"{len(rows)} watches are due"
        raise BadUsage(due, hint=f"{at_once}, or techday watch check NAME ok --seen TEXT")
    context.out.status(f"{len(rows)} due. {EXPLAINED}.")
    done = 0
    last: dict[tuple[bool, str], Answer] = {}
    for position, row in enumerate(rows, start=1):
        show_in_short(context, row, position, len(rows))
        answer = answer_about(context, row, last)
        if answer is None:
            break
        if not answer.state:
            continue
        told = write_down(context, row, answer, plan)
        if answer.state == "fail" or told.ticket:
            context.out.status(f"  {words_of(told)}")
        done += 1
    context.out.line(f"Checked {done} of {len(rows)}" + ("" if done == len(rows) else f"; {again}"))


def say_nothing_is_due(context: Context) -> None:
    """Say that nothing is due, to scripts as they hear of one answer for all."""
    if not context.out.json:
        context.out.line("Nothing is due.")
        return
    with operation(context, "watch check") as write:
        pass
    context.out.done(write, "Nothing is due", checked=[], left=[], one_by_one=[])


def commands_of(context: Context, kinds: Collection[str], client_id: int | None) -> tuple[str, str]:
    """Give the command that takes a walk up again, and the one that gives one answer for all that it goes through."""
    client = "" if client_id is None else f" --client {code_of(context.db, client_id)}"
    if len(kinds) > 1:  # all but the backups
        return f"techday today check watches{client}", f"techday today check watches ok --seen TEXT{client}"
    kind = "".join(f" --kind {one}" for one in kinds)
    return f"techday watch check{kind}{client}", f"techday watch check --due ok --seen TEXT{kind}{client}"


def show_in_short(context: Context, watch: WatchRow, position: int, total: int) -> None:
    """Show what one must know to answer: what it is, where to look, and how it was found last."""
    from techday.ui.dates import show_instant  # only on a terminal

    context.out.status("")
    context.out.status(f"{position}/{total}  {label(watch.client, watch.name)}  ({watch.kind})")
    for words in (watch.link, watch.note):
        if words:
            context.out.status(f"  {words}")
    if watch.last_at is not None:
        when = show_instant(watch.last_at, context.zone, context.now)
        ticket = f" ({watch.ticket})" if fails(watch.pulse) and watch.ticket else ""
        seen = f": {watch.last_seen}" if watch.last_seen else ""
        context.out.status(f"  last: {watch.last_state}, {when}{seen}{ticket}")


def answer_about(context: Context, watch: WatchRow, last: dict[tuple[bool, str], Answer]) -> Answer | None:
    """Ask how a watch was found and what was seen; the state is "" where it is skipped, None is to stop.

    `last` holds the last answers of each state, those to approvals apart; Enter repeats their words.
    """
    from techday.ui.keys import ask_key  # only on a terminal

    is_approval = watch.kind == APPROVAL
    key = ask_key(context, "  Decided?" if is_approval else "  Found?", {**(DECIDED if is_approval else KEYS), **LEAVE})
    if key == "q":
        return None
    if key == "s":
        return Answer("")
    if key == "n":
        return Answer("na")
    before = last.get((is_approval, key), Answer(""))
    by = asked(context, "  Decided by", before.by) if is_approval else ""
    seen = asked(context, "  Why" if is_approval else "  Seen", before.seen)
    last[is_approval, key] = Answer(KEYS[key], seen, by)
    return last[is_approval, key]


def asked(context: Context, question: str, default: str) -> str:
    """Ask until something is said."""
    while True:
        words = ask(context, question, default)
        if words:
            return words


def write_down(context: Context, watch: WatchRow, answer: Answer, plan: Plan) -> Checked:
    """Write one answer, as the watch stands in the store by now."""
    times = Times(context.now, context.now)
    with operation(context, "watch check") as write:
        row = store.watch_by_id(write.db, watch.id)
        told = looking.check(write.db, row, answer, times, plan, context.settings.technician.name)
        write.summary = words_of(told)
    return told
