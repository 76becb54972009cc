"""The way in for packets and receipts: a file, held to its bounds, its form, its digest and its models.

Nothing of a file is believed before the next step: an ordinary file of at most 8 MiB; JSON read strictly; a document
that techday writes, of a version that it knows; the same to the byte as techday would write it, with its own digest;
and each field what it must be. Only then it is a `Packet` or a `Receipt`. A mail with one such file attached to it
will do as well.
"""

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from techday.context import given_path
from techday.core.text import as_argument, quoted
from techday.errors import NotFound, Refused
from techday.exchange import strict_json
from techday.exchange.packet_models import PacketModel, ReceiptModel, reason_of
from techday.exchange.strict_json import AGAIN, BadData
from techday.handover.packet import (
    DIGEST,
    MOST_BYTES,
    PACKET_SCHEMA,
    RECEIPT_SCHEMA,
    Packet,
    PacketClient,
    PacketEvent,
    PacketItem,
    PacketPlan,
    PacketPromise,
    PacketWatch,
    Receipt,
    ReceiptLine,
    digest_of,
    written,
)

if TYPE_CHECKING:
    from email.message import Message

# What is written is five deep (the document, its items, an item, its promises, a promise); a newer one may be deeper.
MOST_DEPTH = 12
NAMES = {PACKET_SCHEMA: "handover", RECEIPT_SCHEMA: "receipt"}
NEWER = re.compile(r"[2-9]|[1-9][0-9]{1,8}")
COMMANDS = {PACKET_SCHEMA: 'accept {file} --read-back "…"', RECEIPT_SCHEMA: "receipt {file}"}
# A mail, perhaps as mail folders keep it: after a line of its own that begins with "From ".
MAIL = re.compile(rb"(>?From [^\r\n]*\r?\n)?[!-9;-~]+:[ \t]")
MARK = b"\xef\xbb\xbf"
REWRITTEN = "Mail programs and editors rewrite text: save the attachment itself, and open it with nothing else"


class ReadPacket(NamedTuple):
    """A packet that stands, with the text of its file and its digest."""

    packet: Packet
    text: str
    digest: str


def read_packet(path: Path | str) -> ReadPacket:
    """Read the packet in a file; raises NotFound where there is none, Refused where it is no packet as it was sent."""
    file = given_path(path)
    return packet_in(file_bytes(file), file.name, file)


def read_receipt(path: Path | str) -> Receipt:
    """Read the receipt in a file; raises NotFound where there is none, Refused where it is none as it was written."""
    file = given_path(path)
    raw = document_bytes(file_bytes(file), file)
    document, _, _ = standing(raw, file.name, RECEIPT_SCHEMA, file)
    fields = fields_of(ReceiptModel, document, file.name)
    fields["lines"] = tuple(ReceiptLine(**one) for one in fields["lines"])
    refuse_twice([one.uid for one in fields["lines"]], file.name)
    refuse_wordless(fields, file.name)
    return Receipt(**fields)


def packet_in(raw: bytes, name: str, file: Path | None = None) -> ReadPacket:
    """Read the packet in some bytes, called `name` in errors; raises Refused where it is none as it was sent."""
    if file is not None:
        raw = document_bytes(raw, file)
    document, text, digest = standing(raw, name, PACKET_SCHEMA, file)
    fields = fields_of(PacketModel, document, name)
    fields["items"] = tuple(item_of(one) for one in fields["items"])
    fields["watches"] = tuple(PacketWatch(**one) for one in fields["watches"])
    fields["schedule"] = tuple(PacketPlan(**one) for one in fields["schedule"])
    refuse_twice([one.uid for one in fields["items"]], name)
    # One number of the system of record is one ticket: under a second name on every machine it would hide the first.
    refuse_twice([(one.source, one.reference) for one in fields["items"] if one.external], name)
    return ReadPacket(Packet(**fields), text, digest)


def item_of(fields: dict[str, Any]) -> PacketItem:
    """Give a ticket of a packet from its validated fields."""
    client = fields["client"] and PacketClient(**fields["client"])
    promises = tuple(PacketPromise(**one) for one in fields["promises"])
    history = tuple(PacketEvent(**one) for one in fields["history"])
    return PacketItem(**{**fields, "client": client, "promises": promises, "history": history})


# The file


def file_bytes(path: Path) -> bytes:
    """Give what a file holds; raises NotFound where there is none, Refused where it is no ordinary one or too large."""
    try:
        # Without waiting: a pipe that nobody writes to would keep the command for ever.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(number, "rb") as file:
            status = os.fstat(number)
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError
            if not stat.S_ISREG(status.st_mode):
                raise Refused(f"{quoted(path.name)} is not an ordinary file", hint="Name the file that was sent")
            raw = file.read(MOST_BYTES + 1) if status.st_size <= MOST_BYTES else b""
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            f"No file {quoted(str(path), 200)}", hint="Name the file that was sent, with its folder"
        ) from None
    except IsADirectoryError:
        raise Refused(f"{quoted(path.name)} is a folder", hint="Name the file in it") from None
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise Refused(f"{quoted(path.name)} cannot be read: {words}", hint="Check its name and its rights") from None
    if status.st_size > MOST_BYTES or len(raw) > MOST_BYTES:
        raise Refused(
            f"{quoted(path.name)} holds more than {strict_json.shown_size(MOST_BYTES)}: no handover", hint=AGAIN
        )
    return raw


def document_bytes(raw: bytes, path: Path) -> bytes:
    """Give the bytes of the document in a file: of a mail those of what is attached to it.

    Raises Refused where the file is neither JSON nor such a mail, with what it is instead.
    """
    marked, raw = raw, raw.removeprefix(MARK)
    start = raw[:200].lstrip().lower()
    if start.startswith((b"{", b"[")):
        return marked
    if MAIL.match(raw[:1000]):
        return attached(raw, path)
    name, file = quoted(path.name), as_argument(str(path))
    beside = "Name the file beside it that ends in .json"
    if not raw:
        raise Refused(f"{name} is empty", hint=AGAIN)
    if start.startswith((b"<!doctype", b"<html")):
        raise Refused(f"{name} is a page to read, not the handover itself", hint=beside)
    if raw.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        raise Refused(f"{name} is compressed", hint="Unpack it, and name the file in it that ends in .json")
    if start.startswith(b"begin:vcalendar"):
        raise Refused(f"{name} is a calendar, not a handover", hint=f"techday schedule import {file}")
    if path.suffix.lower() in (".csv", ".tsv"):
        raise Refused(f"{name} is a list, not a handover", hint=f"techday import {file}")
    raise Refused(f"{name} is no handover: a JSON document begins with {{", hint=beside)


def attached(raw: bytes, path: Path) -> bytes:
    """Give the one JSON document that is attached to a mail; raises Refused where there is none, or more than one."""
    from email import message_from_bytes  # only for a mail

    name = quoted(path.name)
    try:
        parts = [one for one in message_from_bytes(raw).walk() if is_document(one)]
        found = [one.get_payload(decode=True) for one in parts]
    except (ValueError, LookupError, TypeError, RecursionError):  # what makes mail programs stumble does so here
        raise Refused(f"{name} is a mail that cannot be read", hint="Save the attachment, and name that") from None
    if len(found) != 1 or not isinstance(found[0], bytes):
        what = "no handover" if not found else f"{len(found)} documents"
        raise Refused(f"{name} is a mail with {what} attached", hint="Save the attachment, and name that")
    return found[0]


def is_document(part: "Message") -> bool:
    """Tell whether a part of a mail is a JSON document: some mail programs say so by its file's name alone."""
    name = part.get_filename() or ""
    return part.get_content_type() == "application/json" or name.lower().endswith(".json")


# The document


def standing(raw: bytes, name: str, schema: str, file: Path | None) -> tuple[dict[str, Any], str, str]:
    """Give the document in some bytes, their text, and the digest; raises Refused unless it is as it was written."""
    shown = quoted(name)
    try:
        document = strict_json.read(raw, MOST_BYTES, MOST_DEPTH)
    except BadData as problem:
        raise Refused(f"{shown} is no {NAMES[schema]}: {problem.message}", hint=problem.hint) from None
    refuse_other(document.get("schema"), shown, schema, file)
    digest = digest_of(document)
    text = written(document)
    if document.get(DIGEST) != digest or text.encode("ascii") != raw:
        hint = REWRITTEN if document.get(DIGEST) == digest else AGAIN
        raise Refused(f"{shown} was changed after it was {'sent' if schema == PACKET_SCHEMA else 'written'}", hint=hint)
    return document, text, digest


def refuse_other(found: object, shown: str, schema: str, file: Path | None) -> None:
    """Raise Refused unless a document says that it is of the schema: the other one, a newer one, or none at all."""
    if found == schema:
        return
    wanted = NAMES[schema]
    if not isinstance(found, str) or not found.startswith("techday."):
        raise Refused(f"{shown} is JSON, but no {wanted} of techday", hint=AGAIN)
    if found in NAMES:
        command = COMMANDS[found].format(file=as_argument(str(file)) if file else "FILE")
        raise Refused(f"{shown} is a {NAMES[found]}, not a {wanted}", hint=f"techday handover {command}")
    kind, _, version = found.rpartition("/")
    if any(kind == one.rpartition("/")[0] for one in NAMES) and NEWER.fullmatch(version):
        raise Refused(f"{shown} was written by a newer techday ({quoted(found)})", hint="Update techday, and try again")
    raise Refused(f"{shown} is {quoted(found)}, not a {wanted}", hint=AGAIN)


def fields_of(model: type[PacketModel | ReceiptModel], document: dict[str, Any], name: str) -> dict[str, Any]:
    """Give the fields of a document, validated and cleaned; raises Refused where one is not what it must be."""
    try:
        return model.model_validate(document).model_dump()
    except ValidationError as error:
        raise Refused(f"{quoted(name)} does not hold together: {reason_of(error)}", hint=AGAIN) from None


def refuse_twice(named: list[Any], name: str) -> None:
    """Raise Refused where a ticket comes twice, by what names each."""
    if len(set(named)) < len(named):
        raise Refused(f"{quoted(name)} does not hold together: a ticket comes twice", hint=AGAIN)


def refuse_wordless(receipt: dict[str, Any], name: str) -> None:
    """Raise Refused for a receipt without what was said: the read-back, or why it was returned."""
    field, label = ("read_back", "read-back") if receipt["state"] == "accepted" else ("reason", "reason")
    if not receipt[field]:
        raise Refused(f"{quoted(name)} does not hold together: it has no {label}", hint=AGAIN)
