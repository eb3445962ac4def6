"""A clinic on PostgreSQL whose keys are rotated, and a server that lies between it and a laptop."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from typing_extensions import override

from core.crypto.wrap import wrap_key
from core.domain.clock import SystemClock
from core.domain.enums import Role
from core.domain.registry import BY_NAME
from core.store.attachments.workspace_keys import load_keys
from migrations.operate.connection import operator
from sync.events import PassOutcome
from sync.keys.keychain import Keychain
from sync.keys.rotation import Rotated, rotate
from sync.postgres.logins import Login, NewDevice
from sync.remote import FeedPage, Remote, RemoteRow, WrappedKey
from sync.rows.run import SyncSession
from tests.sync.laptops import NEVER, Laptop
from tests.sync.test_two_devices_pg import Clinic, PgLaptop

CLOCK = SystemClock()


class RotatingClinic(Clinic):
    """Newcomers get every key that the first laptop holds."""

    @override
    def _asked(self, laptop: Laptop, login: Login, role: Role) -> NewDevice:
        asked = super()._asked(laptop, login, role)
        if self.first is None:
            return asked
        me, signer = laptop.identity, self.first.laptop.identity
        Keychain(self.first.laptop.store, self.first.pg, signer).ring()
        with self.first.laptop.store.read() as db:
            keys = load_keys(db)
        wrapped = tuple(
            WrappedKey(
                no,
                me.device_id,
                wrap_key(key, me.keys.hpke_pub, me.workspace_id, no, me.device_id, signer.keys.sign),
                signer.device_id,
            )
            for no, key in sorted(keys.items())
        )
        return replace(asked, keys=wrapped)

    def rotate(self, by: PgLaptop, *, grace_s: int = 0) -> Rotated:
        laptop = by.laptop
        return rotate(laptop.store, by.pg, laptop.identity, CLOCK, self.practice.ids, grace_s=grace_s)

    def revoke(self, by: PgLaptop, device: PgLaptop) -> None:
        by.pg.revoke_device(self.practice.workspace_id, device.laptop.me.device_id)

    def look(self, query: str) -> list[tuple[Any, ...]]:
        """As the superuser, who may see cells and stamps."""
        with operator(self.server.url(self.database, superuser=True)) as db:
            result = db.execute(sa.text(query))
            return [tuple(row) for row in result] if result.returns_rows else []

    def tamper(self, statement: str) -> None:
        """As a superuser who passes over every trigger."""
        with operator(self.server.url(self.database, superuser=True)) as db:
            db.execute(sa.text("SET LOCAL session_replication_role = replica"))
            db.exec_driver_sql(statement, execution_options={"no_parameters": True})

    def labels(self, table: str = "clients", column: str = "first_name") -> set[str]:
        return {str(row[0]) for row in self.look(f"SELECT DISTINCT pz.label_of({column}) FROM pz.{table}")}

    def stamps(self, table: str = "clients") -> list[tuple[Any, ...]]:
        stamps = "id, version, seq, created_at, updated_at, mac, seal, sealed_by"
        return self.look(f"SELECT {stamps} FROM pz.{table} ORDER BY id")


class Liar:
    """Passes everything on but what a test changes: name a call and give a function of its true answer."""

    def __init__(self, inner: Remote, **lies: Callable[[Any], Any]) -> None:
        self._inner, self._lies = inner, lies

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)
        lie = self._lies.get(name)
        return call if lie is None else lambda *told, **named: lie(call(*told, **named))


def session(laptop: PgLaptop, **lies: Callable[[Any], Any]) -> SyncSession:
    """Passes of this laptop over a lying server."""
    at = laptop.laptop
    return SyncSession(at.store, Liar(laptop.pg, **lies), at.identity, CLOCK, at.practice.ids)


def over(laptop: Laptop, remote: Remote, **lies: Callable[[Any], Any]) -> PassOutcome:
    """One pass of this laptop over a server that lies, whichever it is."""
    lying = SyncSession(laptop.store, Liar(remote, **lies), laptop.identity, laptop.clock, laptop.ids)
    return lying.run_once(laptop.events.append, NEVER)


def sync(laptop: PgLaptop, **lies: Callable[[Any], Any]) -> Any:
    return session(laptop, **lies).run_once(laptop.laptop.events.append, NEVER)


def lying_page(change: Callable[[list[RemoteRow]], list[RemoteRow]]) -> Callable[[FeedPage], FeedPage]:
    return lambda page: replace(page, rows=change(list(page.rows)))


def column(table: str, name: str) -> int:
    return BY_NAME[table].by_name[name].no
