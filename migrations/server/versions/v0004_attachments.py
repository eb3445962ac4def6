"""Attachments and their content in sealed chunks."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0004_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0004_drop"))
