"""A code for a new client is short, in capitals, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.clients.rules import code_for


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Acme", "ACME"),
        ("Acme Widgets Ltd", "ACME"),
        ("The Acme Company", "ACME"),
        ("Müller & Söhne GmbH", "MULLER"),
        ("Größe AG", "GROSSE"),
        ("A1 Systems", "A1SYSTEM"),
        ("Internationale Transporte", "INTERNAT"),
        ("Company 39", "COMPANY"),
        ("Ltd", "LTD"),
        ("株式会社", "CLIENT"),
        ("", "CLIENT"),
    ],
)
def test_the_code_is_what_people_would_call_the_client(name: str, code: str) -> None:
    assert code_for(name, ()) == code


def test_a_taken_code_counts_up_within_its_length() -> None:
    assert code_for("Acme", {"ACME"}) == "ACME2"
    assert code_for("Acme", {"ACME", "ACME2", "ACME3"}) == "ACME4"
    assert code_for("Internationale", {"INTERNAT"}) == "INTERNA2"
    assert code_for("None", ()) == "NONE2"  # the word for no client


def test_ten_thousand_clients_of_one_name_get_codes_quickly() -> None:
    taken: set[str] = set()
    for _ in range(10_000):
        taken.add(code_for("Branch office", taken))
    assert len(taken) == 10_000


@given(st.text(), st.frozensets(st.sampled_from(["ACME", "ACME2", "ACME3", "CLIENT", "CLIENT2"])))
def test_any_name_gives_a_code_that_is_free(name: str, taken: frozenset[str]) -> None:
    code = code_for(name, taken)
    assert code not in taken
    assert 1 <= len(code) <= 8
    assert code.isascii()
    assert code == code.upper()
    assert code.isalnum()
