"""Freezes what this version writes, for every later version to open: `python -m tests.frozen.make`.

Once for each release, into tests/data/frozen/VERSION: a vault as it lies on a disk, a backup of it, and a
dump of the clinic that it belongs to. What is frozen is never made anew: a later program opens it as it is.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.domain.clock import FixedClock
from core.domain.enums import LocationType
from core.domain.ids import ClientId
from core.domain.new_rows import AppointmentDraft, ClientDraft, LocationDraft, ServiceDraft
from core.store.practice.practice import Practice
from migrations.operate.embedded import EmbeddedServer
from tests.desktop.terminal.conftest import Operator, Terminal, connect, everything_under

FROZEN = Path(__file__).parents[1] / "data" / "frozen"
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
CONTENT = b"Gait: even.\n" * 400


def main() -> int:
    target = FROZEN / version("pazpaz-desktop")
    if target.exists():
        print(f"{target.name} is frozen already; what is frozen stays as it is.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        _freeze(Path(folder), target)
    print(target)
    return 0


def _freeze(folder: Path, target: Path) -> None:
    server = EmbeddedServer(folder / "server", major=16, fast=True)
    server.start()
    try:
        clock = FixedClock(START)
        laptop, operator = Terminal(folder / "laptop", clock), _operator(folder, server)
        code = laptop.new_practice("--json").document["recovery_code"]
        with laptop.open() as opened:
            told = _fill(opened.practice, clock)
        _attach(laptop, told["client"])
        connect(laptop, operator)
        _well(laptop("sync"))
        with laptop.open() as opened:
            opened.practice.clients.edit(ClientId(told["client"]), alerts="Allergic to latex; not sent yet.")
            told["waiting"] = opened.practice.waiting()
        target.mkdir(parents=True)
        _well(laptop("backup", "--to", target / "practice.pazpaz"))
        _well(operator("backup", "--to", target / "clinic.backup"))
        for name, content in everything_under(laptop.home / "vaults").items():
            (target / "vaults" / name).parent.mkdir(parents=True, exist_ok=True)
            (target / "vaults" / name).write_bytes(content)
        told |= {"recovery_code": code, "file": hashlib.sha256(CONTENT).hexdigest()}
        (target / "told.json").write_text(json.dumps(told, indent=2, default=str) + "\n", encoding="utf-8")
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    finally:
        server.destroy()


def _operator(folder: Path, server: EmbeddedServer) -> Operator:
    terminal, url = Terminal(folder / "operator"), server.url("clinic_frozen")
    address = terminal.file("address", url.render_as_string(hide_password=False))
    operator = Operator(terminal, address, url)
    _well(operator("init", "--create-database"))
    return operator


def _fill(practice: Practice, clock: FixedClock) -> dict[str, Any]:
    """A client with a booking, a signed note that was amended, a draft, and words in Hebrew."""
    service = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    room = practice.locations.add(
        LocationDraft(name="Room 1", location_type=LocationType.HOME, address="1 Demo St")
    )
    client = practice.clients.add(
        ClientDraft(first_name="רקפת", last_name="Sampleton", alerts="None known.", tags=("ספורט", "back"))
    ).value
    start = clock.now() + timedelta(days=1)
    booked = practice.appointments.book(
        AppointmentDraft(
            client_id=client.id,
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=50),
            service_id=service.id,
            location_id=room.value.id,
        )
    ).value
    signed = practice.notes.start(client.id).value
    practice.notes.save_draft(signed.id, subjective="Slept badly.", plan="הליכה יומית")
    practice.notes.finalize(signed.id)
    clock.advance(timedelta(minutes=5))
    practice.notes.amend(signed.id, "A word was missing.", plan="הליכה יומית, twice")
    draft = practice.notes.start(client.id).value
    practice.notes.save_draft(draft.id, objective="Walks well.")
    return {"client": client.id, "appointment": booked.id, "signed": signed.id, "draft": draft.id}


def _attach(laptop: Terminal, client: object) -> None:
    path = laptop.folder / "gait.txt"
    path.write_bytes(CONTENT)
    _well(laptop("attach", path, "--client", str(client)))


def _well(said: object) -> None:
    if getattr(said, "status", 1) != 0:
        raise RuntimeError(f"a command failed: {said}")


if __name__ == "__main__":
    sys.exit(main())
