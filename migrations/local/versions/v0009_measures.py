"""Measures of clients."""

from alembic import op

from migrations.local.programs import execute

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    execute(op.get_bind(), "0009_measures")


def downgrade() -> None:
    execute(op.get_bind(), "0009_drop")
