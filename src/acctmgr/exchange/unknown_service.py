"""The tax code of imported taxes that came without one, made when it is first needed."""

from collections.abc import Mapping, Sequence

from acctmgr.exchange.split_rules import UNKNOWN_CODE
from acctmgr.store.bulk import Bulk, NewRows
from acctmgr.tax.rules import StoredCode, account_key_of


class UnknownCode:
    """Finds the code in the book, or makes it; a new one waits for `write`."""

    def __init__(self, db: Bulk, codes: Sequence[StoredCode], accounts: Mapping[str, int]) -> None:
        self._db = db
        self._accounts = tuple(accounts[account_key_of(part)] for part in UNKNOWN_CODE.components)
        self._stored = next((one for one in codes if one.code.code == UNKNOWN_CODE.code), None)
        self._rows: list[NewRows] = []

    def stored(self) -> StoredCode:
        """The code with its id."""
        if self._stored is None:
            self._stored = StoredCode(self._known_id() or self._make(), UNKNOWN_CODE, self._accounts)
        return self._stored

    def _known_id(self) -> int | None:
        found: int | None = self._db.value(
            "SELECT id FROM tax_code WHERE code = :code", code=UNKNOWN_CODE.code
        )
        return found

    def _make(self) -> int:
        code = NewRows(self._db, "tax_code", "code", "name", "treatment", "words")
        code_id = code.add(UNKNOWN_CODE.code, UNKNOWN_CODE.name, UNKNOWN_CODE.treatment, "")
        parts = NewRows(
            self._db,
            "tax_component",
            *"tax_code_id position name rate kind account_id deductible box".split(),
        )
        for position, (part, account_id) in enumerate(
            zip(UNKNOWN_CODE.components, self._accounts, strict=True)
        ):
            parts.add(code_id, position, part.name, str(part.rate), part.kind, account_id, "100", "")
        self._rows = [code, parts]
        return code_id

    def write(self) -> None:
        """Write what was noted."""
        for rows in self._rows:
            rows.write()
        self._rows = []
