"""One page of the feed: what each row means to us, as a settlement that the store writes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from core.domain.ids import DeviceId, RowKey
from core.domain.registry import BY_NO, CLINICAL_DIGEST
from core.runtime.yielding import FOREGROUND
from core.store.outbox.feed_store import FeedRow
from core.store.outbox.journal import WaitingRow
from core.store.outbox.known_rows import Known
from core.store.outbox.wire_row import WireRow, wire_to_json
from core.store.unit_of_work.settlement import POISON, Landing, Lost, Settlement, Told
from sync.rows.merge import Merged, RowSide, merge_cells, merge_row
from sync.rows.questions import alarm, told_of_merge
from sync.rows.superseding import agreed_version

ROLLED_BACK, ALTERED = "rolled_back", "altered"

SHARED = "sync/shared"
"""Fact: `PagePlan.shared` of the pages so far."""
NOTHING_DRAWN: Mapping[RowKey, RowSide] = MappingProxyType({})
_NOTHING_AGREED = WaitingRow(None, 0, 0, 0)
"""A merge without a base: whatever differs is asked."""


@dataclass(slots=True)
class PagePlan:
    """Rows of a page by what is to be done with them."""

    apply: list[FeedRow] = field(default_factory=list)
    echo: list[FeedRow] = field(default_factory=list)
    merge: list[tuple[FeedRow, WaitingRow]] = field(default_factory=list)
    again: list[FeedRow] = field(default_factory=list)
    """Rows of which a restored server lost our later version: ours goes there again."""
    alarms: list[tuple[RowKey, str]] = field(default_factory=list)
    shared: int = 0
    """Of a restored server: until when, by its clock, what we had of it is where it began again."""

    def decide(self, each: FeedRow, mine: Known | None, entry: WaitingRow | None, *, restored: bool) -> None:
        """Puts one row where it belongs. `mine` and `entry`: what is here of it, and what of it waits."""
        version = mine.version if mine else 0
        if entry:
            version = agreed_version(mine, entry.base, entry.base_version)
        # On its way here once more, for another role, when the server went back: it is as it was last agreed
        # on, whatever its version says.
        is_strange = restored and mine is not None and version == 0 and mine.mac not in (None, each.mac)
        if mine is not None and is_strange and each.row.updated_at < _agreed_at(mine, entry):
            self.again.append(each)
        # Version 0: nothing was ever agreed on, so whichever version the server has comes in.
        elif mine is None or version == 0 or each.row.version > version:
            may_lack_ours = restored and (version or is_strange)
            self._bring_in(each, _base(mine, entry, self.shared) if may_lack_ours else entry)
        elif each.row.version == version and mine.is_shown_by(each):
            self._recognise(each, mine, entry)
        # In the epoch that we know no honest server has an older version, or another content in this one.
        elif not restored:
            self.alarms.append((each.key, ROLLED_BACK if each.row.version < version else ALTERED))
        # Its row is of the backup and was not written since: it only lost our later version.
        elif each.row.updated_at < _agreed_at(mine, entry):
            self.again.append(each)
        else:
            # Written after the restore: numbers begin again there, so nothing that both agreed on is left.
            self.merge.append((each, _NOTHING_AGREED))

    def _bring_in(self, each: FeedRow, agreed: WaitingRow | None) -> None:
        if agreed is None:
            self.apply.append(each)
        else:
            self.merge.append((each, agreed))

    def _recognise(self, each: FeedRow, mine: Known, entry: WaitingRow | None) -> None:
        self.echo.append(each)
        # Both times are of the server's clock: ours may be wrong by years.
        if mine.mac is not None and each.row.updated_at == _agreed_at(mine, entry):
            self.shared = each.row.updated_at


class FeedReading(NamedTuple):
    """How the feed is read. `anew`: from its beginning, over rows that are here. `restored`: because the
    server came back from a backup and may know less than we do."""

    restored: bool = False
    anew: bool = False


ONWARD = FeedReading()


def plan_page(
    rows: Sequence[FeedRow],
    known: Mapping[RowKey, Known],
    entries: Mapping[RowKey, WaitingRow],
    *,
    restored: bool = False,
    shared: int = 0,
) -> PagePlan:
    """Decides about each row. `restored`: the server came back from a backup and may know less than we do.

    Then its rows come in the order in which it wrote them, first those of the backup. The last one that we
    have just as it is tells from when on it may lack what we had of it, see `PagePlan.shared`.
    """
    plan = PagePlan(shared=shared)
    for each in FOREGROUND.behind(rows):
        key = each.key
        plan.decide(each, known.get(key), entries.get(key), restored=restored)
    return plan


def _agreed_at(mine: Known, entry: WaitingRow | None) -> int:
    """When the server wrote what we last had of it, by its own clock."""
    if entry is None:
        return mine.updated_at
    agreed = entry.base or (entry.drawn if mine.mac is not None else None)
    return agreed.updated_at if agreed else 0


def _base(mine: Known | None, entry: WaitingRow | None, shared: int) -> WaitingRow | None:
    """What a restored server's later row is merged with: it may have been made without what we had of it."""
    if mine is not None and 0 < _agreed_at(mine, entry) <= shared:
        return entry
    return _NOTHING_AGREED


def planned(
    rows: Sequence[FeedRow],
    known: Mapping[RowKey, Known],
    entries: Mapping[RowKey, WaitingRow],
    reading: FeedReading,
    shared: int,
) -> PagePlan:
    """See `plan_page`; `shared`: what was learned from the pages before, also over the end of a pass."""
    if not reading.restored:
        return plan_page(rows, known, entries)
    return plan_page(rows, known, entries, restored=True, shared=shared)


def settlement_of(
    plan: PagePlan,
    entries: Mapping[RowKey, WaitingRow],
    ours: Mapping[RowKey, WireRow],
    here: DeviceId,
    drawn: Mapping[RowKey, RowSide] = NOTHING_DRAWN,
) -> Settlement:
    """What becomes of the rows of a page. `ours`: those to be merged or sent again; `drawn`: what rows that
    never were on the server began from.

    A base learns the server's times too when our own row comes back: our clock may be wrong by years.
    """
    merges = FOREGROUND.behind(plan.merge)
    return Settlement(
        echoes=tuple(plan.echo),
        bases=tuple(each.row for each in plan.echo if each.key in entries),
        taken=tuple(plan.apply),
        landings=tuple(
            _landing(each, entry, ours[each.key], here, drawn.get(each.key)) for each, entry in merges
        ),
        sent_again=tuple(_sent_again(each, ours[each.key]) for each in plan.again),
        told=tuple(alarm(key, kind) for key, kind in plan.alarms),
    )


def _landing(
    each: FeedRow, entry: WaitingRow, ours: WireRow, here: DeviceId, drawn: RowSide | None
) -> Landing:
    key, theirs = each.key, each.row
    base = _side(entry.base) if entry.base else drawn
    try:
        merged = merge_row(BY_NO[key[0]], base, _side(ours), _side(theirs))
        row = _merged_row(merged, entry, ours, theirs)
    # One row that cannot be merged must not stop the page: the server's is taken, ours is kept in history.
    except POISON:
        merged, row = Merged(dict(theirs.fields)), None
    return Landing(
        server=each,
        row=row,
        waits=row is not None and _differ(row, theirs),
        told=told_of_merge(key, merged, here, each.origin),
        otherwise=_given_way(each, ours),
    )


def _merged_row(merged: Merged, entry: WaitingRow, ours: WireRow, theirs: WireRow) -> WireRow:
    # The server's time where it has one, so that it is the same on every laptop however wrong a clock is.
    deleted_at = (theirs.deleted_at or ours.deleted_at) if merged.deleted else None
    unknown = {no: cell for no, cell in entry.base.extra_cells.items() if cell} if entry.base else {}
    cells = merge_cells(unknown, ours.extra_cells, theirs.extra_cells)
    return replace(theirs, fields=merged.fields, extra_cells=cells, deleted_at=deleted_at)


def _given_way(each: FeedRow, ours: WireRow) -> Told:
    """Of a merged row that its table does not take: ours is kept whole in history."""
    key = each.key
    lost = Lost(about=key, kind="replaced", ours=wire_to_json(ours), their_device=each.origin)
    return Told(key=key, history=(lost,), notices=(("replaced", None),))


def _sent_again(each: FeedRow, ours: WireRow) -> Landing:
    """The server lost a version that we hold: ours becomes an edit of what it has."""
    theirs, key = each.row, each.key
    ours = _as_shown(ours, theirs)
    differs = _differ(ours, theirs)
    is_work = differs and not BY_NO[theirs.table_no].insert_only
    # Where nothing is to be sent the server's row stands as it is, its times included.
    stays = replace(ours, version=theirs.version) if is_work else theirs
    lost = Lost(
        about=key,
        kind="sent_again" if is_work else "replaced",
        ours=wire_to_json(ours),
        theirs=wire_to_json(theirs),
        their_device=each.origin,
    )
    told = Told(key=key, history=(lost,) if differs else ())
    return Landing(server=each, row=stays, waits=is_work, told=told, otherwise=told)


def _as_shown(ours: WireRow, theirs: WireRow) -> WireRow:
    """Clinical fields that are not here, or that a digest stands for, are as they came: nobody changed them
    here."""
    clinical = {column.no for column in BY_NO[ours.table_no].clinical}
    standing = {CLINICAL_DIGEST} & {*ours.fields, *theirs.fields}
    if not clinical or not standing:
        return ours
    lacking = clinical if CLINICAL_DIGEST in ours.fields else set()
    shown = {no: value for no, value in theirs.fields.items() if no in lacking | standing}
    rest = {no: value for no, value in ours.fields.items() if no != CLINICAL_DIGEST}
    return replace(ours, fields={**shown, **rest})


def _side(row: WireRow) -> RowSide:
    return RowSide(row.fields, row.deleted_at is not None)


def _differ(one: WireRow, other: WireRow) -> bool:
    return _side(one) != _side(other) or one.extra_cells != other.extra_cells
