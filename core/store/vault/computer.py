"""What this computer has."""

import os
import sys

if sys.platform == "win32":
    import ctypes

    class _Memory(ctypes.Structure):
        """MEMORYSTATUSEX."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "a", "b", "c", "d", "e", "f")),
        )

    def memory_bytes() -> int | None:
        """All of its memory, used or not; None when it does not say."""
        told = _Memory(length=ctypes.sizeof(_Memory))
        return int(told.total) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(told)) else None

else:

    def memory_bytes() -> int | None:
        """All of its memory, used or not; None when it does not say."""
        try:
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        except (OSError, ValueError):
            return None
