"""Seals of other laptops on what only grows: they go along when this one offers it again."""

from alembic import op

from migrations.local.programs import execute

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute(op.get_bind(), "0003_kept_seals")


def downgrade() -> None:
    execute(op.get_bind(), "0003_drop")
