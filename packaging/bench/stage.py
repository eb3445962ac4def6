"""What the cases share: a folder, a server with fsync on, and data that is made once, when first needed."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from big import WEEKS, Big
from clinic import Clinic, Row
from scale import Scale
from texts import Prose

from core.domain.ids import Uuid7Source
from migrations.operate.embedded import EmbeddedServer

NOTES = 10_000
NOTE_FIELD_CHARS = 5_000
SHORT_NOTES = 50_000
SHORT_FIELD_CHARS = 250
EDITED = 1_000
MANY = 100_000
CLIENTS = 10_000
APPOINTMENTS = 100_000
_FIRST = datetime(2017, 1, 2, 8, 0, tzinfo=UTC)


class Stage:
    """Use with `with`: everything goes when the block ends."""

    def __init__(self, scale: Scale, *, quiet: bool = False) -> None:
        self.scale = scale
        self._quiet = quiet
        self._clinics: list[Clinic] = []

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="pazpaz-bench-"))
        self.folder.chmod(0o711)  # the server runs as an OS user of its own
        return self

    def __exit__(self, *_: object) -> None:
        for clinic in self._clinics:
            clinic.close()
        if "big" in self.__dict__:
            self.big.close()
        if "server" in self.__dict__:
            self.server.destroy()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Says on stderr how long a part of the run took."""
        start = time.perf_counter()
        yield
        if not self._quiet:
            sys.stderr.write(f"  {name}: {time.perf_counter() - start:.1f} s\n")

    @cached_property
    def server(self) -> EmbeddedServer:
        server = EmbeddedServer(self.folder / "server", major=18)
        server.start()
        return server

    @cached_property
    def full_notes(self) -> Clinic:
        """Notes of 4 x 5,000 characters in a clinic and on laptop `a`."""
        return self._clinic("full_notes", self._notes(self.scale.of(NOTES), NOTE_FIELD_CHARS))

    @cached_property
    def short_notes(self) -> Clinic:
        """Notes of 1 kB."""
        return self._clinic("short_notes", self._notes(self.scale.of(SHORT_NOTES), SHORT_FIELD_CHARS))

    @cached_property
    def clients(self) -> Clinic:
        """Clients for edits to travel between two laptops."""
        return self._clinic("clients", self._people(self.scale.of(EDITED)))

    @cached_property
    def many(self) -> Clinic:
        """100,000 short rows in a clinic."""
        return self._clinic("many", self._people(self.scale.of(MANY)))

    @cached_property
    def big(self) -> Big:
        """A practice of ten years on this device alone."""
        with self.phase("made the large practice"):
            return Big(self.folder / "big", self.scale.of(CLIENTS), self.scale.of(APPOINTMENTS, WEEKS * 2))

    def _clinic(self, name: str, rows: Iterable[Row]) -> Clinic:
        server = self.server
        with self.phase(f"{name}: enrolled two laptops"):
            clinic = Clinic(server, self.folder / name, name)
        self._clinics.append(clinic)
        with self.phase(f"{name}: wrote the rows"):
            count = clinic.write(rows)
        with self.phase(f"{name}: pushed {count} rows"):
            outcome = clinic.a.sync()
        if outcome.pushed < count or outcome.waiting:
            raise RuntimeError(f"only {outcome.pushed} of {count} rows arrived")
        with clinic.postgres() as server_side:
            server_side.execute("VACUUM ANALYZE")
            server_side.execute("CHECKPOINT")
        return clinic

    def _people(self, count: int) -> Iterator[Row]:
        prose = Prose(3)
        for number in range(count):
            yield Row("clients", {"first_name": "Ann", "last_name": f"Nr {number}", "notes": prose.text(200)})

    def _notes(self, count: int, field_chars: int) -> Iterator[Row]:
        prose, ids = Prose(2), Uuid7Source()
        clients = [ids.new() for _ in range(max(1, count // 20))]
        for client_id in clients:
            yield Row("clients", {"first_name": "Ann", "last_name": client_id.hex[-6:]}, client_id)
        for number in range(count):
            fields = ("subjective", "objective", "assessment", "plan")
            texts = {name: prose.text(field_chars) for name in fields}
            when = _FIRST + timedelta(hours=number)
            yield Row(
                "sessions", {"client_id": clients[number % len(clients)], "session_date": when, **texts}
            )
