"""Lines that speak of what stands above them: below a heading, below a side of the body, in one sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from core.text.aligning import AlignedVersions, Chunk
from core.text.related_lines import continues, is_heading, is_item, sides


def heading_disputed(versions: AlignedVersions) -> bool:
    """Whether one side renamed a heading ("Left knee:") while the other wrote below it."""
    base, ours, theirs, in_ours, in_theirs = versions
    return _renamed_above(base, in_ours, (theirs, in_theirs)) or _renamed_above(
        base, in_theirs, (ours, in_ours)
    )


def _renamed_above(
    base: Sequence[str], in_renamer: Mapping[int, int], written: tuple[Sequence[str], Mapping[int, int]]
) -> bool:
    writer, in_writer = written
    return any(
        _below(base, at) != _below(writer, in_writer[at])
        for at, line in enumerate(base)
        if is_heading(line) and at not in in_renamer and at in in_writer
    )


def _below(version: Sequence[str], at: int) -> list[str]:
    """The lines of one heading: up to an empty line or the next heading."""
    end = at + 1
    while end < len(version) and version[end].strip() and not is_heading(version[end]):
        end += 1
    return list(version[at:end])


def leaning_on_change(found: Sequence[Chunk]) -> set[int]:
    """Chunks of one side that speak of what the other side changed above: its side, or its sentence."""
    return _below_changed_side(found) | _in_one_sentence(found)


def _below_changed_side(found: Sequence[Chunk]) -> set[int]:
    """Where one side made "Left knee" the right one and the other wrote in the lines below it."""
    disputed: set[int] = set()
    for at, chunk in enumerate(found):
        for is_ours in (True, False):
            if _side_changed(chunk, is_ours=is_ours):
                below = [no for no in _passage(found, at) if _differs(found[no], is_ours=not is_ours)]
                disputed |= {at, *below} if below else set()
    return disputed


def _side_changed(chunk: Chunk, *, is_ours: bool) -> bool:
    written = chunk.ours if is_ours else chunk.theirs
    is_rewritten = bool(chunk.base) and chunk.ours != chunk.theirs
    return is_rewritten and _sides_by_line(chunk.base) != _sides_by_line(written)


def _sides_by_line(version: Sequence[str]) -> list[Counter[str]]:
    return [told for line in version if (told := sides(line))]


def _differs(chunk: Chunk, *, is_ours: bool) -> bool:
    """Whether that side changed it, and not as the other side did."""
    return chunk.ours != chunk.theirs and (chunk.ours if is_ours else chunk.theirs) != chunk.base


def _passage(found: Sequence[Chunk], at: int) -> Iterator[int]:
    """The chunk and those below it, up to an empty line or the next heading."""
    yield at
    for no in range(at + 1, len(found)):
        chunk = found[no]
        if chunk.stable and (not chunk.base[0].strip() or is_heading(chunk.base[0])):
            return
        yield no


def _in_one_sentence(found: Sequence[Chunk]) -> set[int]:
    """Where both changed parts of a sentence that runs over several lines: an order and how often."""
    disputed: set[int] = set()
    for run in _runs(found):
        ours, theirs = ({no for no in run if _differs(found[no], is_ours=each)} for each in (True, False))
        if ours and theirs and len(ours | theirs) > 1:
            disputed |= ours | theirs
    return disputed


def _runs(found: Sequence[Chunk]) -> Iterator[list[int]]:
    """Numbers of chunks that carry one sentence on. Someone who writes all in small letters has none."""
    run: list[int] = []
    for no, chunk in enumerate(found):
        if run and _carries_on(chunk):
            run.append(no)
            continue
        yield run
        run = [] if _carries_on(chunk) else [no]
    yield run


def _carries_on(chunk: Chunk) -> bool:
    firsts = [version[0] for version in (chunk.base, chunk.ours, chunk.theirs) if version]
    return any(continues(line) and not is_item(line) for line in firsts)
