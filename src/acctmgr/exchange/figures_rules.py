"""What the lines of an imported document come to, held against what the file says of the whole."""

from collections.abc import Sequence
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import plain_minor
from acctmgr.documents.total_rules import LineIn, Totals, totals, two_sided
from acctmgr.exchange.invoice_rules import Amounts, Said, sized, told_apart
from acctmgr.exchange.line_rules import FileLine
from acctmgr.exchange.split_rules import Split, SplitLine, as_the_file_says, is_near, uncoded
from acctmgr.tax.rules import StoredCode


class Found(NamedTuple):
    """A line with the tax code and the account that it names; code None: untaxed, or not said."""

    line: FileLine
    code: StoredCode | None
    account_id: int | None  # None: where such documents post
    deducts_id: int | None = None


class How(NamedTuple):
    """How a document is worked out; tax_included None: the file does not say."""

    digits: int
    rounding: str
    tax_included: bool | None


def composed(found: Sequence[Found], said: Said, how: How) -> Split:
    """A document of several lines. Refused where the lines and the whole do not fit together."""
    if any(one.code for one in found):
        return _coded(found, said, how)
    amounts = [one.line.amount_minor for one in found]
    whole = _whole(found, said, how)
    net, total = whole.net_minor, whole.total_minor
    assert total is not None
    withheld = whole.withheld_minor or 0
    if net is None:
        _check_sum(sum(amounts), total, "total", how)
        return Split(total, 0, 0, total, is_tax_unknown=True, lines=lines_of(found, amounts))
    if sum(amounts) == net:
        nets = amounts
    else:
        _check_sum(sum(amounts), total + withheld, "total", how)
        nets = two_sided(net, amounts, below_minor=0) if min(amounts) >= 0 else _refuse_mixed()
    taxes = uncoded(net, whole.tax_minor or 0, withheld)
    return Split(
        *(net, whole.tax_minor or 0, withheld, total, taxes),
        is_tax_unknown=bool(taxes),
        lines=lines_of(found, nets),
    )


def amounts_of(figures: Split, settled: tuple[int | None, int | None], *, is_credit: bool) -> Amounts:
    """The amounts of a document whose figures are known, with what its rows say was paid or is open."""
    sign = -1 if is_credit else 1
    is_apart = bool(figures.taxes) or not figures.is_tax_unknown
    return sized(
        Amounts(
            sign * figures.total_minor,
            sign * figures.net_minor if is_apart else None,
            sign * figures.tax_minor if is_apart else None,
            sign * figures.withheld_minor,
            *settled,
            is_credit,
        )
    )


def _refuse_mixed() -> list[int]:
    raise Refused("the net of each line is not said, and some are negative", hint="--map line_net=COLUMN")


def _whole(found: Sequence[Found], said: Said, how: How) -> Said:
    """The document as the file says, else as its lines add up."""
    if said.total_minor is not None or said.net_minor is not None:
        return told_apart(said, how.digits)
    nets = [one.line.net_minor for one in found]
    amount = sum(one.line.amount_minor for one in found)
    net = None if None in nets else sum(net or 0 for net in nets)
    if net is not None and net != amount:
        return told_apart(Said(amount, net, None, said.withheld_minor), how.digits)
    if said.tax_minor is not None:
        return told_apart(Said(None, amount, said.tax_minor, said.withheld_minor), how.digits)
    return Said(amount, None, None, None)


def _check_sum(lines_minor: int, whole_minor: int, what: str, how: How) -> None:
    if lines_minor != whole_minor:
        raise Refused(
            f"the lines come to {plain_minor(lines_minor, how.digits)},"
            f" the {what} is {plain_minor(whole_minor, how.digits)}",
            hint="if the difference is tax: --map tax=COLUMN, or a tax_code for each line",
        )


def _coded(found: Sequence[Found], said: Said, how: How) -> Split:
    nets = tuple(one.line.net_minor for one in found)
    ways = (False, True) if how.tax_included is None else (how.tax_included,)
    inputs = [
        LineIn(line.quantity, line.unit_price, line.discount, code.code if code else None)
        for line, code, *_ in found
    ]
    worked = [
        totals(inputs, digits=how.digits, tax_included=included, rounding=how.rounding) for included in ways
    ]
    fits = [one for one in worked if _fits(one, said, nets)]
    if not fits:
        raise _misfit(worked[0], said, how)
    if len({one.total_minor for one in fits}) > 1:
        raise Refused(
            "it is not said whether the prices of its lines include tax",
            hint="--set tax_included=no, or yes",
        )
    best = fits[0]
    figures = Split(best.net_minor, best.tax_minor, best.withheld_minor, best.total_minor, best.taxes)
    if said.tax_minor is not None:
        figures = as_the_file_says(figures, said.tax_minor - best.tax_minor)
    return figures._replace(
        lines=lines_of(found, best.line_nets),
        codes={one.code.code.code: one.code for one in found if one.code},
        tax_included=ways[worked.index(best)],
        rounding=how.rounding,
    )


def _fits(worked: Totals, said: Said, nets: Sequence[int | None]) -> bool:
    """Whether all that the file says of the whole and of its lines is what these figures are."""
    tax = worked.tax_minor if said.tax_minor is None else said.tax_minor
    return (
        is_near(tax, worked.tax_minor)
        and said.net_minor in (None, worked.net_minor)
        and said.withheld_minor in (None, worked.withheld_minor)
        and said.total_minor in (None, worked.net_minor + tax - worked.withheld_minor)
        and all(net in (None, own) for net, own in zip(nets, worked.line_nets, strict=True))
    )


def _misfit(worked: Totals, said: Said, how: How) -> Refused:
    whole = {"net": worked.net_minor, "tax": worked.tax_minor, "total": worked.total_minor}
    ours = ", ".join(f"{name} {plain_minor(minor, how.digits)}" for name, minor in whole.items())
    theirs = {"net": said.net_minor, "tax": said.tax_minor, "total": said.total_minor}
    file = ", ".join(
        f"{name} {plain_minor(minor, how.digits)}" for name, minor in theirs.items() if minor is not None
    )
    return Refused(f"its lines come to {ours}; the file says {file or 'other nets of its lines'}")


def lines_of(found: Sequence[Found], nets: Sequence[int]) -> tuple[SplitLine, ...]:
    """The lines with their nets."""
    return tuple(
        SplitLine(
            *(one.line.description, one.line.quantity, one.line.unit_price, one.line.discount),
            *(one.code.id if one.code else None, net, one.account_id, one.deducts_id),
        )
        for one, net in zip(found, nets, strict=True)
    )
