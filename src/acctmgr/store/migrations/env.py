"""Alembic's way in: run the steps on the connection that store/migrate.py opened."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transactional_ddl=False,  # the runner holds the one transaction
)
context.run_migrations()
