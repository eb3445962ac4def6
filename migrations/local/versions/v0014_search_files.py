"""Files are found by their names and captions."""

from alembic import op

from core.store.outbox import search_index
from migrations.local.programs import execute

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    db = op.get_bind()
    execute(db, "0014_search_files")
    files = db.exec_driver_sql("SELECT rid, deleted_at, file_name, caption FROM session_attachments")
    rows = [(row["rid"], dict(row)) for row in files.mappings()]
    search_index.refresh(db, "session_attachments", rows, [])


def downgrade() -> None:
    execute(op.get_bind(), "0014_drop")
