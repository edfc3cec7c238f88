"""`report cash`: money by month and category, and its proof by the ledger."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.cash import account_reports, queries, reports
from acctmgr.cash.flow_rules import by_income, by_other_side
from acctmgr.cash.report_commands import cash_report
from acctmgr.core.money import DOT, Notation
from acctmgr.ledger.account_queries import find_account
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.ui.screen import Screen
from acctmgr.ui.views import as_table
from builders import day
from cash.builders import done, shown
from conftest import Run


def rows(run: Run, options: str = "") -> list[tuple[str, ...]]:
    """Month, category, in, out and net of each row; the report must tie."""
    report = shown(run, f"report cash {options}")
    assert report["proof"]["difference"] == "0.00"
    return [tuple(row.values()) for row in report["rows"]]


@pytest.fixture
def acme(run: Run) -> Run:
    done(run, "tax load es", "client add Acme")
    return run


def invoice(run: Run, number: int, line: str, on: str = "2026-05-01") -> None:
    done(run, f"invoice add acme --line '{line}' --issued {on}")


def test_the_report_has_these_keys(acme: Run) -> None:
    done(
        acme,
        "cash in 121 --from Zoe --category sales --tax 21 --on 2026-05-02",
        "cash out 60.50 --to Shop --category office --tax 21 --on 2026-05-03 --account cash",
        "cash transfer 100 --from bank --to cash --on 2026-06-01",
    )
    assert shown(acme, "report cash") == {
        "report": "cash",
        "period": {"from": "2026-01-01", "to": "2026-07-15"},
        "currency": "EUR",
        "rows": [
            {"month": "2026-05", "category": "Sales", "in": "121.00", "out": "0.00", "net": "121.00"},
            {"month": "2026-05", "category": "Office", "in": "0.00", "out": "-60.50", "net": "-60.50"},
        ],
        "totals": {
            "opening": "0.00", "in": "121.00", "out": "-60.50", "net": "60.50", "transfers": "0.00",
            "closing": "60.50",
        },
        "accounts": [
            {"account": "Bank", "opening": "0.00", "in": "121.00", "out": "-100.00", "closing": "21.00"},
            {"account": "Cash", "opening": "0.00", "in": "100.00", "out": "-60.50", "closing": "39.50"},
        ],
        "proof": {
            "accounts": [{"account": "Bank", "balance": "21.00"}, {"account": "Cash", "balance": "39.50"}],
            "ledger": "60.50",
            "difference": "0.00",
        },
    }  # fmt: skip


def test_what_was_there_before_is_the_opening_of_the_period(acme: Run) -> None:
    done(
        acme,
        "account opening bank 500 --on 2026-01-01",
        "cash in 100 --from Zoe --category sales --tax none --on 2026-02-01",
        "cash out 30 --to Taxi --category travel --on 2026-03-02",
    )
    report = shown(acme, "report cash --from 2026-02-15")
    assert report["accounts"] == [
        {"account": "Bank", "opening": "600.00", "in": "0.00", "out": "-30.00", "closing": "570.00"}
    ]
    totals = report["totals"]
    assert (totals["opening"], totals["in"], totals["out"], totals["closing"]) == (
        "600.00", "0.00", "-30.00", "570.00",
    )  # fmt: skip


def test_an_opening_balance_is_no_money_in_and_its_correction_none_out(acme: Run) -> None:
    done(
        acme,
        "account opening bank 500 --on 2026-02-01",
        "account opening bank 450 --on 2026-02-01 --replace",
    )
    assert rows(acme) == []
    assert shown(acme, "report cash")["accounts"] == [
        {"account": "Bank", "opening": "450.00", "in": "0.00", "out": "0.00", "closing": "450.00"}
    ]


def test_a_refund_is_money_out_and_its_void_money_in(acme: Run) -> None:
    done(
        acme,
        "payment add acme 80 --on 2026-05-20",
        "payment refund p1 50 --on 2026-06-02",
        "payment void p2 --on 2026-06-05 --yes",
    )
    assert rows(acme) == [
        ("2026-05", "Client credits", "80.00", "0.00", "80.00"),
        ("2026-06", "Client credits", "50.00", "-50.00", "0.00"),
    ]


def test_a_late_payment_has_one_name_in_the_list_and_the_report(acme: Run) -> None:
    invoice(acme, 1, "Work; 1; 100; tax=21")
    done(acme, "invoice write-off 1 --on 2026-06-01 --yes", "invoice pay 1 121 --on 2026-06-20")
    assert rows(acme) == [("2026-06", "Sales", "121.00", "0.00", "121.00")]
    (row,) = shown(acme, "cash list")
    assert (row["ref"], row["category"], row["amount"]) == ("p1", "Sales", "121.00")
    assert shown(acme, "cash list --category sales") == [row]
    assert shown(acme, "cash list --category 'bad debts'") == []


def test_a_payment_in_a_list_has_the_category_that_most_of_it_counts_for(acme: Run, book: Book) -> None:
    invoice(acme, 1, "Work; 1; 100; tax=21")
    done(
        acme,
        "invoice pay 1 300 --on 2026-05-20",
        "payment void p1 --on 2026-05-25 --yes",
        "invoice pay 1 121 --on 2026-06-20",
        "cash out 5 --to Taxi --category travel --on 2026-06-21",
    )
    assert [(row["ref"], row["category"]) for row in shown(acme, "cash list --sort category")] == [
        ("p1", "Client credits"), ("p1", "Client credits"), ("p2", "Sales"), ("1", "Travel"),
    ]  # fmt: skip
    first = shown(acme, "cash list --sort category --limit 2")
    assert [(row["on"], row["category"]) for row in first] == [
        ("2026-05-20", "Client credits"), ("2026-05-25", "Client credits"),
    ]  # fmt: skip
    last = shown(acme, "cash list --sort -category --limit 3")
    assert [(row["on"], row["category"]) for row in last] == [
        ("2026-06-21", "Travel"), ("2026-06-20", "Sales"), ("2026-05-25", "Client credits"),
    ]  # fmt: skip
    found = shown(acme, "cash list --category sales --limit 1")
    assert [(row["ref"], row["balance"]) for row in found] == [("p2", "121.00")]
    assert [row["amount"] for row in shown(acme, "cash list --category 'client credits'")] == [
        "-300.00", "300.00",
    ]  # fmt: skip
    with reading(book) as db:
        credits = find_account(db, "client credits").id
        page = queries.movements(db, queries.Wanted(category_id=credits), sort="amount", limit=1)
        assert ([row.amount_minor for row in page.rows], page.left_out) == ([-30000], 1)
        assert queries.movements(db, queries.Wanted(), sort="category", limit=1).left_out == 3


def test_a_payment_counts_gross_for_the_income_of_its_invoice(acme: Run) -> None:
    invoice(acme, 1, "Work; 1; 100; tax=21")
    done(acme, "invoice pay 1 121 --on 2026-05-20")
    assert rows(acme) == [("2026-05", "Sales", "121.00", "0.00", "121.00")]


def test_what_a_payment_has_left_is_the_clients_credit(acme: Run) -> None:
    invoice(acme, 1, "Work; 1; 100; tax=21")
    done(acme, "invoice pay 1 150 --on 2026-05-20")
    assert rows(acme) == [
        ("2026-05", "Client credits", "29.00", "0.00", "29.00"),
        ("2026-05", "Sales", "121.00", "0.00", "121.00"),
    ]


def test_a_credit_used_later_never_changes_the_month_of_the_money(acme: Run) -> None:
    done(acme, "payment add acme 121 --on 2026-05-20")
    invoice(acme, 1, "Work; 1; 100; tax=21", on="2026-06-01")
    before = rows(acme)
    done(acme, "payment apply p1 1 --on 2026-06-10")
    assert rows(acme) == before == [("2026-05", "Client credits", "121.00", "0.00", "121.00")]


def test_a_bounced_payment_is_money_out_on_its_day(acme: Run) -> None:
    invoice(acme, 1, "Work; 1; 100; tax=21")
    done(acme, "invoice pay 1 150 --on 2026-05-20", "payment void p1 --on 2026-06-02 --yes")
    assert rows(acme) == [
        ("2026-05", "Client credits", "29.00", "0.00", "29.00"),
        ("2026-05", "Sales", "121.00", "0.00", "121.00"),
        ("2026-06", "Client credits", "0.00", "-29.00", "-29.00"),
        ("2026-06", "Sales", "0.00", "-121.00", "-121.00"),
    ]
    assert rows(acme, "--from 2026-06-01")[1] == ("2026-06", "Sales", "0.00", "-121.00", "-121.00")
    assert shown(acme, "report cash")["accounts"] == [
        {"account": "Bank", "opening": "0.00", "in": "150.00", "out": "-150.00", "closing": "0.00"}
    ]


def test_the_void_of_a_cash_entry_stands_on_the_side_that_it_takes_back(acme: Run) -> None:
    done(
        acme,
        "cash out 50 --to Shop --category office --on 2026-05-03",
        "cash void 1 --on 2026-06-01 --yes",
    )
    assert rows(acme) == [
        ("2026-05", "Office", "0.00", "-50.00", "-50.00"),
        ("2026-06", "Office", "0.00", "50.00", "50.00"),
    ]


def test_a_foreign_payment_counts_in_the_books_currency(acme: Run) -> None:
    done(
        acme,
        "invoice add acme --line 'Work; 1; 1000; tax=none' --currency USD --rate 0.92 --issued 2026-05-01",
    )
    done(acme, "invoice pay 1 400 --rate 0.95 --on 2026-05-10")
    assert rows(acme) == [("2026-05", "Sales", "380.00", "0.00", "380.00")]


def test_of_one_account_a_transfer_is_money_in_from_the_other(acme: Run) -> None:
    done(
        acme,
        "account opening bank 500 --on 2026-01-01",
        "cash transfer 100 --from bank --to cash --on 2026-06-01",
        "cash out 30 --to Taxi --category travel --account cash --on 2026-06-02",
    )
    report = shown(acme, "report cash --account cash")
    assert report["totals"] == {
        "opening": "0.00", "in": "100.00", "out": "-30.00", "net": "70.00", "transfers": "0.00", "closing": "70.00",
    }  # fmt: skip
    assert report["proof"] == {
        "accounts": [{"account": "Cash", "balance": "70.00"}], "ledger": "70.00", "difference": "0.00",
    }  # fmt: skip
    assert rows(acme, "--account cash")[0] == ("2026-06", "Bank", "100.00", "0.00", "100.00")
    assert rows(acme, "--account bank") == [("2026-06", "Cash", "0.00", "-100.00", "-100.00")]
    assert "closing ties to the ledger: Cash 70.00 = 70.00" in acme("report cash --account cash").out
    done(acme, "cash void 1 --on 2026-06-03 --yes")
    assert rows(acme, "--account bank") == []
    assert [row[0] for row in rows(acme)] == ["2026-06"]


def test_what_rates_make_of_a_transfer_is_told_apart(acme: Run) -> None:
    done(
        acme,
        "account add Dollars --type asset --currency USD --money",
        "account opening dollars 1000 --rate 0.90 --on 2026-01-01",
        "cash transfer 100 --from dollars --to bank --received 95 --on 2026-06-01",
    )
    report = shown(acme, "report cash")
    assert report["rows"] == []
    assert report["totals"] == {
        "opening": "900.00", "in": "0.00", "out": "0.00", "net": "0.00", "transfers": "5.00", "closing": "905.00",
    }  # fmt: skip
    assert "transfers: 5.00" in acme("report cash").out


def test_an_empty_year_ties_too(run: Run) -> None:
    result = run("report cash")
    assert result.code == 0
    assert "closing ties to the ledger: nothing = 0.00\n" in result.out


def test_days_the_wrong_way_round_are_refused(run: Run) -> None:
    result = run("report cash --from 2026-02-01 --to 2026-01-01")
    assert (result.code, result.err) == (
        2, "error: 2026-01-01 is before 2026-02-01\nhint: give --from the earlier day\n",
    )  # fmt: skip


def test_gross_is_shared_by_the_lines_of_an_invoice() -> None:
    assert by_income(12100, {1: 6000, 2: 4000}) == {1: 7260, 2: 4840}
    assert by_income(-12100, {1: 6000, 2: 4000}) == {1: -7260, 2: -4840}
    assert by_income(100, {1: 9000, 2: -500}) == {1: 100, 2: 0}
    assert by_income(0, {1: 0}) == {1: 0}


def test_a_fee_in_the_entry_of_a_payment_is_its_own_category() -> None:
    assert by_other_side(-500, [(7, 500)], rest=1) == {7: -500}
    assert by_other_side(500000, [(3, -500000)], rest=1) == {3: 500000}
    assert by_other_side(-500, [], rest=1) == {1: -500}
    assert by_other_side(-500, [(7, 300)], rest=1) == {7: -300, 1: -200}


def told(run: Run) -> None:
    done(
        run,
        "tax load es",
        "client add 'Borealis Shipping and Forwarding'",
        "account opening bank 12500 --on 2026-01-01",
        "invoice add borealis --line 'Consulting; 10; 80; tax=21' --issued 2026-02-01",
        "invoice pay 1 1000 --on 2026-02-20",
        "cash out 907.50 --to 'Landlord and sons' --category rent --tax 21 --on 2026-02-01",
        "cash out 18.15 --to Taxi --category travel --account 'credit card' --on 2026-03-04",
        "cash in 2000 --from Ana --category capital --on 2026-03-05 --memo 'for the laptop'",
        "cash transfer 150 --from bank --to cash --on 2026-03-06",
        "cash void 1 --on 2026-04-01 --yes",
    )


@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_shows(run: Run, book: Book, width: int, snapshot: SnapshotAssertion) -> None:
    told(run)
    wanted = reports.Wanted(day("01-01"), day("07-15"))
    with reading(book) as db:
        report: Any = cash_report(reports.flow(db, wanted), wanted, Notation("EUR", DOT))
    assert "\n".join(as_table(report, Screen(width, has_colour=False))) == snapshot(name=f"{width}")


@pytest.mark.parametrize(
    "line", ["cash list", "cash balance", "report cash", "cash show 2", "account list", "cash list -f csv"]
)
def test_a_pipe_gets(run: Run, line: str, snapshot: SnapshotAssertion) -> None:
    told(run)
    assert run(line).out == snapshot(name=line)


def test_only_the_period_is_gone_through(run: Run, sqlite_book: Book) -> None:
    with reading(sqlite_book) as db:
        asked = {"first": day("01-01"), "last": day("07-15"), "accounts": [1, 2, 10]}
        for sql in (
            reports._BOOKED,
            reports._PAID,
            reports._SETTLED,
            reports._OTHERS,
            account_reports._SIDES,
        ):
            plan = [line[3] for line in db.run(f"EXPLAIN QUERY PLAN {sql}", asked)]
            tables = ("cash", "payment", "posting", "entry", "allocation", "document_line")
            assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] in tables]
            by_account = [step for step in plan if "posting_by_account" in step]
            assert all("posted_on>? AND posted_on<?" in step for step in by_account), plan
