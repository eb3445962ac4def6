"""Quick unlock with a real Secret Service on its own bus: python -m tests.desktop.secret_service FOLDER

Prints what happened, one JSON object. The keyring lies in FOLDER too; nothing of the person's own is touched.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from core.crypto.kdf import KdfParams
from core.crypto.quick_unlock import find_secret_store
from core.domain.clock import FixedClock
from core.domain.errors import UserError
from core.store.vault.quick_unlock import USUAL
from desktop.session.backend import ProgramBackend
from desktop.session.open_practice import PracticeDetails, create_practice, open_practice
from desktop.session.quick_unlock import QuickUnlock

PASSPHRASE = "purple kettles drift past the harbour"
DAEMON = "gnome-keyring-daemon"
NAME = "org.freedesktop.secrets"
_PATIENCE_S = 60


def main(folder: Path) -> dict[str, object]:
    _start(folder)
    clock = FixedClock(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    home, fast = folder / "home", KdfParams.FAST_FOR_TESTS
    details = PracticeDetails(name="Invented", therapist="Dana Demoson")
    opened, _ = create_practice(home, PASSPHRASE, details, clock, kdf=fast)
    with opened:
        path = opened.vault.path
        before = QuickUnlock(opened.vault, clock).state()
        on = QuickUnlock(opened.vault, clock).turn_on()
        key = opened.vault.db_key
    door = ProgramBackend(home, clock, fast)
    told: dict[str, object] = {
        "keyring": getattr(find_secret_store(), "name", None),
        "obstacle": before.obstacle,
        "until": on.until.isoformat() if on.until else None,
        "offered": door.opens_quickly(path),
    }
    with door.open_quickly(path) as again:
        told["same_key"] = again.vault.db_key == key
    clock.advance(USUAL)
    told |= {"offered_later": door.opens_quickly(path), "later": _refusal(lambda: door.open_quickly(path))}
    with open_practice(path, PASSPHRASE, clock) as practice:
        QuickUnlock(practice.vault, clock).turn_on()
        QuickUnlock(practice.vault, clock).turn_off()
    secrets = find_secret_store()
    told["left_behind"] = secrets is not None and secrets.get(path.name) is not None
    return told


def _start(folder: Path) -> None:
    """The daemon with its keyring unlocked, once it has its name; it ends with the bus."""
    changed = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
    changed.add_arg_condition(0, NAME)
    with open_dbus_connection("SESSION") as connection, connection.filter(changed) as news:
        bus = Proxy(message_bus, connection)
        bus.AddMatch(changed)
        subprocess.run(
            [DAEMON, "--unlock", "--components=secrets", "--control-directory", str(folder / "control")],
            input="a login password",
            capture_output=True,
            text=True,
            check=True,
        )
        if not bus.NameHasOwner(NAME)[0]:
            connection.recv_until_filtered(news, timeout=_PATIENCE_S)


def _refusal(work: Callable[[], object]) -> str:
    try:
        work()
    except UserError as error:
        return error.sentence
    return ""


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
