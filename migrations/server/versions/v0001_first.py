"""The first tables."""

from alembic import op

from migrations.server.programs import sql_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql_file("0001_tables"))


def downgrade() -> None:
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(sql_file("0001_drop"))
