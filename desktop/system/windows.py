"""Windows: a window that is never shown hears of the session and of the power.

A filter over the program's own windows would run Python for every event of theirs.
"""

import sys
from collections.abc import Callable
from itertools import count

# WM_WTSSESSION_CHANGE with WTS_SESSION_LOCK, WM_POWERBROADCAST with PBT_APMSUSPEND.
SESSION_CHANGE, POWER = 0x02B1, 0x0218
LOCKED, SUSPEND = 7, 4


def heard(message: int, what: int) -> str:
    """ "lock", "sleep" or nothing, from the numbers that Windows sends to a window."""
    return {(SESSION_CHANGE, LOCKED): "lock", (POWER, SUSPEND): "sleep"}.get((message, what), "")


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _RESULT = ctypes.c_ssize_t
    _PROCEDURE = ctypes.WINFUNCTYPE(_RESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
    _THIS_SESSION = 0
    _number = count()

    class _Class(ctypes.Structure):
        _fields_ = (
            ("style", wintypes.UINT),
            ("procedure", _PROCEDURE),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("icon", wintypes.HANDLE),
            ("cursor", wintypes.HANDLE),
            ("brush", wintypes.HANDLE),
            ("menu", wintypes.LPCWSTR),
            ("name", wintypes.LPCWSTR),
        )

    class WindowsSource:
        """Fulfils `SignalSource`. Its window belongs to the GUI thread, whose event loop feeds it."""

        def __init__(self, lock: Callable[[], None], sleep: Callable[[], None]) -> None:
            self._calls = {"lock": lock, "sleep": sleep}
            self._user = ctypes.WinDLL("user32", use_last_error=True)
            self._user.DefWindowProcW.argtypes = _PROCEDURE._argtypes_
            self._user.DefWindowProcW.restype = _RESULT
            self._user.CreateWindowExW.restype = wintypes.HWND
            self._user.CreateWindowExW.argtypes = (
                wintypes.DWORD,
                wintypes.LPCWSTR,
                wintypes.LPCWSTR,
                wintypes.DWORD,
                *(ctypes.c_int,) * 4,
                wintypes.HWND,
                wintypes.HMENU,
                wintypes.HINSTANCE,
                wintypes.LPVOID,
            )
            self._user.DestroyWindow.argtypes = (wintypes.HWND,)
            # Kept: ctypes frees what only Windows still knows of, and the next message would crash.
            self._procedure = _PROCEDURE(self._on_message)
            self.window: int | None = None

        def begin(self) -> None:
            # A process can register a name once, and this may begin again.
            name = f"PazPazSignals{next(_number)}"
            described = _Class(procedure=self._procedure, name=name)
            if not self._user.RegisterClassW(ctypes.byref(described)):
                raise ctypes.WinError(ctypes.get_last_error())
            # No message-only window: those hear no broadcasts, and that the computer sleeps is one.
            self.window = self._user.CreateWindowExW(0, name, name, 0, 0, 0, 0, 0, None, None, None, None)
            if not self.window:
                raise ctypes.WinError(ctypes.get_last_error())
            sessions = ctypes.WinDLL("wtsapi32")
            sessions.WTSRegisterSessionNotification.argtypes = (wintypes.HWND, wintypes.DWORD)
            sessions.WTSRegisterSessionNotification(self.window, _THIS_SESSION)

        def end(self) -> None:
            if self.window:
                self._user.DestroyWindow(self.window)
                self.window = None

        def _on_message(self, window: int, message: int, what: int, more: int) -> int:
            name = heard(message, what)
            if name:
                self._calls[name]()
            answer: int = self._user.DefWindowProcW(window, message, what, more)
            return answer
