"""The waitlist."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0019_waitlist"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0019_drop"))
