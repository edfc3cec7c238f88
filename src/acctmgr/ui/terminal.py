"""Tables for a terminal: drawn by Rich where they are short, by ourselves where they are long."""

from collections.abc import Iterator, Sequence
from io import StringIO

from acctmgr.core.text import clip
from acctmgr.ui import plain
from acctmgr.ui.columns import GAP, Column, fit
from acctmgr.ui.screen import Screen

_LONG = 50  # rows; Rich takes 0.3 ms for each
_LINES = 4  # of one text in a table; the rest is for `show`
_BAR_MIN, _BAR_MAX = 8, 40
_EIGHTHS = " ▏▎▍▌▋▊▉"


def table_lines(columns: Sequence[Column], screen: Screen, bars: Sequence[int | None] = ()) -> Iterator[str]:
    """A table within the terminal; a block for each row where it is too narrow for one."""
    if any(bars):
        columns = with_bars(columns, bars, screen.width)
    widths = fit(columns, screen.width)
    if widths is None:
        yield from plain.block_lines(columns)
    elif len(columns[0].texts) > _LONG:
        yield from plain.fitted_lines(columns, widths, screen.bold)
    else:
        yield from _drawn(columns, widths, screen)


def with_bars(columns: Sequence[Column], amounts: Sequence[int | None], width: int) -> list[Column]:
    """The columns and one of bars to the right, if there is room for it."""
    widths = fit(columns, width - GAP - _BAR_MIN)
    if widths is None:
        return list(columns)
    length = min(_BAR_MAX, width - sum(widths) - GAP * len(columns))
    largest = max(abs(amount or 0) for amount in amounts)
    bars = [bar(amount or 0, largest, length) for amount in amounts]
    return [*columns, Column("", bars, is_fixed=True)]


def bar(amount: int, largest: int, length: int) -> str:
    """A bar in eighths of a cell; a negative amount is drawn in grey."""
    eighths = abs(amount) * length * 8 // largest
    if amount < 0:
        return "░" * max(1, eighths // 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _drawn(columns: Sequence[Column], widths: Sequence[int], screen: Screen) -> Iterator[str]:
    """Lines of a Rich table; texts are never markup."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    has_totals = any(column.total for column in columns)
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_footer=has_totals)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.head),
            Text(column.total),
            width=width,
            justify="right" if column.is_right else "left",
            no_wrap=column.is_fixed,
            overflow="fold",
        )
    for texts in zip(*(column.texts for column in columns), strict=True):
        table.add_row(*(Text(clip(text, width * _LINES)) for text, width in zip(texts, widths, strict=True)))
    console = Console(
        file=StringIO(),
        width=screen.width,
        force_terminal=True,
        color_system="standard" if screen.has_colour else None,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(table)
    yield from (line.rstrip() for line in capture.get().splitlines())
