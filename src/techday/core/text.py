"""Cleaning foreign text, and comparing it.

Titles, notes and names come from mails, exports and clipboards. Whatever is in them, they may harm neither the
terminal (escape sequences), nor the reader (text that runs backwards or hides), nor a spreadsheet (formulas). Text
is cleaned on its way into the store and again on its way out to the screen, so cleaning twice equals cleaning once.

Most text is plain ASCII, so each function looks for that first; patterns are compiled when first needed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

# Control strings (OSC, DCS, SOS, PM, APC) up to BEL or ST, then CSI sequences, then two-character escapes
# (ECMA-48, 7-bit and 8-bit forms). A control string that never ends loses its introducer only: its text is kept.
# Each class excludes what introduces another sequence, so the time is linear in hostile input too.
_ESCAPES = (
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x08\x0a-\x1f\x7f-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]"
)
_BREAKS = "\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
_INVISIBLE = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls; the blanks among them are handled before
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction: text must not reorder its line
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # no width: would hide differences
    "\U000e0000-\U000e007f]"  # tags: a whole hidden message
)
_SURROGATES = "[\ud800-\udfff]"
# Five in a row that are neither ASCII nor word characters: marks if anything (or emoji, or CJK punctuation).
_PERHAPS_MARKS = "[^\\w\x00-\u02ff]{5,}"
_MOST_MARKS = 4
_JOINERS = "\u200c\u200d"

_STOPWORDS = frozenset(
    ("the", "a", "an", "of", "for", "on", "in", "to", "is", "not", "and", "re", "fw", "fwd", "ticket")
)
_FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_PLAIN_IN_SHELL = frozenset("@%+=:,./-_")
_MEANT_IN_QUOTES = frozenset('"$`\\!')
_PHONE_OR_NUMBER = frozenset("0123456789 .,:()")


def clean_line(text: str, limit: int = 10_000) -> str:
    """Return foreign text as one line that is safe to print and to store.

    Escape sequences are removed whole; then control, direction and zero-width characters (the joiners U+200C and
    U+200D stay: Persian and emoji need them). Line breaks and every kind of blank become one space, lone
    surrogates U+FFFD; the text is in NFC, with at most four combining marks on a character. What is longer than
    `limit` (at least 1) characters ends in `…`, within the limit.
    """
    if not (text.isascii() and text.isprintable()):
        text = _strip_line(text)
    return _cut(" ".join(text.split()), limit)


def clean_block(text: str, limit: int = 100_000) -> str:
    """Return foreign text of several lines, as safe as `clean_line` makes one line.

    Every line break is `\\n`; a tab is four blanks, other blanks one each, so that pasted tables and code keep
    their shape. Blanks at line ends, blank lines around the text, and more than two blank lines in a row go.
    """
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = re.sub(_BREAKS, "\n", text).replace("\t", "    ")
        text = _strip_unsafe(text, _blank_in_block)
    if " \n" in text or text.endswith(" "):
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    if "\n\n\n\n" in text:
        text = re.sub("\n{4,}", "\n\n\n", text)
    return _cut(text.strip("\n"), limit)


def quoted(text: str, limit: int = 40) -> str:
    """Return what a person typed, cleaned, shortened and in double quotes, for the middle of an error message."""
    return f'"{clean_line(text, limit)}"'


def as_argument(text: str, *, last: bool = False) -> str:
    """Return a text as one word of a command line, cleaned, and in quotes where a shell would read anything into it.

    Double quotes, which every shell knows, unless something in the text means more to a shell inside of them; then
    those of `shlex.quote`. A `last` word, with no option behind it, that begins with a dash stands after `--`.
    """
    word = clean_line(text)
    dashed = word.startswith("-")
    plain = bool(word) and all(letter.isalnum() or letter in _PLAIN_IN_SHELL for letter in word)
    if not plain:
        awkward = not _MEANT_IN_QUOTES.isdisjoint(word)
        word = "'" + word.replace("'", "'\"'\"'") + "'" if awkward else f'"{word}"'
    return f"-- {word}" if last and dashed else word


def some_of(names: Sequence[str], most: int = 6) -> str:
    """Return names in a row, and of very many the first `most` with how many more there are: `L1, L2 and 3 more`."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def sentence(words: str) -> str:
    """Begin words with a capital.

    >>> sentence("handover 4 from Sam")
    'Handover 4 from Sam'
    """
    return words[:1].upper() + words[1:]


def fold(text: str) -> str:
    """Return the key under which names of clients and people are compared: cleaned, NFKC, casefolded.

    `ACME  GmbH`, `acme gmbh` and the same in full-width letters have one key. Folding a key gives the same key.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()).casefold()
    text = _strip_line(text)
    # Casefolding can undo the normal form: once more, so that a key folds to itself.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(text.split())


def words(text: str) -> frozenset[str]:
    """Return the casefolded words by which titles are likened.

    Single letters and the stopwords of ticket titles are left out; digits always count, since `Printer 2` is not
    `Printer 3`.
    """
    found = re.findall("[^\\W_]+", text.casefold())
    return frozenset(word for word in found if word not in _STOPWORDS and (len(word) > 1 or word.isdigit()))


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return how alike two sets of words are: what they share over all that they hold (Jaccard), 0 to 1.

    Two empty sets are unlike (0): titles that say nothing say nothing about each other.
    """
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def nearest(word: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """Return at most `most` candidates that look like `word`, best first, for a "did you mean".

    Case is ignored. Those that begin with the word come first, then near misspellings.
    """
    # Only an error gets here, so difflib is loaded here.
    from difflib import get_close_matches

    # Longer words are no misspelling of a name, and the comparison is quadratic in their length.
    key = fold(word[:200])[:60]
    by_key: dict[str, str] = {}
    for candidate in candidates:
        by_key.setdefault(fold(candidate), candidate)
    begins = sorted(other for other in by_key if key and other.startswith(key))
    close = get_close_matches(key, by_key, n=most) if key and most > 0 else []
    return [by_key[other] for other in dict.fromkeys([*begins, *close])][: max(most, 0)]


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break, also full-width or after blanks, gets an
    apostrophe in front (OWASP, "CSV Injection"). Plain numbers, clocks and phone numbers (`-5`, `-0:15`,
    `+49 30 123`) stay as they are: a sign and digits can name no function, cell or program, and an apostrophe
    would spoil them for the phone system or the sum.
    """
    start = text.lstrip(" ")
    if not start or start[0] not in _FORMULA_STARTS:
        return text
    if start[0] in "+-" and "0" <= start[1:2] <= "9" and _PHONE_OR_NUMBER.issuperset(start[1:]):
        return text
    return "'" + text


def _strip_line(text: str) -> str:
    return _strip_unsafe(text, _blank_in_line)


def _strip_unsafe(text: str, blank: Callable[[str], str]) -> str:
    # Printable text holds no control, format or surrogate character: only marks remain to be looked at.
    if not text.isprintable():
        text = blank(re.sub(_ESCAPES, "", text))
        text = re.sub(_SURROGATES, "\ufffd", re.sub(_INVISIBLE, "", text))
    # Before normalising, which is quadratic in the length of a run of marks; and after, as it may take apart.
    return _cap_marks(unicodedata.normalize("NFC", _cap_marks(text)))


def _blank_in_line(text: str) -> str:
    return re.sub("\\s", " ", text)


def _blank_in_block(text: str) -> str:
    return re.sub("[^\\S\n]", " ", text)


def _cap_marks(text: str) -> str:
    return re.sub(_PERHAPS_MARKS, _cap_run, text)


def _cap_run(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        is_mark = character in _JOINERS or unicodedata.category(character) in ("Mn", "Me")
        marks = marks + 1 if is_mark else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
