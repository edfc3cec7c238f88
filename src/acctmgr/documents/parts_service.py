"""A document, or what was given back of one, by tax code: in its own currency and in the book's."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.documents.correction_rules import Figure
from acctmgr.documents.credit_rules import CodePart, code_parts, rest_to_credit
from acctmgr.documents.tables import AllocationTax, Document, DocumentLine, DocumentTax
from acctmgr.documents.total_rules import WAY, TaxLine
from acctmgr.tax.tables import TaxCode


class BackTax(NamedTuple):
    """What one component of one code comes to in a part of a document that has no tax rows of its own."""

    tax_code_id: int
    position: int
    kind: str
    base_minor: int
    tax_minor: int
    tax_book_minor: int


Tax = DocumentTax | AllocationTax | BackTax


class Back(NamedTuple):
    """All or a part of a document, as when it is given back: in its currency and in the book's."""

    net_minor: int = 0
    total_minor: int = 0
    total_book_minor: int = 0
    taxes: Sequence[Tax] = ()

    @property
    def net_book_minor(self) -> int:
        """The net in the book's currency."""
        return self.total_book_minor - book_effect(self.taxes)


def added_up(backs: Iterable[Back]) -> Back:
    """The sum of some parts, its taxes by code and component."""
    backs = list(backs)
    return Back(
        sum(back.net_minor for back in backs),
        sum(back.total_minor for back in backs),
        sum(back.total_book_minor for back in backs),
        _merged(tax for back in backs for tax in back.taxes),
    )


def taken_back(back: Back) -> Back:
    """The same with all its signs turned."""
    net, total, book, taxes = back
    turned = [
        BackTax(tax.tax_code_id, tax.position, tax.kind, -tax.base_minor, -tax.tax_minor, -tax.tax_book_minor)
        for tax in taxes
    ]
    return Back(-net, -total, -book, turned)


def _merged(taxes: Iterable[Tax]) -> list[BackTax]:
    merged: dict[tuple[int, int], BackTax] = {}
    for tax in taxes:
        key = (tax.tax_code_id, tax.position)
        known = merged.get(key, BackTax(*key, tax.kind, 0, 0, 0))
        merged[key] = known._replace(
            base_minor=known.base_minor + tax.base_minor,
            tax_minor=known.tax_minor + tax.tax_minor,
            tax_book_minor=known.tax_book_minor + tax.tax_book_minor,
        )
    return list(merged.values())


def code_key(code: TaxCode) -> str:
    """What tells a tax code from the others of a document; two turns of one name are two."""
    return f"{code.code} from {code.valid_from}" if code.valid_from else code.code


def code_of(session: Session, row: Tax) -> str:
    """The name of the code that a tax belongs to."""
    return code_key(session.get_one(TaxCode, row.tax_code_id))


def codes_of(session: Session, taxes: Iterable[Tax]) -> dict[str, TaxCode]:
    """The tax codes of some taxes, by their names."""
    ids = dict.fromkeys(tax.tax_code_id for tax in taxes)
    codes = [session.get_one(TaxCode, code_id) for code_id in ids]
    return {code_key(code): code for code in codes}


def tax_rows(session: Session, document: Document) -> list[DocumentTax]:
    """The taxes of a document, in order."""
    query = select(DocumentTax).where(DocumentTax.document_id == document.id).order_by(col(DocumentTax.id))
    return list(session.exec(query))


def whole_of(session: Session, document: Document) -> Back:
    """All of a document."""
    return Back(
        document.net_minor, document.total_minor, document.total_book_minor, tax_rows(session, document)
    )


def parts_of(session: Session, document: Document) -> list[CodePart]:
    """A document by tax code; lines without one are a part of their own, whatever they come to."""
    untaxed = select(DocumentLine.id).where(
        DocumentLine.document_id == document.id, col(DocumentLine.tax_code_id).is_(None)
    )
    rows = tax_rows(session, document)
    has_untaxed = session.exec(untaxed).first() is not None
    return _named(
        session, rows, code_parts(document.net_minor, as_lines(session, rows), has_untaxed=has_untaxed)
    )


def parts_back(session: Session, back: Back) -> list[CodePart]:
    """What was given back, by tax code."""
    return _named(session, back.taxes, code_parts(back.net_minor, as_lines(session, back.taxes)))


def _named(session: Session, rows: Iterable[Tax], parts: Iterable[CodePart]) -> list[CodePart]:
    codes = codes_of(session, rows)
    return [part._replace(name=codes[part.code].code) if part.code else part for part in parts]


def parts_left(session: Session, document: Document, given: Back) -> list[CodePart]:
    """What is left of a document, by tax code; what is given back in full is left out."""
    rest = rest_to_credit(parts_of(session, document), parts_back(session, given))
    return [part for part in rest if part.net_minor or part.total_minor]


def as_lines(session: Session, rows: Iterable[Tax]) -> list[TaxLine]:
    """Taxes as the rules know them."""
    lines = []
    for row in rows:
        code = code_key(session.get_one(TaxCode, row.tax_code_id))
        name, rate = (row.name, row.rate) if isinstance(row, DocumentTax) else ("", Decimal(0))
        lines.append(TaxLine(code, row.position, name, row.kind, rate, row.base_minor, row.tax_minor))
    return lines


def effect(tax: Tax) -> int:
    """What a tax adds to a total, or takes from it."""
    return WAY[tax.kind] * tax.tax_minor


def book_effect(rows: Iterable[Tax]) -> int:
    """What taxes add to a total, or take from it, in the book's currency."""
    return sum(WAY[row.kind] * row.tax_book_minor for row in rows)


def figure_of(rows: Iterable[Tax], like: Tax) -> Figure:
    """The sum of the rows of one component of one code."""
    mine = [row for row in rows if (row.tax_code_id, row.position) == (like.tax_code_id, like.position)]
    return Figure(sum(row.tax_minor for row in mine), sum(row.tax_book_minor for row in mine))
