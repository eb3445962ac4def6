"""An error's sentence in the language of a window, and in English for reports and scripts."""

from collections.abc import Iterator

import pytest

from core.domain.errors import NotFound, UserError


@pytest.fixture
def told() -> Iterator[None]:
    UserError.tell_in(lambda sentence: f"told: {sentence}")
    yield
    UserError.tell_in(str)


def test_given_no_window_when_something_fails_then_its_sentence_is_english() -> None:
    assert NotFound("It went.").sentence == "It went."


@pytest.mark.usefixtures("told")
def test_given_a_window_s_language_when_something_fails_then_its_sentence_is_in_it() -> None:
    error = NotFound("It went.")
    assert (error.sentence, str(error)) == ("told: It went.", "It went.")
