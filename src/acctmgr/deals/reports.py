"""The pipeline as of any day: what is in it, by stage, client, owner or month."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from acctmgr.core.errors import WrongUsage
from acctmgr.core.money import convert_minor, digits_of
from acctmgr.core.text import did_you_mean
from acctmgr.deals.queries import WEIGHTED

if TYPE_CHECKING:
    from acctmgr.store.read import Reader


class ByStage(NamedTuple):
    """What is in a stage; oldest_days: how long ago its oldest deal began to count.

    not_summed: the amounts of deals in currencies that have no rate, by code; they are counted as deals.
    """

    stage: str
    kind: str
    deals: int
    amount_minor: int
    weighted_minor: int
    not_summed_minor: dict[str, int]
    without_amount: int
    oldest_days: int | None


class ByClient(NamedTuple):
    """What is in the pipeline with a client."""

    client: str
    name: str
    kind: str
    deals: int
    amount_minor: int
    weighted_minor: int
    not_summed_minor: dict[str, int]
    without_amount: int
    oldest_days: int | None


class ByOwner(NamedTuple):
    """What is in the pipeline of one of us."""

    owner: str | None
    kind: str
    deals: int
    amount_minor: int
    weighted_minor: int
    not_summed_minor: dict[str, int]
    without_amount: int
    oldest_days: int | None


class ByMonth(NamedTuple):
    """What is expected to close in a month, such as 2026-07."""

    month: str | None
    kind: str
    deals: int
    amount_minor: int
    weighted_minor: int
    not_summed_minor: dict[str, int]
    without_amount: int
    oldest_days: int | None


class _Sum(NamedTuple):
    """Deals of one row, one kind of stage and one currency, added up."""

    name: str | None
    label: str | None
    kind: str
    currency: str
    deals: int
    amount_minor: int
    weighted_minor: int
    without_amount: int
    oldest_on: date


class _Stage(NamedTuple):
    id: int
    name: str
    kind: str


class Pipeline(NamedTuple):
    """The rows of the report and its totals over the open stages."""

    rows: Sequence[Any]
    row_type: type[tuple[Any, ...]]
    totals: Mapping[str, object]

    @property
    def not_summed(self) -> dict[str, int]:
        """What no row could sum, by currency code; what is won or lost too, where there are rows of it."""
        found: dict[str, int] = {}
        for row in self.rows:
            for code, minor in row.not_summed_minor.items():
                found[code] = found.get(code, 0) + minor
        return dict(sorted(found.items()))


class _View(NamedTuple):
    """One way of cutting the pipeline: what its rows are made by, how they are called and how they stand."""

    row_type: type[tuple[Any, ...]]
    order: Callable[[Any], tuple[Any, ...]]
    head: str
    name: str = "sums.head"
    label: str = ""
    join: str = ""

    def head_of(self, each: _Sum) -> tuple[str | None, ...]:
        """The columns that a row begins with; what is won or lost is never summed with what is open."""
        return (each.name, each.label, each.kind) if self.label else (each.name, each.kind)


_KINDS = {"open": 0, "won": 1, "lost": 2}


def _largest(row: Any) -> tuple[Any, ...]:
    return row[0] is None, _KINDS[row.kind], -row.amount_minor, row[0]


def _by_month(row: Any) -> tuple[Any, ...]:
    return row.month is None, row.month, _KINDS[row.kind]


VIEWS = {
    "stage": _View(
        ByStage,
        lambda row: (),  # as the pipeline runs
        "held.stage_id",
        "stage.name",
        join="JOIN stage ON stage.id = sums.head",
    ),
    "client": _View(
        ByClient,
        _largest,
        "deal.party_id",
        "party.handle",
        "party.name",
        "JOIN party ON party.id = sums.head",
    ),
    "owner": _View(ByOwner, _largest, "deal.owner"),
    "month": _View(ByMonth, _by_month, "SUBSTR(CAST(deal.expected_on AS TEXT), 1, 7)"),
}

# Exactly one stage change holds a deal on a day: two looks into the index, since one OR would read all history.
# Names are joined at the end: sums group faster by ids. What has a rate comes deal by deal, so that each is rounded
# once and every view comes to the same.
_SUMS = f"""
    SELECT {{name}} AS name, {{label}} AS label, sums.kind, sums.currency, sums.deals, sums.amount_minor,
           sums.weighted_minor, sums.without_amount, sums.oldest_on
      FROM (SELECT {{head}} AS head, stage.kind, deal.currency, {{rated}} AS rated_id, COUNT(*) AS deals,
                   CAST(COALESCE(SUM(deal.amount_minor), 0) AS BIGINT) AS amount_minor,
                   CAST(COALESCE(SUM({WEIGHTED}), 0) AS BIGINT) AS weighted_minor,
                   COUNT(*) - COUNT(deal.amount_minor) AS without_amount,
                   MIN(deal.counted_from_on) AS oldest_on
              FROM (SELECT deal_id, stage_id
                      FROM stage_change
                     WHERE stage_id IN (:stage_ids) AND until_on IS NULL AND from_on <= :as_of
                    UNION ALL
                    SELECT deal_id, stage_id
                      FROM stage_change
                     WHERE stage_id IN (:stage_ids) AND until_on > :as_of AND from_on <= :as_of) AS held
              JOIN deal ON deal.id = held.deal_id
              JOIN stage ON stage.id = held.stage_id
             GROUP BY 1, stage.kind, deal.currency, 4) AS sums
      {{join}}
     ORDER BY 1, 2, sums.kind, sums.currency, sums.rated_id
"""

_STAGES = "SELECT id, name, kind FROM stage ORDER BY position, id"


_NO_RATES: Mapping[str, Decimal] = MappingProxyType({})


def pipeline(
    db: "Reader",
    *,
    as_of: date,
    by: str = "stage",
    with_closed: bool = False,
    rates: Mapping[str, Decimal] = _NO_RATES,
) -> Pipeline:
    """What was in the pipeline on a day; won and lost deals only when asked for, and never in the totals.

    Deals in a currency that has a rate are summed at it, each rounded by itself; those in others are told apart.
    """
    view = _view(by)
    stages = [stage for stage in db.rows(_Stage, _STAGES) if with_closed or stage.kind == "open"]
    rated = "CASE WHEN deal.currency IN (:rated) THEN deal.id END" if rates else "CAST(NULL AS BIGINT)"
    sql = _SUMS.format(
        head=view.head, name=view.name, label=view.label or "NULL", join=view.join, rated=rated
    )
    asked = {"as_of": as_of, "stage_ids": [stage.id for stage in stages], "rated": list(rates)}
    sums = [_in_book(each, rates, db.currency) for each in db.rows(_Sum, sql, **asked)]
    grouped = {head: list(some) for head, some in groupby(sums, key=view.head_of)}
    if by == "stage":  # an empty stage has its row too
        grouped = {(stage.name, stage.kind): grouped.get((stage.name, stage.kind), []) for stage in stages}
    rows = [_row(view, head, some, db.currency, as_of) for head, some in grouped.items()]
    return Pipeline(
        sorted(rows, key=view.order), view.row_type, _totals(sums, db.currency, with_closed=with_closed)
    )


def _in_book(each: _Sum, rates: Mapping[str, Decimal], currency: str) -> _Sum:
    """A sum in the book's currency, where its own has a rate."""
    if each.currency not in rates:
        return each
    rate, digits = rates[each.currency], (digits_of(each.currency), digits_of(currency))
    return each._replace(
        currency=currency,
        amount_minor=convert_minor(each.amount_minor, rate, *digits),
        weighted_minor=convert_minor(each.weighted_minor, rate, *digits),
    )


def _view(by: str) -> _View:
    if by not in VIEWS:
        raise WrongUsage(
            f"the pipeline has no view by {by}", hint=did_you_mean(by, VIEWS) or f"one of: {', '.join(VIEWS)}"
        )
    return VIEWS[by]


def _row(view: _View, head: Sequence[str | None], sums: Sequence[_Sum], currency: str, as_of: date) -> Any:
    figures = _figures(sums, currency)
    oldest_on = min((each.oldest_on for each in sums), default=None)
    oldest_days = (as_of - oldest_on).days if oldest_on else None
    make: Any = view.row_type
    amounts = (figures["deals"], figures["amount_minor"], figures["weighted_minor"])
    return make(*head, *amounts, _not_summed(sums, currency), figures["without_amount"], oldest_days)


def _not_summed(sums: Sequence[_Sum], currency: str) -> dict[str, int]:
    """The amounts in other currencies, by code."""
    others = sorted({each.currency for each in sums if each.currency != currency and each.amount_minor})
    return {code: sum(each.amount_minor for each in sums if each.currency == code) for code in others}


def _figures(sums: Sequence[_Sum], currency: str) -> dict[str, int]:
    """All deals counted; the money of those in one currency."""
    own = [each for each in sums if each.currency == currency]
    return {
        "deals": sum(each.deals for each in sums),
        "amount_minor": sum(each.amount_minor for each in own),
        "weighted_minor": sum(each.weighted_minor for each in own),
        "without_amount": sum(each.without_amount for each in sums),
    }


def _totals(sums: Sequence[_Sum], currency: str, *, with_closed: bool) -> dict[str, object]:
    """Over the open stages; with the closed ones, what was won and lost stands beside."""
    totals: dict[str, object] = dict(_figures(_of_kind(sums, "open"), currency))
    if with_closed:
        for kind in ("won", "lost"):
            figures = _figures(_of_kind(sums, kind), currency)
            totals[kind] = {name: figures[name] for name in ("deals", "amount_minor")}
    others = sorted({each.currency for each in sums} - {currency})
    totals["other_currencies"] = {code: _in_currency(sums, code, with_closed=with_closed) for code in others}
    return totals


def _in_currency(sums: Sequence[_Sum], code: str, *, with_closed: bool) -> dict[str, int]:
    own = [each for each in sums if each.currency == code]
    figures = _figures(_of_kind(own, "open"), code)
    del figures["without_amount"]
    closed = ("won", "lost") if with_closed else ()
    return figures | {
        f"{kind}_minor": sum(each.amount_minor for each in _of_kind(own, kind)) for kind in closed
    }


def _of_kind(sums: Iterable[_Sum], kind: str) -> list[_Sum]:
    return [each for each in sums if each.kind == kind]
