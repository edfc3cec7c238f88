"""The ledger on the bulk lane: entries posted by the thousand, their months added up at the end."""

from datetime import date

from acctmgr.ledger.rules import Line, check_balance, check_open, merged
from acctmgr.store.bulk import Bulk, NewRows

_ADD_TO_MONTHS = """
    INSERT INTO account_month (account_id, currency, month, amount_minor, foreign_minor)
    SELECT account_id, currency, SUBSTR(CAST(posted_on AS TEXT), 1, 7),
           CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(foreign_minor) AS BIGINT)
      FROM posting
     WHERE id >= :first_id
     GROUP BY account_id, currency, SUBSTR(CAST(posted_on AS TEXT), 1, 7)
        ON CONFLICT (account_id, currency, month) DO UPDATE
       SET amount_minor = account_month.amount_minor + excluded.amount_minor,
           foreign_minor = account_month.foreign_minor + excluded.foreign_minor
"""


class Poster:
    """Posts entries that wait for `write`; the days must be checked before."""

    def __init__(self, db: Bulk) -> None:
        self._db = db
        self._entries = NewRows(db, "entry", "posted_on", "kind", "text", "is_closing", "reverses_id")
        self._postings = NewRows(
            db,
            "posting",
            "entry_id",
            "account_id",
            "posted_on",
            "amount_minor",
            "currency",
            "foreign_minor",
            "party_id",
        )
        self._first_id = db.next_id("posting")
        self._locked_until = date.fromisoformat(locked) if (locked := db.settings["locked_until"]) else None
        self.accounts: dict[str, int] = {
            key: row_id for row_id, key in db.run("SELECT id, key FROM account") if key
        }

    def check_open(self, *days: date) -> None:
        """Refused if one of these days is locked."""
        for day in days:
            check_open(day, self._locked_until)

    def post(
        self, on: date, kind: str, text: str, lines: list[Line], *, reverses_id: int | None = None
    ) -> int:
        """Note an entry; gives its id. reverses_id: the entry that it takes back."""
        lines = merged(lines)
        check_balance(lines)
        entry_id = self._entries.add(on, kind, text, 0, reverses_id)
        for line in lines:
            self._postings.add(
                entry_id,
                line.account_id,
                on,
                line.amount_minor,
                line.currency,
                line.foreign_minor,
                line.party_id,
            )
        return entry_id

    def write(self) -> None:
        """Write what was noted."""
        self._entries.write()
        self._postings.write()

    def finish(self) -> None:
        """Add the new postings to the balances of their months."""
        self._db.run(_ADD_TO_MONTHS, {"first_id": self._first_id})
