"""Columns are known by the names that help desks use, as whole names; a person can choose otherwise."""

import pytest

from techday.errors import BadUsage, Refused
from techday.exchange.columns import FIELDS, header_key, is_header, key, map_columns, read_choices, source_of


def mapping(header: str, chosen: dict[str, str] | None = None) -> dict[str, str]:
    return map_columns(header.split(","), chosen or {}).shown


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Assigned To", "assignedto"),
        ("short_description", "shortdescription"),
        ("Ticket #", "ticket"),
        ("#", "#"),
        ("\ufeffTicket\u200b ID", "ticketid"),
        ("  ", ""),
    ],
)
def test_headers_are_compared_by_letters_and_digits(header: str, expected: str) -> None:
    assert key(header) == expected


def test_only_whole_names_count() -> None:
    shown = mapping(
        "CI_Name,CI_Cat,Incident_ID,Status,Alert_Status,Priority,Category,Related_Incident,Open_Time,Close_Time,"
        "Closure_Code"
    )
    assert shown == {
        "CI_Name": "asset",
        "Incident_ID": "id",
        "Status": "status",
        "Priority": "priority",
        "Category": "category",
        "Open_Time": "opened",
        "Close_Time": "closed",
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Configuration item", "asset"),
        ("cmdb_ci", "asset"),
        ("Asset", "asset"),
        ("Device Name", "asset"),
        ("Configuration", "asset"),
        ("Resolution", "fix"),
        ("Resolution notes", "fix"),
        ("close_notes", "fix"),
    ],
)
def test_the_device_and_the_fix_are_known_by_what_help_desks_call_them(header: str, field: str) -> None:
    assert mapping(f"Id,{header}") == {"Id": "id", header: field}


def test_how_long_a_resolution_took_is_no_fix_and_no_date() -> None:
    assert mapping("Id,Resolution Time (hours),Resolution status,Resolution code") == {"Id": "id"}


def test_the_better_name_wins_and_the_other_column_stays_unused() -> None:
    assert mapping("Id,Issue key,Summary,Title,Urgency,Priority,Type,Category") == {
        "Issue key": "id",
        "Summary": "title",
        "Priority": "priority",
        "Type": "type",
        "Category": "category",
    }


def test_of_a_repeated_header_the_first_column_counts() -> None:
    assert map_columns(["Id", "Status", "Subject", "status"], {}).position["status"] == 1


def test_a_person_can_choose_and_ignore_columns() -> None:
    assert mapping("Nr,Wer,Status,Id", {"Nr": "id", "wer": "owner", "Status": "-"}) == {"Nr": "id", "Wer": "owner"}


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"Nobody": "owner"}, "no column Nobody"),
        ({"Subject": "colour"}, "No field colour"),
        ({"Subject": "title", "Status": "title"}, "Two columns"),
    ],
)
def test_a_choice_that_cannot_be_is_told(chosen: dict[str, str], message: str) -> None:
    with pytest.raises(BadUsage, match=message) as caught:
        map_columns(["Id", "Subject", "Status"], chosen)
    assert caught.value.hint


def test_a_file_without_a_number_is_refused_with_its_columns() -> None:
    with pytest.raises(Refused, match="Name, Phone") as caught:
        map_columns(["Name", "Phone"], {})
    assert "COLUMN=id" in caught.value.hint


@pytest.mark.parametrize("word", ["owner", "=owner", "Agent=", "  =  "])
def test_a_map_that_names_no_field_is_told(word: str) -> None:
    with pytest.raises(BadUsage, match="--map"):
        read_choices([word])


def test_a_column_with_an_equals_sign_can_be_chosen() -> None:
    assert read_choices(["a=b=Owner"]) == {"a=b": "owner"}


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("Summary,Issue key,Status", "jira"),
        ("number,opened_at,short_description,state", "servicenow"),
        ("Number,State,Created,Assignment group", "servicenow"),
        ("ticket id,Subject,CREATED TIME", "freshdesk"),
        ("Ticket Number,Subject,Thread Count", "osticket"),
        ("#,Project,Tracker,Subject", "redmine"),
        ("Ticket #,Summary,Company,Board,Resources", "generic"),
    ],
)
def test_the_system_is_told_by_a_column_that_only_it_has(header: str, source: str) -> None:
    assert source_of(header.split(",")) == source


def test_a_header_is_told_from_a_title_and_from_a_row() -> None:
    assert is_header(["Id", "Subject"])
    assert is_header(["Nr", "Was"], named=["nr"])
    assert not is_header(["Id"])
    assert not is_header(["Tickets of the week", "", ""])
    assert not is_header(["1049213", "Mail is down"])


def test_a_header_is_remembered_whatever_its_case() -> None:
    assert header_key(["Ticket ID", "Subject", ""]) == header_key(["ticket_id", "SUBJECT"])


def test_no_name_stands_for_two_fields() -> None:
    names = [name for listed in FIELDS.values() for name in listed]
    assert len(names) == len(set(names))
