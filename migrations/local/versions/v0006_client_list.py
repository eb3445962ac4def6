"""The list of clients is read from indexes alone."""

from alembic import op

from migrations.local.programs import execute

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    execute(op.get_bind(), "0006_client_list")


def downgrade() -> None:
    execute(op.get_bind(), "0006_drop")
