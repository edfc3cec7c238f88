"""Tables as aligned lines of our own: for pipes, and for what is too long for Rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from acctmgr.core.text import cells, clip, pad
from acctmgr.ui.columns import GAP, Column

_GAP = " " * GAP


def lines(columns: Sequence[Column]) -> Iterator[str]:
    """A head, all rows, the totals under a rule; nothing cut."""
    widths = [max(column.width(), cells(column.head)) for column in columns]
    yield _line(columns, [column.head for column in columns], widths)
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(columns, texts, widths)
    yield from _totals(columns, widths)


def fitted_lines(
    columns: Sequence[Column], widths: Sequence[int], bold: Callable[[str], str]
) -> Iterator[str]:
    """The same within given widths: heads wrap, long texts are cut."""
    heads = [wrap(column.head, width) for column, width in zip(columns, widths, strict=True)]
    for place in range(max(map(len, heads))):
        yield bold(_line(columns, [head[place] if place < len(head) else "" for head in heads], widths))
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(columns, [clip(text, width) for text, width in zip(texts, widths, strict=True)], widths)
    yield from _totals(columns, widths)


def _totals(columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    if any(column.total for column in columns):
        yield _GAP.join("-" * width for width in widths)
        yield _line(columns, [column.total for column in columns], widths)


def _line(columns: Sequence[Column], texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        pad(text, width, right=column.is_right)
        for column, text, width in zip(columns, texts, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()


def block_lines(columns: Sequence[Column]) -> Iterator[str]:
    """One block of labelled lines a row, where a terminal is too narrow for a table."""
    heads = [column.head for column in columns]
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield from labelled(zip(heads, texts, strict=True))
        yield ""
    if any(column.total for column in columns):
        yield from labelled((column.head, column.total) for column in columns)


def labelled(pairs: Iterable[tuple[str, str]], width: int = 0) -> Iterator[str]:
    """Aligned lines of label and text; what is empty is left out. Texts wrap if a width is given."""
    known = [(head, text) for head, text in pairs if text]
    indent = max((cells(head) for head, _ in known), default=0) + GAP
    room = max(width - indent, GAP) if width else 0
    for head, text in known:
        for line in text.split("\n"):
            for part in wrap(line, room) if room else [line]:
                yield (pad(head, indent) + part).rstrip()
                head = ""


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
