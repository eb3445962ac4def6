"""The queue of files on real PostgreSQL: cut, killed, shared, and silent about what it carries."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.crypto.chunks import CHUNK
from core.domain.enums import Role
from core.domain.errors import DeviceRevoked, ServerUnreachable
from core.domain.file_limits import FileLimits
from core.domain.ids import AttachmentId, ClientId
from core.store.attachments.listing import Where
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from sync.postgres.rows import PostgresRemote
from sync.postgres.transport import ServerAddress
from tests.fault_proxy import Fault, FaultProxy, Kind, Side
from tests.sync.file_bench import PIECE, Bench, CountedFiles, own_folder
from tests.sync.killed_carrier import told
from tests.sync.laptops import NEVER
from tests.sync.test_two_devices_pg import Clinic

CONTENT = os.urandom(5 * PIECE + 123)
COUNT = 6
WAIT_S = 60


class Ward:
    """A clinic whose laptops carry files, through a proxy that breaks connections."""

    def __init__(self, clinic: Clinic, proxy: FaultProxy) -> None:
        self.clinic, self.proxy = clinic, proxy
        self.remotes: list[CountedFiles] = []

    def bench(self, role: Role = Role.OWNER, piece: int = PIECE) -> Bench:
        own_folder(self.clinic.practice)
        made = self.clinic.enrol(role)
        laptop = made.laptop
        if len(self.clinic.laptops) == 1:
            laptop.add("users", laptop.me.user_id, full_name="Dana Demo", role=role)
        laptop.sync()
        return Bench(laptop, self.remote(made.pg), piece)

    def remote(self, pg: PostgresRemote) -> CountedFiles:
        remote = CountedFiles(replace(address_of(pg), port=self.proxy.port)).count()
        self.remotes.append(remote)
        return remote

    def close(self) -> None:
        for remote in self.remotes:
            remote.close()


@contextmanager
def _opened(server: EmbeddedServer, folder: Path) -> Iterator[Ward]:
    clinic, proxy = Clinic(server, folder), FaultProxy(server.host, server.port)
    ward = Ward(clinic, proxy)
    try:
        yield ward
    finally:
        ward.close()
        proxy.close()
        clinic.close()


@pytest.fixture
def ward(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Ward]:
    with _opened(any_server, tmp_path) as made:
        yield made


@pytest.fixture
def ward18(pg18: EmbeddedServer, tmp_path: Path) -> Iterator[Ward]:
    """On one server, for what takes long."""
    with _opened(pg18, tmp_path) as made:
        yield made


def address_of(remote: PostgresRemote) -> ServerAddress:
    return remote._address


def _counted(bench: Bench) -> CountedFiles:
    assert isinstance(bench.files_remote, CountedFiles)
    return bench.files_remote


def _arrived(one: Bench, other: Bench, content: bytes = CONTENT) -> AttachmentId:
    made = one.add(content)
    one.laptop.sync()
    one.carry()
    other.laptop.sync()
    return made


def _carry_until_done(bench: Bench, most: int) -> int:
    """How many passes broke; each next one goes on."""
    for broken in range(most):
        try:
            bench.carry()
        except ServerUnreachable:
            continue
        return broken
    raise AssertionError("it never ends")


def test_given_two_laptops_when_a_file_travels_then_it_reads_the_same(ward: Ward) -> None:
    one, other = ward.bench(), ward.bench()
    made = _arrived(one, other)
    assert one.attachments.get(made).where is Where.BOTH
    other.contents.want(made)
    assert other.carry().pulled == COUNT
    assert other.contents.read(made) == CONTENT
    assert _counted(one).asked == 2


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("kind", [Kind.CUT, Kind.DELAY])
def test_given_a_broken_line_when_sent_and_fetched_then_only_what_was_under_way_travels_twice(
    ward: Ward, kind: Kind, side: Side
) -> None:
    one, other = ward.bench(), ward.bench()
    made = one.add(CONTENT)
    one.laptop.sync()
    for after in (1200, 3600, 300):
        ward.proxy.arm(Fault(kind, side, after))
        _carry_until_done(one, 3)
    assert one.attachments.get(made).where is Where.BOTH
    assert {place.number for place in _counted(one).sent} == set(range(COUNT))
    assert len(_counted(one).sent) <= COUNT + 3

    other.laptop.sync()
    other.contents.want(made)
    for after in (1200, 3600, 300):
        ward.proxy.arm(Fault(kind, side, after))
        _carry_until_done(other, 3)
    assert other.contents.read(made) == CONTENT
    assert len(_counted(other).got) <= COUNT + 3


def test_given_200_mb_and_a_line_that_breaks_when_carried_then_each_chunk_is_sent_once(
    ward18: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = ward18
    one = ward.bench(piece=CHUNK)
    monkeypatch.setattr("core.store.attachments.room.limits_in", lambda *_: FileLimits(file=200, client=200))
    made = one.add(os.urandom(200 << 20))
    one.laptop.sync()
    broken = 0
    for after in (10 << 20, 70 << 20, 90 << 20):
        ward.proxy.arm(Fault(Kind.CUT, Side.REQUEST, after))
        with pytest.raises(ServerUnreachable):
            one.carry()
        broken += 1
    ward.proxy.arm(None)
    one.carry()

    sent = [place.number for place in _counted(one).sent]
    assert set(sent) == set(range(200))
    assert len(sent) <= 200 + broken
    assert ward.proxy.passed[Side.REQUEST] < (200 + broken + 1) << 20
    assert one.attachments.get(made).where is Where.BOTH
    shutil.rmtree(one.laptop.store.path.parent / "files")  # folders of tests are kept for a while


@pytest.mark.parametrize("dies", ["put", "get", "keep"])
def test_given_a_process_killed_in_the_middle_when_it_runs_again_then_it_goes_on_there(
    ward: Ward, dies: str
) -> None:
    one, other = ward.bench(), ward.bench()
    made = one.add(CONTENT)
    one.laptop.sync()
    if dies == "put":
        _killed(one, dies, 3)
        assert one.carry().pushed == COUNT - 3
        assert one.attachments.get(made).where is Where.BOTH
        return
    one.carry()
    other.laptop.sync()
    other.contents.want(made)
    _killed(other, dies, 3)
    here = other.attachments.get(made).here
    assert here == (3 if dies == "keep" else 2)
    assert other.carry().pulled == COUNT - here
    assert other.contents.read(made) == CONTENT


def _killed(bench: Bench, dies: str, at: int) -> None:
    given = told(bench.laptop, address_of(_counted(bench)), bench.piece, dies, at)
    program = [sys.executable, "-m", "tests.sync.killed_carrier"]
    done = subprocess.run(program, input=given, text=True, timeout=WAIT_S, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_given_one_file_on_two_laptops_when_both_send_it_then_it_is_there_once(ward: Ward) -> None:
    one, other = ward.bench(), ward.bench()
    _arrived(one, other)
    other.add(CONTENT)
    other.carry()
    assert _counted(other).sent == []
    assert _chunks(ward) == COUNT


def _chunks(ward: Ward) -> object:
    server = ward.clinic.server
    with operator(server.url(ward.clinic.database, superuser=True)) as db:
        return db.scalar(sa.text("SELECT count(*) FROM pz.blob_chunks"))


def test_given_a_planted_chunk_when_fetched_then_refused_and_an_owner_can_mend_it(ward: Ward) -> None:
    one, other = ward.bench(), ward.bench()
    made = _arrived(one, other)
    server = ward.clinic.server
    with operator(server.url(ward.clinic.database, superuser=True)) as db:
        db.execute(sa.text("UPDATE pz.blob_chunks SET cell = 'v1:' || cell WHERE chunk_no = 2"))
    other.contents.want(made)
    assert other.carry().refused == 1
    assert other.attachments.get(made).problem == "not_genuine"

    blob_key = one.attachments.get(made).row.blob_key
    one.session().send_again(blob_key, one.events.append, NEVER)
    other.contents.want(made)
    other.carry()
    assert other.contents.read(made) == CONTENT


def test_given_a_removed_device_when_carried_then_it_gets_nothing(ward: Ward) -> None:
    one, other = ward.bench(), ward.bench()
    made = _arrived(one, other)
    other.contents.want(made)
    assert ward.clinic.first is not None
    ward.clinic.first.pg.revoke_device(one.laptop.me.workspace_id, other.laptop.me.device_id)
    with pytest.raises(DeviceRevoked):
        other.carry()
    assert other.attachments.get(made).here == 0


def test_given_what_the_server_wrote_when_searched_then_neither_content_nor_name_is_found(
    ward: Ward,
) -> None:
    canary = b"canary-of-an-attachment-7713"
    one = ward.bench(piece=CHUNK)
    client = ClientId(one.laptop.add_client())
    one.attachments.add(canary * 9000, client, file_name=f"{canary.decode()}.txt", caption=canary.decode())
    one.laptop.sync()
    one.carry()
    server = ward.clinic.server
    with operator(server.url(ward.clinic.database, superuser=True), autocommit=True) as db:
        db.execute(sa.text("CHECKPOINT"))
    assert _chunks(ward) == 1
    needles = [canary, canary.decode().encode("utf-16-le"), canary.hex().encode()]
    searched = 0
    for root in (server.cluster_dir, one.laptop.store.path.parent):
        for path in root.rglob("*"):
            if path.is_file():
                searched += path.stat().st_size
                content = path.read_bytes()
                assert not any(needle in content for needle in needles), path.name
    assert searched > CHUNK
