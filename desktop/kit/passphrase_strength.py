"""What a passphrase that is being typed is worth, without Qt."""

from collections.abc import Callable, Sequence

from core.crypto.phrases import Judgement
from desktop.kit.ports import Runner

JudgePassphrase = Callable[[str, Sequence[str]], Judgement]
"""How hard a passphrase is to guess for somebody who knows the words."""


class Judging:
    """Call `judge` at every pause in typing; an answer about older text is dropped.

    `show` gets None once nothing is typed. `known` tells what anybody could guess of this person.
    """

    def __init__(
        self,
        runner: Runner,
        judge: JudgePassphrase,
        show: Callable[[Judgement | None], None],
        known: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._runner, self._judge, self._show, self._known = runner, judge, show, known
        self._judged = ""
        self._is_over = False

    def stop(self) -> None:
        """Nobody looks any more: `show` hears nothing from here on, not even of what was asked before.

        What was typed last is kept no longer.
        """
        self._is_over = True
        self._judged = ""

    def judge(self, passphrase: str) -> None:
        """Judges on the worker; `show` hears of it unless something else was typed meanwhile."""
        if self._is_over:
            return
        self._judged = passphrase
        if not passphrase:
            self._show(None)
            return
        known = self._known()
        self._runner.run(
            lambda: self._judge(passphrase, known), lambda found: self._on_judged(passphrase, found)
        )

    def _on_judged(self, passphrase: str, found: Judgement) -> None:
        if passphrase == self._judged and not self._is_over:
            self._show(found)
