"""The made-up business of the demo and its clients; every name is invented."""

from typing import NamedTuple

from acctmgr.parties.handle_rules import handle_of

SELLER = {
    "company.name": "Northlight Studio SL",
    "company.address": "Calle del Faro 12\n46011 Valencia",
    "company.country": "ES",
    "company.tax_id": "B00000000",
    "company.iban": "ES3099990001230123456789",
    "paper.footer": "Northlight Studio SL · Calle del Faro 12 · 46011 Valencia · hello@northlight.example",
    "smtp.from": "Northlight Studio <billing@northlight.example>",
    "tax.default": "iva21",
}
TAX_PACK = "es"

_HANDLE_LENGTH = 14
_EU = frozenset("AT BE DE FR IE IT NL PT".split())
_SPEAKS_SPANISH = frozenset(("Casa Lumbre", "Moreno Citrus"))


class Firm(NamedTuple):
    """A client; `pays`: early, prompt, late, slow or never, empty where nothing was sold yet."""

    name: str
    industry: str
    town: str
    country: str
    status: str
    tier: str
    owner: str
    pays: str = ""
    terms_days: int | None = None  # None: the book's
    currency: str | None = None  # None: the book's
    tags: tuple[str, ...] = ()

    @property
    def handle(self) -> str:
        """Short to type: two words of the name, or one where they are long."""
        words = handle_of(self.name).split("-")
        two = "-".join(words[:2])
        return two if len(two) <= _HANDLE_LENGTH else words[0]

    @property
    def email(self) -> str:
        """An address where nobody is."""
        return f"hello@{self.handle}.example"

    @property
    def language(self) -> str | None:
        """Of what is sent to it, None for the book's."""
        return "es" if self.name in _SPEAKS_SPANISH else None

    @property
    def tax(self) -> str:
        """The code that a Spanish studio taxes services to this client with."""
        if self.country == "ES":
            return "iva21"
        return "iva-eu-services" if self.country in _EU else "iva-outside"


FIRMS = (
    Firm("Acme Corp", "manufacturing", "Valencia", "ES", "active", "A", "ana", "prompt", tags=("key",)),
    Firm("Bluebird Bakery", "food", "Dublin", "IE", "active", "A", "ana", "early", tags=("care-plan",)),
    Firm("Harbour & Sons", "shipping", "Bristol", "GB", "active", "A", "ben", "late", 45, tags=("key",)),
    Firm("Copper Kettle", "hospitality", "Valencia", "ES", "active", "B", "chloe", "late", tags=("care-plan",)),
    Firm("Fern & Fable Books", "retail", "Cork", "IE", "active", "B", "ana", "prompt", 14),
    Firm("Oak Street Dental", "health", "Alicante", "ES", "active", "A", "chloe", "early", tags=("care-plan",)),
    Firm("Pixel Orchard", "software", "Leipzig", "DE", "active", "A", "ben", "prompt"),
    Firm("Sunny Side Hostel", "hospitality", "Faro", "PT", "active", "C", "chloe", "slow"),
    Firm("Tandem Cycles", "retail", "Utrecht", "NL", "active", "B", "ben", "prompt", tags=("newsletter",)),
    Firm("Nordlys Optikk", "health", "Bergen", "NO", "active", "B", "ben", "early", 14),
    Firm("Casa Lumbre", "hospitality", "Castellón", "ES", "active", "C", "chloe", "late"),
    Firm("Juniper Lane Gin", "drinks", "Leeds", "GB", "active", "B", "ana", "prompt", tags=("packaging",)),
    Firm("Paper Crane Prints", "printing", "Bologna", "IT", "active", "C", "chloe", "prompt"),
    Firm("Silvermoon Yoga", "sport", "Valencia", "ES", "active", "C", "ana", "early", tags=("newsletter",)),
    Firm("Maple & Pine Furniture", "retail", "Halifax", "CA", "active", "B", "ben", "late", tags=("shop",)),
    Firm("Zephyr Sails", "manufacturing", "La Rochelle", "FR", "active", "B", "ben", "slow", 60),
    Firm("Velvet Fox Records", "music", "Austin", "US", "active", "B", "ana", "prompt", currency="USD"),
    Firm("Quill & Co", "legal", "Valencia", "ES", "active", "B", "chloe", "early", 14),
    Firm("Granite Peak Guides", "travel", "Innsbruck", "AT", "active", "C", "ben", "prompt"),
    Firm("Little Lantern Nursery", "education", "Gandia", "ES", "active", "C", "chloe", "prompt"),
    Firm("Moreno Citrus", "agriculture", "Alzira", "ES", "active", "A", "ana", "late", tags=("key", "packaging")),
    Firm("Kestrel Drones", "manufacturing", "Bremen", "DE", "active", "B", "ben", "prompt"),
    Firm("Blue Door Lettings", "property", "Dénia", "ES", "active", "B", "chloe", "early", tags=("care-plan",)),
    Firm("Tin Roof Brewery", "drinks", "Ghent", "BE", "active", "B", "ana", "late", tags=("packaging",)),
    Firm("Atelier Sauge", "fashion", "Lyon", "FR", "active", "C", "ana", "prompt"),
    Firm("Redwood Robotics", "manufacturing", "Portland", "US", "active", "A", "ben", "early", currency="USD"),
    Firm("Saltwater Surf School", "sport", "Ericeira", "PT", "dormant", "C", "chloe", "slow"),
    Firm("Old Mill Organics", "food", "Xàtiva", "ES", "dormant", "C", "ana", "prompt"),
    Firm("Marigold Events", "events", "Turin", "IT", "lost", "C", "chloe", "never"),
    Firm("Ironbark Climbing", "sport", "Madrid", "ES", "lost", "C", "ben"),
    Firm("Foxglove Florist", "retail", "Galway", "IE", "prospect", "B", "ana", tags=("shop",)),
    Firm("Hilltop Veterinary", "health", "Requena", "ES", "prospect", "B", "chloe"),
    Firm("Warm Stone Spa", "hospitality", "Murcia", "ES", "prospect", "B", "chloe"),
    Firm("Rosewater Soaps", "retail", "Grasse", "FR", "prospect", "B", "ana", tags=("packaging", "shop")),
    Firm("Lighthouse Legal", "legal", "Waterford", "IE", "prospect", "A", "ben"),
    Firm("Amber Clockworks", "manufacturing", "Bern", "CH", "prospect", "B", "ben"),
    Firm("Three Rivers Canoe", "sport", "Huesca", "ES", "lead", "C", "chloe"),
    Firm("Wild Thyme Catering", "food", "Valencia", "ES", "lead", "C", "ana"),
    Firm("Beacon Language School", "education", "Sagunto", "ES", "lead", "B", "chloe"),
    Firm("Northgate Joinery", "manufacturing", "York", "GB", "lead", "C", "ben"),
)  # fmt: skip
