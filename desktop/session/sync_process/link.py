"""The process that syncs, as the window's process sees it: words go in, lines come out."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, Any

from desktop.session.relaunch import own_command
from desktop.session.start import SYNCER
from desktop.session.sync_process.opening import Opening

_LONGEST_LINE = 2**26
_END_S = 2.0
"""Until a process that has closed its end of the pipe is helped to end."""


class Link:
    """Starts when made; raises OSError where no process can be started."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command`: another program to start."""
        self._process, self._words = _started(list(command or (*own_command(), SYNCER)))
        self._turn = threading.Lock()
        self._is_open = False

    @property
    def pid(self) -> int:
        """Of the process, also once it has ended."""
        return self._process.pid

    def open(self, opening: Opening) -> None:
        """Once the process has said that it listens. Before its first line it is not closed to others of this
        user yet, who could read its end of the pipe."""
        self._is_open = True
        self._write(opening.line())

    def say(self, word: str) -> None:
        """From any thread, by turns. Not heard before it is open, nor by a process that has ended, which
        `heard` tells."""
        if self._is_open:
            self._write(word.encode("ascii") + b"\n")

    def heard(self) -> Iterator[list[Any]]:
        """What it says, until it ends. Raises ValueError for what is no line of ours."""
        pipe = self._process.stdout
        assert pipe is not None  # noqa: S101 - asked for
        while line := pipe.readline(_LONGEST_LINE):
            found = json.loads(line)
            if not isinstance(found, list) or not found:
                raise ValueError("no list")
            yield found

    def kill(self) -> None:
        """At once, whatever it does; a second call does nothing."""
        self._process.kill()

    def close(self) -> None:
        """After its last line. Waits until it is gone."""
        for pipe in (self._words, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what could not be sent any more
                    pipe.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self, line: bytes) -> None:
        with self._turn, contextlib.suppress(OSError, ValueError):  # ended, or closed by `close`
            self._words.write(line)
            self._words.flush()


def _started(command: list[str]) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """The process, and where words for it are written."""
    if sys.platform != "linux":
        process = _popen(command, subprocess.PIPE)
        assert process.stdin is not None  # noqa: S101 - asked for
        return process, process.stdin
    # A pipe could be opened through /proc by any program of this user before the process closes itself to
    # others, and read ever after; a socket cannot.
    ours, theirs = socket.socketpair()
    with ours, theirs:
        return _popen(command, theirs.fileno()), ours.makefile("wb")


def _popen(command: list[str], words: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=words,
        stdout=subprocess.PIPE,
        # Windows would open a console for it.
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
