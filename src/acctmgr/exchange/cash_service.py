"""Money in, out and between accounts from a file: booked as `cash` would, or left as it is there already."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from acctmgr.cash.posting_rules import Worth, cash_lines, taxed
from acctmgr.cash.rules import Currencies, is_buying, tax_inside, value_of
from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of
from acctmgr.core.text import listed
from acctmgr.exchange.cash_book_service import AccountRow, CashBook, Movement, text_of
from acctmgr.exchange.cash_rules import CashIn, amount_in, cash_in
from acctmgr.exchange.known_cash_service import KnownCash, identity
from acctmgr.exchange.party_service import Clients
from acctmgr.exchange.run_rules import LEFT_ASIDE, Once, Terms, check_moved
from acctmgr.exchange.split_rules import Codes
from acctmgr.parties.merged_rules import joined_party
from acctmgr.store.bulk import Bulk
from acctmgr.tax.rules import StoredCode

_OPEN = f"""
    SELECT party.id AS party_id, document.currency, number
      FROM document
      {joined_party("document.party_id")}
     WHERE kind = 'invoice' AND settled_on IS NULL AND document.status NOT IN ('draft', 'void') AND open_minor > 0
     ORDER BY due_on, document.id
"""
_HELD = """
    SELECT CAST(COALESCE(SUM(foreign_minor), 0) AS BIGINT) AS own,
           CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS book
      FROM posting
     WHERE account_id = :id
"""


class CashRows:
    """Takes the rows of a file of money; codes: the book's tax codes."""

    def __init__(self, db: Bulk, terms: Terms, run_id: int, codes: Sequence[StoredCode]) -> None:
        self._db, self._terms = db, terms
        self._stored = codes
        self._cash = CashBook(db, run_id)
        self._parties = Clients(db, terms._replace(create_missing=False, is_export=False))
        self._known = KnownCash(db, run_id)
        self._codes: dict[str, Codes] = {}
        self._held: dict[int, tuple[int, int]] = {}
        self._once = Once()
        self._aside: Counter[str] = Counter()
        self._is_signed = False
        self._waiting: dict[tuple[int, str], str] = {}
        for party_id, currency, number in db.run(_OPEN):
            self._waiting.setdefault((party_id, currency), number)

    def read(self, fields: dict[str, str]) -> CashIn:
        """The row as values."""
        row = cash_in(fields, self._terms)
        self._is_signed = self._is_signed or row.shows_signs
        return row

    def look_up(self, rows: list[CashIn]) -> None:
        """Fetch the parties that rows name, and what moved on their days."""
        self._parties.look_up(row.party for row in rows if row.party)
        self._known.look_up((row.on for row in rows), (row.key for row in rows if row.key))

    def take(self, row: CashIn, line: int) -> str:
        """Book it, unless the book has it."""
        if row.aside:
            return self._leave_aside(row.aside)
        account = self._cash.account(row.account or "bank", is_money=True)
        other = self._cash.account(row.category, is_money=False)
        currency = row.currency or account.currency or self._db.currency
        amount = amount_in(row, self._terms, currency, is_file_signed=self._is_signed)
        if row.is_transfer and amount > 0:
            return self._leave_aside("other side of a transfer")
        if row.key:
            self._once.claim(line, {row.key: "key"})
        if other.is_money and amount > 0:  # it came from there
            account, other, amount = other, account, -amount
        is_transfer = other.is_money
        party = "" if is_transfer else row.party
        wanted = identity(account.id, row.on, amount, party, row.memo)
        if self._known.is_there(row.key, wanted):
            return "unchanged"
        self._check(row, account, other, currency, amount)
        self._book(row, account, other, currency, amount)
        return "created"

    def _leave_aside(self, why: str) -> str:
        self._aside[why] += 1
        return LEFT_ASIDE

    def _check(self, row: CashIn, account: AccountRow, other: AccountRow, currency: str, amount: int) -> None:
        self._cash.poster.check_open(row.on)
        check_moved(row.on, self._terms)
        self._cash.check_ends(account, other, currency)
        if other.is_money:
            self._check_transfer(row, account, other)
        party_id = self._parties.id_of(row.party)
        number = self._waiting.get((party_id, currency), "")
        if amount > 0 and other.type == "income" and number and not self._terms.is_sure:
            raise Refused(
                f"{row.party} has {number} open: as income of its own this may count twice",
                hint="if it pays that: acctmgr invoice pay; if it is other income: --yes",
            )

    def _check_transfer(self, row: CashIn, account: AccountRow, other: AccountRow) -> None:
        own = self._db.currency
        if (account.currency or own) != (other.currency or own):
            raise Refused(
                f"{account.name} and {other.name} have different currencies",
                hint="what left and what arrived: acctmgr cash transfer AMOUNT --received AMOUNT",
            )
        if row.tax:
            raise Refused("there is no tax in a transfer")

    def _book(self, row: CashIn, account: AccountRow, other: AccountRow, currency: str, amount: int) -> None:
        code = None if row.tax.lower() in ("", "none") else self._code(row)
        is_in, is_transfer = amount > 0, other.is_money
        buying = is_buying(other.type, is_in=is_in)
        parts = tax_inside(abs(amount), code.code, is_buying=buying) if code else []
        worth = self._worth(row, account, currency, amount, is_carried=is_transfer)
        tax_accounts = [self._cash.tax_account(code, part, buying=buying) for part in parts]
        taxes = taxed(parts, tax_accounts, worth)
        party_id = None if is_transfer else self._parties.id_of(row.party) or None
        lines = cash_lines(worth, taxes, self._cash.places(account, other, currency, party_id))
        entry_id = self._cash.poster.post(
            row.on, "cash", text_of(row.party, account, other, is_in=is_in), lines
        )
        self._move_held(account, other, worth)
        movement = Movement(
            direction="transfer" if is_transfer else "in" if is_in else "out",
            moved_on=row.on,
            account_id=account.id,
            other_id=other.id,
            party_id=party_id,
            party="" if is_transfer else row.party,
            memo=row.memo or None,
            amount_minor=abs(amount),
            currency=currency,
            rate=str(row.rate or self._rate(worth, currency)),
            amount_book_minor=abs(worth.worth_minor),
            tax_code_id=code.id if code else None,
            tax_minor=sum(part.tax_minor for part in parts if part.kind == "added"),
            outside_key=row.key or None,
            entry_id=entry_id,
        )
        self._cash.add(movement, taxes)

    def _code(self, row: CashIn) -> StoredCode:
        if row.tax not in self._codes:
            self._codes[row.tax] = Codes(self._stored, row.tax, self._db.notation.style)
        return self._codes[row.tax].on(row.on)

    def _worth(
        self, row: CashIn, account: AccountRow, currency: str, amount: int, *, is_carried: bool
    ) -> Worth:
        """What it is worth in the book's currency; a foreign account gives at average cost."""
        if currency == self._db.currency:
            return Worth(amount, amount, amount)
        if row.rate is None and account.currency != currency:
            raise Refused(
                f"rate is empty, and the amount is in {currency}",
                hint="--map rate=COLUMN or --default rate=0.92",
            )
        held = self._held_in(account) if account.currency == currency else (0, 0)
        digits = Currencies(digits_of(currency), digits_of(self._db.currency))
        moved, worth = value_of(amount, held, row.rate, digits)
        return Worth(amount, moved, moved if is_carried else worth)

    def _held_in(self, account: AccountRow) -> tuple[int, int]:
        if account.id not in self._held:
            own, book = self._db.run(_HELD, {"id": account.id}).fetchone()
            self._held[account.id] = (int(own), int(book))
        return self._held[account.id]

    def _move_held(self, account: AccountRow, other: AccountRow, worth: Worth) -> None:
        """Remember what foreign accounts hold now; what waits is not in the ledger yet."""
        moves = ((account, worth.own_minor, worth.moved_minor), (other, -worth.own_minor, -worth.moved_minor))
        for one, own, book in moves:
            if one.is_money and one.currency not in (None, self._db.currency):
                before = self._held_in(one)
                self._held[one.id] = (before[0] + own, before[1] + book)

    def _rate(self, worth: Worth, currency: str) -> Decimal:
        own = self._db.currency
        if currency == own:
            return Decimal(1)
        in_book = Decimal(abs(worth.worth_minor)).scaleb(-digits_of(own))
        return (in_book / Decimal(abs(worth.own_minor)).scaleb(-digits_of(currency))).quantize(
            Decimal("0.000000001")
        )

    def write(self) -> None:
        """Write what was noted."""
        self._cash.write()

    def finish(self) -> list[str]:
        """Bring the balances of the months up to date; tells what was left aside."""
        self._cash.poster.finish()
        return [
            f"{count} {'row' if count == 1 else 'rows'} left aside: {why}"
            for why, count in sorted(self._aside.items())
        ]

    def understood(self, row: CashIn) -> str:
        """The date and amount of a row, in words."""
        currency = row.currency or self._db.currency
        amount = self._db.notation._replace(currency=currency).format(
            amount_in(row, self._terms, currency, is_file_signed=self._is_signed)
        )
        return listed([f"on {row.on}", f"{amount} {currency}", row.category], "for")
