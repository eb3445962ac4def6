"""Joining: a first device brings a practice, an owner's device lets a second one in."""

import base64
import dataclasses
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

import migrations.local
from core.crypto.certs import read_cert
from core.crypto.keys import DeviceKeys
from core.crypto.recovery import Paper, new_code
from core.domain.clock import FixedClock
from core.domain.enums import Role
from core.domain.errors import BadInput, ServerRefused, ServerUnreachable, Tampered, UserError
from core.domain.ids import DeviceId, UserId, Uuid7Source, WorkspaceId
from core.store.attachments.workspace_keys import load_keys
from core.store.database.engine import Store
from core.store.database.facts import get_fact
from core.store.database.me import Me
from core.store.unit_of_work.bootstrap import write_me
from core.store.unit_of_work.writer import Writer
from sync.enrolment import identity_store
from sync.enrolment.answers import Admission, answer_first, approve, first_device
from sync.enrolment.completion import complete
from sync.enrolment.identity_store import Enrolment, ServerPlace
from sync.enrolment.messages import JoinAnswer, JoinRequest
from sync.enrolment.requests import ask_to_connect, ask_to_join, pending_request
from sync.keys.recovery_paper import open_paper
from sync.postgres.logins import NewDevice, scram_verifier
from sync.remote import (
    AuditLink,
    AuditWitness,
    DeviceEntry,
    FeedPage,
    Hello,
    ListedKeys,
    NewCells,
    Op,
    PushAnswer,
    RemoteRow,
    RowMark,
    RowSeal,
    TableDigest,
    UnsealedRow,
    WorkspaceHead,
    WrappedKey,
)

CLOCK = FixedClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
IDS = Uuid7Source(CLOCK)
PLACE = ServerPlace(host="127.0.0.1", port=5432, dbname="clinic")
ME = Me(WorkspaceId(IDS.new()), UserId(IDS.new()), DeviceId(IDS.new()))


class Clinic:
    """Holds what a server would: devices by login, wrapped keys. `tamper` changes what it tells."""

    def __init__(self) -> None:
        self.devices: dict[str, NewDevice] = {}
        self.tamper: Callable[[list[DeviceEntry]], list[DeviceEntry]] = list
        self.is_down = False

    def enrol_device(self, device: NewDevice) -> None:
        self.devices[device.login_role] = device

    def connect(self, place: ServerPlace, role: str, password: str) -> "Line":
        if self.is_down:
            raise ServerUnreachable("The clinic's server does not answer.")
        if role not in self.devices:
            raise ServerRefused("The server does not know this device.")
        return Line(self, self.devices[role])


class Line:
    def __init__(self, clinic: Clinic, device: NewDevice) -> None:
        self.clinic, self.device = clinic, device
        self.closed = False

    def hello(self) -> Hello:
        head = WorkspaceHead(
            workspace_id=self.device.workspace_id,
            epoch=uuid.UUID(int=1),
            seq=0,
            role=self.device.user_role,
            min_schema=1,
            max_schema=1,
            tombstone_floor=0,
            last_op_no=0,
        )
        return Hello(self.device.device_id, self.device.user_id, [head])

    def directory(self, workspace_id: WorkspaceId) -> Sequence[DeviceEntry]:
        return self.clinic.tamper([_entry(device) for device in self.clinic.devices.values()])

    def wrapped_keys(self, workspace_id: WorkspaceId) -> Sequence[WrappedKey]:
        return [key for device in self.clinic.devices.values() for key in device.keys]

    def key_lists(self, workspace_id: WorkspaceId, below: int | None = None) -> Sequence[ListedKeys]:
        return []

    def stale_cells(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RemoteRow]:
        raise NotImplementedError

    def replace_cells(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[NewCells]) -> int:
        raise NotImplementedError

    def unsealed_rows(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[UnsealedRow]:
        raise NotImplementedError

    def audit_links(
        self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int
    ) -> Sequence[AuditLink]:
        raise NotImplementedError

    def audit_witnesses(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> Sequence[AuditWitness]:
        raise NotImplementedError

    def witness_audit(self, workspace_id: WorkspaceId, epoch: uuid.UUID, witness: AuditWitness) -> bool:
        raise NotImplementedError

    def rows_set_aside(
        self, workspace_id: WorkspaceId, table_no: int, after: uuid.UUID, limit: int
    ) -> Sequence[RowMark]:
        raise NotImplementedError

    def bring_rows_back(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowMark]) -> int:
        raise NotImplementedError

    def tell_went_back(self, workspace_id: WorkspaceId, epoch: uuid.UUID) -> None:
        raise NotImplementedError

    def seal_rows(self, workspace_id: WorkspaceId, table_no: int, rows: Sequence[RowSeal]) -> int:
        raise NotImplementedError

    def declare_sealed(self, workspace_id: WorkspaceId, generation: int, papers: bytes) -> None:
        raise NotImplementedError

    def push(self, workspace_id: WorkspaceId, epoch: uuid.UUID, ops: Sequence[Op]) -> PushAnswer:
        raise NotImplementedError

    def pull(self, workspace_id: WorkspaceId, epoch: uuid.UUID, after: int, limit: int) -> FeedPage:
        raise NotImplementedError

    def digests(self, workspace_id: WorkspaceId, hi: int) -> Sequence[TableDigest]:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True


def _entry(device: NewDevice) -> DeviceEntry:
    return DeviceEntry(
        device_id=device.device_id,
        user_id=device.user_id,
        login_role=device.login_role,
        name=device.name,
        role=device.user_role,
        sign_pub=device.sign_pub,
        hpke_pub=device.hpke_pub,
        cert=device.cert,
        enrolled_at=0,
        last_seen_at=None,
        revoked_at=None,
    )


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    opened = []

    def make(name: str) -> Store:
        store = Store.open(tmp_path / f"{name}.db", bytes(range(32)), CLOCK)
        opened.append(store)
        migrations.local.upgrade(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def laptop_a(make_store: Callable[[str], Store]) -> Store:
    store = make_store("a")
    with store.write() as db:
        write_me(db, ME)
        place = {"name": "Demo Practice", "timezone": "UTC", "settings": {"slot_minutes": 20}}
        Writer(db, ME, CLOCK, IDS).insert("workspaces", place, ME.workspace_id)
    return store


@pytest.fixture
def laptop_b(make_store: Callable[[str], Store]) -> Store:
    return make_store("b")


@pytest.fixture
def owner(laptop_a: Store, clinic: Clinic) -> Enrolment:
    request = _ask_to_connect(laptop_a)
    clinic.enrol_device(first_device(request))
    return complete(laptop_a, answer_first(request, PLACE), clinic.connect)


def _ask_to_connect(store: Store) -> JoinRequest:
    with store.write() as db:
        return ask_to_connect(db, "Laptop A", CLOCK)[0]


def _ask_to_join(store: Store) -> JoinRequest:
    with store.write() as db:
        return ask_to_join(db, "Laptop B", IDS)


def _approve(request: JoinRequest, laptop_a: Store, owner: Enrolment, clinic: Clinic) -> JoinAnswer:
    with laptop_a.read() as db:
        keys = load_keys(db)
    return approve(request, owner, Admission(ME.user_id, Role.OWNER, keys), clinic, CLOCK)


def _facts(store: Store) -> dict[str, bytes | None]:
    names = ("me", identity_store.SERVER, identity_store.ROOT_PUB, identity_store.CERT, "workspace_key/0")
    with store.read() as db:
        return {name: get_fact(db, name) for name in names}


def test_first_device_completes_with_the_keys_it_made(laptop_a: Store, owner: Enrolment) -> None:
    with laptop_a.read() as db:
        kept = identity_store.require_enrolment(db)
        assert pending_request(db) is None
        assert load_keys(db).keys() == {0, 1}
    assert (kept.identity.workspace_id, kept.identity.device_id) == (ME.workspace_id, ME.device_id)
    assert (kept.place, kept.cert, kept.password) == (PLACE, owner.cert, owner.password)
    assert read_cert(kept.cert).issuer_device_id is None


def test_second_device_of_the_same_person_gets_the_same_workspace_keys(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    request = _ask_to_join(laptop_b)

    answer = _approve(JoinRequest.from_text(request.to_text()), laptop_a, owner, clinic)
    joined = complete(laptop_b, JoinAnswer.from_text(answer.to_text()), clinic.connect)

    assert joined.identity.user_id == ME.user_id
    assert joined.identity.device_id == request.device_id != ME.device_id
    assert joined.identity.root_pub == owner.identity.root_pub
    assert read_cert(joined.cert).issuer_device_id == ME.device_id
    with laptop_a.read() as one, laptop_b.read() as two:
        assert load_keys(one) == load_keys(two)


def test_neither_text_holds_a_secret(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    request = _ask_to_join(laptop_b)
    texts = request.to_text() + _approve(request, laptop_a, owner, clinic).to_text()
    with laptop_b.read() as db:
        password = get_fact(db, identity_store.LOGIN_PASSWORD)
        keys = identity_store.device_keys(db)
    assert password is not None
    assert keys is not None
    assert password.decode() not in texts
    for secret in (keys.sign.private_bytes_raw(), keys.hpke.private_bytes_raw()):
        assert secret.hex() not in texts


def test_asking_again_gives_the_same_request_and_the_paper_only_once(laptop_a: Store) -> None:
    with laptop_a.write() as db:
        first, paper = ask_to_connect(db, "Laptop A", CLOCK)
    with laptop_a.write() as db:
        again, no_paper = ask_to_connect(db, "Laptop A", CLOCK)
    assert again == first
    assert paper is not None
    assert no_paper is None


def test_the_paper_opens_every_workspace_key_and_no_other_paper_does(laptop_a: Store) -> None:
    with laptop_a.write() as db:
        _, paper = ask_to_connect(db, "Laptop A", CLOCK)
        keys = load_keys(db)
        settings = json.loads(db.exec_driver_sql("SELECT settings FROM workspaces").scalar_one())
    assert paper is not None
    assert settings["slot_minutes"] == 20
    held = settings["recovery_paper"]
    assert open_paper(paper, ME.workspace_id, held) == keys
    for wrong in (WorkspaceId(IDS.new()), ME.workspace_id):
        with pytest.raises(Tampered):
            open_paper(new_code(Paper.WORKSPACE), wrong, held)
    with pytest.raises(Tampered):
        open_paper(paper, WorkspaceId(IDS.new()), held)
    with pytest.raises(Tampered, match="holds nothing"):
        open_paper(paper, ME.workspace_id, {})


def test_an_invented_practice_is_connected_to_the_demo_alone(laptop_a: Store) -> None:
    with laptop_a.write() as db:
        identity_store.write_facts(db, {identity_store.ONLY_DEMO: b"1"})
        with pytest.raises(UserError, match="demo practice"):
            ask_to_connect(db, "Laptop A", CLOCK)
        assert ask_to_connect(db, "Laptop A", CLOCK, to_demo=True)[0].first is not None


def test_words_are_the_same_for_both_sides_and_change_with_any_byte(laptop_b: Store) -> None:
    request = _ask_to_join(laptop_b)
    assert JoinRequest.from_text(request.to_text()).words() == request.words()
    swapped = dataclasses.replace(request, hpke_pub=DeviceKeys.generate().hpke_pub)
    assert swapped.words() != request.words()
    assert len(set(request.words())) >= 4


def test_an_answer_for_another_request_is_refused_and_changes_nothing(
    laptop_a: Store, make_store: Callable[[str], Store], owner: Enrolment, clinic: Clinic
) -> None:
    b, c = make_store("b"), make_store("c")
    _ask_to_join(c)
    answer = _approve(_ask_to_join(b), laptop_a, owner, clinic)
    before = _facts(c)
    with pytest.raises(BadInput, match="another request"):
        complete(c, answer, clinic.connect)
    assert _facts(c) == before


def test_an_unreachable_server_changes_nothing_and_the_answer_still_works_later(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    answer = _approve(_ask_to_join(laptop_b), laptop_a, owner, clinic)
    before, clinic.is_down = _facts(laptop_b), True
    with pytest.raises(ServerUnreachable):
        complete(laptop_b, answer, clinic.connect)
    assert _facts(laptop_b) == before
    clinic.is_down = False
    assert complete(laptop_b, answer, clinic.connect).place == PLACE


def test_a_root_swapped_in_the_answer_is_noticed(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    answer = _approve(_ask_to_join(laptop_b), laptop_a, owner, clinic)
    forged = dataclasses.replace(answer, root_pub=DeviceKeys.generate().sign_pub)
    with pytest.raises(Tampered):
        complete(laptop_b, forged, clinic.connect)
    assert forged.words() != answer.words()


def test_a_server_that_swaps_this_devices_certificate_is_noticed(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    answer = _approve(_ask_to_join(laptop_b), laptop_a, owner, clinic)
    clinic.tamper = lambda entries: [
        dataclasses.replace(entry, cert=owner.cert) if entry.name == "Laptop B" else entry
        for entry in entries
    ]
    with pytest.raises(Tampered):
        complete(laptop_b, answer, clinic.connect)
    assert _facts(laptop_b)["me"] is None


def test_a_key_wrapped_by_a_device_nobody_vouches_for_is_noticed(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    request = _ask_to_join(laptop_b)
    answer = _approve(request, laptop_a, owner, clinic)
    device = clinic.devices[request.login_role]
    stranger = DeviceId(IDS.new())
    foreign = tuple(dataclasses.replace(key, wrapped_by=stranger) for key in device.keys)
    clinic.devices[request.login_role] = dataclasses.replace(device, keys=foreign)
    with pytest.raises(Tampered, match="vouches"):
        complete(laptop_b, answer, clinic.connect)


def test_only_an_owner_may_approve(
    laptop_a: Store, laptop_b: Store, owner: Enrolment, clinic: Clinic
) -> None:
    request = _ask_to_join(laptop_b)
    with laptop_a.read() as db:
        keys = load_keys(db)
    answer = approve(request, owner, Admission(ME.user_id, Role.THERAPIST, keys), clinic, CLOCK)
    therapist = complete(laptop_b, answer, clinic.connect)
    with pytest.raises(UserError, match="Only an owner"):
        approve(request, therapist, Admission(ME.user_id, Role.OWNER, keys), clinic, CLOCK)


def test_each_kind_of_request_goes_to_the_one_who_may_approve_it(
    laptop_a: Store, laptop_b: Store, clinic: Clinic
) -> None:
    with pytest.raises(BadInput, match="pazpaz approve"):
        first_device(_ask_to_join(laptop_b))
    bringing = _ask_to_connect(laptop_a)
    clinic.enrol_device(first_device(bringing))
    owner = complete(laptop_a, answer_first(bringing, PLACE), clinic.connect)
    with pytest.raises(BadInput, match="pazpaz server approve"):
        approve(bringing, owner, Admission(ME.user_id, Role.OWNER, {}), clinic, CLOCK)


def test_a_first_request_with_a_foreign_certificate_is_refused(laptop_a: Store) -> None:
    request = _ask_to_connect(laptop_a)
    swapped = dataclasses.replace(request, sign_pub=DeviceKeys.generate().sign_pub)
    with pytest.raises(Tampered):
        first_device(swapped)


def test_a_connected_practice_does_not_ask_again(laptop_a: Store, owner: Enrolment) -> None:
    with laptop_a.write() as db, pytest.raises(UserError, match="already connected"):
        ask_to_connect(db, "Laptop A", CLOCK)
    with laptop_a.write() as db, pytest.raises(UserError, match="already holds"):
        ask_to_join(db, "Laptop A", IDS)


def test_a_practice_on_this_computer_alone_says_so(laptop_a: Store) -> None:
    with laptop_a.read() as db, pytest.raises(UserError, match="not connected"):
        identity_store.require_enrolment(db)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("login_role", "postgres"),
        ("login_role", "pzd_" + "a" * 32 + "\n"),
        ("verifier", "md5abc"),
        ("verifier", "SCRAM-SHA-256$4095:" + "A" * 22 + "==$" + "A" * 43 + "=:" + "A" * 43 + "="),
        ("verifier", "SCRAM-SHA-256$4096:' OR"),
        ("device_id", "1"),
        ("device_name", ""),
        ("device_name", "a\x1b[2J"),
        ("device_name", "a\u3164b"),
        ("device_name", "x" * 101),
        ("sign_pub", "AAAA"),
        ("hpke_pub", 5),
        ("practice", []),
        ("practice", {"workspace_id": "x"}),
    ],
)
def test_a_malformed_request_is_one_sentence(laptop_b: Store, name: str, value: object) -> None:
    document = json.loads(_ask_to_join(laptop_b).to_text()) | {name: value}
    with pytest.raises(BadInput, match="damaged; nothing was changed"):
        JoinRequest.from_text(json.dumps(document))


@pytest.mark.parametrize("name", ["לפטופ של נועה", "لپ\u200cتاپ", "Two  spaces"])
def test_a_request_of_a_laptop_named_in_any_writing_is_taken(laptop_b: Store, name: str) -> None:
    document = json.loads(_ask_to_join(laptop_b).to_text()) | {"device_name": name}
    assert JoinRequest.from_text(json.dumps(document)).device_name == name


@pytest.mark.parametrize("text", ["", "hello", "[]", "{}", "[" * 5000, "x" * 70_000, '{"kind": 1}'])
def test_a_foreign_file_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInput):
        JoinRequest.from_text(text)
    with pytest.raises(BadInput):
        JoinAnswer.from_text(text)


@pytest.mark.parametrize(
    "sent",
    [
        lambda text: f'"{text}"',
        lambda text: f"Here it is:\n\n{text}\nYours, Dana",
        lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
        lambda text: text.replace("  ", "\u00a0\u00a0"),
        lambda text: text.replace('"', "\u201d"),
        lambda text: f"\ufeff{text}",
        lambda text: f"Mine {{the old laptop}}:\n{text}\nYours {{Dana}}",
        lambda text: f'As you asked.\n{text}\nYou wrote:\n> {{ "kind": "PazPaz join answer" }}',
        lambda text: f'You wrote:\n> {{ "kind": "PazPaz join answer" }}\nAs you asked.\n{text}',
    ],
)
def test_a_request_that_came_by_mail_is_the_same_one(laptop_b: Store, sent: Callable[[str], str]) -> None:
    request = _ask_to_join(laptop_b)
    assert JoinRequest.from_text(sent(request.to_text())) == request


@pytest.mark.parametrize("name", ["Laptop „Praxis“", "Laptop ”מרפאה”"])
def test_a_mailed_request_keeps_the_quotes_in_its_laptops_name(laptop_b: Store, name: str) -> None:
    with laptop_b.write() as db:
        request = ask_to_join(db, name, IDS)
    quoted = "".join(f"> {line}\n" for line in request.to_text().splitlines())
    for sent in (f"Here it is:\n{request.to_text()}", quoted):
        assert JoinRequest.from_text(sent) == request


@pytest.mark.parametrize("text", ["{", "Hello {Dana}", "x{" * 30_000, '{"a":' * 10_000])
def test_a_mail_with_braces_and_no_request_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="damaged; nothing was changed"):
        JoinRequest.from_text(text)


def test_a_mailed_answer_is_no_request() -> None:
    with pytest.raises(BadInput, match="This is not a PazPaz join request"):
        JoinRequest.from_text('Hello!\n{"kind": "PazPaz join answer"}')


def test_a_text_of_a_newer_program_says_so(laptop_b: Store) -> None:
    text = _ask_to_join(laptop_b).to_text().replace('"format": 1', '"format": 2')
    with pytest.raises(BadInput, match="newer"):
        JoinRequest.from_text(text)


def test_the_verifier_is_that_of_the_example_in_rfc_7677() -> None:
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    stored = "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
    server = "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    expected = f"SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==${stored}:{server}"
    assert scram_verifier("pencil", salt) == expected
