"""The tour as a process of its own: it holds on a healthy demo and stops at the first thing that is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

from core.domain.clock import SystemClock
from desktop.demo.stage import DemoStage

ROOT = Path(__file__).parents[3]
CLOCK = SystemClock()


def run(scene: DemoStage, *argv: str | Path) -> "subprocess.CompletedProcess[str]":
    """`pazpaz demo` where there is no display."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    command = [sys.executable, "-m", "desktop", "--home", str(scene.home), *map(str, argv)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240
    )


def test_without_a_display_the_tour_runs_and_every_check_holds(scene: DemoStage, tmp_path: Path) -> None:
    done = run(scene, "demo", "--shots", tmp_path / "shots")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no display" in done.stderr
    assert scene.server.status().running, "it ran before, so it runs afterwards"
    assert "15/15 Close both windows" in done.stdout
    pictures = sorted(path.name for path in (tmp_path / "shots").iterdir())
    assert len(pictures) == 12
    assert pictures[-1] == "12-finalized.png"
    assert all((tmp_path / "shots" / name).stat().st_size > 10_000 for name in pictures)


def test_it_may_be_played_again_and_told_as_json(scene: DemoStage) -> None:
    scene.server.stop()
    done = run(scene, "--json", "demo", "--tour")
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["step"] for one in told[:-1]] == list(range(1, 16))
    assert told[-1]["ok"] is True
    assert (scene.home / "shots" / "09-merged.png").exists()
    assert not scene.server.status().running, "it was down before, so it is down afterwards"


def test_it_stops_at_the_first_check_that_does_not_hold(scene: DemoStage, tmp_path: Path) -> None:
    with scene.open(scene.laptop_b, CLOCK) as b, b.store.write() as db:
        # What no journal knows of: the two stores differ, and no sync will mend it.
        db.exec_driver_sql("UPDATE clients SET notes = 'only here' WHERE rid = 1")

    done = run(scene, "demo", "--tour", "--shots", tmp_path / "shots")

    assert done.returncode == 1
    assert "both stores hold the same rows" in done.stderr
    assert "Traceback" not in done.stderr
    assert " 2/15" in done.stdout
    assert " 3/15" not in done.stdout
    assert (tmp_path / "shots" / "failed-B.png").exists()


def test_with_a_display_the_window_opens_and_the_passphrase_is_told(scene: DemoStage) -> None:
    command = [sys.executable, "-m", "desktop", "--home", str(scene.home), "demo"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = [process.stderr.readline() for _ in range(5)]
        assert "Passphrase of both: seven paper lanterns" in told[4]
        assert process.poll() is None
        process.kill()
