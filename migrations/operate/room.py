"""How many connections a server has, for whom they are, and who uses them."""

from dataclasses import dataclass

import sqlalchemy as sa

OPERATORS_NEED = 3
"""The guard, a backup, and a command that is typed."""
# Of connections of others PostgreSQL shows no kind to whoever may not read all statistics: those count as
# well.
_SETTINGS = sa.text("""SELECT current_setting('max_connections')::int,
  current_setting('superuser_reserved_connections')::int, current_setting('reserved_connections')::int,
  (SELECT rolsuper OR pg_has_role(oid, 'pg_use_reserved_connections', 'USAGE') FROM pg_roles
    WHERE rolname = current_user),
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL)""")


@dataclass(frozen=True, slots=True)
class ConnectionRoom:
    """`most` are all connections of the server; `for_all` those that are reserved for nobody."""

    most: int
    for_superusers: int
    for_operators: int
    may_use: bool
    """Whether the operator's role gets in through `for_operators`."""
    used: int

    @property
    def reserved(self) -> int:
        return self.for_superusers + self.for_operators

    @property
    def for_all(self) -> int:
        return self.most - self.reserved


def room(db: sa.Connection) -> ConnectionRoom:
    return ConnectionRoom(*db.execute(_SETTINGS).one())
