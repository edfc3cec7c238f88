"""Rows of a report under headings, in columns that line up over all of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from acctmgr.core.text import cells, pad
from acctmgr.ui.columns import GAP, Column, Fit, columns_of, fit, head_of
from acctmgr.ui.plain import block_lines, wrap
from acctmgr.ui.screen import Screen
from acctmgr.ui.shapes import Report

_INDENT = "    "
_ROOMY = 22


def section_lines(report: Report, screen: Screen | None) -> Iterator[str]:
    """A head, then each heading with its rows; without a screen every row is one line."""
    columns, below, fitted = _shared_out(report, screen)
    if fitted is None:
        yield from block_lines(_without_totals(report), screen.width if screen else 0)
        return
    bold = screen.bold if screen else str
    yield bold(_line(columns, [column.head for column in columns], fitted))
    for heading, places in groupby(range(len(report.rows)), key=report.sections.__getitem__):
        yield ""
        yield bold(heading)
        for place in places:
            yield from _wrapped(columns, [column.texts[place] for column in columns], fitted)
            yield from (_INDENT + text for text in below[place : place + 1])


def _shared_out(report: Report, screen: Screen | None) -> tuple[list[Column], list[str], Fit | None]:
    """The columns, what goes below each row instead, and how they share the screen."""
    columns = _without_totals(report)
    none: list[str] = []
    if screen is None:
        return columns, none, Fit([max(column.width(), cells(column.head)) for column in columns])
    short = _shortened(columns, report, screen.width)
    if _is_roomy(short, screen.width):
        return short, none, fit(short, screen.width)
    columns, below = _taken_out(columns, head_of(report, report.below))
    short = _shortened(columns, report, screen.width)
    return short, below, fit(short, screen.width)


def _shortened(columns: list[Column], report: Report, width: int) -> list[Column]:
    """Without what is optional, as far as there is no room for it."""
    for key in report.optional:
        if not _is_roomy(columns, width):
            columns, _ = _taken_out(columns, head_of(report, key))
    return columns


def _without_totals(report: Report) -> list[Column]:
    head = head_of(report, report.below)
    return [
        column._replace(total="", is_fixed=column.is_fixed or column.head == head)
        for column in columns_of(report)
    ]


def _is_roomy(columns: Sequence[Column], width: int) -> bool:
    """Whether texts need not be squeezed to less than a few words."""
    least = (column.width() if column.is_fixed else min(column.width(), _ROOMY) for column in columns)
    return sum(least) + GAP * (len(columns) - 1) <= width


def _taken_out(columns: Sequence[Column], head: str) -> tuple[list[Column], list[str]]:
    kept = [column for column in columns if column.head != head]
    return kept, [text for column in columns if column.head == head for text in column.texts]


def _wrapped(columns: Sequence[Column], texts: Sequence[str], fitted: Fit) -> Iterator[str]:
    """The lines of one row; a text too long for its column goes on below."""
    parts = [wrap(text, width) for text, width in zip(texts, fitted.widths, strict=True)]
    for line in zip_longest(*parts, fillvalue=""):
        yield _line(columns, line, fitted)


def _line(columns: Sequence[Column], texts: Sequence[str], fitted: Fit) -> str:
    padded = (
        pad(text, width, right=column.is_right)
        for column, text, width in zip(columns, texts, fitted.widths, strict=True)
    )
    return (" " * fitted.gap).join(padded).rstrip()
