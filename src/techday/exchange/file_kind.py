"""What kind of file somebody named: text in which encoding, or something that is no text export at all.

People drop workbooks, PDFs and whole folders here. Each is told by its first bytes, with the next step; a file that
grows beyond all sense, or is not an ordinary file, is refused before it is read.
"""

import codecs
import os
import stat
from pathlib import Path

from techday.errors import NotFound, Refused

MOST_BYTES = 512 * 1024 * 1024
HEAD_BYTES = 65_536

SAVE_AS_CSV = "Save it as CSV (in Excel: Save as, CSV UTF-8) and import that file"

# What people drop here by mistake, told by its first bytes.
FIRST_BYTES = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or Office document"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
# Help desks like to call a web page ".xls".
FIRST_WORDS = (
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML document"),
    (b"{", "JSON"),
    (b"[{", "JSON"),
)


def readable_status(path: Path) -> os.stat_result:
    """Give the file's size and time; raises NotFound or Refused where it is no file of a sensible size."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"No file {path}", hint="techday import FILE takes the path of a CSV export") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise Refused(f"{path} is a folder, not a file", hint="Name the CSV file in it")
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{path} is not an ordinary file; it is read more than once", hint="Save it to a file first")
    if status.st_size == 0:
        raise Refused(f"{path.name} is empty", hint="Export it again")
    if status.st_size > MOST_BYTES:
        raise Refused(
            f"{path.name} is larger than {MOST_BYTES // 1024**2} MB", hint="Export fewer columns or a shorter time"
        )
    return status


def first_bytes(path: Path) -> bytes:
    """Give the head of the file."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error


def refuse_other_kinds(path: Path, head: bytes) -> None:
    """Raise Refused where the file's first bytes tell that it is something other than a text export."""
    start = head[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, kind in FIRST_BYTES:
        if head.startswith(mark):
            raise Refused(f"{path.name} is {kind}, not a CSV file", hint=SAVE_AS_CSV)
    for mark, kind in FIRST_WORDS:
        if start.startswith(mark):
            raise Refused(f"{path.name} is {kind}, not a CSV file", hint=SAVE_AS_CSV)


def encoding_of(path: Path, head: bytes) -> tuple[str, list[str]]:
    """Give the encoding of the file, and a note where it had to be assumed.

    A byte order mark decides; else the whole file is UTF-8 or it is not, and then it is read as cp1252, the code
    page of most Windows exports. Raises Refused where it is no text at all.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            if decodes(path, name):
                return name, []
            return name, [f"Some bytes are not valid {name.removesuffix('-sig').upper()}; they read as \ufffd"]
    if head.count(0) * 10 > len(head):
        # Text of western languages in UTF-16 has a zero in every other byte; without a mark, on one side only.
        for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
            if zeros.count(0) * 10 > len(zeros) * 7 and decodes(path, name):
                return name, ["Read as UTF-16: the file does not say so itself"]
        raise Refused(f"{path.name} is not a text file", hint=SAVE_AS_CSV)
    if decodes(path, "utf-8"):
        return "utf-8", []
    return "cp1252", ["Read as cp1252 (Windows): the file is not UTF-8. Where letters look wrong, export it as UTF-8"]


def decodes(path: Path, encoding: str) -> bool:
    """Tell whether the whole file is valid in `encoding`, block by block."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def unreadable(path: Path, error: Exception) -> Refused:
    """Turn what the system said about a file into one line and the next step."""
    words = getattr(error, "strerror", None) or str(error)
    return Refused(f"{path.name} cannot be read: {words}", hint="Check the name and the rights of the file")
