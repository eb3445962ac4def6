"""What a look at a file says: where one is in it, and why it is not shown. No Qt widgets."""

from desktop.files.pixels import Reason
from desktop.kit.i18n import tr


def pages_text(page: int, count: int) -> str:
    """`page` from 0, as people count it."""
    return tr("Files", "Page {number} of {count}", number=page + 1, count=count)


def zoom_text(zoom: float) -> str:
    """1 is 100 %."""
    return tr("Files", "{percent} %", percent=round(100 * zoom))


def reason_text(reason: Reason) -> str:
    """Why a file is not shown, what is safe, and what can be done."""
    texts = {
        Reason.TOO_LARGE: tr(
            "Files",
            "This file is larger than can be shown here. It is stored whole: save a copy to open it "
            "in another program.",
        ),
        Reason.NOT_AS_NAMED: tr(
            "Files",
            "This file is not what its name says, so it is not shown. Save a copy only if you know "
            "who made it.",
        ),
        Reason.DAMAGED: tr(
            "Files",
            "This file is damaged or was cut short, so it cannot be shown. It is stored as it was added; ask "
            "whoever made it for another copy.",
        ),
        Reason.PASSWORD: tr(
            "Files",
            "This file is protected by a password, so it cannot be shown here. Save a copy to open it in "
            "another program.",
        ),
        Reason.UNAVAILABLE: tr(
            "Files",
            "The part of PazPaz that shows such files is missing. Install PazPaz again; your practice is not "
            "touched.",
        ),
        Reason.TOO_SLOW: tr(
            "Files",
            "Showing this file took too long and was stopped. Nothing is lost: save a copy to open it in "
            "another program.",
        ),
    }
    stopped = tr(
        "Files",
        "This file could not be shown: what opens it stopped working. It runs apart from everything else, "
        "and nothing is lost.",
    )
    return texts.get(reason, stopped)
