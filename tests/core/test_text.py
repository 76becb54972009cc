"""Foreign text is made harmless for terminal, reader and spreadsheet, and compared without being fooled."""

import shlex
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.text import as_argument, clean_block, clean_line, csv_cell, fold, likeness, nearest, quoted, words

# Characters that interact: sequences, blanks, marks that compose, joiners, surrogates, tags.
NASTY = st.text(
    st.sampled_from(
        "\x1b[]\\mPX^_0;31 \x07\x9b\x9c\x9d\r\n\t\x00\x85\u2028aAe\u0301\u0323\u0345\u05bc\u05c1ש\ufb2c\u0958"
    )
    | st.sampled_from("\u200b\u200c\u200d\u202e\ufeff\ud83d\ude00\U000e0041\U0001f600\ufe0f\u3000K\u017fßİ=+-@"),
    max_size=40,
)
ANY = NASTY | st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("foreign", "clean"),
    [
        ("Printer jams", "Printer jams"),
        ("  two   words ", "two words"),
        ("Drucker für Büro", "Drucker für Büro"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;5;196mred\x1b[m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9d52;c;cm0gLXJm\x9cpasted", "pasted"),
        ("\x1bP1;2|payload\x1b\\after", "after"),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x1bcreset", "reset"),
        ("\x1b(0lqk", "lqk"),
        ("half\x1b[31", "half"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("one\ntwo\r\nthree\tfour\u2028five\x85six", "one two three four five six"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\u2067hidden\u2069", "hidden"),
        ("AC\u200bME\ufeff", "ACME"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("lone\ud83d", "lone\ufffd"),
        ("cafe\u0301", "café"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("👩\u200d💻 at work", "👩\u200d💻 at work"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("private \ue000", "private \ue000"),
        ("Z" + "\u0330" * 80 + "algo", "Z" + "\u0330" * 4 + "algo"),
        ("x" + "\u200d" * 50 + "y", "x" + "\u200d" * 4 + "y"),
        ("\x1b[31m\u200b\n\t", ""),
    ],
)
def test_a_line_is_safe_to_print(foreign: str, clean: str) -> None:
    assert clean_line(foreign) == clean


def test_an_accent_stays_with_its_letter_in_words_of_many_marks() -> None:
    assert clean_line(unicodedata.normalize("NFD", "Điện thoại không đổ chuông")) == "Điện thoại không đổ chuông"


def test_a_letter_that_normalising_takes_apart_keeps_four_marks_too() -> None:
    shin_with_two_points = "\ufb2c"
    assert len(clean_line(shin_with_two_points + "\u0301" * 4)) == 5


def test_long_lines_are_cut_with_an_ellipsis_within_the_limit() -> None:
    assert clean_line("a printer on fire", limit=10) == "a printer…"
    assert clean_line("a printer on fire", limit=11) == "a printer…"
    assert clean_line("a printer", limit=9) == "a printer"
    assert len(clean_line("x" * 20_000)) == 10_000


def test_a_block_keeps_its_lines_and_its_shape() -> None:
    mail = "\r\n\r\nHello,\r\n\r\n\tindented\rnext \u2029\n\n\n\nend\x1b[31m\x00 \n\n"
    assert clean_block(mail) == "Hello,\n\n    indented\nnext\n\n\nend"


def test_a_block_keeps_columns_where_a_line_would_not() -> None:
    assert clean_block("disk    95 %\nram      8 %") == "disk    95 %\nram      8 %"
    assert clean_block("für\u00a0immer\u202e") == "für immer"


def test_a_block_is_cut_at_its_limit() -> None:
    assert clean_block("one\ntwo\nthree", limit=8) == "one\ntwo…"


@given(ANY, st.integers(1, 30))
def test_cleaning_twice_is_cleaning_once(text: str, limit: int) -> None:
    for clean in (clean_line, clean_block):
        once = clean(text)
        assert clean(once) == once
        short = clean(text, limit)
        assert len(short) <= limit
        assert clean(short, limit) == short


@given(ANY)
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    for safe in (clean_line(text), clean_block(text).replace("\n", "")):
        for character in safe:
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
            assert unicodedata.bidirectional(character) not in (
                "LRE",
                "RLE",
                "LRO",
                "RLO",
                "PDF",
                "LRI",
                "RLI",
                "FSI",
                "PDI",
            )


@given(ANY)
def test_clean_text_can_be_stored(text: str) -> None:
    clean_line(text).encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean_line(text))


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]" * 50000,
        "\x9d" * 50000,
        "\x1b[" + "0" * 100000,
        "e" + "̣́" * 50000,
        "\x1b" + " " * 100000,
        "\r\n" * 50000,
        "😀" * 50000,
    ],
    ids=["strings", "8-bit strings", "parameters", "marks", "intermediates", "breaks", "emoji"],
)
def test_hostile_length_costs_linear_time(hostile: str) -> None:
    began = process_time()
    clean_line(hostile)
    clean_block(hostile)
    fold(hostile)
    # Linear work takes a tenth of a second; merely normalising the marks uncapped takes some thirty.
    assert process_time() - began < 5


def test_quoting_shows_what_was_typed_short_and_harmless() -> None:
    assert quoted("9:30\x1b[31m\n!") == '"9:30 !"'
    assert len(quoted("x" * 1000)) == 42


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Re: Printer on floor 2 is not printing!", {"printer", "floor", "2", "printing"}),
        ("FW: ticket VPN-Zugang für Straße", {"vpn", "zugang", "für", "strasse"}),
        ("the a an", set()),
        ("x y 7 snake_case", {"7", "snake", "case"}),
        ("", set()),
    ],
)
def test_words_are_those_that_tell_titles_apart(title: str, found: set[str]) -> None:
    assert words(title) == found


def test_likeness_is_the_share_of_common_words() -> None:
    assert likeness(words("Outlook does not open"), words("outlook DOES open")) == 1
    assert likeness(words("printer jam"), words("printer offline")) == pytest.approx(1 / 3)
    assert likeness(words("printer 2"), words("printer 3")) < 1
    assert likeness(frozenset(), frozenset()) == 0


@given(st.frozensets(st.text(max_size=2)), st.frozensets(st.text(max_size=2)))
def test_likeness_is_symmetric_and_bounded(first: frozenset[str], second: frozenset[str]) -> None:
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) == (1 if first else 0)


def test_nearest_offers_beginnings_then_misspellings() -> None:
    names = ["Globex", "Acme", "Acme Nord", "Initech", "Umbrella"]
    assert nearest("ACM", names) == ["Acme", "Acme Nord"]
    assert nearest("initehc", names) == ["Initech"]
    assert nearest("qqqq", names) == []
    assert nearest("", names) == []
    assert nearest("a", ["ab", "ac", "ad", "ae"], most=2) == ["ab", "ac"]
    assert nearest("x" * 10_000, names) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME  GmbH", "acme gmbh"),
        ("\uff21\uff23\uff2d\uff25", "acme"),
        ("Müller", "müller"),
        ("Straße", "STRASSE"),
        ("AC\u200bME", "acme"),
        ("\x1b[1mACME\x1b[0m", "acme"),
        ("Büro\xa01", "büro 1"),
        ("ﬁrm", "firm"),
    ],
)
def test_names_that_look_the_same_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_keep_different_keys() -> None:
    assert len({fold(name) for name in ("Acme", "Acme 2", "Acmé", "Acne")}) == 4


@given(ANY)
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "\n=1",
        "  =1+1",
        "\uff1d1+1",
        "+A1",
        "-",
        "+(1)",
        "-1*2",
        "+1/2",
        "-٣",
    ],
)
def test_a_formula_is_disarmed(formula: str) -> None:
    assert csv_cell(formula) == "'" + formula


@pytest.mark.parametrize(
    "plain", ["", "Printer", "-5", "-1.5", "-0:15", "+49 30 123", "+49 (0)30 123", "a=b", "3-4", "'=1"]
)
def test_numbers_phones_and_plain_text_stay(plain: str) -> None:
    assert csv_cell(plain) == plain


@given(ANY)
def test_disarming_twice_is_disarming_once(text: str) -> None:
    assert csv_cell(csv_cell(text)) == csv_cell(text)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("ACME", "ACME"),
        ("Acme Ltd", '"Acme Ltd"'),
        ("Müller-Söhne", "Müller-Söhne"),
        ("O'Brien & Sons", '"O\'Brien & Sons"'),
        ('the "old" one', "'the \"old\" one'"),
        ("$(reboot)", "'$(reboot)'"),
        ("it's $5!", "'it'\"'\"'s $5!'"),
        ("", '""'),
        ("-x", "-x"),
    ],
)
def test_a_word_of_a_command_is_quoted_only_where_a_shell_asks_for_it(text: str, argument: str) -> None:
    assert as_argument(text) == argument


def test_a_last_word_that_looks_like_an_option_stands_behind_two_dashes() -> None:
    assert as_argument("-x y", last=True) == '-- "-x y"'
    assert as_argument("x-y", last=True) == "x-y"


@given(ANY)
def test_a_shell_reads_back_what_was_cleaned(text: str) -> None:
    assert shlex.split(as_argument(text)) == [clean_line(text)]
