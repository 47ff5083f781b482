"""What alembic runs for every upgrade: the migrations, on the connection and inside the transaction that upgrade.py made."""

from alembic import context

from walktalk_data.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
