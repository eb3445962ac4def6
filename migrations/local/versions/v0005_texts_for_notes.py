"""Templates of notes, and text snippets."""

from alembic import op

from migrations.local.programs import execute

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    execute(op.get_bind(), "0005_texts_for_notes")


def downgrade() -> None:
    execute(op.get_bind(), "0005_drop")
