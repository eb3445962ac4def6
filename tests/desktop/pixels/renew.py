"""Makes the stored pictures anew: python -m tests.desktop.pixels.renew [NAME ...]. Look at each that changed.

On another set-up than theirs it makes all of them, for a picture of one says nothing on the other.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.desktop.pixels import references
from tests.desktop.pixels.comparing import compare
from tests.desktop.pixels.stage import grab, stage
from tests.desktop.pixels.state import State
from tests.desktop.pixels.states import STATES


def renew(app: QApplication, state: State) -> str:
    """What became of its picture, in a word."""
    with tempfile.TemporaryDirectory() as folder, stage(app, Path(folder), state.setting) as made:
        image = grab(state.make(made))
    before = references.stored(state.name)
    references.keep(state.name, image)
    if before.isNull():
        return "new"
    return "as it was" if compare(before, image).is_same else "changed"


def main(names: Sequence[str]) -> int:
    known = {state.name for state in STATES}
    if not known.issuperset(names):
        print(f"No such state. There are: {', '.join(sorted(known))}")
        return 2
    app = QApplication([])
    is_elsewhere = not references.exist() or bool(references.differences())
    if is_elsewhere:
        references.clear()
    for state in STATES:
        if is_elsewhere or not names or state.name in names:
            print(f"{state.name}: {renew(app, state)}")
    references.keep_set_up()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
