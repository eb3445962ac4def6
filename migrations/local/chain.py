"""Runs the chain by Alembic, which is loaded only where a store is to be changed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from core.domain.errors import VersionMismatch
from migrations.local.revisions import revisions


def upgrade(db: Connection, revision: str) -> None:
    """Refuses a store that a newer program made (VersionMismatch)."""
    _refuse_newer(db)
    command.upgrade(_config(db), revision)


def downgrade(db: Connection, revision: str) -> None:
    command.downgrade(_config(db), revision)


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    # From 1.16 on Alembic warns where it is not set.
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    return config


def _refuse_newer(db: Connection) -> None:
    present = MigrationContext.configure(db).get_current_revision()
    if present is not None and present not in revisions():
        raise VersionMismatch(
            "This store was made by a newer PazPaz. It was not changed; update this program to open it."
        )
