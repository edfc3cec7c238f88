"""`account`: the chart, opening balances, and accounts that close."""

import pytest

from acctmgr.core.errors import Refused
from acctmgr.ledger.account_rules import free_code
from acctmgr.store.book import Book
from builders import balances, count
from cash.builders import done, shown
from conftest import Run


def test_the_chart_lists_what_each_account_holds_in_its_own_sense(run: Run) -> None:
    done(
        run,
        "account opening bank 1000 --on 2026-01-01",
        "account opening 'credit card' 350 --on 2026-01-01",
        "cash in 200 --from Zoe --category sales",
        "cash out 30 --to Taxi --category travel",
    )
    rows = {row["name"]: row for row in shown(run, "account list")}
    assert rows["Bank"] == {
        "code": "1000", "name": "Bank", "type": "asset", "balance": "1170.00", "currency": "EUR",
        "is_money": True, "is_control": False, "closed_on": None,
    }  # fmt: skip
    held = {name: rows[name]["balance"] for name in ("Credit card", "Sales", "Travel", "Opening balances")}
    assert held == {
        "Credit card": "350.00", "Sales": "200.00", "Travel": "30.00", "Opening balances": "650.00",
    }  # fmt: skip
    assert [r["name"] for r in shown(run, "account list --money")] == ["Bank", "Cash", "Credit card"]
    assert {r["type"] for r in shown(run, "account list --type income")} == {"income"}
    assert shown(run, "account list --as-of 2026-07-14 --where name=bank")[0]["balance"] == "1000.00"


def test_the_card_of_an_account_says_since_when_it_moves(run: Run) -> None:
    done(run, "account opening bank 1000 --on 2026-01-01", "cash in 5 --from Zoe --category sales")
    assert shown(run, "account show 1000") == {
        "code": "1000", "name": "Bank", "type": "asset", "balance": "1005.00", "currency": "EUR",
        "is_money": True, "is_control": False, "closed_on": None, "postings": 2, "first_on": "2026-01-01",
        "last_on": "2026-07-15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("account add 'Savings bank' --type asset --money", "1020"),
        ("account add Visa --type liability --money", "2110"),
        ("account add Insurance --type expense", "7000"),
        ("account add Insurance --type EXPENSE --code 6120", "6120"),
        ("account add Subscriptions --type income", "4100"),
        ("account add Deposit --type asset", "1600"),
    ],
)
def test_a_new_account_gets_a_code_of_its_kind(run: Run, line: str, code: str) -> None:
    assert run(line).out == f"{code}\n"


def test_the_second_account_of_a_kind_gets_the_next_code(run: Run) -> None:
    done(run, "account add A1 --type asset --money", "account add A2 --type asset --money")
    assert [row["code"] for row in shown(run, "account list --money")][:4] == ["1000", "1010", "1020", "1030"]


def test_codes_run_out_at_last() -> None:
    taken = {str(number) for number in range(1020, 1050)}
    assert free_code("asset", taken - {"1033"}, is_money=True) == "1033"
    with pytest.raises(Refused, match="are all taken"):
        free_code("asset", taken, is_money=True)


def test_a_new_account_takes_money_and_a_new_category_explains_it(run: Run) -> None:
    done(
        run,
        "account add Savings --type asset --money",
        "account add Insurance --type expense",
        "cash transfer 100 --from bank --to savings",
        "cash out 30 --to Zoe --category insurance --account savings",
    )
    assert shown(run, "cash balance")["rows"][2]["balance"] == "70.00"


def test_another_name_and_code_leave_what_was_posted(run: Run) -> None:
    done(run, "cash out 30 --to Zoe --category rent", "account edit rent --name 'Office rent' --code 6110")
    assert shown(run, "cash list")[0]["category"] == "Office rent"
    assert run("account edit 6110 --code 6110").err == (
        "6110 Office rent is like that already; nothing was changed\n"
    )


OPENINGS = {
    "bank 5000": ("Bank", 500000),
    "bank -120.50": ("Bank", -12050),
    "'credit card' 350": ("Credit card", -35000),
    "'credit card' -20": ("Credit card", 2000),
    "loans 8000": ("Loans", -800000),
    "equipment 1200": ("Equipment", 120000),
    "capital 100": ("Owner's capital", -10000),
    "sales 900": ("Sales", -90000),
    "rent 700": ("Rent", 70000),
}


@pytest.mark.parametrize("line", OPENINGS)
def test_an_opening_is_what_the_account_held_in_its_own_sense(run: Run, book: Book, line: str) -> None:
    done(run, f"account opening {line} --on 2026-01-01")
    name, minor = OPENINGS[line]
    assert balances(book) == {name: minor, "Opening balances": -minor}
    assert run("db check").code == 0


def test_a_foreign_account_opens_in_its_own_currency(run: Run, book: Book) -> None:
    done(run, "account add Dollars --type asset --money --currency USD")
    assert run("account opening Dollars 100 --on 2026-01-01").code == 2
    done(run, "account opening Dollars 100 --rate 0.91 --on 2026-01-01")
    assert balances(book) == {"Dollars": 9100, "Opening balances": -9100}
    assert shown(run, "account show Dollars")["balance"] == "100.00"


def test_the_same_opening_again_changes_nothing(run: Run, book: Book) -> None:
    done(run, "account opening bank 5000 --on 2026-01-01")
    operations = count(book, "operation")
    result = run("account opening bank 5000 --on 2026-01-01")
    assert (result.code, result.err) == (0, "Bank was opened like that already; nothing was changed\n")
    assert count(book, "operation") == operations


def test_another_opening_is_a_conflict_unless_it_replaces_the_first(run: Run, book: Book) -> None:
    done(run, "account opening bank 5000 --on 2026-01-01")
    result = run("account opening bank 4000 --on 2026-01-01")
    assert (result.code, result.err) == (
        4,
        "error: Bank has an opening balance of 2026-01-01 already\n"
        "hint: to put this one in its place: --replace\n",
    )
    assert balances(book)["Bank"] == 500000
    done(run, "account opening bank 4000 --on 2026-01-02 --replace")
    assert balances(book, "01-01").get("Bank") is None
    assert balances(book) == {"Bank": 400000, "Opening balances": -400000}
    done(run, "account opening bank 0 --on 2026-01-02 --replace")
    assert balances(book) == {}
    done(run, "account opening bank 7 --on 2026-01-03")
    assert balances(book)["Bank"] == 700


def test_an_empty_account_closes_and_takes_nothing_more(run: Run, book: Book) -> None:
    done(run, "account add Savings --type asset --money", "account close savings --yes")
    result = run("cash in 5 --from Zoe --category capital --account savings")
    assert (result.code, result.err) == (
        1,
        "error: Savings is closed since 2026-07-15\n"
        "hint: take another, or open it again: acctmgr account edit 1020 --reopen\n",
    )
    assert "Savings" not in run("account list").out
    assert "Savings" in run("account list --closed").out
    assert "Savings" not in run("cash balance").out
    done(run, "account edit savings --reopen", "cash in 5 --from Zoe --category capital --account savings")


def test_an_account_that_holds_something_says_where_it_goes(run: Run, book: Book) -> None:
    done(run, "account add Savings --type asset --money", "cash transfer 100 --from bank --to savings")
    result = run("account close savings --yes")
    assert (result.code, result.err) == (
        1,
        "error: Savings still holds 100.00\n"
        "hint: say where it goes: acctmgr account close 1020 --into ACCOUNT\n",
    )
    assert balances(book)["Savings"] == 10000
    done(run, "account close savings --into bank --yes")
    assert balances(book) == {}
    assert shown(run, "cash list --account savings")[0]["kind"] == "account_closed"
    assert run("db check").code == 0


def test_a_category_closes_into_another(run: Run, book: Book) -> None:
    done(
        run,
        "cash out 30 --to Zoe --category travel",
        "account close travel --into 6990 --on 2026-07-31 --yes",
    )
    assert balances(book, "07-30")["Travel"] == 3000
    assert balances(book) == {"Bank": -3000, "Other expenses": 3000}


def test_an_account_that_is_closed_later_stays_in_the_list_of_a_locked_day(run: Run) -> None:
    done(run, "cash out 50 --to Zoe --category office --on 2026-06-20", "config set locked_until 2026-06-30")
    before = [
        run(f"account list --as-of 2026-06-30 {more}").out for more in ("--format json", "--closed -f json")
    ]
    done(run, "account close office --into travel --yes")
    assert [
        run(f"account list --as-of 2026-06-30 {more}").out for more in ("--format json", "--closed -f json")
    ] == before
    assert "Office" not in run("account list").out


def test_an_account_is_not_closed_on_a_locked_day(run: Run) -> None:
    done(run, "config set locked_until 2026-06-30")
    result = run("account close rent --on 2026-06-20 --yes")
    assert (result.code, result.err.splitlines()[0]) == (
        1,
        "error: 2026-06-20 is locked: the books are closed up to 2026-06-30",
    )
    done(run, "tax load es")
    result = run("tax add iva10 --rate 12 --from 2026-06-01")
    assert (result.code, result.err.splitlines()[0]) == (
        1,
        "error: 2026-06-01 is locked: the books are closed up to 2026-06-30",
    )


def test_what_was_booked_on_a_closed_account_stays_until_it_opens_again(run: Run, book: Book) -> None:
    done(run, "cash out 30 --to Zoe --category travel", "account close travel --into 6990 --yes")
    result = run("cash void 1 --yes")
    assert (result.code, result.err) == (
        1,
        "error: Travel is closed since 2026-07-15\n"
        "hint: open it again first: acctmgr account edit 6200 --reopen\n",
    )


REFUSED = {
    "add Bank --type asset": (
        4, "error: there is an account Bank already: 1000\nhint: choose another name\n",
    ),
    "add Insurance --type expense --code 6100": (
        4, "error: the code 6100 belongs to Rent\nhint: choose another: --code\n",
    ),
    "add Insurance --type cost": (
        2, "error: there is no type cost\nhint: one of: asset liability equity income expense\n",
    ),
    "add 12 --type expense": (
        1, "error: '12' is no name for an account\nhint: a number is its code: --code\n",
    ),
    "add Insurance --type expense --code x1": (
        1,
        "error: 'x1' is no code for an account\nhint: write it like 6110: up to 12 digits and letters\n",
    ),
    "add Insurance --type expense --money": (
        2,
        "error: no money lies in an account of type expense\n"
        "hint: a bank or cash box is an asset, a card a liability\n",
    ),
    "add Insurance --type expense --currency USD": (
        2, "error: only a money account has a currency of its own\nhint: add --money, or leave it out\n",
    ),
    "add Savings --type asset --money --currency XXQ": (
        1, "error: 'XXQ' is not a currency\nhint: write its three letters, like EUR or USD\n",
    ),
    "opening receivable 5 --on 2026-01-01": (
        1,
        "error: Receivable is kept by documents and payments alone\n"
        "hint: what is open is moved in by: acctmgr import invoices FILE --opening DATE\n",
    ),
    "opening 3000 5 --on 2026-01-01": (
        1, "error: Opening balances is what every opening balance is posted against\n",
    ),
    "opening bank 0 --on 2026-01-01": (
        2, "error: an opening balance of 0 says nothing\nhint: an account starts at 0 by itself\n",
    ),
    "opening bank 5 --on 2025-12-31": (
        1,
        "error: 2025-12-31 is locked: the books are closed up to 2025-12-31\n"
        "hint: date it later, or see: acctmgr config get locked_until\n",
    ),
    "opening bank 5 --rate 2 --on 2026-01-01": (
        2, "error: EUR is the currency of the books: there is no rate\n",
    ),
    "close sales --yes": (1, "error: Sales stays open: the books themselves post to it\n"),
    "close receivable --yes": (1, "error: Receivable stays open: the books themselves post to it\n"),
    "close bank": (
        2, "error: this needs a confirmation, and nobody can be asked here\nhint: add --yes\n",
    ),
    "edit rent": (2, "error: nothing to change was named\nhint: see: acctmgr account edit --help\n"),
    "edit rent --name Wages": (
        4, "error: there is an account Wages already: 6600\nhint: choose another name\n",
    ),
    "show nothing": (3, "error: there is no account nothing\nhint: see: acctmgr account list\n"),
    "show 610": (0, ""),
    "list --type costs": (
        2, "error: there is no type costs\nhint: one of: asset liability equity income expense\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(run: Run, book: Book, line: str) -> None:
    done(run, "config set locked_until 2025-12-31")
    operations = count(book, "operation")
    result = run(f"account {line}")
    assert (result.code, result.err) == REFUSED[line]
    assert (count(book, "operation"), count(book, "entry")) == (operations, 0)


def test_the_code_of_one_account_that_is_the_name_of_another_is_ambiguous(run: Run) -> None:
    assert run("account add 7a --type expense --code 7b").code == 0
    assert run("account add Fuel --type expense --code 7a").code == 0
    result = run("account show 7a")
    assert (result.code, result.err) == (
        4,
        "error: 7a fits more than one account: Fuel and 7a\nhint: type Fuel for Fuel and 7b for 7a\n",
    )
    assert [run(f"account show {typed} -f ids").out for typed in ("7b", "fuel")] == ["7b\n", "7a\n"]
