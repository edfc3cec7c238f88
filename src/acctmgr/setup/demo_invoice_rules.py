"""The invoices of the demo over eighteen months, and what became of each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from acctmgr.documents.line_rules import TypedLine
from acctmgr.setup.demo_firm_rules import FIRMS, Firm

DAYS = 540  # within eighteen months of any calendar
_TERMS_DAYS = 30  # of a new book, where a client has none of its own
_SEED = 20


class Step(NamedTuple):
    """What happened to an invoice: pay, bounce, credit or void; percent of its total where that matters."""

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


class _Job(NamedTuple):
    """Lines that are sold together: description, quantity, unit price."""

    lines: tuple[tuple[str, str, str], ...]


_JOBS = (
    _Job((("Website, first half", "1", "3400.00"), ("Workshop", "0.5", "960.00"))),
    _Job((("Website, second half", "1", "3400.00"), ("Training", "3", "85.00"))),
    _Job((("Brand identity", "1", "4200.00"), ("Style guide, pages", "24", "35.00"))),
    _Job((("Product photographs", "18", "42.50"), ("Retouching, hours", "9", "55.00"))),
    _Job((("Packaging design", "3", "690.00"), ("Print supervision, days", "1.5", "480.00"))),
    _Job((("Campaign concept", "1", "1850.00"), ("Banners", "12", "48.00"), ("Texts, pages", "6", "75.00"))),
    _Job((("Online shop, work of the month, hours", "38", "72.00"),)),
    _Job((("Newsletter design", "1", "1250.00"), ("Templates", "4", "160.00"))),
    _Job((("Catalogue, pages", "32", "65.00"), ("Illustrations", "5", "140.00"))),
    _Job((("Advice, hours", "7.5", "90.00"),)),
)
_CARE = ("Care plan, month", "1", "240.00")
_MONTHLY = {  # how many of the last thirty-day stretches were invoiced
    "Bluebird Bakery": 14,
    "Oak Street Dental": 9,
    "Copper Kettle": 6,
    "Blue Door Lettings": 4,
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
            yield _everyday(dice, firm, today - timedelta(days=30 * month + 2), [_CARE], today)


def _projects(dice: Dice, today: date) -> Iterator[Sale]:
    """A client of tier A buys every three months or so, one of tier C every seven."""
    for firm in FIRMS:
        days = {"A": 95, "B": 165, "C": 210}[firm.tier]
        gone_days = {"active": 5, "dormant": 260, "lost": 330}.get(firm.status)
        if gone_days is None or not firm.pays:
            continue
        ago = DAYS - dice.roll(days)
        while ago > gone_days:
            job = _JOBS[dice.roll(len(_JOBS))]
            yield _everyday(dice, firm, today - timedelta(days=ago), job.lines, today)
            ago -= days - 20 + dice.roll(40)


def _everyday(dice: Dice, firm: Firm, on: date, lines: Sequence[tuple[str, str, str]], today: date) -> Sale:
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


def _lines(firm: Firm, lines: Sequence[tuple[str, str, str]]) -> tuple[TypedLine, ...]:
    return tuple(
        TypedLine(words, Decimal(quantity), Decimal(price), tax=firm.tax) for words, quantity, price in lines
    )


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _special(today: date) -> Iterator[Sale]:
    """One of everything that can become of an invoice, whatever the day."""
    firms = {firm.name: firm for firm in FIRMS}

    def sale(name: str, ago: int, job: int, *steps: tuple[str, int, int], is_draft: bool = False) -> Sale:
        made = [Step(verb, today - timedelta(days=days), percent) for verb, days, percent in steps]
        lines = _lines(firms[name], _JOBS[job].lines)
        rate = Decimal("0.9137") if firms[name].currency else None
        return Sale(firms[name], today - timedelta(days=ago), lines, tuple(made), is_draft, rate, rate)

    yield sale("Harbour & Sons", 190, 3, ("pay", 128, 100), ("bounce", 124, 100), ("pay", 110, 100))
    yield sale("Casa Lumbre", 151, 9)
    yield sale("Zephyr Sails", 140, 5)
    yield sale("Paper Crane Prints", 132, 9, ("void", 131, 100))
    yield sale("Fern & Fable Books", 118, 7, ("credit", 96, 100))
    yield sale("Moreno Citrus", 104, 8, ("pay", 60, 50))
    yield sale("Kestrel Drones", 83, 5, ("credit", 79, 25), ("pay", 52, 75))
    yield sale("Tin Roof Brewery", 66, 4, ("pay", 31, 40))
    yield sale("Tandem Cycles", 57, 9, ("pay", 29, 130))
    yield sale("Maple & Pine Furniture", 49, 6)
    yield sale("Velvet Fox Records", 41, 9)
    yield sale("Redwood Robotics", 26, 1, ("pay", 4, 60))
    yield sale("Little Lantern Nursery", 24, 9, ("pay", 3, 20))
    yield sale("Acme Corp", 0, 0, is_draft=True)
    yield sale("Pixel Orchard", 0, 2, is_draft=True)
