"""Which program each device runs."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0005_programs"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0005_drop"))
