"""A handover that is killed while it is sent is not sent at all, or sent whole: never half."""

from tests.conftest import Techday, made_once
from tests.database.stores import dump, is_whole
from tests.database.test_crash import Copies, needs_strace, traced

EVENING = "2026-11-23T17:05:00Z"
SEND = ("handover", "send", "1", "--as", "give", "--to", "Sam", "--yes")


@made_once
def alex(techday: Techday) -> Techday:
    """Alex has a ticket to hand over."""
    techday.configure('technician.name = "Alex"\n')
    techday.did("client add Acme", "ticket add Mail is down --client acme", "handover set 1 give --next call")
    return techday


def handed(techday: Techday) -> tuple[int, int, int]:
    """Give how many handovers, tickets of them, and drafts there are."""
    sql = "SELECT (SELECT count(*) FROM handover), (SELECT count(*) FROM handover_line), count(*) FROM handover_draft"
    with techday.raw() as db:
        found: tuple[int, int, int] = db.execute(sql).fetchone()
    return found


@needs_strace
def test_a_process_that_is_killed_has_sent_nothing_or_all(alex: Techday) -> None:
    before = dump(alex.store)
    copies = Copies(alex)
    found = set()
    for moment in ("pwrite64:signal=KILL:when=1", "pwrite64:signal=KILL:when=9", "write:signal=KILL:when=2"):
        techday = copies.fresh()
        techday.environ["TECHDAY_NOW"] = EVENING
        assert traced(techday, moment, *SEND).exit == -9, moment
        assert is_whole(techday.store), moment
        counts = handed(techday)
        assert counts in ((0, 0, 1), (1, 1, 0)), moment
        assert (dump(techday.store) == before) == (counts == (0, 0, 1)), moment
        found.add(counts)
    assert len(found) == 2  # before the COMMIT, and after it
    # What was sent, and has no files, gets them again.
    techday = copies.fresh()
    assert traced(techday, "write:signal=KILL:when=2", *SEND).exit == -9
    techday.did(f"handover show 1 --out {techday.home / 'again'}")
    assert len(list((techday.home / "again").iterdir())) == 4
