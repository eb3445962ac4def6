"""Where blocks of time stand in the columns of a grid: behind its hours, or in the rows for whole days."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.lanes import Lane, pack
from core.domain.timegrid import DayScale
from desktop.calendar.block_entry import BlockEntry
from desktop.calendar.gesture import Board

MOST_BANDS = 3
"""Rows for whole days; what is more on one day is told by the shade alone, and in the agenda."""


@dataclass(frozen=True, slots=True)
class BlockPiece:
    """The part of a block in one column, in minutes. Of whole days `band` is the row above the hours."""

    block: BlockEntry
    column: int
    top: float
    bottom: float
    lane: Lane
    band: int | None = None
    starts: bool = True
    """Whether its beginning is in this column, and its end."""
    ends: bool = True


def lay_out_blocks(blocks: Sequence[BlockEntry], board: Board) -> list[BlockPiece]:
    """By column; in a practitioner's column only their own and closures, of a place as of the practice."""
    return [
        piece
        for column, day in enumerate(board.days)
        for piece in _column(column, day, [one for one in blocks if _stands_in(one, board, column)])
    ]


def _stands_in(block: BlockEntry, board: Board, column: int) -> bool:
    day = board.days[column]
    if not (block.start < day.end and day.start < block.end):
        return False
    return not board.practitioners or block.user_id in {None, board.practitioners[column].id}


def _column(column: int, day: DayScale, blocks: Sequence[BlockEntry]) -> list[BlockPiece]:
    whole = [one for one in blocks if one.is_all_day]
    timed = [one for one in blocks if not one.is_all_day]
    spans = [(day.minute_of(one.start), day.minute_of(one.end)) for one in timed]
    # An hour that the clock leaves out has no height.
    tall = [(one, span) for one, span in zip(timed, spans, strict=True) if span[0] < span[1]]
    lanes = pack([span for _, span in tall])
    alone = Lane(0, 1, 1)
    top, bottom = day.minute_of(day.start), day.minute_of(day.end)
    return [
        *(BlockPiece(one, column, top, bottom, alone, band) for band, one in enumerate(whole)),
        *(
            BlockPiece(one, column, low, high, lane, starts=one.start >= day.start, ends=one.end <= day.end)
            for (one, (low, high)), lane in zip(tall, lanes, strict=True)
        ),
    ]


def bands(pieces: Sequence[BlockPiece]) -> int:
    """How many rows a grid needs above its hours."""
    rows = max((piece.band + 1 for piece in pieces if piece.band is not None), default=0)
    return min(rows, MOST_BANDS)


def blocks_of_days(blocks: Sequence[BlockEntry], days: Sequence[DayScale]) -> list[list[BlockEntry]]:
    """Those of each day, whole days first, then by start."""
    ordered = sorted(blocks, key=lambda one: not one.is_all_day)
    return [[one for one in ordered if one.start < day.end and day.start < one.end] for day in days]
