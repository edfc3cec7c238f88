"""The deals of the demo: what was offered to whom, and its way through the pipeline."""

from datetime import date, timedelta
from typing import Any, NamedTuple

_WAY = ("Lead", "Qualified", "Proposal", "Negotiation")


class Offer(NamedTuple):
    """A deal; days are counted back from today, what is expected forward."""

    firm: str
    name: str
    amount: int | None  # in whole units of the currency; None: not known yet
    stage: str  # where it is, or where it was when it was won or lost
    opened_days: int
    moved_days: int  # how long ago its last change was
    expected_days: int | None = None
    source: str = "referral"
    ended: str = ""  # won or lost; empty while it is open
    reason: str | None = None


class Move(NamedTuple):
    """One change of a deal: to an open stage, or `won` or `lost`."""

    stage: str
    on: date


OFFERS = (
    Offer("Acme Corp", "Website rebuild", 14_500, "Negotiation", 530, 470, ended="won"),
    Offer("Bluebird Bakery", "Brand identity", 6_800, "Negotiation", 520, 455, source="fair", ended="won"),
    Offer("Sunny Side Hostel", "Booking pages", 3_900, "Proposal", 500, 430, source="website", ended="lost",
          reason="price"),
    Offer("Pixel Orchard", "Design system", 18_000, "Negotiation", 480, 400, ended="won"),
    Offer("Ironbark Climbing", "Member area", 9_500, "Negotiation", 470, 390, source="website", ended="lost",
          reason="chose another studio"),
    Offer("Oak Street Dental", "Website and care plan", 5_200, "Proposal", 450, 410, ended="won"),
    Offer("Harbour & Sons", "Fleet photographs", 7_400, "Negotiation", 430, 365, source="fair", ended="won"),
    Offer("Marigold Events", "Event microsite", 2_600, "Proposal", 400, 360, source="website", ended="won"),
    Offer("Kestrel Drones", "Product launch film", 11_000, "Negotiation", 380, 300, source="fair", ended="won"),
    Offer("Zephyr Sails", "Online shop", 12_800, "Proposal", 360, 290, source="fair", ended="lost",
          reason="postponed"),
    Offer("Redwood Robotics", "Trade-fair stand", 16_500, "Negotiation", 350, 270, ended="won"),
    Offer("Tin Roof Brewery", "Labels, summer range", 4_300, "Negotiation", 320, 280, ended="won"),
    Offer("Old Mill Organics", "Packaging", 5_600, "Qualified", 310, 250, source="website", ended="lost",
          reason="no budget"),
    Offer("Moreno Citrus", "Export catalogue", 9_800, "Negotiation", 300, 220, ended="won"),
    Offer("Blue Door Lettings", "Listing portal", 13_200, "Negotiation", 280, 190, ended="won"),
    Offer("Tandem Cycles", "Newsletter setup", 1_900, "Proposal", 240, 215, source="website", ended="won"),
    Offer("Casa Lumbre", "Menu and photographs", 2_400, "Proposal", 210, 175, ended="won"),
    Offer("Velvet Fox Records", "Sleeve series", 8_700, "Negotiation", 200, 120, ended="won"),
    Offer("Saltwater Surf School", "Season campaign", 3_300, "Lead", 190, 130, source="website", ended="lost",
          reason="no answer"),
    Offer("Granite Peak Guides", "Tour pages", 4_900, "Proposal", 160, 100, ended="won"),
    Offer("Maple & Pine Furniture", "Shop photographs", 5_400, "Negotiation", 150, 75, source="fair", ended="won"),
    Offer("Foxglove Florist", "Logo refresh", 1_600, "Proposal", 140, 95, source="website", ended="lost",
          reason="price"),
    Offer("Atelier Sauge", "Lookbook", 3_700, "Negotiation", 110, 40, ended="won"),
    Offer("Quill & Co", "Client letters and forms", 2_900, "Proposal", 70, 12, ended="won"),
    Offer("Harbour & Sons", "Crew portal", 21_000, "Negotiation", 130, 9, 14),
    Offer("Acme Corp", "Spare-parts shop", 17_500, "Negotiation", 95, 21, 30),
    Offer("Lighthouse Legal", "Website and identity", 12_400, "Negotiation", 88, 30, -6, source="fair"),
    Offer("Redwood Robotics", "Service manuals", 9_600, "Negotiation", 64, 5, 20),
    Offer("Rosewater Soaps", "Packaging and shop", 10_900, "Proposal", 75, 16, 35, source="website"),
    Offer("Hilltop Veterinary", "Website and care plan", 5_800, "Proposal", 60, 26, 25),
    Offer("Kestrel Drones", "Spare-parts film", 6_700, "Proposal", 52, 11, 45),
    Offer("Moreno Citrus", "Harvest campaign", 8_200, "Proposal", 48, 8, 40),
    Offer("Juniper Lane Gin", "Gift boxes", 4_600, "Proposal", 120, 82, -20, source="fair"),
    Offer("Amber Clockworks", "Export website", 15_300, "Qualified", 44, 13, 75, source="fair"),
    Offer("Warm Stone Spa", "Booking and vouchers", 7_200, "Qualified", 38, 19, 60, source="website"),
    Offer("Foxglove Florist", "Online shop", 6_100, "Qualified", 33, 10, 50),
    Offer("Pixel Orchard", "Onboarding screens", 9_900, "Qualified", 29, 7, 55),
    Offer("Little Lantern Nursery", "Parents' newsletter", 1_400, "Qualified", 27, 15, 42, source="website"),
    Offer("Tin Roof Brewery", "Winter labels", 3_800, "Qualified", 20, 4, 48),
    Offer("Beacon Language School", "Course catalogue", 4_400, "Lead", 24, 24, 80, source="website"),
    Offer("Northgate Joinery", "Website", 5_000, "Lead", 17, 17, 90, source="fair"),
    Offer("Three Rivers Canoe", "Season leaflet", None, "Lead", 12, 12, source="website"),
    Offer("Wild Thyme Catering", "Menus", 900, "Lead", 6, 6, 30),
    Offer("Bluebird Bakery", "Second shop: signs", 2_700, "Lead", 3, 3, 65),
)  # fmt: skip


def moves(offer: Offer, today: date) -> list[Move]:
    """Every change after the first stage, oldest first, spread over the time the deal took."""
    names = [*_WAY[1 : _WAY.index(offer.stage) + 1], *filter(None, [offer.ended])]
    opened_on = today - timedelta(days=offer.opened_days)
    taken_days = offer.opened_days - offer.moved_days
    return [
        Move(name, opened_on + timedelta(days=taken_days * place // len(names)))
        for place, name in enumerate(names, start=1)
    ]


def facts(offer: Offer, today: date) -> dict[str, Any]:
    """What is known of a deal besides its client, amount and way."""
    is_known = offer.expected_days is not None
    return {
        "name": offer.name,
        "source": offer.source,
        "expected_on": today + timedelta(days=offer.expected_days or 0) if is_known else None,
    }
