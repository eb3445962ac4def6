"""Measures of clients."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0018_measures"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0018_drop"))
