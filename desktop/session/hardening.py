"""Keeps keys out of core dumps and out of other programs' reach."""

import ctypes
import sys

# As in <linux/prctl.h>.
_PR_SET_DUMPABLE = 4


def forbid_dumps() -> bool:
    """No core dumps, and on Linux no reading of this process by others of the same user. True if it holds.

    A program that is started by this one may dump nothing either, but can be read again: each calls this in
    its first line.
    """
    done = _no_core_files()
    if sys.platform == "linux":
        done = _not_dumpable() and done
    return done


def _no_core_files() -> bool:
    if sys.platform == "win32":
        return True
    import resource  # noqa: PLC0415 - does not exist on Windows

    # The hard limit too: a soft one could be raised again.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def _not_dumpable() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
