"""What the demo's studio invoices again and again, and how far that has come."""

from datetime import date, timedelta
from typing import NamedTuple

from acctmgr.core.dates import add_months
from acctmgr.invoices.recurring_rules import Plan, day_of


class Repeat(NamedTuple):
    """A recurring invoice: every so many months, so many of them made; the next is due in next_days."""

    firm: str
    line: str
    months: int
    made: int
    next_days: int
    is_draft: bool = False
    is_stopped: bool = False
    paid_after_days: int | None = None  # None: nothing is paid yet

    def plan(self, today: date) -> Plan:
        """When it comes, counted back from its next."""
        next_on = today + timedelta(days=self.next_days)
        starts_on = add_months(next_on, -self.months * self.made)
        return Plan(starts_on, f"{self.months}m", month_day=next_on.day)

    def days_made(self, today: date) -> list[date]:
        """The periods whose invoices are made, oldest first."""
        days = [day_of(self.plan(today), place) for place in range(self.made)]
        return [day for day in days if day]


REPEATS = (
    Repeat("Blue Door Lettings", "Care plan, {month} {year}; 1; 240.00; tax=iva21", 1, 4, 0, paid_after_days=17),
    Repeat("Bluebird Bakery", "Hosting, {period}; 3; 24.00; tax=iva-eu-services", 1, 1, 9, is_draft=True),
    Repeat("Silvermoon Yoga", "Newsletter of {month}; 1; 95.00; tax=iva21", 1, 3, 12, is_stopped=True,
           paid_after_days=20),
)  # fmt: skip
