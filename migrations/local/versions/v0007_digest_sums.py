"""Digests of what is here are kept up with every write."""

from alembic import op

from migrations.local.programs import execute

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    execute(op.get_bind(), "0007_digest_sums")


def downgrade() -> None:
    execute(op.get_bind(), "0007_drop")
