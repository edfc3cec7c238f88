"""Tax codes as people look at them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acctmgr.core.errors import NotFound
from acctmgr.core.text import did_you_mean
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts
from acctmgr.tax.rules import StoredCode, TaxCode, TaxComponent


class ComponentRow(NamedTuple):
    """One tax of a code; rate and deductible in percent."""

    name: str
    rate: Decimal
    kind: str
    account: str
    deductible: Decimal
    box: str


class CodeRow(NamedTuple):
    """A tax code; rate: all that it adds, in percent."""

    code: str
    name: str
    treatment: str
    rate: Decimal
    valid_from: date | None
    valid_to: date | None
    words: str
    components: list[ComponentRow]


CODE_FACTS = Facts(CodeRow, key="code")


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
    account: str
    deductible: Decimal
    box: str
    account_id: int


_CODES = """
    SELECT id, code, name, treatment, valid_from, valid_to, words
      FROM tax_code
     WHERE (CAST(:as_of AS TEXT) IS NULL OR valid_to IS NULL OR valid_to >= :as_of)
       AND (CAST(:code AS TEXT) IS NULL OR code = :code)
     ORDER BY code, valid_from IS NOT NULL, valid_from, id
"""

_COMPONENTS = """
    SELECT tax_component.tax_code_id, tax_component.name, tax_component.rate, tax_component.kind,
           account.name AS account, tax_component.deductible, tax_component.box, tax_component.account_id
      FROM tax_component
      JOIN account ON account.id = tax_component.account_id
     ORDER BY tax_component.tax_code_id, tax_component.position
"""


def codes(db: Reader, *, as_of: date | None, limit: int = 0) -> Page[CodeRow]:
    """The codes that hold on a day or will later; None: those that are over too."""
    page = db.page(_Code, _CODES, as_of=as_of, code=None, limit=limit)
    return Page(_with_components(db, page.rows), page.left_out)


def code(db: Reader, reference: str, *, as_of: date) -> CodeRow:
    """A code named in any case, as it holds on a day, else its last turn; NotFound names the nearest."""
    name = reference.strip().lower()
    turns = _with_components(db, db.rows(_Code, _CODES, as_of=None, code=name))
    if not turns:
        known = [row[0] for row in db.run("SELECT DISTINCT code FROM tax_code ORDER BY code")]
        raise NotFound(f"no tax code {reference}", hint=did_you_mean(name, known) or "see: acctmgr tax list")
    return next((turn for turn in turns if _holds(turn, as_of)), turns[-1])


def stored(db: Reader) -> list[StoredCode]:
    """All codes as documents post them, by name."""
    parts = _components(db)
    return [_stored(row, parts.get(row.id, [])) for row in db.rows(_Code, _CODES, as_of=None, code=None)]


def _stored(row: _Code, parts: Sequence[_Component]) -> StoredCode:
    components = tuple(
        TaxComponent(part.name, part.rate, part.kind, None, part.deductible, part.box) for part in parts
    )
    return StoredCode(row.id, TaxCode(*row[1:], components), tuple(part.account_id for part in parts))


def _holds(row: CodeRow, day: date) -> bool:
    return (row.valid_from or day) <= day <= (row.valid_to or day)


def _with_components(db: Reader, found: Iterable[_Code]) -> list[CodeRow]:
    parts = _components(db)
    return [_code_row(row, parts.get(row.id, [])) for row in found]


def _components(db: Reader) -> dict[int, list[_Component]]:
    """The components of all codes, in order."""
    parts: dict[int, list[_Component]] = {}
    for row in db.rows(_Component, _COMPONENTS):
        parts.setdefault(row.tax_code_id, []).append(row)
    return parts


def _code_row(row: _Code, parts: Sequence[_Component]) -> CodeRow:
    components = [ComponentRow(*part[1:-1]) for part in parts]
    rate = sum((part.rate for part in components if part.kind == "added"), Decimal(0))
    return CodeRow(
        row.code, row.name, row.treatment, rate, row.valid_from, row.valid_to, row.words, components
    )
