"""The first tables."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0001_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0001_drop"))
