"""The first steps' window: one page in front, Back and the page's verb below."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from core.crypto.phrases import Judgement
from desktop import tokens
from desktop.i18n import tr
from desktop.theme import Theme
from desktop.unlock.first_run_presenter import FirstRunPresenter, Progress, Step
from desktop.unlock.layout import DoorPage
from desktop.unlock.pages import (
    DevicePage,
    KitBackPage,
    KitPage,
    PhrasePage,
    PracticePage,
    RequestPage,
    RestorePage,
    StartPage,
    StepPage,
)
from desktop.widgets.buttons import Button
from desktop.widgets.text import Text

_WIDTH_PX = 600


class FirstRunPage(DoorPage):
    """Fulfils `FirstRunView`. `leave_requested` goes back to the door where there is one."""

    leave_requested = Signal()

    def __init__(self, theme: Theme, zone: str, language: str, *, can_leave: bool) -> None:
        super().__init__(theme, _WIDTH_PX)
        self._can_leave = can_leave
        self._step = Step.START
        self.start_page = StartPage(theme)
        self.practice = PracticePage(zone, language)
        self.device = DevicePage()
        self.phrase = PhrasePage(theme)
        self.kit = KitPage(theme)
        self.kit_back = KitBackPage()
        self.request = RequestPage()
        self.restore = RestorePage(theme)
        self.pages: dict[Step, StepPage] = {
            Step.START: self.start_page,
            Step.PRACTICE: self.practice,
            Step.DEVICE: self.device,
            Step.PHRASE: self.phrase,
            Step.KIT: self.kit,
            Step.KIT_BACK: self.kit_back,
            Step.REQUEST: self.request,
            Step.RESTORE: self.restore,
        }
        self.count = Text(size="small", tone="secondary")
        self.error = Text(tone="danger", wrap=True)
        self.back = Button(tr("FirstRun", "Back"))
        self.go_on = Button("", kind="primary")
        self._lay_out()

    def bind(self, presenter: FirstRunPresenter) -> None:
        """Wire the pages to the flow."""
        self._presenter = presenter
        self.start_page.chosen.connect(presenter.choose)
        self.phrase.typed.connect(presenter.judge)
        self.phrase.suggestion_requested.connect(presenter.suggest)
        self.kit_back.again.connect(presenter.show_kit_again)
        self.request.answered.connect(presenter.give_answer)
        self.back.clicked.connect(self._on_back)
        self.go_on.clicked.connect(self._on_go_on)
        for page in self.pages.values():
            page.done.connect(self._on_go_on)

    @property
    def step(self) -> Step:
        return self._step

    def show_step(self, progress: Progress) -> None:
        page = self.pages[progress.step]
        self._step = progress.step
        self._fit(page)
        self.go_on.setText(page.verb)
        self.go_on.setVisible(bool(page.verb))
        self.back.setVisible(progress.can_go_back or (progress.step is Step.START and self._can_leave))
        of = tr("FirstRun", "Step {number} of {of}", number=progress.number, of=progress.of)
        self.count.setText(of if progress.number and progress.of > 1 else "")
        page.begin()

    def show_busy(self, busy: bool) -> None:
        self.setEnabled(not busy)
        page = self.pages[self._step]
        self.go_on.setText(tr("FirstRun", "One moment") if busy else page.verb)

    def show_error(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def show_suggestion(self, phrase: str) -> None:
        self.phrase.suggestion.setText(phrase)

    def show_judgement(self, judgement: Judgement | None) -> None:
        self.phrase.show_judgement(judgement)

    def show_code(self, code: str) -> None:
        self.phrase.field.take()
        self.phrase.again.take()
        self.kit.show_code(code)

    def show_request(self, request: str, words: tuple[str, ...]) -> None:
        self.request.show_request(request, words)

    def _on_back(self) -> None:
        if self._step is Step.START:
            self.leave_requested.emit()
        else:
            self._presenter.back()

    def _on_go_on(self) -> None:
        verbs: dict[Step, Callable[[], None]] = {
            Step.PRACTICE: self._give_details,
            Step.DEVICE: self._give_device,
            Step.PHRASE: self._give_phrase,
            Step.KIT: self._presenter.kit_written,
            Step.KIT_BACK: self._type_back,
            Step.RESTORE: self._restore,
        }
        if self._step in verbs:
            verbs[self._step]()

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
        footer = QHBoxLayout()
        footer.setSpacing(tokens.S)
        footer.addWidget(self.back)
        footer.addWidget(self.count)
        footer.addStretch(1)
        footer.addWidget(self.go_on)
        self.card.body.addWidget(self.error)
        self.card.body.addLayout(footer)
