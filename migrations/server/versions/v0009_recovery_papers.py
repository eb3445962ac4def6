"""Versions of what the recovery paper needs, which nobody can overwrite."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0009_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0009_drop"))
