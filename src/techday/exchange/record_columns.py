"""Which column of a list is which field: for lists of clients, people and watches, which have no number of a ticket.

Headers are compared as those of tickets are: by letters and digits alone, each as a whole. A column is taken for one
field only, so of two fields that fit it the one named earlier has it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from techday.core.text import as_argument, clean_line, nearest
from techday.errors import BadUsage
from techday.exchange.columns import IGNORED, Columns, column_named, key

MOST_SHOWN = 12


def find_columns(header: Sequence[str], names: Mapping[str, Sequence[str]], chosen: Mapping[str, str]) -> Columns:
    """Find the column of each field: as chosen (header to field, `-` for none), else by the best of its `names`.

    Of repeated headers the first one counts. Raises BadUsage for a choice of an unknown column or field.
    """
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        columns.setdefault(key(name), place)
    columns.pop("", None)
    fields = {key(field): field for field in names}
    position: dict[str, int] = {}
    taken = set()
    for name, said in chosen.items():
        place = column_named(name, header, columns)
        taken.add(place)
        if said == IGNORED:
            continue
        field = fields.get(key(said))
        if field is None:
            near = nearest(said, names) or list(names)
            raise BadUsage(f"No field {clean_line(said, 40)}", hint=f"A column can be: {', '.join(near)}")
        if field in position:
            raise BadUsage(f"Two columns are named as {field}", hint='Name one: --map "COLUMN=field"')
        position[field] = place
    for field, known in names.items():
        if field not in position:
            place = next((columns[one] for one in known if one in columns and columns[one] not in taken), -1)
            if place >= 0:
                position[field] = place
                taken.add(place)
    in_order = sorted(position.items(), key=lambda item: item[1])
    return Columns(position, {clean_line(header[place], 80) or "(empty)": field for field, place in in_order})


def refuse_other_list(path: Path, holds: str, command: str) -> NoReturn:
    """Raise BadUsage for a file that techday wrote of something else: `holds` names it, `command` takes it in."""
    hint = f"{command} {as_argument(str(path), last=True)}"
    raise BadUsage(f"{path.name} is a list of {holds} that techday wrote", hint=hint)


def no_column(what: str, header: Sequence[str], hint: str) -> BadUsage:
    """Say that no column holds `what`, and which columns there are."""
    seen = [clean_line(name, 30) for name in header if name.strip()]
    more = f" and {len(seen) - MOST_SHOWN} more" if len(seen) > MOST_SHOWN else ""
    return BadUsage(f"No column holds {what}; the columns are: {', '.join(seen[:MOST_SHOWN])}{more}", hint=hint)
