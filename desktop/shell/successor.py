"""The process that takes over after a lock: its door stands before this one's window goes."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.kit.background import Background
from desktop.kit.first_paint import FirstPaint
from desktop.session.vault_label import VaultLabel

if TYPE_CHECKING:
    import subprocess

_TELLS = "PAZPAZ_DOOR_TELLS"
"""Set for a process that somebody waits for; it reads whose door it is, and writes a line once it stands."""
_LONGEST_MS = 10_000
_LONGEST_LINE = 4096


class Successor(QObject):
    """Starts it and waits. Used once; `then` is called on the GUI thread: does it stand?"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._then: Callable[[bool], None] = lambda _stands: None
        self.process: subprocess.Popen[bytes] | None = None
        """Lives on when this one ends."""
        self._patience = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._patience.timeout.connect(self._on_patience_over)
        self._background = Background(self)

    def start(self, command: Sequence[str], whose: VaultLabel, then: Callable[[bool], None]) -> None:
        """Starts the process by `command` and tells it whose door it is to show. `then` is called once, with
        False when it cannot be started or ends without a word, and with True when it stands or has said
        nothing for ten seconds."""
        import subprocess  # noqa: PLC0415 - the unlock page stands before it is needed

        self._then = then
        try:
            process = self.process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, _TELLS: "1"},
                close_fds=True,
            )
        except OSError:
            self._on_heard(False)
            return
        self._patience.start()
        self._background.run(lambda: _stands(process, whose), self._on_heard)

    def _on_heard(self, stands: bool) -> None:
        self._patience.stop()
        # An answer may still come after the patience was over.
        then, self._then = self._then, lambda _stands: None
        then(stands)

    def _on_patience_over(self) -> None:
        """It lives, or it would have been heard: it is only slow."""
        self._on_heard(True)


def _stands(process: "subprocess.Popen[bytes]", whose: VaultLabel) -> bool:
    assert process.stdin is not None  # noqa: S101 - asked for
    assert process.stdout is not None  # noqa: S101 - asked for
    told = b""
    with process.stdout as answer, contextlib.suppress(OSError):
        with process.stdin as question:
            question.write(json.dumps(asdict(whose)).encode() + b"\n")
        told = answer.readline(_LONGEST_LINE)
    return told.strip() == b"ready"


def awaited(environment: Mapping[str, str] = os.environ) -> VaultLabel | None:
    """Whose door somebody waits for; None for a process that a person started. Asked once, at the start."""
    if _TELLS not in environment:
        return None
    # What this process starts must not take itself for awaited.
    os.environ.pop(_TELLS, None)
    try:
        return VaultLabel(**json.loads(sys.stdin.readline(_LONGEST_LINE)))
    except (OSError, TypeError, ValueError):
        return VaultLabel()


class Announcement(FirstPaint):
    """Says once that the door is painted, to the process that waits for it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, _say)


def _say() -> None:
    """The other end goes with who heard it, so nothing may be written there later."""
    try:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
    except OSError:
        return
    finally:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open to the end
