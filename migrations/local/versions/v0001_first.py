"""The first local store: the practice, the journal of changes, what sync keeps, the search index."""

from alembic import op

from migrations.local.programs import execute

revision = "0001"
down_revision = None


def upgrade() -> None:
    execute(op.get_bind(), "0001_tables")


def downgrade() -> None:
    execute(op.get_bind(), "0001_drop")
