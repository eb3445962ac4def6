"""What a practice may take of the server."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0010_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0010_drop"))
