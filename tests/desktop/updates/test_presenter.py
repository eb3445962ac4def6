"""The page about updates without a window: what the clinic gave, what a person looks at, what is dropped."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest

from core.domain.changes import Changed
from core.domain.errors import UserError
from core.release.manifest import ReleaseFile
from core.release.updates import Updates
from core.store.attachments import blob_states
from core.store.attachments.chunk_store import Files
from core.store.practice.practice import Practice
from desktop.updates.presenter import OfferOrigin, State, Surroundings, UpdatesPresenter
from tests.core.store.conftest import clock, ids, me, practice, store
from tests.releases import INSTALLERS, LINUX, Maker, release

__all__ = ["clock", "ids", "me", "practice", "store"]
T = TypeVar("T")
DEB = next(iter(INSTALLERS))


class AtOnce:
    """Jobs and line: done when asked for."""

    def __init__(self) -> None:
        self.forgotten = 0

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserError], None] | None = None,
    ) -> None:
        try:
            found = work()
        except UserError as error:
            assert on_error is not None
            on_error(error)
            return
        if on_done is not None:
            on_done(found)

    def forget(self) -> None:
        self.forgotten += 1


class Told:
    def __init__(self) -> None:
        self.changed: list[Changed] = []

    def publish(self, changed: Iterable[Changed]) -> None:
        self.changed += changed


class Nobody:
    """An address at which nothing is to be asked."""

    def texts(self, cancel: threading.Event) -> tuple[bytes, bytes]:
        raise AssertionError

    def file(self, file: ReleaseFile, target: Path, progress: object, cancel: threading.Event) -> None:
        raise AssertionError


class Bench:
    def __init__(self, practice: Practice, folder: Path) -> None:
        self.maker, self.shown = Maker(), list[State]()
        self.stick, self.downloads = folder / "stick", folder / "downloads"
        for made in (self.stick, self.downloads):
            made.mkdir()
        self.maker.put(self.stick, release())
        self.updates = self.of_version(practice, "9.0.0")
        self.line, self.told, self.woken = AtOnce(), Told(), 0
        self.presenter = self.present(self.updates)

    def of_version(self, practice: Practice, version: str) -> Updates:
        return Updates(practice, lambda: (self.maker.public,), LINUX, version)

    def present(self, updates: Updates) -> UpdatesPresenter:
        around = Surroundings(
            jobs=self.line,
            slow=self.line,
            line=self.line,
            publisher=self.told,
            source=lambda _: Nobody(),
            fetch_files=self._wake,
            is_connected=lambda: True,
            downloads=self.downloads,
        )
        return UpdatesPresenter(updates, around, self.shown.append)

    def _wake(self) -> None:
        self.woken += 1

    def give(self) -> None:
        self.presenter.look_at(self.stick / DEB)
        self.presenter.refresh()
        self.presenter.give()

    def another_laptop(self) -> UpdatesPresenter:
        made = self.present(self.updates)
        made.refresh()
        return made


@pytest.fixture
def bench(practice: Practice, tmp_path: Path) -> Bench:
    return Bench(practice, tmp_path)


def test_given_a_release_for_the_clinic_when_given_then_screens_and_the_queue_of_files_hear_of_it(
    bench: Bench,
) -> None:
    bench.give()
    assert [row.table for row in bench.told.changed][:1] == ["workspaces"]
    assert bench.woken == 1


def test_given_a_release_in_the_clinic_when_its_file_is_elsewhere_then_fetched_by_the_queue_and_taken(
    bench: Bench, practice: Practice
) -> None:
    bench.give()
    published = bench.updates.clinic.published()
    assert published is not None
    key, count = published.blobs[DEB]
    files = Files(practice.store)
    kept = files.present(key)
    assert len(kept) == count
    files.drop(key)
    page = bench.another_laptop()
    assert (page.state.origin, page.state.can_fetch) == (OfferOrigin.CLINIC, True)
    page.fetch()
    assert bench.woken == 2
    assert not page.state.can_fetch
    with practice.desk.read() as db:
        assert blob_states.states(db, [key])[key].wanted


def test_given_a_release_in_the_clinic_when_it_is_here_then_taken_into_the_downloads(bench: Bench) -> None:
    bench.give()
    page = bench.another_laptop()
    page.fetch()
    assert page.state.offer is not None
    assert page.state.offer.path == bench.downloads / DEB
    page.refresh()
    assert page.state.offer.path == bench.downloads / DEB
    page.fetch()


def test_given_a_release_that_the_owner_took_back_when_looked_again_then_it_is_gone(bench: Bench) -> None:
    bench.give()
    page = bench.another_laptop()
    assert page.state.offer is not None
    owners = bench.another_laptop()
    assert owners.state.can_take_back
    owners.take_back()
    assert (owners.state.offer, owners.state.can_take_back) == (None, False)
    page.refresh()
    assert page.state.offer is None


def test_given_a_clinic_whose_release_is_older_than_this_program_when_looked_then_nothing_is_said(
    bench: Bench, practice: Practice
) -> None:
    bench.give()
    page = bench.present(bench.of_version(practice, "9.2.0"))
    page.refresh()
    assert (page.state.offer, page.state.error) == (None, "")


def test_given_a_release_in_the_clinic_that_somebody_changed_when_looked_then_it_is_said(
    bench: Bench, practice: Practice
) -> None:
    made = release()
    practice.settings.set(release={"manifest": made.text().decode(), "signature": "none", "files": []})
    page = bench.another_laptop()
    assert "not signed by the makers" in page.state.error
    assert page.state.offer is None


def test_given_a_file_that_a_person_looks_at_when_the_clinic_has_another_then_theirs_stays(
    bench: Bench,
) -> None:
    bench.give()
    page = bench.present(bench.updates)
    page.look_at(bench.stick / DEB)
    page.refresh()
    assert page.state.origin is OfferOrigin.FILE


def test_given_no_address_when_asked_anyway_then_nobody_is(bench: Bench) -> None:
    bench.presenter.check()
    bench.presenter.fetch()
    bench.presenter.give()
    assert bench.presenter.state == State()


def test_given_a_lock_when_nothing_is_under_way_then_it_only_forgets(bench: Bench) -> None:
    bench.presenter.cancel()
    assert (bench.line.forgotten, bench.shown) == (1, [])
