"""Where a composed message goes: to stdout, to the clipboard, or into a file that is ready to open and send.

Whatever fails on the way, the message itself is told first: a clipboard that cannot be had costs no text.
"""

import contextlib
import os
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from techday.context import given_path
from techday.core.text import clean_line, quoted
from techday.database.connection import private_directory
from techday.errors import BadUsage, Refused, TechdayError
from techday.messages.rules import Message
from techday.ui.files import save_private

if TYPE_CHECKING:
    from email.message import EmailMessage

    from techday.context import Context

STDOUT = "-"
CRLF = "\r\n"
ELSEWHERE = "Name another place with --out"
MOST_NUMBERED = 1_000
LONGEST_NAME = 100
MARKS_IN_NAMES = frozenset("-._")
LONGEST_ADDRESS = 254
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
LETTERS_OF_HOSTS, LETTERS_OF_USERS = LETTERS, LETTERS | frozenset("!#$%&'*+/=^_`{|}~")


class Delivered(NamedTuple):
    """Where a message went: the file, None where none was written, and whether it is on the clipboard."""

    file: Path | None
    copied: bool


def deliver(
    context: "Context", message: Message, name: str, copy: bool = False, eml: bool = False, out: str | None = None
) -> Delivered:
    """Give a message away: as text on stdout, or as the file `out`, as a mail with `eml`; and on the clipboard.

    `name` is the file's name without its ending, made harmless here. `out` is a file, a folder, or `-` for stdout;
    without it a mail goes to techday's own folder. A file that exists is never overwritten: the new one is numbered.
    stdout gets the text, or else the path; nothing under --json, where the command gives its document. Notes on the
    message are told on stderr. Raises BadUsage and Refused where it cannot be written or copied.
    """
    for note in message.notes:
        context.out.warn(note.text, note.hint)
    if eml and out == STDOUT and context.out.json:
        raise BadUsage("--json and a mail on stdout exclude each other", hint="Leave out --json, or --out -")
    raw = mail_of(message) if eml else text_of(message).encode()
    file = None
    if (eml or out) and out != STDOUT:
        file = write_new(place_for(context, name + (".eml" if eml else ".txt"), out), raw)
        if not context.out.json:
            context.out.line(str(file))
    elif not context.out.json:
        context.out.text(raw.decode().replace("\r\n", "\n"))
    if copy:
        from techday.ui import clipboard  # only where it was asked for

        context.out.stdout.flush()
        clipboard.copy(context, message.body)
        context.out.status("Copied without the subject")
    return Delivered(file, copy)


def deliver_recorded(context: "Context", message: Message, name: str, copy: bool = False, eml: bool = False) -> None:
    """Give away a message that is already recorded, as `deliver`; what goes wrong is told, since the write stands."""
    try:
        deliver(context, message, name, copy=copy, eml=eml)
    except TechdayError as error:
        context.out.warn(f"It is recorded, but: {error.message}", error.hint)


def copy_recorded(context: "Context", words: str) -> None:
    """Put words that are already recorded on the clipboard; what goes wrong is told, since the write stands."""
    from techday.ui import clipboard  # only where it was asked for

    try:
        clipboard.copy(context, words)
        context.out.status("  copied")
    except TechdayError as error:
        context.out.warn(f"It is recorded, but: {error.message}", error.hint)


def text_of(message: Message) -> str:
    """Give a message as text: the subject line, a blank line, the body."""
    return f"Subject: {message.subject}\n\n{message.body}\n"


def mail_of(message: Message) -> bytes:
    """Give a message as a mail to open, address and send (RFC 5322, all ASCII, lines ended by CRLF).

    Without From and To, which are the mail program's to fill in.
    """
    mail = unsent_mail()
    mail.set_content(message.body + "\n", charset="utf-8")
    return header_line("Subject", message.subject) + mail.as_bytes()


def unsent_mail() -> "EmailMessage":
    """Give an empty mail that is still to be sent.

    `X-Unsent: 1` has Outlook open it as a draft, as Microsoft documents it; other programs ignore it.
    """
    from email.message import EmailMessage  # a twentieth of a second, only for a mail
    from email.policy import SMTP

    mail = EmailMessage(SMTP.clone(cte_type="7bit"))
    mail["X-Unsent"] = "1"
    return mail


def header_line(name: str, words: str, address: str = "") -> bytes:
    """Give a header with foreign words in it, in front of what `EmailMessage.as_bytes` gives; `<address>` after them.

    `words` are one clean line, `address` holds nothing but what `receiver_of` lets through.
    """
    from email.header import Header  # loaded for a mail anyway

    # Not as a header of EmailMessage: it decodes what looks like an encoded word (RFC 2047), and the line breaks in a
    # title such as `=?utf-8?q?=0D=0ABcc:...?=` would begin a header of their own.
    plain = words.isascii() and "=?" not in words
    if address:  # before an address only words and blanks need no quotes (RFC 5322, 3.2.5)
        plain = plain and words.replace(" ", "").isalnum()
    header = Header(words, "us-ascii" if plain else "utf-8", header_name=name)
    if address:
        header.append(f"<{address}>", "us-ascii")
    return f"{name}: {header.encode(linesep=CRLF)}{CRLF}".encode("ascii")


def receiver_of(text: str) -> tuple[str, str] | None:
    """Read a receiver, `pat@example.org` or `Pat Lee <pat@example.org>`, as name and address.

    None where that is no one address which every mail program takes (RFC 5321): those in other scripts, and several at
    once, are left to the mail program.
    """
    name, bracket, rest = clean_line(text).rpartition("<")
    if bracket and not rest.endswith(">"):
        return None
    address = rest.removesuffix(">").strip() if bracket else rest
    user, _, host = address.partition("@")
    allowed = LETTERS_OF_USERS.issuperset(user) and LETTERS_OF_HOSTS.issuperset(host)
    if not allowed or not all((*user.split("."), *host.split("."))) or len(address) > LONGEST_ADDRESS:
        return None
    return name.strip(' "'), address


def place_for(context: "Context", name: str, out: str | None) -> Path:
    """Give the path of a new file: `out`, or `name` in the folder that `out` is, else in techday's own.

    Raises BadUsage for one that could not be told, since what is printed of it would be another path, for no name, and
    for what is there and is neither a file nor a folder; Refused for what no file can be called or stand in.
    """
    if out is None:
        return context.output_folder / safe_name(name)
    if any(unicodedata.category(one)[0] == "C" for one in out):
        raise BadUsage("--out holds characters that no screen shows", hint=f"Give --out {safe_name(name)}")
    if not out.strip():
        raise BadUsage("--out names nothing", hint=f"Give --out {safe_name(name)}")
    path = given_path(out)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path
    except OSError as error:
        raise Refused(f"Cannot write {path}: {error.strerror}", hint=ELSEWHERE) from None
    if stat.S_ISDIR(mode):
        return path / safe_name(name)
    if not stat.S_ISREG(mode):
        raise BadUsage(f"{quoted(out)} is no file", hint=f"Give --out {safe_name(name)}")
    return path


def safe_name(name: str) -> str:
    """Give a name that is a plain file name everywhere: letters, digits, dots and dashes, none at its start."""
    plain = "".join(one if one in MARKS_IN_NAMES or (one.isascii() and one.isalnum()) else "-" for one in name)
    stem, dot, ending = plain.rpartition(".")
    return f"{stem.lstrip('-._')[:LONGEST_NAME] or 'message'}{dot}{ending}"


def write_new(path: Path, raw: bytes, hint: str = ELSEWHERE) -> Path:
    """Write a new file for the user alone, whole or not at all, and give its path: numbered where `path` is taken.

    Raises Refused, with `hint` as the next step, where it cannot be made, BadUsage where it cannot be written.
    """
    try:
        private_directory(path.parent)
        taken = take_name(path)
    except OSError as error:
        raise Refused(f"Cannot write {path}: {error.strerror}", hint=hint) from error
    try:
        save_private(taken, raw)
    except BaseException:
        with contextlib.suppress(OSError):
            taken.unlink()
        raise
    return taken


def take_name(path: Path) -> Path:
    """Make an empty file at `path`, or at the first numbered name beside it that is free; give its path."""
    for number in range(1, MOST_NUMBERED):
        target = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return target
    raise FileExistsError(17, "too many files of that name")
