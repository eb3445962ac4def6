"""A sentence of the window that names a command also says where to click, or that it takes a terminal."""

import pytest

from core.domain.errors import UserError
from desktop.app import Program
from desktop.inbox.notices import _server_words
from desktop.settings.roles import RolesSection
from desktop.settings.screen import SettingsScreen
from sync.enrolment.undoing import still_in
from sync.keys.keychain import lacks_keys
from sync.postgres.errors import _OWN_ERRORS, _revoked
from sync.rows.greeting import restored_copy, unknown_device
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


@pytest.mark.parametrize("error", [restored_copy(), unknown_device(), _revoked()], ids=lambda each: each.code)
def test_given_a_laptop_that_must_join_again_when_told_then_the_window_is_named_before_the_command(
    error: UserError,
) -> None:
    before, command = error.sentence.split("`pazpaz join --again`")
    assert "click the clinic's state at the top of the window (in a terminal, " in before
    assert command == ")."


def test_given_a_laptop_to_be_removed_when_told_then_the_page_of_settings_is_named() -> None:
    for sentence in (still_in().sentence, _OWN_ERRORS["PZA02"][1]):
        assert "Settings, Team and devices; in a terminal, `pazpaz revoke`" in sentence


def test_given_keys_that_only_a_command_changes_when_told_then_it_says_that_a_terminal_is_needed() -> None:
    for sentence in (lacks_keys().sentence, _OWN_ERRORS["PZK01"][1]):
        assert "in a terminal (`pazpaz rotate-key`)" in sentence


def test_given_a_broken_record_of_who_did_what_when_told_then_it_says_who_can_tell_more() -> None:
    assert "in a terminal on this laptop: `pazpaz audit verify`" in _server_words()["chain"]


def test_given_keys_from_before_when_read_who_reads_what_then_it_says_which_page_changes_them(
    program: Program,
) -> None:
    settings = work(program).window.screens["settings"]
    assert isinstance(settings, SettingsScreen)
    (page,) = (page for _, _, page in settings.sections if isinstance(page, RolesSection))
    assert "(Settings, Team and devices)" in page.before.text()
    assert "a terminal: pazpaz rotate-key" in page.before.text()
