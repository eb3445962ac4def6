"""Marks on the body charts of notes."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0020_body_marks"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0020_drop"))
