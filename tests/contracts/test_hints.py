"""Every error carries the next step, wherever in the source it is made."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import techday
from techday import errors

SOURCE = Path(techday.__file__).parent
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
# Errors that take a message and a hint under another name.
KINDS |= {"NeverOpen"}


def constructions() -> Iterator[tuple[str, ast.Call]]:
    """Give every place in the source where an error is made."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def hint_of(call: ast.Call) -> ast.expr | None:
    """Give the expression of an error's hint, None where it has none."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "hint"]
    return named[0] if named else call.args[1] if len(call.args) > 1 else None


PLACES = list(constructions())


def test_errors_are_found_at_all() -> None:
    assert len(PLACES) > 50
    assert {"tickets", "clients", "timecard", "pages", "core", "database"} <= {
        place.partition("/")[0] for place, _ in PLACES
    }


@pytest.mark.parametrize(("place", "call"), PLACES, ids=[place for place, _ in PLACES])
def test_an_error_says_what_to_do_next(place: str, call: ast.Call) -> None:
    hint = hint_of(call)
    assert hint is not None, place
    assert not (isinstance(hint, ast.Constant) and not hint.value), place


@pytest.mark.parametrize(("place", "call"), PLACES, ids=[place for place, _ in PLACES])
def test_an_error_s_message_is_one_line_without_a_stop(place: str, call: ast.Call) -> None:
    message = call.args[0] if call.args else next(word.value for word in call.keywords if word.arg == "message")
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    assert not any("\n" in text for text in texts), place
    if isinstance(parts[-1], ast.Constant):
        assert not texts[-1].endswith("."), place
