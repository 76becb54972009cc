"""Two technicians side by side, each with a techday of their own; packets and receipts go between them as files.

`alex` has a ticket of the help desk and a local one; `sam` knows nothing of them. `packet` makes a handover that no
techday sent, to see what comes of it.
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from techday.handover.packet import Packet, PacketClient, PacketItem, PacketPromise, packet_document, sealed
from tests.conftest import Techday

EVENING = "2026-11-23T17:05:00Z"
LATER = "2026-11-23T17:20:00Z"
NIGHT = "2026-11-23T20:00:00Z"
TUESDAY = "2026-11-24T08:10:00Z"
CALL = 'handover accept {file} --read-back "call them at eight"'


class Two(NamedTuple):
    """Two technicians; `alex` hands over, `sam` takes over."""

    alex: Techday
    sam: Techday

    def sent(self, *tickets: str, plan: str = "give", now: str = EVENING) -> Path:
        """Have Alex send tickets to Sam, and give the packet's file."""
        words = " ".join(tickets)
        return sent_file(self.alex(f"handover send {words} --as {plan} --to Sam --json", now=now))

    def accepted(self, packet: Path, now: str = LATER) -> Path:
        """Have Sam accept a packet, and give the receipt's file."""
        return written_file(self.sam(CALL.format(file=packet) + " --json", now=now))

    def owners(self, ref: str, at_sam: str = "") -> tuple[str | None, str | None]:
        """Give whose a ticket is at Alex's, and at Sam's (None where it is not there)."""
        return owner(self.alex, ref), owner(self.sam, at_sam or ref)


def sent_file(result: Any) -> Path:
    """Give the packet among the files that were written."""
    assert result.exit == 0, result
    return next(Path(file) for file in result.json["files"] if file.endswith(".json"))


def written_file(result: Any) -> Path:
    """Give the one file that was written."""
    assert result.exit == 0, result
    [file] = result.json["files"]
    return Path(file)


def owner(techday: Techday, ref: str) -> str | None:
    """Give whose a ticket is, None where it is not there."""
    if not techday.store.exists():
        return None
    sql = (
        "SELECT technician.name FROM ticket JOIN technician ON technician.id = ticket.owner_id"
        " WHERE ticket.reference = ?"
    )
    with techday.raw() as db:
        row = db.execute(sql, (ref,)).fetchone()
    return row and str(row[0])


def home_of(folder: Path, name: str) -> Techday:
    """Give a techday of somebody, with nothing in it but their name."""
    (folder / name.lower()).mkdir()
    techday = Techday(folder / name.lower())
    techday.configure(f'technician.name = "{name}"\n')
    return techday


def begun(folder: Path) -> Two:
    """Give Alex with a client and two tickets, and Sam beside."""
    alex, sam = home_of(folder, "Alex"), home_of(folder, "Sam")
    alex.did("client add Acme --phone '030 1234'")
    alex.did("ticket add Mail is down --client acme --priority 1", "ticket add Printer jams --client acme --ref INC7")
    alex.did("handover set L1 --summary 'queue is stuck' --next 'call Ann at 8:00' --if-then 'if it grows, restart'")
    return Two(alex, sam)


@pytest.fixture
def two(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Give Alex and Sam side by side; their beginning is told once."""
    if not MADE:
        MADE.append(begun(tmp_path_factory.mktemp("two")))
    made = MADE[0]
    return Two(made.alex.copied_to(tmp_path / "alex"), made.sam.copied_to(tmp_path / "sam"))


MADE: list[Two] = []

ITEM = PacketItem(
    uid="a" * 32,
    reference="INC7",
    external=True,
    source=None,
    title="Printer jams",
    client=PacketClient("ACME", "Acme", "030 1234"),
    priority=2,
    tier=1,
    state="working",
    waiting_for=None,
    waiting_until=None,
    opened_at="2026-11-23T09:00:00Z",
    requester="Ann",
    category="printing",
    body="It jams.\nEvery time.",
    plan="give",
    severity="watcher",
    summary="tray two",
    tried="cleaned it",
    next_step="order rollers",
    by_at="2026-11-24T09:00:00Z",
    if_then="",
    told="Ann",
    promises=(PacketPromise("a call", "2026-11-24T10:00:00Z"),),
)
PACKET = Packet(
    uid="b" * 32,
    number=4,
    sender="Alex",
    receiver="Sam",
    sent_at=EVENING,
    back_at=TUESDAY,
    zone="UTC",
    items=(ITEM,),
    watches=(),
    schedule=(),
)


def document(packet: Packet = PACKET, **more: Any) -> dict[str, Any]:
    """Give a packet as a document, with other or more keys."""
    return {**packet_document(packet), **more}


def put(folder: Path, content: dict[str, Any] | Packet | bytes | str, name: str = "handover-4.json") -> Path:
    """Write a packet, a document that is sealed here, or bytes as they are; give the file."""
    path = folder / name
    if isinstance(content, Packet):
        content = packet_document(content)
    if isinstance(content, dict):
        content = sealed(content)[0]
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def accepted(techday: Techday, folder: Path, *items: PacketItem, now: str = LATER, **packet: Any) -> Any:
    """Have somebody accept a packet of some tickets, and give what was changed."""
    file = put(folder, PACKET._replace(items=items, **packet), f"{packet.get('number', 4)}.json")
    result = techday(CALL.format(file=file) + " --json", now=now)
    assert result.exit == 0, result
    return result.json
