"""What is recorded in the store, read past all screens: entries and breaks, short enough to stand in a test."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from techday.core.instants import from_text
from tests.conftest import Techday

RECORDED = """
SELECT time_entry.started_at, time_entry.ended_at,
       coalesce(ticket.reference || ' ', '') || time_entry.work_type || CASE guessed WHEN 1 THEN ', a guess' ELSE '' END
  FROM time_entry LEFT JOIN ticket ON ticket.id = time_entry.ticket_id
 UNION ALL SELECT started_at, ended_at, 'break' FROM time_break
 ORDER BY 1, 2
"""


def recorded(techday: Techday, zone: str = "UTC") -> list[str]:
    """Give all entries and breaks in order: "08:14-09:00 L1 remote", "09:00- meeting" for what runs."""
    local = ZoneInfo(zone)
    with techday.raw() as db:
        return [f"{clock(start, local)}-{clock(end, local)} {what}" for start, end, what in db.execute(RECORDED)]


def clock(at: str | None, zone: tzinfo) -> str:
    """Give an instant of the store as a clock on the wall, with its seconds where it has any."""
    if at is None:
        return ""
    local = from_text(at).astimezone(zone)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
