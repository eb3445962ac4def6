"""The waitlist."""

from alembic import op

from migrations.local.programs import execute

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    execute(op.get_bind(), "0010_waitlist")


def downgrade() -> None:
    execute(op.get_bind(), "0010_drop")
