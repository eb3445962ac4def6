"""What is sent to one client, and by which ways it can be. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.enums import LocationType
from core.domain.reminder_links import mail_link, sms_link, whatsapp_link
from core.domain.reminder_text import Word, day_words, fill, language_for, subject_of, template_of
from core.domain.reminders import Channel
from core.domain.timegrid import day_of
from core.store.practice.reminders import Reminder


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """What the practice says about reminders. `zone` is that of days and times."""

    practice_name: str
    locale: str
    zone: ZoneInfo
    texts: Mapping[str, str]
    messenger: Channel
    country_code: str


def reminder_settings(
    practice_name: str, locale: str, zone: ZoneInfo, settings: Mapping[str, Any]
) -> ReminderSettings:
    """Out of the practice's settings; what is no choice of this program counts as a plain message."""
    texts = settings["reminder_texts"]
    whatsapp = settings["reminder_messenger"] == Channel.WHATSAPP.value
    return ReminderSettings(
        practice_name=practice_name,
        locale=locale,
        zone=zone,
        texts=texts if isinstance(texts, Mapping) else {},
        messenger=Channel.WHATSAPP if whatsapp else Channel.SMS,
        country_code=str(settings["reminder_country_code"]),
    )


def usual_language(reminder: Reminder, settings: ReminderSettings) -> str:
    """What the client's record says, else by the letters of the name; a person may choose another."""
    name = f"{reminder.first_name} {reminder.last_name}"
    return language_for(name, settings.locale, reminder.language)


def message_of(reminder: Reminder, language: str, settings: ReminderSettings) -> str:
    """RuleBroken where the practice's text asks for what the program does not know."""
    start = reminder.entry.appointment.scheduled_start
    values = {
        Word.FIRST_NAME: reminder.first_name,
        Word.DAY: day_words(day_of(start, settings.zone), language),
        Word.TIME: f"{start.astimezone(settings.zone):%H:%M}",
        Word.PLACE: _place(reminder),
        Word.PRACTICE: settings.practice_name,
        Word.PRACTITIONER: reminder.treats,
        Word.SERVICE: reminder.entry.service.name if reminder.entry.service else "",
    }
    return fill(template_of(settings.texts, language), values)


def link_of(channel: Channel, reminder: Reminder, language: str, settings: ReminderSettings) -> str:
    """It holds a name, an address and a time: hand it on and keep it nowhere. RuleBroken where none is."""
    text = message_of(reminder, language, settings)
    if channel is Channel.EMAIL:
        return mail_link(reminder.email, subject_of(language), text)
    if channel is Channel.WHATSAPP:
        return whatsapp_link(reminder.phone, settings.country_code, text)
    return sms_link(reminder.phone, text)


def ways_to(reminder: Reminder, settings: ReminderSettings) -> tuple[Channel, ...]:
    """Those for which the client's record has something; copying always goes."""
    email = (Channel.EMAIL,) if reminder.email.strip() else ()
    phone = (settings.messenger,) if reminder.phone.strip() else ()
    return (*email, *phone)


def _place(reminder: Reminder) -> str:
    """Name and address. A home is where the appointment says; online that tells how to meet, if anything."""
    location, own = reminder.entry.location, reminder.entry.appointment.location_details or ""
    own = " ".join(own.split())
    if location is None:
        return own
    address = location.address or ""
    if location.location_type is LocationType.ONLINE or (own and location.location_type is LocationType.HOME):
        address = ""
    return ", ".join(dict.fromkeys(filter(None, (location.name, address, own))))
