"""All that an appointment has to say, for the tool tip over its box, which may be too small for it."""

from collections.abc import Mapping
from html import escape
from zoneinfo import ZoneInfo

from core.domain.ids import UserId
from desktop.calendar.entry import CalendarEntry, initials
from desktop.calendar.texts import day_text, span_text, status_text
from desktop.kit.dates import length_text
from desktop.kit.i18n import one_line

_WIDEST_PX = 360


def hover_lines(
    entry: CalendarEntry, zone: ZoneInfo, names: Mapping[UserId, str], *, blurred: bool
) -> list[str]:
    """One line for each thing; `names` are of those who treat, where several do."""
    when = f"{day_text(entry.start.astimezone(zone).date())}, {span_text(entry.start, entry.end, zone)}"
    name = initials(entry.client_name) if blurred else entry.client_name
    alert = f"! {entry.alerts}" if entry.alerts and not blurred else ""
    place = one_line((entry.service, entry.location))
    who = names.get(entry.practitioner_id, "")
    remark = "" if blurred else entry.remark
    length = length_text(entry.start, entry.end)
    lines = (name, f"{when} ({length})", status_text(entry.status), alert, place, who, remark)
    return [line for line in lines if line]


def hover_text(entry: CalendarEntry, zone: ZoneInfo, names: Mapping[UserId, str], *, blurred: bool) -> str:
    """The lines as a tool tip. Names and remarks are never taken for markup."""
    lines = hover_lines(entry, zone, names, blurred=blurred)
    first, *others = [escape(line).replace("\n", "<br>") for line in lines]
    rest = "<br>".join(others)
    return f"<table width={_WIDEST_PX}><tr><td><b>{first}</b><br>{rest}</td></tr></table>"
