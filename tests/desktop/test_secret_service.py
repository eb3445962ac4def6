"""Quick unlock over a real Secret Service, GNOME Keyring on a private bus."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.secret_service import DAEMON

ROOT = Path(__file__).resolve().parents[2]
MISSING = [program for program in ("dbus-run-session", DAEMON) if shutil.which(program) is None]


@pytest.mark.skipif(
    bool(MISSING),
    reason=f"{', '.join(MISSING)} not installed: `make prepare` as root on Debian installs them",
)
def test_given_a_real_secret_service_when_quick_unlock_is_used_then_it_opens_expires_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.secret_service", str(tmp_path)],
        cwd=ROOT,
        env={**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "keyring": "secret-service",
        "obstacle": None,
        "until": "2026-12-07T08:30:00+00:00",
        "offered": True,
        "same_key": True,
        "offered_later": False,
        "later": "Quick unlock is off or has expired. Type the passphrase.",
        "left_behind": False,
    }


@pytest.mark.skipif("dbus-run-session" in MISSING, reason="dbus-run-session is not installed")
def test_given_a_bus_without_a_secret_service_then_no_keyring_is_found(tmp_path: Path) -> None:
    """Services that a bus could start lie in the system's folders: this one is shown none."""
    config = tmp_path / "bus.conf"
    config.write_text(
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context='default'>"
        "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>"
        "</policy></busconfig>",
        encoding="utf-8",
    )
    script = "from core.crypto.quick_unlock import find_secret_store; print(find_secret_store())"
    done = subprocess.run(
        ["dbus-run-session", f"--config-file={config}", "--", sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert done.stdout.strip() == "None"
