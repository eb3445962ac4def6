"""Appointment series."""

from alembic import op

from migrations.local.programs import execute

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    execute(op.get_bind(), "0004_appointment_series")


def downgrade() -> None:
    execute(op.get_bind(), "0004_drop")
