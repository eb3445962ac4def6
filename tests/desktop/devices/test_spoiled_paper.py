"""A stolen login of an owner's spoils what the recovery paper opens; the newest genuine version opens."""

import base64
import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.domain.ids import WorkspaceId
from core.domain.registry import SCHEMA_VERSION, WORKSPACES
from core.store.practice.practice import ClientDraft
from migrations.operate import connection
from sync.enrolment.identity_store import Enrolment, remote_of
from sync.keys.recovery_paper import SETTING, extended_paper
from sync.postgres.rows import PostgresRemote
from tests.desktop.terminal.conftest import Operator, Terminal, join, names, operator, words_of  # noqa: F401 - fixture

CODE = re.compile(r"recovery code: (\S.*)")
_KEEPS = "pz.keep_recovery_paper()"
_SETTINGS = str(WORKSPACES.by_name["settings"].no)


_JUNK_MAC = base64.b64encode(bytes(32)).decode()
_JUNK_SEAL = base64.b64encode(b"\x01" + bytes(66)).decode()


@dataclass
class Thief:
    """The login of a stolen laptop, and any SQL."""

    remote: PostgresRemote
    enrolment: Enrolment
    op_no: int = 0

    @property
    def workspace_id(self) -> WorkspaceId:
        return self.enrolment.identity.workspace_id

    def held(self) -> tuple[int, dict[str, Any]]:
        """Version and settings of the practice's row."""
        (head,) = self.remote.hello().heads
        page = self.remote.pull(head.workspace_id, head.epoch, 0, 1000)
        row = next(each for each in page.rows if each.table_no == WORKSPACES.no)
        settings = row.plain.get(int(_SETTINGS))
        return row.version, settings if isinstance(settings, dict) else {}

    def write(self, settings: object) -> tuple[str, str | None]:
        """Over the practice's row, with a seal that has the form of one; status and code."""
        (head,) = self.remote.hello().heads
        op = {
            "n": head.last_op_no + 1, "i": str(uuid.uuid4()), "g": 1, "t": WORKSPACES.no,
            "r": str(self.workspace_id), "b": self.held()[0], "d": None, "m": _JUNK_MAC, "s": _JUNK_SEAL,
            "p": {_SETTINGS: settings}, "c": {},
        }  # fmt: skip
        query = "SELECT pzapi.sync_push(%s, %s, %s, %s)"
        told = self.workspace_id, head.epoch, SCHEMA_VERSION, json.dumps([op])
        ((answer,),) = self.remote._rows(query, *told)
        return answer["results"][0][1], answer["results"][0][3]


def _paper_of(settings: dict[str, Any]) -> dict[str, Any]:
    return {**settings[SETTING]}


def _own_keys(workspace_id: WorkspaceId, settings: dict[str, Any]) -> dict[str, Any]:
    """Keys of the thief's choice, sealed to the paper as anybody can."""
    paper = _paper_of(settings)
    chosen = {int(no): b"e" * 32 for no in paper["keys"]}
    return {**settings, SETTING: extended_paper({**paper, "keys": {}}, workspace_id, chosen)}


def _strange(settings: dict[str, Any], keys: object) -> dict[str, Any]:
    return {**settings, SETTING: {**_paper_of(settings), "keys": keys}}


Spoil = Callable[[WorkspaceId, dict[str, Any]], object]
SPOILED: dict[str, Spoil] = {
    "no settings": lambda _, __: None,
    "no paper": lambda _, __: {},
    "a paper without keys": lambda _, settings: _strange(settings, {}),
    "keys of the thief's choice": _own_keys,
    "keys that are no keys": lambda _, settings: _strange(settings, {"0": 1, "x": [], "99999999999": "eA=="}),
    "the same keys beside a great number": lambda _, settings: {**settings, "n": 10**99},
}


@pytest.fixture
def theft(tmp_path: Path, operator: Operator) -> Iterator[tuple[Path, Thief, Terminal]]:  # noqa: F811 - the fixture
    """A practice whose keys were changed once, its paper, the stolen login, and the owner's laptop."""
    laptop, other = Terminal(tmp_path / "owner"), Terminal(tmp_path / "stolen")
    laptop.new_practice()
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    request, answer = laptop.folder / "request.json", laptop.folder / "answer.json"
    asked = laptop("connect", "--to", request)
    assert operator("approve", request, "--words", words_of(asked), "--to", answer).status == 0
    assert laptop("connect", "--answer", answer).status == 0
    assert join(laptop, other).status == 0
    for command in ("sync", "rotate-key", "sync"):
        assert laptop(command).status == 0
    found = CODE.search(asked.err)
    assert found is not None
    with other.open() as opened:
        enrolment = opened.require_enrolment()
    remote = remote_of(enrolment)
    yield laptop.file("paper.txt", found[1] + "\n"), Thief(remote, enrolment), laptop
    remote.close()


def _let_in(tmp_path: Path, paper: Path, run: Operator) -> Terminal:
    fresh = Terminal(tmp_path / "fresh")
    request, answer = fresh.folder / "request.json", fresh.folder / "answer.json"
    asked = fresh("join", "--to", request)
    said = run("approve", request, "--words", words_of(asked), "--recovery-code", paper, "--to", answer)
    assert said.status == 0, said.err
    assert fresh("join", "--answer", answer).status == 0
    assert fresh("sync").status == 0
    return fresh


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_given_a_practices_row_overwritten_by_a_stolen_login_when_the_paper_is_used_then_it_opens_everything(
    theft: tuple[Path, Thief, Terminal],
    operator: Operator,  # noqa: F811 - the fixture
    tmp_path: Path,
    spoil: Spoil,
) -> None:
    paper, thief, _ = theft
    settings = thief.held()[1]

    assert thief.write(spoil(thief.workspace_id, settings)) == ("ok", None)
    assert thief.write(settings) == ("ok", None)  # the genuine keys once more, in a row that nobody signed

    fresh = _let_in(tmp_path, paper, operator)
    assert names(fresh) == {"Fern"}
    assert fresh("rotate-key").status == 0


def test_given_lists_of_keys_that_a_stolen_login_planted_when_the_paper_is_used_then_they_are_passed_over(
    theft: tuple[Path, Thief, Terminal],
    operator: Operator,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    paper, thief, _ = theft
    for number in (2, 3):
        thief.remote._rows("SELECT pzapi.declare_sealed(%s, %s, %s)", thief.workspace_id, number, b"junk")

    assert names(_let_in(tmp_path, paper, operator)) == {"Fern"}


def _spoil_certificates(thief: Thief) -> None:
    for number, entry in enumerate(thief.remote.directory(thief.workspace_id)):
        thief.remote.renew_cert(thief.workspace_id, entry.device_id, b"rubbish %d" % number)


def test_given_rubbish_for_every_certificate_when_the_paper_is_used_then_it_opens_everything(
    theft: tuple[Path, Thief, Terminal],
    operator: Operator,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    paper, thief, _ = theft
    _spoil_certificates(thief)

    fresh = _let_in(tmp_path, paper, operator)

    assert names(fresh) == {"Fern"}
    assert fresh("revoke", str(thief.enrolment.identity.device_id), "--yes").status == 0
    made = operator("make-owner", "--recovery-code", paper)
    assert made.status == 0, made.err


def test_given_rubbish_for_every_certificate_when_devices_are_listed_then_it_says_whose_login_gave_it(
    theft: tuple[Path, Thief, Terminal],
) -> None:
    _, thief, laptop = theft
    _spoil_certificates(thief)

    marked = [line for line in laptop("devices").out.splitlines() if "GAVE FALSE CERTIFICATES" in line]

    assert [line.split()[0] for line in marked] == [str(thief.enrolment.identity.device_id)]
    assert "NOT VOUCHED FOR" not in laptop("devices").out


def test_given_versions_without_end_when_one_login_writes_them_then_it_is_refused_and_an_owner_goes_on(
    theft: tuple[Path, Thief, Terminal],
    operator: Operator,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    paper, thief, laptop = theft
    settings = thief.held()[1]
    answers = [thief.write(_strange(settings, {"0": str(number)})) for number in range(21)]
    assert answers == [("ok", None)] * 20 + [("refused", "check")]

    for command in ("rotate-key", "sync", "sync"):
        assert laptop(command).status == 0
    assert names(_let_in(tmp_path, paper, operator)) == {"Fern"}


@pytest.mark.parametrize(
    "setting", [("bytea_output", "escape"), ("TimeZone", "<far>+100")], ids=lambda each: each[0]
)
def test_given_a_stolen_login_that_spells_as_nobody_does_when_the_paper_is_used_then_it_opens_everything(
    theft: tuple[Path, Thief, Terminal],
    tmp_path: Path,
    operator: Operator,  # noqa: F811 - the fixture
    setting: tuple[str, str],
) -> None:
    """An earlier server kept bytes and moments as the session that wrote wanted them spelled."""
    paper, thief, laptop = theft
    with connection.operator(operator.url) as db:
        for statement in ("SET LOCAL ROLE pz_prov", f"ALTER FUNCTION {_KEEPS} RESET {setting[0]}"):
            db.execute(sa.text(statement))
        db.commit()
    thief.remote._rows("SELECT set_config(%s, %s, false)", *setting)
    assert thief.write(_strange(thief.held()[1], {})) == ("ok", None)

    fresh = _let_in(tmp_path, paper, operator)

    assert names(fresh) == names(laptop)
