"""The door's window over real vaults: first run to the end, unlocking, restoring, refusals."""

import stat
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from core.crypto.kdf import KdfParams
from core.crypto.recovery import Paper, new_code
from core.crypto.slot_format import slot_params
from core.domain.clock import FixedClock
from core.domain.errors import DiskFull, WrongPassphrase
from core.store.transfer.backup import backup
from core.store.vault import vault
from core.store.vault.listing import list_vaults
from core.store.vault.vault import open_vault
from desktop.kit.jobs import Jobs
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import OpenPractice, PracticeDetails, create_practice, open_practice
from desktop.unlock.first_run_presenter import FirstRunStep, FirstRunWay
from desktop.unlock.first_run_view import FirstRunPage
from desktop.unlock.new_phrase_view import NewPhrasePage
from desktop.unlock.unlock_view import UnlockPage
from desktop.unlock.window import DoorWindow
from tests.desktop.unlock.conftest import (
    PHRASE,
    Open,
    backed_up,
    first_page,
    made,
    to_phrase,
    unlock_page,
)

NEW = "eleven quiet harbours under rain"


def card_top(page: FirstRunPage | UnlockPage) -> int:
    for _ in range(3):
        QApplication.processEvents()
    return page.card.mapTo(page, page.card.rect().topLeft()).y()


def test_given_the_first_steps_when_pages_and_lines_come_then_the_top_of_the_card_stays(door: Open) -> None:
    window = door()
    window.resize(1280, 800)
    page = first_page(window)
    tops = [card_top(page)]
    page.start_page.buttons[FirstRunWay.NEW].click()
    tops.append(card_top(page))
    page.show_error("Please give the practice and yourself a name.")
    tops.append(card_top(page))
    assert len(set(tops)) == 1


def test_given_a_locked_practice_when_a_line_comes_then_the_top_of_the_card_stays(
    door: Open, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = door()
    window.resize(1280, 800)
    page = unlock_page(window)
    before = card_top(page)
    page.show_error("That is not the passphrase.")
    assert card_top(page) == before


def test_given_the_first_page_with_no_way_back_when_shown_then_nothing_empty_is_below_the_choices(
    door: Open,
) -> None:
    page = first_page(door())
    assert not page._footer.isVisible()
    page.start_page.buttons[FirstRunWay.NEW].click()
    assert page._footer.isVisible()


def test_given_a_time_zone_being_typed_when_suggestions_come_then_they_are_few_and_have_an_edge(
    door: Open,
) -> None:
    completer = first_page(door()).practice.zone.editor.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    assert (popup.property("popup"), completer.maxVisibleItems()) == (True, 6)


def test_given_nothing_here_when_opened_then_a_new_practice_is_made_to_the_end(
    door: Open, jobs: Jobs, opened: list[OpenPractice]
) -> None:
    page = first_page(door())
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.practice.week.set_value(6)
    page.practice.hours.line.clear()
    QTest.keyClicks(page.practice.hours.line, "9-12, 13-17")
    page.go_on.click()
    page.catalog.services[1].name.setText("Massage")
    page.catalog.services[2].kept.setChecked(False)
    page.catalog.place.set_text("12 Example Street")
    page.go_on.click()
    jobs.wait()
    assert (page.step, page.count.text()) == (FirstRunStep.PHRASE, "Step 3 of 5")
    phrase = page.phrase.suggestion.text()
    page.phrase.field.set_text(phrase)
    page.phrase.again.set_text(phrase)
    page.go_on.click()
    jobs.wait()
    assert page.step is FirstRunStep.KIT
    code = page.kit.code.text()
    page.go_on.click()
    page.kit_back.field.set_text(code.replace("\n", " ").lower())
    page.go_on.click()
    jobs.wait()
    workspace = opened[0].practice.settings.workspace()
    assert (workspace.name, workspace.timezone) == ("Lindenhof", "Europe/Berlin")
    spans = [["09:00", "12:00"], ["13:00", "17:00"]]
    assert opened[0].practice.settings.all()["working_hours"]["0"] == spans
    services = opened[0].practice.services.list()
    assert [(each.name, each.default_duration_minutes) for each in services] == [
        ("First visit", 60),
        ("Massage", 45),
    ]
    assert [each.address for each in opened[0].practice.locations.list()] == ["12 Example Street"]


@pytest.mark.parametrize(
    ("name", "minutes", "said"),
    [("", "45", "name"), ("Massage", "soon", "minutes"), ("First visit", "45", "one name")],
)
def test_given_a_service_that_cannot_be_when_continued_then_it_says_so_and_stays(
    door: Open, name: str, minutes: str, said: str
) -> None:
    page = first_page(door())
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.practice.name.set_text("Lindenhof")
    page.practice.therapist.set_text("Ruth Amsel")
    page.go_on.click()
    page.catalog.services[1].name.setText(name)
    page.catalog.services[1].minutes.setText(minutes)
    page.go_on.click()
    assert page.step is FirstRunStep.CATALOG
    assert said in page.error.text()


def test_given_names_left_out_when_continued_then_it_asks_for_them(door: Open) -> None:
    page = first_page(door())
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.go_on.click()
    assert (page.step, bool(page.error.text())) == (FirstRunStep.PRACTICE, True)


@pytest.mark.parametrize(("zone", "said"), [("Mars/Phobos", "not a time zone"), ("", "not a time zone")])
def test_given_a_zone_that_is_none_when_continued_then_it_says_so(door: Open, zone: str, said: str) -> None:
    page = first_page(door())
    page.start_page.buttons[FirstRunWay.NEW].click()
    page.practice.zone.set_text(zone)
    page.go_on.click()
    assert said in page.error.text()


def test_given_two_passphrases_that_differ_when_created_then_nothing_is_made(
    door: Open, jobs: Jobs, home: Path
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE + "!")
    page.go_on.click()
    jobs.wait()
    assert "not the same" in page.error.text()
    assert not (home / "vaults").exists()


def test_given_a_weak_passphrase_when_created_then_it_is_refused_and_nothing_is_made(
    door: Open, jobs: Jobs, home: Path
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text("short")
    page.phrase.again.set_text("short")
    page.go_on.click()
    jobs.wait()
    assert "15 characters" in page.error.text()
    assert not (home / "vaults").exists()


def test_given_typing_when_it_pauses_then_the_passphrase_is_judged(
    door: Open, jobs: Jobs, qtbot: QtBot
) -> None:
    page = to_phrase(door(), jobs)
    page.phrase.field.set_text("short")
    with qtbot.waitSignal(page.phrase.typed):
        pass
    jobs.wait()
    assert "15 characters" in page.phrase.field.note.text()


def test_given_a_code_typed_wrong_when_checked_then_it_stays_and_can_be_shown_again(
    door: Open, jobs: Jobs, opened: list[OpenPractice]
) -> None:
    window = door()
    page = to_phrase(window, jobs)
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    page.go_on.click()
    page.kit_back.field.set_text("ABCD")
    page.go_on.click()
    jobs.wait()
    assert (page.step, opened) == (FirstRunStep.KIT_BACK, [])
    assert "36 characters" in page.error.text()
    assert not page.back.isVisible()
    page.kit_back.show_again.click()
    assert page.step is FirstRunStep.KIT
    window.close()


def test_given_back_when_clicked_then_the_page_before_is_in_front(door: Open, jobs: Jobs) -> None:
    page = to_phrase(door(), jobs)
    page.back.click()
    assert page.step is FirstRunStep.CATALOG


def test_given_a_vault_when_opened_then_the_passphrase_opens_it_and_its_field_is_empty(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    made(home, clock)
    window = door()
    page = unlock_page(window)
    assert [tile.text() for tile in page.tiles.tiles] == ["RA"]
    page.field.set_text(PHRASE)
    page.unlock.click()
    assert page.cancel.isVisible()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"
    assert page.field.text == ""
    assert window.isVisible()


def phrase_page(window: DoorWindow) -> NewPhrasePage:
    assert window.new_phrase_page is not None
    return window.new_phrase_page


@pytest.mark.parametrize("grouped", [True, False])
def test_given_the_recovery_paper_when_typed_then_a_new_passphrase_comes_at_once_and_opens_from_then_on(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice], grouped: bool
) -> None:
    code = made(home, clock)
    window = door()
    page = unlock_page(window)
    if grouped:
        page.other_way.click()
        assert (page.code.isVisible(), page.field.isVisible()) == (True, False)
        page.code.set_text(code.lower())
    else:
        page.field.set_text(code.lower())
    page.unlock.click()
    jobs.wait()
    assert opened == []
    new = phrase_page(window)
    assert new.isVisible()
    assert page.code.text == ""
    for phrase in ("short", NEW):
        new.phrase.field.set_text(phrase)
        new.phrase.again.set_text(phrase)
        new.go_on.click()
        jobs.wait()
        assert bool(new.error.text()) is (phrase == "short")
    assert opened[0].practice.settings.workspace().name == "Lindenhof"
    practice = opened.pop()
    practice.close()
    open_vault(practice.vault.path, NEW).close()
    with pytest.raises(WrongPassphrase):
        open_vault(practice.vault.path, PHRASE)


def test_given_the_page_of_the_new_passphrase_when_left_then_the_tiles_are_back_and_nothing_is_open(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    code = made(home, clock)
    window = door()
    unlock_page(window).field.set_text(code)
    unlock_page(window).unlock.click()
    jobs.wait()
    phrase_page(window).leave.click()
    jobs.wait()
    assert unlock_page(window).isVisible()
    (info,) = list_vaults(home)
    open_vault(info.path, PHRASE).close()
    unlock_page(window).field.set_text(code)
    unlock_page(window).unlock.click()
    jobs.wait()
    window.close()
    open_vault(info.path, PHRASE).close()
    assert opened == []


def test_given_a_mistyped_code_when_submitted_then_it_stays_in_the_boxes_and_the_mistake_is_named(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock
) -> None:
    code = made(home, clock)
    page = unlock_page(door())
    page.other_way.click()
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    page.code.set_text(wrong)
    page.unlock.click()
    jobs.wait()
    assert "typing mistake" in page.code.note.text()
    assert page.code.text == wrong
    page.code.set_text(new_code(Paper.PERSONAL))
    page.unlock.click()
    jobs.wait()
    assert "not the one of this practice" in page.code.note.text()
    page.other_way.click()
    assert (page.field.isVisible(), page.code.isVisible()) == (True, False)


def test_given_a_lost_key_file_when_opened_then_it_is_named_and_a_backup_brings_it_back(
    door: Open,
    jobs: Jobs,
    home: Path,
    clock: FixedClock,
    opened: list[OpenPractice],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made(home, clock)
    (info,) = list_vaults(home)
    with open_practice(info.path, PHRASE, clock) as practice:
        backup(practice.vault, practice.store, tmp_path / "kept.pazpaz")
    (info.path / "vault.json").write_bytes(b"{}")
    window = door()
    page = unlock_page(window)
    assert "key file of this practice is damaged" in page.problem.text()
    assert (page.field.isVisible(), page.unlock.isVisible(), page.other_way.isVisible()) == (False,) * 3
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "kept.pazpaz"), ""))
    page.choose_backup.click()
    assert "kept.pazpaz" in page.backup.text()
    page.field.set_text(PHRASE)
    page.unlock.click()
    jobs.wait()
    new = phrase_page(window)
    new.phrase.field.set_text(NEW)
    new.phrase.again.set_text(NEW)
    new.go_on.click()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"
    assert list_vaults(home)[0].problem is None


def test_given_a_backup_and_its_paper_when_restored_then_a_new_passphrase_comes_at_once(
    door: Open, jobs: Jobs, clock: FixedClock, tmp_path: Path, opened: list[OpenPractice]
) -> None:
    code = backed_up(tmp_path, clock)
    window = door()
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.RESTORE].click()
    page.restore.set_file(tmp_path / "kept.pazpaz")
    page.restore.field.set_text(code)
    page.go_on.click()
    jobs.wait()
    new = phrase_page(window)
    new.phrase.field.set_text(NEW)
    new.phrase.again.set_text(NEW)
    new.go_on.click()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"


def test_given_a_wrong_passphrase_when_typed_then_the_field_says_so(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, opened: list[OpenPractice]
) -> None:
    made(home, clock)
    page = unlock_page(door())
    page.field.set_text("not this one at all")
    page.unlock.click()
    jobs.wait()
    assert "not the passphrase" in page.field.note.text()
    assert opened == []


def test_given_a_vault_when_setting_up_another_then_back_leads_to_the_door(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock
) -> None:
    made(home, clock)
    window = door()
    unlock_page(window).setup.click()
    jobs.wait()
    page = first_page(window)
    assert page.back.isVisible()
    page.back.click()
    assert unlock_page(window).isVisible()


def test_given_a_device_that_asked_to_join_when_unlocked_again_then_it_goes_on_waiting(
    door: Open, jobs: Jobs, home: Path, opened: list[OpenPractice], tmp_path: Path, qapp: QApplication
) -> None:
    window = door()
    page = first_page(window)
    page.start_page.buttons[FirstRunWay.JOIN].click()
    page.device.name.set_text("Laptop of Ruth")
    page.go_on.click()
    page.phrase.field.set_text(PHRASE)
    page.phrase.again.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    page.go_on.click()
    page.kit_back.field.set_text(page.kit.code.text())
    page.go_on.click()
    jobs.wait()
    assert page.step is FirstRunStep.REQUEST
    words = page.request.words.text()
    page.request.save_to(tmp_path / "none" / "request.json")
    jobs.wait()
    assert page.request.note.tone == "danger"
    page.request.save_to(tmp_path / "request.json")
    jobs.wait()
    assert "saved" in page.request.note.text()
    assert stat.S_IMODE((tmp_path / "request.json").stat().st_mode) == 0o600
    assert len(words.split(" · ")) == 6
    window.close()
    again = door()
    unlock_page(again).field.set_text(PHRASE)
    unlock_page(again).unlock.click()
    jobs.wait()
    assert (first_page(again).step, first_page(again).request.words.text()) == (FirstRunStep.REQUEST, words)
    bad = tmp_path / "answer.json"
    bad.write_text("{}", encoding="utf-8")
    first_page(again).request.answered.emit(bad)
    jobs.wait()
    assert first_page(again).error.text()
    assert opened == []
    again.close()


def test_given_a_backup_when_restored_then_its_practice_is_open(
    door: Open, jobs: Jobs, clock: FixedClock, tmp_path: Path, opened: list[OpenPractice]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    details = PracticeDetails(name="Lindenhof", therapist="Ruth Amsel", timezone="Europe/Berlin")
    practice, _ = create_practice(elsewhere, PHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    file = tmp_path / "kept.pazpaz"
    with practice:
        backup(practice.vault, practice.store, file)
    page = first_page(door())
    page.start_page.buttons[FirstRunWay.RESTORE].click()
    page.go_on.click()
    assert page.error.text()
    page.restore.set_file(file)
    page.restore.field.set_text(PHRASE)
    page.go_on.click()
    jobs.wait()
    assert opened[0].practice.settings.workspace().name == "Lindenhof"


def test_given_a_cheap_slot_when_the_passphrase_opens_it_then_guessing_is_made_dearer(
    home: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home, clock)
    (info,) = list_vaults(home)
    dear = KdfParams(KdfParams.FAST_FOR_TESTS.memory_kib, 4, 1)
    monkeypatch.setattr(vault, "calibrate", lambda _memory: dear)
    monkeypatch.setattr("desktop.session.backend.memory_bytes", lambda: 8_000_000_000)
    for kdf, cost in ((KdfParams.FAST_FOR_TESTS, KdfParams.FAST_FOR_TESTS), (None, dear)):
        with ProgramBackend(home, clock, kdf).open(info.path, PHRASE) as practice:
            assert slot_params(practice.vault.document.passphrase_slot) == cost
    open_vault(info.path, PHRASE).close()


def test_given_a_store_that_cannot_be_read_after_unlocking_then_it_is_closed_and_the_page_says_why(
    door: Open, jobs: Jobs, home: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home, clock)

    def unreadable(*_: object) -> None:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(ProgramBackend, "waiting", unreadable)
    page = unlock_page(door())
    page.field.set_text(PHRASE)
    page.unlock.click()
    jobs.wait()
    assert page.field.note.text() == "The disk is full."
    open_vault(list_vaults(home)[0].path, PHRASE).close()
