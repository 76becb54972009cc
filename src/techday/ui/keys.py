"""Questions that one key answers: for a walk through many small decisions, with the other hand on the phone."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from techday.context import Context

CTRL_C, CTRL_D, ESCAPE = "\x03", "\x04", "\x1b"
ENTER = ("\r", "\n")
QUIT, SKIP = "q", "s"


def ask_key(context: "Context", question: str, keys: Mapping[str, str]) -> str:
    """Ask a question and give the key that answers it; `keys` are the keys, each with the word for its answer.

    A key counts as soon as it is pressed, in either case; Escape is `q` where that is one of the keys, and Enter `s`
    where that skips. Any other key repeats the keys. On a terminal what was pressed before the question is dropped: a
    key pressed twice answers one question. Whether somebody is there to answer is for `ui.prompt.can_ask` to tell
    beforehand. Raises KeyboardInterrupt at Ctrl-C, EOFError at Ctrl-D or where the input ends.
    """
    choices = " ".join(choice(key, word) for key, word in keys.items())
    shown = f"{question} {choices} "
    while True:
        context.out.stderr.write(shown)
        context.out.stderr.flush()
        key = answer_in(pressed(context), keys)
        context.out.stderr.write(f"{keys[key]}\n" if key else "\n")
        if key:
            context.out.stderr.flush()
            return key
        shown = f"{choices} "


def choice(key: str, word: str) -> str:
    """Show a key with its word: `[y]es`, or `[1] first` where it is a number or the word does not begin with it."""
    is_first_letter = not key.isdigit() and word.casefold().startswith(key.casefold())
    return f"[{key}]{word[len(key) :]}" if is_first_letter else f"[{key}] {word}"


def answer_in(typed: str, keys: Mapping[str, str]) -> str:
    """Give which of the keys was pressed, "" for none: an arrow key is several characters and answers nothing."""
    if typed == ESCAPE:
        typed = QUIT
    if typed in ENTER and keys.get(SKIP) == "skip":
        typed = SKIP
    return next((key for key in (typed, typed.swapcase()) if key in keys), "")


def pressed(context: "Context") -> str:
    """Wait for a key and give its character, several for a key such as an arrow; raises as `ask_key`."""
    if context.stdin is sys.stdin and context.stdin.isatty():
        return typer.getchar()
    typed = context.stdin.read(1)
    while typed in ENTER:  # a stream that is no keyboard ends its lines
        typed = context.stdin.read(1)
    if typed == CTRL_C:
        raise KeyboardInterrupt
    if typed in ("", CTRL_D):
        raise EOFError
    return typed
