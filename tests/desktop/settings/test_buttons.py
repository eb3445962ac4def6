"""Every button of Settings does what it says, on a real store behind a real window."""

import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from core.domain.changes import Changed
from core.domain.enums import Origin
from core.domain.errors import DiskFull, WrongPassphrase
from core.store.transfer.backup import restore
from core.store.vault.vault import open_vault, open_with_either
from desktop.app import Program
from desktop.settings.backup import BackupSection
from desktop.settings.catalog import LocationsSection, ServicesSection
from desktop.settings.device import LookSection, SecuritySection
from desktop.settings.practice import PracticeSection
from desktop.settings.screen import SettingsScreen
from desktop.settings.section import Section
from desktop.widgets.help_sheet import HelpSheet
from desktop.widgets.question import QuestionDialog
from tests.desktop.list_rows import first_lines
from tests.desktop.test_workplace import PHRASE, model_home, program, work

__all__ = ["model_home", "program"]
NEW = "eleven quiet harbours under rain"


def section(program: Program, title: str) -> Section:
    screen = cast("SettingsScreen", work(program).window.go("settings"))
    number = [entry.title for entry in screen.pages.entries].index(title)
    screen.show_section(number)
    program.jobs.wait()
    return screen.pages.page(number)


def say_yes(program: Program) -> None:
    (question,) = [one for one in work(program).window.findChildren(QuestionDialog) if one.isVisible()]
    question.yes.click()
    program.jobs.wait()


def test_given_the_pages_when_looked_at_then_what_changes_something_looks_the_same_on_each(
    program: Program,
) -> None:
    practice = cast("PracticeSection", section(program, "Practice"))
    security = cast("SecuritySection", section(program, "Security"))
    backup = cast("BackupSection", section(program, "Backup and export"))
    verbs = (practice.save, security.change, backup.back_up)
    assert {verb.property("kind") for verb in verbs} == {"primary"}


def test_given_look_and_keys_when_all_keys_are_asked_for_then_those_of_every_screen_are_listed(
    program: Program,
) -> None:
    page = cast("LookSection", section(program, "Look and language"))
    page.every_key.click()
    (sheet,) = work(program).window.findChildren(HelpSheet)
    assert {"Amend a signed note", "Show the week", "Write it yourself"} <= set(first_lines(sheet.list))
    sheet.reject()


def test_given_the_practice_when_saved_then_name_week_steps_and_hours_are_stored(program: Program) -> None:
    page = cast("PracticeSection", section(program, "Practice"))
    page.name.set_text("Ulmenhof")
    page.zone.set_text("Europe/Vienna")
    page.week.set_value(6)
    page.slot.set_value(30)
    page.hours.field.apart.setChecked(True)
    page.hours.field.lines[0].clear()
    QTest.keyClicks(page.hours.field.lines[0], "8-12")
    page.letterhead.set_text("Ulmenhof\nElm Street 4")
    page.save.click()
    program.jobs.wait()
    settings = work(program).opening.practice.settings
    assert (settings.workspace().name, settings.workspace().timezone) == ("Ulmenhof", "Europe/Vienna")
    assert (settings.get("week_start"), settings.get("slot_minutes")) == (6, 30)
    assert settings.get("working_hours")["0"] == [["08:00", "12:00"]]
    assert settings.get("letterhead") == "Ulmenhof\nElm Street 4"
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", page.code.text())


def test_given_a_name_being_typed_when_sync_brings_rows_then_it_stays(program: Program) -> None:
    page = cast("PracticeSection", section(program, "Practice"))
    page.name.set_text("Half typ")
    place = work(program)
    ws = place.opening.practice.me.workspace_id
    place.bus.publish((Changed("clients", frozenset({ws}), Origin.SYNC),))
    program.jobs.wait()
    assert page.name.text == "Half typ"


def test_given_two_saves_on_their_way_when_the_second_is_refused_then_what_was_typed_stays(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast("PracticeSection", section(program, "Practice"))
    settings = work(program).opening.practice.settings
    edit, calls = settings.edit_workspace, iter((False, True))

    def full(**fields: Any) -> Any:
        if next(calls):
            raise DiskFull("The disk is full; nothing was lost.")
        return edit(**fields)

    monkeypatch.setattr(settings, "edit_workspace", full)
    for name in ("Ulmenhof", "Ulmenhof Practice"):
        page.name.set_text(name)
        page.save.click()
    program.jobs.wait()
    assert (settings.workspace().name, page.name.text) == ("Ulmenhof", "Ulmenhof Practice")
    assert page.in_hand
    assert "full" in page.error.text()


def test_given_services_when_added_edited_and_removed_then_the_store_follows(program: Program) -> None:
    page = cast("ServicesSection", section(program, "Services"))
    services = work(program).opening.practice.services
    page.add.click()
    page.save.click()
    assert page.name.note.text()
    page.name.set_text("Shiatsu")
    page.save.click()
    program.jobs.wait()
    assert "Shiatsu" in [one.name for one in services.list()]
    row = [page.model.item(number).text() for number in range(page.model.rowCount())].index("Shiatsu")
    page.list.clicked.emit(page.model.index(row, 0))
    page.name.set_text("Shiatsu, long")
    page.save.click()
    program.jobs.wait()
    assert "Shiatsu, long" in [one.name for one in services.list()]
    row = [page.model.item(number).text() for number in range(page.model.rowCount())].index("Shiatsu, long")
    page.list.clicked.emit(page.model.index(row, 0))
    page.remove.click()
    program.jobs.wait()
    assert "Shiatsu, long" not in [one.name for one in services.list()]


def test_given_locations_when_one_is_added_or_given_up_then_only_saving_stores_it(program: Program) -> None:
    page = cast("LocationsSection", section(program, "Locations"))
    locations = work(program).opening.practice.locations
    page.add.click()
    page.name.set_text("Not kept")
    page.cancel.click()
    say_yes(program)
    assert not page.form.isVisible()
    page.add.click()
    page.name.set_text("Room two")
    page.address.set_text("Lindenweg 2")
    page.save.click()
    program.jobs.wait()
    names = {one.name: one for one in locations.list()}
    assert "Not kept" not in names
    assert names["Room two"].address == "Lindenweg 2"


def test_given_a_new_passphrase_when_changed_then_it_opens_and_the_old_one_does_not(program: Program) -> None:
    page = cast("SecuritySection", section(program, "Security"))
    page.old.set_text("not the present one at all")
    page.new.set_text(NEW)
    page.again.set_text(NEW)
    page.change.click()
    program.jobs.wait()
    assert page.error.text()
    page.old.set_text(PHRASE)
    page.new.set_text(NEW)
    page.again.set_text(NEW)
    page.change.click()
    program.jobs.wait()
    assert not page.error.text()
    path = work(program).opening.opened.vault.path
    work(program).hard_lock()
    open_vault(path, NEW).close()
    with pytest.raises(WrongPassphrase):
        open_vault(path, PHRASE)


def test_given_a_new_recovery_paper_when_made_then_its_code_opens_and_stays_while_rows_come(
    program: Program, tmp_path: Path
) -> None:
    page = cast("SecuritySection", section(program, "Security"))
    page.renew.click()
    say_yes(program)
    code = page.code.text()
    place = work(program)
    ws = place.opening.practice.me.workspace_id
    place.bus.publish((Changed("clients", frozenset({ws}), Origin.SYNC),))
    program.jobs.wait()
    assert page.code.isVisible()
    page.paper.save_to(tmp_path / "paper.pdf")
    program.jobs.wait()
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    path = place.opening.opened.vault.path
    place.hard_lock()
    open_with_either(path, code).close()


def test_given_lock_now_when_clicked_then_all_is_shut(program: Program) -> None:
    page = cast("SecuritySection", section(program, "Security"))
    page.lock_now.click()
    assert not work(program).window.isVisible()


def test_given_a_backup_when_made_then_it_can_be_brought_back(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast("BackupSection", section(program, "Backup and export"))
    file = tmp_path / "kept.pazpaz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.back_up.click()
    program.jobs.wait()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert restore(file, elsewhere, PHRASE).exists()
    assert page.back_up.isEnabled()


def test_given_an_export_when_agreed_to_then_readable_files_are_there(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast("BackupSection", section(program, "Backup and export"))
    folder = tmp_path / "export"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.export.click()
    say_yes(program)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest
    assert "Mira" in (folder / "clients.jsonl").read_text(encoding="utf-8")
