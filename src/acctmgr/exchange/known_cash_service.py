"""Cash entries that the book has already: by their key, else by what they say, as often as they say it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.text import fold
from acctmgr.exchange.run_rules import chunks
from acctmgr.store.bulk import Bulk


class Identity(NamedTuple):
    """What tells movements apart that have no key: amount signed, texts folded; the other account in an export only."""

    account_id: int
    on: date
    amount_minor: int
    party: str
    memo: str
    other_id: int = 0


class _Known(NamedTuple):
    outside_key: str | None
    account_id: int
    moved_on: date
    amount_minor: int
    party: str
    memo: str
    other_id: int
    is_void: bool


_KNOWN = """
    SELECT cash.outside_key, cash.account_id, cash.moved_on,
           CASE cash.direction WHEN 'in' THEN cash.amount_minor ELSE -cash.amount_minor END AS amount_minor,
           COALESCE(kept.name, cash.party) AS party, COALESCE(cash.memo, '') AS memo,
           cash.other_id, CASE WHEN cash.voided_on IS NULL THEN 0 ELSE 1 END AS is_void
      FROM cash_entry AS cash
      LEFT JOIN party AS named ON named.id = cash.party_id
      LEFT JOIN party AS kept ON kept.id = COALESCE(named.merged_into_id, named.id)
"""
_BY_DAY = (
    f"{_KNOWN} WHERE cash.moved_on IN (:days) AND COALESCE(cash.import_id, 0) <> :run_id ORDER BY cash.id"
)
_BY_KEY = f"{_KNOWN} WHERE cash.outside_key IN (:keys) ORDER BY cash.id"


class KnownCash:
    """Finds what rows mean that were imported or typed before; two rows alike are two movements.

    is_export: the file says of each what the other account was.
    """

    def __init__(self, db: Bulk, run_id: int, *, is_export: bool = False) -> None:
        self._db, self._run_id, self._is_export = db, run_id, is_export
        self._days: set[date] = set()
        self._there: Counter[Identity] = Counter()
        self._seen: Counter[Identity] = Counter()
        self._by_key: dict[str, Identity] = {}
        self._standing: Counter[Identity] = Counter()

    def look_up(self, days: Iterable[date], keys: Iterable[str]) -> None:
        """Fetch what moved on these days, and what has one of these keys."""
        new = set(days) - self._days
        self._days |= new
        for some in chunks(iter(sorted(new)), 500):
            for row in self._db.rows(_Known, _BY_DAY, days=some, run_id=self._run_id):
                self._there[self._identity(row)] += 1
                self._standing[self._identity(row)] += not row.is_void
        for texts in chunks(iter(sorted(set(keys))), 500):
            for row in self._db.rows(_Known, _BY_KEY, keys=texts):
                self._by_key[row.outside_key or ""] = self._identity(row)

    def is_there(self, key: str, wanted: Identity) -> bool:
        """Whether the book has it; Refused where its key stands for something else."""
        if key and key in self._by_key:
            known = self._by_key[key]
            if known[:3] != wanted[:3]:
                raise Refused(
                    f"{key} is there with another day, account or amount",
                    hint="what moved never changes: void it, and import it under another key",
                )
            return True
        if key:
            return False
        self._seen[wanted] += 1
        return self._seen[wanted] <= self._there[wanted]

    def stands(self, wanted: Identity) -> bool:
        """Whether one of those that are there stands and no row before has meant it."""
        self._standing[wanted] -= 1
        return self._standing[wanted] >= 0

    def _identity(self, row: _Known) -> Identity:
        found = identity(row.account_id, row.moved_on, row.amount_minor, row.party, row.memo)
        return found._replace(other_id=row.other_id) if self._is_export else found


def identity(account_id: int, on: date, amount_minor: int, party: str, memo: str) -> Identity:
    """The identity of a row."""
    return Identity(account_id, on, amount_minor, fold(party), fold(memo))
