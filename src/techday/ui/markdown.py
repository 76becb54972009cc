"""Markdown drawn on a terminal with Rich, so that it shows all that it says and steers nothing.

Rich alone would leave out raw HTML, hide where links lead, and take characters from entities (`&#x202e;`) that text may
not have. So HTML is read as text here, the target of a link or an image stands beside it, and every text is cleaned
after it was read. What would take too long to draw, or could not be drawn whole, is left to be shown as it is.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, ClassVar

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text
from rich.theme import Theme

from techday.core.text import clean_block, clean_line
from techday.ui.grid import keep_blanks

# A text of this size takes some tenths of a second to draw, whatever is in it.
MOST_DRAWN = 30_000
DEEPEST = 8
CELLS_OF_COLUMN = 8
# Read deeper than is drawn: what lies below a reader's own limit, it leaves out without a word.
DEEPEST_READ = 40

STYLES = {
    "markdown.h1": "bold cyan",
    "markdown.h2": "bold",
    "markdown.h3": "bold",
    "markdown.code": "cyan",
    "markdown.code_block": "cyan",
    "markdown.block_quote": "italic",
    "markdown.item.bullet": "cyan",
    "markdown.item.number": "cyan",
    "markdown.hr": "dim",
    "markdown.link_url": "underline",
}


class PlainHeading(Heading):
    """A heading at the left, where a title of a page is read."""

    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = {}


class PlainCode(CodeBlock):
    """Code as it was written, indented: colouring it would load a parser that the text itself chooses."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the lines of the code, broken where they are too long."""
        yield Padding(Text(str(self.text).rstrip("\n"), style="markdown.code_block", overflow="fold"), (0, 0, 0, 4))


class Page(Markdown):
    """Markdown that was read and made safe."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": PlainHeading,
        "fence": PlainCode,
        "code_block": PlainCode,
    }
    inlines = Markdown.inlines | {"link_url"}

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__("", hyperlinks=False)
        self.parsed = tokens


def show_markdown(text: str, stream: IO[str], width: int, environ: Mapping[str, str]) -> bool:
    """Draw Markdown, cleaned as text already, on a terminal.

    False, with nothing drawn, where it is too long, too deep or too wide for that, or where nothing of it would show.
    """
    tokens = read(text) if len(text) <= MOST_DRAWN else []
    if not tokens or max_depth(tokens) > DEEPEST or most_columns(tokens) > width // CELLS_OF_COLUMN:
        return False
    console = Console(
        file=stream,
        width=width,
        theme=Theme(STYLES),
        force_terminal=True,
        # The sixteen colours that every screen uses; Windows' consoles are Rich's to tell apart.
        color_system="auto" if os.name == "nt" else "standard",
        highlight=False,
        _environ=environ,
    )
    console.print(Page(tokens))
    return True


def read(text: str) -> list[Token]:
    """Read Markdown into tokens that are safe to draw."""
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_READ}).enable(["table", "strikethrough"])
    return [safe(token) for token in reader.parse(text)]


def safe(token: Token) -> Token:
    """Clean what a token says, and tell where its links lead."""
    if token.type in ("fence", "code_block"):
        token.content = clean_block(token.content, MOST_DRAWN)
    elif token.children is not None:
        token.children = list(told_links(token.children))
    return token


def told_links(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give the tokens of a paragraph with the targets of links and images as words in it."""
    targets: list[tuple[str, list[str]]] = []  # of the links that are open, with the words in them so far
    for token in tokens:
        if token.type == "link_open":
            targets.append((clean_line(str(token.attrs.get("href", ""))), []))
        elif token.type == "link_close":
            target, words = targets.pop()
            if "".join(words).strip() != target.removeprefix("mailto:"):
                yield from bracketed(target)
        elif token.type == "image":
            yield said(f"[image: {clean_line(token.content)}]")
            yield from bracketed(clean_line(str(token.attrs.get("src", ""))))
        else:
            token.content = keep_blanks(token.content)
            for _, words in targets:
                words.append(token.content)
            yield token


def bracketed(target: str) -> Iterator[Token]:
    """Give a target in brackets, as text that no terminal makes a link with other words."""
    yield said(" (")
    yield Token("link_url_open", "link_url", 1)
    yield said(target)
    yield Token("link_url_close", "link_url", -1)
    yield said(")")


def said(words: str) -> Token:
    """Give words as a token."""
    return Token("text", "", 0, content=words)


def max_depth(tokens: Iterable[Token]) -> int:
    """Give how many quotes and lists lie within each other at the deepest."""
    depth = deepest = 0
    for token in tokens:
        if token.type in ("blockquote_open", "bullet_list_open", "ordered_list_open"):
            depth += 1
            deepest = max(deepest, depth)
        elif token.type in ("blockquote_close", "bullet_list_close", "ordered_list_close"):
            depth -= 1
    return deepest


def most_columns(tokens: Iterable[Token]) -> int:
    """Give the number of columns of the widest table."""
    columns = widest = 0
    for token in tokens:
        columns = 0 if token.type == "tr_open" else columns + (token.type == "th_open")
        widest = max(widest, columns)
    return widest
