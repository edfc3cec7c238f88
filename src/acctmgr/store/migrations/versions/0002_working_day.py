"""People, follow-ups, cash, money that goes wrong and papers: what a working day needs."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run what is written down for this store, a statement a line."""
    bind = op.get_bind()
    steps = Path(__file__).with_name(f"0002.{bind.dialect.name}.sql")
    for statement in steps.read_text(encoding="utf-8").splitlines():
        bind.exec_driver_sql(statement)
