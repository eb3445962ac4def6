"""The first steps in both languages: no word of a page is cut off."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from desktop.kit.i18n import Languages
from desktop.kit.jobs import Jobs
from desktop.kit.theme import Theme
from desktop.session.vault_label import VaultLabel
from desktop.unlock.layout import WIDTH_PX, DoorPage, WhoseDoor
from tests.desktop.cut_words import cut_words
from tests.desktop.stillness import settle
from tests.desktop.unlock.conftest import PHRASE, Open, to_phrase


@pytest.fixture(params=("en", "he"), autouse=True)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    spoken = Languages(qapp)
    spoken.use(request.param)
    yield
    spoken.use("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(QLocale.system())


def test_given_long_names_when_the_practice_is_locked_then_they_are_read_whole(theme: Theme) -> None:
    whose = WhoseDoor(
        VaultLabel("Maximiliana-Alexandrina von und zu Hohenau, physiotherapist", 9 * "Lindenhof ")
    )
    page = DoorPage(theme, WIDTH_PX)
    page.card.body.addWidget(whose)
    page.resize(1280, 800)
    page.show()
    cut = list(cut_words(page))
    page.close()
    assert cut == []


def test_given_the_recovery_paper_when_it_is_shown_and_read_back_then_no_word_is_cut(
    door: Open, jobs: Jobs
) -> None:
    window = door()
    window.resize(1280, 800)
    page = to_phrase(window, jobs)
    settle(jobs)
    cut = list(cut_words(window))
    for field in (page.phrase.field, page.phrase.again):
        field.set_text(PHRASE)
    for _ in range(2):
        page.go_on.click()
        settle(jobs)
        cut += cut_words(window)
    assert cut == []
