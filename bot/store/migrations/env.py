"""What Alembic runs: the migrations, over the connection it was given."""

from alembic import context

from bot.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite can hardly alter a table: it is copied
)
with context.begin_transaction():
    context.run_migrations()
