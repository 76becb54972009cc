"""Which column of an export is which field, and which system wrote it.

Headers are compared by their letters and digits alone, casefolded, against the names that help desks and PSAs use.
A header must be one of those names as a whole: `CI_Cat`, `Related_Incident` and `Alert_Status` are no category, number
or status. Where two columns fit one field, the name that stands earlier in its list is the better one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from techday.core.text import clean_line, nearest
from techday.errors import BadUsage, Refused

# The best name first. "#" stands for a header without letters and digits.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": tuple(
        "ticketnumber ticketid ticketno ticketref ticketreference ticket issuekey incidentid incidentnumber incident"
        " requestid requestnumber caseid casenumber taskid number no # id issueid reference ref key".split()
    ),
    "title": tuple(
        "summary summarydescription subject tickettitle title shortdescription ticketsubject ticketsummary ticketname"
        " issuesummary headline".split()
    ),
    "client": tuple(
        "company client account organization organisation customer companyname clientname accountname"
        " organizationname organisationname customername project projectname projectkey".split()
    ),
    "owner": tuple(
        "owner ticketowner resources primaryresource agent assignee assignedto agentassigned assignedagent agentname"
        " assigneename assignedtechnician technician assignedresource resource assignedengineer engineer"
        " assigned".split()
    ),
    "requester": tuple(
        "requester requestername requestedby caller callerid from fromname reporter reportedby contact contactname"
        " user username enduser author openedby createdby submittedby submitter".split()
    ),
    "status": tuple("status state currentstatus ticketstatus incidentstate statusname issuestatus".split()),
    "priority": tuple("priority ticketpriority prioritylevel priorityname severity urgency".split()),
    "category": tuple("category ticketcategory issuecategory helptopic topic".split()),
    "type": tuple("type tickettype issuetype requesttype tracker worktype".split()),
    "asset": tuple(
        "configurationitem configurationitemname ciname ci cmdbci configuration configurationname asset assetname"
        " assettag device devicename installedproduct hostname computername".split()
    ),
    "opened": tuple(
        "opened openedat openeddate openedon dateopened opendate opentime created createdat createddate createdtime"
        " createdon createtime creationdate datecreated createddatetime logged loggedat datelogged dateentered entered"
        " requested requestedat reported reporteddate datereported submitted submittedat datesubmitted".split()
    ),
    "updated": tuple(
        "updated updatedat updateddate updatedtime updatedon lastupdated lastupdate lastupdatedat lastupdatetime"
        " lastupdatedtime lastupdateddate dateupdated sysupdatedon lastmodified lastmodifieddate modified modifiedat"
        " modifiedtime lastactivity lastactivitydate lastactiondate lastaction".split()
    ),
    "due": tuple(
        "due dueat duedate dueon duebytime dueby duetime datedue targetdate fixbydate resolveby deadline".split()
    ),
    "resolved": tuple(
        "resolved resolvedat resolveddate resolvedtime resolvedon dateresolved resolutiondate solved solvedat"
        " completed completedat completeddate datecompleted".split()
    ),
    "closed": tuple("closed closedat closeddate closedtime closedon dateclosed closedate closetime".split()),
    "body": tuple("description body details ticketdescription issuedescription longdescription message".split()),
    # Not closure codes: `Operator error` says what was wrong at most, and a fix says what was done.
    "fix": tuple(
        "closenotes closurenotes closingnotes resolutionnotes resolutionnote resolutiondetails resolutiondescription"
        " resolutionsummary solution resolution".split()
    ),
}
DATE_FIELDS = ("opened", "updated", "due", "resolved", "closed")
IGNORED = "-"

GENERIC = "generic"


class Columns(NamedTuple):
    """Which column holds which field: by position, and in the words of the header."""

    position: dict[str, int]
    shown: dict[str, str]


def key(header: str) -> str:
    """Give what headers are compared by: letters and digits, casefolded; a header without any stands for itself.

    >>> key("Assigned To"), key("short_description"), key("Ticket #"), key("#")
    ('assignedto', 'shortdescription', 'ticket', '#')
    """
    text = clean_line(header, 200).casefold()
    return "".join(filter(str.isalnum, text)) or text.strip()


ID_NAMES = frozenset(FIELDS["id"])
FIELD_OF: dict[str, str] = {name: field for field, names in FIELDS.items() for name in names}


def header_key(header: Sequence[str]) -> str:
    """Give the key under which a header is remembered."""
    return "|".join(map(key, header)).rstrip("|")


def is_header(cells: Sequence[str], named: Sequence[str] = ()) -> bool:
    """Tell a header from a title or a row: it names an id and one more field, or all the columns of `named`."""
    keys = set(map(key, cells))
    if named and keys.issuperset(map(key, named)):
        return True
    return "id" in (fields := {FIELD_OF[name] for name in keys if name in FIELD_OF}) and len(fields) > 1


def source_of(header: Sequence[str]) -> str:
    """Give the system that writes this header, told by columns that only it has; else "generic"."""
    keys = set(map(key, header))
    if "issuekey" in keys:
        return "jira"
    if "shortdescription" in keys or {"number", "assignmentgroup"} <= keys:
        return "servicenow"
    if {"createdtime", "ticketid"} <= keys:
        return "freshdesk"
    if "threadcount" in keys:
        return "osticket"
    if "tracker" in keys:
        return "redmine"
    return GENERIC


def map_columns(header: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Find the column of each field: as chosen (header to field, `-` for none), else by the best name.

    Of repeated headers the first one counts. Raises BadUsage for a choice of an unknown column or field, Refused where
    no column holds the ticket's number.
    """
    position: dict[str, int] = {}
    columns: dict[str, int] = {}
    for place, name in enumerate(header):
        columns.setdefault(key(name), place)
    columns.pop("", None)
    taken = set()
    for name, field in chosen.items():
        place = column_named(name, header, columns)
        taken.add(place)
        if field == IGNORED:
            continue
        if field not in FIELDS:
            near = nearest(field, FIELDS) or list(FIELDS)
            raise BadUsage(f"No field {clean_line(field, 40)}", hint=f"A column can be: {', '.join(near)}")
        if field in position:
            raise BadUsage(f"Two columns are named as {field}", hint='Name one: --map "COLUMN=field"')
        position[field] = place
    for field, names in FIELDS.items():
        free = (columns[name] for name in names if name in columns and columns[name] not in taken)
        if field not in position and (found := next(free, None)) is not None:
            position[field] = found
    if "id" not in position:
        shown = ", ".join(clean_line(name, 30) for name in header[:12] if name.strip())
        raise Refused(
            f"No column holds the ticket's number; the columns are: {shown}", hint='Name it with --map "COLUMN=id"'
        )
    return Columns(position, {clean_line(header[place], 80) or "(empty)": field for field, place in position.items()})


def column_named(name: str, header: Sequence[str], columns: Mapping[str, int]) -> int:
    """Give the position of the column that a person named; raises BadUsage with the nearest ones."""
    place = columns.get(key(name))
    if place is not None:
        return place
    near = nearest(name, [column for column in header if column.strip()])
    hint = f"Did you mean {', '.join(clean_line(column, 60) for column in near)}?" if near else "See the file's header"
    raise BadUsage(f"The file has no column {clean_line(name, 60)}", hint=hint)


def read_choices(words: Sequence[str]) -> dict[str, str]:
    """Read what `--map` says, each "COLUMN=field", or "COLUMN=-" to ignore a column; raises BadUsage."""
    chosen = {}
    for word in words:
        column, equals, field = word.rpartition("=")
        if not equals or not column.strip() or not field.strip():
            raise BadUsage(
                f"--map {clean_line(word, 60)} does not say which field", hint='Write --map "Agent Assigned=owner"'
            )
        chosen[column.strip()] = key(field)
    return chosen
