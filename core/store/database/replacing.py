"""Moving files and folders to their place, also where another program holds what is there for a moment.

Windows lets nobody replace or rename what a virus scanner, an indexer or a backup program has open; they let
go within a second. Elsewhere what is open can be replaced, and a refusal is final.
"""

import errno
import sys
import time
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path

_PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.1, 0.2, 0.2, 0.5, 0.5, 1.0)
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EEXIST})

Try = Callable[[Path, Path], object]


def _replace(source: Path, target: Path) -> None:
    source.replace(target)


def move_over(
    source: Path,
    target: Path,
    tries: Try = _replace,
    *,
    wait: Callable[[float], None] = time.sleep,
    on_windows: bool = sys.platform == "win32",
) -> None:
    """Puts `source` in the place of `target`; `tries` is one try at it.

    Raises OSError when it is still held after about three seconds.
    """
    # The last pause is None: one more try, and then the error goes on.
    for pause_s in chain(_PAUSES_S if on_windows else (), repeat(None)):
        try:
            tries(source, target)
        except OSError as error:
            if pause_s is None or error.errno not in _HELD:
                raise
            wait(pause_s)
        else:
            return
