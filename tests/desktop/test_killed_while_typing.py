"""A process killed while somebody types into a form: opened again, the form stands there with the words."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from core.crypto.kdf import KdfParams
from core.domain.clock import FixedClock
from core.store.vault.listing import list_vaults
from desktop.app import Program
from desktop.session.open_practice import open_practice
from tests.desktop import sentences
from tests.desktop.test_workplace import PHRASE, model_home, work
from tests.desktop.unsaved import FORMS, WORDS

__all__ = ["model_home"]
ROOT = Path(__file__).parents[2]


def type_and_kill(home: Path, name: str) -> None:
    """In a process of its own, which hears nothing of its end."""
    command = [sys.executable, "-m", "tests.desktop.typing_process", str(home), name]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        said = child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        assert said == "kept\n", child.stderr.read()
    assert child.returncode == -signal.SIGKILL


@pytest.fixture
def after_the_kill(
    qapp: QApplication, model_home: Path, home: Path, clock: FixedClock
) -> Iterator[Callable[[str], Program]]:
    """The next run of the program, after one that was killed with this form open."""
    made: list[Program] = []

    def run(name: str) -> Program:
        shutil.copytree(model_home, home, dirs_exist_ok=True)
        type_and_kill(home, name)
        program = Program(qapp, home, clock, KdfParams.FAST_FOR_TESTS)
        made.append(program)
        program.open(open_practice(list_vaults(home)[0].path, PHRASE, clock))
        program.jobs.wait()
        return program

    yield run
    for program in made:
        work(program).hard_lock()
        work(program).window.deleteLater()
        program.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    "name", ["a new client", "a client being edited", "an appointment being edited", "a new service"]
)
def test_given_words_in_a_form_when_the_process_is_killed_then_the_next_run_goes_on_with_them(
    after_the_kill: Callable[[str], Program], name: str
) -> None:
    program = after_the_kill(name)
    assert work(program).window.place == FORMS[name].key
    assert FORMS[name].text(work(program)) == WORDS


@pytest.mark.parametrize("name", ["why a note is deleted"])
def test_given_a_sentence_begun_when_the_process_is_killed_then_the_next_run_asks_for_it_again(
    after_the_kill: Callable[[str], Program], name: str
) -> None:
    program = after_the_kill(name)
    assert [dialog.field.text for dialog in sentences.dialogs(program)] == [sentences.WORDS]


def test_given_an_amendment_when_the_process_is_killed_then_the_next_run_goes_on_with_text_and_reason(
    after_the_kill: Callable[[str], Program],
) -> None:
    editor = sentences.editor(after_the_kill("an amendment"))
    assert editor.amend_bar.isVisible()
    assert (editor.page.texts()["plan"], editor.amend_bar.reason.text()) == (sentences.WORDS,) * 2
