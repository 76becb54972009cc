"""What of the draft travels, as it travels: tickets with their words, failing watches, and what is planned."""

from techday.core.text import clean_line
from techday.handover.draft_views import DraftItem, FailingWatch
from techday.handover.packet import LONGEST_NAME, LONGEST_TITLE, LONGEST_WORDS, PacketPlan, PacketPromise, PacketWatch
from techday.handover.sent_acts import Leaving, Said
from techday.schedule.store import ItemRow


def watch_of(watch: FailingWatch) -> PacketWatch:
    """Give a failing watch as it travels."""
    name, client = clean_line(watch.name, LONGEST_NAME), clean_line(watch.client, LONGEST_NAME)
    return PacketWatch(name, watch.kind, client, watch.days, clean_line(watch.seen))


def plan_of(item: ItemRow) -> PacketPlan:
    """Give an item of the schedule as it travels."""
    client, place = clean_line(item.client or "", LONGEST_NAME), clean_line(item.place or item.site or "")
    return PacketPlan(clean_line(item.title), item.starts_at, item.ends_at, client, place)


def as_leaving(item: DraftItem) -> Leaving:
    """Give a ticket of the draft as it travels, its words as one clean line each."""
    words = {
        name: clean_line(getattr(item, name), LONGEST_WORDS)
        for name in ("summary", "tried", "next_step", "if_then", "told")
    }
    said = Said(plan=item.plan, severity=item.severity, by_at=item.by_at, **words)
    promises = [PacketPromise(clean_line(one.text, LONGEST_TITLE), one.due_at) for one in item.promises]
    owner = clean_line(item.watched_for or "", LONGEST_NAME)
    return Leaving(item.ticket, said, promises, owner, item.drafted)
