"""A release on its way from the owner's laptop to the others, through a clinic that can read none of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.registry import SCHEMA_VERSION
from core.release.clinic import ClinicReleases
from core.release.server_schema import server_schema
from core.release.updates import Updates
from core.store.attachments.chunk_store import Files
from core.store.unit_of_work.repository import RepositoryContext
from sync.events import RowsChanged
from tests.releases import INSTALLERS, LINUX, Maker, release
from tests.sync.file_bench import Bench, new_bench
from tests.sync.laptops import Practice, person
from tests.sync.test_files_pg import Ward, ward

__all__ = ["ward"]
DEB = next(iter(INSTALLERS))
PIECE = 1 << 20


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    made = Practice(tmp_path)
    yield made
    made.close()


def updates_of(bench: Bench, maker: Maker) -> Updates:
    made = Updates(person(bench.laptop), lambda: (maker.public,), LINUX, "9.0.0")
    laptop = bench.laptop
    desk = RepositoryContext(laptop.store, laptop.me, laptop.practice.clock, laptop.practice.ids)
    made.clinic = ClinicReleases(desk, Files(laptop.store, bench.piece))
    return made


def founded(bench: Bench) -> Bench:
    bench.laptop.add(
        "workspaces", bench.laptop.me.workspace_id, name="Invented", timezone="Asia/Jerusalem", locale="en"
    )
    bench.laptop.sync()
    return bench


def travels(owner: Bench, other: Bench, folder: Path) -> None:
    """From a stick at the owner's to a file that was verified on the other laptop."""
    stick, downloads, maker = folder / "stick", folder / "downloads", Maker()
    stick.mkdir()
    downloads.mkdir()
    maker.put(stick, release())
    mine, theirs = updates_of(owner, maker), updates_of(other, maker)
    mine.give_to_clinic(mine.from_file(stick / DEB), stick)
    owner.laptop.sync()
    owner.carry()
    other.laptop.sync()

    offer, published = theirs.from_clinic() or pytest.fail("the release did not come with the rows")
    assert offer.is_news
    assert offer.server_schema == SCHEMA_VERSION
    other.carry()
    assert not Files(other.laptop.store).blobs()

    theirs.clinic.want(published, DEB)
    other.carry()
    taken = theirs.take_from_clinic(offer, published, downloads)

    assert taken.path == downloads / DEB
    assert (downloads / DEB).read_bytes() == INSTALLERS[DEB][1]
    tables = [row.table for event in other.events if isinstance(event, RowsChanged) for row in event.changed]
    assert "workspaces" in tables


def test_given_a_release_when_the_owner_gives_it_then_another_laptop_fetches_and_verifies_it(
    practice: Practice, tmp_path: Path
) -> None:
    owner, other = founded(new_bench(practice)), new_bench(practice, Role.OWNER)
    owner.piece = other.piece = PIECE
    other.laptop.sync()
    travels(owner, other, tmp_path)


def test_given_postgresql_when_a_release_travels_then_it_arrives_verified(ward: Ward, tmp_path: Path) -> None:
    owner, other = founded(ward.bench(piece=PIECE)), ward.bench(piece=PIECE)
    travels(owner, other, tmp_path)
    with other.laptop.store.read() as db:
        assert server_schema(db) == SCHEMA_VERSION
