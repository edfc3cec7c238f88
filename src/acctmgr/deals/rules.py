"""The default pipeline."""

from typing import NamedTuple


class StageRow(NamedTuple):
    """A stage that every book starts with."""

    name: str
    kind: str
    probability: int


STAGES = (
    StageRow("Lead", "open", 10),
    StageRow("Qualified", "open", 25),
    StageRow("Proposal", "open", 50),
    StageRow("Negotiation", "open", 75),
    StageRow("Won", "won", 100),
    StageRow("Lost", "lost", 0),
)
