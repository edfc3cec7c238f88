"""Tax codes: what they add and withhold, when they hold, and which of them a bare rate means."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from acctmgr.core.errors import Conflict, NotFound, Refused
from acctmgr.core.money import DOT, NumberStyle, parse_percent, plain_exact, share_minor

TREATMENTS = ("standard", "zero", "exempt", "export", "reverse_charge", "out_of_scope")

# the account of the default chart that a kind of component posts to unless it names its own
ACCOUNT_KEYS = {"added": "tax", "withheld": "withheld_tax", "self_assessed": "tax"}

_RATE_PLACES = 4
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_COMPONENT_HINT = 'write it like "IRPF; 15; withheld; account=withheld_tax; box=01; deductible=50"'


class TaxComponent(NamedTuple):
    """One tax of a code; rate and deductible are percentages.

    kind: added to the total, withheld from it, or self_assessed (owed and reclaimed by the buyer, no part of
    the total). box: on the return; where sales and purchases go to different ones, both: "09/29".
    """

    name: str
    rate: Decimal
    kind: str = "added"
    account_key: str | None = None
    deductible: Decimal = Decimal(100)
    box: str = ""


class TaxCode(NamedTuple):
    """A way of taxing a line, from a day to a day (both included, None is open)."""

    code: str
    name: str
    treatment: str = "standard"
    valid_from: date | None = None
    valid_to: date | None = None
    words: str = ""
    components: tuple[TaxComponent, ...] = ()


class StoredCode(NamedTuple):
    """A code as a book has it; accounts: what its components post to, by position."""

    id: int
    code: TaxCode
    accounts: tuple[int, ...]


def added_rate(code: TaxCode) -> Decimal:
    """What the code adds to a net, in percent."""
    return sum((part.rate for part in code.components if part.kind == "added"), Decimal(0))


def valid_on(code: TaxCode, day: date) -> bool:
    """Whether the code holds on that day."""
    return (code.valid_from or day) <= day <= (code.valid_to or day)


def shorthand(rate: Decimal, codes: Iterable[TaxCode], day: date) -> TaxCode:
    """The code that a bare rate on a line means that day.

    It adds exactly this rate and nothing else; one that is fully deductible goes before one that is not.
    Raises NotFound, or Conflict naming the candidates.
    """
    fits = [code for code in codes if is_plain(code) and added_rate(code) == rate and valid_on(code, day)]
    best = [code for code in fits if all(part.deductible == 100 for part in code.components)] or fits
    if not best:
        raise NotFound(
            f"no tax code adds {plain_exact(rate)} % on {day}",
            hint="see: acctmgr tax list; new ones come with: acctmgr tax load, acctmgr tax add",
        )
    if len(best) > 1:
        names = ", ".join(sorted(code.code for code in best))
        raise Conflict(f"{plain_exact(rate)} % on {day} may be {names}", hint="name the tax code")
    return best[0]


def account_key_of(component: TaxComponent) -> str:
    """The account of the default chart that the component posts to."""
    return component.account_key or ACCOUNT_KEYS[component.kind]


def box_of(component: TaxComponent, *, buying: bool) -> str:
    """The box of the return for a sale or a purchase."""
    sales, slash, purchases = component.box.partition("/")
    return purchases if slash and buying else sales


def deductible_split(tax_minor: int, component: TaxComponent) -> tuple[int, int]:
    """Purchase tax as (what can be reclaimed, what is cost); either sign."""
    back = share_minor(tax_minor, int(component.deductible.scaleb(_RATE_PLACES)), 100 * 10**_RATE_PLACES)
    return back, tax_minor - back


def parse_component(text: str, *, style: NumberStyle = DOT) -> TaxComponent:
    """A component as typed: name; rate; kind (else added); account=KEY; box=TEXT; deductible=PERCENT."""
    name, *rest = (piece.strip() for piece in text.split(";"))
    if not name or not rest:
        raise Refused(f"{text!r} is not a tax component", hint=_COMPONENT_HINT)
    fields = dict(_component_field(piece) for piece in rest[1:])
    if len(fields) < len(rest) - 1:
        raise Refused(f"{text!r} says something twice", hint=_COMPONENT_HINT)
    component = TaxComponent(
        name=name,
        rate=parse_percent(rest[0], style=style),
        kind=fields.get("kind", "added"),
        account_key=fields.get("account"),
        deductible=parse_percent(fields.get("deductible", "100"), style=style),
        box=fields.get("box", ""),
    )
    check_component(component)
    return component


def check_component(component: TaxComponent) -> None:
    """Refuse a component that makes no sense."""
    if not component.name.strip():
        raise Refused("a tax component needs a name")
    if component.kind not in ACCOUNT_KEYS:
        raise Refused(f"{component.kind!r} is no kind of tax", hint=f"kinds: {', '.join(ACCOUNT_KEYS)}")
    _check_percent("rate", component.rate)
    _check_percent("deductible share", component.deductible)


def check_code(code: TaxCode) -> None:
    """Refuse a code that makes no sense: its name, its dates, or taxes that its treatment forbids."""
    if not _CODE.fullmatch(code.code):
        raise Refused(
            f"{code.code!r} is no name for a tax code",
            hint="lower-case letters, digits and hyphens: iva21-irpf15",
        )
    if code.treatment not in TREATMENTS:
        raise Refused(f"{code.treatment!r} is no treatment", hint=f"treatments: {', '.join(TREATMENTS)}")
    if code.valid_from and code.valid_to and code.valid_to < code.valid_from:
        raise Refused(f"{code.code} ends on {code.valid_to}, before it begins")
    for component in code.components:
        check_component(component)
    _check_rates(code)


def check_turns(codes: Sequence[TaxCode]) -> None:
    """Refuse two codes of one name that hold on the same day."""
    turns = sorted(codes, key=lambda code: (code.code, code.valid_from or date.min))
    for earlier, later in pairwise(turns):
        if earlier.code == later.code and (later.valid_from or date.min) <= (earlier.valid_to or date.max):
            raise Conflict(
                f"{later.code} would hold twice on {later.valid_from or earlier.valid_from or 'every day'}",
                hint="end the one before it first",
            )


def is_plain(code: TaxCode) -> bool:
    """Whether the code only adds a tax, as a bare rate may mean it."""
    return code.treatment in ("standard", "zero") and all(part.kind == "added" for part in code.components)


def _check_rates(code: TaxCode) -> None:
    """Only standard codes add a tax, only standard and reverse-charge codes self-assess one."""
    if not code.components and code.treatment == "standard":
        raise Refused(f"{code.code} needs a component", hint=_COMPONENT_HINT)
    if code.treatment != "standard" and added_rate(code):
        raise Refused(f"{code.code} is {code.treatment} and can't add a tax")
    assessed = any(part.rate for part in code.components if part.kind == "self_assessed")
    if assessed and code.treatment not in ("standard", "reverse_charge"):
        raise Refused(f"{code.code} is {code.treatment} and can't self-assess a tax")
    if sum(part.rate for part in code.components if part.kind == "withheld") > 100:
        raise Refused(f"{code.code} withholds more than everything")


def _component_field(piece: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in piece.partition("="))
    if not equals and key in ACCOUNT_KEYS:
        return "kind", key
    if not equals or key not in ("account", "box", "deductible"):
        raise Refused(f"{piece!r} says nothing about a tax component", hint=_COMPONENT_HINT)
    return key, value


def _check_percent(what: str, percent: Decimal) -> None:
    if not 0 <= percent <= 100:
        raise Refused(f"a {what} of {plain_exact(percent)} % is not between 0 and 100")
    if percent != round(percent, _RATE_PLACES):
        raise Refused(f"a {what} of {plain_exact(percent)} % has more than {_RATE_PLACES} decimals")
