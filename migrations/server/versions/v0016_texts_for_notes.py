"""Templates of notes, and text snippets."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0016_texts_for_notes"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0016_drop"))
