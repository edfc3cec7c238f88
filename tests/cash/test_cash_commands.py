"""`cash`: what moved, where it shows, how it is taken back, and what is refused."""

import json

import pytest

from acctmgr.store.book import Book
from builders import balances, count
from cash.builders import done, posted, shown
from conftest import Run


@pytest.fixture
def moved(run: Run) -> Run:
    """A bank with an opening, a sale in, rent out, money drawn, a card used, an invoice paid."""
    done(
        run,
        "tax load es",
        "client add Acme",
        "vendor add Landlord",
        "account opening bank 1000 --on 2026-01-01",
        "account opening 'credit card' 350 --on 2026-01-01",
        "cash in 121 --from Zoe --category sales --tax 21 --on 2026-05-02 --memo 'market day'",
        "cash out 500 --vendor landlord --category rent --on 2026-06-01",
        "cash transfer 200 --from bank --to cash --on 2026-06-02",
        "cash out 40 --to Taxi --category travel --account 'credit card' --on 2026-07-01",
        "invoice add acme --line 'Work; 1; 100; tax=21' --issued 2026-07-01",
        "invoice pay 1 100 --on 2026-07-02",
    )
    return run


def test_the_fields_of_the_list_are_these(moved: Run) -> None:
    rows = shown(moved, "cash list --account bank --sort date")
    assert (
        list(rows[0])
        == (
            "id on account category party memo amount balance currency kind ref handle tax tax_amount receipt voided_on"
        ).split()
    )
    assert rows[1] == {
        "id": 1, "on": "2026-05-02", "account": "Bank", "category": "Sales", "party": "Zoe", "memo": "market day",
        "amount": "121.00", "balance": "1121.00", "currency": "EUR", "kind": "in", "ref": "1", "handle": None,
        "tax": "iva21", "tax_amount": "21.00", "receipt": None, "voided_on": None,
    }  # fmt: skip
    assert rows[2] == {
        "id": 2, "on": "2026-06-01", "account": "Bank", "category": "Rent", "party": "Landlord", "memo": None,
        "amount": "-500.00", "balance": "621.00", "currency": "EUR", "kind": "out", "ref": "2",
        "handle": "landlord", "tax": None, "tax_amount": None, "receipt": None, "voided_on": None,
    }  # fmt: skip


def test_every_movement_is_listed_with_the_balance_after_it(moved: Run) -> None:
    rows = shown(moved, "cash list --sort date")
    assert [(r["ref"], r["on"], r["account"], r["category"], r["kind"], r["amount"], r["balance"]) for r in rows] == [
        (None, "2026-01-01", "Bank", "Opening balances", "opening", "1000.00", "1000.00"),
        (None, "2026-01-01", "Credit card", "Opening balances", "opening", "-350.00", "-350.00"),
        ("1", "2026-05-02", "Bank", "Sales", "in", "121.00", "1121.00"),
        ("2", "2026-06-01", "Bank", "Rent", "out", "-500.00", "621.00"),
        ("3", "2026-06-02", "Bank", "Cash", "transfer", "-200.00", "421.00"),
        ("3", "2026-06-02", "Cash", "Bank", "transfer", "200.00", "200.00"),
        ("4", "2026-07-01", "Credit card", "Travel", "out", "-40.00", "-390.00"),
        ("p1", "2026-07-02", "Bank", "Sales", "payment", "100.00", "521.00"),
    ]  # fmt: skip


def test_filters_leave_the_balance_true(moved: Run) -> None:
    (row,) = shown(moved, "cash list --category rent --from 2026-06-01 --to 2026-06-30")
    assert (row["amount"], row["balance"]) == ("-500.00", "621.00")
    assert [r["id"] for r in shown(moved, "cash list --party landlord")] == [2]
    assert [r["id"] for r in shown(moved, "cash list --party Zoe")] == [1]
    assert [r["ref"] for r in shown(moved, "cash list --client acme")] == ["p1"]
    assert [r["balance"] for r in shown(moved, "cash list --account cash")] == ["200.00"]
    assert [r["amount"] for r in shown(moved, "cash list --where 'amount<-300 and kind=out'")] == ["-500.00"]


def test_a_limit_shows_the_newest_first_with_true_balances(moved: Run) -> None:
    rows = shown(moved, "cash list --limit 2")
    assert [(r["ref"], r["balance"]) for r in rows] == [("p1", "521.00"), ("4", "-390.00")]
    oldest = shown(moved, "cash list --limit 3 --sort date")
    assert [(r["ref"], r["balance"]) for r in oldest] == [
        (None, "1000.00"), (None, "-350.00"), ("1", "1121.00"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["date", "amount", "account", "category", "party"])
def test_the_list_sorts_both_ways(moved: Run, key: str) -> None:
    one, other = (shown(moved, f"cash list --sort {sign}{key}") for sign in ("", "-"))
    assert sorted(map(json.dumps, one)) == sorted(map(json.dumps, other))
    amounts = [float(row["amount"]) for row in one]
    assert key != "amount" or amounts == sorted(amounts)


def test_the_balance_is_what_every_account_holds(moved: Run) -> None:
    assert shown(moved, "cash balance") == {
        "report": "balance",
        "as_of": "2026-07-15",
        "currency": "EUR",
        "rows": [
            {"code": "1000", "account": "Bank", "balance": "521.00", "currency": "EUR"},
            {"code": "1010", "account": "Cash", "balance": "200.00", "currency": "EUR"},
            {"code": "2100", "account": "Credit card", "balance": "-390.00", "currency": "EUR"},
        ],
        "totals": {"balance": "331.00"},
    }
    assert shown(moved, "cash balance --as-of 2026-05-31")["totals"] == {"balance": "771.00"}


def test_the_card_of_an_entry_says_all_of_it(moved: Run) -> None:
    card = shown(moved, "cash show 1")
    assert (
        list(card)
        == (
            "id on account category party memo amount balance currency kind handle rate tax tax_amount receipt kept_at "
            "voided_on taxes receipts postings"
        ).split()
    )
    assert card["postings"] == [
        {"posted_on": "2026-05-02", "account": "Bank", "amount": "121.00"},
        {"posted_on": "2026-05-02", "account": "Tax", "amount": "-21.00"},
        {"posted_on": "2026-05-02", "account": "Sales", "amount": "-100.00"},
    ]


def test_a_void_takes_it_back_from_its_day_on(moved: Run, book: Book) -> None:
    assert moved("cash void 1 --on 2026-07-10 --yes").err == (
        "cash 1 is void from 2026-07-10 on (back-dated: figures from 2026-07-10 on have moved)\n"
    )
    assert [(r["kind"], r["on"], r["amount"]) for r in shown(moved, "cash list --party zoe --sort date")] == [
        ("in", "2026-05-02", "121.00"),
        ("void", "2026-07-10", "-121.00"),
    ]
    assert balances(book, "07-09")["Sales"] == -10000 - 10000
    assert balances(book, "07-10")["Sales"] == -10000
    assert balances(book)["Tax"] == -2100
    assert moved("db check").code == 0


def test_a_transfer_can_be_void_too(moved: Run) -> None:
    done(moved, "cash void 3 --yes")
    rows = shown(moved, "cash balance")["rows"]
    assert [row["balance"] for row in rows] == ["721.00", "0.00", "-390.00"]


def test_voiding_twice_is_refused_and_posts_nothing_more(moved: Run, book: Book) -> None:
    done(moved, "cash void 1 --yes")
    entries = count(book, "entry")
    result = moved("cash void 1 --yes")
    assert (result.code, result.err) == (1, "error: cash 1 is void since 2026-07-15\n")
    assert count(book, "entry") == entries


def test_a_void_on_a_locked_day_falls_on_the_first_open_one(moved: Run) -> None:
    done(moved, "config set locked_until 2026-07-31 --yes", "cash void 1 --yes")
    assert shown(moved, "cash show 1")["voided_on"] == "2026-08-01"


def test_a_void_named_on_a_locked_day_is_refused(moved: Run, book: Book) -> None:
    done(moved, "config set locked_until 2026-06-30")
    before = count(book, "entry")
    result = moved("cash void 1 --on 2026-06-30 --yes")
    assert result.code == 1
    assert result.err.startswith("error: 2026-06-30 is locked: the books are closed up to 2026-06-30\n")
    assert count(book, "entry") == before


def test_money_of_a_payment_is_voided_as_a_payment(moved: Run) -> None:
    result = moved("cash void p1 --yes")
    assert (result.code, result.err) == (
        1, "error: p1 is a payment\nhint: see: acctmgr payment void p1\n",
    )  # fmt: skip
    assert moved("cash show p1").code == 1


def test_a_void_asks_and_without_a_terminal_refuses(moved: Run, book: Book) -> None:
    before = count(book, "entry")
    result = moved("cash void 1")
    assert result.code == 2
    assert "add --yes" in result.err
    assert count(book, "entry") == before


REFUSED = {
    "in -5 --from Zoe --category sales": (2, "error: amounts are positive\nhint: -5 is not more than zero\n"),
    "in 0 --from Zoe --category sales": (2, "error: amounts are positive\nhint: 0 is not more than zero\n"),
    "in 1,5 --from Zoe --category sales": (1, "error: '1,5' is not an amount\nhint: write it like 1,250.00\n"),
    "in 5 --from Zoe --category receivable": (
        1,
        "error: Receivable is kept by documents and payments alone\n"
        "hint: book it there: acctmgr invoice pay, acctmgr payment add\n",
    ),
    "out 5 --to Zoe --category tax": (
        1,
        "error: Tax is kept by documents and payments alone\n"
        "hint: book it there: acctmgr invoice pay, acctmgr payment add\n",
    ),
    "out 5 --to Zoe --category bank": (
        1,
        "error: Bank is where money lies, not what it was for\n"
        "hint: between your own accounts: acctmgr cash transfer AMOUNT --from ACCOUNT --to ACCOUNT\n",
    ),
    "out 5 --to Zoe --category rend": (3, "error: there is no account rend\nhint: did you mean Rent?\n"),
    "out 5 --to Zoe --category o": (
        4,
        "error: o fits more than one account: Opening balances, Owner's capital, Owner's drawings, Other income, "
        "Office and others\nhint: name one by its code or whole name\n",
    ),
    "out 5 --to Zoe --category rent --account travel": (
        3,
        "error: there is no bank, cash or card account travel\nhint: there is: Bank, Cash, Credit card\n",
    ),
    "out 5 --category rent": (
        2, "error: who was it?\nhint: --to NAME, or --client or --vendor with a handle\n",
    ),
    "out 5 --vendor acme --category rent": (
        3, "error: acme is no vendor\nhint: make it one: acctmgr vendor add acme\n",
    ),
    "out 5 --vendor nobody --category rent": (
        3, "error: there is no vendor nobody\nhint: see: acctmgr vendor list\n",
    ),
    "out 5 --vendor landlord --client acme --category rent": (
        2, "error: --client and --vendor name two sides\nhint: give one of them\n",
    ),
    "out 5 --to Zoe --category rent --on 2025-12-31": (
        1,
        "error: 2025-12-31 is locked: the books are closed up to 2025-12-31\n"
        "hint: date it later, or see: acctmgr config get locked_until\n",
    ),
    "out 5 --to Zoe --category rent --receipt nowhere.pdf": (3, "error: there is no file nowhere.pdf\n"),
    "out 5 --to Zoe --category wages": (
        1,
        "error: Wages is closed since 2026-01-01\n"
        "hint: take another, or open it again: acctmgr account edit 6600 --reopen\n",
    ),
    "out 5 --to Zoe --category rent --currency USD": (
        2,
        "error: an amount in USD needs its rate\nhint: --rate 0.92 says that one USD is 0.92 EUR\n",
    ),
    "out 5 --to Zoe --category rent --rate 2": (
        2, "error: EUR is the currency of the books: there is no rate\n",
    ),
    "transfer 5 --from bank --to bank": (
        2, "error: Bank is both ends of this transfer\nhint: name another account\n",
    ),
    "transfer 5 --from bank --to cash --received 4": (
        1,
        "error: both accounts are in one currency, and another amount arrived\n"
        "hint: book what the bank kept by itself: acctmgr cash out AMOUNT --to BANK --category 'Bank fees'\n",
    ),
    "transfer -5 --from bank --to cash": (2, "error: amounts are positive\nhint: -5 is not more than zero\n"),
    "void 99 --yes": (3, "error: there is no cash entry 99\nhint: see: acctmgr cash list\n"),
    "show x": (3, "error: there is no cash entry x\nhint: see: acctmgr cash list\n"),
    "list --sort size": (
        2,
        "error: movements can't be sorted by size\n"
        "hint: one of: date amount account category party, with - in front the other way round\n",
    ),
    "list --party nobody": (3, "error: there is no client nobody\nhint: see: acctmgr client list\n"),
}  # fmt: skip


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(run: Run, book: Book, line: str) -> None:
    done(
        run,
        "client add Acme",
        "vendor add Landlord",
        "account close wages --on 2026-01-01 --yes",
        "config set locked_until 2025-12-31",
    )
    operations = count(book, "operation")
    result = run(f"cash {line}")
    assert (result.code, result.err) == REFUSED[line]
    assert result.out == ""
    assert (count(book, "operation"), count(book, "entry")) == (operations, 0)


def test_an_account_may_be_overdrawn(run: Run) -> None:
    done(run, "cash out 500 --to Zoe --category rent")
    assert shown(run, "cash balance")["totals"]["balance"] == "-500.00"


def test_money_of_a_client_is_linked_by_its_name(run: Run) -> None:
    done(run, "client add Acme --email ana@acme.example", "cash in 5 --from ACME --category capital")
    row = shown(run, "cash show 1")
    assert (row["party"], row["handle"]) == ("Acme", "acme")
    done(run, "cash in 5 --from acm --category capital")
    assert shown(run, "cash show 2")["handle"] is None  # a beginning is only a text


def test_a_name_of_two_clients_must_be_told_apart(run: Run, book: Book) -> None:
    done(run, "client add Acme", "client add Acme")
    result = run("cash in 5 --from acme --category capital")
    assert (result.code, result.err) == (
        4, "error: acme fits more than one: acme and acme-2\nhint: name one: --client HANDLE, --vendor HANDLE\n",
    )  # fmt: skip
    assert count(book, "entry") == 0


def test_a_merged_client_shows_as_the_one_that_was_kept(run: Run, book: Book) -> None:
    done(run, "client add Acme", "client add Ajax", "cash in 5 --client ajax --category capital")
    from acctmgr.parties.tables import Party
    from acctmgr.store.write import change

    def merge(session: object) -> None:
        session.get_one(Party, 2).merged_into_id = 1  # type: ignore[attr-defined]

    change(merge, book)
    assert [(r["party"], r["handle"]) for r in shown(run, "cash list --party acme")] == [("Acme", "acme")]
    done(run, "cash in 7 --client acme --category capital", "cash in 9 --from Ajax --category capital")
    assert [r["party"] for r in shown(run, "cash list --party acme")] == ["Acme", "Acme", "Acme"]


def owing(run: Run) -> None:
    done(
        run,
        "client add Acme",
        "invoice add acme --line 'Work; 1; 121'",
        "invoice add acme --line 'More; 1; 50'",
    )


def test_money_of_a_client_that_owes_is_never_income_twice_in_silence(run: Run, book: Book) -> None:
    owing(run)
    entries = count(book, "entry")
    result = run("cash in 50 --from acme --category sales")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "error: Acme has open: INV-2026-0001 (121.00 EUR) and INV-2026-0002 (50.00 EUR)\n"
        "hint: if it pays one: acctmgr invoice pay INV-2026-0002 50; if it is other income: --yes\n"
    )
    assert count(book, "entry") == entries


def test_whoever_is_sure_books_it_as_income_of_its_own_and_is_told(run: Run, book: Book) -> None:
    owing(run)
    result = run("cash in 50 --from acme --category sales --yes")
    assert (result.code, result.out) == (0, "1\n")
    assert result.err.endswith(
        "warning: Acme has open: INV-2026-0001 (121.00 EUR) and INV-2026-0002 (50.00 EUR); "
        "this money is booked as income of its own, and they stay open\n"
    )
    assert posted(book) == {"Bank": 5000, "Sales": -5000}


@pytest.mark.parametrize("category", ["capital", "loans", "rent"])
def test_what_is_no_income_pays_no_invoice_and_asks_nothing(run: Run, category: str) -> None:
    owing(run)
    assert run(f"cash in 50 --from acme --category {category}").code == 0


def test_a_foreign_account_moves_in_its_own_currency(run: Run, book: Book) -> None:
    done(
        run,
        "account add Dollars --type asset --money --currency USD",
        "account opening Dollars 100 --rate 0.91 --on 2026-01-01",
        "cash out 40 --to SaaS --category software --account dollars --rate 0.95 --on 2026-02-01",
        "cash out 10 --to SaaS --category software --account dollars --on 2026-02-02",
        "cash transfer 50 --from dollars --to bank --received 47 --on 2026-02-03",
    )
    assert balances(book) == {
        "Bank": 4700,
        "Software": 3800 + 910,
        "Opening balances": -9100,
        "Currency gain": -160 - 150,
    }
    rows = shown(run, "cash list --account dollars --sort date")
    assert [(r["amount"], r["balance"], r["currency"]) for r in rows] == [
        ("100.00", "100.00", "USD"),
        ("-40.00", "60.00", "USD"),
        ("-10.00", "50.00", "USD"),
        ("-50.00", "0.00", "USD"),
    ]
    assert run("db check").code == 0


def test_a_transfer_between_currencies_says_what_arrived(run: Run, book: Book) -> None:
    done(run, "account add Dollars --type asset --money --currency USD")
    result = run("cash transfer 100 --from bank --to dollars")
    assert (result.code, result.err) == (
        2,
        "error: Bank is in EUR, Dollars in USD\nhint: say what arrived: --received AMOUNT, in USD\n",
    )
    done(run, "cash transfer 100 --from bank --to dollars --received 109.30")
    assert balances(book) == {"Bank": -10000, "Dollars": 10000}
    balance = shown(run, "cash balance")
    assert balance["totals"] == {"balance": "0.00", "other_currencies": {"USD": {"balance": "109.30"}}}


def test_money_in_another_currency_than_the_accounts_is_refused(run: Run) -> None:
    done(run, "account add Dollars --type asset --money --currency USD")
    result = run("cash out 5 --to Zoe --category rent --account dollars --currency GBP --rate 1.2")
    assert (result.code, result.err) == (1, "error: Dollars takes USD, not GBP\n")


def test_adding_in_json_gives_the_whole_entry(run: Run) -> None:
    assert shown(run, "cash out 5 --to Zoe --category rent")["category"] == "Rent"


def test_the_first_write_makes_the_default_book(run_plain: Run) -> None:
    assert run_plain("cash in 5 --from Zoe --category capital").code == 0
