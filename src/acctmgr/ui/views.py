"""What people see of a list, one thing and a report, on a terminal and in a pipe."""

from collections.abc import Iterator, Sequence
from typing import Any

from acctmgr.core.text import safe
from acctmgr.ui import plain
from acctmgr.ui.columns import Column, columns_of, further_totals, with_heads
from acctmgr.ui.people import in_own_currency, is_table, label, pairs
from acctmgr.ui.screen import Screen
from acctmgr.ui.sections import section_lines
from acctmgr.ui.shapes import Card, Listing, Report, Result
from acctmgr.ui.terminal import Bar, table_lines
from acctmgr.ui.values import field_for, key_of

_SHORT_BARS = "Bars that end in + are without these amounts."


def as_table(result: Result, screen: Screen | None) -> Iterator[str]:
    """Lines for people; without a screen nothing is cut, drawn or coloured."""
    if isinstance(result, Card):
        yield from _card(result, screen)
    elif isinstance(result, Report):
        yield from _report(result, screen)
    elif result.rows:
        yield from _table(columns_of(result), screen)


def _table(columns: Sequence[Column], screen: Screen | None, bars: Sequence[Bar] = ()) -> Iterator[str]:
    return table_lines(columns, screen, bars) if screen else plain.lines(columns)


def _headline(text: str, screen: Screen | None) -> Iterator[str]:
    if text:
        yield screen.bold(safe(text)) if screen else safe(text)


def _card(card: Card, screen: Screen | None) -> Iterator[str]:
    yield from _headline(card.title, screen)
    yield from plain.labelled(card_pairs(card), screen.width if screen else 0)
    for heading, columns in card_tables(card):
        yield ""
        yield from _headline(heading, screen)
        yield from _table(columns, screen)


def card_pairs(card: Card) -> Iterator[tuple[str, str]]:
    """Label and text of what people see of one thing; a text may have several lines."""
    told = pairs(_seen(card), in_own_currency(card.thing, card.notation), keep_newlines=True)
    return with_heads(card, told)


def card_tables(card: Card) -> Iterator[tuple[str, list[Column]]]:
    """Heading and columns of each list of rows that belongs to the thing."""
    seen = _seen(card)
    notation = in_own_currency(card.thing, card.notation)
    for name, rows in seen.items():
        if is_table(rows):
            yield label(key_of(name)), columns_of(Listing(rows, type(rows[0]), notation))


def _seen(card: Card) -> dict[str, Any]:
    thing: Any = card.thing
    fields = zip(thing._fields, thing, strict=True)
    return {name: value for name, value in fields if not {name, key_of(name)} & set(card.hidden)}


def _report(report: Report, screen: Screen | None) -> Iterator[str]:
    yield from _headline(report.title, screen)
    yield when(report)
    columns = columns_of(report)
    if report.rows:
        yield ""
        if report.sections:
            yield from section_lines(report, screen)
        else:
            yield from _table(columns, screen, _bars(report))
    further = list(further_totals(report, columns if report.rows else ()))
    if further:
        yield ""
        yield from further
    note = _note(report, has_bars=screen is not None)
    if note:
        yield ""
        yield from plain.wrap(safe(note), screen.width) if screen else [safe(note)]
    for part in report.parts:
        yield ""
        yield from _headline(part.title, screen)
        if part.listing.rows:
            yield from _table(columns_of(part.listing), screen)
        else:
            yield safe(part.listing.empty)


def _bars(report: Report) -> list[Bar]:
    if not report.bars:
        return []
    name = field_for(report.row_type, report.bars)
    beyond = field_for(report.row_type, report.beyond) if report.beyond else ""
    rows: Sequence[Any] = report.rows
    return [Bar(getattr(row, name) or 0, bool(beyond and getattr(row, beyond))) for row in rows]


def _note(report: Report, *, has_bars: bool) -> str:
    if has_bars and any(each.is_short for each in _bars(report)):
        return f"{report.note} {_SHORT_BARS}"
    return report.note


def when(report: Report) -> str:
    """The day or the period of a report, and its currency."""
    currency = f"in {report.notation.currency}"
    if report.as_of:
        return f"as of {report.as_of.isoformat()}, {currency}"
    if report.period:
        first, last = report.period
        return f"{first.isoformat()} to {last.isoformat()}, {currency}"
    return currency
