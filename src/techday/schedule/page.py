"""What the screens of the schedule show, as one value each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from techday.schedule.agreements import Agreement
from techday.schedule.series_store import SeriesRow
from techday.schedule.store import ItemRow


class ListPage(NamedTuple):
    """Items from a local day to another, both included; of `total` those that fit.

    `hidden` counts what would be there too, had it not been cancelled or declined. `command` lists the same; `missing`
    holds the sides that have still to agree to travel, by the number of the item.
    """

    items: Sequence[ItemRow]
    total: int
    hidden: int
    first_day: date
    last_day: date
    narrowed: bool
    command: str
    missing: Mapping[int, Sequence[str]]


class ItemPage(NamedTuple):
    """An item, the series of one's own that it is of, who agreed to it, and the next ones of what repeats.

    `conflicts` is what these cannot be done beside, by their numbers, as scripts read it.
    """

    item: ItemRow
    series: SeriesRow | None
    agreements: Sequence[Agreement]
    following: Sequence[ItemRow]
    following_total: int
    conflicts: Mapping[int, Sequence[dict[str, Any]]]
