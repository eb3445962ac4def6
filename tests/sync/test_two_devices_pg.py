"""Two laptops of one therapist on real PostgreSQL 16 and 18, as enrolled device roles."""

import random
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.crypto.wrap import wrap_key
from core.domain.clock import SystemClock
from core.domain.enums import Resolution, Role
from core.domain.errors import DeviceRevoked, UserError
from core.domain.ids import UserId
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import _add_workspace, init
from sync.postgres.logins import Login, NewDevice, new_login
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from sync.remote import WrappedKey
from sync.rows.run import SyncSession
from tests.plugins_pg import copy_template, drop_database
from tests.sync.laptops import CELL_KEY, INDEX_KEY, START, Laptop, Practice, field_of

BASE = "Slept badly.\nGait normal.\nWalks daily."


class Clinic:
    """A database with one practice; laptops join with real certificates and wrapped keys.

    `shared` is an installed database that several practices use; it is left as it is.
    """

    def __init__(
        self, server: EmbeddedServer, folder: Path, *, shared: str | None = None, seed: int | None = None
    ) -> None:
        self.server, self.database = server, shared or f"clinic_{uuid.uuid4().hex[:12]}"
        self._is_ours = shared is None
        chosen = random.SystemRandom().getrandbits(60) if seed is None else seed
        self.practice = Practice(folder, seed=chosen)
        self.first: PgLaptop | None = None
        self.laptops: list[PgLaptop] = []

    def enrol(self, role: Role = Role.OWNER, user_id: UserId | None = None) -> "PgLaptop":
        laptop = self.practice.enrol(role, with_keys=False, user_id=user_id)
        login = new_login()
        asked = self._asked(laptop, login, role)
        if self.first is None:
            self._found(asked)
        else:
            user_id = asked.user_id
            if user_id != self.practice.user_id:
                self.first.pg.register_user(self.practice.workspace_id, user_id, role.value)
            self.first.pg.enrol_device(asked)
        made = PgLaptop(laptop, PostgresRemote(self._address(login)))
        self.first = self.first or made
        self.laptops.append(made)
        return made

    def _found(self, asked: NewDevice) -> None:
        if self._is_ours:
            copy_template(self.server, self.database)
            init(self.server.url(self.database), asked)
        else:
            with operator(self.server.url(self.database)) as db:
                _add_workspace(db, asked)

    def _asked(self, laptop: Laptop, login: Login, role: Role) -> NewDevice:
        me = laptop.identity
        signer = self.first.laptop.identity if self.first else me
        entry = self.practice.head().devices[-1]
        keys = tuple(
            WrappedKey(
                no,
                me.device_id,
                wrap_key(key, me.keys.hpke_pub, me.workspace_id, no, me.device_id, signer.keys.sign),
                signer.device_id,
            )
            for no, key in ((0, INDEX_KEY), (1, CELL_KEY))
        )
        return NewDevice(
            workspace_id=me.workspace_id,
            user_id=me.user_id,
            user_role=role,
            device_id=me.device_id,
            name="Laptop",
            login_role=login.role,
            verifier=login.verifier,
            sign_pub=me.keys.sign_pub,
            hpke_pub=me.keys.hpke_pub,
            cert=entry.cert,
            keys=keys,
        )

    def _address(self, login: Login) -> ServerAddress:
        return ServerAddress(
            host=self.server.host,
            port=self.server.port,
            dbname=self.database,
            login_role=login.role,
            password=login.password,
        )

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.pg.close()
        self.practice.close()
        if self._is_ours:
            drop_database(self.server, self.database)


class PgLaptop:
    """A laptop whose server is PostgreSQL."""

    def __init__(self, laptop: Laptop, pg: PostgresRemote) -> None:
        self.laptop, self.pg = laptop, pg
        self.session = SyncSession(laptop.store, pg, laptop.identity, SystemClock(), laptop.practice.ids)
        laptop.session = lambda: self.session  # type: ignore[method-assign]


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(any_server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def two(clinic: Clinic) -> tuple[Laptop, Laptop]:
    return clinic.enrol().laptop, clinic.enrol().laptop


def test_keys_arrive_wrapped_and_rows_arrive_whole(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    client = one.add_client("דנה", notes="כאבי גב.", tags=["vip"], alerts="No known allergies.")
    note = one.add_note(client, plan=BASE)
    one.add("services", name="Massage", default_duration_minutes=45)
    one.add("locations", name="Room 1", location_type="CLINIC", address="Main street 1")
    assert one.sync().pushed == 4
    assert other.sync().pulled == 4
    assert one.content() == other.content()
    assert other.value("sessions", note, "plan") == BASE


def test_offline_edits_merge_and_both_end_alike(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    note = one.add_note(one.add_client(), plan=BASE)
    one.sync()
    other.sync()
    one.edit("sessions", note, plan=BASE.replace("badly", "well"))
    other.edit("sessions", note, plan=BASE.replace("daily", "twice a day"))
    one.sync()
    assert other.sync().merged == 1
    one.sync()
    assert one.value("sessions", note, "plan") == "Slept well.\nGait normal.\nWalks twice a day."
    assert one.content() == other.content()


def test_a_conflict_is_asked_and_resolving_it_clears_it_everywhere(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    note = one.add_note(one.add_client(), plan=BASE)
    one.sync()
    other.sync()
    one.edit("sessions", note, plan=BASE.replace("daily", "5 km"))
    other.edit("sessions", note, plan=BASE.replace("daily", "7 km"))
    one.sync()
    assert other.sync().conflicts == 1
    one.sync()
    (conflict,) = one.open_conflicts()
    assert field_of("conflicts", conflict, "ours") == BASE.replace("daily", "7 km")
    one.edit("conflicts", conflict.row_id, resolved_at=START, resolution=Resolution.THEIRS)
    one.sync()
    other.sync()
    assert other.open_conflicts() == []
    assert one.content() == other.content()


def test_deletes_and_edits_after_finalizing_end_alike(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    client = one.add_client()
    note = one.add_note(client, plan=BASE)
    one.sync()
    other.sync()
    one.edit("sessions", note, is_draft=False, finalized_at=START)
    one.delete("clients", client)
    other.edit("sessions", note, plan=BASE + "\nLate.")
    other.edit("clients", client, phone="050")
    one.sync()
    other.sync()
    one.sync()
    assert one.content() == other.content()
    assert one.row("clients", client).deleted_at is None
    assert [field_of("conflicts", each, "ours") for each in one.open_conflicts()] == [BASE + "\nLate."]


def test_a_refused_op_goes_to_the_inbox_and_the_rest_goes_on(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    one.add_note(uuid.uuid4(), plan="Of a client that nobody has.")
    good = one.add_client("Good")
    outcome = one.sync()
    assert (outcome.refused, outcome.waiting) == (1, 0)
    assert "Of a client that nobody has." in one.told("refused")[0]["payload"]
    other.sync()
    assert good in other.rows("clients")


def test_names_that_clash_are_told_apart(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    one.add("services", name="Massage", default_duration_minutes=30)
    mine = other.add("services", name="Massage", default_duration_minutes=45)
    one.sync()
    outcome = other.sync()
    one.sync()
    assert (outcome.refused, outcome.waiting) == (0, 0)
    assert one.value("services", mine, "name") == "Massage (2)"
    assert one.content() == other.content()


def test_a_restored_copy_is_noticed_and_its_work_kept(two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    one.add_client("A")
    one.sync()
    with one.store.write() as db:
        one.journal.forget_sent(db, 0)
    one.add_client("B")
    with pytest.raises(UserError) as refused:
        one.sync()
    assert refused.value.code == "restored_copy"
    assert one.dirty() == 1


def test_a_revoked_device_gets_nothing_and_keeps_its_work(clinic: Clinic) -> None:
    first, second = clinic.enrol(), clinic.enrol()
    second.laptop.sync()
    first.pg.revoke_device(clinic.practice.workspace_id, second.laptop.me.device_id)
    second.laptop.add_client("Mine")
    with pytest.raises(DeviceRevoked):
        second.laptop.sync()
    assert second.laptop.dirty() == 1


def test_more_than_a_page_of_rows_goes_up_and_comes_down(two: tuple[Laptop, Laptop]) -> None:
    one, other = two
    for number in range(1100):
        one.add_client(f"C{number}")
    assert one.sync().pushed == 1100
    assert other.sync().pulled == 1100
    assert one.content() == other.content()
