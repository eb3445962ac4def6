"""Somebody who wants long work no more after so many questions."""

from core.domain.errors import Cancelled

ENDLESS = 10**9


class Patience:
    """Lets so many questions pass, and then raises Cancelled; counts them."""

    def __init__(self, answers: int = ENDLESS) -> None:
        self.answers, self.asked = answers, 0

    def __call__(self) -> None:
        self.asked += 1
        if self.asked > self.answers:
            raise Cancelled("Cancelled; nothing was changed.")
