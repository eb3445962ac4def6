"""The services and locations that a booking form offers. Free of Qt."""

from collections.abc import Callable, Sequence

from core.domain.ids import LocationId, ServiceId
from core.domain.records import Location, Service
from desktop.calendar.booking_form import BookingFormView, Form
from desktop.calendar.ports import CalendarGateway
from desktop.kit.ports import Runner


class FormChoices:
    """As they were read last: by their ids, as the view shows them. GUI thread."""

    def __init__(
        self, view: BookingFormView, desk: CalendarGateway, runner: Runner, on_read: Callable[[], None]
    ) -> None:
        self._view, self._desk, self._runner, self._on_read = view, desk, runner, on_read
        self.services: dict[ServiceId, Service] = {}
        self.locations: dict[LocationId, Location] = {}

    def read(self, form: Form) -> None:
        """Those that are offered, and what the form holds though it is not offered any more."""
        desk = self._desk
        self._runner.run(
            lambda: (desk.services(form.service_id), desk.locations(form.location_id)), self._on_found
        )

    def _on_found(self, found: tuple[Sequence[Service], Sequence[Location]]) -> None:
        services, locations = found
        self.services = {service.id: service for service in services}
        self.locations = {location.id: location for location in locations}
        self._view.show_choices(services, locations)
        self._on_read()
