"""`report statement`: what a client owes, item by item or movement by movement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.dates import days_late
from acctmgr.invoices import statement_queries
from acctmgr.invoices.statement_queries import Event, OpenItem
from acctmgr.invoices.statement_rules import said, sums_of
from acctmgr.store.read import Reader


class OpenRow(NamedTuple):
    """Something that is open; the balance is that of its currency up to here."""

    on: date
    kind: str
    ref: str
    reference: str | None
    due_on: date | None
    late_days: int
    currency: str
    total_minor: int
    open_minor: int
    balance_minor: int


class MoveRow(NamedTuple):
    """A movement; the balance is that of its currency after it. The first of a currency may bring one forward.

    kind: one of statement_rules, or opening.
    """

    on: date
    kind: str
    ref: str | None
    reference: str | None
    due_on: date | None
    currency: str
    amount_minor: int
    balance_minor: int

    @property
    def what(self) -> str:
        """What happened, as people call it."""
        return said(self)


class Statement(NamedTuple):
    """Rows of the type given by currency, the book's first; sums by currency, and what it is carried at in the book."""

    rows: list[Any]
    row_type: Any
    sums: dict[str, dict[str, int]]
    in_book: dict[str, Any]  # as the aging has them, with the book's currency named

    @property
    def currency(self) -> str:
        """What its totals are in: that of all rows where they have one, else the book's."""
        codes = {row.currency for row in self.rows}
        return codes.pop() if len(codes) == 1 else next(iter(self.sums))

    @property
    def totals(self) -> Mapping[str, Any]:
        """The sums in the statement's currency, and those in others apart; never summed across."""
        others = {
            code: sums for code, sums in self.sums.items() if code != self.currency and any(sums.values())
        }
        return {**self.sums[self.currency], **({"other_currencies": others} if others else {})}


def open_statement(db: Reader, party_id: int, *, as_of: date, currency: str | None = None) -> Statement:
    """What is open at the end of a day, in one currency or in all."""
    items = _in(statement_queries.open_items(db, as_of, party_id), currency, db.currency)
    rows: list[OpenRow] = []
    balances: dict[str, int] = {}
    for item in items:
        if not item.open_minor:
            continue
        balances[item.currency] = balances.get(item.currency, 0) + item.open_minor
        late = days_late(item.due_on, as_of) if item.due_on else 0
        due_on = item.due_on if item.kind == "invoice" else None
        rows.append(
            OpenRow(
                item.on, item.kind, item.ref, item.reference, due_on, late, item.currency, item.total_minor,
                item.open_minor, balances[item.currency],
            )
        )  # fmt: skip
    codes = dict.fromkeys([currency or db.currency, *balances])
    sums = {code: _open_sums([row for row in rows if row.currency == code]) for code in codes}
    return Statement(rows, OpenRow, sums, _carried(items, db.currency))


def moves_statement(
    db: Reader, party_id: int, *, first: date | None, last: date, currency: str | None = None
) -> Statement:
    """Every movement of a period with the balance after it; what came before is brought forward."""
    rows: list[MoveRow] = []
    sums: dict[str, dict[str, int]] = {}
    found = _in(statement_queries.events(db, party_id, last=last), currency, db.currency)
    for code in dict.fromkeys([currency or db.currency, *(event.currency for event in found)]):
        own = [event for event in found if event.currency == code]
        forward = sum(event.amount_minor for event in own if first and event.on < first)
        moves = [event for event in own if not first or event.on >= first]
        if forward and first:
            rows.append(MoveRow(first, "opening", None, None, None, code, forward, forward))
        rows += _moves(moves, forward)
        sums[code] = _move_sums(forward, moves)
    items = _in(statement_queries.open_items(db, last, party_id), currency, db.currency)
    return Statement(rows, MoveRow, sums, _carried(items, db.currency))


def _in(rows: Sequence[Any], currency: str | None, book_currency: str) -> list[Any]:
    """Those in the currency wanted, or all with the book's currency first; what is equal keeps its order."""
    kept = [row for row in rows if currency in (None, row.currency)]
    return sorted(kept, key=lambda row: row.currency != book_currency)


def _moves(events: Iterable[Event], balance_minor: int) -> Iterable[MoveRow]:
    for event in events:
        balance_minor += event.amount_minor
        yield MoveRow(*event, balance_minor)


def _open_sums(rows: Sequence[OpenRow]) -> dict[str, int]:
    """Of one currency: what is owed, what of it is overdue, the credits, and all together."""
    invoices = [row for row in rows if row.kind == "invoice"]
    credit = sum(row.open_minor for row in rows if row.kind != "invoice")
    owed = sum(row.open_minor for row in invoices)
    overdue = sum(row.open_minor for row in invoices if row.late_days)
    return {
        "owed_minor": owed,
        "overdue_minor": overdue,
        "credit_minor": credit,
        "balance_minor": owed + credit,
    }


def _move_sums(forward: int, moves: Sequence[Event]) -> dict[str, int]:
    """Of one currency: what was there, what was invoiced, paid and so on, and what is there."""
    sums = sums_of(moves)
    return {
        "opening_minor": forward,
        **{f"{name}_minor": minor for name, minor in sums.items()},
        "balance_minor": forward + sum(sums.values()),
    }


def _carried(items: Iterable[OpenItem], book_currency: str) -> dict[str, Any]:
    """All of it in the book's currency, at what it is carried: the client's row of the aging."""
    owed = credit = 0
    for item in items:
        if item.kind == "invoice":
            owed += item.book_minor
        else:
            credit += item.book_minor
    return {
        "currency": book_currency,
        "owed_minor": owed,
        "credit_minor": credit,
        "balance_minor": owed + credit,
    }
