"""What the screens of the schedule show, as one value each."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from techday.schedule.agreements import Agreement
from techday.schedule.series_store import SeriesRow
from techday.schedule.store import ItemRow


class ListPage(NamedTuple):
    """Items from a local day to another, both included; of `total` those that fit.

    `hidden` counts what would be there too, had it not been cancelled or declined.
    """

    items: Sequence[ItemRow]
    total: int
    hidden: int
    first_day: date
    last_day: date
    narrowed: bool


class ItemPage(NamedTuple):
    """An item, the series of one's own that it is of, who agreed to it, and the next ones of what repeats."""

    item: ItemRow
    series: SeriesRow | None
    agreements: Sequence[Agreement]
    following: Sequence[ItemRow]
    following_total: int
