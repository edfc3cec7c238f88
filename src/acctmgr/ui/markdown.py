"""What people see, as GitHub's Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

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
    yield when(report)
    columns = columns_of(report)
    if report.rows:
        yield from ("", *(_sections(report, columns) if report.sections else _table(columns)))
    for line in further_totals(report, columns if report.rows else ()):
        yield from ("", line)
    if report.note:
        yield from ("", safe(report.note))
    for part in report.parts:
        yield from ("", f"### {safe(part.title)}", "")
        yield from _table(columns_of(part.listing)) if part.listing.rows else [safe(part.listing.empty)]


def _sections(report: Report, columns: Sequence[Column]) -> Iterator[str]:
    """A table under each heading."""
    for heading, group in groupby(range(len(report.rows)), key=report.sections.__getitem__):
        places = list(group)
        yield from (f"### {safe(heading)}", "")
        texts = ([column.texts[n] for n in places] for column in columns)
        yield from _table([c._replace(texts=t, total="") for c, t in zip(columns, texts, strict=True)])
        if places[-1] < len(report.rows) - 1:
            yield ""


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
