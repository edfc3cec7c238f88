"""What was sold in a period: the income of issued documents, and the proof that the ledger says the same.

Amounts are in the book's currency, as they were posted: a sale is positive, what is given back negative. What is
void counts on its days: sold on the first, given back on the second. A deposit is no sale until the final invoice.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from acctmgr.core.dates import add_months, month_key, unfinished_month
from acctmgr.documents.total_rules import TAX_EFFECT
from acctmgr.invoices.item_rules import Line, shares_by_item
from acctmgr.store.read import Reader


class Wanted(NamedTuple):
    """Which days, whose: all clients, or one with those that were merged into it."""

    first: date
    last: date
    party_id: int | None = None


class ByClient(NamedTuple):
    """What one client bought; share of the total in percent."""

    client: str
    name: str
    invoices: int
    net_minor: int
    credited_minor: int
    discounts_minor: int
    total_minor: int
    share: Decimal | None


class ByMonth(NamedTuple):
    """What was sold in a month, such as 2026-07."""

    month: str
    invoices: int
    net_minor: int
    credited_minor: int
    discounts_minor: int
    total_minor: int
    share: Decimal | None


class ByItem(NamedTuple):
    """What was sold under one description, however it was written."""

    item: str
    invoices: int
    net_minor: int
    credited_minor: int
    discounts_minor: int
    total_minor: int
    share: Decimal | None


class ByOwner(NamedTuple):
    """What one of us sold: who the client belonged to when it was issued; a credit note is of its invoice's."""

    owner: str | None
    invoices: int
    net_minor: int
    credited_minor: int
    discounts_minor: int
    total_minor: int
    share: Decimal | None


class Movement(NamedTuple):
    """An income account of the ledger and what it earned in the period."""

    account: str
    movement_minor: int


class Sales(NamedTuple):
    """The rows of the report, its totals, and what the ledger says."""

    rows: Sequence[Any]
    row_type: Any
    totals: Mapping[str, int]
    accounts: Sequence[Movement]
    elsewhere_minor: int  # of that income, what came by no document

    @property
    def ledger_minor(self) -> int:
        """What documents earned, as the ledger says."""
        return sum(account.movement_minor for account in self.accounts) - self.elsewhere_minor

    @property
    def difference_minor(self) -> int:
        """What the documents say beyond that: 0, or the book is damaged."""
        return self.totals["total_minor"] - self.ledger_minor


class _Sum(NamedTuple):
    """One kind of event of one row, added up."""

    head: str | None
    name: str | None
    column: str
    invoices: int
    amount_minor: int


class _Event(NamedTuple):
    """What happened to the income of one document; source: the document whose lines say for what."""

    document_id: int
    column: str
    invoices: int
    amount_minor: int


class _Line(NamedTuple):
    document_id: int
    description: str
    net_minor: int


class _View(NamedTuple):
    """One way of cutting the sales: what its rows are made by, and how they stand."""

    row_type: Any
    head: str
    name: str
    order: Callable[[Any], tuple[Any, ...]]


def _largest(row: Any) -> tuple[Any, ...]:
    return -row.total_minor, row[0] is None, row[0]


VIEWS = {
    "client": _View(ByClient, "kept.handle", "kept.name", _largest),
    "month": _View(ByMonth, "SUBSTR(CAST(event.on_day AS TEXT), 1, 7)", "NULL", itemgetter(0)),
    "item": _View(ByItem, "", "", _largest),
    "owner": _View(ByOwner, "event.owner", "NULL", _largest),
}

# accounts that documents earn on: a gain by a rate is income, but no sale
_INCOME = "SELECT id FROM account WHERE type = 'income' AND (key IS NULL OR key <> 'currency_gain')"

_POSTED = f"""
    -CAST(COALESCE((SELECT SUM(amount_minor)
                      FROM posting
                     WHERE entry_id = document.{{entry}} AND account_id IN ({_INCOME})), 0) AS BIGINT)
"""
_OF_DOCUMENT = """
    SELECT document.id AS document_id, document.party_id, document.owner, document.{day} AS on_day,
           CASE WHEN document.kind = 'invoice' THEN 'net' ELSE 'credited' END AS in_column,
           {count} AS invoices, {posted} AS amount_minor
      FROM document
     WHERE document.kind IN ('invoice', 'credit_note') AND document.{day} BETWEEN :first AND :last
       AND document.status <> 'draft' AND document.is_deposit = 0 AND document.is_opening = 0
           {of_party document.party_id}
"""
_ISSUED = _OF_DOCUMENT.replace("{posted}", _POSTED.replace("{entry}", "entry_id"))
_VOIDED = _OF_DOCUMENT.replace("{posted}", _POSTED.replace("{entry}", "void_entry_id"))
# a discount at payment is the sum let go less its tax, taken back by a negative one
_DISCOUNTED = """
    SELECT document.id AS document_id, document.party_id, document.owner, allocation.effective_on AS on_day,
           'discounts' AS in_column, 0 AS invoices,
           CAST(COALESCE((
             SELECT SUM({effect})
               FROM allocation_tax
              WHERE allocation_id = allocation.id), 0) AS BIGINT) - allocation.source_book_minor AS amount_minor
      FROM allocation
      JOIN document ON document.id = allocation.document_id
     WHERE allocation.kind = 'discount' AND allocation.effective_on BETWEEN :first AND :last
       AND document.is_deposit = 0 {of_party +document.party_id}
""".replace("{effect}", TAX_EFFECT.format(kind="kind", minor="tax_book_minor"))
# an invoice counts once, in the month that it is of, unless it was void again by the end of that month: so no count
# is below nothing, months add up to their year, and a later void moves no count of a month that is over
_COUNT = """
    CASE WHEN document.kind = 'invoice'
          AND (document.voided_on IS NULL OR document.voided_on > :last
               OR SUBSTR(CAST(document.voided_on AS TEXT), 1, 7) > SUBSTR(CAST(document.issued_on AS TEXT), 1, 7))
         THEN 1 ELSE 0 END
"""
_EVENTS = " UNION ALL ".join(
    (
        _ISSUED.replace("{day}", "issued_on").replace("{count}", _COUNT),
        _VOIDED.replace("{day}", "voided_on").replace("{count}", "0"),
        _DISCOUNTED,
    )
)
_SUMS = f"""
    SELECT {{head}} AS head, {{name}} AS name, event.in_column, CAST(SUM(event.invoices) AS BIGINT) AS invoices,
           CAST(SUM(event.amount_minor) AS BIGINT) AS amount_minor
      FROM ({_EVENTS}) AS event
      JOIN party ON party.id = event.party_id
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     GROUP BY 1, 2, event.in_column
     ORDER BY {{head}} IS NULL, 1, 2, event.in_column
"""
_EACH = f"""
    SELECT event.document_id, event.in_column, event.invoices, event.amount_minor
      FROM ({_EVENTS}) AS event
     ORDER BY event.document_id, event.in_column, event.on_day
"""
# a credit note by amount names what it credits and no item: the lines of its invoice say what was given back
_LINES = f"""
    SELECT event.document_id, item.description, item.net_minor
      FROM (SELECT DISTINCT document_id FROM ({_EVENTS}) AS any_event) AS event
      JOIN document ON document.id = event.document_id
      LEFT JOIN document AS credited ON credited.id = document.credits_id
       AND EXISTS (SELECT 1 FROM document_line
                    WHERE document_id = document.id AND description = 'Credit for ' || credited.number)
      JOIN document_line AS item ON item.document_id = COALESCE(credited.id, document.id)
     WHERE item.account_id IN ({_INCOME})
     ORDER BY event.document_id, item.position
"""
_BALANCES = f"""
    SELECT account.name AS account, -CAST(SUM(moved.amount_minor) AS BIGINT) AS movement_minor
      FROM (SELECT account_id, amount_minor
              FROM account_month
             WHERE account_id IN ({_INCOME}) AND month < :month
            UNION ALL
            SELECT account_id, amount_minor
              FROM posting
             WHERE account_id IN ({_INCOME}) AND posted_on BETWEEN :month_begin AND :day) AS moved
      JOIN account ON account.id = moved.account_id
     GROUP BY account.code, account.name
     ORDER BY account.code
"""
_OF_PARTY = f"""
    SELECT account.name AS account, -CAST(SUM(posting.amount_minor) AS BIGINT) AS movement_minor
      FROM posting
      JOIN account ON account.id = posting.account_id
     WHERE posting.party_id IN ({{parties}}) AND posting.account_id IN ({_INCOME})
       AND posting.posted_on BETWEEN :first AND :last
     GROUP BY account.code, account.name
     ORDER BY account.code
"""
# cash entries, and what an account was opened with or left when it was closed. A + before a column keeps its index out:
# the way is from the few entries of the period to their postings, not through all that an account or a party ever had
_ELSEWHERE = f"""
    SELECT -CAST(COALESCE(SUM(posting.amount_minor), 0) AS BIGINT)
      FROM (SELECT entry_id FROM cash_entry WHERE moved_on BETWEEN :first AND :last
            UNION ALL
            SELECT void_entry_id AS entry_id FROM cash_entry WHERE voided_on BETWEEN :first AND :last
            UNION ALL
            SELECT id AS entry_id
              FROM entry
             WHERE kind IN ('opening', 'account_closed') AND posted_on BETWEEN :first AND :last
            UNION ALL
            SELECT entry.id AS entry_id
              FROM entry AS undone
              JOIN entry ON entry.reverses_id = undone.id
             WHERE undone.kind IN ('opening', 'account_closed')
               AND entry.posted_on BETWEEN :first AND :last) AS other
      JOIN posting ON posting.entry_id = other.entry_id
     WHERE +posting.account_id IN ({_INCOME}) {{of_party +posting.party_id}}
"""
_PARTIES = "SELECT id FROM party WHERE id = :party_id OR merged_into_id = :party_id"
_OF_PARTY_IN = re.compile(r"\{of_party ([+.\w]+)\}")
_COLUMNS = ("net", "credited", "discounts")


def sales(db: Reader, wanted: Wanted, *, by: str) -> Sales:
    """What was sold, by client, month, item or owner."""
    view = VIEWS[by]
    events = _events(db, wanted) if by == "item" else []
    sums = _by_item(db, wanted, events) if by == "item" else _sums(db, wanted, view)
    if by == "month":
        sums += [_Sum(month, None, "net", 0, 0) for month in _months(wanted)]
        sums.sort(key=lambda each: str(each.head))
    totals = _totals(sums)
    if by == "item":  # an invoice stands once in the total, whatever is on it
        totals["invoices"] = sum(event.invoices for event in events)
    whole = totals["total_minor"]
    rows = [_row(view, head, list(of), whole) for head, of in groupby(sums, key=itemgetter(0, 1))]
    return Sales(
        sorted(rows, key=view.order),
        view.row_type,
        totals,
        _accounts(db, wanted),
        int(db.value(_filled(_ELSEWHERE, wanted), **wanted._asdict())),
    )


def _sums(db: Reader, wanted: Wanted, view: _View) -> list[_Sum]:
    sql = _SUMS.replace("{head}", view.head).replace("{name}", view.name)
    return db.rows(_Sum, _filled(sql, wanted), **wanted._asdict())


def _filled(sql: str, wanted: Wanted) -> str:
    """A query narrowed to one client where that is wanted."""
    of_party = rf"AND \1 IN ({_PARTIES})" if wanted.party_id is not None else ""
    return _OF_PARTY_IN.sub(of_party, sql)


def _months(wanted: Wanted) -> Iterator[str]:
    """Every month that the period touches."""
    day = wanted.first.replace(day=1)
    while day <= wanted.last:
        yield month_key(day)
        day = add_months(day, 1)


def _events(db: Reader, wanted: Wanted) -> list[_Event]:
    sql = _filled(_EACH, wanted)
    return db.rows(_Event, sql, **wanted._asdict())


def _by_item(db: Reader, wanted: Wanted, events: Iterable[_Event]) -> list[_Sum]:
    """The income of every document, shared over the descriptions of its lines."""
    lines: dict[int, list[Line]] = {}
    sql = _filled(_LINES, wanted)
    for line in db.each(_Line, sql, **wanted._asdict()):
        lines.setdefault(line.document_id, []).append(Line(line.description, line.net_minor))
    return [
        _Sum(item, None, column, invoices, amount_minor)
        for item, column, invoices, amount_minor in shares_by_item(events, lines)
    ]


def _row(view: _View, head: tuple[str | None, str | None], sums: Iterable[_Sum], total_minor: int) -> Any:
    totals = _totals(sums)
    share = _share(totals["total_minor"], total_minor)
    first = head if view.name not in {"", "NULL"} else head[:1]
    return view.row_type(*first, *totals.values(), share)


def _share(minor: int, of_minor: int) -> Decimal | None:
    return (Decimal(100 * minor) / of_minor).quantize(Decimal("0.1")) if of_minor else None


def _totals(sums: Iterable[_Sum]) -> dict[str, int]:
    """Figures by column, and their sum."""
    figures = dict.fromkeys(("invoices", *(f"{column}_minor" for column in _COLUMNS)), 0)
    for each in sums:
        figures["invoices"] += each.invoices
        figures[f"{each.column}_minor"] += each.amount_minor
    return {**figures, "total_minor": sum(figures[f"{column}_minor"] for column in _COLUMNS)}


def _accounts(db: Reader, wanted: Wanted) -> list[Movement]:
    """What the income accounts moved in the period, those that moved at all."""
    if wanted.party_id is not None:
        sql = _OF_PARTY.replace("{parties}", _PARTIES)
        return db.rows(Movement, sql, **wanted._asdict())
    before = dict(_balances(db, wanted.first - timedelta(days=1)))
    moved = [
        Movement(account, minor - before.get(account, 0)) for account, minor in _balances(db, wanted.last)
    ]
    return [each for each in moved if each.movement_minor]


def _balances(db: Reader, day: date) -> list[Movement]:
    """What the income accounts earned up to the end of a day: whole months, and the days of the last one."""
    begin = unfinished_month(day)
    return db.rows(Movement, _BALANCES, month=month_key(begin), month_begin=begin, day=day)
