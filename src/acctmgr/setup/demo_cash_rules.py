"""What the demo's studio held at first, spent and earned besides its invoices, and moved between its accounts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from acctmgr.core.dates import add_months
from acctmgr.ledger.account_rules import NewAccount
from acctmgr.setup.demo_invoice_rules import DAYS

OPENED = {"Bank": 18_400_00, "Cash": 180_00}  # minor units, on the first day
NEW_ACCOUNTS = (
    NewAccount("Savings", "asset", is_money=True),
    NewAccount("Insurance", "expense"),
    NewAccount("Freelancers", "expense"),
)
_MONTHS = 18


class Paid(NamedTuple):
    """Money in or out, its tax inside; the day is counted back from today, or is that of a month."""

    days: int
    who: str
    minor: int
    category: str
    tax: str = ""
    account: str = "Bank"
    memo: str | None = None
    is_in: bool = False
    void_days: int | None = None  # taken back so many days ago


class Moved(NamedTuple):
    """Money from one account of the studio to another; the day as in Paid."""

    days: int
    source: str
    target: str
    minor: int
    memo: str | None = None


_REGULAR: tuple[tuple[int, Paid | Moved], ...] = (  # every so many months
    (1, Paid(1, "Lantern Yard Offices", 847_00, "Rent", "iva21")),
    (1, Paid(12, "Cloudberry Hosting", 72_60, "Software", "iva21", "Credit card")),
    (1, Paid(28, "Payroll", 11_400_00, "Wages")),
    (2, Paid(18, "Blue Heron Telecom", 121_00, "Office", "iva21")),
    (3, Paid(5, "Safe Haven Insurance", 214_00, "Insurance")),
    (3, Moved(15, "Bank", "Credit card", 217_80, "Three months of hosting")),
    (6, Moved(2, "Bank", "Cash", 100_00)),
)
_ONCE: tuple[Paid | Moved, ...] = (
    Paid(410, "Meridian Fair Stands", 1_452_00, "Marketing", "iva21", memo="Stand at the spring fair"),
    Paid(220, "Iris & Otter Cameras", 2_299_00, "Equipment", "iva21", memo="Camera and two lenses"),
    Paid(150, "Rita Vidal Illustration", 1_210_00, "Freelancers", "iva21", memo="Citrus catalogue"),
    Moved(95, "Bank", "Savings", 15_000_00, "For the tax"),
    Paid(64, "Valencia Design Prize", 1_500_00, "Other income", memo="Second place", is_in=True),
    Paid(40, "Glyph Foundry", 100_00, "Software", "iva-reverse", "Credit card", "Licence of a typeface"),
    Paid(33, "Flea market", 181_50, "Other income", "iva21", "Cash", "The old lens", is_in=True),
    Paid(21, "Interest", 38_15, "Other income", account="Savings", is_in=True),
    Paid(11, "Levante Rail", 48_40, "Travel", "iva10", "Cash", "To Oak Street Dental and back"),
    Paid(6, "Blue Heron Telecom", 121_00, "Office", "iva21", memo="Paid twice", void_days=4),
    Paid(1, "Café Farola", 23_10, "Office", "iva10", "Cash", "Breakfast with Acme"),
    Paid(0, "Levante Rail", 62_70, "Travel", "iva10", "Credit card", "Tickets to the citrus fair"),
)


def first_day(today: date) -> date:
    """The day on which the book begins."""
    return today - timedelta(days=DAYS)


def planned(today: date) -> list[tuple[date, Paid | Moved]]:
    """All of it by day, from the first day of the book up to today."""
    once = ((today - timedelta(days=each.days), each) for each in _ONCE)
    found = [*once, *(entry for entry in _regular(today) if first_day(today) < entry[0] <= today)]
    return sorted(found, key=lambda entry: entry[0])


def _regular(today: date) -> Iterator[tuple[date, Paid | Moved]]:
    for months_ago in range(_MONTHS, -1, -1):
        first = add_months(today.replace(day=1), -months_ago)
        for every, each in _REGULAR:
            if first.month % every == 0:
                yield first.replace(day=each.days), each
