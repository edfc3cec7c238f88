"""Payments at the command line: what is doubted, and what a bounce costs."""

import pytest

from acctmgr.store.book import Book
from builders import balances, count
from cash.builders import done, shown
from conftest import Run

ACME = "invoice add acme --line 'Work; 1; 100' --issued 2026-07-01"


@pytest.fixture
def owing(run: Run) -> Run:
    done(run, "client add Acme --currency EUR", ACME)
    return run


# an invoice with nothing open


def test_paying_an_invoice_twice_is_refused_with_the_way_to_do_it_on_purpose(owing: Run, book: Book) -> None:
    done(owing, "invoice pay 1 100")
    result = owing("invoice pay 1 100")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "error: INV-2026-0001 has nothing open: it is paid\n"
        "hint: if the client paid once more, book it as credit: acctmgr payment add acme 100, or --as-credit\n"
    )
    assert owing("invoice pay 1").code == 1
    assert (count(book, "payment"), balances(book)) == (1, {"Bank": 10000, "Sales": -10000})


def test_a_credited_invoice_takes_no_payment_either(owing: Run) -> None:
    done(owing, "invoice credit 1", "client edit acme --currency USD")
    result = owing("invoice pay 1 50.00")
    assert (result.code, result.err) == (
        1,
        "error: INV-2026-0001 has nothing open: it is credited\n"
        "hint: if the client paid once more, book it as credit: "
        "acctmgr payment add acme 50.00 --currency EUR, or --as-credit\n",
    )


def test_the_way_to_book_it_as_credit_keeps_all_that_was_typed(owing: Run, book: Book) -> None:
    done(owing, "client add Us --currency USD", 'invoice add us --line "A; 1; 100" --rate 0.90')
    done(owing, "invoice pay 2 --rate 0.92")
    result = owing(
        "invoice pay 2 33.33 --rate 0.95 --on 2026-07-10 --into Cash --reference 'wire 7' --note twice"
    )
    hint = result.err.partition("book it as credit: acctmgr ")[2].removesuffix(", or --as-credit\n")
    assert (result.code, hint) == (
        1,
        "payment add us 33.33 --rate 0.95 --on 2026-07-10 --into Cash --reference 'wire 7' --note twice",
    )
    done(owing, hint)
    assert balances(book)["Cash"] == 3166  # 33.33 at 0.95


def test_what_is_booked_as_credit_needs_an_amount(owing: Run) -> None:
    done(owing, "invoice pay 1")
    result = owing("invoice pay 1 --as-credit")
    assert (result.code, result.err) == (
        1,
        "error: a payment needs an amount\nhint: INV-2026-0001 has nothing open: say what the client paid\n",
    )


def test_as_credit_books_what_was_paid_once_more(owing: Run, book: Book) -> None:
    done(owing, "invoice pay 1 100")
    result = owing("invoice pay 1 100 --as-credit")
    assert (result.code, result.out) == (0, "p2\n")
    assert result.err == "received 100.00 EUR from Acme: 100.00 EUR is now credit of Acme\n"
    assert balances(book) == {"Bank": 20000, "Client credits": -10000, "Sales": -10000}


def test_what_is_more_than_open_is_credit_and_said(owing: Run) -> None:
    result = owing("invoice pay 1 150")
    assert (result.code, result.err) == (
        0,
        "received 150.00 EUR from Acme: INV-2026-0001 is paid; 50.00 EUR is now credit of Acme\n",
    )


def test_a_written_off_invoice_takes_a_late_payment(owing: Run) -> None:
    done(owing, "invoice write-off 1")
    assert owing("invoice pay 1 100").code == 0


# a day that is still to come


@pytest.mark.parametrize(
    "line",
    [
        "invoice pay 2 100 --on 2026-07-16",
        "payment add acme 100 --on 2027-07-15",
        "payment refund p1 50 --on tomorrow",
        "cash in 10 --from Zoe --category sales --on tomorrow",
        "cash out 10 --to Zoe --category rent --on tomorrow",
        "cash transfer 10 --from bank --to cash --on tomorrow",
    ],
)
def test_money_of_a_day_after_today_asks(owing: Run, book: Book, line: str) -> None:
    done(owing, "payment add acme 150", ACME)
    before = balances(book)
    result = owing(line)
    day = "2027-07-15" if "2027" in line else "2026-07-16"
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"error: {day} is after today: no money has moved yet\nhint: if that is meant, add --yes\n"
    )
    assert balances(book) == before
    assert owing(f"{line} --yes").code == 0


# the fee of a bounce


def test_the_fee_of_a_bounce_is_in_the_currency_of_the_account_and_can_be_void(run: Run, book: Book) -> None:
    done(
        run,
        "client add Us --currency USD",
        "invoice add us --line 'Work; 1; 1000' --issued 2026-07-01 --rate 0.92",
        "invoice pay 1 --rate 0.95 --on 2026-07-02",
    )
    result = run("payment void p1 --fee 10 --yes")
    assert (result.code, result.err) == (
        0,
        "p1 is void from 2026-07-15 on; INV-2026-0001 has 1,000.00 USD open\n"
        "cash 1: the bank took 10.00 EUR out of Bank\n",
    )
    assert balances(book) == {"Bank": -1000, "Bank fees": 1000, "Receivable": 92000, "Sales": -92000}
    (row,) = shown(run, "cash list --category 'Bank fees'")
    assert (row["ref"], row["kind"], row["amount"], row["currency"], row["memo"]) == (
        ("1", "out", "-10.00", "EUR", "p1 bounced")
    )
    done(run, "cash void 1 --yes", "db check")
    assert balances(book) == {"Receivable": 92000, "Sales": -92000}


def test_an_account_in_dollars_pays_the_fee_in_dollars(run: Run, book: Book) -> None:
    done(
        run,
        "account add 'Dollar account' --type asset --money --currency USD",
        "client add Us --currency USD",
        "invoice add us --line 'Work; 1; 1000' --issued 2026-07-01 --rate 0.92",
        "invoice pay 1 --rate 0.95 --on 2026-07-02 --into 'Dollar account'",
    )
    assert "the bank took 10.00 USD out of Dollar account" in run("payment void p1 --fee 10 --yes").err
    assert balances(book) == {"Bank fees": 950, "Dollar account": -950, "Receivable": 92000, "Sales": -92000}
    (row,) = shown(run, "cash list --category 'Bank fees'")
    assert (row["amount"], row["currency"]) == ("-10.00", "USD")


def test_a_refund_that_is_void_costs_no_fee(owing: Run, book: Book) -> None:
    done(owing, "payment add acme 150", "payment refund p1")
    result = owing("payment void p2 --fee 5 --yes")
    assert (result.code, result.err) == (1, "error: p2 went out to the client: it does not bounce\n")
    assert (count(book, "cash_entry"), balances(book)["Bank"]) == (0, 10000)


@pytest.mark.parametrize("line", ["invoice pay 1 100 --discount 100%", "invoice pay 1 --discount 100%"])
def test_a_discount_of_all_is_a_credit_note(run: Run, book: Book, line: str) -> None:
    done(run, "client add Acme", "invoice add acme --line 'Work; 1; 1000' --issued 2026-07-01")
    before = balances(book)
    result = run(line)
    assert (result.code, result.err) == (
        1,
        "error: a discount of 100 % leaves nothing to pay\nhint: acctmgr invoice credit INV-2026-0001\n",
    )
    assert balances(book) == before
