"""The people of the demo's firms; every name is invented, and so are the numbers."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from acctmgr.parties.handle_rules import handle_of
from acctmgr.setup.demo_firm_rules import FIRMS


class Person(NamedTuple):
    """Somebody at a firm; birthday_days: how long until the next birthday, None where nobody knows it."""

    firm: str
    name: str
    role: str
    influence: str | None = None
    prefers: str | None = None
    phone: str = ""
    birthday_days: int | None = None
    tags: tuple[str, ...] = ()
    is_no_contact: int = 0

    @property
    def email(self) -> str:
        """An address where nobody is."""
        handle = next(firm.handle for firm in FIRMS if firm.name == self.firm)
        return f"{handle_of(self.name.partition(' ')[0])}@{handle}.example"


PEOPLE = (
    Person("Acme Corp", "Clara Ferrer", "Head of Purchasing", "decider", "phone", "+34 600 000 011", 3),
    Person("Acme Corp", "Tomás Gil", "Marketing", "champion", "email", "+34 600 000 012", 120, ("newsletter",)),
    Person("Acme Corp", "Irene Roca", "Accounts payable", "user", "email", "+34 600 000 013"),
    Person("Bluebird Bakery", "Aoife Brennan", "Owner", "decider", "message", "+353 85 000 0021", 45),
    Person("Harbour & Sons", "Giles Harbour", "Managing director", "decider", "visit", "+44 7700 900031", 200),
    Person("Harbour & Sons", "Priya Nair", "Finance", "blocker", "email", "+44 7700 900032"),
    Person("Copper Kettle", "Nuria Sala", "Owner", "decider", "phone", "+34 600 000 041", 6),
    Person("Fern & Fable Books", "Maeve Dunne", "Shop manager", "champion", "email"),
    Person("Oak Street Dental", "Héctor Lledo", "Practice manager", "decider", "email", "+34 600 000 051", 17),
    Person("Pixel Orchard", "Jonas Adler", "Head of Product", "champion", "message", "+49 171 0000061", 75),
    Person("Moreno Citrus", "Vicente Moreno", "Owner", "decider", "visit", "+34 600 000 071", 0, ("key",)),
    Person("Moreno Citrus", "Marta Cano", "Office", "user", "phone", "+34 600 000 072"),
    Person("Redwood Robotics", "Dana Whitlock", "Brand director", "decider", "email", "+1 503 555 0181", 28),
    Person("Velvet Fox Records", "Leo Marsh", "Label manager", "influencer", "email", is_no_contact=1),
    Person("Lighthouse Legal", "Orla Keane", "Partner", "decider", "phone", "+353 86 000 0091"),
    Person("Foxglove Florist", "Niamh Daly", "Owner", "decider", "message"),
    Person("Amber Clockworks", "Reto Frei", "Export", "influencer", "email", "+41 79 000 01 01", 310),
    Person("Beacon Language School", "Elena Mas", "Director", "champion", "email"),
)  # fmt: skip


def facts(person: Person, today: date) -> dict[str, Any]:
    """The columns of a person, with a birthday so many days from today."""
    known = {
        "name": person.name,
        "role": person.role,
        "influence": person.influence,
        "prefers": person.prefers,
        "is_no_contact": person.is_no_contact,
    }
    if person.birthday_days is None:
        return known
    return known | {"birthday": f"--{today + timedelta(days=person.birthday_days):%m-%d}"}
