"""A practice of invented people, and the program open on it on a screen of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.crypto.kdf import KdfParams
from core.domain.clock import SystemClock
from core.store.practice.practice import Practice
from desktop.session.open_practice import PracticeDetails, create_practice
from desktop.shell.window_state import WindowFile, WindowState
from tests.asking import ask
from tests.desktop.accessible.atspi import Role, State
from tests.desktop.accessible.stage import MISSING, Show, show, stage
from tests.desktop.people import fill

PHRASE = "seven paper lanterns hum quietly"
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="session", name="model")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week of appointments from today on, files, a draft that is asked about, a signed note."""
    home = tmp_path_factory.mktemp("model")
    details = PracticeDetails(name="Lindenhof Practice", therapist="Ruth Amsel", timezone=ZONE.key)
    opened, _ = create_practice(home, PHRASE, details, SystemClock(), kdf=KdfParams.FAST_FOR_TESTS)
    with opened:
        _fill(opened.practice)
    return home


@pytest.fixture(scope="session", name="program")
def unlocked(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Show]:
    """In English, and open; every test of a run is handed the same."""
    with started(model, tmp_path_factory.mktemp("program") / "home") as made:
        unlock(made)
        yield made


@contextmanager
def started(model: Path, home: Path, language: str = "en") -> Iterator[Show]:
    """Where it asks for the passphrase; on a stage of its own."""
    if MISSING:
        pytest.skip(f"{', '.join(MISSING)} not installed: `make prepare` as root on Debian installs them")
    shutil.copytree(model, home)
    WindowFile(home).write(WindowState(language=language))
    with stage() as made, show(made, home, language) as shown:
        shown.see(Role.PASSWORD_TEXT)
        yield shown


def unlock(show: Show) -> None:
    show.see(Role.PASSWORD_TEXT).write(PHRASE)
    show.see(Role.BUTTON, show.said("Unlock", "Unlock"), State.ENABLED).press()
    show.see(Role.PANEL, show.said("Rail", "Places"))


def _fill(practice: Practice) -> None:
    today = datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    # Whichever day it is, the week in front has more days with appointments than today.
    practice.settings.set(week_start=today.weekday())
    mira = fill(practice, today).clients[0]
    for name in ("letter.txt", "exercises.txt"):
        practice.attachments.add(b"Left knee.", mira, file_name=name)
    draft = practice.notes.drafts()[0].note
    ask(practice, draft.id, "plan", "Stretching.", "Stretching twice a day.", "Stretching once a day.")
    signed = practice.notes.start(mira).value
    practice.notes.save_draft(signed.id, subjective="Knee hurts.", plan="Rest.")
    practice.notes.finalize(signed.id)
