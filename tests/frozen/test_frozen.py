"""What earlier versions wrote opens in this one: a vault on a disk, its paper, a backup, a clinic's dump."""

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import SignatureState
from core.domain.ids import AppointmentId, ClientId, NoteId
from core.store.vault.vault import open_with_either
from desktop.session.open_practice import OpenPractice, practice_of
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.restore import restore
from tests.desktop.terminal.conftest import Terminal
from tests.frozen.make import FROZEN, START

VERSIONS = sorted(path.name for path in FROZEN.iterdir())


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest) -> Path:
    return FROZEN / str(request.param)


@pytest.fixture
def told(frozen: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((frozen / "told.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def laptop(frozen: Path, tmp_path: Path) -> Terminal:
    """The vault as it lay on that version's disk, on a computer of today."""
    laptop = Terminal(tmp_path / "laptop", FixedClock(START))
    shutil.copytree(frozen / "vaults", laptop.home / "vaults", copy_function=shutil.copyfile)
    for path in laptop.home.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return laptop


def holds(opened: OpenPractice, told: dict[str, Any]) -> None:
    """All of it is there, reads as it was written, and its signatures hold."""
    practice = opened.practice
    client = practice.clients.get(ClientId(UUID(told["client"])))
    assert (client.first_name, client.last_name, client.tags) == ("רקפת", "Sampleton", ("ספורט", "back"))
    assert client.alerts == "Allergic to latex; not sent yet."
    assert practice.appointments.get(AppointmentId(UUID(told["appointment"]))).client_id == client.id
    signed, draft = NoteId(UUID(told["signed"])), NoteId(UUID(told["draft"]))
    assert practice.notes.get(signed).subjective == "Slept badly."
    assert [each.plan for each in practice.notes.versions(signed)] == ["הליכה יומית", "הליכה יומית, twice"]
    assert practice.notes.get(draft).objective == "Walks well."
    assert practice.notes.signature_states() == Counter({SignatureState.VERIFIED: 2})


def saves_its_file(laptop: Terminal, told: dict[str, Any]) -> None:
    (listed,) = laptop("attachments", "--json").document["attachments"]
    target = laptop.folder / "saved.txt"
    assert laptop("save", listed["id"], "--to", target).status == 0
    assert hashlib.sha256(target.read_bytes()).hexdigest() == told["file"]


def test_given_a_vault_of_an_earlier_version_when_opened_then_everything_is_there(
    laptop: Terminal, told: dict[str, Any]
) -> None:
    with laptop.open() as opened:
        holds(opened, told)
        assert opened.practice.waiting() == told["waiting"]
    saves_its_file(laptop, told)


def test_given_its_recovery_paper_when_typed_then_it_opens_too(
    laptop: Terminal, told: dict[str, Any]
) -> None:
    (path,) = (laptop.home / "vaults").iterdir()
    with practice_of(open_with_either(path, told["recovery_code"]), laptop.clock) as opened:
        holds(opened, told)


def test_given_a_backup_of_an_earlier_version_when_restored_then_everything_is_there(
    frozen: Path, told: dict[str, Any], tmp_path: Path
) -> None:
    laptop = Terminal(tmp_path / "new", FixedClock(START))
    assert laptop("restore", frozen / "practice.pazpaz").status == 0
    with laptop.open() as opened:
        holds(opened, told)


def test_given_a_clinics_dump_of_an_earlier_version_when_restored_then_its_rows_are_there(
    frozen: Path, any_server: EmbeddedServer, tmp_path: Path
) -> None:
    url = any_server.url("clinic_frozen_back")

    restore(url, frozen / "clinic.backup", lambda *_: None, create_database=True)

    with operator(any_server.url("clinic_frozen_back", superuser=True)) as db:
        tables = ("clients", "appointments", "sessions", "session_versions", "session_attachments")
        counts = [db.exec_driver_sql(f"SELECT count(*) FROM pz.{name}").scalar_one() for name in tables]
    assert counts == [1, 1, 2, 2, 1]
