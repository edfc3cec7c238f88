"""From the bytes of somebody's CSV file to its header and rows: delimiter, line numbers, a header or none."""

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.exchange.encoding_rules import decoded
from acctmgr.exchange.jsonl_rules import header_of, is_json_lines, rows_of
from acctmgr.exchange.mapping_rules import AfterGap

CELL_CHARS_MAX = 10_000_000  # longer than any note; a bigger "cell" is a quote that was never closed

_DELIMITER_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
_LIKELY = "\t;|,"  # where two fit equally well the earlier is right: commas are also decimal signs


class Line(NamedTuple):
    """One row of the file; number: the line it begins on, counted from 1."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """A file; rows are read as they are asked for and raise Refused where they can't be.

    delimiter: empty for JSON Lines. sample: a word of the file, where its encoding is a guess.
    """

    header: list[str]
    rows: Iterator[Line]
    encoding: str
    delimiter: str
    sample: str = ""


def read_table(
    data: bytes, *, encoding: str | None = None, delimiter: str | None = None, has_header: bool = True
) -> Table:
    """The header and the rows, blank ones left out; what is not given is found out.

    Without a header the columns are called by their places: #1, #2. Raises Refused for what is no CSV text,
    WrongUsage for an unknown encoding or delimiter.
    """
    found = decoded(data, encoding)
    if not delimiter and is_json_lines(found.text):
        names = header_of(found.text)
        lines = (Line(*row) for row in rows_of(found.text, names))
        return Table(names, lines, found.encoding, "", found.sample)
    separator, text = _separator(found.text, delimiter)
    rows = _rows(text, separator)
    first = next(rows, None)
    if first is None:
        raise Refused("the file is empty", hint="its first line should name the columns")
    if has_header:
        header = [name.strip() for name in first.cells]
    else:
        header, rows = [f"#{place + 1}" for place in range(len(first.cells))], chain([first], rows)
    return Table(header, rows, found.encoding, separator, found.sample)


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
    number, has_gap = 1, False
    try:
        for cells in reader:
            if over:  # a row that comes after the last line was still waiting for its quote
                hint = f'find the " on line {number} that has no partner'
                raise Refused(f"line {number}: a quote is opened and never closed", hint=hint)
            is_filled = any(map(str.strip, cells))
            if is_filled:
                has_gap = has_gap and len(cells) == 1
                yield Line(number, [AfterGap(cells[0])] if has_gap else cells)
            has_gap = has_gap or not is_filled
            number = reader.line_num + 1
    except csv.Error as wrong:
        raise Refused(f"line {number}: {wrong}", hint="is a quote not closed there?") from None


def _noting_the_end(over: list[bool]) -> Iterator[str]:
    """No lines, but a note when the lines before it have been used up."""
    over.append(True)
    yield from ()
