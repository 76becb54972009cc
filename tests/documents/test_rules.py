"""Decisions about documents: what a text may hold, when it is looked at again, and what looks like a secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.documents.rules import (
    MOST_COMPARED,
    cleaned,
    compared,
    is_due,
    known_kind,
    read_interval,
    secret_in,
)
from techday.errors import BadUsage
from tests.search.naughty import NAUGHTY


@pytest.mark.parametrize(
    ("text", "safe", "removed", "line"),
    [
        ("plain", "plain", 0, 0),
        ("a\r\nb\rc\n\n", "a\nb\nc", 0, 0),
        ("\n\n# Title\n\n\n\nfar below\n", "# Title\n\n\n\nfar below", 0, 0),
        ("street  \ntown \n\n", "street  \ntown", 0, 0),
        ("\tcode", "    code", 0, 0),
        ("one\n\x1b[31mred\x1b[0m\n\x07", "one\nred", 3, 2),
        ("one\r\ntwo\r\n\u202ethree", "one\ntwo\nthree", 1, 3),
        ("\ufeffwith a mark", "with a mark", 0, 0),
        ("👩‍👩‍👧 Zürich", "👩‍👩‍👧 Zürich", 0, 0),
    ],
)
def test_a_text_is_made_safe_and_keeps_its_shape(text: str, safe: str, removed: int, line: int) -> None:
    assert cleaned(text) == (safe, removed, line)


@given(st.text() | st.sampled_from(NAUGHTY).map(lambda text: f"# x\n{text}  \n{text}"))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_that_steers(text: str) -> None:
    once = cleaned(text).text
    assert cleaned(once) == (once, 0, 0)
    assert not any((ord(one) < 32 and one != "\n") or 0x7F <= ord(one) < 0xA0 or one in "\u202e\u2066" for one in once)


@pytest.mark.parametrize(
    ("text", "days"),
    [("90d", 90), ("90 days", 90), ("12w", 84), ("1y", 365), ("2 Years", 730), ("30", 30), ("none", None)],
)
def test_how_often_a_document_is_looked_at(text: str, days: int | None) -> None:
    assert read_interval(text) == days


@pytest.mark.parametrize("text", ["", "0d", "3m", "3 months", "-5d", "4000d", "999999999999d", "soon", "1.5y", "٣d"])
def test_what_is_no_interval_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadUsage) as told:
        read_interval(text)
    assert told.value.hint == "Write it as 90d, 12w or 1y, or none"


def test_a_kind_goes_by_its_beginning() -> None:
    assert [known_kind(text) for text in ("network", "NET", " cred ")] == ["network", "network", "credentials"]
    with pytest.raises(BadUsage, match='No kind of document "pro"') as told:
        known_kind("pro")
    assert told.value.hint == "One of protocol, procedure"


@pytest.mark.parametrize(
    ("review_on", "due"), [(None, False), ("2026-11-22", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_a_review_is_due_on_its_day_and_until_it_is_done(review_on: str | None, due: bool) -> None:
    assert is_due(review_on, "2026-11-23") is due


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("password: hunter2", "password"),
        ("# Firewall\n\n- **Password:** `S3cret!x`", "password"),
        ("user admin, pwd = hunter22", "pwd"),
        ("the password is swordfish.", "password"),
        ("Kennwort: geheim99", "kennwort"),
        ("PIN: 48213", "pin"),
        ("API key: 9f8e7d6c5b", "api key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
        ("AKIAIOSFODNN7EXAMPLE", "key"),
        ("https://admin:hunter2@nas.example/", "link with a password"),
        ("otpauth://totp/x?secret=abc", "one-time passwords"),
    ],
)
def test_what_looks_like_a_secret_itself(text: str, what: str) -> None:
    found = secret_in(f"Kept by Kim.\n{text}")
    assert found == (2 + text.count("\n"), what)


@pytest.mark.parametrize(
    "text",
    [
        "Password: in KeePass, folder ACME",
        "password: Bitwarden",
        "The passwords of the firewall are in the safe at the office.",
        "Password: rotated every year by Kim",
        "token: see https://wiki.example/tokens",
        "PIN: ask Kim",
        "password: https://vault.example/acme",
        "Opinion: good",
        "",
    ],
)
def test_where_a_secret_is_kept_is_none(text: str) -> None:
    assert secret_in(text) is None


def test_a_diff_has_the_numbers_of_the_whole_text() -> None:
    before = "\n".join(f"line {number}" for number in range(1, 5_001))
    after = before.replace("line 4000\n", "line four thousand\nand one more\n")
    told = compared(before, after, ("old", "new"))
    assert told is not None
    assert told[:3] == ["--- old", "+++ new", "@@ -3997,7 +3997,8 @@"]
    assert [line for line in told[3:] if line[0] != " "] == ["-line 4000", "+line four thousand", "+and one more"]
    assert compared(before, before, ("old", "new")) == []


def test_texts_that_have_nothing_in_common_are_not_compared_for_minutes() -> None:
    one, other = ("\n".join(f"{word} {number}" for number in range(MOST_COMPARED + 1)) for word in ("a", "b"))
    assert compared(one, other, ("old", "new")) is None
    assert compared("", "a\nb", ("old", "new")) == ["--- old", "+++ new", "@@ -0,0 +1,2 @@", "+a", "+b"]
