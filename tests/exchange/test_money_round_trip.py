"""Invoices, payments and cash that were exported come back into an empty book: the same figures on every day."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run

SETUP = (
    "tax load es",
    "account add Licences --type income --code 4100",
    "account add Dollars --type asset --money --currency USD",
    "account add Francs --type asset --money --currency CHF",
)
STORY = (
    "config set company.name 'Ana Ruiz'",
    "client add Acme --handle acme --owner ana --address '1 Main'",
    "client add Globex --handle globex --currency USD",
    "client add Initech --handle initech",
    'invoice add acme --line "Work\\; more; 10; 80.00; tax=21; disc=5%" --line "Book; 2; 10.50; tax=iva4; disc=1.00"'
    ' --discount 10% --issued 2026-03-01 --due 2026-03-31 --note "=Thanks; all" --reference PO-7',
    'invoice add acme --line "Mixed; 1; 121; tax=21" --line "None; 1; 50; tax=none" --tax-included'
    " --issued 2026-03-05",
    'invoice add globex --line "Remote; 3; 333.33; tax=none" --issued 2026-03-10 --rate 0.9137',
    'invoice add initech --line "Design; 1; 1000; tax=iva21-irpf15" --issued 2026-03-11',
    'invoice add acme --line "In advance; 1; 500; tax=21" --deposit --issued 2026-03-12',
    'invoice add acme --line "All; 1; 2000; tax=21" --deduct 5 --issued 2026-04-12 --supplied 2026-04-10',
    'invoice add initech --line "Lost; 1; 100; tax=21" --issued 2026-04-13',
    'invoice add initech --line "Wrong; 1; 100; tax=21" --issued 2026-04-14',
    "invoice void 8 --on 2026-04-20 --yes",
    "invoice credit 1 100.00 --issued 2026-04-21",
    'invoice credit 2 --line "None; 1; 20; tax=none" --issued 2026-04-21',
    'invoice add acme --line "Draft; 1; 5; tax=none" --draft',
    'invoice add globex --line "In advance; 1; 1000; tax=none" --deposit --rate 0.90 --issued 2026-04-22',
    'invoice add globex --line "Final; 1; 3000; tax=none" --deduct 9 --rate 0.95 --issued 2026-05-22',
    'invoice add initech --line "Shop; 3; 1.03; tax=iva21-re52" --line "Shop; 1; 1.03; tax=iva21-re52"'
    " --issued 2026-05-23",
    "invoice credit 11 --issued 2026-05-24",
    "payment unapply CN-2026-0003 11 --on 2026-05-25",
    "invoice void CN-2026-0003 --on 2026-05-25 --yes",
    'invoice add initech --line "Cent; 1; 17.77; tax=iva21-irpf19" --issued 2026-05-26',
)

MONEY = (
    "invoice pay 1 400 --on 2026-04-25 --reference R-1 --note 'half; of it'",
    "invoice pay 1 --on 2026-05-02 --fee 2.50",
    "invoice pay 2 100 --on 2026-04-30",
    "payment void 3 --on 2026-05-05 --fee 7",
    "invoice pay 2 --on 2026-05-06 --discount 2%",
    "invoice pay 3 500 --on 2026-05-06 --rate 0.95 --into Dollars",
    "invoice pay 3 499.99 --on 2026-05-20 --rate 0.9001",
    "payment unapply p6 3 --on 2026-05-21",
    "payment apply p6 3 200 --on 2026-05-22",
    "invoice write-off 7 --tax-relief --on 2026-06-01 --reason 'gone; for good'",
    "invoice pay 7 60 --on 2026-06-10",
    "invoice pay 7 61 --on 2026-06-11",
    "payment void 8 --on 2026-06-12",
    "invoice write-off 4 500 --on 2026-06-01",
    "invoice write-off 4 100 --undo --on 2026-06-02",
    "invoice credit 12 17.93 --issued 2026-06-01",
    "invoice write-off 12 --on 2026-06-02",
    "invoice credit 12 0.07 --issued 2026-06-03",  # a cent of the withheld tax is put right
    "payment add acme 5000 --on 2026-06-03",
    "payment refund p9 50 --on 2026-06-20",
    "payment refund p9 20 --on 2026-06-21",
    "payment void p11 --on 2026-06-22",
    "invoice pay 4 60 --on 2026-03-20",
    "invoice credit 4 --issued 2026-06-30",
)

PEOPLE = (
    "vendor add Paperworks --handle paper --tax-id ES-B2",
    "contact add Luz --client acme --email luz@acme.example",
    "contact add Kim --client globex --phone '+34 600 100 201'",
    "deal add Refit --client acme --amount 900 --opened 2026-02-01",
    "deal add Boat --client globex --opened 2026-02-03",
    "deal win 1 --on 2026-03-01",
    "followup add 'Send the offer' --client globex --due 2026-08-01 --deal 2",
    "followup add 'Call back' --client acme --due 2026-03-02",
    "followup done 2 --on 2026-03-03",
    "log globex 'Asked for a boat' --on 2026-02-03 --kind call",
)
CASH = (
    "account opening Bank 5000 --on 2026-01-01",
    "account opening Dollars 1000 --rate 0.91 --on 2026-01-01",
    "account opening 'Credit card' 350 --on 2026-01-01",
    "account opening Cash 10 --on 2026-01-01",
    "account opening Cash 12.50 --on 2026-01-01 --replace",
    "cash out 121 --to 'Paper; and, more' --category office --tax 21 --on 2026-02-01 --memo '=B-1; two'",
    "cash out 90.75 --vendor paper --category travel --tax iva21-car --on 2026-02-02",
    "cash out 85 --vendor paper --category professional --tax iva21-irpf15 --on 2026-02-03",
    "cash in 242 --from Passer-by --category sales --tax 21 --on 2026-02-04 --account cash",
    "cash in 30 --client initech --category 'Other income' --on 2026-02-05",
    "cash out 100 --to Hosting --category software --tax iva-reverse --on 2026-02-05",
    "cash in 12.10 --vendor paper --category office --tax 21 --on 2026-02-06",
    "cash out 50 --to Host --category software --currency USD --rate 0.93 --on 2026-02-07 --account 'Credit card'",
    "cash out 333.33 --to Cloud --category software --account Dollars --on 2026-02-08",
    "cash out 20 --to Cloud --category software --account Dollars --rate 0.95 --on 2026-02-09",
    "cash in 700 --from Buyer --category sales --account Dollars --rate 0.97 --on 2026-02-10",
    "cash transfer 200 --from bank --to cash --on 2026-02-11 --memo 'for the till'",
    "cash transfer 500 --from Dollars --to bank --received 457.80 --on 2026-02-12",
    "cash transfer 300 --from bank --to Dollars --received 320 --on 2026-02-13",
    "cash transfer 100 --from Dollars --to Francs --received 89.50 --rate 0.92 --on 2026-02-14",
    "cash transfer 15 --from bank --to 'Credit card' --on 2026-02-15",
    "cash out 9.99 --to Twin --category office --on 2026-02-16",
    "cash out 9.99 --to Twin --category office --on 2026-02-16",
    "cash out 9.99 --to Twin --category rent --on 2026-02-16",
    "cash out 44 --to Mistake --category rent --tax 21 --on 2026-02-17",
    "cash void 18 --on 2026-02-20",
    "cash transfer 7 --from cash --to bank --on 2026-02-21",
    "cash void 19 --on 2026-02-22",
)

DOCUMENTS = """
    SELECT document.kind, document.number, CASE WHEN :settled = 1 THEN document.status END,
           CASE WHEN :settled = 1 THEN document.open_minor END,
           CASE WHEN :settled = 1 THEN document.open_book_minor END,
           CASE WHEN :settled = 1 THEN CAST(document.settled_on AS TEXT) END,
           kept.handle, CAST(document.issued_on AS TEXT), CAST(supplied_on AS TEXT), CAST(posted_on AS TEXT),
           CAST(due_on AS TEXT), document.currency, rate, is_tax_included, rounding, discount_percent,
           discount_minor, net_minor, tax_minor, withheld_minor, total_minor, total_book_minor, CAST(voided_on AS TEXT),
           (SELECT number FROM document AS credited WHERE credited.id = document.credits_id), reference, document.note,
           seller, buyer, document.owner, is_opening, is_tax_unknown, is_deposit
      FROM document JOIN party ON party.id = document.party_id
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     WHERE document.status <> 'draft'
     ORDER BY document.number
"""
LINES = """
    SELECT document.number, position, description, quantity, unit_price, document_line.discount_percent,
           document_line.discount_minor, tax_code.code, document_line.net_minor, account.name,
           (SELECT number FROM document AS deposit WHERE deposit.id = document_line.deducts_id)
      FROM document_line JOIN document ON document.id = document_id JOIN account ON account.id = account_id
      LEFT JOIN tax_code ON tax_code.id = tax_code_id
     WHERE document.status <> 'draft'
     ORDER BY document.number, position
"""
TAXES = """
    SELECT document.number, tax_code.code, tax_code.valid_from, position, document_tax.name, document_tax.kind,
           document_tax.rate, base_minor, document_tax.tax_minor, tax_book_minor, account.name
      FROM document_tax JOIN document ON document.id = document_id JOIN account ON account.id = account_id
      JOIN tax_code ON tax_code.id = tax_code_id
     WHERE document.status <> 'draft'
     ORDER BY document.number, tax_code.code, position
"""
POSTINGS = """
    SELECT CAST(posting.posted_on AS TEXT), account.name, posting.currency, party.handle,
           CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(foreign_minor) AS BIGINT)
      FROM posting JOIN account ON account.id = account_id LEFT JOIN party ON party.id = party_id
     GROUP BY posting.posted_on, account.name, posting.currency, party.handle
    HAVING SUM(amount_minor) <> 0 OR SUM(foreign_minor) <> 0
     ORDER BY 1, 2, 3, COALESCE(party.handle, '')
"""
PAYMENTS = """
    SELECT direction, kept.handle, CAST(paid_on AS TEXT), account.name, payment.currency, payment.rate, amount_minor,
           amount_book_minor, open_minor, open_book_minor, CAST(applied_on AS TEXT), CAST(voided_on AS TEXT), reference,
           payment.note
      FROM payment JOIN account ON account.id = account_id JOIN party ON party.id = payment.party_id
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     ORDER BY paid_on, amount_minor, direction
"""
ALLOCATIONS = """
    SELECT CAST(effective_on AS TEXT), allocation.kind, document.number, note.number, payment.paid_on,
           payment.amount_minor,
           through.paid_on, through.amount_minor, CAST(SUM(allocation.amount_minor) AS BIGINT),
           CAST(SUM(book_minor) AS BIGINT), CAST(SUM(source_book_minor) AS BIGINT)
      FROM allocation
      LEFT JOIN document ON document.id = document_id
      LEFT JOIN document AS note ON note.id = credit_id
      LEFT JOIN payment ON payment.id = payment_id
      LEFT JOIN payment AS through ON through.id = through_id
     GROUP BY effective_on, allocation.kind, document.number, note.number, payment.id, payment.paid_on,
              payment.amount_minor, through.id, through.paid_on, through.amount_minor
    HAVING SUM(allocation.amount_minor) <> 0 OR SUM(book_minor) <> 0 OR SUM(source_book_minor) <> 0
     ORDER BY 1, 2, document.number, note.number, payment.paid_on, payment.amount_minor, through.paid_on,
              through.amount_minor, 9
"""
BACKS = """
    SELECT document.number, CAST(effective_on AS TEXT), allocation.amount_minor, tax_code.code, position, base_minor,
           allocation_tax.tax_minor, tax_book_minor, allocation.note
      FROM allocation_tax JOIN allocation ON allocation.id = allocation_id JOIN document ON document.id = document_id
      JOIN tax_code ON tax_code.id = tax_code_id
     ORDER BY 1, 2, 3, 4, 5
"""
CASH_ENTRIES = """
    SELECT direction, CAST(moved_on AS TEXT), account.name, other.name, kept.handle, cash.party, memo, amount_minor,
           cash.currency, cash.rate, amount_book_minor, tax_code.code, tax_minor, CAST(voided_on AS TEXT),
           cash.outside_key
      FROM cash_entry AS cash JOIN account ON account.id = account_id JOIN account AS other ON other.id = other_id
      LEFT JOIN party ON party.id = party_id
      LEFT JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
      LEFT JOIN tax_code ON tax_code.id = tax_code_id
     ORDER BY cash.id
"""
CASH_TAXES = """
    SELECT CAST(moved_on AS TEXT), cash.amount_minor, tax_code.code, position, cash_tax.name, kind, cash_tax.rate,
           base_minor, cash_tax.tax_minor, tax_book_minor, cost_minor, cost_book_minor, account.name
      FROM cash_tax JOIN cash_entry AS cash ON cash.id = cash_entry_id JOIN account ON account.id = cash_tax.account_id
      JOIN tax_code ON tax_code.id = cash_tax.tax_code_id
     ORDER BY cash.id, position
"""
TABLES = {
    "cash": CASH_ENTRIES,
    "cash taxes": CASH_TAXES,
    "payments": PAYMENTS,
    "allocations": ALLOCATIONS,
    "backs": BACKS,
    "documents": DOCUMENTS,
    "lines": LINES,
    "taxes": TAXES,
    "postings": POSTINGS,
}


def earned(book: Book) -> list[tuple[Any, ...]]:
    """What was posted beside that which settles documents."""
    settling = ("Receivable", "Client credits", "Currency gain", "Currency loss")
    return [row for row in tables(book, "postings")["postings"] if row[1] not in settling]


def tables(book: Book, *names: str, settled: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """What a book holds, ids aside."""
    with reading(book) as db:
        return {
            name: [
                tuple(map(_plain, row))
                for row in db.run(TABLES[name], {"settled": int(settled)} if name == "documents" else {})
            ]
            for name in names or TABLES
        }


def _plain(value: Any) -> Any:
    """Exact decimals by their value: 80.00 is 80; days as text."""
    if isinstance(value, date):
        return value.isoformat()
    is_decimal = isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value)
    return Decimal(value) if is_decimal else value


def tell(run: Run, *lines: str) -> None:
    """Run each of these; all of them work."""
    for line in lines:
        done = run(line)
        assert done.code == 0, (line, done.err)


def moved(run: Run, book: Book, other: Book, tmp_path: Path, ending: str, *kinds: str) -> None:
    """Export the kinds from one book and import them into the other."""
    for kind in kinds:
        file = tmp_path / f"{kind}.{ending}"
        done = run("export", kind, "--output", file)
        assert done.code == 0, done.err
        done = run("import", kind, file, "--db", other.place)
        assert done.code == 0, (kind, done.err)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_invoices_come_back_with_all_that_they_are(
    run: Run, book: Book, other: Book, tmp_path: Path, ending: str
) -> None:
    tell(run, *SETUP, *STORY)
    for line in SETUP:
        assert run(f"--db {other.place} {line}").code == 0
    moved(run, book, other, tmp_path, ending, "clients", "invoices")
    alone = ("documents", "lines", "taxes")
    assert tables(other, *alone, settled=False) == tables(book, *alone, settled=False)
    assert earned(other) == earned(book)
    assert run(f"--db {other.place} db check").code == 0


def test_an_export_is_known_however_a_spreadsheet_spells_its_columns(
    run: Run, book: Book, other: Book, tmp_path: Path
) -> None:
    tell(run, *SETUP, *STORY)
    for line in SETUP:
        assert run(f"--db {other.place} {line}").code == 0
    moved(run, book, other, tmp_path, "csv", "clients")
    file = tmp_path / "invoices.csv"
    assert run("export", "invoices", "--output", file).code == 0
    header, _, rows = file.read_text().partition("\n")
    file.write_text(header.replace("_", " ").title() + "\n" + rows)
    done = run("import", "invoices", file, "--db", other.place)
    assert (done.code, "columns not used" in done.err) == (0, False), done.err
    alone = ("documents", "lines", "taxes")
    assert tables(other, *alone, settled=False) == tables(book, *alone, settled=False)


KINDS = (
    "clients",
    "vendors",
    "contacts",
    "deals",
    "followups",
    "activities",
    "invoices",
    "payments",
    "cash",
)
REPORTS = (
    "report aging",
    "report aging --as-of 2026-05-05",
    "report aging --as-of 2026-06-11 --basis issued",
    "report statement acme --from 2026-01-01",
    "report statement globex --from 2026-01-01",
    "report statement initech --as-of 2026-06-11",
    "report sales --by client",
    "report sales --by month",
    "report sales --by owner",
    "report cash --from 2026-02-01 --to 2026-02-28",
    "report cash --from 2026-01-01 --to 2026-12-31",
    "report pipeline",
    "client list",
)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_book_comes_back_table_by_table_and_a_second_time_nothing_changes(
    run: Run, book: Book, other: Book, tmp_path: Path, ending: str
) -> None:
    tell(run, *SETUP, *STORY, *PEOPLE, *(f"{line} --yes" for line in (*CASH, *MONEY)))
    for line in SETUP:
        assert run(f"--db {other.place} {line}").code == 0
    moved(run, book, other, tmp_path, ending, *KINDS)
    for name in TABLES:
        before, after = tables(book, name)[name], tables(other, name)[name]
        assert before
        assert after == before, name
    for report in REPORTS:
        told = run(f"{report} --format json")
        assert told.code == 0, (report, told.err)
        assert run(f"--db {other.place} {report} --format json").out == told.out, report
    assert run(f"--db {other.place} db check").code == 0
    for kind in KINDS:  # again, and nothing changes
        done = run("import", kind, tmp_path / f"{kind}.{ending}", "--db", other.place)
        assert (done.code, " 0 created, 0 updated" in done.err) == (0, True), done.err
        assert "columns not used" not in done.err
