"""A handover on its way: the packet, the same to read as Markdown and HTML, and a mail that holds all of it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from techday.core.text import clean_line
from techday.errors import TechdayError
from techday.handover.packet import LONGEST_NAME, Packet
from techday.handover.paper import as_html, as_markdown, as_text, counted, file_name
from techday.messages.delivery import header_line, place_for, receiver_of, unsent_mail, write_new

if TYPE_CHECKING:
    from techday.context import Context


class Written(NamedTuple):
    """The files of a handover that were written, and why the first that was not could not be, None for none."""

    files: list[Path]
    problem: TechdayError | None


def subject_of(packet: Packet) -> str:
    """Give the subject of a handover's mail: `Handover 4 from Alex Kim: 2 given, 1 to watch`."""
    return f"Handover {packet.number} from {clean_line(packet.sender, LONGEST_NAME)}: {counted(packet)}"


def handover_mail(packet: Packet, text: str, digest: str, to: str) -> bytes:
    """Give the mail that takes a handover to its receiver (RFC 5322, all ASCII, lines ended by CRLF), still to be sent.

    `text` is the packet as it was written, attached byte for byte. From is the mail program's to fill in; so is To
    where `to` (an address, perhaps with a name before it) holds no address.
    """
    mail = unsent_mail()
    mail.set_content(as_text(packet, digest), charset="utf-8")
    mail.add_alternative(as_html(packet, digest), subtype="html", charset="utf-8")
    raw = text.encode("ascii")
    mail.add_attachment(raw, maintype="application", subtype="json", filename=file_name(packet, "json"))
    receiver = receiver_of(to)
    address = header_line("To", *receiver) if receiver else b""
    return header_line("Subject", subject_of(packet)) + address + mail.as_bytes()


def write_all(context: "Context", folder: Path | None, packet: Packet, text: str, digest: str, to: str = "") -> Written:
    """Write the packet, its papers and the mail into a folder (None: techday's own), and give their paths.

    Each is for the user alone, and numbered where its name is taken. Where one cannot be written the others are.
    """
    raws = {
        "json": text.encode("ascii"),
        "md": as_markdown(packet, digest).encode(),
        "html": as_html(packet, digest).encode(),
        "eml": handover_mail(packet, text, digest, to),
    }
    written = Written([], None)
    for ending, raw in raws.items():
        name = file_name(packet, ending)
        try:
            written.files.append(write_new(place_for(context, name, str(folder / name) if folder else None), raw))
        except TechdayError as error:
            written = written._replace(problem=written.problem or error)
    return written
