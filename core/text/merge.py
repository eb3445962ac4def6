"""Three-way merge of texts: by lines, then by sentences inside a changed paragraph, never by words.

Word-level merging made "600 mg once daily" of "600 mg twice" and "400 mg once"; a sentence is therefore
the smallest thing that is ever taken from one side.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.text.aligning import AlignedVersions, Chunk, aligned, chunks, chunks_of
from core.text.passages import heading_disputed, leaning_on_change
from core.text.related_lines import continues, is_heading, matters, repeated, same_matter
from core.text.sentences import Sentence, joined, lines, sentences

MAX_PARTS = 2000
"""Above this many lines or sentences in a version nothing is aligned and both texts are kept."""


@dataclass(frozen=True, slots=True)
class TextMerge:
    """`ours` and `theirs` hold what could be merged, and differ only where a person must choose."""

    ours: str
    theirs: str

    @property
    def clean(self) -> bool:
        """Whether nobody has to be asked: both sides came to the same text."""
        return self.ours == self.theirs


_LINE_ENDS = re.compile(r"\r+\n")
"""As Windows writes them, once or copied more often than once."""
LinePair = tuple[tuple[str, ...], tuple[str, ...]]


def merge_text(base: str, ours: str, theirs: str) -> TextMerge:
    """Merges two edits of `base`. Symmetric: swapping the sides swaps the result's sides."""
    if theirs in (ours, base):
        return TextMerge(ours, ours)
    if ours == base:
        return TextMerge(theirs, theirs)
    plain = [_LINE_ENDS.sub("\n", text) for text in (base, ours, theirs)]
    if plain != [base, ours, theirs]:
        # From the top once more: texts that differed in nothing but their line ends are alike now.
        return merge_text(*plain)
    return _merge_edits(base, ours, theirs) if base.strip() else _keep_longer_or_ask(ours, theirs)


def _merge_edits(base: str, ours: str, theirs: str) -> TextMerge:
    """Both edited a text; whole where any doubt is about more than one passage."""
    texts, both = (lines(base), lines(ours), lines(theirs)), TextMerge(ours, theirs)
    if max(map(len, texts)) > MAX_PARTS:
        return both
    versions = aligned(*texts)
    if _moved_and_changed(versions) or heading_disputed(versions):
        return both
    merged = _merged_lines(versions)
    return both if _doubles_more(merged, texts) else merged


def _merged_lines(versions: AlignedVersions) -> TextMerge:
    found, doubles = chunks_of(versions), repeated(versions.base, versions.ours, versions.theirs)
    picked = [_merge_lines(chunk, unsure) for chunk, unsure in _with_doubt(found, doubles)]
    return TextMerge(
        "\n".join(line for ours_part, _ in picked for line in ours_part),
        "\n".join(line for _, theirs_part in picked for line in theirs_part),
    )


def _moved_and_changed(versions: AlignedVersions) -> bool:
    """Whether one side moved a line that the other rewrote: merged, its old and new wording would stand."""
    base, ours, theirs, in_ours, in_theirs = versions
    lost = {line for at, line in enumerate(base) if at not in in_ours and at not in in_theirs}
    return any(line.strip() and (line in ours) != (line in theirs) for line in lost)


def _doubles_more(merged: TextMerge, versions: Sequence[Sequence[str]]) -> bool:
    """Whether a line came to stand more often than in any version: a dose given twice is another dose."""
    known = [Counter(line.strip() for line in version) for version in versions]
    for text in (merged.ours, merged.theirs):
        counts = Counter(line.strip() for line in lines(text))
        if any(line and count > max(1, *(each[line] for each in known)) for line, count in counts.items()):
            return True
    return False


def _with_doubt(found: list[Chunk], doubles: frozenset[str]) -> Iterator[tuple[Chunk, bool]]:
    """Each chunk, and whether it may contradict another or repeated parts make its place uncertain."""
    disputed = _disputed(found) | leaning_on_change(found)
    for index, chunk in enumerate(found):
        near = found[max(0, index - 1) : index + 2]
        texts = {part.strip() for each in near for part in (*each.base, *each.ours, *each.theirs)}
        is_doubtful = index in disputed or not doubles.isdisjoint(texts)
        yield chunk, not chunk.stable and is_doubtful


def _disputed(found: list[Chunk]) -> set[int]:
    """Where both sides, at whatever places, began to speak of one matter: "allergic", "no allergies"."""
    by_ours = [_news(chunk.base, chunk.ours, chunk.theirs) for chunk in found]
    by_theirs = [_news(chunk.base, chunk.theirs, chunk.ours) for chunk in found]
    shared = set().union(*by_ours) & set().union(*by_theirs)
    return {at for at in range(len(found)) if shared & (by_ours[at] | by_theirs[at])}


def _news(base: Sequence[str], side: Sequence[str], other: Sequence[str]) -> set[str]:
    """What a side began to speak of, beyond what both wrote alike."""
    if side == base:
        return set()
    return matters("\n".join(part for part in side if part not in other)) - matters("\n".join(base))


def _merge_lines(chunk: Chunk, unsure: bool) -> LinePair:
    """What each side shows for a chunk of lines; equal where the merge is clean."""
    if unsure:
        return chunk.ours, chunk.theirs
    if (taken := _one_sided(chunk)) is not None:
        return taken, taken
    if not chunk.base:
        return _both_added(chunk)
    if len(chunk.base) == len(chunk.ours) == len(chunk.theirs):
        return _line_by_line(chunk)
    return chunk.ours, chunk.theirs


def _one_sided(chunk: Chunk) -> tuple[str, ...] | None:
    if chunk.ours in (chunk.theirs, chunk.base):
        return chunk.theirs
    return chunk.ours if chunk.theirs == chunk.base else None


def _both_added(chunk: Chunk) -> LinePair:
    """Two paragraphs added at one place: only their order is open, unless they speak of one matter.

    Both stay, in an order that both devices would choose. Passages that share a word or a unit may
    contradict each other (two doses, two sides), so those are put before a person. Lines without a heading
    come first: below one that the other side added they would speak of something else.
    """
    first, second = sorted((chunk.ours, chunk.theirs), key=lambda part: (_has_heading(part), part))
    if second[: len(first)] == first:
        return second, second
    if _has_heading(first) and not _begins_with_heading(second):
        return chunk.ours, chunk.theirs
    if same_matter("\n".join(first), "\n".join(second)) or continues(first[0]) or continues(second[0]):
        return chunk.ours, chunk.theirs
    return first + second, first + second


def _has_heading(part: Sequence[str]) -> bool:
    return any(map(is_heading, part))


def _begins_with_heading(part: Sequence[str]) -> bool:
    return next(is_heading(line) for line in part if line.strip())


def _line_by_line(chunk: Chunk) -> LinePair:
    """Neighbouring paragraphs; a line that carries on the one above is not split from it."""
    later = (*chunk.base[1:], *chunk.ours[1:], *chunk.theirs[1:])
    if any(continues(line) for line in later) or _reordered(chunk):
        return chunk.ours, chunk.theirs
    merged = [_merge_paragraph(*each) for each in zip(chunk.base, chunk.ours, chunk.theirs, strict=True)]
    return tuple(each.ours for each in merged), tuple(each.theirs for each in merged)


def _reordered(chunk: Chunk) -> bool:
    """Whether a line of the base stands at another place: then lines of one number are not one line."""
    pairs = (pair for side in (chunk.ours, chunk.theirs) for pair in zip(side, chunk.base, strict=True))
    return any(line != was and line.strip() and line in chunk.base for line, was in pairs)


def _merge_paragraph(base: str, ours: str, theirs: str) -> TextMerge:
    if ours in (theirs, base):
        return TextMerge(theirs, theirs)
    if theirs == base:
        return TextMerge(ours, ours)
    return _merge_sentences(sentences(base), sentences(ours), sentences(theirs), TextMerge(ours, theirs))


def _merge_sentences(
    base: list[Sentence], ours: list[Sentence], theirs: list[Sentence], both: TextMerge
) -> TextMerge:
    """Takes a sentence from a side only where an untouched sentence parts it from the other side's change."""
    texts = [[part.text for part in version] for version in (base, ours, theirs)]
    if max(map(len, texts)) > MAX_PARTS or repeated(*texts):
        return both
    # Sorted, not ours before theirs: where both have a sentence with another space behind it, both devices
    # must choose the same.
    gaps = {
        part.text: part.gap for version in (base, *sorted((ours, theirs), key=joined)) for part in version
    }
    picked: list[str] = []
    found = chunks(*texts)
    if _disputed(found):
        return both
    for chunk in found:
        taken = _one_sided(chunk)
        if taken is None:
            return both
        picked.extend(taken)
    if repeated(picked):
        return both
    merged = joined([Sentence(text, gaps[text]) for text in picked])
    # A last sentence that was deleted would leave the space before it.
    if not any(version[-1].gap for version in (ours, theirs) if version):
        merged = merged.rstrip()
    return TextMerge(merged, merged)


def _keep_longer_or_ask(ours: str, theirs: str) -> TextMerge:
    """Both wrote into an empty field: whole accounts of their own, unless one carries the other on."""
    first, second = sorted((ours, theirs), key=lambda text: (text.rstrip(), text))
    if second.startswith(first.rstrip() + "\n") or not first.strip():
        return TextMerge(second, second)
    return TextMerge(ours, theirs)
