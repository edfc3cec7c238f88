"""`import invoices`: what is posted, what is open, and what a second import may change."""

import json

import pytest

from conftest import Run
from exchange.conftest import Ask, CsvFile

HEADER = "number,client,issued_on,due_on,total,paid_on,paid"

_POSTINGS = """
    SELECT posting.posted_on, entry.kind, account.name, posting.amount_minor
      FROM posting JOIN entry ON entry.id = entry_id JOIN account ON account.id = account_id
     ORDER BY entry.id, account.code
"""
_STATE = "SELECT number, status, open_minor, settled_on FROM document ORDER BY id"


def test_an_invoice_is_posted_with_its_tax_unknown(run: Run, csv: CsvFile, ask: Ask) -> None:
    assert (
        run(
            "import", "invoices", csv(HEADER, "0007,Acme,2026-05-01,2026-05-31,121.00,,"), "--create-missing"
        ).code
        == 0
    )
    assert ask(_POSTINGS) == [
        ("2026-05-01", "invoice", "Receivable", 12100),
        ("2026-05-01", "invoice", "Sales", -12100),
    ]
    assert ask(
        "SELECT kind, number, is_outside, status, due_on, posted_on, is_tax_unknown, import_id FROM document"
    ) == [("invoice", "0007", 1, "open", "2026-05-31", "2026-05-01", 1, 1)]
    assert ask("SELECT position, description, quantity, unit_price, net_minor FROM document_line") == [
        (1, "Imported", "1", "121", 12100)
    ]
    assert ask("SELECT month, amount_minor FROM account_month ORDER BY amount_minor") == [
        ("2026-05", -12100),
        ("2026-05", 12100),
    ]


def test_seller_and_buyer_are_kept_as_they_are_that_day(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("name,legal_name,address,country,tax_id", "Acme,Acme Ltd,Main St 1,es,B1"))
    run("import", "invoices", csv(HEADER, "7,acme,2026-05-01,,10,,"))
    ((buyer, seller),) = ask("SELECT buyer, seller FROM document")
    assert json.loads(buyer) == {"name": "Acme Ltd", "address": "Main St 1", "country": "ES", "tax_id": "B1"}
    assert set(json.loads(seller)) == {"name", "address", "country", "tax_id", "iban"}


def test_without_a_due_date_it_is_due_on_its_date(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,10,,"), "--create-missing")
    assert ask("SELECT due_on FROM document") == [("2026-05-01",)]


def test_paid_on_alone_is_paid_in_full_into_the_bank(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,100,2026-05-20,"), "--create-missing")
    assert sorted(ask(_POSTINGS)) == [
        ("2026-05-01", "invoice", "Receivable", 10000),
        ("2026-05-01", "invoice", "Sales", -10000),
        ("2026-05-20", "payment", "Bank", 10000),
        ("2026-05-20", "payment", "Receivable", -10000),
    ]
    assert ask(_STATE) == [("7", "paid", 0, "2026-05-20")]
    assert ask("SELECT direction, paid_on, amount_minor, open_minor, applied_on, import_id FROM payment") == [
        ("in", "2026-05-20", 10000, 0, "2026-05-20", 1)
    ]
    assert ask("SELECT kind, effective_on, amount_minor, book_minor, source_book_minor FROM allocation") == [
        ("payment", "2026-05-20", 10000, 10000, 10000)
    ]


def test_a_part_leaves_the_rest_open(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,100,2026-05-20,40"), "--create-missing")
    assert ask(_STATE) == [("7", "part_paid", 6000, None)]


def test_money_before_the_invoice_is_the_clients_credit_until_then(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-10,,100,2026-05-02,"), "--create-missing")
    assert sorted(ask(_POSTINGS)) == [
        ("2026-05-02", "payment", "Bank", 10000),
        ("2026-05-02", "payment", "Client credits", -10000),
        ("2026-05-10", "invoice", "Receivable", 10000),
        ("2026-05-10", "invoice", "Sales", -10000),
        ("2026-05-10", "payment", "Client credits", 10000),
        ("2026-05-10", "payment", "Receivable", -10000),
    ]
    assert ask(_STATE) == [("7", "paid", 0, "2026-05-10")]
    assert ask("SELECT paid_on, applied_on FROM payment") == [("2026-05-02", "2026-05-10")]
    assert run("db check").code == 0


def test_what_is_paid_too_much_is_the_clients_credit(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,100,2026-05-20,130"), "--create-missing")
    assert ask(_STATE) == [("7", "paid", 0, "2026-05-20")]
    assert ask("SELECT amount_minor, open_minor, open_book_minor, applied_on FROM payment") == [
        (13000, 3000, 3000, None)
    ]
    assert run("db check").code == 0


def test_a_negative_total_is_a_credit_note(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "C1,Acme,2026-05-01,,-50,,"), "--create-missing")
    assert ask("SELECT kind, status, total_minor, open_minor FROM document") == [
        ("credit_note", "open", 5000, 5000)
    ]
    assert sorted(ask(_POSTINGS)) == [
        ("2026-05-01", "credit_note", "Client credits", -5000),
        ("2026-05-01", "credit_note", "Sales", 5000),
    ]
    assert run("db check").code == 0


def test_an_invoice_over_nothing_is_settled_at_once(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "7,Acme,2026-05-01,,0,2026-05-02,5"), "--create-missing")
    assert ask(_STATE) == [("7", "paid", 0, "2026-05-01")]
    assert ask("SELECT open_minor FROM payment") == [(500,)]
    assert run("db check").code == 0


def test_a_tax_code_is_inside_the_total(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    file = csv(HEADER, "7,Acme,2026-05-01,,121.00,,", "C1,Acme,2026-05-02,,-12.10,,")
    assert run("import", "invoices", file, "--create-missing", "--tax", "21").code == 0
    assert ask("SELECT net_minor, tax_minor, total_minor, is_tax_unknown FROM document ORDER BY id") == [
        (10000, 2100, 12100, 0),
        (1000, 210, 1210, 0),
    ]
    assert ask("SELECT kind, rate, base_minor, tax_minor, tax_book_minor FROM document_tax ORDER BY id") == [
        ("added", "21", 10000, 2100, 2100),
        ("added", "21", 1000, 210, 210),
    ]
    assert [row[2:] for row in ask(_POSTINGS)] == [
        ("Receivable", 12100),
        ("Tax", -2100),
        ("Sales", -10000),
        ("Client credits", -1210),
        ("Tax", 210),
        ("Sales", 1000),
    ]


def test_net_and_tax_are_checked_against_the_code(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    header = "number,client,issued_on,net,tax"
    file = csv(header, "1,Acme,2026-05-01,100,21", "2,Acme,2026-05-01,3.09,0.66", "3,Acme,2026-05-01,100,10")
    result = run("import", "invoices", file, "--create-missing", "--tax", "21")
    assert "line 4: under iva21 the tax would be 21.00 and 0.00 withheld, the file says 10.00" in result.err
    assert ask("SELECT net_minor, tax_minor, total_minor FROM document ORDER BY id") == [
        (10000, 2100, 12100),
        (309, 66, 375),
    ]
    assert ask("SELECT SUM(tax_minor) FROM document_tax") == [(2166,)]


def test_net_and_tax_without_a_code_are_posted_as_they_are(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "number,client,issued_on,net,tax,total"
    file = csv(
        header, "1,Acme,2026-05-01,100,21,121", "2,Acme,2026-05-01,100,0,100", "3,Acme,2026-05-01,100,21,120"
    )
    result = run("import", "invoices", file, "--create-missing")
    assert "line 4: net 100.00 and tax 21.00 do not make the total 120.00" in result.err
    assert ask("SELECT net_minor, tax_minor, is_tax_unknown FROM document ORDER BY id") == [
        (10000, 2100, 1),
        (10000, 0, 0),
    ]
    assert ask(
        "SELECT SUM(amount_minor) FROM posting JOIN account ON account.id = account_id WHERE key = 'tax'"
    ) == [(-2100,)]


def test_opening_takes_what_is_open_against_opening_balances(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2025-11-01,2025-12-01,100,,",
        "2,Acme,2025-11-02,,100,2025-11-20,40",
        "3,Acme,2025-11-03,,100,2025-11-20,",
        "4,Acme,2025-11-04,,100,2026-02-01,",
        "5,Acme,2025-11-05,,100,,30",
        "6,Acme,2025-11-06,,-20,,",
        "7,Acme,2026-01-05,,100,,",
        "8,Acme,2025-11-06,,100,2025-11-20,140",
    )
    result = run("import", "invoices", file, "--opening", "2026-01-01", "--create-missing")
    assert (
        "line 8: issued_on 2026-01-05 is after the opening day 2026-01-01 (import it without --opening)"
        in result.err
    )
    assert "line 9: paid is not between 0 and the total" in result.err
    assert "5 created, 0 updated, 0 unchanged, 2 rejected" in result.err
    assert ask(
        "SELECT number, kind, total_minor, open_minor, posted_on, is_opening FROM document ORDER BY id"
    ) == [
        ("1", "invoice", 10000, 10000, "2026-01-01", 1),
        ("2", "invoice", 6000, 6000, "2026-01-01", 1),
        ("4", "invoice", 10000, 0, "2026-01-01", 1),
        ("5", "invoice", 7000, 7000, "2026-01-01", 1),
        ("6", "credit_note", 2000, 2000, "2026-01-01", 1),
    ]
    assert ask("SELECT issued_on, due_on FROM document WHERE number = '1'") == [("2025-11-01", "2025-12-01")]
    assert ask(
        "SELECT account.key, SUM(amount_minor) FROM posting JOIN account ON account.id = account_id "
        "GROUP BY account.key ORDER BY account.key"
    ) == [("bank", 10000), ("client_credits", -2000), ("opening", -31000), ("receivable", 23000)]
    again = run("import", "invoices", file, "--opening", "2026-01-01")
    assert "0 created, 0 updated, 5 unchanged, 2 rejected" in again.err
    assert run("db check").code == 0


def test_opening_and_tax_do_not_go_together(run: Run, csv: CsvFile) -> None:
    result = run("import", "invoices", csv(HEADER), "--opening", "2026-01-01", "--tax", "21")
    assert (result.code, "--tax does not go with --opening" in result.err) == (2, True)


def test_an_unknown_tax_code(run: Run, csv: CsvFile) -> None:
    result = run("import", "invoices", csv(HEADER), "--tax", "iva99x")
    assert (result.code, "error: there is no tax code iva99x" in result.err) == (3, True)


def test_a_foreign_invoice_needs_its_rate(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "number,client,issued_on,total,currency,rate,paid_on,paid"
    file = csv(
        header,
        "1,Acme,2026-05-01,100,USD,0.9137,2026-05-20,33.33",
        "2,Acme,2026-05-01,100,USD,,,",
    )
    result = run("import", "invoices", file, "--create-missing")
    assert (
        "line 3: rate is empty, and the invoice is in USD (--map rate=COLUMN or --default rate=0.92)"
        in result.err
    )
    assert ask(
        "SELECT currency, rate, total_minor, total_book_minor, open_minor, open_book_minor FROM document"
    ) == [("USD", "0.9137", 10000, 9137, 6667, 6092)]
    later = csv(header, "1,Acme,2026-05-01,100,USD,0.9137,2026-06-20,66.66")
    run("import", "invoices", later)
    run("import", "invoices", csv(header, "1,Acme,2026-05-01,100,USD,0.9137,2026-07-01,"))
    assert ask("SELECT effective_on, amount_minor, book_minor FROM allocation ORDER BY id") == [
        ("2026-05-20", 3333, 3045),
        ("2026-06-20", 3333, 3046),
        ("2026-07-01", 3334, 3046),
    ]
    assert ask("SELECT open_minor, open_book_minor, settled_on FROM document") == [(0, 0, "2026-07-01")]
    assert run("db check").code == 0


def test_importing_again_changes_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        HEADER,
        "1,Acme,2026-05-01,2026-05-31,100,,",
        "2,Acme,2026-05-01,,100,2026-05-02,40",
        "3,Acme,2026-05-01,,-7,,",
        "4,Acme,2026-05-01,,100,2026-04-01,",
        "5,Acme,2026-05-01,,0,,",
        "6,Acme,2026-05-01,,100,2026-05-02,130",
    )
    run("import", "invoices", file, "--create-missing")
    before = ask("SELECT operations, last_hash FROM head")
    result = run("import", "invoices", file, "-f", "json")
    assert json.loads(result.out) == {
        "import": None,
        "created": 0,
        "updated": 0,
        "unchanged": 6,
        "rejected": 0,
        "left_aside": 0,
    }
    assert ask("SELECT operations, last_hash FROM head") == before


def test_a_payment_that_is_new_pays_what_is_still_open(run: Run, csv: CsvFile, ask: Ask) -> None:
    run(
        "import",
        "invoices",
        csv(HEADER, "1,Acme,2026-05-01,,100,2026-05-10,40", "2,Acme,2026-05-01,,50,,"),
        "--create-missing",
    )
    file = csv(HEADER, "1,Acme,2026-05-01,,100,2026-06-10,", "2,Acme,2026-05-01,,50,2026-06-11,20")
    assert "2 updated" in run("import", "invoices", file).err
    assert ask(_STATE) == [("1", "paid", 0, "2026-06-10"), ("2", "part_paid", 3000, None)]
    assert ask("SELECT paid_on, amount_minor FROM payment ORDER BY id") == [
        ("2026-05-10", 4000),
        ("2026-06-10", 6000),
        ("2026-06-11", 2000),
    ]
    assert "2 unchanged" in run("import", "invoices", file).err
    assert run("db check").code == 0


def test_an_issued_total_client_or_date_never_changes(run: Run, csv: CsvFile, ask: Ask) -> None:
    run(
        "import",
        "invoices",
        csv(HEADER, "1,Acme,2026-05-01,,100,,", "2,Bolt,2026-05-01,,100,,"),
        "--create-missing",
    )
    file = csv(HEADER, "1,Acme,2026-05-01,,90,,", "2,Acme,2026-05-02,,100,,")
    result = run("import", "invoices", file)
    assert result.code == 1
    assert (
        "line 2: 1 is there already, with the total 100.00 EUR, the file says 90.00 EUR (what was issued never changes)"
        in result.err
    )
    assert (
        "line 3: 2 is there already, for bolt, the file says acme and of 2026-05-01, the file says 2026-05-02"
        in result.err
    )
    assert ask("SELECT number, total_minor FROM document ORDER BY id") == [("1", 10000), ("2", 10000)]
    result = run("import", "invoices", csv(HEADER, "1,Acme,2026-05-01,,-100,,"))
    assert "the file says -100.00 EUR" in result.err


def test_the_due_date_is_brought_up_to_date_and_what_was_printed_stays(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    header = "number,client,issued_on,due_on,total,reference,note"
    run("import", "invoices", csv(header, "1,Acme,2026-05-01,2026-05-31,100,,"), "--create-missing")
    assert (
        "1 updated"
        in run("import", "invoices", csv(header, "1,Acme,2026-05-01,2026-06-30,100,PO 5,hello")).err
    )
    assert ask("SELECT due_on, reference, note FROM document") == [("2026-06-30", None, None)]


def test_the_due_date_of_a_locked_invoice_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "1,Acme,2026-05-01,2026-05-31,100,,"), "--create-missing")
    run("config set locked_until 2026-06-30")
    result = run("import", "invoices", csv(HEADER, "1,Acme,2026-05-01,2026-12-31,100,,"))
    assert (result.code, "2026-05-01 is locked" in result.err) == (1, True)
    assert ask("SELECT due_on FROM document") == [("2026-05-31",)]


def test_a_void_invoice_stays_void_when_its_file_comes_again(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(HEADER, "1,Acme,2026-05-01,2026-05-31,100,,")
    run("import", "invoices", file, "--create-missing")
    run("invoice void 1 -y")
    assert "0 created, 0 updated, 1 unchanged, 0 rejected" in run("import", "invoices", file).err
    assert ask("SELECT status FROM document") == [("void",)]


def test_money_that_was_freed_is_not_booked_again(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(HEADER, "5,Acme,2026-05-01,2026-05-31,121,2026-05-20,50")
    run("import", "invoices", file, "--create-missing")
    run("payment unapply p1 5")
    assert "0 created, 0 updated, 1 unchanged, 0 rejected" in run("import", "invoices", file).err
    assert ask("SELECT COUNT(*) FROM payment") == [(1,)]


def test_a_bounced_payment_is_paid_by_money_of_another_day(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "5,Acme,2026-05-01,,121,2026-05-20,121"), "--create-missing")
    run("payment void p1 --on 2026-06-01 -y")
    again = csv(HEADER, "5,Acme,2026-05-01,,121,2026-07-01,121", name="again.csv")
    assert "1 updated" in run("import", "invoices", again).err
    assert ask(_STATE) == [("5", "paid", 0, "2026-07-01")]


def test_an_invoice_moved_in_is_paid_by_a_later_file(run: Run, csv: CsvFile, ask: Ask) -> None:
    opening = csv(HEADER, "9,Acme,2025-11-01,2025-12-01,200,2025-12-20,80", name="opening.csv")
    run("import", "invoices", opening, "--opening", "2025-12-31", "--create-missing")
    later = csv(HEADER, "9,Acme,2025-11-01,2025-12-01,200,2026-03-02,200", name="later.csv")
    assert "1 updated" in run("import", "invoices", later).err
    assert ask(_STATE) == [("9", "paid", 0, "2026-03-02")]
    assert ask("SELECT paid_on, amount_minor FROM payment") == [("2026-03-02", 12000)]


def test_taxes_without_a_code_are_voided_and_credited_as_they_were_posted(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    header = "number,client,issued_on,net,tax,withheld,total"
    rows = ("T-1,Acme,2026-05-01,100,21,0,121", "T-2,Acme,2026-05-01,1000,210,150,1060")
    assert run("import", "invoices", csv(header, *rows), "--create-missing").code == 0
    assert run("invoice void T-1 -y").code == 0
    assert run("invoice credit T-2").code == 0
    left = "SELECT name, SUM(amount_minor) FROM posting JOIN account ON account.id = account_id GROUP BY name"
    assert [row for row in ask(left) if row[1]] == []
    assert json.loads(run("invoice show CN-2026-0001 -f json").out)["total"] == "1060.00"
    assert run("db check").code == 0


def test_an_own_number_is_never_taken_by_an_outside_invoice(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "clients", csv("name", "Acme"))
    run("invoice", "add", "acme", "--line", "Work; 1; 80; tax=none", "--issued", "2026-05-01")
    ((number,),) = ask("SELECT number FROM document")
    result = run("import", "invoices", csv(HEADER, f"{number},Acme,2026-05-01,,99,,"))
    assert (result.code, f"line 2: {number} is there already" in result.err) == (1, True)
    run("import", "invoices", csv(HEADER, "INV-2026-0002,Acme,2026-05-01,,99,,"))
    run("invoice", "add", "acme", "--line", "Work; 1; 80; tax=none", "--issued", "2026-05-02")
    assert ask("SELECT number, is_outside FROM document ORDER BY id") == [
        ("INV-2026-0001", 0),
        ("INV-2026-0002", 1),
        ("INV-2026-0003", 0),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Acme,2026-05-01,,1,,", "number is empty"),
        ("1,,2026-05-01,,1,,", "client is empty"),
        ("1,Acme,,,1,,", "issued_on is empty"),
        ("1,Acme,2026-05-01,,,,", "total is empty"),
        ("1,Acme,2026-02-30,,1,,", "issued_on: 2026-02-30 is not a day of the calendar"),
        ("1,Acme,2026-05-01,2026-04-30,1,,", "due_on 2026-04-30 is before issued_on 2026-05-01"),
        ("1,Acme,2026-05-01,,1.2345,,", "total: '1.2345' has more than 2 decimals"),
        ("1,Acme,2026-05-01,,1e9,,", "total: '1e9' is not an amount (write it like 1,250.00)"),
        (
            "1,Acme,2026-05-01,,9999999999999999999,,",
            "total: '9999999999999999999' has more than 15 digits before the decimals",
        ),
        (
            "1,Acme,2026-05-01,,100,,40",
            "1 is paid in part, and the file does not say when (--default paid_on=DATE says it)",
        ),
        ("1,Acme,2026-05-01,,100,2026-05-02,-4", "paid: amounts are not negative"),
        (
            "1,Acme,2026-05-01,,-100,2026-05-02,",
            "a credit note can't be imported as paid (leave paid_on, paid and open empty)",
        ),
    ],
)
def test_a_bad_invoice_is_rejected_and_posts_nothing(
    run: Run, csv: CsvFile, ask: Ask, row: str, reason: str
) -> None:
    result = run("import", "invoices", csv(HEADER, row), "--create-missing")
    assert (result.code, result.err.splitlines()[1]) == (1, f"line 2: {reason}")
    for table in ("party", "document", "entry", "posting", "payment", "account_month"):
        assert ask(f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_a_locked_day_takes_neither_invoice_nor_payment(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "9,Acme,2026-03-01,,100,,"), "--create-missing")
    run("config set locked_until 2026-03-31")
    file = csv(
        HEADER,
        "1,Acme,2026-03-31,,100,,",
        "2,Acme,2026-04-01,,100,2026-03-31,",
        "3,Acme,2026-04-01,,100,,",
        "9,Acme,2026-03-01,,100,2026-03-15,",
    )
    result = run("import", "invoices", file)
    assert result.err.count("is locked: the books are closed up to 2026-03-31") == 3
    assert ask("SELECT number FROM document ORDER BY number") == [("3",), ("9",)]
    assert ask("SELECT COUNT(*) FROM payment") == [(0,)]


def test_an_export_of_invoices_comes_back_equal(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    run("import", "clients", csv("name", "Acme"))
    run("invoice", "add", "acme", "--line", "Work; 1; 80; tax=21", "--issued", "2026-05-01")
    run("invoice", "add", "acme", "--line", "Work; 1; 70; tax=none", "--issued", "2026-05-02")
    run("invoice", "add", "acme", "--line", "Work; 1; 60; tax=none", "--draft")
    run("invoice", "void", "2", "--yes")
    run("import", "invoices", csv(HEADER, "x1,Acme,2026-05-01,,100,2026-05-10,40"))
    exported = csv(run("invoice list -f csv").out.encode(), name="out.csv")
    before = ask("SELECT operations FROM head")
    result = run("import", "invoices", exported)
    assert (result.code, "0 created, 0 updated, 2 unchanged, 0 rejected" in result.err) == (0, True)
    assert "columns not used: id, late_days" in result.err
    assert "2 void or draft rows left aside" in result.err
    assert ask("SELECT operations FROM head") == before


def test_every_row_that_an_import_wrote_has_its_image(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "invoices", csv(HEADER, "1,Acme,2026-05-01,,100,2026-05-02,"), "--create-missing")
    assert ask("SELECT table_name, COUNT(*) FROM change WHERE operation_id = (SELECT MAX(id) FROM operation) "
               "GROUP BY table_name ORDER BY table_name") == [
        ("allocation", 1),
        ("document", 1),
        ("document_line", 1),
        ("entry", 2),
        ("import_run", 1),
        ("party", 1),
        ("payment", 1),
        ("posting", 4),
    ]  # fmt: skip
    assert run("db check").code == 0


def test_a_payment_of_a_day_after_today_is_rejected_unless_it_is_meant(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(HEADER, "7,Acme,2026-05-01,,100,2026-07-16,", "8,Acme,2026-05-01,,100,2026-07-15,")
    result = run("import", "invoices", file, "--create-missing")
    assert result.code == 1
    assert (
        "line 2: 2026-07-16 is after today: no money has moved yet (if that is meant, add --yes)"
        in result.err
    )
    assert ask("SELECT paid_on FROM payment") == [("2026-07-15",)]
    assert run("import", "invoices", file, "--yes").code == 0
    assert ask("SELECT paid_on FROM payment ORDER BY id") == [("2026-07-15",), ("2026-07-16",)]


def test_no_status_makes_money_owed_that_is_not(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "number,client,issued_on,due_on,total,status",
        "S-1,Acme,2026-05-01,2026-06-01,100.00,Paid",
        "S-2,Acme,2026-05-01,2026-06-01,100.00,Voided",
        "S-3,Acme,2026-05-01,2026-06-01,100.00,Anulada",
        "S-4,Acme,2026-05-01,2026-06-01,100.00,Refunded",
        "S-5,Acme,2026-05-01,2026-06-01,100.00,Partially paid",
        "S-6,Acme,2026-05-01,2026-06-01,7.00,Sent",
    )
    result = run("import", "invoices", file, "--create-missing")
    assert result.code == 1
    assert (
        "line 2: S-1 is paid, and the file does not say when (--default paid_on=DATE says it)" in result.err
    )
    assert "line 5: status: 'Refunded' is not known (known are: paid, closed, settled, open," in result.err
    assert "line 6: status: Partially paid says that a part is paid, and no amount says which" in result.err
    assert "2 void or draft rows left aside" in result.err
    assert ask("SELECT number, open_minor FROM document") == [("S-6", 700)]
    dated = run("import", "invoices", file, "--default", "paid_on=2026-05-20")
    assert "1 created, 0 updated, 1 unchanged, 2 rejected" in dated.err
    assert ask("SELECT number, status, open_minor FROM document ORDER BY number") == [
        ("S-1", "paid", 0),
        ("S-6", "open", 700),
    ]


def test_documents_of_another_kind_are_no_invoices(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Type,number,client,issued_on,total",
        "Invoice,S-1,Acme,2026-05-01,100.00",
        "Estimate,S-2,Acme,2026-05-01,100.00",
        "Payment,,Acme,2026-05-01,100.00",
        "Credit Memo,S-3,Acme,2026-05-01,10.00",
        "Credit Memo,S-4,Acme,2026-05-01,-10.00",
        "Journal,S-5,Acme,2026-05-01,100.00",
    )
    result = run("import", "invoices", file, "--create-missing")
    assert result.code == 1
    assert "1 payment row left aside\n1 quote row left aside" in result.err
    assert "line 5: S-3 is a credit note, and a credit note has a negative total" in result.err
    assert "line 7: document_type: 'Journal' is not known" in result.err
    assert ask("SELECT number, kind, total_minor FROM document ORDER BY number") == [
        ("S-1", "invoice", 10000),
        ("S-4", "credit_note", 1000),
    ]


def test_a_column_of_types_that_are_no_documents_is_not_used(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("Type,number,client,issued_on,total", "Consulting,S-1,Acme,2026-05-01,100.00")
    result = run("import", "invoices", file, "--create-missing")
    assert (result.code, "columns not used: Type" in result.err) == (0, True)
    assert ask("SELECT number FROM document") == [("S-1",)]
