"""What of this computer decides how a picture looks: Qt, the platform and the fonts."""

import hashlib
from dataclasses import dataclass

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QImage, QPainter, QRawFont

FAMILY = "DejaVu Sans"
_SAMPLE = "The quick brown fox, 0123456789 – קפץ הכלב"


@dataclass(frozen=True)
class Fingerprint:
    """Pictures are compared only where all of this is the same."""

    qt: str
    platform: str
    ratio: float
    family: str
    files: str
    """Of the fonts' files: their own checksums, wherever they lie."""
    sample: str
    """Of a line in these fonts as it is painted here."""


def fingerprint() -> Fingerprint:
    """Of the running application."""
    fonts = [QFont(FAMILY, 11), QFont(FAMILY, 11, QFont.Weight.DemiBold)]
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    return Fingerprint(
        qVersion(),
        QGuiApplication.platformName(),
        ratio,
        QFontInfo(fonts[0]).family(),
        _digest(*(bytes(QRawFont.fromFont(font).fontTable("head").data()) for font in fonts)),
        _digest(*(_painted(font) for font in fonts)),
    )


def _painted(font: QFont) -> bytes:
    image = QImage(500, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(image.rect(), int(Qt.AlignmentFlag.AlignLeft), _SAMPLE)
    painter.end()
    return bytes(image.constBits())


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]
