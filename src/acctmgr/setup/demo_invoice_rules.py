"""The invoices of the demo over eighteen months, and what became of each."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from acctmgr.documents.line_rules import TypedLine
from acctmgr.setup.demo_firm_rules import FIRMS, Firm
from acctmgr.setup.demo_job_rules import CARE, DEPOSIT, JOBS, LETTERS, Words, typed_lines

DAYS = 540  # within eighteen months of any calendar
_TERMS_DAYS = 30  # of a new book, where a client has none of its own
_SEED = 20


class Step(NamedTuple):
    """What happened to an invoice, in a word that the service knows; percent of its total where that matters."""

    verb: str
    on: date
    percent: int = 100


class Sale(NamedTuple):
    """An invoice with its steps, oldest first."""

    firm: Firm
    issued_on: date
    lines: tuple[TypedLine, ...]
    steps: tuple[Step, ...] = ()
    is_draft: bool = False
    is_deposit: bool = False
    takes_off_deposit: bool = False  # of the same client
    rate: Decimal | None = None  # euros for one unit, on a foreign invoice
    paid_rate: Decimal | None = None


class Dice:
    """Chance that falls the same way on every machine and under every version of Python."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def roll(self, sides: int) -> int:
        """A whole number from 0 up to `sides`, not included."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % sides


_MONTHLY = {  # how many of the last thirty-day stretches were invoiced
    "Bluebird Bakery": 14,
    "Oak Street Dental": 9,
    "Copper Kettle": 6,
}
_PAID_AFTER_DUE = {
    "early": (-16, 10),
    "prompt": (-3, 6),
    "late": (9, 28),
    "slow": (40, 45),
}  # first day, spread


def sales(today: date) -> list[Sale]:
    """All invoices by date of issue; chance has a say in the everyday ones, never in the special ones."""
    dice = Dice(_SEED)
    found = [*_monthly(dice, today), *_projects(dice, today), *_special(today)]
    return sorted(found, key=lambda sale: sale.issued_on)


def _monthly(dice: Dice, today: date) -> Iterator[Sale]:
    for firm in FIRMS:
        for month in range(_MONTHLY.get(firm.name, 0)):
            yield _everyday(dice, firm, today - timedelta(days=30 * month + 2), (CARE,), today)


def _projects(dice: Dice, today: date) -> Iterator[Sale]:
    """A client of tier A buys every three months or so, one of tier C every seven."""
    for firm in FIRMS:
        days = {"A": 95, "B": 165, "C": 210}[firm.tier]
        gone_days = {"active": 5, "dormant": 260, "lost": 330}.get(firm.status)
        if gone_days is None or not firm.pays:
            continue
        ago = DAYS - dice.roll(days)
        while ago > gone_days:
            job = JOBS[dice.roll(len(JOBS))]
            yield _everyday(dice, firm, today - timedelta(days=ago), job, today)
            ago -= days - 20 + dice.roll(40)


def _everyday(dice: Dice, firm: Firm, on: date, lines: tuple[Words, ...], today: date) -> Sale:
    issued_on = _workday(on)
    first, spread = _PAID_AFTER_DUE.get(firm.pays, (0, 1))
    terms_days = _TERMS_DAYS if firm.terms_days is None else firm.terms_days
    paid_on = issued_on + timedelta(days=max(3, terms_days + first + dice.roll(spread)))
    is_paid = firm.pays != "never" and paid_on <= today
    steps = (Step("pay", _workday(paid_on)),) if is_paid else ()
    rate, paid_rate = _rates(dice, firm)
    return Sale(firm, issued_on, _lines(firm, lines), steps, rate=rate, paid_rate=paid_rate)


def _rates(dice: Dice, firm: Firm) -> tuple[Decimal | None, Decimal | None]:
    if not firm.currency:
        return None, None
    return _rate(dice), _rate(dice)


def _rate(dice: Dice) -> Decimal:
    return Decimal(8900 + dice.roll(500)).scaleb(-4)


def _lines(firm: Firm, lines: tuple[Words, ...]) -> tuple[TypedLine, ...]:
    return typed_lines(lines, tax=firm.tax, language=firm.language)


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _special(today: date) -> Iterator[Sale]:
    """One of everything that can become of an invoice, whatever the day."""
    firms = {firm.name: firm for firm in FIRMS}

    def sale(name: str, ago: int, job: int, *steps: tuple[str, int, int], is_draft: bool = False) -> Sale:
        made = [Step(verb, today - timedelta(days=days), percent) for verb, days, percent in steps]
        lines = _lines(firms[name], JOBS[job])
        rate = Decimal("0.9137") if firms[name].currency else None
        issued_on = today - timedelta(days=ago)
        return Sale(firms[name], issued_on, lines, tuple(made), is_draft, rate=rate, paid_rate=rate)

    yield sale("Ironbark Climbing", 300, 7, ("write_off_with_tax", 60, 100))
    yield sale("Saltwater Surf School", 280, 9, ("write_off", 100, 100), ("pay", 20, 40))
    yield sale("Harbour & Sons", 190, 3, ("pay", 128, 100), ("bounce", 124, 100), ("pay", 110, 100))
    yield sale("Casa Lumbre", 151, 9, ("remind", 60, 100), ("remind", 30, 100))
    yield sale("Zephyr Sails", 140, 5, ("remind", 72, 100))
    yield sale("Paper Crane Prints", 132, 9, ("void", 131, 100))
    yield sale("Fern & Fable Books", 118, 7, ("credit", 96, 100))
    yield sale("Moreno Citrus", 104, 8, ("pay", 60, 50), ("remind", 50, 100))
    yield sale("Kestrel Drones", 83, 5, ("credit", 79, 25), ("pay", 52, 75))
    yield sale("Nordlys Optikk", 70, 6, ("pay_less_fee", 55, 100))
    yield sale("Tin Roof Brewery", 66, 4, ("pay", 31, 40), ("remind", 26, 100))
    yield sale("Tandem Cycles", 57, 9, ("pay", 29, 130))
    yield sale("Maple & Pine Furniture", 49, 6)
    yield sale("Oak Street Dental", 44, 3, ("pay_less_discount", 36, 100))
    yield sale("Velvet Fox Records", 41, 9)
    yield sale("Atelier Sauge", 38, 9, ("pay", 35, 110), ("refund", 28, 100))
    yield sale("Granite Peak Guides", 30, 9)
    yield sale("Redwood Robotics", 26, 1, ("pay", 4, 60))
    yield sale("Little Lantern Nursery", 24, 9, ("pay", 3, 20))
    yield sale("Copper Kettle", 15, 9, ("pay", 0, 50))
    yield sale("Acme Corp", 0, 0, is_draft=True)
    yield sale("Pixel Orchard", 0, 2, is_draft=True)
    yield from _deposit(firms["Quill & Co"], today)


def _deposit(firm: Firm, today: date) -> Iterator[Sale]:
    """Money asked for in advance, and the invoice that takes it off."""
    asked_on, paid_on, billed_on = (today - timedelta(days=days) for days in (12, 7, 2))
    steps = (Step("pay", paid_on),)
    yield Sale(firm, asked_on, _lines(firm, DEPOSIT), steps, is_deposit=True)
    yield Sale(firm, billed_on, _lines(firm, LETTERS), takes_off_deposit=True)
