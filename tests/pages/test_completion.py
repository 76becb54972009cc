"""Completion at the shell gives tickets with their titles and clients with their names; it never fails."""

import pytest

from techday.pages import completion
from tests.conftest import Techday


@pytest.fixture
def shop(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> Techday:
    """Two clients and three tickets, in the store that the environment names."""
    techday.did(
        'client add "Acme Ltd"',
        "client add Globex --code GX",
        "add Mail is down --ref 1049213 --priority 1",
        "add Printer jam --client acme",
        "add closed long ago",
        "ticket close 2",
    )
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    return techday


def test_a_reference_completes_by_its_beginning_or_its_end(shop: Techday) -> None:
    assert shop.store.exists()
    everything = [("1049213", "Mail is down"), ("L1", "Printer jam")]
    assert completion.tickets({}, "") == everything
    assert completion.tickets({}, "10") == everything[:1]
    assert completion.tickets({}, "213") == everything[:1]
    assert completion.tickets({}, "l") == everything[1:]
    assert completion.tickets({}, "x") == []


def test_a_client_completes_by_code_or_name(shop: Techday) -> None:
    assert shop.store.exists()
    assert completion.clients({}, "") == [("ACME", "Acme Ltd"), ("GX", "Globex")]
    assert completion.clients({}, "glo") == [("GX", "Globex")]
    assert completion.clients({}, "ACME L") == [("ACME", "Acme Ltd")]
    assert completion.clients({}, "z") == []


def test_levels_and_calendars_complete_by_their_names(shop: Techday) -> None:
    shop.did("level add Gold", "level add Silver", "calendar add 'Berlin office' --hours 'mon-fri 8:00-17:00'")
    assert completion.levels({}, "g") == [("Gold", "a service level")]
    assert completion.calendars({}, "") == [("Berlin office", "a calendar")]


def test_the_store_of_the_command_line_is_the_one_that_is_read(shop: Techday) -> None:
    other = shop.home / "other.db"
    shop.did(f"--store {other} add elsewhere")
    assert completion.tickets({"store": other}, "") == [("L1", "elsewhere")]


def test_without_a_store_there_is_nothing_to_complete_and_none_is_made(shop: Techday) -> None:
    absent = shop.home / "absent.db"
    assert completion.tickets({"store": absent}, "") == []
    assert completion.clients({"store": absent}, "") == []
    assert not absent.exists()


def test_a_damaged_store_completes_nothing(shop: Techday) -> None:
    shop.store.write_bytes(b"this is no database" * 100)
    assert completion.tickets({}, "") == completion.clients({}, "") == []


def test_a_title_cannot_harm_the_shell_that_shows_it(shop: Techday) -> None:
    with shop.raw() as db:
        db.execute("UPDATE ticket SET title = ? WHERE reference = 'L1'", ("\x1b]52;c;eA==\x07a\nb" + "x" * 500,))
    [(_, title)] = completion.tickets({}, "l1")
    assert title.isprintable()
    assert len(title) == 60


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ti"], "ticket"),
        (["ticket", "sh"], "show"),
        (["ticket", "show", "10"], "1049213"),
        (["reply", "L"], "L1"),
        (["start", "10"], "1049213"),
        (["client", "show", "ac"], "ACME"),
        (["ticket", "list", "--client", "g"], "GX"),
        (["ticket", "add", "--pri"], "--priority"),
        (["ticket", "show", "213"], "1049213"),
        (["--store", "data/techday.db", "ticket", "show", ""], "L1"),
        (["today", "check", "ba"], "backups"),
    ],
)
def test_the_shell_is_given_what_the_words_so_far_may_become(
    shop: Techday,
    words: list[str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As zsh asks; the lists go through the stubs, which build what they need."""
    asked = {"_TECHDAY_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": " ".join(["techday", *words])}
    monkeypatch.chdir(shop.home)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        shop("", **asked)
    told = capsys.readouterr()
    assert (ended.value.code, told.err) == (0, "")
    assert f'"{expected}"' in told.out
