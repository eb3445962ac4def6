"""Every certificate of a device, which nobody can overwrite."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0021_certificates"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0021_drop"))
