"""The operator's word that a server was put back to an earlier state: laptops offer again what it lost."""

import sqlalchemy as sa

from migrations.operate.connection import operator
from migrations.operate.epoch import renew
from migrations.operate.upgrade import refuse_unless_current
from migrations.server.programs import execute

_WENT_BACK = """INSERT INTO pz.went_back (workspace_id, epoch, told_by)
  SELECT workspace_id, epoch, session_user FROM pz.sync_workspace
  ON CONFLICT (workspace_id, epoch, told_by) DO UPDATE SET told_at = now()"""


def tell_of_it(db: sa.Connection) -> None:
    """In the caller's transaction: for thirty days others' doings are taken from laptops that offer them."""
    execute(db, "SET LOCAL ROLE pz_authz")
    execute(db, _WENT_BACK)
    execute(db, "RESET ROLE")


def went_back(address: str | sa.URL) -> int:
    """For a copy that other tools brought back: a new epoch, so that every laptop notices. Returns how many
    practices there are."""
    with operator(address) as db:
        refuse_unless_current(db)
        execute(db, "SET LOCAL ROLE pz_authz")
        practices = renew(db)
        tell_of_it(db)
    return len(practices)
