"""Spelling in notes: on or off, its languages, a Hebrew dictionary, and the words that a person added."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.settings.section import Section, line
from desktop.spelling.speller import Language
from desktop.spelling.spelling import DictionaryState, Spelling
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
        self.choose = Button(tr("Spelling", "Choose a Hebrew dictionary…"), self._on_choose)
        self.of_system = Button(tr("Spelling", "Use the one of the system"), spelling.use_hebrew_of_system)
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
        spelling.changed.connect(self._show)
        spelling.forgotten.connect(self.model.clear)

    @property
    @override
    def words(self) -> str:
        return tr("Palette", "spelling spell check dictionary misspelt hebrew english my words")

    @override
    def refresh(self) -> None:
        self._spelling.wake()
        self._show()

    def try_file(self, words: Path) -> None:
        """A list of words (.dic) that was chosen; it is loaded once before it is used."""
        self.show_error("")
        self.choose.setEnabled(False)
        self._spelling.try_hebrew(words, self._on_refused_file)

    def _on_choose(self) -> None:
        kinds = tr("Spelling", "Dictionaries of Hunspell") + " (*.dic)"
        title = tr("Spelling", "Choose a Hebrew dictionary")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.try_file(Path(chosen))

    def _on_refused_file(self) -> None:
        self.choose.setEnabled(True)
        self.show_error(
            tr(
                "Spelling",
                "This file is no Hebrew dictionary, or it is damaged. Nothing was changed. Choose the file "
                "that ends in .dic; the one of the same name that ends in .aff has to lie beside it.",
            )
        )

    def _on_toggled(self, on: bool) -> None:
        settings = self._spelling.settings
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
        self.choose.setEnabled(settings is not None and settings.on)
        if settings is None:
            return
        self.on.setChecked(settings.on)
        for language, box in self.languages.items():
            box.setEnabled(settings.on)
            box.setChecked(language not in settings.off_languages)
            self.states[language].setText(self._state_words(language))
        self.of_system.setVisible(settings.hebrew_file is not None)
        self._show_own(settings.words)

    def _show_own(self, words: tuple[str, ...]) -> None:
        row = self.own.currentIndex().row()
        self.model.clear()
        for word in words:
            self.model.appendRow(QStandardItem(word))
        self.own.setCurrentIndex(self.model.index(min(row, len(words) - 1), 0))
        self.remove.setEnabled(self.own.currentIndex().isValid())
        self.own.setFixedHeight(min(len(words), _MOST_ROWS) * max(0, self.own.sizeHintForRow(0)))
        for part in (self.own, self.remove):
            part.setVisible(bool(words))
        self.none_yet.setVisible(not words)

    def _state_words(self, language: Language) -> str:
        state = self._spelling.state(language)
        if state is DictionaryState.BROKEN:
            return tr(
                "Spelling",
                "Its dictionary could not be loaded or broke down, so its words are not underlined. "
                "Your notes are not touched. Switch the language off and on to try once more.",
            )
        if state is DictionaryState.FOUND and language is Language.ENGLISH:
            return tr("Spelling", "The dictionary comes with PazPaz.")
        if state is DictionaryState.FOUND:
            return tr("Spelling", "The dictionary: {file}", file=str(self._spelling.file(language)))
        if language is Language.ENGLISH:
            return tr("Spelling", "The dictionary is missing, so English words are not underlined.")
        return tr(
            "Spelling",
            "There is no Hebrew dictionary on this computer yet. It comes with LibreOffice, and on Linux "
            "with the package hunspell-he; or choose its file here.",
        )

    def _lay_out(self) -> None:
        check = Card(tr("Spelling", "While you write"))
        check.body.addWidget(self.on)
        for language, box in self.languages.items():
            check.body.addLayout(_with_words(box, self.states[language]))
        check.body.addLayout(line(self.choose, self.of_system, stretch=True))
        check.body.addWidget(self.error)
        own = Card(tr("Spelling", "My words"))
        own.body.addWidget(self.none_yet)
        own.body.addWidget(self.own)
        own.body.addLayout(line(self.remove, stretch=True))
        for card in (check, own):
            self.body.addWidget(card)
        self.body.addStretch(1)


def _with_words(box: QCheckBox, words: Text) -> QVBoxLayout:
    """What is said of a choice stands below its own words."""
    below = QHBoxLayout()
    below.addSpacing(_CHECK_PX)
    below.addWidget(words, 1)
    both = QVBoxLayout()
    both.setSpacing(tokens.XS)
    both.addWidget(box)
    both.addLayout(below)
    return both
