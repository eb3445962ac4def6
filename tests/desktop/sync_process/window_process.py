"""A process (`python -m tests.desktop.sync_process.window_process HOME PASSPHRASE`) that will be killed.

It opens a practice and syncs it as a window does, and tells once a pass has begun which process does so.
"""

import sys
import threading
from pathlib import Path

from core.domain.clock import SystemClock
from core.store.vault.listing import list_vaults
from desktop.session.open_practice import open_practice
from desktop.session.sync_process.process_engine import ProcessEngine
from sync.engine import SyncEngine
from sync.events import RowsChanged, SyncEvent


def main(home: str, passphrase: str) -> None:
    opened = open_practice(list_vaults(Path(home))[0].path, passphrase, SystemClock())
    begun = threading.Event()

    def listen(event: SyncEvent) -> None:
        if isinstance(event, RowsChanged):
            begun.set()

    def in_place() -> SyncEngine:
        raise RuntimeError("a process could be started")

    engine = ProcessEngine(opened, listen, in_place)
    engine.start()
    assert begun.wait(120.0), "rows arrive"
    assert engine.link is not None
    print(engine.link.pid, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
