"""Bytes of a CSV file to header and rows."""

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.exchange.csv_rules import Line, Table, read_table


def rows(data: bytes, **options: str) -> list[Line]:
    return list(read_table(data, **options).rows)


def refusal(data: bytes, **options: str) -> str:
    with pytest.raises(Refused) as wrong:
        rows(data, **options)
    return str(wrong.value)


def test_a_file_gives_its_header_and_its_rows_with_their_line_numbers() -> None:
    table = read_table(b"name,town\nAcme,Oslo\nBeta,Rome\n")
    assert table.header == ["name", "town"]
    assert list(table.rows) == [(2, ["Acme", "Oslo"]), (3, ["Beta", "Rome"])]


def test_a_file_of_a_header_only_has_no_rows() -> None:
    assert rows(b"name,town\n") == []


def test_a_file_need_not_end_with_a_line_end() -> None:
    assert rows(b"name,town\nAcme,Oslo") == [(2, ["Acme", "Oslo"])]


def test_names_in_the_header_lose_the_spaces_around_them() -> None:
    assert read_table(b" name , town \n").header == ["name", "town"]


def test_two_columns_may_have_one_name() -> None:
    assert read_table(b"name,name\n").header == ["name", "name"]


def test_blank_rows_are_left_out_and_counted_as_lines() -> None:
    data = b"\n\nname,town\n\nAcme,Oslo\n  \n,\nBeta,Rome\n"
    assert rows(data) == [(5, ["Acme", "Oslo"]), (8, ["Beta", "Rome"])]


def test_a_row_counts_from_its_first_line_when_a_cell_has_several() -> None:
    data = b'name,note\nAcme,"first\nsecond\r\nthird"\nBeta,x\n'
    assert rows(data) == [(2, ["Acme", "first\nsecond\r\nthird"]), (5, ["Beta", "x"])]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_is_one(end: bytes) -> None:
    data = end.join([b"name,town", b"Acme,Oslo", b"Beta,Rome"])
    assert rows(data) == [(2, ["Acme", "Oslo"]), (3, ["Beta", "Rome"])]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("name,town\nPeña,Köln".encode(), "utf-8"),
        ("name,town\nPeña,Köln".encode("utf-8-sig"), "utf-8-sig"),
        ("\ufeffname,town\nPeña,Köln".encode("utf-16-le"), "utf-16"),
        ("\ufeffname,town\nPeña,Köln".encode("utf-16-be"), "utf-16"),
        ("name,town\nPeña,Köln".encode("utf-16-le"), "utf-16-le"),
        ("name,town\nPeña,Köln".encode("utf-16-be"), "utf-16-be"),
        ("\ufeffname,town\nPeña,Köln".encode("utf-32-le"), "utf-32"),
        ("name,town\nPeña,Köln".encode("cp1252"), "windows-1252"),
    ],
)
def test_the_encoding_is_found_out_and_said(data: bytes, encoding: str) -> None:
    table = read_table(data)
    assert (table.header, table.encoding) == (["name", "town"], encoding)
    assert list(table.rows) == [(2, ["Peña", "Köln"])]


def test_an_encoding_that_is_given_is_taken() -> None:
    table = read_table("name,town\nŁódź,x".encode("iso-8859-2"), encoding="iso-8859-2")
    assert (table.encoding, list(table.rows)) == ("iso-8859-2", [(2, ["Łódź", "x"])])


def test_a_mark_at_the_start_is_no_part_of_the_first_name_when_the_encoding_is_given() -> None:
    assert read_table(b"\xef\xbb\xbfname,town\n", encoding="utf-8").header == ["name", "town"]


def test_a_mark_in_the_middle_of_joined_files_is_dropped() -> None:
    data = b"\xef\xbb\xbfname,town\nAcme,Oslo\n\xef\xbb\xbfBeta,Rome\n"
    assert rows(data) == [(2, ["Acme", "Oslo"]), (3, ["Beta", "Rome"])]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out_and_said(sign: str) -> None:
    table = read_table(f"name{sign}town\nAcme{sign}Oslo\n".encode())
    assert (table.delimiter, table.header) == (sign, ["name", "town"])


def test_decimal_commas_do_not_make_the_comma_the_delimiter() -> None:
    table = read_table(b"client, name;total, net\nAcme;1,50\nBeta;2,25\n")
    assert table.delimiter == ";"


def test_a_semicolon_in_a_name_does_not_make_it_the_delimiter() -> None:
    table = read_table(b"name,tags; all,town\nAcme,a,Oslo\nBeta,b;c,Rome\n")
    assert table.delimiter == ","


def test_a_file_of_one_column_has_commas() -> None:
    table = read_table(b"name\nAcme\n")
    assert (table.delimiter, list(table.rows)) == (",", [(2, ["Acme"])])


def test_a_delimiter_on_top_of_the_file_is_taken_and_counts_as_a_line() -> None:
    table = read_table(b"sep=^\r\nname^town\r\nAcme^Oslo\r\n")
    assert (table.delimiter, table.header) == ("^", ["name", "town"])
    assert list(table.rows) == [(3, ["Acme", "Oslo"])]


def test_a_given_delimiter_wins_over_the_one_on_top_of_the_file() -> None:
    assert read_table(b"sep=;\na,b;c\n", delimiter=",").header == ["a", "b;c"]


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("tab", "\t"),
        ("\\t", "\t"),
        ("\t", "\t"),
        ("comma", ","),
        ("Semicolon", ";"),
        ("pipe", "|"),
        ("^", "^"),
        ("|", "|"),
    ],
)
def test_a_delimiter_is_given_by_name_or_by_sign(written: str, sign: str) -> None:
    assert read_table(b"name\n", delimiter=written).delimiter == sign


@pytest.mark.parametrize("written", ["", ";;", "x", "7", " ", '"', "\n", "dash"])
def test_what_cannot_part_cells_is_no_delimiter(written: str) -> None:
    with pytest.raises(WrongUsage, match="is not a delimiter"):
        read_table(b"name\n", delimiter=written)


@pytest.mark.parametrize("name", ["utf-9", "base64", "läuft"])
def test_an_unknown_encoding_is_wrong_usage(name: str) -> None:
    with pytest.raises(WrongUsage, match="unknown encoding"):
        read_table(b"name\n", encoding=name)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", b",,\n"])
def test_a_file_with_nothing_in_it_is_refused(data: bytes) -> None:
    assert refusal(data) == "the file is empty"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "an Excel workbook or a zip file"),
        (b"\xd0\xcf\x11\xe0rest", "an Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8brest", "a compressed file"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_name(data: bytes, what: str) -> None:
    assert refusal(data) == f"this is {what}, not CSV"


@pytest.mark.parametrize("data", [b"\x89PNG\0\0\0\x0d", b"name\n" + b"Acme\nBeta\0\n" * 100])
def test_a_file_full_of_nul_bytes_is_no_text(data: bytes) -> None:
    assert refusal(data) == "this is not a text file: it has NUL bytes"


def test_one_nul_byte_in_a_row_leaves_the_file_readable() -> None:
    data = b"name,town\n" + b"Acme,Oslo\n" * 40 + b"Be\0ta,Rome\n"
    assert rows(data)[-1] == (42, ["Be\0ta", "Rome"])


def test_text_that_is_not_of_the_given_encoding_is_refused_with_its_line() -> None:
    assert refusal(b"name\nAcme\nPe\xf1a\n", encoding="utf-8") == "line 3: this is not utf-8"


def test_text_that_is_of_no_encoding_we_guess_is_refused() -> None:
    assert refusal(b"name\nPe\x81\xf1a\n") == "the file does not say which encoding it has"


def test_without_a_header_columns_are_called_by_their_places() -> None:
    table = read_table(b"2026-01-02,Rent\n2026-01-03,Fee\n", has_header=False)
    assert (table.header, list(table.rows)) == (
        ["#1", "#2"],
        [(1, ["2026-01-02", "Rent"]), (2, ["2026-01-03", "Fee"])],
    )


def test_text_that_breaks_the_promise_of_its_mark_is_refused() -> None:
    assert refusal(b"\xff\xfen\0a\0m") == "the text is not utf-16"


def test_a_quote_that_is_never_closed_is_refused_with_the_line_of_its_row() -> None:
    data = b'name,town\nAcme,Oslo\nBeta,"Rome\nGamma,Bonn\n'
    assert refusal(data) == "line 3: a quote is opened and never closed"


def test_a_quote_opened_by_the_last_sign_of_the_file_is_refused() -> None:
    assert refusal(b'name,town\nAcme,"') == "line 2: a quote is opened and never closed"


def test_a_header_with_a_quote_never_closed_is_refused() -> None:
    assert refusal(b'name,"town\nAcme,Oslo\n') == "line 1: a quote is opened and never closed"


def test_a_long_note_is_read() -> None:
    note = "x" * 300_000
    assert rows(f"name,note\nAcme,{note}\n".encode()) == [(2, ["Acme", note])]


def test_a_cell_past_all_measure_is_refused_with_its_line() -> None:
    data = b'name,note\nAcme,"' + b"x" * 10_000_001 + b'"\n'
    assert refusal(data) == "line 2: field larger than field limit (10000000)"


def test_rows_are_read_as_they_are_asked_for() -> None:
    table = read_table(b'name,town\nAcme,Oslo\nBeta,"Rome\n')
    assert next(table.rows) == (2, ["Acme", "Oslo"])
    with pytest.raises(Refused):
        next(table.rows)


# NUL, lone surrogates and byte order marks are no text; the rest is fair, quotes and line ends too
WIDE = st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])
WESTERN = st.characters(codec="cp1252", exclude_characters="\0")


def written(table: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue()


def lines_of(table: list[list[str]]) -> list[int]:
    """The line each row begins on: line ends in the cells before it, and one for each row."""
    starts, line = [], 1
    for row in table:
        starts.append(line)
        line += 1 + len([*io.StringIO("x".join(row) + "x", newline="")]) - 1
    return starts


def read_back(table: list[list[str]], encoding: str, delimiter: str) -> Table:
    assume(all(any(cell.strip() for cell in row) for row in table))
    read = read_table(written(table, delimiter).encode(encoding), encoding=encoding, delimiter=delimiter)
    assert read.header == [cell.strip() for cell in table[0]]
    numbers = lines_of(table)[1:]
    assert list(read.rows) == list(zip(numbers, table[1:], strict=True))
    return read


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    cell = st.text(letters | st.sampled_from("\",;|\t\n\r '="), max_size=8)
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=6)
    )


@settings(max_examples=60)
@given(tables(WIDE), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(",;\t|"))
def test_every_table_reads_back_as_written(table: list[list[str]], encoding: str, delimiter: str) -> None:
    read_back(table, encoding, delimiter)


@settings(max_examples=40)
@given(tables(WESTERN), st.sampled_from(",;\t|"))
def test_every_western_table_reads_back_as_written(table: list[list[str]], delimiter: str) -> None:
    read_back(table, "cp1252", delimiter)


PLAIN = st.text(st.sampled_from("abcXYZ éñß019"), min_size=1, max_size=6).map(lambda text: f"a{text}")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@settings(max_examples=60)
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(PLAIN, min_size=width, max_size=width), min_size=2)
    ),
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t|"),
)
def test_what_is_plain_is_found_out(table: list[list[str]], encoding: str, delimiter: str) -> None:
    read = read_table(written(table, delimiter).encode(encoding))
    assert (read.encoding, read.delimiter) == (encoding, delimiter)
    assert [line.cells for line in read.rows] == table[1:]


@settings(max_examples=80)
@given(st.binary(max_size=200))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    try:
        numbers = [line.number for line in read_table(data).rows]
    except Refused:
        return
    assert numbers == sorted(set(numbers))
