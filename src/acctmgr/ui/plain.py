"""Tables as aligned lines of our own: for pipes, and for what is too long for Rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from acctmgr.core.text import cells, clip, pad
from acctmgr.ui.columns import GAP, Column, Fit


def lines(columns: Sequence[Column]) -> Iterator[str]:
    """A head, all rows, the totals under a rule; nothing cut."""
    full = Fit([max(column.width(), cells(column.head)) for column in columns])
    yield _line(columns, [column.head for column in columns], full)
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(columns, texts, full)
    yield from _totals(columns, full)


def fitted_lines(columns: Sequence[Column], fit: Fit, bold: Callable[[str], str]) -> Iterator[str]:
    """The same within a terminal: heads wrap, long texts are cut."""
    heads = [wrap(column.head, width) for column, width in zip(columns, fit.widths, strict=True)]
    for line in reversed(list(zip_longest(*(head[::-1] for head in heads), fillvalue=""))):
        yield bold(_line(columns, line, fit))
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(columns, [clip(text, width) for text, width in zip(texts, fit.widths, strict=True)], fit)
    yield from _totals(columns, fit)


def _totals(columns: Sequence[Column], fit: Fit) -> Iterator[str]:
    if any(column.total for column in columns):
        yield (" " * fit.gap).join("-" * width for width in fit.widths)
        yield _line(columns, [column.total for column in columns], fit)


def _line(columns: Sequence[Column], texts: Sequence[str], fit: Fit) -> str:
    padded = (
        pad(text, width, right=column.is_right)
        for column, text, width in zip(columns, texts, fit.widths, strict=True)
    )
    return (" " * fit.gap).join(padded).rstrip()


def block_lines(columns: Sequence[Column], width: int) -> Iterator[str]:
    """One block of labelled lines a row, where a terminal is too narrow for a table."""
    heads = [column.head for column in columns]
    for place, texts in enumerate(zip(*(column.texts for column in columns), strict=True)):
        if place:
            yield ""
        yield from labelled(zip(heads, texts, strict=True), width)
    totals = [(column.head, column.total) for column in columns if column.total]
    if totals:
        yield from ("", "total")
        yield from labelled([total for total in totals if total[1] != "total"], width)


def labelled(pairs: Iterable[tuple[str, str]], width: int = 0) -> Iterator[str]:
    """Aligned lines of label and text; what is empty is left out. Texts wrap if a width is given."""
    known = [(head, text) for head, text in pairs if text]
    indent = max((cells(head) for head, _ in known), default=0) + GAP
    room = max(width - indent, GAP) if width else 0
    for head, text in known:
        parts = [part for line in text.split("\n") for part in (wrap(line, room) if room else [line])]
        yield pad(head, indent) + parts[0]
        yield from (" " * indent + part for part in parts[1:])


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most this many cells, broken between words where it can be."""
    done = [""]
    for word in text.split(" "):
        line = f"{done[-1]} {word}" if done[-1] else word
        if cells(line) <= width:
            done[-1] = line
            continue
        if done[-1]:
            done.append("")
        for sign in word:
            if cells(done[-1] + sign) > width:
                done.append("")
            done[-1] += sign
    return done
