"""A dictionary in a process of its own, as the window sees it."""

import contextlib
import json
import threading
from collections.abc import Sequence

from core.text.spelling import LONGEST
from desktop.session.relaunch import own_command
from desktop.session.start import SPELLER
from desktop.spelling.speller import MOST_SUGGESTIONS, DictionaryFiles, SpellerLost

LOAD_S, ANSWER_S = 30.0, 10.0
"""How long it may take; measured are 2 s for the Hebrew words and 3 s for suggestions of one of them."""
_LONGEST_LINE = 2**20


class DictionaryProcess:
    """Starts when made and loads meanwhile; the first question waits for that. Fulfils `Speller`.

    Words that are asked for go through a pipe that nobody else reads, into memory that ends with the process.
    """

    def __init__(self, files: DictionaryFiles, command: Sequence[str] | None = None) -> None:
        """Raises SpellerLost where no process can be started. `command`: another program to ask."""
        import subprocess  # noqa: PLC0415 - nobody has opened a note before

        try:
            self._process = subprocess.Popen(
                list(command or (*own_command(), SPELLER)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # JSON writes every other letter as an escape, so that no encoding of the system comes in
                # between.
                encoding="ascii",
                # Windows would open a console for it.
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            raise SpellerLost from None
        self._asking = threading.Lock()
        self._files = files
        self._loaded = False

    def wrong(self, words: Sequence[str]) -> list[str]:
        return self._ask(list(words))

    def suggest(self, word: str) -> list[str]:
        """Whoever made the dictionary: what comes into a note by a click is short and of one line."""
        found = [each for each in self._ask(word) if each.isprintable() and len(each) <= LONGEST]
        return found[:MOST_SUGGESTIONS]

    def close(self) -> None:
        self._process.kill()
        with self._asking:  # whoever waits for an answer reads the end of the pipe now
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):  # what could not be sent any more
                        pipe.close()
        self._process.wait()

    def _ask(self, question: list[str] | str) -> list[str]:
        with self._asking:
            if not self._loaded:
                files = {"language": self._files.language, "words": str(self._files.words)}
                self._exchange(json.dumps(files), LOAD_S)
                self._loaded = True
            return self._exchange(json.dumps(question), ANSWER_S)

    def _exchange(self, question: str, within_s: float) -> list[str]:
        """The library cannot be interrupted, the process can be ended."""
        process = self._process
        assert process.stdin is not None  # noqa: S101 - asked for
        assert process.stdout is not None  # noqa: S101 - asked for
        watch = threading.Timer(within_s, process.kill)
        watch.daemon = True
        watch.start()
        try:
            process.stdin.write(question + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline(_LONGEST_LINE))
        except (OSError, ValueError):
            raise SpellerLost from None
        finally:
            watch.cancel()
        if not isinstance(answer, list):
            raise SpellerLost
        return [str(each) for each in answer]
