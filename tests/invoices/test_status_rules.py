"""The words for where an invoice stands are the same everywhere."""

from acctmgr.documents.tables import Document
from acctmgr.exchange.status_rules import standing_of
from acctmgr.invoices.status_rules import STATUSES


def test_the_book_keeps_every_status_but_the_one_that_time_alone_changes() -> None:
    kept = [status for status in STATUSES if status != "coming"]
    checks = [str(check.sqltext) for check in Document.__table__.constraints if hasattr(check, "sqltext")]
    assert f"status IN ({', '.join(repr(status) for status in kept)})" in checks


def test_an_import_understands_every_status_of_a_list() -> None:
    assert {status: standing_of(status) for status in STATUSES} == {
        "draft": "unissued",
        "coming": "coming",
        "open": "open",
        "part_paid": "part",
        "paid": "paid",
        "credited": "settled",
        "void": "unissued",
        "written_off": "settled",
    }
