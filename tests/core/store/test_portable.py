"""Export and import: a round trip gives equal rows, bad lines change nothing."""

import hashlib
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.domain.clock import FixedClock
from core.domain.enums import AppointmentStatus, LocationType, Role
from core.domain.errors import BadInput, Cancelled
from core.domain.ids import DeviceId, Uuid7Source
from core.domain.new_rows import (
    AppointmentDraft,
    ClientDraft,
    LocationDraft,
    NoteTemplateDraft,
    PracticeDraft,
    ServiceDraft,
    TextSnippetDraft,
    TimeBlockDraft,
)
from core.domain.recurrence import Frequency, Rule
from core.domain.series import Repeat
from core.store.database.engine import Store
from core.store.practice.practice import Practice, found_practice
from core.store.transfer.export_lines import export
from core.store.transfer.import_lines import import_files
from migrations.local import upgrade
from tests.core.patience import Patience

_NOT_COMPARED = ("version", "created_at", "updated_at", "deleted_at")


@pytest.fixture
def filled(practice: Practice, clock: FixedClock) -> Practice:
    client = practice.clients.add(
        ClientDraft(
            first_name="נועה",
            last_name="Invented",
            tags=("knee", "vip"),
            phone="050-1234567",
            preferred_language="en",
        )
    ).value
    service = practice.services.add(ServiceDraft(name="Massage", default_duration_minutes=50)).value
    place = practice.locations.add(LocationDraft(name="Home", location_type=LocationType.ONLINE)).value
    start = clock.now() - timedelta(days=1)
    booked = practice.appointments.book(
        AppointmentDraft(
            client_id=client.id,
            scheduled_start=start,
            scheduled_end=start + timedelta(minutes=50),
            service_id=service.id,
            location_id=place.id,
        )
    ).value
    weekly = Repeat(rule=Rule(frequency=Frequency.WEEKLY, weekdays=(2,)), times=4)
    ahead = start + timedelta(days=3)
    series = practice.series.book(
        AppointmentDraft(
            client_id=client.id, scheduled_start=ahead, scheduled_end=ahead + timedelta(hours=1)
        ),
        weekly,
    ).value
    practice.appointments.set_status(series.id, AppointmentStatus.CANCELLED, "Flu")
    note = practice.notes.start(client.id, booked.id).value
    practice.notes.save_draft(note.id, subjective="כאב\nline two", plan="rest")
    practice.notes.finalize(note.id)
    practice.notes.amend(note.id, "typo", plan="rest and ice")
    practice.templates.add(NoteTemplateDraft(name="First", service_id=service.id, plan="Heat {minutes}."))
    practice.snippets.add(TextSnippetDraft(abbreviation="rom", text="טווח {joint}: {degrees}°"))
    lunch = practice.blocks.add(
        TimeBlockDraft(
            title="צהריים",
            start_local="2026-03-02T13:00",
            duration_minutes=45,
            rrule="FREQ=DAILY",
            location_id=place.id,
        )
    ).value
    practice.blocks.skip(lunch.id, date(2026, 3, 5))
    gone = practice.notes.start(client.id).value
    practice.notes.delete(gone.id)
    return practice


def _rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            row["is_deleted"] = "deleted_at" in row
            for name in _NOT_COMPARED:
                row.pop(name, None)
        found[path.stem] = rows
    return found


def _empty(tmp_path: Path, clock: FixedClock) -> Practice:
    store = Store.open(tmp_path / "other.db", bytes(32), clock)
    upgrade(store)
    ids = Uuid7Source(clock)
    draft = PracticeDraft(name="Other", timezone="UTC", owner_name="Other Owner")
    me = found_practice(store, clock, ids, DeviceId(ids.new()), draft)
    return Practice(store, me, clock, ids)


def test_given_a_practice_when_exported_and_imported_elsewhere_then_rows_are_equal(
    filled: Practice, tmp_path: Path, clock: FixedClock
) -> None:
    export(filled, tmp_path / "out")
    other = _empty(tmp_path, clock)
    import_files(other, tmp_path / "out")
    export(other, tmp_path / "again")
    before, after = _rows(tmp_path / "out"), _rows(tmp_path / "again")
    for table in before:
        wanted = {row["id"]: row for row in before[table]}
        if table == "workspaces":
            continue
        assert {row["id"]: row for row in after[table] if row["id"] in wanted} == wanted, table
    span = clock.now() - timedelta(days=2), clock.now() + timedelta(days=40)
    shown = [
        [
            (each.appointment.id, each.appointment.scheduled_start)
            for each in books.appointments.between(*span)
        ]
        for books in (filled, other)
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) == 5
    other.store.close()


def test_given_an_export_when_read_then_the_manifest_fits_its_files(filled: Practice, tmp_path: Path) -> None:
    report = export(filled, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["clients"] == 1
    for name, told in manifest["files"].items():
        raw = (tmp_path / "out" / name).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == told["sha256"]
        assert raw.count(b"\n") == report.counts[name.removesuffix(".jsonl")]


def test_given_an_export_over_an_earlier_one_when_stopped_then_no_manifest_tells_of_files_that_are_gone(
    filled: Practice, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    client = filled.clients.list()[0].client.id
    filled.attachments.add(b"a letter", client, file_name="letter.txt")
    export(filled, out)
    earlier = held(out)
    filled.clients.add(ClientDraft(first_name="After", last_name="Invented"))
    whole, ends = Patience(), set()
    export(filled, shutil.copytree(out, tmp_path / "whole"), whole)
    assert "manifest.json" in held(tmp_path / "whole")
    for answers in range(whole.asked):
        folder = shutil.copytree(out, tmp_path / str(answers))
        with pytest.raises(Cancelled):
            export(filled, folder, Patience(answers))
        now = held(folder)
        assert now == earlier or "manifest.json" not in now
        assert not list(folder.glob(".*"))
        ends.add("manifest.json" in now)
    assert ends == {True, False}, "stopped before a file was replaced, and after"


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_given_an_own_export_when_imported_again_then_nothing_changes(
    filled: Practice, tmp_path: Path
) -> None:
    export(filled, tmp_path / "out")
    waiting = filled.waiting()
    report = import_files(filled, tmp_path / "out")
    assert (report.created, report.edited, report.errors) == (0, 0, [])
    assert filled.waiting() <= waiting + 1  # the export's own audit event


def _file(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "in.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


GOOD = {"table": "clients", "first_name": "Ada", "last_name": "Invented"}


def test_given_lines_without_ids_when_imported_then_rows_are_made_and_wait_for_the_server(
    practice: Practice, tmp_path: Path
) -> None:
    before = practice.waiting()
    report = import_files(practice, _file(tmp_path, GOOD))
    assert report.created == 1
    assert [one.client.first_name for one in practice.clients.list()] == ["Ada"]
    assert practice.waiting() == before + 2  # the client and one audit event


def test_given_a_known_id_when_imported_then_only_the_given_columns_change(
    practice: Practice, tmp_path: Path
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented", phone="1")).value
    line = {"table": "clients", "id": str(client.id), "phone": "2"}
    assert import_files(practice, _file(tmp_path, line)).edited == 1
    edited = practice.clients.get(client.id)
    assert (edited.phone, edited.first_name) == ("2", "Ada")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{not json", "JSON"),
        ("[1]", "table"),
        ({"table": "nothing"}, "table"),
        ({"table": "clients", "first_name": "Ada"}, "last_name"),
        ({**GOOD, "first_name": 5}, "first_name"),
        ({**GOOD, "surname": "x"}, "surname"),
        ({**GOOD, "id": "no"}, "id"),
        ({**GOOD, "date_of_birth": "2030-01-01"}, "past"),
        ({**GOOD, "tags": "knee"}, "tags"),
        ({"table": "services", "name": "S", "default_duration_minutes": 0}, "minute"),
        ({"table": "services", "name": "S", "default_duration_minutes": 2**70}, "default_duration"),
        ({"table": "services", "name": "S\0", "default_duration_minutes": 50}, "NUL"),
        ({**GOOD, "notes": "half \ud800"}, "half of a character"),
        ('{"table": "workspaces", "settings": {"slot_minutes": NaN}}', "JSON"),
        ('{"table": "workspaces", "settings": {"slot_minutes": -Infinity}}', "JSON"),
        ('{"table": "workspaces", "settings": {"slot_minutes": 1e999}}', "not finite"),
        ('{"table": "workspaces", "settings": {"a\\u0000b": 1}}', "NUL"),
        ('{"table": "workspaces", "settings": {"slot_minutes": 9223372036854775808}}', "64 bits"),
        ('{"table": "workspaces", "settings": {"slot_minutes": 1e300}}', "64 bits"),
        ({"table": "workspaces", "settings": {"x": json.loads("[" * 60 + "]" * 60)}}, "deep"),
        ({"table": "locations", "name": "L", "location_type": "CLINIC"}, "address"),
        ({"table": "locations", "name": "L", "location_type": "MOON"}, "location_type"),
        ({"table": "sessions", "client_id": "0" * 32, "session_date": "2026-01-01T00:00:00Z"}, "client_id"),
        ({"table": "sessions", "client_id": "0" * 32, "session_date": "2026-01-01"}, "session_date"),
    ],
)
def test_given_a_bad_line_when_imported_then_its_number_is_told_and_nothing_changes(
    practice: Practice, tmp_path: Path, line: object, told: str
) -> None:
    path = _file(tmp_path, GOOD, "", line)
    before = practice.waiting()
    with pytest.raises(BadInput, match=r"in\.jsonl, line 3: .*") as caught:
        import_files(practice, path)
    assert told in str(caught.value)
    assert practice.waiting() == before
    assert practice.clients.list() == []


def test_given_bad_lines_when_only_the_good_are_wanted_then_those_go_in(
    practice: Practice, tmp_path: Path
) -> None:
    report = import_files(practice, _file(tmp_path, GOOD, "bad", GOOD), good_lines=True)
    assert report.created == 2
    assert [(error.line, error.file) for error in report.errors] == [(2, "in.jsonl")]
    assert len(practice.clients.list()) == 2


def test_given_a_dry_run_when_imported_then_it_is_reported_and_nothing_changes(
    practice: Practice, tmp_path: Path
) -> None:
    before = practice.waiting()
    report = import_files(practice, _file(tmp_path, GOOD, "bad"), dry_run=True)
    assert (report.created, len(report.errors), report.changed) == (1, 1, ())
    assert practice.waiting() == before
    assert practice.clients.list() == []


def test_given_a_note_over_the_limit_when_imported_then_it_is_refused(
    practice: Practice, tmp_path: Path
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    note = {"table": "sessions", "client_id": str(client.id), "session_date": "2026-03-01T09:00:00+02:00"}
    assert import_files(practice, _file(tmp_path, {**note, "plan": "é" * 5000})).created == 1
    with pytest.raises(BadInput, match="5,000"):
        import_files(practice, _file(tmp_path, {**note, "plan": "é" * 5001}))


def test_given_a_finalized_note_when_an_import_would_change_it_then_it_is_refused(
    filled: Practice, tmp_path: Path
) -> None:
    note = filled.notes.recent()[0].note
    line = {"table": "sessions", "id": str(note.id), "subjective": "something else"}
    with pytest.raises(BadInput, match="signed"):
        import_files(filled, _file(tmp_path, line))
    assert filled.notes.get(note.id) == note


def test_given_an_appointment_that_ends_before_it_starts_when_imported_then_it_is_refused(
    filled: Practice, tmp_path: Path
) -> None:
    client = filled.clients.list()[0].client
    line = {
        "table": "appointments",
        "client_id": str(client.id),
        "scheduled_start": "2026-03-01T10:00:00Z",
        "scheduled_end": "2026-03-01T09:00:00Z",
        "status": AppointmentStatus.SCHEDULED.value,
    }
    with pytest.raises(BadInput, match="ends before"):
        import_files(filled, _file(tmp_path, line))
    line["scheduled_end"] = "2026-03-01T11:00:00Z"
    assert import_files(filled, _file(tmp_path, line)).created == 1


SERIES = {
    "table": "appointment_series",
    "rrule": "FREQ=WEEKLY;BYDAY=TU",
    "start_local": "2026-03-03T10:00",
    "timezone": "Europe/Berlin",
    "duration_minutes": 50,
}


@pytest.mark.parametrize(
    "odd",
    [
        {"rrule": "FREQ=HOURLY"},
        {"start_local": "2026-03-03 10:00"},
        {"timezone": "Mars/Olympus"},
        {"exceptions": {"2026-03-10": True}},
        {"duration_minutes": 0},
    ],
)
def test_given_a_series_that_nobody_could_see_when_imported_then_it_is_refused(
    practice: Practice, tmp_path: Path, odd: dict[str, object]
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Ada", last_name="Invented")).value
    line = {**SERIES, "client_id": str(client.id)}
    with pytest.raises(BadInput):
        import_files(practice, _file(tmp_path, {**line, **odd}))
    assert import_files(practice, _file(tmp_path, line)).created == 1


def test_given_an_assistant_when_lines_are_imported_then_what_is_clinical_is_refused_and_the_rest_goes_in(
    practice: Practice, clock: FixedClock, tmp_path: Path
) -> None:
    client = practice.clients.add(ClientDraft(first_name="Gusta", last_name="Guest")).value
    with practice.desk.write() as writer:
        writer.update("users", practice.me.user_id, {"role": Role.ASSISTANT})
    named = {"table": "clients", "first_name": "Otto", "last_name": "Other"}
    lines = [
        {**named, "notes": "Fell off a ladder."},
        {**named, "tags": ["knee"]},
        {"table": "clients", "id": str(client.id), "alerts": "Pacemaker."},
        {**named, "notes": None, "phone": "050-1234567"},
        {"table": "clients", "id": str(client.id), "phone": "050-7654321"},
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    report = import_files(practice, file, good_lines=True)

    assert [(each.line, each.sentence[:31]) for each in report.errors] == [
        (number, "Your role in this practice may ") for number in (1, 2, 3)
    ]
    assert (report.created, report.edited) == (1, 1)
    assert practice.clients.get(client.id).phone == "050-7654321"
