"""The offscreen platform complains of every window; everything else that Qt says is passed on."""

import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler


def hush() -> None:
    """For this process, from now on."""
    qInstallMessageHandler(_say)


def _say(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if "propagateSizeHints" not in text:
        sys.stderr.write(text + "\n")
