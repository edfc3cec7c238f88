"""`report sales`: the income of documents, cut by client, month, item or owner, and its proof by the ledger."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from syrupy.assertion import SnapshotAssertion

from acctmgr.cash.tables import CashEntry
from acctmgr.core.money import DOT, Notation
from acctmgr.documents.tables import Allocation, AllocationTax, Document, DocumentTax
from acctmgr.invoices.item_rules import Line, shares, shares_by_item
from acctmgr.invoices.sales_commands import sales_report
from acctmgr.invoices.sales_reports import Wanted, sales
from acctmgr.ledger import service as ledger
from acctmgr.ledger.rules import Line as Posted
from acctmgr.ledger.tables import AccountMonth
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.ui.screen import Screen
from acctmgr.ui.views import as_table
from conftest import Run
from documents.story import Story, day

FIGURES = ["invoices", "net", "credited", "discounts", "total"]


@pytest.fixture
def story(book: Book) -> Story:
    return Story(book, "Acme", "Ana Ruiz")


def report(run: Run, line: str = "") -> dict[str, Any]:
    result = run(f"report sales --format json {line}")
    assert (result.code, result.err) == (0, "")
    shown = dict(json.loads(result.out))
    assert shown["proof"]["difference"] == "0.00"
    return shown


def rows(run: Run, line: str = "") -> list[tuple[Any, ...]]:
    """The head of each row and what is not nothing in it."""
    return [
        (next(iter(row.values())), {key: row[key] for key in FIGURES if row[key] not in ("0.00", 0)})
        for row in report(run, line)["rows"]
    ]


def total(run: Run, line: str = "") -> str:
    return str(report(run, line)["totals"]["total"])


def test_a_report_has_these_keys(run: Run, story: Story) -> None:
    story.tax("vat", "21")
    number = story.invoice("acme", "750", "2026-05-01", tax="vat")
    story.credit(number, "121", "2026-06-10")
    story.invoice("ana-ruiz", "270", "2026-07-01", tax="vat")
    assert report(run) == {
        "report": "sales",
        "period": {"from": "2026-01-01", "to": "2026-07-15"},
        "currency": "EUR",
        "rows": [
            {
                "client": "acme", "name": "Acme", "invoices": 1, "net": "750.00", "credited": "-100.00",
                "discounts": "0.00", "total": "650.00", "share": "70.7",
            },
            {
                "client": "ana-ruiz", "name": "Ana Ruiz", "invoices": 1, "net": "270.00", "credited": "0.00",
                "discounts": "0.00", "total": "270.00", "share": "29.3",
            },
        ],
        "totals": {
            "invoices": 2, "net": "1020.00", "credited": "-100.00", "discounts": "0.00", "total": "920.00",
        },
        "proof": {
            "accounts": [{"account": "Sales", "movement": "920.00"}],
            "elsewhere": "0.00",
            "ledger": "920.00",
            "difference": "0.00",
        },
    }  # fmt: skip


def test_the_other_views_have_these_keys(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-07-01")
    for view in ("month", "item", "owner"):
        (*_, row) = report(run, f"--by {view}")["rows"]
        assert list(row) == [view, *FIGURES, "share"]


def test_an_empty_book_sold_nothing(run: Run) -> None:
    shown = report(run)
    assert (shown["rows"], shown["totals"]["total"], shown["proof"]["accounts"]) == ([], "0.00", [])


def test_drafts_and_taxes_are_no_sales(run: Run, story: Story) -> None:
    story.taxes("es")
    story.invoice("acme", "1000", "2026-03-01", tax="iva21-irpf15")
    story.invoice("acme", "900", "2026-03-10", draft=True)
    assert rows(run) == [("acme", {"invoices": 1, "net": "1000.00", "total": "1000.00"})]


def test_a_period_holds_its_first_and_its_last_day(run: Run, story: Story) -> None:
    for on in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"):
        story.invoice("acme", "100", on)
    assert total(run, "--from 2026-03-01 --to 2026-03-31") == "200.00"
    assert total(run, "--from 2026-03-01 --to 2026-03-01") == "100.00"
    assert total(run, "--to 2026-03-31") == "300.00"
    assert total(run, "--from 2026-03-02 --to 2026-03-30") == "0.00"


def test_months_without_sales_have_their_row_too(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-02-10")
    story.invoice("acme", "50", "2026-04-10")
    assert rows(run, "--by month --from 2026-01-15 --to 2026-05-01") == [
        ("2026-01", {}),
        ("2026-02", {"invoices": 1, "net": "100.00", "total": "100.00"}),
        ("2026-03", {}),
        ("2026-04", {"invoices": 1, "net": "50.00", "total": "50.00"}),
        ("2026-05", {}),
    ]


def test_a_void_takes_back_on_its_day_and_not_before(run: Run, story: Story) -> None:
    story.void(story.invoice("acme", "100", "2026-05-10"), "2026-06-03")
    assert rows(run, "--by month --from 2026-05-01 --to 2026-06-30") == [
        ("2026-05", {"invoices": 1, "net": "100.00", "total": "100.00"}),
        ("2026-06", {"net": "-100.00", "total": "-100.00"}),
    ]
    assert total(run, "--to 2026-06-02") == "100.00"
    assert rows(run, "--to 2026-06-03") == [("acme", {"invoices": 1})]


def test_a_void_credit_note_is_credited_no_more(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-05-10")
    note = story.credit(number, "40", "2026-05-20")
    story.unapply(note, number, "2026-06-03")
    story.void(note, "2026-06-03")
    assert rows(run, "--by month --from 2026-05-01 --to 2026-06-30") == [
        ("2026-05", {"invoices": 1, "net": "100.00", "credited": "-40.00", "total": "60.00"}),
        ("2026-06", {"credited": "40.00", "total": "40.00"}),
    ]


def test_a_foreign_sale_counts_as_it_was_posted_and_a_gain_by_the_rate_is_none(
    run: Run, story: Story
) -> None:
    number = story.invoice("acme", "1000", "2026-05-01", currency="USD", rate="0.92")
    story.pay(number, "1000", "2026-05-10", rate="0.95")
    assert rows(run) == [("acme", {"invoices": 1, "net": "920.00", "total": "920.00"})]


def test_an_unpaid_or_written_down_debt_changes_no_sale(run: Run, story: Story) -> None:
    story.pay(story.invoice("acme", "100", "2026-05-01"), "130", "2026-05-10")
    story.receive("acme", "70", "2026-05-11")
    assert total(run) == "100.00"


def test_a_merged_client_is_the_kept_one(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-05-01")
    story.invoice("ana-ruiz", "50", "2026-05-01")

    def merge(session: Session) -> None:
        kept, other = session.exec(select(Party).order_by(Party.handle)).all()
        other.merged_into_id = kept.id

    story.do(merge)
    assert rows(run) == [("acme", {"invoices": 2, "net": "150.00", "total": "150.00"})]
    assert total(run, "--client acme") == "150.00"


def test_one_client_alone_is_proved_by_its_own_postings(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-05-01")
    story.invoice("ana-ruiz", "50", "2026-06-01")
    shown = report(run, "--by item --client 'Ana Ruiz'")
    assert shown["totals"]["total"] == "50.00"
    assert shown["proof"]["accounts"] == [{"account": "Sales", "movement": "50.00"}]


def test_an_owner_has_the_sales_of_his_clients(run: Run, story: Story) -> None:
    story.client("Zeta", owner="ben")
    story.client("Yota", owner="ben")
    story.invoice("zeta", "10", "2026-05-01")
    story.invoice("yota", "20", "2026-05-01")
    story.invoice("acme", "100", "2026-05-01")
    assert rows(run, "--by owner") == [
        (None, {"invoices": 1, "net": "100.00", "total": "100.00"}),
        ("ben", {"invoices": 2, "net": "30.00", "total": "30.00"}),
    ]


def test_a_sale_stays_with_whoever_sold_it(run: Run, story: Story, tmp_path: Path) -> None:
    """Who takes a client over sells from then on; a credit note takes from whoever sold."""
    story.client("Zeta", owner="ben")
    number = story.invoice("zeta", "100", "2026-05-01")
    story.invoice("acme", "7", "2026-05-01")
    run("client edit zeta --owner eva")
    run("client edit acme --owner eva")
    story.credit(number, "40", "2026-06-01")
    story.invoice("zeta", "30", "2026-06-01")
    file = tmp_path / "paid.csv"
    file.write_text("number,client,issued_on,total\nX-1,zeta,2026-06-02,5\n", encoding="utf-8")
    assert run("import", "invoices", file).code == 0
    sold = [
        ("ben", {"invoices": 1, "net": "100.00", "credited": "-40.00", "total": "60.00"}),
        ("eva", {"invoices": 2, "net": "35.00", "total": "35.00"}),
        (None, {"invoices": 1, "net": "7.00", "total": "7.00"}),
    ]
    assert rows(run, "--by owner") == sold
    run("client edit zeta --owner nobody")
    run("config set locked_until 2026-06-30")
    assert run("client merge acme zeta --yes").code == 0
    assert rows(run, "--by owner") == sold
    assert rows(run) == [  # in a locked year too they are one client
        ("acme", {"invoices": 4, "net": "142.00", "credited": "-40.00", "total": "102.00"})
    ]
    assert run("db check").code == 0


def test_no_count_is_below_nothing_and_months_add_up_to_the_year(run: Run, story: Story) -> None:
    story.void(story.invoice("acme", "100", "2026-04-10"), "2026-06-03")
    story.void(story.invoice("acme", "20", "2026-04-10"), "2026-04-30")
    story.invoice("acme", "3", "2026-06-01")
    found = report(run, "--by month --from 2026-04-01 --to 2026-06-30")
    assert [(row["month"], row["invoices"], row["total"]) for row in found["rows"]] == [
        ("2026-04", 1, "100.00"),
        ("2026-05", 0, "0.00"),
        ("2026-06", 1, "-97.00"),
    ]
    assert found["totals"]["invoices"] == 2
    for view, period in (("client", ""), ("item", ""), ("owner", ""), ("month", "--to 2026-06-02")):
        assert report(run, f"--by {view} {period}")["totals"]["invoices"] == 2
    assert report(run, "--to 2026-04-29")["totals"]["invoices"] == 2  # the second was void a day later
    assert report(run, "--from 2026-06-03 --to 2026-06-03")["totals"]["invoices"] == 0


def test_an_item_is_the_same_however_it_is_written(run: Run, story: Story) -> None:
    for text in ("Café   design", "cafe design", "Café design", "Other"):
        run("invoice", "add", "acme", "--line", f"{text}; 1; 100", "--line", "Other; 1; 1")
    shown = report(run, "--by item")
    assert [(row["item"], row["invoices"], row["total"]) for row in shown["rows"]] == [
        ("Café design", 3, "300.00"),
        ("Other", 4, "104.00"),
    ]
    assert (shown["totals"]["invoices"], shown["totals"]["total"]) == (4, "404.00")


def test_a_credit_by_amount_is_taken_off_the_items_of_its_invoice(run: Run, story: Story) -> None:
    run("invoice", "add", "acme", "--line", "Website; 1; 300", "--line", "Texts; 1; 100")
    run("invoice credit 1 40")
    run("invoice", "credit", "1", "--line", "Texts; 1; 20")
    assert rows(run, "--by item") == [
        ("Website", {"invoices": 1, "net": "300.00", "credited": "-30.00", "total": "270.00"}),
        ("Texts", {"invoices": 1, "net": "100.00", "credited": "-30.00", "total": "70.00"}),
    ]


def test_a_discount_at_payment_lowers_the_sales_by_what_was_no_tax(run: Run, story: Story) -> None:
    """2 % of 1,210 is 24.20, of it 4.20 tax: as the books keep it."""
    story.tax("vat", "21")
    story.invoice("acme", "1000", "2026-05-01", tax="vat")
    story.do(lambda session: a_discount(session, "2026-06-02", 1))
    shown = {"invoices": 1, "net": "1000.00", "discounts": "-20.00", "total": "980.00"}
    for view, head in (("client", "acme"), ("item", "Work"), ("owner", None)):
        assert rows(run, f"--by {view}") == [(head, shown)]
    assert total(run, "--to 2026-06-01") == "1000.00"
    story.do(lambda session: a_discount(session, "2026-06-20", -1))
    assert total(run) == "1000.00"


def a_discount(session: Session, on: str, way: int) -> None:
    """24.20 of the invoice let go on a day; with -1 taken back."""
    invoice, tax = session.exec(select(Document)).one(), session.exec(select(DocumentTax)).one()

    def line(key: str, minor: int) -> Posted:
        return Posted(ledger.account_id(session, key), way * minor, "EUR", way * minor, invoice.party_id)

    lines = [line("sales", 2_000), line("tax", 420), line("receivable", -2_420)]
    entry = ledger.post(session, on=day(on), kind="payment", text="Discount", lines=lines)
    assert invoice.id and entry.id
    allocation = Allocation(
        kind="discount",
        document_id=invoice.id,
        effective_on=day(on),
        amount_minor=way * 2_420,
        book_minor=way * 2_420,
        source_book_minor=way * 2_420,
        entry_id=entry.id,
    )
    session.add(allocation)
    session.flush()
    assert allocation.id
    session.add(
        AllocationTax(
            allocation_id=allocation.id,
            tax_code_id=tax.tax_code_id,
            position=tax.position,
            kind="added",
            base_minor=way * 2_000,
            tax_minor=way * 420,
            tax_book_minor=way * 420,
            account_id=tax.account_id,
        )
    )


def test_income_without_a_document_stands_beside_the_proof(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-05-01")
    story.do(a_cash_sale)
    shown = report(run)
    assert shown["totals"]["total"] == "100.00"
    assert shown["proof"] == {
        "accounts": [{"account": "Sales", "movement": "150.00"}],
        "elsewhere": "50.00",
        "ledger": "100.00",
        "difference": "0.00",
    }
    assert run("report sales").out.splitlines()[-1] == (
        "ties to the ledger: Sales 150.00 - 50.00 by no document = 100.00"
    )


def test_what_an_income_account_was_opened_with_and_left_is_no_sale(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-05-01")
    for line in (
        "account opening sales 4000 --on 2026-01-01",
        "account opening sales 5000 --on 2026-01-01 --replace",
        "account add Consulting --type income",
        "account opening Consulting 30 --on 2026-01-01",
        "account close Consulting --into 'Other income' --on 2026-06-01 --yes",
    ):
        assert run(line).code == 0, line
    assert run("report sales").out.splitlines()[-1] == (
        "ties to the ledger: Sales 5,100.00 + Other income 30.00 - 5,030.00 by no document = 100.00"
    )
    assert run("report sales --from 2026-05-01").out.splitlines()[-1] == (
        "ties to the ledger: Sales 100.00 + Consulting -30.00 + Other income 30.00 = 100.00"
    )


def a_cash_sale(session: Session) -> None:
    bank, income = ledger.account_id(session, "bank"), ledger.account_id(session, "sales")
    lines = [Posted(bank, 5_000, "EUR", 5_000), Posted(income, -5_000, "EUR", -5_000)]
    entry = ledger.post(session, on=day("2026-05-05"), kind="cash", text="A sale", lines=lines)
    assert entry.id
    session.add(
        CashEntry(
            direction="in",
            moved_on=day("2026-05-05"),
            account_id=bank,
            other_id=income,
            amount_minor=5_000,
            currency="EUR",
            amount_book_minor=5_000,
            entry_id=entry.id,
        )
    )


def test_a_book_that_does_not_tie_is_told_with_the_way_to_check(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-06-01")

    def damage(session: Session) -> None:
        month = session.get_one(AccountMonth, (ledger.account_id(session, "sales"), "EUR", "2026-06"))
        month.amount_minor += 1_000
        session.add(month)

    story.do(damage)
    result = run("report sales --format json")
    assert (result.code, json.loads(result.out)["proof"]["difference"]) == (0, "10.00")
    assert result.err == (
        "warning: differs by 10.00 from the ledger: Sales 90.00 = 90.00; see: acctmgr db check\n"
    )


REFUSED = {  # options: exit code and error
    "--by vendor": (2, "error: there are no sales by vendor\nhint: one of: client, month, item, owner\n"),
    "--by montth": (2, "error: there are no sales by montth\nhint: did you mean month?\n"),
    "--from 2026-08-01": (2, "error: the period ends on 2026-07-15, before it begins on 2026-08-01\n"),
    "--to never": (
        1,
        "error: 'never' is not a date\nhint: write it like 2026-12-01, today, tomorrow, fri, +2w or eom\n",
    ),
    "--client nobody": (3, "error: there is no client nobody\nhint: see: acctmgr client list\n"),
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_is_refused(run: Run, options: str) -> None:
    result = run(f"report sales {options}")
    assert (result.code, result.err) == REFUSED[options]
    assert result.out == ""


def test_shares_of_an_amount_are_by_net_and_lose_nothing() -> None:
    assert shares(100, [Line("a", 75), Line("b", 25)]) == [75, 25]
    assert shares(-10, [Line("a", 200), Line("b", 100)]) == [-7, -3]
    assert shares(7, [Line("a", 0), Line("b", 0)]) == [7, 0]


def test_an_item_named_twice_on_an_invoice_is_on_one_invoice() -> None:
    found = list(shares_by_item([(1, "net", 1, 30)], {1: [Line("Work", 10), Line("work", 20)]}))
    assert [tuple(share) for share in found] == [("Work", "net", 1, 30)]


def told(book: Book) -> Story:
    """A story with something in every column."""
    story = Story(book, "Acme", "Ana Ruiz", "Borealis Shipping and Forwarding")
    story.tax("vat", "21")
    story.invoice("acme", "12000", "2026-01-31", tax="vat")
    number = story.invoice("acme", "350.50", "2026-03-01")
    story.credit(number, "50.50", "2026-04-02")
    story.invoice("borealis-shipping-and-forwarding", "4800", "2026-05-01")
    story.void(story.invoice("borealis-shipping-and-forwarding", "99", "2026-04-01"), "2026-05-02")
    story.invoice("ana-ruiz", "640", "2026-06-30", currency="USD", rate="0.92")
    return story


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("by", ["client", "month", "item", "owner"])
def test_a_terminal_shows(sqlite_book: Book, by: str, width: int, snapshot: SnapshotAssertion) -> None:
    told(sqlite_book)
    wanted = Wanted(day("2026-01-01"), day("2026-07-15"))
    with reading(sqlite_book) as db:
        shown = sales_report(sales(db, wanted, by=by), wanted, Notation("EUR", DOT), by=by)
    assert "\n".join(as_table(shown, Screen(width, has_colour=False))) == snapshot


@pytest.mark.parametrize("options", ["", "--by month", "--by item --client acme", "--format csv"])
def test_a_pipe_gets(run: Run, book: Book, options: str, snapshot: SnapshotAssertion) -> None:
    told(book)
    assert run(f"report sales {options}").out == snapshot(name=options or "by client")
