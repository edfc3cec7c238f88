"""Tables for a terminal: drawn by Rich where they are short, by ourselves where they are long."""

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from acctmgr.core.text import clip
from acctmgr.ui import plain
from acctmgr.ui.columns import GAP, Column, Fit, fit
from acctmgr.ui.screen import Screen

if TYPE_CHECKING:
    from rich.table import Table

_LONG = 50  # rows; Rich takes 0.3 ms for each
_LINES = 6  # of one text in a table; the rest is for `show`
_BAR_MIN, _BAR_MAX = 8, 40
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


class Bar(NamedTuple):
    """An amount to be drawn, and whether there is more that no bar can show."""

    minor: int
    is_short: bool = False


def table_lines(columns: Sequence[Column], screen: Screen, bars: Sequence[Bar] = ()) -> Iterator[str]:
    """A table within the terminal; a block for each row where it is too narrow for one.

    bars: one a row, drawn to the right.
    """
    if any(each.minor or each.is_short for each in bars):
        columns = with_bars(columns, bars, screen.width)
    fitted = fit(columns, screen.width)
    if fitted is None:
        return plain.block_lines(columns, screen.width)
    if len(columns[0].texts) > _LONG:
        return plain.fitted_lines(columns, fitted, screen.bold)
    return _drawn(columns, fitted, screen)


def with_bars(columns: Sequence[Column], wanted: Sequence[Bar], width: int) -> list[Column]:
    """The columns and one of bars to the right, if there is room for it."""
    fitted = fit(columns, width - GAP - _BAR_MIN)
    if fitted is None:
        return list(columns)
    length = min(_BAR_MAX, width - GAP - fitted.total())
    room = length - any(each.is_short for each in wanted)
    largest = max(abs(each.minor) for each in wanted)
    bars = [bar(each.minor, largest, room) + "+" * each.is_short for each in wanted]
    return [*columns, Column("", bars, is_fixed=True)]


def bar(amount: int, largest: int, length: int) -> str:
    """A bar in eighths of a cell, in grey where the amount is negative; only nothing has none."""
    if not amount:
        return ""
    eighths = max(1, abs(amount) * length * 8 // largest)
    if amount < 0:
        return "░" * max(1, eighths // 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def _drawn(columns: Sequence[Column], fitted: Fit, screen: Screen) -> Iterator[str]:
    """Lines of a Rich table; texts are never markup."""
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, padding=(0, fitted.gap - 1, 0, 0))
    table.show_footer = any(column.total for column in columns)
    for column, width in zip(columns, fitted.widths, strict=True):
        table.add_column(
            Text("\n".join(plain.wrap(column.head, width))),
            Text(column.total),
            width=width,
            justify="right" if column.is_right else "left",
            no_wrap=column.is_fixed,
            overflow="fold",
        )
    for texts in zip(*(column.texts for column in columns), strict=True):
        cut = (clip(text, width * _LINES) for text, width in zip(texts, fitted.widths, strict=True))
        table.add_row(*map(Text, cut))
    return _printed(table, screen)


def _printed(table: "Table", screen: Screen) -> Iterator[str]:
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=screen.width,
        force_terminal=True,
        color_system="standard" if screen.has_colour else None,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(table)
    return (line.rstrip() for line in capture.get().splitlines())
