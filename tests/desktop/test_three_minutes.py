"""A new client, an appointment and a signed note: the README tells how many keys and clicks that takes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests import three_minutes

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_given_a_window_when_driven_by_keys_and_by_mouse_then_both_sign_and_the_readme_tells_the_figures(
    qapp: QApplication, tmp_path: Path
) -> None:
    keyboard, mouse = three_minutes.counted(qapp, tmp_path)
    assert (keyboard.clicks, mouse.keys) == (0, 0)
    assert keyboard.letters == mouse.letters
    assert three_minutes.sentence(keyboard, mouse) in " ".join(README.split())


def test_given_a_run_that_signs_nothing_when_counted_then_it_is_refused(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_alone(hand: three_minutes.Hand) -> None:
        hand.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)

    monkeypatch.setattr(three_minutes, "by_keyboard", add_alone)
    with pytest.raises(RuntimeError, match="client"):
        three_minutes.counted(qapp, tmp_path)
