"""PgBouncer in session mode before a PostgreSQL of ours; everything that connects goes through it."""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from typing_extensions import override

from migrations.operate.embedded import SUPERUSER, EmbeddedServer

PROGRAM = "pgbouncer"
_SETTINGS = {
    "listen_addr": "127.0.0.1",
    "unix_socket_dir": "",
    "pool_mode": "session",
    "auth_type": "scram-sha-256",
    "auth_user": SUPERUSER,
    "auth_query": "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = $1",
    "ignore_startup_parameters": "options",
    "max_client_conn": "200",
    "default_pool_size": "20",
    "server_idle_timeout": "1",
}


def is_installed() -> bool:
    return shutil.which(PROGRAM) is not None


class PooledServer(EmbeddedServer):
    """Its port is the pooler's, for devices and operators alike. `tls`: certificate files for clients."""

    tls: dict[str, Path] | None = None
    _pooler: "subprocess.Popen[bytes] | None" = None
    _pooler_port = 0

    @property
    @override
    def port(self) -> int:
        return self._pooler_port or self.own_port

    @property
    def own_port(self) -> int:
        """Past the pooler."""
        return self.status().port

    def pool(self) -> None:
        """From now on everybody is sent to the pooler."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        folder = self.cluster_dir.with_name("pooler")
        self._user.make_dir(folder)
        config = self._write(folder, port)
        command = [PROGRAM, "-q", str(config)]
        options = self._user.subprocess_options()
        self._pooler = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder, **options)
        self._wait(port)
        self._pooler_port = port

    def _write(self, folder: Path, port: int) -> Path:
        users = folder / "users.txt"
        users.write_text(f'"{SUPERUSER}" "{self._secrets()[SUPERUSER]}"\n', encoding="ascii")
        settings = _SETTINGS | {"listen_port": str(port), "auth_file": str(users)}
        settings |= {"logfile": str(folder / "pooler.log")}
        if self.tls is not None:
            settings |= {"client_tls_sslmode": "require"}
            settings |= {f"client_tls_{name}_file": str(path) for name, path in self.tls.items()}
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        config = folder / "pooler.ini"
        config.write_text(
            f"[databases]\n* = host=127.0.0.1 port={self.own_port}\n[pgbouncer]\n{lines}", encoding="ascii"
        )
        for path in (users, config):
            path.chmod(0o600)
            self._user.give(path)
        return config

    def _wait(self, port: int) -> None:
        while self._pooler is not None and self._pooler.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except ConnectionRefusedError:
                os.sched_yield()
            else:
                return
        raise AssertionError("the pooler did not start")

    @override
    def destroy(self) -> None:
        if self._pooler is not None:
            self._pooler.send_signal(signal.SIGTERM)
            self._pooler.wait()
            self._pooler_port = 0
        super().destroy()
