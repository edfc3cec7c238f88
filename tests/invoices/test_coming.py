"""What is dated after today is coming: open in no place that speaks of today, and told as what it is."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from conftest import Run
from documents.story import Story

LATER = "2026-08-01"  # the tests' today is 2026-07-15


@pytest.fixture
def story(book: Book) -> Story:
    story = Story(book, "Acme")
    story.invoice("acme", "10", "2026-07-01")
    story.invoice("acme", "100", LATER, "2026-08-31")
    return story


def read(run: Run, line: str) -> Any:
    result = run(f"{line} --format json")
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def standing(run: Run, line: str) -> list[tuple[str, str, str]]:
    return [(row["number"][-1], row["status"], row["open"]) for row in read(run, line)]


def test_an_invoice_of_a_later_day_is_open_in_no_place(run: Run, story: Story) -> None:
    assert standing(run, "invoice list") == [("2", "coming", "0.00"), ("1", "open", "10.00")]
    assert standing(run, "invoice list --open") == [("1", "open", "10.00")]
    assert standing(run, "invoice list --status open") == [("1", "open", "10.00")]
    assert standing(run, "invoice list --status coming") == [("2", "coming", "0.00")]
    assert standing(run, "invoice list --where status=coming") == [("2", "coming", "0.00")]
    card = read(run, "client show acme")
    assert card["open"] == "10.00"
    assert [(row["status"], row["open"]) for row in card["invoices"]] == [
        ("coming", "0.00"),
        ("open", "10.00"),
    ]
    shown = read(run, "invoice show 2")
    assert (shown["status"], shown["open"], shown["late_days"]) == ("coming", "0.00", 0)
    assert read(run, "client list")[0]["open"] == "10.00"
    assert read(run, "report aging")["totals"]["total"] == "10.00"
    assert read(run, "report statement acme")["totals"]["balance"] == "10.00"


def test_from_its_day_on_it_is_open(run: Run, story: Story) -> None:
    assert standing(run, f"invoice list --open --today {LATER}") == [
        ("2", "open", "100.00"),
        ("1", "open", "10.00"),
    ]
    assert read(run, f"client show acme --today {LATER}")["open"] == "110.00"
    assert standing(run, "invoice list --open --today 2026-07-31") == [("1", "open", "10.00")]


def test_one_that_is_paid_or_credited_already_is_coming_until_its_day(run: Run, story: Story) -> None:
    story.pay("INV-2026-0002", "40", "2026-07-10")
    assert standing(run, "invoice list --status coming") == [("2", "coming", "0.00")]
    assert standing(run, f"invoice list --status part_paid --today {LATER}") == [("2", "part_paid", "60.00")]


def test_one_that_never_counts_is_void(run: Run, story: Story) -> None:
    story.void("INV-2026-0002", LATER)
    assert standing(run, "invoice list") == [("2", "void", "0.00"), ("1", "open", "10.00")]


def test_a_credit_note_of_a_later_day_gives_nothing_yet(run: Run, story: Story) -> None:
    story.credit("INV-2026-0001", "10", LATER)
    assert standing(run, "invoice list --credits") == [("1", "coming", "0.00")]
    assert standing(run, "invoice list --open") == [("1", "open", "10.00")]
    assert standing(run, f"invoice list --credits --today {LATER}") == [("1", "credited", "0.00")]


def test_money_of_a_later_day_is_no_credit_yet(run: Run, story: Story) -> None:
    story.receive("acme", "500", LATER)
    (row,) = read(run, "payment list")
    assert (row["status"], row["applied"], row["open"]) == ("coming", "0.00", "0.00")
    assert read(run, "payment list --open") == []
    assert read(run, "payment list --where status=coming") == [row]
    assert read(run, "client show acme")["credit"] == "0.00"
    assert standing(run, "invoice list --open") == [("1", "open", "10.00")]
    (row,) = read(run, f"payment list --open --today {LATER}")
    assert (row["status"], row["applied"], row["open"]) == ("part", "110.00", "390.00")
    story.bounce("p1", LATER)
    assert read(run, "payment list")[0]["status"] == "void"
