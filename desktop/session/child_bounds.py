"""What binds a process of this program that reads files of strangers: memory, time, no disk, no network."""

import contextlib
import ctypes
import sys
from collections.abc import Iterator

# As in <linux/sched.h>; Python names them from 3.12 on.
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def bound_memory(most: int) -> None:
    """A hostile file takes no more than `most` bytes; Windows has no such limit for a process of its own."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and refuses it
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def forbid_writing() -> None:
    """From here on no file grows by a byte, whatever code runs in this process. Pipes are no files."""
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - does not exist on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def leave_network() -> bool:
    """From here on nothing outside is reached, not even this computer's own ports. True where it holds.

    Only Linux knows this for a program without rights, and some distributions do not allow it.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    # Only root may leave the network, and in a user namespace of its own every process is that.
    return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


@contextlib.contextmanager
def alarm(longest_s: int) -> Iterator[None]:
    """The signal ends the process also in the middle of C++, where no thread of ours would be let run."""
    if sys.platform == "win32":
        yield
        return
    import signal  # noqa: PLC0415 - `alarm` does not exist on Windows

    signal.alarm(longest_s)
    yield
    signal.alarm(0)
