"""Memory that was given back to the C library, given back to the system."""

import ctypes
import sys


def return_freed() -> None:
    """Some milliseconds. Does nothing where the C library has no such call, or returns freed pages itself."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
