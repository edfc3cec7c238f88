"""The default chart of accounts, and what an entry must fulfil."""

from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import Refused


class ChartRow(NamedTuple):
    """An account that every book starts with."""

    key: str
    code: str
    name: str
    type: str
    cash_flow: str = "operating"
    is_control: int = 0
    is_money: int = 0


CHART = (
    ChartRow("bank", "1000", "Bank", "asset", "cash", is_money=1),
    ChartRow("cash", "1010", "Cash", "asset", "cash", is_money=1),
    ChartRow("clearing", "1050", "Clearing", "asset", "cash"),
    ChartRow("receivable", "1100", "Receivable", "asset", is_control=1),
    ChartRow("vendor_credits", "1150", "Vendor credits", "asset", is_control=1),
    ChartRow("withheld_tax", "1300", "Withheld tax", "asset", is_control=1),
    ChartRow("equipment", "1500", "Equipment", "asset", "investing"),
    ChartRow("payable", "2000", "Payable", "liability", is_control=1),
    ChartRow("client_credits", "2050", "Client credits", "liability", is_control=1),
    ChartRow("deposits", "2060", "Client deposits", "liability", is_control=1),
    ChartRow("credit_card", "2100", "Credit card", "liability", "cash", is_money=1),
    ChartRow("tax", "2200", "Tax", "liability", is_control=1),
    ChartRow("tax_not_due", "2210", "Tax not yet due", "liability", is_control=1),
    ChartRow("tax_settlement", "2220", "Tax settlement", "liability"),
    ChartRow("withheld_payable", "2230", "Tax withheld payable", "liability", is_control=1),
    ChartRow("loans", "2500", "Loans", "liability", "financing"),
    ChartRow("opening", "3000", "Opening balances", "equity", "financing"),
    ChartRow("capital", "3100", "Owner's capital", "equity", "financing"),
    ChartRow("drawings", "3200", "Owner's drawings", "equity", "financing"),
    ChartRow("retained", "3900", "Retained earnings", "equity", "financing"),
    ChartRow("sales", "4000", "Sales", "income"),
    ChartRow("other_income", "4900", "Other income", "income"),
    ChartRow("currency_gain", "4950", "Currency gain", "income"),
    ChartRow("purchases", "5000", "Purchases", "expense"),
    ChartRow("office", "6000", "Office", "expense"),
    ChartRow("rent", "6100", "Rent", "expense"),
    ChartRow("travel", "6200", "Travel", "expense"),
    ChartRow("software", "6300", "Software", "expense"),
    ChartRow("marketing", "6400", "Marketing", "expense"),
    ChartRow("professional", "6500", "Professional fees", "expense"),
    ChartRow("wages", "6600", "Wages", "expense"),
    ChartRow("bank_fees", "6700", "Bank fees", "expense"),
    ChartRow("bad_debts", "6800", "Bad debts", "expense"),
    ChartRow("currency_loss", "6850", "Currency loss", "expense"),
    ChartRow("rounding", "6900", "Rounding", "expense"),
    ChartRow("other_expense", "6990", "Other expenses", "expense"),
)


class Line(NamedTuple):
    """One posting to be made: debit positive, in book currency and in its own."""

    account_id: int
    amount_minor: int
    currency: str
    foreign_minor: int
    party_id: int | None = None


def turned(line: Line) -> Line:
    """The posting that takes this one back."""
    return line._replace(amount_minor=-line.amount_minor, foreign_minor=-line.foreign_minor)


def merged(lines: list[Line]) -> list[Line]:
    """Lines of one account, party and currency become one; what comes to nothing is left out."""
    sums: dict[tuple[int, str, int | None], list[int]] = {}
    for line in lines:
        total = sums.setdefault((line.account_id, line.currency, line.party_id), [0, 0])
        total[0] += line.amount_minor
        total[1] += line.foreign_minor
    return [
        Line(account_id, amount, currency, foreign, party_id)
        for (account_id, currency, party_id), (amount, foreign) in sums.items()
        if amount or foreign
    ]


def check_balance(lines: list[Line]) -> None:
    """An entry sums to zero in the book's currency; anything else is a mistake of ours."""
    difference = sum(line.amount_minor for line in lines)
    if difference:
        raise ValueError(f"the entry is off by {difference}: {lines}")


def check_open(day: date, locked_until: date | None) -> None:
    """Nothing is dated on or before the lock."""
    if locked_until and day <= locked_until:
        raise Refused(
            f"{day} is locked: the books are closed up to {locked_until}",
            hint="date it later, or see: acctmgr config get locked_until",
        )
