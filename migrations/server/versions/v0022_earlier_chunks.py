"""What stood in a chunk's place before, and how much a device read on a day."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0022_earlier_chunks"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0022_drop"))
