"""JSON from outside is read strictly: what two readers could take for two things is refused, with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.exchange.strict_json import BadData, read
from tests.conftest import examples

BOUND, DEPTH = 100_000, 5


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "not JSON at line 1"),
        (b"[1]", "not a JSON object"),
        (b'{"a": 1} {}', "not JSON at line 1, character 10"),
        (b'{"a": 1', "not JSON"),
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
        (b'{"a":\n "\xff"}', "not UTF-8 at line 2"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1.5}', "1.5, which is no whole number"),
        (b'{"a": 1e9}', "1e9"),
        (b'{"a": 9007199254740992}', "too large"),
        (b'{"a": -9007199254740992}', "too large"),
        (b'{"a": ' + b"9" * 6000 + b"}", "too large"),
        (b'{"a": 1, "b": 2, "a": 1}', 'the key "a" twice'),
        (b'{"a": {"b": 1, "b": 1}}', 'the key "b" twice'),
        (b'{"a": "\\ud800"}', "half of a character"),
        (b'{"a": ["x", "\\udc00\\ud83d"]}', "half of a character"),
        (b'{"\\ud800": 1}', "half of a character"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"a": "line\nbreak"}', "not JSON at line 1"),
        (b'{"a":' * 6 + b"1" + b"}" * 6, "nested more than 5 deep at line 1"),
        (b'{"a":' + b"[" * 90_000, "nested more than 5 deep"),
        (b"[" * 100_000, "nested more than 5 deep"),
        (b" " * (BOUND + 1), "more than 100000 bytes"),
    ],
)
def test_it_is_refused_with_the_reason(raw: bytes, told: str) -> None:
    with pytest.raises(BadData) as error:
        read(raw, BOUND, DEPTH)
    assert told in error.value.message
    assert "\n" not in error.value.message
    assert error.value.hint


def test_the_largest_number_that_every_program_holds_is_taken() -> None:
    assert read(b'{"a": [9007199254740991, -9007199254740991]}', BOUND, DEPTH) == {"a": [2**53 - 1, 1 - 2**53]}


def test_what_looks_like_a_bracket_in_a_text_is_no_nesting() -> None:
    text = "[{" * 1000 + '"' + "\\" + "]"
    assert read(json.dumps({"a": text}).encode(), BOUND, 1) == {"a": text}


def test_a_text_that_never_ends_costs_no_more_than_any_other() -> None:
    with pytest.raises(BadData, match="not JSON"):
        read(b'{"a": "' + b'\\"' * 4_000_000, 9_000_000, DEPTH)


def test_a_key_that_comes_twice_among_very_many_is_found_in_one_pass() -> None:
    keys = ", ".join(f'"{one}": 1' for one in [*range(200_000), 199_999])
    with pytest.raises(BadData, match='the key "199999" twice'):
        read(f"{{{keys}}}".encode(), 9_000_000, DEPTH)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@examples(40)
@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.booleans())
def test_what_is_plain_comes_back_as_it_was(found: dict[str, object], ascii_only: bool) -> None:
    assert read(json.dumps(found, ensure_ascii=ascii_only).encode("utf-8"), BOUND, 50) == found


@examples(40)
@given(st.binary(max_size=60))
def test_any_bytes_are_an_object_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(read(raw, BOUND, DEPTH), dict)
    except BadData as error:
        assert error.message  # whatever is no object ends here, and in no other error
