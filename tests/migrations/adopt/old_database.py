"""A PazPaz database as a takeover finds it, filled with invented people."""

import json
import random
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from migrations.server.programs import execute

DATA = Path(__file__).parents[2] / "data" / "pazpaz_430584776d5b"
MASTER = bytes(range(32))
START = datetime(2024, 1, 7, 8, 0, tzinfo=UTC)
DANA = "dana@example.invalid"
_KEEPING = """CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit events stay'; END $$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION keep_audit()"""
_WORDS = ("pain", "knee", "גב תחתון", "slept", "walks", "כתף", "sore", "better", "é", "😀", "exercise")


def vectors() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((DATA / "cells.json").read_text(encoding="utf-8"))
    return found


def cell(text: str | None, nonce: bytes, *, labelled: bool = False) -> bytes | None:
    """As the old program sealed: no AAD, later with a label in front."""
    if text is None:
        return None
    sealed = nonce + AESGCM(MASTER).encrypt(nonce, text.encode(), None)
    return b"v1:" + sealed if labelled else sealed


class OldDatabase:
    """Tables of revision 430584776d5b. Values by column name; `insert` fills in what every row has."""

    def __init__(self, server: EmbeddedServer, seed: int = 7) -> None:
        self.server, self.name = server, f"old_{uuid.uuid4().hex[:12]}"
        self.rnd = random.Random(seed)  # noqa: S311 - a database that repeats itself
        self.url = server.url(self.name)
        self._moment = START
        self.inserted: dict[str, list[dict[str, Any]]] = {}
        self.texts: dict[uuid.UUID, tuple[str | None, ...]] = {}
        """What each note says, by its id."""
        with operator(server.url(), autocommit=True) as db:
            execute(db, f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
        self.run((DATA / "tables.sql").read_text(encoding="utf-8"))
        self.run("INSERT INTO alembic_version VALUES ('430584776d5b')")
        self.run(_KEEPING)

    def run(self, statements: str) -> None:
        with operator(self.url) as db:
            execute(db, statements)

    def id(self) -> uuid.UUID:
        return uuid.UUID(int=self.rnd.getrandbits(128), version=4)

    def nonce(self) -> bytes:
        """Every fourth one begins like something that it is not."""
        raw = self.rnd.randbytes(12)
        return self.rnd.choice((b"v1:" + raw[3:], raw[:4] + b":" + raw[5:], raw, raw))

    def words(self, most: int = 12) -> str:
        return " ".join(self.rnd.choices(_WORDS, k=self.rnd.randint(1, most)))

    def insert(self, table: str, **values: Any) -> uuid.UUID:
        self._moment += timedelta(minutes=7, microseconds=self.rnd.randrange(10**6))
        given = {"id": self.id(), "created_at": self._moment, **values}
        if table not in {"audit_events", "session_attachments"}:
            given.setdefault("updated_at", self._moment + timedelta(days=3, microseconds=1))
        self.inserted.setdefault(table, []).append(given)
        row_id: uuid.UUID = given["id"]
        return row_id

    def flush(self) -> None:
        """Writes what was inserted, in the order of tables that references need."""
        with operator(self.url) as db:
            for table in ("workspaces", "users", "clients", "services", "locations", "appointments",
                          "sessions", "audit_events", "session_attachments"):  # fmt: skip
                for values in self.inserted.get(table, []):
                    names = ", ".join(values)
                    marks = ", ".join(
                        f"CAST(:{name} AS jsonb)" if name == "metadata" else f":{name}" for name in values
                    )
                    db.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
        self.inserted.clear()

    def content(self) -> list[tuple[Any, ...]]:
        """Everything, to prove that nobody changed it."""
        with operator(self.url) as db:
            tables = db.scalars(
                sa.text(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                    " AND relkind = 'r' ORDER BY 1"
                )
            ).all()
            return [
                (table, *db.scalars(sa.text(f"SELECT t::text FROM {table} t ORDER BY t::text")).all())
                for table in tables
            ]

    # rows that a practice has

    def workspace(self, name: str = "Practice Demoson") -> uuid.UUID:
        return self.insert("workspaces", name=name, is_active=True)

    def user(self, ws: uuid.UUID, email: str = DANA, role: str = "OWNER", **values: Any) -> uuid.UUID:
        fields = {"full_name": "Dana Demoson", "is_active": True, **values}
        return self.insert("users", workspace_id=ws, email=email, role=role, **fields)

    def client(self, ws: uuid.UUID, **values: Any) -> uuid.UUID:
        fields = {"first_name": "דנה", "last_name": "Testowa", "consent_status": True, "is_active": True}
        return self.insert("clients", workspace_id=ws, **{**fields, **values})

    def service(self, ws: uuid.UUID, name: str, **values: Any) -> uuid.UUID:
        fields = {"default_duration_minutes": 45, "is_active": True, **values}
        return self.insert("services", workspace_id=ws, name=name, **fields)

    def location(self, ws: uuid.UUID, name: str, **values: Any) -> uuid.UUID:
        fields = {"location_type": "CLINIC", "address": "Demo street 1", "is_active": True, **values}
        return self.insert("locations", workspace_id=ws, name=name, **fields)

    def appointment(self, ws: uuid.UUID, client: uuid.UUID, **values: Any) -> uuid.UUID:
        start = START + timedelta(hours=self.rnd.randrange(9000))
        fields = {
            "scheduled_start": start,
            "scheduled_end": start + timedelta(minutes=45),
            "location_type": "CLINIC",
            "status": "SCHEDULED",
        }
        return self.insert("appointments", workspace_id=ws, client_id=client, **{**fields, **values})

    def note(self, ws: uuid.UUID, client: uuid.UUID, texts: Sequence[str | None], **values: Any) -> uuid.UUID:
        cells = {
            name: cell(text, self.nonce(), labelled=self.rnd.random() < 0.3)
            for name, text in zip(("subjective", "objective", "assessment", "plan"), texts, strict=True)
        }
        fields = {"session_date": START, "is_draft": True, "version": 1}
        made = self.insert("sessions", workspace_id=ws, client_id=client, **{**fields, **cells, **values})
        self.texts[made] = tuple(texts)
        return made

    def event(self, ws: uuid.UUID, **values: Any) -> uuid.UUID:
        fields = {"event_type": "client.read", "resource_type": "Client", "action": "READ"}
        return self.insert("audit_events", workspace_id=ws, **{**fields, **values})


def small_practice(old: OldDatabase) -> uuid.UUID:
    """Every table and every peculiarity in few rows."""
    ws = old.workspace()
    dana = old.user(ws)
    old.user(ws, "omar@example.invalid", "ASSISTANT", full_name="עומר Beispiel")
    massage = old.service(ws, "Massage", description="")
    old.service(ws, "עיסוי", description="Long one")
    room = old.location(ws, "Room 1", details="")
    old.location(ws, "At home", location_type="HOME", address=None)
    old.location(ws, "Video", location_type="ONLINE", address=None)
    full = old.client(
        ws, email="a@example.invalid", phone="", date_of_birth=date(1990, 1, 2),
        notes="Likes tea.\nאוהבת תה.", tags=["vip", "כאב גב", ""], address="Demo street 2",
        medical_history="x" * 6000, emergency_contact_name="Omar", emergency_contact_phone="050-0000000",
    )  # fmt: skip
    empty = old.client(ws, first_name="", last_name="", tags=[], is_active=False, consent_status=False)
    visit = old.appointment(ws, full, status="ATTENDED", service_id=massage, location_id=room, notes="")
    old.appointment(ws, empty, status="COMPLETED", location_type="ONLINE", location_details="Link by mail")
    old.appointment(ws, full, status="NO_SHOW")
    old.note(
        ws, full, ("Knee hurts", "", None, "😀" * 5000), appointment_id=visit, created_by_user_id=dana,
        is_draft=False, finalized_at=START + timedelta(days=1), duration_minutes=45, version=3,
    )  # fmt: skip
    old.note(ws, full, ("כאב", "b", "c", "d"), draft_last_saved_at=START)
    old.note(ws, empty, (None, None, None, None), deleted_at=START + timedelta(days=9))
    gone = old.note(ws, full, ("gone", "b", "c", "d"), is_draft=False, created_by_user_id=dana,
                    finalized_at=START, deleted_at=START + timedelta(days=9))  # fmt: skip
    old.note(ws, full, ("final", None, None, None), is_draft=False)
    for place, metadata in enumerate((None, "{}", "null", '{"n": 1.10, "big": 12345678901234567890}', "[1]")):
        old.event(
            ws, user_id=dana, resource_id=full, metadata=metadata, ip_address=f"192.0.2.{place}",
            resource_type=("Client", "Session", "session", None, "Appointment")[place],
            user_agent="Demo browser",
        )  # fmt: skip
    old.insert(
        "session_attachments", session_id=gone, workspace_id=ws, uploaded_by_user_id=dana,
        file_name="צילום.jpg", file_type="image/jpeg", file_size_bytes=12345, s3_key=f"{ws}/x.jpg",
    )  # fmt: skip
    return ws


def large_practice(old: OldDatabase, people: int = 220) -> uuid.UUID:
    """More than 600 rows, several batches of most tables."""
    ws = small_practice(old)
    dana = old.inserted["users"][0]["id"]
    for number in range(people):
        client = old.client(
            ws, first_name=f"Demo {number}", last_name=old.words(2), notes=old.words(),
            tags=[old.words(1)] if number % 3 else None, medical_history="" if number % 5 else None,
        )  # fmt: skip
        visit = old.appointment(ws, client, status=old.rnd.choice(("COMPLETED", "ATTENDED", "CANCELLED")))
        texts = [old.rnd.choice((None, "", old.words(30))) for _ in range(4)]
        final = {"is_draft": False, "finalized_at": START} if number % 2 else {}
        old.note(ws, client, texts, appointment_id=visit, created_by_user_id=dana, **final)
        old.event(ws, user_id=dana, resource_id=client, metadata=json.dumps({"number": number}))
    return ws
