"""What `today` needs to know of the rotation: whether a client was spoken to in this shift day, or can be at all."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import from_text
from techday.rotation.standing import Rotation, stand_at

# So many tries in a day are enough of them.
ENOUGH_TRIES = 3


def contact(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whom the technician spoke to first; no subject without a client, or where the shift meets nobody's hours."""
    seen = stand_at(db, moment)
    codes = {one.client.id: one.client.code for one in seen.found}
    told = [one for one in seen.day.contacts if one.client_id in codes]
    first = min((one for one in told if one.kind == "done"), key=lambda one: one.at, default=None)
    if first is not None:
        return Evidence("done", f"{codes[first.client_id]} {clock(first.at, moment)}", "")
    tries = sum(one.kind == "tried" for one in told)
    tried = f"tried {tries}" if tries else ""
    if tries >= ENOUGH_TRIES:
        return Evidence("done", tried, "")
    if not moment.meets_clients or all(one.state in ("paused", "starts") for one in seen.found):
        return None
    if seen.offered is not None:
        return Evidence("open", tried, "techday contact-next")
    return later(seen, moment, tried)


def later(seen: Rotation, moment: Moment, tried: str) -> Evidence:
    """Tell when somebody can be tried again within the shift, where nobody can be now; else the item is at its end."""
    again = [one.client.again_at for one in seen.found if one.state == "tried" and one.client.again_at]
    if again and from_text(min(again)) < moment.shift.ends_at:
        return Evidence("open", f"{tried} again {clock(min(again), moment)}".lstrip(), "techday contact-next list")
    return Evidence("na", "all tried or skipped" if again else "all skipped", "techday contact-next list")


def clock(at: str, moment: Moment) -> str:
    """Give an instant (UTC text) as the time of day on the technician's wall."""
    return f"{from_text(at).astimezone(moment.zone):%H:%M}"
