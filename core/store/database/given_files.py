"""Files that somebody hands to the program: read only when they are files."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def open_given(path: Path) -> BinaryIO:
    """A file for reading, also through a link. Raises OSError, and does so for what is no file.

    A pipe would be waited for without an end, a device read without one.
    """
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        raise OSError(errno.EINVAL, "it is not a file")
    return os.fdopen(descriptor, "rb")
