"""Rows that no feature knows: enough of each kind of value to see every rule of the output."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.money import COMMA, DOT, Notation
from acctmgr.ui.output import Card, Listing, Report

EUR = Notation("EUR", DOT)
EUR_COMMA = Notation("EUR", COMMA)


class ClientRow(NamedTuple):
    handle: str
    name: str
    tags: list[str]
    since_on: date
    is_active: bool
    open_minor: int
    late_days: int | None
    note: str | None
    fields: dict[str, str]


class PaymentRow(NamedTuple):
    id: int
    paid_on: date
    amount_minor: int
    currency: str
    reference: str | None


class LineRow(NamedTuple):
    description: str
    quantity: Decimal
    price: Decimal
    net_minor: int


class InvoiceRow(NamedTuple):
    number: str
    party: str
    issued_on: date
    issued_at: datetime
    due_on: date | None
    is_settled: bool
    currency: str
    total_minor: int
    open_minor: int
    tags: list[str]
    fields: dict[str, str]
    lines: list[LineRow]


class AgingRow(NamedTuple):
    party: str
    name: str
    current_minor: int
    days_30_minor: int
    days_60_minor: int
    over_60_minor: int
    credit_minor: int
    total_minor: int


ACME = ClientRow(
    "acme", "Acme [red]Tools[/red] & Sons, Plumbing and Heating", ["vip", "north; east"], date(2024, 3, 1),
    True, 125000, 12, "=1+1", {"segment": "A", "vat_no": "ES-B1"},
)  # fmt: skip
WIDE = ClientRow("kabu", "株式会社サンプル", [], date(2025, 11, 30), False, -4250, None, None, {})
RUIZ = ClientRow(
    "ana-ruiz", "Ana Ruiz", ["new"], date(2026, 1, 15),
    True, 9990, 0, "asks for | signs\x1b[31m", {"region": "west"},
)  # fmt: skip
CLIENTS = Listing(
    [ACME, WIDE, RUIZ], ClientRow, EUR, ref="handle", empty="no clients yet", left_out=8780,
    table=("handle", "name", "tags", "since_on", "is_active", "open", "late_days", "note"),
)  # fmt: skip
NO_CLIENTS = Listing([], ClientRow, EUR, ref="handle", empty="no clients yet")

PAYMENTS = Listing(
    [
        PaymentRow(1, date(2026, 2, 3), 50000, "EUR", "RF18 5390 0754"),
        PaymentRow(2, date(2026, 2, 4), 1250, "JPY", None),
        PaymentRow(3, date(2026, 2, 5), -1250, "BHD", None),
    ],
    PaymentRow,
    EUR,
    table=("id", "paid_on", "amount", "reference"),
)

INVOICE = Card(
    InvoiceRow(
        "INV-2026-0007", "acme", date(2026, 2, 1), datetime(2026, 2, 1, 8, 30, tzinfo=UTC), None, False,
        "USD", 121000, 21000, ["rush"], {"order_no": "PO 11"},
        [
            LineRow("Advice [bold]on site[/bold]", Decimal("7.50"), Decimal("120.00"), 90000),
            LineRow("Travel", Decimal("1"), Decimal("100.0000"), 10000),
        ],
    ),
    EUR, ref="number", title="Invoice INV-2026-0007", hidden=("is_settled",),
)  # fmt: skip

AGING = Report(
    "aging",
    EUR,
    [
        AgingRow("acme", "Acme Tools & Sons, Plumbing and Heating", 100000, 25000, 0, 0, 0, 125000),
        AgingRow("kabu", "株式会社サンプル", 0, 0, 0, 123456700, -4250, 123452450),
        AgingRow("ana-ruiz", "Ana Ruiz", 9990, 0, 0, 0, 0, 9990),
    ],
    AgingRow,
    {
        "current_minor": 109990, "days_30_minor": 25000, "days_60_minor": 0, "over_60_minor": 123456700,
        "credit_minor": -4250, "total_minor": 123587440, "clients": 3,
        "other_currencies": {"USD": {"total_minor": 21000}, "JPY": {"total_minor": 5000}},
    },
    as_of=date(2026, 3, 31),
    extra={"proof": {"receivable_minor": 123591690, "client_credits_minor": -4250, "difference_minor": 0}},
    bars="total_minor",
    title="Who owes us",
    note="1,235,916.90 receivable less 42.50 client credits in the ledger: it ties.",
)  # fmt: skip
NO_SALES = Report(
    "sales", EUR, [], AgingRow, {}, period=(date(2026, 1, 1), date(2026, 3, 31)), bars="total"
)  # fmt: skip
