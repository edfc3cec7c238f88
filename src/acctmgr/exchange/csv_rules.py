"""From the bytes of somebody's CSV file to its header and rows: encoding, delimiter, line numbers."""

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.exchange.jsonl_rules import header_of, is_json_lines, rows_of

CELL_CHARS_MAX = 10_000_000  # longer than any note; a bigger "cell" is a quote that was never closed

_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",  # begins like UTF-16's, so it is asked first
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}
_BOM = "\ufeff"
_DELIMITER_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
_LIKELY = "\t;|,"  # where two fit equally well the earlier is right: commas are also decimal signs


class Line(NamedTuple):
    """One row of the file; number: the line it begins on, counted from 1."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """A file; rows are read as they are asked for and raise Refused where they can't be.

    delimiter: empty for JSON Lines.
    """

    header: list[str]
    rows: Iterator[Line]
    encoding: str
    delimiter: str


def read_table(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The header and the rows, blank ones left out; what is not given is found out.

    Raises Refused for what is no CSV text, WrongUsage for an unknown encoding or delimiter.
    """
    text, encoding = _decoded(data, encoding)
    if not delimiter and is_json_lines(text):
        names = header_of(text)
        return Table(names, (Line(*row) for row in rows_of(text, names)), encoding, "")
    separator, text = _separator(text, delimiter)
    rows = _rows(text, separator)
    header = next(rows, None)
    if header is None:
        raise Refused("the file is empty", hint="its first line should name the columns")
    return Table([name.strip() for name in header.cells], rows, encoding, separator)


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The text without byte order marks (joined files have them in the middle), and its encoding."""
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            raise Refused(f"this is {kind}, not CSV", hint="save it as CSV and import that")
    if encoding:
        text = _decoded_as(data, encoding)
    else:
        text, encoding = _decoded_by_guess(data)
    text = text.replace(_BOM, "")
    _refuse_binary(text)
    return text, encoding


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        hint = "for example: utf-8, utf-16, windows-1252"
        raise WrongUsage(f"unknown encoding {encoding!r}", hint=hint) from None
    except UnicodeError as wrong:
        start = wrong.start if isinstance(wrong, UnicodeDecodeError) else 0
        number = data.count(b"\n", 0, start) + 1
        hint = "leave out --encoding to have it found out"
        raise Refused(f"line {number}: this is not {encoding}", hint=hint) from None


def _decoded_by_guess(data: bytes) -> tuple[str, str]:
    marked = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None) or _bare_utf16(data)
    for encoding in [marked] if marked else ["utf-8", "windows-1252"]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    hint = "say which encoding it has, for example: --encoding iso-8859-2"
    raise Refused(f"the text is not {marked or 'UTF-8 and not Windows-1252'}", hint=hint)


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: Western text has a NUL in every other byte, always on the same side."""
    first, second = data[:4096:2], data[1:4096:2]
    few, many = len(second) * 0.05, len(second) * 0.5
    if second.count(0) > many and first.count(0) <= few:
        return "utf-16-le"
    if first.count(0) > many and second.count(0) <= few:
        return "utf-16-be"
    return None


def _refuse_binary(text: str) -> None:
    """A NUL in one row spoils that row only; at the top, or all over, it says that this is no text."""
    nuls = text.count("\0")
    if nuls and ("\0" in text[:200] or nuls > len(text) // 100):
        hint = "save it as CSV; if it is text, say its --encoding"
        raise Refused("this is not a text file: it has NUL bytes", hint=hint)


def _separator(text: str, delimiter: str | None) -> tuple[str, str]:
    """The delimiter, and the text without the line `sep=;` that some spreadsheets put on top."""
    first, newline, _ = text.partition("\n")
    declared = first.strip("\r").removeprefix("sep=") if first.startswith("sep=") else ""
    if len(declared) == 1:
        text = newline + text[len(first) + 1 :]  # an empty line in its place keeps the line numbers
    if delimiter is not None:
        return delimiter_of(delimiter), text
    return declared if len(declared) == 1 else _likeliest(text), text


def delimiter_of(text: str) -> str:
    """The sign meant by `--delimiter`: a name, or the sign itself."""
    sign = _DELIMITER_NAMES.get(text.lower(), text)
    if len(sign) != 1 or sign.isalnum() or sign in '" \r\n\0':
        names = "comma, semicolon, tab, pipe, or one sign such as ^"
        raise WrongUsage(f"{text!r} is not a delimiter", hint=f"one of: {names}")
    return sign


def _likeliest(text: str) -> str:
    """The delimiter that parts the header and gives the most rows as many cells as the header has."""
    fits = {sign: _fit(text[:100_000], sign) for sign in _LIKELY}
    best = max(_LIKELY, key=fits.__getitem__)
    return best if fits[best] > (0, 0) else ","


def _fit(text: str, sign: str) -> tuple[float, int]:
    sample = islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 50)
    widths = [len(cells) for cells in sample if cells]
    if not widths or widths[0] == 1:
        return 0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _rows(text: str, separator: str) -> Iterator[Line]:
    csv.field_size_limit(CELL_CHARS_MAX)
    over: list[bool] = []
    reader = csv.reader(chain(io.StringIO(text, newline=""), _noting_the_end(over)), delimiter=separator)
    number = 1
    try:
        for cells in reader:
            if over:  # a row that comes after the last line was still waiting for its quote
                hint = f'find the " on line {number} that has no partner'
                raise Refused(f"line {number}: a quote is opened and never closed", hint=hint)
            if any(map(str.strip, cells)):
                yield Line(number, cells)
            number = reader.line_num + 1
    except csv.Error as wrong:
        raise Refused(f"line {number}: {wrong}", hint="is a quote not closed there?") from None


def _noting_the_end(over: list[bool]) -> Iterator[str]:
    """No lines, but a note when the lines before it have been used up."""
    over.append(True)
    yield from ()
