"""The server's chain of schema revisions: up, down, and what a database stands at."""

from collections.abc import Callable
from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from migrations.server import programs
from migrations.server.tables import SCHEMA


def upgrade(db: sa.Connection, revision: str = "head") -> None:
    """Tables to `revision`, then every function anew. In the caller's transaction: all of it or nothing."""
    # First: no column can be dropped or changed while a policy or a function's body holds on to it.
    programs.remove(db)
    make_tables(db, revision)
    programs.install(db)


def make_tables(db: sa.Connection, revision: str) -> None:
    """Tables alone: no function, policy or trigger guards them, for this program's may not fit them yet."""
    _run_as_owner(db, lambda config: command.upgrade(config, revision))


def downgrade(db: sa.Connection, revision: str) -> None:
    """For tests and for an operator who knows: rows of dropped tables are gone."""
    programs.remove(db)
    _run_as_owner(db, lambda config: command.downgrade(config, revision))


def current(db: sa.Connection) -> str | None:
    """The revision of this database; None when it is empty."""
    options = {"version_table": "schema_version", "version_table_schema": SCHEMA}
    return MigrationContext.configure(db, opts=options).get_current_revision()


def head() -> str:
    """The revision this program speaks."""
    revision = ScriptDirectory.from_config(_config(None)).get_current_head()
    if revision is None:
        raise LookupError("the server chain has no revisions")
    return revision


def knows(revision: str) -> bool:
    """False for a revision of a newer program."""
    scripts = ScriptDirectory.from_config(_config(None))
    return any(script.revision == revision for script in scripts.walk_revisions())


def _run_as_owner(db: sa.Connection, run: Callable[[Config], None]) -> None:
    # Whoever makes a table owns it, and nobody but its owner may change it.
    programs.execute(db, "SET LOCAL ROLE pz_owner")
    run(_config(db))
    programs.execute(db, "RESET ROLE")


def _config(db: sa.Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations.server")))
    config.attributes["connection"] = db
    return config
