"""Where exactly an appointment takes place, in words: in the form, beside the appointment."""

from core.domain.enums import LocationType
from desktop.kit.i18n import tr


def place_label(kind: LocationType) -> str:
    """Of the line below the location."""
    return {
        LocationType.CLINIC: tr("Fields", "Place"),
        LocationType.HOME: tr("Calendar", "Address"),
        LocationType.ONLINE: tr("Calendar", "Link or details"),
    }[kind]


def place_hint(kind: LocationType) -> str:
    """What to write there, while it is empty."""
    return {
        LocationType.CLINIC: "",
        LocationType.HOME: tr("Calendar", "Street, number and town"),
        LocationType.ONLINE: tr("Calendar", "Such as a link to the video call"),
    }[kind]
