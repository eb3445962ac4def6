"""Attachments: rows that sync, and what this device knows of their content."""

from alembic import op

from migrations.local.programs import execute

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute(op.get_bind(), "0002_tables")


def downgrade() -> None:
    execute(op.get_bind(), "0002_drop")
