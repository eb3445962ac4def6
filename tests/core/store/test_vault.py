"""Vaults open for their person, say plainly why they do not, and survive whatever happens to the program."""

import json
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.crypto.kdf import KdfParams
from core.crypto.slot_format import slot_params
from core.domain.errors import (
    BadInput,
    NotAStore,
    StoreBusy,
    StoreDamaged,
    Tampered,
    UserError,
    VersionMismatch,
    WrongPassphrase,
)
from core.store.vault import document
from core.store.vault import vault as vault_module
from core.store.vault.document import VaultDocument, read_document
from core.store.vault.listing import check_free, list_vaults
from core.store.vault.vault import (
    Vault,
    change_passphrase,
    create_vault,
    initials_of,
    open_vault,
    open_with_either,
    strengthen,
)

FAST = KdfParams.FAST_FOR_TESTS
PHRASE = "acorn meadow violin"
OTHER_PHRASE = "seventeen wet otters"


@pytest.fixture(name="made")
def _made(tmp_path: Path) -> Iterator[tuple[Vault, str]]:
    vault, code = create_vault(tmp_path, PHRASE, params=FAST)
    yield vault, code
    vault.close()


@pytest.fixture(name="template", scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault, _ = create_vault(tmp_path_factory.mktemp("template"), PHRASE, params=FAST)
    vault.close()
    return vault.path


@pytest.fixture(name="closed")
def _closed(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "vaults" / template.name)


def reopened(path: Path, phrase: str = PHRASE) -> bytes:
    with open_vault(path, phrase) as vault:
        return vault.db_key


def rewrite(path: Path, change: Callable[[dict[str, object]], object], *, with_checksum: bool = True) -> None:
    """vault.json as somebody without the master key can rewrite it."""
    file = path / "vault.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content.pop("checksum")
    change(content)
    if with_checksum:
        content["checksum"] = document._checksum(content)
    file.write_text(json.dumps(content), encoding="utf-8")


def test_a_new_vault_opens_again_with_its_passphrase(made: tuple[Vault, str], tmp_path: Path) -> None:
    vault, code = made
    key = vault.db_key
    assert len(key) == 32
    assert vault.path.parent == tmp_path / "vaults"
    assert vault.files_path.is_dir()
    assert vault.store_path == vault.path / "store.db"
    assert len(code.replace("-", "")) == 36
    vault.close()
    assert reopened(vault.path) == key


def test_nothing_of_a_vault_is_readable_by_others(made: tuple[Vault, str]) -> None:
    vault = made[0]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault.path.iterdir()}
    assert modes == {"vault.json": 0o600, "vault.lock": 0o600, "files": 0o700}
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(vault.path.parent.stat().st_mode) == 0o700


def test_a_loosened_folder_is_tightened_when_it_is_opened(closed: Path) -> None:
    for folder in (closed, closed.parent):
        folder.chmod(0o755)
    reopened(closed)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, closed.parent)] == [0o700, 0o700]


def test_a_vault_outside_the_folder_of_vaults_leaves_its_surroundings_alone(
    closed: Path, tmp_path: Path
) -> None:
    elsewhere = closed.rename(tmp_path / "elsewhere")
    tmp_path.chmod(0o755)
    reopened(elsewhere)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_keys_and_secrets_do_not_show(made: tuple[Vault, str]) -> None:
    vault, code = made
    shown = repr(vault) + repr(vault.document) + (vault.path / "vault.json").read_text(encoding="utf-8")
    assert vault.db_key.hex() not in shown
    assert bytes(vault.master_key).hex() not in shown
    assert repr(bytes(vault.master_key)) not in shown
    assert code not in shown
    assert PHRASE not in shown


def test_a_wrong_passphrase_is_said_and_changes_nothing(closed: Path) -> None:
    before = (closed / "vault.json").read_bytes()
    with pytest.raises(WrongPassphrase, match="not right"):
        open_vault(closed, "something else")
    assert (closed / "vault.json").read_bytes() == before
    assert reopened(closed)


def test_the_recovery_paper_opens_the_same_vault(made: tuple[Vault, str]) -> None:
    vault, code = made
    key = vault.db_key
    vault.check_recovery(code)
    vault.close()
    with open_with_either(vault.path, code.lower()) as recovered:
        assert recovered.db_key == key
        recovered.set_passphrase(OTHER_PHRASE, FAST)
    assert reopened(vault.path, OTHER_PHRASE) == key


def test_a_mistyped_or_foreign_code_opens_nothing(made: tuple[Vault, str], tmp_path: Path) -> None:
    vault, code = made
    with pytest.raises(BadInput):
        vault.check_recovery(code[:-1])
    vault.close()
    stranger, foreign = create_vault(tmp_path / "elsewhere", PHRASE, params=FAST)
    stranger.close()
    with pytest.raises(WrongPassphrase):
        open_with_either(vault.path, foreign)


def test_a_renewed_paper_replaces_the_old_one(made: tuple[Vault, str]) -> None:
    vault, code = made
    renewed = vault.renew_recovery()
    vault.check_recovery(renewed)
    with pytest.raises(WrongPassphrase):
        vault.check_recovery(code)


def test_a_changed_passphrase_replaces_the_old_one(made: tuple[Vault, str]) -> None:
    vault = made[0]
    key = vault.db_key
    change_passphrase(vault, PHRASE, OTHER_PHRASE, params=FAST)
    vault.close()
    with pytest.raises(WrongPassphrase):
        open_vault(vault.path, PHRASE)
    assert reopened(vault.path, OTHER_PHRASE) == key


def test_a_passphrase_is_not_changed_without_the_old_one(made: tuple[Vault, str]) -> None:
    before = made[0].document
    with pytest.raises(WrongPassphrase):
        change_passphrase(made[0], "something else", OTHER_PHRASE, params=FAST)
    assert made[0].document == before == read_document(made[0].path)


def test_the_cost_is_fitted_to_the_computer_when_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "calibrate", lambda _memory: FAST)
    vault, _ = create_vault(tmp_path, PHRASE)
    vault.set_passphrase(OTHER_PHRASE)
    vault.close()
    assert reopened(vault.path, OTHER_PHRASE)


def test_every_change_grows_the_generation(made: tuple[Vault, str]) -> None:
    made[0].set_initials("Noa Ben-Ami")
    made[0].renew_recovery()
    assert made[0].document.generation == 3
    assert read_document(made[0].path).generation == 3


def test_a_wiped_vault_gives_no_keys(made: tuple[Vault, str]) -> None:
    vault = made[0]
    umk = vault.master_key
    vault.close()
    vault.close()
    assert not any(umk)
    with pytest.raises(ValueError, match="wiped"):
        _ = vault.db_key


def test_a_failed_change_leaves_the_vault_as_it_was(
    made: tuple[Vault, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, code = made

    def full(*_: object) -> None:
        raise UserError("full")

    with monkeypatch.context() as patch:
        patch.setattr(document, "write_atomically", full)
        with pytest.raises(UserError, match="full"):
            vault.renew_recovery()
    vault.check_recovery(code)
    vault.close()
    assert reopened(vault.path)


def test_a_failed_creation_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise UserError("full")

    monkeypatch.setattr(document, "write_atomically", full)
    with pytest.raises(UserError, match="full"):
        create_vault(tmp_path, PHRASE, params=FAST)
    assert list((tmp_path / "vaults").iterdir()) == []


# Slots of a computer that was busy when they were made


def test_a_cheap_slot_is_made_anew_once_and_the_passphrase_stays(
    made: tuple[Vault, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dear = KdfParams(FAST.memory_kib, FAST.iterations + 1, FAST.lanes)
    monkeypatch.setattr(vault_module, "calibrate", lambda _memory: dear)
    vault, code = made
    assert not strengthen(vault, PHRASE, 2_000_000_000)
    assert strengthen(vault, PHRASE, 8_000_000_000)
    assert slot_params(vault.document.passphrase_slot) == dear
    vault.check_recovery(code)
    vault.close()
    assert reopened(vault.path)
    with open_with_either(vault.path, code) as recovered:
        assert not strengthen(recovered, PHRASE, 8_000_000_000)


def test_a_slot_that_is_dear_enough_stays(made: tuple[Vault, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "least_memory_kib", lambda _memory: FAST.memory_kib)
    before = made[0].document
    assert not strengthen(made[0], PHRASE, None)
    assert made[0].document == before


def test_a_slot_that_cannot_be_made_anew_stops_nobody(
    made: tuple[Vault, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(_: object) -> KdfParams:
        raise UserError("no memory")

    monkeypatch.setattr(vault_module, "calibrate", no_memory)
    before = made[0].document
    assert not strengthen(made[0], PHRASE, None)
    assert made[0].document == before


# One process at a time


def test_a_vault_that_is_open_is_busy(made: tuple[Vault, str]) -> None:
    with pytest.raises(StoreBusy, match="open in another window"):
        open_vault(made[0].path, PHRASE)


def test_a_vault_that_is_open_says_so_without_a_secret_and_a_closed_one_is_left_free(
    made: tuple[Vault, str],
) -> None:
    path = made[0].path
    with pytest.raises(StoreBusy, match="open in another window"):
        check_free(path)
    made[0].close()
    check_free(path)
    assert reopened(path)


def test_a_disk_that_refuses_the_look_is_told_when_the_vault_is_opened(tmp_path: Path) -> None:
    check_free(tmp_path / "gone")


def test_a_killed_process_lets_go(closed: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from core.store.database.private_files import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(closed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy):
            open_vault(closed, PHRASE)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert reopened(closed)


# Damaged, foreign and forged


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", StoreDamaged),
        (b"\0" * 700, StoreDamaged),
        (b'{"format": "pazpaz vault", "vers', StoreDamaged),
        (b'{"format": "pazpaz vault"}', StoreDamaged),
        (b'{"format": "pazpaz vault", "version": 1}', StoreDamaged),
        (b'{"format": "pazpaz vault", "version": 2}', VersionMismatch),
        (b'{"name": "somebody else", "version": 1}', NotAStore),
        (b"[1, 2]", NotAStore),
        (b"[" * 60_000, NotAStore),
        (b"\xff\xfe\x00binary", NotAStore),
        (b" " * 100_000, NotAStore),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_damaged_or_foreign_file_is_said(closed: Path, content: bytes, error: type[UserError]) -> None:
    (closed / "vault.json").write_bytes(content)
    with pytest.raises(error) as caught:
        open_vault(closed, PHRASE)
    assert type(caught.value) is error
    assert (closed / "vault.json").read_bytes() == content


def test_a_folder_that_is_no_vault_is_said_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(NotAStore, match="no practice"):
        open_vault(tmp_path, PHRASE)
    with pytest.raises(NotAStore):
        open_vault(tmp_path / "missing", PHRASE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "field", ["id", "generation", "passphrase_slot", "recovery_slot", "keyring_slot", "mac"]
)
@pytest.mark.parametrize("value", ["?", [], None])
def test_fields_of_a_wrong_kind_are_refused(closed: Path, field: str, value: object) -> None:
    rewrite(closed, lambda content: content.update({field: value}))
    if field == "keyring_slot" and value is None:
        return  # quick unlock is off
    with pytest.raises(StoreDamaged):
        read_document(closed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_flipped_bit_in_the_file_is_noticed(closed: Path, data: st.DataObject) -> None:
    file = closed / "vault.json"
    intact = file.read_bytes()
    broken = bytearray(intact)
    broken[data.draw(st.integers(0, len(intact) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(broken)
    try:
        # A bit may turn one blank into another, and then nothing is damaged.
        assert read_document(closed) == _original(file, intact)
    except UserError as error:
        assert isinstance(error, StoreDamaged | NotAStore | VersionMismatch)  # noqa: PT017
    finally:
        file.write_bytes(intact)


def _original(file: Path, intact: bytes) -> VaultDocument:
    file.write_bytes(intact)
    return read_document(file.parent)


def test_a_file_rewritten_without_the_key_is_refused(closed: Path) -> None:
    rewrite(closed, lambda content: content.update(initials="XX"))
    with pytest.raises(Tampered, match="changed by something else"):
        open_vault(closed, PHRASE)


def test_lowered_cost_is_refused(closed: Path) -> None:
    def lower(content: dict[str, object]) -> None:
        slot = bytes.fromhex(str(content["passphrase_slot"]))
        content["passphrase_slot"] = (slot[:1] + KdfParams(8, 1, 1).pack() + slot[13:]).hex()

    rewrite(closed, lower)
    with pytest.raises(Tampered, match="cost settings"):
        open_vault(closed, PHRASE)


def test_a_slot_from_another_vault_does_not_open_this_one(closed: Path, tmp_path: Path) -> None:
    stranger, _ = create_vault(tmp_path / "elsewhere", OTHER_PHRASE, params=FAST)
    slot = stranger.document.passphrase_slot.hex()
    stranger.close()
    rewrite(closed, lambda content: content.update(passphrase_slot=slot))
    with pytest.raises(Tampered):
        open_vault(closed, OTHER_PHRASE)


# The door


def test_the_door_shows_initials_and_what_is_wrong(tmp_path: Path) -> None:
    assert list_vaults(tmp_path) == []
    vaults = [create_vault(tmp_path, PHRASE, params=FAST)[0] for _ in range(3)]
    for vault, name in zip(vaults, ["Ruth Zafir", "Amos Gil Dror Ziv", ""], strict=True):
        vault.set_initials(name)
        vault.close()
    (vaults[2].path / "vault.json").write_bytes(b"")
    shown = list_vaults(tmp_path)
    assert [info.initials for info in shown] == ["?", "AGD", "RZ"]
    assert [info.id for info in shown] == [vaults[2].id, vaults[1].id, vaults[0].id]
    assert [info.problem is None for info in shown] == [False, True, True]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Noa Ben-Ami", "NB"),
        ("  ruth  ", "R"),
        ("", ""),
        ("דנה לוי", "דל"),
        ("a b c d", "ABC"),
        ("(x) y", "Y"),
    ],
)
def test_initials_are_three_letters_at_most(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_id_in_the_file_is_the_vaults(made: tuple[Vault, str]) -> None:
    assert made[0].id == UUID(made[0].path.name) == read_document(made[0].path).id
    assert made[0].initials == ""
