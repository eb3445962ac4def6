"""`pazpaz audit verify` and the doctor, with a real server whose superuser changes the trail."""

import uuid

import pytest
import sqlalchemy as sa

from core.domain.clock import SystemClock
from core.domain.enums import AuditAction
from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.init import init, install
from sync.enrolment import identity_store
from sync.enrolment.answers import answer_first, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import ServerPlace
from sync.enrolment.requests import ask_to_connect
from tests.desktop.terminal.conftest import Terminal

SHORTER = (
    "DELETE FROM pz.audit_events WHERE chain_no > 1; UPDATE pz.audit_head h SET (chain_no, hash) ="
    " (SELECT e.chain_no, e.hash FROM pz.audit_events e WHERE e.workspace_id = h.workspace_id)"
)
OTHERWISE = "UPDATE pz.audit_events SET action = 'NOTHING' WHERE chain_no = 2"


@pytest.fixture
def database(pg18: EmbeddedServer, laptop: Terminal) -> sa.URL:
    """A database where the laptop's practice has left six events."""
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}")
    install(url, create_database=True)
    laptop.new_practice()
    with laptop.open() as opened:
        with opened.store.write() as db:
            request, _ = ask_to_connect(db, "Laptop A", SystemClock())
        init(url, first_device(request))
        place = ServerPlace(host=pg18.host, port=pg18.port, dbname=url.database or "")
        complete(opened.store, answer_first(request, place), identity_store.remote_at)
        for _ in range(6):
            opened.practice.audit.record(AuditAction.READ, "client.view")
        opened.sync_once(lambda _: None)
    return url


def tamper(server: EmbeddedServer, url: sa.URL, statements: str) -> None:
    with operator(server.url(url.database or "", superuser=True)) as db:
        db.execute(sa.text("SET LOCAL session_replication_role = replica"))
        for statement in statements.split("; "):
            db.execute(sa.text(statement))


def finding(laptop: Terminal, name: str) -> dict[str, object]:
    found = laptop("--json", "doctor", "--offline").documents[0]["findings"]
    return next(each for each in found if each["name"] == name)


def test_given_a_trail_that_nobody_touched_when_verified_then_it_is_whole(
    laptop: Terminal, database: sa.URL
) -> None:
    said = laptop("--json", "audit", "verify")
    assert said.status == 0
    found = said.document
    links = found.pop("links")
    assert found == {
        "ok": True, "witnesses": 1, "broken_at": None, "differs": [], "missing": 0, "unlike": []
    }  # fmt: skip
    assert links >= 6
    assert "The audit trail is whole" in laptop("audit", "verify").out
    assert finding(laptop, "audit trail")["ok"] is True


def test_given_a_trail_that_was_cut_when_verified_then_what_is_missing_is_counted(
    laptop: Terminal, database: sa.URL, pg18: EmbeddedServer
) -> None:
    links = laptop("--json", "audit", "verify").document["links"]
    tamper(pg18, database, SHORTER)
    said = laptop("--json", "audit", "verify")
    assert said.status == 1
    found, refusal = said.documents
    assert (found["links"], found["missing"], found["unlike"]) == (1, links - 1, [links])
    assert refusal["code"] == "audit_broken"
    assert "pazpaz server restore" in laptop("audit", "verify").refusal()


def test_given_an_event_that_was_changed_when_verified_then_its_number_is_named(
    laptop: Terminal, database: sa.URL, pg18: EmbeddedServer
) -> None:
    tamper(pg18, database, OTHERWISE)
    said = laptop("--json", "audit", "verify")
    assert said.documents[0]["broken_at"] == 2
    assert "Event 2 is missing or was changed" in laptop("audit", "verify").out


def test_given_a_trail_that_was_cut_when_synced_then_the_doctor_says_so_until_it_is_put_away(
    laptop: Terminal, database: sa.URL, pg18: EmbeddedServer
) -> None:
    tamper(pg18, database, SHORTER)
    assert laptop("sync").status == 0
    assert finding(laptop, "audit trail")["ok"] is False
    with laptop.open() as opened:
        (item,) = opened.practice.inbox.items()
        opened.practice.inbox.dismiss(item.id)
    assert finding(laptop, "audit trail")["ok"] is True


def test_given_no_clinic_when_verified_then_it_says_what_to_do(laptop: Terminal) -> None:
    laptop.new_practice()
    assert laptop("audit", "verify").refusal()
