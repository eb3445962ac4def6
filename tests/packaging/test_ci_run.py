"""What a change must pass, interrupted: nothing of it goes on behind the prompt."""

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKE = """#!/bin/sh
[ "$1" = prepare ] && exit
exec 3>"$(dirname "$0")/$1.pipe"
echo begun >&3
exec sleep 100
"""
"""Says in a pipe that it has begun, and holds that open until it ends."""


@pytest.fixture
def heard() -> Iterator[None]:
    """What runs behind a shell's prompt does not hear Ctrl-C, and hands that down to what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def can_be_read(pipe: int) -> bool:
    """Also where whoever held its other end is gone."""
    return bool(select.select([pipe], [], [], 30)[0])


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash and pipes that are files")
@pytest.mark.usefixtures("heard")
def test_given_tests_with_lint_beside_them_when_interrupted_then_lint_ends_too(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    run = Path(shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run"))
    make, kept = tmp_path / "make", tmp_path / "kept"
    make.write_text(MAKE)
    make.chmod(0o755)
    kept.mkdir()
    pipes = []
    for name in ("lint", "test"):
        os.mkfifo(tmp_path / f"{name}.pipe")
        pipes.append(os.open(tmp_path / f"{name}.pipe", os.O_RDONLY | os.O_NONBLOCK))
    surroundings = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(kept)}
    with subprocess.Popen(["bash", str(run)], env=surroundings, start_new_session=True) as running:
        for pipe in pipes:
            assert can_be_read(pipe)
            assert os.read(pipe, 100) == b"begun\n"
        os.killpg(running.pid, signal.SIGINT)
    assert running.returncode == 130, "interrupted, not done"
    assert [(can_be_read(pipe) and os.read(pipe, 100)) for pipe in pipes] == [b"", b""], "both have ended"
    assert list(kept.iterdir()) == []
    for pipe in pipes:
        os.close(pipe)
