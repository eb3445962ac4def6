"""The first steps of a new device, without Qt: what is asked in which order, and what is made when."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from core.crypto.phrases import Judgement
from core.domain.errors import UserError
from core.domain.new_rows import LocationDraft, ServiceDraft
from desktop.kit.i18n import tr
from desktop.kit.passphrase_strength import Judging
from desktop.kit.ports import Runner
from desktop.session.open_practice import PracticeDetails
from desktop.session.ports import AwaitsAdmission, CreatedPractice, OnOpened, UnlockBackend

T = TypeVar("T")


class FirstRunStep(StrEnum):
    """The pages of the first steps. The way that was chosen decides which of them come."""

    START = "start"
    PRACTICE = "practice"
    CATALOG = "catalog"
    DEVICE = "device"
    PHRASE = "phrase"
    KIT = "kit"
    KIT_BACK = "kit_back"
    REQUEST = "request"
    RESTORE = "restore"


class FirstRunWay(StrEnum):
    """What the person chose on the first page."""

    NEW = "new"
    JOIN = "join"
    RESTORE = "restore"
    DEMO = "demo"


_STEPS = {
    FirstRunWay.NEW: (
        FirstRunStep.START,
        FirstRunStep.PRACTICE,
        FirstRunStep.CATALOG,
        FirstRunStep.PHRASE,
        FirstRunStep.KIT,
        FirstRunStep.KIT_BACK,
    ),
    FirstRunWay.JOIN: (
        FirstRunStep.START,
        FirstRunStep.DEVICE,
        FirstRunStep.PHRASE,
        FirstRunStep.KIT,
        FirstRunStep.KIT_BACK,
        FirstRunStep.REQUEST,
    ),
    FirstRunWay.RESTORE: (FirstRunStep.START, FirstRunStep.RESTORE),
    FirstRunWay.DEMO: (FirstRunStep.START,),
}


@dataclass(frozen=True, slots=True)
class StepPosition:
    """The page in front, and which of how many it is."""

    step: FirstRunStep
    number: int
    of: int
    can_go_back: bool


class FirstRunView(Protocol):
    """What the presenter needs of the page. It is called on the GUI thread, but for `tell_progress`."""

    def show_step(self, progress: StepPosition) -> None:
        """Brings one page to the front, with its verb, its number and whether there is a way back."""
        ...

    def show_busy(self, busy: bool) -> None:
        """While something is made nobody can type or click here, nor go back."""
        ...

    def tell_progress(self, done: int, of: int) -> None:
        """How much of something long is made. Called on the worker."""
        ...

    def show_error(self, sentence: str) -> None:
        """What is wrong, below the page in front; an empty sentence takes it away."""
        ...

    def show_suggestion(self, phrase: str) -> None:
        """Six random words, shown as an idea: they are not put into the field."""
        ...

    def show_judgement(self, judgement: Judgement | None) -> None:
        """How good the passphrase is that is being typed; None when the field is empty."""
        ...

    def show_code(self, code: str) -> None:
        """The recovery code, once the vault is made; the typed passphrases are to be cleared then."""
        ...

    def show_request(self, request: str, words: tuple[str, ...]) -> None:
        """What the owner gets of a device that asks to join: a text without secrets, and words to compare."""
        ...


class FirstRunPresenter:
    """Nothing is made before the passphrase is; from then on there is no way back, only forward."""

    def __init__(
        self,
        runner: Runner,
        door: UnlockBackend,
        view: FirstRunView,
        on_opened: OnOpened,
        language: str = "en",
    ) -> None:
        self._runner, self._door, self._view, self._on_opened = runner, door, view, on_opened
        self._language = language
        self._way = FirstRunWay.NEW
        self._at = 0
        self._details: PracticeDetails | None = None
        self._device_name = ""
        self._made: CreatedPractice | None = None
        self._has_left = False
        self.judging = Judging(runner, door.judge, view.show_judgement, self._known)

    def start(self) -> None:
        """Shows the first page. Call it once the view is in the window."""
        self._go(0)

    def choose(self, way: FirstRunWay) -> None:
        """One of the four ways was clicked.

        The demo is made and opened at once; the others go to their first page.
        """
        self._way = way
        if way is FirstRunWay.DEMO:
            tell, language = self._view.tell_progress, self._language
            self._run(lambda: self._door.demo(tell, language), self._on_opened)
        else:
            self._go(1)

    def go_on_waiting(self, asked: AwaitsAdmission) -> None:
        """A device that asked to join, unlocked again before its answer came."""
        self._way, self._made = FirstRunWay.JOIN, asked
        self._view.show_request(asked.request, asked.words)
        self._go(_STEPS[FirstRunWay.JOIN].index(FirstRunStep.REQUEST))

    def back(self) -> None:
        """One page back. Nothing happens on the first page, or once something is made."""
        if self._made is None and self._at > 0:
            self._go(self._at - 1)

    def give_details(self, details: PracticeDetails) -> None:
        """Name, therapist, zone and hours of a new practice."""
        if not details.name.strip() or not details.therapist.strip():
            self._view.show_error(tr("FirstRun", "Please give the practice and yourself a name."))
            return
        self._details = details
        self._go(self._at + 1)

    def give_catalog(self, services: tuple[ServiceDraft, ...], locations: tuple[LocationDraft, ...]) -> None:
        """What the practice offers, and where; both may be empty."""
        if self._details is not None:
            self._details = replace(self._details, services=services, locations=locations)
            self._go(self._at + 1)

    def give_device_name(self, name: str) -> None:
        """The name under which the owner of the practice will see this device; an empty one is refused."""
        if not name.strip():
            self._view.show_error(tr("FirstRun", "Please give this device a name, such as Laptop."))
            return
        self._device_name = name.strip()
        self._go(self._at + 1)

    def suggest(self) -> None:
        """Asks for six new random words, and shows them when they come."""
        self._runner.run(self._door.suggest, self._view.show_suggestion)

    def give_passphrase(self, passphrase: str, again: str) -> None:
        """Makes the practice, or the store that asks to join. Takes a second or more, off this thread."""
        if passphrase != again:
            self._view.show_error(tr("FirstRun", "The two are not the same. Type the second one again."))
            return
        if self._way is FirstRunWay.NEW and self._details is not None:
            details = self._details
            self._run(lambda: self._door.create(details, passphrase), self._on_made)
        elif self._way is FirstRunWay.JOIN:
            name = self._device_name
            self._run(lambda: self._door.join(name, passphrase), self._on_made)

    def kit_written(self) -> None:
        """The person says that the code is on paper; the next page asks for it."""
        self._go(self._at + 1)

    def show_kit_again(self) -> None:
        """From reading the paper back to the page with the code, for somebody who has not written it down."""
        self._go(self._at - 1)

    def type_back(self, code: str) -> None:
        """The proof that the paper can be read."""
        made = self._made
        if made is not None:
            self._run(lambda: self._door.check_code(made.opened, code), self._on_code_checked)

    def give_answer(self, file: Path) -> None:
        """The owner's answer to the request of this device.

        The first contact with the server; a refusal changes nothing.
        """
        made = self._made
        if made is not None:
            self._run(lambda: self._door.complete(made.opened, file), self._on_completed)

    def restore(self, file: Path | None, passphrase: str) -> None:
        """Makes a new vault from the backup and opens it. Both the file and what opens it must be given."""
        if file is None or not passphrase:
            self._view.show_error(
                tr("FirstRun", "Choose a backup file and type the passphrase it was made with.")
            )
            return
        self._run(lambda: self._door.restore(file, passphrase), self._on_opened)

    def leave(self) -> None:
        """The page goes: let go of what was made; it waits at the door next time.

        What is only being made goes away again: its code was not shown yet, and never would be.
        """
        self._has_left = True
        self.judging.stop()
        made, self._made = self._made, None
        if made is not None:
            made.opened.close()

    def _known(self) -> tuple[str, ...]:
        details = self._details
        return (details.name, details.therapist) if details else (self._device_name,)

    def _on_made(self, made: CreatedPractice) -> None:
        if self._has_left:
            self._runner.run(made.opened.erase)
            return
        self._made = made
        self._view.show_code(made.code)
        if isinstance(made, AwaitsAdmission):
            self._view.show_request(made.request, made.words)
        self._go(self._at + 1)

    def _on_code_checked(self, _: None) -> None:
        if self._way is FirstRunWay.JOIN:
            self._go(self._at + 1)
        else:
            self._hand_over()

    def _on_completed(self, _: None) -> None:
        self._hand_over()

    def _hand_over(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            self._on_opened(made.opened)

    def _go(self, at: int) -> None:
        steps = _STEPS[self._way]
        self._at = at
        self._view.show_error("")
        # The first page is not counted: before a way is chosen nobody knows how many steps there are.
        self._view.show_step(StepPosition(steps[at], at, len(steps) - 1, at > 0 and self._made is None))
        if steps[at] is FirstRunStep.PHRASE:
            self.suggest()

    def _run(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._view.show_error("")
        self._view.show_busy(True)

        def done(result: T) -> None:
            # First: the page that may come up takes no focus while all of it is disabled.
            self._view.show_busy(False)
            on_done(result)

        self._runner.run(work, done, self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self._view.show_busy(False)
        self._view.show_error(error.sentence)
