"""Of what a server keeps for the recovery paper: which version counts, and what is wrong with the others."""

import uuid
from dataclasses import dataclass, field

import pytest

from core.crypto.certs import DeviceCert
from core.crypto.keys import DeviceKeys
from core.crypto.manifests import KeyManifest
from core.crypto.recovery import Paper, new_code, workspace_keys
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, UserId, WorkspaceId
from sync.keys.manifest import KeyPapers
from sync.keys.recovery_paper import sealed_for_paper, sign_paper
from sync.keys.stored_papers import SignedKeys, StoredPaper, newest_keys

WORKSPACE = WorkspaceId(uuid.uuid4())
CODE = new_code(Paper.WORKSPACE)


@dataclass(frozen=True)
class Signer:
    """A device with a certificate of this role."""

    role: Role = Role.OWNER
    keys: DeviceKeys = field(default_factory=DeviceKeys.generate)
    device_id: DeviceId = field(default_factory=lambda: DeviceId(uuid.uuid4()))

    def cert(self) -> DeviceCert:
        return DeviceCert(
            workspace_id=WORKSPACE,
            user_id=UserId(uuid.uuid4()),
            device_id=self.device_id,
            role=self.role,
            sign_pub=self.keys.sign_pub,
            hpke_pub=self.keys.hpke_pub,
            issued_at=0,
        )

    def kept(self, *numbers: int, mark: bytes = b"k") -> SignedKeys:
        keys = dict.fromkeys(numbers, mark * 32)
        held = sealed_for_paper(workspace_keys(CODE), WORKSPACE, keys)
        return SignedKeys(sign_paper(self.keys.sign, WORKSPACE, self.device_id, held))


OWNER, THIEF, HELPER = Signer(), Signer(), Signer(Role.THERAPIST)


def _opened(*kept: StoredPaper, removed: Signer | None = None, current: int = 1) -> dict[int, bytes]:
    devices = {each.device_id: each.cert() for each in (OWNER, THIEF, HELPER)}
    manifest = KeyManifest(
        workspace_id=WORKSPACE,
        generation=1,
        current_key_no=current,
        issued_at=0,
        issuer_device_id=OWNER.device_id,
        recipients=bytes(32),
    )
    out = frozenset({removed.device_id}) if removed else frozenset()
    return dict(newest_keys(CODE, WORKSPACE, kept, devices, KeyPapers(manifest, {}, out)))


def test_given_two_genuine_versions_when_opened_then_the_newest_counts() -> None:
    assert _opened(OWNER.kept(0, 1, mark=b"n"), OWNER.kept(0, 1, mark=b"o"))[1] == b"n" * 32


def test_given_a_newer_version_of_a_removed_device_when_opened_then_an_older_one_goes_before_it() -> None:
    theirs, ours = THIEF.kept(0, 1, mark=b"t"), OWNER.kept(0, 1, mark=b"o")

    assert _opened(theirs, ours, removed=THIEF)[1] == b"o" * 32
    assert _opened(theirs, removed=THIEF)[1] == b"t" * 32  # better than none


def _flipped(blob: bytes) -> bytes:
    return blob[:-1] + bytes([blob[-1] ^ 1])


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        (HELPER.kept(0, 1), "not signed by an owner"),
        (Signer().kept(0, 1), "not signed by an owner"),
        (SignedKeys(_flipped(OWNER.kept(0, 1).blob)), "not signed by an owner"),
        (SignedKeys(b""), "not signed by an owner"),
        (OWNER.kept(0), "does not open the newest key"),
        (OWNER.kept(1), "does not open the newest key"),
    ],
)
def test_given_a_version_that_does_not_hold_when_opened_then_passed_over_and_alone_it_says_why(
    kept: SignedKeys, why: str
) -> None:
    assert _opened(kept, OWNER.kept(0, 1)) == {0: b"k" * 32, 1: b"k" * 32}
    with pytest.raises(Tampered, match=why):
        _opened(kept)


def test_given_nothing_at_all_when_opened_then_it_says_so() -> None:
    with pytest.raises(Tampered, match="nothing for a recovery paper"):
        _opened()
