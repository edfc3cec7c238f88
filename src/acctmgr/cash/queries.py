"""Every movement of bank, cash and card accounts, whatever made it, with the balance after it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from heapq import nlargest, nsmallest
from itertools import count
from sys import maxsize
from typing import Any, NamedTuple

from acctmgr.cash.share_queries import IN_ONE_GO, named, with_categories
from acctmgr.core.errors import NotFound, WrongUsage
from acctmgr.core.text import did_you_mean, fold
from acctmgr.ledger.account_queries import AccountRef, all_accounts, held, in_own, money_accounts
from acctmgr.store.read import Page, Reader
from acctmgr.store.where import Facts


class CashRow(NamedTuple):
    """A movement of one account; what goes out is negative. `id` is that of a cash entry, `ref` what people type.

    category: as in `report cash`; of a payment what the most of it counts for.
    """

    id: int | None
    on: date
    account: str
    category: str | None
    party: str | None
    memo: str | None
    amount_minor: int
    balance_minor: int
    currency: str
    kind: str
    ref: str | None
    handle: str | None
    tax: str | None
    tax_amount_minor: int | None
    receipt: str | None
    voided_on: date | None


CASH_FACTS = Facts(CashRow)


class Wanted(NamedTuple):
    """Which movements a list shows; None leaves a filter off."""

    account_id: int | None = None
    category_id: int | None = None
    first: date | None = None
    last: date | None = None
    party_ids: Sequence[int] | None = None
    texts: Sequence[str] = ()  # names that were typed and belong to nobody we know


class _Moved(NamedTuple):
    posting_id: int
    account_id: int
    payment_id: int | None
    id: int | None
    on: date
    account: str
    category: str | None
    party: str | None
    memo: str | None
    amount_minor: int
    currency: str
    kind: str
    ref: str | None
    handle: str | None
    tax: str | None
    tax_amount_minor: int | None
    receipt: str | None
    voided_on: date | None


class _Brief(NamedTuple):
    """As much of a movement as says what it counts for."""

    posting_id: int
    payment_id: int | None
    category: str | None
    on: date


class _Step(NamedTuple):
    id: int
    minor: int


class _Id(NamedTuple):
    id: int


# a payment is found through its party, for there is no index by entry; `kept` is whom a merged party became
_SOURCE = """
      FROM (
        SELECT posting.id AS posting_id, posting.account_id, payment.id AS payment_id, cash.id, posting.posted_on,
               account.name AS account,
               category.name AS category, category.id AS category_id,
               COALESCE(kept.name, NULLIF(cash.party, '')) AS party, cash.party AS typed, posting.party_id,
               CASE WHEN cash.id IS NOT NULL THEN cash.memo
                    WHEN payment.id IS NOT NULL THEN COALESCE(payment.reference, payment.note)
                    ELSE entry.text END AS memo,
               CASE WHEN COALESCE(account.currency, :currency) = :currency THEN posting.amount_minor
                    ELSE posting.foreign_minor END AS amount_minor,
               COALESCE(account.currency, :currency) AS currency,
               CASE WHEN cash.void_entry_id = posting.entry_id THEN 'void'
                    WHEN cash.id IS NOT NULL THEN cash.direction
                    WHEN payment.void_entry_id = posting.entry_id THEN 'void'
                    WHEN payment.direction = 'out' THEN 'refund'
                    WHEN payment.id IS NOT NULL THEN 'payment'
                    ELSE entry.kind END AS kind,
               COALESCE(CAST(cash.id AS TEXT), 'p' || CAST(payment.id AS TEXT)) AS ref,
               kept.handle, tax_code.code AS tax,
               CASE WHEN cash.tax_code_id IS NULL THEN NULL
                    ELSE (CASE WHEN posting.amount_minor < 0 THEN -1 ELSE 1 END)
                         * (CASE WHEN account.currency = cash.currency THEN cash.tax_minor
                                 ELSE CAST(COALESCE((SELECT SUM(tax_book_minor)
                                                       FROM cash_tax
                                                      WHERE cash_entry_id = cash.id AND kind = 'added'), 0) AS BIGINT)
                            END) END AS tax_amount_minor,
               (SELECT MIN(name) FROM receipt WHERE receipt.cash_entry_id = cash.id) AS receipt,
               COALESCE(cash.voided_on, payment.voided_on) AS voided_on
          FROM posting
          JOIN account ON account.id = posting.account_id
          JOIN entry ON entry.id = posting.entry_id
          LEFT JOIN cash_entry AS cash
            ON cash.id = COALESCE((SELECT made.id FROM cash_entry AS made WHERE made.entry_id = posting.entry_id),
                                  (SELECT gone.id FROM cash_entry AS gone WHERE gone.void_entry_id = posting.entry_id))
          LEFT JOIN payment
            ON payment.id = (SELECT MIN(paid.id)
                               FROM payment AS paid
                              WHERE paid.party_id = posting.party_id
                                AND (paid.entry_id = posting.entry_id OR paid.void_entry_id = posting.entry_id))
          LEFT JOIN party AS named ON named.id = COALESCE(cash.party_id, posting.party_id)
          LEFT JOIN party AS kept ON kept.id = COALESCE(named.merged_into_id, named.id)
          LEFT JOIN tax_code ON tax_code.id = cash.tax_code_id
          LEFT JOIN account AS category
            ON category.id = CASE WHEN cash.other_id = posting.account_id THEN cash.account_id
                                  WHEN cash.id IS NOT NULL THEN cash.other_id
                                  ELSE (SELECT other.account_id
                                          FROM posting AS other
                                         WHERE other.entry_id = posting.entry_id
                                           AND other.account_id <> posting.account_id
                                         ORDER BY ABS(other.amount_minor) DESC, other.id
                                         LIMIT 1) END
         WHERE account.is_money = 1 {inner}
           ) AS moved
"""
_MOVED = f"""
    SELECT posting_id, account_id, payment_id, id, posted_on, account, category, party, memo, amount_minor, currency,
           kind, ref, handle, tax, tax_amount_minor, receipt, voided_on
{_SOURCE}"""
_IDS = f"SELECT posting_id AS id {_SOURCE}"
_BRIEF = f"SELECT posting_id, payment_id, category, posted_on {_SOURCE}"
_ONE_ACCOUNT = "AND posting.account_id = :account_id"
_FROM = "AND posting.posted_on >= :first"
_TO = "AND posting.posted_on <= :last"
# a category has a posting in the entry; only what the index finds there is joined to all the rest
_OF_CATEGORY = "AND posting.entry_id IN (SELECT entry_id FROM posting WHERE account_id = :category_id)"
# what was income long before the money came has its posting in the entry of the invoice
_OF_INCOME = """
    AND posting.entry_id IN (
        SELECT entry_id FROM posting WHERE account_id = :category_id
        UNION
        SELECT entry_id FROM payment WHERE id IN ({paid})
        UNION
        SELECT void_entry_id FROM payment WHERE id IN ({paid}) AND void_entry_id IS NOT NULL)
""".format(
    paid="""
        SELECT allocation.payment_id
          FROM document_line
          JOIN allocation ON allocation.document_id = document_line.document_id
         WHERE document_line.account_id = :category_id AND allocation.payment_id IS NOT NULL"""
)
_THESE = "AND posting.id IN (:ids)"
_OF_ENTRY = """
    AND posting.entry_id IN (SELECT entry_id FROM cash_entry WHERE id = :cash_id
                             UNION ALL
                             SELECT void_entry_id FROM cash_entry WHERE id = :cash_id)
"""
_CATEGORY = "category_id = :category_id AND payment_id IS NULL"
_CATEGORY_OR_PAYMENT = "(category_id = :category_id OR payment_id IS NOT NULL)"
_PARTY = "party_id IN (:party_ids)"
_TEXTS = "typed IN (:texts)"
_ORDERS = {
    "date": "posted_on, posting_id",
    "amount": "amount_minor, posted_on, posting_id",
    "account": "account, posted_on, posting_id",
    "category": "category IS NULL, category, posted_on, posting_id",
    "party": "party IS NULL, party, posted_on, posting_id",
}
_LATEST_OF = """
    SELECT * FROM (SELECT id, posted_on
                     FROM posting
                    WHERE account_id = {account_id:d} {inner}
                    ORDER BY posted_on {way}, id {way}
                    LIMIT {limit:d}) AS of_{account_id:d}
"""
_HOW_MANY = "SELECT COUNT(*) FROM posting WHERE account_id IN (:account_ids) {inner}"
_STEPS = """
    SELECT posting.id,
           CASE WHEN COALESCE(account.currency, :currency) = :currency THEN posting.amount_minor
                ELSE posting.foreign_minor END AS minor
      FROM posting
      JOIN account ON account.id = posting.account_id
     WHERE posting.account_id = :account_id AND posting.posted_on >= :first AND posting.posted_on <= :last
     ORDER BY posting.posted_on, posting.id
"""
_PARTIES = "SELECT id FROM party WHERE id = :id OR merged_into_id = :id ORDER BY id"
_TYPED = "SELECT DISTINCT party FROM cash_entry WHERE party <> '' ORDER BY party"


def movements(db: Reader, wanted: Wanted, *, sort: str, limit: int) -> Page[CashRow]:
    """Movements with the balance of their account after each, as the ledger has it; `sort` is a key of the list."""
    order = order_of(sort)
    parameters: dict[str, Any] = {"currency": db.currency, **wanted._asdict()}
    is_plain = wanted.category_id is None and wanted.party_ids is None
    if limit and is_plain and sort.removeprefix("-") == "date":
        ids = _ids(db, wanted, way="DESC" if sort.startswith("-") else "ASC", limit=limit)
        return Page(_shown(db, [row.id for row in ids.rows]), ids.left_out)
    known = {row.id: row for row in all_accounts(db)}
    category = known[wanted.category_id] if wanted.category_id is not None else None
    if _takes_payments(category) or sort.removeprefix("-") == "category":
        return _by_main_account(db, wanted, category, sort=sort, limit=limit)
    sql = _IDS.format(inner=_inner(wanted, category)) + _outer(wanted, category)
    page = db.page(_Id, f"{sql} ORDER BY {order}", limit=limit, **parameters)
    return Page(_shown(db, [row.id for row in page.rows]), page.left_out)


def _takes_payments(category: AccountRef | None) -> bool:
    """Whether payments can count for a category; an expense is paid by cash entries alone."""
    return category is not None and category.type != "expense"


def _by_main_account(
    db: Reader, wanted: Wanted, category: AccountRef | None, *, sort: str, limit: int
) -> Page[CashRow]:
    """Movements chosen or sorted by what their payments count for, which no SQL says.

    A few columns of each are looked at, a batch at a time; only those that are shown are read whole.
    """
    is_by_category, way = sort.removeprefix("-") == "category", "-" if sort.startswith("-") else ""
    order = order_of(f"{way}date" if is_by_category else sort)
    sql = f"{_BRIEF.format(inner=_inner(wanted, category))}{_outer(wanted, category)} ORDER BY {order}"
    brief = named(db, db.each(_Brief, sql, currency=db.currency, **wanted._asdict()))
    seen = count()
    found = (row for row in brief if (category is None or row.category == category.name) and next(seen) >= 0)
    chosen = _first_by_category(found, limit, way=way) if is_by_category else _first(found, limit)
    return Page(_shown(db, [row.posting_id for row in chosen]), next(seen) - len(chosen))


def _first(rows: Iterable[_Brief], limit: int) -> list[_Brief]:
    """The first rows (0: all); all are walked through, so that they are counted."""
    chosen: list[_Brief] = []
    for row in rows:
        if not limit or len(chosen) < limit:
            chosen.append(row)
    return chosen


def _first_by_category(rows: Iterable[_Brief], limit: int, *, way: str) -> list[_Brief]:
    """The first rows by category (0: all), those without one last; those of one category stay in their order."""
    choose = nlargest if way else nsmallest
    return choose(
        limit or maxsize, rows, lambda row: ((row.category is None) != bool(way), row.category or "")
    )


def _shown(db: Reader, posting_ids: Sequence[int]) -> list[CashRow]:
    """These movements whole, in this order."""
    found: dict[int, _Moved] = {}
    for start in range(0, len(posting_ids), IN_ONE_GO):
        ids = posting_ids[start : start + IN_ONE_GO]
        rows = db.rows(_Moved, _MOVED.format(inner=_THESE), currency=db.currency, ids=ids)
        found |= {row.posting_id: row for row in rows}
    return _with_balances(db, with_categories(db, [found[posting_id] for posting_id in posting_ids]))


def order_of(sort: str) -> str:
    """The SQL of a sort key."""
    key = sort.removeprefix("-")
    if key not in _ORDERS:
        hint = (
            did_you_mean(key, _ORDERS) or f"one of: {' '.join(_ORDERS)}, with - in front the other way round"
        )
        raise WrongUsage(f"movements can't be sorted by {key}", hint=hint)
    if not sort.startswith("-"):
        return _ORDERS[key]
    return ", ".join(
        part if part.endswith("IS NULL") else f"{part} DESC" for part in _ORDERS[key].split(", ")
    )


def _inner(wanted: Wanted, category: AccountRef | None = None) -> str:
    conditions = (
        (_ONE_ACCOUNT, wanted.account_id is not None),
        (_FROM, wanted.first is not None),
        (_TO, wanted.last is not None),
        (_OF_CATEGORY, category is not None and not _takes_payments(category)),
        (_OF_INCOME, _takes_payments(category) and wanted.first is None),  # all of it; a period is less
    )
    return " ".join(text for text, holds in conditions if holds)


def _outer(wanted: Wanted, category: AccountRef | None) -> str:
    conditions = []
    if category is not None:
        conditions.append(_CATEGORY_OR_PAYMENT if _takes_payments(category) else _CATEGORY)
    if wanted.party_ids is not None:
        ways = ([_PARTY] if wanted.party_ids else []) + ([_TEXTS] if wanted.texts else [])
        conditions.append(f"({' OR '.join(ways)})")
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _ids(db: Reader, wanted: Wanted, *, way: str, limit: int) -> Page[_Id]:
    """The newest or oldest postings of money accounts, each account by its own index: old history costs nothing."""
    chosen = [row.id for row in money_accounts(db) if wanted.account_id in (None, row.id)]
    inner = _inner(wanted._replace(account_id=None)).replace("posting.", "")
    parts = [
        _LATEST_OF.format(account_id=account_id, inner=inner, way=way, limit=limit + 1)
        for account_id in chosen
    ]
    sql = f"SELECT id FROM ({' UNION ALL '.join(parts)}) AS latest ORDER BY posted_on {way}, id {way}"
    days = {"first": wanted.first, "last": wanted.last}
    rows = db.rows(_Id, f"{sql} LIMIT {limit + 1:d}", **days)
    if len(rows) <= limit:
        return Page(rows, 0)
    total = db.value(_HOW_MANY.format(inner=inner), account_ids=chosen, **days)
    return Page(rows[:limit], total - limit)


def _with_balances(db: Reader, rows: Sequence[_Moved]) -> list[CashRow]:
    """Rows with what their account held after them, whatever the list leaves out."""
    after: dict[int, int] = {}
    accounts = {row.id: row for row in money_accounts(db)}
    for account_id in sorted({row.account_id for row in rows}):
        days = [row.on for row in rows if row.account_id == account_id]
        after |= _balances(db, accounts[account_id], min(days), max(days))
    return [CashRow._make((*row[3:10], after[row.posting_id], *row[10:])) for row in rows]


def _balances(db: Reader, account: AccountRef, first: date, last: date) -> dict[int, int]:
    """The balance after each posting of an account in these days."""
    balance = in_own(db, account, held(db, first - timedelta(days=1)).get(account.id))
    after = {}
    for step in db.rows(_Step, _STEPS, account_id=account.id, first=first, last=last, currency=db.currency):
        balance += step.minor
        after[step.id] = balance
    return after


def one(db: Reader, cash_id: int) -> list[CashRow]:
    """The movements of one cash entry, its void among them."""
    sql = f"{_MOVED.format(inner=_OF_ENTRY)} ORDER BY {_ORDERS['date']}"
    return _with_balances(db, db.rows(_Moved, sql, currency=db.currency, cash_id=cash_id))


def of_party(db: Reader, reference: str) -> tuple[list[int], list[str]]:
    """Who is meant: the ids of a party and of those merged into it, else names as they were typed."""
    from acctmgr.parties.queries import find_party

    try:
        party = find_party(db, reference)
    except NotFound:
        texts = _spellings(db, reference)
        if not texts:
            raise
        return [], texts
    return [row.id for row in db.rows(_Id, _PARTIES, id=party.id)], []


def _spellings(db: Reader, typed: str) -> list[str]:
    known: Iterable[str] = [text for (text,) in db.run(_TYPED)]
    return [text for text in known if fold(text).startswith(fold(typed))]
