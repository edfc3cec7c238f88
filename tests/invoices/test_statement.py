"""`report statement`: open items and movements, line by line."""

import json
import re
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.core.money import DOT, Notation
from acctmgr.documents.tables import Allocation
from acctmgr.invoices.statement_commands import statement_report
from acctmgr.invoices.statement_reports import MoveRow, moves_statement, open_statement
from acctmgr.invoices.statement_rules import KINDS, is_back, said
from acctmgr.parties.queries import find_party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.ui.screen import Screen
from acctmgr.ui.views import as_table
from conftest import TODAY, Run
from documents.story import Story, day


@pytest.fixture
def story(book: Book) -> Story:
    return Story(book, "Acme", "Ana Ruiz")


def statement(run: Run, line: str = "") -> dict[str, Any]:
    result = run(f"report statement acme --format json {line}")
    assert (result.code, result.err) == (0, "")
    return dict(json.loads(result.out))


def told(story: Story) -> None:
    """Two invoices, one half paid, one credited, and money that fits nothing."""
    first = story.invoice("acme", "1000", "2026-05-01", "2026-05-31", reference="PO-1")
    second = story.invoice("acme", "200", "2026-07-01", "2026-07-31")
    story.pay(first, "300", "2026-06-10")
    story.credit(second, "50", "2026-07-05")
    story.receive("ana-ruiz", "50", "2026-07-01")


def test_open_items_have_these_keys(run: Run, story: Story) -> None:
    told(story)
    assert statement(run) == {
        "report": "statement",
        "as_of": "2026-07-15",
        "currency": "EUR",
        "rows": [
            {
                "on": "2026-05-01", "kind": "invoice", "ref": "INV-2026-0001", "reference": "PO-1",
                "due_on": "2026-05-31", "late_days": 45, "currency": "EUR", "total": "1000.00", "open": "700.00",
                "balance": "700.00",
            },
            {
                "on": "2026-07-01", "kind": "invoice", "ref": "INV-2026-0002", "reference": None,
                "due_on": "2026-07-31", "late_days": 0, "currency": "EUR", "total": "200.00", "open": "150.00",
                "balance": "850.00",
            },
        ],
        "totals": {"owed": "850.00", "overdue": "700.00", "credit": "0.00", "balance": "850.00"},
        "client": "Acme",
        "in_book": {"currency": "EUR", "owed": "850.00", "credit": "0.00", "balance": "850.00"},
    }  # fmt: skip


def test_movements_have_these_keys(run: Run, story: Story) -> None:
    told(story)
    assert statement(run, "--from 2026-06-01") == {
        "report": "statement",
        "period": {"from": "2026-06-01", "to": "2026-07-15"},
        "currency": "EUR",
        "rows": [
            {
                "on": "2026-06-01", "kind": "opening", "ref": None, "reference": None, "due_on": None,
                "currency": "EUR", "amount": "1000.00", "balance": "1000.00",
            },
            {
                "on": "2026-06-10", "kind": "payment", "ref": "p1", "reference": None, "due_on": None,
                "currency": "EUR", "amount": "-300.00", "balance": "700.00",
            },
            {
                "on": "2026-07-01", "kind": "invoice", "ref": "INV-2026-0002", "reference": None,
                "due_on": "2026-07-31", "currency": "EUR", "amount": "200.00", "balance": "900.00",
            },
            {
                "on": "2026-07-05", "kind": "credit_note", "ref": "CN-2026-0001", "reference": "INV-2026-0002",
                "due_on": None,
                "currency": "EUR", "amount": "-50.00", "balance": "850.00",
            },
        ],
        "totals": {
            "opening": "1000.00", "invoiced": "200.00", "paid": "-300.00", "bounced": "0.00", "credited": "-50.00",
            "refunded": "0.00", "written_off": "0.00", "discounted": "0.00", "fees": "0.00", "voided": "0.00",
            "balance": "850.00",
        },
        "client": "Acme",
        "in_book": {"currency": "EUR", "owed": "850.00", "credit": "0.00", "balance": "850.00"},
    }  # fmt: skip


def test_a_past_day_is_as_it_was(run: Run, story: Story) -> None:
    told(story)
    assert statement(run, "--as-of 2026-06-09")["totals"]["balance"] == "1000.00"
    assert statement(run, "--as-of 2026-06-10")["totals"]["balance"] == "700.00"
    assert statement(run, "--as-of 2026-04-30")["rows"] == []


def test_credits_are_negative_and_end_below_zero(run: Run, story: Story) -> None:
    told(story)
    found = json.loads(run("report statement ana-ruiz -f json").out)
    assert [(row["kind"], row["ref"], row["open"]) for row in found["rows"]] == [("payment", "p2", "-50.00")]
    assert found["totals"] == {"owed": "0.00", "overdue": "0.00", "credit": "-50.00", "balance": "-50.00"}
    assert found["in_book"] == {"currency": "EUR", "owed": "0.00", "credit": "-50.00", "balance": "-50.00"}


def test_a_void_invoice_and_a_bounced_payment_are_movements_of_their_own(run: Run, story: Story) -> None:
    first = story.invoice("acme", "100", "2026-05-01")
    second = story.invoice("acme", "40", "2026-05-02")
    payment = story.pay(first, "100", "2026-05-10")
    story.bounce(payment, "2026-05-20")
    story.void(second, "2026-05-25")
    rows = statement(run, "--from 2026-01-01")["rows"]
    assert [(row["on"], row["kind"], row["ref"], row["amount"], row["balance"]) for row in rows] == [
        ("2026-05-01", "invoice", "INV-2026-0001", "100.00", "100.00"),
        ("2026-05-02", "invoice", "INV-2026-0002", "40.00", "140.00"),
        ("2026-05-10", "payment", "p1", "-100.00", "40.00"),
        ("2026-05-20", "bounce", "p1", "100.00", "140.00"),
        ("2026-05-25", "void", "INV-2026-0002", "-40.00", "100.00"),
    ]


def test_applying_a_credit_changes_nothing_between_us(run: Run, story: Story) -> None:
    payment = story.receive("acme", "60", "2026-05-01")
    number = story.invoice("acme", "100", "2026-05-02")
    story.apply(payment, number, "", "2026-05-03")
    found = statement(run, "--from 2026-05-01 --to 2026-05-31")
    assert [row["balance"] for row in found["rows"]] == ["-60.00", "40.00"]
    assert statement(run)["rows"][0]["open"] == "40.00"


def test_each_currency_has_its_own_balance_and_the_book_comes_first(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-05-01", currency="BHD", rate="2.44")
    story.invoice("acme", "10", "2026-05-02")
    story.invoice("acme", "1000", "2026-05-03", currency="JPY", rate="0.006")
    found = statement(run)
    assert [(row["currency"], row["open"], row["balance"]) for row in found["rows"]] == [
        ("EUR", "10.00", "10.00"),
        ("BHD", "100.000", "100.000"),
        ("JPY", "1000", "1000"),
    ]
    assert found["totals"]["balance"] == "10.00"
    assert found["totals"]["other_currencies"]["BHD"]["balance"] == "100.000"
    assert found["totals"]["other_currencies"]["JPY"]["overdue"] == "1000"
    assert found["in_book"]["balance"] == "260.00"  # 10 + 100 x 2.44 + 1000 x 0.006


def test_a_statement_says_what_was_invoiced_paid_bounced_and_credited(run: Run, story: Story) -> None:
    for line in (
        "tax load es",
        "invoice add acme --line 'Work; 1; 100; tax=none' --issued 2026-05-01",
        "invoice pay 1 98 --fee 2 --on 2026-05-10",
        "payment void p1 --on 2026-05-12 --yes",
        "invoice write-off 1 --on 2026-05-20 --yes",
        "invoice pay 1 60 --on 2026-05-25",
        "payment add acme 30 --on 2026-05-26",
        "payment refund p3 10 --on 2026-05-27",
        "payment void p4 --on 2026-05-28 --yes",
        "invoice add acme --line 'Work; 1; 50; tax=none' --issued 2026-06-01",
        "invoice credit INV-2026-0002 20 --issued 2026-06-02",
        "invoice pay INV-2026-0002 29 --discount 1.00 --on 2026-06-03",
        "invoice add acme --line 'Work; 1; 7; tax=none' --issued 2026-06-04",
        "invoice void INV-2026-0003 --on 2026-06-04 --yes",
    ):
        result = run(line)
        assert result.code == 0, result.err
    lines = run("report statement acme --from 2026-01-01").out.splitlines()
    told = [line.split("  ") for line in lines if line.startswith("2026-") and " to " not in line]
    assert [[text.strip() for text in line if text][1:3] for line in told] == [
        ["invoiced", "INV-2026-0001"],
        ["paid", "p1"],
        ["bank fee", "INV-2026-0001"],
        ["bank fee reversed", "INV-2026-0001"],
        ["bounced", "p1"],
        ["written off", "INV-2026-0001"],
        ["paid", "p2"],
        ["write-off reversed", "INV-2026-0001"],
        ["paid", "p3"],
        ["refunded", "p3"],
        ["refund voided", "p3"],
        ["invoiced", "INV-2026-0002"],
        ["credited", "CN-2026-0001"],
        ["paid", "p5"],
        ["discount", "INV-2026-0002"],
        ["invoiced", "INV-2026-0003"],
        ["voided", "INV-2026-0003"],
    ]
    assert statement(run, "--from 2026-01-01")["totals"] == {
        "opening": "0.00", "invoiced": "157.00", "paid": "-217.00", "bounced": "98.00", "credited": "-20.00",
        "refunded": "0.00", "written_off": "-40.00", "discounted": "-1.00", "fees": "0.00", "voided": "-7.00",
        "balance": "-30.00",
    }  # fmt: skip
    assert "bounced: 98.00" in lines and not [line for line in lines if line.startswith("refunded:")]


def test_a_statement_of_one_currency_totals_in_it(run: Run, story: Story) -> None:
    number = story.invoice("acme", "1000", "2026-05-01", currency="USD", rate="0.92")
    story.pay(number, "400", "2026-06-01", rate="0.95")
    found = statement(run)
    assert (found["currency"], found["totals"]["balance"], found["totals"]["owed"]) == (
        "USD",
        "600.00",
        "600.00",
    )
    assert "other_currencies" not in found["totals"]
    assert found["in_book"] == {"currency": "EUR", "owed": "552.00", "credit": "0.00", "balance": "552.00"}
    moves = statement(run, "--from 2026-01-01")
    assert (moves["currency"], moves["totals"]["invoiced"], moves["totals"]["paid"]) == (
        "USD",
        "1000.00",
        "-400.00",
    )
    lines = run("report statement acme").out.splitlines()
    assert lines[1] == "as of 2026-07-15, in USD"
    assert lines[-1] == "in the books, in EUR: 552.00"


def test_one_currency_of_a_mixed_account_can_be_asked_for(run: Run, story: Story) -> None:
    story.invoice("acme", "1000", "2026-05-01", currency="USD", rate="0.92")
    story.invoice("acme", "10", "2026-05-02")
    both = statement(run)
    assert (both["currency"], both["totals"]["balance"]) == ("EUR", "10.00")
    assert both["totals"]["other_currencies"]["USD"]["balance"] == "1000.00"
    for options in ("--currency usd", "--currency USD --from 2026-01-01"):
        only = statement(run, options)
        assert (only["currency"], only["totals"]["balance"]) == ("USD", "1000.00")
        assert ([row["currency"] for row in only["rows"]], only["in_book"]["balance"]) == (["USD"], "920.00")
    assert statement(run, "--currency JPY")["totals"]["balance"] == "0"
    assert run("report statement acme --currency dollars").code == 1


def test_what_makes_no_sense_together_is_refused(run: Run, story: Story) -> None:
    mixed = run("report statement acme --as-of today --from 2026-01-01")
    assert (mixed.code, mixed.out) == (2, "")
    assert mixed.err == (
        "error: --as-of shows open items, --from and --to movements\nhint: give one or the other\n"
    )
    turned = run("report statement acme --from 2026-06-01 --to 2026-05-01")
    assert (turned.code, turned.err) == (
        2,
        "error: 2026-06-01 is after 2026-05-01\nhint: --from comes before --to\n",
    )
    assert run("report statement nobody").code == 3


def test_of_a_client_without_anything_nothing_is_open(run: Run, story: Story) -> None:
    assert statement(run)["totals"] == {
        "owed": "0.00",
        "overdue": "0.00",
        "credit": "0.00",
        "balance": "0.00",
    }
    assert statement(run, "--from 2026-01-01 --to 2026-02-01")["rows"] == []


@pytest.mark.parametrize("width", [80, 140])
def test_people_see(story: Story, book: Book, width: int, snapshot: SnapshotAssertion) -> None:
    told(story)
    story.invoice("acme", "1000", "2026-05-03", currency="JPY", rate="0.006")
    notation = Notation("EUR", DOT)
    with reading(book) as db:
        party_id = find_party(db, "acme").id
        is_open = open_statement(db, party_id, as_of=TODAY)
        moves = moves_statement(db, party_id, first=day("2026-06-01"), last=TODAY)
    first = statement_report(is_open, notation, "Acme", period=(None, TODAY))
    second = statement_report(moves, notation, "Acme", period=(day("2026-06-01"), TODAY))
    screen = Screen(width, has_colour=False)
    assert "\n".join([*as_table(first, screen), "", *as_table(second, screen)]) == snapshot


def test_everything_that_settles_an_invoice_has_its_words_on_a_statement() -> None:
    (kinds,) = [
        re.findall(r"'(\w+)'", str(check.sqltext))
        for check in Allocation.__table__.constraints
        if str(getattr(check, "sqltext", "")).startswith("kind IN")
    ]
    # a credit moves no debt, it only says which one; what is withheld is settled by no allocation yet
    assert set(kinds) - set(KINDS) == {"credit", "withholding"}


def test_what_is_brought_forward_takes_nothing_back() -> None:
    row = MoveRow(date(2026, 7, 1), "opening", None, None, None, "EUR", 500, 500)
    assert (is_back(row), said(row)) == (False, "brought forward")
