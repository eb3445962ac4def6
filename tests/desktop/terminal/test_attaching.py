"""Files by commands: attached, listed, saved, deleted, exported and taken back, also by way of a clinic."""

import json
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.clock import SystemClock
from core.store.practice.practice import ClientDraft
from core.store.vault.listing import list_vaults
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.enrolment import identity_store
from sync.enrolment.answers import answer_first, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.requests import ask_to_connect
from tests.core.picture_file.samples import SECRET, jpeg_with, segment, tiff
from tests.desktop.files.telling_pdf import AUTHOR, signed_pdf, telling_pdf
from tests.desktop.terminal.conftest import Terminal, everything_under

CONTENT = b"scan " * 5000
PHOTO = jpeg_with(segment(0xE1, b"Exif\0\0" + tiff(1)))


@pytest.fixture
def practice(laptop: Terminal) -> Terminal:
    laptop.new_practice()
    return laptop


def _client(laptop: Terminal) -> str:
    with laptop.open() as opened:
        return str(opened.practice.clients.add(ClientDraft(first_name="Demo", last_name="Ada")).value.id)


def _attach(laptop: Terminal, client: str, name: str = "knee.png", content: bytes = CONTENT) -> str:
    path = laptop.folder / name
    path.write_bytes(content)
    said = laptop("attach", path, "--client", client, "--caption", "Left", "--json")
    assert said.status == 0, said.err
    return str(said.document["id"])


def test_given_a_file_when_attached_then_it_is_listed_and_saves_as_it_was(practice: Terminal) -> None:
    client = _client(practice)
    made = _attach(practice, client)
    listed = practice("attachments", "--client", client, "--json").document
    (one,) = listed["attachments"]
    assert (one["id"], one["file_name"], one["bytes"]) == (made, "knee.png", len(CONTENT))
    assert (one["where"], one["here"], one["parts"], one["problem"]) == ("here", 1, 1, None)
    assert "on this computer" in practice("attachments").out
    assert practice("attachments", "--client", str(uuid.uuid4())).out == "There are no attachments yet.\n"

    target = practice.folder / "copy.png"
    assert practice("save", made, "--to", target).status == 0
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("content", "options", "metadata", "told"),
    [
        (telling_pdf(), [], "stripped", "Author, title and dates were taken off"),
        (telling_pdf(), ["--original"], "none", ""),
        (signed_pdf(), [], "left", "What it tells about its author could not"),
    ],
    ids=["telling", "original", "signed"],
)
def test_given_a_pdf_when_attached_then_it_tells_what_became_of_its_author(
    practice: Terminal, content: bytes, options: list[str], metadata: str, told: str
) -> None:
    client = _client(practice)
    path, target = practice.folder / "letter.pdf", practice.folder / "copy.pdf"
    path.write_bytes(content)
    assert told in practice("attach", path, "--client", client, *options).out
    said = practice("attach", path, "--client", client, *options, "--json").document
    assert said["metadata"] == metadata
    assert practice("save", said["id"], "--to", target).status == 0
    assert (AUTHOR in target.read_bytes()) == (metadata != "stripped")
    assert (target.read_bytes() == content) == (metadata != "stripped")


@pytest.mark.parametrize(
    ("content", "options", "metadata", "told"),
    [
        (PHOTO, [], "stripped", "Place and camera data were taken off"),
        (PHOTO, ["--original"], "none", ""),
        (PHOTO[:-2], [], "left", "could not be taken off the picture"),
    ],
)
def test_given_a_photo_when_attached_then_it_tells_what_became_of_its_place_and_camera(
    practice: Terminal, content: bytes, options: list[str], metadata: str, told: str
) -> None:
    client = _client(practice)
    path, target = practice.folder / "knee.jpg", practice.folder / "copy.jpg"
    path.write_bytes(content)
    assert told in practice("attach", path, "--client", client, *options).out
    said = practice("attach", path, "--client", client, *options, "--json").document
    assert said["metadata"] == metadata
    assert practice("save", said["id"], "--to", target).status == 0
    assert (SECRET in target.read_bytes()) == (metadata != "stripped")


def test_given_a_name_that_would_steer_the_terminal_when_listed_then_only_its_letters_are_printed(
    practice: Terminal,
) -> None:
    _attach(practice, _client(practice))
    with practice.open() as opened, opened.store.write() as db:
        name = "\x1b[2J\r\u202egnp.knee.png"
        db.exec_driver_sql("UPDATE session_attachments SET file_name = ?", (name,))
    assert practice("attachments").out.endswith("  [2Jgnp.knee.png\n")


def test_given_a_mistake_when_attached_then_it_is_told_in_a_sentence(practice: Terminal) -> None:
    client = _client(practice)
    assert "no such file" in practice("attach", "nowhere.png", "--client", client).refusal()
    empty = practice.file("empty.txt", "")
    assert "empty" in practice("attach", empty, "--client", client).refusal()
    full, nobody = practice.file("a.txt", "a"), str(uuid.uuid4())
    assert "not here" in practice("attach", full, "--client", nobody).refusal()
    assert "not an id" in practice("save", "knee.png", "--to", "x").refusal()
    assert "not here" in practice("save", str(uuid.uuid4()), "--to", "x").refusal()


def test_given_an_attachment_when_detached_then_it_can_be_brought_back(practice: Terminal) -> None:
    made = _attach(practice, _client(practice))
    assert practice("detach", made).status == 0
    assert practice("attachments", "--json").document["attachments"] == []
    assert practice("detach", made, "--undo").status == 0
    assert practice("attachments", "--json").document["attachments"][0]["id"] == made


def test_given_attachments_when_exported_and_imported_elsewhere_then_they_read_the_same(
    practice: Terminal, other_laptop: Terminal, tmp_path: Path
) -> None:
    client = _client(practice)
    made, gone = _attach(practice, client), _attach(practice, client, "gone.pdf", b"gone")
    practice("detach", gone)
    out = tmp_path / "out"
    said = practice("export", "--to", out, "--json").document
    assert set(said["files"]) >= {f"attachments/{made}.png", "session_attachments.jsonl"}
    assert (out / "attachments" / f"{made}.png").read_bytes() == CONTENT
    assert not list((out / "attachments").glob(f"{gone}*"))

    other_laptop.new_practice()
    assert other_laptop("import", out, "--dry-run").status == 0
    assert other_laptop("attachments", "--json").document["attachments"] == []
    files = list_vaults(other_laptop.home)[0].path / "files"
    assert everything_under(files) == {}
    assert other_laptop("import", out).status == 0, other_laptop("import", out).err

    (one,) = other_laptop("attachments", "--json").document["attachments"]
    assert (one["id"], one["caption"]) == (made, "Left")
    assert other_laptop("save", made, "--to", tmp_path / "copy").status == 0
    assert (tmp_path / "copy").read_bytes() == CONTENT
    assert other_laptop("import", out, "--json").document["created"] == 0


def test_given_an_export_without_a_file_when_imported_then_its_line_is_named(
    practice: Terminal, other_laptop: Terminal, tmp_path: Path
) -> None:
    made = _attach(practice, _client(practice))
    practice("export", "--to", tmp_path / "out")
    (tmp_path / "out" / "attachments" / f"{made}.png").unlink()
    other_laptop.new_practice()
    refused = other_laptop("import", tmp_path / "out").refusal()
    assert "session_attachments.jsonl, line 1" in refused
    assert other_laptop("attachments", "--json").document["attachments"] == []


def test_given_a_backup_when_restored_then_its_files_open(practice: Terminal, tmp_path: Path) -> None:
    made = _attach(practice, _client(practice))
    practice("backup", "--to", tmp_path / "monday.pazpaz")
    restored = Terminal(tmp_path / "restored")
    assert restored("restore", tmp_path / "monday.pazpaz").status == 0
    assert restored("save", made, "--to", tmp_path / "copy").status == 0
    assert (tmp_path / "copy").read_bytes() == CONTENT


def test_given_a_damaged_file_when_the_doctor_looks_then_it_says_so(
    practice: Terminal, tmp_path: Path
) -> None:
    made = _attach(practice, _client(practice))
    assert practice("doctor", "--offline").status == 0
    path = next((list_vaults(practice.home)[0].path / "files").rglob("000000"))
    path.write_bytes(path.read_bytes()[:-1])
    said = practice("doctor", "--offline", "--json")
    assert said.status == 1
    bad = [one for one in json.loads(said.out.splitlines()[0])["findings"] if not one["ok"]]
    assert [one["name"] for one in bad] == ["files"]
    assert "damaged here" in practice("attachments").out
    report = practice("export", "--to", tmp_path / "out")
    assert "left out" in report.out
    assert made in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")


@pytest.fixture
def clinic(pg18: EmbeddedServer, practice: Terminal) -> sa.URL:
    """A database that the laptop's practice is connected to."""
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}")
    install(url, create_database=True)
    with practice.open() as opened:
        with opened.store.write() as db:
            request, _ = ask_to_connect(db, "Laptop A", SystemClock())
        init(url, first_device(request))
        place = ServerPlace(host=pg18.host, port=pg18.port, dbname=url.database or "")
        complete(opened.store, answer_first(request, place), identity_store.remote_at)
    return url


def test_given_files_from_before_the_clinic_when_synced_then_they_are_there_under_the_same_address(
    pg18: EmbeddedServer, practice: Terminal, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    made = _attach(practice, _client(practice))
    url: sa.URL = request.getfixturevalue("clinic")
    said = practice("sync", "--no-files", "--json").document
    assert said["files"]["sent"] == 0
    said = practice("sync", "--json").document
    assert said["files"] == {"sent": 1, "received": 0, "waiting": 0, "unusable": 0}
    assert practice("attachments", "--json").document["attachments"][0]["where"] == "both"
    with operator(pg18.url(url.database or "", superuser=True)) as db:
        same = "SELECT a.id FROM pz.session_attachments a JOIN pz.blob_chunks USING (workspace_id, blob_key)"
        assert [str(row_id) for row_id in db.scalars(sa.text(same))] == [made]

    with practice.open() as opened:
        opened.practice.contents.release(opened.practice.attachments.all()[0].row.id)
    assert practice("sync").status == 0
    assert "in the clinic" in practice("attachments").out
    assert "left out" in practice("export", "--to", tmp_path / "out").out
    assert practice("save", made, "--to", tmp_path / "copy").status == 0
    assert (tmp_path / "copy").read_bytes() == CONTENT
    assert practice("attachments", "--send-again", made).status == 0
    assert practice("attachments", "--keep-all", "on", "--json").document["keeps_all"] is True
    assert "nothing is waiting" in practice("sync").out
