"""Time that is not for appointments."""

from alembic import op

from migrations.local.programs import execute

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    execute(op.get_bind(), "0008_time_blocks")


def downgrade() -> None:
    execute(op.get_bind(), "0008_drop")
