"""How each column of dates is written: decided once, from the whole column.

Whether `05/11/2026` is November or May is decided by a cell that can only be read one way
(`29/03/2012`), in the same column or else in another one of the file; where no cell decides, the reader must be told.

"""

from collections.abc import Iterable
from typing import NamedTuple

from techday.errors import Refused
from techday.exchange.date_reader import LONGEST_DATE, MONTH_NAMES, NUMERIC, full_year

ORDER_NAMES = {"dmy": "day-month", "mdy": "month-day"}


class Example(NamedTuple):
    """A cell that shows something about its column: its text, and the line it stands in."""

    text: str
    line: int


class DateColumn:
    """What pass one learns of a column: which cells prove an order, and one that could be read both ways."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.proof: dict[str, Example] = {}
        self.undecided: Example | None = None
        # How cells begin that tell nothing more: the same day once more, or a blank.
        self.seen = {""}

    def look(self, text: str, line: int) -> None:
        """Take note of one cell, without blanks around it, unless its first ten characters were `seen` before."""
        # After the name of a weekday the day may stand further on.
        if text[:1].isdigit() and len(self.seen) < 50_000:
            self.seen.add(text[:10])
        # Only a date in numbers without the year in front can be read two ways; dots are always day first.
        if text[4:5] == "-":
            return
        match = NUMERIC.fullmatch(text[:LONGEST_DATE])
        if match is None or match[2] == ".":
            return
        first, second = int(match[1]), int(match[3])
        if 31 >= first > 12 >= second:
            self.proof.setdefault("dmy", Example(text, line))
        elif 31 >= second > 12 >= first:
            self.proof.setdefault("mdy", Example(text, line))
        elif first != second and max(first, second) <= 12 and self.undecided is None:
            self.undecided = Example(text, line)


class Decision(NamedTuple):
    """The order of each column by name (only of those that need one), and how that was found."""

    orders: dict[str, str]
    notes: list[str]


def decide(columns: Iterable[DateColumn], given: str, remembered: str, preferred: str) -> Decision:
    """Decide each column's order: as `given` (--dates), else as its own cells prove, else as another column's do.

    Where nothing in the file decides, the order `remembered` for the header or `preferred` in the settings does.
    Raises Refused, with both readings, where nothing decides; and where a column proves both orders.
    """
    columns = list(columns)
    notes: list[str] = []
    if given:
        needing = [column for column in columns if column.proof or column.undecided]
        if needing:
            notes.append(f"Dates are {ORDER_NAMES[given]}, as --dates says")
        return Decision({column.name: given for column in needing}, notes)
    for column in columns:
        refuse_contradiction(column)
    proofs: dict[str, tuple[DateColumn, Example]] = {}
    for column in columns:
        for order, example in column.proof.items():
            proofs.setdefault(order, (column, example))
    shared = next(iter(proofs)) if len(proofs) == 1 else ""
    told = remembered or preferred
    orders: dict[str, str] = {}
    for column in columns:
        if column.proof:
            orders[column.name] = next(iter(column.proof))
        elif column.undecided is not None:
            order = shared or told
            if not order:
                raise undecidable(column.name, column.undecided)
            orders[column.name] = order
    for order, (column, example) in proofs.items():
        names = ", ".join(name for name, decided in orders.items() if decided == order)
        notes.append(f"Dates in {names} are {ORDER_NAMES[order]}, decided by {example.text} in {column.name}")
    if told and not shared and any(not column.proof and column.undecided for column in columns):
        whence = "remembered for this header" if remembered else "as date_order in the settings says"
        notes.append(
            f"Other dates are {ORDER_NAMES[told]}, {whence}" if proofs else f"Dates are {ORDER_NAMES[told]}, {whence}"
        )
    return Decision(orders, notes)


def refuse_contradiction(column: DateColumn) -> None:
    """Raise Refused where one cell can only be day-month and another only month-day: no reading fits them all."""
    if len(column.proof) == 2:
        first, second = column.proof["dmy"], column.proof["mdy"]
        raise Refused(
            f"{column.name} holds both day-month ({first.text}, line {first.line})"
            f" and month-day ({second.text}, line {second.line})",
            hint="Mend the column, or say with --dates dmy or --dates mdy which stands; the others are unreadable",
        )


def undecidable(name: str, example: Example) -> Refused:
    """Say which cell could be read both ways, and how to decide."""
    match = NUMERIC.fullmatch(example.text[:LONGEST_DATE])
    readings = "two dates"
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), full_year(match[4])
        readings = f"{first} {MONTH_NAMES[second - 1]} {year} or {second} {MONTH_NAMES[first - 1]} {year}"
    return Refused(
        f"{name}: {example.text} (line {example.line}) could be {readings}, and no date in the file decides",
        hint="Add --dates dmy or --dates mdy; techday config set date_order dmy decides it for every file",
    )
