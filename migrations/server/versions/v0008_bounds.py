"""Every column is bounded, and what got in before the bounds is cut."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0008_bounds"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0008_drop"))
