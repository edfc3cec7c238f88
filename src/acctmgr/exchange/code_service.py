"""The tax code of an import, as it holds on the day of each document."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import parse_percent
from acctmgr.core.text import did_you_mean
from acctmgr.store.bulk import Bulk
from acctmgr.tax.rules import TaxCode, TaxComponent, shorthand, valid_on


class _Code(NamedTuple):
    id: int
    code: str
    name: str
    treatment: str
    valid_from: date | None
    valid_to: date | None
    words: str


class _Component(NamedTuple):
    tax_code_id: int
    name: str
    rate: Decimal
    kind: str
    account_id: int
    deductible: Decimal


class StoredCode(NamedTuple):
    """A tax code with what its taxes post to, by position."""

    id: int
    code: TaxCode
    accounts: tuple[int, ...]


_CODES = "SELECT id, code, name, treatment, valid_from, valid_to, words FROM tax_code ORDER BY code, id"
_COMPONENTS = """
    SELECT tax_code_id, name, rate, kind, account_id, deductible FROM tax_component ORDER BY tax_code_id, position
"""


class Codes:
    """Finds the code that was asked for, by name or by its bare rate, on any day."""

    def __init__(self, db: Bulk, asked: str) -> None:
        self._asked = asked
        self._codes = _stored(db)
        self._by_day: dict[date, StoredCode] = {}
        self._rate = self._rate_of(db)

    def _rate_of(self, db: Bulk) -> Decimal | None:
        """The rate, where the code was asked for by one; NotFound for a name that no code has."""
        names = {stored.code.code for stored in self._codes}
        if self._asked.lower() in names:
            return None
        try:
            return parse_percent(self._asked, style=db.notation.style)
        except Refused:
            hint = (
                did_you_mean(self._asked, names)
                or "see: acctmgr tax list; new ones come with: acctmgr tax load"
            )
            raise NotFound(f"there is no tax code {self._asked}", hint=hint) from None

    def on(self, day: date) -> StoredCode:
        """The code that holds on a day; raises where none does, or a rate may mean several."""
        if day not in self._by_day:
            self._by_day[day] = self._found(day)
        return self._by_day[day]

    def _found(self, day: date) -> StoredCode:
        if self._rate is not None:
            meant = shorthand(self._rate, [stored.code for stored in self._codes], day)
            return next(stored for stored in self._codes if stored.code is meant)
        for stored in self._codes:
            if stored.code.code == self._asked.lower() and valid_on(stored.code, day):
                return stored
        raise NotFound(f"tax code {self._asked} does not hold on {day}", hint="see: acctmgr tax list")


def _stored(db: Bulk) -> list[StoredCode]:
    parts: dict[int, list[_Component]] = {}
    for part in db.rows(_Component, _COMPONENTS):
        parts.setdefault(part.tax_code_id, []).append(part)
    return [_with_parts(row, parts.get(row.id, [])) for row in db.rows(_Code, _CODES)]


def _with_parts(row: _Code, parts: list[_Component]) -> StoredCode:
    components = tuple(TaxComponent(part.name, part.rate, part.kind, None, part.deductible) for part in parts)
    return StoredCode(row.id, TaxCode(*row[1:], components), tuple(part.account_id for part in parts))
