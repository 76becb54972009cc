"""Where the text of a document comes from: an option, a pipe, or the technician's editor.

The editor works on a file in a folder of its own, for the user alone. When the text is in the store, the folder goes;
whatever else happens, what was written stays in a file that is named. So the caller saves inside of `drafted`.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from techday.core.text import as_argument
from techday.database.connection import private_directory
from techday.documents.rules import cleaned
from techday.errors import BadUsage, NotFound, Refused, TechdayError
from techday.messages.delivery import safe_name, take_name

if TYPE_CHECKING:
    from techday.context import Context

MOST_BYTES = 2_000_000
STDIN = "-"
NO_EDITOR = "Set VISUAL or EDITOR to your editor"
EDITING = "editing-"
# Lies in the folder of an editor whose text was told of once.
TOLD = ".told"
# Where nothing tells whether its techday still runs, a folder this old is taken to be left over.
DAY_SECONDS = 86_400


class Retry(NamedTuple):
    """A command that takes the text of a document once more: what it is with its options, and what it is about."""

    command: str
    subject: str

    @property
    def telling(self) -> str:
        """The command with the text as an option."""
        return f"{self.command} --text TEXT {self.subject}"

    @property
    def reading(self) -> str:
        """The command with the text from its input."""
        return f"{self.command} {self.subject}"


def retry_with(command: str, options: Sequence[tuple[str, str | None]], subject: str) -> Retry:
    """Give a command to type once more: with those of its options that were given, and what it is about behind them."""
    given = [f"{name} {as_argument(value)}" for name, value in options if value is not None]
    return Retry(" ".join([command, *given]), as_argument(subject, last=True))


@contextlib.contextmanager
def drafted(
    context: "Context", told: str | None, title: str, before: str, retry: Retry, anew: Retry | None = None
) -> Iterator[str]:
    """Give the text for a document, and keep it in a file where it cannot be saved.

    It is `told` (from --text; `-` is the input) where anything is, else what was piped in, else what the editor makes
    of `before`. `retry` is the command that takes a kept text from a file; `anew` does where the document is gone.
    What was cleaned away is said aloud. Raises BadUsage where nobody gave a text, Refused where it is none, and what
    the editor's end raises.
    """
    if told is not None and told != STDIN:
        if not told.strip():
            raise no_text(retry)
        yield accepted(context, as_bytes(told), "--text")
    elif told == STDIN or not context.stdin.isatty():
        raw = piped(context.stdin)
        if not raw.strip():
            raise no_text(retry)
        yield accepted(context, raw, "The input")
    else:
        from techday.ui.editor import can_edit  # what starts programs is spared where the text is there

        if not can_edit(context):
            raise no_text(retry)
        tell_left_over(context)
        with in_editor(context, title, before, retry, anew) as path:
            yield accepted(context, left_in(path), "What the editor left")


def no_text(retry: Retry) -> BadUsage:
    """Say in which ways a text can be given."""
    return BadUsage("The text is missing", hint=f"{retry.telling}, or < FILE; {NO_EDITOR} to write it there")


def as_bytes(text: str) -> bytes:
    """Give the bytes of a text from the command line, where what was no text stands as lone surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def piped(stream: IO[str]) -> bytes:
    """Give the bytes that were piped in, one more than is allowed at the most."""
    raw = getattr(stream, "buffer", None)
    return as_bytes(stream.read(MOST_BYTES + 1)) if raw is None else bytes(raw.read(MOST_BYTES + 1))


def warn_of_unread(context: "Context") -> None:
    """Say that something was piped in beside other options, which is not read for that alone."""
    if not context.stdin.isatty() and is_waiting(context.stdin):
        context.out.warn("the input was not read: other options were given", f"--text {STDIN} takes the text from it")


def is_waiting(stream: IO[str]) -> bool:
    """Tell whether a file or a pipe holds something, without reading it or waiting for it: it may be another's.

    What cannot tell holds nothing: an open pipe to which nobody has written, and any pipe on Windows.
    """
    with contextlib.suppress(OSError, ValueError):
        number = stream.fileno()
        status = os.fstat(number)
        if stat.S_ISREG(status.st_mode):
            return status.st_size > os.lseek(number, 0, os.SEEK_CUR)
        if sys.platform != "win32" and stat.S_ISFIFO(status.st_mode):
            import fcntl  # only there, and only for a pipe
            import termios

            return any(fcntl.ioctl(number, termios.FIONREAD, bytes(4)))
    return False


def accepted(context: "Context", raw: bytes, what: str) -> str:
    """Give the text that some bytes are, made safe, and say what was cleaned away; `what` names where they are from.

    Raises Refused for what is too long, no text, or nothing at all.
    """
    text, removed, line = cleaned(decoded(raw, what))
    if removed:
        noun = "character was" if removed == 1 else "characters were"
        place = f"on line {line}" if removed == 1 else f"the first on line {line}"
        context.out.warn(f"{removed:,} control or invisible {noun} cleaned away, {place}")
    if not text.strip():
        raise Refused(f"{what} holds no text; nothing was saved", hint="Write what is to be known")
    return text


def decoded(raw: bytes, what: str) -> str:
    """Give the text of bytes in UTF-8; raises Refused, naming what was found and where, for anything else."""
    if len(raw) > MOST_BYTES:
        raise Refused(
            f"{what} is too long for a document: {MOST_BYTES // 1_000_000} MB at the most",
            hint="Keep it as a file, and say in the document where that is",
        )
    for start, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"%PDF", "a PDF document")):
        if raw.startswith(start):
            raise no_document(what, name, raw, 0)
    if b"\0" in raw:
        raise no_document(what, "a zero byte", raw, raw.index(b"\0"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Its place is counted from behind the mark that "utf-8-sig" takes off.
        at = error.start + len(raw) - len(error.object)
        raise no_document(what, f"the byte 0x{raw[at]:02X}, which is not UTF-8,", raw, at) from error


def no_document(what: str, found: str, raw: bytes, at: int) -> Refused:
    """Say that some bytes are no text, what was found in them, and where."""
    line, place = raw.count(b"\n", 0, at) + 1, at - (raw.rfind(b"\n", 0, at) + 1) + 1
    return Refused(
        f"{what} is not a text: {found} on line {line}, byte {place}; nothing was saved",
        hint="Documents are text in UTF-8: save it as that",
    )


@contextlib.contextmanager
def in_editor(context: "Context", title: str, before: str, retry: Retry, anew: Retry | None) -> Iterator[Path]:
    """Have a text written in the editor and give the file; it goes when the caller is through, else it is kept.

    No store is open meanwhile. Raises Refused where no file can be made, or the editor fails.
    """
    import tempfile  # as above

    from techday.ui.editor import open_in_editor

    name = safe_name(f"{title}.md")
    try:
        private_directory(context.output_folder)
        folder = Path(tempfile.mkdtemp(prefix=f"{EDITING}{os.getpid()}-", dir=context.output_folder))  # 0700
        path = folder / name
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(before.encode() + b"\n" if before else b"")
        began = path.read_bytes()
    except OSError as error:
        hint = f"{retry.telling} needs no file"
        raise Refused(f"Cannot write in {context.output_folder}: {error.strerror}", hint=hint) from error
    context.close()
    try:
        open_in_editor(context, path, hint=NO_EDITOR)
        yield path
    except BaseException as error:
        again = anew if anew is not None and isinstance(error, NotFound) else retry
        tell_kept(context, error, kept_of(context, path, began), again)
        raise
    remove(folder)


def tell_left_over(context: "Context") -> None:
    """Say once where a text lies that was being written when techday itself was ended."""
    with contextlib.suppress(OSError):
        for folder in sorted(context.output_folder.glob(f"{EDITING}*")):
            if (folder / TOLD).exists() or is_in_use(folder):
                continue
            texts = [path for path in folder.iterdir() if path.is_file() and path.stat().st_size]
            if texts:
                left = texts[0] if len(texts) == 1 else folder
                hint = "techday client doc add TITLE < FILE; it can be deleted"
                context.out.warn(f"techday was ended while a text was written, which is kept in {left}", hint)
                (folder / TOLD).touch(0o600)


def is_in_use(folder: Path) -> bool:
    """Tell whether the techday that made a folder, whose number is in its name, still waits for its editor."""
    number = folder.name.removeprefix(EDITING).partition("-")[0]
    if sys.platform == "win32" or not (number.isascii() and number.isdigit()):
        from time import time  # how old a file is, the disk's clock tells

        return time() - folder.stat().st_mtime < DAY_SECONDS
    try:
        os.kill(int(number), 0)  # sends nothing, and tells whether anybody is there
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def tell_kept(context: "Context", error: BaseException, kept: Path | None, retry: Retry) -> None:
    """Say where a text is that could not be saved: in the hint of an error that has one, else at once."""
    if kept is None:
        return
    where = f"What you wrote is kept in {kept}"
    if not isinstance(error, TechdayError):
        context.out.status(where)
        return
    from shlex import quote  # only on the way to an error

    again = "" if kept.is_dir() else f": {retry.reading} < {quote(str(kept))}"
    error.hint = ". ".join(filter(None, (error.hint, where + again)))


def remove(folder: Path) -> None:
    """Remove the folder in which an editor worked, with whatever it left there; what cannot go does no harm."""
    from shutil import rmtree  # only after an editor

    rmtree(folder, ignore_errors=True)


def left_in(path: Path) -> bytes:
    """Give what the editor left, one byte more than is allowed at the most; nothing where it left no file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Refused(f"Cannot read what the editor left: {error.strerror}", hint=NO_EDITOR) from error


def kept_of(context: "Context", path: Path, began: bytes) -> Path | None:
    """Keep what was written beside techday's other files, and give its path; None where nothing was written.

    An editor that was killed may have left its own copy beside the file: then the folder stays as it is.
    """
    with contextlib.suppress(OSError, TechdayError):
        beside = [one for one in path.parent.iterdir() if one != path] if path.parent.is_dir() else []
        if left_in(path).strip() in (b"", began.strip()):
            if beside:
                return path.parent
            remove(path.parent)
            return None
        if beside:
            return path
        target = take_name(context.output_folder / path.name)
        path.replace(target)
        if sys.platform != "win32":
            target.chmod(0o600)  # an editor may have made the file anew
        remove(path.parent)
        return target
    return path
