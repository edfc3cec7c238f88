"""Which document a typed reference means."""

import pytest

from acctmgr.core.errors import Conflict, NotFound
from acctmgr.documents.reference_rules import DocumentRef, ends_with, find, match_document
from acctmgr.store.book import Book
from acctmgr.store.connection import Connection
from acctmgr.store.read import reading
from documents.story import Story

SEVEN = DocumentRef(1, "INV-2026-0007", "invoice")
SEVENTEEN = DocumentRef(2, "INV-2026-0017", "invoice")
OLD_SEVEN = DocumentRef(3, "INV-2025-0007", "invoice")
CREDIT_SEVEN = DocumentRef(4, "CN-2026-0007", "credit_note")


@pytest.mark.parametrize(
    "ending", ["7", "07", "0007", "2026-7", "2026-0007", "-7", "inv-2026-0007", "inv-2026-7"]
)
def test_these_are_endings_of_inv_2026_0007(ending: str) -> None:
    assert ends_with("inv-2026-0007", ending)


@pytest.mark.parametrize(
    "ending", ["", "0", "00", "27", "17", "26-7", "6-0007", "nv-2026-7", "70", "inv", "-"]
)
def test_these_are_no_endings_of_inv_2026_0007(ending: str) -> None:
    assert not ends_with("inv-2026-0007", ending)


def test_a_number_that_ends_in_letters_is_found_by_them() -> None:
    assert ends_with("f-17-b", "17-b")
    assert ends_with("f-17-b", "b")
    assert not ends_with("f-17-ab", "b")


def test_an_exact_number_goes_before_an_ending() -> None:
    exact = DocumentRef(9, "7", "invoice")
    assert match_document("7", [SEVEN, exact]) == exact


def test_seven_is_not_seventeen() -> None:
    assert match_document("7", [SEVEN, SEVENTEEN]) == SEVEN
    assert match_document("17", [SEVEN, SEVENTEEN]) == SEVENTEEN
    assert match_document("8", [SEVEN, SEVENTEEN]) is None


def test_two_years_of_the_same_place_are_a_conflict_that_names_both() -> None:
    with pytest.raises(Conflict, match="7 may be INV-2026-0007, INV-2025-0007") as caught:
        match_document("7", [SEVEN, OLD_SEVEN])
    assert caught.value.hint == "type more of the number"
    assert match_document("2025-7", [SEVEN, OLD_SEVEN]) == OLD_SEVEN


def test_many_candidates_are_counted() -> None:
    years = [DocumentRef(year, f"INV-{year}-0007", "invoice") for year in range(2020, 2027)]
    with pytest.raises(Conflict, match="INV-2024-0007 and 2 more"):
        match_document("7", years)


def test_bare_digits_mean_the_invoice_and_letters_the_credit_note() -> None:
    assert match_document("7", [SEVEN, CREDIT_SEVEN]) == SEVEN
    assert match_document("cn-2026-7", [SEVEN, CREDIT_SEVEN]) == CREDIT_SEVEN
    assert match_document("7", [CREDIT_SEVEN]) == CREDIT_SEVEN


def found(book: Book, reference: str) -> str:
    with reading(book) as db:
        return find(db.run, reference).ref


@pytest.fixture
def story(book: Book) -> Story:
    """Three invoices, a credit note and a draft, which is d5."""
    story = Story(book, "Acme")
    for price in ("10", "20", "30"):
        story.invoice("acme", price, "2026-07-01")
    story.credit("INV-2026-0003", "5", "2026-07-02")
    assert story.invoice("acme", "40", "2026-07-03", draft=True) == "d5"
    return story


def test_a_book_finds_numbers_endings_and_drafts(story: Story) -> None:
    expected = {
        "INV-2026-0002": "INV-2026-0002",
        "inv-2026-0002": "INV-2026-0002",
        " Inv-2026-0002 ": "INV-2026-0002",
        "2": "INV-2026-0002",
        "0002": "INV-2026-0002",
        "2026-2": "INV-2026-0002",
        "1": "INV-2026-0001",
        "cn-2026-1": "CN-2026-0001",
        "d5": "d5",
        "D5": "d5",
    }
    assert {reference: found(story.book, reference) for reference in expected} == expected


def test_a_number_in_mixed_case_is_found_in_any_case(story: Story) -> None:
    story.setting("series.invoice", "Fac-{seq:3}")
    story.invoice("acme", "50", "2026-07-04")
    assert found(story.book, "FAC-001") == "Fac-001"
    assert found(story.book, "fac-1") == "Fac-001"


def test_wildcards_of_the_database_are_plain_signs(story: Story) -> None:
    for reference in ("%", "%2", "_2", "INV_2026_0002", "\\2", "%0002"):
        with pytest.raises(NotFound):
            found(story.book, reference)


def test_an_underscore_in_a_number_is_found(story: Story) -> None:
    story.setting("series.invoice", "F_{year}_{seq}")
    number = story.invoice("acme", "50", "2026-07-04")
    assert found(story.book, number[2:].lower()) == number


UNKNOWN = {  # reference: what is said of it, and the hint
    "INV-2026-0099": ("no invoice or credit note INV-2026-0099", "did you mean INV-2026-0003?"),
    "zzz": ("no invoice or credit note zzz", "see: acctmgr invoice list"),
    "": ("no invoice or credit note ", "see: acctmgr invoice list"),
    "d99": ("no draft d99", "see: acctmgr invoice list --draft"),
    "d2": ("no draft d2", "it was issued as INV-2026-0002"),
    "d999999999999999999": ("no draft d999999999999999999", "see: acctmgr invoice list --draft"),
}


def test_what_is_not_there_says_what_is_near(story: Story) -> None:
    said = {}
    for reference in UNKNOWN:
        with pytest.raises(NotFound) as caught:
            found(story.book, reference)
        said[reference] = (str(caught.value), caught.value.hint)
    assert said == UNKNOWN


def test_only_the_kinds_asked_for_are_found(story: Story) -> None:
    with reading(story.book) as db:
        assert find(db.run, "CN-2026-0001", ("credit_note",)).kind == "credit_note"
        with pytest.raises(NotFound, match="no invoice CN-2026-0001"):
            find(db.run, "CN-2026-0001", ("invoice",))
        with pytest.raises(NotFound, match="no credit note 3") as caught:
            find(db.run, "3", ("credit_note",))
        assert caught.value.hint == "see: acctmgr invoice list --credits"


def test_an_exact_number_costs_one_look(story: Story) -> None:
    asked: list[str] = []
    with reading(story.book) as db:

        def run(sql: str, parameters: dict[str, object]) -> object:
            asked.append(sql)
            return Connection.run(db, sql, parameters)

        find(run, "INV-2026-0002")
    assert len(asked) == 1
