"""Rows as columns of text: what a person's table shows, and how wide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.money import Notation
from acctmgr.core.text import cells
from acctmgr.ui.people import in_own_currency, label, pairs, shown
from acctmgr.ui.shapes import Report, Result, Rows
from acctmgr.ui.values import field_for, is_amount, key_of

GAP = 2  # blanks between columns
_READABLE = 16  # a text is not squeezed below this while something optional can go
_CODE_WIDTH = 20  # a text up to here without a space is taken for a reference, and stays whole
_EMAIL_WIDTH = 40  # as an e-mail does, which nobody could copy in pieces


class Column(NamedTuple):
    """One column of a table, as text."""

    head: str
    texts: list[str]
    is_right: bool = False  # numbers stand to the right
    is_fixed: bool = False  # never cut, never wrapped
    total: str = ""

    def width(self) -> int:
        """Of the texts, in cells of the terminal."""
        return max(map(cells, (self.total, *self.texts)))


def columns_of(result: Rows) -> list[Column]:
    """The columns that people see."""
    names = _visible(result)
    row_type: Any = result.row_type
    ref = result.ref or row_type._fields[0]
    notations = [in_own_currency(row, result.notation) for row in result.rows]
    totals = _totals(result)
    columns = [
        _column(
            name, [getattr(row, name) for row in result.rows], notations, is_fixed=ref in (name, key_of(name))
        )._replace(head=head_of(result, key_of(name)))
        for name in names
    ]
    columns = [column._replace(total=totals.get(column.head, "")) for column in columns]
    if totals and columns and not columns[0].total:
        columns[0] = columns[0]._replace(total="total")
    return columns


def head_of(result: Result, key: str) -> str:
    """What people see above or before a key: its own head, else the key in words."""
    return result.heads.get(key) or label(key)


def with_heads(result: Result, told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Labels and texts with the heads that the result has for them."""
    known = {label(key): head for key, head in result.heads.items()}
    return ((known.get(name, name), text) for name, text in told)


def _visible(result: Rows) -> list[str]:
    """The fields to show; the currency among them only where it is not the book's throughout."""
    row_type: Any = result.row_type
    rows: Sequence[Any] = result.rows
    names = [field_for(row_type, key) for key in result.table] or list(row_type._fields)
    if "currency" not in row_type._fields:
        return names
    if all(row.currency in (None, result.notation.currency) for row in rows):
        return [name for name in names if name != "currency"]
    if "currency" not in names:
        amounts = [place for place, name in enumerate(names) if is_amount(name)]
        names.insert(amounts[-1] + 1 if amounts else len(names), "currency")
    return names


def narrowed(result: Rows, width: int) -> tuple[Rows, list[str]]:
    """The rows without what is optional as far as a terminal is too narrow for it, and the heads of what is left out.

    Where nothing helps, all stays: it is shown as blocks, which have room for it. Sections see to themselves.
    """
    if isinstance(result, Report) and result.sections:
        return result, []
    columns = columns_of(result) if result.optional and result.rows else []
    known = {column.head for column in columns}
    going: list[str] = []
    for head in (head_of(result, key) for key in result.optional):
        if head not in known or _is_readable(columns, width):
            continue
        going.append(head)
        columns = [column for column in columns if column.head != head]
    if not going or not fit(columns, width):
        return result, []
    kept = tuple(name for name in _visible(result) if head_of(result, key_of(name)) not in going)
    return result._replace(table=kept), going


def _is_readable(columns: Sequence[Column], width: int) -> bool:
    """Whether no text is squeezed further than people like to read it."""
    return any(_widths(columns, width - gap * (len(columns) - 1), _READABLE) for gap in (GAP, 1))


def _column(name: str, values: Sequence[Any], notations: Sequence[Notation], *, is_fixed: bool) -> Column:
    texts = [shown(name, value, notation) for value, notation in zip(values, notations, strict=True)]
    known = [value for value in values if value is not None]
    is_right = is_amount(name) or (bool(known) and all(map(_is_number, known)))
    is_fixed = (
        is_fixed
        or is_right
        or all(isinstance(value, date | bool) for value in known)
        or all(map(_is_code, texts))
    )
    return Column(label(key_of(name)), texts, is_right, is_fixed)


def _is_number(value: object) -> bool:
    return hasattr(value, "as_integer_ratio") and not isinstance(value, bool)  # exact decimals too


def _is_code(text: str) -> bool:
    return " " not in text and len(text) <= (_EMAIL_WIDTH if "@" in text else _CODE_WIDTH)


def _totals(result: Rows) -> dict[str, str]:
    """The totals in the book's currency, by label."""
    if not isinstance(result, Report):
        return {}
    own = {name: value for name, value in result.totals.items() if name != "other_currencies"}
    return dict(with_heads(result, pairs(_told(result, own), result.notation)))


def _told(report: Report, amounts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The totals that people see: those that are seldom anything only where they are."""
    return {name: value for name, value in amounts.items() if value or key_of(name) not in report.rare}


def further_totals(report: Report, columns: Sequence[Column]) -> Iterator[str]:
    """A line for each total that has no column, and one for each other currency."""
    heads = {column.head for column in columns}
    for head, text in _totals(report).items():
        if head not in heads:
            yield f"{head}: {text}"
    others: Any = report.totals.get("other_currencies") or {}
    for code, amounts in others.items():
        told = with_heads(report, pairs(_told(report, amounts), report.notation._replace(currency=code)))
        yield f"{code}: " + ", ".join(f"{head} {text}" for head, text in told)


class Fit(NamedTuple):
    """How columns share a terminal."""

    widths: list[int]
    gap: int = GAP

    def total(self) -> int:
        """The width of the whole table."""
        return sum(self.widths) + self.gap * (len(self.widths) - 1)


def fit(columns: Sequence[Column], width: int) -> Fit | None:
    """The roomiest way in which the columns fit a terminal; None if not even squeezed they do."""
    for gap, text_width in ((GAP, _READABLE), (1, 12), (1, 8)):
        room = width - gap * (len(columns) - 1)
        widths = _widths(columns, room, text_width)
        if widths:
            return Fit(widths, gap)
    return None


def _widths(columns: Sequence[Column], room: int, text_width: int) -> list[int] | None:
    """First the heads wrap between words, then the widest texts give way; what is fixed never does."""
    bodies = [max(column.width(), *map(cells, column.head.split(" "))) for column in columns]
    least = [_least(column, body, text_width) for column, body in zip(columns, bodies, strict=True)]
    if sum(least) > room:
        return None
    widths = [min(room, max(body, cells(column.head))) for column, body in zip(columns, bodies, strict=True)]
    for floors in (bodies, least):
        _shrink(widths, floors, room)
    return widths


def _least(column: Column, body: int, text_width: int) -> int:
    """The width below which a column cannot be read."""
    if column.is_fixed:
        return body
    return min(body, max(text_width, cells(column.total), *map(cells, column.head.split(" "))))


def _shrink(widths: list[int], floors: Sequence[int], room: int) -> None:
    """Take from the widest column that may give, until they all fit."""
    while sum(widths) > room:
        givers = [place for place, floor in enumerate(floors) if widths[place] > floor]
        if not givers:
            return
        widths[max(givers, key=widths.__getitem__)] -= 1
