"""The list of deleted notes is read from an index of its own."""

from alembic import op

from migrations.local.programs import execute

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    execute(op.get_bind(), "0013_deleted_notes")


def downgrade() -> None:
    execute(op.get_bind(), "0013_drop")
