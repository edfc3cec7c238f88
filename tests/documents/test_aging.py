"""`report aging`: who owes what since when, as of any day, and its proof by the ledger."""

import json
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from acctmgr.core.money import DOT, Notation
from acctmgr.documents import reports
from acctmgr.documents.reports import Wanted, aging_by_client, aging_by_invoice
from acctmgr.invoices.report_commands import aging_report
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.ui.screen import Screen
from acctmgr.ui.views import as_table
from conftest import Run
from documents.story import Story

BUCKETS = ["not_due", "late_1_30", "late_31_60", "late_61_90", "late_over_90", "credit", "total"]
TODAY = date(2026, 7, 15)


@pytest.fixture
def story(book: Book) -> Story:
    return Story(book, "Acme", "Ana Ruiz")


def report(run: Run, line: str = "") -> dict[str, Any]:
    result = run(f"report aging --format json {line}")
    assert (result.code, result.err) == (0, "")
    return dict(json.loads(result.out))


def row(run: Run, line: str = "") -> dict[str, str]:
    """What is not 0.00 in the only row."""
    (only,) = report(run, line)["rows"]
    return {key: only[key] for key in BUCKETS if only[key] != "0.00"}


def total(run: Run, line: str = "") -> str:
    return str(report(run, line)["totals"]["total"])


def test_a_report_has_these_keys(run: Run, story: Story) -> None:
    number = story.invoice("acme", "1000", "2026-05-01", "2026-05-31")
    story.pay(number, "300", "2026-06-10")
    story.receive("ana-ruiz", "50", "2026-07-01")
    shown = report(run)
    assert list(shown) == ["report", "as_of", "currency", "rows", "totals", "basis", "proof"]
    assert list(shown["rows"][0]) == ["client", "name", *BUCKETS]
    assert shown == {
        "report": "aging",
        "as_of": "2026-07-15",
        "currency": "EUR",
        "rows": [
            {
                "client": "acme", "name": "Acme", "not_due": "0.00", "late_1_30": "0.00", "late_31_60": "700.00",
                "late_61_90": "0.00", "late_over_90": "0.00", "credit": "0.00", "total": "700.00",
            },
            {
                "client": "ana-ruiz", "name": "Ana Ruiz", "not_due": "0.00", "late_1_30": "0.00",
                "late_31_60": "0.00", "late_61_90": "0.00", "late_over_90": "0.00", "credit": "-50.00",
                "total": "-50.00",
            },
        ],
        "totals": {
            "not_due": "0.00", "late_1_30": "0.00", "late_31_60": "700.00", "late_61_90": "0.00",
            "late_over_90": "0.00", "credit": "-50.00", "total": "650.00", "documents": 1,
        },
        "basis": "due",
        "proof": {
            "accounts": [
                {"account": "Receivable", "balance": "700.00"},
                {"account": "Client credits", "balance": "-50.00"},
            ],
            "ledger": "650.00",
            "difference": "0.00",
        },
    }  # fmt: skip


def test_an_empty_book_owes_nothing(run: Run) -> None:
    shown = report(run)
    assert (shown["rows"], shown["totals"]["total"], shown["totals"]["documents"]) == ([], "0.00", 0)
    assert shown["proof"]["difference"] == "0.00"


@pytest.mark.parametrize(
    ("as_of", "bucket"),
    [
        ("2026-03-31", "not_due"),  # due that very day
        ("2026-04-01", "late_1_30"),
        ("2026-04-30", "late_1_30"),
        ("2026-05-01", "late_31_60"),
        ("2026-05-30", "late_31_60"),
        ("2026-05-31", "late_61_90"),
        ("2026-06-29", "late_61_90"),
        ("2026-06-30", "late_over_90"),
    ],
)
def test_an_invoice_moves_from_bucket_to_bucket(run: Run, story: Story, as_of: str, bucket: str) -> None:
    story.invoice("acme", "100", "2026-03-01", "2026-03-31")
    assert row(run, f"--as-of {as_of}") == {bucket: "100.00", "total": "100.00"}


def test_days_may_count_from_the_issue(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-03-01", "2026-03-31")
    assert row(run, "--basis issued --as-of 2026-03-01") == {"not_due": "100.00", "total": "100.00"}
    assert row(run, "--basis issued --as-of 2026-03-31") == {"late_1_30": "100.00", "total": "100.00"}
    assert row(run, "--basis issued --as-of 2026-04-01") == {"late_31_60": "100.00", "total": "100.00"}
    assert (report(run, "--basis issued")["basis"], report(run)["basis"]) == ("issued", "due")


def test_by_issue_the_heads_say_age_and_the_oldest_comes_first(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-06-01", "2026-09-30")
    story.invoice("acme", "20", "2026-07-10", "2026-07-11")
    title, _, _, head, acme, *_ = run("report aging --basis issued").out.splitlines()
    assert title == "Open invoices by days since they were issued"
    heads = "name age 0 age 1-30 age 31-60 age 61-90 age over 90 credit total"
    assert head.split() == heads.split()
    assert acme.split() == ["Acme", "0.00", "20.00", "100.00", "0.00", "0.00", "0.00", "120.00"]
    shown = report(run, "--basis issued --by invoice")["rows"]
    assert [(row["number"], row["age_days"], row["late_days"]) for row in shown] == [
        ("INV-2026-0001", 44, 0),
        ("INV-2026-0002", 5, 4),
    ]
    lines = run("report aging --basis issued --by invoice").out.splitlines()
    assert lines[3].split() == "number name issued on age days total".split()
    assert "age 31-60: 100.00" in lines
    assert not [line for line in lines if "late" in line or "due" in line]


def test_an_invoice_counts_from_its_day_and_a_draft_never(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-03-10")
    story.invoice("acme", "900", "2026-03-10", draft=True)
    assert report(run, "--as-of 2026-03-09")["rows"] == []
    assert total(run, "--as-of 2026-03-10") == "100.00"


def test_a_payment_counts_on_its_very_day_and_not_before(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-03-01")
    story.pay(number, "60", "2026-05-10")
    story.pay(number, "40", "2026-05-20")
    assert total(run, "--as-of 2026-05-09") == "100.00"
    assert total(run, "--as-of 2026-05-10") == "40.00"
    assert total(run, "--as-of 2026-05-19") == "40.00"
    assert report(run, "--as-of 2026-05-20")["rows"] == []


def test_a_bounced_payment_opens_the_invoice_again_from_that_day(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-03-01")
    story.bounce(story.pay(number, "100", "2026-05-10"), "2026-05-15")
    assert report(run, "--as-of 2026-05-14")["rows"] == []
    assert row(run, "--as-of 2026-05-15") == {"late_61_90": "100.00", "total": "100.00"}


def test_a_void_invoice_counts_until_its_day(run: Run, story: Story) -> None:
    story.void(story.invoice("acme", "100", "2026-03-01"), "2026-03-20")
    assert total(run, "--as-of 2026-03-19") == "100.00"
    assert report(run, "--as-of 2026-03-20")["rows"] == []


def test_what_is_paid_too_much_is_a_credit_until_it_is_applied(run: Run, story: Story) -> None:
    first = story.invoice("acme", "100", "2026-03-01")
    story.pay(first, "130", "2026-03-05")
    second = story.invoice("acme", "50", "2026-03-10")
    story.apply("p1", second, "30", "2026-03-20")
    assert row(run, "--as-of 2026-03-05") == {"credit": "-30.00", "total": "-30.00"}
    assert row(run, "--as-of 2026-03-10") == {"not_due": "50.00", "credit": "-30.00", "total": "20.00"}
    assert row(run, "--as-of 2026-03-20") == {"late_1_30": "20.00", "total": "20.00"}


def test_a_credit_note_for_what_was_paid_is_a_credit(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-03-01")
    story.pay(number, "100", "2026-03-05")
    story.credit(number, "40", "2026-03-10")
    assert row(run, "--as-of 2026-03-10") == {"credit": "-40.00", "total": "-40.00"}
    assert report(run, "--as-of 2026-03-09")["rows"] == []


def test_a_foreign_invoice_ages_at_its_carrying_amount(run: Run, story: Story) -> None:
    number = story.invoice("acme", "1000", "2026-03-01", currency="USD", rate="0.92")
    story.pay(number, "400", "2026-03-10", rate="0.95")
    assert total(run, "--as-of 2026-03-09") == "920.00"
    assert total(run, "--as-of 2026-03-10") == "552.00"


def test_the_client_with_most_overdue_comes_first(run: Run, story: Story) -> None:
    story.client("Zeta")
    story.invoice("acme", "900", "2026-07-01", "2026-07-31")
    story.invoice("ana-ruiz", "100", "2026-06-01")
    story.invoice("zeta", "100", "2026-05-01")
    story.invoice("zeta", "20", "2026-07-01", "2026-07-31")
    assert [shown["client"] for shown in report(run)["rows"]] == ["zeta", "ana-ruiz", "acme"]


def test_buckets_of_ones_own_name_the_columns(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-07-01")
    shown = report(run, "--buckets 7,14")
    assert shown["rows"] == [
        {
            "client": "acme", "name": "Acme", "not_due": "0.00", "late_1_7": "0.00", "late_8_14": "100.00",
            "late_over_14": "0.00", "credit": "0.00", "total": "100.00",
        }
    ]  # fmt: skip


def test_by_invoice_the_longest_overdue_come_first_then_those_due_next(run: Run, story: Story) -> None:
    later = story.invoice("acme", "900", "2026-07-01", "2026-09-30")
    next_ = story.invoice("acme", "10", "2026-07-02", "2026-07-31")
    late = story.invoice("acme", "50", "2026-07-03", "2026-07-10")
    latest = story.invoice("acme", "5", "2026-07-04", "2026-07-05")
    assert [row["number"] for row in report(run, "--by invoice")["rows"]] == [latest, late, next_, later]


def test_by_invoice_credits_come_last(run: Run, story: Story) -> None:
    first = story.invoice("acme", "100", "2026-03-01", "2026-03-31")
    story.invoice("ana-ruiz", "70", "2026-05-01", "2026-06-15")
    story.pay(first, "100", "2026-04-01")
    story.credit(first, "25", "2026-04-02")
    story.receive("acme", "10", "2026-04-03")
    shown = report(run, "--by invoice")
    late = {"not_due": "0.00", "late_61_90": "0.00", "late_over_90": "0.00"}
    none = {"late_1_30": "0.00", "late_31_60": "0.00", **late}
    assert shown["rows"] == [
        {
            "number": "INV-2026-0002", "client": "ana-ruiz", "name": "Ana Ruiz", "issued_on": "2026-05-01",
            "due_on": "2026-06-15", "late_days": 30, "age_days": 75, **late, "late_1_30": "70.00", "late_31_60": "0.00",
            "credit": "0.00", "total": "70.00",
        },
        {
            "number": "CN-2026-0001", "client": "acme", "name": "Acme", "issued_on": "2026-04-02",
            "due_on": None, "late_days": 0, "age_days": 104, **none, "credit": "-25.00", "total": "-25.00",
        },
        {
            "number": "p2", "client": "acme", "name": "Acme", "issued_on": "2026-04-03", "due_on": None,
            "late_days": 0, "age_days": 103, **none, "credit": "-10.00", "total": "-10.00",
        },
    ]  # fmt: skip
    assert list(shown["rows"][0]) == [
        "number", "client", "name", "issued_on", "due_on", "late_days", "age_days", *BUCKETS,
    ]  # fmt: skip
    assert (shown["totals"]["total"], shown["totals"]["documents"]) == ("35.00", 1)


def test_one_client_alone_is_proved_by_its_own_postings(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-07-01")
    story.invoice("ana-ruiz", "70", "2026-07-01")
    story.receive("ana-ruiz", "100", "2026-07-02")
    shown = report(run, "--client 'Ana Ruiz'")
    assert [(shown["client"], shown["total"]) for shown in shown["rows"]] == [("ana-ruiz", "-30.00")]
    assert shown["proof"]["accounts"] == [
        {"account": "Receivable", "balance": "0.00"},
        {"account": "Client credits", "balance": "-30.00"},
    ]
    assert total(run, "--client acme") == "100.00"


def test_a_book_that_does_not_tie_is_told_with_the_way_to_check(run: Run, story: Story) -> None:
    from acctmgr.ledger.tables import AccountMonth

    def damage(session: Any) -> None:
        month = session.get_one(AccountMonth, (4, "EUR", "2026-06"))
        month.amount_minor -= 1000
        session.add(month)

    story.invoice("acme", "100", "2026-06-01")
    story.do(damage)
    result = run("report aging --format json")
    assert result.code == 0
    assert json.loads(result.out)["proof"]["difference"] == "10.00"
    assert result.err == (
        "warning: differs by 10.00 from the ledger: Receivable 90.00 + Client credits 0.00 = 90.00; "
        "see: acctmgr db check\n"
    )


REFUSED = {  # options: exit code and error
    "--by vendor": (2, "error: --by vendor is not known\nhint: one of: client, invoice\n"),
    "--by invoce": (2, "error: --by invoce is not known\nhint: did you mean invoice?\n"),
    "--basis paid": (2, "error: --basis paid is not known\nhint: one of: due, issued\n"),
    "--buckets 30,x": (1, "error: '30,x' are no days for buckets\nhint: write them like 30,60,90\n"),
    "--as-of never": (
        1,
        "error: 'never' is not a date\nhint: write it like 2026-12-01, today, tomorrow, fri, +2w or eom\n",
    ),
    "--client nobody": (3, "error: there is no client nobody\nhint: see: acctmgr client list\n"),
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_is_refused(run: Run, options: str) -> None:
    result = run(f"report aging {options}")
    assert (result.code, result.err) == REFUSED[options]
    assert result.out == ""


def told(book: Book) -> Story:
    """A story with a row in every column."""
    story = Story(book, "Acme", "Ana Ruiz", "Borealis Shipping and Forwarding")
    story.invoice("acme", "12000", "2026-07-01", "2026-07-31")
    story.invoice("acme", "350.50", "2026-06-01", "2026-07-01")
    story.invoice("borealis-shipping-and-forwarding", "4800", "2026-05-01", "2026-05-31")
    story.invoice("borealis-shipping-and-forwarding", "99", "2026-04-01", "2026-04-30")
    story.pay(story.invoice("ana-ruiz", "640", "2026-01-01", "2026-01-31"), "140", "2026-02-10")
    story.receive("acme", "0.01", "2026-07-14")
    story.receive("borealis-shipping-and-forwarding", "5000", "2026-07-14")
    return story


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("by", [aging_by_client, aging_by_invoice])
def test_a_terminal_shows(sqlite_book: Book, by: Any, width: int, snapshot: SnapshotAssertion) -> None:
    told(sqlite_book)
    wanted = Wanted(TODAY)
    with reading(sqlite_book) as db:
        shown = aging_report(by(db, wanted), wanted, Notation("EUR", DOT))
    assert "\n".join(as_table(shown, Screen(width, has_colour=False))) == snapshot


@pytest.mark.parametrize("options", ["", "--by invoice", "--client ana-ruiz --basis issued", "--format json"])
def test_a_pipe_gets(run: Run, book: Book, options: str, snapshot: SnapshotAssertion) -> None:
    told(book)
    assert run(f"report aging {options}").out == snapshot(name=options or "by client")


def test_both_stores_give_the_same_rows(sqlite_book: Book, postgres_book: Book) -> None:
    found = []
    for book in (sqlite_book, postgres_book):
        told(book)
        with reading(book) as db:
            found.append([tuple(row) for row in aging_by_invoice(db, Wanted(TODAY)).rows])
    assert found[0] == found[1]


def test_settled_history_is_never_gone_through(sqlite_book: Book) -> None:
    told(sqlite_book)
    wanted = Wanted(TODAY)
    with reading(sqlite_book) as db:
        sql = reports._sql(reports._SUMS, wanted)
        plan = [line[3] for line in db.run(f"EXPLAIN QUERY PLAN {sql}", reports._parameters(wanted))]
    assert not [step for step in plan if step.startswith("SCAN") and "open_item" not in step]
    used = {word for step in plan for word in step.split() if word.startswith(("document_", "payment_"))}
    assert used == {"document_unsettled", "document_settled", "payment_unapplied", "payment_applied"}


def test_what_is_carried_at_nothing_is_open_and_can_be_settled(run: Run, story: Story) -> None:
    number = story.invoice("acme", "1", "2026-07-01", currency="JPY", rate="0.004")
    shown = report(run)
    assert [(row["client"], row["total"]) for row in shown["rows"]] == [("acme", "0.00")]
    assert shown["totals"]["documents"] == 1
    assert [row["number"] for row in report(run, "--by invoice")["rows"]] == [number]
    assert report(run, "--as-of 2026-06-30")["rows"] == []
    payment = story.pay(number, "1", "2026-07-10", rate="0.004")
    assert report(run)["rows"] == []
    assert len(report(run, "--as-of 2026-07-09")["rows"]) == 1
    story.unapply(payment, number, "2026-07-12")  # a credit of 1 JPY, after the invoices
    assert [row["number"] for row in report(run, "--by invoice")["rows"]] == [number, "p1"]
