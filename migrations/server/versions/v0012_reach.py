"""How far each device was shown the feed is found at once."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0012_reach"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0012_drop"))
