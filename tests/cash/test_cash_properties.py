"""Any mix of money in, out, between, void, invoiced, paid and bounced: lists and reports are what the ledger says."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from acctmgr.cash import queries, reports, service, told_service
from acctmgr.cash.tables import CashEntry
from acctmgr.core.errors import AcctError
from acctmgr.documents import payment_service as payments
from acctmgr.documents.tables import Payment
from acctmgr.ledger import account_service as accounts
from acctmgr.ledger.account_rules import NewAccount
from acctmgr.store.book import Book
from acctmgr.store.read import Reader, reading
from acctmgr.store.write import change
from acctmgr.tax import service as taxes
from acctmgr.upkeep.queries import findings
from builders import a_client, a_payment, an_invoice

FIRST = date(2026, 3, 20)
DAYS = 20  # over the end of a month, where balances change from postings to whole months
MONEY = ("bank", "cash", "credit card", "dollars")
CATEGORIES = ("sales", "office", "travel", "capital", "loans")
CODES = ("", "iva21", "iva21-car", "iva21-irpf15", "iva-eu-services", "us-fl-miami-dade")


class Step(NamedTuple):
    """One thing that may happen; what makes no sense just then is refused, and that is well."""

    what: str
    account: int
    other: int
    code: int
    cents: int
    day: int

    @property
    def on(self) -> date:
        return FIRST + timedelta(days=self.day)

    @property
    def amount(self) -> str:
        return f"{Decimal(self.cents) / 100:.2f}"


STEPS = st.builds(
    Step,
    what=st.sampled_from("in in out out transfer void invoice pay bounce".split()),
    account=st.integers(0, 3),
    other=st.integers(0, 4),
    code=st.integers(0, 5),
    cents=st.integers(1, 30_000),
    day=st.integers(0, DAYS),
)


def _move(session: Session, step: Step) -> None:
    raw = told_service.Raw(
        step.what == "in",
        step.amount,
        CATEGORIES[step.other],
        step.on,
        who="Zoe",
        account=MONEY[step.account],
        tax=CODES[step.code],
        client="acme" if step.other == 3 else "",
        rate="0.9137" if MONEY[step.account] == "dollars" and step.cents % 3 else "",
    )
    told_service.book(session, raw)


def _transfer(session: Session, step: Step) -> None:
    source, target = MONEY[step.account], MONEY[step.other % 4]
    is_exchange = (source == "dollars") != (target == "dollars")
    received = f"{Decimal(step.cents + 7) / 100:.2f}" if is_exchange else ""
    told_service.transfer(session, told_service.RawTransfer(step.amount, source, target, step.on, received))


def _void(session: Session, step: Step) -> None:
    rows = session.exec(select(CashEntry)).all()
    if rows:
        service.void(session, rows[step.cents % len(rows)], on=step.on, today=step.on)


def _invoice(session: Session, step: Step) -> None:
    line = f"Work; 1; {step.amount}; tax={('none', 'iva21', 'iva21-irpf15')[step.code % 3]}"
    an_invoice(session, line, on=f"{step.on:%m-%d}", currency="USD" if step.account == 3 else None,
               rate="0.92" if step.account == 3 else None)  # fmt: skip


def _pay(session: Session, step: Step) -> None:
    is_foreign = step.account == 3
    currency = "USD" if is_foreign else "EUR"
    found = payments.open_documents(session, a_client(session), currency=currency)
    rate = "0.95" if is_foreign else None
    a_payment(session, step.cents, *found[:2], on=f"{step.on:%m-%d}", currency=currency, rate=rate)


def _bounce(session: Session, step: Step) -> None:
    rows = session.exec(select(Payment)).all()
    if rows:
        payments.void(session, rows[step.cents % len(rows)], on=step.on)


TAKE = {
    "in": _move, "out": _move, "transfer": _transfer, "void": _void, "invoice": _invoice, "pay": _pay,
    "bounce": _bounce,
}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a client, taxes and an account in dollars."""
    path = tmp_path_factory.mktemp("cash") / "book.db"
    shutil.copyfile(sqlite_template, path)

    def begin(session: Session) -> None:
        a_client(session)
        taxes.load(session, "es")
        taxes.load(session, "us")
        accounts.add(session, NewAccount("Dollars", "asset", "1020", "USD", True))

    change(begin, Book(str(path)))
    return path


@given(steps=st.lists(STEPS, min_size=4, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_lists_and_reports_are_what_the_ledger_says(prepared: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Book(str(Path(folder) / "book.db"))
        shutil.copyfile(prepared, book.place)
        for step in steps:
            with suppress(AcctError):
                change(lambda session, step=step: TAKE[step.what](session, step), book)
        with reading(book) as db:
            check_balances(db)
            check_report(db)
            assert [row for row in findings(db, book) if not row.ok] == []


def check_balances(db: Reader) -> None:
    """The last balance of the list is that of the ledger, each is the one before and what moved, whatever is cut."""
    rows = queries.movements(db, queries.Wanted(), sort="date", limit=0).rows
    running: dict[str, int] = {}
    for row in rows:
        running[row.account] = running.get(row.account, 0) + row.amount_minor
        assert row.balance_minor == running[row.account]
    for name, column in (("Bank", "amount_minor"), ("Dollars", "foreign_minor")):
        ledger = db.value(
            f"SELECT COALESCE(SUM({column}), 0) FROM posting "
            "JOIN account ON account.id = account_id WHERE name = :name",
            name=name,
        )
        assert running.get(name, 0) == ledger
    cut = queries.movements(db, queries.Wanted(first=FIRST + timedelta(days=7)), sort="-date", limit=3).rows
    assert cut == [row for row in reversed(rows) if row.on >= FIRST + timedelta(days=7)][:3]


def check_report(db: Reader) -> None:
    """The closing is the ledger's over any days and any account; a period opens where the one before closed."""
    ids = [row[0] for row in db.run("SELECT id FROM account WHERE is_money = 1").fetchall()]
    middle = FIRST + timedelta(days=11)
    spans = ((FIRST, middle), (middle + timedelta(days=1), date(2026, 12, 31)))
    whole = reports.flow(db, reports.Wanted(FIRST, date(2026, 12, 31)))
    assert whole.difference_minor == 0
    for account_id in (None, *ids):
        parts = [reports.flow(db, reports.Wanted(*span, account_id)) for span in spans]
        assert [part.difference_minor for part in parts] == [0, 0]
        if account_id is None:
            assert sum(part.totals["net_minor"] for part in parts) == whole.totals["net_minor"]
        first, second = (part.totals for part in parts)
        assert second["opening_minor"] == first["closing_minor"]
        assert second["closing_minor"] == sum(row.closing_minor for row in parts[1].accounts)
