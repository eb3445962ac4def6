"""Notes that the full-text index has still to take in."""

from alembic import op

from core.store.outbox import search_index
from migrations.local.programs import execute

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    execute(op.get_bind(), "0012_unindexed_notes")


def downgrade() -> None:
    db = op.get_bind()
    while search_index.catch_up(db):
        pass  # a program of before would never find what still waits
    execute(db, "0012_drop")
