"""Make a book of so many transactions: python tests/bench/generate.py 100000 book.db

Each invoice and each payment is a transaction. Whatever their number, the book covers the same ten years and
has the same clients, deals and open invoices: only the history grows.
"""

import json
import resource
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from acctmgr.core.money import DOT, format_minor
from acctmgr.documents.number_rules import format_number
from acctmgr.exchange.posting_service import Poster
from acctmgr.ledger.rules import Line
from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk, NewRows, bulk
from acctmgr.store.create import create
from acctmgr.store.schema import BOOK_DEFAULTS

TODAY = date(2026, 7, 15)
FIRST = date(2016, 1, 4)
LAST_PAID = date(2026, 3, 31)  # what was issued up to here is paid
CLIENTS, DEALS, OPEN, CASH = 200, 2_000, 100, 20  # the last: cash entries of this month
_CHUNK = 10_000  # invoices in one operation
_PATTERN = BOOK_DEFAULTS["series.invoice"]
_SELLER = json.dumps({"name": "Bench Studio", "address": None, "country": "ES", "tax_id": None, "iban": None})

_DOCUMENT = """
    kind number is_outside status party_id issued_on supplied_on posted_on due_on currency rate is_tax_included
    rounding discount_minor net_minor tax_minor withheld_minor total_minor total_book_minor open_minor
    open_book_minor settled_on seller buyer is_opening is_tax_unknown is_deposit entry_id
""".split()
_LINE = """
    document_id position description quantity unit_price discount_minor tax_code_id net_minor account_id
""".split()
_TAX = """
    document_id tax_code_id position name kind rate base_minor tax_minor tax_book_minor account_id
""".split()
_PAYMENT = """
    direction party_id paid_on account_id currency rate amount_minor amount_book_minor open_minor open_book_minor
    applied_on entry_id
""".split()
_ALLOCATION = """
    kind document_id payment_id effective_on amount_minor book_minor source_book_minor entry_id
""".split()
_CASH = """
    direction moved_on account_id other_id party memo amount_minor currency rate amount_book_minor tax_minor entry_id
""".split()


class Sale(NamedTuple):
    """An invoice to be written, paid on a day or still open."""

    place: int
    number: str
    party_id: int
    issued_on: date
    paid_on: date | None
    net_minor: int

    @property
    def tax_minor(self) -> int:
        return (self.net_minor * 21 + 50) // 100

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor


class Writer:
    """Writes sales as the services post them; one is made for each operation."""

    def __init__(self, db: Bulk) -> None:
        self.poster = Poster(db)
        self.documents = NewRows(db, "document", *_DOCUMENT)
        self.lines = NewRows(db, "document_line", *_LINE)
        self.taxes = NewRows(db, "document_tax", *_TAX)
        self.payments = NewRows(db, "payment", *_PAYMENT)
        self.allocations = NewRows(db, "allocation", *_ALLOCATION)
        self.tax_code_id = db.value("SELECT id FROM tax_code WHERE code = 'b21'")

    def add(self, sale: Sale) -> None:
        """An invoice with its entry, and its payment with that one's."""
        document_id = self._invoice(sale)
        if sale.paid_on:
            self._receipt(sale, document_id, sale.paid_on)

    def _invoice(self, sale: Sale) -> int:
        accounts, party, total = self.poster.accounts, sale.party_id, sale.total_minor
        entry_id = self.poster.post(
            sale.issued_on,
            "invoice",
            f"Invoice {sale.number}",
            [
                Line(accounts["receivable"], total, "EUR", total, party),
                Line(accounts["sales"], -sale.net_minor, "EUR", -sale.net_minor, party),
                Line(accounts["tax"], -sale.tax_minor, "EUR", -sale.tax_minor, party),
            ],
        )
        day, left = sale.issued_on, 0 if sale.paid_on else total
        document_id = self.documents.add(
            *("invoice", sale.number, 0, "paid" if sale.paid_on else "open", party),
            *(day, day, day, day + timedelta(days=30), "EUR", "1", 0, "document", 0),
            *(sale.net_minor, sale.tax_minor, 0, total, total, left, left, sale.paid_on),
            *(_SELLER, json.dumps({"name": f"Client {party}"}), 0, 0, 0, entry_id),
        )
        price = format_minor(sale.net_minor, style=DOT, digits=2).replace(",", "")
        self.lines.add(
            document_id, 1, "Work", "1", price, 0, self.tax_code_id, sale.net_minor, accounts["sales"]
        )
        self.taxes.add(
            *(document_id, self.tax_code_id, 1, "VAT", "added", "21"),
            *(sale.net_minor, sale.tax_minor, sale.tax_minor, accounts["tax"]),
        )
        return document_id

    def _receipt(self, sale: Sale, document_id: int, day: date) -> None:
        accounts, party, total = self.poster.accounts, sale.party_id, sale.total_minor
        bank = Line(accounts["bank"], total, "EUR", total, party)
        debt = Line(accounts["receivable"], -total, "EUR", -total, party)
        entry_id = self.poster.post(day, "payment", f"Payment from Client {party}", [bank, debt])
        payment_id = self.payments.add(
            "in", party, day, accounts["bank"], "EUR", "1", total, total, 0, 0, day, entry_id
        )
        self.allocations.add("payment", document_id, payment_id, day, total, total, total, entry_id)

    def write(self) -> None:
        """Write all of it, parents first."""
        self.poster.write()
        for rows in (self.documents, self.lines, self.taxes, self.payments, self.allocations):
            rows.write()
        self.poster.finish()


def sales(transactions: int) -> list[Sale]:
    """The invoices of the book in the order of their dates: paid ones, then those that are open."""
    paid = (transactions - OPEN) // 2
    days = (LAST_PAID - FIRST).days
    seqs: Counter[int] = Counter()
    found = []
    for place in range(paid + OPEN):
        if place < paid:
            issued_on = FIRST + timedelta(days=place * days // paid)
            paid_on = issued_on + timedelta(days=5 + place % 40)
        else:
            issued_on, paid_on = TODAY - timedelta(days=OPEN + paid - place), None
        seqs[issued_on.year] += 1
        number = format_number(_PATTERN, issued_on.year, seqs[issued_on.year])
        net_minor = 1_000 + place * 7_919 % 90_000
        found.append(Sale(place, number, 1 + place % CLIENTS, issued_on, paid_on, net_minor))
    return found


def generate_clients(path: Path, clients: int = CLIENTS) -> Book:
    """A book of clients, their people, deals and a tax code, and no transaction."""
    book = Book(str(path))
    create(book, {"currency": "EUR", "company.name": "Bench Studio"})
    bulk(lambda db: _people(db, clients), book)
    return book


def generate(path: Path, transactions: int, clients: int = CLIENTS) -> None:
    """Make the book."""
    book = generate_clients(path, clients)
    everything = sales(transactions)
    for start in range(0, len(everything), _CHUNK):
        some = everything[start : start + _CHUNK]
        bulk(lambda db, some=some: _write(db, some), book)


def generate_cash(path: Path, entries: int) -> None:
    """Add so many cash entries to a book; whatever their number, this month has the same."""
    days = (LAST_PAID - FIRST).days
    past = [FIRST + timedelta(days=place * days // entries) for place in range(entries - CASH)]
    everything = [*past, *(TODAY - timedelta(days=place % TODAY.day) for place in range(CASH))]
    for start in range(0, len(everything), _CHUNK):
        some = everything[start : start + _CHUNK]
        bulk(lambda db, some=some: _write_cash(db, some), Book(str(path)))


def _write_cash(db: Bulk, days: list[date]) -> None:
    poster, rows = Poster(db), NewRows(db, "cash_entry", *_CASH)
    bank = poster.accounts["bank"]
    costs = [row_id for (row_id,) in db.run("SELECT id FROM account WHERE type = 'expense' ORDER BY code")]
    for place, day in enumerate(days):
        amount, other, party = 500 + place * 31 % 20_000, costs[place % len(costs)], f"Shop {place % 50}"
        lines = [Line(other, amount, "EUR", amount, None), Line(bank, -amount, "EUR", -amount, None)]
        entry_id = poster.post(day, "cash", f"Cash out to {party}", lines)
        rows.add("out", day, bank, other, party, "What was needed", amount, "EUR", "1", amount, 0, entry_id)
    poster.write()
    rows.write()
    poster.finish()


def _write(db: Bulk, some: list[Sale]) -> None:
    writer = Writer(db)
    for sale in some:
        writer.add(sale)
    writer.write()
    _move_series(db, some)


def _move_series(db: Bulk, some: list[Sale]) -> None:
    """Each year's series stands after its last number; it moves with the documents that took the numbers."""
    given = Counter(sale.issued_on.year for sale in some)
    last = {sale.issued_on.year: sale.issued_on for sale in some}
    known = {
        year: (row_id, seq) for row_id, year, seq in db.run("SELECT id, year, next_seq FROM number_series")
    }
    pattern = db.settings["series.invoice"]
    fresh = NewRows(db, "number_series", "kind", "pattern", "year", "next_seq", "last_on")
    for year, count in given.items():
        if year in known:
            row_id, seq = known[year]
            db.alter(
                "number_series", ("next_seq", "last_on"), [(row_id, seq + count, last[year].isoformat())]
            )
        else:
            fresh.add("invoice", pattern, year, count + 1, last[year])
    fresh.write()


def _people(db: Bulk, clients: int) -> None:
    """Clients with a contact and what is to do each, their deals in all stages, and one tax code."""
    parties = NewRows(db, "party", *"handle name name_key is_client is_vendor status since_on email".split())
    for place in range(1, clients + 1):
        name, handle = f"Client {place}", f"client-{place}"
        parties.add(handle, name, name.lower(), 1, 0, "active", FIRST, f"hello@{handle}.example")
    parties.write()
    _work(db, clients)
    _deals(db)
    codes = NewRows(db, "tax_code", "code", "name", "treatment", "words")
    code_id = codes.add("b21", "VAT 21", "standard", "")
    codes.write()
    tax = db.value("SELECT id FROM account WHERE key = 'tax'")
    parts = NewRows(
        db, "tax_component", *"tax_code_id position name rate kind account_id deductible box".split()
    )
    parts.add(code_id, 1, "VAT", "21", "added", tax, "100", "")
    parts.write()


def _work(db: Bulk, clients: int) -> None:
    """A contact, a follow-up, one in fifty of them due, and a call for each client."""
    contacts = NewRows(db, "contact", "party_id", "name", "name_key", "birthday", "is_no_contact")
    follow_ups = NewRows(db, "follow_up", "text", "party_id", "due_on", "priority", "done_on")
    calls = NewRows(db, "activity", "kind", "text", "party_id", "happened_on")
    for place in range(1, clients + 1):
        name, day = f"Person {place}", TODAY + timedelta(days=place % 365)
        contacts.add(place, name, name.lower(), f"1980-{day:%m-%d}", 0)
        due_on = TODAY - timedelta(days=place % 100)
        follow_ups.add(f"Ask {name} how it goes", place, due_on, "normal", due_on if place % 50 else None)
        calls.add("call", f"Talked with {name} about the work", place, due_on)
    for rows in (contacts, follow_ups, calls):
        rows.write()


def _deals(db: Bulk) -> None:
    stages = [row_id for (row_id,) in db.run("SELECT id FROM stage ORDER BY position")]
    deals = NewRows(
        db,
        "deal",
        *"name name_key party_id stage_id amount_minor currency counted_from_on opened_on closed_on".split(),
    )
    changes = NewRows(db, "stage_change", "deal_id", "stage_id", "from_on", "until_on")
    is_closed = dict(db.run("SELECT id, CASE kind WHEN 'open' THEN 0 ELSE 1 END FROM stage").fetchall())
    for place in range(DEALS):
        opened_on = TODAY - timedelta(days=40 + place)
        moved_on, stage = opened_on + timedelta(days=20), stages[1 + place % (len(stages) - 1)]
        closed_on = moved_on if is_closed[stage] else None
        name, amount = f"Deal {place}", 50_000 + place * 137
        deal_id = deals.add(
            *(name, name.lower(), 1 + place % CLIENTS, stage, amount, "EUR", opened_on, opened_on, closed_on)
        )
        changes.add(deal_id, stages[0], opened_on, moved_on)
        changes.add(deal_id, stage, moved_on, None)
    deals.write()
    changes.write()


if __name__ == "__main__":
    wanted, place = int(sys.argv[1]), Path(sys.argv[2])
    began = time.perf_counter()
    generate(place, wanted)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{wanted} transactions in {seconds:.1f} s, {memory} MB of memory, {place.stat().st_size >> 20} MB on disk"
    )
