"""From a row of a list to the watch that it tells of, validated."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from techday.core.text import fold
from techday.exchange.columns import Columns
from techday.exchange.csv_file import CsvRow
from techday.exchange.date_reader import DateReader
from techday.exchange.models import LONGEST_NAME, reason_of
from techday.exchange.party_models import LONGEST_LINK, LONGEST_NOTE, LONGEST_RULE, LONGEST_WORD, WatchValues
from techday.exchange.record_cells import CellReader
from techday.exchange.ticket_rows import Rejected
from techday.exchange.watch_columns import frequency_in, is_own, kind_in

LIMITS = {
    "name": LONGEST_NAME,
    "client": LONGEST_NAME,
    "kind": LONGEST_NAME,
    "every": LONGEST_RULE,
    "starts": LONGEST_WORD,
    "link": LONGEST_LINK,
    "note": LONGEST_NOTE,
    "paused": LONGEST_WORD,
    "paused_until": LONGEST_WORD,
    "pause_reason": LONGEST_NOTE,
}


class WatchRowReader(CellReader):
    """Reads the rows of a list of watches; `dates` are the readers of its columns of dates."""

    def __init__(self, header: Sequence[str], columns: Columns, dates: Mapping[str, DateReader]) -> None:
        super().__init__(columns.position, len(header), LIMITS, dates, own=is_own(header))
        self.frequencies: dict[str, str] = {}

    def read(self, row: CsvRow) -> WatchValues:
        """Give the watch of a row, validated; raises Rejected with the reason."""
        texts = self.texts(row)
        said = texts.get
        name, told_kind = texts["name"], said("kind", "")
        if not fold(name):
            raise Rejected("the name of the watch is missing")
        kind = kind_in(told_kind, name)
        paused_at = self.instant("paused", texts, row.line)
        try:
            # The kind is one of those that the model allows, or the model says so.
            return WatchValues(
                name=name,
                client=said("client", ""),
                kind=kind,  # type: ignore[arg-type]  # checked by the model
                kind_told=bool(told_kind),
                every=self.every(said("every", "")),
                starts_at=self.instant("starts", texts, row.line),
                link=said("link", ""),
                note=said("note", ""),
                paused_at=paused_at,
                paused_until=self.day("paused_until", texts, row.line) if paused_at else None,
                pause_reason=said("pause_reason", "") if paused_at else "",
            )
        except ValidationError as error:
            raise Rejected(reason_of(error)) from None

    def every(self, text: str) -> str | None:
        """Give a frequency as a watch keeps it, None where the row says nothing; raises Rejected for what is none."""
        if not text:
            return None
        if text not in self.frequencies:
            self.frequencies[text] = frequency_in(text)
        return self.frequencies[text]
