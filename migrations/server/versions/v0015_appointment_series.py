"""Appointment series."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0015_appointment_series"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0015_drop"))
