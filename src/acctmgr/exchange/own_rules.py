"""What an export of ours says of a document beyond what other files do: it comes back as it was."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.money import DOT, digits_of, parse_exact, parse_minor
from acctmgr.core.text import clean_line, clean_text
from acctmgr.documents.total_rules import Discount
from acctmgr.exchange.flag_rules import is_yes
from acctmgr.exchange.line_rules import OWN_MARK, discount_in
from acctmgr.exchange.rules import Cells

FIELDS = (
    "kind supplied_on posted_on voided_on rounding document_discount total_book credits is_deposit is_opening "
    "is_tax_unknown owner seller buyer taxes line_net_book deducts"
).split()
DAYS = ("supplied_on", "posted_on", "voided_on")
_KINDS = {"invoice": False, "credit_note": True}
_ROUNDINGS = ("document", "line")
_FACE = {"name", "address", "country", "tax_id", "iban"}


class OwnTax(NamedTuple):
    """A tax as the export has it; tax_book_minor in the book's currency."""

    code: str
    position: int
    rate: Decimal
    base_minor: int
    tax_minor: int
    tax_book_minor: int


class Own(NamedTuple):
    """The facts of a document that only an export of ours has."""

    is_credit: bool
    supplied_on: date
    posted_on: date
    voided_on: date | None
    rounding: str
    discount: Discount | None
    total_book_minor: int
    credits: str
    is_deposit: bool
    is_opening: bool
    is_tax_unknown: bool
    owner: str | None
    seller: str | None
    buyer: str | None
    taxes: tuple[OwnTax, ...]


def own_in(fields: Mapping[str, str], cells: Cells, currency: str, book_currency: str) -> Own:
    """The facts of a document in an export. Raises for what can't be read."""
    kind, rounding = fields.get("kind", ""), fields.get("rounding", "")
    if kind not in _KINDS:
        raise Refused(f"kind: {kind!r} is neither invoice nor credit_note")
    if rounding not in _ROUNDINGS:
        raise Refused(f"rounding: {rounding!r} is neither document nor line")
    supplied_on, posted_on, voided_on = (cells.day(fields, field) for field in DAYS)
    in_book = cells.minor(fields, OWN_MARK, book_currency)
    if supplied_on is None or posted_on is None or in_book is None:
        raise Refused("supplied_on, posted_on or total_book is empty")
    if voided_on and voided_on < posted_on:
        raise Refused(f"voided_on {voided_on} is before posted_on {posted_on}")

    def flag(field: str) -> bool:
        return is_yes(fields[field], field) if field in fields else False

    return Own(
        is_credit=_KINDS[kind],
        supplied_on=supplied_on,
        posted_on=posted_on,
        voided_on=voided_on,
        rounding=rounding,
        discount=discount_in(fields, "document_discount", cells, currency),
        total_book_minor=in_book,
        credits=clean_line(fields["credits"], "the number", max_length=60) if "credits" in fields else "",
        is_deposit=flag("is_deposit"),
        is_opening=flag("is_opening"),
        is_tax_unknown=flag("is_tax_unknown"),
        owner=clean_line(fields["owner"], "the owner") if "owner" in fields else None,
        seller=_face(fields, "seller"),
        buyer=_face(fields, "buyer"),
        taxes=tuple(tax_in(part, currency, book_currency) for part in tax_parts(fields)),
    )


def _json(text: str, field: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # of which a number of thousands of digits is one too
        raise Refused(f"{field}: {text!r} is no JSON") from None


def _face(fields: Mapping[str, str], side: str) -> str | None:
    """Who one of the two was that day, as the paper names them."""
    if side not in fields:
        return None
    found = _json(fields[side], side)
    if not isinstance(found, dict) or not found.keys() <= _FACE:
        raise Refused(f"{side} is no object of {', '.join(sorted(_FACE))}")
    cleaned = {name: _fact(side, name, value) for name, value in found.items()}
    return json.dumps(cleaned, ensure_ascii=False)


def _fact(side: str, name: str, value: object) -> str | None:
    if value is None or value == "":
        return None if value is None else ""
    if not isinstance(value, str):
        raise Refused(f"{side}: {name} is no text")
    return clean_text(value, f"the {name} of the {side}")


def tax_parts(fields: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The taxes of a row of an export, each as an object."""
    found = _json(fields["taxes"], "taxes") if fields.get("taxes") else []
    if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
        raise Refused("taxes is no list of objects")
    return found


def tax_in(part: Mapping[str, Any], currency: str, book_currency: str) -> OwnTax:
    """A tax of an export, in its currency and the book's."""
    digits, book_digits = digits_of(currency), digits_of(book_currency)
    try:
        return OwnTax(
            clean_line(str(part["code"]), "the tax code", max_length=60),
            int(part["position"]),
            parse_exact(str(part["rate"]), style=DOT),
            parse_minor(str(part["base"]), style=DOT, digits=digits),
            parse_minor(str(part["tax"]), style=DOT, digits=digits),
            parse_minor(str(part["tax_book"]), style=DOT, digits=book_digits),
        )
    except KeyError as missing:
        raise Refused(f"taxes: {missing.args[0]} is missing") from None
    except ValueError:
        raise Refused(f"taxes: {part['position']!r} is no position") from None
    except Refused as wrong:
        raise Refused(f"taxes: {wrong}", hint=wrong.hint) from None
