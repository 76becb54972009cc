"""Looking at handovers: the list, one with what became of its tickets, and a packet before it is taken in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import Most
from techday.context import Context, given_path
from techday.core.names import number_in
from techday.errors import BadUsage, NotFound, Refused
from techday.handover.completing import complete_handover
from techday.handover.options import Out, folder_named, handover_named
from techday.handover.store import latest_handovers, open_handovers

if TYPE_CHECKING:
    from techday.handover.packet import Packet

app = typer.Typer(add_completion=False)


@app.command("show", help="Show one handover, or a packet")
def show(
    ctx: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID|FILE]",
            help="The handover: 4, #4; or the file of a packet (default: the one under way)",
            show_default=False,
            autocompletion=complete_handover,
        ),
    ] = None,
    out: Out = None,
) -> None:
    """Show one handover, or a packet"""
    context: Context = ctx.obj
    folder = folder_named(out)
    which = latest(context) if which is None else which
    if is_file(which):
        show_packet(context, given_path(which), folder)
    else:
        show_kept(context, which, folder)


def latest(context: Context) -> str:
    """Give the number of the newest handover that nobody has answered, else of the newest; raises NotFound."""
    rows = open_handovers(context.db)[-1:] or latest_handovers(context.db, 1)
    if not rows:
        raise NotFound("Nothing was handed over yet", hint="techday handover")
    return str(rows[0].id)


def is_file(which: str) -> bool:
    """Tell whether a file is meant, there or not, and no number of a handover."""
    if number_in(which) is not None or not which.strip():
        return False
    try:
        return any(mark in which for mark in "./\\") or given_path(which).exists()
    except OSError:
        return True  # too long for a name, and for anything else


def show_kept(context: Context, which: str, folder: Path | None) -> None:
    """Show a handover of this store, or write its files again."""
    from techday.exchange.packet_in import packet_in  # a packet is read in one way only
    from techday.handover.sent_views import page_of  # a write needs no screen
    from techday.handover.store import packet_of

    row = handover_named(context.db, which)
    text = packet_of(context.db, row.id)
    if folder is not None and not text:
        raise Refused(f"#{row.id} was handed over in words: it has no packet", hint=f"techday handover show {row.id}")
    packet = packet_in(text.encode("utf-8"), f"handover {row.id}").packet if text else None
    page = page_of(context.db, row, packet)
    files = write_again(context, folder, packet, text, row.digest) if folder is not None and packet is not None else []
    if context.out.json:
        context.out.document("techday.handover-sent/1", {**page._asdict(), "files": [str(path) for path in files]})
    elif files:
        for path in files:
            context.out.line(str(path))
    else:
        from techday.handover.sent_screen import sent_page  # only for a screen

        context.out.show(sent_page(page, context.zone, context.now, context.out.size()[0]))


def write_again(context: Context, folder: Path, packet: "Packet", text: str, digest: str) -> list[Path]:
    """Write the files of a handover that has a packet into a folder, and give their paths.

    Raises Refused and BadUsage where none can be written; where some can, the others are told.
    """
    from techday.handover.mail import write_all  # only where files are written

    files, problem = write_all(context, folder, packet, text, digest)
    if problem is not None and not files:
        raise problem
    if problem is not None:
        context.out.warn(problem.message, problem.hint)
    return files


def show_packet(context: Context, path: Path, folder: Path | None) -> None:
    """Show a packet that came as a file, read as strictly as when it is accepted; nothing is written to the store."""
    from techday.exchange.packet_in import read_packet  # heavy: only for what comes from outside
    from techday.handover.sent_views import page_of, page_of_packet
    from techday.handover.store import handover_by_uid

    if folder is not None:
        raise BadUsage("--out goes with the number of a handover", hint="techday handover show 4 --out DIR")
    read = read_packet(path)
    if context.out.json:
        known = handover_by_uid(context.db, read.packet.uid)
        page = page_of_packet(read.packet, read.digest)
        if known is not None and known.digest == read.digest:  # and not another one under its name
            page = page_of(context.db, known, read.packet)
        context.out.document("techday.handover-sent/1", {**page._asdict(), "files": []})
        return
    from techday.handover.sent_screen import packet_page  # only for a screen

    context.out.show(packet_page(read.packet, read.digest, context.out.size()[0]))


@app.command("list", help="List handovers, newest first")
def list_handovers(
    ctx: typer.Context,
    most: Most = 20,
    unanswered: Annotated[bool, typer.Option("--open", help="Only those that nobody has answered")] = False,
) -> None:
    """List handovers, newest first"""
    from techday.handover.sent_views import view_of  # a write needs no screen

    context: Context = ctx.obj
    rows = open_handovers(context.db)[::-1][: most + 1] if unanswered else latest_handovers(context.db, most + 1)
    views = [view_of(row) for row in rows[:most]]
    if context.out.json:
        context.out.document("techday.handovers/1", {"handovers": views, "more": len(rows) > most})
        return
    from techday.handover.sent_screen import list_page  # only for a screen

    if unanswered and not views:
        context.out.line("Every handover is answered.")
        return
    context.out.show(list_page(views, len(rows) > most, context.zone, context.now, context.out.size()[0]))
