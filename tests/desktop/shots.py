"""Pictures of every screen, to look at: python -m tests.desktop.shots FOLDER [SCREEN ...].

Two sizes, light and dark, offscreen, over the invented practice of people.py; no clinic is connected.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from desktop.app import Program
from desktop.kit.theme import Appearance, Theme
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.session.relaunch import LockReason
from desktop.shell.rail import places
from tests.desktop.conftest import MONDAY, NOW
from tests.desktop.file_shots import shoot_files
from tests.desktop.people import fill

SIZES = ((1280, 800), (1920, 1080))
PASSPHRASE = "seven paper lanterns hum quietly"


def shoot(app: QApplication, theme: Theme, widget: QWidget, folder: Path, name: str) -> list[Path]:
    """The widget in both looks and both sizes; what is under way must have ended."""
    made = []
    for look in (Appearance.LIGHT, Appearance.DARK):
        theme.set_look(look)
        for size in SIZES:
            widget.resize(*size)
            app.processEvents()
            made.append(folder / f"{name}-{look}-{size[0]}.png")
            widget.grab().save(str(made[-1]))
    return made


def shoot_places(app: QApplication, home: Path, folder: Path, wanted: Sequence[str]) -> None:
    """Every place of the rail, or those that are wanted, then the door."""
    clock = FixedClock(NOW)
    details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone="Europe/Berlin")
    opened, _ = create_practice(home, PASSPHRASE, details, clock, kdf=KdfParams.FAST_FOR_TESTS)
    fill(opened.practice, MONDAY)
    program = Program(app, home, clock, KdfParams.FAST_FOR_TESTS)
    program.open(opened)
    program.jobs.wait()
    work = program.workplace
    assert work is not None
    for place in places():
        if not wanted or place.key in wanted:
            work.window.go(place.key)
            program.jobs.wait()
            shoot(app, program.theme, work.window, folder, place.key)
    if not wanted or "files" in wanted:
        shoot_files(work, lambda widget, name: shoot(app, program.theme, widget, folder, name))
    work.hard_lock(LockReason.ASKED)
    if not wanted or "door" in wanted:
        shoot_door(app, home, folder, clock)


def shoot_door(app: QApplication, home: Path, folder: Path, clock: FixedClock) -> None:
    program = Program(app, home, clock, KdfParams.FAST_FOR_TESTS)
    program.start(LockReason.IDLE)
    program.jobs.wait()
    assert program.door is not None
    shoot(app, program.theme, program.door, folder, "unlock")
    assert program.door.unlock_page is not None
    program.door.unlock_page.other_way.click()
    shoot(app, program.theme, program.door, folder, "unlock-paper")
    program.door.show_first_run()
    shoot(app, program.theme, program.door, folder, "first-run")
    program.door.close()


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        shoot_places(app, Path(home), folder, arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
