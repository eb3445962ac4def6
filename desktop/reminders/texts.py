"""What the list of reminders says of each client, and the words of the ways to reach them. No Qt."""

from collections.abc import Sequence
from datetime import date, datetime

from core.domain.clients import full_name, initials
from core.domain.reminders import Channel, Standing
from core.store.practice.reminders import Reminder
from desktop.kit.dates import day_text, long_day, moment_text, time_text
from desktop.kit.i18n import one_line, plural, tr
from desktop.widgets.rows import ListRow


def reminder_row(reminder: Reminder, now: datetime, *, blurred: bool, in_team: bool) -> ListRow:
    """Time and name, and below how it stands. `blurred`: initials for the name.

    `in_team`: who treats, too.
    """
    start = reminder.entry.appointment.scheduled_start
    named = initials if blurred else full_name
    name = named(reminder.first_name, reminder.last_name) or tr("Reminders", "A client who was removed")
    return ListRow(
        first=f"{time_text(start, now)}  {name}",
        second=one_line((reminder.treats if in_team else "", standing_text(reminder, now))),
        icon=_ICONS[reminder.standing],
        faint=reminder.standing is Standing.REMINDED,
    )


def standing_text(reminder: Reminder, now: datetime) -> str:
    """Such as "Reminded today, 14:05, by e-mail"."""
    told = reminder.told
    if told is None:
        return tr("Reminders", "Not reminded yet")
    if reminder.standing is Standing.MOVED:
        return tr("Reminders", "Moved since: was told {moment}", moment=moment_text(told.start, now))
    how = _by_way()[told.channel]
    return tr("Reminders", "Reminded {moment}, {how}", moment=moment_text(told.at, now), how=how)


def told_text(reminder: Reminder, now: datetime) -> str:
    """`standing_text` with who told the client, as far as that is known here."""
    how = standing_text(reminder, now)
    return tr("Reminders", "{how} · {name}", how=how, name=reminder.told_by) if reminder.told_by else how


def way_text(channel: Channel) -> str:
    """On the button that opens it."""
    return {
        Channel.EMAIL: tr("Reminders", "Write an e-mail"),
        Channel.SMS: tr("Reminders", "Write a message"),
        Channel.WHATSAPP: tr("Reminders", "Write in WhatsApp"),
        Channel.OTHER: tr("Reminders", "Copy the text"),
    }[channel]


def sent_question(channel: Channel) -> str:
    """After a program was opened: that does not prove that anything was sent."""
    return {
        Channel.EMAIL: tr("Reminders", "Opened in the mail program. Was it sent?"),
        Channel.SMS: tr("Reminders", "Opened as a message. Was it sent?"),
        Channel.WHATSAPP: tr("Reminders", "Opened in WhatsApp. Was it sent?"),
        Channel.OTHER: tr("Reminders", "Copied. Was it sent?"),
    }[channel]


def heading(day: date | None, now: datetime) -> str:
    """Such as "Reminders for tomorrow"."""
    if day is None:
        return tr("Reminders", "Reminders")
    names = {0: tr("Reminders", "Reminders for today"), 1: tr("Reminders", "Reminders for tomorrow")}
    away = (day - now.date()).days
    return names.get(away) or tr("Reminders", "Reminders for {day}", day=day_text(day, now.date()))


def summary(day: date | None, shown: Sequence[Reminder]) -> str:
    """The whole day, and how many of it are left."""
    if day is None:
        return ""
    left = waiting(shown)
    if not shown:
        words = tr("Reminders", "no appointments")
    elif not left:
        words = tr("Reminders", "everybody is reminded")
    else:
        words = plural(
            "Reminders", "1 of {all} not reminded yet", "{n} of {all} not reminded yet", left, all=len(shown)
        )
    return one_line((long_day(day), words))


def waiting(reminders: Sequence[Reminder]) -> int:
    """How many still have to be told, those who were told another time among them."""
    return sum(each.standing is not Standing.REMINDED for each in reminders)


def _by_way() -> dict[Channel, str]:
    return {
        Channel.EMAIL: tr("Reminders", "by e-mail"),
        Channel.SMS: tr("Reminders", "by message"),
        Channel.WHATSAPP: tr("Reminders", "by WhatsApp"),
        Channel.OTHER: tr("Reminders", "by another way"),
    }


_ICONS = {Standing.OPEN: "clock", Standing.MOVED: "alert", Standing.REMINDED: "check"}
