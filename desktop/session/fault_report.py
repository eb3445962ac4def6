"""Faults of the program: where they happened and of which kind, on the terminal and in a file.

The text of an unforeseen error may quote what a person wrote and a path may hold a name, so neither is told.
A program with a window has no terminal on Windows (`sys.stderr` is None), so there the file is all there is.
"""

import os
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from core.domain.clock import Clock
from core.domain.errors import UserError
from core.domain.program import program_version
from core.store.database.private_files import make_private_folder, write_atomically

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

FILE_NAME = "faults.txt"
LONGEST = 32_768
"""Bytes; the oldest lines go first."""


class FaultReport:
    """HOME/faults.txt, one line a fault. Nothing sends it anywhere; a person may. Any thread."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.path = home / FILE_NAME
        self._clock = clock
        self._turn = threading.Lock()

    def install(self) -> None:
        """Hear of every fault that nothing caught, on any thread."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread

    def _on_exception(
        self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None
    ) -> None:
        self._tell(kind, trace)

    def _on_unraisable(self, fault: "UnraisableHookArgs") -> None:
        self._tell(fault.exc_type, fault.exc_traceback)

    def _on_thread(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_type is not SystemExit:  # it ends the thread; Python's own hook is silent then too
            self._tell(fault.exc_type, fault.exc_traceback)

    def _tell(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        places = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(trace)]
        told = f"{kind.__name__} at {' < '.join(reversed(places)) or 'an unknown place'}"
        with suppress(OSError, ValueError, AttributeError):  # no terminal, or one that was closed
            sys.stderr.write(f"PazPaz has a fault: {told}\n")
        with suppress(OSError, UserError), self._turn:  # a report must never be the next fault
            self._keep(told)

    def _keep(self, told: str) -> None:
        moment = self._clock.now().astimezone(UTC)
        line = f"{moment:%Y-%m-%dT%H:%M:%SZ} {program_version()} {sys.platform} {told}\n".encode()
        make_private_folder(self.path.parent)
        write_atomically(self.path, _newest(self._old(), LONGEST - len(line)) + line)

    def _old(self) -> bytes:
        # A planted link would bring a file of somebody's into the report, which a person may hand on.
        if self.path.is_symlink() or not self.path.is_file():
            return b""
        with self.path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - LONGEST))
            return file.read(LONGEST)


def _newest(content: bytes, limit: int) -> bytes:
    """The last whole lines that fit."""
    if len(content) <= limit:
        return content
    return content[-limit:].partition(b"\n")[2]
