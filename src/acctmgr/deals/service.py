"""Changes to the pipeline."""

from sqlmodel import Session

from acctmgr.core.text import fold
from acctmgr.deals.rules import STAGES
from acctmgr.deals.tables import Stage


def seed(session: Session) -> None:
    """The default stages of a new book."""
    session.add_all(
        Stage(**row._asdict(), name_key=fold(row.name), position=place) for place, row in enumerate(STAGES, start=1)
    )
