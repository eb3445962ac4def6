"""The line below the location of a booking: where a home is, or how to meet online. No Qt."""

from collections.abc import Mapping
from dataclasses import replace

from core.domain.enums import LocationType
from core.domain.ids import LocationId
from core.domain.records import Location
from desktop.calendar.booking_form import BookingFormView, Form

_NEEDED = frozenset({LocationType.HOME, LocationType.ONLINE})


class PlaceLine:
    """A home has the client's address until somebody writes another; what is stored stays as it is."""

    def __init__(self, view: BookingFormView) -> None:
        self._view = view
        self.begin("", is_new=True)

    def begin(self, text: str, *, is_new: bool) -> None:
        """`text` is what the form begins with: stored, or written before in a new one that was kept."""
        self._given, self._follows = "" if is_new else text, is_new
        self._kind: LocationType | None = None
        """None until the locations are read."""
        self._address = ""
        self._typed: dict[LocationType, str] = {}
        """What was written for another kind of place, for whoever comes back to that."""
        self._tell(LocationType.CLINIC, text)

    def saved(self, form: Form) -> None:
        """What this form says is stored by now."""
        self._given, self._follows = form.location_details, False

    def is_typed(self, form: Form) -> bool:
        """Whether a person wrote what stands there."""
        return form.location_details != self._given

    def with_address(self, form: Form, address: str) -> Form:
        """The client of the form lives there; empty where nobody knows. In the line it is one line."""
        self._address = " ".join(address.split())
        if not self._follows:
            return form
        if form.location_details == self._address:
            self._given = self._address  # nobody wrote it, also where the form was kept with it
        if self._kind is not LocationType.HOME or self.is_typed(form):
            return form
        return self._show(self._filled(form))

    def fitted(self, form: Form, locations: Mapping[LocationId, Location]) -> Form:
        """For the location that the form has now; nothing changes until the kind of that is known."""
        kind = _kind_of(form, locations)
        if kind is None:
            return form
        before, self._kind = self._kind, kind
        is_kept = before is None and (not self._follows or bool(form.location_details))
        if kind is before or is_kept:
            return self._show(form)
        if before is not None and self.is_typed(form):
            self._typed[before] = form.location_details
        self._follows = True
        filled = self._filled(form)
        return self._show(replace(filled, location_details=self._typed.pop(kind, filled.location_details)))

    def _filled(self, form: Form) -> Form:
        self._given = self._address if self._kind is LocationType.HOME else ""
        return replace(form, location_details=self._given)

    def _show(self, form: Form) -> Form:
        self._tell(self._kind or LocationType.CLINIC, form.location_details)
        return form

    def _tell(self, kind: LocationType, text: str) -> None:
        """Also a line that no kind asks for, where something is stored in it."""
        self._view.show_place(kind, text, needed=kind in _NEEDED or bool(text))


def _kind_of(form: Form, locations: Mapping[LocationId, Location]) -> LocationType | None:
    if form.location_id is None:
        return LocationType.CLINIC
    location = locations.get(form.location_id)
    return location.location_type if location else None
