"""`db check` proves what discounts, write-offs, refunds and deposits left in the books."""

import pytest

from acctmgr.store.book import Book
from conftest import Run
from upkeep.test_check import found

TAXES = "taxes are what documents and corrections say"
REFUNDS = "refunds are what left the credits they paid out"
DEPOSITS = "deposits are what waits for their invoices"
CREDITS = "credits and voids take back what was posted"
OPEN = "open amounts are what was not settled"


@pytest.fixture
def settled(run: Run, book: Book) -> Book:
    """A discount, a write-off with relief, a refund, a deposit that waits and one that is taken off."""
    for line in (
        "tax load es",
        "client add Acme",
        'invoice add acme --line "a; 1; 1000; tax=21"',
        "invoice pay 1 --discount 2%",
        'invoice add acme --line "a; 1; 100; tax=21"',
        "invoice write-off 2 --tax-relief",
        "payment add acme 50",
        "payment refund p2 20",
        'invoice add acme --line "a; 1; 300; tax=21" --deposit',
        'invoice add acme --line "a; 1; 400; tax=21" --deposit',
        'invoice add acme --line "a; 1; 1000; tax=21" --deduct 4',
    ):
        assert run(line).code == 0, line
    return book


def test_nothing_is_found_where_all_is_as_it_was(settled: Book) -> None:
    assert found(settled) == {}


def test_a_deposit_of_a_merged_client_is_taken_off_by_the_kept_one(run: Run, book: Book) -> None:
    for line in (
        "tax load es",
        "client add Acme",
        "client add Bolt",
        'invoice add bolt --line "a; 1; 200; tax=21" --deposit',
        "client merge acme bolt --yes",
        'invoice add acme --line "a; 1; 500; tax=21" --deduct 1',
    ):
        assert run(line).code == 0, line
    assert found(book) == {}


@pytest.mark.parametrize(
    ("statement", "check", "detail"),
    [
        (
            "UPDATE allocation_tax SET tax_book_minor = 400 WHERE id = 1",
            TAXES,
            "on 2026-07-15 Tax moves 0.20 more than documents and corrections say",
        ),
        (
            "UPDATE document_tax SET tax_book_minor = 6400 WHERE document_id = 3",
            TAXES,
            "on 2026-07-15 Tax moves 1.00 more than documents and corrections say",
        ),
        (
            "UPDATE payment SET amount_minor = 2100 WHERE id = 3",
            REFUNDS,
            "p3 is not what was paid out of a credit by it",
        ),
        (
            "UPDATE document SET is_deposit = 0 WHERE id = 3",
            DEPOSITS,
            "on 2026-07-15 Client deposits moves -300.00 EUR more than the deposits of party 1",
        ),
        (
            "UPDATE document_line SET deducts_id = NULL WHERE deducts_id IS NOT NULL",
            DEPOSITS,
            "on 2026-07-15 Client deposits moves 400.00 EUR more than the deposits of party 1",
        ),
        (
            "UPDATE document SET total_minor = 2000, open_minor = 0 WHERE id = 1",
            CREDITS,
            "INV-2026-0001 is credited past its total",
        ),
        (
            "UPDATE document SET posted_on = '2026-07-16' WHERE id = 2",
            OPEN,
            "INV-2026-0002 has something settled on it before it was there",
        ),
    ],
)
def test_what_was_changed_behind_the_books_back_is_found(
    settled: Book, statement: str, check: str, detail: str
) -> None:
    assert detail in found(settled, statement)[check]
