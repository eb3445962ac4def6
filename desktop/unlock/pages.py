"""The pages of the first steps, each passive: fields and one verb."""

from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.crypto.phrases import Judgement
from core.domain.clock import SystemClock
from core.domain.errors import UserError
from core.store.database.private_files import write_atomically
from desktop.kit import tokens
from desktop.kit.i18n import one_line, told, tr
from desktop.kit.ports import Runner
from desktop.kit.theme import Theme
from desktop.paper.card import PaperCard
from desktop.session.open_practice import PracticeDetails
from desktop.unlock.choices import ChoiceButton
from desktop.unlock.first_run_presenter import FirstRunWay
from desktop.unlock.recovery_field import recovery_field
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.card import Card
from desktop.widgets.completing import suggest
from desktop.widgets.error_line import ErrorLine
from desktop.widgets.fields import ChoiceField, LineField, PassphraseField
from desktop.widgets.hours_field import HoursField
from desktop.widgets.language_choice import language_choice
from desktop.widgets.text import Text

_JUDGE_AFTER_MS = 200
SLOT_MINUTES = 15


class StepPage(QWidget):
    """Title, a sentence, content in `body`. `done` is the wish to go on; `verb` is what its button says."""

    done = Signal()

    def __init__(self, title: str, sentence: str, verb: str = "") -> None:
        super().__init__()
        self.verb = verb
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(tokens.L)
        head = QVBoxLayout()
        head.setSpacing(tokens.XS)
        head.addWidget(Text(title, size="title"))
        head.addWidget(Text(sentence, tone="secondary", wrap=True))
        self.body.addLayout(head)

    def begin(self) -> None:
        """It came to the front."""


class StartPage(StepPage):
    """The four ways in, one button each; a click goes on, so that there is no verb below."""

    chosen = Signal(object)
    language_chosen = Signal(object)

    def __init__(self, theme: Theme, language: str, *, can_leave: bool) -> None:
        sentence = tr("FirstRun", "Your practice on this laptop, encrypted, with or without a connection.")
        super().__init__(tr("FirstRun", "Welcome"), sentence)
        self.language = language_choice(language)
        self.language.chosen.connect(self.language_chosen)
        self.language.setHidden(can_leave)  # the pages that wait behind this one would keep theirs
        self.body.insertWidget(0, self.language, 0, Qt.AlignmentFlag.AlignRight)
        self.buttons = {way: ChoiceButton(theme, *words) for way, words in _ways().items()}
        column = QVBoxLayout()
        column.setSpacing(tokens.S)
        for button in self.buttons.values():
            column.addWidget(button)
            button.clicked.connect(self._on_clicked)
        self.body.addLayout(column)

    @override
    def begin(self) -> None:
        """Whoever comes back by a choice of the language stays there."""
        if not self.language.isAncestorOf(self.focusWidget()):
            next(iter(self.buttons.values())).setFocus()

    def _on_clicked(self) -> None:
        for way, button in self.buttons.items():
            if button is self.sender():
                self.chosen.emit(way)


class PracticePage(StepPage):
    """Name, therapist, zone, language and hours of a new practice."""

    def __init__(self, zone: str, language: str) -> None:
        sentence = tr("FirstRun", "You can change all of this later in Settings.")
        super().__init__(tr("FirstRun", "Your practice"), sentence, tr("FirstRun", "Continue"))
        self.name = LineField(tr("FirstRun", "Name of the practice"))
        self.therapist = LineField(tr("FirstRun", "Your name"))
        self.zone = LineField(tr("FirstRun", "Time zone"), text=zone)
        suggest(self.zone.editor, sorted(available_timezones()))
        self.week = ChoiceField(tr("FirstRun", "The week begins on"), week_starts())
        self._language = language
        self.hours = HoursField(tr("FirstRun", "You work"))
        self.week.changed.connect(self._on_week_changed)
        for row in ((self.name, self.therapist), (self.zone, self.week), (self.hours,)):
            line = QHBoxLayout()
            line.setSpacing(tokens.L)
            for field in row:
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(line)

    @override
    def begin(self) -> None:
        self.name.setFocus()

    def _on_week_changed(self, first_weekday: object) -> None:
        if isinstance(first_weekday, int):
            self.hours.set_first_weekday(first_weekday)

    def problem(self) -> str:
        """What is wrong with the zone or the hours; names are the presenter's."""
        if self.zone.text not in available_timezones():
            return tr("FirstRun", "That is not a time zone. Choose one from the list, such as Europe/Berlin.")
        if not self.hours.is_sound:
            return tr("FirstRun", "Write hours such as 9–17, or with a break 9–12, 13–17.")
        return ""

    def details(self) -> PracticeDetails:
        """What was filled in, empty names too. Ask `problem` first."""
        settings = {
            "week_start": self.week.value,
            "slot_minutes": SLOT_MINUTES,
            "working_hours": self.hours.value,
        }
        return PracticeDetails(
            name=self.name.text,
            therapist=self.therapist.text,
            timezone=self.zone.text,
            locale=self._language,
            settings=settings,
        )


class DevicePage(StepPage):
    """Asks a device that joins for the name under which the clinic will list it."""

    def __init__(self) -> None:
        sentence = tr(
            "FirstRun", "Somebody at the clinic lets this device in. It shows them a request without secrets."
        )
        super().__init__(tr("FirstRun", "Join a practice"), sentence, tr("FirstRun", "Continue"))
        hint = tr("FirstRun", "The clinic sees it in its list of devices.")
        self.name = LineField(tr("FirstRun", "Name of this device"), hint=hint)
        self.body.addWidget(self.name)

    @override
    def begin(self) -> None:
        self.name.setFocus()


class PhrasePage(StepPage):
    """A suggestion, the passphrase twice, and a judgement while typing."""

    typed = Signal(str)
    suggestion_requested = Signal()

    def __init__(self, theme: Theme, title: str, sentence: str, verb: str) -> None:
        super().__init__(title, sentence, verb)
        self.suggestion = Text(size="large", wrap=True)
        self.field = PassphraseField(theme, tr("FirstRun", "Passphrase"), lines=2)
        self.again = PassphraseField(theme, tr("FirstRun", "The same once more"))
        self._pause = QTimer(self, singleShot=True, interval=_JUDGE_AFTER_MS)
        self._pause.timeout.connect(self._on_pause)
        self.field.changed.connect(self._on_typed)
        self.field.submitted.connect(self.again.setFocus)
        self.again.submitted.connect(self.done)
        self.body.addWidget(self._suggestion_card(theme))
        self.body.addWidget(self.field)
        self.body.addWidget(self.again)

    @override
    def begin(self) -> None:
        self.field.setFocus()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Advice while typing is no error: quiet until the phrase is good."""
        tone = "good" if judgement and judgement.ok else "hint"
        self.field.advise(told(judgement.sentence) if judgement else "", tone)

    def _suggestion_card(self, theme: Theme) -> Card:
        card = Card(paper=True)
        card.body.setSpacing(tokens.XS)
        row = QHBoxLayout()
        row.addWidget(
            Text(tr("FirstRun", "Six random words, easy to keep"), size="small", tone="secondary"), 1
        )
        row.addWidget(
            IconButton(theme, "sync", tr("FirstRun", "Suggest another"), self.suggestion_requested.emit)
        )
        card.body.addLayout(row)
        card.body.addWidget(self.suggestion)
        return card

    def _on_typed(self, _text: str) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self.typed.emit(self.field.text)


class KitPage(StepPage):
    """The recovery code, shown once."""

    def __init__(self, theme: Theme, runner: Runner) -> None:
        sentence = tr(
            "FirstRun",
            "Put this code on paper and keep it where you keep your keys, not beside this laptop. "
            "It opens your practice when the passphrase is forgotten. It is shown only now.",
        )
        super().__init__(
            tr("FirstRun", "Your recovery paper"), sentence, tr("FirstRun", "I have it on paper")
        )
        self.card = PaperCard(theme, runner, lambda: SystemClock().now().astimezone().date())
        self.code = self.card.code
        self.body.addWidget(self.card)

    def show_code(self, code: str) -> None:
        """The code as the vault gave it; the card breaks it into rows and offers to print or save it."""
        self.card.show_code(code)


class KitBackPage(StepPage):
    """The paper is read back once, so that it is known to be legible."""

    again = Signal()

    def __init__(self, theme: Theme) -> None:
        sentence = tr("FirstRun", "Type the code from your paper, group by group. Capitals do not matter.")
        super().__init__(tr("FirstRun", "Read your paper back"), sentence, tr("FirstRun", "Check"))
        self.field = recovery_field(theme)
        self.field.submitted.connect(self.done)
        self.show_again = Button(tr("FirstRun", "Show the code again"), self.again.emit, kind="quiet")
        self.body.addWidget(self.field)
        self.body.addWidget(self.show_again, 0, Qt.AlignmentFlag.AlignLeading)

    @override
    def begin(self) -> None:
        # Empty each time: what still stood here would be read from the screen and not from the paper.
        self.field.set_text("")
        self.field.setFocus()


class RequestPage(StepPage):
    """What the owner needs to let this device in, and where their answer goes."""

    answered = Signal(object)

    def __init__(self, runner: Runner, title: str = "", sentence: str = "") -> None:
        usual = tr(
            "FirstRun",
            "Give the request to the owner of the practice, and compare these six words on the phone. "
            "Then open the answer they send back. You may close the window meanwhile.",
        )
        super().__init__(title or tr("FirstRun", "Ask to be let in"), sentence or usual)
        self.words = Text(size="large", wrap=True)
        self._request = ""
        self._runner = runner
        self.note = ErrorLine(lines=2, small=True)
        self.save = Button(tr("FirstRun", "Save the request"), self._on_save)
        self.answer = Button(tr("FirstRun", "Open the answer"), self._on_answer, kind="primary")
        card = Card(paper=True)
        card.body.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.answer)
        self.body.addWidget(card)
        self.body.addLayout(row)
        self.body.addWidget(self.note)

    def show_request(self, request: str, words: tuple[str, ...]) -> None:
        """The words are compared on the phone; the request itself is not shown, only saved to a file."""
        self._request = request
        self.words.setText(one_line(words))

    def save_to(self, path: Path) -> None:
        """Writes the request on the worker; the page says below whether the file is there."""
        request = self._request
        self._runner.run(lambda: write_atomically(path, request.encode()), self._on_saved, self._on_unsaved)

    def _on_saved(self, _: None) -> None:
        self.note.say(tr("FirstRun", "The request is saved; it holds no secret."), "secondary")

    def _on_unsaved(self, error: UserError) -> None:
        self.note.say(error.sentence)

    def _on_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("FirstRun", "Save the request"), "pazpaz-request.json")
        if name:
            self.save_to(Path(name))

    def _on_answer(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("FirstRun", "Open the answer"))
        if name:
            self.answered.emit(Path(name))


class RestorePage(StepPage):
    """A backup and what opens it: its day's passphrase, or the code of the recovery paper."""

    def __init__(self, theme: Theme) -> None:
        sentence = tr("FirstRun", "A backup is one encrypted file; its passphrase opens it.")
        super().__init__(tr("FirstRun", "Bring back a backup"), sentence, tr("FirstRun", "Restore"))
        self.file: Path | None = None
        self.chosen = Text(tr("FirstRun", "No file chosen"), tone="secondary")
        self.choose = Button(tr("FirstRun", "Choose file"), self._on_choose)
        hint = tr("FirstRun", "Of the day it was made; or the code of the recovery paper.")
        self.field = PassphraseField(theme, tr("FirstRun", "Passphrase of the backup"), hint=hint)
        self.field.submitted.connect(self.done)
        row = QHBoxLayout()
        row.setSpacing(tokens.M)
        row.addWidget(self.choose)
        row.addWidget(self.chosen, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.field)

    def set_file(self, file: Path) -> None:
        """Shows the file's name without its folder, and goes to the field of the passphrase."""
        self.file = file
        self.chosen.setText(file.name)
        self.field.setFocus()

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("FirstRun", "Choose a backup"))
        if name:
            self.set_file(Path(name))


def first_phrase_page(theme: Theme) -> PhrasePage:
    """The page on which a new vault gets its passphrase; its verb makes the vault."""
    sentence = tr(
        "FirstRun",
        "It opens your practice on this device. Nobody else knows it, and nobody can reset it. The next page "
        "gives you a code for the day it is forgotten.",
    )
    return PhrasePage(theme, tr("FirstRun", "Your passphrase"), sentence, tr("FirstRun", "Create"))


def week_starts() -> list[tuple[str, object]]:
    """Weekday numbers count from Monday 0."""
    return [(tr("Days", "Monday"), 0), (tr("Days", "Sunday"), 6), (tr("Days", "Saturday"), 5)]


def _ways() -> dict[FirstRunWay, tuple[str, str, str]]:
    return {
        FirstRunWay.NEW: (
            "sparkle",
            tr("FirstRun", "Start a new practice"),
            tr("FirstRun", "On this laptop; a clinic can be connected on any later day."),
        ),
        FirstRunWay.JOIN: (
            "building",
            tr("FirstRun", "Join a practice"),
            tr("FirstRun", "The clinic lets this device in, and everything comes over."),
        ),
        FirstRunWay.RESTORE: (
            "restore",
            tr("FirstRun", "Bring back a backup"),
            tr("FirstRun", "From the encrypted file that PazPaz made."),
        ),
        FirstRunWay.DEMO: (
            "eye",
            tr("FirstRun", "Look around with invented people"),
            tr("FirstRun", "A whole practice with nothing to fill in, on this laptop alone."),
        ),
    }
