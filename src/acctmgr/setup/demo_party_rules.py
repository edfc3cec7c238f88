"""What sets some of the demo's clients apart, and those who sell to its studio; every name is invented."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from acctmgr.setup.demo_firm_rules import FIRMS, Firm

_KETTLE_PHONE = "+34 960 000 104"  # of two firms: they may be one
_KNOWN: dict[str, dict[str, str]] = {
    "Acme Corp": {"phone": "+34 960 000 101"},
    "Copper Kettle": {"phone": _KETTLE_PHONE},
    "Wild Thyme Catering": {"phone": _KETTLE_PHONE},
    "Zephyr Sails": {"dispute": "Says that the banners came in the wrong size"},
}
_EMPLOYEES = {
    "Acme Corp": 240, "Bluebird Bakery": 14, "Harbour & Sons": 85, "Copper Kettle": 9, "Fern & Fable Books": 6,
    "Oak Street Dental": 18, "Pixel Orchard": 40, "Tandem Cycles": 22, "Nordlys Optikk": 31, "Moreno Citrus": 120,
    "Maple & Pine Furniture": 55, "Zephyr Sails": 26, "Kestrel Drones": 64, "Blue Door Lettings": 11,
    "Tin Roof Brewery": 17, "Redwood Robotics": 310, "Lighthouse Legal": 38, "Rosewater Soaps": 12,
}  # fmt: skip
_RENEWS_DAYS = {
    "Bluebird Bakery": 24,
    "Oak Street Dental": 80,
    "Copper Kettle": 150,
    "Blue Door Lettings": 51,
}


class Seller(NamedTuple):
    """A vendor."""

    name: str
    industry: str
    country: str = "ES"


SELLERS = (
    Seller("Lantern Yard Offices", "property"),
    Seller("Cloudberry Hosting", "software"),
    Seller("Blue Heron Telecom", "telecom"),
    Seller("Safe Haven Insurance", "insurance"),
    Seller("Meridian Fair Stands", "events"),
    Seller("Iris & Otter Cameras", "retail"),
    Seller("Rita Vidal Illustration", "design"),
    Seller("Glyph Foundry", "software", "US"),
    Seller("Levante Rail", "travel"),
    Seller("Café Farola", "hospitality"),
)
ALIAS = Firm("Severn Ferries", "shipping", "Bristol", "GB", "lead", "C", "ben", tags=("fair",))
ALIAS_OF = "Harbour & Sons"  # the same people under another name, found out later


def facts(firm: Firm) -> dict[str, Any]:
    """The columns that only some clients have."""
    number = {"tax_id": f"{firm.country}{FIRMS.index(firm):09}"} if firm.pays else {}
    return {**number, **_KNOWN.get(firm.name, {}), "language": firm.language}


def fields(firm: Firm, today: date) -> dict[str, str]:
    """Its custom fields: a number, and a day on which its care plan ends."""
    known = {}
    if firm.name in _EMPLOYEES:
        known["employees"] = str(_EMPLOYEES[firm.name])
    if firm.name in _RENEWS_DAYS:
        known["renews"] = (today + timedelta(days=_RENEWS_DAYS[firm.name])).isoformat()
    return known
