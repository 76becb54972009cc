"""How often, in days, as people write it: `30`, `30d`, `2w`, `1 year`."""

DAYS_IN = {"d": 1, "day": 1, "w": 7, "week": 7, "y": 365, "year": 365}
MOST_DIGITS = 5


def read_day_count(text: str) -> int:
    """Give the number of days that a text means; 0 for what is none.

    Months are none: they have no fixed length.
    """
    key = text.strip().lower()
    digits = key[: len(key) - len(key.lstrip("0123456789"))]
    unit = key[len(digits) :].strip() or "d"
    days = DAYS_IN.get(unit) or DAYS_IN.get(unit.removesuffix("s"), 0)
    return int(digits) * days if 0 < len(digits) <= MOST_DIGITS else 0
