"""Ids are unique within a workspace, not across; devices remember what they log in with."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0002_own_ids"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0002_drop"))
