"""Doctor: look whether the store is sound, from SQLite's pages up to the time cards and handovers that left.

Looking changes nothing. Each check is one line: all is well, or what is wrong and the next step. What is worth a word
but no harm is a warning; what is not as it was submitted, out of step or unguarded is wrong (exit 1); what SQLite
itself finds broken, and tables that are not those of a store, is damaged (exit 4). After damage nothing else is asked
of the store: no answer could be relied on.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import typer

from techday.admin.screen import Check, doctor_page, show_size
from techday.cards import acts as cards
from techday.cards import store as card_store
from techday.context import WORTH_A_WORD, Context
from techday.core.durations import show_age
from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.weeks import week_of
from techday.database import backup as backups
from techday.database.connection import explained, is_damage
from techday.database.fetch import value
from techday.database.operation import transaction
from techday.database.search_index import is_current, rebuild
from techday.handover.frozen import tampered
from techday.outbox.store import without_entry
from techday.timecard import store as entries

app = typer.Typer(add_completion=False)

EXITS = {"ok": 0, "warning": 0, "wrong": 1, "damaged": 4}
RESTORE = "techday restore"
# The day's backup is made before its first write, so no write is much younger than the newest backup.
BACKUP_BEHIND = timedelta(days=2)
# Of what is wrong in the same way only so many are told one by one.
MOST = 10


@app.command("doctor", help="Look whether the store is sound")
def doctor(
    ctx: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Compare every index with its rows, which takes longer")] = False,
    mend: Annotated[bool, typer.Option("--mend", help="Make the search index anew where it is out of step")] = False,
) -> None:
    """Look whether the store is sound"""
    context: Context = ctx.obj
    found = list(examined(context, full=full, mend=mend))
    if context.out.json:
        context.out.document("techday.doctor/1", {"checks": found})
    else:
        context.out.show(doctor_page(found, context.out.size()[0]))
    code = max(EXITS[check.state] for check in found)
    if code:
        raise typer.Exit(code)


def examined(context: Context, *, full: bool, mend: bool) -> Iterator[Check]:
    """Give every check, one after the other; `full` and `mend` as the options say.

    Raises StoreProblem where the store cannot even be opened.
    """
    if not os.path.lexists(context.store):
        yield missing(context)
        return
    db = context.db
    size = context.store.stat().st_size
    tell = context.out.status if size > WORTH_A_WORD else lambda _: None
    tell(f"Looking at every page of the store ({show_size(size)})")
    sound = True
    for name, look in (("file", full_look if full else quick_look), ("tables", tables), ("references", references)):
        check = looked(name, look, db)
        sound = sound and check.state != "damaged"
        yield check
    if sound:
        tell("Comparing the search index with the rows")
        yield search(context, mend=mend)
        tell("Comparing the time cards with what was submitted")
        yield from time_cards(context.db)
        yield from handovers(context.db)
        yield timer(context.db)
        yield from overlaps(context)
        yield outbox(context.db)
    yield newest_backup(context, sound=sound)


def missing(context: Context) -> Check:
    """Say that there is no store yet, or no longer."""
    if backups.existing(context.store):
        return Check("file", "warning", f"there is no store {context.store}, but backups of it", RESTORE)
    return Check("file", "ok", f"there is no store {context.store} yet; the first write makes it", None)


def looked(name: str, look: Callable[[sqlite3.Connection], Check], db: sqlite3.Connection) -> Check:
    """Give what a look at the store gives; where SQLite stumbles over damage, that is what there is to tell."""
    try:
        return look(db)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return Check(name, "damaged", f"SQLite says: {error}", RESTORE)


def quick_look(db: sqlite3.Connection) -> Check:
    """Have SQLite look at every page."""
    return pages(db.execute("PRAGMA quick_check"), "every page is sound")


def full_look(db: sqlite3.Connection) -> Check:
    """Have SQLite look at every page, and compare every index with its rows."""
    return pages(db.execute("PRAGMA integrity_check"), "every page is sound, and every index fits its rows")


def pages(told: Iterable[tuple[str]], well: str) -> Check:
    """Say what SQLite told of the pages, `well` where they are sound."""
    # Newer SQLite tells of the search index here, which holds nothing that cannot be made again: it has its own check.
    wrong = [" ".join(text.split()) for (text,) in told if text != "ok" and " FTS5 " not in text]
    if wrong:
        return Check("file", "damaged", f"SQLite says: {wrong[0]}{and_more(len(wrong))}", RESTORE)
    return Check("file", "ok", well, None)


def tables(db: sqlite3.Connection) -> Check:
    """Compare tables, indexes and triggers with those of a new store: without its triggers it would guard nothing.

    Its rows can still be read where only triggers differ, and are looked at all the closer.
    """
    names = sorted({f"{kind} {name}" for kind, name, _ in backups.schema_of(db) ^ backups.expected_schema()})
    if names:
        text = f"{names[0]} is missing, changed or not techday's own{and_more(len(names))}"
        state = "wrong" if all(name.startswith("trigger ") for name in names) else "damaged"
        return Check("tables", state, text, RESTORE)
    return Check("tables", "ok", "tables, indexes and triggers are those of a store", None)


def references(db: sqlite3.Connection) -> Check:
    """Look whether every row that points to another one points to something."""
    broken = [row[0] for row in db.execute("PRAGMA foreign_key_check")]
    if broken:
        told = ", ".join(f"{broken.count(name)} of {name}" for name in sorted(set(broken)))
        return Check("references", "damaged", f"rows that point to nothing: {told}", RESTORE)
    return Check("references", "ok", "every row that points somewhere points to something", None)


def search(context: Context, *, mend: bool) -> Check:
    """Look whether search finds what stands in the rows, and make its index anew where it shall be mended."""
    try:
        # SQLite compares an index with its rows only for somebody who may write.
        context.db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        why = explained(error, context.store).message
        return Check("search", "warning", f"the index could not be looked at: {why}", None)
    try:
        current = is_current(context.db)
    finally:
        if context.db.in_transaction:
            context.db.execute("ROLLBACK")
    if current:
        return Check("search", "ok", "search finds what stands in the store", None)
    if not mend:
        return Check("search", "wrong", "the search index is out of step with the store", "techday doctor --mend")
    db = context.writable()
    with transaction(db):
        rebuild(db)
    return Check("search", "ok", "the search index was out of step, and was made anew", None)


def time_cards(db: sqlite3.Connection) -> list[Check]:
    """Hold every time card against what was submitted; one that is open again has no lines left."""
    problems, frozen = [], 0
    for card in card_store.all_cards(db):
        if card.is_frozen:
            frozen += 1
            problems += cards.verify(db, card)
        elif card_store.lines_of(db, [card.id]):
            problems.append(f"{card.name}: it is {card.state}, and still has lines")
    number = "1 time card is as it was" if frozen == 1 else f"{frozen} time cards are as they were"
    well = f"{number} submitted" if frozen else "no time card is submitted"
    return several("cards", [(problem, RESTORE) for problem in problems], well)


def handovers(db: sqlite3.Connection) -> list[Check]:
    """Hold every handover against its packet and its digest."""
    count, problems = tampered(db)
    well = f"{count} {'handover is as it was' if count == 1 else 'handovers are as they were'} sent"
    return several("handovers", [(problem, RESTORE) for problem in problems], well if count else "none was sent")


def timer(db: sqlite3.Connection) -> Check:
    """Look whether more than one timer runs."""
    running = entries.all_running(db)
    if len(running) > 1:
        text = f"{len(running)} timers run at once: entries {', '.join(map(str, running))}"
        return Check("timer", "wrong", text, f"techday timecard edit {running[0]} --end TIME")
    return Check("timer", "ok", "one timer runs" if running else "no timer runs", None)


def overlaps(context: Context) -> list[Check]:
    """Look for time that was told twice: entries that overlap, and were not meant to."""
    problems = []
    for overlap in entries.all_overlaps(context.db, to_text(context.now)):
        day = shift_day(context.shift_pattern, from_text(overlap.started_at)).day
        text = f"entry {overlap.later} begins before entry {overlap.earlier} ends, on {day}"
        problems.append((text, f"techday timecard review {week_of(day).name}"))
    return several("overlaps", problems, "no time is told twice")


def outbox(db: sqlite3.Connection) -> Check:
    """Look whether every time entry that the PSA must learn of is there."""
    lost = without_entry(db)
    if lost:
        text = f"item {lost[0]} of the outbox is of a time entry that is no more{and_more(len(lost))}"
        return Check("outbox", "wrong", text, RESTORE)
    return Check("outbox", "ok", "what the PSA must learn is all there", None)


def several(name: str, problems: Sequence[tuple[str, str]], well: str) -> list[Check]:
    """Give a check for each of the first few problems, which are texts and commands; `well` where there are none."""
    if not problems:
        return [Check(name, "ok", well, None)]
    told = [Check(name, "wrong", text, command) for text, command in problems[:MOST]]
    if len(problems) > MOST:
        told.append(Check(name, "wrong", f"and {len(problems) - MOST} more like these", None))
    return told


def newest_backup(context: Context, *, sound: bool) -> Check:
    """Tell how old the newest backup is, and whether much was written since; only a `sound` store says so."""
    made = [one.made_at for one in backups.existing(context.store) if not one.name.startswith(backups.KEPT_ASIDE)]
    if not made:
        return Check("backup", "warning", "there is no backup yet", "techday backup")
    newest = max(made)
    age = show_age(int((context.now - newest).total_seconds()))
    last = value(context.db, "SELECT at FROM operation ORDER BY id DESC LIMIT 1") if sound else None
    if last is not None and from_text(last) - newest > BACKUP_BEHIND:
        text = f"the newest backup is {age} old, and the store was written to since"
        return Check("backup", "warning", text, "techday backup")
    return Check("backup", "ok", f"the newest of {len(made)} is {age} old", None)


def and_more(count: int) -> str:
    """Say how many there are beside the one that was told."""
    return f" (and {count - 1} more)" if count > 1 else ""
