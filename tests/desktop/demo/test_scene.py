"""The demo's stage: the server and both laptops hold the same whole practice, and it is kept."""

import io
from datetime import timedelta

import pytest

from core.domain.clock import SystemClock
from core.domain.errors import StoreBusy, UserError
from core.domain.registry import TABLES
from core.store.database.facts import get_fact
from core.store.vault.listing import list_vaults
from desktop.demo.launcher import has_display
from desktop.demo.stage import DATABASE, DemoStage, set_up
from desktop.session.console import Console
from desktop.session.open_practice import OpenPractice
from desktop.session.sample.marking import PASSPHRASE
from desktop.terminal.main import main
from migrations.operate.connection import operator
from migrations.operate.status import status
from sync.enrolment import identity_store

CLOCK = SystemClock()


def _counts(opened: OpenPractice) -> dict[str, int]:
    with opened.store.read() as db:
        return {
            table.name: db.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one()
            for table in TABLES
        }


def test_both_laptops_and_the_server_hold_everything(scene: DemoStage) -> None:
    with scene.open(scene.laptop_a, CLOCK) as a:
        here = _counts(a)
        assert a.practice.waiting() == 0
    with scene.open(scene.laptop_b, CLOCK) as b:
        assert _counts(b) == here
        assert b.practice.waiting() == 0
        assert b.me.device_id != a_device(scene)
    assert here["clients"] == 60
    assert here["sessions"] == 600
    assert here["session_versions"] == 596
    assert here["note_templates"] == 3
    assert here["text_snippets"] == 4
    assert here["measures"] > 40
    assert here["body_marks"] > 40
    assert here["appointments"] > 1000
    (workspace,) = status(scene.server.url(DATABASE)).workspaces
    assert workspace.seq >= sum(here.values())
    assert workspace.devices == 2


def a_device(scene: DemoStage) -> object:
    with scene.open(scene.laptop_a, CLOCK) as a:
        return a.me.device_id


def test_what_the_server_holds_of_notes_is_ciphertext(scene: DemoStage) -> None:
    import sqlalchemy as sa  # noqa: PLC0415 - this test alone looks into the server

    with operator(scene.server.url(DATABASE, superuser=True)) as db:
        (cell,) = db.execute(sa.text("SELECT subjective FROM pz.sessions LIMIT 1")).one()
    assert bytes(cell).startswith(b"v1:")


def test_the_past_happened_at_its_own_time(scene: DemoStage) -> None:
    with scene.open(scene.laptop_a, CLOCK) as a:
        summaries = a.practice.notes.recent(1000)
        now = CLOCK.now()
    finals = [one.note for one in summaries if one.note.finalized_at]
    assert finals
    for note in finals:
        assert note.finalized_at is not None
        assert timedelta(0) < note.finalized_at - note.session_date < timedelta(hours=3)
        assert note.signature is not None
    assert min(note.session_date for note in finals) < now - timedelta(days=300)


def test_demo_data_connects_to_no_other_server(scene: DemoStage) -> None:
    for laptop in (scene.laptop_a, scene.laptop_b):
        with scene.open(laptop, CLOCK) as opened, opened.store.read() as db:
            assert get_fact(db, identity_store.ONLY_DEMO) is not None
    secret = scene.home / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    err = io.StringIO()
    arguments = ["--home", str(scene.laptop_a), "--passphrase-file", str(secret), "connect"]
    assert main(arguments, console=Console(io.StringIO(), err, io.StringIO())) == 1
    assert "demo practice" in err.getvalue()
    secret.unlink()


def test_the_next_run_finds_what_was_left(scene: DemoStage) -> None:
    before = list_vaults(scene.laptop_a)
    told: list[str] = []
    again = set_up(scene.home, CLOCK, lambda what, _done, _of: told.append(what))
    assert told == []
    assert list_vaults(again.laptop_a) == before


def test_a_server_on_another_port_is_followed(scene: DemoStage) -> None:
    with scene.open(scene.laptop_a, CLOCK) as a, a.store.write() as db:
        identity_store.write_facts(
            db, {identity_store.SERVER: b'{"host": "127.0.0.1", "port": 1, "dbname": "x"}'}
        )
    marker = scene.home / "demo.json"
    marker.write_text('{"format": 1, "complete": true, "port": 1}', encoding="utf-8")
    set_up(scene.home, CLOCK, lambda *_: None)
    with scene.open(scene.laptop_a, CLOCK) as a:
        assert a.require_enrolment().place == scene.place


def test_it_is_not_made_anew_while_a_laptop_is_open(scene: DemoStage) -> None:
    with scene.open(scene.laptop_b, CLOCK):
        with pytest.raises(StoreBusy):
            set_up(scene.home, CLOCK, lambda *_: None, fresh=True)
        assert scene.server.status().running
    assert list_vaults(scene.laptop_a)


def test_a_folder_with_something_else_is_not_touched(scene: DemoStage) -> None:
    folder = scene.home / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="holds something else"):
        set_up(folder, CLOCK, lambda *_: None, fresh=True)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_window_is_opened_where_there_is_a_display(
    environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert has_display(environment, platform) is shown
