"""`payment list` and `show`: what is left of money received, true of today."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from conftest import Run
from documents.story import Story

LIST_KEYS = "id client paid_on amount currency account applied open status reference note".split()
SHOW_KEYS = [*LIST_KEYS, "client_name", "rate", "voided_on", "allocations"]


@pytest.fixture
def story(book: Book) -> Story:
    return Story(book, "Acme", "Ana Ruiz")


def rows(run: Run, line: str) -> list[dict[str, Any]]:
    return list(json.loads(run(f"{line} --format json").out))


def standing(run: Run, line: str) -> list[tuple[int, str, str, str]]:
    """Id, status, applied and open amount of each row."""
    return [(row["id"], row["status"], row["applied"], row["open"]) for row in rows(run, line)]


def test_a_list_has_these_keys(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.pay(number, "130", "2026-06-20")
    (row,) = rows(run, "payment list")
    assert list(row) == LIST_KEYS
    assert row == {
        "id": 1,
        "client": "acme",
        "paid_on": "2026-06-20",
        "amount": "130.00",
        "currency": "EUR",
        "account": "Bank",
        "applied": "100.00",
        "open": "30.00",
        "status": "part",
        "reference": None,
        "note": None,
    }


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    result = run("payment list")
    assert (result.code, result.out) == (0, "")
    assert (
        result.err == "no payments here: acctmgr invoice pay NUMBER, or acctmgr payment add CLIENT AMOUNT\n"
    )


def test_a_payment_is_applied_from_the_day_on_that_it_settles_something(run: Run, story: Story) -> None:
    story.receive("acme", "100", "2026-07-01")
    number = story.invoice("acme", "100", "2026-07-02")
    story.apply("p1", number, "60", "2026-07-16")
    story.apply("p1", number, "40", "2026-07-20")
    assert standing(run, "payment list --today 2026-07-15") == [(1, "open", "0.00", "100.00")]
    assert standing(run, "payment list --today 2026-07-16") == [(1, "part", "60.00", "40.00")]
    assert standing(run, "payment list --today 2026-07-20") == [(1, "applied", "100.00", "0.00")]
    assert standing(run, "payment list --open --today 2026-07-16") == [(1, "part", "60.00", "40.00")]
    assert standing(run, "payment list --open --today 2026-07-20") == []


def test_a_bounced_payment_is_void_from_its_day_on(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.bounce(story.pay(number, "130", "2026-06-20"), "2026-07-16")
    assert standing(run, "payment list --today 2026-07-15") == [(1, "part", "100.00", "30.00")]
    assert standing(run, "payment list --today 2026-07-16") == [(1, "void", "0.00", "0.00")]


def test_filters_narrow_and_the_newest_come_first(run: Run, story: Story) -> None:
    for client, day in (("acme", "2026-05-01"), ("ana-ruiz", "2026-06-01"), ("acme", "2026-07-01")):
        story.receive(client, "10", day)

    def ids(options: str) -> str:
        return run(f"payment list --format ids {options}").out

    assert ids("") == "p3\np2\np1\n"
    assert ids("--client acme") == "p3\np1\n"
    assert ids("--from 2026-06-01") == "p3\np2\n"
    assert ids("--to 2026-06-01") == "p2\np1\n"
    assert ids("--limit 1") == "p3\n"


def test_a_limit_counts_what_it_leaves_out(book: Book, story: Story) -> None:
    from datetime import date

    from acctmgr.invoices import payment_queries
    from acctmgr.store.read import reading

    for month in (5, 6, 7):
        story.receive("acme", "10", f"2026-0{month}-01")
    with reading(book) as db:
        page = payment_queries.payments(db, payment_queries.Wanted(), today=date(2026, 7, 15), limit=2)
    assert ([row.payment for row in page.rows], page.left_out) == (["p3", "p2"], 1)


@pytest.mark.parametrize("reference", ["p1", "P1", "1", " 1 "])
def test_show_has_these_keys(run: Run, story: Story, reference: str) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.pay(number, "130", "2026-06-20")
    story.unapply("p1", number, "2026-07-01")
    shown = json.loads(run(f"payment show '{reference}' -f json").out)
    assert list(shown) == SHOW_KEYS
    assert (shown["client_name"], shown["rate"], shown["voided_on"], shown["open"]) == (
        "Acme",
        "1",
        None,
        "130.00",
    )
    assert shown["allocations"] == [
        {"effective_on": "2026-06-20", "kind": "payment", "amount": "100.00", "document": number},
        {"effective_on": "2026-07-01", "kind": "payment", "amount": "-100.00", "document": number},
    ]


@pytest.mark.parametrize("reference", ["p9", "9", "INV-1", "p", "p9999999999999999999"])
def test_an_unknown_payment_is_not_found(run: Run, reference: str) -> None:
    result = run(f"payment show {reference}")
    assert (result.code, result.out) == (3, "")
    assert result.err == f"error: no payment {reference}\nhint: see: acctmgr payment list\n"
