"""Pages of Settings are made when they are wanted, and offered before."""

from typing import cast

from desktop.app import Program
from desktop.settings.about import AboutSection
from desktop.settings.licences import LicencesDialog
from desktop.settings.screen import SettingsScreen
from tests.desktop.test_workplace import model_home, program, work

__all__ = ["model_home", "program"]


def test_given_settings_that_nobody_looked_at_when_one_is_chosen_in_the_palette_then_its_page_alone_is_made(
    program: Program,
) -> None:
    screen = cast("SettingsScreen", work(program).window.screens["settings"])
    offered = {command.title: command for command in screen.commands()}
    assert offered.keys() >= {"Settings: Practice", "Make a backup", "Import files", "Settings: About"}
    assert screen.pages.made == []
    offered["Licences"].run()
    assert [type(page) for page in screen.pages.made] == [AboutSection]
    assert screen.stack.currentWidget() is screen.pages.made[0]
    assert work(program).window.findChildren(LicencesDialog)
