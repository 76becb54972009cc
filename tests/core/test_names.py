"""Things are found by what people call them."""

import pytest

from techday.core.names import Named, find_named
from techday.errors import NotFound

CLIENTS = [Named("ACME", ("ACME", "Acme Ltd")), Named("GX", ("GX", "acme")), Named("ACORN", ("ACORN", "Oak & Sons"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("acme", "ACME"),  # the code of one, though it is the name of another
        ("gx", "GX"),
        ("Acme  LTD", "ACME"),
        ("oak", "ACORN"),
        ("aco", "ACORN"),
    ],
)
def test_the_shown_name_goes_before_any_other_then_a_beginning(text: str, found: str) -> None:
    assert find_named(text, CLIENTS, "client", "techday client list") == found


@pytest.mark.parametrize("text", ["ac", "", "nobody"])
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    with pytest.raises(NotFound):
        find_named(text, CLIENTS, "client", "techday client list")
