"""Types of work: what each counts as, and by which rule its time is billed.

A technician chooses the type of an entry; billable, utilised and rounding follow from it. The types here are always
there; the settings change them field by field, and make new ones. A rule is declared once for all types under
`default`, where a type says nothing of its own.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from techday.core.durations import Rounding, billed_seconds, show_duration

PER_ENTRY, PER_TICKET_DAY = "entry", "ticket-day"
EVERY_TYPE = "default"
LONGEST_NAME = 30


class WorkType(NamedTuple):
    """A type of work: `billable` to a client, `utilised` where it counts in utilisation, and how its time is rounded.

    `per` says what is rounded: each entry, or what a ticket has of this type on a day.
    """

    name: str
    billable: bool
    utilised: bool
    rounding: Rounding = Rounding()
    per: str = PER_ENTRY


DEFAULTS = (
    WorkType("remote", billable=True, utilised=True),
    WorkType("on-site", billable=True, utilised=True),
    WorkType("travel", billable=True, utilised=True),
    WorkType("internal", billable=False, utilised=False),
    WorkType("meeting", billable=False, utilised=False),
    WorkType("training", billable=False, utilised=True),
)
# What a ticket is worked on as, unless something else is said.
USUAL = "remote"
ON_SITE = "on-site"
# A type that only the settings know, before they say more.
UNKNOWN = WorkType("", billable=True, utilised=True)
ROUNDING_FIELDS = Rounding._fields


def types_of(told: Mapping[str, Mapping[str, Any]]) -> tuple[WorkType, ...]:
    """Give all types of work, those of the settings last; `told` has what the settings say, by type and by field."""
    every = told.get(EVERY_TYPE, {})
    built_in = {one.name: one for one in DEFAULTS}
    names = [*built_in, *(name for name in told if name not in built_in and name != EVERY_TYPE)]
    return tuple(
        with_fields(built_in.get(name, UNKNOWN)._replace(name=name), every, told.get(name, {})) for name in names
    )


def with_fields(base: WorkType, every: Mapping[str, Any], own: Mapping[str, Any]) -> WorkType:
    """Give a type as the settings have it: its own fields stand above those for every type."""
    said = {**every, **own}
    rounding = Rounding(**{field: said.get(field, 0) for field in ROUNDING_FIELDS})
    plain = {field: said[field] for field in ("billable", "utilised", "per") if field in said}
    return base._replace(rounding=rounding, **plain)


def type_named(types: tuple[WorkType, ...], name: str) -> WorkType:
    """Give the type of that name; one that no setting knows any more is billable and counted, without a rule."""
    return next((one for one in types if one.name == name), UNKNOWN._replace(name=name))


def rule_text(work_type: WorkType) -> str:
    """Say how the time of a type becomes billed time: "at least 15m, up to the next 15m, per entry"; "as worked"."""
    if not work_type.billable:
        return "not billable"
    rule = work_type.rounding
    steps = [
        *([f"less {show_duration(rule.deduct)}"] if rule.deduct else []),
        *([f"at least {show_duration(rule.minimum)}"] if rule.minimum else []),
        *([f"up to the next {show_duration(rule.step)}"] if rule.step else []),
        *([f"at most {show_duration(rule.maximum)}"] if rule.maximum else []),
    ]
    if not steps:
        return "as worked"
    return ", ".join([*steps, "per entry" if work_type.per == PER_ENTRY else "per ticket and day"])


def billed(work_type: WorkType, seconds: int) -> int:
    """Give the billed seconds of so many seconds worked on a type that is billable."""
    return billed_seconds(seconds, work_type.rounding)
