"""`db check` finds a cash entry that is not what it posted."""

import pytest

from acctmgr.store.book import Book
from cash.builders import done
from conftest import Run
from upkeep.test_check import found

CHECK = "cash entries are what they posted"
FORGED = {
    "UPDATE cash_entry SET amount_minor = 12000 WHERE id = 1": (
        "cash 1 is not what its account moved by; cash 1 has taxes that do not add up to its amount"
    ),
    "UPDATE cash_entry SET moved_on = '2026-07-01' WHERE id = 1": "cash 1 is not what its account moved by",
    "UPDATE cash_entry SET direction = 'out' WHERE id = 1": (
        "cash 1 is not what its account moved by; cash 1 posted another tax than it says"
    ),
    "UPDATE cash_entry SET tax_minor = 2000 WHERE id = 1": "cash 1 has taxes that do not add up to its amount",
    "UPDATE cash_tax SET base_minor = 9000 WHERE id = 1": "cash 1 has taxes that do not add up to its amount",
    "UPDATE cash_tax SET tax_book_minor = 2000 WHERE id = 1": "cash 1 posted another tax than it says",
    "UPDATE cash_tax SET cost_book_minor = 2 WHERE id = 2": "cash 2 posted another tax than it says",
    "UPDATE cash_entry SET voided_on = NULL WHERE id = 3": "cash 3 is void by half",
    "UPDATE cash_entry SET void_entry_id = 2 WHERE id = 3": "cash 3 is void and leaves something behind",
}


@pytest.mark.parametrize("statement", FORGED)
def test_what_was_forged_is_found(run: Run, book: Book, statement: str) -> None:
    done(
        run,
        "tax load es",
        "cash in 121 --from Zoe --category sales --tax 21",
        "cash out 121 --to Garage --category travel --tax iva21-car",
        "cash transfer 20 --from bank --to cash",
        "cash void 3 --yes",
    )
    assert found(book) == {}
    assert found(book, statement)[CHECK] == FORGED[statement]
