"""Time that is not for appointments."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0017_time_blocks"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0017_drop"))
