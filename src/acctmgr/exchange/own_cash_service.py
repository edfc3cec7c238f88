"""Cash out of an export: every movement and opening balance as it was booked, with its tax and its void."""

from collections import Counter
from collections.abc import Sequence

from acctmgr.cash.posting_rules import Taxed, Worth, cash_lines, difference_lines
from acctmgr.cash.rules import TaxPart, is_buying
from acctmgr.core.errors import Refused
from acctmgr.core.money import digits_of, plain_minor
from acctmgr.exchange.cash_book_service import AccountRow, CashBook, Movement, check_kept, text_of
from acctmgr.exchange.found_service import Names
from acctmgr.exchange.known_cash_service import Identity, KnownCash, identity
from acctmgr.exchange.opened_service import Openings
from acctmgr.exchange.own_cash_rules import OPENING, TRANSFER, OwnCash, own_cash_in
from acctmgr.exchange.party_service import Client, Clients
from acctmgr.exchange.restored_rules import Turns, tax_line
from acctmgr.exchange.run_rules import Once, Terms, check_moved
from acctmgr.ledger.rules import Line, turned
from acctmgr.store.bulk import Bulk
from acctmgr.tax.rules import StoredCode


class OwnCashRows:
    """Takes the rows of an export of cash; codes: the book's tax codes."""

    def __init__(self, db: Bulk, terms: Terms, run_id: int, codes: Sequence[StoredCode]) -> None:
        self._db, self._terms = db, terms
        self._book = CashBook(db, run_id)
        self._names = Names(db, codes, "")
        named = terms._replace(create_missing=False)
        self._parties = Clients(db, named, way_out="import clients and vendors first")
        self._known = KnownCash(db, run_id, is_export=True)
        self._openings = Openings(db, self._book)
        self._once = Once()
        self._void: list[Identity] = []  # what is void in the file and was there already
        self._receipts = 0
        self._aside: Counter[str] = Counter()

    def read(self, fields: dict[str, str]) -> OwnCash:
        """The row as values."""
        return own_cash_in(fields, self._terms, self._db.currency)

    def look_up(self, rows: list[OwnCash]) -> None:
        """Fetch the parties that rows name, and what moved on their days."""
        self._parties.look_up(row.handle for row in rows if row.handle)
        self._known.look_up((row.on for row in rows), (row.key for row in rows if row.key))

    def take(self, row: OwnCash, line: int) -> str:
        """Book it as it was, unless the book has it."""
        if row.kind == OPENING:
            return self._openings.take(row)
        account = self._book.account(row.account, is_money=True)
        other = self._book.account(row.category, is_money=row.kind == TRANSFER)
        party = self._parties.find(row.handle) if row.handle else None
        if row.key:
            self._once.claim(line, {row.key: "key"})
        wanted = identity(
            account.id, row.on, row.amount_minor, party.name if party else row.party, row.memo
        )._replace(other_id=other.id)
        if self._known.is_there(row.key, wanted):
            self._compare(row, wanted)
            return "unchanged"
        self._check(row, account, other)
        self._restore(row, account, other, party)
        return "created"

    def _compare(self, row: OwnCash, wanted: Identity) -> None:
        """Note what is void in the file; what stands in both is one."""
        if row.voided_on:
            self._void.append(wanted)
        else:
            self._known.stands(wanted)

    def _check(self, row: OwnCash, account: AccountRow, other: AccountRow) -> None:
        self._book.poster.check_open(row.on, *([row.voided_on] if row.voided_on else []))
        check_moved(row.on, self._terms)
        self._book.check_ends(account, other, row.currency)
        if row.kind == TRANSFER:
            check_kept(account, row.currency, self._db.currency)
            check_kept(other, row.received_currency, self._db.currency)
        elif other.is_money:
            raise Refused(f"{other.name} is an account for money: that is a transfer")

    def _restore(self, row: OwnCash, account: AccountRow, other: AccountRow, party: Client | None) -> None:
        code = self._names.turn(row.tax, Turns([part.tax for part in row.taxes]), row.on) if row.tax else None
        taxes = self._taxes(row, other, code)
        party_id = party.id if party else None
        if row.kind == TRANSFER:
            lines = self._between(row, account, other)
        else:
            worth = Worth(row.amount_minor, row.moved_minor, row.worth_minor)
            lines = cash_lines(worth, taxes, self._book.places(account, other, row.currency, party_id))
        poster, is_in = self._book.poster, row.kind == "in"
        entry_id = poster.post(row.on, "cash", text_of(row.party, account, other, is_in=is_in), lines)
        void_id = None
        if row.voided_on:
            text = f"Cash {self._book.next_id} void"
            void_id = poster.post(row.voided_on, "void", text, list(map(turned, lines)), reverses_id=entry_id)
        movement = Movement(
            direction=row.kind,
            moved_on=row.on,
            account_id=account.id,
            other_id=other.id,
            party_id=party_id,
            party=row.party,
            memo=row.memo or None,
            amount_minor=abs(row.amount_minor),
            currency=row.currency,
            rate=str(row.rate),
            amount_book_minor=abs(row.worth_minor),
            tax_code_id=code.id if code else None,
            tax_minor=row.tax_minor,
            outside_key=row.key or None,
            entry_id=entry_id,
            voided_on=row.voided_on,
            void_entry_id=void_id,
        )
        self._book.add(movement, taxes)
        self._receipts += row.has_receipts

    def _between(self, row: OwnCash, account: AccountRow, other: AccountRow) -> list[Line]:
        """The two sides of a transfer, and what an exchange of currencies gained or lost."""
        return [
            Line(account.id, row.moved_minor, row.currency, row.amount_minor),
            Line(other.id, row.worth_minor, row.received_currency, row.received_minor),
            *difference_lines(
                row.moved_minor + row.worth_minor, self._book.places(account, other, row.currency, None)
            ),
        ]

    def _taxes(self, row: OwnCash, other: AccountRow, code: StoredCode | None) -> list[Taxed]:
        """The taxes of the row under the code of the book. Refused where they do not make up its amount."""
        if code is None:
            return []
        buying = is_buying(other.type, is_in=row.kind == "in")
        found = []
        sums = {"added": 0, "withheld": 0, "self_assessed": 0}
        for own in row.taxes:
            told = tax_line(own.tax, [code])
            part = TaxPart(*told[1:], own.cost_minor)
            sums[part.kind] += part.tax_minor
            account_id = self._book.tax_account(code, part, buying=buying)
            found.append(Taxed(part, own.tax.tax_book_minor, own.cost_book_minor, account_id))
        digits = digits_of(row.currency)
        for part in (one.part for one in found):
            if part.base_minor + sums["added"] - sums["withheld"] != abs(row.amount_minor):
                raise Refused(
                    f"taxes: the base {plain_minor(part.base_minor, digits)} and its taxes do not make the amount"
                )
        if sums["added"] != row.tax_minor:
            raise Refused(f"tax_amount is not what its taxes add, {plain_minor(sums['added'], digits)}")
        return found

    def write(self) -> None:
        """Write what was noted."""
        self._book.write()

    def finish(self) -> list[str]:
        """Bring the balances of the months up to date; tells what does not come along."""
        self._book.poster.finish()
        told = []
        if standing := sum(map(self._known.stands, self._void)):
            told.append(
                f"{standing} of the void rows stand in this book and were left so: acctmgr cash void does it"
            )
        if self._receipts:
            told.append(f"{self._receipts} rows had receipts: their files stay beside the other book")
        return told

    def understood(self, row: OwnCash) -> str:
        """The date and amount of a row, in words."""
        amount = self._db.notation._replace(currency=row.currency).format(row.amount_minor)
        return f"{row.kind} on {row.on}: {amount} {row.currency}, {row.account}"
