"""The local store's schema: brings a store up to date, in one transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from core.domain.errors import VersionMismatch
from core.store.engine import Store
from core.store.taking_up import take_up


def upgrade(store: Store, revision: str = "head") -> None:
    """Brings the store to a revision; all or nothing.

    Refuses a store that a newer program made (VersionMismatch); it is not touched.
    """
    if revision == "head" and is_current(store):
        return
    with store.write() as db:
        _refuse_newer(db)
        command.upgrade(_config(db), revision)
        if revision == "head":
            take_up(db)


def downgrade(store: Store, revision: str) -> None:
    """Takes the store back to an older revision; `base` empties it."""
    with store.write() as db:
        command.downgrade(_config(db), revision)


def is_current(store: Store) -> bool:
    """Whether nothing is left to do."""
    with store.read() as db:
        return _present(db) == _scripts().get_current_head()


def _config(db: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _present(db: Connection) -> str | None:
    return MigrationContext.configure(db).get_current_revision()


def _refuse_newer(db: Connection) -> None:
    present = _present(db)
    known = {script.revision for script in _scripts().walk_revisions()}
    if present is not None and present not in known:
        raise VersionMismatch(
            "This store was made by a newer PazPaz. It was not changed; update this program to open it."
        )
