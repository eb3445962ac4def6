"""Settings > About: which version, whose work, and updates that nobody but the person asks for."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import platformdirs
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from core.domain.errors import ServerUnreachable
from core.domain.program import program_version
from core.release import keys
from core.release.manifest import ReleaseFile
from core.release.server_schema import note_server_schema
from core.store.transfer.backup import restore
from desktop.app import Program
from desktop.settings import about
from desktop.settings.about import AboutSection
from desktop.settings.licences import LicencesDialog
from desktop.widgets.text import Text
from tests.desktop.settings.test_buttons import section
from tests.desktop.test_workplace import PHRASE, model_home, program, work
from tests.releases import INSTALLERS, Maker, for_this_system

__all__ = ["model_home", "program"]
DEB = next(iter(INSTALLERS))
ADDRESS = "https://updates.example.org/pazpaz/release.json"


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    """This build knows the maker's key."""
    made = Maker()
    monkeypatch.setattr(keys, "IN_USE", made.public.line())
    return made


@pytest.fixture
def stick(maker: Maker, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return maker.put(folder, for_this_system())


class Online:
    """A site that has what lies on a stick; `hold`: what it waits for before it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, list[str]()
        self.hold = threading.Event()
        self.hold.set()
        self.error: Exception | None = None

    def of(self, address: str) -> "Online":
        self.asked.append(address)
        return self

    def texts(self, cancel: threading.Event) -> tuple[bytes, bytes]:
        self.hold.wait()
        if self.error is not None:
            raise self.error
        return (
            (self.folder / "release.json").read_bytes(),
            (self.folder / "release.json.minisig").read_bytes(),
        )

    def file(self, file: ReleaseFile, target: Path, _progress: object, _cancel: object) -> None:
        shutil.copy(self.folder / file.name, target)


@pytest.fixture
def online(stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Online]:
    made = Online(stick)
    monkeypatch.setattr(about, "ReleaseSource", made.of)
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    monkeypatch.setattr(platformdirs, "user_downloads_path", lambda: downloads)
    yield made
    made.hold.set()


def page_of(program: Program) -> AboutSection:
    """Made anew with the practice, so keys and places are patched before `program`."""
    return cast("AboutSection", section(program, "About"))


def settle(program: Program) -> None:
    program.jobs.wait()
    work(program).slow_jobs.wait()
    program.jobs.wait()


def until(program: Program, holds: Callable[[], bool]) -> None:
    """The network's thread answers when it likes."""
    loop = QEventLoop()
    while not holds():
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    settle(program)


def test_given_the_page_when_opened_then_it_tells_the_version_and_that_it_runs_from_source(
    program: Program,
) -> None:
    page = page_of(program)
    shown = [label.text() for label in page.findChildren(Text)]
    assert f"Version {program_version()}" in shown
    assert any(text.startswith("Runs from its source") for text in shown)


def test_given_a_build_without_a_key_when_opened_then_it_says_so_and_offers_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(program)
    assert "no release key" in page.no_key.text
    assert not page.file.isEnabled()
    assert not page.check.isEnabled()


class TestWithAKey:
    """The maker's key is in this build before the window is made."""

    @pytest.fixture(autouse=True)
    def known(self, maker: Maker, online: Online) -> None:
        """Both are patched before the window is made."""

    @pytest.fixture
    def page(self, known: None, program: Program) -> AboutSection:
        return page_of(program)

    def test_given_no_address_when_opened_then_nobody_can_be_asked(
        self, page: AboutSection, online: Online
    ) -> None:
        assert page.no_key.isHidden()
        assert not page.check.isEnabled()
        page.presenter.check()
        assert online.asked == []

    def test_given_an_address_when_kept_then_asked_only_after_a_click(
        self, page: AboutSection, program: Program, online: Online
    ) -> None:
        page.address.set_text(ADDRESS)
        assert page.content() == {"address": ADDRESS}
        settled: list[bool] = []
        page.settled.connect(lambda: settled.append(page.content() is None))
        page.keep.click()
        settle(program)
        assert settled == [True]
        page.refresh()
        settle(program)
        assert (page.check.isEnabled(), page.keep.isEnabled(), online.asked) == (True, False, [])
        page.check.click()
        until(program, lambda: not page.presenter.state.busy)
        assert online.asked == [ADDRESS]
        assert page.offer.name.text() == "PazPaz 9.1.0"
        assert page.offer.notes.text() == "Appointments remember their room."
        assert page.offer.fetch.isVisible()

    def test_given_an_offer_from_the_address_when_fetched_then_verified_in_the_downloads(
        self, page: AboutSection, program: Program, tmp_path: Path, online: Online
    ) -> None:
        page.presenter.set_address(ADDRESS)
        settle(program)
        page.check.click()
        until(program, lambda: not page.presenter.state.busy)
        page.offer.fetch.click()
        until(program, lambda: not page.presenter.state.busy)
        downloads = tmp_path / "downloads"
        assert [path.name for path in downloads.iterdir()] == [DEB]
        assert (downloads / DEB).read_bytes() == INSTALLERS[DEB][1]
        assert page.offer.back_up.isVisible()
        assert not page.offer.fetch.isVisible()

    def test_given_another_file_at_the_address_when_fetched_then_nothing_of_it_stays(
        self, page: AboutSection, program: Program, tmp_path: Path, stick: Path
    ) -> None:
        page.presenter.set_address(ADDRESS)
        settle(program)
        page.check.click()
        until(program, lambda: not page.presenter.state.busy)
        (stick / DEB).write_bytes(b"something else")
        page.offer.fetch.click()
        until(program, lambda: not page.presenter.state.busy)
        assert "Nothing was installed" in page.error.text()
        assert list((tmp_path / "downloads").iterdir()) == []
        assert not page.offer.back_up.isVisible()

    def test_given_a_wrong_address_when_kept_then_refused_in_a_sentence(
        self, page: AboutSection, program: Program
    ) -> None:
        page.address.set_text("http://example.org")
        page.keep.click()
        settle(program)
        assert "begins with https://" in page.error.text()
        assert page.address.text == "http://example.org"
        assert page.content() == {"address": "http://example.org"}

    def test_given_no_answer_when_asked_then_it_says_so_and_all_goes_on(
        self, page: AboutSection, program: Program, online: Online
    ) -> None:
        online.error = ServerUnreachable("The address for updates cannot be reached just now.")
        page.presenter.set_address(ADDRESS)
        settle(program)
        page.check.click()
        until(program, lambda: not page.presenter.state.busy)
        assert page.error.text().startswith("The address for updates cannot be reached")
        assert page.check.isEnabled()

    @pytest.mark.parametrize("soft", [True, False])
    def test_given_an_address_that_is_silent_when_locked_then_nobody_waits_for_it(
        self, page: AboutSection, program: Program, online: Online, soft: bool
    ) -> None:
        page.presenter.set_address(ADDRESS)
        settle(program)
        online.hold.clear()
        page.check.click()
        assert page.stop.isVisible()
        if soft:
            work(program).soft_lock()
        else:
            work(program).hard_lock()
        assert page.presenter.state.busy == ""
        assert page.presenter._stop.is_set()
        online.hold.set()

    def test_given_a_search_when_stopped_then_its_answer_is_dropped(
        self, page: AboutSection, program: Program, online: Online
    ) -> None:
        page.presenter.set_address(ADDRESS)
        settle(program)
        online.hold.clear()
        page.check.click()
        page.stop.click()
        assert not page.stop.isVisible()
        online.hold.set()
        page.check.click()
        until(program, lambda: not page.presenter.state.busy)
        assert page.offer.name.text() == "PazPaz 9.1.0"

    def test_given_a_stick_when_its_file_is_chosen_then_a_backup_is_offered_before_it_is_shown(
        self,
        page: AboutSection,
        program: Program,
        stick: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(stick / DEB), ""))
        page.file.click()
        settle(program)
        assert DEB in page.offer.how.text()
        assert page.offer.back_up.property("kind") == "primary"
        assert not page.offer.give.isVisible()
        kept = tmp_path / "kept.pazpaz"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(kept), ""))
        page.offer.back_up.click()
        settle(program)
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        assert restore(kept, elsewhere, PHRASE).exists()
        opened: list[str] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
        page.offer.show_file.click()
        assert opened == [str(stick)]

    def test_given_a_backup_that_cannot_be_made_when_asked_then_it_says_so(
        self, page: AboutSection, program: Program, stick: Path, tmp_path: Path
    ) -> None:
        page.look_at(stick / DEB)
        settle(program)
        page.offer.back_up_to(tmp_path / "none" / "kept.pazpaz")
        settle(program)
        assert page.offer.error.text()
        assert page.offer.back_up.isEnabled()

    def test_given_an_altered_file_when_chosen_then_refused_and_nothing_is_offered(
        self, page: AboutSection, program: Program, stick: Path
    ) -> None:
        (stick / DEB).write_bytes(b"altered")
        page.look_at(stick / DEB)
        settle(program)
        assert "cut short" in page.error.text()
        assert page.offer.isHidden()

    def test_given_the_version_that_runs_here_when_chosen_then_it_is_the_newest(
        self, page: AboutSection, program: Program, maker: Maker, tmp_path: Path
    ) -> None:
        same = tmp_path / "same"
        same.mkdir()
        maker.put(same, replace(for_this_system(), version=program_version()))
        page.look_at(same / DEB)
        settle(program)
        assert page.error.text() == f"This is the newest version: {program_version()}."
        assert page.offer.isHidden()

    def test_given_a_server_that_is_too_old_when_offered_then_it_warns(
        self, page: AboutSection, program: Program, maker: Maker, stick: Path
    ) -> None:
        with work(program).opening.practice.store.write() as db:
            note_server_schema(db, 1)
        maker.put(stick, replace(for_this_system(), minimum_schema=2))
        page.look_at(stick / DEB)
        settle(program)
        assert "server must be upgraded first" in page.offer.server.text

    def test_given_an_owner_in_a_clinic_when_a_release_is_given_then_another_look_offers_it(
        self,
        page: AboutSection,
        program: Program,
        stick: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        around = replace(page.presenter._around, is_connected=lambda: True)
        page.presenter._around = around
        page.refresh()
        settle(program)
        page.look_at(stick / DEB)
        settle(program)
        page.offer.give.click()
        settle(program)
        assert page.error.text().startswith("Given to the clinic")
        page.presenter._set(replace(page.presenter.state, offer=None, news=""))
        page.refresh()
        settle(program)
        assert page.offer.name.text() == "PazPaz 9.1.0"
        page.offer.fetch.click()
        settle(program)
        assert (tmp_path / "downloads" / DEB).read_bytes() == INSTALLERS[DEB][1]
        assert page.offer.back_up.isVisible()
        page.offer.take_back.click()
        settle(program)
        assert page.error.text().startswith("Taken back")
        assert page.offer.isHidden()

    def test_given_the_palette_when_commands_are_listed_then_updates_and_licences_are_there(
        self, page: AboutSection
    ) -> None:
        assert [command.title for command in page.commands(lambda: page)] == [
            "Update from a file",
            "Licences",
        ]


def test_given_the_licences_when_opened_then_each_work_has_its_text(program: Program) -> None:
    page = page_of(program)
    page.licences.click()
    settle(program)
    (dialog,) = work(program).window.findChildren(LicencesDialog)
    names = [part.name for part in dialog.model.items]
    assert names[0] == "pazpaz-desktop"
    assert {"cryptography", "sqlcipher3", "psycopg", "pyside6-essentials"} <= set(names)
    assert "Apache License" in dialog.text.toPlainText()
    dialog.list.setCurrentIndex(dialog.model.index(names.index("cryptography"), 0))
    assert "cryptography" in dialog.about.text()
    assert dialog.save.isHidden()
    dialog.reject()


def test_given_a_bundle_when_the_licences_are_opened_then_its_list_can_be_saved(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "licences"
    texts.mkdir()
    (texts / "Qt.txt").write_text("Lesser", encoding="utf-8")
    row = {"name": "Qt", "version": "6.11.3", "licence": "LGPL-3.0-only", "source": "https://code.qt.io"}
    (texts / "index.json").write_text(json.dumps([{**row, "texts": ["Qt.txt"]}]), encoding="utf-8")
    (tmp_path / "sbom.cdx.json").write_text('{"metadata": {"timestamp": "2027-01-02T03:04:05Z"}}')
    monkeypatch.setattr(about, "_root", lambda: tmp_path)
    page = page_of(program)
    page.licences.click()
    settle(program)
    (dialog,) = work(program).window.findChildren(LicencesDialog)
    assert (dialog.text.toPlainText(), dialog.save.isHidden()) == ("Lesser", False)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine.json"), ""))
    dialog.save.click()
    settle(program)
    assert (tmp_path / "mine.json").read_bytes() == (tmp_path / "sbom.cdx.json").read_bytes()
    dialog.save_to(tmp_path / "none" / "mine.json")
    settle(program)
    assert dialog.error.text()
    dialog.reject()
    assert about._build().startswith("Built on Saturday, 2 January 2027")
