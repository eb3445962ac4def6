"""What is clinical, for a login that may not read it: every way up through each call, and what it may do
beside."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from core.domain.registry import BY_NAME, CLIENTS, CLINICAL_DIGEST, SCHEMA_VERSION, TABLES
from core.domain.rights import CLINICAL_TABLES, READERS_SETTING
from migrations.operate.embedded import EmbeddedServer
from sync.remote import Op
from tests.plugins_pg import TestDevice
from tests.server.hostile.cases import DENIED, NO_PRIVILEGE, PUSH, Case, Push, check, check_push
from tests.server.hostile.hostile_fixture import STAMP, Arena, built

_CLINICAL = {column.no for column in CLIENTS.clinical}
_HISTORY, _PHONE = (CLIENTS.by_name[name].no for name in ("medical_history", "phone"))
_PULL = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 1000, 4000000)"
_STALE = "SELECT * FROM pzapi.stale_cells(%(ws)s, {table}, '00000000-0000-0000-0000-000000000000', 100)"
_KEY = "sha256('a file')"
_HAVE = f"SELECT * FROM pzapi.blob_have(%(ws)s, ARRAY[{_KEY}])"
_GET = f"SELECT pzapi.blob_get(%(ws)s, {_KEY}, 1, 0)"
_PUT = "SELECT pzapi.blob_put(%(ws)s, {key}, 1, 0, 'v1:cell', false)"
_ROTATE = "SELECT pzapi.rotate_keys(%(ws)s, 1, 2, 'papers', %(keys)s, 86400, NULL, true)"
OUTSIDERS = ("assistant", "readonly")


def _cell(content: bytes = b"v1:other") -> str:
    return base64.b64encode(content).decode()


@contextmanager
def furnished(server: EmbeddedServer) -> Iterator[Arena]:
    """An arena with clinical keys, whose client has a medical history, a file, and disputes of both kinds."""
    with built(server) as arena:
        _part(arena)
        _furnish(arena)
        yield arena


@pytest.fixture(scope="module")
def ward(any_server: EmbeddedServer) -> Iterator[Arena]:
    with furnished(any_server) as arena:
        yield arena


def _part(arena: Arena) -> None:
    """The first rotation that makes a clinical twin: from here on clinical cells are withheld too."""
    devices = [arena.devices[who] for who in ("owner", "therapist", "assistant", "readonly")]
    keys = [[2, str(device.device_id), "eA=="] for device in devices]
    keys += [[50_000_002, str(device.device_id), "eA=="] for device in devices[:2]]
    owner = arena.open("owner")
    owner.rows(_ROTATE, arena.names | {"keys": json.dumps(keys)})
    owner.close()


def _furnish(arena: Arena) -> None:
    owner = arena.devices["owner"]
    client = str(arena.names["client"])
    history: dict[str, Any] = {
        "medical_history": b"v1:history",
        "alerts": b"v1:alert",
        "notes": b"v1:n",
        "tags": b"v1:t",
    }
    made = {
        "history": owner.op("clients", arena.names["client"], 1, **history),
        "paper": owner.op(
            "session_attachments",
            client_id=client,
            file_name=b"v1:f",
            file_type="image/png",
            file_size_bytes=4,
            blob_key="ab" * 32,
            chunk_count=1,
        ),
        "template": owner.op("note_templates", name=b"v1:first", plan=b"v1:rest"),
        "snippet": owner.op("text_snippets", abbreviation=b"v1:rom", text=b"v1:range"),
        "measure": owner.op(
            "measures", client_id=client, taken_at=STAMP, kind=b"v1:k", name=b"v1:n", value=b"v1:6"
        ),
        "waiting": owner.op(
            "waitlist_entries", client_id=client, duration_minutes=50, waiting_since=STAMP, remark=b"v1:r"
        ),
        "mark": owner.op("body_marks", session_id=str(arena.names["note"]), kind=b"v1:k", place=b"v1:p"),
        "about_a_phone": _dispute(owner, client, table_no=3, field="phone", ours=b"v1:1"),
        "about_history": _dispute(owner, client, table_no=3, field="medical_history", ours=b"v1:2"),
        "about_a_note": _dispute(owner, client, table_no=8, field="plan", ours=b"v1:3"),
        "about_a_client": _dispute(owner, client, table_no=3, ours=b"v1:4"),
        "booking": owner.op(
            "appointments",
            client_id=client,
            scheduled_start=STAMP,
            scheduled_end=STAMP + 1,
            timezone="UTC",
            notes=b"v1:remark",
        ),
    }
    remote = owner.remote(schema_version=SCHEMA_VERSION)
    answer = remote.push(owner.workspace_id, arena.names["epoch"], list(made.values()))
    assert {each.status for each in answer.results} == {"ok"}, answer.results
    remote.close()
    arena.names |= {name: op.row_id for name, op in made.items()}
    device = arena.open("owner")
    device.rows(_PUT.format(key=_KEY), arena.names)
    device.close()


def _dispute(owner: TestDevice, client: str, **values: Any) -> Op:
    made = owner.op("conflicts", reason="TEXT", noticed_at=STAMP, **values)
    return replace(made, plain={**made.plain, BY_NAME["conflicts"].by_name["row_id"].no: client})


def _asked(arena: Arena, who: str, query: str) -> list[tuple[Any, ...]]:
    device = arena.open(who)
    try:
        return device.rows(query, arena.names)
    finally:
        device.close()


def _shown(arena: Arena, who: str) -> dict[tuple[int, str], dict[int, bytes]]:
    """Rows of the feed with their cells, as this login gets them."""
    found = _asked(arena, who, _PULL)
    return {(row[1], str(row[2])): _cells(row[8]) for row in found if row[1]}


def _cells(packed: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place < len(packed):
        no, size = int.from_bytes(packed[place : place + 2]), int.from_bytes(packed[place + 2 : place + 6])
        found[no] = packed[place + 6 : place + 6 + size]
        place += 6 + size
    return found


def _key(arena: Arena, table: str, name: str) -> tuple[int, str]:
    return BY_NAME[table].no, str(arena.names[name])


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_it_pulls_then_no_row_of_a_clinical_table_comes(
    ward: Arena, who: str
) -> None:
    shown, all_there_is = _shown(ward, who), _shown(ward, "therapist")
    assert {no for no, _ in all_there_is} >= set(CLINICAL_TABLES)
    assert not {no for no, _ in shown} & set(CLINICAL_TABLES)
    for_all = {"clients": "client", "appointments": "booking", "waitlist_entries": "waiting"}
    assert {_key(ward, table, name) for table, name in for_all.items()} <= shown.keys()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_it_pulls_then_clinical_cells_stay_away_and_contact_data_comes(
    ward: Arena, who: str
) -> None:
    place = _key(ward, "clients", "client")
    theirs = _shown(ward, "therapist")[place]
    assert theirs.keys() >= _CLINICAL
    assert _shown(ward, who)[place] == {no: cell for no, cell in theirs.items() if no not in _CLINICAL}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_it_pulls_then_disputes_about_clinical_things_stay_away(
    ward: Arena, who: str
) -> None:
    names = ("about_a_phone", "about_history", "about_a_note", "about_a_client")
    keys = {name: _key(ward, "conflicts", name) for name in names}
    assert set(keys.values()) <= _shown(ward, "therapist").keys()
    shown = _shown(ward, who)
    assert [name for name in names if keys[name] in shown] == ["about_a_phone"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_digests_are_told_then_they_count_what_it_is_shown(
    ward: Arena, who: str
) -> None:
    counted = {no: count for no, count, _ in _asked(ward, who, "SELECT * FROM pzapi.digests(%(ws)s, 9999)")}
    shown = _shown(ward, who)
    assert {no: count for no, count in counted.items() if count} == {
        no: sum(each == no for each, _ in shown) for no in {no for no, _ in shown}
    }


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_pages_are_cut_by_their_weight_then_no_length_of_a_text_shows(
    ward: Arena, who: str
) -> None:
    """A page ends where its rows weigh too much: the place would tell how long a hidden text is."""
    query = "SELECT * FROM pzapi.sync_pull(%(ws)s, %(epoch)s, 0, 1000, {})"

    def cut(asker: str) -> list[int]:
        return [len(_asked(ward, asker, query.format(size))) for size in range(400, 6000, 400)]

    before, seen_by_a_clinician = cut(who), cut("therapist")
    with _without_guards(ward) as db:
        db.execute(_LENGTHEN, {"id": ward.names["client"], "cell": b"v1:" + bytes(900)})
    try:
        assert cut("therapist") != seen_by_a_clinician
        assert cut(who) == before
    finally:
        with _without_guards(ward) as db:
            db.execute(_LENGTHEN, {"id": ward.names["client"], "cell": b"v1:history"})


_LENGTHEN = sa.text("UPDATE pz.clients SET medical_history = :cell WHERE id = :id")


@contextmanager
def _without_guards(ward: Arena) -> Iterator[sa.Connection]:
    """A row that changes in its place of the feed, as none does in life."""
    ward.watcher.execute(sa.text("SET session_replication_role = replica"))
    yield ward.watcher
    ward.watcher.execute(sa.text("RESET session_replication_role"))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_no_clinician_when_it_asks_for_files_then_there_is_none(ward: Arena, who: str) -> None:
    assert _asked(ward, "therapist", _HAVE)
    assert _asked(ward, "therapist", _GET) != [(None,)]
    assert _asked(ward, who, _HAVE) == []
    assert _asked(ward, who, _GET) == [(None,)]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_given_cells_under_an_older_key_when_no_clinician_asks_then_clinical_ones_stay_away(
    ward: Arena, who: str
) -> None:
    def stale(asker: str, table: int) -> dict[str, dict[int, bytes]]:
        rows = _asked(ward, asker, _STALE.format(table=table))
        return {str(row[2]): _cells(row[8]) for row in rows if row[1]}

    client = str(ward.names["client"])
    assert stale("therapist", CLIENTS.no)[client].keys() >= _CLINICAL
    assert not stale(who, CLIENTS.no)[client].keys() & _CLINICAL
    for table in CLINICAL_TABLES:
        assert stale("therapist", table)
        assert not stale(who, table)


def _op(who: str, table: str, row: str, base: int, **values: Any) -> Any:
    return lambda arena: [arena.op(who, table, row, base, **values)]


def _of_client(who: str, table: str, **values: Any) -> Any:
    return lambda arena: [
        arena.op(who, table, "nobody", 0, **values, client_id=str(arena.names["client"]))
        | {"r": "019a0000-0000-7000-8000-000000000001"}
    ]


_CONTROL = _op("assistant", "clients", "client", 2, phone=_cell())


def _new_dispute(**values: Any) -> Any:
    row = "019a0000-0000-7000-8000-000000000005"

    def made(arena: Arena) -> list[Any]:
        op = arena.op("assistant", "conflicts", row, 0, reason="TEXT", noticed_at=STAMP, **values)
        return [op | {"p": op["p"] | {"11": str(arena.names["client"])}}]

    return made


FORBIDDEN = ("refused", "forbidden")
PUSHES = (
    Push(
        name="a new note",
        by="assistant",
        attack=_of_client("assistant", "sessions", session_date=STAMP),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a draft of somebody",
        by="assistant",
        attack=_op("assistant", "sessions", "draft", 1, plan=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="an attachment",
        by="assistant",
        attack=_op("assistant", "session_attachments", "paper", 1, caption=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a template of notes",
        by="assistant",
        attack=_op("assistant", "note_templates", "template", 1, plan=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a text snippet",
        by="assistant",
        attack=_op("assistant", "text_snippets", "snippet", 1, text=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a measure",
        by="assistant",
        attack=_op("assistant", "measures", "measure", 1, value=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a state of the waitlist that no program knows",
        by="assistant",
        attack=_op("assistant", "waitlist_entries", "waiting", 1, status="GONE"),
        control=_op("assistant", "waitlist_entries", "waiting", 1, status="BOOKED"),
        refused=("refused", "check"),
    ),
    Push(
        name="a mark on the body chart",
        by="assistant",
        attack=_op("assistant", "body_marks", "mark", 1, intensity=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a version of a note",
        by="assistant",
        attack=lambda arena: [
            arena.op(
                "assistant",
                "session_versions",
                "019a0000-0000-7000-8000-000000000003",
                0,
                session_id=str(arena.names["note"]),
                version_number=2,
            )
        ],
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    *(
        Push(
            name=f"a client's {column.name}",
            by="assistant",
            attack=_op("assistant", "clients", "client", 2, **{column.name: _cell()}),
            control=_CONTROL,
            refused=FORBIDDEN,
        )
        for column in CLIENTS.clinical
    ),
    Push(
        name="a medical history emptied",
        by="assistant",
        attack=_op("assistant", "clients", "client", 2, medical_history=None),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a medical history beside a phone",
        by="assistant",
        attack=_op("assistant", "clients", "client", 2, phone=_cell(), medical_history=_cell()),
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a digest in place of clinical cells",
        by="assistant",
        attack=lambda arena: [
            (op := arena.op("assistant", "clients", "client", 2, phone=_cell()))
            | {"p": op["p"] | {str(CLINICAL_DIGEST): "00" * 36}}
        ],
        control=_CONTROL,
        refused=FORBIDDEN,
    ),
    Push(
        name="a new client with a medical history",
        by="assistant",
        attack=_op(
            "assistant",
            "clients",
            "019a0000-0000-7000-8000-000000000004",
            0,
            first_name=_cell(),
            last_name=_cell(),
            medical_history=_cell(),
        ),
        control=_op(
            "assistant",
            "clients",
            "019a0000-0000-7000-8000-000000000004",
            0,
            first_name=_cell(),
            last_name=_cell(),
        ),
        refused=FORBIDDEN,
    ),
    Push(
        name="a dispute about a note",
        by="assistant",
        attack=_new_dispute(table_no=8),
        control=_new_dispute(table_no=3, field="phone"),
        refused=FORBIDDEN,
    ),
    Push(
        name="an open dispute made a clinical one",
        by="assistant",
        attack=_op("assistant", "conflicts", "about_a_phone", 1, field="medical_history"),
        control=_op("assistant", "conflicts", "about_a_phone", 1, resolution="MINE"),
        refused=FORBIDDEN,
    ),
    Push(
        name="a clinical dispute made an open one",
        by="assistant",
        attack=_op("assistant", "conflicts", "about_history", 1, field="phone"),
        control=_op("assistant", "conflicts", "about_a_phone", 1, resolution="MINE"),
        refused=("stale", None),
    ),
)


@pytest.mark.parametrize("case", PUSHES, ids=lambda case: case.name)
def test_given_an_assistant_when_it_pushes_what_is_clinical_then_refused_and_the_rest_goes(
    ward: Arena, case: Push
) -> None:
    check_push(ward, case)


def test_given_a_refused_note_when_answered_then_the_answer_tells_nothing_of_the_row(ward: Arena) -> None:
    """Neither whether it is there nor at which version it stands."""
    device = ward.open("assistant")
    try:
        for base in (0, 1, 7):
            op = ward.op("assistant", "sessions", "note", base, plan=_cell())
            device.rows("BEGIN")
            ((answer,),) = device.rows(PUSH, ward.names | {"batch": json.dumps([op])})
            device.rows("ROLLBACK")
            assert answer["results"][0][1:] == ["refused", 0, "forbidden"]
    finally:
        device.close()


def _replace(table: str, row: str, base: int, column: int, cell: bytes) -> str:
    no = BY_NAME[table].no
    cells = f"jsonb_build_object('{column}', '{_cell(cell)}')"
    rows = f"jsonb_build_array(jsonb_build_object('r', %({row})s::uuid, 'b', {base}, 'c', {cells}))"
    return f"SELECT pzapi.replace_cells(%(ws)s, {no}, {rows})"


CASES = (
    *(
        Case(
            name=f"{who}: {what}",
            by=who,
            attack=attack,
            control=_PULL,
            refused=DENIED,
        )
        for who in ("therapist", *OUTSIDERS)
        for what, attack in {
            "give itself the clinical key": "SELECT pzapi.put_wrapped_keys(%(ws)s, '[]')",
            "rotate to a clinical key": "SELECT pzapi.rotate_keys(%(ws)s, 2, 3, 'x', '[]', 0, NULL, true)",
        }.items()
    ),
    Case(
        name="a clinical key that is no twin of one",
        by="owner",
        attack=(
            "SELECT pzapi.put_wrapped_keys(%(ws)s, jsonb_build_array(jsonb_build_array(50000003,"
            " %(owner_device)s::uuid, 'eA==')))"
        ),
        control=_PULL,
        refused="PZB02",
    ),
    Case(
        name="new cells for a medical history",
        by="assistant",
        attack=_replace("clients", "client", 2, _HISTORY, b"v50000002:other"),
        control=_replace("clients", "client", 2, _PHONE, b"v2:other"),
        refused=DENIED,
    ),
    *(
        Case(
            name=f"{who}: a chunk of a file",
            by=who,
            attack=_PUT.format(key="sha256('mine')"),
            control=_PULL,
            refused=DENIED,
        )
        for who in OUTSIDERS
    ),
    *(
        Case(
            name=f"{who}: {function}",
            by=who,
            attack=f"SELECT {function}",
            control=_PULL,
            refused=NO_PRIVILEGE,
        )
        for who in OUTSIDERS
        for function in (
            "pz.feed(%(ws)s, 0, 9999, true)",
            "pz.my_clinical_workspaces()",
            "pz.reads_clinical(%(ws)s)",
            "pz.stale_rows(%(ws)s, 3, %(nobody)s, 9, 9, true)",
        )
    ),
    *(
        Case(name=f"{who}: table {name}", by=who, attack=f"SELECT * FROM pz.{name}", control=_PULL)
        for who in OUTSIDERS
        for name in [table.name for table in TABLES if table.no in CLINICAL_TABLES] + ["clients", "conflicts"]
    ),
    Case(
        name="a reader gives itself the right",
        by="readonly",
        attack="UPDATE pz.workspaces SET settings = '{}'",
        control=_PULL,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_given_no_clinician_when_it_goes_round_the_feed_then_refused(ward: Arena, case: Case) -> None:
    check(ward, case)


def _settle(ward: Arena, value: object) -> None:
    ward.watcher.execute(
        sa.text(
            "UPDATE pz.workspaces SET settings = CAST(:it AS jsonb), version = version + 1 WHERE id = :ws"
        ),
        {"it": json.dumps({READERS_SETTING: value}), "ws": ward.names["ws"]},
    )


@pytest.fixture
def practice(ward: Arena) -> Iterator[Arena]:
    """With a row of the practice itself, whose settings may be changed."""
    owner = ward.open("owner")
    op = ward.op("owner", "workspaces", "ws", 0, name="Practice", timezone="UTC", is_active=True)
    owner.rows(PUSH, ward.names | {"batch": json.dumps([op])})
    owner.close()
    yield ward
    _settle(ward, False)


def test_given_the_setting_for_readers_when_an_owner_changes_it_then_they_read_and_an_assistant_does_not(
    practice: Arena,
) -> None:
    note = _key(practice, "sessions", "note")
    _settle(practice, True)
    assert note in _shown(practice, "readonly")
    assert _HISTORY in _shown(practice, "readonly")[_key(practice, "clients", "client")]
    assert _asked(practice, "readonly", _HAVE)
    assert note not in _shown(practice, "assistant")
    for value in (False, "true", 1, None, [True]):
        _settle(practice, value)
        assert note not in _shown(practice, "readonly")


def test_given_a_role_that_falls_and_rises_when_the_device_pulls_then_its_next_call_is_of_the_new_role(
    ward: Arena,
) -> None:
    note = _key(ward, "sessions", "note")
    role = "SELECT pzapi.register_user(%(ws)s, %(therapist_user)s, '{}')"
    assert note in _shown(ward, "therapist")
    _asked(ward, "owner", role.format("ASSISTANT"))
    assert note not in _shown(ward, "therapist")
    _asked(ward, "owner", role.format("THERAPIST"))
    assert note in _shown(ward, "therapist")
