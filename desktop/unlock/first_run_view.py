"""The first steps' window: one page in front, Back and the page's verb below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QProgressBar, QWidget
from typing_extensions import override

from core.crypto.phrases import Judgement
from desktop.kit import tokens
from desktop.kit.i18n import tr
from desktop.kit.ports import Runner
from desktop.kit.theme import Theme
from desktop.unlock.catalog_page import CatalogPage
from desktop.unlock.first_run_presenter import FirstRunPresenter, FirstRunStep, StepPosition
from desktop.unlock.layout import DoorPage
from desktop.unlock.pages import (
    DevicePage,
    KitBackPage,
    KitPage,
    PracticePage,
    RequestPage,
    RestorePage,
    StartPage,
    StepPage,
    first_phrase_page,
)
from desktop.widgets.buttons import Button
from desktop.widgets.enter import EnterPresses
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.text import Text

_WIDTH_PX = 600
_STEPS = 100


class FirstRunPage(DoorPage):
    """Fulfils `FirstRunView`. `leave_requested` goes back to the door where there is one."""

    leave_requested = Signal()
    _progressed = Signal(int)

    def __init__(self, theme: Theme, runner: Runner, zone: str, language: str, *, can_leave: bool) -> None:
        super().__init__(theme, _WIDTH_PX)
        self._can_leave = can_leave
        self._step = FirstRunStep.START
        self.start_page = StartPage(theme, language, can_leave=can_leave)
        self.practice = PracticePage(zone, language)
        self.catalog = CatalogPage()
        self.device = DevicePage()
        self.phrase = first_phrase_page(theme)
        self.kit = KitPage(theme, runner)
        self.kit_back = KitBackPage(theme)
        self.request = RequestPage(runner)
        self.restore = RestorePage(theme)
        self.pages: dict[FirstRunStep, StepPage] = {
            FirstRunStep.START: self.start_page,
            FirstRunStep.PRACTICE: self.practice,
            FirstRunStep.CATALOG: self.catalog,
            FirstRunStep.DEVICE: self.device,
            FirstRunStep.PHRASE: self.phrase,
            FirstRunStep.KIT: self.kit,
            FirstRunStep.KIT_BACK: self.kit_back,
            FirstRunStep.REQUEST: self.request,
            FirstRunStep.RESTORE: self.restore,
        }
        self.count = Text(size="small", tone="secondary")
        self.error = ErrorLine(lines=2, upward=True)
        self.back = Button(tr("FirstRun", "Back"))
        self._footer = QWidget()
        self.go_on = Button("", kind="primary")
        self._enter = [EnterPresses(page, self.go_on) for page in (self.practice, self.catalog, self.device)]
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(tr("FirstRun", "The invented practice is being written"))
        self.bar.hide()
        self._progressed.connect(self._on_progressed)
        self._lay_out()

    def bind(self, presenter: FirstRunPresenter) -> None:
        """Wire the pages to the flow."""
        self._presenter = presenter
        self.start_page.chosen.connect(presenter.choose)
        self.phrase.typed.connect(presenter.judging.judge)
        self.phrase.suggestion_requested.connect(presenter.suggest)
        self.kit_back.again.connect(presenter.show_kit_again)
        self.request.answered.connect(presenter.give_answer)
        self.back.clicked.connect(self._on_back)
        self.go_on.clicked.connect(self._on_go_on)
        for page in self.pages.values():
            page.done.connect(self._on_go_on)

    @property
    def step(self) -> FirstRunStep:
        """The step whose page is in front; the verb and Back act on it."""
        return self._step

    @override
    def way_on(self) -> QAbstractButton:
        return self.go_on

    @override
    def way_back(self) -> Sequence[QAbstractButton]:
        return (self.back,)

    def show_step(self, progress: StepPosition) -> None:
        """The page gets the focus by its `begin`. The footer is hidden where nothing would stand in it."""
        page = self.pages[progress.step]
        self._step = progress.step
        self._fit(page)
        self.go_on.setText(page.verb)
        self.go_on.setVisible(bool(page.verb))
        self.back.setVisible(
            progress.can_go_back or (progress.step is FirstRunStep.START and self._can_leave)
        )
        of = tr("FirstRun", "Step {number} of {of}", number=progress.number, of=progress.of)
        self.count.setText(of if progress.number and progress.of > 1 else "")
        self._footer.setVisible(bool(page.verb or self.count.text() or not self.back.isHidden()))
        page.begin()

    def show_busy(self, busy: bool) -> None:
        """The whole page is disabled meanwhile and its verb says to wait."""
        self.setEnabled(not busy)
        if not busy:
            self.bar.hide()
        page = self.pages[self._step]
        self.go_on.setText(tr("FirstRun", "One moment") if busy else page.verb)

    def tell_progress(self, done: int, of: int) -> None:
        """Called on the worker; the bar is moved on the GUI thread, and only when it would be seen."""
        if done * _STEPS // max(of, 1) != (done - 1) * _STEPS // max(of, 1):
            self._progressed.emit(done * _STEPS // max(of, 1))

    def _on_progressed(self, steps: int) -> None:
        self.bar.setValue(steps)
        self.bar.show()

    def show_error(self, sentence: str) -> None:
        """Above the footer; a long sentence grows upward, over the page."""
        self.error.say(sentence)

    def show_suggestion(self, phrase: str) -> None:
        self.phrase.suggestion.setText(phrase)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Below the field of the passphrase, not in the line for errors."""
        self.phrase.show_judgement(judgement)

    def show_code(self, code: str) -> None:
        """The vault is made: the passphrases leave their fields, and the code stands on its page."""
        self.phrase.field.take()
        self.phrase.again.take()
        self.kit.show_code(code)

    def show_request(self, request: str, words: tuple[str, ...]) -> None:
        self.request.show_request(request, words)

    def _on_back(self) -> None:
        if self._step is FirstRunStep.START:
            self.leave_requested.emit()
        else:
            self._presenter.back()

    def _on_go_on(self) -> None:
        verbs: dict[FirstRunStep, Callable[[], None]] = {
            FirstRunStep.PRACTICE: self._give_details,
            FirstRunStep.CATALOG: self._give_catalog,
            FirstRunStep.DEVICE: self._give_device,
            FirstRunStep.PHRASE: self._give_phrase,
            FirstRunStep.KIT: self._presenter.kit_written,
            FirstRunStep.KIT_BACK: self._type_back,
            FirstRunStep.RESTORE: self._restore,
        }
        if self._step in verbs:
            verbs[self._step]()

    def _give_catalog(self) -> None:
        problem = self.catalog.problem()
        if problem:
            self.show_error(problem)
        else:
            self._presenter.give_catalog(*self.catalog.drafts())

    def _give_device(self) -> None:
        self._presenter.give_device_name(self.device.name.text)

    def _give_phrase(self) -> None:
        self._presenter.give_passphrase(self.phrase.field.text, self.phrase.again.text)

    def _type_back(self) -> None:
        self._presenter.type_back(self.kit_back.field.text)

    def _restore(self) -> None:
        self._presenter.restore(self.restore.file, self.restore.field.text)

    def _give_details(self) -> None:
        problem = self.practice.problem()
        if problem:
            self.show_error(problem)
        else:
            self._presenter.give_details(self.practice.details())

    def _fit(self, front: StepPage) -> None:
        """Let the card be as tall as the page in front, not as the tallest."""
        for page in self.pages.values():
            page.setVisible(page is front)

    def _lay_out(self) -> None:
        for page in self.pages.values():
            self.card.body.addWidget(page)
        footer = QHBoxLayout(self._footer)
        footer.setContentsMargins(0, 0, 0, 0)
        footer.setSpacing(tokens.S)
        footer.addWidget(self.back)
        footer.addWidget(self.count)
        footer.addStretch(1)
        footer.addWidget(self.go_on)
        self.card.body.addWidget(self.bar)
        self.card.body.addWidget(self.error)
        self.card.body.addWidget(self._footer)
