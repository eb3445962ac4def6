"""A room that is closed for a time, and the language in which a client is written to."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0023_closed_rooms_and_languages"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0023_drop"))
