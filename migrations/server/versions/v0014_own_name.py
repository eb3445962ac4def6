"""Names of those who acted, before they were changed; and who said that the server was put back."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0014_tables"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0014_drop"))
