"""What a handover writes down on its tickets, and what is read back out of it: in one place, so that they agree."""


def accepted_beginning(number: int) -> str:
    """Give how it begins that a handover which was sent from here was accepted."""
    return f"handover {number}, "


def accepted_words(number: int, plan: str, by: str, there: str, read_back: str) -> str:
    """Say that `by` accepted a ticket of a handover; `there` is what it goes by at theirs, "" for nothing else."""
    name = f" as {there}" if there else ""
    return f"{accepted_beginning(number)}{plan}: accepted by {by}{name}: {read_back}"


def name_there(text: str, by: str) -> str | None:
    """Give what a ticket goes by at theirs, out of `accepted_words`; None where that did not say it."""
    _, _, rest = text.partition(f": accepted by {by}")
    return rest.removeprefix(" as ").partition(": ")[0] if rest.startswith(" as ") else None


def taken_beginning(number: int) -> str:
    """Give how it begins that a ticket was taken over in words."""
    return f"handover {number} from "


def taken_words(number: int, giver: str, summary: str) -> str:
    """Say that a colleague handed a ticket over in words; `summary` is how it stands, "" where they did not say."""
    return f"{taken_beginning(number)}{giver}{f': {summary}' if summary else ''}"
