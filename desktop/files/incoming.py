"""Files and pictures that are dropped or pasted."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QImage

from desktop.files.presenter import Adding
from desktop.kit.i18n import tr


def files_in(data: QMimeData) -> list[Adding]:
    """What lies on this computer; addresses of the web are left out.

    A folder, or what is gone, is refused with its name when it is read: nobody looks at a disk here.
    """
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return [Adding(path.name, path) for path in paths if path.name]


def pasted_picture(picture: object, now: datetime) -> Adding | None:
    """A picture without a name, such as one cut from a screen, as PNG in memory."""
    if not isinstance(picture, QImage) or picture.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    name = tr("Files", "Picture {when}", when=f"{now:%Y-%m-%d %H.%M.%S}") + ".png"
    return Adding(name, bytes(buffer.data().data()))
