"""`--where` on the lists of money and deals: their own fields, what they do not show, and their clients'."""

import pytest

from acctmgr.store.book import Book
from builders import a_payment, an_invoice, change
from conftest import Run


@pytest.fixture
def told(book: Book, run: Run) -> Run:
    """Two clients, an overdue invoice of each, a draft, a payment and two deals."""
    run("client add Acme --tier A --country ES --tag vip --field employees=250")
    run("client add Borges --tier B")

    def tell(session):  # type: ignore[no-untyped-def]
        first = an_invoice(session, "Design; 1; 1000; tax=iva21", on="05-01", due="05-31")
        an_invoice(session, on="06-20", due="07-10", client="Borges")
        an_invoice(session, on="07-01", client="Borges", is_draft=True)
        a_payment(session, 21000, first, on="06-10")

    change(tell)
    run("deal add Website --client acme --amount 9000 --source fair --tag web --field team=north")
    run("deal add Logo --client borges --amount 500 --close +10d")
    return run


@pytest.mark.parametrize(
    ("line", "where", "expected"),
    [
        ("invoice list", "late_days>30", "INV-2026-0001"),
        ("invoice list", "late>0 and open<=100", "INV-2026-0002"),
        ("invoice list", "open=1000.00", "INV-2026-0001"),
        ("invoice list", "number=''", "d3"),
        ("invoice list", "document=d3", "d3"),
        ("invoice list", "due<=today and status=part_paid", "INV-2026-0001"),
        ("invoice list", "client.tier=a", "INV-2026-0001"),
        ("invoice list", "client.employees>100 or client_name=borges", "d3 INV-2026-0002 INV-2026-0001"),
        ("invoice list", "client.tag=vip", "INV-2026-0001"),
        ("invoice list", "not client.country=ES", "d3 INV-2026-0002"),
        ("invoice list", "deposit=yes", ""),
        ("invoice list --limit 1", "total>0", "d3"),
        ("payment list", "amount=210 and open=0 and client.tier=A", "p1"),
        ("payment list", "paid>2026-06-10", ""),
        ("payment list", "account~ban", "p1"),
        ("deal list", "amount>=1,000", "1"),
        ("deal list", "source=FAIR and team=north and tag=web", "1"),
        ("deal list", "source=''", "2"),
        ("deal list", "close>today", "2"),
        ("deal list", "client.tier=B", "2"),
        ("deal list", "stage=lead and probability<100", "2 1"),
        ("deal stage list", "deals=2", "Lead"),
        ("deal stage list", "kind!=open", "Won Lost"),
        ("tax list", "rate=21 and treatment=standard and name~deducible", "iva21-car"),
    ],
)
def test_a_list_shows_what_fits(told: Run, line: str, where: str, expected: str) -> None:
    result = told(*line.split(), "--where", where, "--format", "ids")
    assert (result.code, result.err) == (0, "")
    assert result.out.split() == expected.split()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("invoice list", "no invoices like that"),
        ("payment list", "no payments like that"),
        ("deal list", "no deals like that"),
    ],
)
def test_a_list_that_nothing_fits_says_so(told: Run, line: str, message: str) -> None:
    result = told(*line.split(), "--where", "client=nobody")
    assert (result.code, result.out, result.err) == (0, "", f"{message}\n")


def test_a_field_of_the_client_that_nobody_has_is_wrong_usage(told: Run) -> None:
    result = told("invoice", "list", "--where", "total>1 and client.teir=A")
    assert result.code == 2
    assert result.err == (
        "error: --where: no field client.teir, at character 13\nhint: did you mean client.tier?\n"
    )


def test_the_lines_of_an_invoice_are_no_field(told: Run) -> None:
    result = told("invoice", "list", "--where", "lines=1")
    assert result.code == 2
    assert result.err.startswith("error: --where: no field lines, at character 1\n")
