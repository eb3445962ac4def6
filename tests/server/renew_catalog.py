"""Writes migrations/server/catalog.txt anew (`python -m tests.server.renew_catalog`), to be reviewed."""

import tempfile
from pathlib import Path

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.server import catalog
from tests.plugins_pg import new_clinic


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pazpaz-pg-") as folder:
        Path(folder).chmod(0o711)  # the server runs as an OS user of its own
        server = EmbeddedServer(Path(folder, "data"), major=18, fast=True)
        server.start()
        try:
            _write(server)
        finally:
            server.destroy()


def _write(server: EmbeddedServer) -> None:
    clinic = new_clinic(server)
    with operator(clinic.url) as db:
        lines = catalog.catalog(db)
    Path(catalog.__file__).with_name("catalog.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
