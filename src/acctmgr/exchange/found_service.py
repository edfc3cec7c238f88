"""What the lines of an imported document name: tax codes and income accounts of the book."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.exchange.figures_rules import Found
from acctmgr.exchange.line_rules import FileLine
from acctmgr.exchange.restored_rules import Turns
from acctmgr.exchange.split_rules import Codes
from acctmgr.ledger.account_rules import pick
from acctmgr.store.bulk import Bulk
from acctmgr.tax.rules import StoredCode, valid_on

_ACCOUNTS = "SELECT id, key, code, name, type, closed_on FROM account ORDER BY code"


class _Account(NamedTuple):
    id: int
    key: str | None
    code: str
    name: str
    type: str
    closed_on: date | None


class Names:
    """Finds what lines name; default: the tax code of lines that name none, empty for none."""

    def __init__(self, db: Bulk, codes: Sequence[StoredCode], default: str) -> None:
        self._db, self._stored, self._default = db, codes, default
        self._codes = {default: Codes(codes, default, db.notation.style)} if default else {}
        self._accounts: list[_Account] = []
        self._picked: dict[str, _Account] = {}

    def code(self, name: str, on: date) -> StoredCode | None:
        """The tax code of that name or bare rate on a day; None for `none`, and where none is named."""
        wanted = name or self._default
        if wanted.lower() in ("", "none"):
            return None
        if wanted not in self._codes:
            self._codes[wanted] = Codes(self._stored, wanted, self._db.notation.style)
        return self._codes[wanted].on(on)

    def found(self, lines: Sequence[FileLine], on: date) -> list[Found]:
        """The lines with their codes and accounts. Refused where some name a tax code and others say nothing of it."""
        named = [bool(line.tax_code or self._default) for line in lines]
        if any(named) and not all(named):
            raise Refused(
                "some of its lines name a tax code and others none", hint="write none where nothing is taxed"
            )
        return [Found(line, self.code(line.tax_code, on), self.account(line.account)) for line in lines]

    def turn(self, name: str, turns: Turns, on: date) -> StoredCode | None:
        """The turn of a code that a line of an export is under: the one with its rates, that of the day first."""
        if not name:
            return None
        mine = [stored for stored in self._stored if stored.code.code == name]
        if not mine:
            raise NotFound(
                f"there is no tax code {name}",
                hint="load or add the tax codes of the other book first: acctmgr tax load, acctmgr tax add",
            )
        return max(mine, key=lambda stored: (turns.fits(stored), valid_on(stored.code, on)))

    def own_account(self, reference: str) -> int:
        """The account that a line of an export posts to: income, Client deposits or Opening balances."""
        return self._account(reference, ("deposits", "opening")).id

    def account(self, reference: str) -> int | None:
        """The income account that a line names."""
        return self._account(reference).id if reference else None

    def _account(self, reference: str, keys: Sequence[str] = ()) -> _Account:
        if not self._accounts:
            self._accounts = self._db.rows(_Account, _ACCOUNTS)
        if reference not in self._picked:
            income = [row for row in self._accounts if row.type == "income" or row.key in keys]
            found = pick(reference, income, what="income account")
            if found.closed_on:
                raise Refused(f"{found.name} is closed since {found.closed_on}")
            self._picked[reference] = found
        return self._picked[reference]
