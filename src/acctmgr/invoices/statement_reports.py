"""`report statement`: what a client owes, item by item or movement by movement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from acctmgr.core.dates import days_late
from acctmgr.invoices import statement_queries
from acctmgr.invoices.statement_queries import Event, OpenItem
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
    """A movement; the balance is that of its currency after it. The first of a currency may bring one forward."""

    on: date
    kind: str
    ref: str | None
    reference: str | None
    due_on: date | None
    currency: str
    amount_minor: int
    balance_minor: int


class Statement(NamedTuple):
    """Rows of the type given by currency, the book's first; sums by currency, and what it is carried at in the book."""

    rows: list[Any]
    row_type: Any
    sums: dict[str, dict[str, int]]
    in_book: dict[str, int]  # as the aging has them

    def totals(self, currency: str) -> Mapping[str, Any]:
        """The sums in the book's currency, and those in others apart."""
        others = {code: sums for code, sums in self.sums.items() if code != currency}
        return {**self.sums[currency], **({"other_currencies": others} if others else {})}


def open_statement(db: Reader, party_id: int, *, as_of: date) -> Statement:
    """What is open at the end of a day."""
    items = _book_first(statement_queries.open_items(db, as_of, party_id), db.currency)
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
    codes = dict.fromkeys([db.currency, *balances])
    sums = {code: _open_sums([row for row in rows if row.currency == code]) for code in codes}
    return Statement(rows, OpenRow, sums, _carried(items))


def moves_statement(db: Reader, party_id: int, *, first: date | None, last: date) -> Statement:
    """Every movement of a period with the balance after it; what came before is brought forward."""
    rows: list[MoveRow] = []
    sums: dict[str, dict[str, int]] = {}
    found = _book_first(statement_queries.events(db, party_id, last=last), db.currency)
    for code in dict.fromkeys([db.currency, *(event.currency for event in found)]):
        own = [event for event in found if event.currency == code]
        forward = sum(event.amount_minor for event in own if first and event.on < first)
        moves = [event for event in own if not first or event.on >= first]
        if forward and first:
            rows.append(MoveRow(first, "opening", None, None, None, code, forward, forward))
        rows += _moves(moves, forward)
        sums[code] = _move_sums(forward, moves)
    carried = _carried(statement_queries.open_items(db, last, party_id))
    return Statement(rows, MoveRow, sums, carried)


def _book_first(rows: Sequence[Any], currency: str) -> list[Any]:
    return sorted(rows, key=lambda row: row.currency != currency)  # what is equal keeps its order


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
    """Of one currency: what was there, what came and went, and what is there."""
    charged = sum(event.amount_minor for event in moves if event.amount_minor > 0)
    settled = sum(event.amount_minor for event in moves if event.amount_minor < 0)
    return {
        "opening_minor": forward,
        "charged_minor": charged,
        "settled_minor": settled,
        "balance_minor": forward + charged + settled,
    }


def _carried(items: Iterable[OpenItem]) -> dict[str, int]:
    """All currencies in the book's, at what they are carried: the client's row of the aging."""
    owed = credit = 0
    for item in items:
        if item.kind == "invoice":
            owed += item.book_minor
        else:
            credit += item.book_minor
    return {"owed_minor": owed, "credit_minor": credit, "balance_minor": owed + credit}
