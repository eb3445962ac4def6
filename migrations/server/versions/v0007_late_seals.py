"""Seals that adopted audit events get after they were chained."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0007_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0007_drop"))
