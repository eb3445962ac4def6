"""At 200 % text all of the window is on the screen and can be read, on a small laptop and a large one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_given_200_percent_when_everywhere_was_visited_then_nothing_was_cut(
    size: tuple[int, int], tmp_path: Path
) -> None:
    screen = {
        "name": "laptop",
        "x": 0,
        "y": 0,
        "width": size[0],
        "height": size[1],
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    settings = tmp_path / "screen.json"
    settings.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": "2",
        "QT_QPA_PLATFORM": f"offscreen:configfile={settings}",
    }

    told = subprocess.run(
        [sys.executable, "-m", "tests.desktop.narrow_window"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stdout.strip()) == (0, ""), told.stderr[-2000:]
