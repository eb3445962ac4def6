"""What Windows says about the cost of the present connection, asked without Python's lock.

Qt asks too, but while its backend loads no other thread of Python runs, so the window would stand still.
"""

import sys
from uuid import UUID

_FIXED, _VARIABLE, _OVER_LIMIT = 0x2, 0x4, 0x10000
_MANAGER = UUID("dcb00c01-570f-4a9b-8d69-199fdba5723b")
_COST_MANAGER = UUID("dcb00008-570f-4a9b-8d69-199fdba5723b")


def is_metered(cost: int) -> bool:
    """From the bits of NLM_CONNECTION_COST: a volume that is paid, or that ends."""
    return bool(cost & (_FIXED | _VARIABLE | _OVER_LIMIT))


if sys.platform == "win32":
    import ctypes

    # CLSCTX_ALL.
    _ANY_SERVER = 0x17
    # The table begins with what every COM object has: QueryInterface, AddRef, Release.
    _RELEASE, _GET_COST = 2, 3
    """Places in the table of INetworkCostManager's methods."""

    def connection_cost() -> int:
        """The bits of NLM_CONNECTION_COST. Any thread; raises OSError where Windows does not tell."""
        ole = ctypes.OleDLL("ole32")
        # 0, COINIT_MULTITHREADED: an apartment of its own would need a loop for messages, and this thread has
        # none.
        ole.CoInitializeEx(None, 0)
        try:
            return _cost(ole)
        finally:
            ole.CoUninitialize()

    def _cost(ole: ctypes.OleDLL) -> int:
        manager, cost = ctypes.c_void_p(), ctypes.c_ulong()
        ole.CoCreateInstance(
            _MANAGER.bytes_le, None, _ANY_SERVER, _COST_MANAGER.bytes_le, ctypes.byref(manager)
        )
        methods = ctypes.cast(manager, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        get_cost = ctypes.WINFUNCTYPE(
            ctypes.HRESULT, ctypes.c_void_p, ctypes.POINTER(ctypes.c_ulong), ctypes.c_void_p
        )(methods[_GET_COST])
        release = ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p)(methods[_RELEASE])
        try:
            get_cost(manager, ctypes.byref(cost), None)
        finally:
            release(manager)
        return cost.value
