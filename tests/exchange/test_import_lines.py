"""`import invoices` of several rows a document: all of its lines, or nothing of it."""

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask, CsvFile

LINES = "number,client,issued_on,description,line_total"
_DOCUMENTS = "SELECT number, net_minor, tax_minor, total_minor FROM document ORDER BY id"


@pytest.fixture
def run_here(run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run on SQLite alone: these files are refused before any store is asked."""
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    run_plain("tax load es")
    return run_plain


def test_the_rows_of_one_number_are_the_lines_of_one_invoice(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Invoice #,Client Name,Date Issued,Item,Line Total",
        "1,Acme,2021-01-28,Design,650.00",
        "1,Acme,2021-01-28,Print,490.00",
        "1,Acme,2021-01-28,Fair,6750.00",
    )
    maps = ("number=Invoice #", "client=Client Name", "issued_on=Date Issued", "description=Item")
    words = [word for text in maps for word in ("--map", text)]
    result = run("import", "invoices", file, "--create-missing", *words)
    assert (result.code, "1 created, 0 updated, 0 unchanged, 0 rejected" in result.err) == (0, True)
    assert ask(_DOCUMENTS) == [("1", 789000, 0, 789000)]
    assert ask("SELECT position, description, net_minor FROM document_line ORDER BY position") == [
        (1, "Design", 65000),
        (2, "Print", 49000),
        (3, "Fair", 675000),
    ]
    assert sorted(ask("SELECT amount_minor FROM posting")) == [(-789000,), (789000,)]
    assert run("db check").code == 0
    again = run("import", "invoices", file, *words)
    assert (again.code, "0 created, 0 updated, 1 unchanged, 0 rejected" in again.err) == (0, True)


def test_line_totals_mapped_as_totals_are_refused_whole(run_here: Run, csv: CsvFile) -> None:
    file = csv(
        "number,client,issued_on,total",
        "1,Acme,2021-01-28,650.00",
        "1,Acme,2021-01-28,490.00",
        "2,Acme,2021-01-29,100.00",
    )
    result = run_here("import", "invoices", file, "--create-missing")
    assert result.code == 1
    assert "line 2: lines 2 and 3 are one document and differ in total: 650.00 and 490.00" in result.err
    assert "--map line_total=COLUMN" in result.err
    assert "line 3: goes with line 2, which is rejected" in result.err
    assert "1 created, 0 updated, 0 unchanged, 2 rejected" in result.err
    assert run_here("invoice list -f ids").out == "2\n"


def test_a_number_twice_without_amounts_of_lines_is_refused_whole(run_here: Run, csv: CsvFile) -> None:
    file = csv("number,client,issued_on,total", "1,Acme,2026-05-01,100", "1,Acme,2026-05-01,100")
    result = run_here("import", "invoices", file, "--create-missing")
    assert "lines 2 and 3 have the same number, and no column gives the amount of each" in result.err
    assert (result.code, run_here("invoice list -f ids").out) == (1, "")


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("1,Beta,2026-05-01,B,20", "differ in client: Acme and Beta"),
        ("1,Acme,2026-05-02,B,20", "differ in issued_on: 2026-05-01 and 2026-05-02"),
        ("1,Acme,2026-05-01,B,2O", "line 3: line_total: '2O' is not an amount"),
        ("1,Acme,2026-05-01,B,", "line 3: unit_price, line_total and line_net are empty"),
        ("1,Acme,2026-05-01,B,20,5", "line 3: has 6 cells, the header has 5"),
    ],
)
def test_one_bad_row_rejects_the_whole_document(
    second: str, reason: str, run_here: Run, csv: CsvFile
) -> None:
    result = run_here("import", "invoices", csv(LINES, "1,Acme,2026-05-01,A,10", second), "--create-missing")
    assert (result.code, reason in result.err) == (1, True)
    assert "goes with line" in result.err
    assert "0 created, 0 updated, 0 unchanged, 2 rejected" in result.err


def test_rows_of_a_document_need_not_be_together_nor_repeat_its_facts(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    file = csv(
        LINES,
        "1,Acme,2026-05-01,A,10",
        ",,,B,5",
        "2,Acme,2026-05-02,C,7",
        "1,,,D,1",
    )
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert sorted(ask("SELECT number, total_minor FROM document")) == [("1", 1600), ("2", 700)]


def test_lines_with_quantities_discounts_codes_and_accounts(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    run("account add Licences --type income --code 4100")
    file = csv(
        "number,client,issued_on,description,quantity,unit_price,discount,tax_code,income_account,total",
        "1,Acme,2026-05-01,Hours,3,80,10%,21,,",
        "1,Acme,2026-05-01,Book,2,10.00,1.00,iva4,Licences,281.12",
    )
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert ask(_DOCUMENTS) == [("1", 23500, 4612, 28112)]
    assert ask(
        "SELECT quantity, unit_price, discount_percent, discount_minor, tax_code.code, net_minor, account.name "
        "FROM document_line JOIN tax_code ON tax_code.id = tax_code_id JOIN account ON account.id = account_id "
        "ORDER BY position"
    ) == [
        ("3", "80", "10", 0, "iva21", 21600, "Sales"),
        ("2", "10", None, 100, "iva4", 1900, "Licences"),
    ]
    assert ask("SELECT base_minor, tax_minor FROM document_tax ORDER BY id") == [(21600, 4536), (1900, 76)]
    assert run("db check").code == 0


def test_a_negative_document_of_lines_is_a_credit_note(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    file = csv(
        f"{LINES},tax_code,tax_included",
        "C1,Acme,2026-05-01,A,-100,21,no",
        "C1,Acme,2026-05-01,B,-50,none,no",
    )
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert ask("SELECT kind, net_minor, tax_minor, total_minor FROM document") == [
        ("credit_note", 15000, 2100, 17100)
    ]
    assert run("db check").code == 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            ["number,client,issued_on,line_total,tax_code", "1,Acme,2026-05-01,100,21"],
            "it is not said whether the prices of its lines include tax",
        ),
        (
            ["number,client,issued_on,line_total,tax_code", "1,Acme,2026-05-01,9,21", "1,,,1,"],
            "some of its lines name a tax code and others none",
        ),
        (
            ["number,client,issued_on,line_total,total", "1,Acme,2026-05-01,100,121", "1,,,1,"],
            "the lines come to 101.00, the total is 121.00",
        ),
        (
            ["number,client,issued_on,quantity,unit_price,line_total", "1,Acme,2026-05-01,3,33.33,100"],
            "line_total: 3 x 33.33 is 99.99, not 100.00",
        ),
        (
            ["number,client,issued_on,unit_price,discount", "1,Acme,2026-05-01,100,10"],
            "discount: '10' may be a percentage or an amount (10% or 10.00)",
        ),
        (
            ["number,client,issued_on,unit_price,discount,currency", "1,Acme,2026-05-01,100,10,JPY"],
            "discount: '10' may be a percentage or an amount (10% or 10 JPY)",
        ),
        (
            ["number,client,issued_on,unit_price,discount", "1,Acme,2026-05-01,100,101%"],
            "discount: 101% is not between 0 and 100 %",
        ),
        (
            ["number,client,issued_on,unit_price,income_account", "1,Acme,2026-05-01,100,Bank"],
            "there is no income account Bank",
        ),
        (
            ["number,client,issued_on,unit_price,tax_code,total", "1,Acme,2026-05-01,100,21,120.00"],
            "its lines come to net 100.00, tax 21.00, total 121.00; the file says total 120.00",
        ),
    ],
)
def test_what_lines_leave_open_is_refused(rows: list[str], reason: str, run_here: Run, csv: CsvFile) -> None:
    result = run_here("import", "invoices", csv(*rows), "--create-missing")
    assert (result.code, reason in result.err) == (1, True)
    assert "0 created" in result.err


def test_the_total_says_whether_prices_include_tax(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("tax load es")
    file = csv(
        "number,client,issued_on,line_total,tax_code,total",
        "1,Acme,2026-05-01,121,21,121",
        "2,Acme,2026-05-01,100,21,121",
    )
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert ask("SELECT number, is_tax_included, net_minor, total_minor FROM document ORDER BY id") == [
        ("1", 1, 10000, 12100),
        ("2", 0, 10000, 12100),
    ]
    assert run("db check").code == 0


def test_lines_with_a_tax_that_has_no_code(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(f"{LINES},tax", "1,Acme,2026-05-01,A,60,21", "1,Acme,2026-05-01,B,40,21")
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert ask("SELECT net_minor, tax_minor, total_minor, is_tax_unknown FROM document") == [
        (10000, 2100, 12100, 1)
    ]
    assert run("db check").code == 0


def test_a_discount_is_read_as_it_is_typed_in_a_command(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "number,client,issued_on,unit_price,discount,currency,rate",
        "1,Acme,2026-05-01,1000,250,EUR,",
        "2,Acme,2026-05-01,1000,10%,EUR,",
        "3,Acme,2026-05-01,1000,10 EUR,EUR,",
        "4,Acme,2026-05-01,1000,€10,EUR,",
        "5,Acme,2026-05-01,1000,10 JPY,JPY,0.006",
    )
    assert run("import", "invoices", file, "--create-missing").code == 0
    assert ask("SELECT number, total_minor FROM document ORDER BY id") == [
        ("1", 75000),
        ("2", 90000),
        ("3", 99000),
        ("4", 99000),
        ("5", 990),
    ]
