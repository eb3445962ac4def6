"""The doomed process: opens the program, types into a form, and says so once the store has the words.

Usage: python -m tests.desktop.typing_process HOME FORM. It goes on until it is killed.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import open_practice
from tests.desktop import sentences
from tests.desktop.conftest import NOW
from tests.desktop.test_workplace import PHRASE
from tests.desktop.unsaved import FORMS

KEYS = ("client", "booking", "settings", "reasons", "sentence", "amendments")
_LOOK_MS, _MOST_LOOKS = 20, 3_000


def fillings() -> dict[str, Callable[[Program], object]]:
    known = {name: partial(sentences.begin, name=name) for name in sentences.SENTENCES}
    return {name: form.fill for name, form in FORMS.items()} | known | {"an amendment": sentences.amend}


class Watch:
    """Looks whether the words are in the store; nothing here asks for them to be put there."""

    def __init__(self, program: Program) -> None:
        self._program, self._looks = program, 0
        self.timer = QTimer(interval=_LOOK_MS)
        self.timer.timeout.connect(self._look)

    def _look(self) -> None:
        settings = sentences.work(self._program).opening.practice.settings
        self._looks += 1
        if any(settings.local(f"unfinished_{key}") for key in KEYS):
            self.timer.stop()
            print("kept", flush=True)
        elif self._looks > _MOST_LOOKS:
            sys.exit("never kept")


def main() -> None:
    home, name = Path(sys.argv[1]), sys.argv[2]
    app = QApplication(["pazpaz"])
    clock = FixedClock(NOW)
    program = Program(app, home, clock, KdfParams.FAST_FOR_TESTS)
    program.open(open_practice(list_vaults(home)[0].path, PHRASE, clock))
    program.jobs.wait()
    fillings()[name](program)
    watch = Watch(program)
    watch.timer.start()
    app.exec()


if __name__ == "__main__":
    main()
