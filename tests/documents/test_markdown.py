"""Markdown on a terminal: all that it says shows, links hide no target, and nothing steers the terminal."""

import io
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.documents.rules import cleaned
from techday.ui.markdown import MOST_DRAWN, show_markdown
from tests.search.naughty import NAUGHTY

STYLE = re.compile("\x1b\\[[0-9;]*m")
COLOURED = {"TERM": "xterm-256color"}


def drawn(text: str, width: int = 80) -> str | None:
    """Draw a text and give what the terminal gets, None where it is left to be shown as it is."""
    stream = io.StringIO()
    return stream.getvalue() if show_markdown(cleaned(text).text, stream, width, COLOURED) else None


def words(text: str, width: int = 200) -> str:
    """Draw a text and give its words alone."""
    return " ".join(STYLE.sub("", drawn(text, width) or "").split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[our bank](https://evil.example/x)", "our bank (https://evil.example/x)"),
        ("[https://bank.example](https://evil.example)", "https://bank.example (https://evil.example)"),
        ("[*so* `it`][1]\n\n[1]: https://evil.example", "so it (https://evil.example)"),
        ("<https://a.example>", "https://a.example"),
        ("<kim@a.example>", "kim@a.example"),
        ("![a cat](https://tracker.example/x.png)", "[image: a cat] (https://tracker.example/x.png)"),
        ("[![x](y.png)](https://evil.example)", "[image: x] (y.png) (https://evil.example)"),
        ("<b>bold</b> <!-- hidden -->", "<b>bold</b> <!-- hidden -->"),
        ("<div>\nin a block\n</div>", "<div> in a block </div>"),
        ("a &lt;b&gt; &#x202e;c &#27;[31m &#x200b;d", "a <b> c \ufffd[31m d"),
        ("street  \ntown", "street town"),
    ],
)
def test_what_is_written_is_shown(text: str, shown: str) -> None:
    assert words(text) == shown


def test_no_link_of_the_terminal_is_made() -> None:
    assert "\x1b]8" not in (drawn("[a](https://b.example) <https://c.example> ![d](e.png)") or "")


def test_two_blanks_break_the_line() -> None:
    assert [line.strip() for line in (drawn("street  \ntown") or "").splitlines()] == ["street", "town"]


def test_code_is_shown_as_it_was_written() -> None:
    shown = STYLE.sub("", drawn("```python\nif x:\n    print('<b>')\n```") or "")
    assert [line.rstrip() for line in shown.splitlines() if line.strip()] == ["    if x:", "        print('<b>')"]


@given(
    st.text() | st.sampled_from(NAUGHTY),
    st.sampled_from(["{}", "`{}`", "# {}", "[{}]({})", "> - {}", "|{}|\n|-|\n|{}|"]),
)
def test_nothing_but_styles_comes_through(text: str, frame: str) -> None:
    shown = STYLE.sub("", drawn(frame.replace("{}", text)) or "")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]", shown)


@pytest.mark.parametrize("width", [20, 60, 80, 120])
@pytest.mark.parametrize(
    "text",
    [
        "> " * 8 + "word " * 30,
        "\n".join("  " * depth + "- word word word word" for depth in range(8)),
        "x" * 300,
        "邮件" * 100,
        "```\n" + "y" * 300 + "\n```",
        "| a | b |\n|---|---|\n| " + "word " * 40 + "| " + "z" * 100 + " |",
    ],
)
def test_it_fits_the_terminal(text: str, width: int) -> None:
    from rich.cells import cell_len

    shown = STYLE.sub("", drawn(text, width) or "")
    assert all(cell_len(line) <= width for line in shown.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "> " * 9 + "deep",
        "\n".join("  " * depth + "- x" for depth in range(150)),
        "|a" * 30 + "|\n" + "|-" * 30 + "|\n",
        "word " * MOST_DRAWN,
        "[only]: http://a.definition",
    ],
)
def test_what_cannot_be_drawn_whole_is_left_as_it_is(text: str) -> None:
    assert drawn(text) is None


@pytest.mark.parametrize("part", ["[", "![", "*a_ ", "`a", "<b ", "|a|b|\n|-|-|\n", "> ", "- a\n", "\\", "&", "[a](b)"])
def test_no_text_takes_long_to_draw(part: str) -> None:
    started = time.monotonic()
    drawn((part * MOST_DRAWN)[:MOST_DRAWN])
    assert time.monotonic() - started < 20
