"""The first schema: books are born with it, so there is nothing to do."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: a book of this version is made whole from the tables."""
