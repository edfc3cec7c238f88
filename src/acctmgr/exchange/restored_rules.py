"""A document of an export of ours as it was: its figures are not worked out again, but must agree with each other."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from acctmgr.core.errors import Refused
from acctmgr.core.money import convert_minor, plain_exact, plain_minor, round_half_away
from acctmgr.documents.posting_rules import BookAmounts
from acctmgr.documents.total_rules import WAY, TaxLine, discount_minor, sum_of
from acctmgr.exchange.figures_rules import Found, lines_of
from acctmgr.exchange.invoice_rules import Said
from acctmgr.exchange.own_rules import Own, OwnTax
from acctmgr.exchange.split_rules import UNKNOWN_CODE, Split
from acctmgr.tax.rules import StoredCode

_OFF_MAX = 5  # minor units beside what the rate gives: parts that follow each other, lines rounded one by one


class Turns:
    """The tax codes that a document names: of several turns of one name, those with the rates that it has."""

    def __init__(self, taxes: Sequence[OwnTax]) -> None:
        self._rates: dict[str, set[tuple[int, Decimal]]] = {}
        for tax in taxes:
            self._rates.setdefault(tax.code, set()).add((tax.position, tax.rate))

    def fits(self, stored: StoredCode) -> bool:
        """Whether a code has one of the rates that the document has under its name."""
        known = self._rates.get(stored.code.code, set())
        parts = stored.code.components
        mine = {(place, part.rate) for place, part in enumerate(parts)} or {(0, Decimal(0))}
        return bool(mine & known)


def restored(
    found: Sequence[Found],
    nets_book: Sequence[int],
    own: Own,
    said: Said,
    codes: Sequence[StoredCode],
    *,
    tax_included: bool,
    digits: int,
) -> Split:
    """The document. found: its lines with code and account; nets_book: their nets in the book's currency."""
    nets = [one.line.net_minor or 0 for one in found]
    taxes = [tax_line(tax, codes) for tax in own.taxes]
    net, added, withheld = sum(nets), sum_of("added", taxes), sum_of("withheld", taxes)
    _check("net", said.net_minor, net, digits)
    _check("tax", said.tax_minor, added, digits)
    _check("withheld", said.withheld_minor, withheld, digits)
    _check("total", said.total_minor, net + added - withheld, digits)
    if net + added - withheld < 0:
        raise Refused("total: a document is not below zero")
    for tax, line in zip(own.taxes, taxes, strict=True):
        _check_tax(tax, line, found, digits)
    prices = sum(one.line.amount_minor for one in found)
    return Split(
        *(net, added, withheld, net + added - withheld, taxes),
        is_tax_unknown=own.is_tax_unknown,
        lines=lines_of(found, nets),
        codes={str(one.id): one for one in codes},
        tax_included=tax_included,
        rounding=own.rounding,
        discount=own.discount,
        discount_minor=discount_minor(own.discount, max(prices, 0)),
        book=_book(found, nets_book, own, taxes),
    )


def _check(what: str, said_minor: int | None, worked_minor: int, digits: int) -> None:
    if said_minor is None:
        raise Refused(f"{what} is empty")
    if said_minor != worked_minor:
        raise Refused(
            f"{what} is {plain_minor(said_minor, digits)}, its lines and taxes come to"
            f" {plain_minor(worked_minor, digits)}"
        )


def tax_line(tax: OwnTax, codes: Sequence[StoredCode]) -> TaxLine:
    """The tax under the code of the book that it is of."""
    for stored in codes:
        parts = stored.code.components
        if stored.code.code != tax.code:
            continue
        if not parts and tax.position == 0 and not tax.rate:
            return TaxLine(str(stored.id), 0, "", "added", tax.rate, tax.base_minor, tax.tax_minor)
        if tax.position < len(parts) and parts[tax.position].rate == tax.rate:
            part = parts[tax.position]
            return TaxLine(
                *(str(stored.id), tax.position, part.name, part.kind, part.rate),
                *(tax.base_minor, tax.tax_minor),
            )
    raise Refused(
        f"taxes: no line is under {tax.code} with {plain_exact(tax.rate)} % in this book",
        hint="load or add the tax codes of the other book first: acctmgr tax list",
    )


def _check_tax(tax: OwnTax, line: TaxLine, found: Sequence[Found], digits: int) -> None:
    """The base is that of its lines, the tax what the rate makes of it, but for rounding."""
    if tax.code == UNKNOWN_CODE.code:
        return
    base = sum(one.line.net_minor or 0 for one in found if one.code and str(one.code.id) == line.code)
    _check(f"the base of {tax.code}", tax.base_minor, base, digits)
    worked = 0 if line.kind == "self_assessed" else round_half_away(Fraction(tax.rate) * base / 100)
    if abs(tax.tax_minor - worked) > _OFF_MAX + len(found):
        _check(f"the tax of {tax.code}", tax.tax_minor, worked, digits)


def _book(
    found: Sequence[Found], nets_book: Sequence[int], own: Own, taxes: Sequence[TaxLine]
) -> BookAmounts:
    """The document in the book's currency, in balance."""
    nets: dict[int, int] = {}
    for one, minor in zip(found, nets_book, strict=True):
        assert one.account_id is not None
        nets[one.account_id] = nets.get(one.account_id, 0) + minor
    in_book = tuple(tax.tax_book_minor for tax in own.taxes)
    worked = sum(nets.values()) + sum(
        WAY[line.kind] * minor for line, minor in zip(taxes, in_book, strict=True)
    )
    if worked != own.total_book_minor:
        raise Refused("total_book, line_net_book and tax_book do not agree")
    return BookAmounts(own.total_book_minor, nets, in_book)


def check_rate(total_minor: int, own: Own, rate: Decimal, digits: int, book_digits: int) -> None:
    """Refused where the amount in the book's currency is not the amount at the rate: another book's currency."""
    worked = convert_minor(total_minor, rate, digits, book_digits)
    if abs(worked - own.total_book_minor) > _OFF_MAX:
        raise Refused(
            f"total_book is {plain_minor(own.total_book_minor, book_digits)}, the total at the rate"
            f" {plain_exact(rate)} is {plain_minor(worked, book_digits)}",
            hint="a book takes exports of books in its own currency",
        )
