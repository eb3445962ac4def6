"""Rows on their way out and in: sealing cells and rows, opening and verifying them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.crypto.cells import KeyRing, base_no
from core.crypto.clinical import clinical_digest, holds, possible_digests
from core.crypto.seals import SealVerifier, leaf, row_mac, seal_batch
from core.domain.enums import Role
from core.domain.errors import Tampered
from core.domain.ids import DeviceId, RowKey
from core.domain.names import names_others
from core.domain.plain import Plain
from core.domain.registry import BY_NO, CLINICAL_DIGEST, CONFLICTS, Table
from core.domain.rights import CLINICAL_TABLES, is_clinical_dispute
from core.runtime.yielding import FOREGROUND
from core.store.outbox.adoption import Adoption
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.sent_op import Sent
from core.store.outbox.wire_row import WireRow, canonical, canonical_parts
from sync.keys.keychain import Identity, Keychain, lacks_keys
from sync.remote import Op, RemoteRow
from sync.rows.named import check_named, named_person


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that was not used: its seal, cell or content does not hold. Others go on."""

    table_no: int
    row_id: uuid.UUID
    seq: int
    unsealed: FeedRow | None = None
    """What it says, where all that is wrong is that nobody sealed it: never taken, but if this device holds
    the very same, the row only came by again."""
    row: RemoteRow | None = field(default=None, compare=False)
    """As it came, where ours may take its place."""
    waits: bool = False
    """It cannot be checked yet by who may not read all of it, which is no alarm."""

    @property
    def key(self) -> RowKey:
        """As of a row that was used."""
        return self.table_no, self.row_id


class Codec:
    """Seals and opens for one device. `decode` may ask the server for keys and the directory."""

    def __init__(self, identity: Identity, keychain: Keychain) -> None:
        self._me, self._keychain = identity, keychain
        self._has_asked = False
        """Whether the directory was read again for a row of this page, which may have been in vain."""
        self.role: Role | None = None
        """This device's, as its certificate says; known as soon as a row did not hold."""

    def encode(self, batch: Sequence[Sent]) -> list[Op]:
        """The ops of one push, sealed under one signature."""
        ring = self._keychain.ring()
        withheld = self._keychain.withholds()
        digests = [_digest_for(ring, sent, withheld=withheld) for sent in FOREGROUND.behind(batch)]
        macs = [
            self._mac(ring, sent.row, _shown(sent.row.table_no, canonical(sent.row), digest))
            for sent, digest in zip(batch, digests, strict=True)
        ]
        # The version that the row has once it was taken: the server adds exactly one, so it can be signed
        # beforehand.
        leaves = [
            leaf(
                self._me.workspace_id, sent.table_no, sent.row_id, sent.base_version + 1, _gone(sent.row), mac
            )
            for sent, mac in zip(batch, macs, strict=True)
        ]
        seals = seal_batch(self._me.keys.sign, self._me.device_id, leaves)
        # Under a seal of ours others would refuse these rows: nobody acts in another's name.
        kept = self._kept(batch)
        sealed = [
            (sent, digest, mac, kept.get(sent.row_id, seal))
            for sent, digest, mac, seal in zip(batch, digests, macs, seals, strict=True)
        ]
        return [self._op(ring, *each) for each in FOREGROUND.behind(sealed)]

    def decode(self, rows: Sequence[RemoteRow]) -> list[FeedRow | Bad]:
        """Opens and checks rows; those of tables that this program does not know are left out."""
        self._has_asked = False
        # Tables of a newer program: this one reads the feed from its start once it is updated.
        found = [self._decode(row) for row in FOREGROUND.behind(rows) if row.table_no in BY_NO]
        if any(isinstance(each, Bad) for each in found):
            self.role = self._keychain.role()
        return found

    def withholds(self) -> bool:
        """Whether this laptop goes without what is clinical."""
        return self._keychain.withholds()

    def standing_digest(self, row: WireRow, mac: bytes | None) -> str | None:
        """What stands in the clinic for the clinical fields of this row, whose mac there tells it.

        None where nothing does, where it was made with a key that is not here, or where the mac is not known.
        """
        ring, content = self._keychain.ring(), canonical(row)
        fields = _clinical_part(row.table_no, content)
        made = (each.hex() for each in possible_digests(ring, row.table_no, row.row_id, fields))
        shown = ((digest, _shown(row.table_no, content, digest)) for digest in made)
        return next((digest for digest, form in shown if self._mac(ring, row, form) == mac), None)

    def readable(self, row: RemoteRow) -> dict[int, object]:
        """What a row that does not hold says in columns that can be read; of the others their cells."""
        ring = self._keychain.ring()
        said: dict[int, object] = {no: value for no, value in row.plain.items() if value is not None}
        return said | {no: _opened_cell(ring, row, no, cell) for no, cell in row.cells.items()}

    def _op(self, ring: KeyRing, sent: Sent, digest: str | None, mac: bytes, seal: bytes) -> Op:
        table = BY_NO[sent.table_no]
        # It is not left out of the batch: the server refuses a number that skips one, and all behind it would
        # wait.
        if self._lacks_key_for(ring, sent) or _leaves_digest_behind(sent):
            return self._empty(sent, mac, seal)
        standing = {} if digest is None else {CLINICAL_DIGEST: digest}
        return Op(
            op_no=sent.op_no,
            op_id=sent.op_id,
            group=sent.group,
            table_no=sent.table_no,
            row_id=sent.row_id,
            base_version=sent.base_version,
            deleted=sent.deleted,
            plain={no: value for no, value in sent.fields.items() if not _is_cell(table, no)} | standing,
            cells={
                no: None if text is None else _sealed(ring, sent.row, no, text)
                for no, text in {**_secrets(table, sent.fields), **sent.cells}.items()
            },
            mac=mac,
            seal=seal,
            supersedes=sent.supersedes,
            offered=names_others(sent.table_no, sent.fields, self._me.user_id, self._me.device_id),
        )

    def _kept(self, batch: Sequence[Sent]) -> dict[uuid.UUID, bytes]:
        """Of what others did and a restored server lost: new to it, and just as they sealed it."""
        again = [
            sent.row_id
            for sent in batch
            if BY_NO[sent.table_no].insert_only and sent.base_version == 0 and not _gone(sent.row)
        ]
        return self._keychain.kept_seals(again) if again else {}

    def _lacks_key_for(self, ring: KeyRing, sent: Sent) -> bool:
        """Whether clinical texts would have to go under a key that everybody has.

        They go to the Inbox of somebody who may not write them any more. Somebody who may write them is told
        that the keys are missing (raises lacks_keys).
        """
        if ring.clinical is not None or not self._keychain.is_parted():
            return False
        secrets = {no: text for no, text in _secrets(BY_NO[sent.table_no], sent.fields).items() if text}
        if not any(is_clinical(sent.row, no) for no in secrets):
            return False
        if not self._keychain.withholds():
            raise lacks_keys()
        return True

    def _empty(self, sent: Sent, mac: bytes, seal: bytes) -> Op:
        """Uses up its number, and is refused."""
        return Op(
            op_no=sent.op_no,
            op_id=sent.op_id,
            group=sent.group,
            table_no=sent.table_no,
            row_id=sent.row_id,
            base_version=sent.base_version,
            deleted=sent.deleted,
            mac=mac,
            seal=seal,
            bad=True,
        )

    def _mac(self, ring: KeyRing, row: WireRow, content: Mapping[int, bytes]) -> bytes:
        workspace_id = self._me.workspace_id
        return row_mac(ring.index_key, workspace_id, row.table_no, row.row_id, _gone(row), content)

    def _decode(self, row: RemoteRow) -> FeedRow | Bad:
        found = self._tried(row)
        if found is not None:
            return found
        if self._knows(row) and (self._has_asked or not _may_be_offered(row)):
            return self._waiting(row) or _bad(row)
        self._has_asked = True
        # The row may be of a laptop that was let in, or under a key that was made, a moment ago.
        self._keychain.refresh()
        found = self._tried(row)
        # Only under a key that was never announced; without one of ours the row waits, and is no alarm.
        current = self._keychain.ring().current
        # A twin that is not here was kept from a laptop that may read: also that of the current key.
        if found is None and any(base_no(no) <= current for no in self._missing_keys(row)):
            raise lacks_keys()
        return found or self._waiting(row) or _bad(row)

    def _waiting(self, row: RemoteRow) -> Bad | None:
        """A row that cannot be taken yet, because its clinical cells did not come.

        Somebody who may not read them can check the row only after a clinician's laptop gave it a digest of
        them; somebody who may read them is shown too little. What this laptop has stays as it is. The row's
        signature is checked all the same.
        """
        shown = _clinical(row.table_no) & row.cells.keys()
        if not _clinical(row.table_no) or not self._keychain.is_parted():
            return None
        if shown and not self._keychain.withholds():
            return None
        # What is not whole is an alarm, also for who could not have read it.
        if row.mac is None or row.seal is None or row.sealed_by is None:
            return None
        told = leaf(
            self._me.workspace_id, row.table_no, row.row_id, row.version, row.deleted_at is not None, row.mac
        )
        try:
            self._keychain.verifier().check(row.sealed_by, told, row.seal)
        except Tampered:
            return None
        return Bad(row.table_no, row.row_id, row.seq, waits=True)

    def _tried(self, row: RemoteRow) -> FeedRow | Bad | None:
        """None when it does not hold. What has to be asked of store or server is asked first: whatever goes
        wrong after that (numbers, nesting or texts that no program of ours wrote) is the row's own."""
        if not row.readable:
            return _bad(row)
        if self._keychain.withholds():
            if row.table_no in CLINICAL_TABLES:
                return Bad(row.table_no, row.row_id, row.seq, waits=True)
            # What a server sends all the same to who may not read it is not looked at: the digest stands for
            # it.
            row = _without_clinical(row)
        ring, verifier = self._keychain.ring(), self._keychain.verifier()
        standing = self._keychain.standing() if _is_bare(row) else Adoption.OVER
        try:
            found = self._opened(ring, row)
            if _is_bare(row):
                return _unsealed(row, found, standing)
            found = self._verified(verifier, row, found)
        except Exception:  # noqa: BLE001 - of one row; the others go on
            return None
        return found

    def _knows(self, row: RemoteRow) -> bool:
        """Whether every key and device that the row names is here, so that asking again would not help."""
        trusted = row.sealed_by is None or self._keychain.trusts(row.sealed_by)
        return trusted and not self._missing_keys(row)

    def _missing_keys(self, row: RemoteRow) -> set[int]:
        ring = self._keychain.ring()
        return {no for cell in row.cells.values() if (no := ring.key_no(cell)) is not None} - ring.numbers

    def _opened(self, ring: KeyRing, row: RemoteRow) -> FeedRow:
        cells = ring.open_row(row.cells, row.table_no, row.row_id)
        opened = _wire_row(row, cells, keep_digest=self._keychain.withholds())
        # The seal signs the mac and not the content, so this comes first.
        if row.mac is None or not self._is_content(ring, row, opened, cells):
            raise Tampered("A row's content does not match its seal.")
        return FeedRow(opened, row.seq, row.mac, row.sealed_by)

    def _is_content(self, ring: KeyRing, row: RemoteRow, opened: WireRow, cells: Mapping[int, bytes]) -> bool:
        """Whether the mac is of what the row says: with its clinical fields, or with the digest of them."""
        content = canonical_parts(row.plain, cells)
        digest = row.plain.get(CLINICAL_DIGEST) if _clinical(row.table_no) else None
        if digest is None or self._keychain.withholds():
            return row.mac == self._mac(ring, opened, content)
        clinical = _clinical_part(row.table_no, content)
        if isinstance(digest, str) and holds(ring, bytes.fromhex(digest), row.table_no, row.row_id, clinical):
            # The second is of a laptop that had not heard of clinical keys yet.
            forms = _shown(row.table_no, content, digest), _without_digest(content)
            return any(row.mac == self._mac(ring, opened, form) for form in forms)
        return False

    def _verified(self, verifier: SealVerifier, row: RemoteRow, found: FeedRow) -> FeedRow:
        """With the laptop that sealed it. Raises Tampered."""
        if row.seal is None or row.sealed_by is None or found.mac is None:
            raise Tampered("A row's seal is not whole.")
        gone = _gone(found.row)
        told = leaf(self._me.workspace_id, row.table_no, row.row_id, row.version, gone, found.mac)
        signer = self._signer(verifier, row, told)
        table = BY_NO[row.table_no]
        if named_person(table, row.plain) is not None:
            is_adopted = self._keychain.standing() is not Adoption.NONE
            check_named(table, row.plain, signer, self._keychain.person, is_adopted=is_adopted)
        # Of our own rows no seal is kept: this device can seal them anew.
        is_kept = table.insert_only and signer != self._me.device_id
        return FeedRow(found.row, found.seq, found.mac, signer, row.seal if is_kept else None)

    def _signer(self, verifier: SealVerifier, row: RemoteRow, told: bytes) -> DeviceId:
        """The laptop that sealed it: mostly the one whose login sent it. What was offered again after a
        server was restored bears the seal of the person that it names."""
        assert row.seal is not None and row.sealed_by is not None  # noqa: S101, PT018 - asked by the caller
        try:
            verifier.check(row.sealed_by, told, row.seal)
        except Tampered:
            named = named_person(BY_NO[row.table_no], row.plain) if BY_NO[row.table_no].insert_only else None
            for device_id in self._keychain.devices_of(named) if named else ():
                if verifier.holds(device_id, told, row.seal):
                    return device_id
            raise
        return row.sealed_by


def _may_be_offered(row: RemoteRow) -> bool:
    """Whether it may bear the seal of a laptop that joined since and is named nowhere in it: another laptop
    offered it again after a server was restored."""
    return BY_NO[row.table_no].insert_only and row.seal is not None


def _is_bare(row: RemoteRow) -> bool:
    return row.seal is None and row.sealed_by is None


def _unsealed(row: RemoteRow, found: FeedRow, standing: Adoption) -> FeedRow | Bad:
    """A mac alone binds neither version nor time: any older content of the row would pass as its last."""
    if standing is Adoption.TOLD:
        return found
    if standing is Adoption.HELD:  # its seal is still to come
        return Bad(row.table_no, row.row_id, row.seq, found)
    return _bad(row)


def _bad(row: RemoteRow) -> Bad:
    return Bad(row.table_no, row.row_id, row.seq, row=row)


def _opened_cell(ring: KeyRing, row: RemoteRow, no: int, cell: bytes) -> object:
    try:
        opened = ring.open(cell, row.table_no, row.row_id, no)
        return opened.decode() if no in BY_NO[row.table_no].by_no else opened
    except Exception:  # noqa: BLE001 - of one cell: it is not what we hold, whatever it is
        return cell


def _clinical(table_no: int) -> frozenset[int]:
    return _CLINICAL[table_no]


_CLINICAL = {no: frozenset(column.no for column in table.clinical) for no, table in BY_NO.items()}


def _digest(ring: KeyRing, row: WireRow) -> str | None:
    """What stands for the row's clinical fields, as it travels; None where this device can make none."""
    if ring.clinical is None or not _clinical(row.table_no):
        return None
    fields = _clinical_part(row.table_no, canonical(row))
    return clinical_digest(ring, row.table_no, row.row_id, fields).hex()


def _clinical_part(table_no: int, content: Mapping[int, bytes]) -> dict[int, bytes]:
    return {no: content[no] for no in _clinical(table_no) & content.keys()}


def _digest_for(ring: KeyRing, sent: Sent, *, withheld: bool) -> str | None:
    """A row that has the digest itself came when its clinical fields did not: it goes as it came. Who goes
    without them changed some before that, perhaps, and a server that takes this needs its digest."""
    if CLINICAL_DIGEST in sent.row.fields:
        return None
    is_clinical_change = not _clinical(sent.table_no).isdisjoint(sent.fields)
    return _digest(ring, sent.row) if is_clinical_change or not withheld else None


def _leaves_digest_behind(sent: Sent) -> bool:
    """Whether it says something clinical of a row whose other clinical fields are not here. The digest of all
    cannot be made of it, and whoever may read the row would take it for forged and put their own over it."""
    return CLINICAL_DIGEST in sent.row.fields and not _clinical(sent.table_no).isdisjoint(sent.fields)


def _shown(table_no: int, content: Mapping[int, bytes], digest: str | None) -> Mapping[int, bytes]:
    """The content that a row's mac is over: where a digest stands for the clinical fields, without them."""
    if digest is None:
        return content
    open_fields = {no: value for no, value in content.items() if no not in _clinical(table_no)}
    return open_fields | canonical_parts({CLINICAL_DIGEST: digest}, {})


def _without_clinical(row: RemoteRow) -> RemoteRow:
    return replace(
        row, cells={no: cell for no, cell in row.cells.items() if no not in _clinical(row.table_no)}
    )


def _without_digest(content: Mapping[int, bytes]) -> Mapping[int, bytes]:
    return {no: value for no, value in content.items() if no != CLINICAL_DIGEST}


def is_clinical(row: WireRow, column_no: int) -> bool:
    """Whether the cell of this column of this row belongs under a clinical key."""
    if row.table_no == CONFLICTS.no:
        table_no, field_name = (row.fields.get(CONFLICTS.by_name[name].no) for name in ("table_no", "field"))
        # One about no field is as clinical as one about a field of no name that is known to be open.
        return is_clinical_dispute(int(str(table_no)), str(field_name))
    return row.table_no in CLINICAL_TABLES or column_no in _clinical(row.table_no)


def _sealed(ring: KeyRing, row: WireRow, column_no: int, text: bytes) -> bytes:
    clinical = is_clinical(row, column_no)
    return ring.seal(text, row.table_no, row.row_id, column_no, clinical=clinical)


def _wire_row(row: RemoteRow, cells: Mapping[int, bytes], *, keep_digest: bool) -> WireRow:
    """`keep_digest`: for who may not read the clinical fields and sends what stands for them as it came."""
    known: Mapping[int, object] = BY_NO[row.table_no].by_no
    fields: dict[int, Plain] = {no: value for no, value in row.plain.items() if value is not None}
    if not keep_digest and _clinical(row.table_no):
        fields.pop(CLINICAL_DIGEST, None)
    fields.update({no: cell.decode() for no, cell in cells.items() if no in known})
    return WireRow(
        table_no=row.table_no,
        row_id=row.row_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        fields=fields,
        extra_cells={no: cell for no, cell in cells.items() if no not in known},
    )


def _secrets(table: Table, fields: Mapping[int, Plain]) -> dict[int, bytes | None]:
    """What goes into cells, by column number."""
    return {
        no: None if value is None else str(value).encode()
        for no, value in fields.items()
        if _is_cell(table, no)
    }


def _is_cell(table: Table, no: int) -> bool:
    column = table.by_no.get(no)
    return column is not None and column.enc


def _gone(row: WireRow) -> bool:
    return row.deleted_at is not None
