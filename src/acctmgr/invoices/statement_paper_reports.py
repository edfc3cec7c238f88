"""The paper of a client's statement, as the template gets it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from acctmgr.core.errors import Refused
from acctmgr.core.money import Notation
from acctmgr.invoices.iban_rules import check_iban, grouped
from acctmgr.invoices.look_queries import Look, Side
from acctmgr.invoices.sheet_rules import Column, Manner, sheet, side, sum_row, table
from acctmgr.invoices.statement_reports import MoveRow, OpenRow, Statement
from acctmgr.invoices.statement_rules import TOTALS, is_back


def statement_sheet(
    found: Statement,
    look: Look,
    notation: Notation,
    *,
    seller: Side,
    buyer: Side,
    period: tuple[date | None, date],
) -> dict[str, Any]:
    """What the template gets: a section for each currency, the book's first; no first day: the state on the last."""
    manner = Manner(look.language, notation.style)
    first, last = period
    made = sheet(manner, title=manner.word("statement"), number="", day=last, seller=seller)
    has_own = (code for code, sums in found.sums.items() if any(sums.values()) or _has(found, code))
    codes = list(has_own) or [found.currency]
    return made | {
        "color": look.color,
        "size": look.size,
        "bill_to": manner.word("client"),
        "buyer": side(buyer, manner, home=seller.get("country")),
        "facts": _facts(manner, first, last),
        "sections": [_section(found, code, manner, is_open=first is None, codes=codes) for code in codes],
        "pay": _payment(found, manner, seller),
        "footer": look.footer,
    }


def _has(found: Statement, code: str) -> bool:
    return any(row.currency == code for row in found.rows)


def _facts(manner: Manner, first: date | None, last: date) -> list[list[str]]:
    if first is None:
        return [[manner.word("as_of"), manner.long_day(last)]]
    return [[manner.word("period"), f"{manner.short_day(first)} – {manner.short_day(last)}"]]


def _section(
    found: Statement, code: str, manner: Manner, *, is_open: bool, codes: Sequence[str]
) -> dict[str, Any]:
    rows = [row for row in found.rows if row.currency == code]
    heading = manner.word("open_items" if is_open else "activity") + (f" · {code}" if len(codes) > 1 else "")
    columns = _open_columns(manner) if is_open else _move_columns(manner)
    cells = [_open_cells(row, manner) if is_open else _move_cells(row, manner) for row in rows]
    empty = "" if rows else manner.word("nothing" if is_open else "still")
    sums = found.sums[code]
    return {
        "heading": heading,
        "table": table(columns, cells, note=empty),
        "sums": list(_open_sums(sums, code, manner) if is_open else _move_sums(sums, code, manner)),
    }


def _open_columns(manner: Manner) -> list[Column]:
    return [
        Column(manner.word("document"), is_wide=True),
        Column(manner.word("date")),
        Column(manner.word("due")),
        Column(manner.word("late"), is_right=True),
        Column(manner.word("amount"), is_right=True),
        Column(manner.word("open"), is_right=True),
    ]


def _open_cells(row: OpenRow, manner: Manner) -> list[str]:
    reference = f"\n{row.reference}" if row.reference else ""
    return [
        _named(row.kind, row.ref, manner) + reference,
        manner.short_day(row.on),
        manner.short_day(row.due_on),
        str(row.late_days) if row.late_days else "",
        manner.amount(row.total_minor, row.currency),
        manner.amount(row.open_minor, row.currency),
    ]


def _move_columns(manner: Manner) -> list[Column]:
    return [
        Column(manner.word("date")),
        Column(manner.word("document"), is_wide=True),
        Column(manner.word("amount"), is_right=True),
        Column(manner.word("balance"), is_right=True),
    ]


def _move_cells(row: MoveRow, manner: Manner) -> list[str]:
    between = " · " if row.ref and _is_payment(row.ref) else "\n"
    reference = f"{between}{row.reference}" if row.reference else ""
    return [
        manner.short_day(row.on),
        _named(f"{row.kind}_back" if is_back(row) else row.kind, row.ref, manner) + reference,
        "" if row.kind == "opening" else manner.amount(row.amount_minor, row.currency),
        manner.amount(row.balance_minor, row.currency),
    ]


def _named(kind: str, ref: str | None, manner: Manner) -> str:
    """What happened to what; the number of a payment is ours alone, the client knows no p12."""
    word = manner.word(f"kind_{kind}")
    return word if ref is None or _is_payment(ref) else f"{word} {ref}"


def _is_payment(ref: str) -> bool:
    return ref[:1] == "p" and ref[1:].isdigit()


def _open_sums(sums: dict[str, int], code: str, manner: Manner) -> Sequence[dict[str, Any]]:
    rows = []
    if sums["overdue_minor"]:
        rows.append(sum_row(manner.word("overdue"), manner.amount(sums["overdue_minor"], code)))
    if sums["credit_minor"]:
        rows.append(sum_row(manner.word("credit"), manner.amount(sums["credit_minor"], code)))
    return [*rows, sum_row(manner.word("closing"), manner.money(sums["balance_minor"], code), strong=True)]


def _move_sums(sums: dict[str, int], code: str, manner: Manner) -> Sequence[dict[str, Any]]:
    """What was invoiced, paid and so on, as far as there is any, and what that leaves."""
    rows = [
        sum_row(manner.word(f"sum_{name}"), manner.amount(sums[f"{name}_minor"], code))
        for name in TOTALS
        if sums[f"{name}_minor"]
    ]
    return [*rows, sum_row(manner.word("closing"), manner.money(sums["balance_minor"], code), strong=True)]


def _payment(found: Statement, manner: Manner, seller: Side) -> dict[str, Any] | None:
    """Where to pay, if anything is owed and our account is one."""
    if all(sums["balance_minor"] <= 0 for sums in found.sums.values()):
        return None
    try:
        iban = check_iban(seller.get("iban") or "")
    except Refused:
        return None
    lines = [[manner.word("beneficiary"), seller.get("name") or ""], [manner.word("iban"), grouped(iban)]]
    return {"head": manner.word("payment"), "ask": "", "lines": lines, "code": "", "scan": ""}
