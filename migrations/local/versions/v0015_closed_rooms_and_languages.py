"""A room that is closed for a time, and the language in which a client is written to."""

from alembic import op

from migrations.local.programs import execute

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    execute(op.get_bind(), "0015_closed_rooms_and_languages")


def downgrade() -> None:
    execute(op.get_bind(), "0015_drop")
