"""Small text files that pass between people: requests, answers, secrets."""

from pathlib import Path

from core.domain.errors import BadInput, UserError
from core.store.database.given_files import open_given
from core.store.database.private_files import write_atomically

_STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""What the shell has opened for us, such as the other end of `<(...)`: nobody need be waited for."""


def read_text(path: Path, limit: int = 1_000_000, *, pipe: bool = False) -> str:
    """A small text file that somebody handed over. Raises BadInput with a sentence that names it.

    With `pipe` a named pipe is waited for, as scripts hand over a secret.
    """
    try:
        with path.open("rb") if pipe or str(path).startswith(_STREAMS) else open_given(path) as file:
            raw = file.read(limit + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise BadInput(f"{path} cannot be read: {reason}; nothing was changed.") from None
    if len(raw) > limit:
        raise BadInput(f"{path} is too large to be what was asked for; nothing was changed.")
    try:
        # Editors under Windows put a mark of the byte order before the first letter.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not a text file; nothing was changed.") from None


def write_file(to: Path, text: str) -> None:
    """All of it or nothing, readable by its owner alone."""
    if not to.absolute().parent.is_dir():
        raise UserError(f"There is no folder {to.absolute().parent}; nothing was written.", code="no_folder")
    write_atomically(to.absolute(), text.encode())
