"""What can be known of a book in a second: its ends and its sums, and not every row in between."""

import time
from collections.abc import Iterator

from acctmgr.core.money import format_minor
from acctmgr.store.read import Reader

PAGES_SECONDS = 0.5
_STEPS = 10_000  # of the engine, between two looks at the clock

_LAST = "SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1"
_HEAD = "SELECT operations, last_hash FROM head"
_COUNT = "SELECT COUNT(*) FROM operation"
_UNBALANCED = """
    SELECT month, CAST(SUM(amount_minor) AS BIGINT) AS off_minor
      FROM account_month
     GROUP BY month
    HAVING SUM(amount_minor) <> 0
     ORDER BY month
"""
# what the control accounts stand at is what is open on documents and waits on credits; what is settled has nothing open
_CONTROLS = """
    SELECT account.name, CAST(SUM(minor) AS BIGINT) AS off_minor
      FROM (SELECT account.key, account_month.amount_minor AS minor
              FROM account_month
              JOIN account ON account.id = account_month.account_id
             WHERE account.key IN ('receivable', 'client_credits')
             UNION ALL
            SELECT CASE kind WHEN 'invoice' THEN 'receivable' ELSE 'client_credits' END,
                   CASE kind WHEN 'invoice' THEN -open_book_minor ELSE open_book_minor END
              FROM document
             WHERE kind IN ('invoice', 'credit_note') AND settled_on IS NULL AND status <> 'draft'
             UNION ALL
            SELECT 'client_credits', open_book_minor
              FROM payment
             WHERE direction = 'in' AND applied_on IS NULL) AS sides
      JOIN account ON account.key = sides.key
     GROUP BY account.name
    HAVING SUM(minor) <> 0
     ORDER BY account.name
"""


def broken_end(db: Reader) -> Iterator[str]:
    """Whether the history ends where the head says, and is as long."""
    last = tuple(db.run(_LAST).fetchone() or (0, ""))
    if tuple(db.run(_HEAD).fetchone() or ()) != last:
        yield f"the history ends at operation {last[0]}, and the book's head says otherwise"
    if (count := db.value(_COUNT)) != last[0]:
        yield f"the history ends at operation {last[0]} and has {count} of them"


def wrong_sums(db: Reader) -> Iterator[str]:
    """Months whose balances do not sum to zero, and control accounts that are not what is open."""
    for month, off_minor in db.run(_UNBALANCED):
        yield f"the balances of {month} are off by {_amount(db, off_minor)}"
    for account, off_minor in db.run(_CONTROLS):
        yield f"{account} stands at {_amount(db, off_minor)} more than what is open"


def _amount(db: Reader, minor: int) -> str:
    return format_minor(minor, style=db.notation.style, digits=db.notation.digits)


def broken_pages(db: Reader) -> Iterator[str]:
    """What the engine finds in the pages of a file, as far as it comes in the time that there is."""
    if db.is_postgres:
        return
    until = time.monotonic() + PAGES_SECONDS
    db.raw.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        found = [text for (text,) in db.run("PRAGMA quick_check(3)")]
    except db.raw.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            raise
        found = []
    finally:
        db.raw.set_progress_handler(None, 0)
    yield from (text for text in found if text != "ok")
