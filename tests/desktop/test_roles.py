"""What an assistant's window has: no place, button, key or field for what an assistant does not read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import RuleBroken
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import SERVER, set_parted
from core.store.database.facts import set_fact
from core.store.practice.practice import ClientDraft, Practice
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.calendar.screen import CalendarScreen
from desktop.clients.screen import ClientsScreen
from desktop.session.open_practice import open_practice
from desktop.settings.roles import RolesSection
from desktop.settings.screen import SettingsScreen
from desktop.shell.unlocked import UnlockedSession
from desktop.shell.window_actions import window_actions
from desktop.today.row import VisitRow
from tests.desktop.programs import destroy
from tests.desktop.test_workplace import PHRASE, model_home, work

__all__ = ["model_home"]


def become(practice: Practice, role: Role) -> None:
    """Another person owns the practice, and this one has the role."""
    practice.team.add("Jonas Weil", Role.OWNER)
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": role})


@pytest.fixture
def role() -> Role:
    return Role.ASSISTANT


@pytest.fixture
def program(
    qapp: QApplication, model_home: Path, home: Path, clock: FixedClock, role: Role
) -> Iterator[Program]:
    shutil.copytree(model_home, home, dirs_exist_ok=True)
    opened = open_practice(list_vaults(home)[0].path, PHRASE, clock)
    become(opened.practice, role)
    made = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
    made.open(opened)
    made.jobs.wait()
    qapp.processEvents()
    yield made
    destroy(made)


def go(program: Program, place: str) -> UnlockedSession:
    found = work(program)
    found.window.go(place)
    program.jobs.wait()
    QApplication.processEvents()
    return found


@pytest.mark.parametrize(("role", "has_notes"), [(Role.ASSISTANT, False), (Role.THERAPIST, True)])
def test_given_a_role_when_the_window_opens_then_rail_palette_and_keys_have_notes_only_for_clinicians(
    program: Program, role: Role, has_notes: bool
) -> None:
    window = work(program).window
    titles = [entry.title for entry in window_actions(window, work(program).places, lambda: None)]
    assert ("notes" in window.screens) == has_notes
    assert ("Notes" in titles) == has_notes
    assert ("notes" in {each.action for each in window.listed_shortcuts()}) == has_notes
    assert role.value in {"ASSISTANT", "THERAPIST"}


def test_given_an_assistant_when_a_note_is_asked_for_then_nothing_opens(program: Program) -> None:
    place = go(program, "today")
    client = place.opening.practice.clients.list()[0].client
    place.navigator.start_note(client.id)
    assert place.window.place == "today"


@pytest.mark.parametrize(("role", "shown"), [(Role.ASSISTANT, False), (Role.THERAPIST, True)])
def test_given_a_role_when_today_is_shown_then_notes_can_be_begun_only_by_clinicians(
    program: Program, role: Role, shown: bool
) -> None:
    place = go(program, "today")
    rows = [row for row in place.window.screens["today"].findChildren(VisitRow) if not row.visit.is_gone]
    assert rows
    assert any(row.note.isVisible() for row in rows) is shown
    assert role.value in {"ASSISTANT", "THERAPIST"}


@pytest.mark.parametrize(("role", "shown"), [(Role.ASSISTANT, False), (Role.THERAPIST, True)])
def test_given_a_role_when_a_client_is_shown_then_clinical_parts_stand_there_only_for_clinicians(
    program: Program, role: Role, shown: bool
) -> None:
    place = go(program, "clients")
    screen = place.window.screens["clients"]
    assert isinstance(screen, ClientsScreen)
    screen.open_client(place.opening.practice.clients.list()[0].client.id)
    program.jobs.wait()
    QApplication.processEvents()
    assert screen.detail.note_button.isVisible() == shown
    assert screen.detail.files.isVisible() == shown
    assert screen.detail.pdf_button.isVisible() == screen.detail.print_button.isVisible() == shown
    assert ("client_note" in {each.action for each in screen.shortcuts()}) == shown
    screen._on_edit_requested()
    program.jobs.wait()
    QApplication.processEvents()
    assert screen.form.lines["phone"].isVisible()
    for name in ("medical_history", "alerts", "notes"):
        assert screen.form.areas[name].isVisible() == shown
    assert screen.form.tags.isVisible() == shown
    assert role.value in {"ASSISTANT", "THERAPIST"}


def test_given_an_assistant_when_the_calendar_lists_its_keys_then_there_is_none_for_a_note(
    program: Program,
) -> None:
    screen = go(program, "calendar").window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    assert "note" not in {each.action for each in screen.shortcuts()}
    assert "edit" in {each.action for each in screen.shortcuts()}


def roles_page(program: Program) -> RolesSection:
    screen = go(program, "settings").window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    number = [entry.kind for entry in screen.pages.entries].index(RolesSection)
    screen.show_section(number)
    program.jobs.wait()
    QApplication.processEvents()
    page = screen.pages.page(number)
    assert isinstance(page, RolesSection)
    return page


def test_given_an_assistant_when_looking_who_reads_what_then_it_says_so_and_offers_no_choice(
    program: Program,
) -> None:
    page = roles_page(program)
    assert "never reach" in page.sentences[2].text()
    assert not page.readers.isVisible()


@pytest.mark.parametrize("role", [Role.OWNER])
def test_given_an_owner_when_readers_may_read_then_the_setting_travels_and_the_sentence_changes(
    program: Program, role: Role
) -> None:
    page = roles_page(program)
    before = page.sentences[3].text()
    page.readers.box.click()
    program.jobs.wait()
    QApplication.processEvents()
    assert work(program).opening.practice.settings.get(READERS_SETTING) is True
    assert page.sentences[3].text() != before
    assert role is Role.OWNER


@pytest.mark.parametrize(("has_clinic", "parted"), [(False, False), (True, False), (True, True)])
def test_given_keys_from_before_when_looking_who_reads_what_then_it_says_what_to_do(
    program: Program, has_clinic: bool, parted: bool
) -> None:
    with work(program).opening.opened.store.write() as db:
        set_fact(db, SERVER, b"{}" if has_clinic else None)
        if parted:
            set_parted(db)
    assert roles_page(program).before.isVisible() == (has_clinic and not parted)


def test_given_an_assistant_when_writing_what_is_clinical_then_refused_and_contact_data_is_taken(
    practice: Practice,
) -> None:
    client = practice.clients.list()[0].client
    become(practice, Role.ASSISTANT)
    with pytest.raises(RuleBroken, match="role"):
        practice.notes.start(client.id)
    with pytest.raises(RuleBroken, match="role"):
        practice.clients.edit(client.id, medical_history="Typed by an assistant.")
    with pytest.raises(RuleBroken, match="role"):
        practice.clients.add(ClientDraft(first_name="Ada", last_name="Test", alerts="Latex"))
    assert practice.clients.edit(client.id, phone="030 1", tags=list(client.tags)).value.phone == "030 1"
    assert practice.clients.add(ClientDraft(first_name="Ada", last_name="Test")).value.first_name == "Ada"


def test_given_a_role_that_was_just_given_when_the_records_are_not_here_yet_then_nothing_is_written_over_them(
    practice: Practice,
) -> None:
    """A field that only looks empty: what stands in the clinic would be lost."""
    client = practice.clients.list()[0].client
    with practice.store.write() as db:
        db.exec_driver_sql("INSERT INTO facts (name, value) VALUES ('sync/reach', x'6f70656e')")
    with pytest.raises(RuleBroken, match="role"):
        practice.clients.edit(client.id, medical_history="None known.")
