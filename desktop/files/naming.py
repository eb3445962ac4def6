"""A file's name as it came, perhaps from a laptop that did not clean it, made safe to show and to save."""

import re
from pathlib import PurePath

from core.domain.errors import RuleBroken
from core.domain.file_names import is_device_name
from core.store.attachments.source_file import clean_name
from desktop.kit.i18n import tr

_RESERVED = re.compile(r'[<>:"|?*]')
"""On Windows; a colon names a hidden stream of another file."""
_MOST_BYTES = 200
"""Of 255 on most disks; what is written first has a longer name."""


def plain_name(name: str) -> str:
    """Without folders and signs that nobody sees, such as those that turn the reading direction."""
    try:
        return clean_name(name)
    except RuleBroken:
        return tr("Files", "File")


def name_for_copy(name: str) -> str:
    """What the dialog proposes: on every system the name of a file in the folder that is chosen there."""
    plain = _RESERVED.sub("_", plain_name(name)).strip(". ") or tr("Files", "File")
    ending = PurePath(plain).suffix
    if len(ending.encode()) > _MOST_BYTES // 4:
        ending = ""
    stem = plain.removesuffix(ending).encode()[: _MOST_BYTES - len(ending.encode())]
    # Cut by bytes, the last letter may be half a one.
    proposed = stem.decode(errors="ignore").rstrip(". ") + ending
    return f"_{proposed}" if is_device_name(proposed) else proposed
