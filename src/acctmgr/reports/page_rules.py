"""The daily report as one page of HTML, for a browser and for a mail.

Styles stand inline and nothing comes from outside, since that is what mail programs leave in place. Charts are
bars of inline SVG beside their figures: where the bars are taken out, nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from acctmgr.core.money import Notation
from acctmgr.core.text import safe
from acctmgr.reports.today_rules import section_of

if TYPE_CHECKING:
    from acctmgr.reports.daily_reports import Daily, HappenedRow
    from acctmgr.reports.daily_rules import WeekRow
    from acctmgr.reports.today_rules import Row

_INK, _SOFT, _LINE, _PAPER, _GROUND = "#1c2733", "#556270", "#e3e8ee", "#ffffff", "#eef1f5"
_RED, _AMBER, _GREEN, _BLUE = "#b3261e", "#8a5300", "#1b6e3c", "#2456a6"
_SHADES = ("#5b8def", "#e0a030", "#dd7f2e", "#cc5a34", "#b3261e", "#3f9d63")  # of age, then of a credit
_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_HEAT = {"Overdue": _RED, "Today": _AMBER, "In the coming week": _GREEN}
_KINDS = {"followup": "follow-up", "credit_note": "credit note"}


class Bar(NamedTuple):
    """A line of a chart: its label, how long it is, and its figure in words."""

    label: str
    length: int
    figure: str
    colour: str
    more: str = ""
    is_total: bool = False


def page(found: Daily, notation: Notation, firm: str) -> str:
    """The whole page."""
    title = f"{found.today:%A} {found.today.isoformat()}"
    body = "".join(
        [
            _head(found, notation, firm, title),
            *_due(found, notation),
            _happened(found, notation),
            _weeks(found, notation),
            _chart("Pipeline", _stages(found, notation), "No open deals."),
            _chart("Open invoices", _buckets(found, notation), "Nothing is open."),
            _chart("Income by month", _months(found, notation), "No income yet."),
        ]
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light"><title>{_text(title)}</title></head>'
        f'<body style="margin:0;padding:0;background:{_GROUND};color:{_INK};font-family:{_FONT};font-size:15px;'
        'line-height:1.45;-webkit-text-size-adjust:100%">'
        f'<div style="max-width:660px;margin:0 auto;padding:16px 10px 32px">{body}</div></body></html>\n'
    )


def _text(text: object) -> str:
    """Text of a book as text of a page, whatever it holds."""
    return escape(safe(str(text)))


def _amount(minor: int | None, currency: str | None, notation: Notation) -> str:
    """An amount, with its currency where that is not the book's."""
    if minor is None:
        return ""
    own = notation._replace(currency=currency or notation.currency)
    text = own.format(minor)
    return text if own.currency == notation.currency else f"{text} {own.currency}"


def _card(title: str, inner: str, *, colour: str = _INK, note: str = "") -> str:
    count = (
        f'<span style="color:{_SOFT};font-weight:400;font-size:13px"> {_text(note)}</span>' if note else ""
    )
    return (
        f'<div style="background:{_PAPER};border:1px solid {_LINE};border-radius:10px;padding:14px 16px;'
        f'margin:0 0 12px"><h2 style="margin:0 0 6px;font-size:16px;line-height:1.3;color:{colour}">'
        f"{_text(title)}{count}</h2>{inner}</div>"
    )


def _table(rows: Iterable[str]) -> str:
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        f'style="border-collapse:collapse;width:100%">{"".join(rows)}</table>'
    )


def _cell(inner: str, style: str = "", *, right: bool = False) -> str:
    side = "text-align:right;white-space:nowrap;padding-left:10px;font-variant-numeric:tabular-nums;"
    return f'<td style="vertical-align:top;padding:7px 0 0;{side if right else ""}{style}">{inner}</td>'


def _wide(inner: str) -> str:
    """A line below what stands in two cells, over their whole width."""
    return f'<tr><td colspan="2" style="padding:0 0 7px">{inner}</td></tr>'


def _soft(inner: str, style: str = "") -> str:
    return f'<div style="color:{_SOFT};font-size:13px;{style}">{inner}</div>'


def _head(found: Daily, notation: Notation, firm: str, title: str) -> str:
    """Whose day it is, and the three figures that matter."""
    totals = found.due.totals
    figures = (
        ("Overdue", totals["overdue_minor"], _RED if totals["overdue_minor"] else _INK),
        ("Due this week", totals["due_this_week_minor"], _INK),
        ("Money in hand", totals["money_in_hand_minor"], _RED if totals["money_in_hand_minor"] < 0 else _INK),
    )
    cells = "".join(
        f'<td width="33%" style="vertical-align:top;padding:0 6px 0 0"><div style="color:{_SOFT};font-size:12px">'
        f'{_text(label)}</div><div style="font-size:17px;font-weight:600;color:{colour};'
        f'font-variant-numeric:tabular-nums">{_text(notation.format(minor))}</div></td>'
        for label, minor, colour in figures
    )
    whose = _soft(_text(firm)) if firm else ""
    heading = f'<h1 style="margin:0;font-size:22px;line-height:1.25">{_text(title)}</h1>'
    return (
        f'<div style="padding:6px 6px 14px">{whose}{heading}{_soft(f"Amounts in {_text(notation.currency)}")}'
        f'<div style="height:12px;line-height:12px">&nbsp;</div>{_table([f"<tr>{cells}</tr>"])}</div>'
    )


def _due(found: Daily, notation: Notation) -> Iterator[str]:
    """A card for what is late, for today and for the coming week."""
    if not found.due.rows:
        yield _card(
            "Nothing is due", _soft("No follow-up, no invoice, no deal and no birthday."), colour=_GREEN
        )
    for heading, rows in groupby(found.due.rows, key=lambda row: section_of(row, found.today)):
        some = list(rows)
        inner = _table(_due_row(row, notation, is_first=not place) for place, row in enumerate(some))
        yield _card(heading, inner, colour=_HEAT[heading], note=str(len(some)))


def _due_row(row: Row, notation: Notation, *, is_first: bool) -> str:
    what = f'<div style="font-weight:600;overflow-wrap:anywhere">{_text(row.what)}</div>'
    amount = _cell(_text(_amount(row.amount_minor, row.currency, notation)), _rule(is_first), right=True)
    why = _soft(f"{_text(_KINDS.get(row.kind, row.kind))} · {_text(row.client)} · {_text(row.why)}")
    command = (
        f'<div style="font-family:{_MONO};font-size:12px;color:{_BLUE};overflow-wrap:anywhere;margin-top:2px">'
        f"{_text(row.command)}</div>"
    )
    return f"<tr>{_cell(what, _rule(is_first))}{amount}</tr>{_wide(why + command)}"


def _rule(is_first: bool) -> str:
    return "" if is_first else f"border-top:1px solid {_LINE};"


def _happened(found: Daily, notation: Notation) -> str:
    back = found.looked_back_on
    days = (
        f"{back.first:%A}"
        if back.first == back.last
        else f"{back.first.isoformat()} to {back.last.isoformat()}"
    )
    rows = (_happened_row(row, notation, is_first=not place) for place, row in enumerate(found.happened))
    inner = _table(rows) if found.happened else _soft("Nothing that the book knows of.")
    return _card("What happened", inner, note=days)


def _happened_row(row: HappenedRow, notation: Notation, *, is_first: bool) -> str:
    what = f'<div style="overflow-wrap:anywhere">{_text(row.what)}</div>'
    amount = _cell(_text(_amount(row.amount_minor, row.currency, notation)), _rule(is_first), right=True)
    who = _soft(f"{_text(_KINDS.get(row.kind, row.kind))} · {_text(row.client)} · {row.on.isoformat()}")
    return f"<tr>{_cell(what, _rule(is_first))}{amount}</tr>{_wide(who)}"


def _weeks(found: Daily, notation: Notation) -> str:
    """This week beside the last."""
    this, last = found.weeks
    lines = (
        ("Invoiced", notation.format(this.invoiced_minor), notation.format(last.invoiced_minor)),
        ("Received", notation.format(this.received_minor), notation.format(last.received_minor)),
        ("Deals won", str(this.deals_won), str(last.deals_won)),
        ("Worth", _won(this, notation), _won(last, notation)),
        ("Activities", str(this.activities), str(last.activities)),
        ("Follow-ups done", str(this.followups_done), str(last.followups_done)),
    )
    head = (
        f"<tr>{_cell('')}"
        + "".join(_cell(_soft(week), right=True) for week in ("this week", "last week"))
        + "</tr>"
    )
    rows = (
        f"<tr>{_cell(_text(label), 'padding:3px 0')}{_cell(_text(now), 'padding:3px 0 3px 10px', right=True)}"
        f"{_cell(_text(then), f'padding:3px 0 3px 10px;color:{_SOFT}', right=True)}</tr>"
        for label, now, then in lines
    )
    return _card("The week", _table([head, *rows]))


def _stages(found: Daily, notation: Notation) -> list[Bar]:
    return [
        Bar(
            *(row.stage, row.amount_minor, notation.format(row.amount_minor), _SHADES[0]),
            _stage_more(row, notation),
        )
        for row in found.pipeline
    ]


def _stage_more(row: Any, notation: Notation) -> str:
    """How many deals a bar is of, what to count on, and what it leaves out for want of a rate."""
    deals = f"{row.deals} {'deal' if row.deals == 1 else 'deals'}"
    left_out = notation.by_currency(row.not_summed_minor)
    said = f"{deals}, {notation.format(row.weighted_minor)} weighted"
    return f"{said}; not summed: {left_out}" if left_out else said


def _won(week: WeekRow, notation: Notation) -> str:
    """What was won, with other currencies apart."""
    others = {code: minor for code, minor in week.won_by_currency_minor.items() if code != notation.currency}
    own = notation.format(week.won_minor)
    return f"{own}, {notation.by_currency(others)}" if others else own


def _buckets(found: Daily, notation: Notation) -> list[Bar]:
    *rows, total = found.aging
    bars = [
        Bar(row.late, row.open_minor, notation.format(row.open_minor), colour)
        for row, colour in zip(rows, _SHADES, strict=True)
    ]
    whole = Bar(total.late, 0, notation.format(total.open_minor), _INK, is_total=True)
    return [*bars, whole] if any(row.open_minor for row in rows) else []


def _months(found: Daily, notation: Notation) -> list[Bar]:
    if not any(row.income_minor for row in found.months):
        return []
    return [
        Bar(row.month, row.income_minor, notation.format(row.income_minor), _SHADES[5])
        for row in found.months
    ]


def _chart(title: str, bars: Sequence[Bar], empty: str) -> str:
    """Bars with their label and figure; one below zero is as long, and lighter."""
    largest = max((abs(bar.length) for bar in bars), default=0)
    inner = _table(_bar_row(bar, largest) for bar in bars) if bars else _soft(_text(empty))
    return _card(title, inner)


def _bar_row(bar: Bar, largest: int) -> str:
    label = _cell(_text(bar.label), "padding:4px 8px 4px 0;width:36%;" + _weight(bar))
    drawn = _cell(_drawn(bar, largest), "padding:9px 0 4px;width:40%")
    figure = _cell(_text(bar.figure), "padding:4px 0 4px 10px;" + _weight(bar), right=True)
    below = _soft(_text(bar.more), "margin:-4px 0 2px") if bar.more else ""
    more = f'<tr><td colspan="3" style="padding:0 0 4px">{below}</td></tr>' if below else ""
    return f"<tr>{label}{drawn}{figure}</tr>{more}"


def _weight(bar: Bar) -> str:
    return "font-weight:600;" if bar.is_total else ""


def _drawn(bar: Bar, largest: int) -> str:
    """A bar as wide as its cell allows; its figure is beside it, so that it says nothing by itself."""
    if bar.is_total:
        return ""
    width = max(1, abs(bar.length) * 100 // largest) if bar.length else 0
    opacity = "1" if bar.length >= 0 else "0.45"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="12" viewBox="0 0 100 12" '
        'preserveAspectRatio="none" aria-hidden="true" style="display:block">'
        f'<rect x="0" y="0" width="100" height="12" fill="{_GROUND}"></rect>'
        f'<rect x="0" y="0" width="{width}" height="12" fill="{bar.colour}" fill-opacity="{opacity}"></rect></svg>'
    )
