"""The local store's schema: brings a store up to date, in one transaction."""

from core.store.database.engine import Store
from core.store.outbox.adopt_unknown_columns import take_up
from migrations.local.revisions import newest

_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
_PRESENT = "SELECT version_num FROM alembic_version"


def upgrade(store: Store, revision: str = "head") -> None:
    """Brings the store to a revision; all or nothing.

    Refuses a store that a newer program made (VersionMismatch); it is not touched.
    """
    if revision == "head" and is_current(store):
        return
    # Nearly every store is current, and Alembic takes a tenth of unlocking and ten megabytes.
    from migrations.local import chain  # noqa: PLC0415 - see above

    with store.write() as db:
        chain.upgrade(db, revision)
        if revision == "head":
            # Values of a newer program's columns wait beside the rows; this update may know those columns.
            take_up(db)


def downgrade(store: Store, revision: str) -> None:
    """Takes the store back to an older revision; `base` empties it."""
    from migrations.local import chain  # noqa: PLC0415 - as above

    with store.write() as db:
        chain.downgrade(db, revision)


def is_current(store: Store) -> bool:
    """Whether nothing is left to do."""
    with store.read() as db:
        if db.exec_driver_sql(_TABLE).first() is None:
            return False
        return db.exec_driver_sql(_PRESENT).scalars().all() == [newest()]
