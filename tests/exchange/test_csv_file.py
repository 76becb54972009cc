"""Any text export opens; what is none is told, with the next step; no row is ever guessed together."""

from pathlib import Path

import pytest

from techday.errors import NotFound, Refused
from techday.exchange import csv_file, file_kind
from techday.exchange.columns import is_header
from techday.exchange.csv_file import CsvFile, open_export, rows

HEADER = "Ticket ID,Subject,Status"


def opened(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> CsvFile:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_export(path, is_header)


def cells(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> list[list[str]]:
    return [row.cells for row in rows(opened(tmp_path, content, encoding))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_told_from_the_file_itself(tmp_path: Path, encoding: str) -> None:
    assert cells(tmp_path, f"{HEADER}\r\n1,Drucker für Müller: 5 € kaputt,Open\r\n", encoding) == [
        ["1", "Drucker für Müller: 5 € kaputt", "Open"]
    ]


def test_an_assumed_encoding_is_said(tmp_path: Path) -> None:
    assert "cp1252" in opened(tmp_path, f"{HEADER}\n1,Müller,Open\n", "cp1252").notes[0]
    assert opened(tmp_path, f"{HEADER}\n1,Müller,Open\n").notes == []


def test_a_file_that_promises_utf8_and_breaks_it_is_read_with_marks_and_said(tmp_path: Path) -> None:
    file = opened(tmp_path, b"\xef\xbb\xbfTicket ID,Subject\n1,M\xfcller\n")
    assert "not valid UTF-8" in file.notes[0]
    assert [row.cells for row in rows(file)] == [["1", "M\ufffdller"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_decided_from_the_header(tmp_path: Path, delimiter: str) -> None:
    content = delimiter.join(["Ticket ID", '"Subject, in words; or|so"', "Status"]) + "\n"
    content += delimiter.join(["1", '"a,b;c|d"', "Open"]) + "\n"
    assert cells(tmp_path, content) == [["1", "a,b;c|d", "Open"]]


def test_excels_own_separator_line_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    assert cells(tmp_path, "sep=;\r\nTicket ID;Subject\r\n1;a, b\r\n") == [["1", "a, b"]]


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    file = opened(tmp_path, f"Open tickets of the week\n\nPrinted,today\n{HEADER}\n1,Mail,Open\n")
    assert (file.header_line, file.header) == (4, HEADER.split(","))
    assert [row.cells for row in rows(file)] == [["1", "Mail", "Open"]]


def test_rows_know_the_line_on_which_they_begin(tmp_path: Path) -> None:
    file = opened(tmp_path, f'{HEADER}\n1,"two\nlines",Open\n\n , ,\n2,"say ""hi""",Open')
    assert [(row.line, row.cells[0]) for row in rows(file)] == [(2, "1"), (6, "2")]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8brest", "compressed"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"\xef\xbb\xbf  <html>", "web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b'{"tickets": []}', "JSON"),
        (b"BEGIN:VCALENDAR\n", "calendar"),
        (b"\x00\x01\x02\x03" * 50, "not a text file"),
        (b"", "empty"),
        (b"\n \n\n", "not even a header"),
    ],
)
def test_what_is_no_text_export_is_told_by_what_it_is(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(Refused) as caught:
        opened(tmp_path, content)
    assert word in caught.value.message
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_export(tmp_path / "nowhere.csv", is_header)
    with pytest.raises(Refused, match="is a folder"):
        open_export(tmp_path, is_header)
    with pytest.raises(Refused, match="cannot be read"):
        open_export(Path("nul\x00byte"), is_header)


@pytest.mark.parametrize("ending", ['"never closed', '"never closed\n2,Mail,Open\n'])
def test_a_quote_that_never_closes_refuses_the_file(tmp_path: Path, ending: str) -> None:
    """Everything after it would be swallowed into one cell, silently."""
    file = opened(tmp_path, f"{HEADER}\n1,Mail,Open\n2,{ending}")
    with pytest.raises(Refused, match="line 3: a quote is opened and never closed"):
        list(rows(file))


def test_sizes_have_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"{HEADER}\n" + "1,Mail,Open\n" * 5
    monkeypatch.setattr(csv_file, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        cells(tmp_path, content)
    monkeypatch.setattr(csv_file, "MOST_CHARACTERS_IN_CELL", 100)
    with pytest.raises(Refused, match="line 2: field larger"):
        cells(tmp_path, f"{HEADER}\n1,{'x' * 101},Open\n")
    monkeypatch.setattr(csv_file, "MOST_CHARACTERS_IN_LINE", 50)
    with pytest.raises(Refused, match="line 2: longer than 50"):
        cells(tmp_path, f"{HEADER}\n1,{'x' * 51},Open\n")
    monkeypatch.setattr(csv_file, "MOST_COLUMNS", 2)
    with pytest.raises(Refused, match="3 columns"):
        opened(tmp_path, content)
    monkeypatch.setattr(file_kind, "MOST_BYTES", 40)
    with pytest.raises(Refused, match="larger than"):
        opened(tmp_path, content)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = opened(tmp_path, f"{HEADER}\n1,Mail,Open\n")
    reading = rows(file)
    next(reading)
    with file.path.open("a") as more:
        more.write("2,Late,Open\n")
    with pytest.raises(Refused, match="changed while it was read"):
        list(reading)
