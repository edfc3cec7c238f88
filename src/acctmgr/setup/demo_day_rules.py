"""The working day of the demo: what is to do, and what was said with whom."""

from datetime import date, timedelta
from typing import Any, NamedTuple


class Task(NamedTuple):
    """A follow-up, due so many days from today; deal: the name of the one it is about."""

    firm: str
    text: str
    due_days: int
    deal: str = ""
    time: str | None = None
    priority: str = "normal"
    repeat: str | None = None

    def facts(self, today: date) -> dict[str, Any]:
        """Its columns with their values."""
        return {
            "text": self.text,
            "due_on": today + timedelta(days=self.due_days),
            "due_time": self.time,
            "priority": self.priority,
            "repeat": self.repeat,
        }


class Talk(NamedTuple):
    """An activity, so many days ago."""

    firm: str
    kind: str
    text: str
    days: int
    deal: str = ""
    minutes: int | None = None

    def facts(self, today: date) -> dict[str, Any]:
        """Its columns with their values."""
        happened_on = today - timedelta(days=self.days)
        return {"kind": self.kind, "text": self.text, "happened_on": happened_on, "minutes": self.minutes}


TASKS = (
    Task("Lighthouse Legal", "Ask whether the partners have decided", -6, "Website and identity", priority="high"),
    Task("Juniper Lane Gin", "Call about the gift boxes, or let it go", -2, "Gift boxes"),
    Task("Harbour & Sons", "Send the revised crew portal offer", 0, "Crew portal", "10:00", "high"),
    Task("Old Mill Organics", "Ask about next year's budget", 0, priority="low"),
    Task("Acme Corp", "Show the spare-parts prototype", 1, "Spare-parts shop", "16:30"),
    Task("Redwood Robotics", "Collect the missing drawings", 3, "Service manuals"),
    Task("Hilltop Veterinary", "Visit the clinic for photographs", 5, "Website and care plan", "09:15"),
    Task("Pixel Orchard", "Monthly call", 6, repeat="1m"),
    Task("Kestrel Drones", "Talk through the film script", 8, "Spare-parts film"),
    Task("Moreno Citrus", "Plan the harvest shoot", 12, "Harvest campaign"),
    Task("Oak Street Dental", "Check the care plan", 20, repeat="3m", priority="low"),
)  # fmt: skip
TALKS = (
    Talk("Northgate Joinery", "meeting", "Met at the fair; wants to be found by renovators", 17, "Website", 25),
    Talk("Moreno Citrus", "email", "Sent three ideas for the harvest", 15, "Harvest campaign"),
    Talk("Amber Clockworks", "call", "Exports to five countries, needs the site in three languages", 13,
         "Export website", 35),
    Talk("Quill & Co", "meeting", "Signed; letters first, forms in the autumn", 12, minutes=50),
    Talk("Kestrel Drones", "email", "Script draft sent, they read it by the end of the month", 11, "Spare-parts film"),
    Talk("Foxglove Florist", "note", "The daughter takes over the shop and decides about the website", 10,
         "Online shop"),
    Talk("Harbour & Sons", "meeting", "Went through the crew portal; the price for hosting has to come down", 9,
         "Crew portal", 75),
    Talk("Moreno Citrus", "call", "Prefers the second idea, with the pickers", 8, "Harvest campaign", 15),
    Talk("Pixel Orchard", "visit", "Sketched the onboarding on their whiteboard", 7, "Onboarding screens", 90),
    Talk("Wild Thyme Catering", "message", "Asked for menus by text message", 6, "Menus"),
    Talk("Redwood Robotics", "call", "Drawings of two machines are missing", 5, "Service manuals", 10),
    Talk("Tin Roof Brewery", "email", "Winter beer has a name: Long Night", 4, "Winter labels"),
    Talk("Bluebird Bakery", "call", "Second shop opens in spring, needs signs", 3, "Second shop: signs", 20),
    Talk("Acme Corp", "call", "Wants to see the prototype before the board meets", 1, "Spare-parts shop", 15),
    Talk("Casa Lumbre", "call", "Pays when the terrace opens, in two weeks", 0, minutes=10),
)  # fmt: skip
ALIAS_TALK = Talk(
    "H&S Ferries", "meeting", "Met at the fair: ferries to Ireland, and a new crew", 33, minutes=20
)
