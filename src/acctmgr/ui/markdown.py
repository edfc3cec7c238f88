"""What people see, as GitHub's Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from acctmgr.core.text import safe
from acctmgr.ui.columns import Column, columns_of, further_totals
from acctmgr.ui.shapes import Card, Report, Result
from acctmgr.ui.views import card_pairs, card_tables, when


def as_markdown(result: Result) -> Iterator[str]:
    """A table with the columns that people see, under its title."""
    if isinstance(result, Card):
        yield from _card(result)
    elif isinstance(result, Report):
        yield from _report(result)
    else:
        yield from _table(columns_of(result))


def _card(card: Card) -> Iterator[str]:
    if card.title:
        yield from (f"## {safe(card.title)}", "")
    heads, texts = zip(*card_pairs(card), strict=True)
    yield from _table([Column("", list(heads)), Column("", list(texts))])
    for heading, columns in card_tables(card):
        yield from ("", f"### {heading}", "")
        yield from _table(columns)


def _report(report: Report) -> Iterator[str]:
    if report.title:
        yield from (f"## {safe(report.title)}", "")
    yield from (when(report), "")
    columns = columns_of(report)
    yield from _table(columns)
    for line in further_totals(report, columns):
        yield from ("", line)
    if report.note:
        yield from ("", safe(report.note))


def _table(columns: Sequence[Column]) -> Iterator[str]:
    yield _line(column.head for column in columns)
    yield _line("---:" if column.is_right else "---" for column in columns)
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(map(_escaped, texts))
    if any(column.total for column in columns):
        yield _line(f"**{_escaped(column.total)}**" if column.total else "" for column in columns)


def _line(texts: Iterable[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _escaped(text: str) -> str:
    """Text that stays within its cell."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
