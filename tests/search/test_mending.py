"""A damaged index costs nobody a search: it holds nothing that the rows do not hold, so it is made anew."""

import pytest

from tests.conftest import Techday

# What FTS5 notices; of an index that is merely empty it knows nothing.
DAMAGES = (
    "DELETE FROM ticket_search_data WHERE id > 10",
    "UPDATE ticket_search_data SET block = x'ff' WHERE id = 1",
)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["search printer", "ticket show L2"])
def test_what_reads_a_damaged_index_makes_it_anew(techday: Techday, damage: str, command: str) -> None:
    techday.did(
        "client add Acme",
        "add Printer jams on floor two --client acme",
        "ticket resolve 1 --fix 'new rollers'",
        "add Printer jams on floor two --client acme --at now",
    )
    before = techday(command)
    with techday.raw() as db:
        db.execute(damage)
    again = techday(command)
    assert again.exit == 0
    assert again.stdout == before.stdout
    assert "L1" in techday("search printer").stdout


def test_what_could_not_be_mended_is_told_as_it_is(techday: Techday) -> None:
    """Only the index can be made again: a row that is gone is gone."""
    techday.did("add Printer jams")
    with techday.raw() as db:
        db.execute("DROP TABLE ticket_search")
    result = techday("search printer", TECHDAY_TRACEBACK="")
    assert result.exit != 0
    assert len(result.stderr.splitlines()) == 2
