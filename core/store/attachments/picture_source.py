"""A picture on its way in, without what it tells about camera, place, time and person."""

from core.picture_file.stripping import LOOK_AT, Metadata, is_strippable, is_telling, strip
from core.store.attachments.source_file import LARGEST, Source, read_beginning


def without_metadata(source: Source) -> tuple[Source, Metadata]:
    """In memory where it is a picture, else as it was given. Raises BadInput."""
    beginning = read_beginning(source, LOOK_AT)
    if is_strippable(beginning):
        # One byte too many is refused later: it grew since it was measured.
        return strip(read_beginning(source, LARGEST + 1))
    return source, Metadata.LEFT if is_telling(beginning) else Metadata.NONE
