"""Heads of the audit chain, as laptops saw and signed them."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0011_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0011_drop"))
