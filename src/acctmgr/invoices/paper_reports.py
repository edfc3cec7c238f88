"""The paper of an invoice or credit note, as the template gets it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from acctmgr.core.errors import Refused
from acctmgr.core.money import NumberStyle, digits_of
from acctmgr.documents.total_rules import AmountOff, LineIn, PercentOff, line_amount
from acctmgr.invoices.epc_rules import epc_text
from acctmgr.invoices.iban_rules import check_iban, grouped
from acctmgr.invoices.line_queries import LineRow
from acctmgr.invoices.paper_queries import Paper
from acctmgr.invoices.sheet_rules import Column, Manner, Pairs, breakable, sheet, side, sum_row, table

# how a settlement is called on paper; a bank's fee is the seller's affair: the buyer has paid
_SETTLED = {
    "payment": "paid", "fee": "paid", "credit": "credited", "write_off": "written_off",
    "discount": "discounted", "withholding": "withheld",
}  # fmt: skip


def document_sheet(paper: Paper, style: NumberStyle) -> tuple[dict[str, Any], list[str]]:
    """What the template gets of a document, and what people should know before it goes out."""
    manner, card = Manner(paper.look.language, style), paper.card
    what = "deposit" if paper.is_deposit and card.kind == "invoice" else card.kind
    made = sheet(
        manner, title=manner.word(what), number=card.number or "", day=card.issued_on, seller=paper.seller
    )
    pay, warnings = _payment(paper, manner)
    made |= {
        "color": paper.look.color,
        "size": paper.look.size,
        "mark": _mark(paper, manner),
        "buyer": side(paper.buyer, manner, home=paper.seller.get("country")),
        "facts": list(_facts(paper, manner)),
        "sections": [{"heading": "", **_lines(paper, manner), "sums": list(_sums(paper, manner))}],
        "words": [*paper.words, *_rate(paper, manner)],
        "note": breakable(card.note or ""),
        "pay": pay,
        "footer": paper.look.footer,
    }
    return made, warnings


def _mark(paper: Paper, manner: Manner) -> str:
    """What stands across the page."""
    if paper.card.status == "draft":
        return manner.word("draft")
    return manner.word("void") if paper.card.status == "void" else ""


def _facts(paper: Paper, manner: Manner) -> Iterator[list[str]]:
    card = paper.card
    if card.number:
        yield [manner.word("number"), card.number]
    yield [manner.word("date"), manner.long_day(card.issued_on)]
    if card.supplied_on and card.supplied_on != card.issued_on:
        yield [manner.word("supplied"), manner.long_day(card.supplied_on)]
    if card.due_on and card.kind == "invoice":
        yield [manner.word("due"), manner.long_day(card.due_on)]
    if card.reference and card.reference != card.credits:
        yield [manner.word("reference"), breakable(card.reference)]
    if card.credits:
        yield [manner.word("credits"), card.credits]


def _lines(paper: Paper, manner: Manner) -> dict[str, Any]:
    """The lines; a column that would be empty is left out."""
    card = paper.card
    least = digits_of(card.currency)
    has_discount = any(map(_discount_of, card.lines)) and _is_by_lines(paper)
    has_tax = any(_tax_of(paper, line, manner) for line in card.lines)
    columns = [
        (Column(manner.word("description"), is_wide=True), True),
        (Column(manner.word("quantity"), is_right=True), True),
        (Column(manner.word("price"), is_right=True), True),
        (Column(manner.word("discount"), is_right=True), has_discount),
        (Column(manner.word("tax"), is_right=True), has_tax),
        (Column(manner.word("amount"), is_right=True), True),
    ]
    kept = [place for place, (_, is_kept) in enumerate(columns) if is_kept]
    rows = [
        (
            _description(paper, line, manner),
            manner.exact(line.quantity),
            manner.exact(line.unit_price, least=least),
            _off(line, manner, card.currency),
            _tax_of(paper, line, manner),
            manner.amount(amount, card.currency),
        )
        for line, amount in zip(card.lines, _amounts(paper), strict=True)
    ]
    note = manner.word("included") if card.tax_included and has_tax else ""
    return {
        "table": table(
            [columns[place][0] for place in kept], [[row[n] for n in kept] for row in rows], note=note
        )
    }


_OF_DAY = re.compile(r"Deposit \S+ of ([0-9]{4}-[0-9]{2}-[0-9]{2})")


def _description(paper: Paper, line: LineRow, manner: Manner) -> str:
    """As it was typed; what we wrote ourselves is said in the client's language."""
    credited = paper.card.credits
    if line.deducts and line.description == f"Deposit {line.deducts} given back":
        return manner.word("given_back", number=line.deducts)
    if line.deducts and (found := _OF_DAY.fullmatch(line.description)):
        return manner.word("deducted", number=line.deducts, day=manner.long_day(date.fromisoformat(found[1])))
    if credited and line.description == f"Credit for {credited}":
        return manner.word("credit_for", number=credited)
    return line.description


def _discount_of(line: LineRow) -> PercentOff | AmountOff | None:
    if line.discount_percent is not None:
        return PercentOff(line.discount_percent)
    return AmountOff(line.discount_minor) if line.discount_minor else None


def _off(line: LineRow, manner: Manner, currency: str) -> str:
    if line.discount_percent is not None:
        return f"{manner.exact(line.discount_percent)} %"
    return manner.amount(line.discount_minor, currency) if line.discount_minor else ""


def _tax_of(paper: Paper, line: LineRow, manner: Manner) -> str:
    """The rates of a line's code, withheld ones with their sign: 21 % − 15 %."""
    rates = [
        ("− " if tax.kind == "withheld" else "+ ") + f"{manner.exact(tax.rate)} %"
        for tax in paper.card.taxes
        if tax.code == line.tax and tax.kind != "self_assessed"
    ]
    return "\u00a0".join(rates).replace(" ", "\u00a0").removeprefix("+\u00a0")


def _typed_amounts(paper: Paper) -> list[int]:
    """What the lines come to in the terms of their prices, before the discount on the document."""
    digits = digits_of(paper.card.currency)
    return [
        line_amount(LineIn(line.quantity, line.unit_price, _discount_of(line)), digits)
        for line in paper.card.lines
    ]


def _is_by_lines(paper: Paper) -> bool:
    """Whether quantity times price explains the document; a credit by amount, say, is no product of anything."""
    card = paper.card
    after = sum(_typed_amounts(paper)) - card.discount_minor
    return after == card.net_minor + (card.tax_minor if card.tax_included else 0)


def _amounts(paper: Paper) -> list[int]:
    """The amount at the end of each line."""
    return _typed_amounts(paper) if _is_by_lines(paper) else [line.net_minor for line in paper.card.lines]


def _sums(paper: Paper, manner: Manner) -> Iterator[dict[str, Any]]:
    card = paper.card

    def row(label: str, minor: int, *, strong: bool = False) -> dict[str, Any]:
        text = manner.money(minor, card.currency) if strong else manner.amount(minor, card.currency)
        return sum_row(label, text, strong=strong)

    if card.discount_minor and _is_by_lines(paper):
        percent = f" {manner.exact(card.discount_percent)} %" if card.discount_percent is not None else ""
        yield row(manner.word("subtotal"), sum(_typed_amounts(paper)))
        yield row(manner.word("less") + percent, -card.discount_minor)
    if card.taxes or card.discount_minor:
        yield row(manner.word("net"), card.net_minor)
    for tax in card.taxes:
        if tax.kind == "self_assessed":  # the buyer's affair: the words below say so
            continue
        base = manner.amount(tax.base_minor, card.currency)
        label = manner.word("on_base", name=tax.name, rate=manner.exact(tax.rate), base=base)
        yield row(label, -tax.tax_minor if tax.kind == "withheld" else tax.tax_minor)
    yield row(manner.word("total"), card.total_minor, strong=True)
    if card.kind == "invoice" and card.status not in {"draft", "void"}:
        settled = _settled(paper)
        for word, minor in settled.items():
            yield row(manner.word(word), -minor)
        if settled:
            yield row(manner.word("amount_due"), card.open_minor, strong=True)


def _settled(paper: Paper) -> dict[str, int]:
    """What has settled the invoice up to today, by the word for it."""
    sums: dict[str, int] = defaultdict(int)
    for settlement in paper.card.settlements:
        if settlement.effective_on <= paper.today and settlement.kind in _SETTLED:
            sums[_SETTLED[settlement.kind]] += settlement.amount_minor
    return {word: minor for word, minor in sums.items() if minor}


def _rate(paper: Paper, manner: Manner) -> Iterator[str]:
    """The rate of a document in another currency, and its tax in ours."""
    card = paper.card
    if card.currency != paper.book_currency and card.tax_minor and card.number:
        tax = manner.amount(paper.tax_book_minor, paper.book_currency)
        rate = manner.exact(Decimal(card.rate))
        yield manner.word("rate", currency=card.currency, rate=rate, book=paper.book_currency, tax=tax)


def _payment(paper: Paper, manner: Manner) -> tuple[dict[str, Any] | None, list[str]]:
    """How to pay what is open; `code` is the text of the QR code, empty where none can be."""
    card = paper.card
    due = card.total_minor if card.status == "draft" else card.open_minor
    if card.kind != "invoice" or card.status == "void" or not due:
        return None, []
    iban, warnings = _account(paper)
    day = card.due_on or card.issued_on
    if card.status == "draft" and not card.due_on:
        ask = ""
    else:
        ask = manner.word("pay_by", amount=manner.money(due, card.currency), day=manner.long_day(day))
    lines: Pairs = []
    if iban:
        lines = [
            [manner.word("beneficiary"), paper.seller.get("name") or ""],
            [manner.word("iban"), grouped(iban)],
        ]
    if iban and card.number:
        lines.append([manner.word("pay_text"), card.number])
    code = ""
    if iban and card.number and card.currency == "EUR":
        code = epc_text(name=paper.seller.get("name") or "", iban=iban, amount_minor=due, text=card.number)
    pay = {
        "head": manner.word("payment"),
        "ask": ask,
        "lines": lines,
        "code": code,
        "scan": manner.word("scan"),
    }
    return (pay if ask or lines else None), warnings


def _account(paper: Paper) -> tuple[str, list[str]]:
    """Our account as it was issued, if it is one."""
    stored = paper.seller.get("iban") or ""
    if not stored:
        return "", []
    try:
        return check_iban(stored), []
    except Refused as error:
        return "", [f"{paper.card.document}: {error}; it is left off the paper"]
