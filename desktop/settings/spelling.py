"""Spelling in notes: on or off, its languages, a Hebrew dictionary, and the words that a person added."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLayout, QVBoxLayout
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.settings.section import Section, line
from desktop.settings.spelling_words import english_choices, refused_words, state_words
from desktop.spelling.speller import Language
from desktop.spelling.spelling import Spelling
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_MOST_ROWS = 6
"""Of a person's words; further ones are scrolled to."""
_CHECK_PX = 26
"""Of a box and the gap to its words."""


class SpellingSection(Section):
    """What is chosen holds at once, on this laptop."""

    def __init__(self, context: ScreenContext, spelling: Spelling) -> None:
        sentence = tr(
            "Spelling",
            "Words that no dictionary has are underlined while you write a note. "
            "Nothing that you write leaves this laptop for it.",
        )
        super().__init__(context, tr("Spelling", "Spelling"), sentence)
        self._spelling = spelling
        self.on = QCheckBox(tr("Spelling", "Check spelling in notes"))
        self.languages = {
            Language.ENGLISH: QCheckBox(tr("Spelling", "English")),
            Language.HEBREW: QCheckBox(tr("Spelling", "Hebrew")),
        }
        self.states = {language: Text(tone="secondary", wrap=True) for language in Language}
        self.english = QComboBox()
        self.english.setAccessibleName(tr("Spelling", "Which English"))
        self.choose_english = Button(
            tr("Spelling", "Choose a file…"), partial(self._on_choose, Language.ENGLISH)
        )
        self.choose = Button(
            tr("Spelling", "Choose a Hebrew dictionary…"), partial(self._on_choose, Language.HEBREW)
        )
        self.of_system = Button(
            tr("Spelling", "Use the one of the system"), partial(spelling.use_usual, Language.HEBREW)
        )
        self.model = QStandardItemModel(self)
        self.own = reading_list(context.theme, tr("Spelling", "My words"))
        self.own.setModel(self.model)
        self.none_yet = Text(tone="secondary", wrap=True)
        self.none_yet.setText(
            tr(
                "Spelling",
                "None yet. In a note, open the menu of an underlined word and choose “Add to my words”.",
            )
        )
        self.remove = Button(tr("Spelling", "Remove the word"), self._on_remove)
        self._lay_out()
        self.on.toggled.connect(self._on_toggled)
        for language, box in self.languages.items():
            box.toggled.connect(partial(self._on_language, language))
        self.own.selectionModel().currentChanged.connect(self._on_current_changed)
        # Only what a person chooses; currentIndexChanged also comes when the list is filled.
        self.english.activated.connect(self._on_english)
        spelling.changed.connect(self._show)
        spelling.forgotten.connect(self.model.clear)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "spelling spell check dictionary misspelt hebrew english british my words")

    @override
    def refresh(self) -> None:
        self._spelling.wake()
        self._show()

    def try_file(self, language: Language, words: Path) -> None:
        """A list of words (.dic) that was chosen; it is loaded once before it is used."""
        self.show_error("")
        for part in (self.choose, self.choose_english, self.english):
            part.setEnabled(False)
        self._spelling.try_file(language, words, partial(self._on_refused_file, language))

    def _on_choose(self, language: Language) -> None:
        kinds = tr("Spelling", "Dictionaries of Hunspell") + " (*.dic)"
        title = tr("Spelling", "Choose an English dictionary")
        if language is Language.HEBREW:
            title = tr("Spelling", "Choose a Hebrew dictionary")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.try_file(language, Path(chosen))

    def _on_english(self, row: int) -> None:
        chosen, settings = self.english.itemData(row), self._spelling.settings
        if settings is None or chosen == settings.files.get(Language.ENGLISH):
            return
        if chosen is None:
            self._spelling.use_usual(Language.ENGLISH)
        else:
            self.try_file(Language.ENGLISH, chosen)

    def _on_refused_file(self, language: Language) -> None:
        self._show()
        self.show_error(refused_words(language))

    def _on_toggled(self, on: bool) -> None:
        settings = self._spelling.settings
        # It also comes when the box is only set to what holds, which is no choice.
        if settings is not None and settings.on != on:
            self._spelling.set_on(on)

    def _on_language(self, language: Language, on: bool) -> None:
        settings = self._spelling.settings
        if settings is not None and (language in settings.off_languages) == on:
            self._spelling.set_language(language, on)

    def _on_current_changed(self, row: QModelIndex) -> None:
        self.remove.setEnabled(row.isValid())

    def _on_remove(self) -> None:
        word = self.own.currentIndex().data()
        if word:
            self._spelling.remove_word(word)
            self.context.navigator.toast(
                tr("Spelling", "The word was removed"), partial(self._spelling.add_word, word)
            )

    def _show(self) -> None:
        """Until the choices are read nothing can be chosen."""
        settings = self._spelling.settings
        self.on.setEnabled(settings is not None)
        for part in (self.choose, self.choose_english, self.english):
            part.setEnabled(settings is not None and settings.on)
        if settings is None:
            return
        self.on.setChecked(settings.on)
        for language, box in self.languages.items():
            box.setEnabled(settings.on)
            box.setChecked(language not in settings.off_languages)
            self.states[language].setText(state_words(self._spelling, language))
        self._show_english(settings.files.get(Language.ENGLISH))
        self.of_system.setVisible(Language.HEBREW in settings.files)
        self._show_own(settings.words)

    def _show_english(self, chosen: Path | None) -> None:
        choices = english_choices(self._spelling.english, chosen)
        self.english.clear()
        for name, file in choices:
            self.english.addItem(name, file)
        # Qt compares what it does not know by identity, and a file is read from the store anew.
        self.english.setCurrentIndex([file for _, file in choices].index(chosen))

    def _show_own(self, words: tuple[str, ...]) -> None:
        row = self.own.currentIndex().row()
        self.model.clear()
        for word in words:
            self.model.appendRow(QStandardItem(word))
        # After a removal the word that moved up into its place, so that several go one after the other.
        self.own.setCurrentIndex(self.model.index(min(row, len(words) - 1), 0))
        self.remove.setEnabled(self.own.currentIndex().isValid())
        self.own.setFixedHeight(min(len(words), _MOST_ROWS) * max(0, self.own.sizeHintForRow(0)))
        for part in (self.own, self.remove):
            part.setVisible(bool(words))
        self.none_yet.setVisible(not words)

    def _lay_out(self) -> None:
        check = Card(tr("Spelling", "While you write"))
        check.body.addWidget(self.on)
        buttons = {
            Language.ENGLISH: line(self.english, self.choose_english, stretch=True),
            Language.HEBREW: line(self.choose, self.of_system, stretch=True),
        }
        for language, box in self.languages.items():
            check.body.addLayout(_with_words(box, self.states[language], buttons[language]))
        check.body.addWidget(self.error)
        own = Card(tr("Spelling", "My words"))
        own.body.addWidget(self.none_yet)
        own.body.addWidget(self.own)
        own.body.addLayout(line(self.remove, stretch=True))
        for card in (check, own):
            self.body.addWidget(card)
        self.body.addStretch(1)


def _with_words(box: QCheckBox, words: Text, buttons: QLayout) -> QVBoxLayout:
    """What is said of a choice, and what can be done about it, stands below its own words."""
    inner = QVBoxLayout()
    inner.setSpacing(tokens.S)
    inner.addWidget(words)
    inner.addLayout(buttons)
    below = QHBoxLayout()
    below.addSpacing(_CHECK_PX)
    below.addLayout(inner, 1)
    both = QVBoxLayout()
    both.setSpacing(tokens.XS)
    both.addWidget(box)
    both.addLayout(below)
    return both
