"""What help desks call a status and a priority, in the words of techday.

Words are compared by letters and digits alone, so `1 - Critical`, `P1` and `>Critical` meet the same entry. A word
that stands in no list is kept as written and reported, never dropped: its ticket counts as being worked on, with
priority 3.
"""

from typing import NamedTuple

from techday.exchange.columns import key
from techday.exchange.models import SourceState, WaitingFor

# What exports write where there is nothing.
NOTHING = frozenset(
    "ns na n/a ? ?? - -- --- null nil none (none) nan #n/a undefined (blank) (empty) [] {} unassigned (unassigned)"
    " \"\" '' <null> [null] not_assigned".split()
) | {"not assigned", "no one", "-none-", "--none--"}
LONGEST_NOTHING = max(map(len, NOTHING))

UNKNOWN_PRIORITY = 3


class Status(NamedTuple):
    """A state of techday's, and on whom a waiting ticket waits."""

    state: SourceState
    waiting_for: WaitingFor | None = None


NEW = Status("new")
WORKING = Status("working")
ON_CUSTOMER = Status("waiting", "customer")
ON_VENDOR = Status("waiting", "vendor")
ON_PARTS = Status("waiting", "parts")
SCHEDULED = Status("waiting", "scheduled")
RESOLVED = Status("resolved")
CLOSED = Status("closed")

STATUSES: dict[str, Status] = {
    word: status
    for status, listed in (
        (NEW, "new unassigned created logged submitted received todo backlog untouched triage newemail newportal"),
        (
            WORKING,
            "open opened working workinprogress inprogress wip active assigned accepted acknowledged ongoing started"
            " investigating inreview review reopened reopen escalated updated customerresponded clientresponded"
            " customerreplied customerupdated responded replied dispatched enroute onsite testing"
            " selectedfordevelopment",
        ),
        (
            ON_CUSTOMER,
            "pending waiting pendingcustomer pendinguser pendingclient pendingrequester pendingcaller awaitingcaller"
            " awaitinguserinfo awaitingcustomer awaitingclient awaitinguser awaitingreply awaitingresponse awaitinginfo"
            " waitingforcustomer waitingoncustomer waitingcustomer waitingforclient waitingonclient waitingclient"
            " waitingclientresponse waitingcustomerresponse waitingforuser waitingonuser waitingforreply"
            " waitingforresponse waitingforinfo needinfo needmoreinfo moreinfo feedback answered withuser withcustomer"
            " userhold customerhold clienthold userresponse",
        ),
        (
            ON_VENDOR,
            "onhold hold held waitingforvendor waitingonvendor waitingvendor pendingvendor awaitingvendor vendor"
            " vendorhold withvendor waitingonthirdparty waitingforthirdparty awaitingthirdparty pendingthirdparty"
            " waitingon3rdparty thirdparty withsupplier waitingforsupplier waitingonsupplier awaitingsupplier"
            " waitingforsupport blocked deferred suspended pendingapproval awaitingapproval waitingforapproval",
        ),
        (
            ON_PARTS,
            "waitingforparts waitingonparts waitingparts awaitingparts pendingparts partsordered onorder"
            " waitingmaterials waitingformaterials waitingonmaterials",
        ),
        (SCHEDULED, "scheduled pendingchange awaitingchange pendingschedule planned rescheduled scheduledonsite"),
        (
            RESOLVED,
            "resolved solved fixed completed complete done resolution workcomplete awaitingclosure pendingclosure"
            " tobeclosed",
        ),
        (
            CLOSED,
            "closed close archived cancelled canceled rejected withdrawn duplicate merged declined abandoned invalid"
            " closedresolved closedcomplete closedincomplete closedcancelled closedskipped closedunresolved wontfix"
            " wontdo deleted spam",
        ),
    )
    for word in listed.split()
}

# What Jira offers as resolutions besides the words above: how it ended, not what was done.
ENDINGS = frozenset("cannotreproduce hardwarefailure incomplete knownerror notabug softwarefailure unresolved".split())
LONGEST_ENDING = 40

# The states of an incident as ServiceNow's base system numbers them, in exports of raw values.
SERVICENOW_STATES = {
    "1": NEW, "2": WORKING, "3": ON_VENDOR, "4": ON_CUSTOMER, "5": ON_VENDOR, "6": RESOLVED, "7": CLOSED, "8": CLOSED,
}  # fmt: skip

WAITING_ON = (
    ("vendor", ON_VENDOR), ("supplier", ON_VENDOR), ("party", ON_VENDOR), ("approval", ON_VENDOR),
    ("part", ON_PARTS), ("material", ON_PARTS), ("hardware", ON_PARTS), ("schedul", SCHEDULED), ("change", SCHEDULED),
)  # fmt: skip
BEGINNINGS = (
    ("closed", CLOSED),
    ("cancel", CLOSED),
    ("resolved", RESOLVED),
    ("completed", RESOLVED),
    ("inprogress", WORKING),
)

PRIORITIES: dict[str, int] = {
    word: number
    for number, listed in (
        (
            1,
            "1 0 critical urgent emergency highest blocker p1 p0 prio1 priority1 sev1 severity1 s1 immediate"
            " showstopper",
        ),
        (2, "2 high major important p2 prio2 priority2 sev2 severity2 s2"),
        (3, "3 medium moderate normal standard average p3 prio3 priority3 sev3 severity3 s3 default"),
        (4, "4 5 low lowest minor trivial planning none p4 p5 prio4 priority4 sev4 severity4 s4 verylow nonurgent"),
    )
    for word in listed.split()
}


def is_nothing(text: str) -> bool:
    """Tell a cell that says nothing (`NS`, `?`, `null`) from one that does; `text` has no blanks around it."""
    return not text or (len(text) <= LONGEST_NOTHING and text.casefold() in NOTHING)


def status_of(text: str, source: str) -> Status | None:
    """Give what a status as written means, or None where no list knows it."""
    if source == "servicenow" and text in SERVICENOW_STATES:
        return SERVICENOW_STATES[text]
    for part in candidates(text):
        if found := STATUSES.get(part):
            return found
    return status_by_beginning(key(text))


def status_by_beginning(word: str) -> Status | None:
    """Give what a longer status means by the word it begins with: `Waiting for the vendor's engineer`."""
    if word.startswith(("waiting", "awaiting", "pending", "onhold")):
        for part, status in WAITING_ON:
            if part in word:
                return status
        return ON_CUSTOMER
    for beginning, status in BEGINNINGS:
        if word.startswith(beginning):
            return status
    return None


def is_ending(text: str) -> bool:
    """Tell a resolution that only says that it is over (`Done`, `Won't Fix`) from one that says what was done."""
    if len(text) > LONGEST_ENDING:
        return False
    word = key(text)
    return word in ENDINGS or STATUSES.get(word) in (RESOLVED, CLOSED)


def priority_of(text: str) -> int | None:
    """Give what a priority as written means, 1 (highest) to 4, or None where no list knows it."""
    for part in candidates(text):
        if found := PRIORITIES.get(part):
            return found
    return None


def candidates(text: str) -> list[str]:
    """Give what to look up of a word, best first: all of it, without a bracket at its end, its number, its name.

    >>> candidates("1 - Critical")
    ['1critical', '1critical', '1', 'critical']
    """
    whole = key(text)
    outside = key(text.partition("(")[0])
    first, dash, rest = text.partition("-")
    if not dash:
        first, dash, rest = text.partition(" ")
    number = key(first) if key(first)[-1:].isdigit() else ""
    return [part for part in (whole, outside, number, key(rest) if number else "") if part]
