"""Key lists signed by owners, and wipe orders."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0003_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0003_drop"))
