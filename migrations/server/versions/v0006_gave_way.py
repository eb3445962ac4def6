"""A note's version that gave way to another one of its number is kept, as a tombstone."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0006_gave_way"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0006_drop"))
