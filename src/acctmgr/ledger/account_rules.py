"""Which account a reference means, what a new one must fulfil, and in which sense its balance is told."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from acctmgr.core.errors import Conflict, NotFound, Refused, WrongUsage
from acctmgr.core.text import clean_line, did_you_mean, fold, listed

TYPES = ("asset", "liability", "equity", "income", "expense")
NAMED_MAX = 5  # candidates that an error names
# a debit is positive in the ledger; people count what an account holds in its own sense
NATURAL_SIGN = {"asset": 1, "expense": 1, "liability": -1, "equity": -1, "income": -1}
# where a new account gets its number when none is given; money has a stretch of its own
_MONEY_CODES = {"asset": range(1020, 1050), "liability": range(2110, 2200)}
_CODES = {
    "asset": range(1600, 2000),
    "liability": range(2600, 3000),
    "equity": range(3300, 3900),
    "income": range(4100, 4900),
    "expense": range(7000, 10000),
}
_CODE = re.compile(r"[0-9][0-9A-Za-z.-]{0,11}", re.ASCII)
# rules of the books post to these whether a user looks or not
ALWAYS_OPEN = frozenset(
    "receivable payable client_credits vendor_credits tax tax_not_due tax_settlement withheld_tax withheld_payable "
    "opening retained sales currency_gain currency_loss bank_fees bad_debts rounding".split()
)
# control accounts that no single document stands behind when a book begins
OPENED_BY_HAND = frozenset(("withheld_tax", "withheld_payable"))


class Candidate(Protocol):
    """An account that a reference may mean, a row of either lane."""

    @property
    def key(self) -> str | None: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


C = TypeVar("C", bound=Candidate)


class NewAccount(NamedTuple):
    """An account as typed, checked; an empty code is worked out."""

    name: str
    type: str
    code: str = ""
    currency: str | None = None
    is_money: bool = False


def pick(reference: str, candidates: Iterable[C], *, what: str = "account") -> C:
    """The account meant by its code, its name in any case, our key for it, or the beginning of a name or code.

    what: how errors call such an account. Raises NotFound naming the nearest, Conflict naming who fits.
    """
    typed = clean_line(reference, f"the {what}")
    wanted, rows = fold(typed), list(candidates)
    ways: tuple[Callable[[C], bool], ...] = (
        lambda row: wanted in (row.code.casefold(), fold(row.name), row.key),
        lambda row: fold(row.name).startswith(wanted) or row.code.casefold().startswith(wanted),
    )
    for fits in ways:
        found = [row for row in rows if fits(row)]
        if len(found) > 1:
            message = f"{typed} fits more than one {what}: {_named(found)}"
            raise Conflict(message, hint=_way_hint(wanted, found))
        if found:
            return found[0]
    raise NotFound(f"there is no {what} {typed}", hint=_hint(typed, rows))


def _named(rows: Sequence[Candidate]) -> str:
    names = [row.name for row in rows[:NAMED_MAX]]
    return listed([*names, "others"] if len(rows) > NAMED_MAX else names, "and")


def _way_hint(wanted: str, rows: Sequence[Candidate]) -> str:
    """How each of several accounts is named for sure, also where one is called like the code of another."""
    if all(row.code.casefold() != wanted for row in rows):
        return "name one by its code or whole name"
    ways = [f"{row.name if row.code.casefold() == wanted else row.code} for {row.name}" for row in rows]
    return f"type {listed(ways, 'and')}"


def _hint(typed: str, rows: Sequence[Candidate]) -> str:
    if near := did_you_mean(typed, [row.name for row in rows]):
        return near
    few = len(rows) <= NAMED_MAX
    return f"there is: {', '.join(row.name for row in rows)}" if few and rows else "see: acctmgr account list"


def kept_elsewhere(account: Candidate) -> Refused:
    """The refusal to post to a control account by hand."""
    if account.key in OPENED_BY_HAND:
        return Refused(
            f"{account.name} is kept by tax codes that withhold",
            hint="name what it was for, and such a code: --category CATEGORY --tax CODE",
        )
    return Refused(
        f"{account.name} is kept by documents and payments alone",
        hint="book it there: acctmgr invoice pay, acctmgr payment add",
    )


def check_new(name: str, type: str, code: str, *, is_money: bool, has_currency: bool) -> tuple[str, str, str]:
    """Name, type and code as they are kept; refused where they make no sense."""
    kind = type.strip().lower()
    if kind not in TYPES:
        hint = did_you_mean(kind, TYPES) or f"one of: {' '.join(TYPES)}"
        raise WrongUsage(f"there is no type {type.strip()}", hint=hint)
    if is_money and kind not in _MONEY_CODES:
        raise WrongUsage(
            f"no money lies in an account of type {kind}",
            hint="a bank or cash box is an asset, a card a liability",
        )
    if has_currency and not is_money:
        raise WrongUsage(
            "only a money account has a currency of its own", hint="add --money, or leave it out"
        )
    return check_name(name), kind, check_code(code) if code else ""


def check_name(text: str) -> str:
    """The name of an account; a number alone would be taken for a code."""
    name = clean_line(text, "the name", max_length=60)
    if name.isdecimal():
        raise Refused(f"{name!r} is no name for an account", hint="a number is its code: --code")
    return name


def check_code(text: str) -> str:
    """The code of an account: it begins with a digit, so that it is never taken for a name."""
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise Refused(
            f"{text!r} is no code for an account", hint="write it like 6110: up to 12 digits and letters"
        )
    return code


def free_code(type: str, taken: Collection[str], *, is_money: bool) -> str:
    """A code for a new account: by tens through its stretch, then what is left of it."""
    stretch = _MONEY_CODES[type] if is_money else _CODES[type]
    for number in (*stretch[::10], *stretch):
        if str(number) not in taken:
            return str(number)
    raise Refused(f"the codes {stretch[0]} to {stretch[-1]} are all taken", hint="give one: --code")
