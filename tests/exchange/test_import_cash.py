"""`import cash`: what moved, once, however often a file is imported."""

import json

import pytest

from acctmgr.store.book import Book
from builders import balances, count
from cash.builders import done, posted, shown
from conftest import Run
from exchange.conftest import Ask, CsvFile

HEADER = "date,amount,account,category,party,memo,tax"
ROWS = "SELECT direction, moved_on, amount_minor, party, memo, tax_minor FROM cash_entry ORDER BY id"


def figures(run: Run, *words: object) -> dict[str, object]:
    result = run("import", "cash", *words, "-f", "json")
    return dict(json.loads(result.out)) | {"code": result.code}


def test_a_row_is_booked_as_cash_would_book_it(run: Run, csv: CsvFile, ask: Ask, book: Book) -> None:
    done(run, "tax load es")
    file = csv(
        HEADER,
        "2026-06-01,121.00,,Sales,Zoe,market,21",
        "2026-06-02,-121,Credit card,travel,Garage,,iva21-car",
        "2026-06-03,-200,Bank,Cash,,to the till,",
        "2026-06-04,50,Bank,1010,,,",
    )
    assert run("import", "cash", file).code == 0
    assert ask(ROWS) == [
        ("in", "2026-06-01", 12100, "Zoe", "market", 2100),
        ("out", "2026-06-02", 12100, "Garage", None, 2100),
        ("transfer", "2026-06-03", 20000, "", "to the till", 0),
        ("transfer", "2026-06-04", 5000, "", None, 0),
    ]
    assert posted(book, "1") == {"Bank": 12100, "Sales": -10000, "Tax": -2100}
    assert posted(book, "2") == {"Credit card": -12100, "Travel": 11050, "Tax": 1050}
    assert balances(book)["Cash"] == 20000 - 5000
    assert run("db check").code == 0


def test_in_and_out_may_be_columns_of_their_own(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Booked;Paid in;Paid out;Payee",
        "01/06/2026;1.250,50;;Zoe",
        "02/06/2026;;40,00;Taxi",
        "03/06/2026;;-9,90;Taxi",
    )
    maps = "--map date=Booked --map party=Payee --date-format %d/%m/%Y --decimal ,".split()
    result = run(
        "import", "cash", file, *maps, "--map", "in=Paid in", "--map", "out=Paid out",
        "--default", "category=Other expenses",
    )  # fmt: skip
    assert result.code == 0, result.err
    assert [row[:3] for row in ask(ROWS)] == [
        ("in", "2026-06-01", 125050),
        ("out", "2026-06-02", 4000),
        ("out", "2026-06-03", 990),
    ]


def test_two_rows_alike_are_two_and_importing_again_changes_nothing(
    run: Run, csv: CsvFile, book: Book
) -> None:
    coffee = "2026-06-01,-2.50,,office,Bakery,coffee,"
    file = csv(HEADER, coffee, coffee, "2026-06-01,-2.50,,office,Bakery,tea,")
    assert figures(run, file)["created"] == 3
    operations = count(book, "operation")
    assert figures(run, file) == {
        "import": None, "created": 0, "updated": 0, "unchanged": 3, "rejected": 0, "left_aside": 0, "code": 0,
    }  # fmt: skip
    assert count(book, "operation") == operations
    more = csv(HEADER, coffee, coffee, coffee, name="more.csv")
    assert (figures(run, more)["created"], figures(run, more)["created"]) == (1, 0)


def test_what_was_typed_before_is_not_booked_again(run: Run, csv: CsvFile) -> None:
    done(run, "cash out 2.50 --to bakery --category travel --on 2026-06-01 --memo Coffee")
    assert figures(run, csv(HEADER, "2026-06-01,-2.50,,office,Bakery,coffee,"))["unchanged"] == 1


def test_what_was_voided_does_not_come_back(run: Run, csv: CsvFile) -> None:
    file = csv(HEADER, "2026-06-01,-2.50,,office,Bakery,coffee,")
    figures(run, file)
    done(run, "cash void 1 --yes")
    assert figures(run, file)["unchanged"] == 1


def test_a_key_tells_rows_apart_and_keeps_them(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "id,date,amount,category,party"
    file = csv(header, "t1,2026-06-01,-5,office,Bakery", "t2,2026-06-01,-5,office,Bakery")
    assert figures(run, file, "--key", "id")["created"] == 2
    assert figures(run, file, "--key", "id")["unchanged"] == 2
    assert ask("SELECT outside_key FROM cash_entry ORDER BY id") == [("t1",), ("t2",)]
    changed = csv(
        header, "t1,2026-06-01,-6,office,Bakery", "t1,2026-06-01,-6,office,B", ",2026-06-01,-6,office,B"
    )
    result = run("import", "cash", changed, "--key", "id")
    assert result.code == 1
    assert "line 2: t1 is there with another day, account or amount (what moved never changes" in result.err
    assert "line 3: has the same key as line 2" in result.err
    assert "line 4: the key is empty" in result.err


def test_money_of_a_known_party_is_linked(run: Run, csv: CsvFile) -> None:
    done(run, "vendor add Bakery")
    figures(run, csv(HEADER, "2026-06-01,-2.50,,office,BAKERY,,"))
    assert shown(run, "cash list")[0]["handle"] == "bakery"


def test_money_of_a_client_that_owes_needs_somebody_who_is_sure(run: Run, csv: CsvFile, book: Book) -> None:
    done(run, "client add Acme", "invoice add acme --line 'Work; 1; 121'")
    file = csv(HEADER, "2026-06-01,121,,sales,Acme,,", "2026-06-01,5,,capital,Acme,,")
    result = run("import", "cash", file)
    assert result.code == 1
    assert "line 2: Acme has INV-2026-0001 open: as income of its own this may count twice" in result.err
    assert count(book, "cash_entry") == 1
    assert figures(run, file, "--yes")["created"] == 1


def test_what_our_list_exports_comes_back(run: Run, csv: CsvFile, book: Book) -> None:
    done(
        run,
        "tax load es",
        "client add Acme",
        "account opening bank 1000 --on 2026-01-01",
        "cash in 121 --from Zoe --category sales --tax 21 --memo=-formula --on 2026-06-01",
        "cash out 60 --to Shop --category office --on 2026-06-02",
        "cash void 2 --yes",
        "cash transfer 200 --from bank --to cash --on 2026-06-03",
        "invoice add acme --line 'Work; 1; 100'",
        "invoice pay 1",
    )
    exported = csv(run("cash list -f csv").out.encode(), name="out.csv")
    result = run("import", "cash", exported)
    assert "cash: 0 created, 0 updated, 2 unchanged, 0 rejected" in result.err
    assert [line for line in result.err.splitlines() if "left aside" in line] == [
        "1 row left aside: opening balance",
        "1 row left aside: other side of a transfer",
        "1 row left aside: payment",
        "2 rows left aside: void",
    ]
    assert count(book, "cash_entry") == 3


def test_an_export_fills_another_book(run: Run, run_plain: Run, csv: CsvFile, sqlite_book: Book) -> None:
    done(
        run,
        "tax load es",
        "cash in 121 --from Zoe --category sales --tax 21 --on 2026-06-01",
        "cash transfer 20 --from bank --to cash --on 2026-06-02",
        "cash out 5 --to Taxi --category travel --account cash --on 2026-06-03",
    )
    exported = csv(run("cash list -f csv").out.encode(), name="out.csv")
    other = sqlite_book.path.with_name("other.db")
    place = ("--db", str(other))
    run(*place, "init")
    run(*place, "tax", "load", "es")
    assert run(*place, "import", "cash", exported).code == 0
    columns = ("on", "account", "category", "party", "amount", "tax")
    there, here = (
        [[row[column] for column in columns] for row in json.loads(run(*line, "-f", "json").out)]
        for line in ((*place, "cash", "list"), ("cash", "list"))
    )
    assert sorted(map(str, there)) == sorted(map(str, here))


BAD = {
    "x,5,,sales,Z,,": "line 2: date: 'x' is not a date written as %Y-%m-%d",
    "2026-06-01,0,,sales,Z,,": "line 2: no amount moved",
    "2026-06-01,,,sales,Z,,": "line 2: no amount moved",
    "2026-06-01,5,,,Z,,": "line 2: category is empty (--default category=ACCOUNT gives one to such rows)",
    "2026-06-01,5,,nothing,Z,,": "line 2: there is no account nothing",
    "2026-06-01,5,,tax,Z,,": "line 2: Tax is kept by documents and payments alone",
    "2026-06-01,5,rent,sales,Z,,": "line 2: there is no bank, cash or card account rent",
    "2026-06-01,5,,sales,Z,,21": "line 2: no tax code adds 21 % on 2026-06-01",
    "2026-06-01,5,,sales,Z,,odd": "line 2: there is no tax code odd",
    "2026-06-01,5,,bank,Z,,": "line 2: Bank is both ends of this transfer",
    "2026-06-01,5,,wages,Z,,": "line 2: Wages is closed since 2026-01-01",
    "2025-06-01,5,,sales,Z,,": "line 2: 2025-06-01 is locked: the books are closed up to 2025-12-31",
    "2026-06-01,5.001,,sales,Z,,": "line 2: amount: '5.001' has more than 2 decimals",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_row_is_rejected_and_nothing_is_written(run: Run, csv: CsvFile, book: Book, line: str) -> None:
    done(run, "account close wages --on 2026-01-01 --yes", "config set locked_until 2025-12-31")
    result = run("import", "cash", csv(HEADER, line, "2026-06-02,,,sales,Z,,"))
    assert result.code == 1
    assert BAD[line] in result.err
    assert count(book, "entry") == count(book, "cash_entry") == 0


def test_a_foreign_account_is_imported_with_its_rate_and_gives_at_average_cost(
    run: Run, csv: CsvFile, book: Book
) -> None:
    done(run, "account add Dollars --type asset --money --currency USD")
    header = "date,amount,account,category,party,rate"
    file = csv(
        header,
        "2026-06-01,100,Dollars,sales,Zoe,0.91",
        "2026-06-02,-40,Dollars,software,SaaS,0.95",
        "2026-06-03,-60,Dollars,software,SaaS,",
        "2026-06-04,-1,Dollars,software,SaaS,",
    )
    result = run("import", "cash", file)
    assert "line 5: the account holds too little of that currency to tell what it is worth" in result.err
    assert balances(book) == {"Sales": -9100, "Software": 3800 + 5460, "Currency gain": -160}
    assert shown(run, "cash balance")["rows"][2]["balance"] == "0.00"
    assert run("db check").code == 0


def test_a_dry_run_says_how_the_first_row_is_understood(run: Run, csv: CsvFile, book: Book) -> None:
    result = run("import", "cash", csv(HEADER, "2026-06-01,-2.50,,office,Bakery,,"), "--dry-run")
    assert "line 2 is understood as on 2026-06-01, -2.50 EUR for office" in result.err
    assert count(book, "entry") == 0


def test_many_rows_leave_months_and_balances_true(run: Run, csv: CsvFile) -> None:
    lines = [f"2025-{n % 12 + 1:02}-{n % 28 + 1:02},-{n + 1}.00,,office,Shop,row {n}," for n in range(4500)]
    assert figures(run, csv(HEADER, *lines))["created"] == 4500
    assert shown(run, "cash balance --as-of 2025-12-31")["totals"]["balance"] == "-10127250.00"
    assert run("db check").code == 0


def test_money_of_a_day_after_today_is_rejected_unless_it_is_meant(
    run: Run, csv: CsvFile, book: Book
) -> None:
    file = csv(HEADER, "2026-07-16,121.00,,Sales,Zoe,,")
    result = run("import", "cash", file)
    assert (result.code, count(book, "cash_entry")) == (1, 0)
    assert "2026-07-16 is after today: no money has moved yet" in result.err
    assert run("import", "cash", file, "--yes").code == 0
    assert count(book, "cash_entry") == 1


def test_a_column_of_debit_and_credit_gives_the_sign(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Date,Description,Amount,Type",
        "2026-01-02,Rent,900.00,debit",
        "2026-01-03,Client,500.00,credit",
        "2026-01-04,Fee,3.00,Cargo",
        "2026-01-05,Odd,4.00,kredit",
        "2026-01-06,Odd,5.00,Transfer",
    )
    result = run("import", "cash", file, "--default", "category=6990")
    assert result.code == 1
    assert "line 5: type: 'kredit' is not known (known are: credit, cr, c, debit, dr, d;" in result.err
    assert "line 6: type: 'Transfer' is not known" in result.err
    assert ask("SELECT direction, amount_minor, memo FROM cash_entry ORDER BY moved_on") == [
        ("out", 90000, "Rent"),
        ("in", 50000, "Client"),
        ("out", 300, "Fee"),
    ]


def test_a_type_beside_signed_amounts_agrees_or_says_something_else(run: Run, csv: CsvFile, ask: Ask) -> None:
    header = "Date,Amount,Type"
    file = csv(
        header,
        "2026-01-02,-9.00,Debit",
        "2026-01-03,5.00,Debit",
        "2026-01-04,-6.00,Credit",
        "2026-01-05,7,Credit",
    )
    result = run("import", "cash", file, "--default", "category=6990")
    assert result.code == 1
    assert result.err.count("contradict each other") == 2
    assert ask("SELECT direction, amount_minor FROM cash_entry ORDER BY moved_on") == [
        ("out", 900),
        ("in", 700),
    ]
    other = csv(header, "2026-02-02,-9.00,Card Payment", "2026-02-03,5.00,Faster payment")
    result = run("import", "cash", other, "--default", "category=6990")
    assert (result.code, "columns not used: Type" in result.err) == (0, True)


def test_a_kind_that_is_not_known_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    result = run("import", "cash", csv("date,amount,category,kind", "2026-01-02,5,6990,loan"))
    assert (result.code, "line 2: kind: 'loan' is not known" in result.err) == (1, True)
    assert ask("SELECT COUNT(*) FROM cash_entry") == [(0,)]
