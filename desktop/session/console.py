"""What a command says and asks: results on stdout, everything else on stderr."""

import getpass
import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TextIO

from core.domain.errors import UserError
from core.domain.printable import harmless

_BAR = 30
_REDRAW_S = 0.1


class Console:
    """One command's mouth and ears. With `as_json`, stdout holds JSON and nothing else."""

    def __init__(
        self,
        out: TextIO | None = None,
        err: TextIO | None = None,
        asked: TextIO | None = None,
    ) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._asked = asked or sys.stdin
        self.as_json = False
        self._drawn_at = 0.0
        self._is_drawn = False

    @property
    def is_interactive(self) -> bool:
        """Whether a person can be asked: both stdin and stderr are a terminal.

        Questions are written to stderr.
        """
        return self._asked.isatty() and self._err.isatty()

    def result(self, document: Mapping[str, object], lines: Sequence[str]) -> None:
        """The command's result: the document with --json, else the lines."""
        self.clear()
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False, default=str), file=self._out, flush=True)
            return
        for line in lines:
            print(harmless(line), file=self._out, flush=True)

    def raw(self, text: str) -> None:
        """A text that is to be passed on as it is, such as a join request."""
        self.clear()
        self._out.write(text)
        self._out.flush()

    def note(self, line: str) -> None:
        """Something for the person alone."""
        self.clear()
        print(harmless(line), file=self._err, flush=True)

    def failure(self, error: UserError) -> None:
        """One plain sentence on stderr; its stable code on stdout with --json."""
        self.note(error.sentence)
        if self.as_json:
            self.result({"ok": False, "code": error.code, "sentence": error.sentence}, ())

    def progress(self, what: str, done: int, total: int | None) -> None:
        """A line that redraws itself on a terminal, and is left out elsewhere."""
        now = time.monotonic()
        is_last = total is not None and done >= total
        # The last one is never left out: the line would stop short of its end.
        if not self._err.isatty() or (now - self._drawn_at < _REDRAW_S and not is_last):
            return
        self._drawn_at, self._is_drawn = now, True
        # To the beginning of the line, and erase it to its end (ECMA-48, EL).
        self._err.write(f"\r\x1b[K{_progress_line(what, done, total)}")
        self._err.flush()

    def clear(self) -> None:
        """Takes the line of progress off the terminal before anything else is written there."""
        if self._is_drawn:
            self._err.write("\r\x1b[K")
            self._is_drawn = False

    def ask_secret(self, prompt: str) -> str:
        """Not shown while typed. Raises UserError where nobody can type."""
        if not self.is_interactive:
            raise UserError(
                "A passphrase is needed: give --passphrase-file FILE, or run this in a terminal.",
                code="no_passphrase",
            )
        self.clear()
        return getpass.getpass(prompt, stream=self._err)

    def ask(self, prompt: str) -> str:
        """One line, as typed. Raises UserError where nobody can type."""
        if not self.is_interactive:
            raise UserError("This needs an answer; run it in a terminal.", code="no_terminal")
        self.clear()
        self._err.write(prompt)
        self._err.flush()
        return self._asked.readline().strip()

    def read_all(self) -> str:
        """Everything on stdin."""
        return self._asked.read()


def _progress_line(what: str, done: int, total: int | None) -> str:
    if not total:
        return f"{what} {done:,}"
    filled = min(_BAR, _BAR * done // total)
    return f"{what} [{'#' * filled}{'.' * (_BAR - filled)}] {done:,} of {total:,}"
