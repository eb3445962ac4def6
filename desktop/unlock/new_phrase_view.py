"""The page that follows the recovery paper: a new passphrase."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout
from typing_extensions import override

from core.crypto.phrases import Judgement
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.unlock.layout import DoorPage
from desktop.unlock.new_phrase_presenter import NewPhrasePresenter
from desktop.unlock.pages import PhrasePage
from desktop.widgets.buttons import Button
from desktop.widgets.error_line import ErrorLine

_WIDTH_PX = 600


class NewPhrasePage(DoorPage):
    """Fulfils `NewPhraseView`. `left` goes back to the tiles; the practice is closed then."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _WIDTH_PX)
        sentence = tr(
            "NewPhrase",
            "Your practice is open. Choose the passphrase that opens it from now on; the one before it opens "
            "nothing any more. Your recovery paper stays as it is: put it back where you keep it.",
        )
        verb = tr("NewPhrase", "Set passphrase")
        self.phrase = PhrasePage(theme, tr("NewPhrase", "Choose a new passphrase"), sentence, verb)
        self.error = ErrorLine(lines=2, upward=True)
        self.leave = Button(tr("NewPhrase", "Not now"), self.left.emit)
        self.go_on = Button(verb, self.phrase.done.emit, kind="primary")
        self.card.body.addWidget(self.phrase)
        self.card.body.addWidget(self.error)
        footer = QHBoxLayout()
        footer.setSpacing(tokens.S)
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addWidget(self.go_on)
        self.card.body.addLayout(footer)

    def bind(self, presenter: NewPhrasePresenter) -> None:
        """Wires the page to the presenter, asks for a suggestion and puts the focus into the field."""
        self.phrase.typed.connect(presenter.judging.judge)
        self.phrase.suggestion_requested.connect(presenter.suggest)
        self.phrase.done.connect(lambda: presenter.give(self.phrase.field.text, self.phrase.again.text))
        self.left.connect(presenter.leave)
        presenter.suggest()
        self.phrase.begin()

    @override
    def way_on(self) -> QAbstractButton:
        return self.go_on

    @override
    def way_back(self) -> Sequence[QAbstractButton]:
        return (self.leave,)

    def show_suggestion(self, phrase: str) -> None:
        self.phrase.suggestion.setText(phrase)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Below the field of the passphrase, not in the line for errors."""
        self.phrase.show_judgement(judgement)

    def show_busy(self, busy: bool) -> None:
        """The whole page is disabled, "Not now" with it."""
        self.setEnabled(not busy)
        self.go_on.setText(tr("FirstRun", "One moment") if busy else self.phrase.verb)

    def show_error(self, sentence: str) -> None:
        """Above the footer; a long sentence grows upward, over the page."""
        self.error.say(sentence)
