"""Marks on the body charts of notes."""

from alembic import op

from migrations.local.programs import execute

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    execute(op.get_bind(), "0011_body_marks")


def downgrade() -> None:
    execute(op.get_bind(), "0011_drop")
