"""How a credit note takes back a document, by code and tax, without losing or inventing a unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from acctmgr.core.errors import Refused, WrongUsage
from acctmgr.core.money import share_minor
from acctmgr.documents.total_rules import TaxLine, merge_taxes, spread, sum_of, two_sided


class CodePart(NamedTuple):
    """What a document holds under one tax code ("" is no code, a code of its own); its net is the base of its taxes.

    code tells it from the other parts of the document, name is what people call the code.
    """

    code: str
    net_minor: int
    taxes: tuple[TaxLine, ...] = ()
    name: str = ""

    @property
    def total_minor(self) -> int:
        """Its part of the document's total."""
        return self.net_minor + _effect(self.taxes)


def code_parts(net_minor: int, taxes: Iterable[TaxLine], *, has_untaxed: bool = False) -> list[CodePart]:
    """A document (or the sum of several) by tax code, from its net and its taxes.

    has_untaxed: it has lines without a code, whatever they come to.
    """
    by_code: dict[str, list[TaxLine]] = {}
    for tax in merge_taxes(taxes):
        by_code.setdefault(tax.code, []).append(tax)
    parts = [CodePart(code, own[0].base_minor, tuple(own)) for code, own in by_code.items()]
    untaxed = net_minor - sum(part.net_minor for part in parts)
    return [*parts, CodePart("", untaxed)] if untaxed or has_untaxed else parts


def parts_sum(groups: Iterable[Sequence[CodePart]]) -> list[CodePart]:
    """Several documents, or parts of one, taken together."""
    parts = [part for group in groups for part in group]
    names = {part.code: part.name for part in parts}
    sums = code_parts(
        sum(part.net_minor for part in parts),
        [tax for part in parts for tax in part.taxes],
        has_untaxed=any(not part.code for part in parts),
    )
    return [part._replace(name=names[part.code]) for part in sums]


def negative(parts: Iterable[CodePart]) -> list[CodePart]:
    """The same with all its signs turned."""
    return [
        part._replace(
            net_minor=-part.net_minor,
            taxes=tuple(
                tax._replace(base_minor=-tax.base_minor, tax_minor=-tax.tax_minor) for tax in part.taxes
            ),
        )
        for part in parts
    ]


def rest_to_credit(whole: Sequence[CodePart], credited: Sequence[CodePart]) -> list[CodePart]:
    """What is left of each part of a document after the credit notes so far; same order, zeros included."""
    before = {part.code: part for part in credited}
    return [_less(part, before[part.code]) if part.code in before else part for part in whole]


def credit_split(
    amount_minor: int, whole: Sequence[CodePart], credited: Sequence[CodePart]
) -> list[CodePart]:
    """A credit note by amount, spread over the codes by what is left; tax by the share credited so far.

    amount_minor counts against the document's total. The last credit gives back exactly the rest.
    """
    rest = rest_to_credit(whole, credited)
    left = sum(part.total_minor for part in rest)
    if amount_minor <= 0:
        raise WrongUsage("amounts are positive")
    if amount_minor > left:
        raise Refused("that is more than what is left to credit of the document")
    if amount_minor == left:
        return [part for part in rest if part.net_minor or part.total_minor]
    weights = [part.total_minor for part in rest]
    below = share_minor(amount_minor, sum(weight for weight in weights if weight < 0), left)
    shares = two_sided(amount_minor, weights, below_minor=below)
    return [_by_total(*of_code) for of_code in zip(whole, rest, shares, strict=True) if of_code[2]]


def credit_nets(
    nets: Mapping[str, int], whole: Sequence[CodePart], credited: Sequence[CodePart]
) -> list[CodePart]:
    """A credit note by lines: the net taken back under each code, signed as in the document, and its tax.

    Taxes follow the net credited so far, so that the last line gives back exactly the rest.
    """
    _check_known(nets, whole)
    pairs = zip(whole, rest_to_credit(whole, credited), strict=True)
    return [_by_net(part, rest, nets[part.code]) for part, rest in pairs if nets.get(part.code)]


def credit_gross(
    gross: Mapping[str, int], whole: Sequence[CodePart], credited: Sequence[CodePart]
) -> list[CodePart]:
    """A credit note by lines with their added tax inside: the gross taken back under each code stays as typed."""
    _check_known(gross, whole)
    pairs = zip(whole, rest_to_credit(whole, credited), strict=True)
    return [_by_gross(part, rest, gross[part.code]) for part, rest in pairs if gross.get(part.code)]


def _check_known(amounts: Mapping[str, int], whole: Sequence[CodePart]) -> None:
    known = {part.code for part in whole}
    for code in amounts:
        if code not in known:
            raise Refused(f"the document has nothing under {code or 'no tax code'}")


def _less(part: CodePart, before: CodePart) -> CodePart:
    done = {tax.position: tax.tax_minor for tax in before.taxes}
    net = part.net_minor - before.net_minor
    taxes = (
        tax._replace(base_minor=net, tax_minor=tax.tax_minor - done.get(tax.position, 0))
        for tax in part.taxes
    )
    return part._replace(net_minor=net, taxes=tuple(taxes))


def _by_total(part: CodePart, rest: CodePart, amount_minor: int) -> CodePart:
    so_far = part.total_minor - rest.total_minor + amount_minor
    taxes = _taxes_so_far(part, rest, so_far, part.total_minor)
    net = amount_minor - _effect(taxes)
    return part._replace(net_minor=net, taxes=tuple(tax._replace(base_minor=net) for tax in taxes))


def _by_net(part: CodePart, rest: CodePart, net_minor: int) -> CodePart:
    so_far = part.net_minor - rest.net_minor + net_minor
    _check_within(part, so_far, part.net_minor)
    taxes = _taxes_so_far(part, rest, so_far, part.net_minor)
    return part._replace(
        net_minor=net_minor, taxes=tuple(tax._replace(base_minor=net_minor) for tax in taxes)
    )


def _by_gross(part: CodePart, rest: CodePart, gross_minor: int) -> CodePart:
    whole = part.net_minor + sum_of("added", part.taxes)
    so_far = whole - rest.net_minor - sum_of("added", rest.taxes) + gross_minor
    _check_within(part, so_far, whole)
    taxes = _taxes_so_far(part, rest, so_far, whole)
    net = gross_minor - sum_of("added", taxes)
    return part._replace(net_minor=net, taxes=tuple(tax._replace(base_minor=net) for tax in taxes))


def _check_within(part: CodePart, so_far: int, whole: int) -> None:
    if not min(whole, 0) <= so_far <= max(whole, 0):
        raise Refused(
            f"that is more than the document has left under {part.name or part.code or 'no tax code'}"
        )


def _taxes_so_far(part: CodePart, rest: CodePart, so_far: int, of_all: int) -> list[TaxLine]:
    """Round(tax x credited so far / all) less the tax already credited: for what the code adds as one, shared by
    what is left of each component, and for each tax beside it."""
    if so_far == of_all:
        return list(rest.taxes)
    whole, left = sum_of("added", part.taxes), sum_of("added", rest.taxes)
    added = _over_left(
        share_minor(whole, so_far, of_all) - (whole - left),
        [tax.tax_minor for tax in rest.taxes if tax.kind == "added"],
    )
    return [
        tax._replace(
            tax_minor=next(added)
            if tax.kind == "added"
            else share_minor(tax.tax_minor, so_far, of_all) - (tax.tax_minor - left.tax_minor)
        )
        for tax, left in zip(part.taxes, rest.taxes, strict=True)
    ]


def _over_left(minor: int, left: Sequence[int]) -> Iterator[int]:
    """A tax over what is left of its components; one of a deduction is negative, and so are they."""
    sign = -1 if sum(left) < 0 else 1
    return iter([sign * share for share in spread(sign * minor, [sign * each for each in left])])


def _effect(taxes: Sequence[TaxLine]) -> int:
    return sum_of("added", taxes) - sum_of("withheld", taxes)
