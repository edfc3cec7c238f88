"""What every import of cash writes into: the accounts of the book, its ledger, and the movements themselves."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.cash.posting_rules import TAX_COLUMNS, Places, Taxed
from acctmgr.cash.rules import TaxPart, withheld_by_us
from acctmgr.core.errors import Refused
from acctmgr.exchange.posting_service import Poster
from acctmgr.ledger.account_rules import kept_elsewhere, pick
from acctmgr.store.bulk import Bulk, NewRows
from acctmgr.tax.rules import StoredCode

_ACCOUNTS = (
    "SELECT id, key, code, name, type, currency, is_control, is_money, closed_on FROM account ORDER BY code"
)


class AccountRow(NamedTuple):
    """An account of the book."""

    id: int
    key: str | None
    code: str
    name: str
    type: str
    currency: str | None
    is_control: bool
    is_money: bool
    closed_on: date | None


class Movement(NamedTuple):
    """The columns of a movement."""

    direction: str
    moved_on: date
    account_id: int
    other_id: int
    party_id: int | None
    party: str
    memo: str | None
    amount_minor: int
    currency: str
    rate: str
    amount_book_minor: int
    tax_code_id: int | None
    tax_minor: int
    outside_key: str | None
    entry_id: int
    voided_on: date | None = None
    void_entry_id: int | None = None


class CashBook:
    """Finds accounts, and notes movements that wait for `write`."""

    def __init__(self, db: Bulk, run_id: int) -> None:
        self._db, self._run_id = db, run_id
        self.poster = Poster(db)
        self._accounts = db.rows(AccountRow, _ACCOUNTS)
        self._money = [row for row in self._accounts if row.is_money]
        self._picked: dict[tuple[str, bool], AccountRow] = {}
        self._rows = NewRows(db, "cash_entry", *Movement._fields, "import_id")
        self._taxes = NewRows(db, "cash_tax", "cash_entry_id", "tax_code_id", *TAX_COLUMNS)

    def account(self, reference: str, *, is_money: bool) -> AccountRow:
        """The account that is meant; thousands of rows name the same few."""
        if (reference, is_money) not in self._picked:
            found = (
                pick(reference, self._money, what="bank, cash or card account")
                if is_money
                else pick(reference, self._accounts)
            )
            self._picked[reference, is_money] = found
        return self._picked[reference, is_money]

    def check_ends(self, account: AccountRow, other: AccountRow, currency: str) -> None:
        """Refused where money can't move between these two."""
        for one in (account, other):
            check_usable(one)
        if other.id == account.id:
            raise Refused(f"{account.name} is both ends of this transfer")
        if other.is_control:
            raise kept_elsewhere(other)
        check_takes(account, currency)

    def places(self, account: AccountRow, other: AccountRow, currency: str, party_id: int | None) -> Places:
        """Where a movement is posted."""
        known = self.poster.accounts
        return Places(
            *(account.id, other.id, currency, party_id, self._db.currency),
            *(known["currency_gain"], known["currency_loss"]),
        )

    def tax_account(self, code: StoredCode | None, part: TaxPart, *, buying: bool) -> int:
        """The account of a tax inside a movement."""
        if withheld_by_us(part, is_buying=buying):
            return self.poster.accounts["withheld_payable"]
        return code.accounts[part.position] if code and code.accounts else self.poster.accounts["tax"]

    @property
    def next_id(self) -> int:
        """The number that the next movement will have."""
        return self._rows.next_id

    def add(self, movement: Movement, taxes: Sequence[Taxed]) -> None:
        """Note a movement with the taxes inside it; its entry was posted before."""
        cash_id = self._rows.add(*movement, self._run_id)
        for tax in taxes:
            figures: list[Any] = [str(one) if isinstance(one, Decimal) else one for one in tax.figures]
            self._taxes.add(cash_id, movement.tax_code_id, *figures)

    def write(self) -> None:
        """Write what was noted, in the order in which the rows refer to each other."""
        for rows in (self.poster, self._rows, self._taxes):
            rows.write()


def check_usable(account: AccountRow) -> None:
    """Refused where an account is closed."""
    if account.closed_on:
        raise Refused(f"{account.name} is closed since {account.closed_on}")


def check_takes(account: AccountRow, currency: str) -> None:
    """Refused where an account is kept in another currency."""
    if account.currency and account.currency != currency:
        raise Refused(f"{account.name} takes {account.currency}, not {currency}")


def check_kept(account: AccountRow, currency: str, book_currency: str) -> None:
    """Refused where what an account holds is not counted in this currency."""
    if (account.currency or book_currency) != currency:
        raise Refused(
            f"{account.name} is kept in {account.currency or book_currency}, not in {currency}",
            hint="add the accounts of the other book first: acctmgr account add NAME --money --currency CODE",
        )


def text_of(party: str, account: AccountRow, other: AccountRow, *, is_in: bool) -> str:
    """What the entry of a movement is called."""
    if other.is_money:
        return f"Transfer from {account.name} to {other.name}"
    way = f"{'in from' if is_in else 'out to'} {party}" if party else ("in" if is_in else "out")
    return f"Cash {way}: {other.name}"
