"""Clinical cells under a key of their own, and a digest that stands for them where they are not shown."""

from alembic import op

from migrations.server.programs import execute, sql_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    execute(op.get_bind(), sql_file("0013_clinical"))


def downgrade() -> None:
    execute(op.get_bind(), sql_file("0013_drop"))
