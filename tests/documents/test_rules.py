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


def changed_lines(told: list[str] | None) -> list[str]:
    """Give what a diff says has changed, and where."""
    return [line for line in told or () if line[0] != " "][2:]


def patched(before: list[str], told: list[str]) -> list[str]:
    """Do to a text what a diff says."""
    after: list[str] = []
    at = 0
    for line in told[2:]:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            here = int(start) - (count != "0")
            after += before[at:here]
            at = here
        elif line[0] == "+":
            after.append(line[1:])
        else:
            assert before[at] == line[1:]
            at += 1
            after += [line[1:]] if line[0] == " " else []
    return after + before[at:]


@pytest.mark.parametrize("same", ["line {}", "the same all the time"])
def test_two_changes_far_apart_in_a_long_text_are_shown(same: str) -> None:
    lines = [same.format(number) for number in range(1, 40_001)]
    after = [*lines]
    after[99], after[39_899] = "one", "two"
    told = compared("\n".join(lines), "\n".join(after), ("old", "new"))
    assert told is not None
    assert [line for line in told if line.startswith("@@")] == ["@@ -97,7 +97,7 @@", "@@ -39897,7 +39897,7 @@"]
    assert sorted(changed_lines(told)[1:]) == sorted(
        ["+one", "+two", f"-{lines[99]}", f"-{lines[39_899]}", "@@ -39897,7 +39897,7 @@"]
    )
    assert patched(lines, told) == after


def test_lines_that_come_and_go_far_apart_are_shown() -> None:
    lines = [f"line {number}" if number % 3 else "" for number in range(1, 30_001)]
    after = [*lines[:100], "one", "more", *lines[100:20_000], *lines[20_001:], "the end"]
    told = compared("\n".join(lines), "\n".join(after), ("old", "new"))
    assert changed_lines(told) == [
        "@@ -98,6 +98,8 @@",
        "+one",
        "+more",
        "@@ -19998,7 +20000,6 @@",
        "-line 20000" if lines[20_000] else "-",
        "@@ -29998,3 +29999,4 @@",
        "+the end",
    ]


texts = st.lists(st.sampled_from("abcdefghijklmnopq"), min_size=1, max_size=60)


@given(texts, texts, st.integers(0, 3))
def test_a_diff_makes_the_new_text_of_the_old_one(start: list[str], more: list[str], twice: int) -> None:
    old = [*start, *(f"line {number}" for number in range(20)), *more * twice]
    new = [*more, *(f"line {number}" for number in range(20) if number != 7), *start]
    told = compared("\n".join(old), "\n".join(new), ("old", "new"))
    assert told is not None
    assert patched(old, told) == new if told else old == new


def test_texts_that_have_nothing_in_common_are_not_compared_for_minutes() -> None:
    one, other = ("\n".join(f"{word} {number}" for number in range(MOST_COMPARED + 1)) for word in ("a", "b"))
    assert compared(one, other, ("old", "new")) is None
    assert compared("", "a\nb", ("old", "new")) == ["--- old", "+++ new", "@@ -0,0 +1,2 @@", "+a", "+b"]
