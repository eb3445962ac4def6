"""Alembic's entry for the server chain; the connection comes from `migrations.server.chain`."""

from alembic import context

from migrations.server.tables import SCHEMA, SERVER

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SERVER,
    version_table="schema_version",
    version_table_schema=SCHEMA,
    transactional_ddl=True,
    # All of them in the caller's transaction: devices see the server of before or this one.
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
