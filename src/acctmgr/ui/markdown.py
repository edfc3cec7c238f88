"""What people see, as GitHub's Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from acctmgr.core.text import safe
from acctmgr.ui.columns import Column, columns_of, further_totals
from acctmgr.ui.shapes import Card, Report, Result
from acctmgr.ui.views import card_pairs, card_tables, when

_ENTITY = re.compile(r"&(?=#?\w+;)")  # alone, the sign is shown as it is


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
        yield from (f"## {_shown(card.title)}", "")
    heads, texts = zip(*card_pairs(card), strict=True)
    yield from _table([Column("", list(heads)), Column("", list(texts))])
    for heading, columns in card_tables(card):
        yield from ("", f"### {_shown(heading)}", "")
        yield from _table(columns)


def _report(report: Report) -> Iterator[str]:
    if report.title:
        yield from (f"## {_shown(report.title)}", "")
    yield _without_html(when(report))
    columns = columns_of(report)
    if report.rows:
        yield from ("", *(_sections(report, columns) if report.sections else _table(columns)))
    for line in further_totals(report, columns if report.rows else ()):
        yield from ("", _without_html(line))
    if report.note:
        yield from ("", _shown(report.note))
    for part in report.parts:
        yield from ("", f"### {_shown(part.title)}", "")
        yield from _table(columns_of(part.listing)) if part.listing.rows else [_shown(part.listing.empty)]


def _sections(report: Report, columns: Sequence[Column]) -> Iterator[str]:
    """A table under each heading."""
    for heading, group in groupby(range(len(report.rows)), key=report.sections.__getitem__):
        places = list(group)
        yield from (f"### {_shown(heading)}", "")
        texts = ([column.texts[n] for n in places] for column in columns)
        yield from _table([c._replace(texts=t, total="") for c, t in zip(columns, texts, strict=True)])
        if places[-1] < len(report.rows) - 1:
            yield ""


def _table(columns: Sequence[Column]) -> Iterator[str]:
    yield _line(_escaped(column.head) for column in columns)
    yield _line("---:" if column.is_right else "---" for column in columns)
    for texts in zip(*(column.texts for column in columns), strict=True):
        yield _line(map(_escaped, texts))
    if any(column.total for column in columns):
        yield _line(f"**{_escaped(column.total)}**" if column.total else "" for column in columns)


def _line(texts: Iterable[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _escaped(text: str) -> str:
    """Text that stays within its cell and is no HTML."""
    return _without_html(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")


def _shown(text: str) -> str:
    return _without_html(safe(text))


def _without_html(text: str) -> str:
    """Text that is shown as it is where Markdown lets HTML through."""
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
