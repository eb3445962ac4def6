"""A process (`python -m tests.sync.killed_carrier`) that carries files and kills itself at a chunk."""

import json
import os
import signal
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.crypto.keys import DeviceKeys
from core.domain.clock import SystemClock
from core.domain.ids import DeviceId, UserId, WorkspaceId
from core.store.attachments.chunk_store import Files
from core.store.database.engine import Store
from sync.files.session import FileSession
from sync.keys.keychain import Identity
from sync.postgres.files import PostgresFiles
from sync.postgres.transport import ServerAddress
from tests.sync.laptops import KEY, Laptop


def told(laptop: Laptop, address: ServerAddress, piece: int, dies: str, at: int) -> str:
    """What the process reads on stdin; it dies when `dies` (put, get or keep) is called the `at`-th time."""
    me = laptop.identity
    return json.dumps(
        {
            "store": str(laptop.store.path),
            "ids": [me.workspace_id.hex, me.user_id.hex, me.device_id.hex],
            "keys": [me.keys.to_bytes().hex(), me.root_pub.hex()],
            "address": [address.host, address.port, address.dbname, address.login_role, address.password],
            "piece": piece,
            "dies": dies,
            "at": at,
        }
    )


def main() -> None:
    given = json.loads(sys.stdin.read())
    workspace, user, device = map(uuid.UUID, given["ids"])
    keys, root = map(bytes.fromhex, given["keys"])
    identity = Identity(
        WorkspaceId(workspace), UserId(user), DeviceId(device), DeviceKeys.from_bytes(keys), root
    )
    host, port, dbname, login, password = given["address"]
    remote = PostgresFiles(
        ServerAddress(host=host, port=port, dbname=dbname, login_role=login, password=password)
    )
    _die_at(given["dies"], given["at"], remote)
    store = Store.open(Path(given["store"]), KEY, SystemClock(), create=False)
    FileSession(store, remote, identity, chunk_bytes=given["piece"]).run_once(
        lambda _event: None, threading.Event()
    )


def _die_at(dies: str, at: int, remote: PostgresFiles) -> None:
    calls = [0]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def count(*given: Any, **named: Any) -> Any:
            result = call(*given, **named)
            calls[0] += 1
            if calls[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return count

    if dies == "keep":
        Files.put = counted(Files.put)  # type: ignore[method-assign]  # dies after a chunk was kept
    else:
        name = f"{dies}_chunk"
        setattr(remote, name, counted(getattr(remote, name)))


if __name__ == "__main__":
    main()
