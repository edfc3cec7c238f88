"""What clients owe and are owed on a day: in the book's currency as it is carried, and in each currency by itself.

Only what is unsettled on the day is looked at, each half by its own partial index.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.parties.currency_rules import by_currency
from acctmgr.parties.merged_rules import SAME_PARTY
from acctmgr.store.read import Reader

UNSETTLED = """
    SELECT id, party_id, COALESCE(due_on, issued_on) AS due_on, currency, total_minor, total_book_minor
      FROM document
     WHERE kind = 'invoice' AND settled_on IS NULL AND status <> 'draft' AND posted_on <= :today {of}
    UNION ALL
    SELECT id, party_id, COALESCE(due_on, issued_on) AS due_on, currency, total_minor, total_book_minor
      FROM document
     WHERE kind = 'invoice' AND settled_on > :today AND status <> 'draft' AND posted_on <= :today {of}
"""
_OWED = f"""
    SELECT party_id, currency, CAST(SUM(open_minor) AS BIGINT) AS open_minor,
           CAST(SUM(CASE WHEN due_on < :today THEN open_minor ELSE 0 END) AS BIGINT) AS overdue_minor,
           CAST(SUM(carried_minor) AS BIGINT) AS open_book_minor,
           CAST(SUM(CASE WHEN due_on < :today THEN carried_minor ELSE 0 END) AS BIGINT) AS overdue_book_minor
      FROM (SELECT COALESCE(billed.merged_into_id, billed.id) AS party_id, due_on, unsettled.currency,
                   total_minor
                   - COALESCE((SELECT SUM(amount_minor) FROM allocation
                                WHERE document_id = unsettled.id AND effective_on <= :today), 0) AS open_minor,
                   total_book_minor
                   - COALESCE((SELECT SUM(book_minor) FROM allocation
                                WHERE document_id = unsettled.id AND effective_on <= :today), 0) AS carried_minor
              FROM ({UNSETTLED}) AS unsettled
              JOIN party AS billed ON billed.id = unsettled.party_id) AS owed
     GROUP BY party_id, currency
     ORDER BY party_id, currency
"""
_FOREIGN = "AND currency <> :currency"
_OF_ONE = f"AND party_id IN ({SAME_PARTY})"
# what payments and credit notes have not given away yet
_CREDIT = f"""
    SELECT currency, CAST(SUM(left_minor) AS BIGINT) AS left_minor,
           CAST(SUM(left_book_minor) AS BIGINT) AS left_book_minor
      FROM (SELECT currency,
                   amount_minor
                   - COALESCE((SELECT SUM(amount_minor) FROM allocation
                                WHERE payment_id = payment.id AND effective_on <= :today), 0) AS left_minor,
                   amount_book_minor
                   - COALESCE((SELECT SUM(source_book_minor) FROM allocation
                                WHERE payment_id = payment.id AND effective_on <= :today), 0) AS left_book_minor
              FROM payment
             WHERE party_id IN ({SAME_PARTY}) AND direction = 'in' AND paid_on <= :today
               AND (applied_on IS NULL OR applied_on > :today)
            UNION ALL
            SELECT currency,
                   total_minor
                   - COALESCE((SELECT SUM(amount_minor) FROM allocation
                                WHERE credit_id = document.id AND effective_on <= :today), 0) AS left_minor,
                   total_book_minor
                   - COALESCE((SELECT SUM(source_book_minor) FROM allocation
                                WHERE credit_id = document.id AND effective_on <= :today), 0) AS left_book_minor
              FROM document
             WHERE party_id IN ({SAME_PARTY}) AND kind = 'credit_note' AND status <> 'draft' AND posted_on <= :today
               AND (settled_on IS NULL OR settled_on > :today)) AS remaining
     GROUP BY currency
     ORDER BY currency
"""


class _Owed(NamedTuple):
    party_id: int
    currency: str
    open_minor: int
    overdue_minor: int
    open_book_minor: int
    overdue_book_minor: int


class _Left(NamedTuple):
    currency: str
    left_minor: int
    left_book_minor: int


def with_currencies(db: Reader, rows: Sequence[Any], *, today: date) -> list[Any]:
    """Clients of a list with what they owe in each currency; what is carried of others is not the book's own."""
    foreign: dict[int, list[_Owed]] = defaultdict(list)
    sql = _OWED.replace("{of}", _FOREIGN)
    for owed in db.rows(_Owed, sql, today=today, currency=db.currency) if rows else ():
        foreign[owed.party_id].append(owed)
    return [_with_currencies(row, foreign.get(row.id, ()), db.currency) for row in rows]


def _with_currencies(row: Any, foreign: Sequence[_Owed], book_currency: str) -> Any:
    opened = [(book_currency, row.open_minor - sum(owed.open_book_minor for owed in foreign))]
    overdue = [(book_currency, row.overdue_minor - sum(owed.overdue_book_minor for owed in foreign))]
    opened += [(owed.currency, owed.open_minor) for owed in foreign]
    overdue += [(owed.currency, owed.overdue_minor) for owed in foreign]
    return row._replace(
        open_by_currency_minor=by_currency(opened, book_currency),
        overdue_by_currency_minor=by_currency(overdue, book_currency),
    )


def amounts_of(db: Reader, party_id: int, *, today: date) -> dict[str, Any]:
    """The amounts of a client's card by the names of its fields: open, overdue and credit, which is negative."""
    asked = {"party_id": party_id, "today": today}
    owed = db.rows(_Owed, _OWED.replace("{of}", _OF_ONE), **asked)
    left = db.rows(_Left, _CREDIT, **asked)
    return {
        "open_minor": sum(row.open_book_minor for row in owed),
        "overdue_minor": sum(row.overdue_book_minor for row in owed),
        "credit_minor": -sum(row.left_book_minor for row in left),
        "open_by_currency_minor": by_currency(((row.currency, row.open_minor) for row in owed), db.currency),
        "overdue_by_currency_minor": by_currency(
            ((row.currency, row.overdue_minor) for row in owed), db.currency
        ),
        "credit_by_currency_minor": by_currency(
            ((row.currency, -row.left_minor) for row in left), db.currency
        ),
    }
