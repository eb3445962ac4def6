"""Calendar and notes look as they did when somebody last looked at them.

A state is brought up and looked over everywhere; its picture is compared where the fonts and Qt are those
that the stored one was made with.
"""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.desktop.narrow_window import cut_parts
from tests.desktop.pixels import references
from tests.desktop.pixels.comparing import Comparison, compare
from tests.desktop.pixels.stage import SIZE, grab, stage
from tests.desktop.pixels.state import State
from tests.desktop.pixels.states import STATES


def written(folder: Path, name: str, got: QImage, result: Comparison) -> str:
    """Puts down the three pictures, and says where."""
    images = {"expected": references.stored(name), "got": got, "difference": result.shown}
    for part, image in images.items():
        image.save(str(folder / f"{name}-{part}.png"))
    return ", ".join(str(folder / f"{name}-{part}.png") for part in images)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_given_a_state_when_it_is_painted_then_it_looks_as_it_did(
    qapp: QApplication, tmp_path: Path, home: Path, state: State
) -> None:
    with stage(qapp, home, state.setting) as made:
        widget = state.make(made)
        assert list(cut_parts(widget)) == []
        got = grab(widget)
    assert got.size().toTuple() == SIZE
    others = references.differences()
    if others:
        pytest.skip(
            f"The pictures are of another set-up: {'; '.join(others)}. Make yours: {references.RENEW}"
        )
    result = compare(references.stored(state.name), got)
    if not result.is_same:
        where = written(tmp_path, state.name, got, result)
        pytest.fail(f"{result.share:.3%} of the points differ: {where}. If it is meant: {references.RENEW}")


def test_given_the_stored_pictures_then_each_is_of_a_state_and_all_are_small() -> None:
    sizes = {path.stem: path.stat().st_size for path in references.FOLDER.glob("*.png")}
    assert set(sizes) == {state.name for state in STATES}
    assert max(sizes.values()) < 50_000
    assert sum(sizes.values()) < 800_000
